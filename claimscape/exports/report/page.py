"""The HTML file as a whole: head, contents, a section an exhibit, how it was made, and the data and scripts inside it."""

import base64
import hashlib
import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from html import escape
from itertools import takewhile
from pathlib import Path
from typing import Any

from claimscape import charts, queries, theme
from claimscape.errors import ExportError
from claimscape.exports.look import Look
from claimscape.exports.pictures.paint import clean, font_of, is_color, page_of
from claimscape.exports.report.behind import MOST
from claimscape.store import Landscape

HERE = Path(__file__).parent
ACCENT, DARK_ACCENT = "#135693", "#85b8de"
_FOR_PROGRAMMERS = ("Columns ", "Shapes:")
_COUNTED = ("documents", "sentences", "topics", "claims", "risks", "citations")
_MADE = (
    "Each document was cut into sentences, and each sentence was coded by the written rules of a codebook: topics, claims with "
    "how firmly and on what support they are made, and risks. A number counts sentences or sources, and each of them can be "
    "read as it stands in its source, the words that decided marked. “Not found” says that no rule found it, not that it is "
    "denied.",
    f"Of a mark with many sentences this file holds the first {MOST}, and says how many there are.",
)


@dataclass(frozen=True)
class Section:
    """An exhibit ready for the page: its words, its drawing (None for a list), its table as HTML with its number of rows.

    `exhibit` is its id; `id` is the same, numbered where an exhibit stands there again under another title.
    """

    name: str
    exhibit: str
    id: str
    title: str
    meta: Mapping[str, Any]
    note: str
    spec: Mapping[str, Any] | None
    table: str
    rows: int


def page(landscape: Landscape, look: Look, sections: Sequence[Section], behind: Mapping[str, Any]) -> str:
    """The whole file. Nothing in it may be loaded, sent or run but its two scripts, which are told by their sums."""
    codebook = landscape.manifest.get("codebook", {})
    title = str(codebook.get("title", "") or "Claimscape")
    scripts = [_plotly(), _script()]
    data = {"dark": _dark(look)} | dict(behind)
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)}: what the sources say</title><style>{_style(look)}</style></head><body>",
        '<a class="skip" href="#main">Skip to the charts</a>',
        _header(landscape, title, look),
        f'<div class="frame">{_contents(sections)}<main id="main" tabindex="-1">',
        *map(_section, sections),
        _about(landscape),
        "</main></div>",
        '<dialog id="panel" aria-labelledby="panel-title"><div class="panel-head"><h2 id="panel-title" tabindex="-1"></h2>'
        '<button type="button" id="panel-close">Close</button></div><p id="panel-said" class="quiet"></p>'
        '<ol id="panel-list"></ol></dialog>',
        f'<script type="application/json" id="behind">{embedded(data)}</script>',
        *(f"<script>{script}</script>" for script in scripts),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def embedded(data: Any) -> str:
    """JSON that no parser of HTML takes for anything else."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def method(name: str) -> list[str]:
    """What the query asks and how its chart draws it, from their docstrings, one paragraph an item."""
    asked = list(_paragraphs(getattr(queries, name)))
    drawn = list(_paragraphs(getattr(charts, name)))[:1] if name in charts.__all__ else []
    return asked + [f"Drawn as: {each[:1].lower()}{each[1:]}" for each in drawn]


def _header(landscape: Landscape, title: str, look: Look) -> str:
    counts = landscape.manifest.get("counts", {})
    said = f"{_many(int(counts.get('documents', 0)), 'source')}, {_many(int(counts.get('sentences', 0)), 'line')} of text"
    logo = f'<img class="logo" alt="" src="{_address(look.logo)}">' if look.logo else ""
    return (
        f'<header>{logo}<div><h1 dir="auto">{_text(title)}</h1><p class="quiet">{_text(said)} · built '
        f"{_text(str(landscape.manifest.get('created', ''))[:10])} · build {_text(landscape.build_id)}</p>"
        "<p>Choose a mark of a chart, or a number in its table, to read the sentences behind it.</p>"
        "<noscript><p>Without JavaScript the tables can be read; charts and sentences need it.</p></noscript></div>"
        '<button type="button" id="theme">Dark page</button></header>'
    )


def _contents(sections: Sequence[Section]) -> str:
    items = "".join(f'<li><a href="#x-{each.id}" dir="auto">{_text(each.title)}</a></li>' for each in sections)
    about = '<li><a href="#about">How this was made</a></li>'
    return f'<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>{items}{about}</ol></nav>'


def _section(section: Section) -> str:
    words = {name: _text(str(section.meta.get(name, ""))) for name in ("subtitle", "footer", "alt")}
    title, key = _text(section.title), section.id
    note = f'<p class="note" dir="auto">{_text(section.note)}</p>' if section.note else ""
    said = f'<p class="quiet" dir="auto">{words["subtitle"]}</p>' if words["subtitle"] else ""
    made = "".join(f"<p>{_text(each)}</p>" for each in method(section.name))
    rows = f"Data table, {_many(section.rows, 'row')}"
    table = section.table if section.spec is None else f"<details><summary>{rows}</summary>{section.table}</details>"
    return (
        f'<section id="x-{key}"><h2 dir="auto">{title}</h2>{said}{note}'
        f"{_drawing(section, title, words['alt'])}{table}"
        f'<details><summary>How it is counted</summary><div class="method">{made}</div></details>'
        f'<p class="quiet foot">{words["footer"]} · exhibit {section.exhibit}</p></section>'
    )


def _drawing(section: Section, title: str, alt: str) -> str:
    if section.spec is None:
        return ""
    chart = f"Chart, {section.name.replace('_', ' ')}: {title}"
    room = int(section.spec["layout"]["height"] - section.meta.get("above", 0) - section.meta.get("below", 0))
    return (
        f'<div class="box" role="group" aria-label="{chart}"><div class="plot" role="img" aria-label="{alt}" '
        f'id="p-{section.id}" style="min-height:{room if section.spec["data"] else 110}px"></div></div>'
        '<p class="hint">Scroll sideways to see all of it →</p>'
        f'<script type="application/json" id="f-{section.id}">{embedded(section.spec)}</script>'
    )


def _about(landscape: Landscape) -> str:
    manifest, book = landscape.manifest, landscape.manifest.get("codebook", {})
    counts = manifest.get("counts", {})
    facts = {"Program": f"Claimscape {manifest.get('version', '')}", "Build": landscape.build_id}
    facts |= {"Built": str(manifest.get("created", ""))}
    facts |= {"Codebook": f"{book.get('title', '')} {book.get('version', '')}".strip()}
    facts |= {"Codebook, sha256": str(book.get("sha256", ""))}
    facts |= {name.capitalize(): f"{int(counts[name]):,}" for name in _COUNTED if name in counts}
    told = ((_text(name), _text(value)) for name, value in facts.items() if value)
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in told)
    words = "".join(f"<p>{each}</p>" for each in _MADE)
    box = f'<div class="table facts"><table><tbody>{rows}</tbody></table></div>'
    return f'<section id="about"><h2>How this was made</h2>{words}{box}</section>'


def _paragraphs(function: Any) -> Iterator[str]:
    """A docstring's paragraphs; a line that names columns, and the rest of its paragraph, is for programmers."""
    for paragraph in (inspect.getdoc(function) or "").split("\n\n"):
        lines = takewhile(lambda line: not line.startswith(_FOR_PROGRAMMERS), paragraph.splitlines())
        text = " ".join(" ".join(lines).split()).replace("`", "")
        if text:
            yield text


