"""Drawings of who speaks of what: matrix, pairs of topics, place in the text."""

from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts import intervals
from claimscape.charts.cells import Cell, cells
from claimscape.charts.dress import Words, columns, dressed, each, empty, note, overhang, paneled, rows, top
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import (
    count,
    joined,
    listed,
    of,
    plain,
    safe,
    sampled,
    share,
    trust,
    unit,
    unit_labels,
    units,
    who,
    wrapped,
)

Frame = pd.DataFrame


@Chart
def coverage(frame: Frame) -> Sheet:
    """Matrix of topics by sources; an empty cell is drawn as absent, not as pale."""
    if frame.empty:
        return empty("coverage", frame, "No source or no topic is left by the filters.")
    shown, cut = top(frame, "topic_id", theme.ROWS)
    shown, cut_sources = top(shown, "unit", theme.COLUMNS)
    topics, sources = list(shown["topic_id"].drop_duplicates()), list(shown["unit"].drop_duplicates())
    figure = Sheet()
    _cells(figure, shown, (topics, sources), float(frame.attrs.get("scale", 1.0)))
    left = rows(figure, list(shown.drop_duplicates("topic_id")["topic"]), 34)
    (_reaches if "low" in shown else _margins)(figure, shown, topics)
    above = columns(figure, unit_labels(shown.drop_duplicates("unit")), 700 - left)
    figure.update_layout(xaxis={"domain": [0, 0.84]}, xaxis2={"domain": [0.86, 1.0], "visible": "low" in shown})
    figure.update_layout(barmode="overlay", bargap=0, showlegend=False)
    words = _coverage_words(frame, joined(cut, cut_sources and f"{cut_sources} {units(frame)}"))
    return dressed(figure, "coverage", words, frame, {"l": left, "t": above, "r": 48, "b": 8})


def _cells(figure: Sheet, shown: Frame, order: tuple[list[str], list[str]], scale: float) -> None:
    topics, sources = ({name: place for place, name in enumerate(names)} for names in order)
    numbered = max(len(topics), len(sources)) <= 20
    drawn = [
        Cell(
            sources[row.unit],
            topics[row.topic_id],
            theme.sequential(row.share / scale if scale else 0) if row.sentences else "",
            "–" if not row.sentences else _part(row) if numbered else "",
            row.pick,
            _cell_hover(row),
        )
        for row in each(shown)
    ]
    cells(figure, drawn, "topics by sources")


def _part(row: Any) -> str:
    return share(row.sentences, row.of) if row.of >= 20 else f"{row.sentences}/{row.of}"


def _cell_hover(row: Any) -> str:
    if not row.sentences:
        return f"{safe(row.topic)}<br>not found in {safe(row.source)}<br>{trust(row)}"
    found = f"{row.sentences:,} of {row.of:,} sentences"
    return f"<b>{safe(row.topic)}</b><br>{safe(row.source)}<br>{found}<br>{trust(row)}"


def _margins(figure: Sheet, shown: Frame, topics: list[str]) -> None:
    """Bars at the right edge: sentences of each topic in all sources, and in how many sources."""
    totals = shown.drop_duplicates("topic_id")
    n = int(totals["n"].iloc[0])
    figure.add_bar(
        x=totals["topic_sentences"],
        y=list(range(len(topics))),
        orientation="h",
        width=0.6,
        xaxis="x2",
        marker={"color": theme.OUTLINE},
        text=[f"{a:,} in {k}" for a, k in zip(totals["topic_sentences"], totals["topic_sources"], strict=True)],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": theme.SMALL},
        customdata=[[pick] for pick in totals["topic_pick"]],
        hovertext=[
            f"<b>{safe(row.topic)}</b><br>{count(row.topic_sentences, 'sentence')} in {of(row.topic_sources, n)}"
            f"<br>{trust(row)}"
            for row in each(totals)
        ],
        hoverinfo="text",
        name="all sources",
    )
    figure.update_layout(xaxis2={"range": [0, max(totals["topic_sentences"].max(), 1) * 1.9], "anchor": "y"})


