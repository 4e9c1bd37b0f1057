"""Have we read enough? The claims found by the number of sources read."""

from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, dressed, each, empty, note
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import count, joined, narrowed, sampled

Frame = pd.DataFrame
COLOR = theme.SOURCES[0]
BAND = "rgba(0,114,178,0.18)"
MOST_NUMBERS = 12  # points that carry their number


@Chart
def saturation(frame: Frame) -> Sheet:
    """A line of the claims found in 1, 2, … sources, mean over all orders of reading, in a band of nine orders in ten."""
    if frame.empty:
        return empty("saturation", frame, "No sentence that the filters leave makes a claim of the codebook.")
    figure, n, codebook = Sheet(), int(frame["n"].iloc[0]), int(frame.attrs.get("codebook", 0))
    ends = pd.concat([frame["low"], frame["high"][::-1]])
    around = {"fill": "toself", "fillcolor": BAND, "line": {"width": 0}, "mode": "lines", "hoverinfo": "skip"}
    figure.add_scatter(x=pd.concat([frame["read"], frame["read"][::-1]]), y=ends, name="9 of 10 orders", **around)
    few = len(frame) <= MOST_NUMBERS
    figure.add_scatter(
        x=frame["read"],
        y=frame["claims"],
        mode="lines+markers+text" if few else "lines+markers",
        line={"color": COLOR, "width": 2.5},
        marker={"color": COLOR, "size": 10 if few else 7, "line": {"color": theme.OUTLINE, "width": 1}, "opacity": 1},
        text=[f"{value:.1f}".removesuffix(".0") for value in frame["claims"]] if few else None,
        textposition="bottom center",
        textfont={"size": theme.SMALL},
        cliponaxis=False,
        customdata=[[pick] for pick in frame["pick"]],
        hovertext=[_hover(frame, row) for row in each(frame)],
        hoverinfo="text",
        name="mean of all orders",
    )
    top = max(codebook, frame["high"].max())
    _codebook(figure, codebook)
    _axes(figure, n, float(top))
    figure.update_layout(showlegend=True)
    return dressed(figure, "saturation", _words(frame, n, codebook), frame, {"l": 56, "r": 32, "t": 26, "b": 44})


def _hover(frame: Frame, row: Any) -> str:
    found = f"<b>{count(row.read, 'source')}</b><br>{row.claims:.1f} claims on average"
    reach = f"{row.low:.0f} to {row.high:.0f} in 9 of 10 orders"
    return f"{found}, {reach}<br>A click opens the {count(frame.attrs.get('alone', 0), 'claim')} that one source alone says"


def _codebook(figure: Sheet, codebook: int) -> None:
    line = {"color": theme.OUTLINE, "width": 1, "dash": "dot"}
    figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=codebook, y1=codebook, line=line)
    note(figure, f"the codebook names {count(codebook, 'claim')}", 0, codebook, yref="y", xshift=4, yshift=2)


def _axes(figure: Sheet, n: int, top: float) -> None:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if top / step <= 6 or step == 2000)
    marks = list(range(0, int(top) + 1, step))
    ticks = {"tickmode": "array", "tickvals": marks, "ticktext": [f"{mark:,}" for mark in marks]}
    figure.update_yaxes(range=[0, 1.12 * top], **ticks)
    reach = max(0.03 * n, 0.25)
    whole = {"tickmode": "linear", "tick0": 1, "dtick": 1} if n <= 20 else {}
    figure.update_xaxes(range=[1 - reach, n + reach], title={"text": "sources read", "standoff": 6}, showgrid=False, **whole)


def _words(frame: Frame, n: int, codebook: int) -> Words:
    found, last = int(frame.attrs.get("found", 0)), float(frame.attrs.get("last", 0.0))
    outlook = "more sources would add more" if last >= 0.5 else "one more would hardly add another"
    if found == codebook:
        outlook = f"all {codebook} that the codebook names are found"
    added = f"{last:.1f} new claims" if last >= 0.05 else "hardly a new claim" if last else "no new claim"
    title = f"The last of {n} sources added {added} on average; {outlook}"
    if n == 1:
        title = f"One source says {count(found, 'claim')}; only a second one can show what it leaves out"
    about = "Claims made, by the number of sources read, over all orders of reading"
    subtitle = joined(about, narrowed(frame), _left(frame, n, codebook - found), sampled(frame))
    steps = "; ".join(f"{row.read}: {row.claims:.1f} ({row.low:.0f} to {row.high:.0f})" for row in each(frame.head(12)))
    return Words(title, subtitle, f"Rising line of claims by sources read. {title}. Claims by sources read: {steps}.")


def _left(frame: Frame, n: int, left: int) -> str:
    """The estimate of what is still unseen, beside what the codebook could still find."""
    if n == 1:
        return ""
    unseen = round(float(frame.attrs.get("unseen", 0.0)))
    if not unseen:
        return "none still unseen by Chao’s estimate"
    if not left:
        return ""  # all is found that can be
    limit = f"; the codebook has {left} left to find" if unseen > left else ""
    return f"at least {unseen} still unseen by Chao’s estimate{limit}"
