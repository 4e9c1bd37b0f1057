"""One look: palettes, type and spacing scale, and the Plotly templates of the light and the dark page.

Colours of data are the same on both pages; those of the page itself (ink, grid, background) change with `dark` and `light`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

FONT = "Arial, 'Liberation Sans', 'Helvetica Neue', Helvetica, 'Noto Sans', sans-serif"
TITLE, SUBTITLE, TEXT, SMALL = 20, 14, 13, 12  # type scale, pixels of a 960 x 540 slide
SPACE, WIDTH, HEIGHT = 8, 960, 540
ROWS, COLUMNS, PANELS = 24, 40, 8  # what one slide holds before it can no longer be read


@dataclass(frozen=True)
class Page:
    """Colours of the page itself; no data colour may equal one of them, or `dark` would change it."""

    background: str
    ink: str
    muted: str
    grid: str
    axis: str


LIGHT_PAGE = Page("#ffffff", "#1f2429", "#59636e", "#e4e7eb", "#8b949d")
DARK_PAGE = Page("#0d1117", "#e6edf3", "#9ea7b3", "#272e37", "#6b7480")

OUTLINE = "#767676"  # 4.5:1 on white and 4.2:1 on the dark page: edges every mark whose fill alone would be too pale
# Okabe and Ito 2008 (https://jfly.uni-koeln.de/color/), the four that show on both pages first; black, lost on dark, is grey.
SOURCES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#f0e442", "#767676")
SHAPES = ("circle", "square", "diamond", "triangle-up", "pentagon", "star", "hexagram", "cross")
SEQUENTIAL = ("#dcebf7", "#b5d4ec", "#85b8de", "#5597cb", "#2f76b3", "#135693", "#08366b")
DIVERGING = ("#8c3a00", "#c8641f", "#eda774", "#ececec", "#86b6dc", "#2f7ab8", "#0b4677")


@dataclass(frozen=True)
class Style:
    """How one value looks: fill, marker shape and bar pattern, so that colour is never its only sign."""

    label: str
    color: str
    shape: str
    pattern: str


SUPPORT = {
    "cited": Style("reference given", "#117733", "circle", ""),
    "named": Style("body or person named", "#2a9d8f", "diamond", "/"),
    "vague": Style("vague (“studies show”)", "#b8860b", "triangle-up", "."),
    "none": Style("no support", "#747c85", "square", "x"),
}
CERTAINTY = {
    "negated": Style("denied", "#c44e2c", "x", "x"),
    "hedged": Style("hedged (may, could …)", "#7883ad", "diamond", "/"),
    "asserted": Style("asserted", "#4060c0", "circle", ""),
}
BENEFIT = Style("benefit", "#2a78b8", "circle", "")
RISK = Style("risk", "#c8501e", "diamond", "/")


def source_style(position: int) -> Style:
    """Colour and shape of a source by its place among all documents; the shape changes after every eight colours."""
    turn, place = divmod(position, len(SOURCES))
    shape = SHAPES[turn % len(SHAPES)]
    return Style("", SOURCES[place], shape, ("", "/", ".", "x")[turn % 4])


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two #rrggbb colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=4096)  # a matrix asks for each of its cells
def text_on(color: str) -> str:
    """Black or white, whichever reads better on a fill; neither is a page colour, so both stay when the page turns dark."""
    return max(("#000000", "#fffffe"), key=lambda ink: contrast(ink, color))


def legible(color: str) -> str:
    """The colour, shaded until it has 3:1 on the light and the dark page: for words and thin lines without an outline."""
    shades = (mixed(color, target, step / 20) for step in range(20) for target in ("#000000", "#ffffff"))
    return next(shade for shade in shades if _shows(shade, LIGHT_PAGE) and _shows(shade, DARK_PAGE))


def sequential(share: float) -> str:
    """The colour of a share, 0 to 1, on the sequential map (linear between its stops)."""
    place = min(max(share, 0.0), 1.0) * (len(SEQUENTIAL) - 1)
    step = min(int(place), len(SEQUENTIAL) - 2)
    return mixed(SEQUENTIAL[step], SEQUENTIAL[step + 1], place - step)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: 0 is the first, 1 the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def dark(figure: go.Figure) -> go.Figure:
    """A copy for the dark page: page colours change, data colours stay."""
    return _redress(figure, LIGHT_PAGE, DARK_PAGE)


def light(figure: go.Figure) -> go.Figure:
    """A copy for the light page, as exports use it."""
    return _redress(figure, DARK_PAGE, LIGHT_PAGE)


def _redress(figure: go.Figure, old: Page, new: Page) -> go.Figure:
    changes = dict(zip(asdict(old).values(), asdict(new).values(), strict=True))
    return go.Figure(_replaced(figure.to_dict(), changes))


def _replaced(value: Any, changes: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return changes.get(value, value)
    if isinstance(value, dict):
        return {key: _replaced(item, changes) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item, changes) for item in value]
    return value


def _template(page: Page) -> go.layout.Template:
    title: dict[str, Any] = {
        "font": {"size": TITLE, "color": page.ink, "weight": 700},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
    }
    title |= {"yref": "container", "yanchor": "top", "pad": {"l": 2 * SPACE}}
    title |= {"subtitle": {"font": {"size": SUBTITLE, "color": page.muted, "weight": 400}}}
    axis: dict[str, Any] = {
        "color": page.muted,
        "gridcolor": page.grid,
        "linecolor": page.axis,
        "tickcolor": page.axis,
        "zeroline": False,
        "ticklabeloverflow": "allow",  # margins fit the labels; to look for one outside measures each, a third of a drawing
    }
    axis |= {"tickfont": {"color": page.ink, "size": TEXT}, "title": {"font": {"color": page.muted, "size": TEXT}}}
    layout: dict[str, Any] = {
        "font": {"family": FONT, "size": TEXT, "color": page.ink},
        "title": title,
        "xaxis": axis,
        "yaxis": axis,
    }
    layout |= {"paper_bgcolor": page.background, "plot_bgcolor": page.background, "colorway": SOURCES}
    layout |= {"hoverlabel": {"align": "left", "font": {"family": FONT, "size": TEXT, "color": page.ink}}}
    layout["hoverlabel"] |= {"bgcolor": page.background, "bordercolor": page.axis}
    legend = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "font": {"size": TEXT}}
    legend |= {"itemclick": False, "itemdoubleclick": False, "itemsizing": "constant", "bgcolor": "rgba(0,0,0,0)"}
    layout |= {"legend": legend, "showlegend": False, "dragmode": False, "hovermode": "closest"}
    return go.layout.Template(layout=layout)


def _shows(color: str, page: Page) -> bool:
    return contrast(color, page.background) >= 3


def _channels(color: str) -> list[int]:
    return [int(color[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(color: str) -> float:
    parts = [value / 255 for value in _channels(color)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


LIGHT, DARK = _template(LIGHT_PAGE), _template(DARK_PAGE)
