"""Dumbbells: two values a row, joined by a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from claimscape import theme
from claimscape.charts.sheet import Sheet


@dataclass(frozen=True)
class End:
    """One end of every dumbbell: how it looks, its name in the legend, and a value, a text and a pick a row."""

    look: theme.Style
    name: str
    values: Sequence[float]
    texts: Sequence[str]
    hovers: Sequence[str]
    picks: Sequence[str]


def dumbbells(figure: Sheet, one: End, other: End, picks: Sequence[str]) -> None:
    """A row a pair of values; the first end is drawn larger, so that both show where they fall on one spot."""
    line = {"color": theme.LIGHT_PAGE.axis, "width": 3}
    x = [value for pair in zip(one.values, other.values, strict=True) for value in (*pair, None)]
    y = [place for place in range(len(one.values)) for _ in range(3)]
    carried = [[pick] for pick in picks for _ in range(3)]
    figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False, customdata=carried)
    further = [a >= b for a, b in zip(one.values, other.values, strict=True)]
    _end(figure, one, 18, further)
    _end(figure, other, 12, [not far for far in further])


def scaled(figure: Sheet, most: float, title: str, form: str = "") -> None:
    """The scale under the dumbbells from 0 to `most`, with room before it for the numbers of ends at 0."""
    step = next(step for step in _STEPS if most / step <= MOST_TICKS)
    ticks = {"tickvals": [step * at for at in range(int(1.14 * most / step) + 1)], "tickformat": form}
    figure.update_xaxes(range=[-0.2 * most, 1.14 * most], showgrid=True, title={"text": title}, **ticks)


MOST_TICKS = 6
_STEPS = [base * 10.0**power for power in range(-4, 4) for base in (1, 2, 5)]


def _end(figure: Sheet, end: End, size: int, right: Sequence[bool]) -> None:
    figure.add_scatter(
        x=list(end.values),
        y=list(range(len(end.values))),
        mode="markers+text",
        marker={
            "size": size,
            "symbol": end.look.shape,
            "color": end.look.color,
            "line": {"color": theme.OUTLINE, "width": 1},
        },
        text=[f"  {text}  " for text in end.texts],
        textposition=["middle right" if far else "middle left" for far in right],
        cliponaxis=False,
        customdata=[[pick] for pick in end.picks],
        hovertext=list(end.hovers),
        hoverinfo="text",
        name=end.name,
    )
