"""Units of some documents end to end, and what the rules found in them: columns, so that many are worked on at once.

A place is an offset in the stream of all units; `Units.offset` makes it one in its document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from claimscape.arrays import Flags, Ints, begun, ordered
from claimscape.matching import MARKER, Around, Found, Matcher, Stream, Unit, Vocabulary, Words, words
from claimscape.sentences import Split
from claimscape.tables import SENTENCE_KINDS, Cut


@dataclass(frozen=True)
class Rows:
    """Findings in the order of their units: the unit, the number of the code (-1 for none), the places of the quote."""

    unit: Ints
    code: Ints
    start: Ints
    end: Ints

    @classmethod
    def joined(cls, several: Sequence["Rows"]) -> "Rows":
        """The rows of all of them."""
        none = np.zeros(0, np.int64)
        columns = zip(*((each.unit, each.code, each.start, each.end) for each in several), strict=True)
        return cls(*(np.concatenate(each) for each in columns)) if several else cls(none, none, none, none)

    def kept(self, which: Flags | Ints | slice) -> "Rows":
        """Those of them."""
        return Rows(self.unit[which], self.code[which], self.start[which], self.end[which])


class Units:
    """The units of some documents; all arrays have an entry a unit."""

    def __init__(self, texts: Sequence[str], split: Split, vocabulary: Vocabulary | None = None) -> None:
        counts = np.diff(split.first)
        self.document = np.repeat(np.arange(len(texts)), counts)
        self.first = split.first  # the first unit of each document
        self.number = np.arange(self.document.size) - self.first[self.document]
        self.start, self.kind = split.start, split.kind.copy()
        self.headings = list(dict.fromkeys(split.heading))  # by number, as `heading` has it
        numbers = {heading: number for number, heading in enumerate(self.headings)}
        self.heading = np.fromiter(map(numbers.__getitem__, split.heading), np.int64, counts.sum())
        spans = zip(self.document.tolist(), split.start.tolist(), split.end.tolist(), strict=True)
        self.stream = Stream.of([texts[document][start:end] for document, start, end in spans])
        self.vocabulary = vocabulary or Vocabulary()
        self.vocabulary.renew()
        self._words = words(self.stream, self.vocabulary, counted=True)
        self.words = self._words.told

    @classmethod
    def of(cls, found: Sequence[tuple[str, Sequence[Unit]]]) -> "Units":
        """Those of texts whose units are given one by one."""
        first = np.cumsum([0, *(len(units) for _, units in found)])
        every = [unit for _, units in found for unit in units]
        start, end = np.array([(unit.start, unit.end) for unit in every], np.int64).reshape(-1, 2).T
        kind = np.array([SENTENCE_KINDS.index(unit.kind) for unit in every], np.int64)
        return cls([text for text, _ in found], Split(first, start, end, kind, [unit.heading for unit in every]))

    def __len__(self) -> int:
        return self.document.size

    def are(self, *kinds: str) -> Flags:
        """Which units are of these kinds."""
        return np.isin(SENTENCE_KINDS, kinds)[self.kind]

    def items(self, asked: Flags) -> Flags:
        """Which of the units asked about begin with the marker of a list's item."""
        items = [at for at in np.flatnonzero(asked).tolist() if self._is_item(at)]
        return flags(len(self), np.array(items, np.int64))

    def _is_item(self, at: int) -> bool:
        return MARKER.match(self.stream.text, int(self.stream.first[at])) is not None

    def offset(self, units: Ints, places: Ints) -> Ints:
        """The offsets in their documents of places in these units."""
        return places + (self.start - self.stream.first[: len(self)])[units]

    def quotes(self, start: Ints, end: Ints) -> Cut:
        """The words between places of the stream, as a column."""
        return Cut(self.stream.encoded, self.stream.encoded_at(start), self.stream.encoded_at(end))

    def alone(self, matcher: Matcher, asked: Flags) -> Flags:
        """In which of the units asked about any rule fires, each taken by itself."""
        none = np.full(len(self), -1, np.int64)
        found = np.zeros(len(self), np.bool_)
        found[matcher.find(self._words, Around(none, none, len(self))).text] = True
        return found & asked

    def hits(self, matcher: Matcher) -> "Hits":
        """What the rules find, each unit under its heading and after the unit before."""
        return Hits.found(matcher.names, matcher.find(*self._read))

    def said(self) -> tuple[Ints, Ints]:
        """(document, number in the vocabulary) of every word that rules read: of each unit and of what stands above it."""
        read, around = self._read
        above = np.sort(self.document * around.above.size + around.above[: len(self)])
        document, text = np.divmod(above[begun(above)], around.above.size)
        over = read.of(text)
        own = slice(int(read.first[len(self)]))
        documents = np.concatenate([self.document[read.text[own]], document[over.text]])
        return documents, np.concatenate([read.number[own], over.number])

    @cached_property
    def _read(self) -> tuple[Words, Around]:
        """The words of all units and, behind them, of what stands above them, each text of these once."""
        over, above = np.unique(self.heading * (len(self) + 1) + self.leads + 1, return_inverse=True)
        others = words(Stream.of([self._above(*divmod(each, len(self) + 1)) for each in over.tolist()]), self.vocabulary)
        above, before = np.append(above + len(self), none := np.full(over.size, -1, np.int64)), np.arange(-1, len(self) - 1)
        before = np.append(np.where(self.number > 0, before, -1), none)
        return Words.joined([self._words, others], [0, int(self.stream.first[-1])]), Around(above, before, len(self))

    @cached_property
    def leads(self) -> Ints:
        """For each item of a list the unit that leads it in, -1 for none and all others; as `matching.aboves` has it."""
        found = np.full(len(self), -1, np.int64)
        leading = self.are("list_lead")
        for lead in np.flatnonzero(leading).tolist():
            at, end = lead + 1, self.first[self.document[lead] + 1]
            while at < end and not leading[at] and self._is_item(at):
                found[at] = lead
                at += 1
        return found

    def _above(self, heading: int, lead: int) -> str:
        """What HEADING reads of a heading and the lead-in before this unit, 0 for none."""
        begin, end = self.stream.first[lead - 1 : lead + 1] if lead else (0, 1)
        return f"{self.headings[heading]}\n{self.stream.text[begin : end - 1]}"


