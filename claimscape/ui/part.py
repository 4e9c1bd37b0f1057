"""Parts drawn by our own script in the page: Streamlit's components, each a .js file in assets/ and one style sheet.

The scripts write text with textContent only, so nothing that a document says can become markup.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from claimscape import charts
from claimscape.ui.places import ASSETS

# What a part's script is made of besides dom.js and itself, each a file of its own so that it stays small.
_WITH = {
    "figure": ("onscreen",),
    "sentences": ("copying", "sentence_rows"),
    "reader": ("copying", "reader_rows", "reader_layers", "reader_steps", "margin_map", "selected"),
}


def style() -> None:
    """The one style sheet of all parts; call it once on a page, so that it does not travel with each part."""
    st.html(ASSETS / "parts.css")


def part(name: str, key: str, data: dict[str, Any], **heard: Callable[[str], None]) -> None:
    """The part called NAME with its data; each listener is told the value of its trigger before the script runs on."""
    listeners: Any = {f"on_{trigger}_change": _teller(key, trigger, listener) for trigger, listener in heard.items()}
    _renderer(name)(key=key, data=data, **listeners)


def _teller(key: str, trigger: str, listener: Callable[[str], None]) -> Callable[[], None]:
    def tell() -> None:
        said = st.session_state[key].get(trigger)
        if isinstance(said, str) and said:
            listener(said.encode("utf-8", "replace").decode("utf-8"))  # half a sign of a pair is no text

    return tell


@cache  # to register a component again at every run costs 2 ms each, and its files are read again
def _renderer(name: str) -> Any:
    script = "\n".join(_file(file).read_text("utf-8") for file in ("dom", *_WITH.get(name, ()), name))
    return st.components.v2.component(f"claimscape_{name}", js=script, isolate_styles=False)


def _file(name: str) -> Path:
    """A script of ours, or that of the charts, which lays them out for a screen here and in files taken away."""
    return charts.ON_SCREEN if name == "onscreen" else ASSETS / f"{name}.js"
