"""The presentation that slides are added to: ours, or a user's own whose slides are taken out and whose look stays."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from claimscape import theme
from claimscape.errors import ExportError
from claimscape.exports.look import Look
from claimscape.exports.slides.paper import POINT, Palette

LARGEST, MOST_PARTS = 400 << 20, 20_000  # unpacked bytes and parts of a template
LARGEST_XML = 8 << 20  # bytes of a part that is read as a tree, which takes forty times as many
NARROWEST, LOWEST = 4 * 72 * POINT, 3 * 72 * POINT  # slides on which something can be read: 4 x 3 inches
WIDTH, HEIGHT = 960 * POINT, 540 * POINT  # 13.333 x 7.5 inches
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # PowerPoint 97, and any file that is encrypted
_KINDS = (b"presentationml.template.main+xml", b"presentationml.slideshow.main+xml")
_PLAIN = b"presentationml.presentation.main+xml"
_THEMED = "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6".split()


def opened(look: Look) -> Any:
    """An empty presentation of that look; ExportError where the template cannot be used."""
    from pptx import Presentation

    if look.template is None:
        presentation = _ours(Presentation())
    else:
        presentation = _theirs(look.template)
        with usable(look):
            _emptied(presentation)
    with usable(look):
        _branded(presentation, look)
    return presentation


@contextmanager
def usable(look: Look) -> Iterator[None]:
    """Whatever fault a user's template leads to, far from where it is read, is told as one of the template."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, ValueError) as fault:
        if look.template is None:
            raise
        why = f"{type(fault).__name__}: {fault}".splitlines()[0][:80]
        said = f"the template {look.template} lacks something that slides need ({why})"
        raise ExportError(f"{said}; open it in PowerPoint and save it anew as .pptx, or name another") from None


def _ours(presentation: Any) -> Any:
    """The presentation of python-pptx made wide, with one layout, our fonts and colours."""
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if layout.name != "Title Only":
            presentation.slide_layouts.remove(layout)
    for shape in [*master.placeholders, *presentation.slide_layouts[0].placeholders]:
        kind = shape.placeholder_format.type
        if int(kind) == 1:
            shape.left, shape.top, shape.width, shape.height = (each * POINT for each in (40, 22, 880, 66))
            shape.text_frame.vertical_anchor = None
            body = shape.text_frame._txBody.bodyPr
            for name, value in {"anchor": "t", "lIns": "0", "rIns": "0", "tIns": "0", "bIns": "0"}.items():
                body.set(name, value)
        elif int(kind) == 2:
            shape.left, shape.top, shape.width, shape.height = (each * POINT for each in (40, 130, 880, 360))
        else:
            shape._element.getparent().remove(shape._element)
    for element in master._element.xpath(".//p:titleStyle/a:lvl1pPr"):
        element.set("algn", "l")
        element.find("{*}defRPr").set("b", "1")
        element.find("{*}defRPr").set("sz", "2600")
    colors = (theme.LIGHT_PAGE.ink, theme.LIGHT_PAGE.background, theme.LIGHT_PAGE.muted, "#f3f5f7", *theme.SOURCES[:6])
    _recolored(presentation, dict(zip(_THEMED, colors, strict=True)), "Arial")
    return presentation


def _theirs(path: Path) -> Any:
    from pptx import Presentation

    try:
        raw = path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST else b""
    except OSError as fault:
        raise ExportError(f"the template {path} cannot be read ({fault.strerror}); name a .pptx file that is there") from None
    if not raw:
        raise ExportError(f"the template {path} is not there, empty, or larger than {LARGEST >> 20} MiB; name a .pptx file")
    if raw.startswith(_OLD):
        said = "is locked with a password or of PowerPoint 97"
        raise ExportError(f"the template {path} {said}; open it in PowerPoint and save it as .pptx without a password")
    try:
        presentation = Presentation(io.BytesIO(_unlocked(path, raw)))
        widths = presentation.slide_width, presentation.slide_height
        layouts = len(presentation.slide_layouts)
    except ExportError:
        raise
    except Exception:  # zipfile, zlib, lxml and python-pptx have each their own for what is no whole presentation
        said = f"the template {path} is damaged or no PowerPoint file"
        raise ExportError(f"{said}; open it in PowerPoint and save it anew as .pptx") from None
    if (widths[0] or NARROWEST) < NARROWEST or (widths[1] or LOWEST) < LOWEST:
        raise ExportError(f"the template {path} has slides smaller than 4 x 3 inches; make them larger in PowerPoint")
    if not layouts or None in widths:
        raise ExportError(f"the template {path} has no slide layout; open it in PowerPoint, add one to its master, save it")
    return presentation


def _unlocked(path: Path, raw: bytes) -> bytes:
    """The file's bytes, a template (.potx) or show turned into a presentation; too large a one is refused unread."""
    from pptx.oxml import parse_xml

    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
            said = f"unpacks to more than {LARGEST >> 20} MiB"
            raise ExportError(f"the template {path} {said}; remove its slides and pictures, then save it")
        if any(part.file_size > LARGEST_XML and part.filename.lower().endswith((".xml", ".rels", ".vml")) for part in parts):
            said = f"has a part of more than {LARGEST_XML >> 20} MiB"
            raise ExportError(f"the template {path} {said}; remove its slides, then save it")
        if any(part.flag_bits & 1 for part in parts):
            raise ExportError(f"the template {path} is locked with a password; save it as .pptx without one")
        types = packed.read("[Content_Types].xml")
        if any("macroEnabled" in each.get("ContentType", "") for each in parse_xml(types)):
            raise ExportError(f"the template {path} holds macros; save it as .pptx without them")
        if not any(kind in types for kind in _KINDS):
            return raw
        for kind in _KINDS:
            types = types.replace(kind, _PLAIN)
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packing:
            for part in parts:
                packing.writestr(part.filename, types if part.filename == "[Content_Types].xml" else packed.read(part))
        return held.getvalue()


