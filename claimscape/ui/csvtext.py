"""A frame as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from typing import Any

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(frame: pd.DataFrame) -> str:
    """Every text cell quoted, a quotation mark before those a spreadsheet would take for a formula; numbers stay numbers."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([_inert(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without the columns that only marks need: picks, positions and colours."""
    hidden = [name for name in frame.columns if name == "pick" or name.endswith("_pick") or name in ("position", "place")]
    return frame.drop(columns=hidden)


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return _inert("; ".join(str(item) for item in value))
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if isinstance(value, bool) or not pd.api.types.is_number(value):
        return _inert(str(value))
    return value.item() if hasattr(value, "item") else value


def _inert(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
