"""What is put on a slide: texts, tables and lines in points, each with its alternative text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from claimscape import theme
from claimscape.charts.text import cells, cut_at, plain

POINT = 12_700  # EMU
SMALLEST, TEXT = 10, 12  # points
WIDE = 0.53  # of a letter's size is its width, on the average


@dataclass(frozen=True)
class Area:
    """A rectangle on the slide, in points from its top left corner."""

    x: float
    y: float
    w: float
    h: float

    def emu(self) -> tuple[int, int, int, int]:
        """The same as PowerPoint counts it."""
        return round(self.x * POINT), round(self.y * POINT), round(self.w * POINT), round(self.h * POINT)


@dataclass(frozen=True)
class Palette:
    """Colours of the page, read from the theme, and those that a brand gives series in place of ours."""

    ink: str
    background: str
    swaps: dict[str, str]
    deep: str = ""

    @property
    def muted(self) -> str:
        return theme.mixed(self.ink, self.background, 0.32)

    @property
    def grid(self) -> str:
        return theme.mixed(self.background, self.ink, 0.12)

    @property
    def axis(self) -> str:
        return theme.mixed(self.background, self.ink, 0.45)

    def paint(self, color: str) -> str:
        """A colour of a figure as this deck has it."""
        own = {theme.LIGHT_PAGE.muted: self.muted, theme.LIGHT_PAGE.axis: self.axis, theme.LIGHT_PAGE.ink: self.ink}
        own[theme.LIGHT_PAGE.background] = self.background
        return own.get(color) or self.swaps.get(color) or self._tint(color)

    def _tint(self, color: str) -> str:
        if not self.deep or len(color) != 7:
            return color
        share = _share(color)
        return color if share is None else theme.mixed("#ffffff", self.deep, 0.12 + 0.88 * share)


@lru_cache(maxsize=4096)
def _share(color: str) -> float | None:
    """Back from a colour of the sequential map to its share; None where it is none of the map."""
    apart, share = min((_apart(color, theme.sequential(step / 100)), step / 100) for step in range(101))
    return share if apart <= 4 else None


def _apart(one: str, other: str) -> int:
    return max(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5))


@dataclass(frozen=True)
class Box:
    """A cell of a table: its text, fill and ink ("" for the page's), and how it is set; `top` sets it at the upper edge."""

    text: str
    fill: str = ""
    ink: str = ""
    bold: bool = False
    align: str = "l"
    size: float = TEXT
    turned: bool = False
    top: bool = False
    rule: str = ""


@dataclass(frozen=True)
class Run:
    """A piece of a line: its text, its ink ("" for the page's), bold or not."""

    text: str
    ink: str = ""
    bold: bool = False


def fits(text: str, width: float, size: float, lines: int = 1) -> str:
    """The text cut with an ellipsis to what so many lines of this width (points) hold."""
    return cut_at(text, max(int(lines * width / (size * WIDE)) - (lines - 1) * 4, 2))


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes, roughly, and rather one too many."""
    return max(1, int(-(-cells(text) * size * 0.5 // max(width, 1))))


def described(shape: Any, name: str, alt: str) -> None:
    """Names the object and says in words what it shows; 2,000 letters at most, for screen readers read it whole."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", plain(name)[:200])
    properties.set("descr", cut_at(alt, 2000))


def text(slide: Any, area: Area, runs: Sequence[Run], size: float, name: str) -> Any:
    """One paragraph in a box of its own."""
    return texts(slide, area, [runs], size, (name, "l", "t"))


def texts(slide: Any, area: Area, paragraphs: Sequence[Sequence[Run]], size: float, how: tuple[str, str, str]) -> Any:
    """Paragraphs in a box; `how` is its name, alignment (l, ctr, r) and anchor (t, ctr, b)."""
    from pptx.oxml import parse_xml

    name, align, anchor = how
    shape = slide.shapes.add_textbox(*area.emu())
    space = '<a:spcBef><a:spcPts val="600"/></a:spcBef>' if len(paragraphs) > 1 else ""
    body = "".join(
        f'<a:p><a:pPr algn="{align}">{space}<a:buNone/></a:pPr>{"".join(_run(run, size) for run in runs)}</a:p>'
        for runs in paragraphs
    )
    new = parse_xml(
        f'<p:txBody {_NS}><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle/>{body}</p:txBody>"
    )
    old = shape._element.txBody
    old.getparent().replace(old, new)
    described(shape, name, "")
    return shape


