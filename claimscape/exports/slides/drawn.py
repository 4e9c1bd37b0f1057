"""What a drawn figure shows, as plain data that a slide can be made of: panels of bars, dots or lines, or a matrix of cells."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import plotly.graph_objects as go

from claimscape import theme
from claimscape.charts.text import plain

Span = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """One point: where it is, what is written at it, its whiskers, and its own look."""

    x: float
    y: float
    text: str = ""
    beside: str = ""
    low: float | None = None
    high: float | None = None
    color: str = ""
    symbol: str = "circle"
    hollow: bool = False
    size: float = 9
    pattern: str = ""


@dataclass(frozen=True)
class Series:
    """Marks of one name: `kind` is bar, dots, line or band."""

    name: str
    kind: str
    marks: tuple[Mark, ...]
    color: str
    ink: str = ""
    pattern: str = ""
    outside: bool = False


@dataclass(frozen=True)
class Ticks:
    """An axis: its ends, what stands at which value, its title, and whether it is logarithmic or shown at all."""

    span: Span
    marks: Mapping[float, str] = field(default_factory=dict)
    title: str = ""
    log: bool = False
    shown: bool = True
    percent: bool = False


@dataclass(frozen=True)
class Panel:
    """One chart: its place in shares of the plot (left, right, top, bottom), names of its rows, its series."""

    place: tuple[float, float, float, float]
    rows: tuple[str, ...]
    labelled: bool
    across: Ticks
    up: Ticks
    series: tuple[Series, ...]
    mode: str = ""
    ends: tuple[str, ...] = ()
    lines: tuple[float, ...] = ()


@dataclass(frozen=True)
class Written:
    """A text on the sheet: where, in shares of the plot from its top left corner, and whether it is bold."""

    text: str
    x: float
    y: float
    bold: bool = False


@dataclass(frozen=True)
class Drawing:
    """All panels and texts of a figure, its margins (left, right, above, below, in points), its legend as (name, series)."""

    panels: tuple[Panel, ...]
    texts: tuple[Written, ...]
    edge: tuple[float, float, float, float]
    legend: bool


def axis_of(figure: go.Figure, name: str) -> Any:
    """The axis that a trace calls x2 or y."""
    return figure.layout[f"{name[0]}axis{name[1:]}"]


def said(text: object) -> str:
    """What a text of a figure says, without its mark-up."""
    return plain(html.unescape(re.sub(r"</?b>", "", str(text if text is not None else "").replace("<br>", " "))))


def tick_texts(axis: Any) -> list[str]:
    """The names along an axis, or none."""
    return [said(text) for text in axis.ticktext] if axis.ticktext is not None else []


def draw(figure: go.Figure) -> Drawing:
    """The figure's panels, texts and edges."""
    layout = figure.layout
    grouped: dict[tuple[str, str], list[Any]] = {}
    for trace in figure.data:
        if trace.type in ("bar", "scatter"):
            grouped.setdefault((trace.xaxis or "x", trace.yaxis or "y"), []).append(trace)
    seen: set[str] = set()
    panels = []
    for (x, y), traces in sorted(grouped.items(), key=lambda item: [int(axis[1:] or 1) for axis in item[0]]):
        panels.append(_panel(figure, (x, y), traces, y not in seen))
        seen.add(y)
    edge = layout.margin
    edges = float(edge.l), float(edge.r), float(edge.t - layout.meta["above"]), float(edge.b - layout.meta["below"])
    return Drawing(tuple(panels), tuple(_texts(figure)), edges, bool(layout.showlegend))


def _panel(figure: go.Figure, axes: tuple[str, str], traces: Sequence[Any], first: bool) -> Panel:
    across, up = axis_of(figure, axes[0]), axis_of(figure, axes[1])
    x, y = across.domain or (0, 1), up.domain or (0, 1)
    ends: tuple[str, ...] = ()
    series: list[Series] = []
    for trace in traces:
        if trace.type == "bar":
            series.append(_bars(trace))
        elif trace.mode == "text":
            ends = tuple(said(text) for text in trace.text)
        elif trace.mode == "lines" and trace.fill != "toself" and not trace.name:
            continue  # the bars of dumbbells; see _joined
        else:
            series += _scattered(trace)
    series += _levels(figure, across, up)
    mode = figure.layout.barmode if any(one.kind == "bar" for one in series) else ""
    return Panel(
        (x[0], x[1], 1 - y[1], 1 - y[0]),
        tuple(tick_texts(up)) if up.range is None or up.range[0] > up.range[1] else (),
        first,
        _ticks(across),
        _ticks(up),
        tuple(_joined(series, traces)),
        mode or "group",
        ends,
        tuple(float(shape.x0) for shape in figure.layout.shapes if shape.x0 == shape.x1 and (shape.xref or "x") == axes[0]),
    )


def _levels(figure: go.Figure, across: Any, up: Any) -> Iterator[Series]:
    """Lines across a panel of numbers at one height, with the note that stands at it."""
    if up.ticktext is not None and up.range[0] > up.range[1]:
        return
    for shape in figure.layout.shapes:
        if shape.y0 == shape.y1 and shape.xref == "paper":
            names = [said(note.text) for note in figure.layout.annotations if note.yref == "y" and note.y == shape.y0]
            low, high = (float(end) for end in across.range)
            marks = (Mark(low, float(shape.y0)), Mark(high, float(shape.y0)))
            yield Series(names[0] if names else "level", "band", marks, theme.OUTLINE)


