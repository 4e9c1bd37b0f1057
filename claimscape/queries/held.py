"""The tallies of a landscape in memory, in the fewest bytes that hold them, so that those of a million documents fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from claimscape.arrays import Flags, Ints, Whole, begun
from claimscape.queries.manners import EVERY
from claimscape.queries.roster import codes, everyone, places, rank
from claimscape.store import Landscape
from claimscape.tallies import within


@dataclass(frozen=True, eq=False)
class Rows:
    """Tallies ordered by code, document and manner; whole numbers of 32 bits, codes and manners of 16."""

    doc: Whole
    code: Whole
    manner: Whole
    sentences: Whole

    @cached_property
    def codes(self) -> Whole:
        """The codes that there can be, from the least to the greatest."""
        return np.arange(self.code[0], int(self.code[-1]) + 1) if len(self.code) else self.code

    @cached_property
    def bounds(self) -> Ints:
        """Where the rows of each of these codes begin, and where the last ends."""
        return np.append(_found(self.code, self.codes), len(self.code))

    def where(self, wanted: Flags | slice) -> "Rows":
        """Those for which it holds, or of that stretch."""
        if not isinstance(wanted, slice) and wanted.all():
            return self
        at = wanted if isinstance(wanted, slice) else np.flatnonzero(wanted)  # once, not for each column
        return Rows(self.doc[at], self.code[at], self.manner[at], self.sentences[at])

    def stretch(self, code: int) -> "Rows":
        """Those of one code."""
        return self.where(_stretch(self, code, code))

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


@lru_cache(maxsize=8)
def _each(rows: Rows) -> Rows:
    new = np.flatnonzero(begun(rows.doc, rows.code))
    if len(new) == len(rows.doc):
        return rows
    manners, sentences = np.bitwise_or.reduceat(rows.manner, new), np.add.reduceat(rows.sentences, new)
    return Rows(rows.doc[new], rows.code[new], manners, sentences)


TYPES = (np.int32, np.int16, np.uint16, np.int32)
NONE = Rows(np.zeros(0, np.int32), np.zeros(0, np.int16), np.zeros(0, np.uint16), np.zeros(0, np.int32))


@lru_cache(maxsize=4)  # of a million documents each may hold half a gigabyte
def tallies(landscape: Landscape, topics: tuple[str, ...]) -> Mapping[str | int, Rows]:
    """All tallies, or those within sentences on these topics, by kind of code and by what is no code."""
    if landscape.only:  # of what is held of the whole already
        whole = replace(landscape, only=())
        kept, sources = np.zeros(len(everyone(whole).known), np.bool_), places(landscape)
        kept[sources] = True
        place = np.full(len(kept), -1, np.int32)
        place[sources] = np.arange(len(sources))
        few = {name: rows.where(kept.take(rows.doc, mode="clip")) for name, rows in tallies(whole, topics).items()}
        return {name: replace(rows, doc=place[rows.doc]) for name, rows in few.items()}
    known = codes(landscape)
    every = _joined(list(_pieces(landscape, topics)))
    below = np.unique(every.code[: _found(every.code, np.zeros(1, int))[0]]).tolist()
    found: dict[str | int, Rows] = {code: every.where(_stretch(every, code, code)) for code in below}
    for kind in ("topic", "claim", "risk"):
        rows = known["row"][known["kind"] == kind].to_numpy()
        if len(rows) and rows[-1] - rows[0] + 1 == len(rows):  # they stand behind each other, so nothing is copied
            found[kind] = every.where(_stretch(every, rows[0], rows[-1]))
        else:
            found[kind] = every.where(np.isin(every.code, rows))
    return found


def _stretch(rows: Rows, first: int, last: int) -> slice:
    return slice(*_found(rows.code, np.array([first, last + 1])).tolist())


def _found(codes: Whole, wanted: Whole) -> Ints:
    """Where each of these begins among the codes, which are ordered; in their own type, or all of them would be copied."""
    return np.searchsorted(codes, wanted.astype(codes.dtype))


def _pieces(landscape: Landscape, topics: tuple[str, ...]) -> Iterator[list[Whole]]:
    """Columns like those of `Rows`, ordered by code, of one part of the build after the other."""
    place, known = rank(landscape).astype(np.int32), codes(landscape)
    wanted = set(known["row"][(known["kind"] == "topic") & known["code_id"].isin(topics)])
    for at in landscape.files("marks" if topics else "tallies"):
        if topics:  # counted from the marks
            wide: tuple[Whole, ...] = within(landscape.stretches(at, wanted), wanted)
        else:
            table = landscape.file(at)
            wide = tuple(table[name].to_numpy() for name in table.column_names)
        yield [each.astype(kind, copy=False) for each, kind in zip((place[wide[0]], *wide[1:]), TYPES, strict=True)]


def _joined(pieces: list[list[Whole]]) -> Rows:
    """The pieces as one: of each code the rows of all of them, ordered by document. The pieces are used up."""
    every = np.unique(np.concatenate([NONE.code, *(piece[1][begun(piece[1])] for piece in pieces)]))
    cuts = [[*_found(piece[1], every).tolist(), len(piece[1])] for piece in pieces]
    whole = []
    for column, kind in enumerate(TYPES):
        stretches = (
            (piece[column][cut[at] : cut[at + 1]] for piece, cut in zip(pieces, cuts, strict=True)) for at in range(len(every))
        )
        whole.append(np.concatenate([np.zeros(0, kind), *(stretch for each in stretches for stretch in each)]))
        for piece in pieces:
            piece[column] = NONE.doc
    rows = Rows(*whole)
    for low, high in pairwise(rows.bounds.tolist()):
        doc = rows.doc[low:high]
        if (doc[1:] < doc[:-1]).any():  # documents were not built in the order of their names
            order = np.argsort(doc, kind="stable")
            for each in whole:
                each[low:high] = each[low:high][order]
    return rows