def _policy(scripts: Sequence[str]) -> str:
    sums = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    rules = f"default-src 'none'; script-src {sums}; style-src 'unsafe-inline'; img-src data: blob:"
    return f"{rules}; base-uri 'none'; form-action 'none'"


def _style(look: Look) -> str:
    light, dark = asdict(page_of(look)), asdict(theme.DARK_PAGE)
    accents = (theme.legible(look.accent),) * 2 if is_color(look.accent) else (ACCENT, DARK_ACCENT)
    day, night = (
        ";".join(f"--{name}:{value}" for name, value in (colors | {"accent": accent}).items())
        for colors, accent in zip((light, dark), accents, strict=True)
    )
    style = (HERE / "report.css").read_text("utf-8")
    for name, value in {"DAY": day, "NIGHT": night, "FONT": font_of(look)}.items():
        style = style.replace(f"/*{name}*/", value)
    return style


def _dark(look: Look) -> dict[str, str]:
    """Each colour of the light page and the one that stands in its place on the dark page."""
    return dict(zip(asdict(page_of(look)).values(), asdict(theme.DARK_PAGE).values(), strict=True))


@cache
def _plotly() -> str:
    import plotly

    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text("utf-8").strip()


def _script() -> str:
    return "{\n" + charts.ON_SCREEN.read_text("utf-8") + (HERE / "report.js").read_text("utf-8") + "}"


def _address(logo: Path) -> str:
    kind = {".svg": "svg+xml", ".jpg": "jpeg", ".jpeg": "jpeg"}.get(logo.suffix.lower(), "png")
    try:
        return f"data:image/{kind};base64,{base64.b64encode(logo.read_bytes()).decode()}"
    except OSError as fault:
        raise ExportError(f"the logo {logo} cannot be read ({fault.strerror}); name another, or none") from None


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _text(text: str) -> str:
    return escape(clean(text))
