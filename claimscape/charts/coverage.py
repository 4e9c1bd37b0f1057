"""Drawings of who speaks of what: matrix, silence, pairs of topics, place in the text."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from claimscape import theme
from claimscape.charts.dress import (
    Words,
    columns,
    count,
    dressed,
    each,
    empty,
    joined,
    listed,
    note,
    numbers,
    of,
    plain,
    rows,
    safe,
    sampled,
    share,
    top,
    trust,
    wrapped,
)
from claimscape.charts.matrix import MISSING, Grid, matrix
from claimscape.charts.sheet import Sheet

Frame = pd.DataFrame


def coverage(frame: Frame) -> go.Figure:
    """Matrix of topics by sources; an empty cell is drawn as absent, not as pale."""
    if frame.empty:
        return empty("coverage", frame, "No source or no topic is left by the filters.")
    shown, cut = top(frame, "topic_id", theme.ROWS)
    shown, cut_sources = top(shown, "doc_id", theme.COLUMNS)
    topics, sources = list(shown["topic_id"].drop_duplicates()), list(shown["doc_id"].drop_duplicates())
    figure = Sheet()
    _cells(figure, shown, (topics, sources), float(frame.attrs.get("scale", 1.0)))
    left = rows(figure, list(shown.drop_duplicates("topic_id")["topic"]), 34)
    _margins(figure, shown, topics)
    above = columns(figure, list(shown.drop_duplicates("doc_id")["source"]), 700 - left)
    figure.update_layout(xaxis={"domain": [0, 0.84]}, xaxis2={"domain": [0.86, 1.0], "visible": False}, barmode="overlay")
    figure.update_layout(bargap=0, showlegend=False)
    words = _coverage_words(frame, joined(cut, cut_sources and cut_sources + " sources"))
    return dressed(figure, "coverage", words, frame, {"l": left, "t": above, "r": 48, "b": 8})


def _cells(figure: Sheet, shown: Frame, order: tuple[list[str], list[str]], scale: float) -> None:
    """Cells are bars, for heat maps fire no selection event (streamlit#8760); their outline shows pale ones too."""
    topics, sources = ({name: place for place, name in enumerate(names)} for names in order)
    wide = max(len(topics), len(sources)) > 20
    there = shown[shown["sentences"] > 0]
    fills = [theme.sequential(value / scale if scale else 0) for value in there["share"]]
    figure.add_bar(
        x=[sources[name] for name in there["doc_id"]],
        base=[topics[name] - 0.46 for name in there["topic_id"]],
        y=[0.92] * len(there),
        width=0.96,
        marker={"color": fills, "line": {"color": theme.OUTLINE, "width": 0.5}, "cornerradius": 2},
        text=None
        if wide
        else [share(a, b) if b >= 20 else f"{a}/{b}" for a, b in zip(there["sentences"], there["of"], strict=True)],
        **numbers([theme.text_on(fill) for fill in fills]),
        customdata=[[pick] for pick in there["pick"]],
        hovertext=_cell_hovers(there),
        name="topics by sources",
    )
    absent = shown[shown["sentences"] == 0]
    figure.add_scatter(
        x=[sources[name] for name in absent["doc_id"]],
        y=[topics[name] for name in absent["topic_id"]],
        mode="text",
        text=["–"] * len(absent),
        textfont={"color": theme.LIGHT_PAGE.muted},
        customdata=[[pick] for pick in absent["pick"]],
        hovertext=[f"{safe(row.topic)}<br>not found in {safe(row.source)}<br>{trust(row)}" for row in each(absent)],
        hoverinfo="text",
        name="not found",
    )


def _cell_hovers(there: Frame) -> list[str]:
    lines = ((row, f"{row.sentences:,} of {row.of:,} sentences") for row in each(there))
    return [f"<b>{safe(row.topic)}</b><br>{safe(row.source)}<br>{found}<br>{trust(row)}" for row, found in lines]


def _margins(figure: Sheet, shown: Frame, topics: list[str]) -> None:
    """Bars at the right edge: sentences of each topic in all sources, and in how many sources."""
    totals = shown.drop_duplicates("topic_id")
    n = shown["doc_id"].nunique()
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


def _coverage_words(frame: Frame, cut: str) -> Words:
    topics, n = frame.drop_duplicates("topic_id"), frame["doc_id"].nunique()
    everywhere = topics[topics["topic_sources"] == n]
    nowhere, found = topics[topics["topic_sources"] == 0], topics[topics["topic_sources"] > 0]
    title = f"{len(everywhere)} of {len(topics)} topics stand in {'every source' if n > 1 else 'this source'}"
    if len(nowhere):
        title += f"; {listed(list(nowhere['topic']), 2)} {'in none' if n > 1 else 'not'}"
    elif n > 1 and len(everywhere) < len(topics):
        title += f"; least “{found.iloc[-1]['topic']}”, {of(found.iloc[-1]['topic_sources'], n)}"
    subtitle = joined("Share of the source’s sentences on the topic; – not found", sampled(frame), cut)
    lines = [f"{row.topic}: {of(row.topic_sources, n)}, {count(row.topic_sentences, 'sentence')}" for row in each(topics)]
    return Words(title, subtitle, f"Matrix of topics by sources. {title}. " + "; ".join(lines[:20]) + ".")


def silence(frame: Frame) -> go.Figure:
    """Codebook entries that fewest sources have: a dot a source, filled where found; beyond 30 sources a bar."""
    if frame.empty:
        return empty("silence", frame, "No source or no codebook entry is left by the filters.")
    keyed = frame.assign(
        code=frame["kind"] + ":" + frame["code_id"], found=frame["sentences"].gt(0).map({True: "found", False: ""})
    )
    shown, cut = top(keyed, "code", theme.ROWS)
    looks = {"found": theme.Style("found", theme.BENEFIT.color, "circle", ""), "": MISSING}
    figure = Sheet()
    margin = matrix(figure, shown, Grid("code", "label", "found", looks, "code_pick", _silence_tail, _found))
    return dressed(figure, "silence", _silence_words(keyed, cut), frame, margin)


def _silence_tail(row: Any) -> str:
    return f"{row.kind} · {row.k} of {row.n}" + (f", {count(row.total, 'sentence')}" if row.total else "")


def _found(row: Any) -> str:
    return count(row.sentences, "sentence") if row.sentences else "not found in the text"


def _silence_words(keyed: Frame, cut: str) -> Words:
    codes = keyed.drop_duplicates("code")
    n, none = int(codes["n"].iloc[0]), codes[codes["k"] == 0]
    least = codes[codes["k"] == codes["k"].min()]
    where = f"none of the {n} sources" if len(none) else of(int(least["k"].iloc[0]), n)
    if n == 1:
        where = "not in this source" if len(none) else "in this source"
    verb = "stands" if len(least) == 1 else "stand"
    title = f"{len(least)} of {len(codes)} codebook entries {verb} in {where}: {listed(list(least['label']), 2)}"
    if n == 1:
        title = f"{len(none)} of {len(codes)} codebook entries are not found in this source"
    subtitle = joined("Sources in which an entry is found; not found in the text is not denial", sampled(keyed), cut)
    lines = "; ".join(f"{row.label}: {of(row.k, row.n)}" for row in each(codes.head(theme.ROWS)))
    return Words(title, subtitle, f"List of the emptiest codebook entries. {lines}.")


def co_occurrence(frame: Frame) -> go.Figure:
    """Lower triangle of topics by topics: of the sentences on either, how many are on both."""
    pairs = frame[(frame["a_place"] <= 16) & (frame["b_place"] <= 16)]
    if pairs.empty or not pairs["together"].any():
        return empty("co_occurrence", frame, "No sentence here bears two topics at once.")
    there = pairs[pairs["together"] > 0]
    fills = [theme.sequential(value / there["jaccard"].max()) for value in there["jaccard"]]
    figure = Sheet()
    figure.add_bar(
        x=there["a_place"] - 1,
        base=there["b_place"] - 2 - 0.46,
        y=[0.92] * len(there),
        width=0.94,
        marker={"color": fills, "line": {"color": theme.OUTLINE, "width": 0.5}, "cornerradius": 2},
        text=there["together"],
        **numbers([theme.text_on(fill) for fill in fills]),
        customdata=[[pick] for pick in there["pick"]],
        hovertext=[_pair_hover(row) for row in each(there)],
        name="pairs of topics",
    )
    left = rows(figure, list(pairs.drop_duplicates("b_id").sort_values("b_place")["b"]), 34)
    names = list(pairs.drop_duplicates("a_id").sort_values("a_place")["a"])
    above = columns(figure, names, 640 - left)
    figure.update_layout(barmode="overlay", bargap=0, showlegend=False)
    best = there.sort_values(["jaccard", "a_place", "b_place"], ascending=[False, True, True]).iloc[0]
    either = best["a_sentences"] + best["b_sentences"] - best["together"]
    title = f"Most often said together: {best['a']} and {best['b']}, in {best['together']} of {either} sentences on either"
    cut = f"top 16 of {int(frame['b_place'].max())} topics" if frame["b_place"].max() > 16 else ""
    subtitle = joined(
        "Sentences bearing both topics; colour is their share of those bearing either (Jaccard)", sampled(frame), cut
    )
    ranked = there.sort_values("jaccard", ascending=False).head(8)
    alt = "; ".join(f"{row.a} with {row.b}: {row.together}, Jaccard {row.jaccard:.2f}" for row in each(ranked))
    return dressed(
        figure,
        "co_occurrence",
        Words(title, subtitle, f"Triangle of topic pairs. {alt}."),
        frame,
        {"l": left, "t": above, "b": 8},
    )


def _pair_hover(row: Any) -> str:
    either = row.a_sentences + row.b_sentences - row.together
    both = f"{row.together:,} of {either:,} sentences on either<br>Jaccard {row.jaccard:.2f}"
    return f"<b>{safe(row.a)}</b> and <b>{safe(row.b)}</b><br>{both}"


def placement(frame: Frame) -> go.Figure:
    """A strip a source: ticks where each topic and, in the last row, any risk stands between start and end of the text."""
    if frame.empty:
        return empty("placement", frame, "No topic and no risk is found in the sources that the filters leave.")
    shown, cut = top(frame, "doc_id", theme.PANELS)
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
        note(figure, wrapped(panel.source, int(84 / len(panels)), 2), 0, 1, **look)
    left = rows(figure, list(codes["label"]), 34)
    figure.update_layout(showlegend=False)
    return dressed(figure, "placement", _placement_words(frame, cut), frame, {"l": left, "t": 40, "b": 24})


def _placement_words(frame: Frame, cut: str) -> Words:
    risks = frame[frame["kind"] == "risk"]
    first = risks.sort_values(["position", "percent"], kind="stable").drop_duplicates("doc_id")
    n = frame["doc_id"].nunique()
    late = int((first["percent"] >= 50).sum()) + n - len(first)
    title = f"Risks are named in the first half of {of(n - late, n)}"
    if n == 1:
        title = f"The first risk is named {first['percent'].iloc[0]} % into the text" if len(first) else "No risk is named"
    subtitle = joined(
        "Place of each sentence between start and end of the text; ◆ any risk", sampled(frame), cut and cut + " sources"
    )
    lines = "; ".join(f"{plain(row.source)}: first risk at {row.percent} %" for row in each(first))
    return Words(title, subtitle, f"Strips of topics by place in the text. {title}. {lines or 'No risk is named'}.")
