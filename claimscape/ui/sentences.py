"""The sentences behind a mark, page by page: to filter, sort, copy and save, each with a way into the reader.

Filtering and sorting happen in the page's script; the server is asked for the next page and for everything as CSV.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from claimscape import queries
from claimscape.exports.cells import csv_text, readable
from claimscape.exports.naming import named
from claimscape.queries import Pick, Scope
from claimscape.store import Landscape
from claimscape.theme import CERTAINTY, SUPPORT, legible, source_style
from claimscape.ui import answers, filters, opened
from claimscape.ui.cited import cited, facts_of_sources
from claimscape.ui.failure import explained
from claimscape.ui.part import part

PAGE = 200  # sentences that travel at once
SAVED = 20_000  # sentences asked for at once where all are saved
READER = "pages/sources.py"
NOTHING = "No sentence stands behind this mark: that is what it says. Nothing was found for it in the sources shown."
# What travels of a sentence, in the order of `queries.sentences_behind`: the page's own CSV is the same as the server's.
_PLACE = ("doc_id", "source", "sentence_id", "kind", "heading", "text", "quote", "start", "end")
_COLUMNS = (*_PLACE, "topics", "claims", "risks", "certainty", "support")
_STYLES = {"certainty": CERTAINTY, "support": SUPPORT}
_LABELS = {name: {key: style.label for key, style in styles.items()} for name, styles in _STYLES.items()}


@dataclass(frozen=True)
class Listing:
    """Sentences to show: what tells this list from others, heading, line below, how many, and two ways to more.

    `page(source, offset)` gives at most PAGE rows from there on, of one source or with "" of all; `by_source` has the columns
    doc_id, source and sentences, a row a source.
    """

    name: str
    title: str
    said: str
    total: int
    by_source: pd.DataFrame
    page: Callable[[str, int], pd.DataFrame]


def ask_for(name: str, pick: str) -> None:
    """Remember that a mark of the chart NAME was chosen; the chart's next run opens its sentences."""
    st.session_state[f"asked-{name}"] = pick


def sentences_asked_for(name: str) -> None:
    """Open the sentences of the mark that was chosen on the chart NAME in this run, if one was."""
    pick = st.session_state.pop(f"asked-{name}", "")
    if pick:
        _panel(pick)


def sentence_list(key: str, frame: pd.DataFrame, title: str = "", said: str = "") -> None:
    """Sentences under a title and a line if given; columns doc_id, source, sentence_id, heading, text and quote."""
    every = frame.drop_duplicates(["doc_id", "sentence_id"])

    def page(source: str, offset: int) -> pd.DataFrame:
        rows = every[every["doc_id"] == source] if source else every
        return rows.iloc[offset : offset + PAGE]

    places = repr(list(zip(every["doc_id"], every["sentence_id"], strict=True)))
    name = hashlib.sha256(places.encode("utf-8", "backslashreplace")).hexdigest()[:16]
    _listed(key, Listing(name, title, said, len(every), _counted(every), page))


def everything(landscape: Landscape, scope: Scope, pick: Pick) -> str:
    """All sentences of a mark as CSV, fetched piece by piece, with the mark by which a spreadsheet knows UTF-8."""

    def pieces() -> Iterator[str]:
        offset, total = 0, 1
        while offset < total:
            frame = queries.sentences_behind(landscape, scope, pick, offset, SAVED)
            text = csv_text(readable(frame))
            yield text.split("\r\n", 1)[1] if offset else text
            total = int(frame.attrs["total"])
            offset += SAVED

    return "\ufeff" + "".join(pieces())


@st.dialog("Sentences", width="medium", position="right")
def _panel(pick: str) -> None:
    with explained():
        landscape, scope, chosen = opened.landscape(), filters.scope(), Pick.parse(pick)
        first = answers.answer(landscape, "sentences_behind", scope, chosen, 0, PAGE)
        total, title = int(first.attrs["total"]), named(landscape, chosen, scope)

        def page(source: str, offset: int) -> pd.DataFrame:
            narrowed = replace(chosen, source=source) if source else chosen
            return answers.answer(landscape, "sentences_behind", scope, narrowed, offset, PAGE)

        counts = _counted(first) if total <= PAGE else answers.answer(landscape, "sources_behind", scope, chosen)
        said = _count(first) if total else NOTHING
        _listed("sentence-list", Listing(f"{landscape.build_id} {scope} {pick}", title, said, total, counts, page))
        if total:
            st.download_button(
                f"Save all {total:,} sentences as CSV" if total > 1 else "Save this sentence as CSV",
                lambda: everything(landscape, scope, chosen),
                "claimscape-sentences.csv",
                "text/csv",
                on_click="ignore",
                icon=":material/download:",
            )


def _count(frame: pd.DataFrame) -> str:
    """Marks of words and citations count places: where a sentence has several, both numbers are told."""
    sources, n, places = (int(frame.attrs[name]) for name in ("in_sources", "total", "places"))
    said = f"{n:,} sentence{'' if n == 1 else 's'} in {sources} source{'' if sources == 1 else 's'}"
    return f"{places:,} places in {said}" if places > n else said


def _listed(key: str, listing: Listing) -> None:
    """The list with the page that its script asked for, else the first; what travelled before stays in the browser."""
    source, offset = st.session_state.pop(f"more-{key}", ("", 0))
    frame = listing.page(source, offset)
    columns = [name for name in _COLUMNS if name in frame.columns]
    data = {"list": listing.name, "title": listing.title, "said": listing.said, "total": listing.total, "page": PAGE}
    data |= {"words": _LABELS, "columns": columns, "asked": [source, offset], "items": _items(frame, columns)}
    data |= {"sources": _sources(listing, frame), "reader": filters.link("sources")}
    part("sentences", key, data, go=go, more=partial(_more, key))
    follow()


def _more(key: str, wish: str) -> None:
    """Remember the page that the list asked for, "offset doc_id" with no doc_id for all: the run after fetches it."""
    offset, _, source = wish.partition(" ")
    if offset.isascii() and offset.isdigit() and len(offset) < 9:
        st.session_state[f"more-{key}"] = (source, int(offset))


def _sources(listing: Listing, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The sources of the list in their order, each with its colour, how a quotation names it, and its number of sentences."""
    facts, places = facts_of_sources(opened.landscape(), list(listing.by_source["doc_id"]))
    return [
        {"doc": doc, "label": label, "n": n, "colour": legible(source_style(places.get(doc, 0)).color)}
        | cited(label, facts.get(doc, {}))
        for doc, label, n in listing.by_source[["doc_id", "source", "sentences"]].itertuples(index=False, name=None)
    ]


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    """How many of these sentences each source has."""
    return frame.groupby(["doc_id", "source"], sort=True).size().reset_index(name="sentences")


def _items(frame: pd.DataFrame, columns: list[str]) -> list[dict[str, Any]]:
    return [{name: _plain(row[name]) for name in columns} for row in frame.to_dict("records")]


def _plain(value: Any) -> str | int:
    """Text as text, a whole number as one, what is missing as no text."""
    return value if isinstance(value, str) else "" if pd.isna(value) else int(value)


def go(where: str) -> None:
    """Remember the sentence to read, "doc_id sentence_id": a callback may not change the page, the run after it does."""
    st.session_state["go"] = where


def follow() -> None:
    """Open the reader at the sentence that was chosen in this run, if one was."""
    where = st.session_state.pop("go", "")
    doc, _, sentence = where.rpartition(" ")
    if doc:
        st.switch_page(READER, query_params=filters.parameters(doc=doc, **{"sentence": sentence} if sentence else {}))
