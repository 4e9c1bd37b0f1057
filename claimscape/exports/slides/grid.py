"""Matrices and rows of words as native tables, cut to what a slide holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from claimscape import theme
from claimscape.charts.text import cells
from claimscape.exports.slides.cellular import Matrix
from claimscape.exports.slides.paper import SMALLEST, TEXT, WIDE, Area, Box, Palette, Run, fits, table, text

HEAD, LEAST = 34, 13.2  # points: a head of level names, the lowest row
MOST_LEVEL = 46  # below so many points a column's name is turned


@dataclass(frozen=True)
class Sizes:
    """Widths of names, of a column, of each column at the end; heights of the head and of a row; size of letters."""

    name: float
    column: float
    ends: tuple[float, ...]
    head: float
    row: float
    letters: float
    rows: int


def matrix(slide: Any, area: Area, found: Matrix, palette: Palette, says: tuple[str, str]) -> str:
    """The matrix as a table with its key above it; what was left out of it in words, or ""."""
    if found.key:
        key(slide, area, found, palette)
        area = Area(area.x, area.y + 22, area.w, area.h - 22)
    at = _sizes(found, area)
    rows = [(at.head, _head(found, at, palette))]
    if found.sums:
        rows.append((at.row, _sums(found, at, palette)))
    rows += [(at.row, _row(found, row, at, palette)) for row in range(at.rows)]
    widths = [at.name, *[at.column] * len(found.columns), *at.ends]
    table(slide, Area(area.x, area.y, sum(widths), sum(height for height, _ in rows)), widths, rows, says)
    missing = len(found.rows) - at.rows
    return f"{missing:,} more row{'' if missing == 1 else 's'} in the data" if missing else ""


def key(slide: Any, area: Area, found: Matrix, palette: Palette) -> None:
    """What the signs mean, in one line."""
    runs = []
    for each in found.key:
        runs += [Run(each.sign, palette.paint(each.color), True)] if each.sign else []
        runs.append(Run(f"{' ' if each.sign else ''}{each.name}      "))
    text(slide, Area(area.x, area.y, area.w, 18), [Run(run.text, run.ink, run.bold) for run in runs], TEXT, "Key")


def _sizes(found: Matrix, area: Area) -> Sizes:
    columns, extra = len(found.columns), 1 if found.sums else 0
    ends = tuple(max(_width(found.ends[place][1]), _width([head])) for place, (head, _) in enumerate(found.ends))
    ends = tuple(min(width, 0.25 * area.w) for width in ends)
    name = min(_width([*found.rows, found.sums[0] if found.sums else ""]), 0.42 * area.w)
    column = min((area.w - name - sum(ends)) / max(columns, 1), 130.0)
    turned = column < _level(found)
    head = min(max(map(cells, found.columns), default=1) * TEXT * WIDE + 12, 0.3 * area.h) if turned else HEAD
    row = min((area.h - head - (10 if turned else 2)) / (len(found.rows) + extra), 36.0)
    row = max(row, LEAST)
    note = 0 if (len(found.rows) + extra) * row <= area.h - head + 0.5 else 14
    rows = min(int((area.h - head - note) / row + 0.01) - extra, len(found.rows))
    letters = TEXT if row >= 18 else 11 if row >= 16.5 else SMALLEST
    return Sizes(name, column, ends, head, row, letters, rows)


def _level(found: Matrix) -> float:
    """The narrowest column whose name stands level: no word of it may be broken."""
    longest = max((cells(word) for name in found.columns for word in name.split()), default=0)
    return min(max(longest * SMALLEST * 0.57 + 6, MOST_LEVEL), 90)


def _width(texts: Sequence[str]) -> float:
    return max(map(cells, texts), default=0) * TEXT * 0.58 + 12


def _head(found: Matrix, at: Sizes, palette: Palette) -> list[Box]:
    turned = at.column < _level(found)
    room = at.head if turned else at.column
    lines = 1 if turned else 2
    size = SMALLEST if at.column < (15 if turned else 64) else 11
    look = Box("", bold=True, align="l" if turned else "ctr", size=size, turned=turned)
    names = [replace(look, text=fits(name, room - 8, size, lines)) for name in found.columns]
    heads = zip(found.ends, at.ends, strict=True)
    ends = [Box(fits(head, width, TEXT, 2), ink=palette.muted, size=11) for (head, _), width in heads]
    return [Box("", size=at.letters), *names, *ends]


def _sums(found: Matrix, at: Sizes, palette: Palette) -> list[Box]:
    name, texts = found.sums or ("", ())
    middle = [Box(text, ink=palette.muted, align="ctr", size=at.letters, rule=palette.grid) for text in texts]
    blank = [Box("", size=at.letters, rule=palette.grid) for _ in at.ends]
    return [Box(name, ink=palette.muted, size=at.letters, rule=palette.grid), *middle, *blank]


def _row(found: Matrix, row: int, at: Sizes, palette: Palette) -> list[Box]:
    boxes = [Box(fits(found.rows[row], at.name - 6, at.letters), size=at.letters, rule=palette.grid)]
    for column in range(len(found.columns)):
        cell = found.cells.get((row, column))
        if cell is None:
            boxes.append(Box("", size=at.letters, rule=palette.grid))
            continue
        fill = palette.paint(cell.fill) if cell.fill else ""
        wide = cells(cell.text) * at.letters * WIDE <= at.column - 2
        words = cell.text if wide else ""
        ink = theme.text_on(fill) if fill else palette.paint(cell.ink) if cell.ink else ""
        rule = palette.background if fill else palette.grid
        boxes.append(Box(words, fill, ink, bool(fill) or cell.text in "●■◆▲✕○□◇△", "ctr", at.letters, rule=rule))
    ends = [
        Box(fits(texts[row], width - 6, at.letters), ink=palette.muted, size=at.letters, rule=palette.grid)
        for (_, texts), width in zip(found.ends, at.ends, strict=True)
    ]
    return boxes + ends