def _emptied(presentation: Any) -> None:
    """Without its slides, and without the sections and shows that name them: PowerPoint calls such a file damaged."""
    from pptx.oxml.ns import qn

    slides = presentation.slides._sldIdLst
    root = presentation.part._element
    for element in root.xpath("./p:custShowLst"):
        root.remove(element)
    for slide in list(slides):
        slides.remove(slide)
    masters = list(presentation.slide_masters)
    layouts = [layout.part for master in masters for layout in master.slide_layouts]
    for part in (presentation.part, *(master.part for master in masters), *layouts):
        _parted(part)
    package = presentation.part.package
    for name, relation in list(package._rels.items()):
        if relation.reltype.endswith(("/extended-properties", "/custom-properties", "/thumbnail")):  # who made it, and for whom
            package._rels.pop(name)
    for extension in root.findall(f"{qn('p:extLst')}/{qn('p:ext')}"):
        if any(child.tag.endswith("}sectionLst") for child in extension):
            extension.getparent().remove(extension)
    for element in root.findall(qn("p:extLst")):
        if not len(element):
            root.remove(element)


def _parted(part: Any) -> None:
    """Without what leads to a slide or, unlike a link to be clicked, out of the file; and without what names that."""
    from pptx.oxml.ns import qn

    for name, relation in list(part.rels.items()):
        outside = relation.is_external and not relation.reltype.endswith("/hyperlink")
        if not (outside or relation.reltype.endswith("/slide")):
            continue
        part.rels.pop(name)
        for element in list(part._element.iter()):
            if name in (element.get(qn("r:id")), element.get(qn("r:link")), element.get(qn("r:embed"))):
                element.getparent().remove(element)


def _branded(presentation: Any, look: Look) -> None:
    colors = {"dk1": look.ink, "lt1": look.background, "accent1": look.accent}
    colors |= {f"accent{place + 1}": color for place, color in enumerate(look.colors[:6]) if not (place == 0 and look.accent)}
    _recolored(presentation, {name: color for name, color in colors.items() if color}, look.font)


def _recolored(presentation: Any, colors: dict[str, str], font: str) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    if not colors and not font:
        return
    for part in _themes(presentation):
        root = parse_xml(part.blob)
        for name, color in colors.items():
            for element in root.iter(qn(f"a:{name}")):
                for old in list(element):
                    element.remove(old)
                new = element.makeelement(qn("a:srgbClr"), {"val": color[1:].upper()})
                element.append(new)
        for element in root.iter(qn("a:majorFont"), qn("a:minorFont")) if font else ():
            element.find(qn("a:latin")).set("typeface", font)
        part._blob = _serialized(root)


def _serialized(root: Any) -> bytes:
    from pptx.opc.oxml import serialize_part_xml

    found: bytes = serialize_part_xml(root)
    return found


def _themes(presentation: Any) -> list[Any]:
    from pptx.opc.constants import RELATIONSHIP_TYPE

    return [
        relation.target_part
        for master in presentation.slide_masters
        for relation in master.part.rels.values()
        if relation.reltype == RELATIONSHIP_TYPE.THEME
    ]


def palette(presentation: Any, layout: Any, look: Look) -> Palette:
    """Ink and background as the theme of the layout has them, and what a brand puts in place of our colours."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    master = layout.slide_master
    scheme: dict[str, str] = {}
    for part in _themes(presentation)[:1]:
        for name in _THEMED:
            for element in parse_xml(part.blob).iter(qn(f"a:{name}")):
                value = element[0].get("val") if element[0].tag == qn("a:srgbClr") else element[0].get("lastClr")
                scheme.setdefault(name, f"#{value or ''}".lower())
    mapped = master._element.find(qn("p:clrMap"))
    ink = scheme.get(mapped.get("tx1", "dk1") if mapped is not None else "dk1", "")
    background = scheme.get(mapped.get("bg1", "lt1") if mapped is not None else "lt1", "")
    for where in (master, layout):
        background = _filled(where, scheme, mapped) or background
    ink, background = (color if len(color) == 7 else "" for color in (ink, background))
    return Palette(ink or theme.LIGHT_PAGE.ink, background or theme.LIGHT_PAGE.background, _swaps(look.colors), _deep(look))


def _filled(where: Any, scheme: dict[str, str], mapped: Any) -> str:
    """The colour of a master's or layout's own background, "" where it is a picture or that of the theme."""
    from pptx.oxml.ns import qn

    found = where._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
    for element in found.iter(qn("a:srgbClr"), qn("a:schemeClr")) if found is not None else ():
        value = element.get("val")
        name = mapped.get(value, value) if mapped is not None else value
        return f"#{value.lower()}" if element.tag == qn("a:srgbClr") else scheme.get(name, "")
    return ""


def _swaps(colors: tuple[str, ...]) -> dict[str, str]:
    """Our colours and those that stand in their place; greys, which say that something is missing, stay."""
    if not colors:
        return {}
    at = {color: place for place, color in enumerate(theme.SOURCES[:-1])} | {theme.BENEFIT.color: 0, theme.RISK.color: 1}
    at |= {theme.CERTAINTY[name].color: place for place, name in enumerate(("asserted", "hedged", "negated"))}
    at |= {theme.SUPPORT[name].color: place for place, name in enumerate(("cited", "named", "vague"))}
    at |= {theme.legible(color): place for color, place in list(at.items())}
    return {color: colors[place % len(colors)] for color, place in at.items()}


def _deep(look: Look) -> str:
    return look.colors[0] if look.colors else ""
