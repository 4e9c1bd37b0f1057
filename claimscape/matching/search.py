"""Where the nodes of a plan are satisfied, in all texts at once.

First, for each node, the texts that may satisfy it, a bit a text, from the words found upwards; then those of them where that
matters to a rule, from the rules downwards; only there are spans worked out, so the cost follows what is found and not the
number of rules. A span is the numbers of its first and its last word in the stream.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimscape.arrays import Ints, begun, steps
from claimscape.matching.plan import UNLESS, Plan, Step
from claimscape.matching.stream import Words
from claimscape.rules import WIDEST

GAP = WIDEST + 1  # places between texts, so that no span reaches over
Bits = NDArray[np.uint8]


@dataclass(frozen=True)
class Around:
    """For each text that is asked about, first of all texts: the text above it and the one before it, -1 for none."""

    above: Ints
    before: Ints
    asked: int


class _Spans:
    """Spans of nodes in their order: those of node n stand from at[n] on, count[n] of them, by first and last word."""

    def __init__(self, nodes: int) -> None:
        self._at, self._count = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
        self._held = np.zeros((2, 1024), np.int64)
        self._size = 0

    def put(self, nodes: Ints, first: Ints, last: Ints) -> None:
        """Add spans, sorted by node; each node at once."""
        if not nodes.size:
            return
        new = np.flatnonzero(begun(nodes))
        self._at[nodes[new]] = new + self._size
        self._count[nodes[new]] = np.diff(new, append=nodes.size)
        end = self._size + nodes.size
        if end > self._held.shape[1]:
            grown = np.zeros((2, 2 * end), np.int64)
            grown[:, : self._size] = self._held[:, : self._size]
            self._held = grown
        self._held[0, self._size : end], self._held[1, self._size : end] = first, last
        self._size = end

    def of(self, nodes: Ints) -> tuple[Ints, Ints, Ints]:
        """(index into nodes, first, last) of every span of the nodes, in their order."""
        counts = self._count[nodes]
        at = steps(self._at[nodes], counts)
        return np.repeat(np.arange(nodes.size), counts), self._held[0, at], self._held[1, at]


class Search:
    """One search of a plan's rules in the words of a stream; `leaves` are the leaf nodes that each word satisfies."""

    def __init__(self, plan: Plan, words: Words, leaves: tuple[Ints, Ints], around: Around) -> None:
        self._plan, self._words, self._around = plan, words, around
        self._texts = words.first.size - 1
        self._wide = -(-self._texts // 64) * 64
        self._worded = np.diff(words.first) > 0
        self._place = np.arange(words.text.size) + GAP * words.text.astype(np.int64)
        self._end = (int(self._place[-1]) if self._place.size else 0) + GAP
        self._tokens, self._nodes = leaves
        self._elsewhere = {"heading": around.above, "previous": around.before}
        self._spans = _Spans(plan.size)

    def found(self) -> tuple[Ints, Ints, Ints]:
        """(index into the plan's roots, first word, last word) of every span that satisfies a rule in a text asked about."""
        possible = self._possible()
        self._wanted = self._demanded(possible)
        self._leaf_spans()
        for step in self._plan.steps:
            getattr(self, f"_{step.kind}")(step)
        found = self._spans.of(self._plan.roots)
        kept = self._words.text[found[1]] < self._around.asked
        return found[0][kept], found[1][kept], found[2][kept]

    def _possible(self) -> Bits:
        """For each node the texts that may satisfy it: more than do, none that does left out."""
        plan = self._plan
        bits = np.zeros((plan.size + 1, self._wide // 8), np.uint8)
        there = np.zeros((plan.leaf_nodes, self._wide), np.bool_)
        there[self._nodes, self._words.text[self._tokens]] = True
        bits[: plan.leaf_nodes] = np.packbits(there, axis=1, bitorder="little")
        lines = bits.view(np.uint64)
        for step in plan.steps:
            if step.kind == "any":
                lines[step.nodes] = np.bitwise_or.reduceat(lines[step.parts.flat], step.parts.at[:-1], axis=0)
            elif step.kind in self._elsewhere:
                bits[step.nodes] = self._looked_up(bits[step.one], self._elsewhere[step.kind])
            elif step.kind == UNLESS:
                lines[step.nodes] = lines[step.one]
            else:
                lines[step.nodes] = lines[step.one] & lines[step.two]
        return bits

    def _looked_up(self, bits: Bits, where: Ints) -> Bits:
        """The bit of the text at `where` for each text that has words and anything there."""
        there = np.unpackbits(bits, axis=1, bitorder="little").view(np.bool_)
        found = np.zeros(there.shape, np.bool_)
        asked = np.flatnonzero((where >= 0) & self._worded)
        found[:, asked] = there[:, where[asked]]
        return np.packbits(found, axis=1, bitorder="little")

    def _handed_on(self, bits: Bits, where: Ints) -> Bits:
        """A bit for each text at `where` of a text whose bit is set."""
        there = np.unpackbits(bits, axis=1, bitorder="little").view(np.bool_)
        found = np.zeros(there.shape, np.bool_)
        node, text = np.nonzero(there)
        found[node, where[text]] = True
        return np.packbits(found, axis=1, bitorder="little")

    def _demanded(self, possible: Bits) -> Bits:
        """For each node those of the possible texts in which a rule that needs it may be satisfied."""
        plan, lines = self._plan, possible.view(np.uint64)
        handed = np.zeros_like(possible)
        asked = np.zeros(self._wide, np.bool_)
        asked[: self._around.asked] = True
        handed[plan.size] = np.packbits(asked, bitorder="little")
        found = np.zeros_like(possible)
        over, under = handed.view(np.uint64), found.view(np.uint64)
        for level in plan.levels:
            if level.nodes.size:
                wanted = np.bitwise_or.reduceat(over[level.parents], level.begin, axis=0)
                under[level.nodes] = over[level.nodes] = wanted & lines[level.nodes]
            for kind, nodes in level.elsewhere.items():
                handed[nodes] = self._handed_on(found[nodes], self._elsewhere[kind])
        return found

    def _is_wanted(self, nodes: Ints, texts: NDArray[np.int32]) -> NDArray[np.bool_]:
        bytes_of = self._wanted.ravel()[nodes * self._wanted.shape[1] + (texts >> 3)]
        found: NDArray[np.bool_] = (bytes_of >> (texts & 7).astype(np.uint8) & 1).view(np.bool_)
        return found

    def _leaf_spans(self) -> None:
        kept = np.flatnonzero(self._is_wanted(self._nodes, self._words.text[self._tokens]))
        bits = self._words.text.size.bit_length()
        found = np.sort(self._nodes[kept] << bits | self._tokens[kept])
        tokens = found & (1 << bits) - 1
        self._spans.put(found >> bits, tokens, tokens)

    def _sides(self, step: Step) -> tuple[tuple[Ints, Ints, Ints], tuple[Ints, Ints, Ints]]:
        """The spans of the first and of the second part of each node, in the texts where the node is wanted."""
        return self._side(step, step.one), self._side(step, step.two)

    def _side(self, step: Step, parts: Ints) -> tuple[Ints, Ints, Ints]:
        index, first, last = self._spans.of(parts)
        kept = np.flatnonzero(self._is_wanted(step.nodes[index], self._words.text[first]))
        return index[kept], first[kept], last[kept]

    def _put(self, step: Step, index: Ints, first: Ints, last: Ints) -> None:
        """Keep the spans of the step's nodes, each once."""
        self._spans.put(*packed(step.nodes[index], first, last))

    def _any(self, step: Step) -> None:
        index, parts = step.parts.each(np.arange(step.nodes.size))
        part, first, last = self._spans.of(parts)
        index = index[part]
        kept = np.flatnonzero(self._is_wanted(step.nodes[index], self._words.text[first]))
        self._put(step, index[kept], first[kept], last[kept])

    def _pre(self, step: Step) -> None:
        one, two = self._sides(step)
        self._put(step, *self._after(step, one, two))

    def _near(self, step: Step) -> None:
        one, two = self._sides(step)
        found = [self._after(step, one, two), self._after(step, two, one)]
        self._put(step, *(np.concatenate(each) for each in zip(*found, strict=True)))

    def _after(self, step: Step, one: tuple[Ints, Ints, Ints], two: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints, Ints]:
        """Hulls of a span of one side and a span of the other that starts 1 to `reach` words after its end."""
        index, first, last = one
        starts = two[0] * self._end + self._place[two[1]]
        here = index * self._end + self._place[last]
        low = np.searchsorted(starts, here + 1)
        high = np.searchsorted(starts, here + step.reach[index] + 1)
        counts = high - low
        pair = np.repeat(np.arange(index.size), counts)
        return index[pair], first[pair], two[2][steps(low, counts)]

    def _all(self, step: Step) -> None:
        """The shortest hull of a span of each side, in each text the first of them."""
        one, two = self._sides(step)
        index, first, last = (np.concatenate(each) for each in zip(self._hulls(one, two), self._hulls(two, one), strict=True))
        text = index * self._texts + self._words.text[first]
        order = np.lexsort((first, last - first, text))
        best = order[begun(text[order])]
        self._put(step, index[best], first[best], last[best])

    def _hulls(self, one: tuple[Ints, Ints, Ints], two: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints, Ints]:
        """For each span of one side the shortest hull with one of the other that does not start before it."""
        index, first, last = one
        if not two[0].size:
            return index[:0], first[:0], last[:0]
        starts = two[0] * self._end + self._place[two[1]]
        soonest = np.minimum.accumulate((two[0] * self._words.text.size + two[2])[::-1])[::-1]
        at = np.searchsorted(starts, index * self._end + self._place[first])
        there = np.flatnonzero(at < starts.size)
        other, end = np.divmod(soonest[at[there]], self._words.text.size)
        same = (other == index[there]) & (self._words.text[end] == self._words.text[first[there]])
        kept = there[same]
        return index[kept], first[kept], np.maximum(last[kept], end[same])

    def _where(self, step: Step) -> None:
        self._kept_by(step, True)

    def _unless(self, step: Step) -> None:
        self._kept_by(step, False)

    def _kept_by(self, step: Step, there: bool) -> None:
        """The spans of the first part in texts where the second has one, or has none."""
        (index, first, last), other = self._sides(step)
        texts = np.unique(other[0] * self._texts + self._words.text[other[1]])
        kept = np.isin(index * self._texts + self._words.text[first], texts, invert=not there)
        self._put(step, index[kept], first[kept], last[kept])

    def _heading(self, step: Step) -> None:
        """The first word of each text whose text elsewhere has a span of the part."""
        where = self._elsewhere[step.kind]
        index, first, _ = self._spans.of(step.one)
        texts = np.unique(index * self._texts + self._words.text[first])
        wanted = np.unpackbits(self._wanted[step.nodes], axis=1, bitorder="little")[:, : where.size]
        node, text = np.nonzero(wanted)
        kept = np.isin(node * self._texts + where[text], texts)
        first = self._words.first[text[kept]]
        self._put(step, node[kept], first, first)

    _previous = _heading


def packed(order: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints, Ints]:
    """(order, first, last) sorted, each once; packed into one number each they are sorted far faster."""
    bits, long = _bits(first), _bits(last - first)
    found = _once((order << bits | first) << long | (last - first))
    length, rest = found & (1 << long) - 1, found >> long
    first = rest & (1 << bits) - 1
    return rest >> bits, first, first + length


def by_place(first: Ints, last: Ints, key: Ints) -> tuple[Ints, Ints, Ints]:
    """(first, last, key) sorted, each once."""
    bits, long = _bits(key), _bits(last - first)
    found = _once((first << long | (last - first)) << bits | key)
    rest = found >> bits
    first = rest >> long
    return first, first + (rest & (1 << long) - 1), found & (1 << bits) - 1


def _bits(numbers: Ints) -> int:
    return int(np.max(numbers, initial=0)).bit_length()


def _once(numbers: Ints) -> Ints:
    found = np.sort(numbers)
    return found[begun(found)]
