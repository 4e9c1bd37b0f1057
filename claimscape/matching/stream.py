"""Texts as one stream of code points, and the words in it by their numbers: what is done to a letter is done to all at once.

A word is what `words.tokens` finds. Its number is that of its hash in a vocabulary, so that Python looks at each distinct word
once and at no occurrence.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimscape.arrays import Bits, Classes, Codes, Ints, begun, beyond, codes_of, steps
from claimscape.words import tokens

WORD, INNER, JOINT, LETTER, DIGIT, TIE = 1, 2, 4, 8, 16, 32
MOST_WORDS = 500_000  # that a vocabulary holds before it begins anew
LONG = 200  # letters of a word; of longer ones texts can be made that any hash of this kind takes for each other
# Secret, so that nobody can write a word that is taken for another.
MULTIPLIER, SCATTER = (np.uint64(secrets.randbits(64) | 1) for _ in range(2))
EIGHT = 8  # letters of a byte each in one number
_FIRST = np.array([(1 << 8 * letters) - 1 for letters in range(EIGHT + 1)], np.uint64)  # bits of the first letters of these
PIECE = 1 << 18  # code points that are looked at together: of more the columns no longer stay near the processor


def _class(letter: str) -> int:
    word = letter.isalnum() or letter == "_"
    if letter in "'’":
        return JOINT | TIE
    if "\u200b" <= letter <= "\u200d":
        return WORD
    if "\u0300" <= letter <= "\u036f" or letter == "\u00ad":
        return WORD | INNER | (LETTER if word else 0)
    if not word:
        return TIE if letter in "-." else 0
    return WORD | INNER | (LETTER if letter != "_" else 0) | (DIGIT if letter.isdigit() else 0)


CLASSES = Classes(_class, np.uint8)


@dataclass(frozen=True)
class Stream:
    """Texts one after another with a mark between; `first[i]` is where text i begins, and the last is one beyond the end."""

    text: str
    first: Ints
    codes: Codes
    latin: bytes  # a byte a letter, "?" for all beyond Latin-1: what is sought in bytes is found many times as fast

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Stream":
        """The stream of the texts."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
        text = "\0".join(texts) + "\0"
        return cls(text, np.concatenate([[0], np.cumsum(lengths)]), codes_of(text), text.encode("latin-1", "replace"))

    @cached_property
    def encoded(self) -> bytes:
        """The text in UTF-8."""
        return self.text.encode()

    def encoded_at(self, places: Ints) -> Ints:
        """Where places of the text stand in `encoded`."""
        wide, extra = self._wide
        return places + extra[np.searchsorted(wide, places)] if wide.size else places

    @cached_property
    def _wide(self) -> tuple[Ints, Ints]:
        """The letters of more than one byte, and how many bytes more than letters stand before each and in all."""
        if self.text.isascii():
            return np.zeros(0, np.int64), np.zeros(1, np.int64)
        wide = np.flatnonzero(self.codes > 0x7F)
        codes = self.codes[wide]
        more = 1 + (codes > 0x7FF).astype(np.int64) + (codes > 0xFFFF)
        return wide, np.concatenate([[0], np.cumsum(more)])

    @cached_property
    def classes(self) -> Bits:
        """What each code point is to a word."""
        return CLASSES.of_text(self.latin, self.codes)

    def pieces(self) -> Iterator["Stream"]:
        """The stream in pieces of whole texts, each of PIECE code points or one text: letters take far more room than words."""
        low, last = 0, self.first.size - 1
        if len(self.text) <= PIECE and last:
            yield self
            return
        while low < last:
            high = max(int(np.searchsorted(self.first, self.first[low] + PIECE, side="right")) - 1, low + 1)
            begin, end = int(self.first[low]), int(self.first[high])
            first = self.first[low : high + 1] - begin
            yield Stream(self.text[begin:end], first, self.codes[begin:end], self.latin[begin:end])
            low = high

    def counts(self) -> Ints:
        """How many words each text has, a hyphenated or abbreviated one being one."""
        classes = np.concatenate([np.zeros(3, np.uint8), self.classes])  # what a text's first letters would be joined to
        letter, tie = (classes & LETTER) != 0, (classes & TIE) != 0
        at = np.flatnonzero(letter[3:] & ~letter[2:-1])
        joined = tie[at + 2] & letter[at + 1]
        wrapped = np.flatnonzero(self.codes[np.maximum(at - 1, 0)] == ord("\n"))
        joined[wrapped] |= tie[at[wrapped] + 1] & letter[at[wrapped]]
        return np.diff(np.searchsorted(at[~joined], self.first))


