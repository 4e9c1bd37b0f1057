"""Drawings of two sides set against each other: what one says more often than the other, and how many of its sources."""

from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, dressed, each, empty, note, rows, tails, top
from claimscape.charts.dumbbell import End, dumbbells, scaled
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import count, cut_at, joined, narrowed, of, plain, safe, sampled, short
from claimscape.queries.compare import OTHERS

Frame = pd.DataFrame
FEWEST_TOLD = 5  # sources on either side; of fewer, an exact test tells nothing apart
LOOKS = {
    "one": theme.Style("", theme.SOURCES[0], "circle", ""),
    "other": theme.Style("", theme.SOURCES[1], "diamond", "/"),
}


@Chart
def comparison(frame: Frame) -> Sheet:
    """A dumbbell a code: sentences per 100 on either side, the largest differences first."""
    if frame.empty:
        return empty("comparison", frame, "Choose two sides that have sentences; then what they say can be compared.")
    first = next(each(frame))
    lead = f"“{first.label}” takes {_rate(first.rate_one)} of every 100 sentences in {_named(first.name_one)}, "
    title = f"{lead}{_rate(first.rate_other)} in {_named(first.name_other)}"
    return _drawn("comparison", frame, title, "rate")


@Chart
def comparison_reach(frame: Frame) -> Sheet:
    """A dumbbell a code: the share of sources that have it on either side, the largest differences first."""
    if frame.empty:
        return empty("comparison_reach", frame, "A share of sources needs two sources at least on either side.")
    first = next(each(frame))
    sides = [f"{of(first.has_one, first.size_one)} of {_named(first.name_one)}"]
    sides += [f"{of(first.has_other, first.size_other)} of {_named(first.name_other)}"]
    title = f"“{first.label}” stands in {sides[0]} and in {sides[1]}"
    return _drawn("comparison_reach", frame, title, "share")


def _rate(value: float) -> str:
    return f"{value:.0f}" if value >= 1 or value == 0 else f"{value:.1f}"


def _named(side: str) -> str:
    return side if side == OTHERS else f"“{side}”"


def _drawn(name: str, frame: Frame, title: str, measure: str) -> Sheet:
    keyed = frame.assign(code=frame["kind"] + ":" + frame["code_id"])
    shown, cut = top(keyed, "code", theme.ROWS)
    figure = Sheet()
    ends = [_end(shown, side, measure) for side in LOOKS]
    dumbbells(figure, ends[0], ends[1], list(shown["pick_one"]))
    left = rows(figure, [f"{cut_at(row.label, 38)} · {row.kind}" for row in each(shown)], 48)
    most = max(float(shown[[f"{measure}_one", f"{measure}_other"]].to_numpy().max()), 0.01)
    unit = "sentences per 100 of the side" if measure == "rate" else "share of the side’s sources"
    scaled(figure, most, unit, ".0%" if measure == "share" else "")
    figure.update_layout(showlegend=True)
    if "low" in shown:
        tails(figure, [_told(row) for row in each(shown)], 1.14 * most)
        note(figure, "difference (95 %)", 1.0, 1.0, xshift=4)
    about = "Sentences per 100 on each code" if measure == "rate" else "Sources that have each code, of those on the side"
    mark = _mark(frame) if "low" in shown else ""
    lines = "; ".join(_line(row) for row in each(shown.head(12)))
    subtitle = joined(about, "largest differences first", mark, narrowed(frame), sampled(frame), cut)
    words = Words(title, subtitle, f"Dumbbells by code. {lines}.")
    return dressed(figure, name, words, frame, {"l": left, "t": 18, "b": 48, "r": 130 if "low" in shown else 32})


def _mark(frame: Frame) -> str:
    """What the sign at a difference means, or why there is none."""
    if _enough(frame.iloc[0]):
        return f"● 0 is not in the interval (not corrected for {count(len(frame), 'code')})"
    return f"no difference is called certain, with fewer than {FEWEST_TOLD} sources on a side"


def _enough(row: Any) -> bool:
    return bool(min(row.size_one, row.size_other) >= FEWEST_TOLD)


def _told(row: Any) -> str:
    """ "+24 (3 to 45)", with a sign of its own where 0 lies outside: there the two sides can be told apart."""
    sure = (row.low > 0 or row.high < 0) and _enough(row)
    return f"{'● ' if sure else ''}{row.difference:+.0f} ({row.low:.0f} to {row.high:.0f})".replace("-", "−")


def _end(shown: Frame, side: str, measure: str) -> End:
    values = [float(value) for value in shown[f"{measure}_{side}"]]
    name = f"{short(shown[f'name_{side}'].iloc[0], 44)} ({count(int(shown[f'size_{side}'].iloc[0]), 'source')})"
    if measure == "rate":
        texts = [f"{value:.0f}" if value >= 10 or value == 0 else f"{value:.1f}" for value in values]
    else:
        texts = [f"{k}/{n}" for k, n in zip(shown[f"has_{side}"], shown[f"size_{side}"], strict=True)]
    hovers = [_hover(row, side) for row in each(shown)]
    return End(LOOKS[side], name, values, texts, hovers, list(shown[f"pick_{side}"]))


def _hover(row: Any, side: str) -> str:
    found, whole = getattr(row, f"sentences_{side}"), getattr(row, f"of_{side}")
    has, size = getattr(row, f"has_{side}"), getattr(row, f"size_{side}")
    said = f"{found:,} of {count(whole, 'sentence')}, in {of(has, size)}"
    return f"<b>{safe(row.label)}</b><br>{safe(getattr(row, f'name_{side}'))}: {said}"


def _line(row: Any) -> str:
    sides = [f"{getattr(row, f'sentences_{side}')} of {getattr(row, f'of_{side}')} sentences" for side in LOOKS]
    return f"{plain(row.label)}: {' against '.join(sides)}"
