"""The lines of texts that hold anything, each with its offsets, its indent, its list marker and what its marks say it is."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from claimscape.arrays import Flags, Ints
from claimscape.sentences.letters import CLOSER, ENDED, LOWER, SPACE, UPPER, WORD, Letters

PLAIN, ITEM, HEADING, BOLD, QUOTE, TABLE, RULE, FENCE, RUNNING, TABLE_HEAD = range(10)

_BULLET = re.compile(r"[-*+–—](?:\s+|$)|[•‣⁃◦▪▫●○■□·∙➢➤►▶→✓✔✅☑✗✘❌☐☒⚠👉🔹🔸❖◆⚫]\ufe0f?\s*|o\s\s+")
_NUMBER = re.compile(
    r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{2,5})\)|(?:[a-z]|[ivx]{2,5})\)|\[\d{1,3}\])(?:\s+|$)"
    r"|\[\^?\w{1,8}\]:\s+|[a-h]\.\s+(?=[A-Z])|\d\ufe0f?\u20e3\s*"
)
_MARKERS = "-*+–—•‣⁃◦▪▫●○■□·∙➢➤►▶→✓✔✅☑✗✘❌☐☒⚠👉🔹🔸❖◆⚫([0123456789"
_LETTERED = "abcdefghijklmnopqrstuvwxyz"
_MARKER_STARTS = frozenset(_MARKERS + _LETTERED)
_MARKED = frozenset("#>|`~*_-=+")
_ATX = re.compile(r"#{1,6}\s+\S")
_BOLD = re.compile(r"(\*\*|__)(?=\S)[^*_]{1,120}(?<=\S)\1:?")
_RULE = re.compile(r"[-*_=~+ \t]+|[|:+= \t]*-[|:+= \t-]*")
_ENDED = frozenset(".!?:;…。！？।؟۔")
_CLOSERS = "\"'”’»)]*_`」』）"
_MOST = 8  # letters of white space before or after a line that are taken off in all lines at once
_FIRST = 12  # letters of a line in which its first word is sought


@dataclass
class Lines:
    """Lines without the white space around them, in columns.

    `marker` is the length of the list marker, `gap` a blank line or nothing above; `ended` and `lower` are what the functions
    `ended` and `lower_start` say; `first` is the first line of each text, the last of them how many lines there are.
    """

    letters: Letters
    start: Ints
    end: Ints
    indent: Ints
    kind: Ints
    marker: Ints
    gap: Flags
    ended: Flags
    lower: Flags
    first: Ints

    @cached_property
    def document(self) -> Ints:
        """The number of the text that each line stands in."""
        return np.repeat(np.arange(self.first.size - 1), np.diff(self.first))

    @cached_property
    def spans(self) -> list[slice]:
        """Each line as a slice of the text."""
        return list(map(slice, self.start.tolist(), self.end.tolist()))

    def text(self, at: int) -> str:
        """The words of one line."""
        return self.letters.text[self.spans[at]]


def read(letters: Letters) -> Lines:
    """Every line with something in it."""
    begin = np.concatenate([[0], letters.breaks + 1])
    start, end = _stripped(letters, begin, np.concatenate([letters.breaks, [len(letters.text)]]))
    kept = start < end
    gap = np.ones(begin.size, np.bool_)
    gap[1:] = ~kept[:-1]
    opens = np.searchsorted(begin, letters.first)
    gap[opens] = True
    first = np.concatenate([[0], np.cumsum(kept)])[np.append(opens, begin.size)]
    begin, start, end, gap = begin[kept], start[kept], end[kept], gap[kept]
    kind, marker = _kinds(letters, start, end)
    return Lines(
        letters, start, end, start - begin, kind, marker, gap, _ended(letters, start, end), _lower(letters, start, end), first
    )


def ended(text: str) -> bool:
    """True where the text ends in a stop, a colon or a semicolon, quotes and brackets after it set aside."""
    return text[-1:] in _ENDED or (text[-1:] in _CLOSERS and text[-40:].rstrip(_CLOSERS)[-1:] in _ENDED)


def lower_start(text: str) -> bool:
    """True where the first letter or digit is a lower-case letter, and the word is none like mRNA or iPhone."""
    for at, letter in enumerate(text[:_FIRST]):
        if letter.isalnum():
            return letter.islower() and not text[at + 1 : at + 2].isupper()
    return False


def _stripped(letters: Letters, begin: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """The spans without the white space at their ends."""
    start, end = begin.copy(), stop.copy()
    left = np.flatnonzero(start < end)
    for edge, step, beside in ((start, 1, 0), (end, -1, -1)):
        at = left
        for _ in range(_MOST):
            at = at[(letters.bits(edge[at] + beside) & SPACE != 0) & (start[at] < end[at])]
            if not at.size:
                break
            edge[at] += step
        for one in at.tolist():
            body = letters.text[start[one] : end[one]]
            start[one], end[one] = end[one] - len(body.lstrip()), start[one] + len(body.rstrip())
    return start, end


def _ended(letters: Letters, start: Ints, end: Ints) -> Flags:
    """Which lines are `ended`."""
    last = letters.bits(end - 1)
    found: Flags = last & ENDED != 0
    for at in np.flatnonzero(last & CLOSER != 0).tolist():
        found[at] = ended(letters.text[max(start[at], end[at] - 40) : end[at]])
    return found


def _lower(letters: Letters, start: Ints, end: Ints) -> Flags:
    """Which lines have a `lower_start`."""
    found = np.zeros(start.size, np.bool_)
    left = np.arange(start.size)
    for step in range(_FIRST):
        left = left[start[left] + step < end[left]]
        bits = letters.bits(start[left] + step)
        met = bits & WORD != 0
        lower = left[met & (bits & LOWER != 0)]
        after = start[lower] + step + 1
        found[lower] = (after >= end[lower]) | (letters.bits(after) & UPPER == 0)
        left = left[~met]
        if not left.size:
            break
    return found


def _kinds(letters: Letters, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """What each line's own marks make it, and how long its list marker is; two letters tell that most lines bear none."""
    kind, marker = np.full(start.size, PLAIN), np.zeros(start.size, np.int64)
    asked = letters.are(start, "".join(_MARKED) + _MARKERS)
    asked |= letters.are(start, _LETTERED) & letters.are(start + 1, ".)")
    asked |= letters.are(start, "ivx") & letters.are(start + 1, "ivx")
    asked |= letters.are(start, "o") & (letters.bits(start + 1) & SPACE != 0)
    for at in np.flatnonzero(asked).tolist():
        kind[at], marker[at] = _kind(letters.text[start[at] : end[at]])
    return kind, marker


