"""The rule engine: compiled rules × units of text -> hits with their offsets.

Words get their numbers at once (`stream`), rules are a graph whose equal parts are one (`plan`), and each part is worked out in
all texts at once, where it matters (`search`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from claimscape.arrays import Ints
from claimscape.matching.plan import Compiler, Lists
from claimscape.matching.search import Around, Search, by_place
from claimscape.matching.stream import Stream, Vocabulary, Words, words
from claimscape.rules import Leaf, Query
from claimscape.words import normal, stem

__all__ = ["MARKER", "Around", "Found", "Hit", "Matcher", "Span", "Stream", "Unit", "Vocabulary", "Words", "aboves", "words"]

Span = tuple[int, int]
TOGETHER = 8192  # texts that are searched at once: the bits of all nodes are held for each
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
        self._capital = self._plan.leaves.get(Leaf("capital", ""))
        self._prefixes = [(leaf.form, number) for leaf, number in self._plan.leaves.items() if leaf.how == "prefix"]
        self._forget()

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name not in ("_known", "_groups", "_group", "_nodes")}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._forget()

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
        root, first, last = Search(self._plan, part, self._satisfied(part), own).found()
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
            for number in self._leaves_of(word):
                numbered[number].append(word)
        return leaves

    def _leaves_of(self, word: str) -> set[int]:
        """The numbers of all leaves that a word as written satisfies."""
        leaves, form = self._plan.leaves, normal(word)
        cased = leaves.get(Leaf("cased", word.removesuffix("'s").removesuffix("’s")))
        capital = self._capital if word[:1].isupper() else None
        whole = (leaves.get(Leaf("exact", form)), leaves.get(Leaf("stem", stem(form))), cased, capital)
        begun = (number for prefix, number in self._prefixes if form.startswith(prefix))
        return {number for number in (*whole, *begun) if number is not None}

    def _forget(self) -> None:
        """Words are learnt anew: their numbers are those of one vocabulary."""
        self._known: list[str] = []
        self._groups: dict[tuple[int, ...], int] = {(): 0}
        self._group: NDArray[np.int32] = np.zeros(0, np.int32)
        self._nodes = Lists.of([[]])

    def _satisfied(self, read: Words) -> tuple[Ints, Ints]:
        """(word of the stream, leaf node that it satisfies), by word."""
        self._learn(read.vocabulary.written)
        group = self._group[read.number]
        telling = np.flatnonzero(group)
        index, nodes = self._nodes.each(group[telling].astype(np.int64))
        return telling[index], nodes

    def _learn(self, written: list[str]) -> None:
        """Which nodes each word of the vocabulary satisfies that was not asked about yet; words alike are one group."""
        if written is not self._known:
            self._forget()
            self._known = written
        fresh = written[self._group.size :]
        if not fresh:
            return
        sets, count = self._plan.sets, len(self._groups)
        found = np.zeros(len(fresh), np.int32)
        for at, word in enumerate(fresh):
            leaves = self._leaves_of(word)
            if leaves:
                nodes = sorted({node for leaf in leaves for node in sets.flat[sets.at[leaf] : sets.at[leaf + 1]].tolist()})
                found[at] = self._groups.setdefault(tuple(nodes), len(self._groups))
        self._group = np.concatenate([self._group, found])
        if len(self._groups) > count:
            self._nodes = Lists.of(list(self._groups))


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
        lead = text if unit.kind == "list_lead" else lead if MARKER.match(text) else ""
        yield f"{unit.heading}\n{lead}" if unit.kind != "list_lead" else unit.heading