_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def _run(run: Run, size: float) -> str:
    look = f'lang="en-GB" sz="{round(size * 100)}" b="{int(run.bold)}" dirty="0"'
    if run.text == "#":  # the number of the slide
        field = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        return f"{field}<a:rPr {look}>{_ink(run.ink)}</a:rPr><a:t>‹#›</a:t></a:fld>"
    said = plain(run.text)
    before, after = (" " * (len(run.text) - len(cut)) for cut in (run.text.lstrip(" "), run.text.rstrip(" ")))
    return f"<a:r><a:rPr {look}>{_ink(run.ink)}</a:rPr><a:t>{escape(f'{before}{said}{after}' if said else ' ')}</a:t></a:r>"


def _ink(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>' if color else _THEME_INK


_THEME_INK = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'


Rows = Sequence[tuple[float, Sequence[Box]]]  # the height of each, and its cells


def table(slide: Any, area: Area, widths: Sequence[float], rows: Rows, says: tuple[str, str]) -> Any:
    """A native table: widths of its columns, then its rows as (height, cells), all in points; `says` is its name and alt."""
    from pptx.oxml import parse_xml

    shape = slide.shapes.add_table(1, 1, *area.emu())
    columns = "".join(f'<a:gridCol w="{round(width * POINT)}"/>' for width in widths)
    lines = "".join(
        f'<a:tr h="{round(height * POINT)}">{"".join(_cell(box) for box in boxes)}</a:tr>' for height, boxes in rows
    )
    head = '<a:tblPr firstRow="1"/>'
    new = parse_xml(f"<a:tbl {_NS}>{head}<a:tblGrid>{columns}</a:tblGrid>{lines}</a:tbl>")
    old = shape._element.graphic.graphicData.tbl
    old.getparent().replace(old, new)
    described(shape, *says)
    return shape


def _cell(box: Box) -> str:
    anchor = "t" if box.top else "ctr"
    air = 38_100 if box.top else 0
    sides = f'marL="38100" marR="38100" marT="{air}" marB="{air}"'
    turned = ' vert="vert270"' if box.turned else ""
    fill = f'<a:solidFill><a:srgbClr val="{box.fill[1:]}"/></a:solidFill>' if box.fill else "<a:noFill/>"
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    under = f'<a:lnB w="6350"><a:solidFill><a:srgbClr val="{box.rule[1:]}"/></a:solidFill></a:lnB>' if box.rule else ""
    under = under or '<a:lnB w="0"><a:noFill/></a:lnB>'
    paragraph = f'<a:p><a:pPr algn="{box.align}"><a:buNone/></a:pPr>{_run(Run(box.text, box.ink, box.bold), box.size)}</a:p>'
    if not box.text:
        paragraph = f'<a:p><a:endParaRPr lang="en-GB" sz="{round(box.size * 100)}"/></a:p>'
    body = f'<a:txBody><a:bodyPr wrap="square"/><a:lstStyle/>{paragraph}</a:txBody>'
    return f'<a:tc>{body}<a:tcPr {sides} anchor="{anchor}"{turned}>{none}{under}{fill}</a:tcPr></a:tc>'


def rgb(color: str) -> Any:
    """A colour as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(color[1:]))  # type: ignore[no-untyped-call]


def line(slide: Any, start: tuple[float, float], end: tuple[float, float], color: str, says: str) -> None:
    """A dotted line between two places, in points."""
    from pptx.enum.dml import MSO_LINE
    from pptx.enum.shapes import MSO_CONNECTOR

    at = [round(value * POINT) for value in (*start, *end)]
    shape = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *at)
    shape.line.color.rgb = rgb(color)
    shape.line.width, shape.line.dash_style = round(0.9 * POINT), MSO_LINE.ROUND_DOT
    described(shape, "Line", says)
