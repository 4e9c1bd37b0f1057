"""The sentences that are searched for what the codebook does not know: read once, whatever is sought in them.

Sentences of documents that bear no code at all stay out, unless no document bears one. Where there are too many, an equal
share of each source is taken, from all over it.
"""

from functools import lru_cache
from hashlib import md5

import numpy as np
import pandas as pd

from claimscape.arrays import Flags, Ints, begun
from claimscape.queries import harms, roster, tallied
from claimscape.queries.pick import texts as list_of
from claimscape.queries.scope import Scope, ask
from claimscape.store import Landscape


def told(landscape: Landscape, scope: Scope, most: int, naming: bool = False) -> pd.DataFrame:
    """Sentences of running text, or those that may name a harm; columns as those of `_chosen`."""
    rows, seen = _text(landscape, scope.topics), tallied.seen(landscape, scope)
    left = seen.unit >= 0
    bearing = np.zeros_like(left)
    for kind in ("topic", "claim", "risk"):
        bearing[seen.left(tallied.rows(landscape, scope, kind)).doc] = True
    wanted = (bearing if bearing.any() else left)[rows["position"].to_numpy()]
    at = np.flatnonzero(wanted & rows["naming"].to_numpy() if naming else wanted)
    return _chosen(landscape, rows, at, _share(rows, at, most))


def uncoded(landscape: Landscape, scope: Scope, most: int) -> pd.DataFrame:
    """Sentences that make a claim and state no canonical one; columns as those of `_chosen`, claim_type and denied."""
    rows, left = _text(landscape, scope.topics), tallied.seen(landscape, scope).unit >= 0
    claims = _claims(landscape, Scope(topics=scope.topics, certainty=scope.certainty, support=scope.support))
    claims = claims[left[claims["position"].to_numpy()]]
    at = np.searchsorted(keys(rows), keys(claims))
    share = _share(rows, at, most)
    more = {name: claims[name].to_numpy()[share] for name in ("claim_type", "denied")}
    return _chosen(landscape, rows, at, share).assign(**more)


def keys(rows: pd.DataFrame) -> Ints:
    """A number for each sentence, by position of its source and sentence_id: in their order."""
    return np.asarray(rows["position"].to_numpy(np.int64) << 32 | rows["sentence_id"].to_numpy(np.int64))


def _chosen(landscape: Landscape, rows: pd.DataFrame, at: Ints, share: Flags) -> pd.DataFrame:
    """doc_id, source, position, sentence_id, heading, text, start and end of the share of these, and how many are in all."""
    found = rows.iloc[at[share]].reset_index(drop=True)
    known = roster.everyone(landscape).known[["doc_id", "source"]].iloc[found["position"]].reset_index(drop=True)
    return found.assign(doc_id=known["doc_id"], source=known["source"], total=len(at))


def _share(rows: pd.DataFrame, at: Ints, most: int) -> Flags:
    """Which of these rows are among the most that are taken: md5 puts them in an order that is the same everywhere."""
    if len(at) <= most:
        return np.ones(len(at), np.bool_)
    position, sentence = (rows[name].to_numpy(np.int64)[at] for name in ("position", "sentence_id"))
    texts = list_of(rows["text"].iloc[at])
    digest = {text: md5(text.encode(), usedforsecurity=False).digest() for text in set(texts)}
    high, low = np.frombuffer(b"".join(map(digest.__getitem__, texts)), ">u8").astype(np.uint64).reshape(-1, 2).T
    order = np.lexsort((sentence, low, high, position))
    new = np.flatnonzero(begun(position[order]))
    turn = np.empty(len(at), np.int64)
    turn[order] = np.arange(len(at)) - np.repeat(new, np.diff(new, append=len(at)))
    key = turn << 32 | position
    return np.asarray(key <= np.partition(key, most - 1)[most - 1])


@lru_cache(maxsize=2)
def _text(landscape: Landscape, topics: tuple[str, ...]) -> pd.DataFrame:
    """Running text of all sources, by position and sentence_id."""
    return ask(landscape, Scope(topics=topics), _TEXT, naming=harms.NAMING)


@lru_cache(maxsize=2)
def _claims(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Where a claim is made and no canonical one stated."""
    return ask(landscape, scope, _CLAIMS)


_TEXT = """
SELECT position, sentence_id, coalesce(heading, '') AS heading, text, start, "end",
    regexp_matches(text, $naming::VARCHAR) AS naming
FROM body JOIN source USING (doc_id) ORDER BY position, sentence_id
"""
_CLAIMS = """
SELECT position, sentence_id, claim_type, certainty IS NOT DISTINCT FROM 'negated' AS denied
FROM claim JOIN source USING (doc_id) WHERE claim_id IS NULL ORDER BY position, sentence_id
"""
