"""The deck written out: a format, a look, and the file to save."""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from claimscape import exports
from claimscape.exports.exhibit import Exhibit
from claimscape.exports.look import Look, look
from claimscape.exports.order import Order
from claimscape.store import Landscape
from claimscape.tables import DERIVED, SCHEMAS
from claimscape.ui import deck, opened
from claimscape.ui.failure import explained

# What can be chosen, in the words of somebody who presents, and the format behind it.
OF_SLIDES = {
    "PowerPoint, charts editable": "pptx",
    "One web page, works offline": "html",
    "Excel: numbers, sentences, method": "xlsx",
    "CSV: numbers, sentences, method": "csv",
    "Parquet: numbers, sentences, method": "parquet",
    "Pictures (PNG)": "png",
    "Drawings (SVG)": "svg",
    "PDF": "pdf",
}
OF_ALL = {
    "All tables as Parquet": ("parquet", tuple(name for name in SCHEMAS if name not in DERIVED)),
    "All tables as CSV": ("csv", tuple(SCHEMAS)),
    "Codebook for NVivo, MAXQDA, ATLAS.ti, QualCoder (.qdc)": ("qdc", ()),
    "References as BibTeX": ("bib", ()),
    "References as RIS": ("ris", ()),
}
MIME = {"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "html": "text/html"}
LARGEST = 20 << 20  # bytes of a template, a brand or a logo


@dataclass(frozen=True)
class File:
    """What was made: of which wish, its name, and its bytes."""

    wish: str
    name: str
    data: bytes


def writing() -> None:
    """What to write, how it should look, the button that makes it, and the file."""
    st.header("Take it away", anchor=False)
    held = deck.deck()
    kinds = (list(OF_SLIDES) if held else []) + list(OF_ALL)
    with st.container(horizontal=True, vertical_alignment="bottom", key="writing"):
        of = "slides" if held else "all"  # a box of its own for each: the deck may come after the page was drawn
        kind = st.selectbox("Format", kinds, key=f"export-kind-{of}")
        scale, transparent = _of_pictures(OF_SLIDES.get(kind, ""))
    if not held:
        st.caption("Slides as PowerPoint, pictures, HTML or data: once there is a slide in the deck.")
    looks = _looks() if OF_SLIDES.get(kind) in ("pptx", "html", "png", "svg", "pdf") else {}
    made_of = repr((kind, scale, transparent, opened.landscape().build_id, held, [(f.name, f.file_id) for f in looks.values()]))
    if st.button("Make the file", key="make-file"):
        st.session_state.pop("export-file", None)
        with explained():
            st.session_state["export-file"] = _made(made_of, kind, {"scale": scale, "transparent": transparent}, looks)
    file = st.session_state.get("export-file")
    if file and file.wish == made_of:
        size = f"{len(file.data) / 1e6:.1f} MB" if len(file.data) >= 1e5 else f"{len(file.data) / 1e3:.1f} kB"
        mime = MIME.get(file.name.rpartition(".")[2], "application/octet-stream")
        label = f"Save {file.name} ({size})"
        st.download_button(label, file.data, file.name, mime, on_click="ignore", icon=":material/download:", key="save-file")


def _of_pictures(format_: str) -> tuple[int, bool]:
    if format_ != "png":
        return 2, False
    scale = st.selectbox("Size", (1, 2, 3, 4), index=1, format_func=lambda by: f"{960 * by} × {540 * by}", key="export-scale")
    return int(scale), st.toggle("Transparent", key="export-transparent")


def _looks() -> dict[str, Any]:
    """Files that a visitor gives for the look, by what they are."""
    with st.expander("Your own look: template, colours, font, logo"):
        st.text(
            "A PowerPoint file lends its layouts, fonts and colours. brand.yaml names font, ink, accent, background, colors "
            "and logo; a logo that it names is given here as well."
        )
        given = {
            "template": st.file_uploader("Template", "pptx", key="export-template"),
            "brand": st.file_uploader("Brand", ["yaml", "yml"], key="export-brand"),
            "logo": st.file_uploader("Logo", ["png", "jpg", "jpeg"], key="export-logo"),
        }
    return {name: file for name, file in given.items() if file is not None and file.size <= LARGEST}


def _made(wish: str, kind: str, settings: dict[str, Any], looks: dict[str, Any]) -> File:
    landscape, held = opened.landscape(), deck.deck()
    with tempfile.TemporaryDirectory(prefix="claimscape-") as name, st.status("Making it …") as status:
        folder = Path(name)
        with _worn(folder, looks) as worn:
            order, format_ = _order(landscape, held, kind, worn, settings)
            paths = exports.write(order, [format_], folder / "out", status.write)
        status.update(label="It is made.", state="complete")
        return _packed(wish, paths, format_, landscape)


def _order(
    landscape: Landscape, held: tuple[Exhibit, ...], kind: str, worn: Look, settings: dict[str, Any]
) -> tuple[Order, str]:
    if kind in OF_ALL:
        format_, tables = OF_ALL[kind]
        return Order(landscape, () if tables else (Exhibit("references"),), tables), format_
    return Order(landscape, held, look=worn, together=True, **settings), OF_SLIDES[kind]


@contextmanager
def _worn(folder: Path, looks: dict[str, Any]) -> Iterator[Look]:
    """The look of the files given, under names of our own but for a logo, which the brand names."""
    paths: dict[str, Path] = {}
    for what, ending in (("template", "pptx"), ("brand", "yaml")):
        if what in looks:
            paths[what] = folder / f"{what}.{ending}"
            paths[what].write_bytes(looks[what].getvalue())
    if "logo" in looks:
        named = str(looks["logo"].name)
        ours = named in ("template.pptx", "brand.yaml", "out") or not re.fullmatch(r"\w[\w .-]{0,99}", named)
        (folder / ("logo" if ours else named)).write_bytes(looks["logo"].getvalue())
    yield look(paths.get("template"), paths.get("brand"))


def _packed(wish: str, paths: list[Path], format_: str, landscape: Landscape) -> File:
    """The file itself, or several in one archive that is the same for the same files."""
    if len(paths) == 1:
        return File(wish, paths[0].name, paths[0].read_bytes())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return File(wish, f"claimscape-{landscape.build_id[:8]}-{format_}.zip", buffer.getvalue())
