"""A chart as a picture has it: the light sheet, in the colours and the font of a house, without what no drawing may hold."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import plotly.graph_objects as go

from claimscape import theme
from claimscape.exports.look import Look

# What XML 1.0 forbids: one such sign in a title and the whole picture fails, or is no XML.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_COLOR = re.compile("#[0-9a-fA-F]{6}")
CLEAR = "rgba(0,0,0,0)"


def painted(figure: go.Figure, look: Look, transparent: bool = False) -> dict[str, Any]:
    """The figure as plain data and layout, in the look's ink, background and font; a copy."""
    words = _exchanged(look)
    spec: dict[str, Any] = _told(json.loads(figure.to_json()), lambda text: words.get(text, _FORBIDDEN.sub(" ", text)))
    layout = spec["layout"]
    if look.font:
        layout["font"] = layout.get("font", {}) | {"family": f"{_FORBIDDEN.sub('', look.font)}, {theme.FONT}"}
    if transparent:
        layout |= {"paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR}
    return {"data": spec["data"], "layout": layout | {"width": theme.WIDTH, "height": theme.HEIGHT}}


def _exchanged(look: Look) -> dict[str, str]:
    """Each colour of the light page, and the one that stands in its place."""
    page = theme.LIGHT_PAGE
    ink = look.ink.lower() if _COLOR.fullmatch(look.ink) else page.ink
    ground = look.background.lower() if _COLOR.fullmatch(look.background) else page.background
    if (ink, ground) == (page.ink, page.background):
        return {}
    mine = {"background": ground, "ink": ink, "muted": theme.mixed(ink, ground, 0.27)}
    mine |= {"grid": theme.mixed(ink, ground, 0.88), "axis": theme.mixed(ink, ground, 0.48)}
    return {old: mine[name] for name, old in asdict(page).items()}


def _told(value: Any, word: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return word(value)
    if isinstance(value, dict):
        return {name: _told(item, word) for name, item in value.items()}
    return [_told(item, word) for item in value] if isinstance(value, list) else value
