"""Arrays of whole numbers, of flags and of code points, and what is done to them everywhere."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Whole = NDArray[np.signedinteger[Any]] | NDArray[np.unsignedinteger[Any]]  # of any width
Flags = NDArray[np.bool_]
Bits = NDArray[np.unsignedinteger[Any]]
Codes = NDArray[np.uint32]
PAGE = 256
FEW = 4096  # different numbers, which Arrow puts in order by counting them
RARE = b":/.gfp"  # letters that texts have few of, the fewest first


class Classes:
    """What each code point is, as bits that a function gives it: worked out a page of 256 at a time, as texts need it."""

    def __init__(self, class_of: Callable[[str], int], held: type[np.unsignedinteger[Any]]) -> None:
        self._class_of = class_of
        self.table: Bits = np.zeros(0x110000, held)  # costs no memory until it is written to
        self.known = np.zeros(0x110000 // PAGE, np.bool_)

    def of(self, codes: Codes) -> Bits:
        """The class bits of each code point."""
        top = int(codes.max(initial=0)) // PAGE
        pages = range(top + 1) if top < 4 else np.flatnonzero(np.bincount(codes >> 8, minlength=top + 1))
        for page in pages:
            if not self.known[page]:
                self.table[page * PAGE : (page + 1) * PAGE] = [self._class_of(chr(page * PAGE + at)) for at in range(PAGE)]
                self.known[page] = True
        found: Bits = self.table[codes]
        return found

    def of_text(self, latin: bytes, codes: Codes) -> Bits:
        """The same of all code points of a text, in bytes; letters of Latin-1 are told by theirs, far faster."""
        far = beyond(latin, codes)
        others = self.of(np.append(codes[far], 0))[:-1]
        found = np.frombuffer(bytearray(latin.translate(self.table[:PAGE].tobytes())), np.uint8)
        found[far] = others
        return found


def codes_of(text: str) -> Codes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def beyond(latin: bytes, codes: Codes) -> Ints:
    """Where letters beyond Latin-1 stand, given the letters of a text with "?" for each of these, and their code points."""
    marks = np.flatnonzero(np.frombuffer(latin, np.uint8) == ord("?"))
    return marks[codes[marks] >= PAGE]


def standing(letters: bytes, word: bytes) -> Ints:
    """Where a word begins in letters of a byte each; on long texts this takes a fraction of the time of `bytes.find`."""
    codes = np.frombuffer(letters, np.uint8)
    anchor = word.index(next((letter for letter in RARE if letter in word), word[0]))
    found = np.flatnonzero(codes[anchor : max(codes.size - len(word) + 1 + anchor, 0)] == word[anchor])
    for at, letter in enumerate(word):
        found = found[codes[found + at] == letter]
    return found


def steps(begin: Ints, counts: Ints) -> Ints:
    """The numbers begin[i], begin[i] + 1, … so many of each, end to end."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if ends.size else 0
    found: Ints = np.arange(total, dtype=np.int64) + np.repeat(begin - (ends - counts), counts)
    return found


def ordered(keys: Whole) -> Ints:
    """Where whole numbers from 0 on stand in their order, equal ones as they come; several times as fast as comparing them."""
    most = int(keys.max(initial=0))
    if most < FEW:
        column = pa.Array.from_buffers(pa.uint16(), keys.size, [None, pa.py_buffer(keys.astype(np.uint16))])
        order = pc.array_sort_indices(column)  # through buffers, as anything else here would import pandas
        return np.frombuffer(order.buffers()[1], np.int64, keys.size)
    found: Ints = np.argsort(keys.astype(np.uint16), kind="stable")  # the last 16 bits: numpy counts numbers of so many
    for shift in range(16, most.bit_length(), 16):
        found = found[np.argsort((keys[found] >> shift).astype(np.uint16), kind="stable")]
    return found


def begun(first: Whole, *more: Whole) -> Flags:
    """Where a run of rows begins that are equal in all of these columns."""
    new = np.ones(first.size, np.bool_)
    new[1:] = first[1:] != first[:-1]
    for column in more:
        new[1:] |= column[1:] != column[:-1]
    return new
