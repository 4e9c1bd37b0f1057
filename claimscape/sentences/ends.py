"""Where sentences end inside a block of prose."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from claimscape.sentences.lists import BOUND, COUNTED, COUNTED_WORDS, OPEN, SECTIONS, STARTERS

# A run of marks with the quotes, brackets and note numbers that belong to it; possessive, so that no text makes it slow.
_MARK = re.compile(
    r"""(?<![.!?…])[.!?…]++(?:[ \u00a0\u202f]?»)?(?:["'”’»)\]*_`]|\[\^?\w{1,4}\])*+"""
    r"""(?:[⁰¹²³⁴-⁹]++|\d{1,3}(?:[,–-]\d{1,3})*+)?+(?:\ ?\[\d{1,3}(?:[,–-]\ ?\d{1,3})*+\])*+(?=\s|$)"""
    r"""|[。！？।॥؟۔።]++["'”’»)\]」』）*_]*+"""
)
_BULLET = re.compile(r"(?<=\s)•(?=\s)")
_SIGN = re.compile(r"[.!?…。！？।॥؟۔।]")  # what a mark begins with
_WORD = re.compile(r"\w[\w'’-]{0,30}")
_NOTE = re.compile(r"[\d⁰¹²³⁴-⁹]+(?:[,–-]\d+)*$")
_CLOSED = re.compile(r"[\"'”’»)\]]")
_NUMBERING = re.compile(r"[(\[*_]*(?:[A-Za-z]?\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,4})")
_CAPTION = re.compile(
    r"(?:Figure|Fig|Table|Box|Appendix|Chapter|Step|Phase|Part|Section|Panel|Session|Question|No)\.? ?"
    r"(?:\d{1,3}|[IVX]{1,4}|[A-Z])",
    re.IGNORECASE,
)
BARE_LABELS = max(14, *map(len, SECTIONS))  # characters; no label without asterisks is longer
SHORTENED = BOUND | COUNTED | OPEN
NOWHERE, DOUBTFUL, UNLABELLED, CERTAIN = range(4)  # whether a sign ends a sentence; UNLABELLED: where it ends no bare label
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
Span = tuple[int, int]
_LABELS = 65  # characters; no label at the start of a sentence is longer
_LABEL = re.compile(r"(?:\*\*|__)[^*_.!?]{1,60}")


class Marks(NamedTuple):
    """The places in a text, ascending, that may end a sentence, and what is known of each."""

    places: list[int]
    known: list[int]

    @classmethod
    def of(cls, text: str) -> "Marks":
        """All signs of a text, with nothing known of them."""
        places = [sign.start() for sign in _SIGN.finditer(text)]
        return cls(places, [DOUBTFUL] * len(places))

    def outside(self, start: int, end: int, spans: Sequence[Span]) -> "Marks":
        """Those in text[start:end] that stand in none of the ordered spans."""
        among = range(bisect_left(self.places, start), bisect_left(self.places, end))
        kept = [at for at in among if not _is_inside(spans, self.places[at])]
        return Marks([self.places[at] for at in kept], [self.known[at] for at in kept])


def cut(text: str, start: int, end: int, marks: Marks) -> list[Span]:
    """Spans of the sentences in text[start:end], in order, without white space around them.

    A bullet within a line begins a sentence too.
    """
    found = list[Span]()
    if text.find("•", start + 1, end) >= 0:
        for bullet in _BULLET.finditer(text, start + 1, end):
            _cut(text, start, _stripped_end(text, start, bullet.start()), marks, found)
            start = bullet.start()
    _cut(text, start, end, marks, found)
    return found


def _is_inside(spans: Sequence[Span], at: int) -> bool:
    """True where an offset lies in one of the ordered spans."""
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return place >= 0 and at < spans[place][1]


def _stripped_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _cut(text: str, start: int, end: int, marks: Marks, found: list[Span]) -> None:
    begin = stop = start
    places = marks.places
    for number in range(bisect_left(places, start), bisect_left(places, end)):
        at, known = places[number], marks.known[number]
        if at < stop:
            continue
        if known == CERTAIN or (known == UNLABELLED and at - begin > BARE_LABELS):
            stop = at + 1
            ends = stop < end
        else:
            mark = _MARK.match(text, at, end)
            if mark is None:
                continue
            stop = mark.end()
            ends = stop < end and (_is_plain_end(text, begin, at, stop) or _is_end(text, begin, mark, end))
        if ends:
            found.append((begin, stop))
            begin = stop
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end:
        found.append((begin, end))


def _is_plain_end(text: str, begin: int, at: int, stop: int) -> bool:
    """True for what most sentences end in: one full stop after a word that is no abbreviation, a space, a capital."""
    if stop - at > 1 or text[at] != "." or at - begin < _LABELS or text[stop] != " " or not text[stop + 1 : stop + 2].isupper():
        return False
    word = text[at - 24 : at].rsplit(None, 1)[-1]
    return len(word) > 1 and word.isalpha() and word.casefold() not in SHORTENED


def _is_end(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """True where the mark ends the sentence that began at `begin`."""
    at, stop = mark.span()
    if text[at] in "。！？।॥؟۔።":
        return True
    following = _WORD.search(text, stop, min(end, stop + 40))
    if following is None:
        return end - stop > 40
    word = following.group()
    if text[following.start() - 1] == "#":
        return True
    lower = word[0].islower() and word == word.casefold()
    if text[at] != "." or stop - at > 1:
        shown = mark.group()
        if shown[0] != "." or shown.startswith(".."):
            return not lower or (shown[0] == "?" and not _CLOSED.search(shown))
        if _NOTE.search(shown) and not _may_bear_note(text[at - 1 : at]):
            return False
    return not lower and not _holds_together(text, begin, mark, following)


def _may_bear_note(before: str) -> bool:
    """Digits after a stop are a note's number only where a word or bracket stands before it: not in "< .05" or "2.1"."""
    return before.isalpha() or before in ")]\"”’%"


def _holds_together(text: str, begin: int, mark: re.Match[str], following: re.Match[str]) -> bool:
    """True where a full stop before a capital or digit ends no sentence: numbering, labels, initials, abbreviations."""
    at = mark.start()
    tail = text[max(begin, at - 24) : at].rsplit(None, 1)
    token = tail[-1].lstrip("([{\"'“‘«*_—–-") if tail else ""
    word = following.group()
    if len(token) == 1 and len(word) == 1 and text[following.end() : following.end() + 1] == ".":
        return True  # "z. B.", "J. K. Orlov"
    if token.isdigit() and len(token) < 3 and text[max(begin, at - 4) : at - len(token)].rstrip()[-1:] in (":", ";", ",", "("):
        return True  # "in three phases: 1. Preparation, 2. Sessions"
    return (at - begin < _LABELS and _is_label(text[begin:at], mark.group())) or _abbreviates(token, word)


def _is_label(so_far: str, mark: str) -> bool:
    """The stop of "1.", "Q2.", "Figure 3.", "Methods." or "**Label.**" at the start of a sentence ends nothing."""
    if _NUMBERING.fullmatch(so_far) or _CAPTION.fullmatch(so_far) or so_far.casefold() in SECTIONS:
        return True
    return mark[1:3] in ("**", "__") and bool(_LABEL.fullmatch(so_far))


def _abbreviates(token: str, following: str) -> bool:
    """True where the full stop after `token` only marks an abbreviation or initial, with `following` next."""
    plain = token.casefold()
    if plain in BOUND:
        return True
    if following[0].isupper() and following.casefold() in STARTERS:
        return False
    if plain in COUNTED:
        return plain not in COUNTED_WORDS or following[0].isdigit()
    if plain in OPEN or ("." in token and _DOTTED.fullmatch(token)):
        return True
    return len(token) == 1 and token.isalpha() and token.isupper()
