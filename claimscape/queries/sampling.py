"""The sources taken as a sample of more: 95 % intervals of shares of sources and of shares of sentences."""

from functools import lru_cache

import pandas as pd

from claimscape.queries.scope import Scope
from claimscape.statistics import sample_interval, wilson

_of_sources = lru_cache(maxsize=4096)(wilson)


def with_reach(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Where the sources are a sample, the frame with `low` and `high` of the share k of n sources, 0 to 1 (Wilson)."""
    if not scope.sample:
        return frame
    ends = [_of_sources(float(k), float(n)) for k, n in zip(frame["k"], frame["n"], strict=True)]
    frame.attrs["intervals"] = True
    return frame.assign(low=[low for low, _ in ends], high=[high for _, high in ends])


def shares(cells: pd.DataFrame, key: str) -> pd.DataFrame:
    """Shares of sentences over documents, a row a value of `key`: that key, share, low, high (95 %).

    `cells` has a row a key and a document, those without any sentence included, with columns found and of (sentences).
    """
    told = [
        (value, part["found"].sum() / max(part["of"].sum(), 1), *sample_interval(list(part["found"]), list(part["of"])))
        for value, part in cells.groupby(key, sort=False)
    ]
    return pd.DataFrame(told, columns=[key, "share", "low", "high"])
