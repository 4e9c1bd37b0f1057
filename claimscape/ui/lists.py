"""What is told in words and not drawn: figures, findings, contradictions, references, each as its script is told it."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from claimscape.queries.counted import of
from claimscape.queries.headings import heading

Told = dict[str, Any]

# The marker of a list item belongs to its span, but not to what it says.
_MARKER = re.compile(r"^(?:(?:[-*+•·‣▪◦●–—]|\d{1,3}[.)])\s+)+")


def unmarked(text: str) -> str:
    """The text of a list item without its marker."""
    return _MARKER.sub("", text)


def _figures(frame: pd.DataFrame) -> Told:
    names = {"figure": "label", "value": "value", "note": "note", "pick": "pick"}
    items = [{to: f"{row[column]:,}" if to == "value" else row[column] for column, to in names.items()} for row in _rows(frame)]
    return {"items": items}


def _findings(frame: pd.DataFrame) -> Told:
    items = [{"text": row["finding"], "pick": row["pick"]} for row in _rows(frame)]
    return {"title": "Findings" if items else "Nothing is left to say with these filters", "items": items}


def _tension(frame: pd.DataFrame) -> Told:
    subtitle = "A claim that some deny, or two claims that the codebook declares in tension; the shortest sentence of each"
    items = [{"why": row["why"], "sides": [_side(row, side) for side in "ab"]} for row in _rows(frame)]
    return {"title": heading("tension", frame), "subtitle": subtitle, "items": items} | _foot(frame)


def _side(row: dict[str, Any], side: str) -> dict[str, str]:
    words = {word: str(row[f"{word}_{side}"]) for word in ("claim", "source")}
    words["quote"] = unmarked(str(row[f"quote_{side}"]))
    return words | {"said": of(row[f"k_{side}"], int(row["n"])), "pick": str(row[f"side_pick_{side}"])}


def _references(frame: pd.DataFrame) -> Told:
    shown = ("authors", "year", "title", "venue", "doi", "link", "sources", "in_text", "quote", "pick")
    items = [{column: _plain(row[column]) for column in shown} for row in _rows(frame)]
    subtitle = "Works that the sources list; links lead to doi.org"
    return {"title": heading("references", frame), "subtitle": subtitle, "items": items} | _foot(frame)


LISTS: dict[str, Callable[[pd.DataFrame], Told]] = {
    "figures": _figures,
    "findings": _findings,
    "tension": _tension,
    "references": _references,
}


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = {str(name): column.tolist() for name, column in frame.items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _foot(frame: pd.DataFrame) -> dict[str, str]:
    return {"footer": str(frame.attrs.get("footer", ""))}


def _plain(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)
