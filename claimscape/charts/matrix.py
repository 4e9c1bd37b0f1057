"""Rows of codes by columns of sources: a dot a source where they are few, bars where they are many, shares of groups.

Where the sources are taken as a sample, a panel at the right end shows how far the share of sources reaches.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts import intervals
from claimscape.charts.dress import bar, columns, each, gap, numbers, rows, tails
from claimscape.charts.sheet import Sheet
from claimscape.charts.text import of, safe, share, trust, unit_labels, wrapped

MOST_DOTS = 30  # sources; above, a dot is smaller than the eye or the finger can hit


@dataclass(frozen=True)
class Grid:
    """Frame columns of a matrix: what keys and labels a row, what a row says at its end, how a cell's state looks.

    `rests` says what a row rests on: the quality of its rule, unless told.
    """

    key: str
    label: str
    state: str
    looks: Mapping[str, theme.Style]
    row_pick: str
    tail: Callable[[Any], str]
    says: Callable[[Any], str]
    rests: Callable[[Any], str] = trust


def matrix(figure: Sheet, shown: pd.DataFrame, grid: Grid) -> dict[str, int]:
    """Draws the matrix; returns the margins it needs. `k` and `n` of a row are columns of the frame."""
    codes = shown.drop_duplicates(grid.key)
    left = rows(figure, list(codes[grid.label]), 48)
    ends = [grid.tail(row) for row in each(codes)]
    right = 24 + int(max(map(len, ends)) * 6.4)
    units, sampled = shown["unit"].nunique(), "low" in shown
    pixels = int((theme.WIDTH - left - right) * (intervals.PANEL if sampled else 1))
    grouped, many = bool(shown.attrs.get("by")), units > MOST_DOTS
    draw = _shares if grouped else _bars if many else _dots
    above = draw(figure, shown, grid, pixels)
    figure.update_layout(showlegend=not grouped)
    end = units if many and not grouped else min(units, theme.COLUMNS) - 0.5
    if sampled:
        said = [of(row.k, row.n) for row in each(codes)]
        told = codes.assign(label=codes[grid.label], said=said, share=codes["own_share"], pick=codes[grid.row_pick])
        intervals.panel(figure, told)
        above = max(above, 30)
    tails(figure, ends, intervals.END if sampled else end, list(codes[grid.row_pick]), "x2" if sampled else "x")
    return {"l": left, "r": right, "t": above, "b": 8}


def dotted(shown: pd.DataFrame) -> bool:
    """Whether each source has a dot of its own; a column `shift` of the frame moves it to the right."""
    return not shown.attrs.get("by") and shown["unit"].nunique() <= MOST_DOTS


def _shares(figure: Sheet, shown: pd.DataFrame, grid: Grid, pixels: int) -> int:
    """Cells of groups: the darker, the larger the share of the group's sources that have it; k of n in the cell."""
    groups = shown.drop_duplicates("unit").sort_values("position").head(theme.COLUMNS)
    columns_of = {name: place for place, name in enumerate(groups["unit"])}
    rows_of = {name: place for place, name in enumerate(shown[grid.key].drop_duplicates())}
    there = shown[(shown["has"] > 0) & shown["unit"].isin(columns_of)]
    fills = [theme.sequential(has / size) for has, size in zip(there["has"], there["size"], strict=True)]
    wide = len(groups) > 14
    figure.add_bar(
        x=[columns_of[name] for name in there["unit"]],
        base=[rows_of[name] - 0.46 for name in there[grid.key]],
        y=[0.92] * len(there),
        width=0.96,
        marker={"color": fills, "line": {"color": theme.OUTLINE, "width": 0.5}, "cornerradius": 2},
        text=None if wide else [_cell(has, size) for has, size in zip(there["has"], there["size"], strict=True)],
        **numbers([theme.text_on(fill) for fill in fills]),
        customdata=[[pick] for pick in there["pick"]],
        hovertext=[_share_hover(row, grid) for row in each(there)],
        name="share of the sources of a group",
    )
    absent = shown[(shown["has"] == 0) & shown["unit"].isin(columns_of)]
    figure.add_scatter(
        x=[columns_of[name] for name in absent["unit"]],
        y=[rows_of[name] for name in absent[grid.key]],
        mode="markers",
        marker=_marker(MISSING, 10),
        customdata=[[pick] for pick in absent["pick"]],
        hovertext=[_share_hover(row, grid) for row in each(absent)],
        hoverinfo="text",
        name=MISSING.label,
    )
    figure.update_layout(barmode="overlay", bargap=0)
    return columns(figure, unit_labels(groups), pixels)


