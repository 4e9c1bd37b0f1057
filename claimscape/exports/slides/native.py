"""Native charts, which PowerPoint edits: bars by row, and dots, whiskers and lines on two axes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from claimscape import theme
from claimscape.charts.text import cells, plain
from claimscape.exports.slides.axes import below, dress, named, numbered, unlisted
from claimscape.exports.slides.drawn import Mark, Panel, Series, Ticks
from claimscape.exports.slides.paper import SMALLEST, Area, Palette, described
from claimscape.exports.slides.workbook import workbook

LABEL = 11  # points of what is written at a mark
PATTERNS = {"/": "wdUpDiag", "x": "diagCross", ".": "pct20"}
MARKERS = {
    "circle": "circle",
    "square": "square",
    "diamond": "diamond",
    "triangle-up": "triangle",
    "x": "x",
    "star": "star",
    "cross": "plus",
}
_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


@dataclass(frozen=True)
class Place:
    """Where a chart stands: its frame, the plot within it, the colours of the page, its words, its legend's height or 0."""

    frame: Area
    plot: Area
    palette: Palette
    says: tuple[str, str]
    legend: float = 0


def bars(slide: Any, panel: Panel, at: Place) -> None:
    """A category chart of the panel's rows: side by side, stacked, or stacked to 100 % where the counts are shares of a row."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    series, whole = _counted(panel)
    rows = list(panel.rows)
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = rows
    columns = [_column(one, len(rows)) for one in series]
    for one, column in zip(series, columns, strict=True):
        data.add_series(one.name or "value", column)
    stacked = XL_CHART_TYPE.BAR_STACKED_100 if whole else XL_CHART_TYPE.BAR_STACKED
    kind = XL_CHART_TYPE.BAR_CLUSTERED if len(series) == 1 and not whole else stacked
    shape = slide.shapes.add_chart(kind, *at.frame.emu(), data)
    chart = shape.chart
    head: list[Any] = ["", *(one.name or "value" for one in series)]
    _filled(chart, [head, *([name, *(column[row] for column in columns)] for row, name in enumerate(rows))])
    plot = chart.plots[0]
    plot.gap_width = _gap(len(rows), at.plot.h)
    if kind != XL_CHART_TYPE.BAR_CLUSTERED:
        plot.overlap = 100
    for drawn, one in zip(plot.series, series, strict=True):
        _bar_look(drawn._element, one, at.palette, len(rows))
    shares = Ticks((0.0, 1.0), panel.across.marks, "", shown=panel.across.shown, percent=True)
    across = shares if whole else reach(panel, at.plot.w)
    dress(chart, at.frame, at.plot, at.legend)
    chart.category_axis.reverse_order = True
    named(chart.category_axis, panel.labelled, at.plot.h / max(len(rows), 1), at.palette)
    numbered(chart.value_axis, across, at.palette, grid=False)
    below(chart.value_axis)
    described(shape, *at.says)


def dots(slide: Any, panel: Panel, at: Place) -> None:
    """A chart on two axes: dots a row with their whiskers, or lines of numbers."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data: Any = XyChartData()  # type: ignore[no-untyped-call]
    series = [*_spans(panel), *(one for one in panel.series if one.marks)]
    for one in series:
        added = data.add_series(one.name or "value")
        for mark in one.marks:
            added.add_data_point(mark.x, None if math.isnan(mark.y) else mark.y)
    shape = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *at.frame.emu(), data)
    chart = shape.chart
    sheet: list[list[Any]] = []
    for drawn, one in zip(chart.plots[0].series, series, strict=True):
        _dot_look(drawn._element, one, at.palette, at.plot.h / max(len(panel.rows), 1) if panel.rows else 40)
        sheet += [["", one.name or "value", "row"], *(_sheet_row(mark, panel) for mark in one.marks), []]
    _filled(chart, sheet)
    dress(chart, at.frame, at.plot, at.legend)
    unlisted(chart, [place for place, one in enumerate(series) if one.kind == "span"])
    rows = Ticks((-0.5, len(panel.rows) - 0.5), shown=False) if panel.rows else panel.up
    numbered(chart.value_axis, rows, at.palette, grid=not panel.rows)
    numbered(chart.category_axis, panel.across, at.palette, grid=bool(panel.rows))
    if panel.rows:
        chart.value_axis.reverse_order = True
        below(chart.category_axis)
    described(shape, *at.says)


