"""`show`: a chart or a table of the query of that name, for the filters in force, with its sentences one click away."""

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from claimscape import theme
from claimscape.exports.cells import csv_text, readable
from claimscape.ui import answers, deck, filters, opened
from claimscape.ui.answers import Drawing
from claimscape.ui.failure import explained
from claimscape.ui.lists import LISTS
from claimscape.ui.part import part
from claimscape.ui.sentences import ask_for, sentences_asked_for
from claimscape.ui.served import plotly_url

PATIENCE = 0.2  # seconds
INNER = {"unit", "code", "combination", "item", "passage"}  # columns of ids and numbers that only tell rows apart
OF_GROUPS = {"size", "has"}  # columns that say nothing of single sources: one each, and yes or no beside its sentences

_DARK = dict(zip(vars(theme.LIGHT_PAGE).values(), vars(theme.DARK_PAGE).values(), strict=True))


def show(*names: str) -> None:
    """Each the chart NAME of query NAME, or its answer in words where nothing is drawn.

    A container stands inside its fragment: of one round it, and of all round that, Streamlit makes copies at each run.
    """
    _work_out(names)
    for name in names:
        (_list if name in LISTS else _chart)(name)


def _work_out(names: Sequence[str]) -> None:
    """All that is quickly had, before the first is sent: the browser lays out the page again for what comes one by one.

    Four charts sent 10 ms apart were painted 120 ms later than the same sent together. What takes longer is sent as it comes.
    """
    ends = time.monotonic() + PATIENCE
    for name in names:
        if time.monotonic() > ends:
            return
        with suppress(Exception):  # told in its own place, when it is asked for again
            (answers.answer if name in LISTS else answers.drawing)(opened.landscape(), name, filters.scope())


@st.fragment
def _list(name: str) -> None:
    with st.container(key=f"show-{name}"), explained():
        told = LISTS[name](answers.answer(opened.landscape(), name, filters.scope())) | {"csv": _wished_csv(name)}
        told |= {"file": _file(name)} if deck.takes(name) else {}
        part(name, f"list-{name}", told, pick=partial(ask_for, name), act=partial(_act, name, ()))
        sentences_asked_for(name)
    if deck.changed():
        st.rerun()


@st.fragment
def _chart(name: str) -> None:
    with st.container(key=f"show-{name}"):
        chart(name)


def chart(name: str, *more: str, pick: Callable[[str], None] | None = None) -> None:
    """The chart NAME of query NAME, which may ask more than the filters; `pick` hears a mark that was chosen."""
    with explained():
        landscape, scope, heard = opened.landscape(), filters.scope(), pick or partial(ask_for, name)
        drawing = answers.drawing(landscape, name, scope, *more)
        words = around(name, drawing) | {"table": _table_open(name), "csv": _wished_csv(name, *more)}
        part("figure", f"figure-{name}", figure_data(name, drawing, words), pick=heard, act=partial(_act, name, more))
        if _table_open(name):
            _data_table(name, answers.answer(landscape, name, scope, *more), heard)
        sentences_asked_for(name)
    if deck.changed():
        st.rerun()


def figure_data(name: str, drawing: Drawing, words: dict[str, Any]) -> bytes:
    """What the script of a figure needs to draw it, with the words around it, as JSON.

    The drawing is JSON already. Put in as text it would be quoted, a tenth longer, and read twice at every run.
    """
    told = words | {"plotly": plotly_url(), "dark": _DARK, "file": _file(name), "version": drawing.version}
    return f'{json.dumps(told, ensure_ascii=False)[:-1]}, "spec": {drawing.spec}}}'.encode("utf-8", "replace")


def _file(name: str) -> str:
    return f"claimscape-{name}"


def _table_open(name: str) -> bool:
    return bool(st.session_state.get(f"table-{name}"))


def around(name: str, drawing: Drawing) -> dict[str, str]:
    """The words around a drawing, and those that stand in for them where there is none."""
    words = {word: str(drawing.meta.get(word, "")) for word in ("title", "subtitle", "footer", "alt")}
    return words | ({"title": f"{name.replace('_', ' ').capitalize()}: nothing to show"} if drawing.empty else {})


def _act(name: str, more: tuple[str, ...], wish: str) -> None:
    if wish == "table":
        st.session_state[f"table-{name}"] = not st.session_state.get(f"table-{name}", False)
    if wish == "csv":
        st.session_state[f"csv-{name}"] = True
    if wish == "deck":
        deck.add(name, filters.scope(), *more)


def _wished_csv(name: str, *more: str) -> dict[str, Any] | None:
    """The numbers, once they were asked for: they need not travel with every chart."""
    if not st.session_state.pop(f"csv-{name}", False):
        return None
    frame = answers.answer(opened.landscape(), name, filters.scope(), *more)
    return {"text": csv_text(readable(frame)), "stamp": time.time_ns()}


def _data_table(name: str, frame: pd.DataFrame, heard: Callable[[str], None]) -> None:
    """The same numbers for keyboard and screen reader; choosing a row opens its sentences like a click on the mark."""
    st.caption("Choose a row to open its sentences; with the keyboard: arrow keys, then Shift and Space.")
    key = f"rows-{name}-{st.session_state.get(f'turn-{name}', 0)}"
    chosen = partial(_row, name, key, frame, heard)
    st.dataframe(_worded(frame), hide_index=True, key=key, on_select=chosen, selection_mode="single-row")


def _worded(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns for people: labels for ids, words for names, nothing that only a drawing needs; the CSV keeps all."""
    shown, hidden = readable(frame), INNER | (set() if frame.attrs.get("by") else OF_GROUPS)
    shown = shown.drop(columns=[name for name in shown.columns if name in hidden or name.endswith(("_id", "_place"))])
    return shown.rename(columns=lambda name: str(name).replace("_", " ").capitalize())


def _row(name: str, key: str, frame: pd.DataFrame, heard: Callable[[str], None]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    picks = [column for column in frame.columns if column == "pick" or column.endswith("_pick")]
    if rows and picks and rows[0] < len(frame):
        heard(str(frame[picks[0]].iloc[rows[0]]))
        # A new key lets the same row be chosen again once its sentences are closed.
        st.session_state[f"turn-{name}"] = st.session_state.get(f"turn-{name}", 0) + 1
