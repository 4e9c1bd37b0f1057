"""What the codebook does not know, one item at a time: its sentences and the entry to paste, as text that can be copied."""

import pandas as pd
import streamlit as st

from claimscape.ui import answers, filters, opened
from claimscape.ui.failure import explained
from claimscape.ui.kept import Kept
from claimscape.ui.sentences import sentence_list

_CHOOSE = {
    "uncoded_claims": "A group of similar sentences, with an entry for the codebook",
    "recurring_phrases": "A phrase, with its sentences and an entry for the codebook",
    "unknown_risks": "A harm, with its sentences and an entry for the codebook",
}
_SAID: Kept[dict[int, str]] = Kept(64)


@st.fragment
def entries(name: str) -> None:
    """A choice of the items that query NAME found; the one chosen is shown with its sentences and its entry."""
    with st.container(key=f"entries-{name}"), explained():
        landscape = opened.landscape()
        frame = answers.answer(landscape, name, filters.scope())
        if frame.empty:
            return
        said = _SAID.of((answers.key(landscape), name, filters.scope()), lambda: _said(frame))
        chosen = st.selectbox(
            _CHOOSE[name],
            list(said),
            format_func=lambda item: said.get(item, ""),
            key=f"item-{name}",
            index=None,
            placeholder=f"Choose one of {len(said):,}",
        )
        if chosen in said:
            said_so = frame[frame["item"] == chosen]
            # A quote of the whole sentence marks nothing.
            quotes = said_so["quote"].where(said_so["quote"] != said_so["text"], "")
            sentence_list(f"said-{name}", said_so.assign(quote=quotes))
            st.text("To make it known: paste these lines into codebook.yaml, change them as you see fit, and build again.")
            st.code(str(said_so["entry"].iloc[0]), language="yaml", wrap_lines=True)


def _said(frame: pd.DataFrame) -> dict[int, str]:
    """The items and their words, shown as text and never as Markdown; kept, for pandas takes 6 ms of every run to tell them."""
    items = frame.drop_duplicates("item")[["item", "k", "n", "label"]]
    return {int(item): f"In {k} of {n}: {label}" for item, k, n, label in items.itertuples(index=False, name=None)}
