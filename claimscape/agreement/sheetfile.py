"""Sheets as files: written as CSV that no spreadsheet runs and as XLSX with drop-downs; read from either as rows of text."""

import csv
import io
import os
import secrets
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from claimscape.errors import CodingError

MOST_ROWS = 100_000
MOST_COLUMNS = 200
LARGEST = 256 << 20  # what an XLSX may hold unpacked
LONGEST = 5_000  # characters shown of a sentence; a cell of a spreadsheet holds 32,767
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
WIDTHS = {"source": 14, "heading": 20, "before": 40, "text": 70, "note": 30, "start": 7, "end": 7, "claim": 7}
CODING, CODEBOOK = "coding", "codebook"

Row = Mapping[str, str | int]
Lists = Mapping[str, Sequence[tuple[str, str, str]]]  # id, label, about, by what the labels are


def written(path: Path, data: bytes, option: str) -> None:
    """The file holds the data, or what it held before; CodingError names the option with which another place is named."""
    beside = path.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError as fault:
        raise CodingError(f"{path} cannot be written ({fault.strerror}); name another place with {option}") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def csv_text(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """The sheet as CSV; text that a spreadsheet would take for a formula has a ' before it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = [row.get(name, "") for name in columns]
        writer.writerow([cell if isinstance(cell, int) else _inert(_short(cell)) for cell in cells])
    return out.getvalue()


def xlsx_bytes(columns: Sequence[str], rows: Sequence[Row], lists: Lists, listed: Mapping[str, str]) -> bytes:
    """The sheet as a workbook; `listed` says which of `lists` a column's drop-down offers; these are a second sheet."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same sheet, the same bytes
    bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet, labels = book.add_worksheet(CODING), book.add_worksheet(CODEBOOK)
    ranges = _codebook(labels, lists, bold, wrap)
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, WIDTHS.get(name, 18), wrap)
        for number, row in enumerate(rows, 1):
            cell = row.get(name, "")
            if isinstance(cell, int):
                sheet.write_number(number, at, cell)
            elif cell:
                sheet.write_string(number, at, _short(cell))
        if rows and listed.get(name) in ranges:
            told = {"error_title": "Not in the codebook", "error_message": f"Choose from the list; see the sheet {CODEBOOK}."}
            sheet.data_validation(1, at, len(rows), at, {"validate": "list", "source": ranges[listed[name]]} | told)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def rows(path: Path, data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a sheet that hold anything, each with its number as a spreadsheet shows it, cells as plain text."""
    found = _xlsx(path, data) if path.suffix.lower() == ".xlsx" else _csv(path, data)
    listed = [(number, cells) for number, cells in enumerate(islice(found, MOST_ROWS + 1), 1) if any(cells)]
    if not listed:
        raise CodingError(f"{path} is empty; make a sheet with: claimscape sample --data DIR --out {path.name}")
    return listed


def _csv(path: Path, data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CodingError(f"{path} is not UTF-8 (byte {fault.start + 1}); save it as 'CSV UTF-8'") from None
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [_plain(cell) for cell in cells[:MOST_COLUMNS]]
    except csv.Error as fault:
        raise CodingError(f"{path} is no CSV that can be read ({fault}); save it as 'CSV UTF-8'") from None


def _xlsx(path: Path, data: bytes) -> Iterator[list[str]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise CodingError(f"{path} unpacks to more than {LARGEST >> 20} MiB; save only the sheet of codings")
        with warnings.catch_warnings(action="ignore"):  # of drop-downs and styles that it will not keep
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet: Any = book[CODING] if CODING in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size need not be so
        for cells in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [_plain(_text(cell)) for cell in cells]
    except CodingError:
        raise
    except Exception as fault:  # openpyxl raises whatever a damaged file leads it to
        raise CodingError(f"{path} is no XLSX workbook that can be read ({type(fault).__name__}); save it again") from None


def _codebook(sheet: Any, lists: Lists, bold: Any, wrap: Any) -> dict[str, str]:
    """Every label with what it means, and where the ids of each kind of label stand, as the drop-downs need it."""
    for at, (name, width) in enumerate((("field", 18), ("id", 28), ("label", 40), ("about", 90))):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, width, wrap)
    ranges, number = {}, 1
    for field, entries in lists.items():
        if entries:
            ranges[field] = f"={CODEBOOK}!$B${number + 1}:$B${number + len(entries)}"
        for entry in entries:
            for at, cell in enumerate((field, *entry)):
                sheet.write_string(number, at, _short(cell))
            number += 1
    sheet.freeze_panes(1, 0)
    return ranges


def _short(text: str) -> str:
    if text.startswith("<r>") and text.endswith("</r>"):  # xlsxwriter takes it for its own mark-up and writes it as it stands
        text = f"'{text}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _inert(text: str) -> str:
    return "'" + text if text.startswith(FORMULA) else text


def _plain(text: str) -> str:
    """A cell without the ' that `csv_text` put before it, and without space around it."""
    return (text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text).strip()


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
