"""XLSX: one workbook for the whole order, with a list of what it holds, numbers and sentences of each exhibit, the method."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from claimscape.exports import method, xlsxchart
from claimscape.exports.cells import plain_cell, rows
from claimscape.exports.exhibit import Made
from claimscape.exports.numbers import AT_ONCE, numbers, order_name, sentences
from claimscape.exports.order import Order, Tell
from claimscape.exports.sheets import LONGEST, Workbook, workbook
from claimscape.exports.whole import whole
from claimscape.store import Landscape
from claimscape.tables import SCHEMAS

CONTENTS = ("figure", "name", "title", "rows", "numbers", "sentences behind")
METHOD = ("about", "what", "value")

Line = tuple[list[Any], str, str]  # of the contents: cells, sheet of numbers, first sheet of sentences


def write(order: Order, folder: Path, tell: Tell) -> list[Path]:
    """One workbook: contents, for each exhibit a sheet of numbers (with a chart where it is plain bars) and of sentences."""
    path = folder / order_name(order, "xlsx")
    with whole(path) as beside, workbook(beside, str(order.landscape.manifest.get("created", ""))) as book:
        contents = book.sheet("Contents", CONTENTS)
        lines, listed = [*method.of_corpus(order.landscape, order.tables), *method.of_sources(order.landscape)], []
        for number, made in enumerate(order.made(), 1):
            tell(f"{made.exhibit.name} as XLSX")
            before = book.cut
            listed.append(_exhibit(book, order.landscape, made, number))
            lines += method.of_exhibit(order.landscape, made, _noted(book.cut - before, made.exhibit.name, tell))
        for name in order.tables:
            tell(f"table {name} as XLSX")
            before = book.cut
            listed.append(_table(book, order.landscape, name))
            lines += [(f"table {name}", "Mind", note) for note in _noted(book.cut - before, name, tell)]
        listed.append((["", "method", "How the numbers were made, and how they are traced", len(lines)], "Method", ""))
        book.fill("Method", METHOD, lines)
        _list(book, contents, listed)
    return [path]


def _exhibit(book: Workbook, landscape: Landscape, made: Made, number: int) -> Line:
    shown = numbers(made)
    names = _numbers(book, made, shown, f"{number} {made.exhibit.name}")
    behind = _sentences(book, landscape, made, f"{number} {made.exhibit.name[:17]} sentences")
    return [made.id, made.exhibit.name, made.title, len(shown)], names[0], behind


def _numbers(book: Workbook, made: Made, shown: pd.DataFrame, name: str) -> list[str]:
    """The numbers, and beside them the small table of a chart: rows are written once, so both go in together."""
    table = xlsxchart.small_table(made)
    columns = [str(column) for column in shown.columns]
    if not table:
        return book.fill(name, columns, rows(shown))
    beside = _side_by_side(list(rows(shown)), table[1:], len(columns))
    names = book.fill(name, [*columns, *[""] * xlsxchart.SPACE_BESIDE, *table[0]], beside)
    first = len(columns) + xlsxchart.SPACE_BESIDE
    xlsxchart.add(book, book.book.get_worksheet_by_name(names[0]), made, table, first)
    return names


def _side_by_side(left: Sequence[list[Any]], right: Sequence[list[Any]], width: int) -> Iterator[list[Any]]:
    for one, other in zip_longest(left, right):
        yield [*(one or [""] * width), *[""] * xlsxchart.SPACE_BESIDE, *(other or [])]


def _sentences(book: Workbook, landscape: Landscape, made: Made, name: str) -> str:
    frames = sentences(landscape, made)
    first = next(frames)
    return book.fill(name, list(first.columns), _rows(first, frames))[0]


def _rows(first: pd.DataFrame, rest: Iterable[pd.DataFrame]) -> Iterator[list[Any]]:
    yield from rows(first)
    for frame in rest:
        yield from rows(frame)


def _table(book: Workbook, landscape: Landscape, name: str) -> Line:
    batches = (zip(*map(_values, batch.columns), strict=True) for batch in landscape.batches(name, AT_ONCE))
    found = ([plain_cell(value) for value in row] for batch in batches for row in batch)
    sheet = book.fill(name, SCHEMAS[name].names, found)[0]
    return ["", name, f"The table {name} as it stands", int(landscape.manifest["counts"].get(name, 0))], sheet, ""


def _values(column: Any) -> list[Any]:
    values: list[Any] = column.to_pylist()
    return values


def _noted(cut: int, name: str, tell: Tell) -> list[str]:
    """A sentence where texts were too long for a cell; told at once, and kept on the sheet of method."""
    if not cut:
        return []
    many = "text is" if cut == 1 else "texts are"
    note = f"{cut:,} {many} cut in this workbook: a cell holds {LONGEST:,} characters; CSV has all"
    tell(f"{name}: {note}")
    return [note]


def _list(book: Workbook, sheet: Any, listed: Sequence[Line]) -> None:
    """The contents, with links to the sheets."""
    for number, (cells, shown, behind) in enumerate(listed, 1):
        book.row(sheet, number, cells)
        for at, name in ((len(cells), shown), (len(cells) + 1, behind)):
            if name:
                quoted = name.replace("'", "''")
                sheet.write_url(number, at, f"internal:'{quoted}'!A1", book.link, name)