def _kind(body: str) -> tuple[int, int]:
    """What a line's own marks make it, and how long its list marker is."""
    first = body[0]
    if first in _MARKED:
        kind = _marked_kind(body)
        if kind != PLAIN:
            return kind, (len(body) - len(body.lstrip("> ")) if kind == QUOTE else 0)
    if first in _MARKER_STARTS:
        marker = _marker(body)
        if marker:
            return ITEM, marker
    return PLAIN, 0


def _marked_kind(body: str) -> int:
    """The kind of a line that starts with one of Markdown's marks."""
    first = body[0]
    if body.startswith(("```", "~~~")):
        return FENCE
    if first == "#":
        return HEADING if _ATX.match(body) else PLAIN
    if first == ">":
        return QUOTE
    if 2 < len(body) < 400 and _RULE.fullmatch(body):
        return RULE
    if first == "|":
        return TABLE if body.count("|") > 1 else PLAIN
    if first in "*_" and len(body) < 130 and _BOLD.fullmatch(body):
        return BOLD
    return PLAIN


def _marker(body: str) -> int:
    """Length of the list marker "• ", "1. ", "(a) " or "- 1. " at the start, else 0."""
    bullet = _BULLET.match(body)
    at = bullet.end() if bullet else 0
    number = _NUMBER.match(body, at)
    return number.end() if number else at