def _spans(panel: Panel) -> Iterator[Series]:
    """Whiskers and the bars of dumbbells, as one line with gaps: LibreOffice draws no error bars of given lengths."""
    ended = [(m, m.low, m.high) for one in panel.series for m in one.marks if m.low is not None and m.high is not None]
    ended.sort(key=lambda item: item[0].y)
    points = [Mark(x, y) for m, low, high in ended for x, y in ((low, m.y), (high, m.y), (high, math.nan))]
    joined = any(one.kind == "joined" for one in panel.series)
    if points:
        color = theme.LIGHT_PAGE.axis if joined else theme.OUTLINE
        yield Series("from one to the other" if joined else "95 % interval", "span", tuple(points), color)


def _sheet_row(mark: Mark, panel: Panel) -> list[Any]:
    if math.isnan(mark.y):
        return [mark.x]
    return [mark.x, mark.y, panel.rows[int(mark.y)] if panel.rows else ""]


def _counted(panel: Panel) -> tuple[list[Series], bool]:
    """The series, as counts where the bars are shares of a whole row and the counts stand in them."""
    series = [one for one in panel.series if one.kind == "bar" and (one.marks or len(panel.series) == 1)]
    marks = [mark for one in series for mark in one.marks]
    if panel.mode != "stack" or not panel.across.percent or not all(mark.text.replace(",", "").isdigit() for mark in marks):
        return series, False
    counts = [
        Series(
            one.name,
            "bar",
            tuple(replace(mark, x=float(mark.text.replace(",", ""))) for mark in one.marks),
            one.color,
            one.ink,
            one.pattern,
        )
        for one in series
    ]
    return counts, True


def _column(one: Series, rows: int) -> list[float | None]:
    at = {int(mark.y): mark.x for mark in one.marks}
    return [at.get(row) for row in range(rows)]


def reach(panel: Panel, width: float) -> Ticks:
    """The axis of bars, wide enough for what is written at their ends."""
    marks = [mark for one in panel.series for mark in one.marks]
    low, high = panel.across.span
    outside = any(one.outside for one in panel.series)
    if outside:
        longest = max((mark.x for mark in marks), default=1) or 1
        room = max((cells(mark.text) for mark in marks), default=0) * LABEL * 0.6 + 6
        needed = longest / (1 - min(room / width, 0.6))
        low, high = 0.0, needed if (low, high) == (0.0, 1.0) else max(high, needed)
    return Ticks((low, high), panel.across.marks, panel.across.title, shown=panel.across.shown and not outside)


def _gap(rows: int, height: float) -> int:
    gap = max(0.22, 1 - 34 * rows / max(height, 1))
    return min(round(100 * gap / (1 - gap)), 500)


def _filled(chart: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Our workbook in place of the one that python-pptx wrote, which takes text for formulas and bears today's date."""
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(rows))


def _bar_look(element: Any, one: Series, palette: Palette, rows: int) -> None:
    _put(element, _bar_fill(one.color, one.pattern, palette), "c:spPr", "c:invertIfNegative", "c:cat")
    before = element.find(".//{*}cat")
    for mark in sorted(one.marks, key=lambda mark: mark.y):
        color, pattern = mark.color or one.color, mark.pattern or one.pattern
        if (color, pattern) == (one.color, one.pattern):
            continue
        look = _bar_fill(color, pattern, palette)
        fill = f'<c:dPt {_NS}><c:idx val="{int(mark.y)}"/><c:invertIfNegative val="0"/>{look}</c:dPt>'
        before.addprevious(_parsed(fill))
    texts = {int(mark.y): mark.text for mark in one.marks if mark.text and int(mark.y) < rows}
    plainly = all(text.replace(",", "") == f"{abs(mark.x):g}" for mark in one.marks if (text := mark.text))
    if texts:
        ink = "" if one.outside else theme.text_on(palette.paint(one.color))
        where = "outEnd" if one.outside else "ctr"
        before.addprevious(_parsed(_labels({} if plainly else texts, ink, where, whole=plainly)))


def _bar_fill(color: str, pattern: str, palette: Palette) -> str:
    drawn = palette.paint(color)
    edge = f'<a:ln w="6350">{_solid(theme.OUTLINE)}</a:ln>'
    if pattern in PATTERNS:
        paler = theme.mixed(drawn, "#fffffe", 0.3)
        colors = f'<a:fgClr><a:srgbClr val="{paler[1:]}"/></a:fgClr><a:bgClr><a:srgbClr val="{drawn[1:]}"/></a:bgClr>'
        return f'<c:spPr {_NS}><a:pattFill prst="{PATTERNS[pattern]}">{colors}</a:pattFill>{edge}</c:spPr>'
    return f"<c:spPr {_NS}>{_solid(drawn)}{edge}</c:spPr>"


