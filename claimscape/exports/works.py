"""The works that the sources list, each with all that is known of it: what BibTeX and RIS are written of."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimscape.charts.text import plain
from claimscape.exports.order import Order
from claimscape.queries import Scope, references

_PAGES = re.compile(r"\s*[-‐‑–—]+\s*")


@dataclass(frozen=True)
class Work:
    """A work as its fullest entry gives it; family names only, "" where nothing is known; `listed` are the sources."""

    key: str
    authors: tuple[str, ...]
    year: str
    title: str
    venue: str
    volume: str
    issue: str
    pages: tuple[str, ...]
    doi: str
    url: str
    quote: str
    listed: str

    @property
    def article(self) -> bool:
        """Whether it stands in a journal, as far as its entry tells."""
        return bool(self.venue and (self.volume or self.issue or self.pages))


def works(order: Order) -> Iterator[Work]:
    """The works of the sources that the order's filters leave, each under a key of its own."""
    scopes = [each.scope for each in sorted(order.exhibits, key=lambda each: each.name != "references")]
    frame = references(order.landscape, scopes[0] if scopes else Scope())
    entries = order.landscape.ask(_ENTRIES).drop_duplicates(["doc_id", "sentence_id", "quote"])
    known = frame.merge(entries, on=["doc_id", "sentence_id", "quote"], how="left")
    taken: set[str] = set()
    for row in known.to_dict("records"):
        authors = tuple(plain(name) for name in row["names"]) if hasattr(row["names"], "__len__") else ()
        texts = {name: _text(row[name]) for name in ("year", "title", "venue", "volume", "issue", "doi", "quote")}
        key = _key(authors, texts["year"], texts["title"] or texts["quote"], taken)
        pages = tuple(part for part in _PAGES.split(_text(row["pages"]), maxsplit=1) if part)
        url = _text(row["link"]) or _text(row["url"])
        yield Work(key, tuple(filter(None, authors)), **texts, pages=pages, url=url, listed=_text(row["sources"]))


_ENTRIES = """
SELECT doc_id, sentence_id, quote, authors AS names, volume, issue, pages, url FROM citations WHERE kind = 'reference'
ORDER BY doc_id, sentence_id, start
"""


def _key(authors: tuple[str, ...], year: str, title: str, taken: set[str]) -> str:
    """smith2022mdma, with a number behind it where two works would have the same."""
    word = next((word for word in re.findall(r"\w+", title) if len(word) > 3), "")
    parts = (authors[0] if authors else "", year, word)
    plain_letters = "".join(re.sub(r"[^a-z0-9]", "", _ascii(part).lower())[:24] for part in parts) or "work"
    key, number = plain_letters, 1
    while key in taken:
        number += 1
        key = f"{plain_letters}-{number}"
    taken.add(key)
    return key


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _text(value: Any) -> str:
    return "" if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) else plain(value)
