"""Where each word of a search stands: its place, the bit of its text, the words beside it; worked out when first asked for."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from claimscape.arrays import Flags, Ints
from claimscape.matching.leaves import BIT, Told
from claimscape.matching.stream import Words
from claimscape.rules import WIDEST

GAP = WIDEST + 1  # places between texts, so that no span reaches over


class Placed:
    """Columns with an entry a word, of which `told` says what it satisfies; places end at `end`."""

    def __init__(self, words: Words, told: Told) -> None:
        self._text, self._group = words.text, told.group
        self.end = words.text.size + GAP * words.first.size

    @cached_property
    def place(self) -> Ints:
        """The number of the word, texts set apart."""
        return np.arange(self._text.size) + GAP * self._text.astype(np.int64)

    @cached_property
    def byte(self) -> Ints:
        """In which byte of a line with a bit a text the bit of its text stands."""
        found: Ints = self._text.astype(np.int64) >> 3
        return found

    @cached_property
    def bit(self) -> NDArray[np.uint8]:
        """And that bit."""
        found: NDArray[np.uint8] = BIT[self._text & 7]
        return found

    @cached_property
    def after(self) -> NDArray[np.int32]:
        """The group of the word after it in its text; 0, which satisfies nothing, for none."""
        found = np.zeros_like(self._group)
        np.multiply(self._group[1:], self._goes_on, out=found[:-1])
        return found

    @cached_property
    def before(self) -> NDArray[np.int32]:
        """The group of the word before it in its text; 0 for none."""
        found = np.zeros_like(self._group)
        np.multiply(self._group[:-1], self._goes_on, out=found[1:])
        return found

    @cached_property
    def _goes_on(self) -> Flags:
        """Whether the next word is of the same text; of each but the last."""
        found: Flags = self._text[1:] == self._text[:-1]
        return found
