"""The lines of a text that hold anything, each with its offsets, its indent, its list marker and what its marks say it is."""

import re
from collections import Counter
from dataclasses import dataclass

PLAIN, ITEM, HEADING, BOLD, QUOTE, TABLE, RULE, FENCE, RUNNING, TABLE_HEAD = range(10)

_BULLET = re.compile(r"[-*+–—](?:\s+|$)|[•‣⁃◦▪▫●○■□·∙➢➤►▶→✓✔✅☑✗✘❌☐☒⚠👉🔹🔸❖◆⚫]\ufe0f?\s*|o\s\s+")
_NUMBER = re.compile(
    r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{2,5})\)|(?:[a-z]|[ivx]{2,5})\)|\[\d{1,3}\])(?:\s+|$)"
    r"|\[\^?\w{1,8}\]:\s+|[a-h]\.\s+(?=[A-Z])|\d\ufe0f?\u20e3\s*"
)
_MARKER_STARTS = frozenset("-*+–—•‣⁃◦▪▫●○■□·∙➢➤►▶→✓✔✅☑✗✘❌☐☒⚠👉🔹🔸❖◆⚫([0123456789abcdefghijklmnopqrstuvwxyz")
_MARKED = frozenset("#>|`~*_-=+")
_ATX = re.compile(r"#{1,6}\s+\S")
_BOLD = re.compile(r"(\*\*|__)(?=\S)[^*_]{1,120}(?<=\S)\1:?")
_RULE = re.compile(r"[-*_=~+ \t]+|[|:+= \t]*-[|:+= \t-]*")
_PAGE = re.compile(
    r"[-–—|\[ ]*(?:\d{1,4}|[ivxl]{1,6})[-–—|\] ]*"
    r"|(?:page|p\.|seite|página)\s*\d{1,4}(?:\s*(?:of|/|von|de)\s*\d{1,4})?|\d{1,4}\s*(?:of|/)\s*\d{1,4}|\d{1,4}\s*\|\s*p\s?a\s?g\s?e",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ENDED = frozenset(".!?:;…。！？।؟۔")
_CLOSERS = "\"'”’»)]*_`」』）"
_LONGEST_RUNNING_HEAD = 100
_WIDE = "     "  # between the left and the right part of a running head


@dataclass(slots=True)
class Line:
    """A line without its surrounding white space; `marker` is the length of its list marker, `gap` a blank line above it."""

    start: int
    end: int
    text: str
    indent: int
    kind: int
    marker: int
    gap: bool

    @property
    def body(self) -> str:
        """The line without list marker or quote mark."""
        return self.text[self.marker :] if self.marker else self.text


def read(text: str) -> list[Line]:
    """Every line with something in it; page numbers and running heads are of kind RUNNING."""
    found: list[Line] = []
    at, gap = 0, True
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            indent = raw.find(body[0])
            kind, marker = _kind(body)
            found.append(Line(at + indent, at + indent + len(body), body, indent, kind, marker, gap))
        gap = not body
        at += len(raw) + 1
    _mark_running(found)
    return found


def ended(text: str) -> bool:
    """True where the text ends in a stop, a colon or a semicolon, quotes and brackets after it set aside."""
    return text[-1:] in _ENDED or (text[-1:] in _CLOSERS and text[-40:].rstrip(_CLOSERS)[-1:] in _ENDED)


def lower_start(text: str) -> bool:
    """True where the first letter or digit is a lower-case letter, and the word is none like mRNA or iPhone."""
    for at, letter in enumerate(text[:12]):
        if letter.isalnum():
            return letter.islower() and not text[at + 1 : at + 2].isupper()
    return False


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


def _mark_running(found: list[Line]) -> None:
    """Page numbers, and short lines that recur beside one, in a sentence's midst or in two parts, get the kind RUNNING."""
    for line in found:
        if len(line.text) < 24 and line.kind in (PLAIN, ITEM) and _PAGE.fullmatch(line.text) and _alone(line.text):
            line.kind, line.marker = RUNNING, 0
    short = [(at, _DIGITS.sub("#", line.text.casefold())) for at, line in enumerate(found) if _may_recur(line)]
    counts = Counter(key for _, key in short)
    heads = {key for at, key in short if counts[key] > 1 and (_WIDE in found[at].text or _intrudes(found, at))}
    for at, key in short:
        if key in heads:
            found[at].kind = RUNNING


def _alone(text: str) -> bool:
    """A page number has a digit, or is a Roman numeral of at least two letters."""
    return any(letter.isdigit() for letter in text) or len(text.strip("-–—|[] ")) > 1


def _may_recur(line: Line) -> bool:
    return line.kind == PLAIN and len(line.text) <= _LONGEST_RUNNING_HEAD and line.text[-1] not in ".!?:;,"


def _intrudes(found: list[Line], at: int) -> bool:
    """True where the line stands next to a page number, or between the halves of a sentence."""
    before = found[at - 1] if at else None
    after = found[at + 1] if at + 1 < len(found) else None
    if (before and before.kind == RUNNING) or (after and after.kind == RUNNING):
        return True
    return bool(before and after and len(before.text) > 30 and not ended(before.text) and lower_start(after.text))
