"""The numbers of an exhibit as a table for people; where a number stands for sentences it is a button that opens them."""

import math
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import pandas as pd

from claimscape.exports.pictures.paint import clean

ROWS = 500  # of a table; the file must open, and all of them are in csv and xlsx
# What is said of a list; its other columns are for programs.
LISTED: Mapping[str, tuple[str, ...]] = {
    "findings": ("finding",),
    "tension": ("why", "claim_a", "quote_a", "source_a", "claim_b", "quote_b", "source_b"),
    "references": ("authors", "year", "title", "venue", "doi", "sources", "in_text"),
}
# The column in which the sentences of a pick are opened, where it is not the pick's own name without `_pick`.
_OPENED_AT = {"pick": "sentences", "unit_pick": "source", "passage_pick": "label", "code_pick": "label"}
_OPENED_AT |= {
    "combination_pick": "either",
    "pick_a": "claim_a",
    "pick_b": "claim_b",
    "side_pick_a": "quote_a",
    "side_pick_b": "quote_b",
}
_FOR_PROGRAMS = ("unit", "position", "place", "passage", "combination", "entry", "start", "end", "item", "page")
_NUMBER = ' class="number"'
Count = Callable[[str], tuple[int, int]]  # a pick -> the number of its mark, how many sentences it has


def picks(frame: pd.DataFrame) -> list[str]:
    """All picks of the rows that the table shows."""
    return [str(pick) for name in _pick_columns(frame) for pick in frame[name].head(ROWS) if isinstance(pick, str) and pick]


def table(name: str, frame: pd.DataFrame, title: str, count: Count) -> str:
    """The table as HTML, with what is left out said below it."""
    columns = _shown(name, frame)
    opened = _opened(frame, columns)
    heads = [f'<th scope="col"{_NUMBER * _numeric(frame[column])}>{_text(_head(column))}</th>' for column in columns]
    heads[1:1] = ['<th scope="col">Sentences</th>'] if "" in opened else []
    rows = [_row(row, columns, opened, count) for row in frame.head(ROWS).to_dict("records")]
    more = len(frame) - ROWS
    said = f"<p class='quiet'>{more:,} more rows are not in this file; csv and xlsx have all.</p>" if more > 0 else ""
    box = f'<div class="table" role="region" tabindex="0" aria-label="{_text(f"Data table: {title}")}">'
    return f"{box}<table><thead><tr>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{said}"


def _shown(name: str, frame: pd.DataFrame) -> list[str]:
    if name in LISTED:
        return [column for column in LISTED[name] if column in frame.columns]
    hidden = {*_pick_columns(frame), *_FOR_PROGRAMS}
    kept = [name for name in map(str, frame.columns) if name not in hidden and not name.endswith(("_id", "_place"))]
    return [name for name in kept if not (name == "code" and "label" in kept)]


def _pick_columns(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns if "pick" in str(name).split("_")]


def _opened(frame: pd.DataFrame, columns: list[str]) -> dict[str, str]:
    """The columns that open sentences and where their picks are; "" is a column of its own."""
    found = {}
    for name in _pick_columns(frame):
        at = _OPENED_AT.get(name, name.removesuffix("_pick"))
        found[at if at in columns else ""] = name
    return found


def _row(row: dict[Any, Any], columns: list[str], opened: dict[str, str], count: Count) -> str:
    texts = {column: str(row[column]) if _is_year(column, row[column]) else _cell(row[column]) for column in columns}
    who = ", ".join([text for column, text in texts.items() if text and isinstance(row[column], str)][:3])
    cells = []
    for place, column in enumerate(columns):
        tag = 'th scope="row"' if place == 0 else "td"
        looks = _looks(row[column], texts[column])
        words = _button(texts[column], f"{texts[column]}: sentences of {who}", row.get(opened.get(column, "")), count)
        cells.append(f'<{tag} dir="auto"{looks}>{words}</{tag.split()[0]}>')
    if "" in opened:
        cells.insert(1, f"<td>{_button('', f'sentences of {who}', row[opened['']], count)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _numeric(column: "pd.Series[Any]") -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _looks(value: Any, text: str) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _NUMBER
    return ' class="long"' if len(text) > 40 else ""


def _button(text: str, said: str, pick: object, count: Count) -> str:
    """The text as a button, or the number of sentences where there is no text; plain where nothing stands behind it."""
    number, total = count(pick) if isinstance(pick, str) and pick else (0, 0)
    if not total:
        return _text(text) or ("0" if isinstance(pick, str) and pick else "")
    label = said if text else f"{total:,} {said}"
    return f'<button type="button" data-mark="{number}" aria-label="{_text(label)}">{_text(text) or f"{total:,}"}</button>'


def _head(column: str) -> str:
    words = column.replace("_", " ")
    return words[:1].upper() + words[1:]


def _cell(value: Any) -> str:
    """A value in words: numbers to three places, several values in a row, nothing for what is missing."""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.3g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _is_year(column: str, value: Any) -> bool:
    return column == "year" and isinstance(value, int)


def _text(text: str) -> str:
    return escape(clean(text))
