"""The deck: charts put aside for a presentation, in an order, with the presenter's titles and notes.

It lives in the visitor's session and in the visitor's own browser, so that a reload or a new day does not lose it.
"""

import hashlib
import json
import time
from dataclasses import replace

import streamlit as st

from claimscape.exports.exhibit import PAGES, Exhibit, askable, parse
from claimscape.queries import Scope
from claimscape.store import Landscape
from claimscape.ui.part import part, undressed

MOST = 200  # slides
LONGEST = {"title": 5_000, "note": 20_000, "address": 8_000}
EXPORT = "pages/export.py"
_DECK, _CHANGED = "deck", "deck-changed"
_KNOWN = {name for names in PAGES.values() for name in names}


def deck() -> tuple[Exhibit, ...]:
    """The exhibits in their order."""
    return tuple(st.session_state.get(_DECK, ()))


def put(exhibits: tuple[Exhibit, ...]) -> None:
    """The deck as it is from now on; what is over MOST slides is left out, and the visitor is told."""
    if len(exhibits) > MOST:
        st.toast(f"A deck holds {MOST} slides; the last {len(exhibits) - MOST} were left out.")
    st.session_state[_DECK] = exhibits[:MOST]
    st.session_state[_CHANGED] = True


def add(name: str, scope: Scope, *more: str) -> None:
    """Put the chart with its filters at the end of the deck; the sides of a comparison belong to that page alone."""
    seen = scope if name.startswith("comparison") else replace(scope, one=(), other=())
    put((*deck(), Exhibit(name, seen, more)))
    st.toast(f"Slide {len(deck())} of the deck", icon=":material/slideshow:")


def takes(name: str) -> bool:
    """Whether the chart or list of that name can be a slide."""
    return name in _KNOWN


def changed() -> bool:
    """Whether the deck changed since it was last asked; a part of a page that changed it then runs the whole page again."""
    return bool(st.session_state.pop(_CHANGED, False))


def keeper(landscape: Landscape) -> None:
    """The deck's place on every page: how many slides it has, the way to them, and its copy in the browser."""
    lines = [{"address": each.address(), "title": each.title, "note": each.note} for each in deck()]
    kept = json.dumps(lines) if _DECK in st.session_state else ""
    st.session_state.pop(_CHANGED, None)
    where = hashlib.sha256(str(landscape.folder.absolute().parent.parent).encode("utf-8", "replace")).hexdigest()[:12]
    data = {"slides": len(lines), "kept": kept, "where": f"claimscape-deck-{where}", "longest": MOST}
    part("deck", "deck-keeper", data, restore=_restore, go=_go, dress=undressed)
    if st.session_state.pop("deck-go", False):
        st.switch_page(EXPORT)


def _go(_wish: str) -> None:
    st.session_state["deck-go"] = time.time_ns()


def _restore(text: str) -> None:
    """Take over what the browser kept; a page of another tab, or its visitor, may have written anything there."""
    if _DECK in st.session_state:
        return
    try:
        rows = json.loads(text)
        found = [_read(row) for row in rows[:MOST] if isinstance(row, dict)]
    except (ValueError, TypeError, RecursionError):
        found = []
    put(tuple(exhibit for exhibit in found if askable(exhibit)))


def _read(row: dict[str, object]) -> Exhibit:
    texts = {name: str(row.get(name) or "").encode("utf-8", "replace").decode("utf-8") for name in LONGEST}
    values = {name: text[: LONGEST[name]] for name, text in texts.items()}
    return replace(parse(values["address"]), title=values["title"], note=values["note"])
