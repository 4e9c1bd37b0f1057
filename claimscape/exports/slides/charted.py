"""A drawn figure on a slide: its panels as native charts where the figure has them, with names and notes beside them."""

from typing import Any

from claimscape.exports.slides import native
from claimscape.exports.slides.axes import letters
from claimscape.exports.slides.drawn import Drawing, Panel
from claimscape.exports.slides.paper import TEXT, WIDE, Area, Box, Palette, Run, fits, line, table, text

LEGEND = 22


def charted(slide: Any, area: Area, drawing: Drawing, palette: Palette, says: tuple[str, str]) -> str:
    """Every panel as a chart of its own; nothing is left out, so it returns ""."""
    plot = _plot(area, drawing)
    legend = LEGEND if drawing.legend and len(drawing.panels) == 1 else 0
    for number, panel in enumerate(drawing.panels):
        inner = _inner(plot, panel)
        bars = bool(panel.series) and panel.series[0].kind == "bar"
        frame = _frame(area, plot, (drawing, number), bars)
        name, alt = says
        if len(drawing.panels) > 1:
            titled = panel.series[0].name if panel.series else ""
            name, alt = f"{name}: {titled}" if titled else name, alt if number == 0 else f"{titled or name}. {says[1]}"
        place = native.Place(frame, inner, palette, (name, alt), legend)
        (native.bars if bars else native.dots)(slide, panel, place)
        if panel.rows and panel.labelled and not bars:
            _names(slide, Area(area.x, inner.y, inner.x - area.x - 6, inner.h), panel.rows, palette)
        if panel.ends:
            _ends(slide, Area(inner.x + inner.w + 4, inner.y, area.x + area.w - inner.x - inner.w - 4, inner.h), panel, palette)
        for value in panel.lines:
            _upright(slide, inner, panel, value, palette)
    if drawing.legend and not legend:
        series = [one for panel in drawing.panels for one in panel.series if one.name and one.marks]
        runs = [run for one in series for run in (Run("■ ", palette.paint(one.color), True), Run(f"{one.name}      "))]
        text(slide, Area(area.x, area.y, area.w, 16), runs, TEXT, "Key")
    _texts(slide, area, plot, drawing, palette)
    return ""


def _plot(area: Area, drawing: Drawing) -> Area:
    """Where the figure plots: margins in points as they are in its pixels, held to what the slide has."""
    left, right, above, below = drawing.edge
    left, right = min(max(left - 16, 8), 0.42 * area.w), min(right, 0.27 * area.w)
    return Area(area.x + left, area.y + above, area.w - left - right, area.h - above - below)


def _inner(plot: Area, panel: Panel) -> Area:
    left, right, top, bottom = panel.place
    return Area(plot.x + left * plot.w, plot.y + top * plot.h, (right - left) * plot.w, (bottom - top) * plot.h)


def _frame(area: Area, plot: Area, which: tuple[Drawing, int], bars: bool) -> Area:
    """The plot and what stands round it: names of rows to the left, ticks below, a legend above."""
    drawing, number = which
    panel = drawing.panels[number]
    inner = _inner(plot, panel)
    before = [
        _inner(plot, other)
        for other in drawing.panels
        if other.place[1] <= panel.place[0] and other.place[2] < panel.place[3] and panel.place[2] < other.place[3]
    ]
    reached = max((other.x + other.w for other in before), default=area.x)
    alone = not panel.rows
    left = reached if (panel.labelled and bars) or alone else inner.x - 8
    right = inner.x + inner.w + 8
    top = area.y if drawing.legend and len(drawing.panels) == 1 else inner.y - (6 if bars else 20)  # room for a label on top
    below = 0.0
    if panel.across.shown:
        below = 20 + (20 if panel.across.title else 0)
    bottom = min(inner.y + inner.h + max(below, 4), area.y + area.h + 4)
    return Area(left, top, right - left, bottom - top)


def _names(slide: Any, area: Area, rows: tuple[str, ...], palette: Palette) -> None:
    _column(slide, area, rows, ("Names of the rows", "r", ""))


def _ends(slide: Any, area: Area, panel: Panel, palette: Palette) -> None:
    _column(slide, area, panel.ends, ("At the end of each row", "l", palette.muted))


def _column(slide: Any, area: Area, texts: tuple[str, ...], how: tuple[str, str, str]) -> None:
    """Words beside a chart, one at each of its rows."""
    name, align, ink = how
    pitch = area.h / max(len(texts), 1)
    size = letters(pitch)
    rows = [(pitch, [Box(fits(text, area.w - 4, size), ink=ink, align=align, size=size)]) for text in texts]
    table(slide, area, [area.w], rows, (name, f"{name}: {'; '.join(texts)}"))


def _upright(slide: Any, inner: Area, panel: Panel, value: float, palette: Palette) -> None:
    """Where a value stands on bars, whose axis cannot draw it; charts of dots have a line of the grid there."""
    if panel.across.log or not panel.series:
        return
    high = native.reach(panel, inner.w).span[1]
    x = inner.x + inner.w * value / high
    if inner.x <= x <= inner.x + inner.w:
        line(slide, (x, inner.y), (x, inner.y + inner.h), palette.muted, f"Line at {value:g}")


def _texts(slide: Any, area: Area, plot: Area, drawing: Drawing, palette: Palette) -> None:
    """Headings above the panels and quiet notes."""
    many = len(drawing.panels)
    for written in drawing.texts:
        x, y = plot.x + written.x * plot.w, plot.y + written.y * plot.h
        level = next((panel for panel in drawing.panels if not panel.rows), None)
        if level is not None:
            y = plot.y + plot.h * written.y
        width = min(plot.w / max(many, 1) if many > 1 else 0.5 * plot.w, area.x + area.w - x)
        if written.bold:  # a heading of a panel that has names of its own stands above the names
            before = [panel.place[1] for panel in drawing.panels if panel.place[1] <= written.x]
            start = plot.x + max(before) * plot.w + 40 if before else area.x
            width, x = width + x - start, start
        size = TEXT
        lines = 2 if len(written.text) * size * WIDE > width else 1
        height = 16 * lines
        runs = [Run(fits(written.text, width - 4, size, lines), "" if many > 1 else palette.muted, written.bold)]
        text(slide, Area(x, max(y - height - 4, area.y), max(width, 30), height), runs, size, "Note")
