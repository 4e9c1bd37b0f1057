"""Drawings of the risks: who names which, and how benefit and risk are weighed."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from claimscape import theme
from claimscape.charts.dress import Words, count, dressed, each, empty, joined, listed, of, plain, rows, safe, sampled, top
from claimscape.charts.matrix import MISSING, Grid, matrix
from claimscape.charts.sheet import Sheet

Frame = pd.DataFrame
STATES = {
    "named": theme.Style("named", theme.RISK.color, "circle", ""),
    "contained": theme.Style("named, and how it is contained", theme.RISK.color, "circle-dot", "hollow"),
    "": MISSING,
}


def risk_register(frame: Frame) -> go.Figure:
    """Risks by sources: filled where named, a ring with a dot where the text also says how the harm is contained."""
    if frame.empty:
        return empty("risk_register", frame, "No source is left by the filters, or the codebook has no risks.")
    shown, cut = top(frame, "risk_id", theme.ROWS)
    figure = Sheet()
    margin = matrix(figure, shown, Grid("risk_id", "risk", "state", STATES, "risk_pick", _tail, _says))
    return dressed(figure, "risk_register", _register_words(frame, cut), frame, margin)


def _tail(row: Any) -> str:
    return f"{row.k} of {row.n}" + (f", {count(row.total, 'sentence')}" if row.total else "")


def _says(row: Any) -> str:
    return f"{count(row.sentences, 'sentence')}, {STATES[row.state].label}" if row.state else STATES[""].label


def _register_words(frame: Frame, cut: str) -> Words:
    risks, n = frame.drop_duplicates("risk_id"), frame["doc_id"].nunique()
    everywhere, nowhere = risks[risks["k"] == n], risks[risks["k"] == 0]
    rare = risks[(risks["k"] == 1) & (n > 1)]
    title = f"{len(everywhere)} of {len(risks)} risks are named by {'every source' if n > 1 else 'this source'}"
    if everywhere.empty and n > 1:
        title = "No risk is named by every source"
    if len(nowhere):
        title += f"; {listed(list(nowhere['risk']), 1)} by none"
    elif len(rare):
        title += f"; {len(rare)} by one source only"
    subtitle = joined(
        "Sources that name each risk; not found in the text is not denial", sampled(frame), cut and cut + " risks"
    )
    lines = "; ".join(
        f"{row.risk}: {of(row.k, row.n)}, contained in {row.contained_in}" for row in each(risks.head(theme.ROWS))
    )
    return Words(title, subtitle, f"Matrix of risks by sources. {lines}.")


def balance(frame: Frame) -> go.Figure:
    """A dumbbell a source: sentences of benefit and of risk per 100 of its sentences."""
    if frame.empty:
        return empty("balance", frame, "No source with sentences is left by the filters.")
    shown, cut = top(frame, "doc_id", theme.ROWS)
    figure = Sheet()
    x = [value for row in each(shown) for value in (row.benefit_rate, row.risk_rate, None)]
    y = [place for place in range(len(shown)) for _ in range(3)]
    line = {"color": theme.LIGHT_PAGE.axis, "width": 3}
    figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False, customdata=_line_picks(shown))
    for side, look in (("benefit", theme.BENEFIT), ("risk", theme.RISK)):
        _ends(figure, shown, side, look)
    left = rows(figure, list(shown["source"]), 34)
    most = max(shown["benefit_rate"].max(), shown["risk_rate"].max(), 1)
    figure.update_xaxes(
        range=[-0.09 * most, 1.12 * most], showgrid=True, title_text="sentences per 100 of the source", rangemode="tozero"
    )
    figure.update_layout(showlegend=True)
    return dressed(figure, "balance", _balance_words(frame, cut), frame, {"l": left, "t": 4, "b": 48})


def _line_picks(shown: Frame) -> list[list[str]]:
    return [[pick] for pick in shown["pick"] for _ in range(3)]


def _ends(figure: Sheet, shown: Frame, side: str, look: theme.Style) -> None:
    """One end of each dumbbell; benefit is drawn larger, so that both show where they fall on one spot."""
    gains = shown["benefit_rate"] >= shown["risk_rate"]
    right = gains if side == "benefit" else ~gains
    line = {"color": theme.OUTLINE, "width": 1}
    figure.add_scatter(
        x=shown[f"{side}_rate"],
        y=list(range(len(shown))),
        mode="markers+text",
        marker={"size": 18 if side == "benefit" else 12, "symbol": look.shape, "color": look.color, "line": line},
        text=[f"  {value:.0f}  " for value in shown[f"{side}_rate"]],
        textposition=["middle right" if far else "middle left" for far in right],
        cliponaxis=False,
        customdata=[[pick] for pick in shown[f"{side}_pick"]],
        hovertext=[f"<b>{safe(row.source)}</b><br>{getattr(row, side):,} of {row.of:,} sentences" for row in each(shown)],
        hoverinfo="text",
        name={"benefit": "benefit: claims of effect or efficacy", "risk": "risk: sentences that name one"}[side],
    )


def _balance_words(frame: Frame, cut: str) -> Words:
    more, n, first = int((frame["benefit"] > frame["risk"]).sum()), len(frame), frame.iloc[0]
    figures = f"{first['benefit']} against {first['risk']} of its {first['of']} sentences"
    title = f"{of(more, n)} speak more of benefit than of risk; most one-sided: {first['source']}, {figures}"
    if more == 0:
        title = "No source speaks more of benefit than of risk"
    if n == 1:
        title = f"{first['benefit']} of {first['of']} sentences state a benefit, {first['risk']} name a risk"
    how = "Benefit: claims of type effect or efficacy, not denied; risk: sentences that name one"
    lines = "; ".join(
        f"{plain(row.source)}: benefit {row.benefit}, risk {row.risk} of {row.of}" for row in each(frame.head(theme.ROWS))
    )
    subtitle = joined(how, sampled(frame), cut and cut + " sources")
    return Words(title, subtitle, f"Dumbbells of benefit and risk by source. {lines}.")
