"""What is told in words and not drawn: figures, findings, contradictions, references."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from claimscape.exports.cells import csv_text, readable
from claimscape.queries.overview import in_tension
from claimscape.ui.part import part
from claimscape.ui.sentences import ask_for

# The marker of a list item belongs to its span, but not to what it says.
_MARKER = re.compile(r"^(?:(?:[-*+•·‣▪◦●–—]|\d{1,3}[.)])\s+)+")


def unmarked(text: str) -> str:
    """The text of a list item without its marker."""
    return _MARKER.sub("", text)


def _figures(name: str, frame: pd.DataFrame) -> None:
    names = {"figure": "label", "value": "value", "note": "note", "pick": "pick"}
    items = [{to: f"{row[column]:,}" if to == "value" else row[column] for column, to in names.items()} for row in _rows(frame)]
    part("figures", f"list-{name}", {"items": items}, pick=partial(ask_for, name))


def _findings(name: str, frame: pd.DataFrame) -> None:
    items = [{"text": row["finding"], "pick": row["pick"]} for row in _rows(frame)]
    title = "Findings" if items else "Nothing is left to say with these filters"
    part("findings", f"list-{name}", {"title": title, "items": items}, pick=partial(ask_for, name))


def _tension(name: str, frame: pd.DataFrame) -> None:
    words = {
        "subtitle": "A claim that some deny, or two claims that the codebook declares in tension; the shortest sentence of each"
    }
    words["title"] = in_tension(frame) if len(frame) else "No sources are in tension"
    items = [{"why": row["why"], "sides": [_side(row, side) for side in "ab"]} for row in _rows(frame)]
    part("tension", f"list-{name}", words | _foot(frame) | {"items": items}, pick=partial(ask_for, name))
    _save(name, frame)


def _side(row: dict[str, Any], side: str) -> dict[str, str]:
    words = {word: str(row[f"{word}_{side}"]) for word in ("claim", "source")}
    words["quote"] = unmarked(str(row[f"quote_{side}"]))
    return words | {"said": f"{row[f'k_{side}']} of {_count(int(row['n']), 'source')}", "pick": str(row[f"side_pick_{side}"])}


def _references(name: str, frame: pd.DataFrame) -> None:
    linked = sum(bool(_plain(link)) for link in frame["link"])
    words = {"subtitle": "Works that the sources list; links lead to doi.org"}
    words["title"] = (
        f"{_count(len(frame), 'work')} listed, {linked} with a DOI" if len(frame) else "No source lists a reference"
    )
    shown = ("authors", "year", "title", "venue", "doi", "link", "sources", "in_text", "quote", "pick")
    items = [{column: _plain(row[column]) for column in shown} for row in _rows(frame)]
    part("references", f"list-{name}", words | _foot(frame) | {"items": items}, pick=partial(ask_for, name))
    _save(name, frame)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


LISTS: dict[str, Callable[[str, pd.DataFrame], None]] = {
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


def _save(name: str, frame: pd.DataFrame) -> None:
    if len(frame):
        file = f"claimscape-{name}.csv"
        st.download_button("CSV", lambda: csv_text(readable(frame)), file, "text/csv", key=f"save-{name}", on_click="ignore")
