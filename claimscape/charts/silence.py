"""What no or few sources speak of."""

from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, dressed, each, empty, top
from claimscape.charts.matrix import MISSING, Grid, matrix
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import count, joined, listed, narrowed, of, sampled

Frame = pd.DataFrame


@Chart
def silence(frame: Frame) -> Sheet:
    """Codebook entries that fewest sources have: a dot a source, filled where found; beyond 30 sources a bar."""
    if frame.empty:
        return empty("silence", frame, "No source or no codebook entry is left by the filters.")
    keyed = frame.assign(
        code=frame["kind"] + ":" + frame["code_id"], found=frame["sentences"].gt(0).map({True: "found", False: ""})
    )
    shown, cut = top(keyed, "code", theme.ROWS)
    looks = {"found": theme.Style("found", theme.BENEFIT.color, "circle", ""), "": MISSING}
    figure = Sheet()
    margin = matrix(figure, shown, Grid("code", "label", "found", looks, "code_pick", _silence_tail, _found))
    return dressed(figure, "silence", _silence_words(keyed, cut), frame, margin)


def _silence_tail(row: Any) -> str:
    return f"{row.kind} · {row.k} of {row.n}" + (f", {count(row.total, 'sentence')}" if row.total else "")


def _found(row: Any) -> str:
    return count(row.sentences, "sentence") if row.sentences else "not found in the text"


def _silence_words(keyed: Frame, cut: str) -> Words:
    codes = keyed.drop_duplicates("code")
    n, none = int(codes["n"].iloc[0]), codes[codes["k"] == 0]
    least = codes[codes["k"] == codes["k"].min()]
    where = f"none of the {n} sources" if len(none) else of(int(least["k"].iloc[0]), n)
    if n == 1:
        where = "not in this source" if len(none) else "in this source"
    verb = "stands" if len(least) == 1 else "stand"
    title = f"{len(least)} of {len(codes)} codebook entries {verb} in {where}: {listed(list(least['label']), 2)}"
    if n == 1:
        title = f"{len(none)} of {len(codes)} codebook entries are not found in this source"
    about = "Sources in which an entry is found, a claim made or denied; not found in the text is not denial"
    subtitle = joined(about, narrowed(keyed), sampled(keyed), cut)
    lines = "; ".join(f"{row.label}: {of(row.k, row.n)}" for row in each(codes.head(theme.ROWS)))
    return Words(title, subtitle, f"List of the emptiest codebook entries. {lines}.")