class Vocabulary:
    """Words by number, as they are met; it begins anew where it has grown large."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._hashes = np.zeros(1 << 16, np.uint64)
        self._numbers = np.zeros(1 << 16, np.int32)
        factors = np.full(LONG, MULTIPLIER)
        factors[0] = 1
        self._powers = np.multiply.accumulate(factors)

    def renew(self) -> None:
        """Forget all words where they are many: numbers given before are none of it any more."""
        if len(self.written) > MOST_WORDS:
            self.written = []
            self._hashes, self._numbers = np.zeros(1 << 16, np.uint64), np.zeros(1 << 16, np.int32)

    def numbers(self, stream: Stream, start: Ints, end: Ints) -> NDArray[np.int32]:
        """The number of the word at each span."""
        hashes = self._hashed(stream, start, end)
        found = self._sought(hashes)
        unknown = np.flatnonzero(found < 0)
        if unknown.size:
            _, first = np.unique(hashes[unknown], return_index=True)
            fresh = unknown[np.sort(first)]
            count = len(self.written)
            text = stream.text
            self.written += [text[a:b] for a, b in zip(start[fresh].tolist(), end[fresh].tolist(), strict=True)]
            self._add(hashes[fresh], np.arange(count, len(self.written), dtype=np.int32))
            found[unknown] = self._sought(hashes[unknown])
        return found

    def _hashed(self, stream: Stream, start: Ints, end: Ints) -> NDArray[np.uint64]:
        """A number for each word, of all its letters: of eight at once where all are of Latin-1."""
        length, letters = end - start, np.frombuffer(stream.latin + b"\0" * EIGHT, np.uint8)
        eights = np.ndarray((letters.size - EIGHT + 1,), "<u8", letters, 0, (1,))  # the eight from each place on, as one number
        hashes = _mixed(eights[start] & _FIRST[np.minimum(length, EIGHT)])
        left, at = np.flatnonzero(length > EIGHT), EIGHT
        while left.size and at < LONG:
            more = eights[start[left] + at] & _FIRST[np.minimum(length[left] - at, EIGHT)]
            hashes[left] = _mixed(hashes[left] ^ more)
            at += EIGHT
            left = left[length[left] > at]
        far = beyond(stream.latin, stream.codes)
        near = np.searchsorted(start, far, side="right") - 1
        held = near[(near >= 0) & (far < np.append(end, 0)[near])]
        self._hash_letters(hashes, held[begun(held)], stream, start, length)
        for at in np.flatnonzero(length > LONG).tolist():
            hashes[at] = hash(stream.text[start[at] : end[at]]) & 0xFFFFFFFFFFFFFFFF
        hashes[hashes == 0] = 1
        return hashes

    def _hash_letters(self, hashes: NDArray[np.uint64], words: Ints, stream: Stream, start: Ints, length: Ints) -> None:
        """The same of words with other letters, letter by letter: as numbers in base MULTIPLIER."""
        counts = np.minimum(length[words], LONG)
        if words.size:
            powers = self._powers[steps(np.zeros_like(counts), counts)]
            sums = np.add.reduceat(stream.codes[steps(start[words], counts)] * powers, np.cumsum(counts) - counts)
            hashes[words] = _mixed(sums)

    def _sought(self, hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The numbers of these hashes, -1 for those that are not known."""
        mask = np.uint64(self._hashes.size - 1)
        at = (hashes & mask).astype(np.int64)
        held = self._hashes[at]
        found = np.where(held == hashes, self._numbers[at], np.int32(-1))
        going = np.flatnonzero((held != hashes) & (held != 0))
        while going.size:
            at[going] = (at[going] + 1) & int(mask)
            held = self._hashes[at[going]]
            same = held == hashes[going]
            found[going[same]] = self._numbers[at[going[same]]]
            going = going[~same & (held != 0)]
        return found

    def _add(self, hashes: NDArray[np.uint64], numbers: NDArray[np.int32]) -> None:
        """Enter distinct hashes that are not there; the table is kept at most a quarter full."""
        if 4 * len(self.written) > self._hashes.size:
            size = self._hashes.size
            while 4 * len(self.written) > size:
                size *= 4
            kept = self._hashes != 0
            hashes = np.concatenate([self._hashes[kept], hashes])
            numbers = np.concatenate([self._numbers[kept], numbers])
            self._hashes, self._numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
        mask = self._hashes.size - 1
        at = (hashes & np.uint64(mask)).astype(np.int64)
        while at.size:
            free = np.flatnonzero(self._hashes[at] == 0)
            _, first = np.unique(at[free], return_index=True)
            put = free[first]
            self._hashes[at[put]], self._numbers[at[put]] = hashes[put], numbers[put]
            left = np.ones(at.size, np.bool_)
            left[put] = False
            at, hashes, numbers = (at[left] + 1) & mask, hashes[left], numbers[left]


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The numbers scattered over all bits; no two become one."""
    numbers = numbers * MULTIPLIER
    numbers ^= numbers >> np.uint64(32)
    numbers *= SCATTER
    return numbers ^ numbers >> np.uint64(29)


@dataclass(frozen=True)
class Words:
    """The words of a stream: where each begins and ends in it, its text's number, its own in the vocabulary.

    `first[i]` is the first word of text i, and the last of them is how many words there are. `told` is how many words a text
    has for people, to whom a hyphenated or abbreviated one is one.
    """

    start: Ints
    end: Ints
    text: NDArray[np.int32]
    number: NDArray[np.int32]
    first: Ints
    told: Ints
    vocabulary: Vocabulary = field(repr=False)

    @classmethod
    def joined(cls, several: Sequence["Words"], begin: Sequence[int]) -> "Words":
        """The texts of all of them end to end; `begin` is where the stream of each stands in one stream of all."""
        texts, counts = 0, 0
        columns: dict[str, list[NDArray[Any]]] = {name: [] for name in ("start", "end", "text", "number", "first", "told")}
        for each, shift in zip(several, begin, strict=False):
            columns["start"].append(each.start + shift)
            columns["end"].append(each.end + shift)
            columns["text"].append(each.text + np.int32(texts))
            columns["number"].append(each.number)
            columns["first"].append(each.first[:-1] + counts)
            columns["told"].append(each.told)
            texts, counts = texts + each.first.size - 1, counts + each.start.size
        columns["first"].append(np.array([counts], np.int64))
        return cls(**{name: np.concatenate(found) for name, found in columns.items()}, vocabulary=several[0].vocabulary)

    def of(self, texts: Ints) -> "Words":
        """Those of these texts, which are numbered anew in their order."""
        if np.array_equal(texts, np.arange(self.first.size - 1)):
            return self
        begin, counts = self.first[texts], self.first[texts + 1] - self.first[texts]
        at = steps(begin, counts)
        text = np.repeat(np.arange(texts.size, dtype=np.int32), counts)
        first = np.concatenate([[0], np.cumsum(counts)])
        return Words(self.start[at], self.end[at], text, self.number[at], first, self.told[texts], self.vocabulary)


def words(stream: Stream, vocabulary: Vocabulary, counted: bool = False) -> Words:
    """Every word of the stream, in order; `told` says nothing but where words are counted for people."""
    none = np.zeros(0, np.int64)
    found = [Words(none, none, none.astype(np.int32), none.astype(np.int32), np.zeros(1, np.int64), none, vocabulary)]
    found += [_words(piece, vocabulary, counted) for piece in stream.pieces()]
    return Words.joined(found, [0, 0, *np.cumsum([len(piece.text) for piece in stream.pieces()]).tolist()])


def _words(stream: Stream, vocabulary: Vocabulary, counted: bool) -> Words:
    classes = stream.classes
    inside = (classes & WORD) != 0
    joints = np.flatnonzero((classes[1:-1] & JOINT) != 0) + 1
    joints = joints[inside[joints - 1] & ((classes[joints + 1] & INNER) != 0)]
    inside[joints] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[0]:
        edges = np.concatenate([[0], edges])
    start, end = edges[::2], edges[1::2]  # the stream ends in a mark, so every word ends
    start, end = _invisible(stream, joints, start, end)
    first = np.searchsorted(start, stream.first)
    text = np.repeat(np.arange(first.size - 1, dtype=np.int32), np.diff(first))
    told = stream.counts() if counted else np.zeros(first.size - 1, np.int64)
    return Words(start, end, text, vocabulary.numbers(stream, start, end), first, told, vocabulary)


def _invisible(stream: Stream, joints: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Behind an apostrophe a letter without width begins a word of its own; such words are read once more, one by one."""
    if not joints.size or not np.any(stream.codes[beyond(stream.latin, stream.codes)] - np.uint32(0x200B) < 3):
        return start, end
    held = np.unique(np.searchsorted(start, joints, side="right") - 1).tolist()
    again: list[tuple[int, int]] = []
    for at in held:
        first = int(start[at])
        again += [(first + low, first + high) for _, low, high in tokens(stream.text[first : int(end[at])])]
    kept = np.ones(start.size, np.bool_)
    kept[held] = False
    spans = np.array(again, np.int64).reshape(-1, 2)
    start, end = np.concatenate([start[kept], spans[:, 0]]), np.concatenate([end[kept], spans[:, 1]])
    order = np.argsort(start)
    return start[order], end[order]
