"""Drawings of the words that set a source apart: sorted bars, and the same as clouds."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.cloud import data_address, packed, svg
from claimscape.charts.dress import Words, bar, dressed, each, empty, note, paneled
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import joined, listed, plain, safe, sampled, short, times

Frame = pd.DataFrame
NUMBERS = 60  # pixels of "12.3× · 45" after a bar
WORDS_A_PANEL = {1: 20, 2: 18, 3: 16}
NO_WORD = "No word stands three times or more in a source that the filters leave, and more often than in the rest."
LOW_HIGH = ("over", "under")


@Chart
def distinctive_words(frame: Frame) -> Sheet:
    """Sorted bars of the words that set each source apart, a panel a source; hatched where it cannot be told."""
    if frame.empty:
        return empty("distinctive_words", frame, NO_WORD)
    shown, cut = paneled(frame, "unit")
    figure = Sheet()
    panels = list(shown.groupby("position", sort=True))
    most = WORDS_A_PANEL.get(len(panels), 8)
    across, alone = _across(len(panels)), bool(frame.attrs.get("alone"))
    for number, (x, y) in enumerate(_grid(len(panels), 0.34 if across <= 3 else 0.42)):
        panel, axis = panels[number][1].head(most), "" if number == 0 else str(number + 1)
        _word_bars(figure, panel, axis, alone)
        texts = [short(word, 17 if across <= 3 else 15) for word in panel["word"]]
        ticks = {"tickvals": list(range(len(panel))), "ticktext": texts, "tickfont": {"size": theme.SMALL}, "showgrid": False}
        figure.update_layout({f"yaxis{axis}": ticks | {"domain": y, "anchor": f"x{axis}", "range": [most - 0.5, -0.5]}})
        _word_title(figure, panel, axis, (number % across) / across, min(36, 108 // across))
        pixels = (x[1] - x[0]) * (theme.WIDTH - 48)
        reach = [0, float(panel["score"].max()) * pixels / max(pixels - NUMBERS, 20)]  # the longest bar's numbers end with it
        figure.update_layout({f"xaxis{axis}": {"domain": x, "anchor": f"y{axis}", "visible": False, "range": reach}})
        _as_often(figure, axis, alone)
    figure.update_layout(bargap=0.25)
    return dressed(figure, "distinctive_words", _words_words(frame, cut), frame, {"l": 8, "t": 36, "b": 8, "r": 40})


def _as_often(figure: Sheet, axis: str, alone: bool) -> None:
    """A line where a word is as frequent as in the rest: bars that end before it may not set the source apart."""
    if not alone:
        line = {"color": theme.LIGHT_PAGE.muted, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=1, x1=1, y0=0, y1=1, xref=f"x{axis}", yref=f"y{axis} domain", line=line)


def _sure(frame: Frame) -> Frame:
    """Words that are more frequent here than in the rest at the low end of their interval, or all where there is no rest."""
    return frame if frame.attrs.get("alone") else frame[frame["low"] > 1]


def _grid(panels: int, label: float) -> Iterator[tuple[list[float], list[float]]]:
    """Domains of panels side by side, from four on in two rows; `label` is the part of a panel kept for its labels."""
    across = _across(panels)
    down = 1 if panels <= 3 else 2
    for number in range(panels):
        row, column = divmod(number, across)
        x = [(column + label * (1 if panels > 1 else 0.45)) / across, (column + 0.9) / across]
        y = [1 - (row + 0.88 if down == 2 else row + 1) / down, 1 - row / down - (0.04 * row)]
        yield x, y


def _across(panels: int) -> int:
    """Panels in a row."""
    return panels if panels <= 3 else -(-panels // 2)


def _word_title(figure: Sheet, panel: Frame, axis: str, start: float, letters: int) -> None:
    """The name of a panel above its labels; `start` is where the panel begins on the sheet, 0 to 1."""
    look = {"font": {"size": theme.TEXT, "color": theme.LIGHT_PAGE.ink, "weight": 700}, "yshift": 4}
    note(figure, short(panel["source"].iloc[0], letters), start, 1, **(look | {"yref": f"y{axis} domain"}))


def _word_bars(figure: Sheet, panel: Frame, axis: str, alone: bool) -> None:
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
            for row in each(panel.rename(columns={"count": "count_"}))
        ],
        customdata=[[pick] for pick in panel["pick"]],
        hovertext=[_word_hover(row, alone) for row in each(panel.rename(columns={"count": "count_"}))],
        **settings,
    )


def _word_hover(row: Any, alone: bool) -> str:
    others = row.forms.split()[1:]
    together = f"<br>with {short(', '.join(others), 60)}" if others else ""
    here = f"<b>{safe(row.word)}</b>{together}<br>"
    here += f"{safe(row.source)}: {row.count_:,} of {row.of:,} words; dispersion {row.dispersion:.2f}"
    if alone:
        return here
    rest = f"rest: {row.rest:,} of {row.rest_of:,}"
    return f"{here}<br>{rest}<br>{times(row.ratio)} as often (95 % {row.low:.2g} to {row.high:.2g})"


def _words_words(frame: Frame, cut: str) -> Words:
    sure = frame if frame.attrs.get("alone") else frame[frame["state"].isin(LOW_HIGH)]
    firsts = sure.sort_values("score", ascending=False, kind="stable").drop_duplicates("unit")
    if frame.attrs.get("alone"):
        title = f"Most frequent words of {firsts.iloc[0]['source']}: {listed(list(frame['word'].head(3)))}"
        measure = "Count of each word; one source has no rest to be compared with"
    else:
        parts = [f"“{row.word}” sets {row.source} apart" for row in each(firsts.head(2))]
        title = "; ".join(parts) or "No word can be told from chance to set a source apart"
        measure = "At least so many times the odds in the other sources (low end of the 95 % interval) · count; "
        measure += "hatched: cannot tell; dotted: as often"
    subtitle = joined(measure, sampled(frame), cut)
    said: dict[tuple[int, str], list[str]] = {}
    for position, source, word in sure[["position", "source", "word"]].to_numpy(object).tolist():
        said.setdefault((position, source), []).append(word)
    lines = "; ".join(f"{plain(source)}: {', '.join(of[:6])}" for (_, source), of in sorted(said.items()))
    return Words(title, subtitle, f"Bars of distinctive words by source. {lines or title}.")


@Chart
def wordcloud(frame: Frame) -> Sheet:
    """A cloud a source, letters sized by the score of `distinctive_words`; the same words always lie in the same place."""
    if frame.empty:
        return empty("wordcloud", frame, NO_WORD)
    shown, cut = paneled(frame, "unit")
    figure = Sheet()
    panels = list(shown.groupby("position", sort=True))
    for number, (x, y) in enumerate(_grid(len(panels), 0.0)):
        axis = "" if number == 0 else str(number + 1)
        _cloud(figure, panels[number][1], axis, ((x[1] - x[0]) * 900, (y[1] - y[0]) * 390))
        figure.update_layout({f"xaxis{axis}": {"domain": x, "anchor": f"y{axis}", "visible": False}})
        figure.update_layout({f"yaxis{axis}": {"domain": y, "anchor": f"x{axis}", "visible": False}})
        _word_title(figure, panels[number][1], axis, x[0], min(36, 108 // _across(len(panels))))
    words = _words_words(frame, cut)
    measure = (
        "Size: count of the word"
        if frame.attrs.get("alone")
        else "Size: how surely the word is more frequent here than in the rest; grey and slanted: cannot tell"
    )
    subtitle = joined(measure, sampled(frame), cut)
    cloud = Words(words.title, subtitle, words.alt.replace("Bars of", "Word clouds of", 1))
    return dressed(figure, "wordcloud", cloud, frame, {"l": 24, "t": 40, "b": 8, "r": 24})


def _cloud(figure: Sheet, panel: Frame, axis: str, sheet: tuple[float, float]) -> None:
    """The picture and, over it, a mark a word that cannot be seen but pointed at."""
    width, height = sheet
    most = 60 if width > 500 else 30
    placed = packed(list(zip(panel["word"], panel["score"], strict=True))[:most], width, height)
    color = theme.legible(theme.source_style(int(panel["position"].iloc[0])).color)
    unsure = {plain(word) for word in panel["word"][~panel["state"].isin((*LOW_HIGH, ""))]}
    where = {"xref": f"x{axis}", "yref": f"y{axis}", "x": 0, "y": 0, "sizex": width, "sizey": height, "sizing": "stretch"}
    figure.add_layout_image(source=data_address(svg(placed, color, sheet, unsure)), xanchor="left", yanchor="top", **where)
    row_of = {plain(row.word): row for row in each(panel.rename(columns={"count": "count_"}))}
    hits = [row_of[spot.word] for spot in placed]
    figure.add_scatter(
        x=[spot.x + spot.length / 2 for spot in placed],
        y=[spot.y - spot.size * 0.3 for spot in placed],
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        mode="markers",
        marker={"size": [spot.size * 1.4 for spot in placed], "opacity": 0, "color": color},
        customdata=[[row.pick] for row in hits],
        hovertext=[_word_hover(row, bool(row.state == "")) for row in hits],
        hoverinfo="text",
        name=safe(panel["source"].iloc[0]),
    )
    # One unit is as wide as high on any sheet, or letters would be drawn wide; the marks stay on their words.
    square = {"scaleanchor": f"x{axis}", "constrain": "domain", "constraintoward": "top"}
    figure.update_layout({f"xaxis{axis}": {"range": [0, width], "constrain": "domain", "constraintoward": "left"}})
    figure.update_layout({f"yaxis{axis}": {"range": [height, 0]} | square})
