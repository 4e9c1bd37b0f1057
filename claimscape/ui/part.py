"""Parts drawn by our own script in the page: Streamlit's components, each a .js file in assets/ and one style sheet.

A script is fetched once from static/: inside the message of each part it would travel with every chart, 16 kB each time.
The scripts write text with textContent only, so nothing that a document says can become markup.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from claimscape import charts
from claimscape.ui.places import ASSETS
from claimscape.ui.served import script_url

# What a part's script is made of besides dom.js and itself, each a file of its own so that it stays small.
_WITH = {
    "deck": ("ahead", "dressed"),
    "figure": ("tools", "onscreen"),
    **dict.fromkeys(("figures", "findings", "tension", "references"), ("tools",)),
    "sentences": ("copying", "sentence_rows"),
    "reader": ("copying", "reader_rows", "reader_layers", "reader_steps", "margin_map", "selected"),
}

_STYLED = "styled-page"  # the one that the style sheet is sent with, "" for none any more

EVERYWHERE = "deck"  # the part that stands on every page; its script fetches those of the others ahead

# What stands in a part's message instead of its script. A module that is asked for twice is fetched once.
_FETCH = """
const fetched = import(new URL("ADDRESS", location.origin)).catch(() => null);
export default async function (part) {
  const script = await fetched;
  if (script) return script.default(part);
  part.parentElement.textContent = "This part of the page could not be fetched. Load the page again.";
}
"""


def style(page: str) -> None:
    """The one style sheet of all parts, on the first page of a visit: there the browser keeps it for the others (dressed.js).

    On each page anew it would be cleaned, read and laid on the whole page: 30 of the 360 ms of a change of page.
    """
    if st.session_state.setdefault(_STYLED, page) == page:
        st.html(ASSETS / "parts.css")
    else:
        st.session_state[_STYLED] = ""


def undressed(_wish: str) -> None:
    """The next run sends the style sheet again: the browser has none."""
    st.session_state.pop(_STYLED, None)


# Pixels kept free for a part until its script is there, or all below would move; then parts.css lets it be as high as it is.
_ROOM: dict[str, Any] = {"figure": 640, "findings": 400, "figures": 112, "tension": 400, "references": 160}


def part(name: str, key: str, data: dict[str, Any] | bytes, **heard: Callable[[str], None]) -> None:
    """The part called NAME with its data, bytes being JSON; each listener hears the value of its trigger before the run."""
    listeners: Any = {f"on_{trigger}_change": _teller(key, trigger, listener) for trigger, listener in heard.items()}
    _renderer(name)(key=key, data=data, height=_ROOM.get(name, "content"), **listeners)


def _teller(key: str, trigger: str, listener: Callable[[str], None]) -> Callable[[], None]:
    def tell() -> None:
        said = st.session_state[key].get(trigger)
        if isinstance(said, str) and said:
            listener(said.encode("utf-8", "replace").decode("utf-8"))  # half a sign of a pair is no text

    return tell


@cache  # to register a component again at every run costs 2 ms each, and its files are read again
def _renderer(name: str) -> Any:
    script = _script(name)
    if name == EVERYWHERE:
        parts = [file.stem for file in sorted(ASSETS.glob("*.js")) if "export default" in file.read_text("utf-8")]
        others = [script_url(other, _script(other)) for other in parts if other != name]
        script += f"\nahead({json.dumps([address for address in others if address])});"
    address = script_url(name, script)
    fetching = _FETCH.replace("ADDRESS", address) if address else script
    return st.components.v2.component(f"claimscape_{name}", js=fetching, isolate_styles=False)


def _script(name: str) -> str:
    return "\n".join(_file(file).read_text("utf-8") for file in ("dom", *_WITH.get(name, ()), name))


def _file(name: str) -> Path:
    """A script of ours, or that of the charts, which lays them out for a screen here and in files taken away."""
    return charts.ON_SCREEN if name == "onscreen" else ASSETS / f"{name}.js"
