"""From the id of a figure, as it stands on a slide, back to its sentences."""

import streamlit as st

from claimscape import queries
from claimscape.exports.exhibit import made
from claimscape.exports.numbers import marks
from claimscape.exports.trace import Traced, trace
from claimscape.ui import deck, places
from claimscape.ui.failure import explained
from claimscape.ui.sentences import sentence_list

MOST = 200  # sentences of a mark; the command line and the data formats give all


def tracing() -> None:
    """A field for an id, and the sentences behind that figure."""
    st.header("From figure to sentence", anchor=False)
    typed = st.text_input("Id of a figure, from the foot of its slide", max_chars=200, placeholder="7QK2MHXR", key="trace")
    if typed.strip():
        with explained():
            _found(trace(places.data(), typed.strip()))


def _found(found: Traced) -> None:
    exhibit = made(found.landscape, found.exhibit)
    frame = queries.behind(found.landscape, found.exhibit.scope, marks(exhibit), MOST)
    if found.outdated:
        st.warning("This figure is of an earlier build; a newer one stands, and may say something else.")
    else:
        again = (found.exhibit.name, found.exhibit.scope, *found.exhibit.more)
        st.button("Add to deck", key="trace-deck", on_click=deck.add, args=again)
    said = f"Figure {found.id} · {exhibit.meta.get('footer', '')}"
    sentence_list("traced", frame, exhibit.title, said)
