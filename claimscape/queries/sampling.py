"""The sources taken as a sample of more: 95 % intervals of shares of sources and of shares of sentences."""

from functools import lru_cache

import pandas as pd

from claimscape.queries.scope import Scope
from claimscape.statistics import share_interval, wilson

_of_sources = lru_cache(maxsize=4096)(wilson)


def with_reach(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Where the sources are a sample, the frame with `low` and `high` of the share k of n sources, 0 to 1 (Wilson).

    Copies are no witnesses: the columns own_k and own_n leave them out, and give way to `own_share`, the share the interval
    is of.
    """
    own_k, own_n = frame["own_k"], frame["own_n"]
    frame = frame.drop(columns=["own_k", "own_n"])
    if not scope.sample:
        return frame
    ends = [_of_sources(float(k), float(n)) for k, n in zip(own_k, own_n, strict=True)]
    frame.attrs["intervals"] = True
    return frame.assign(own_share=own_k / own_n, low=[low for low, _ in ends], high=[high for _, high in ends])


def shares(cells: pd.DataFrame, key: str) -> pd.DataFrame:
    """Shares of sentences over documents, a row a value of `key`: that key, share, low, high (95 %).

    `cells` has a row a key and a document, those without any sentence included and copies left out, with columns found and of
    (sentences).
    """
    told = [
        (value, part["found"].sum() / max(part["of"].sum(), 1), *share_interval(list(part["found"]), list(part["of"])))
        for value, part in cells.groupby(key, sort=False)
    ]
    return pd.DataFrame(told, columns=[key, "share", "low", "high"])
