"""Words on charts: labels made safe and cut to fit, counts and shares in words, the parts of a subtitle."""

import html
import textwrap
import unicodedata
from functools import lru_cache
from typing import Any

import pandas as pd

from claimscape.queries.counted import count as count
from claimscape.queries.counted import listed as listed
from claimscape.queries.counted import mostly as mostly
from claimscape.queries.counted import of as of
from claimscape.queries.counted import series as series
from claimscape.queries.counted import verb as verb
from claimscape.queries.counted import who as who

# XML 1.0 forbids these and they kill PNG and SVG export; the marks of text direction would turn the neighbours round.
_KEPT_OUT = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def plain(text: object) -> str:
    """One line of text without what XML forbids; still to be escaped before Plotly sees it."""
    return _plain(str(text))


# The same labels come back with every filter, and stand in the hover of every cell of a row.
@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    line = " ".join(text.split())
    if line.isprintable():  # holds none of what is kept out
        return line
    kept = (" " if unicodedata.category(sign) in _KEPT_OUT else sign for sign in text if sign not in _DIRECTIONS)
    return " ".join("".join(kept).split())


def safe(text: object) -> str:
    """Text that Plotly shows as it stands: no tag, no link, no formula."""
    return html.escape(plain(text), quote=False).replace("$", "&#36;").replace("%{", "%&#123;")


def short(text: object, width: int) -> str:
    """Safe text of at most `width` half-width letters, cut at a word where one ends in time."""
    return safe(cut_at(text, width))


def cut_at(text: object, width: int) -> str:
    """The same, not yet safe."""
    return _cut_at(plain(text), width)


@lru_cache(maxsize=8192)
def _cut_at(line: str, width: int) -> str:
    line = line[: 8 * width]  # signs that take no room aside, more cannot be shown
    if cells(line) <= width:
        return line
    line = _beginning(line, width - 1)
    cut = line.rfind(" ")
    return (line[:cut] if cut > len(line) * 0.6 else line).rstrip(" ,;(") + "…"


def _beginning(line: str, width: int) -> str:
    """As much of the line as is no wider."""
    for end, sign in enumerate(line):
        width -= cells(sign)
        if width < 0:
            return line[:end]
    return line


def wrapped(text: object, width: int, lines: int) -> str:
    """Safe text broken into at most so many lines."""
    return _wrapped(plain(text), width, lines)


@lru_cache(maxsize=8192)
def _wrapped(line: str, width: int, lines: int) -> str:
    needed = min(-(-len(line) // width), lines) or 1
    even = min(width, len(line) // needed + 12) if needed > 1 else width  # no last line of a single word
    parts = textwrap.wrap(line, even, break_on_hyphens=False, max_lines=lines, placeholder=" …")
    return "<br>".join(safe(part) for part in parts)


def cells(text: str) -> int:
    """Width in half-width letters: East Asian wide letters count twice, combining marks not at all."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 0 if unicodedata.combining(sign) else 1 for sign in text)


def unit(frame: pd.DataFrame) -> str:
    """What a column or row of the frame stands for: "source", or how its sources are grouped."""
    return str(frame.attrs.get("by") or "source")


def units(frame: pd.DataFrame) -> str:
    """The same, of several."""
    return unit(frame) + "s"


def unit_labels(frame: pd.DataFrame) -> list[str]:
    """The names of the units of a frame with one row each, groups with the number of their sources."""
    sizes = frame["size"] if frame.attrs.get("by") else [0] * len(frame)
    return [f"{name} ({size:,})" if size else str(name) for name, size in zip(frame["source"], sizes, strict=True)]


def trust(row: Any) -> str:
    """How far the rule behind a row agrees with people: "rule measured on 240 sentences: precision 0.87, recall 0.97"."""
    if pd.isna(row.measured_on):
        return "rule not measured"
    figures = [
        f"{name} {'not applicable' if pd.isna(value) else f'{value:.2f}'}"
        for name, value in (("precision", row.precision), ("recall", row.recall))
    ]
    return f"rule measured on {count(int(row.measured_on), 'sentence')}: {', '.join(figures)}"


def share(part: Any, whole: Any) -> str:
    """A percentage, or a bare count where the whole is below 20 and a percentage would say more than is known."""
    return f"{100 * part / whole:.0f} %" if whole >= 20 else f"{part:g} of {whole:g}"


def times(ratio: Any) -> str:
    """ "2.7×" as much, or "0.4×"."""
    return f"{ratio:.1f}×" if ratio >= 0.1 else "<0.1×"


def narrowed(frame: pd.DataFrame) -> str:
    """ "only claims hedged or denied, without support": what the filters of claims leave, "" where they leave all."""
    asked = ((CERTAINTY, frame.attrs.get("certainty", ())), (SUPPORT, frame.attrs.get("support", ())))
    said = [series([words.get(value, value) for value in values], "or") for words, values in asked if values]
    return f"only claims {', '.join(said)}" if said else ""


CERTAINTY = {"asserted": "asserted flatly", "hedged": "hedged", "negated": "denied"}
SUPPORT = {
    "cited": "with a reference",
    "named": "with a body or person named",
    "vague": "with a vague appeal",
    "none": "without support",
}


def joined(*parts: str) -> str:
    """The parts of a subtitle that there are."""
    return " · ".join(part for part in parts if part)


def sampled(frame: pd.DataFrame, sentences: bool = True) -> str:
    """ "n = 310 sentences in 5 sources", as the frame's facts have it; and that they are a sample, where intervals are."""
    sources = count(frame.attrs.get("sources", 0), "source")
    words = f"n = {count(frame.attrs.get('sentences', 0), 'sentence')} in {sources}" if sentences else sources
    return f"{words}, taken as a sample (95 % intervals)" if frame.attrs.get("intervals") else words
