"""Which leaf nodes of a plan the words of a vocabulary satisfy, learnt as words are met; words alike in this are one group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimscape.arrays import Flags, Ints, Whole, ordered
from claimscape.matching.plan import Lists, Plan
from claimscape.matching.stream import Words
from claimscape.rules import Leaf
from claimscape.words import normal, stem

BIT = np.left_shift(1, np.arange(8)).astype(np.uint8)


@dataclass(frozen=True)
class Told:
    """The group of each word of a stream, and the words by group: those of group g are `order[begin[g] : begin[g + 1]]`.

    Words of group 0, which satisfies nothing, are left out. `kept` are the leaf nodes of each group that are looked for by
    themselves, `groups` those that satisfy each leaf node, and `pairs` holds every group with each of its leaf nodes.
    """

    group: NDArray[np.int32]
    order: Ints
    begin: Ints
    kept: Lists
    groups: Lists
    pairs: "Pairs"


class Pairs:
    """Pairs of two small numbers, a bit for each that could be, and whether others are among them."""

    def __init__(self, one: Ints, two: Ints) -> None:
        self._wide = int(two.max(initial=0)) + 1
        self._bits = np.zeros((int(one.max(initial=0)) + 1) * self._wide // 8 + 1, np.uint8)
        at = one * self._wide + two
        np.bitwise_or.at(self._bits, at >> 3, BIT[at & 7])

    def hold(self, one: Whole, two: Ints) -> Flags:
        """Whether each pair is one of these."""
        at = one.astype(np.int64) * self._wide + two
        found: Flags = (self._bits.take(at >> 3, mode="clip") & BIT[at & 7]) != 0
        return found & (two < self._wide)  # a greater one would be taken for another pair


class Leaves:
    """Of one plan; what is learnt of a vocabulary is not pickled."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._capital = plan.leaves.get(Leaf("capital", ""))
        self._prefixes = [(leaf.form, number) for leaf, number in plan.leaves.items() if leaf.how == "prefix"]
        self._forget()

    def __getstate__(self) -> Plan:
        return self._plan

    def __setstate__(self, plan: Plan) -> None:
        self.__init__(plan)  # type: ignore[misc]

    def of(self, word: str) -> set[int]:
        """The numbers of all leaves that a word as written satisfies."""
        leaves, form = self._plan.leaves, normal(word)
        cased = leaves.get(Leaf("cased", word.removesuffix("'s").removesuffix("’s")))
        capital = self._capital if word[:1].isupper() else None
        whole = (leaves.get(Leaf("exact", form)), leaves.get(Leaf("stem", stem(form))), cased, capital)
        begun = (number for prefix, number in self._prefixes if form.startswith(prefix))
        return {number for number in (*whole, *begun) if number is not None}

    def told(self, read: Words) -> Told:
        """What the words of the stream satisfy."""
        self._learn(read.vocabulary.written)
        group = self._group[read.number]
        told = np.flatnonzero(group != 0)  # group 0 satisfies nothing
        order = told[ordered(group[told])]
        counts = np.bincount(group[told], minlength=len(self._groups))
        return Told(group, order, np.concatenate([[0], np.cumsum(counts)]), *self._lists)

    def _forget(self) -> None:
        """Words are learnt anew: their numbers are those of one vocabulary."""
        self._known: list[str] = []
        self._groups: dict[tuple[int, ...], int] = {(): 0}
        self._group = np.zeros(0, np.int32)
        self._lists = self._listed()

    def _learn(self, written: list[str]) -> None:
        """Which nodes each word of the vocabulary satisfies that was not asked about yet."""
        if written is not self._known:
            self._forget()
            self._known = written
        fresh = written[self._group.size :]
        if not fresh:
            return
        sets, count = self._plan.sets, len(self._groups)
        found = np.zeros(len(fresh), np.int32)
        for at, word in enumerate(fresh):
            leaves = self.of(word)
            if leaves:
                nodes = sorted({node for leaf in leaves for node in sets.flat[sets.at[leaf] : sets.at[leaf + 1]].tolist()})
                found[at] = self._groups.setdefault(tuple(nodes), len(self._groups))
        self._group = np.concatenate([self._group, found])
        if len(self._groups) > count:
            self._lists = self._listed()

    def _listed(self) -> tuple[Lists, Lists, Pairs]:
        nodes = Lists.of(list(self._groups))
        group, node = nodes.each(np.arange(len(self._groups)))
        kept = self._plan.kept[node]
        ends = np.concatenate([[0], np.cumsum(np.bincount(group[kept], minlength=len(self._groups)))])
        order = ordered(node)
        begin = np.searchsorted(node[order], np.arange(self._plan.leaf_nodes + 1))
        return Lists(node[kept], ends), Lists(group[order], begin), Pairs(group, node)
