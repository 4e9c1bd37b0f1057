"""The tallies of a landscape as the filters leave them, so that a question reads no sentence.

A document is known here by its place among all in the order of doc_id, a code by its row in the table `codes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from claimscape.arrays import Flags, Ints, Whole
from claimscape.queries import held
from claimscape.queries.held import Rows
from claimscape.queries.manners import bits
from claimscape.queries.parts import GROUPS, Scope
from claimscape.queries.roster import codes, everyone, rank
from claimscape.store import Landscape
from claimscape.tallies import CITED, PROSE

AT_ONCE = 1 << 22  # rows


@dataclass(frozen=True, eq=False)
class Seen:
    """The sources that the filters leave.

    `units` has unit, position, size (sources), witnesses and source (its name), by position; `unit` is of every document the
    row of its unit there, -1 where it is filtered out; `own` whether it is the first of its content.
    """

    units: pd.DataFrame
    unit: Whole
    own: Flags

    @cached_property
    def column(self) -> Whole:
        """The same, each row one further on."""
        return self.unit + np.int32(1)

    def counted(self, rows: Rows, codes: Sequence[int]) -> tuple[Ints, Ints, Ints]:
        """Sentences, sources and witnesses of their own of each of the codes in each unit, as arrays codes x units."""
        each = self.left(rows.each())
        return self.sums(each, codes, each.sentences), self.sums(each, codes), self.sums(self.alone(each), codes)

    def left(self, rows: Rows) -> Rows:
        """Those of the sources that are left."""
        return _left(self, rows)

    def alone(self, rows: Rows) -> Rows:
        """Those of sources that are the first of their content."""
        return rows.where(self.own.take(rows.doc, mode="clip"))

    def sums(self, rows: Rows, codes: Sequence[int], of: Whole | None = None) -> Ints:
        """The sum of `of`, or the number of rows, of each of the codes in each unit."""
        wide = len(self.units) + 1  # the first column is of sources that are left out
        found = np.zeros((len(codes), wide), np.int64)
        place = np.full(max((*codes, -1)) + 100, -1)
        place[np.array(codes, int)] = np.arange(len(codes))  # a code below zero counts from the end
        bounds = rows.bounds
        for first in range(0, len(rows.doc), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            cut = np.clip(bounds, first, first + AT_ONCE)
            counts = cut[1:] - cut[:-1]
            here = place[rows.codes[counts > 0]]
            low, high = here[here >= 0].min(initial=len(codes)), here.max(initial=-1) + 1  # the few that stand in so many rows
            if low < high:  # the row below the last is of other codes
                at = np.where((place < low) | (place >= high), high - low, place - low) * wide
                key = np.repeat(at[rows.codes], counts)
                key += self.column.take(rows.doc[some], mode="clip")  # without a check of bounds, in half of the time
                sums = np.bincount(key, None if of is None else of[some], (high - low + 1) * wide)
                found[low:high] += sums.astype(np.int64).reshape(-1, wide)[:-1]
        return found[:, 1:]


@lru_cache(maxsize=8)  # the charts of a page ask for the same
def _left(seen: Seen, rows: Rows) -> Rows:
    return rows if (seen.unit >= 0).all() else rows.where(seen.unit.take(rows.doc, mode="clip") >= 0)


def seen(landscape: Landscape, scope: Scope) -> Seen:
    """The sources that the filters leave, taken together as the scope says."""
    sources = replace(scope, topics=(), certainty=(), support=(), sample=False, one=(), other=())
    return _seen(landscape, sources)


@lru_cache(maxsize=64)
def _seen(landscape: Landscape, scope: Scope) -> Seen:
    every = everyone(landscape)
    known = every.known
    kept = np.ones(len(known), bool)
    for name, values in (("doc_id", scope.sources), *((by, getattr(scope, f"{by}s")) for by in GROUPS)):
        if values:
            kept &= known[name].isin(values).to_numpy()
    own = kept.copy()
    if every.alike:
        first = np.unique(every.content[kept], return_index=True)[1]
        own[:] = False
        own[np.flatnonzero(kept)[first]] = True
    slots, number = _slots(landscape, scope.by)
    sizes, witnesses = (np.bincount(number[each], minlength=len(slots)) for each in (kept, own))
    there = np.flatnonzero(sizes)
    units = slots.iloc[there].reset_index(drop=True)
    units.insert(2, "size", sizes[there])
    units.insert(3, "witnesses", witnesses[there])
    row = np.full(len(slots), -1)
    row[there] = np.arange(len(there))
    return Seen(units, np.where(kept, row[number], -1).astype(np.int32), own)


@lru_cache(maxsize=16)
def _slots(landscape: Landscape, by: str) -> tuple[pd.DataFrame, Ints]:
    """Every unit with its position and name, by position, and of every source the row of its unit there."""
    known = everyone(landscape).known
    if by not in GROUPS:
        places = np.arange(len(known))
        return pd.DataFrame({"unit": known["doc_id"], "position": places, "source": known["source"]}), places
    names, sizes = known[by].cat.categories, np.bincount(known[by].cat.codes, minlength=len(known[by].cat.categories))
    order = sorted(range(len(names)), key=lambda at: (names[at] == "", 0 if by == "year" else -sizes[at], names[at]))
    row = np.empty(len(names), int)
    row[order] = np.arange(len(names))
    units = [str(names[at]) for at in order]
    frame = pd.DataFrame({"unit": units, "position": range(len(units)), "source": [unit or "not known" for unit in units]})
    return frame.astype({"unit": known["source"].dtype, "source": known["source"].dtype}), row[known[by].cat.codes.to_numpy()]


def listed(landscape: Landscape, scope: Scope, *kinds: str) -> pd.DataFrame:
    """The entries of these kinds that the filters leave."""
    found = codes(landscape)
    found = found[found["kind"].isin(kinds)]
    if scope.topics:
        found = found[(found["kind"] != "topic") | found["code_id"].isin(scope.topics)]
    return found.reset_index(drop=True)


def rows(landscape: Landscape, scope: Scope, kind: str) -> Rows:
    """The tallies of topics, claims or risks in the text that the filters leave, claims made as they ask."""
    found = held.tallies(landscape, tuple(sorted(scope.topics))).get(kind, held.NONE)
    return found.said(bits(scope)) if kind == "claim" else found


def special(landscape: Landscape, scope: Scope, code: int) -> Rows:
    """The same of what is no code of the codebook; of prose and of references, which bear no topic, whatever is chosen."""
    narrowed = () if code in (PROSE, CITED["reference"]) else tuple(sorted(scope.topics))
    return held.tallies(landscape, narrowed).get(code, held.NONE)


def body(landscape: Landscape, scope: Scope) -> Rows:
    """Sentences of the text that the filters leave."""
    return held.tallies(landscape, tuple(sorted(scope.topics))).get(PROSE, held.NONE)


def pairs(landscape: Landscape, seen: Seen) -> Ints:
    """Sentences of these sources that bear both of two topics, by their rows: an array codes x codes."""
    doc, one, other, sentences = _pairs(landscape)
    here, n = seen.unit[doc] >= 0, len(codes(landscape))
    found = np.bincount(one[here].astype(int) * n + other[here], sentences[here], n * n).astype(np.int64).reshape(n, n)
    return found + found.T


def bearing(landscape: Landscape, topic: int, other: int) -> tuple[Whole, Whole]:
    """(document, sentences) of sentences that bear both of these topics, by their rows."""
    doc, one, two, sentences = _pairs(landscape)
    here = (one == min(topic, other)) & (two == max(topic, other))
    return doc[here], sentences[here]


@lru_cache(maxsize=4)
def _pairs(landscape: Landscape) -> tuple[Whole, ...]:
    """(document, topic, later topic, sentences), one part of the build after the other."""
    place = rank(landscape).astype(np.int32)
    parts = [[held.NONE.doc, held.NONE.code, held.NONE.code, held.NONE.sentences]]
    for at in landscape.files("pairs"):
        table = landscape.file(at)
        doc, *rest = (table[name].to_numpy() for name in table.column_names)
        here = place[doc] >= 0
        parts.append([each[here].astype(like.dtype) for each, like in zip((place[doc], *rest), parts[0], strict=True)])
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))
