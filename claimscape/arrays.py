"""Arrays of whole numbers and of flags, and the two things that are done to them everywhere."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def steps(begin: Ints, counts: Ints) -> Ints:
    """The numbers begin[i], begin[i] + 1, … so many of each, end to end."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if ends.size else 0
    found: Ints = np.arange(total, dtype=np.int64) + np.repeat(begin - (ends - counts), counts)
    return found


def begun(first: Ints, *more: Ints) -> Flags:
    """Where a run of rows begins that are equal in all of these columns."""
    new = np.ones(first.size, np.bool_)
    new[1:] = first[1:] != first[:-1]
    for column in more:
        new[1:] |= column[1:] != column[:-1]
    return new
