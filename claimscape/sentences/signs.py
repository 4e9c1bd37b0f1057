"""Which full stops and other signs end sentences for certain, and which for certain do not, as the letters beside them tell.

Of what is left over, `ends` decides one by one; what is said here must be what it would say.
"""

from dataclasses import dataclass

import numpy as np

from claimscape.arrays import Flags, Ints
from claimscape.sentences.ends import CERTAIN, DOUBTFUL, NOWHERE, SHORTENED, UNLABELLED, Marks
from claimscape.sentences.letters import ALPHA, CLOSER, SIGN, SPACE, UPPER, WORD, Letters

_LONG = 7  # letters; no abbreviation has so many, nor has one with stops inside after the last of them
_PART = 5  # bits of one letter in the number of a short word
_PACKED = np.sort(
    [
        sum((ord(letter) - 96) << _PART * at for at, letter in enumerate(reversed(word)))
        for word in SHORTENED
        if word.isascii() and word.isalpha()
    ]
)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of some texts that may end a sentence, what is known of each, and where the sentence after it begins.

    -1 stands for a beginning that is not known.
    """

    places: Ints
    known: Ints
    after: Ints

    @classmethod
    def of(cls, letters: Letters) -> "Signs":
        """The signs of the texts."""
        known, after = _known(letters, letters.signs)
        kept = known != NOWHERE
        return cls(letters.signs[kept], known[kept], after[kept])

    def marks(self) -> Marks:
        """The signs in lists."""
        return Marks(self.places.tolist(), self.known.tolist())


def _known(letters: Letters, at: Ints) -> tuple[Ints, Ints]:
    before, after, second = (letters.bits(at + step) for step in (-1, 1, 2))
    latin, stop = letters.are(at, ".!?…"), letters.are(at, ".")
    alone, spaced = (before & SIGN == 0) | (at == 0), after & SPACE != 0
    capital = alone & latin & spaced & (second & UPPER != 0) & (second & WORD != 0)
    found = np.full(at.size, DOUBTFUL)
    found[latin & (after & ALPHA != 0)] = NOWHERE
    found[capital & ~stop] = CERTAIN
    found[alone & ~latin & (after & (SIGN | CLOSER) == 0)] = CERTAIN
    stops = np.flatnonzero(capital & stop)
    found[stops[_after_words(letters, at[stops])]] = UNLABELLED
    return found, np.where(spaced, np.where(second & SPACE != 0, -1, at + 2), at + 1)


def _after_words(letters: Letters, at: Ints) -> Flags:
    """Which of these places stand after a word that is no abbreviation: a long one, or a short one between spaces."""
    whole = np.ones(at.size, np.bool_)
    length, number = np.zeros(at.size, np.int64), np.zeros(at.size, np.int64)
    for step in range(_LONG):
        letter = (letters.code(at - step - 1) | 32).astype(np.int64) - 96
        whole &= (letter > 0) & (letter < 27)
        length += whole
        number += np.where(whole, letter << _PART * step, 0)
    apart = letters.bits(at - length - 1) & SPACE != 0
    short = (length > 1) & apart & (_PACKED.take(np.searchsorted(_PACKED, number), mode="clip") != number)
    found: Flags = (length == _LONG) | short
    return found
