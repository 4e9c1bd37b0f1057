"""PowerPoint: a slide an exhibit, its charts native, its words those of the page."""

import inspect
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from claimscape import charts, queries, theme
from claimscape.charts.text import plain
from claimscape.errors import ExportError
from claimscape.exports.exhibit import Made
from claimscape.exports.order import Order, Tell
from claimscape.exports.slides import cellular, lists
from claimscape.exports.slides.charted import charted
from claimscape.exports.slides.drawn import Drawing, Mark, Panel, Series, Ticks, draw, tick_texts
from claimscape.exports.slides.grid import matrix
from claimscape.exports.slides.package import packed
from claimscape.exports.slides.page import Deck, Says, deck, page, settled
from claimscape.exports.slides.paper import Area, Palette, Run, described, fits, text
from claimscape.exports.slides.template import usable
from claimscape.exports.whole import whole

NAME = "claimscape.pptx"
NAMES = ("topic", "a", "b", "label", "claim", "first_claim", "risk", "source", "words")  # columns that name rows and columns
PICTURED = ("landscape", "wordcloud")  # charts that PowerPoint has no form for


def write(order: Order, folder: Path, tell: Tell) -> list[Path]:
    """One deck of all exhibits, and a last slide of the sources."""
    with usable(order.look):
        made_deck = deck(order.look)
    for number, made in enumerate(order.made(), 1):
        tell(f"slide {number} of {len(order.exhibits)}: {made.exhibit.name}")
        with usable(order.look):
            put(made_deck, made)
    with usable(order.look):
        lists.sources(made_deck, order)
        settled(made_deck)
    path = folder / NAME
    with whole(path) as beside:
        packed(made_deck.presentation, order.landscape, beside)
    return [path]


def put(made_deck: Deck, made: Made) -> None:
    """One exhibit on its slide, or on several where it is a long list."""
    meta = made.meta
    says = Says(plain(made.title), meta.get("subtitle", ""), meta.get("footer", ""), made.id, tuple(_notes(made)))
    figure = made.figure
    if figure is None:
        lists.listed(made_deck, made, says)
    elif not len(figure.data):
        slide, area = page(made_deck, says)
        words = plain(meta.get("alt", "")).removeprefix("Empty chart. ")
        text(slide, area, [Run(fits(words, area.w, 16, 4), made_deck.palette.muted)], 16, "Why there is nothing")
    elif made.exhibit.name in PICTURED:
        _pictured(made_deck, made, says)
    else:
        _native(made_deck, figure, says, meta)


def _native(made_deck: Deck, figure: go.Figure, says: Says, meta: Any) -> None:
    name, alt = str(meta.get("name", "chart")).replace("_", " ").capitalize(), str(meta.get("alt", ""))
    slide, area = page(made_deck, says)
    if cellular.is_matrix(figure):
        left = matrix(slide, area, cellular.read(figure), made_deck.palette, (name, alt))
        if left:
            note = Area(area.x, area.y + area.h - 6, area.w, 12)
            text(slide, note, [Run(left, made_deck.palette.muted)], 10, "What is left out")
    else:
        charted(slide, area, draw(figure), made_deck.palette, (name, alt))


def _pictured(made_deck: Deck, made: Made, says: Says) -> None:
    """A sharp picture where a browser can draw one, else bars of the same numbers."""
    if made.figure is None:
        return
    width, height = made_deck.size
    room = theme.WIDTH * (height - 160) / (width - 80)  # pixels of a drawing as wide as ours that the slide has in height
    cut = max(1 - room / theme.HEIGHT, 0.0)
    picture = _picture(made.figure, cut, made_deck.palette)
    if picture is None:
        _ranked(made_deck, made, says)
        return
    slide, area = page(made_deck, says)
    shape = slide.shapes.add_picture(io.BytesIO(picture), 0, 0)
    shape.crop_bottom = cut
    ratio = shape.width / max(shape.height * (1 - cut), 1)
    high = min(area.h, area.w / ratio)
    wide = high * ratio
    shape.left, shape.top, shape.width, shape.height = Area(area.x + (area.w - wide) / 2, area.y, wide, high).emu()
    described(shape, str(made.meta.get("name", "")), str(made.meta.get("alt", "")))


