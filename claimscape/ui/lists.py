"""What is told in words and not drawn: figures, findings, contradictions, references."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from claimscape.ui import filters
from claimscape.ui.csvtext import csv_text, readable
from claimscape.ui.part import part
from claimscape.ui.sentences import ask_for


def _figures(name: str, frame: pd.DataFrame) -> None:
    items = [
        {"label": row["figure"], "value": f"{row['value']:,}", "note": row["note"], "pick": row["pick"]} for row in _rows(frame)
    ]
    part("figures", f"list-{name}", {"items": items}, pick=partial(ask_for, name))


def _findings(name: str, frame: pd.DataFrame) -> None:
    items = [
        {"text": row["finding"], "pick": row["pick"], "page": row["page"], "href": filters.link(row["page"])}
        for row in _rows(frame)
    ]
    title = "Findings" if items else "Nothing is left to say with these filters"
    part("findings", f"list-{name}", {"title": title, "items": items}, pick=partial(ask_for, name))


def _tension(name: str, frame: pd.DataFrame) -> None:
    total = int(frame.attrs.get("total", len(frame)))
    title = (
        f"{total:,} pair{'' if total == 1 else 's'} of sentences contradict each other"
        if total
        else "No two sources contradict each other"
    )
    sides = [
        [{part_: row[f"{part_}_{side}"] for part_ in ("claim", "source", "quote", "pick")} for side in "ab"]
        for row in _rows(frame)
    ]
    items = [{"why": row["why"], "sides": both} for row, both in zip(_rows(frame), sides, strict=True)]
    words = {
        "title": title,
        "subtitle": "The same claim asserted and denied, or two claims that the codebook declares in tension",
    }
    part("tension", f"list-{name}", words | _foot(frame) | {"items": items}, pick=partial(ask_for, name))
    _save(name, frame)


def _references(name: str, frame: pd.DataFrame) -> None:
    n, linked = len(frame), int(frame["link"].astype(bool).sum()) if len(frame) else 0
    title = (
        f"{n:,} work{'' if n == 1 else 's'} {'is' if n == 1 else 'are'} listed, {linked} with a DOI"
        if n
        else "No source lists a reference"
    )
    shown = ("authors", "year", "title", "venue", "doi", "link", "sources", "in_text", "quote", "pick")
    items = [{column: _plain(row[column]) for column in shown} for row in _rows(frame)]
    words = {"title": title, "subtitle": "Works that the sources list; links lead to doi.org"}
    part("references", f"list-{name}", words | _foot(frame) | {"items": items}, pick=partial(ask_for, name))
    _save(name, frame)


LISTS: dict[str, Callable[[str, pd.DataFrame], None]] = {
    "figures": _figures,
    "findings": _findings,
    "tension": _tension,
    "references": _references,
}


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")  # type: ignore[return-value]


def _foot(frame: pd.DataFrame) -> dict[str, str]:
    return {"footer": str(frame.attrs.get("footer", ""))}


def _plain(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def _save(name: str, frame: pd.DataFrame) -> None:
    if len(frame):
        text = partial(lambda rows: csv_text(readable(rows)), frame)
        st.download_button("CSV", text, f"claimscape-{name}.csv", "text/csv", key=f"save-{name}", on_click="ignore")
