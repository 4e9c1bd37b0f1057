"""Drawings of the claims: who makes them, how firmly, on what support."""

from typing import Any

import numpy as np
import pandas as pd

from claimscape import theme
from claimscape.charts import intervals
from claimscape.charts.dress import Words, bar, dressed, each, empty, gap, note, rows, tails, top
from claimscape.charts.matrix import MISSING, Grid, dotted, matrix
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import (
    CERTAINTY,
    SUPPORT,
    count,
    joined,
    mostly,
    narrowed,
    of,
    plain,
    safe,
    sampled,
    series,
    unit,
    unit_labels,
    units,
    verb,
    who,
    wrapped,
)
from claimscape.queries.claims import cited_by

Frame = pd.DataFrame
DENIED = theme.Style("denied", theme.CERTAINTY["negated"].color, "x", "x")


@Chart
def claim_recurrence(frame: Frame) -> Sheet:
    """Unit dots, a dot a source, coloured and shaped by the best support the source gives for the claim."""
    made = frame[frame["total"] > 0]
    if made.empty:
        return empty("claim_recurrence", frame, "No sentence that the filters leave makes a claim of the codebook.")
    shown, cut = top(made, "claim_id", theme.ROWS)
    shown = _marked(shown)
    looks = {**theme.SUPPORT, "denies": DENIED, "": MISSING}
    figure = Sheet()
    grid = Grid("claim_id", "claim", "look", looks, "claim_pick", _tail, _says)
    margin = matrix(figure, shown, grid)
    return dressed(figure, "claim_recurrence", _recurrence_words(frame, made, cut), frame, margin)


def _marked(shown: Frame) -> Frame:
    """How each source is drawn; one that makes a claim and denies it too has both marks, side by side."""
    makes = shown["stance"].isin(("says", "both"))
    shown = shown.assign(look=shown["support"].where(makes, shown["stance"]), shift=0.0)
    both = shown["stance"] == "both"
    if not both.any() or not dotted(shown):
        return shown
    aside = min(max(0.12, 0.013 * shown["unit"].nunique()), 0.24)  # of a column; 9 pixels of the sheet from ten sources on
    again = shown[both].assign(look="denies", shift=aside)
    return pd.concat([shown.assign(shift=np.where(both, -aside, 0.0)), again]).sort_index(kind="stable")


def _tail(row: Any) -> str:
    return f"{row.k} of {row.n}"


def _says(row: Any) -> str:
    if not row.stance:
        return "not found in the text"
    found = count(row.sentences, "sentence")
    said = f"{found}, best support: {theme.SUPPORT[row.support].label}"
    return {"denies": f"denied, {found}", "both": f"made and denied, {said}"}.get(row.stance, said)


def _recurrence_words(frame: Frame, made: Frame, cut: str) -> Words:
    claims = made.drop_duplicates("claim_id")
    subtitle = joined(
        "Sources that make each claim, by the best support they give; × deny it and are not counted",
        narrowed(frame),
        sampled(frame),
        cut and cut + " claims",
    )
    title = _recurrence_title(frame, claims)
    lines = "; ".join(f"{row.claim}: {of(row.k, row.n)}" for row in each(claims.head(theme.ROWS)))
    return Words(title, subtitle, f"Dots, one a source, for each claim. {lines}.")


def _recurrence_title(frame: Frame, claims: Frame) -> str:
    first, n = claims.iloc[0], int(claims["n"].iloc[0])
    if not first["k"]:
        denied = int((frame[frame["claim_id"] == first["claim_id"]]["sentences"] > 0).sum())
        sources = "" if frame.attrs.get("by") else f", by {of(denied, n)}"
        return f"No claim is made here; “{first['claim']}” is denied{sources}"
    if n == 1:
        made = int((claims["k"] > 0).sum())
        return f"This source makes {made} of the {frame['claim_id'].nunique()} claims of the codebook"
    level = frame.attrs.get("certainty", ())
    how = f", {CERTAINTY.get(level[0], level[0])}" if len(level) == 1 else ""
    alike = int((claims["k"] == first["k"]).sum())
    rank = "the commonest claim" if alike == 1 else f"one of the {alike} commonest claims"
    title = f"{who(first['k'], n, 'say')} “{first['claim']}”{how}, {rank}"
    return title if frame.attrs.get("support") else f"{title}; {cited_by(int(first['cited']))}"


