"""Drawings of what the codebook does not know yet: a bar an item, a piece of it a sentence, coloured by source."""

from typing import Any

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, bar, dressed, each, empty, gap, rows, tails, top
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import count, joined, listed, narrowed, of, plain, safe, sampled, verb, wrapped
from claimscape.queries.harms import WORDINGS

Frame = pd.DataFrame
MOST_LEGEND = 8  # sources named above the chart; of more, the hover names each
MANY = theme.Style("a sentence", theme.SOURCES[0], "circle", "")
MOST_PIECES = 40  # sentences drawn of one item; the table has all


@Chart
def uncoded_claims(frame: Frame) -> Sheet:
    """Groups of similar sentences that make a claim and state no canonical one, by the number of their sentences."""
    if frame.empty:
        return empty("uncoded_claims", frame, "No two sources shown have similar sentences that claim what is not coded.")
    items, best = _items(frame)
    groups = f"{count(len(items), 'group')} of similar sentences from several sources"
    title = f"{groups} {verb(len(items), 'state')} no claim of the codebook"
    title += f"; one in {best.k} of {best.n}: {listed([_brief(best.label)])}" if best.k > 2 else ""
    about = "Sentences that make a claim, grouped by the words they share, which need not be by meaning; a piece is a sentence"
    about = joined(about, narrowed(frame))
    return _drawn("uncoded_claims", frame, title, about)


@Chart
def recurring_phrases(frame: Frame) -> Sheet:
    """Phrases that recur across sources, the longest first."""
    if frame.empty:
        return empty("recurring_phrases", frame, "No phrase that the rules do not cover recurs in two of the sources shown.")
    items, _ = _items(frame)
    longest = items.iloc[0]
    title = f"{count(len(items), 'phrase')} beyond the rules {verb(len(items), 'recur')} in several sources, "
    title += f"the longest in {of(longest['k'], longest['n'])}: {listed([_brief(longest['label'])])}"
    return _drawn("recurring_phrases", frame, title, "Phrases of 3 to 8 words, longest first; a piece of a bar is a sentence")


@Chart
def unknown_risks(frame: Frame) -> Sheet:
    """Harms that the sources name and no risk of the codebook covers, most sources first."""
    if frame.empty:
        searched, looked = int(frame.attrs.get("searched", 0)), "; ".join(f"“{words}”" for words in WORDINGS)
        found = f"All that {count(searched, 'sentence')} {verb(searched, 'name')} in these words is coded as a risk already"
        why = found if searched else "No sentence of the sources shown names a harm in these words"
        return empty("unknown_risks", frame, f"{why}: {looked}. A harm named in other words is not looked for.")
    items, best = _items(frame)
    title = f"{count(len(items), 'harm')} named as risk or side effect {verb(len(items), 'are')} not in the codebook; "
    title += f"{listed([_brief(best.label)])} stands in {of(best.k, best.n)}"
    about = "Named in words such as “risk of”, “side effects include”, “may cause”; a piece of a bar is a sentence"
    return _drawn("unknown_risks", frame, title, about)


def _drawn(name: str, frame: Frame, title: str, about: str) -> Sheet:
    shown, cut = top(frame, "item", theme.ROWS)
    items = shown.drop_duplicates("item")
    figure = Sheet()
    places = {item: place for place, item in enumerate(items["item"])}
    pieces = shown.assign(place=shown["item"].map(places), base=shown.groupby("item").cumcount())
    pieces = pieces[pieces["base"] < MOST_PIECES]
    few = pieces["doc_id"].nunique() <= MOST_LEGEND
    for _, part in pieces.groupby("position") if few else [("", pieces)]:
        _pieces(figure, part, 1 - gap(len(items)))
    # A sentence is too long to stand beside a bar, and its first words say little.
    left = rows(figure, list(items["words" if name == "uncoded_claims" else "label"]), 48)
    ends = [f"{row.k} of {row.n}, {count(row.sentences, 'sentence')}" for row in each(_counted(items))]
    longest = float(min(items["count"].max(), MOST_PIECES))
    tails(figure, ends, longest)
    figure.update_xaxes(range=[0, longest], visible=False)
    figure.update_layout(barmode="overlay", showlegend=few)
    said = "; ".join(f"{plain(row.label)}: {of(row.k, row.n)}" for row in each(items))
    left_out = int(frame.attrs.get("left_out", 0))
    subtitle = joined(about, sampled(frame), cut, f"{count(left_out, 'sentence')} not searched" if left_out else "")
    words = Words(title, subtitle, f"Bars of sentences by item. {said}.")
    return dressed(figure, name, words, frame, {"l": left, "r": 24 + int(max(map(len, ends)) * 6.4), "b": 8})


def _pieces(figure: Sheet, part: Frame, thick: float) -> None:
    """Sentences, one piece each; of one source, or of so many that only the hover can tell which."""
    alone = part["doc_id"].nunique() == 1
    look = theme.source_style(int(part["position"].iloc[0])) if alone else MANY
    figure.add_bar(
        x=[1] * len(part),
        y=list(part["place"]),
        base=list(part["base"]),
        width=thick,  # else Plotly chooses one for each trace
        orientation="h",
        customdata=[[pick] for pick in part["pick"]],
        hovertext=[f"<b>{safe(row.source)}</b><br>{wrapped(row.text, 60, 4)}" for row in each(part)],
        **bar(look, name=safe(part["source"].iloc[0]) if alone else MANY.label),
    )


def _items(frame: Frame) -> tuple[Frame, Any]:
    """One row an item, and the first of those in most sources."""
    items = frame.drop_duplicates("item")
    return items, next(each(items.sort_values("k", ascending=False, kind="stable")))


def _counted(items: Frame) -> Frame:
    return items.rename(columns={"count": "sentences"})  # a row's own `count` is a method of tuples


def _brief(label: str) -> str:
    line = plain(label)
    return line if len(line) <= 60 else line[:59].rpartition(" ")[0] + "…"
