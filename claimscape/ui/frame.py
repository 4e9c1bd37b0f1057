"""The frame of every page: navigation, title, filters, and the one place where a mistake is told."""

import atexit
import gc
import runpy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from claimscape.ui import filters, opened
from claimscape.ui.failure import explained
from claimscape.ui.part import style
from claimscape.ui.places import ASSETS, home

_PAGE: ContextVar[str] = ContextVar("page", default="")


def navigate(pages: Sequence[StreamlitPage]) -> None:
    """Run the page that the address names, under one row of links; those that find no room stand in a menu at its end."""
    _settle()
    st.set_page_config("Claimscape", str(ASSETS / "favicon.svg"), layout="wide")
    st.logo(str(ASSETS / "logo.svg"), size="large")
    chosen = st.navigation(list(pages), position="top")
    _PAGE.set(chosen.title)
    chosen.run()


@cache
def _settle() -> None:
    """What is loaded by now stays as long as the server does: to look for rubbish in it takes 0.1 s of a visitor's click."""
    gc.freeze()
    atexit.register(gc.unfreeze)  # at the end it is to go like all else; duckdb complains of what is left


@contextmanager
def page(title: str, caption: str) -> Iterator[None]:
    """A page with its title, caption and filters; a ClaimscapeError stands in its place, in the command line's words.

    On a fresh server Streamlit runs a deep link's file in pages/ by itself; then the dashboard is run round it.
    """
    if not _PAGE.get():
        runpy.run_path(str(home() / "dashboard.py"), run_name="__main__")
        st.stop()
    style(_PAGE.get())
    st.title(title, anchor=False)
    st.caption(caption)
    ready = False
    with explained():
        filters.bar(opened.landscape(), _PAGE.get())
        ready = True
    if not ready:
        st.stop()
    with explained():
        yield
