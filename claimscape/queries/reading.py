"""The words of many texts in arrays: what is asked of a word is asked once, however often it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from claimscape.arrays import Classes, Flags, Ints
from claimscape.matching import Stream, Vocabulary, words
from claimscape.words import normal

_JOINTS = Classes(lambda sign: sign.isspace() or sign in "-‐‑", np.uint8)


@dataclass(frozen=True, eq=False)
class Reading:
    """Words of texts, one text after another; those are left out that have no normal form, being signs that cannot be seen.

    Of each word: `text`, the number of its text; `start` and `end` in the stream of all texts; `word`, the number in `written`
    of the word as written; `form`, the number in `forms` of its normal form.
    """

    stream: Stream
    text: Ints
    start: Ints
    end: Ints
    word: Ints
    form: Ints
    written: Sequence[str]
    forms: Sequence[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Reading":
        """The words of these texts, which are those of `words.tokens`."""
        stream = Stream.of(texts)
        found = words(stream, Vocabulary())
        written = found.vocabulary.written
        normals = list(map(normal, written))
        forms = list(dict.fromkeys(filter(None, normals)))
        number = {form: place for place, form in enumerate(forms)}
        form = np.array([number.get(form, -1) for form in normals], np.int64)[found.number]
        seen = slice(None) if (form >= 0).all() else form >= 0
        text, word = found.text[seen].astype(np.int64), found.number[seen].astype(np.int64)
        return cls(stream, text, found.start[seen], found.end[seen], word, form[seen], written, forms)

    @cached_property
    def begin(self) -> Ints:
        """Where each word begins in its text."""
        return np.asarray(self.start - self.stream.first[self.text])

    @cached_property
    def close(self) -> Ints:
        """Where each word ends in its text."""
        return np.asarray(self.end - self.stream.first[self.text])

    @cached_property
    def joined(self) -> Flags:
        """Whether each word goes on from the last of its text without a mark between; spaces and hyphens are none."""
        found = np.zeros(len(self.text), np.bool_)
        marks = before(_JOINTS.of_text(self.stream.latin, self.stream.codes) == 0)
        found[1:] = marks[self.start[1:]] == marks[self.end[:-1]]
        return found

    def within(self, text: Ints, begin: Ints, close: Ints) -> Flags:
        """Whether each word stands, in part at least, in one of these stretches of its text."""
        low, high = self.stream.first[text], self.stream.first[text + 1] - 1
        begin, close = (np.clip(low + at, low, high) for at in (begin, close))
        first, last = np.searchsorted(self.end, begin, side="right"), np.searchsorted(self.start, close)
        there = first < last
        edges = np.zeros(len(self.start) + 1, np.int64)
        for sign, at in ((1, first), (-1, last)):
            edges += sign * np.bincount(at[there], minlength=len(edges))
        return np.asarray(np.cumsum(edges)[:-1] > 0)


def before(flags: Flags) -> Ints:
    """How many of the flags are set before each place, and last how many of all."""
    found = np.zeros(len(flags) + 1, np.int64)
    np.cumsum(flags, out=found[1:])
    return found
