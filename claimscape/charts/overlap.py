"""Drawings of the claims that sources share: a row a combination of sources, or a matrix of pairs where they are many."""

from collections import defaultdict
from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.cells import Cell, cells
from claimscape.charts.dress import Words, bar, columns, dressed, each, empty, gap, overhang, rows, source_marks
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import count, joined, listed, narrowed, plain, safe, sampled, wrapped

Frame = pd.DataFrame
MOST = 20  # combinations on one sheet
FEWEST = 3  # taller rows that must be left before those of one claim are put away
LOOK = theme.Style("claims", theme.SOURCES[0], "circle", "")


@Chart
def claim_overlap(frame: Frame) -> Sheet:
    """UpSet plot (Lex et al. 2014, doi:10.1109/TVCG.2014.2346248): rows of combinations, columns of sources, bars of claims.

    Combinations are rows, as in that paper, so that each is named by its claims and fits a telephone.
    """
    if frame.empty:
        return empty("claim_overlap", frame, "No sentence that the filters leave makes a claim of the codebook.")
    return _pairs(frame) if frame.attrs.get("pairs") else _upset(frame)


def _upset(frame: Frame) -> Sheet:
    groups, cut = _shown(frame.drop_duplicates("combination"))
    sources = frame.drop_duplicates("doc_id").sort_values("position")
    figure = Sheet()
    _members(figure, frame[frame["combination"].isin(groups["combination"])], list(sources["doc_id"]))
    _bars(figure, groups)
    _sizes(figure, sources)
    left = rows(figure, [_label(row) for row in each(groups)], 44)
    wide = 0.62 * (theme.WIDTH - left - 32)
    above = columns(figure, list(sources["source"]), wide)
    figure.update_layout(
        xaxis={"domain": [0, 0.62], "anchor": "y2"},
        xaxis2={"domain": [0.66, 1], "visible": False, "range": [0, 1.15 * groups["claims"].max()], "anchor": "y"},
        yaxis={"domain": [0, 0.83], "anchor": "x"},
        yaxis2={"domain": [0.85, 1], "visible": False, "range": [0, 1.7 * sources["source_claims"].max()], "anchor": "x"},
        bargap=gap(len(groups)),
        showlegend=False,
    )
    return dressed(figure, "claim_overlap", _upset_words(frame, cut), frame, {"l": left, "t": above, "r": 32, "b": 8})


def _shown(groups: Frame) -> tuple[Frame, str]:
    """The combinations that are drawn, and how many are not: those of one claim go first where they are most of the sheet."""
    shown, tall = groups.head(MOST), groups[groups["claims"] > 1].head(MOST)
    if len(tall) >= FEWEST and len(shown) > 2 * int((shown["claims"] > 1).sum()):
        shown = tall
    left = groups.iloc[len(shown) :]
    if left.empty:
        return shown, ""
    alone = ", each of one claim," if left["claims"].max() == 1 else ""
    return shown, f"{count(len(left), 'more combination')}{alone} in the data table"


def _label(row: Any) -> str:
    """The first claim by its name, cut so that the number of the others still stands beside it: "It raises serotonin (+3)"."""
    name = plain(row.first_claim)
    if row.claims == 1:
        return name
    return f"{name if len(name) <= 36 else name[:35].rpartition(' ')[0] + '…'} (+{row.claims - 1})"


def _members(figure: Sheet, shown: Frame, docs: list[str]) -> None:
    """A mark of each source in a combination, joined by a line; a dot stands where a source is not in it."""
    levels = {combination: place for place, combination in enumerate(shown["combination"].drop_duplicates())}
    inside = {(docs.index(row.doc_id), levels[row.combination]): row for row in each(shown)}
    outside = [(x, y) for y in levels.values() for x in range(len(docs)) if (x, y) not in inside]
    dots = {"size": 5, "color": theme.LIGHT_PAGE.axis, "opacity": 1}
    figure.add_scatter(
        x=[x for x, _ in outside], y=[y for _, y in outside], mode="markers", marker=dots, hoverinfo="skip", name="not in it"
    )
    ends = {y: [x for x, row_y in inside if row_y == y] for y in levels.values()}
    figure.add_scatter(
        x=[x for xs in ends.values() for x in (min(xs), max(xs), None)],
        y=[at for y in ends for at in (y, y, None)],
        mode="lines",
        line={"color": theme.OUTLINE, "width": 2},
        hoverinfo="skip",
        name="together",
    )
    size = 14 if len(docs) <= 12 else 11
    figure.add_scatter(
        x=[x for x, _ in inside],
        y=[y for _, y in inside],
        mode="markers",
        marker=source_marks(row.position for row in inside.values()) | {"size": size, "opacity": 1},
        customdata=[[row.pick] for row in inside.values()],
        hovertext=[f"<b>{safe(row.source)}</b><br>{_said(row)}" for row in inside.values()],
        hoverinfo="text",
        name="in it",
    )


