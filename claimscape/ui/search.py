"""Search: every place of a word or phrase, with what stands before and after it."""

import pandas as pd
import streamlit as st

from claimscape.ui import answers, filters, opened
from claimscape.ui.csvtext import csv_text, readable
from claimscape.ui.part import part
from claimscape.ui.sentences import follow, go

LONGEST = 200  # characters of a query


def search() -> None:
    """A field for the words, the places they stand in, and the way from each into the reader."""
    st.session_state.setdefault("words", st.query_params.get("q", "")[:LONGEST])
    hint = 'serotonin    therap*    "side effects"'
    words = st.text_input("Words to look for", key="words", max_chars=LONGEST, placeholder=hint, on_change=_write)
    _write()
    if not words.strip():
        st.text('Type a word, the beginning of words with a star (therap*), or a phrase in quotation marks ("side effects").')
        return
    frame = answers.answer(opened.landscape(), "concordance", filters.scope(), words)
    total, by_source = int(frame.attrs.get("total", 0)), frame.attrs.get("by_source", {})
    part("concordance", "concordance", _words(words, total, by_source) | {"items": _items(frame)}, go=go)
    follow()
    if len(frame):
        text = csv_text(readable(frame))
        st.download_button("Save these places as CSV", text, "claimscape-search.csv", "text/csv", on_click="ignore")


def _write() -> None:
    words = str(st.session_state.get("words", ""))
    if words != st.query_params.get("q", ""):
        if words:
            st.query_params["q"] = words
        else:
            del st.query_params["q"]


def _words(words: str, total: int, by_source: dict[str, int]) -> dict[str, str]:
    if not total:
        return {"title": "Not found", "subtitle": f"No sentence of the sources shown has: {words}"}
    shown = f"{total:,} sentence{'' if total == 1 else 's'} in {len(by_source)} source{'' if len(by_source) == 1 else 's'}"
    return {"title": shown, "subtitle": " · ".join(f"{source}: {n:,}" for source, n in by_source.items())}


def _items(frame: pd.DataFrame) -> list[dict[str, str]]:
    columns = ("source", "left", "keyword", "right", "heading")
    return [
        {name: str(row[name]) for name in columns}
        | {"where": f"{row['doc_id']} {row['sentence_id']}"}
        | {"href": filters.link("sources", doc=str(row["doc_id"]), sentence=str(row["sentence_id"]))}
        for row in frame.to_dict("records")
    ]
