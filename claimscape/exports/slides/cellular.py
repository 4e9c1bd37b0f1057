"""A matrix read from a figure: names of rows and columns, a text and a fill a cell, columns of words at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from claimscape import theme
from claimscape.exports.slides.drawn import axis_of, each_of, number, said, tick_texts

SIGNS = {
    "circle": "●",
    "square": "■",
    "diamond": "◆",
    "triangle-up": "▲",
    "x": "✕",
    "line-ew": "–",
    "star": "★",
    "cross": "✚",
}
HOLLOW = {"●": "○", "■": "□", "◆": "◇", "▲": "△"}


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, its fill ("" for none) and the colour of its letters ("" for the page's)."""

    text: str
    fill: str = ""
    ink: str = ""


@dataclass(frozen=True)
class Key:
    """A line of the legend: its sign, its colour, what it means."""

    sign: str
    color: str
    name: str


@dataclass(frozen=True)
class Matrix:
    """Cells by (row, column); `heads` are columns of words at the end (heading, one text a row), `sums` a row above."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[int, int], Cell]
    ends: tuple[tuple[str, tuple[str, ...]], ...]
    sums: tuple[str, tuple[str, ...]] | None
    key: tuple[Key, ...]


def is_matrix(figure: go.Figure) -> bool:
    """Whether the figure names its columns along the top and its rows down the side."""
    layout = figure.layout
    return bool(layout.xaxis.side == "top" and layout.xaxis.ticktext and layout.yaxis.ticktext)


def read(figure: go.Figure) -> Matrix:
    """The matrix that the figure draws; lines that join its dots and dendrograms are left out."""
    rows, columns = tick_texts(figure.layout.yaxis), tick_texts(figure.layout.xaxis)
    cells: dict[tuple[int, int], Cell] = {}
    ends: list[tuple[str, tuple[str, ...]]] = []
    sums: tuple[str, tuple[str, ...]] | None = None
    for trace in figure.data:
        x, y = trace.xaxis or "x", trace.yaxis or "y"
        if x == "x" and y == "y":
            cells.update(_cells(trace, len(columns)))
            if trace.type == "scatter" and trace.mode == "text" and trace.x and trace.x[0] == len(columns) - 0.5:
                ends.append(("", _down(trace, len(rows), trace.text)))
        elif y != "y":
            sums = said(trace.name), tuple(number(said(text)) for text in trace.text)
        elif trace.type == "bar":
            ends.append((said(trace.name), _down(trace, len(rows), trace.text)))
        elif trace.mode == "text":
            ends.append(("", _down(trace, len(rows), trace.text)))
        elif trace.error_x.array is not None:
            ends.append(("95 % interval", _down(trace, len(rows), list(_reaches(trace)))))
    return Matrix(tuple(rows), tuple(columns), cells, tuple(ends), sums, tuple(_key(figure)))


def _cells(trace: Any, columns: int) -> Iterator[tuple[tuple[int, int], Cell]]:
    size = len(trace.x)
    texts = each_of(trace.text, size) if trace.text is not None else [""] * size
    if trace.type == "bar":
        places = [round(base + height / 2) for base, height in zip(trace.base, trace.y, strict=True)]
        fills = each_of(trace.marker.color, size)
        for column, row, text, fill in zip(trace.x, places, texts, fills, strict=True):
            yield (row, int(column)), Cell(said(text), fill, theme.text_on(fill))
    elif trace.mode != "lines":
        colors, signs = each_of(trace.marker.color, size), each_of(trace.marker.symbol, size)
        edges = each_of(trace.marker.line.color, size)
        for place, (column, row) in enumerate(zip(trace.x, trace.y, strict=True)):
            if column is None or column > columns - 1:
                continue
            color = _seen(colors[place], edges[place])
            if trace.mode == "markers+text":
                yield (int(row), int(column)), Cell(said(texts[place]), color, theme.text_on(color))
            elif trace.mode == "text":
                yield (int(row), int(column)), Cell(said(texts[place]), "", theme.LIGHT_PAGE.muted)
            else:
                yield (int(row), int(column)), Cell(_sign(trace, place, signs[place]), "", color)


def _sign(trace: Any, place: int, symbol: str | None) -> str:
    size = each_of(trace.marker.size, len(trace.x))[place]
    if size and size < 7:
        return "·"
    hollow = each_of(trace.marker.color, len(trace.x))[place] == theme.LIGHT_PAGE.background
    sign = SIGNS.get(str(symbol), "●")
    return HOLLOW.get(sign, sign) if hollow else sign


def _seen(fill: str | None, edge: str | None) -> str:
    """The colour that a mark shows: its fill, or its edge where it is hollow."""
    return edge or theme.OUTLINE if fill in (None, theme.LIGHT_PAGE.background) else str(fill)


def _down(trace: Any, rows: int, texts: Sequence[Any]) -> tuple[str, ...]:
    found = {int(row): number(said(text)) for row, text in zip(trace.y, texts, strict=True)}
    return tuple(found.get(row, "") for row in range(rows))


def _reaches(trace: Any) -> Iterator[str]:
    for x, plus, minus in zip(trace.x, trace.error_x.array, trace.error_x.arrayminus, strict=True):
        yield f"{100 * (x - minus):.0f} to {100 * (x + plus):.0f} %"


def _key(figure: go.Figure) -> Iterator[Key]:
    if not figure.layout.showlegend:
        return
    for trace in figure.data:
        named = trace.showlegend is not False and trace.type == "scatter" and trace.mode not in ("lines", "text")
        if named and trace.x is not None and len(trace.x):
            color = _seen(*(each_of(value, 1)[0] for value in (trace.marker.color, trace.marker.line.color)))
            name = said(trace.name)
            sign = _sign(trace, 0, each_of(trace.marker.symbol, 1)[0])
            yield Key("" if trace.mode == "markers+text" else sign, color, name)


def axis_title(figure: go.Figure) -> str:
    """The title of the axis along the top."""
    return said(axis_of(figure, "x").title.text)
