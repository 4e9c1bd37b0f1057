"""Drawings of the risks: who names which, and how benefit and risk are weighed."""

from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, dressed, each, empty, rows, top
from claimscape.charts.dumbbell import End, dumbbells, scaled
from claimscape.charts.matrix import MISSING, Grid, matrix
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import (
    count,
    joined,
    listed,
    mostly,
    narrowed,
    of,
    plain,
    safe,
    sampled,
    unit,
    unit_labels,
    units,
    verb,
    who,
)

Frame = pd.DataFrame
STATES = {
    "named": theme.Style("named", theme.RISK.color, "circle", ""),
    "contained": theme.Style("named, and how it is contained", theme.RISK.color, "circle-dot", "hollow"),
    "": MISSING,
}


@Chart
def risk_register(frame: Frame) -> Sheet:
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
    risks = frame.drop_duplicates("risk_id")
    n = int(risks["n"].iloc[0])
    everywhere, nowhere = risks[risks["k"] == n], risks[risks["k"] == 0]
    rare = risks[(risks["k"] == 1) & (n > 1)]
    by = "every source" if n > 1 else "this source"
    title = f"{who(len(everywhere), len(risks), 'are', 'risk')} named by {by}"
    if everywhere.empty and n > 1:
        title = "No risk is named by every source"
    if len(nowhere) and frame.attrs.get("narrowed"):
        title += f"; {len(nowhere)} in no sentence on the chosen topics"
    elif len(nowhere):
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


@Chart
def balance(frame: Frame) -> Sheet:
    """A dumbbell a source: sentences of benefit and of risk per 100 of its sentences."""
    if frame.empty:
        return empty("balance", frame, "No source with sentences is left by the filters.")
    shown, cut = top(frame, "unit", theme.ROWS)
    figure = Sheet()
    only = narrowed(frame)
    good, harm = f"benefit: {only or 'claims'} of effect or efficacy", "risk: sentences that name one"
    dumbbells(figure, _end(shown, "benefit", good), _end(shown, "risk", harm), list(shown["pick"]))
    left = rows(figure, unit_labels(shown), 34)
    most = max(shown["benefit_rate"].max(), shown["risk_rate"].max(), 1)
    scaled(figure, most, f"sentences per 100 of the {unit(shown)}")
    figure.update_layout(showlegend=True)
    return dressed(figure, "balance", _balance_words(frame, cut), frame, {"l": left, "t": 4, "b": 48})


def _end(shown: Frame, side: str, name: str) -> End:
    look = theme.BENEFIT if side == "benefit" else theme.RISK
    values = [float(value) for value in shown[f"{side}_rate"]]
    hovers = [f"<b>{safe(row.source)}</b><br>{getattr(row, side):,} of {row.of:,} sentences" for row in each(shown)]
    return End(look, name, values, [f"{value:.0f}" for value in values], hovers, list(shown[f"{side}_pick"]))


def _balance_words(frame: Frame, cut: str) -> Words:
    more, n, first = int(frame["more"].sum()), int(frame["size"].sum()), frame.iloc[0]
    figures = f"{first['benefit']} against {first['risk']} of its {first['of']} sentences"
    title = f"{mostly(more, n, 'source', 'speak')} more of benefit than of risk"
    title += f"; most one-sided: {first['source']}, {figures}" if more else ""
    if n == 1:
        stated, named = who(first["benefit"], first["of"], "state", "sentence"), first["risk"]
        title = f"{stated} a benefit, {named} {verb(named, 'name')} a risk"
    how, only = "Benefit: claims of type effect or efficacy, not denied; risk: sentences that name one", narrowed(frame)
    if only:
        good, harm = int(frame["benefit"].sum()), int(frame["risk"].sum())
        title = f"{count(good, 'sentence')} of benefit, {only}, beside all {harm:,} that name a risk: no balance can be told"
        how = f"{only.capitalize()}; benefit: those of type effect or efficacy, not denied; risk: all sentences that name one"
    lines = "; ".join(
        f"{plain(row.source)}: benefit {row.benefit}, risk {row.risk} of {row.of}" for row in each(frame.head(theme.ROWS))
    )
    subtitle = joined(how, sampled(frame), *_rates(frame), cut and f"{cut} {units(frame)}")
    return Words(title, subtitle, f"Dumbbells of benefit and risk by source. {lines}.")


def _rates(frame: Frame) -> list[str]:
    rates: dict[str, tuple[float, float]] = frame.attrs.get("rates", {})
    return [f"{side}: {100 * low:.0f} to {100 * high:.0f} per 100 of all" for side, (low, high) in rates.items()]
