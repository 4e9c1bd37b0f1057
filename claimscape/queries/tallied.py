"""The tallies of a landscape as the filters leave them: whole numbers in memory, so that a question reads no sentence.

A document is known here by its place among all in the order of doc_id, a code by its row in the table `codes`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from claimscape.arrays import Flags, Ints, begun
from claimscape.queries.parts import GROUPS, Scope, ask
from claimscape.store import Landscape
from claimscape.tables import CERTAINTIES, SUPPORTS
from claimscape.tallies import PROSE, Marks, manner, tally

EVERY = (1 << 15) - 1  # bits of all manners
MADE = EVERY & ~sum(manner("negated", support) for support in SUPPORTS)  # not denied; nor is a claim of no known certainty
BACKED = {support: sum(manner(certainty, support) for certainty in CERTAINTIES) for support in SUPPORTS}
FIRM = {certainty: sum(manner(certainty, support) for support in SUPPORTS) for certainty in CERTAINTIES}
# The place in SUPPORTS of the best that any of these manners gives.
BEST = np.full(EVERY + 1, len(SUPPORTS) - 1)
for _at, _name in reversed(list(enumerate(SUPPORTS))):
    BEST[np.arange(EVERY + 1) & BACKED[_name] != 0] = _at


@dataclass(frozen=True, eq=False)
class Rows:
    """Tallies ordered by code, document and manner."""

    doc: Ints
    code: Ints
    manner: Ints
    sentences: Ints

    def where(self, wanted: Flags) -> "Rows":
        """Those for which it holds."""
        if wanted.all():
            return self
        return Rows(self.doc[wanted], self.code[wanted], self.manner[wanted], self.sentences[wanted])

    def by_code(self) -> "Rows":
        """The same, ordered again after a code was changed."""
        order = np.lexsort((self.manner, self.doc, self.code))
        return Rows(self.doc[order], self.code[order], self.manner[order], self.sentences[order])

    def said(self, bits: int) -> "Rows":
        """Those in which one of these manners stands, and of their manners only these."""
        if bits == EVERY:
            return self
        left = self.manner & bits
        return replace(self, manner=left).where(left != 0)

    def each(self) -> "Rows":
        """A row a document and code: all its manners, all its sentences."""
        return _each(self)


@lru_cache(maxsize=12)
def _each(rows: Rows) -> Rows:
    new = np.flatnonzero(begun(rows.doc, rows.code))
    if len(new) == len(rows.doc):
        return rows
    manners, sentences = np.bitwise_or.reduceat(rows.manner, new), np.add.reduceat(rows.sentences, new)
    return Rows(rows.doc[new], rows.code[new], manners, sentences)


@dataclass(frozen=True, eq=False)
class Seen:
    """The sources that the filters leave.

    `units` has unit, position, size (sources), witnesses and source (its name), by position; `unit` is of every document the
    row of its unit there, -1 where it is filtered out; `own` whether it is the first of its content.
    """

    units: pd.DataFrame
    unit: Ints
    own: Flags

    def counted(self, rows: Rows, codes: Sequence[int]) -> tuple[Ints, Ints, Ints]:
        """Sentences, sources and witnesses of their own of each of the codes in each unit, as arrays codes x units."""
        each = self.left(rows.each())
        return self.sums(each, codes, each.sentences), self.sums(each, codes), self.sums(each.where(self.own[each.doc]), codes)

    def left(self, rows: Rows) -> Rows:
        """Those of the sources that are left."""
        return _left(self, rows)

    def sums(self, rows: Rows, codes: Sequence[int], of: Ints | None = None) -> Ints:
        """The sum of `of`, or the number of rows, of each of the codes in each unit."""
        shape = (len(codes), len(self.units))
        place = np.full(max((*codes, -1)) + 100, -1)
        place[np.array(codes, int)] = np.arange(len(codes))  # a code below zero counts from the end
        unit, code = self.unit[rows.doc], place[rows.code]
        here = (unit >= 0) & (code >= 0)
        key = code[here] * shape[1] + unit[here]
        found = np.bincount(key, None if of is None else of[here], shape[0] * shape[1])
        return found.astype(np.int64).reshape(shape)


@lru_cache(maxsize=12)  # the charts of a page ask for the same
def _left(seen: Seen, rows: Rows) -> Rows:
    return rows if (seen.unit >= 0).all() else rows.where(seen.unit[rows.doc] >= 0)


@dataclass(frozen=True)
class Everyone:
    """Every source in the order of doc_id: doc_id, source, kind, publisher and year; the number of its content."""

    known: pd.DataFrame
    content: Ints
    alike: bool


@lru_cache(maxsize=4)
def everyone(landscape: Landscape) -> Everyone:
    """What is known of every source, asked once."""
    if landscape.only:
        whole = everyone(replace(landscape, only=()))
        kept = whole.known["doc_id"].isin(list(landscape.only)).to_numpy()
        content = pd.factorize(whole.content[kept])[0].astype(np.int64)
        known = whole.known[kept].reset_index(drop=True)
        for by in GROUPS:
            known[by] = known[by].cat.remove_unused_categories()
        return Everyone(known, content, bool(content.size and content.max() + 1 < len(content)))
    columns = ", ".join(("doc_id", "source", "content", *GROUPS))
    known = ask(landscape, Scope(), f"SELECT {columns} FROM everyone ORDER BY position")  # noqa: S608 - our names
    content = pd.factorize(known.pop("content"))[0].astype(np.int64)
    for by in GROUPS:
        known[by] = known[by].astype("category")
    return Everyone(known, content, bool(content.size and content.max() + 1 < len(content)))


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
    return Seen(units, np.where(kept, row[number], -1), own)


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


@lru_cache(maxsize=4)
def codes(landscape: Landscape) -> pd.DataFrame:
    """The entries of the codebook; `row` is the number by which tallies know them."""
    if landscape.only:
        return codes(replace(landscape, only=()))
    return landscape.ask("SELECT * FROM codes").rename_axis("row").reset_index()


def listed(landscape: Landscape, scope: Scope, *kinds: str) -> pd.DataFrame:
    """The entries of these kinds that the filters leave."""
    found = codes(landscape)
    found = found[found["kind"].isin(kinds)]
    if scope.topics:
        found = found[(found["kind"] != "topic") | found["code_id"].isin(scope.topics)]
    return found.reset_index(drop=True)


def rows(landscape: Landscape, scope: Scope, kind: str) -> Rows:
    """The tallies of topics, claims or risks in the text that the filters leave, claims made as they ask."""
    found = _held(landscape, tuple(sorted(scope.topics))).get(kind, NONE)
    return found.said(bits(scope)) if kind == "claim" else found


def special(landscape: Landscape, scope: Scope, code: int) -> Rows:
    """The same of what is no code of the codebook; of prose and of citations, whatever the filter of topics."""
    narrowed = tuple(sorted(scope.topics)) if code < PROSE and code > -10 else ()
    return _held(landscape, narrowed).get(code, NONE)


def body(landscape: Landscape, scope: Scope) -> Rows:
    """Sentences of the text that the filters leave."""
    return _held(landscape, tuple(sorted(scope.topics))).get(PROSE, NONE)


def bits(scope: Scope) -> int:
    """The manners that the filters of certainty and support leave."""
    firm = sum(FIRM.get(each, 0) for each in scope.certainty) if scope.certainty else EVERY
    return firm & (sum(BACKED.get(each, 0) for each in scope.support) if scope.support else EVERY)


NONE = Rows(*(np.zeros(0, np.int64) for _ in range(4)))


def pairs(landscape: Landscape, seen: Seen) -> Ints:
    """Sentences of these sources that bear both of two topics, by their rows: an array codes x codes."""
    doc, one, other, sentences = _pairs(landscape)
    here, n = seen.unit[doc] >= 0, len(codes(landscape))
    found = np.bincount(one[here] * n + other[here], sentences[here], n * n).astype(np.int64).reshape(n, n)
    return found + found.T


def bearing(landscape: Landscape, topic: int, other: int) -> tuple[Ints, Ints]:
    """(document, sentences) of sentences that bear both of these topics, by their rows."""
    doc, one, two, sentences = _pairs(landscape)
    here = (one == min(topic, other)) & (two == max(topic, other))
    return doc[here], sentences[here]


@lru_cache(maxsize=4)
def _pairs(landscape: Landscape) -> tuple[Ints, ...]:
    table = landscape.arrow("pairs")
    doc, *rest = (table[name].to_numpy().astype(np.int64) for name in table.column_names)
    doc = rank(landscape)[doc]
    here = doc >= 0
    return doc[here], *(each[here] for each in rest)


@lru_cache(maxsize=4)
def rank(landscape: Landscape) -> Ints:
    """Of every document as it was built its place in the order of doc_id; -1 of those that an excerpt leaves out."""
    doc_ids = landscape.arrow("documents", "doc_id")["doc_id"].to_numpy().astype(object)
    order = np.argsort(doc_ids, kind="stable")
    if landscape.only:
        order = order[np.isin(doc_ids[order], np.array(landscape.only, object))]
    place = np.full(len(doc_ids), -1)
    place[order] = np.arange(len(order))
    return place


@lru_cache(maxsize=6)
def _held(landscape: Landscape, topics: tuple[str, ...]) -> Mapping[str | int, Rows]:
    """All tallies, or those within sentences on these topics, by kind of code and by what is no code."""
    if landscape.only:  # of what is held of the whole already
        whole = replace(landscape, only=())
        kept = everyone(whole).known["doc_id"].isin(list(landscape.only)).to_numpy()
        place = np.where(kept, np.cumsum(kept) - 1, -1)
        few = {name: rows.where(kept[rows.doc]) for name, rows in _held(whole, topics).items()}
        return {name: replace(rows, doc=place[rows.doc]) for name, rows in few.items()}
    known = codes(landscape)
    if topics:
        wanted = known["row"][(known["kind"] == "topic") & known["code_id"].isin(topics)]
        columns = _within(landscape, set(wanted))
    else:
        table = landscape.arrow("tallies")
        columns = [table[name].to_numpy() for name in table.column_names]
    doc, code, manners, sentences = (column.astype(np.int64) for column in columns)
    doc = rank(landscape)[doc]
    here = doc >= 0
    doc, code, manners, sentences = doc[here], code[here], manners[here], sentences[here]
    if np.any(np.diff(doc) < 0):  # else they stand as they were written; sixteen bits are sorted in a tenth of the time
        place = np.lexsort((manners, code, doc))
        doc, code, manners, sentences = doc[place], code[place], manners[place], sentences[place]
    order = np.argsort(code.astype(np.int16), kind="stable")
    every = Rows(doc[order], code[order], manners[order], sentences[order])
    kinds = {kind: known["row"][known["kind"] == kind].to_numpy() for kind in ("topic", "claim", "risk")}
    found: dict[str | int, Rows] = {kind: every.where(np.isin(every.code, of)) for kind, of in kinds.items()}
    return found | {int(each): every.where(every.code == each) for each in np.unique(every.code[every.code < 0])}


def _within(landscape: Landscape, topics: set[int]) -> list[Ints]:
    """The tallies of sentences on these topics, counted from the marks of one part of the build after the other."""
    parts = []
    for at in landscape.files("marks"):
        marks = Marks.of(landscape.file(at)).within(topics)
        place = np.unique(marks.doc << 32 | marks.sentence) >> 32
        parts.append(tally(marks, [(place, np.full(len(place), PROSE))]))
    return [np.concatenate(each) for each in zip(*parts, strict=True)]