def _cell(has: int, size: int) -> str:
    return share(has, size) if size >= 20 else f"{has}/{size}"


def _share_hover(row: Any, grid: Grid) -> str:
    about = f"<b>{wrapped(row.about or getattr(row, grid.label), 60, 3)}</b>"
    return f"{about}<br>{safe(row.source)}: {of(f'{row.has:,}', row.size)}<br>{trust(row)}"


def _dots(figure: Sheet, shown: pd.DataFrame, grid: Grid, pixels: int) -> int:
    sources = shown.drop_duplicates("unit").sort_values("position")
    columns_of = {name: place for place, name in enumerate(sources["unit"])}
    rows_of = {name: place for place, name in enumerate(shown[grid.key].drop_duplicates())}
    size = 13 if len(rows_of) <= 20 and len(columns_of) <= 12 else 11
    for state in [name for name in grid.looks if name in set(shown[grid.state])]:
        part, look = shown[shown[grid.state] == state], grid.looks[state]
        shifts = part["shift"] if "shift" in part else [0] * len(part)
        figure.add_scatter(
            x=[columns_of[name] + by for name, by in zip(part["unit"], shifts, strict=True)],
            y=[rows_of[name] for name in part[grid.key]],
            mode="markers",
            marker=_marker(look, size),
            customdata=[[pick] for pick in part["pick"]],
            hovertext=[
                f"<b>{wrapped(row.about or getattr(row, grid.label), 60, 3)}</b><br>{safe(row.source)}: {grid.says(row)}"
                f"<br>{grid.rests(row)}"
                for row in each(part)
            ],
            hoverinfo="text",
            name=look.label,
        )
    return columns(figure, list(sources["source"]), pixels)


def _marker(look: theme.Style, size: int) -> dict[str, Any]:
    hollow = look.pattern == "hollow"
    line = {"color": look.color if hollow else theme.OUTLINE, "width": 2.5 if hollow and look.color != theme.OUTLINE else 1}
    fill = theme.LIGHT_PAGE.background if hollow else look.color
    return {"size": size, "symbol": look.shape, "color": fill, "line": line, "opacity": 1}


def _bars(figure: Sheet, shown: pd.DataFrame, grid: Grid, _pixels: int) -> int:
    keys = list(shown[grid.key].drop_duplicates())
    picks: dict[Any, str] = dict(zip(shown[grid.key], shown[grid.row_pick], strict=True))
    trusted = dict(zip(keys, map(grid.rests, each(shown.drop_duplicates(grid.key))), strict=True))
    for state, style in grid.looks.items():
        if style.color == theme.OUTLINE and style.pattern == "hollow":
            continue  # not found: no bar
        found = shown[shown[grid.state] == state].groupby(grid.key).size().reindex(keys, fill_value=0)
        here = [(place, key, int(number)) for place, (key, number) in enumerate(found.items()) if number]
        look = replace(style, pattern="." if style.pattern == "hollow" else style.pattern)
        figure.add_bar(
            x=[number for _, _, number in here],
            y=[place for place, _, _ in here],
            orientation="h",
            text=[number for _, _, number in here],
            customdata=[[picks[key]] for _, key, _ in here],
            hovertext=[f"{look.label}: {of(number, shown['unit'].nunique())}<br>{trusted[key]}" for _, key, number in here],
            **bar(look, name=look.label),
        )
    figure.update_xaxes(range=[0, shown["unit"].nunique()], side="top", title={"text": "sources", "standoff": 4})
    figure.update_layout(barmode="stack", bargap=gap(len(keys)))
    return 44


MISSING = theme.Style("not found in the text", theme.OUTLINE, "line-ew", "hollow")
