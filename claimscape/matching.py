"""The rule engine: compiled rules × the units of one document -> hits with their offsets.

Words become leaf numbers once; a query is tried only on units that hold one of its anchor leaves (at least one of which any
match must contain), so the cost follows the words found, not the number of rules.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from claimscape.rules import Leaf, Query
from claimscape.words import normal, stem, tokens

Span = tuple[int, int]
NOWHERE: list[Span] = []
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A compiled part of a query: a set of leaves, or an operator over parts."""

    kind: str
    leaves: frozenset[int] = frozenset()
    parts: tuple["_Part", ...] = ()
    reach: int = 1


class Matcher:
    """Compiled rules by key; the same units give the same hits in the same order."""

    def __init__(self, rules: Mapping[str, Sequence[Query]]) -> None:
        self._rules = rules  # kept, so that the ids in _compiled stay those of living objects
        self._leaves: dict[Leaf, int] = {}
        self._compiled: dict[int, _Part] = {}
        self._queries = [(key, self._compile(query)) for key, queries in rules.items() for query in queries]
        self._capital = self._leaves.get(Leaf("capital", ""))
        self._prefixes = [(leaf.form, number) for leaf, number in self._leaves.items() if leaf.how == "prefix"]
        self._seen: dict[str, tuple[int, ...]] = {}
        self._anchored: dict[int, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for number, (_, part) in enumerate(self._queries):
            anchors = _anchors(part, self._capital)
            for leaf in anchors or ():
                self._anchored[leaf].append(number)
            if anchors is None:
                self._always.append(number)

    def hits(self, text: str, units: Sequence[Unit]) -> list[Hit]:
        """Every key that fires in every unit, once for each distinct span, in the order of unit, offset and key."""
        found: set[Hit] = set()
        place: _Place | None = None
        words = [text[unit.start : unit.end] for unit in units]
        for number, (unit, above) in enumerate(zip(units, aboves(units, words), strict=True)):
            place = _Place(self, words[number], above, place)
            tried = {query for leaf in place.leaves for query in self._anchored.get(leaf, ())}
            for query in tried.union(self._always):
                key, part = self._queries[query]
                for first, last in place.spans(part):
                    found.add(Hit(key, number, unit.start + place.starts[first], unit.start + place.ends[last]))
            place.previous = None  # one step back is all that PREVIOUS may see
        return sorted(found, key=lambda hit: (hit.sentence, hit.start, hit.end, hit.key))

    def spans(self, text: str, above: str = "", before: tuple[str, str] | None = None) -> list[Span]:
        """Where the rules fire in one unit, as offsets in it, ascending.

        `above` is what HEADING reads for it; `before` the unit that PREVIOUS reads, with its own `above`.
        """
        place = _Place(self, text, above, _Place(self, *before, None) if before else None)
        return sorted({(place.starts[a], place.ends[b]) for _, part in self._queries for a, b in place.spans(part)})

    def words_of(self, vocabulary: Iterable[str]) -> dict[Leaf, list[str]]:
        """The words, as written, that satisfy each leaf of the rules; a leaf that none satisfies has an empty list."""
        leaves: dict[Leaf, list[str]] = {leaf: [] for leaf in self._leaves}
        numbered = list(leaves.values())
        for word in vocabulary:
            for number in self.leaves_of(word):
                numbered[number].append(word)
        return leaves

    def fires(self, text: str) -> bool:
        """Whether any rule fires in the text, taken as one unit without heading."""
        place = _Place(self, text, "", None)
        tried = {query for leaf in place.leaves for query in self._anchored.get(leaf, ())}
        return any(place.spans(self._queries[query][1]) for query in sorted(tried.union(self._always)))

    def leaves_of(self, word: str) -> tuple[int, ...]:
        """The numbers of all leaves that a word as written satisfies."""
        known = self._seen.get(word)
        if known is None:
            form = normal(word)
            cased = self._leaves.get(Leaf("cased", word.removesuffix("'s").removesuffix("’s")))
            capital = self._capital if word[:1].isupper() else None
            whole = (self._leaves.get(Leaf("exact", form)), self._leaves.get(Leaf("stem", stem(form))), cased, capital)
            begun = (number for prefix, number in self._prefixes if form.startswith(prefix))
            known = tuple(number for number in (*whole, *begun) if number is not None)
            if len(self._seen) < 500_000:
                self._seen[word] = known
        return known

    def _compile(self, query: Query) -> _Part:
        if isinstance(query, Leaf):
            return _Part("leaf", frozenset([self._leaves.setdefault(query, len(self._leaves))]))
        done = self._compiled.get(id(query))
        if done is None:
            parts = [self._compile(part) for part in query.parts]
            if query.kind == "any":
                leaves = frozenset(leaf for part in parts for leaf in part.leaves if part.kind == "leaf")
                parts = [*([_Part("leaf", leaves)] if leaves else []), *(part for part in parts if part.kind != "leaf")]
            done = (
                parts[0]
                if query.kind == "any" and len(parts) == 1
                else _Part(query.kind, frozenset(), tuple(parts), query.reach)
            )
            self._compiled[id(query)] = done
        return done


def aboves(units: Iterable[Unit], texts: Iterable[str]) -> Iterator[str]:
    """What HEADING reads for each unit in turn: its heading, and for an item of a list its lead-in too."""
    lead = ""
    for unit, words in zip(units, texts, strict=True):
        lead = words if unit.kind == "list_lead" else lead if MARKER.match(words) else ""
        yield f"{unit.heading}\n{lead}" if unit.kind != "list_lead" else unit.heading


class _Place:
    """One unit while it is searched: where each leaf stands, and the answers of parts already tried."""

    def __init__(self, matcher: Matcher, text: str, heading: str, previous: "_Place | None") -> None:
        self.matcher, self.heading, self.previous = matcher, heading, previous
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.leaves: dict[int, list[int]] = {}
        for position, (word, start, end) in enumerate(tokens(text)):
            self.starts.append(start)
            self.ends.append(end)
            for leaf in matcher.leaves_of(word):
                self.leaves.setdefault(leaf, []).append(position)
        self._known: dict[int, list[Span]] = {}
        self._above: _Place | None = None

    def spans(self, part: _Part) -> list[Span]:
        """Where the part is satisfied: (first word, last word), ascending."""
        known = self._known.get(id(part))
        if known is None:
            known = self._known[id(part)] = self._work_out(part)
        return known

    def _work_out(self, part: _Part) -> list[Span]:
        kind, parts = part.kind, part.parts
        if kind == "leaf":
            return sorted((position, position) for leaf in part.leaves & self.leaves.keys() for position in self.leaves[leaf])
        if kind == "any":
            return sorted({span for one in parts for span in self.spans(one)})
        if kind == "heading":
            self._above = self._above or _Place(self.matcher, self.heading, "", None)
            return [(0, 0)] if self.starts and self._above.spans(parts[0]) else NOWHERE
        if kind == "previous":
            return [(0, 0)] if self.starts and self.previous and self.previous.spans(parts[0]) else NOWHERE
        left = self.spans(parts[0])
        if not left:
            return NOWHERE
        right = self.spans(parts[1])
        if kind == "not":
            return NOWHERE if right else left
        if not right:
            return NOWHERE
        if kind == "all":
            return _both(left, right, parts)
        return _near(left, right, part.reach, kind == "pre")


def _both(left: list[Span], right: list[Span], parts: tuple[_Part, ...]) -> list[Span]:
    """AND decides by the words of both sides that stand closest; a look-up elsewhere adds no words."""
    if parts[1].kind in ("heading", "previous"):
        return left
    if parts[0].kind in ("heading", "previous"):
        return right
    hulls = [*_hulls(left, right), *_hulls(right, left)]
    return [min(hulls, key=lambda span: (span[1] - span[0], span[0]))]


def _hulls(left: list[Span], right: list[Span]) -> Iterator[Span]:
    """For each span of one side the shortest hull with a span of the other that does not start before it."""
    ends = list(accumulate((end for _, end in reversed(right)), min))[::-1]
    for start, end in left:
        at = bisect_left(right, (start, -1))
        if at < len(ends):
            yield start, max(end, ends[at])


def _near(left: list[Span], right: list[Span], reach: int, in_order: bool) -> list[Span]:
    """Hulls of pairs whose facing ends are at most `reach` words apart; overlapping pairs do not count."""
    found = {(a[0], b[1]) for a in left for b in _after(right, a[1], reach)}
    if not in_order:
        found |= {(b[0], a[1]) for b in right for a in _after(left, b[1], reach)}
    return sorted(found)


def _after(spans: list[Span], end: int, reach: int) -> list[Span]:
    """Those of the sorted spans that start 1 to `reach` words after `end`."""
    return spans[bisect_left(spans, (end + 1, -1)) : bisect_left(spans, (end + reach + 1, -1))]


def _anchors(part: _Part, common: int | None) -> frozenset[int] | None:
    """Leaves of which any match holds at least one; None where no leaf of the unit itself is needed.

    Of two sides the one with fewer leaves will do; `common`, the leaf of any capitalised word, is a last resort.
    """
    if part.kind == "leaf":
        return part.leaves
    if part.kind in ("heading", "previous"):
        return None
    inner = [_anchors(one, common) for one in part.parts]
    if part.kind == "any":
        return None if any(one is None for one in inner) else frozenset().union(*(one for one in inner if one))
    if part.kind == "not":
        return inner[0]
    needed = [one for one in inner if one is not None]
    return min(needed, key=lambda leaves: (common in leaves, len(leaves))) if needed else None