def _picture(figure: go.Figure, cut: float, palette: Palette) -> bytes | None:
    """The drawing in the upper part of its sheet, without title and footer, which the slide has in letters of its own."""
    try:
        png_of = import_module("claimscape.exports.pictures").png_of
    except (ImportError, AttributeError):
        return None
    bare = go.Figure(json.loads(_repainted(figure.to_json(), palette)))
    above, below, edge = int(figure.layout.meta["above"]), int(figure.layout.meta["below"]), figure.layout.margin
    bare.layout.annotations = [note for note in bare.layout.annotations if note.name != "footer"]
    margin = {"t": edge.t - above, "b": edge.b - below + cut * theme.HEIGHT, "l": edge.l, "r": edge.r}
    bare.update_layout(title=None, margin=margin, legend={"yref": "container", "y": 1, "yanchor": "top"})
    try:
        found: bytes = png_of(bare, scale=2)
    except ExportError:
        return None
    return found


def _repainted(text: str, palette: Palette) -> str:
    """A figure as JSON, the colours of our page replaced by those of the deck; data keep theirs."""
    own = theme.LIGHT_PAGE
    changes = {own.background: palette.background, own.ink: palette.ink, own.muted: palette.muted}
    changes |= {own.grid: palette.grid, own.axis: palette.axis}
    return re.sub("|".join(map(re.escape, changes)), lambda found: changes[found[0]], text)


def _ranked(made_deck: Deck, made: Made, says: Says) -> None:
    """Bars in place of a picture: topics by their sentences, words by their score."""
    if made.exhibit.name == "wordcloud":
        figure = charts.distinctive_words(made.frame)
        subtitle = str(figure.layout.meta["subtitle"])
        _native(made_deck, figure, replace(says, subtitle=subtitle), figure.layout.meta)
        return
    rows = made.frame.drop_duplicates("topic_id").sort_values("sentences", ascending=False, kind="stable").head(theme.ROWS)
    marks = tuple(Mark(float(value), place, f"{value:g}") for place, value in enumerate(rows["sentences"]))
    ends = tuple(f"{k} of {n} sources" for k, n in zip(rows["sources"], rows["n"], strict=True))
    series = Series("sentences", "bar", marks, theme.SOURCES[0], outside=True)
    names = tuple(plain(topic) for topic in rows["topic"])
    panel = Panel((0, 1, 0, 1), names, True, Ticks((0, 1), shown=False), Ticks((0, 1)), (series,), ends=ends)
    edge = (16 + 6.6 * max(map(len, names)), 110.0, 4.0, 4.0)
    slide, area = page(made_deck, replace(says, subtitle=says.subtitle.replace(" (size) and sources (colour)", "")))
    charted(slide, area, Drawing((panel,), (), edge, False), made_deck.palette, ("Landscape", str(made.meta.get("alt", ""))))


def _notes(made: Made) -> Iterator[str]:
    """What the speaker has below the slide: the own note, the finding whole, the numbers in words, how they were made."""
    meta = made.meta
    yield made.exhibit.note
    yield made.title
    if made.exhibit.title and meta.get("title"):
        yield f"The finding: {meta['title']}"
    yield meta.get("subtitle", "")
    yield meta.get("alt", "")
    yield from _whole_names(made)
    asked = inspect.getdoc(getattr(queries, made.exhibit.name)) or ""
    question = re.split(r"\n\s*(?:Columns|Shapes)", asked, maxsplit=1)[0]
    yield f"Method: {plain(question)}"
    yield meta.get("footer", "")


def _whole_names(made: Made) -> Iterator[str]:
    """Names that the drawing cuts with an ellipsis, as they stand in the data."""
    if made.figure is None:
        return
    ticks = [tick for axis in made.figure.select_yaxes() for tick in tick_texts(axis)]
    ticks += [tick for axis in made.figure.select_xaxes() for tick in tick_texts(axis)]
    stems = tuple({tick.partition("…")[0] for tick in ticks if "…" in tick and len(tick) > 6})
    if not stems:
        return
    columns = [made.frame[name] for name in made.frame.columns if name in NAMES]
    names = dict.fromkeys(plain(value) for column in columns for value in column.drop_duplicates() if isinstance(value, str))
    whole_names = [name for name in names if name.startswith(stems)]
    if whole_names:
        yield f"Names in full: {'; '.join(whole_names[:40])}"
