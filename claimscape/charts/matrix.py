"""Rows of codes by columns of sources: a dot a source where they are few, bars where they are many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import bar, columns, each, gap, of, rows, safe, tails, trust, wrapped
from claimscape.charts.sheet import Sheet

MOST_DOTS = 30  # sources; above, a dot is smaller than the eye or the finger can hit


@dataclass(frozen=True)
class Grid:
    """Frame columns of a matrix: what keys and labels a row, what a row says at its end, how a cell's state looks."""

    key: str
    label: str
    state: str
    looks: Mapping[str, theme.Style]
    row_pick: str
    tail: Callable[[Any], str]
    says: Callable[[Any], str]


def matrix(figure: Sheet, shown: pd.DataFrame, grid: Grid) -> dict[str, int]:
    """Draws the matrix; returns the margins it needs. `k` and `n` of a row are columns of the frame."""
    codes = shown.drop_duplicates(grid.key)
    left = rows(figure, list(codes[grid.label]), 48)
    ends = [grid.tail(row) for row in each(codes)]
    right = 24 + int(max(map(len, ends)) * 6.4)
    figure.update_layout(showlegend=True)
    many = shown["doc_id"].nunique() > MOST_DOTS
    above = _bars(figure, shown, grid) if many else _dots(figure, shown, grid, theme.WIDTH - left - right)
    sources = shown["doc_id"].nunique()
    tails(figure, ends, sources if many else sources - 0.5, list(codes[grid.row_pick]))
    return {"l": left, "r": right, "t": above, "b": 8}


def _dots(figure: Sheet, shown: pd.DataFrame, grid: Grid, pixels: int) -> int:
    sources = shown.drop_duplicates("doc_id").sort_values("position")
    columns_of = {name: place for place, name in enumerate(sources["doc_id"])}
    rows_of = {name: place for place, name in enumerate(shown[grid.key].drop_duplicates())}
    size = 13 if len(rows_of) <= 20 and len(columns_of) <= 12 else 11
    for state in [name for name in grid.looks if name in set(shown[grid.state])]:
        part, look = shown[shown[grid.state] == state], grid.looks[state]
        figure.add_scatter(
            x=[columns_of[name] for name in part["doc_id"]],
            y=[rows_of[name] for name in part[grid.key]],
            mode="markers",
            marker=_marker(look, size),
            customdata=[[pick] for pick in part["pick"]],
            hovertext=[
                f"<b>{wrapped(row.about or getattr(row, grid.label), 60, 3)}</b><br>{safe(row.source)}: {grid.says(row)}"
                f"<br>{trust(row)}"
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


def _bars(figure: Sheet, shown: pd.DataFrame, grid: Grid) -> int:
    keys = list(shown[grid.key].drop_duplicates())
    picks: dict[Any, str] = dict(zip(shown[grid.key], shown[grid.row_pick], strict=True))
    trusted = dict(zip(keys, map(trust, each(shown.drop_duplicates(grid.key))), strict=True))
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
            hovertext=[f"{look.label}: {of(number, shown['doc_id'].nunique())}<br>{trusted[key]}" for _, key, number in here],
            **bar(look, name=look.label),
        )
    figure.update_xaxes(range=[0, shown["doc_id"].nunique()], side="top", title={"text": "sources", "standoff": 4})
    figure.update_layout(barmode="stack", bargap=gap(len(keys)))
    return 44


MISSING = theme.Style("not found in the text", theme.OUTLINE, "line-ew", "hollow")
