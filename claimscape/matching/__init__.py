"""The rule engine: compiled rules × units of text -> hits with their offsets.

Words get their numbers at once (`stream`), rules are a graph whose equal parts are one (`plan`), and each part is worked out in
all texts at once, where it matters (`search`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from claimscape.arrays import Ints
from claimscape.matching.leaves import Leaves
from claimscape.matching.plan import Compiler
from claimscape.matching.search import Around, Search
from claimscape.matching.spans import by_place
from claimscape.matching.stream import Stream, Vocabulary, Words, words
from claimscape.rules import Leaf, Query

__all__ = ["MARKER", "Around", "Found", "Hit", "Matcher", "Span", "Stream", "Unit", "Vocabulary", "Words", "aboves", "words"]

Span = tuple[int, int]
TOGETHER = 12_288  # texts that are searched at once: the bits of all nodes are held for each
MARKER = re.compile(r"[•◦▪‣·*–—-]\s|\(?\w{1,3}[.)]\s")


class Unit(Protocol):
    """What a sentence split gives: a stretch of the text, its kind and the heading above it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def heading(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired: its key, the number of the unit, and the words that decided, as offsets in the document."""

    key: str
    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """Rules that fired, by text, place and key: the number of the key, that of the text, and the span in the stream."""

    key: Ints
    text: Ints
    start: Ints
    end: Ints


class Matcher:
    """Compiled rules by key; the same texts give the same hits in the same order. `names` are the keys, sorted."""

    def __init__(self, rules: Mapping[str, Sequence[Query]]) -> None:
        self._plan = Compiler(rules).plan()
        self.names = self._plan.names
        self._leaves = Leaves(self._plan)

    def find(self, read: Words, around: Around) -> Found:
        """Every key that fires in every text asked about, once for each distinct span."""
        found = [self._found(read, around, low) for low in range(0, around.asked, TOGETHER)]
        none = np.zeros(0, np.int64)
        return Found(*(np.concatenate([none, *each]) for each in zip(*found, strict=True)) if found else (none,) * 4)

    def _found(self, read: Words, around: Around, low: int) -> tuple[Ints, Ints, Ints, Ints]:
        """(key, text, start, end) of every hit in TOGETHER of the texts asked about."""
        asked = np.arange(low, min(low + TOGETHER, around.asked))
        texts, own = _needed(asked, around)
        part = read.of(texts)
        root, first, last = Search(self._plan, part, self._leaves.told(part), own).found()
        index, key = self._plan.keys.each(root)
        first, last, key = by_place(first[index], last[index], key)
        return key, texts[part.text[first]], part.start[first], part.end[last]

    def hits(self, text: str, units: Sequence[Unit]) -> list[Hit]:
        """Every key that fires in every unit of one document, in the order of unit, offset and key."""
        texts = [text[unit.start : unit.end] for unit in units]
        over = list(aboves(units, texts))
        above = {words: len(texts) + at for at, words in enumerate(dict.fromkeys(over))}
        stream = Stream.of([*texts, *above])
        none = np.full(len(above), -1, np.int64)
        places = np.array([above[words] for words in over], np.int64)
        around = Around(np.concatenate([places, none]), np.concatenate([np.arange(-1, len(texts) - 1), none]), len(texts))
        found = self.find(words(stream, Vocabulary()), around)
        starts = np.array([unit.start for unit in units], np.int64) - stream.first[: len(texts)]
        moved = starts[found.text]
        columns = (found.key, found.text, found.start + moved, found.end + moved)
        return [Hit(self.names[key], *place) for key, *place in zip(*(each.tolist() for each in columns), strict=True)]

    def spans(self, texts: Sequence[str], around: Sequence[tuple[str, tuple[str, str] | None]] = ()) -> list[list[Span]]:
        """Where the rules fire in each text taken as one unit, as offsets in it, ascending.

        `around` is what HEADING reads for each, and the unit that PREVIOUS reads, with what HEADING reads for that.
        """
        count = len(texts)
        around = around or [("", None)] * count
        every = [*texts, *(before[0] if before else "" for _, before in around)]
        over = [*(above for above, _ in around), *(before[1] if before else "" for _, before in around)]
        places = {words: 2 * count + at for at, words in enumerate(dict.fromkeys(over))}
        stream = Stream.of([*every, *places])
        above, before = np.full((2, 2 * count + len(places)), -1, np.int64)
        above[: 2 * count] = [places[words] for words in over]
        before[:count] = [count + at if each else -1 for at, (_, each) in enumerate(around)]
        found = self.find(words(stream, Vocabulary()), Around(above, before, count))
        spans: list[set[Span]] = [set() for _ in texts]
        for text, start, end in zip(found.text.tolist(), found.start.tolist(), found.end.tolist(), strict=True):
            spans[text].add((start - int(stream.first[text]), end - int(stream.first[text])))
        return [sorted(each) for each in spans]

    def fires(self, text: str) -> bool:
        """Whether any rule fires in the text, taken as one unit without heading."""
        return bool(self.spans([text])[0])

    def words_of(self, vocabulary: Iterable[str]) -> dict[Leaf, list[str]]:
        """The words, as written, that satisfy each leaf of the rules; a leaf that none satisfies has an empty list."""
        leaves: dict[Leaf, list[str]] = {leaf: [] for leaf in self._plan.leaves}
        numbered = list(leaves.values())
        for word in vocabulary:
            for number in self._leaves.of(word):
                numbered[number].append(word)
        return leaves


def _needed(asked: Ints, around: Around) -> tuple[Ints, Around]:
    """The texts that are looked at for those asked about, which come first, and what stands around each of these."""
    before = around.before[asked]
    behind = np.unique(before[(before >= 0) & ~np.isin(before, asked)])
    texts = np.concatenate([asked, behind])
    above = around.above[texts]
    texts = np.concatenate([texts, np.unique(above[above >= 0])])
    number = np.full(around.above.size + 1, -1, np.int64)
    number[texts] = np.arange(texts.size)
    elsewhere = np.full((2, texts.size), -1, np.int64)
    elsewhere[0, : above.size], elsewhere[1, : asked.size] = number[above], number[before]
    return texts, Around(elsewhere[0], elsewhere[1], asked.size)


def aboves(units: Iterable[Unit], texts: Iterable[str]) -> Iterator[str]:
    """What HEADING reads for each unit in turn: its heading, and for an item of a list its lead-in too."""
    lead = ""
    for unit, text in zip(units, texts, strict=True):
        lead = text if unit.kind == "list_lead" else lead and (lead if MARKER.match(text) else "")
        yield f"{unit.heading}\n{lead}" if unit.kind != "list_lead" else unit.heading
