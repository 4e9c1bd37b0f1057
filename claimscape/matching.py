"""The rule engine: compiled rules × the units of one document -> hits with their offsets.

Words become leaf numbers once. Of each query a few clauses are known, sets of leaves of which any match holds at least one: a
query is looked at only on units that hold a leaf of its anchor, one of the clauses, and worked out only where all of them are
met. So the cost follows the words found, not the number of rules.
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
CLAUSES = 6  # of a query that are tried before it is worked out
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


@dataclass(slots=True)
class _Part:
    """A compiled part of a query: a set of leaves, or an operator over parts; `clause` is the one likeliest to fail."""

    kind: str
    leaves: frozenset[int] = frozenset()
    parts: tuple["_Part", ...] = ()
    reach: int = 1
    clause: int = -1


class Matcher:
    """Compiled rules by key; the same units give the same hits in the same order."""

    def __init__(self, rules: Mapping[str, Sequence[Query]]) -> None:
        self._rules = rules  # kept, so that the ids in _compiled stay those of living objects
        self._leaves: dict[Leaf, int] = {}
        self._compiled: dict[int, _Part] = {}
        compiled = [(key, self._compile(query)) for key, queries in rules.items() for query in queries]
        self._queries = [(key, part) for key, whole in compiled for part in (whole.parts if whole.kind == "any" else (whole,))]
        self.count = len(self._leaves)
        self._capital = self._leaves.get(Leaf("capital", ""))
        self._prefixes = [(leaf.form, number) for leaf, number in self._leaves.items() if leaf.how == "prefix"]
        self._seen: dict[str, tuple[tuple[int, ...], int]] = {}
        seen: dict[int, list[int]] = {}
        self._clauses = [_clauses(part, self.count, seen) for _, part in self._queries]
        self._anchored: dict[int, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for number, clauses in enumerate(self._clauses):
            anchor = self._anchor(clauses)
            for leaf in anchor:
                self._anchored[leaf].append(number)
            if not anchor:
                self._always.append(number)

    def _anchor(self, clauses: Sequence[int]) -> list[int]:
        """The leaves of the clause that few units hold a leaf of; the leaf of any capitalised word is a last resort."""
        common = 0 if self._capital is None else 1 << self._capital
        own = [mask for mask in clauses if mask.bit_length() <= self.count]
        mask = min(own, key=lambda mask: (bool(mask & common), mask.bit_count()), default=0)
        return [leaf for leaf in range(mask.bit_length()) if mask >> leaf & 1]

    def tried(self, place: "_Place") -> list[int]:
        """The numbers of the queries that may be satisfied in the place."""
        anchored, mask = self._anchored, place.mask
        tried = {query for leaf in place.leaves for query in anchored.get(leaf, ())}
        return [query for query in tried.union(self._always) if all(map(mask.__and__, self._clauses[query]))]

    def hits(self, text: str, units: Sequence[Unit]) -> list[Hit]:
        """Every key that fires in every unit, once for each distinct span, in the order of unit, offset and key."""
        found: set[Hit] = set()
        place: _Place | None = None
        headings: dict[str, _Place] = {}
        words = [text[unit.start : unit.end] for unit in units]
        for number, (unit, above) in enumerate(zip(units, aboves(units, words), strict=True)):
            heading = headings.get(above)
            if heading is None:
                heading = headings[above] = _Place(self, above)
            place = _Place(self, words[number], heading, place)
            for query in self.tried(place):
                key, part = self._queries[query]
                for first, last in place.spans(part):
                    found.add(Hit(key, number, unit.start + place.starts[first], unit.start + place.ends[last]))
            place.previous = None  # one step back is all that PREVIOUS may see
        return sorted(found, key=lambda hit: (hit.sentence, hit.start, hit.end, hit.key))

    def spans(self, text: str, above: str = "", before: tuple[str, str] | None = None) -> list[Span]:
        """Where the rules fire in one unit, as offsets in it, ascending.

        `above` is what HEADING reads for it; `before` the unit that PREVIOUS reads, with its own `above`.
        """
        previous = _Place(self, before[0], _Place(self, before[1])) if before else None
        place = _Place(self, text, _Place(self, above), previous)
        return sorted({(place.starts[a], place.ends[b]) for _, part in self._queries for a, b in place.spans(part)})

    def words_of(self, vocabulary: Iterable[str]) -> dict[Leaf, list[str]]:
        """The words, as written, that satisfy each leaf of the rules; a leaf that none satisfies has an empty list."""
        leaves: dict[Leaf, list[str]] = {leaf: [] for leaf in self._leaves}
        numbered = list(leaves.values())
        for word in vocabulary:
            for number in self.leaves_of(word)[0]:
                numbered[number].append(word)
        return leaves

    def fires(self, text: str) -> bool:
        """Whether any rule fires in the text, taken as one unit without heading."""
        place = _Place(self, text)
        return any(place.spans(self._queries[query][1]) for query in self.tried(place))

    def leaves_of(self, word: str) -> tuple[tuple[int, ...], int]:
        """The numbers of all leaves that a word as written satisfies, and a mask with a bit for each."""
        known = self._seen.get(word)
        if known is None:
            form = normal(word)
            cased = self._leaves.get(Leaf("cased", word.removesuffix("'s").removesuffix("’s")))
            capital = self._capital if word[:1].isupper() else None
            whole = (self._leaves.get(Leaf("exact", form)), self._leaves.get(Leaf("stem", stem(form))), cased, capital)
            begun = (number for prefix, number in self._prefixes if form.startswith(prefix))
            leaves = tuple(number for number in (*whole, *begun) if number is not None)
            known = (leaves, sum(1 << leaf for leaf in set(leaves)))
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

    def __init__(self, matcher: Matcher, text: str, above: "_Place | None" = None, previous: "_Place | None" = None) -> None:
        self.above, self.previous = above, previous
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.leaves: dict[int, list[Span]] = {}
        self.own = 0
        for position, (word, start, end) in enumerate(tokens(text)):
            self.starts.append(start)
            self.ends.append(end)
            leaves, mask = matcher.leaves_of(word)
            self.own |= mask
            span = (position, position)
            for leaf in leaves:
                self.leaves.setdefault(leaf, []).append(span)
        count = matcher.count
        self.mask = self.own | (above.own << count if above else 0)
        if previous:
            before = previous.own | (previous.above.own << count if previous.above else 0)
            self.mask |= before << 2 * count
        self._known: dict[int, list[Span]] = {}

    def spans(self, part: _Part) -> list[Span]:
        """Where the part is satisfied: (first word, last word), ascending."""
        if not self.mask & part.clause:
            return NOWHERE
        known = self._known.get(id(part))
        if known is None:
            known = self._known[id(part)] = self._work_out(part)
        return known

    def _work_out(self, part: _Part) -> list[Span]:
        kind, parts = part.kind, part.parts
        if kind == "leaf":
            there = part.leaves.intersection(self.leaves) if len(part.leaves) > 1 else part.leaves
            found = [self.leaves[leaf] for leaf in there]
            return found[0] if len(found) == 1 else sorted(set().union(*found))
        if kind == "any":
            found = [spans for one in parts if self.mask & one.clause and (spans := self.spans(one))]
            return found[0] if len(found) == 1 else sorted(set().union(*found))
        if kind == "heading":
            return [(0, 0)] if self.starts and self.above and self.above.spans(parts[0]) else NOWHERE
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


def _clauses(part: _Part, leaves: int, seen: dict[int, list[int]]) -> list[int]:
    """What has to be there for a part to be satisfied anywhere: of each mask at least one leaf. [] where nothing has to.

    A mask has a bit a leaf: the unit's own, then those of its heading, then those of the unit before (its own, its heading's).
    """
    known = seen.get(id(part))
    if known is None:
        known = seen[id(part)] = _needed(part, leaves, seen)
        part.clause = known[0] if known else -1
    return known


def _needed(part: _Part, leaves: int, seen: dict[int, list[int]]) -> list[int]:
    if part.kind == "leaf":
        return [sum(1 << leaf for leaf in part.leaves)]
    inner = [_clauses(one, leaves, seen) for one in part.parts]
    if part.kind in ("heading", "previous"):
        shift, own = (leaves, leaves) if part.kind == "heading" else (2 * leaves, 2 * leaves)
        return [mask << shift for mask in inner[0] if mask.bit_length() <= own]  # what stands above a heading is not looked at
    if part.kind == "not":
        return inner[0]
    if part.kind != "any":
        return _least([mask for masks in inner for mask in masks])
    either = inner[0]
    for masks in inner[1:]:
        either = _least([one | other for one in either for other in masks])
    return either


def _least(masks: list[int]) -> list[int]:
    """The clauses that are likely to fail, the likeliest first: those of few leaves."""
    return sorted(dict.fromkeys(masks), key=int.bit_count)[:CLAUSES]
