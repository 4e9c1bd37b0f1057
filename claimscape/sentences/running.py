"""Page numbers and running heads among the lines of texts."""

import re
from collections import Counter

import numpy as np

from claimscape.arrays import Flags
from claimscape.sentences.letters import held
from claimscape.sentences.lines import ITEM, PLAIN, RUNNING, Lines

_PAGE = re.compile(
    r"[-–—|\[ ]*(?:\d{1,4}|[ivxl]{1,6})[-–—|\] ]*"
    r"|(?:page|p\.|seite|página)\s*\d{1,4}(?:\s*(?:of|/|von|de)\s*\d{1,4})?|\d{1,4}\s*(?:of|/)\s*\d{1,4}|\d{1,4}\s*\|\s*p\s?a\s?g\s?e",
    re.IGNORECASE,
)
_PAGE_STARTS = "-|[0123456789ivxlpsIVXLPS"  # what the above begins with, or a letter beyond ASCII
_DIGITS = re.compile(r"\d+")
_LONGEST_PAGE = 24  # characters
_LONGEST_HEAD = 100
_WIDE = "     "  # between the left and the right part of a running head


def mark_running(lines: Lines) -> None:
    """Page numbers, and short lines that recur beside one, in a sentence's midst or in two parts, get the kind RUNNING."""
    _mark_pages(lines)
    short = (lines.kind == PLAIN) & (lines.end - lines.start <= _LONGEST_HEAD)
    short &= ~lines.letters.are(lines.end - 1, ".!?:;,")
    heading = short & _intruding(lines)
    if _WIDE.encode() in lines.letters.latin:
        for at in np.flatnonzero(short & ~heading).tolist():
            heading[at] = _WIDE in lines.text(at)
    told = np.zeros(lines.first.size, np.bool_)
    told[lines.document[heading]] = True  # texts without such a line need no count
    asked = np.flatnonzero(short & told[lines.document])
    keys = list(zip(lines.document[asked].tolist(), (lines.text(at).casefold() for at in asked.tolist()), strict=True))
    for number in np.flatnonzero(held(lines.letters.digits, lines.start[asked], lines.end[asked])).tolist():
        keys[number] = keys[number][0], _DIGITS.sub("#", keys[number][1])
    counts = Counter(keys)
    heads = {key for key, may_head in zip(keys, heading[asked].tolist(), strict=True) if may_head and counts[key] > 1}
    lines.kind[asked[[key in heads for key in keys]]] = RUNNING


def _mark_pages(lines: Lines) -> None:
    asked = (lines.end - lines.start < _LONGEST_PAGE) & ((lines.kind == PLAIN) | (lines.kind == ITEM))
    asked &= lines.letters.are(lines.start, _PAGE_STARTS) | (lines.letters.code(lines.start) > 127)
    for at in np.flatnonzero(asked).tolist():
        text = lines.text(at)
        if _PAGE.fullmatch(text) and _alone(text):
            lines.kind[at], lines.marker[at] = RUNNING, 0


def _alone(text: str) -> bool:
    """A page number has a digit, or is a Roman numeral of at least two letters."""
    return any(letter.isdigit() for letter in text) or len(text.strip("-–—|[] ")) > 1


def _intruding(lines: Lines) -> Flags:
    """Which lines stand next to a page number, or between the halves of a sentence."""
    found = np.zeros(lines.start.size, np.bool_)
    same = lines.document[1:] == lines.document[:-1]
    page = lines.kind == RUNNING
    found[1:] |= page[:-1] & same
    found[:-1] |= page[1:] & same
    broken = (lines.end - lines.start > 30) & ~lines.ended
    found[1:-1] |= broken[:-2] & lines.lower[2:] & same[:-1] & same[1:]
    return found