def _labels(texts: dict[int, str], ink: str, where: str, whole: bool = False) -> str:
    """Labels of a series: its own numbers where `whole`, or a text each."""
    shown = "".join(
        f'<c:{name} val="{int(name == "showVal" and (whole or bool(texts)))}"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    one = "".join(
        f'<c:dLbl><c:idx val="{row}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p><a:r>{_letters("rPr", ink)}'
        f'<a:t>{escape(plain(text))}</a:t></a:r></a:p></c:rich></c:tx><c:dLblPos val="{where}"/>{shown}</c:dLbl>'
        for row, text in sorted(texts.items())
    )
    look = f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>{_letters("defRPr", ink)}</a:pPr>'
    look += '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    if not whole:
        others = shown.replace('showVal val="1"', 'showVal val="0"')
        return f"<c:dLbls {_NS}>{one}{look}{others}</c:dLbls>"
    form = '<c:numFmt formatCode="#,##0;#,##0" sourceLinked="0"/>'
    return f'<c:dLbls {_NS}>{form}{look}<c:dLblPos val="{where}"/>{shown}</c:dLbls>'


def _letters(tag: str, ink: str, bold: bool = True) -> str:
    color = _solid(ink) if ink else '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    lang = ' lang="en-GB"' if tag == "rPr" else ""
    return f'<a:{tag}{lang} sz="{LABEL * 100}" b="{int(bold)}">{color}</a:{tag}>'


def _dot_look(element: Any, one: Series, palette: Palette, pitch: float) -> None:
    color = palette.paint(one.color)
    thick = {"line": 28_575, "band": 12_700, "span": 19_050}.get(one.kind)
    dash = '<a:prstDash val="dash"/>' if one.kind == "band" else ""
    stroke = f'<a:ln w="{thick}">{_solid(color)}{dash}</a:ln>' if thick else '<a:ln w="19050"><a:noFill/></a:ln>'
    _put(element, f"<c:spPr {_NS}>{stroke}</c:spPr>", "c:spPr", "c:marker", "c:xVal")
    for old in element.findall("{*}marker"):
        element.remove(old)
    for point in element.findall("{*}yVal//{*}pt"):
        if point.findtext("{*}v") == "None":  # a gap is a point that is not there
            point.getparent().remove(point)
    before = element.find(".//{*}xVal")
    before.addprevious(_parsed(_marker(one, palette, pitch)))
    texts = {place: mark.text for place, mark in enumerate(one.marks) if mark.text}
    if texts:
        before.addprevious(_parsed(_sided(one, texts, LABEL if pitch > 16 else SMALLEST)))


def _marker(one: Series, palette: Palette, pitch: float) -> str:
    if one.kind in ("band", "span"):
        return f'<c:marker {_NS}><c:symbol val="none"/></c:marker>'
    strip = one.marks[0].symbol == "line-ns"  # which PowerPoint does not have
    color = palette.paint(one.color)
    if one.marks[0].hollow:
        color = theme.mixed(color, palette.background, 0.45)
    symbol = MARKERS.get(one.marks[0].symbol, "circle")
    size = 5 if strip else {"joined": 12, "line": 8}.get(one.kind, 7 if len(one.marks) > 12 else 9)
    size = max(min(size, int(0.65 * pitch)), 5)
    edge = "<a:noFill/>" if strip else _solid(theme.OUTLINE)
    look = f'<c:spPr>{_solid(color)}<a:ln w="6350">{edge}</a:ln></c:spPr>'
    return f'<c:marker {_NS}><c:symbol val="{symbol}"/><c:size val="{size}"/>{look}</c:marker>'


def _sided(one: Series, texts: dict[int, str], size: int) -> str:
    """Labels on the side where the figure has them: python-pptx knows but one for all."""
    found = _labels(texts, "", "r").replace(f'sz="{LABEL * 100}" b="1"', f'sz="{size * 100}" b="0"')
    sides = {"left": "l", "top": "t", "bottom": "b"}
    for place in texts:
        side = next((short for name, short in sides.items() if name in (one.marks[place].beside or "")), "r")
        if side != "r":
            head, tail = found.split(f'<c:idx val="{place}"/>', 1)
            turned = tail.replace('dLblPos val="r"', f'dLblPos val="{side}"', 1)
            found = f'{head}<c:idx val="{place}"/>{turned}'
    return found


def _solid(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>'


def _parsed(xml: str) -> Any:
    from pptx.oxml import parse_xml

    return parse_xml(xml)


def _put(element: Any, xml: str, tag: str, *before: str) -> None:
    """The child in place of the one of its name, or before the first of those that follow it."""
    for old in element.findall("{*}" + tag[2:]):
        element.remove(old)
    follower = next(found for name in before if (found := element.find("{*}" + name[2:])) is not None)
    follower.addprevious(_parsed(xml))