def _said(row: Any) -> str:
    who = "this source alone says" if row.size == 1 else f"exactly these {row.size} sources say"
    return f"{count(row.claims, 'claim')} that {who}:<br>{wrapped(row.claim, 60, 5)}"


def _bars(figure: Sheet, groups: Frame) -> None:
    figure.add_bar(
        x=groups["claims"],
        y=list(range(len(groups))),
        orientation="h",
        xaxis="x2",
        text=groups["claims"],
        customdata=[[pick] for pick in groups["combination_pick"]],
        hovertext=[_said(row) for row in each(groups)],
        **bar(LOOK, name="claims", textposition="outside", cliponaxis=False, textfont={"size": theme.SMALL}),
    )


def _sizes(figure: Sheet, sources: Frame) -> None:
    """Under each source's name, how many claims it says in all."""
    figure.add_bar(
        x=list(range(len(sources))),
        y=sources["source_claims"],
        yaxis="y2",
        width=0.5,
        marker={"color": theme.OUTLINE},
        text=sources["source_claims"],
        textposition="outside",
        constraintext="none",
        cliponaxis=False,
        textfont={"size": theme.SMALL},
        customdata=[[pick] for pick in sources["source_pick"]],
        hovertext=[f"<b>{safe(row.source)}</b><br>says {count(row.source_claims, 'claim')}" for row in each(sources)],
        hoverinfo="text",
        name="claims of the source",
    )


def _upset_words(frame: Frame, cut: str) -> Words:
    groups, n, total = frame.drop_duplicates("combination"), frame.attrs.get("sources", 0), frame.attrs.get("claims", 0)
    every, alone = (int(groups[groups["size"] == size]["claims"].sum()) for size in (n, 1))
    whom = "both sources" if n == 2 else f"all {n} sources"
    title = f"{every or 'None'} of {count(total, 'claim')} {'is' if every <= 1 else 'are'} said by {whom}; {alone} by one alone"
    if n == 1:
        title = f"This source says {count(total, 'claim')} of the codebook"
    about = "Claims that exactly these sources make, the first by name; below each source, all that it makes; denials aside"
    lines = "; ".join(f"{_named(frame, row)}: {row.claims}" for row in each(groups.head(MOST)))
    words = f"Rows of combinations of sources with bars of claims. {lines}."
    return Words(title, joined(about, narrowed(frame), sampled(frame), cut), words)


def _named(frame: Frame, row: Any) -> str:
    members = frame[frame["combination"] == row.combination]["source"]
    return f"{listed(list(members), 5)}{' alone' if row.size == 1 else ''}"


def _pairs(frame: Frame) -> Sheet:
    """Lower triangle of sources: how many claims both say, coloured by the share of those that either says."""
    names = frame.drop_duplicates("doc_id").sort_values("place")
    pairs: dict[int, list[Any]] = defaultdict(list)
    for row in each(frame.sort_values("place")):
        pairs[row.combination].append(row)
    drawn = [_pair(one, other) for one, other in pairs.values()]
    figure = Sheet()
    cells(figure, drawn, "claims that both say")
    left = rows(figure, list(names["source"])[1:], 34)
    above = columns(figure, list(names["source"])[:-1], 700 - left)
    first, second = (row for row in each(frame[frame["combination"] == 0]))
    who = listed([first.source, second.source])
    title = f"{who} share most: {first.claims} of the {count(first.either, 'claim')} that either says"
    speaking, shown = frame.attrs.get("speaking", 0), len(names)
    cut = f"the {shown} of {speaking} sources that say most claims" if speaking > shown else ""
    about = "Claims that both sources make, denials aside; colour is their share of those either says (Jaccard)"
    best = frame[frame["combination"] < 8].groupby("combination")
    lines = "; ".join(f"{listed(list(pair['source']))}: {pair['claims'].iloc[0]}" for _, pair in best)
    words = Words(title, joined(about, narrowed(frame), sampled(frame), cut), f"Matrix of pairs of sources. {lines}.")
    right = overhang(list(names["source"])[:-1], 700 - left)
    return dressed(figure, "claim_overlap", words, frame, {"l": left, "t": above, "r": right, "b": 8})


def _pair(one: Any, other: Any) -> Cell:
    hover = f"<b>{safe(one.source)}</b> and <b>{safe(other.source)}</b><br>"
    if not one.claims:
        return Cell(one.place, other.place - 1, "", "–", "", f"{hover}no claim that both say")
    hover += f"{one.claims} of {count(one.either, 'claim')} that either says<br>{wrapped(one.claim, 60, 5)}"
    fill = theme.sequential(one.claims / one.either)
    return Cell(one.place, other.place - 1, fill, str(one.claims), one.combination_pick, hover)
