"""Charts as pictures, drawn by the Chrome or Chromium of this machine from the figures of the pages: PNG, SVG and PDF."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import plotly.graph_objects as go

from claimscape.errors import ExportError
from claimscape.exports.exhibit import Made
from claimscape.exports.look import Look
from claimscape.exports.order import Order, Tell, quiet
from claimscape.exports.pictures.paint import captioned, clean, painted
from claimscape.exports.pictures.studio import Spec, browser_there, leave, studio
from claimscape.exports.whole import file_name, whole

__all__ = ["browser_there", "leave", "pdf_of", "png_of", "studio", "svg_of", "write"]

SCALES = (1, 2, 3, 4)
OURS = Look()


def write(order: Order, folder: Path, tell: Tell = quiet) -> list[Path]:
    """A file a chart, or one PDF of all where they are wanted together; lists have no drawing and are told of."""
    if order.scale not in SCALES:
        raise ExportError(f"a picture is drawn at scale {', '.join(map(str, SCALES))}, not {order.scale}; name one of them")
    if order.format == "pdf" and order.together:
        return _together(order, folder, tell)
    drawn: dict[str, int] = {}
    written = []
    for made in _drawn(order, tell):
        drawn[made.id] = drawn.get(made.id, 0) + 1
        written.append(_picture(made, order, folder / named(made, order.format, drawn[made.id])))
        tell(f"{written[-1].name} written")
    return written


def png_of(figure: go.Figure, scale: int = 2, look: Look = OURS, transparent: bool = False) -> bytes:
    """The figure as a picture of 960 x 540 pixels times `scale`; ExportError where there is no browser."""
    with studio() as room:
        return room.png(painted(figure, look, transparent), scale)


def svg_of(figure: go.Figure, look: Look = OURS, transparent: bool = False) -> str:
    """The figure as a drawing that says what it shows; the same figure gives the same text."""
    with studio() as room:
        return _told(room.svg(painted(figure, look, transparent)), *_words(figure))


def pdf_of(figure: go.Figure, look: Look = OURS) -> bytes:
    """The figure as a page of lines and letters."""
    title, alt = _words(figure)
    with studio() as room:
        return room.pdf([(room.svg(painted(figure, look)), alt)], title)


def _drawn(order: Order, tell: Tell) -> Iterator[Made]:
    for made in order.made():
        if made.figure is None:
            tell(f"{made.exhibit.name} is a list and has no picture; take it as csv, xlsx, html or pptx")
        else:
            yield made


def named(made: Made, ending: str, time: int) -> str:
    """The name of the file; the same chart under a second title has a number in it."""
    return file_name(made, ending if time == 1 else f"{time}.{ending}")


def _picture(made: Made, order: Order, path: Path) -> Path:
    spec = _spec(made, order)
    title, alt = clean(made.title), _words(made.figure)[1]
    with studio() as room:
        if order.format == "png":
            data = room.png(spec, order.scale)
        elif order.format == "svg":
            data = _told(room.svg(spec), title, alt).encode()
        else:
            data = room.pdf([(room.svg(spec), alt)], title)
    with whole(path) as beside:
        beside.write_bytes(data)
    return path


def _together(order: Order, folder: Path, tell: Tell) -> list[Path]:
    path = folder / f"claimscape-{order.landscape.build_id[:8]}.pdf"
    with studio() as room:
        sheets = [(room.svg(_spec(made, order)), _words(made.figure)[1]) for made in _drawn(order, tell)]
        if not sheets:
            return []
        data = room.pdf(sheets, str(order.landscape.manifest.get("codebook", {}).get("title", "") or "Claimscape"))
    with whole(path) as beside:
        beside.write_bytes(data)
    tell(f"{path.name} written, {len(sheets)} page{'' if len(sheets) == 1 else 's'}")
    return [path]


def _spec(made: Made, order: Order) -> Spec:
    transparent = order.transparent and order.format != "pdf"  # paper is what it is
    return captioned(painted(made.figure, order.look, transparent), made.exhibit.title, made.id)


def _told(svg: str, title: str, alt: str) -> str:
    """The drawing with its title and its alt text inside, for those who hear it."""
    said = f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
    return svg.replace("<svg ", '<svg role="img" ', 1).replace(">", f">{said}", 1)


def _words(figure: go.Figure) -> tuple[str, str]:
    meta = dict(figure.layout.meta or {})
    return clean(str(meta.get("title", ""))), clean(str(meta.get("alt", "")))
