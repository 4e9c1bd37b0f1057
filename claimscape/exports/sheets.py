"""A workbook written row by row, so that memory does not grow: sheets with safe names that go on in the next when full."""

import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimscape.exports.cells import sheet_text
from claimscape.exports.whole import TEMPORARY

MOST_ROWS = 1_048_576  # of a sheet, its head among them
LONGEST = 32_767  # UTF-16 units of a cell
LONGEST_NAME = 31
WIDTHS = {"text": 80, "quote": 40, "value": 110, "title": 90, "about": 28, "mark": 40, "label": 34, "finding": 90, "why": 50}
WIDE, NARROW = 24, 11
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Workbook:
    """A workbook that is being written: sheets are added one after the other, rows of each in order."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.cut = 0  # texts that were longer than a cell
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#1f4e79", "underline": 1})
        self._taken: set[str] = set()

    def sheet(self, name: str, columns: Sequence[str]) -> Any:
        """A new sheet with its head, under a name like that one which every spreadsheet takes."""
        sheet = self.book.add_worksheet(self._free(name))
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, WIDTHS.get(column, WIDE if not column.endswith("pick") else NARROW))
            sheet.write_string(0, at, sheet_text(column), self.bold)
        return sheet

    def fill(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
        """The rows in a sheet, and in further ones where they are too many; the names of the sheets."""
        sheet = self.sheet(name, columns)
        names, number = [sheet.get_name()], 0
        for row in rows:
            number += 1
            if number == MOST_ROWS:
                sheet, number = self.sheet(name, columns), 1
                names.append(sheet.get_name())
            self.row(sheet, number, row)
        return names

    def row(self, sheet: Any, number: int, row: Sequence[Any], style: Any = None) -> None:
        """One row: text as text, never a formula, a link or a number; "" as no cell."""
        for at, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    sheet.write_string(number, at, self.fitting(value), style)
            elif isinstance(value, bool):
                sheet.write_boolean(number, at, value)
            elif value is not None and math.isfinite(value):
                sheet.write_number(number, at, value)

    def fitting(self, text: str) -> str:
        """The text as a cell can hold it; what is too long is cut, and counted."""
        text = sheet_text(text)
        if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST:
            return text
        self.cut += 1
        return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"

    def _free(self, name: str) -> str:
        """The name without what is forbidden, short enough, and the only one."""
        plain = _FORBIDDEN.sub(" ", sheet_text(name)).strip("' ") or "sheet"
        number, found = 1, _short(plain, "")
        while found.casefold() in self._taken or found.casefold() == "history":
            number += 1
            found = _short(plain, f" {number}")
        self._taken.add(found.casefold())
        return found


@contextmanager
def workbook(beside: Path, created: str) -> Iterator[Workbook]:
    """A workbook at that place; what is in the making stands in a folder beside it, not in memory, and never stays."""
    import xlsxwriter

    with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=beside.parent) as folder:
        kinds = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
        book = xlsxwriter.Workbook(str(beside), {"constant_memory": True, "tmpdir": folder, "use_zip64": True, **kinds})
        book.set_properties({"created": _date(created), "author": "Claimscape"})
        try:
            yield Workbook(book)
        except BaseException:
            book.fileclosed = True  # or it would be packed, half written, when it is thrown away
            raise
        book.close()


def _short(text: str, ending: str) -> str:
    """The text cut so that it fits with its ending; an emoji counts twice, as spreadsheets count."""
    kept = text
    while len((kept + ending).encode("utf-16-le")) // 2 > LONGEST_NAME:
        kept = kept[:-1]
    return kept.rstrip("' ") + ending


def _date(created: str) -> datetime:
    """When the build was made, so that the same build gives the same bytes."""
    try:
        made = datetime.fromisoformat(created)
        return made.astimezone(UTC).replace(tzinfo=None) if made.tzinfo else made
    except ValueError:
        return datetime(1980, 1, 1)
