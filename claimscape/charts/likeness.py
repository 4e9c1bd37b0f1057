"""Drawings of likeness: which sources say the same, which share wording, and the passages they share word for word."""

from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.cells import Cell, cells
from claimscape.charts.dress import Words, columns, dressed, each, empty, rows, top
from claimscape.charts.matrix import MISSING, Grid, matrix
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import count, joined, listed, narrowed, of, plain, safe, sampled

Frame = pd.DataFrame
MOST_NUMBERED = 20  # sources; of more, a cell is too small for its number
PALE, DEEP = "#fbeadd", theme.DIVERGING[0]
PARAPHRASE = "runs of words miss paraphrase"
FOUND = theme.Style("stands word for word", theme.BENEFIT.color, "circle", "")


@Chart
def likeness(frame: Frame) -> Sheet:
    """Ordered matrix with its dendrogram: above the diagonal what sources say, below it the wording that they share."""
    if frame.empty:
        return empty("likeness", frame, "Likeness is between sources: two at least must be left by the filters.")
    names = _names(frame)
    numbered = len(names) <= MOST_NUMBERED
    figure = Sheet()
    cells(figure, [_codes(row, numbered) for row in each(frame)], "what they say")
    cells(figure, [_wording(row, numbered) for row in each(frame)], "wording")
    _keys(figure)
    _dendrogram(figure, frame.attrs.get("brackets", ()))
    left = rows(figure, names, 34)
    above = columns(figure, names, 0.84 * (theme.WIDTH - left - 32))
    figure.update_layout(
        xaxis={"domain": [0, 0.84], "anchor": "y"},
        xaxis2={"domain": [0.85, 1], "anchor": "y", "visible": False, "range": [0, 1.02]},
        showlegend=True,
    )
    return dressed(figure, "likeness", _likeness_words(frame, names), frame, {"l": left, "t": above, "r": 32, "b": 8})


def _names(frame: Frame) -> list[str]:
    ends = zip([*frame["a_place"], *frame["b_place"]], [*frame["a"], *frame["b"]], strict=True)
    return [name for _, name in sorted(dict(ends).items())]


def _codes(row: Any, numbered: bool) -> Cell:
    hover = f"{_both(row)}<br>likeness of what they say {row.codes:.2f}<br>{count(row.claims, 'claim')} that both say"
    text = f"{row.codes:.2f}" if numbered else ""
    return Cell(row.b_place, row.a_place, theme.sequential(row.codes), text, row.codes_pick, hover)


def _wording(row: Any, numbered: bool) -> Cell:
    if not row.shared:
        return Cell(row.a_place, row.b_place, "", "–", "", f"{_both(row)}<br>no run of six words in common")
    hover = f"{_both(row)}<br>{row.shared:,} of {row.of:,} runs of six words of the shorter one stand in the other"
    fill = theme.mixed(PALE, DEEP, row.wording)
    percent = 100 * row.wording
    text = f"{percent:.1f}" if percent < 9.95 else f"{percent:.0f}"  # the key has the sign, for which a telephone has no room
    return Cell(row.a_place, row.b_place, fill, text if numbered else "", row.pick, hover)


def _both(row: Any) -> str:
    return f"<b>{safe(row.a)}</b> and <b>{safe(row.b)}</b>"


def _keys(figure: Sheet) -> None:
    """What the two halves and their colours mean."""
    above, below = "above the diagonal: what they say, 0 to 1", "below: shared wording, % of the shorter one"
    for name, color in ((above, theme.sequential(0.7)), (below, theme.mixed(PALE, DEEP, 0.5))):
        marker = {"symbol": "square", "size": 13, "color": color, "line": {"color": theme.OUTLINE, "width": 1}}
        figure.add_scatter(x=[None], y=[None], mode="markers", marker=marker, name=name)


def _dendrogram(figure: Sheet, brackets: tuple[tuple[tuple[float, float], ...], ...]) -> None:
    points = [point for bracket in brackets for point in (*bracket, (None, None))]
    figure.add_scatter(
        x=[distance for _, distance in points],
        y=[place for place, _ in points],
        xaxis="x2",
        mode="lines",
        line={"color": theme.OUTLINE, "width": 1.5},
        hoverinfo="skip",
        showlegend=False,
        name="dendrogram of what they say",
    )


