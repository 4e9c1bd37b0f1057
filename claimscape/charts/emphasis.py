"""Drawings of emphasis: codes and words that a source uses more or less than the rest."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from claimscape import theme
from claimscape.charts.cloud import data_address, packed, svg
from claimscape.charts.dress import (
    Words,
    bar,
    count,
    dressed,
    empty,
    joined,
    listed,
    note,
    plain,
    rows,
    safe,
    sampled,
    short,
    top,
    wrapped,
)

Frame = pd.DataFrame
REACH = 16.0  # ratios beyond it are drawn at the edge; the hover gives the number
WORDS_A_PANEL = {1: 20, 2: 18, 3: 16}
LOW_HIGH = ("over", "under")
NO_WORD = "No word stands three times or more in a source that the filters leave, and more often than in the rest."


def emphasis(frame: Frame) -> go.Figure:
    """Small multiples by source: dots with whiskers, "2.7 times as much" as the rest, grey where it cannot be told."""
    if frame.empty:
        return empty("emphasis", frame, "No source or no code is left by the filters.")
    shown, cut = top(frame.sort_values("position", kind="stable"), "doc_id", theme.PANELS)
    told = shown[shown["state"].isin(LOW_HIGH)]["code"]
    shown = shown[(shown["kind"] == "topic") | shown["code"].isin(told)]
    order = frame[frame["code"].isin(shown["code"])].drop_duplicates("code").head(theme.ROWS)
    places = {code: place for place, code in enumerate(order["code"])}
    figure = go.Figure()
    panels = shown[shown["code"].isin(places)].groupby("position", sort=True)
    counts_only = bool(frame.attrs.get("counts_only"))
    most = float((shown["sentences"] / shown["of"]).max()) if counts_only else 0.0
    for number, (_, panel) in enumerate(panels):
        draw = _count_panel if counts_only else _ratio_panel
        draw(figure, panel, [places[code] for code in panel["code"]], number)
        _panel_axis(figure, panel, (number, len(panels)), most)
    left = rows(figure, list(order["label"]), 30)
    words = _counted_words(frame, cut) if counts_only else _emphasis_words(frame, cut)
    figure.update_layout(bargap=0.3, showlegend=False)
    return dressed(figure, "emphasis", words, frame, {"l": left, "t": 44, "b": 30, "r": 20})


def _ratio_panel(figure: go.Figure, panel: Frame, places: list[int], number: int) -> None:
    axis = "" if number == 0 else str(number + 1)
    clear = panel["state"].isin(LOW_HIGH)
    style = theme.source_style(int(panel["position"].iloc[0]))
    color = theme.legible(style.color)
    middle = panel["ratio"].clip(1 / REACH, REACH)
    ends = {
        "array": panel["high"].clip(1 / REACH, REACH) - middle,
        "arrayminus": middle - panel["low"].clip(1 / REACH, REACH),
        "color": theme.OUTLINE,
        "thickness": 1.2,
        "width": 0,
    }
    figure.add_scatter(
        x=middle,
        y=places,
        xaxis=f"x{axis}",
        mode="markers+text",
        error_x=ends | {"type": "data", "symmetric": False},
        marker={
            "size": [11 if told else 8 for told in clear],
            "symbol": [style.shape if told else "circle" for told in clear],
            "color": [color if told else theme.LIGHT_PAGE.background for told in clear],
            "line": {"color": [color if told else theme.OUTLINE for told in clear], "width": 1.5},
            "opacity": 1,
        },
        text=[f"<b>{times(row.ratio)}</b>" if told else "" for told, row in zip(clear, panel.itertuples(), strict=True)],
        textposition="top center",
        cliponaxis=False,
        textfont={"size": theme.SMALL},
        customdata=[[pick] for pick in panel["pick"]],
        hovertext=[_ratio_hover(row) for row in panel.itertuples()],
        hoverinfo="text",
        name=safe(panel["source"].iloc[0]),
    )


def times(ratio: float) -> str:
    """ "2.7×" as much, or "0.4×"."""
    return f"{ratio:.1f}×" if ratio >= 0.1 else "<0.1×"


def _ratio_hover(row: Any) -> str:
    said = {"over": "more than the rest", "under": "less than the rest"}.get(row.state, "a difference cannot be told")
    here, rest = f"{row.sentences:,} of {row.of:,} sentences", f"rest {row.rest:,} of {row.rest_of:,}"
    interval = f"{times(row.ratio)} as much (95 % {row.low:.2g} to {row.high:.2g})"
    spread = f"dispersion over sources {row.dispersion:.2f}"
    return f"<b>{safe(row.label)}</b><br>{safe(row.source)}: {here}; {rest}<br>{interval}: {said}<br>{spread}"


def _count_panel(figure: go.Figure, panel: Frame, places: list[int], number: int) -> None:
    style = theme.source_style(int(panel["position"].iloc[0]))
    figure.add_bar(
        x=panel["sentences"] / panel["of"],
        y=places,
        xaxis="x" if number == 0 else f"x{number + 1}",
        orientation="h",
        text=panel["sentences"],
        customdata=[[pick] for pick in panel["pick"]],
        hovertext=[
            f"<b>{safe(row.label)}</b><br>{safe(row.source)}: {row.sentences} of {row.of} sentences"
            for row in panel.itertuples()
        ],
        **bar(style, name=safe(panel["source"].iloc[0]), textposition="outside", cliponaxis=False),
    )


def _panel_axis(figure: go.Figure, panel: Frame, place: tuple[int, int], most: float) -> None:
    """The axis of a panel: shares up to `most` where only counts are shown, ratios where most is 0."""
    number, panels = place
    axis = "" if number == 0 else str(number + 1)
    domain = [number / panels, (number + 0.92) / panels]
    if most:
        look: dict[str, Any] = {"showticklabels": False, "showgrid": False, "zeroline": True, "rangemode": "tozero"}
        look |= {"range": [0, most * 1.25], "zerolinecolor": theme.LIGHT_PAGE.axis}
    else:
        marks = {0.125: "⅛", 0.5: "½", 1: "1×", 2: "2×", 8: "8×"} if panels <= 3 else {0.125: "⅛", 1: "1×", 8: "8×"}
        ticks = {"tickvals": list(marks), "ticktext": list(marks.values()), "tickfont": {"size": theme.SMALL}}
        look = {"type": "log", "range": [-np.log10(REACH) * 1.05, np.log10(REACH) * 1.05], "showgrid": True} | ticks
        line = {"color": theme.LIGHT_PAGE.axis, "width": 1}
        figure.add_shape(type="line", x0=1, x1=1, y0=0, y1=1, xref=f"x{axis}", yref="paper", layer="below", line=line)
    figure.update_layout({f"xaxis{axis}": look | {"domain": domain, "anchor": "y"}})
    title = {"font": {"size": theme.TEXT, "color": theme.LIGHT_PAGE.ink}, "xref": f"x{axis} domain", "yshift": 6}
    note(figure, wrapped(panel["source"].iloc[0], int(84 / panels), 2), 0, 1, **title)


def _emphasis_words(frame: Frame, cut: str) -> Words:
    told = frame[frame["state"].isin(LOW_HIGH)].copy()
    told["size"] = np.abs(np.log(told["ratio"]))
    best = told.sort_values(["size", "code", "position"], ascending=[False, True, True])
    made = f"{frame.attrs.get('comparisons', len(frame)):,} comparisons made, Benjamini–Hochberg over all"
    if len(best):
        first = best.iloc[0]
        more = f"; {count(len(best) - 1, 'more difference')} can be told" if len(best) > 1 else ""
        title = f"{first['source']} speaks {times(first['ratio'])} as much as the rest of “{first['label']}”{more}"
    else:
        title = "No difference in emphasis between these sources can be told from chance"
    subtitle = joined(
        "Odds against the other sources, shrunken log-odds with 95 % whiskers; grey: cannot tell", made, sampled(frame), cut
    )
    lines = "; ".join(
        f"{plain(row.source)}, {row.label}: {times(row.ratio)} ({row.state})" for row in best.head(12).itertuples()
    )
    return Words(title, subtitle, f"Dots with whiskers by source. {title}. {lines}")


def _counted_words(frame: Frame, cut: str) -> Words:
    n = frame.attrs.get("all_sources", frame["doc_id"].nunique())
    title = f"Counts only: {count(n, 'source')} {'is' if n == 1 else 'are'} too few to tell emphasis from chance"
    subtitle = joined(
        "Sentences on each topic, bars by their share of the source; from five sources on, each is compared with the rest",
        sampled(frame),
        cut,
    )
    most = frame[frame["kind"] == "topic"].sort_values("sentences", ascending=False, kind="stable").head(10)
    lines = "; ".join(f"{plain(row.source)}, {row.label}: {row.sentences} of {row.of}" for row in most.itertuples())
    return Words(title, subtitle, f"Bars of sentences by topic and source. {lines}.")


def distinctive_words(frame: Frame) -> go.Figure:
    """Sorted bars of the words that set each source apart, a panel a source; hatched where it cannot be told."""
    if frame.empty:
        return empty("distinctive_words", frame, NO_WORD)
    shown, cut = top(frame, "doc_id", theme.PANELS)
    figure = go.Figure()
    panels = list(shown.groupby("position", sort=True))
    most = WORDS_A_PANEL.get(len(panels), 8)
    for number, (x, y) in enumerate(_grid(len(panels), 0.34)):
        panel, axis = panels[number][1].head(most), "" if number == 0 else str(number + 1)
        _word_bars(figure, panel, axis, bool(frame.attrs.get("alone")))
        texts = [short(word, 17) for word in panel["word"]]
        ticks = {"tickvals": list(range(len(panel))), "ticktext": texts, "tickfont": {"size": theme.SMALL}, "showgrid": False}
        figure.update_layout({f"yaxis{axis}": ticks | {"domain": y, "anchor": f"x{axis}", "range": [most - 0.5, -0.5]}})
        _word_title(figure, panel, axis, 110)
        figure.update_layout({f"xaxis{axis}": {"domain": x, "anchor": f"y{axis}", "visible": False, "rangemode": "tozero"}})
        _as_often(figure, axis, bool(frame.attrs.get("alone")))
    figure.update_layout(bargap=0.25)
    return dressed(figure, "distinctive_words", _words_words(frame, cut), frame, {"l": 8, "t": 36, "b": 8, "r": 40})


def _as_often(figure: go.Figure, axis: str, alone: bool) -> None:
    """A line where a word is as frequent as in the rest: bars that end before it may not set the source apart."""
    if not alone:
        line = {"color": theme.LIGHT_PAGE.muted, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=1, x1=1, y0=0, y1=1, xref=f"x{axis}", yref=f"y{axis} domain", line=line)


def _sure(frame: Frame) -> Frame:
    """Words that are more frequent here than in the rest at the low end of their interval, or all where there is no rest."""
    return frame if frame.attrs.get("alone") else frame[frame["low"] > 1]


def _grid(panels: int, label: float) -> Iterator[tuple[list[float], list[float]]]:
    """Domains of panels side by side, from four on in two rows; `label` is the part of a panel kept for its labels."""
    across = panels if panels <= 3 else -(-panels // 2)
    down = 1 if panels <= 3 else 2
    for number in range(panels):
        row, column = divmod(number, across)
        x = [(column + label * (1 if panels > 1 else 0.45)) / across, (column + 0.9) / across]
        y = [1 - (row + 0.88 if down == 2 else row + 1) / down, 1 - row / down - (0.04 * row)]
        yield x, y


def _word_title(figure: go.Figure, panel: Frame, axis: str, back: int) -> None:
    look = {"font": {"size": theme.TEXT, "color": theme.LIGHT_PAGE.ink, "weight": 700}, "yshift": 4, "xshift": -back}
    place = {"xref": f"x{axis} domain", "yref": f"y{axis} domain"}
    note(figure, short(panel["source"].iloc[0], 36), 0, 1, **(look | place))


def _word_bars(figure: go.Figure, panel: Frame, axis: str, alone: bool) -> None:
    style = theme.source_style(int(panel["position"].iloc[0]))
    sure = panel["state"].isin(LOW_HIGH) | alone
    settings = bar(style, name=safe(panel["source"].iloc[0]), textposition="outside", cliponaxis=False)
    settings["marker"]["pattern"]["shape"] = ["" if told else "/" for told in sure]
    settings["outsidetextfont"] = {"size": theme.SMALL}
    figure.add_bar(
        x=panel["score"],
        y=list(range(len(panel))),
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        orientation="h",
        text=[
            f"{row.count_}" if alone else f"{times(row.score)} · {row.count_}"
            for row in panel.rename(columns={"count": "count_"}).itertuples()
        ],
        customdata=[[pick] for pick in panel["pick"]],
        hovertext=[_word_hover(row, alone) for row in panel.rename(columns={"count": "count_"}).itertuples()],
        **settings,
    )


def _word_hover(row: Any, alone: bool) -> str:
    here = f"<b>{safe(row.word)}</b><br>{safe(row.source)}: {row.count_:,} of {row.of:,} words; dispersion {row.dispersion:.2f}"
    if alone:
        return here
    rest = f"rest: {row.rest:,} of {row.rest_of:,}"
    return f"{here}<br>{rest}<br>{times(row.ratio)} as often (95 % {row.low:.2g} to {row.high:.2g})"


def _words_words(frame: Frame, cut: str) -> Words:
    firsts = _sure(frame).sort_values("score", ascending=False, kind="stable").drop_duplicates("doc_id")
    if frame.attrs.get("alone"):
        title = f"Most frequent words of {firsts.iloc[0]['source']}: {listed(list(frame['word'].head(3)))}"
        measure = "Count of each word; one source has no rest to be compared with"
    else:
        parts = [f"“{row.word}” sets {row.source} apart" for row in firsts.head(2).itertuples()]
        title = "; ".join(parts) or "No word is surely more frequent in one source than in the rest"
        measure = "At least so many times the odds in the other sources (low end of the 95 % interval) · count; hatched: cannot tell; dotted: as often"
    subtitle = joined(measure, sampled(frame), cut and cut + " sources")
    groups = _sure(frame).groupby("position", sort=True)
    lines = "; ".join(f"{plain(group['source'].iloc[0])}: {', '.join(group['word'].head(6))}" for _, group in groups)
    return Words(title, subtitle, f"Bars of distinctive words by source. {lines}.")


def wordcloud(frame: Frame) -> go.Figure:
    """A cloud a source, letters sized by the score of `distinctive_words`; the same words always lie in the same place."""
    if frame.empty:
        return empty("wordcloud", frame, NO_WORD)
    shown, cut = top(frame, "doc_id", theme.PANELS)
    figure = go.Figure()
    panels = list(shown.groupby("position", sort=True))
    for number, (x, y) in enumerate(_grid(len(panels), 0.0)):
        axis = "" if number == 0 else str(number + 1)
        _cloud(figure, panels[number][1], axis, ((x[1] - x[0]) * 900, (y[1] - y[0]) * 390))
        figure.update_layout({f"xaxis{axis}": {"domain": x, "anchor": f"y{axis}", "visible": False}})
        figure.update_layout({f"yaxis{axis}": {"domain": y, "anchor": f"x{axis}", "visible": False}})
        _word_title(figure, panels[number][1], axis, 0)
    words = _words_words(frame, cut)
    measure = (
        "Size: count of the word"
        if frame.attrs.get("alone")
        else "Size: how surely the word is more frequent here than in the rest"
    )
    subtitle = joined(measure, sampled(frame), cut and cut + " sources")
    cloud = Words(words.title, subtitle, words.alt.replace("Bars of", "Word clouds of", 1))
    return dressed(figure, "wordcloud", cloud, frame, {"l": 24, "t": 40, "b": 8, "r": 24})


def _cloud(figure: go.Figure, panel: Frame, axis: str, sheet: tuple[float, float]) -> None:
    """The picture and, over it, a mark a word that cannot be seen but pointed at."""
    width, height = sheet
    most = 60 if width > 500 else 30
    placed = packed(list(zip(panel["word"], panel["score"], strict=True))[:most], width, height)
    color = theme.legible(theme.source_style(int(panel["position"].iloc[0])).color)
    where = {"xref": f"x{axis}", "yref": f"y{axis}", "x": 0, "y": 0, "sizex": width, "sizey": height, "sizing": "stretch"}
    figure.add_layout_image(source=data_address(svg(placed, color, width, height)), xanchor="left", yanchor="top", **where)
    row_of = {plain(row.word): row for row in panel.rename(columns={"count": "count_"}).itertuples()}
    hits = [row_of[spot.word] for spot in placed]
    figure.add_scatter(
        x=[spot.x + spot.length / 2 for spot in placed],
        y=[spot.y - spot.size * 0.3 for spot in placed],
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        mode="markers",
        marker={"size": [spot.size * 1.4 for spot in placed], "opacity": 0, "color": color},
        customdata=[[row.pick] for row in hits],
        hovertext=[_word_hover(row, row.state == "") for row in hits],
        hoverinfo="text",
        name=safe(panel["source"].iloc[0]),
    )
    figure.update_layout({f"xaxis{axis}": {"range": [0, width]}, f"yaxis{axis}": {"range": [height, 0]}})
