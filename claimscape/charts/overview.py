"""The landscape: all topics at a glance, as large as they are spoken of."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, dressed, each, empty, numbers
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import cells, count, joined, of, plain, safe, sampled, short, wrapped

Frame = pd.DataFrame
Box = tuple[float, float, float, float]  # left, top, width, height
SHEET = (912.0, 384.0)
MOST = 40
LOWEST = 20  # pixels of a tile that holds a line of words


@Chart
def landscape(frame: Frame) -> Sheet:
    """Treemap of topics sized by sentences, coloured by the number of sources; its tiles are bars, so that a click counts."""
    if frame.empty:
        return empty("landscape", frame, "No sentence that the filters leave bears a topic of the codebook.")
    shown = frame.head(MOST)
    boxes = squarified([float(size) for size in shown["sentences"]], (0.0, 0.0, *SHEET))
    fills = [_fill(k, n) for k, n in zip(shown["sources"], shown["n"], strict=True)]
    figure = Sheet()
    _add_tiles(figure, list(zip(each(shown), boxes, fills, strict=True)))
    figure.update_xaxes(range=[0, SHEET[0]], visible=False)
    figure.update_yaxes(range=[SHEET[1], 0], visible=False)
    figure.update_layout(barmode="overlay")
    _scale(figure, int(frame["n"].iloc[0]))
    return dressed(figure, "landscape", _words(frame), frame, {"l": 24, "r": 24, "t": 30, "b": 4})


def _add_tiles(figure: Sheet, tiles: Sequence[tuple[Any, Box, str]]) -> None:
    boxes, fills = [box for _, box, _ in tiles], [fill for *_, fill in tiles]
    figure.add_bar(
        x=[left + width / 2 for left, _, width, _ in boxes],
        base=[top + 1.5 for _, top, _, _ in boxes],
        y=[max(height - 3, 0.5) for *_, height in boxes],
        width=[max(width - 3, 0.5) for _, _, width, _ in boxes],
        marker={"color": fills, "line": {"color": theme.OUTLINE, "width": 0.5}, "cornerradius": 3},
        text=[_tile(row, box[2], box[3]) for row, box, _ in tiles],
        customdata=[[row.pick] for row, *_ in tiles],
        hovertext=[_hover(row) for row, *_ in tiles],
        name="topics",
        **numbers([theme.text_on(fill) for fill in fills]) | {"insidetextfont": _font(fills)},
    )


def _font(fills: Sequence[str]) -> dict[str, Any]:
    return {"size": theme.TEXT, "color": [theme.text_on(fill) for fill in fills]}


def squarified(sizes: Sequence[float], sheet: Box) -> list[Box]:
    """Boxes of these sizes, largest first, that fill the sheet and are as square as can be.

    Bruls, Huizing and van Wijk 2000, doi:10.1007/978-3-7091-6783-0_4.
    """
    boxes: list[Box] = []
    left, top, width, height = sheet
    scale = width * height / sum(sizes) if sum(sizes) > 0 else 0.0
    areas = [size * scale for size in sizes]
    while areas:
        edge = max(min(width, height), 1e-9)
        taken = 1
        while taken < len(areas) and _worst(areas[: taken + 1], edge) <= _worst(areas[:taken], edge):
            taken += 1
        row, areas = areas[:taken], areas[taken:]
        thick, along = sum(row) / edge, 0.0
        for area in row:
            long = area / thick if thick else 0.0
            boxes.append((left, top + along, thick, long) if width >= height else (left + along, top, long, thick))
            along += long
        left, top, width, height = (
            (left + thick, top, width - thick, height) if width >= height else (left, top + thick, width, height - thick)
        )
    return boxes


def _worst(row: Sequence[float], short: float) -> float:
    """The least square box of a row laid along a side: its longer edge over its shorter."""
    thick = sum(row) / short
    return max(max(area / thick**2, thick**2 / area) if area > 0 else 1e9 for area in row)


def _fill(k: int, n: int) -> str:
    """Paler than the ends of the map, so that neighbours differ and letters read on both pages."""
    return theme.sequential(0.1 + 0.68 * (k - 1) / max(n - 1, 1))


def _tile(row: Any, width: float, height: float) -> str:
    """The topic’s name and its numbers, shortened where the tile is narrow; a small one has a short name or a number."""
    letters, lines = int((width - 15) / 7.6), int((height - 15) / 17)  # 1.5 px between tiles, 6 px inside; bold letters
    lines = max(lines, int(height >= LOWEST))
    if letters < 5 or lines < 1:
        return _least(row, width) if lines else ""
    total = next((each for each in _totals(row) if len(each) <= letters), "")
    name = wrapped(row.topic, letters, 9)
    room = lines - (1 if total else 0)
    if name.count("<br>") < room and max(map(cells, plain(row.topic).split()), default=0) <= letters:
        return f"<b>{name}</b>" + (f"<br>{total}" if total else "")
    words = plain(row.topic).split() or [""]
    begun = f"{safe(words[0])} …" if cells(words[0]) + 2 <= letters else short(words[0], letters - 1)
    if room:
        return begun + (f"<br>{total}" if total else "")
    number = f"{row.sentences:,}"
    return f"{begun} {number}" if cells(begun) + 1 + len(number) <= letters else begun


def _least(row: Any, width: float) -> str:
    """The beginning of the name where four letters have room, else the number of sentences, else nothing: the hover has all."""
    letters, number = int((width - 6) / 7.2), f"{row.sentences:,}"
    return short(row.topic, letters) if letters >= 4 else number if len(number) <= letters else ""


def _totals(row: Any) -> tuple[str, ...]:
    return f"{row.sentences:,} · {row.sources} of {row.n}", f"{row.sentences:,} · {row.sources}/{row.n}", f"{row.sentences:,}"


def _hover(row: Any) -> str:
    found = f"{count(row.sentences, 'sentence')} in {of(row.sources, row.n)}"
    return f"<b>{safe(row.topic)}</b><br>{found}<br>{wrapped(row.about, 60, 3)}"


def _scale(figure: Sheet, n: int) -> None:
    """A key of the colours above the tiles, one square a number of sources, or the two ends where they are many."""
    steps = list(range(1, n + 1)) if n <= 6 else [1, n // 2, n]
    for step in steps:
        look = {
            "symbol": "square",
            "size": 13,
            "color": _fill(step, n),
            "line": {"color": theme.OUTLINE, "width": 1},
        }
        figure.add_scatter(
            x=[None], y=[None], mode="markers", marker=look, name=f"{step} of {n} sources" if step == n else f"{step}"
        )
    figure.update_traces(selector={"type": "bar"}, showlegend=False)
    figure.update_layout(showlegend=True)


def _words(frame: Frame) -> Words:
    first, second = frame.iloc[0], frame.iloc[1] if len(frame) > 1 else None
    title = (
        f"“{first['topic']}” takes up most room: {count(first['sentences'], 'sentence')} in {of(first['sources'], first['n'])}"
    )
    title += f"; then “{second['topic']}”" if second is not None else ""
    cut = f"top {MOST} of {len(frame)} topics" if len(frame) > MOST else ""
    subtitle = joined("Topics by sentences (size) and sources (colour); a sentence can bear several", sampled(frame), cut)
    lines = "; ".join(f"{plain(row.topic)}: {row.sentences} in {of(row.sources, row.n)}" for row in each(frame.head(MOST)))
    return Words(title, subtitle, f"Treemap of topics. {lines}.")
