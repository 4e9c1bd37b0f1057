"""Slides of what has no drawing: findings, statements in tension, references, any other frame as a table, and the sources."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from claimscape import queries
from claimscape.charts.dress import each
from claimscape.charts.text import cells, count, cut_at, of, plain
from claimscape.exports.exhibit import Made
from claimscape.exports.order import Order
from claimscape.exports.slides.page import Deck, Says, page
from claimscape.exports.slides.paper import WIDE, Area, Box, table
from claimscape.queries import Scope
from claimscape.queries.headings import heading

MOST_NOTED = 40  # rows of a list that stand in the speaker notes
SIZES, MOST_PAGES = (18, 16, 14, 13), 6  # letters of a list, the largest with which it stands on one slide
Row = tuple[str, ...]


def listed(deck: Deck, made: Made, says: Says) -> None:
    """The list on as many slides as it needs, six at most."""
    title, heads, shares, rows = _FORMS.get(made.exhibit.name, _any)(made.frame)
    lines = [" | ".join(row) for row in rows[:MOST_NOTED]]  # a cell cuts what is long, the notes have it whole
    notes = [title if line == made.title and not made.exhibit.title else line for line in says.notes]
    words = replace(says, title=made.exhibit.title or title, notes=(*notes, *lines))
    tabled(deck, words, (heads, shares), rows)


def tabled(deck: Deck, says: Says, form: tuple[Row, Sequence[float]], rows: Sequence[Row]) -> None:
    """Rows of words under heads; `form` is the heads and the share of the width that each column has."""
    heads, shares = form
    width, height = deck.size
    room = height - 190.0
    widths = [share * (width - 80) for share in shares]
    sizes = SIZES[2:] if any(heads) else SIZES
    size = next((size for size in sizes if sum(_height(row, widths, size) for row in rows) <= room), SIZES[-1])
    pages = list(_paged(rows, widths, room))
    shown = pages[:MOST_PAGES]
    left = len(rows) - sum(map(len, shown))
    for number, part in enumerate(shown, 1):
        last = number == len(shown) and left
        subtitle = says.subtitle + (f" · {left:,} more in the data" if last else "")
        turn = f" ({number} of {len(shown)})" if len(shown) > 1 else ""
        slide, area = page(deck, replace(says, title=cut_at(says.title, 150) + turn, subtitle=subtitle.removeprefix(" · ")))
        if part:
            _draw(deck, (slide, area), (heads, shares), part, size)


def _draw(deck: Deck, where: tuple[Any, Area], form: tuple[Row, Sequence[float]], rows: Sequence[Row], size: int) -> None:
    (slide, area), (heads, shares) = where, form
    widths = [share * area.w for share in shares]
    rule, quiet = deck.palette.grid, deck.palette.muted
    lines = []
    if any(heads):
        lines.append((20.0, [Box(head, ink=quiet, size=12, rule=deck.palette.axis) for head in heads]))
    for row in rows:
        cut = (_cut(words, width, size) for words, width in zip(row, widths, strict=True))
        boxes = [Box(words, size=size, rule=rule, top=True) for words in cut]
        lines.append((_height(row, widths, size), boxes))
    alt = "; ".join(" – ".join(filter(None, row)) for row in rows)
    table(slide, Area(area.x, area.y, area.w, sum(high for high, _ in lines)), widths, lines, ("Table", alt))


def _paged(rows: Sequence[Row], widths: Sequence[float], room: float) -> Iterator[list[Row]]:
    part: list[Row] = []
    used = 0.0
    for row in rows:
        high = _height(row, widths, SIZES[-1])
        if part and used + high > room:
            yield part
            part, used = [], 0.0
        part.append(row)
        used += high
    yield part


def _height(row: Row, widths: Sequence[float], size: int) -> float:
    cut = [(_cut(words, width, size), width) for words, width in zip(row, widths, strict=True)]
    needed = [-(-cells(words) * size * WIDE // max(width - 8, 1)) for words, width in cut]
    return max(1.0, *needed) * size * 1.25 + 8


def _cut(words: str, width: float, size: int) -> str:
    return cut_at(words, max(int(5 * width / (size * WIDE)), 8))  # five lines


Form = tuple[str, Row, Sequence[float], list[Row]]


def _findings(frame: pd.DataFrame) -> Form:
    rows: list[Row] = [(f"{place}", plain(row.finding)) for place, row in enumerate(each(frame), 1)]
    sources = count(frame.attrs.get("sources", 0), "source")
    title = f"{count(len(rows), 'finding')} from {sources}, in words" if rows else "Nothing is found in what the filters leave"
    return title, ("", ""), (0.04, 0.96), rows


def _tension(frame: pd.DataFrame) -> Form:
    rows: list[Row] = []
    for row in each(frame):
        sides = [
            f"{plain(claim)} ({of(k, row.n)}): “{cut_at(quote, 200)}” ({plain(source)})"
            for claim, k, quote, source in (
                (row.claim_a, row.k_a, row.quote_a, row.source_a),
                (row.claim_b, row.k_b, row.quote_b, row.source_b),
            )
        ]
        rows.append((*sides, plain(row.why)))
    return heading("tension", frame), ("One says", "Another says", "Why this is a tension"), (0.37, 0.37, 0.26), rows


def _references(frame: pd.DataFrame) -> Form:
    rows: list[Row] = []
    for row in each(frame):
        year = "" if pd.isna(row.year) else f" ({int(row.year)})"
        parts = [plain(part) for part in (row.title, row.venue) if isinstance(part, str) and part]
        work = f"{plain(row.authors) if isinstance(row.authors, str) else ''}{year}. {'. '.join(parts)}".strip(". ")
        rows.append((work or plain(row.quote), plain(row.sources), plain(row.doi) if isinstance(row.doi, str) else ""))
    return heading("references", frame), ("Work", "Listed by", "DOI"), (0.6, 0.2, 0.2), rows


def _any(frame: pd.DataFrame) -> Form:
    """A frame that nothing else can be made of: its first columns of words and numbers."""
    names = [str(name) for name in frame.columns if "pick" not in str(name) and not str(name).endswith("_id")][:6]
    rows = [tuple(plain(value) for value in row) for row in frame[names].itertuples(index=False)] if names else []
    share = 1 / max(len(names), 1)
    title = f"{count(len(rows), 'row')} of data"
    return title, tuple(name.replace("_", " ") for name in names), [share] * len(names), rows


_FORMS: dict[str, Callable[[pd.DataFrame], Form]] = {"findings": _findings, "tension": _tension, "references": _references}


def sources(deck: Deck, order: Order) -> None:
    """The last slide: every document that a slide counts, with publisher, date and address; and the build and codebook."""
    landscape = order.landscape
    scopes = {replace(each.scope, by="", one=(), other=()) for each in order.exhibits}
    counted = {str(doc_id) for scope in scopes or {Scope()} for doc_id in queries.members(landscape, scope)["doc_id"]}
    asked = "SELECT doc_id, label, publisher, published, url, path FROM documents ORDER BY doc_id"
    rows = []
    for row in each(landscape.ask(asked, {})):
        if row.doc_id not in counted:
            continue
        told = (row.label, row.publisher, row.published, row.url)
        values = [plain(value) if isinstance(value, str) else "" for value in told]
        rows.append((values[0] or plain(row.doc_id), values[1] or "–", values[2] or "–", values[3] or plain(row.path)))
    book = landscape.manifest.get("codebook", {})
    about = f"Codebook: {plain(book.get('title', ''))} {plain(book.get('version', ''))}".strip()
    created = str(landscape.manifest.get("created", ""))[:10]
    footer = f"Build {landscape.build_id} · {created} · {about} · claimscape {landscape.manifest.get('version', '')}"
    codes = "The id at the foot of a slide leads back to its numbers: the same question on the same build has the same id"
    says = Says(f"{count(len(rows), 'document')} stand behind these slides", codes, footer, notes=(footer,))
    tabled(deck, says, (("Document", "Publisher", "Date", "Address or file"), (0.32, 0.2, 0.14, 0.34)), rows)