def _likeness_words(frame: Frame, names: list[str]) -> Words:
    worded = frame.sort_values(["wording", "shared"], ascending=False, kind="stable").iloc[0]
    said = frame.sort_values("codes", ascending=False, kind="stable").iloc[0]
    title = f"most alike in what they say: {listed([said['a'], said['b']])} ({said['codes']:.2f})"
    if worded["shared"]:
        runs = f"{worded['shared']:,} of {worded['of']:,} runs of six words"
        title = f"{listed([worded['a'], worded['b']])} share the largest part of their wording, {runs}; {title}"
    else:
        title = f"No two sources share six words in a row; {title}"
    compared = frame.attrs.get("compared", len(names))
    cut = f"the {len(names)} of {compared:,} sources that share most wording" if compared > len(names) else ""
    cut = joined(cut, _uncompared(frame))
    about = "Cosine of sentences by topic, claim and risk; six words in a row that stand in both"
    lines = "; ".join(
        f"{plain(row.a)} and {plain(row.b)}: {row.codes:.2f}, {row.shared} runs of words"
        for row in each(frame.sort_values("codes", ascending=False, kind="stable").head(12))
    )
    subtitle = joined(about, narrowed(frame), PARAPHRASE, sampled(frame), cut)
    return Words(title, subtitle, f"Matrix of likeness with a dendrogram. {title}. {lines}.")


def _uncompared(frame: Frame) -> str:
    left_out = frame.attrs.get("sources", 0) - frame.attrs.get("compared", frame.attrs.get("sources", 0))
    return f"{count(left_out, 'source')} not compared" if left_out > 0 else ""


@Chart
def shared_phrases(frame: Frame) -> Sheet:
    """The longest passages that sources share word for word, and which sources these are."""
    if frame.empty:
        return empty("shared_phrases", frame, "No two of the sources shown share six words in a row.")
    shown, cut = top(frame, "passage", theme.ROWS)
    sources = shown[["doc_id", "source", "position"]].drop_duplicates()
    passages = shown.drop(columns=["doc_id", "source", "position", "times", "pick"]).drop_duplicates("passage")
    held = shown[["passage", "doc_id", "times", "pick"]]
    full = passages.merge(sources, how="cross").merge(held, how="left", on=["passage", "doc_id"])
    state = full["times"].gt(0).map({True: "found", False: ""})
    full = full.assign(about=full["label"], pick=full["pick"].fillna(""), state=state)
    figure = Sheet()
    looks = {"found": FOUND, "": MISSING}
    grid = Grid("passage", "label", "state", looks, "passage_pick", _tail, _stands, lambda row: count(row.words, "word"))
    margin = matrix(figure, full.rename(columns={"doc_id": "unit"}), grid)
    return dressed(figure, "shared_phrases", _phrase_words(frame, cut), frame, margin)


def _tail(row: Any) -> str:
    return f"{of(row.k, row.n)} · {count(row.words, 'word')}"


def _stands(row: Any) -> str:
    if not row.state:
        return "not found in the text"
    return "once" if row.times == 1 else f"{row.times:.0f} times"


def _phrase_words(frame: Frame, cut: str) -> Words:
    passages, found = frame.drop_duplicates("passage"), int(frame.attrs.get("passages", 0))
    first = passages.iloc[0]
    who = list(frame[frame["passage"] == first["passage"]]["source"])
    title = f"{count(found, 'passage')} stand{'s' if found == 1 else ''} word for word in several sources; "
    title += f"the longest, {count(first['words'], 'word')}, in {listed(who)}"
    shown = f"top {min(theme.ROWS, len(passages))} of {found:,}" if found > len(passages) else cut
    about = "Six words or more in a row in two sources, longest first; case and punctuation aside"
    lines = "; ".join(f"{plain(row.label)}: {of(row.k, row.n)}" for row in each(passages.head(12)))
    subtitle = joined(about, PARAPHRASE, sampled(frame), shown, _uncompared(frame))
    return Words(title, subtitle, f"Dots of passages by source. {lines}.")
