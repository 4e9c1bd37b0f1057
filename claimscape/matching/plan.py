"""Rules as a graph of nodes, a node a distinct part of a query, in levels: no node stands above what it is made of.

Nodes of one kind in one level are worked out together. A leaf is a set of word forms of which any will do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from claimscape.arrays import Ints, steps
from claimscape.rules import NEAREST, Leaf, Query

ELSEWHERE = ("heading", "previous")
WHERE, UNLESS = "where", "unless"
PHRASE, LED, FOLLOWED = "phrase", "led", "followed"  # two words side by side; a word before, behind what the other part is
BESIDE = {(True, True): PHRASE, (True, False): LED, (False, True): FOLLOWED}
LOOSE = {PHRASE: (0, 1), LED: (0,), FOLLOWED: (1,)}  # parts that are only looked for beside the other


@dataclass(frozen=True)
class Lists:
    """A list of numbers for each of so many things, end to end: that of thing i is `flat[at[i] : at[i + 1]]`."""

    flat: Ints
    at: Ints

    @classmethod
    def of(cls, lists: Sequence[Iterable[int]]) -> "Lists":
        """The lists as they are given."""
        held = [list(each) for each in lists]
        ends = np.cumsum([0, *map(len, held)], dtype=np.int64)
        return cls(np.array([each for one in held for each in one], np.int64), ends)

    def each(self, things: Ints) -> tuple[Ints, Ints]:
        """For each number in the lists of the things, in their order: (index into `things`, the number)."""
        begin = self.at[things]
        counts = self.at[things + 1] - begin
        index = np.repeat(np.arange(things.size), counts)
        return index, self.flat[steps(begin, counts)]


@dataclass(frozen=True)
class Step:
    """Nodes of one kind in one level: what they are, the first and second part of each, how many words apart these may be."""

    kind: str
    nodes: Ints
    one: Ints
    two: Ints
    reach: Ints
    parts: Lists


@dataclass(frozen=True)
class Level:
    """Nodes of one height: which rule, or being asked (the plan's size), needs each; which look elsewhere once these are known.

    A level holds nodes needed once, or nodes needed more often: for those more has to be done. What looks elsewhere is a parent
    by another number, beyond the plan's size: its part is needed in other texts than itself.
    """

    nodes: Ints
    parents: Ints  # of all the nodes, end to end
    begin: Ints  # where those of each node begin
    elsewhere: dict[str, tuple[Ints, Ints]]  # the nodes, and their numbers as parents


@dataclass
class Plan:
    """The graph of rules by key; `roots` are the nodes that end a rule, `keys` the numbers of the keys of each."""

    names: list[str]
    leaves: dict[Leaf, int] = field(default_factory=dict)
    size: int = 0
    looking: int = 0  # nodes that look elsewhere
    sets: Lists = field(default_factory=lambda: Lists.of([]))  # of each leaf, the nodes it satisfies
    leaf_nodes: int = 0
    kept: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))  # leaf nodes looked for by themselves
    phrases: Step = field(default_factory=lambda: Step(PHRASE, *(np.zeros(0, np.int64),) * 4, Lists.of([])))
    steps: list[Step] = field(default_factory=list)  # of the nodes above, the lowest first
    levels: list[Level] = field(default_factory=list)  # the highest first, the leaves last
    roots: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    keys: Lists = field(default_factory=lambda: Lists.of([]))


Node = tuple[str, tuple[int, ...], int]


class Compiler:
    """Reads rules into a plan: equal parts become one node."""

    def __init__(self, rules: Mapping[str, Sequence[Query]]) -> None:
        self._leaves: dict[Leaf, int] = {}
        self._sets: dict[frozenset[int], int] = {}
        self._nodes: dict[Node, int] = {}
        self._written: list[Node | frozenset[int]] = []
        self._level: list[int] = []
        self._known: dict[tuple[int, bool], int] = {}
        self._rules = rules
        self._names = sorted(rules)

    def plan(self) -> Plan:
        """The plan of all the rules."""
        ends: dict[int, set[int]] = {}
        for key, name in enumerate(self._names):
            for query in self._rules[name]:
                ends.setdefault(self._node(query, False), set()).add(key)
        spared = self._spread(ends)
        order = sorted(set(range(len(self._written))) - spared, key=lambda node: (self._level[node], node))
        place = {node: at for at, node in enumerate(order)}
        looking = [node for node in order if self._parts(node) and self._written[node][0] in ELSEWHERE]  # type: ignore[index]
        plan = Plan(self._names, self._leaves, len(order), len(looking))
        needing = place | {node: plan.size + 1 + at for at, node in enumerate(looking)}
        self._leaf_sets(plan, order)
        levels: dict[int, dict[str, list[int]]] = {}
        for node in order[plan.leaf_nodes :]:
            levels.setdefault(self._level[node], {}).setdefault(self._written[node][0], []).append(node)  # type: ignore[index]
        parents: list[list[int]] = [[] for _ in order]
        for kinds in levels.values():
            for kind, nodes in kinds.items():
                step = self._step(kind, nodes, place)
                if kind == PHRASE:  # of the first level, all of them
                    plan.phrases = step
                else:
                    plan.steps.append(step)
                for node in nodes:
                    for at, part in enumerate(self._parts(node)):
                        if at not in LOOSE.get(kind, ()):
                            parents[place[part]].append(needing[node])
        plan.roots = np.array([place[node] for node in ends], np.int64)
        plan.keys = Lists.of(list(ends.values()))
        for root in plan.roots.tolist():
            parents[root].append(plan.size)
        plan.kept = np.array([bool(parents[leaf]) for leaf in range(plan.leaf_nodes)], np.bool_)
        for kinds in reversed(list(levels.values())):
            nodes = sorted(place[node] for each in kinds.values() for node in each)
            looks = {
                kind: (_numbers(kinds[kind], place), _numbers(kinds[kind], needing))
                for kind in ELSEWHERE
                if kind in kinds
            }
            plan.levels += _levels(nodes, parents, looks)
        plan.levels += _levels(np.flatnonzero(plan.kept).tolist(), parents, {})
        return plan

    def _spread(self, ends: dict[int, set[int]]) -> set[int]:
        """Let each part of a rule that wants any of them end the rule itself; the nodes that nothing needs any more."""
        needed = Counter(part for node in range(len(self._written)) for part in self._parts(node))
        spared: set[int] = set()
        for node in sorted(range(len(self._written)), key=lambda node: -self._level[node]):
            parts, written = self._parts(node), self._written[node]
            if node in ends and not needed[node] and parts and written[0] == "any":  # type: ignore[index]
                keys = ends.pop(node)
                spared.add(node)
                for part in parts:
                    ends.setdefault(part, set()).update(keys)
                    needed[part] -= 1
        return spared

    def _leaf_sets(self, plan: Plan, order: Sequence[int]) -> None:
        satisfied: list[list[int]] = [[] for _ in self._leaves]
        for at, node in enumerate(order):
            written = self._written[node]
            if not isinstance(written, frozenset):
                break
            plan.leaf_nodes = at + 1
            for leaf in written:
                satisfied[leaf].append(at)
        plan.sets = Lists.of(satisfied)

    def _step(self, kind: str, nodes: Sequence[int], place: Mapping[int, int]) -> Step:
        parts = [[place[part] for part in self._parts(node)] for node in nodes]
        reach = np.array([self._written[node][2] for node in nodes], np.int64)  # type: ignore[index]
        one, two = np.array([each[0] for each in parts], np.int64), np.array([each[-1] for each in parts], np.int64)
        return Step(kind, np.array([place[node] for node in nodes], np.int64), one, two, reach, Lists.of(parts))

    def _parts(self, node: int) -> tuple[int, ...]:
        written = self._written[node]
        return () if isinstance(written, frozenset) else written[1]

    def _node(self, query: Query, before: bool) -> int:
        """The node of a query; `before` in the unit before, which has none before it."""
        if isinstance(query, Leaf):
            return self._set(frozenset([self._leaves.setdefault(query, len(self._leaves))]))
        known = self._known.get((id(query), before))
        if known is None:
            known = self._known[id(query), before] = self._inner(query, before)
        return known

    def _inner(self, query: Query, before: bool) -> int:
        kind = query.kind  # type: ignore[union-attr]
        if kind == "previous" and before:
            return self._set(frozenset())
        parts = [self._node(part, before or kind == "previous") for part in query.parts]  # type: ignore[union-attr]
        if kind == "any":
            sets = [self._written[part] for part in parts if isinstance(self._written[part], frozenset)]
            others = dict.fromkeys(part for part in parts if not isinstance(self._written[part], frozenset))
            parts = [*([self._set(frozenset().union(*sets))] if sets or not others else []), *others]  # type: ignore[arg-type]
            return parts[0] if len(parts) == 1 else self._add((kind, tuple(parts), 0))
        if kind == "not":
            return self._add((UNLESS, tuple(parts), 0))
        if kind == "all":
            kinds = [self._written[part][0] if self._parts(part) else "" for part in parts]  # type: ignore[index]
            if kinds[1] in ELSEWHERE:  # a look-up elsewhere adds no words to those that decide
                return self._add((WHERE, tuple(parts), 0))
            if kinds[0] in ELSEWHERE:
                return self._add((WHERE, (parts[1], parts[0]), 0))
        if kind == "pre" and query.reach == NEAREST:  # type: ignore[union-attr]
            one, two = (isinstance(self._written[part], frozenset) for part in parts)
            kind = BESIDE.get((one, two), kind)
        return self._add((kind, tuple(parts), query.reach if kind in ("near", "pre") else 0))  # type: ignore[union-attr]

    def _set(self, leaves: frozenset[int]) -> int:
        known = self._sets.get(leaves)
        if known is None:
            known = self._sets[leaves] = len(self._written)
            self._written.append(leaves)
            self._level.append(0)
        return known

    def _add(self, node: Node) -> int:
        known = self._nodes.get(node)
        if known is None:
            known = self._nodes[node] = len(self._written)
            self._written.append(node)
            self._level.append(1 + max(self._level[part] for part in node[1]))
        return known


def _levels(nodes: Sequence[int], parents: Sequence[Sequence[int]], elsewhere: dict[str, tuple[Ints, Ints]]) -> Iterator[Level]:
    """The nodes of one height that are needed once, and those that are needed more often."""
    once = [node for node in nodes if len(parents[node]) == 1]
    more = [node for node in nodes if len(parents[node]) > 1]
    for some, looks in ((once, {}), (more, elsewhere)):
        lists = Lists.of([parents[node] for node in some])
        yield Level(np.array(some, np.int64), lists.flat, lists.at[:-1], looks)


def _numbers(nodes: Sequence[int], numbers: Mapping[int, int]) -> Ints:
    return np.array([numbers[node] for node in nodes], np.int64)
