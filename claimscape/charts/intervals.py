"""Intervals beside a chart, for sources that are taken as a sample of more."""

from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import each
from claimscape.charts.sheet import Sheet
from claimscape.charts.text import safe

PANEL = 0.74  # where the panel begins, in shares of the sheet
END = 1.1  # where its axis ends: beyond 100 %, so that a dot there keeps clear of what is written beside it


def panel(figure: Sheet, told: pd.DataFrame) -> None:
    """A dot with whiskers a row at the right end of the sheet: columns label, said, share, low, high (0 to 1) and pick."""
    figure.add_scatter(
        x=told["share"],
        y=list(range(len(told))),
        xaxis="x2",
        mode="markers",
        error_x=whiskers(told),
        marker={"size": 8, "symbol": "circle", "color": theme.LIGHT_PAGE.muted, "opacity": 1},
        customdata=[[pick] for pick in told["pick"]],
        hovertext=[f"<b>{safe(row.label)}</b><br>{safe(row.said)}: {between(row.low, row.high)}" for row in each(told)],
        hoverinfo="text",
        showlegend=False,
        name="95 % interval",
    )
    ticks = {"tickvals": [0, 0.5, 1], "ticktext": ["0", "50 %", "100 %"], "tickfont": {"size": theme.SMALL}, "side": "top"}
    look = ticks | {"domain": [PANEL + 0.02, 1], "range": [-0.03, END], "anchor": "y", "showgrid": True}
    figure.update_layout(xaxis2=look, xaxis={"domain": [0, PANEL]})


def whiskers(told: pd.DataFrame, middle: str = "share") -> dict[str, Any]:
    """Settings of whiskers along x from columns low and high."""
    ends = {"array": told["high"] - told[middle], "arrayminus": told[middle] - told["low"]}
    return ends | {"type": "data", "symmetric": False, "color": theme.OUTLINE, "thickness": 1.5, "width": 4}


def between(low: float, high: float) -> str:
    """ "38 to 96 % of all that these stand for"."""
    return f"{100 * low:.0f} to {100 * high:.0f} % of all that these stand for"
