"""Which sources can hold a hit of a query at all, from the index of words, so that a search of very many reads few of them.

A hit needs words that satisfy the leaves of its query somewhere in its document: in its sentence, in what stands above that or
in the sentence before. The sources found here are all that have a hit, and some that have its words in other places.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from claimscape.arrays import Flags, Ints
from claimscape.queries.roster import everyone, rank
from claimscape.rules import Leaf, Query
from claimscape.store import Landscape
from claimscape.words import normal, stem


@lru_cache(maxsize=16)
def holding(landscape: Landscape, query: Query) -> Flags:
    """Of every source, in their order, whether it can hold a hit."""
    every, place = len(everyone(landscape).known), rank(landscape)
    leaves = sorted(set(_leaves(query)), key=lambda leaf: (leaf.how, leaf.form))
    words: list[tuple[int, str, str | None]] = []
    begun: list[tuple[int, str]] = []
    for number, leaf in enumerate(leaves):
        words += [(number, stem(form), form) for form in _forms(leaf)]
        words += [(number, leaf.form, None)] if leaf.how == "stem" else []
        begun += [(number, leaf.form)] if leaf.how == "prefix" else []
    values = {f"word_{at}": [word[at] for word in words] for at in range(3)}
    values |= {f"prefix_{at}": [prefix[at] for prefix in begun] for at in range(2)}
    found = landscape.ask(_ROWS, values)
    docs = dict(iter(found.groupby("leaf")["docs"]))
    held = {leaf: [place[each] for each in docs.get(number, ())] for number, leaf in enumerate(leaves)}
    return _possible(query, held, every)


def _possible(query: Query, held: Mapping[Leaf, Sequence[Ints]], every: int) -> Flags:
    if isinstance(query, Leaf):
        found = np.full(every, query.how == "capital")  # the index holds no capitals: any source may have one
        for places in held[query]:
            found[places] = True
        return found
    if query.kind in ("not", "heading", "previous"):
        return _possible(query.parts[0], held, every)
    join = np.logical_or if query.kind == "any" else np.logical_and
    found = _possible(query.parts[0], held, every)
    for part in query.parts[1:]:
        join(found, _possible(part, held, every), out=found)
    return found


def _leaves(query: Query) -> Iterator[Leaf]:
    if isinstance(query, Leaf):
        yield query
    else:
        for part in query.parts:
            yield from _leaves(part)


def _forms(leaf: Leaf) -> set[str]:
    """The forms of the words that an exact leaf or one with capitals can mean; of others none."""
    if leaf.how == "cased":
        return {normal(leaf.form + possessive) for possessive in ("", "'s", "’s")}
    return {leaf.form} if leaf.how == "exact" else set()


_ROWS = """
WITH word AS (SELECT unnest($word_0::INT[]) AS leaf, unnest($word_1::VARCHAR[]) AS stem, unnest($word_2::VARCHAR[]) AS wanted),
prefix AS (SELECT unnest($prefix_0::INT[]) AS leaf, unnest($prefix_1::VARCHAR[]) AS letters)
SELECT leaf, docs FROM forms JOIN word USING (stem) WHERE wanted IS NULL OR wanted = form
UNION ALL SELECT leaf, docs FROM forms JOIN prefix ON starts_with(form, letters)
"""
