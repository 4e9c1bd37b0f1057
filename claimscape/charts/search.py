"""Drawing of a search: how often its words stand in each source, and where in the text."""

import math
from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, dressed, each, empty, gap, note, rows, tails, top
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import count, joined, of, plain, safe
from claimscape.queries import Pick

Frame = pd.DataFrame
BARS, STRIP = (0.0, 0.34), (0.6, 1.0)  # shares of the width; the numbers stand between
NOTHING = "These words stand in no sentence that the filters leave."


@Chart
def search_frequency(frame: Frame) -> Sheet:
    """A row a source: a bar of its hits with their rate, and a strip with a tick where hits stand between start and end."""
    if frame.empty:
        return empty("search_frequency", frame, NOTHING)
    shown, cut = top(frame, "doc_id", theme.ROWS)
    figure = Sheet()
    _bars(figure, shown)
    most = int(shown["hits"].max())
    tails(figure, [_numbers(row) for row in each(shown)], most, list(shown["pick"]))
    _strips(figure, shown)
    left = rows(figure, list(shown["source"]), 34)
    ticks = {"tickvals": [0, 50, 100], "ticktext": ["start", "", "end"], "showgrid": True, "range": [-3, 103]}
    figure.update_layout(xaxis={"domain": BARS, "range": [0, most], "visible": False}, xaxis2=ticks | {"domain": STRIP})
    figure.update_layout(bargap=gap(len(shown), 22), xaxis2={"anchor": "y"}, yaxis={"anchor": "x"})
    note(figure, "hits", 0, 1)
    note(figure, "where in the text", STRIP[0], 1)
    return dressed(figure, "search_frequency", _words(frame, shown, cut), frame, {"l": left, "t": 30, "b": 24})


def _bars(figure: Sheet, shown: Frame) -> None:
    colors = [theme.source_style(int(position)).color for position in shown["position"]]
    figure.add_bar(
        x=list(shown["hits"]),
        y=list(range(len(shown))),
        orientation="h",
        marker={"color": colors, "line": {"color": theme.OUTLINE, "width": 1}},
        customdata=[[pick] for pick in shown["pick"]],
        hovertext=[f"<b>{safe(row.source)}</b><br>{_told(row)}" for row in each(shown)],
        hoverinfo="text",
        name="",
    )


def _strips(figure: Sheet, shown: Frame) -> None:
    points = [
        (number, row, at, sentence)
        for number, row in enumerate(each(shown))
        for at, sentence in zip(row.percent, row.sentence_ids, strict=True)
    ]
    colors = [theme.legible(theme.source_style(int(row.position)).color) for _, row, _, _ in points]
    size = 12 if len(shown) <= 12 else 8
    figure.add_scatter(
        x=[at for _, _, at, _ in points],
        y=[number for number, _, _, _ in points],
        mode="markers",
        xaxis="x2",
        yaxis="y",
        marker={"symbol": "line-ns", "size": size, "color": colors, "line": {"width": 2, "color": colors}, "opacity": 1},
        customdata=[[str(Pick(source=row.doc_id, sentence=str(sentence)))] for _, row, _, sentence in points],
        hovertext=[f"at {at} % of <b>{safe(row.source)}</b>" for _, row, at, _ in points],
        hoverinfo="text",
        name="",
    )


def _numbers(row: Any) -> str:
    """ "13, 2.1 per 1,000 words": without a sign in the count, for a telephone keeps what stands before the first comma."""
    return f"{row.hits}, {row.per_1000:.1f} per 1,000 words" if row.hits else "–"


def _told(row: Any) -> str:
    found = f"{count(int(row.hits), 'hit')} in {count(int(row.sentences), 'sentence')}"
    return f"{found}<br>{row.per_1000:.1f} per 1,000 of its {count(int(row.words), 'word')}"


def _words(frame: Frame, shown: Frame, cut: str) -> Words:
    query, hits, n = plain(frame.attrs["query"]), int(frame.attrs["hits"]), len(frame)
    asked = query[1:-1] if query.count('"') == 2 and query[0] == query[-1] == '"' else query
    said = asked if len(asked) <= 60 else f"{asked[:59]}…"
    first, k = frame.iloc[0], int((frame["hits"] > 0).sum())
    second = int(frame["hits"].iloc[1]) if n > 1 else 0
    among = int(frame.attrs.get("among", n))  # sources without these words are not looked at and count all the same
    looked = " looked at" if "looked_at" in frame.attrs and "among" not in frame.attrs else ""
    title = f"“{said}” stands in {of(k, among)}{looked}, {count(hits, 'time')}"
    title += f"; most in {plain(first['source'])} ({int(first['hits']):,})" if k > 1 and first["hits"] > second else ""
    if among == 1:
        title = f"“{said}” stands {count(hits, 'time')} in {plain(first['source'])}"
    evenness = float(frame.attrs["dispersion"])
    spread = "" if math.isnan(evenness) else f"dispersion {evenness:.2f} (0: even by length, 1: all in the shortest source)"
    searched, possible = int(frame.attrs["searched_in_all"]), int(frame.attrs["possible"])
    left_out = f"{searched:,} of the {possible:,} sentences with these words were searched" if searched < possible else ""
    population = f"{count(int(frame['searched'].sum()), 'sentence')} with {count(int(frame['words'].sum()), 'word')}"
    subtitle = joined(left_out, f"Searched: {population}, headings and references too", spread, cut and cut + " sources")
    lines = "; ".join(f"{plain(row.source)} {row.hits} ({row.per_1000:.1f} per 1,000 words)" for row in each(shown))
    return Words(title, subtitle, f"Bars of hits by source, and strips of where they stand. {title}. {lines}.")