def _ticks(axis: Any) -> Ticks:
    low, high = axis.range or (0, 1)
    log = axis.type == "log"
    values = [float(value) for value in axis.tickvals] if axis.tickvals is not None else []
    percent = str(axis.tickformat or "").endswith("%")
    texts = tick_texts(axis) or [f"{value:.0%}" if percent else f"{value:g}" for value in values]
    shown = axis.visible is not False and axis.showticklabels is not False
    ends = (10.0**low, 10.0**high) if log else (float(low), float(high))
    return Ticks(ends, dict(zip(values, texts, strict=False)), said(axis.title.text), log, shown, percent)


def _bars(trace: Any) -> Series:
    """A trace of bars along rows; of pieces that stand one behind the other, only their number a row."""
    places, values = [int(place) for place in trace.y], [float(value) for value in trace.x]
    texts = [said(text) for text in trace.text] if trace.text is not None else [""] * len(places)
    colors = each_of(trace.marker.color, len(places))
    if trace.base is not None:
        counts = {place: sum(value for at, value in zip(places, values, strict=True) if at == place) for place in places}
        marks = [Mark(value, place, color=colors[0]) for place, value in counts.items()]
    else:
        rows = zip(values, places, texts, colors, each_of(trace.marker.pattern.shape or "", len(places)), strict=True)
        marks = [Mark(value, place, number(text), color=color, pattern=how) for value, place, text, color, how in rows]
    ink = trace.insidetextfont.color
    shape = trace.marker.pattern.shape
    return Series(
        said(trace.name),
        "bar",
        tuple(marks),
        colors[0] if colors else str(trace.marker.color),
        ink if isinstance(ink, str) else "",
        shape if isinstance(shape, str) else "",
        trace.textposition == "outside",
    )


def _scattered(trace: Any) -> Iterator[Series]:
    """A trace of dots or of a line; dots that differ in look become series of their own."""
    drawn = [(number, x, y) for number, (x, y) in enumerate(zip(trace.x, trace.y, strict=True)) if x is not None]
    size = len(trace.x)
    looks = {name: each_of(trace.marker[name], size) for name in ("color", "symbol", "size")}
    if trace.fill == "toself":
        half = size // 2
        ends = ((said(trace.name) + ", low", drawn[:half]), (said(trace.name) + ", high", drawn[half:][::-1]))
        for name, part in ends:
            yield Series(name, "band", tuple(Mark(float(x), float(y)) for _, x, y in part), theme.OUTLINE)
        return
    texts = each_of(trace.text, size) if trace.text is not None else [""] * size
    sides = each_of(trace.textposition or "middle right", size)
    lines = each_of(trace.marker.line.color or "", size)
    parted: dict[tuple[str, str], list[Mark]] = {}
    for number_, x, y in drawn:
        color, symbol = str(looks["color"][number_] or trace.line.color), str(looks["symbol"][number_] or "circle")
        hollow = color == theme.LIGHT_PAGE.background
        color = str(lines[number_]) if hollow else color
        low, high = _whisker(trace, number_, float(x))
        mark = Mark(float(x), float(y), said(texts[number_]), sides[number_], low, high, color, symbol, hollow)
        parted.setdefault((color, symbol if not hollow else "hollow"), []).append(mark)
    kind = "line" if trace.mode and "lines" in trace.mode else "dots"
    for (color, _), marks in parted.items():
        yield Series(said(trace.name), kind, tuple(marks), color)


def _whisker(trace: Any, place: int, x: float) -> tuple[float | None, float | None]:
    ends = trace.error_x
    if ends is None or ends.array is None:
        return None, None
    return x - float(ends.arrayminus[place]), x + float(ends.array[place])


def _joined(series: Iterable[Series], traces: Sequence[Any]) -> Iterator[Series]:
    """The series, the first of a dumbbell with whiskers that reach to the other."""
    ties = next((one for one in traces if one.type == "scatter" and one.mode == "lines" and not one.name), None)
    for place, one in enumerate(series):
        if ties is None or place:
            yield one
            continue
        to = {(x, y): other for x, other, y in zip(ties.x[::3], ties.x[1::3], ties.y[::3], strict=True)}
        ends = [sorted((mark.x, to[mark.x, mark.y])) for mark in one.marks]
        marks = (replace(mark, low=low, high=high) for mark, (low, high) in zip(one.marks, ends, strict=True))
        yield Series(one.name, "joined", tuple(marks), one.color)


def _texts(figure: go.Figure) -> Iterator[Written]:
    """Headings of panels and notes, the footer aside."""
    for note in figure.layout.annotations:
        if note.name == "footer" or not note.text or note.yref == "y":  # the last stands in the legend
            continue
        x, y = note.xref or "paper", note.yref or "paper"
        left, right = axis_of(figure, x.split()[0]).domain or (0, 1) if x != "paper" else (0, 1)
        bottom, top = (0, 1)
        height = float(note.y)
        if y.endswith("domain"):
            bottom, top = axis_of(figure, y.split()[0]).domain or (0, 1)
        elif y != "paper":
            low, high = axis_of(figure, y).range
            height = (height - low) / (high - low)
        place = left + (right - left) * float(note.x)
        yield Written(said(note.text), place, 1 - (bottom + (top - bottom) * height), note.font.weight == 700)


def number(text: str) -> str:
    """A text that numpy made a float of a count: "7" of "7.0"."""
    return text.removesuffix(".0")


def each_of(value: Any, size: int) -> list[Any]:
    """A setting for each of so many marks."""
    if value is None or isinstance(value, str | int | float):
        return [value] * size
    return list(value)
