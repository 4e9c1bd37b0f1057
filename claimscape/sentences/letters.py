"""The letters of some texts, end to end: where line breaks, marks and digits stand, and what each letter is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from claimscape.arrays import Bits, Classes, Codes, Flags, Ints, codes_of

BREAK, SPACE, ALPHA, DIGIT, OTHER, LOWER, UPPER, SIGN, MARKUP, PARTING, NAMING, ENDED, CLOSER, OPENER = (
    1 << at for at in range(14)
)
WORD = ALPHA | DIGIT | OTHER
SOUGHT = BREAK | DIGIT | SIGN | MARKUP | PARTING | NAMING
PIECE = 1 << 21  # code points that are looked at together

_MEMBERS = (
    (BREAK, "\n"),
    (SIGN, ".!?…。！？।॥؟۔"),  # what the end of a sentence begins with
    (MARKUP, "#>*`_"),
    (PARTING, "|•·>»›"),
    (NAMING, ".:"),  # what the name of a section at the start of a sentence ends with
    (ENDED, ".!?:;…。！？।؟۔"),
    (CLOSER, "\"'”’»)]*_`」』）"),
    (OPENER, "([“‘"),
)


def _class(letter: str) -> int:
    bits = sum(bit for bit, members in _MEMBERS if letter in members)
    bits |= SPACE if letter.isspace() else 0
    bits |= ALPHA if letter.isalpha() else 0
    bits |= DIGIT if letter.isdecimal() else 0
    bits |= LOWER if letter.islower() else 0
    bits |= UPPER if letter.isupper() else 0
    return bits | (OTHER if letter.isalnum() and not bits & (ALPHA | DIGIT) else 0)


CLASSES = Classes(_class, np.uint16)
# By byte, whether a letter is looked at more closely; "?" stands for all letters beyond Latin-1 too.
_SOUGHT = bytes((_class(chr(code)) & SOUGHT) != 0 for code in range(256))


@dataclass(frozen=True, slots=True)
class Letters:
    """Texts with a line break between; `first` is where each begins, the last columns where letters of a class stand."""

    text: str
    first: Ints
    codes: Codes  # and a zero beyond the end
    latin: bytes  # a byte a letter, "?" for all beyond Latin-1
    breaks: Ints
    signs: Ints
    digits: Ints
    markup: Ints
    partings: Ints
    namings: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Letters":
        """The letters of the texts."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
        text = "\n".join(texts)
        codes = codes_of(text + "\0")
        latin = text.encode("latin-1", "replace")
        pieces = [_sought(latin, codes, low) for low in range(0, len(text), PIECE)]
        sorts = (BREAK, SIGN, DIGIT, MARKUP, PARTING, NAMING)
        found = [np.concatenate([np.zeros(0, np.int64), *(at[bits & sort != 0] for at, bits in pieces)]) for sort in sorts]
        return cls(text, np.cumsum(lengths) - lengths, codes, latin, *found)

    def bits(self, at: Ints) -> Bits:
        """What the letters at these places are; nothing beyond the end."""
        found: Bits = CLASSES.table[self.code(at)]
        return found

    def code(self, at: Ints) -> Codes:
        """The letters at these places; 0 beyond the end."""
        return self.codes.take(at, mode="clip")

    def are(self, at: Ints, letters: str) -> Flags:
        """Which of these places hold one of the letters."""
        return _table(letters)[self.code(at)]


@cache
def _table(letters: str) -> Flags:
    """Of each code point whether it is one of the letters; pages that nobody asks for take no room."""
    found = np.zeros(0x110000, np.bool_)
    found[codes_of(letters)] = True
    return found


def held(places: Ints, start: Ints, end: Ints) -> Ints:
    """How many of the ordered places lie in each span."""
    found: Ints = np.searchsorted(places, end) - np.searchsorted(places, start)
    return found


def _sought(latin: bytes, codes: Codes, low: int) -> tuple[Ints, Bits]:
    """Where letters of the classes sought stand in a piece of the text, and what they are."""
    flags = latin[low : low + PIECE].translate(_SOUGHT)
    at = np.flatnonzero(np.frombuffer(flags, np.bool_)) + low
    bits = CLASSES.of(codes[at])
    kept = bits & SOUGHT != 0
    return at[kept], bits[kept]
