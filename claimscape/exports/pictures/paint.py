"""A chart as a picture has it: the light sheet, in the colours and the font of a house, without what no drawing may hold."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import plotly.graph_objects as go

from claimscape import theme
from claimscape.charts.text import wrapped
from claimscape.exports.look import Look

# What XML 1.0 forbids: one such sign in a title and the whole picture fails, or is no XML.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_COLOR = re.compile("#[0-9a-fA-F]{6}")
CLEAR = "rgba(0,0,0,0)"


def painted(figure: go.Figure, look: Look, transparent: bool = False) -> dict[str, Any]:
    """The figure as plain data and layout, in the look's ink, background and font; a copy."""
    words = dict(zip(asdict(theme.LIGHT_PAGE).values(), asdict(page_of(look)).values(), strict=True))
    words |= {theme.FONT: font_of(look)}
    spec: dict[str, Any] = _told(json.loads(figure.to_json()), lambda text: words.get(text) or clean(text))
    layout = spec["layout"] | {"width": theme.WIDTH, "height": theme.HEIGHT}
    return {"data": spec["data"], "layout": layout | ({"paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR} if transparent else {})}


def captioned(spec: dict[str, Any], title: str, key: str) -> dict[str, Any]:
    """The same spec, changed: the presenter's title for the finding where there is one, the id at the end of the footer."""
    layout = spec["layout"]
    if title and "title" in layout:
        text = wrapped(title, 80, 2)
        more = text.count("<br>") - layout["title"]["text"].count("<br>")  # lines; the drawing makes room for them
        layout["title"] |= {"text": text, "y": layout["title"]["y"] - 16 * more / theme.HEIGHT}
        layout["margin"]["t"] += 25 * more
        if layout.get("legend", {}).get("yref") == "container":
            layout["legend"]["y"] -= 25 * more / theme.HEIGHT
    for note in layout.get("annotations", []):
        if note.get("name") == "footer":
            note["text"] += f" · {key}" if note["text"] else key
    return spec


def page_of(look: Look) -> theme.Page:
    """The colours of the page: ours, or the look's ink and background with what lies between them."""
    ours = theme.LIGHT_PAGE
    ink = look.ink.lower() if is_color(look.ink) else ours.ink
    ground = look.background.lower() if is_color(look.background) else ours.background
    if (ink, ground) == (ours.ink, ours.background):
        return ours
    muted, grid, axis = (theme.mixed(ink, ground, share) for share in (0.27, 0.88, 0.48))
    return theme.Page(ground, ink, muted, grid, axis)


def is_color(text: str) -> bool:
    """Whether the text is a colour that can be reckoned with: #rrggbb."""
    return bool(_COLOR.fullmatch(text))


def font_of(look: Look) -> str:
    """The look's font before ours, as style sheets name it."""
    named = re.sub(r"[^\w ,'-]", "", look.font).strip()
    return f"{named}, {theme.FONT}" if named else theme.FONT


def clean(text: str) -> str:
    """The text without what no drawing and no page may hold."""
    return text if text.isprintable() else _FORBIDDEN.sub(" ", text)


def _told(value: Any, word: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return word(value)
    if isinstance(value, dict):
        return {name: _told(item, word) for name, item in value.items()}
    return [_told(item, word) for item in value] if isinstance(value, list) else value
