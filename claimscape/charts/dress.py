"""What all charts share: labels made safe, titles made of words, one frame round every figure."""

import html
import textwrap
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.sheet import Sheet
from claimscape.charts.text import cells, count, joined, plain, safe, short, unit, wrapped
from claimscape.queries.without import without_whom

UPRIGHT, WIDEST_TURNED = 24, 70  # pixels of a column; its name stands upright below the first, and leans below the second
MOST_TURNED = 22  # letters of a name that does
LEAST_RIGHT = 32  # pixels right of a plot


@dataclass(frozen=True)
class Words:
    """The finding, what was measured of how many, and the whole in words for those who cannot see it."""

    title: str
    subtitle: str
    alt: str


def top(frame: pd.DataFrame, column: str, most: int) -> tuple[pd.DataFrame, str]:
    """The rows of the first so many values of a column, and "top 24 of 61" where some are left out."""
    values = frame[column].drop_duplicates()
    if len(values) <= most:
        return frame, ""
    return frame[frame[column].isin(values.iloc[:most])], f"top {most} of {len(values)}"


def bare(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without its facts, of which pandas makes a deep copy with every column and row that is taken: 40 µs each."""
    found = frame.copy(deep=False)
    found.attrs = {}
    return found


def paneled(frame: pd.DataFrame, column: str) -> tuple[pd.DataFrame, str]:
    """The rows of the units that get a panel, the first by position on every chart; where some are left out, how many.

    One that has no row here gets none, and no other takes its place, unless all would be left out.
    """
    every, first = int(frame.attrs.get("units", 0)), frame.attrs.get("first_units", ())[: theme.PANELS]
    rows = bare(frame)
    shown = rows[rows[column].isin(first)]
    if shown.empty:
        return rows[rows[column].isin(rows[column].drop_duplicates().iloc[: theme.PANELS])], ""
    left = every - len(first)
    cut = f"the first {len(first)} of {count(every, unit(frame))}; a filter of sources shows the other {left:,}"
    return shown, cut if left else ""


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, their columns as attributes; of no known type, as pandas says."""
    row = _row(tuple(map(str, frame.columns)))
    return map(row._make, frame.to_numpy(object).tolist())  # column by column it takes three times as long


@cache  # itertuples makes such a class, and a selection of every column, at every call: 1 ms
def _row(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)


def dressed(sheet: Sheet, name: str, words: Words, frame: pd.DataFrame, margin: dict[str, int] | None = None) -> Sheet:
    """The figure with its title, subtitle, footer, alt text and size: what every chart is."""
    words = _leaning(words, frame)
    title, subtitle = wrapped(words.title, 80, 2), wrapped(words.subtitle, 128, 2)
    lines = title.count("<br>") + 1, subtitle.count("<br>") + 1
    above = titled = 3 * theme.SPACE + lines[0] * 25 + lines[1] * 18
    edge = {"l": 160, "r": LEAST_RIGHT, "b": 40} | (margin or {})
    drawn = sheet.to_dict()
    if drawn["layout"].get("showlegend"):
        place: dict[str, Any] = {
            "xref": "container",
            "x": theme.SPACE / theme.WIDTH,
            "yref": "container",
            "y": 1 - above / theme.HEIGHT,
        }
        sheet.update_layout(legend=place | {"yanchor": "top", "xanchor": "left", "traceorder": "normal"})
        names = [trace["name"] for trace in drawn["data"] if trace.get("showlegend") is not False]
        above += 26 if sum(6.5 * len(name) + 45 for name in names) < theme.WIDTH - edge["l"] - edge["r"] else 44
    edge |= {"t": above + edge.get("t", 12), "b": edge["b"] + 34}
    meta: dict[str, Any] = {
        "name": name,
        "title": plain(words.title),
        "subtitle": plain(words.subtitle),
        "alt": plain(words.alt),
    }
    # A page sets title and footer as text of its own and takes these pixels away again.
    meta |= {"footer": plain(frame.attrs.get("footer", "")), "above": titled, "below": 34}
    sheet.update_layout(template=theme.LIGHT, height=theme.HEIGHT, margin=edge | {"autoexpand": False, "pad": 0}, meta=meta)
    top_edge = 1 - (2 * theme.SPACE + 16 * (lines[0] - 1)) / theme.HEIGHT  # Plotly lifts a second line of a title by 16 pixels
    sheet.update_layout(title={"text": title, "y": top_edge, "subtitle": {"text": subtitle}})
    shift = {"xshift": 2 * theme.SPACE - edge["l"], "yshift": theme.SPACE - edge["b"]}
    note(sheet, safe(frame.attrs.get("footer", "")), 0, 0, name="footer", **shift)
    return sheet


def _leaning(words: Words, frame: pd.DataFrame) -> Words:
    """A dagger at a finding that does not hold without one of the sources, and which one."""
    who = without_whom(frame)
    if not who:
        return words
    return Words(f"{words.title} †", joined(f"† {who}", words.subtitle), f"{words.alt} It is {who}.")


def note(figure: Sheet, text: str, x: float, y: float, **more: Any) -> None:
    """A quiet line of text on the sheet, x and y in shares of the plot unless told; text must be safe already."""
    look: dict[str, Any] = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"}
    look |= {"showarrow": False, "font": {"size": theme.SMALL, "color": theme.LIGHT_PAGE.muted}}
    figure.add_annotation(**{**look, "text": text, "x": x, "y": y, **more})


def tails(figure: Sheet, texts: Sequence[str], x: float, picks: Sequence[str] = (), axis: str = "x") -> None:
    """A quiet text at the right end of each row, x being where the axis ends, with the pick of the row if it has one.

    One trace, for notes cost 3 ms each. It stands outside the axes, where Plotly tells nobody of a click: figure.js does.
    """
    font = {"size": theme.SMALL, "color": theme.LIGHT_PAGE.muted}
    figure.add_scatter(
        x=[x] * len(texts),
        y=list(range(len(texts))),
        xaxis=axis,
        mode="text",
        text=[f" {text}" for text in texts],
        textposition="middle right",
        textfont=font,
        cliponaxis=False,
        customdata=[[pick] for pick in picks] or None,
        hoverinfo="skip",
        showlegend=False,
        name="",
    )


def empty(name: str, frame: pd.DataFrame, why: str) -> Sheet:
    """A sheet that says why there is nothing on it."""
    figure = Sheet()
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    look: dict[str, Any] = {"xanchor": "center", "yanchor": "middle", "align": "center"}
    look["font"] = {"size": theme.SUBTITLE, "color": theme.LIGHT_PAGE.muted}
    note(figure, wrapped(why, 70, 4), 0.5, 0.5, **look)
    return dressed(figure, name, Words("Nothing to show here", "", f"Empty chart. {why}"), frame, {"l": 32})


def rows(figure: Sheet, labels: Sequence[str], width: int = 44, axis: str = "yaxis") -> int:
    """Labels down the side, the first on top; returns the margin they need, in pixels."""
    size = theme.TEXT if len(labels) <= 18 else theme.SMALL
    texts = [short(label, width) for label in labels]
    ticks = {"tickmode": "array", "tickvals": list(range(len(labels))), "ticktext": texts, "tickfont": {"size": size}}
    figure.update_layout({axis: ticks | {"range": [len(labels) - 0.5, -0.5], "showgrid": False, "ticks": ""}})
    longest = max((cells(html.unescape(text)) for text in texts), default=0)
    return int(3 * theme.SPACE + longest * size * 0.53)


def columns(figure: Sheet, labels: Sequence[str], pixels: float, axis: str = "xaxis") -> int:
    """Labels along the top, turned where they are many; returns the margin they need above the plot."""
    room = pixels / max(len(labels), 1)
    turned = room < WIDEST_TURNED
    letters = MOST_TURNED if turned else int(room / 6.6)
    texts = [short(label, letters) if turned else _stacked(label, letters) for label in labels]
    look: dict[str, Any] = {"tickmode": "array", "tickvals": list(range(len(labels))), "ticktext": texts}
    look |= {"tickfont": {"size": theme.SMALL}}
    look |= {"side": "top", "tickangle": -90 if room < UPRIGHT else -45 if turned else 0, "ticks": "", "showgrid": False}
    figure.update_layout({axis: look | {"range": [-0.5, len(labels) - 0.5]}})
    longest = max((cells(html.unescape(text)) for text in texts), default=0)
    lines = max((text.count("<br>") + 1 for text in texts), default=1)
    return int(12 + longest * 6.4 * (1 if room < UPRIGHT else 0.74)) if turned else 10 + 15 * lines


def overhang(labels: Sequence[str], pixels: float) -> int:
    """The margin that the names of `columns` need right of the plot: those that lean reach beyond the last column."""
    room = pixels / max(len(labels), 1)
    if not UPRIGHT <= room < WIDEST_TURNED:
        return LEAST_RIGHT
    reach = (cells(html.unescape(short(label, MOST_TURNED))) * 6.4 * 0.71 for label in labels)
    beyond = (long - (len(labels) - place - 0.5) * room for place, long in enumerate(reach))
    return max(LEAST_RIGHT, int(max(beyond, default=0)) + theme.SPACE)


def _stacked(label: str, width: int) -> str:
    parts = textwrap.wrap(plain(label), max(width, 6), break_long_words=True, max_lines=3, placeholder="…")
    return "<br>".join(safe(part) for part in parts)


def bar(look: theme.Style, **more: Any) -> dict[str, Any]:
    """Settings of bars in a style: fill, pattern, outline, and numbers inside them that are never shrunk or turned."""
    paler = theme.mixed(look.color, "#fffffe", 0.45)
    pattern = {"shape": look.pattern, "bgcolor": look.color, "fgcolor": paler, "size": 6, "solidity": 0.25}
    settings = {"marker": {"color": look.color, "line": {"color": theme.OUTLINE, "width": 1}, "pattern": pattern}}
    return settings | numbers(theme.text_on(look.color)) | more


def numbers(color: str | list[str]) -> dict[str, Any]:
    """Settings of the numbers inside bars."""
    font = {"color": color, "size": theme.SMALL, "weight": 700}
    inside = {"textposition": "inside", "insidetextanchor": "middle", "insidetextfont": font}
    return inside | {"textangle": 0, "constraintext": "none", "hoverinfo": "text"}


def gap(bars: int, thickest: int = 34) -> float:
    """The gap between so many bars on one slide, so that few bars do not grow into blocks."""
    return max(0.22, 1 - thickest * bars / 390)


def source_marks(positions: Iterable[int]) -> dict[str, Any]:
    """Marker settings of sources: their colour, their shape, an outline for those too pale."""
    looks = [theme.source_style(int(position)) for position in positions]
    line = {"color": theme.OUTLINE, "width": 1}
    return {"color": [look.color for look in looks], "symbol": [look.shape for look in looks], "line": line}