def _reaches(figure: Sheet, shown: Frame, topics: list[str]) -> None:
    """Dots with whiskers at the right edge: each topic's share of all sentences, and what it may be beyond these sources."""
    totals = shown.drop_duplicates("topic_id")
    most = max(float(totals["high"].max()), 0.01)
    figure.add_scatter(
        x=totals["topic_share"],
        y=list(range(len(topics))),
        xaxis="x2",
        mode="markers",
        error_x=intervals.whiskers(totals, "topic_share"),
        marker={"size": 8, "symbol": "circle", "color": theme.LIGHT_PAGE.muted, "opacity": 1},
        customdata=[[pick] for pick in totals["topic_pick"]],
        hovertext=[
            f"<b>{safe(row.topic)}</b><br>{100 * row.topic_share:.0f} % of the sentences; "
            f"{intervals.between(row.low, row.high)}"
            for row in each(totals)
        ],
        hoverinfo="text",
        name="95 % interval",
    )
    ticks = {"tickvals": [0, most], "ticktext": ["0", f"{100 * most:.0f} %"], "tickfont": {"size": theme.SMALL}}
    figure.update_layout(xaxis2=ticks | {"range": [-0.03 * most, 1.05 * most], "anchor": "y", "side": "top", "showgrid": True})


def _coverage_words(frame: Frame, cut: str) -> Words:
    topics = frame.drop_duplicates("topic_id")
    n = int(topics["n"].iloc[0])
    everywhere = topics[topics["topic_sources"] == n]
    nowhere, found = topics[topics["topic_sources"] == 0], topics[topics["topic_sources"] > 0]
    where = "every source" if n > 1 else "this source"
    title = f"{who(len(everywhere), len(topics), 'stand', 'topic')} in {where}"
    if len(nowhere):
        title += f"; {listed(list(nowhere['topic']), 2)} {'in none' if n > 1 else 'not'}"
    elif n > 1 and len(everywhere) < len(topics):
        least = found[found["topic_sources"] == found["topic_sources"].min()]
        title += f"; in fewest {listed(list(least['topic'])[::-1], 1)}, {of(least['topic_sources'].iloc[0], n)}"
    subtitle = joined(f"Share of the {unit(frame)}’s sentences on the topic; – not found", sampled(frame), cut)
    lines = [f"{row.topic}: {of(row.topic_sources, n)}, {count(row.topic_sentences, 'sentence')}" for row in each(topics)]
    return Words(title, subtitle, f"Matrix of topics by sources. {title}. " + "; ".join(lines[:20]) + ".")


@Chart
def co_occurrence(frame: Frame) -> Sheet:
    """Lower triangle of topics by topics, neighbours often said together: of the sentences on either, how many are on both.

    No network, however many topics: beyond 20 nodes, or where most are linked, matrices are read faster and with fewer errors
    (Ghoniem, Fekete and Castagliola 2004, doi:10.1109/INFVIS.2004.1).
    """
    order = {topic: place for place, topic in enumerate(frame.attrs.get("order", ()))}
    pairs = frame[frame["a_id"].isin(order) & frame["b_id"].isin(order)]
    there = pairs[pairs["together"] > 0]
    if there.empty:
        return empty("co_occurrence", frame, "No sentence here bears two topics at once.")
    most = there["jaccard"].max()
    figure = Sheet()
    cells(figure, [_pair(row, sorted((order[row.a_id], order[row.b_id])), most) for row in each(there)], "pairs of topics")
    labels = dict(zip([*pairs["a_id"], *pairs["b_id"]], [*pairs["a"], *pairs["b"]], strict=True))
    names = [labels[topic] for topic in order]
    left = rows(figure, names[1:], 34)
    above = columns(figure, names[:-1], 640 - left)
    figure.update_layout(showlegend=False)
    best = there.sort_values(["jaccard", "a_place", "b_place"], ascending=[False, True, True]).iloc[0]
    either = best["a_sentences"] + best["b_sentences"] - best["together"]
    bear = "bears" if best["together"] == 1 else "bear"
    those = f"{best['together']} of the {either} sentences" if either > 1 else "the only sentence"
    title = f"{listed([best['a'], best['b']])} are most closely tied: {those} on either {bear} both"
    topics = int(frame.attrs.get("topics", 0))
    cut = f"top {len(order)} of {topics} topics" if topics > len(order) else ""
    subtitle = joined(
        "Sentences bearing both topics; colour is their share of those bearing either (Jaccard)", sampled(frame), cut
    )
    ranked = there.sort_values("jaccard", ascending=False).head(8)
    alt = "; ".join(f"{row.a} with {row.b}: {row.together}, Jaccard {row.jaccard:.2f}" for row in each(ranked))
    return dressed(
        figure,
        "co_occurrence",
        Words(title, subtitle, f"Triangle of topic pairs. {title}. {alt}."),
        frame,
        {"l": left, "t": above, "r": overhang(names[:-1], 640 - left), "b": 8},
    )