@dataclass(frozen=True)
class Hits:
    """Rules that fired; `names` are their keys, sorted, `rows` bear their numbers and are in order of these, then of place."""

    names: Sequence[str]
    rows: Rows

    @classmethod
    def found(cls, names: Sequence[str], found: Found) -> "Hits":
        """What a matcher of these keys found."""
        return cls(names, Rows(found.text, found.key, found.start, found.end).kept(ordered(found.key)))

    def kept(self, which: Flags) -> "Hits":
        """Those of them."""
        return Hits(self.names, self.rows.kept(which))

    def of(self, key: str) -> Rows:
        """The hits of one key, in order."""
        return self._rows(self._number(key))

    def units_of(self, *starts: str) -> Ints:
        """The unit of each hit whose key begins with any of these."""
        found = [self._rows(key).unit for key in self._begin(*starts)]
        return np.concatenate([np.zeros(0, np.int64), *found])

    def firsts(self, kind: str) -> Rows:
        """The first hit of every code of a kind in every unit, by unit and name."""
        found = map(self._rows, self._begin(f"{kind} "))
        rows = Rows.joined([each.kept(begun(each.unit)) for each in found])
        return rows.kept(np.lexsort((rows.code, rows.unit)))

    def mapped(self, values: Mapping[str, int], none: int) -> Ints:
        """The value of each hit's key, `none` for keys that have none."""
        return np.array([values.get(name, none) for name in [*self.names, ""]], np.int64)[self.rows.code]

    def _number(self, key: str) -> int:
        return self.names.index(key) if key in self.names else -1

    def _begin(self, *starts: str) -> list[int]:
        return [at for at, name in enumerate(self.names) if name.startswith(starts)]

    def _rows(self, key: int) -> Rows:
        return self.rows.kept(slice(*self._bounds[key : key + 2]) if key >= 0 else slice(0))

    @cached_property
    def _bounds(self) -> list[int]:
        """Where the hits of each key begin, and after the last where they end."""
        found: list[int] = np.searchsorted(self.rows.code, np.arange(len(self.names) + 1)).tolist()
        return found


def flags(count: int, units: Ints) -> Flags:
    """A flag for each of so many units, set for these."""
    found = np.zeros(count, np.bool_)
    found[units] = True
    return found


def least(count: int, units: Ints, values: Ints, none: int) -> Ints:
    """The least of the values of each of so many units, `none` for a unit without."""
    found = np.full(count, none, np.int64)
    np.minimum.at(found, units, values)
    return found
