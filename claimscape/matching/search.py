"""Where the nodes of a plan are satisfied, in all texts at once.

First, for each node, the texts that may satisfy it, a bit a text, from the words found upwards; then those of them where that
matters to a rule, from the rules downwards; only there are spans worked out, so the cost follows what is found and not the
number of rules. A span is the numbers of its first and its last word in the stream.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimscape.arrays import Ints, begun, steps
from claimscape.matching.leaves import Told
from claimscape.matching.placed import Placed
from claimscape.matching.plan import FOLLOWED, LED, UNLESS, Plan, Step
from claimscape.matching.spans import Spans, packed
from claimscape.matching.stream import Words

MANY = 2000  # pairs of a word and a node it satisfies: of so many a table of both is made, which costs each far less
Bits = NDArray[np.uint8]


@dataclass(frozen=True)
class Around:
    """For each text that is asked about, first of all texts: the text above it and the one before it, -1 for none."""

    above: Ints
    before: Ints
    asked: int


class Search:
    """One search of a plan's rules in the words of a stream, of which `told` says what they satisfy."""

    def __init__(self, plan: Plan, words: Words, told: Told, around: Around) -> None:
        self._plan, self._words, self._told, self._around = plan, words, told, around
        self._texts = words.first.size - 1
        self._wide = -(-self._texts // 64) * 64
        self._worded = np.diff(words.first) > 0
        self._placed = Placed(words, told)
        self._elsewhere = {"heading": around.above, "previous": around.before}
        self._spans = Spans(plan.size)

    def found(self) -> tuple[Ints, Ints, Ints]:
        """(index into the plan's roots, first word, last word) of every span that satisfies a rule in a text asked about."""
        self._phrases()
        self._wanted = self._demanded(self._possible())
        self._leaf_spans()
        for step in self._plan.steps:
            getattr(self, f"_{step.kind}")(step)
        found = self._spans.of(self._plan.roots)
        kept = self._words.text[found[1]] < self._around.asked
        return found[0][kept], found[1][kept], found[2][kept]

    def _phrases(self) -> None:
        """Two words side by side, found from the one that is rarer here."""
        step, told = self._plan.phrases, self._told
        counts = np.diff(told.begin)
        sums = np.concatenate([[0], np.cumsum(counts[told.groups.flat])])
        many = np.diff(sums[told.groups.at])
        forward = many[step.one] <= many[step.two]
        index, of = told.groups.each(np.where(forward, step.one, step.two))
        tokens = told.order[steps(told.begin[of], counts[of])]
        index = np.repeat(index, counts[of])
        self._beside(step, (index, tokens, tokens), forward[index], np.where(forward, step.two, step.one)[index])

    def _beside(self, step: Step, spans: tuple[Ints, Ints, Ints], after: NDArray[np.bool_], leaf: Ints) -> None:
        """Keep spans, (index into the step's nodes, first, last), that have a word of a leaf beside them, after or before."""
        index, first, last = spans
        beside = np.where(after, self._placed.after[last], self._placed.before[first])
        there = np.flatnonzero(self._told.pairs.hold(beside, leaf))
        index, first, last, after = index[there], first[there], last[there], after[there]
        self._put(step, index, np.where(after, first, first - 1), np.where(after, last + 1, last))

    def _possible(self) -> Bits:
        """For each node the texts that may satisfy it: more than do, none that does left out."""
        plan = self._plan
        bits = np.zeros((plan.size + 1 + plan.looking, self._wide // 8), np.uint8)
        lines = bits.view(np.uint64)
        self._set_leaves(lines)
        index, first, _ = self._spans.of(plan.phrases.nodes)
        self._set(bits, plan.phrases.nodes[index], first)
        for step in plan.steps:
            if step.kind == "any":
                lines[step.nodes] = np.bitwise_or.reduceat(lines[step.parts.flat], step.parts.at[:-1], axis=0)
            elif step.kind in self._elsewhere:
                bits[step.nodes] = self._looked_up(bits[step.one], self._elsewhere[step.kind])
            elif step.kind in (UNLESS, FOLLOWED):
                lines[step.nodes] = lines[step.one]
            elif step.kind == LED:
                lines[step.nodes] = lines[step.two]
            else:
                lines[step.nodes] = lines[step.one] & lines[step.two]
        return bits

    def _set_leaves(self, lines: NDArray[np.uint64]) -> None:
        """For each leaf node that is looked for the texts with one of its words."""
        told = self._told
        bits = np.zeros((told.begin.size - 1, self._wide // 8), np.uint8)
        self._set(bits, told.group[told.order].astype(np.int64), told.order)
        groups = bits.view(np.uint64)
        counts = np.diff(told.groups.at)
        for looked in (np.flatnonzero(self._plan.kept & (counts == 1)), np.flatnonzero(self._plan.kept & (counts > 1))):
            lines[looked] = _any_of(groups, told.groups.each(looked)[1], np.cumsum(counts[looked]) - counts[looked])

    def _set(self, bits: Bits, nodes: Ints, words: Ints) -> None:
        """Set the bits of the texts in which these words stand; nodes ascend, and the words of each."""
        at = nodes * bits.shape[1] + self._placed.byte[words]
        bit = self._placed.bit[words]
        once = np.flatnonzero(begun(at, bit))  # words of one text stand together, so each bit is met in one run
        at, sums = at[once], np.append(0, np.cumsum(bit[once], dtype=np.int64))
        new = np.flatnonzero(begun(at))
        bits.reshape(-1)[at[new]] = np.diff(sums[np.append(new, at.size)])

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

    def _demanded(self, bits: Bits) -> Bits:
        """For each node those of the possible texts in which a rule that needs it may be satisfied, written over `bits`."""
        plan, lines = self._plan, bits.view(np.uint64)
        asked = np.zeros(self._wide, np.bool_)
        asked[: self._around.asked] = True
        bits[plan.size] = np.packbits(asked, bitorder="little")
        for level in plan.levels:
            if level.nodes.size:
                lines[level.nodes] &= _any_of(lines, level.parents, level.begin)
            for kind, (nodes, needing) in level.elsewhere.items():
                bits[needing] = self._handed_on(bits[nodes], self._elsewhere[kind])
        return bits

    def _is_wanted(self, nodes: Ints, words: Ints) -> NDArray[np.bool_]:
        """Whether each node is wanted in the text of a word."""
        held = self._wanted.reshape(-1)[nodes * self._wanted.shape[1] + self._placed.byte[words]]
        found: NDArray[np.bool_] = (held & self._placed.bit[words]) != 0
        return found

    def _leaf_spans(self) -> None:
        """Words of the leaf nodes that are looked for, in the texts where they matter."""
        told, size = self._told, self._words.text.size.bit_length()
        words, nodes = np.diff(told.begin), np.diff(told.kept.at)
        few = np.flatnonzero(words * nodes < MANY)
        index, node = told.kept.each(few)
        group = few[index]
        tokens = told.order[steps(told.begin[group], words[group])]
        node = np.repeat(node, words[group])
        matter = np.flatnonzero(self._is_wanted(node, tokens))
        found = [node[matter] << size | tokens[matter]]
        found += [self._together(group) for group in np.flatnonzero(words * nodes >= MANY).tolist()]
        spans = np.sort(np.concatenate(found), kind="stable")
        tokens = spans & (1 << size) - 1
        self._spans.put(spans >> size, tokens, tokens)

    def _together(self, group: int) -> Ints:
        """The same, node and word in one number, of a group with many of both: all nodes × all words."""
        told, size = self._told, self._words.text.size.bit_length()
        tokens = told.order[told.begin[group] : told.begin[group + 1]]
        nodes = told.kept.flat[told.kept.at[group] : told.kept.at[group + 1]]
        matter = np.flatnonzero((self._wanted[nodes].take(self._placed.byte[tokens], axis=1) & self._placed.bit[tokens]) != 0)
        node, token = np.divmod(matter, tokens.size)
        found: Ints = nodes[node] << size | tokens[token]
        return found

    def _sides(self, step: Step) -> tuple[tuple[Ints, Ints, Ints], tuple[Ints, Ints, Ints]]:
        """The spans of the first and of the second part of each node, in the texts where the node is wanted."""
        return self._side(step, step.one), self._side(step, step.two)

    def _side(self, step: Step, parts: Ints) -> tuple[Ints, Ints, Ints]:
        index, first, last = self._spans.of(parts)
        kept = np.flatnonzero(self._is_wanted(step.nodes[index], first))
        return index[kept], first[kept], last[kept]

    def _put(self, step: Step, index: Ints, first: Ints, last: Ints) -> None:
        """Keep the spans of the step's nodes, each once."""
        self._spans.put(*packed(step.nodes[index], first, last))

    def _any(self, step: Step) -> None:
        index, parts = step.parts.each(np.arange(step.nodes.size))
        part, first, last = self._spans.of(parts)
        index = index[part]
        kept = np.flatnonzero(self._is_wanted(step.nodes[index], first))
        self._put(step, index[kept], first[kept], last[kept])

    def _followed(self, step: Step) -> None:
        spans = self._side(step, step.one)
        self._beside(step, spans, np.ones(spans[0].size, np.bool_), step.two[spans[0]])

    def _led(self, step: Step) -> None:
        spans = self._side(step, step.two)
        self._beside(step, spans, np.zeros(spans[0].size, np.bool_), step.one[spans[0]])

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
        starts = np.append(two[0] * self._placed.end + self._placed.place[two[1]], np.iinfo(np.int64).max)
        here = index * self._placed.end + self._placed.place[last]
        span, at, end = np.arange(index.size), np.searchsorted(starts, here + 1), here + step.reach[index]
        found = [(span[:0], at[:0])]
        while span.size:  # as often as one span has others near it, with ever fewer left
            near = np.flatnonzero(starts[at] <= end)
            span, at, end = span[near], at[near], end[near]
            found.append((span, at))
            at = at + 1
        span, at = (np.concatenate(each) for each in zip(*found, strict=True))
        return index[span], first[span], two[2][at]

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
        starts = two[0] * self._placed.end + self._placed.place[two[1]]
        soonest = np.minimum.accumulate((two[0] * self._words.text.size + two[2])[::-1])[::-1]
        at = np.searchsorted(starts, index * self._placed.end + self._placed.place[first])
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
        spoken = np.zeros(step.nodes.size * self._texts, np.bool_)
        spoken[other[0] * self._texts + self._words.text[other[1]]] = True
        kept = spoken[index * self._texts + self._words.text[first]] == there
        self._put(step, index[kept], first[kept], last[kept])

    def _heading(self, step: Step) -> None:
        """The first word of each text whose text elsewhere has a span of the part."""
        where = self._elsewhere[step.kind]
        index, first, _ = self._spans.of(step.one)
        spoken = np.zeros(step.nodes.size * self._texts, np.bool_)
        spoken[index * self._texts + self._words.text[first]] = True
        wanted = np.unpackbits(self._wanted[step.nodes], axis=1, bitorder="little")[:, : where.size]
        node, text = np.nonzero(wanted)
        kept = spoken[node * self._texts + where[text]]
        first = self._words.first[text[kept]]
        self._put(step, node[kept], first, first)

    _previous = _heading


def _any_of(lines: NDArray[np.uint64], which: Ints, begin: Ints) -> NDArray[np.uint64]:
    """What is set in any of some lines, of which those of each result begin at a place of `which`, if each has but one too."""
    found = lines[which]
    return found if begin.size == which.size else np.bitwise_or.reduceat(found, begin, axis=0)

