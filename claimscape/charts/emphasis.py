"""Drawings of emphasis: codes that stand in a source more or less often than in the rest."""

from typing import Any

import numpy as np
import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, bar, dressed, each, empty, gap, note, paneled, rows
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import count, joined, plain, safe, sampled, times, wrapped
from claimscape.queries.emphasis import largest

Frame = pd.DataFrame
REACH = 16.0  # ratios beyond it are drawn at the edge; the hover gives the number
LOW_HIGH = ("over", "under")


@Chart
def emphasis(frame: Frame) -> Sheet:
    """Small multiples by source: dots with whiskers, the odds against the rest, grey where it cannot be told."""
    if frame.empty:
        return empty("emphasis", frame, "No source or no code is left by the filters.")
    shown, cut = paneled(frame, "unit")
    told = shown[shown["state"].isin(LOW_HIGH)]["code"]
    shown = shown[(shown["kind"] == "topic") | shown["code"].isin(told)]
    order = frame[frame["code"].isin(shown["code"])].drop_duplicates("code").head(theme.ROWS)
    places = {code: place for place, code in enumerate(order["code"])}
    figure = Sheet()
    panels = shown[shown["code"].isin(places)].groupby("position", sort=True)
    counts_only = bool(frame.attrs.get("counts_only"))
    most = float((shown["sentences"] / shown["of"]).max()) if counts_only else 0.0
    for number, (_, panel) in enumerate(panels):
        draw = _count_panel if counts_only else _ratio_panel
        draw(figure, panel, [places[code] for code in panel["code"]], number)
        _panel_axis(figure, panel, (number, len(panels)), most)
    left = rows(figure, list(order["label"]), 34)
    words = _counted_words(frame, cut) if counts_only else _emphasis_words(frame, cut)
    figure.update_layout(bargap=gap(len(order)), showlegend=False)
    return dressed(figure, "emphasis", words, frame, {"l": left, "t": 44, "b": 30, "r": 20})


def _ratio_panel(figure: Sheet, panel: Frame, places: list[int], number: int) -> None:
    axis = "" if number == 0 else str(number + 1)
    clear = panel["state"].isin(LOW_HIGH)
    style = theme.source_style(int(panel["position"].iloc[0]))
    color = theme.legible(style.color)
    middle, low, high = (np.clip(panel[name].to_numpy(float), 1 / REACH, REACH) for name in ("ratio", "low", "high"))
    ends = {
        "array": high - middle,
        "arrayminus": middle - low,
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
        text=[f"<b>{times(row.ratio)}</b>" if told else "" for told, row in zip(clear, each(panel), strict=True)],
        textposition="top center",
        cliponaxis=False,
        textfont={"size": theme.SMALL},
        customdata=[[pick] for pick in panel["pick"]],
        hovertext=[_ratio_hover(row) for row in each(panel)],
        hoverinfo="text",
        name=safe(panel["source"].iloc[0]),
    )


def _ratio_hover(row: Any) -> str:
    said = {"over": "more than the rest", "under": "less than the rest"}.get(row.state, "a difference cannot be told")
    here, rest = f"{row.sentences:,} of {row.of:,} sentences", f"rest {row.rest:,} of {row.rest_of:,}"
    interval = f"{times(row.ratio)} the odds (95 % {row.low:.2g} to {row.high:.2g})"
    spread = f"dispersion over sources {row.dispersion:.2f}"
    return f"<b>{safe(row.label)}</b><br>{safe(row.source)}: {here}; {rest}<br>{interval}: {said}<br>{spread}"


def _count_panel(figure: Sheet, panel: Frame, places: list[int], number: int) -> None:
    style = theme.source_style(int(panel["position"].iloc[0]))
    figure.add_bar(
        x=panel["sentences"] / panel["of"],
        y=places,
        xaxis="x" if number == 0 else f"x{number + 1}",
        orientation="h",
        text=panel["sentences"],
        customdata=[[pick] for pick in panel["pick"]],
        hovertext=[
            f"<b>{safe(row.label)}</b><br>{safe(row.source)}: {row.sentences} of {row.of} sentences" for row in each(panel)
        ],
        **bar(style, name=safe(panel["source"].iloc[0]), textposition="outside", cliponaxis=False),
    )


def _panel_axis(figure: Sheet, panel: Frame, place: tuple[int, int], most: float) -> None:
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
    note(figure, wrapped(panel["source"].iloc[0], int(88 / panels), 2), 0, 1, **title)


def _emphasis_words(frame: Frame, cut: str) -> Words:
    best = largest(frame)
    made = f"{frame.attrs.get('comparisons', len(frame)):,} comparisons made, Benjamini–Hochberg over all"
    if len(best):
        first = best.iloc[0]
        more = f"; {count(len(best) - 1, 'more difference')} can be told" if len(best) > 1 else ""
        here, rest = first["sentences"] / first["of"], first["rest"] / max(first["rest_of"], 1)
        said = "more" if first["state"] == "over" else "less"
        shares = f"{here:.0%} of its sentences, {rest:.0%} of the others’".replace("%", " %")
        title = f"{first['source']} speaks {said} of “{first['label']}”: {shares}{more}"
    else:
        title = "No difference in emphasis between these sources can be told from chance"
    subtitle = joined(
        "Odds against the other sources, shrunken log-odds with 95 % whiskers; grey: cannot tell", made, sampled(frame), cut
    )
    lines = "; ".join(f"{plain(row.source)}, {row.label}: {times(row.ratio)} ({row.state})" for row in each(best.head(12)))
    return Words(title, subtitle, f"Dots with whiskers by source. {title}. {lines}")


def _counted_words(frame: Frame, cut: str) -> Words:
    n = frame.attrs.get("all_sources", frame["unit"].nunique())
    title = f"Counts only: {count(n, 'source')} {'is' if n == 1 else 'are'} too few to tell emphasis from chance"
    subtitle = joined(
        "Sentences on each topic, bars by their share of the source; from five sources on, each is compared with the rest",
        sampled(frame),
        cut,
    )
    most = frame[frame["kind"] == "topic"].sort_values("sentences", ascending=False, kind="stable").head(10)
    lines = "; ".join(f"{plain(row.source)}, {row.label}: {row.sentences} of {row.of}" for row in each(most))
    return Words(title, subtitle, f"Bars of sentences by topic and source. {lines}.")
