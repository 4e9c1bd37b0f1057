"""Runs of items that stand in two documents or more: grown by an item at a time, for longer ones begin with shorter ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from claimscape.arrays import Flags, Ints, Whole, begun, ordered

SHORT = 1 << 31  # numbers below it are told apart in half of the time


@dataclass(frozen=True, eq=False)
class Grown:
    """Runs of `size` items: `at`, where each stands, in order, `name`, its number, the same for the same items, and by that
    number `spread`, in how many documents."""

    size: int
    at: Ints
    name: Ints
    spread: Ints


def grown(items: Ints, joined: Flags, docs: Ints, longest: int) -> Iterator[Grown]:
    """The runs of one item, of two, and so on, that two documents or more have; all of them by place.

    `items` are numbers, `joined` whether an item goes on from the one before, `docs` the number of its document: all its items
    stand beside each other.
    """
    at, name, goes_on = np.arange(len(items)), items, np.append(joined, np.zeros(longest, np.bool_))
    for size in range(1, longest + 1):
        if size > 1:
            on = np.flatnonzero(goes_on[at + (size - 1)])
            at, name = at[on], paired(name[on], items[at[on] + (size - 1)])
        spread = spreads(name, docs[at])
        again = spread > 1
        kept = np.flatnonzero(again[name])
        at, name, spread = at[kept], (np.cumsum(again) - 1)[name[kept]], spread[again]
        if not at.size:
            return
        yield Grown(size, at, name, spread)


def paired(one: Ints, other: Ints) -> Ints:
    """A number for each pair, the same for the same pair, in the order in which they are met; exact, where a hash might err."""
    wide = int(other.max(initial=0)) + 1
    key: Whole = one * wide + other
    if wide * (int(one.max(initial=0)) + 1) <= SHORT:
        key = key.astype(np.int32)
    return np.asarray(pd.factorize(key)[0], np.int64)


def spreads(name: Ints, docs: Ints) -> Ints:
    """In how many documents each name stands; the names of a document stand beside each other."""
    order = ordered(name)
    named = name[order]
    return np.bincount(named[begun(named, docs[order])])
