"""The slides of the deck on the Export page: in order, each with its title, its note and a preview."""

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from claimscape import charts
from claimscape.exports.exhibit import Exhibit, every, identity
from claimscape.queries.counted import count, verb
from claimscape.store import Landscape
from claimscape.ui import answers, deck, filters, opened
from claimscape.ui.failure import explained
from claimscape.ui.part import part
from claimscape.ui.shows import around, figure_data

EMPTY = (
    "No slides yet. “Add to deck” under each chart puts it here with the filters in force; or take all of them, "
    "with the filters that stand above."
)


def slides() -> None:
    """The list of slides, and the one that is chosen."""
    landscape, held = opened.landscape(), deck.deck()
    if not held:
        st.info(EMPTY, icon=":material/slideshow:")
        st.button("Add all charts", on_click=_all, icon=":material/library_add:")
        return
    names = [_title(landscape, exhibit) for exhibit in held]
    place = min(int(st.session_state.get("slide", 0) or 0), len(held) - 1)
    st.session_state["slide"] = place
    st.selectbox("Slide", range(len(held)), format_func=lambda at: f"{at + 1} of {len(held)}: {names[at]}", key="slide")
    _moves(place, len(held))
    _edits(landscape, place, held[place], names[place])


def _title(landscape: Landscape, exhibit: Exhibit) -> str:
    """The presenter's title, or what the chart says of itself."""
    if exhibit.title or exhibit.name not in charts.__all__:
        return exhibit.title or exhibit.name.replace("_", " ").capitalize()
    return str(answers.drawing(landscape, exhibit.name, exhibit.scope, *exhibit.more).meta["title"])


def _moves(place: int, size: int) -> None:
    with st.container(horizontal=True, key="slide-moves"):
        st.button("Earlier", on_click=_move, args=(place, -1), disabled=place == 0, icon=":material/arrow_upward:")
        st.button("Later", on_click=_move, args=(place, 1), disabled=place == size - 1, icon=":material/arrow_downward:")
        st.button("Remove", on_click=_remove, args=(place,), icon=":material/delete:")
        st.button("Empty the deck", on_click=partial(deck.put, ()), icon=":material/clear_all:")


def _edits(landscape: Landscape, place: int, exhibit: Exhibit, title: str) -> None:
    figure = identity(landscape, exhibit)
    for name in ("title", "note"):  # widgets forget, the deck does not
        st.session_state[f"slide-{name}"] = getattr(exhibit, name)
    titled, noted = partial(_change, place, "title"), partial(_change, place, "note")
    most = deck.LONGEST
    st.text_input("Title", key="slide-title", max_chars=most["title"], placeholder=title[:200], on_change=titled)
    st.text_area("Note for the speaker", key="slide-note", max_chars=most["note"], on_change=noted)
    st.text(f"Figure {figure}")
    with explained():
        if exhibit.name in charts.__all__:
            _preview(landscape, exhibit)
        else:
            st.text("A list: on the slide it is a table.")


def _preview(landscape: Landscape, exhibit: Exhibit) -> None:
    drawing = answers.drawing(landscape, exhibit.name, exhibit.scope, *exhibit.more)
    words: dict[str, Any] = around(exhibit.name, drawing) | ({"title": exhibit.title} if exhibit.title else {}) | {"bare": True}
    with st.container(key=f"show-preview-{exhibit.name}"):
        part("figure", f"preview-{identity(landscape, exhibit)}", figure_data(exhibit.name, drawing, words))


def _all() -> None:
    """Every chart and list that has something to show with these filters."""
    landscape = opened.landscape()
    held = tuple(replace(exhibit, scope=filters.scope()) for exhibit in every())
    deck.put(tuple(exhibit for exhibit in held if not _bare(landscape, exhibit)))
    left = len(held) - len(deck.deck())
    if left:
        st.toast(f"{count(left, 'chart')} with nothing to show {verb(left, 'are')} left out.")


def _bare(landscape: Landscape, exhibit: Exhibit) -> bool:
    """Whether it shows nothing; what cannot be worked out is told on its slide."""
    with suppress(Exception):
        if exhibit.name in charts.__all__:
            return answers.drawing(landscape, exhibit.name, exhibit.scope).empty
        return answers.answer(landscape, exhibit.name, exhibit.scope).empty
    return False


def _move(place: int, by: int) -> None:
    held = list(deck.deck())
    held[place], held[place + by] = held[place + by], held[place]
    deck.put(tuple(held))
    st.session_state["slide"] = place + by


def _remove(place: int) -> None:
    held = list(deck.deck())
    del held[place]
    deck.put(tuple(held))
    st.session_state["slide"] = max(0, min(place, len(held) - 1))


def _change(place: int, name: str) -> None:
    held = list(deck.deck())
    said = str(st.session_state[f"slide-{name}"]).encode("utf-8", "replace").decode("utf-8")
    held[place] = replace(held[place], title=said) if name == "title" else replace(held[place], note=said)
    deck.put(tuple(held))
