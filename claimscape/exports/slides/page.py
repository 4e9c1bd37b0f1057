"""A slide's frame: title, what was measured, footer, figure id, logo and notes, on the layout of the template."""

from dataclasses import dataclass, field
from typing import Any

from claimscape.charts.text import plain
from claimscape.exports.look import Look
from claimscape.exports.slides import template
from claimscape.exports.slides.paper import POINT, SMALLEST, Area, Palette, Run, described, fits, lines_of, text, texts

LARGEST_TITLE, LEAST_TITLE, SUBTITLE, EDGE = 26, 18, 14, 40
_TITLES, _FURNITURE = (1, 3), (13, 15, 16)  # placeholder types: title, centred title; slide number, footer, date


@dataclass(frozen=True)
class Deck:
    """The presentation, the layout its slides stand on, its colours and its look."""

    presentation: Any
    layout: Any
    palette: Palette
    look: Look

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a slide, in points."""
        return self.presentation.slide_width / POINT, self.presentation.slide_height / POINT


@dataclass(frozen=True)
class Says:
    """What stands round a slide: title, subtitle, footer, figure id, and lines for the speaker."""

    title: str
    subtitle: str = ""
    footer: str = ""
    id: str = ""
    notes: tuple[str, ...] = field(default=())


def deck(look: Look) -> Deck:
    """An empty deck of that look."""
    presentation = template.opened(look)
    layout = min(presentation.slide_layouts, key=_unfit)
    return Deck(presentation, layout, template.palette(presentation, layout, look), look)


def _unfit(layout: Any) -> tuple[bool, int, bool]:
    """How far a layout is from one with a title and nothing else."""
    kinds = [int(each.placeholder_format.type) for each in layout.placeholders]
    others = [kind for kind in kinds if kind not in (*_TITLES, *_FURNITURE)]
    return 1 not in kinds, len(others), layout.name != "Title Only"


def page(deck: Deck, says: Says) -> tuple[Any, Area]:
    """A new slide with its words, and the room that is left on it."""
    slide = deck.presentation.slides.add_slide(deck.layout)
    for shape in list(slide.placeholders):
        if int(shape.placeholder_format.type) not in _TITLES:
            shape._element.getparent().remove(shape._element)
    width, _ = deck.size
    top = _title(deck, slide, says.title)
    if says.subtitle:
        lines = min(lines_of(says.subtitle, width - 2 * EDGE, SUBTITLE), 2)
        words = fits(says.subtitle, width - 2 * EDGE, SUBTITLE, 2)
        place = Area(EDGE, top + 2, width - 2 * EDGE, 18 * lines)
        text(slide, place, [Run(words, deck.palette.muted)], SUBTITLE, "What was measured")
        top += 18 * lines + 4
    bottom = _foot(deck, slide, says)
    _notes(slide, says)
    return slide, Area(EDGE, top + 8, width - 2 * EDGE, bottom - top - 14)


def _title(deck: Deck, slide: Any, said: str) -> float:
    """Writes the title, smaller where it is long and cut where it is too long; how far down it reaches, in points."""
    from pptx.util import Pt

    width, _ = deck.size
    shape = slide.shapes.title
    if shape is None:
        shape = slide.shapes.add_textbox(EDGE * POINT, 22 * POINT, round((width - 2 * EDGE) * POINT), 66 * POINT)
        shape.text_frame.word_wrap = True
    room = Area(*(value / POINT for value in (shape.left, shape.top, shape.width, shape.height)))
    high = deck.size[1]
    if room.y > 0.3 * high or room.h > 0.35 * high:  # the title of a cover
        room = Area(EDGE, 22, width - 2 * EDGE, 66)
        shape.left, shape.top, shape.width, shape.height = room.emu()
    sizes = range(LARGEST_TITLE, LEAST_TITLE - 1, -2)
    fitting = (size for size in sizes if fits(said, 0.94 * room.w, size * 1.06, _lines(room.h, size)) == said)
    size = next(fitting, LEAST_TITLE)
    lines = _lines(room.h, size)
    shape.text_frame.text = fits(said, 0.94 * room.w, size * 1.06, lines)
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.size = Pt(size)
    described(shape, "Title", "")
    used = size * 1.2 * min(lines_of(said, 0.94 * room.w, size * 1.06), lines)
    return room.y + (used + 4 if deck.look.template is None else room.h)


def _lines(high: float, size: float) -> int:
    """How many lines of a title its room holds, two at most."""
    return max(min(int(high // (size * 1.2)), 2), 1)


def _foot(deck: Deck, slide: Any, says: Says) -> float:
    """Footer, figure id and page number in one line at the bottom, the logo right of them; where the line begins."""
    width, height = deck.size
    y = height - 28.0
    standing = [each for each in deck.layout.placeholders if int(each.placeholder_format.type) == 15]
    if standing and deck.look.template and standing[0].top and 0.8 * height < standing[0].top / POINT < height - 14:
        y = standing[0].top / POINT
    right = width - EDGE
    if deck.look.logo is not None:
        right -= _logo(deck, slide, right, y) + 10
    code = f"{says.id}  ·  " if says.id else ""
    taken = (len(code) + 5) * SMALLEST * 0.7
    footer = fits(says.footer, right - EDGE - taken - 8, SMALLEST)
    quiet = deck.palette.muted
    text(slide, Area(EDGE, y, right - EDGE - taken - 8, 14), [Run(footer, quiet)], SMALLEST, "Footer")
    runs = [Run(code, quiet), Run("#", quiet)]
    texts(slide, Area(right - taken, y, taken, 14), [runs], SMALLEST, ("Figure id and page", "r", "t"))
    return y


def _logo(deck: Deck, slide: Any, right: float, y: float) -> float:
    """Draws the logo and returns its width, in points."""
    from claimscape.errors import ExportError

    try:
        shape = slide.shapes.add_picture(str(deck.look.logo), 0, 0)
    except Exception as fault:  # Pillow has many
        raise ExportError(f"the logo {deck.look.logo} cannot be drawn ({fault}); save it anew as PNG or JPEG") from None
    ratio = shape.width / max(shape.height, 1)
    high = min(24.0, 120 / max(ratio, 0.01))
    place = Area(right - high * ratio, y + 7 - high / 2, high * ratio, high)
    shape.left, shape.top, shape.width, shape.height = place.emu()
    described(shape, "Logo", "Logo")
    return place.w


def settled(deck: Deck) -> None:
    """Footer, id and logo are read after what the slide shows, not before."""
    for slide in deck.presentation.slides:
        tree = slide.shapes._spTree
        for shape in list(slide.shapes):
            if shape.name in ("Footer", "Figure id and page", "Logo"):
                tree.append(shape._element)


def _notes(slide: Any, says: Says) -> None:
    frame = slide.notes_slide.notes_text_frame
    if frame is None:  # a template whose notes have no room for text
        frame = slide.notes_slide.shapes.add_textbox(*Area(40, 400, 460, 300).emu()).text_frame
    lines = [plain(line) for line in (*says.notes, f"Figure {says.id}" if says.id else "") if plain(line)]
    frame.text = "\n".join(lines)
