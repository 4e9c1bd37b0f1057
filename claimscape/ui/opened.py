"""The landscape that is open: built on the first start, opened again after a rebuild."""

import threading
from pathlib import Path

import streamlit as st

from claimscape.build import build
from claimscape.store import Landscape, current, open_landscape
from claimscape.ui import places
from claimscape.ui.kept import Kept

_FIRST_BUILD = threading.Lock()
_OPENED: Kept[Landscape] = Kept(2)


def landscape() -> Landscape:
    """The landscape in the data folder, built first where there is none; StoreError or SourceError says what is wrong."""
    folder = places.data()
    named = current(folder)
    if named is None and not (folder / "builds").exists():
        _build(places.source(), folder)
        named = current(folder)
    return _OPENED.of((folder, named), lambda: open_landscape(folder))


def _build(source: Path, folder: Path) -> None:
    with st.status("First start: reading the documents …", expanded=True) as status, _FIRST_BUILD:
        if current(folder) is None:  # another visitor may have built it while this one waited
            build(source, folder, progress=_tell)
        status.update(label="The landscape is built.", state="complete", expanded=False)


def _tell(step: str) -> None:
    st.text(step)
