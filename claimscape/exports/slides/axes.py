"""Axes, legend and plot of a native chart, set as the figure has them."""

import math
from collections.abc import Sequence
from typing import Any

from claimscape.exports.slides.drawn import Ticks
from claimscape.exports.slides.paper import SMALLEST, TEXT, Area, Palette, rgb

_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def dress(chart: Any, frame: Area, plot: Area, legend: float) -> None:
    """No title, letters of the theme, the plot where the figure has it, a legend above it where it has one."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    chart.has_title = False
    chart.font.size = Pt(TEXT)
    chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    area = chart._chartSpace.chart.plotArea
    for old in area.findall("{*}layout"):
        area.remove(old)
    area.insert(0, _parsed(f"<c:layout {_NS}>{_placed(frame, plot, inner=True)}</c:layout>"))
    chart.has_legend = bool(legend)
    if legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size = Pt(TEXT)
        place = Area(frame.x, frame.y, frame.w, legend)
        element = chart.legend._element
        for old in element.findall("{*}layout"):
            element.remove(old)
        element.find("{*}legendPos").addnext(_parsed(f"<c:layout {_NS}>{_placed(frame, place, inner=False)}</c:layout>"))


def _placed(frame: Area, part: Area, inner: bool) -> str:
    at = ((part.x - frame.x) / frame.w, (part.y - frame.y) / frame.h, part.w / frame.w, part.h / frame.h)
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    sizes = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in zip("xywh", at, strict=True))
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    return f"<c:manualLayout>{target}{modes}{sizes}</c:manualLayout>"


def _parsed(xml: str) -> Any:
    from pptx.oxml import parse_xml

    return parse_xml(xml)


def letters(pitch: float) -> int:
    """The size of letters, in points, for rows that are so many points high."""
    return TEXT if pitch >= 17 else 11 if pitch >= 15.5 else SMALLEST


def named(axis: Any, shown: bool, pitch: float, palette: Palette) -> None:
    """An axis of names, every one of them written."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW if shown else XL_TICK_LABEL_POSITION.NONE
    axis.has_major_gridlines = False
    _line(axis.format.line, palette.axis)
    if shown:
        axis.tick_labels.font.size = Pt(letters(pitch))
    element = axis._element
    follower = element.find("{*}noMultiLvlLbl")
    skip = _parsed(f'<c:tickLblSkip {_NS} val="1"/>')
    if follower is None:
        element.append(skip)
    else:
        follower.addprevious(skip)


def numbered(axis: Any, ticks: Ticks, palette: Palette, grid: bool) -> None:
    """An axis of numbers: its ends, steps, names and title."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    low, high, step, form = _scale(ticks)
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = grid
    if grid:
        _line(axis.major_gridlines.format.line, palette.grid)
    axis.format.line.fill.background()
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NEXT_TO_AXIS if ticks.shown else XL_TICK_LABEL_POSITION.NONE
    axis.has_title = bool(ticks.title)
    if ticks.title:
        axis.axis_title.text_frame.text = ticks.title
        run = axis.axis_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(TEXT), False
    if ticks.log:
        axis._element.find("{*}scaling").insert(0, _parsed(f'<c:logBase {_NS} val="4"/>'))
    if ticks.shown:
        axis.major_unit = step
    if ticks.shown:
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
        axis.tick_labels.font.size = Pt(11)


def _scale(ticks: Ticks) -> tuple[float, float, float, str]:
    """Lowest, highest, step and number format; an axis counts its steps from its low end, so that has to be on one."""
    low, high = ticks.span
    if ticks.log:
        return 1 / 16, 16.0, 4.0, '[<0.2]"";[<5]General"×";""'
    values = sorted(ticks.marks)
    if len(values) > 1:
        step, form = values[1] - values[0], _form(ticks)
        top = max(values[-1], high if high > values[-1] * 1.15 else values[-1])
        if low < 0 <= values[0] and ticks.shown:  # room before the first mark, not a part of the scale
            return values[0] - step * math.ceil((values[0] - low) / step), top, step, f"{form};;{form}"
        return values[0], top, step, form
    step = _step((high - min(low, 0)) / 6)
    if ticks.title == "sources read":
        step, low, high = max(1.0, round(step)), math.floor(low), math.ceil(high)
    if low < 0 and ticks.shown:
        low = -step * math.ceil(-low / step)
    percent = ticks.percent or high <= 1
    return low, high, step, "0%;;0%" if percent else "#,##0.##;;0" if step < 1 else "#,##0;;0"


def _form(ticks: Ticks) -> str:
    if ticks.percent:
        return "0%"
    words = {value: text for value, text in ticks.marks.items() if text and not text[0].isdigit()}
    if words:
        return ";".join(f'[={value:g}]"{text}"' for value, text in list(words.items())[:2]) + ';""'
    return "0%" if any("%" in text for text in ticks.marks.values()) else "#,##0"


def _step(rough: float) -> float:
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)


def unlisted(chart: Any, places: Sequence[int]) -> None:
    """Takes series out of the legend, which need no name there."""
    if not chart.has_legend:
        return
    position = chart.legend._element.find("{*}legendPos")
    for place in reversed(places):
        position.addnext(_parsed(f'<c:legendEntry {_NS}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'))


def below(axis: Any) -> None:
    """The axis of numbers at the bottom although rows count downwards."""
    axis._element.find("{*}crosses").set("val", "max")


def _line(line: Any, color: str) -> None:
    from pptx.util import Pt

    line.color.rgb, line.width = rgb(color), Pt(0.75)
