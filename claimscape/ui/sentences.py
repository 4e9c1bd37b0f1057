"""The sentences behind a mark, each with its source, heading and a way into the reader."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from claimscape.queries import Pick
from claimscape.theme import CERTAINTY, SUPPORT, Style, legible, source_style
from claimscape.ui import answers, filters, opened
from claimscape.ui.csvtext import csv_text, readable
from claimscape.ui.failure import explained
from claimscape.ui.naming import named
from claimscape.ui.part import part

MOST = 200  # sentences in one list; the CSV has all
READER = "pages/sources.py"
NOTHING = "No sentence stands behind this mark: that is what it says. Nothing was found for it in the sources shown."


def ask_for(name: str, pick: str) -> None:
    """Remember that a mark of the chart NAME was chosen; the chart's next run opens its sentences."""
    st.session_state[f"asked-{name}"] = pick


def sentences_asked_for(name: str) -> None:
    """Open the sentences of the mark that was chosen on the chart NAME in this run, if one was."""
    pick = st.session_state.pop(f"asked-{name}", "")
    if pick:
        _panel(pick)


def sentence_list(key: str, frame: pd.DataFrame, title: str = "", said: str = "") -> None:
    """Sentences as cards, under a title and a line if given; columns doc_id, source, sentence_id, heading, text and quote."""
    places = {doc_id: place for place, doc_id in enumerate(sorted(opened.landscape().table("documents")["doc_id"]))}
    items = [_item(row, places) for row in frame.head(MOST).to_dict("records")]
    data = {"title": title, "said": said, "items": items}
    part("sentences", key, data, go=go)
    follow()


@st.dialog("Sentences", width="medium", position="right")
def _panel(pick: str) -> None:
    with explained():
        landscape, scope = opened.landscape(), filters.scope()
        frame = answers.answer(landscape, "sentences_behind", scope, Pick.parse(pick))
        title = named(landscape, Pick.parse(pick), scope)
        sentence_list("sentence-list", frame, title, _count(frame) if len(frame) else NOTHING)
        if frame.empty:
            return
        st.download_button(
            "Save these sentences as CSV",
            lambda: csv_text(readable(frame)),
            "claimscape-sentences.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
        )


def _count(frame: pd.DataFrame) -> str:
    """Marks of words and citations count places: where a sentence has several, both numbers are told."""
    sources, n = frame["doc_id"].nunique(), int(frame.attrs.get("total", len(frame)))
    places = int(frame.attrs.get("places", n))
    said = f"{n:,} sentence{'' if n == 1 else 's'} in {sources} source{'' if sources == 1 else 's'}"
    said = f"{places:,} places in {said}" if places > n else said
    return said if n <= MOST else f"{said}; the first {MOST} are shown"


def _item(row: Mapping[Any, Any], places: dict[str, int]) -> dict[str, Any]:
    doc, sentence = str(row["doc_id"]), str(row["sentence_id"])
    before, quote, after = _parted(_text(row["text"]), _text(row.get("quote")))
    words = {"source": _text(row["source"]), "heading": _text(row.get("heading")), "note": _note(row)}
    return words | {
        "before": before,
        "quote": quote,
        "after": after,
        "colour": legible(source_style(places.get(doc, 0)).color),
        "doc": doc,
        "sentence": sentence,
        "href": filters.link("sources", doc=doc, sentence=sentence),
    }


def _parted(text: str, quote: str) -> tuple[str, str, str]:
    start = text.find(quote) if quote else -1
    return (text, "", "") if start < 0 else (text[:start], quote, text[start + len(quote) :])


def _note(row: Mapping[Any, Any]) -> str:
    said = [_text(row.get("claims")), _styled(row.get("certainty"), CERTAINTY), _styled(row.get("support"), SUPPORT)]
    said.append(_text(row.get("risks")) and "risk: " + _text(row.get("risks")))
    return " · ".join(word for word in said if word)


def _styled(names: object, styles: Mapping[str, Style]) -> str:
    return ", ".join(styles[name].label for name in _text(names).split("; ") if name in styles)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def go(where: str) -> None:
    """Remember the sentence to read, "doc_id sentence_id": a callback may not change the page, the run after it does."""
    st.session_state["go"] = where


def follow() -> None:
    """Open the reader at the sentence that was chosen in this run, if one was."""
    where = st.session_state.pop("go", "")
    doc, _, sentence = where.rpartition(" ")
    if doc:
        st.switch_page(READER, query_params=filters.parameters(doc=doc, **{"sentence": sentence} if sentence else {}))