@Chart
def claim_certainty(frame: Frame) -> Sheet:
    """Diverging bars: sentences that assert a claim to the right, those that hedge or deny it to the left."""
    if frame.empty:
        return empty("claim_certainty", frame, "No sentence that the filters leave makes a claim of the codebook.")
    shown, cut = top(frame, "claim_id", theme.ROWS)
    claims = list(shown["claim_id"].drop_duplicates())
    figure = Sheet()
    for level in ("hedged", "negated", "asserted"):
        _certainty_bars(figure, shown[shown["certainty"] == level], level)
    left = rows(figure, list(shown.drop_duplicates("claim_id")["claim"]), 48)
    if "low" in shown:
        intervals.panel(figure, _sure(shown.drop_duplicates("claim_id")))
    weak = shown[shown["certainty"] != "asserted"].groupby("claim_id")["sentences"].sum().max()
    firm = shown[shown["certainty"] == "asserted"]["sentences"].max()
    ends = {"range": [-1.08 * max(weak, 0.15 * firm, 1), 1.04 * max(firm, 1)]}
    quiet = {"zeroline": True, "zerolinecolor": theme.LIGHT_PAGE.axis, "showticklabels": False, "showgrid": False}
    figure.update_layout(xaxis=ends | quiet, barmode="relative", bargap=gap(len(claims)), showlegend=True)
    last, (axis, end) = shown.drop_duplicates("claim_id"), ("x2", intervals.END) if "low" in shown else ("x", ends["range"][1])
    tails(figure, [f"{row.k} of {row.n}" for row in each(last)], end, list(last["claim_pick"]), axis)
    note(figure, "sources", 1.0, 1.0, xshift=4, yshift=16 if "low" in shown else 0)
    words = _certainty_words(frame, cut)
    return dressed(figure, "claim_certainty", words, frame, {"l": left, "r": 72, "t": 30 if "low" in shown else 18, "b": 8})


def _sure(claims: Frame) -> Frame:
    """What the panel of intervals shows: the share of a claim's statements that assert it."""
    return claims.assign(label=claims["claim"], said="Asserted", share=claims["asserted"], pick=claims["claim_pick"])


def _certainty_bars(figure: Sheet, part: Frame, level: str) -> None:
    look, sign = theme.CERTAINTY[level], 1 if level == "asserted" else -1
    some = [(place, row) for place, row in enumerate(each(part)) if row.sentences]
    figure.add_bar(
        x=[sign * row.sentences for _, row in some],
        y=[place for place, _ in some],
        orientation="h",
        text=[str(row.sentences) for _, row in some],
        customdata=[[row.pick] for _, row in some],
        hovertext=[
            f"<b>{wrapped(row.about, 60, 3)}</b><br>{look.label}: "
            f"{count(row.sentences, 'sentence')} in {of(row.sources, row.n)}"
            for _, row in some
        ],
        **bar(look, name=look.label),
    )