def _pair(row: Any, ends: list[int], most: float) -> Cell:
    first, last = ends
    return Cell(first, last - 1, theme.sequential(row.jaccard / most), str(row.together), row.pick, _pair_hover(row))


def _pair_hover(row: Any) -> str:
    either = row.a_sentences + row.b_sentences - row.together
    both = f"{row.together:,} of {either:,} sentences on either<br>Jaccard {row.jaccard:.2f}"
    return f"<b>{safe(row.a)}</b> and <b>{safe(row.b)}</b><br>{both}"


@Chart
def placement(frame: Frame) -> Sheet:
    """A strip a source: ticks where each topic and, in the last row, any risk stands between start and end of the text."""
    if frame.empty:
        return empty("placement", frame, "No topic and no risk is found in the sources that the filters leave.")
    shown, cut = paneled(frame, "doc_id")
    codes = shown.drop_duplicates(["kind", "code_id"])
    codes = pd.concat([codes[codes["kind"] == "topic"].head(theme.ROWS - 1), codes[codes["kind"] == "risk"]])
    places = {key: place for place, key in enumerate(zip(codes["kind"], codes["code_id"], strict=True))}
    figure, panels = Sheet(), list(each(shown.drop_duplicates("doc_id").sort_values("position")))
    for number, panel in enumerate(panels):
        axis = "" if number == 0 else str(number + 1)
        part = shown[shown["doc_id"] == panel.doc_id].merge(codes[["kind", "code_id"]])
        risk = part["kind"] == "risk"
        color = theme.legible(theme.source_style(int(panel.position)).color)
        figure.add_scatter(
            x=part["percent"],
            y=[places[key] for key in zip(part["kind"], part["code_id"], strict=True)],
            mode="markers",
            xaxis=f"x{axis}",
            marker={
                "opacity": 1,
                "symbol": ["diamond" if is_risk else "line-ns" for is_risk in risk],
                "size": [7 if is_risk else 11 for is_risk in risk],
                "color": [theme.RISK.color if is_risk else color for is_risk in risk],
                "line": {"width": [0 if is_risk else 2 for is_risk in risk], "color": color},
            },
            customdata=[[pick] for pick in part["pick"]],
            hovertext=[f"<b>{safe(row.label)}</b><br>at {row.percent} % of {safe(row.source)}" for row in each(part)],
            hoverinfo="text",
            name=safe(panel.source),
        )
        width = 1 / len(panels)
        ends = ["start", "", "end"] if len(panels) <= 3 else ["", "half way", ""]
        ticks = {"tickvals": [0, 50, 100], "ticktext": ends, "showgrid": True, "range": [-4, 104]}
        figure.update_layout({f"xaxis{axis}": ticks | {"domain": [number * width, (number + 0.9) * width], "anchor": "y"}})
        look = {"font": {"size": theme.TEXT, "color": theme.LIGHT_PAGE.ink}, "xref": f"x{axis} domain"}
        note(figure, wrapped(panel.source, int(88 / len(panels)), 2), 0, 1, **look)
    left = rows(figure, list(codes["label"]), 34)
    figure.update_layout(showlegend=False)
    return dressed(figure, "placement", _placement_words(frame, cut), frame, {"l": left, "t": 40, "b": 24})


def _placement_words(frame: Frame, cut: str) -> Words:
    risks = frame[frame["kind"] == "risk"]
    first = risks.sort_values(["position", "percent"], kind="stable").drop_duplicates("doc_id")
    n = frame["doc_id"].nunique()
    late = int((first["percent"] >= 50).sum()) + n - len(first)
    title = f"The first risk is named in the first half of {of(n - late, n)}"
    if n == 1:
        title = f"The first risk is named {first['percent'].iloc[0]} % into the text" if len(first) else "No risk is named"
    subtitle = joined(
        "Place of each sentence between start and end of the text; ◆ any risk", sampled(frame), cut
    )
    lines = "; ".join(f"{plain(row.source)}: first risk at {row.percent} %" for row in each(first))
    return Words(title, subtitle, f"Strips of topics by place in the text. {title}. {lines or 'No risk is named'}.")
