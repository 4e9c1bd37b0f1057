"""Cells of tables that a spreadsheet opens without running anything in them, and CSV made of them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

# Blanks and marks without width before a formula do not stop every spreadsheet, nor do full-width signs.
_FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u2069\x00-\x1f]*[=+\-@＝＋－＠]")
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PICK = re.compile(r"(.+_)?pick(_(a|b|one|other))?")


def csv_text(frame: pd.DataFrame) -> str:
    """Every text cell quoted, a quotation mark before those a spreadsheet would take for a formula; numbers stay numbers."""
    out = io.StringIO()
    writer = csv_writer(out)
    writer.writerow([inert(str(name)) for name in frame.columns])
    writer.writerows(csv_rows(frame))
    return out.getvalue()


def csv_writer(out: Any) -> Any:
    """A writer of CSV as all our files are: text quoted, lines that end as the standard says."""
    return csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")


def csv_rows(frame: pd.DataFrame) -> Iterator[list[Any]]:
    """The rows of the frame, cells made harmless."""
    for row in rows(frame):
        yield [inert(value) if isinstance(value, str) else value for value in row]


def rows(frame: pd.DataFrame) -> Iterator[list[Any]]:
    """The rows of the frame as text, numbers and yes or no; lists joined by "; ", what is missing as no text."""
    columns = [column.tolist() for _, column in frame.items()]
    for row in zip(*columns, strict=True):
        yield [plain_cell(value) for value in row]


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without the columns that only marks need: picks, positions and colours."""
    hidden = [name for name in frame.columns if is_pick(name) or name in ("position", "place")]
    return frame.drop(columns=hidden)


def is_pick(name: object) -> bool:
    """Whether the column holds picks: pick, topic_pick, side_pick_a …"""
    return bool(_PICK.fullmatch(str(name)))


def inert(text: str) -> str:
    """The text, a quotation mark before it where a spreadsheet would take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def xml_text(text: str) -> str:
    """The text with a sign in place of each character that no XML may hold."""
    return _NO_XML.sub("\ufffd", text)


def sheet_text(text: str) -> str:
    """The text as xlsxwriter writes it as text: what looks like its own mark-up (<r>…</r>) it would write as it stands."""
    text = xml_text(text)
    return "'" + text if text.startswith("<r>") and text.endswith("</r>") else text


def plain_cell(value: Any) -> Any:
    """Text, number or "": what a cell holds of a value of a frame."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if isinstance(value, bool) or not pd.api.types.is_number(value):
        return str(value)
    return value.item() if hasattr(value, "item") else value
