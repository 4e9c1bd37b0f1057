"""The workbook inside a chart: what PowerPoint opens at "Edit Data"; no formula, no link, the same bytes every time."""

import io
from collections.abc import Sequence
from datetime import datetime

from claimscape.exports.cells import sheet_text

Rows = Sequence[Sequence[str | float | None]]
ZERO = datetime(1980, 1, 1)  # the earliest date that a zip entry can have


def workbook(rows: Rows) -> bytes:
    """A sheet of these rows, text as text even where it begins like a formula or an address."""
    import xlsxwriter

    held = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(held, {"in_memory": True} | safe)
    book.set_properties({"created": ZERO})
    sheet = book.add_worksheet("Sheet1")
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, sheet_text(value))
            elif value is not None:
                sheet.write_number(place, column, value)
    book.close()
    return held.getvalue()