def _certainty_words(frame: Frame, cut: str) -> Words:
    sums = frame.groupby("certainty")["sentences"].sum()
    asserted, hedged, denied = (int(sums.get(level, 0)) for level in ("asserted", "hedged", "negated"))
    total, chosen = int(sums.sum()), frame.attrs.get("certainty", ())
    title = f"{mostly(asserted, total, 'statement of a claim', 'assert')} it flatly; "
    title += f"{hedged or 'none'} {verb(hedged or 1, 'hedge')} and {denied or 'none'} {verb(denied or 1, 'deny')} it"
    if chosen:
        words = {"asserted": (asserted, "assert"), "hedged": (hedged, "hedge"), "negated": (denied, "deny")}
        told = [f"{count(k, 'statement')} {verb(k, word)}" for level, (k, word) in words.items() if level in chosen]
        title = f"{series(told, 'and')} a claim; the filter leaves no others"
    subtitle = joined(
        "Sentences that make or deny each claim, by how firmly; at the right the sources that do either",
        f"n = {total:,} statements of canonical claims",
        narrowed(frame),
        sampled(frame, False),
        cut,
    )
    shown = frame.pivot_table(index="claim", columns="certainty", values="sentences", sort=False).head(theme.ROWS)
    lines = "; ".join(
        f"{plain(name)}: " + ", ".join(f"{int(n)} {level}" for level, n in row.items()) for name, row in shown.iterrows()
    )
    return Words(title, subtitle, f"Diverging bars of claims. {lines}.")


@Chart
def claim_support(frame: Frame) -> Sheet:
    """A 100 % bar a source: what backs the sentences that make claims, with counts in the bars."""
    some = frame[frame["of"] > 0]
    if some.empty:
        return empty("claim_support", frame, "No sentence that the filters leave makes a claim.")
    shown, cut = top(some, "unit", theme.ROWS)
    sources = shown.drop_duplicates("unit")
    figure = Sheet()
    for level, look in theme.SUPPORT.items():
        part = [(place, row) for place, row in enumerate(each(shown[shown["support"] == level])) if row.sentences]
        figure.add_bar(
            x=[row.sentences / row.of for _, row in part],
            y=[place for place, _ in part],
            orientation="h",
            text=[str(row.sentences) for _, row in part],
            customdata=[[row.pick] for _, row in part],
            hovertext=[
                f"<b>{safe(row.source)}</b><br>{look.label}: {row.sentences:,} of {row.of:,} sentences" for _, row in part
            ],
            **bar(look, name=look.label),
        )
    left = rows(figure, unit_labels(sources), 34)
    tails(figure, [f"n = {row.of:,}" for row in each(sources)], 1.0, list(sources["unit_pick"]))
    figure.update_xaxes(range=[0, 1], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], showgrid=False)
    figure.update_layout(barmode="stack", bargap=gap(len(sources)), showlegend=True)
    return dressed(figure, "claim_support", _support_words(some, cut), frame, {"l": left, "r": 84, "t": 8, "b": 30})


def _support_words(some: Frame, cut: str) -> Words:
    sums, total = some.groupby("support")["sentences"].sum(), int(some.drop_duplicates("unit")["of"].sum())
    citing = int(some[some["support"] == "cited"]["has"].sum())
    n = int(some.drop_duplicates("unit")["size"].sum())
    title = f"{mostly(int(sums.get('none', 0)), total, 'sentence with a claim', 'give')} no support"
    title += f"; {who(citing, n, 'cite')} a reference for one" if citing else "; none cites a reference"
    chosen = some.attrs.get("support", ())
    if chosen:
        told = [f"{int(sums.get(level, 0)):,} {SUPPORT[level]}" for level in SUPPORT if level in chosen]
        title = f"{count(total, 'sentence')} with a claim: {series(told, 'and')}; the filter leaves no others"
    low, high = some.attrs.get("bare", (0, 0))
    reach = f"no support: {intervals.between(low, high)}" if some.attrs.get("intervals") else ""
    measure = f"Share of each {unit(some)}’s sentences that make a claim, counts in the bars"
    subtitle = joined(measure, narrowed(some), sampled(some), reach, cut and f"{cut} {units(some)}")
    wide = some.pivot_table(index="source", columns="support", values="sentences", sort=False).head(theme.ROWS)
    lines = "; ".join(
        f"{plain(name)}: " + ", ".join(f"{int(n)} {level}" for level, n in row.items()) for name, row in wide.iterrows()
    )
    return Words(title, subtitle, f"Bars of support by source. {lines}.")
