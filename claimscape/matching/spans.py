"""Spans of words by node, and rows of three numbers put in order: packed into one number each they are sorted far faster."""

import numpy as np

from claimscape.arrays import Ints, begun, steps


class Spans:
    """Spans of nodes in their order: those of node n stand from at[n] on, count[n] of them, by first and last word."""

    def __init__(self, nodes: int) -> None:
        self._at, self._count = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
        self._held = np.zeros((2, 1024), np.int64)
        self._size = 0

    def put(self, nodes: Ints, first: Ints, last: Ints) -> None:
        """Add spans, sorted by node, then first; each node at once."""
        if not nodes.size:
            return
        new = np.flatnonzero(begun(nodes))
        self._at[nodes[new]] = new + self._size
        self._count[nodes[new]] = np.append(new[1:], nodes.size) - new
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


def packed(order: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints, Ints]:
    """(order, first, last) sorted, each once."""
    length = last - first
    bits, long = _bits(first), _bits(length)
    found = _once((order << bits | first) << long | length)
    length, rest = found & (1 << long) - 1, found >> long
    first = rest & (1 << bits) - 1
    return rest >> bits, first, first + length


def by_place(first: Ints, last: Ints, key: Ints) -> tuple[Ints, Ints, Ints]:
    """(first, last, key) sorted, each once."""
    length = last - first
    bits, long = _bits(key), _bits(length)
    found = _once((first << long | length) << bits | key)
    rest = found >> bits
    first = rest >> long
    return first, first + (rest & (1 << long) - 1), found & (1 << bits) - 1


def _bits(numbers: Ints) -> int:
    return int(numbers.max(initial=0)).bit_length()


def _once(numbers: Ints) -> Ints:
    found = np.sort(numbers, kind="stable")  # which is quick with what is in order for the most part
    return found[begun(found)]
