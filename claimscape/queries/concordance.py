"""Keyword in context: the places that a query finds, a page at a time, in any order of the words around them."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from claimscape.queries import search
from claimscape.queries.kept import Kept
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, with_facts
from claimscape.store import Landscape
from claimscape.words import tokens

PAGE = 200  # places on a page
CONTEXT = 120  # characters to either side
COLUMNS = "doc_id source sentence_id kind heading left keyword right start end topics claims risks pick".split()
_FIELDS = ("kind", "heading", "topics", "claims", "risks")


@dataclass(frozen=True)
class Sort:
    """An order of places: its name for people, and which words decide, the first before the second: -1 is the first word
    to the left, 0 the keyword, 1 the first word to the right. Without any it is the order of the sources."""

    label: str
    words: tuple[int, ...] = ()


SORTS = {
    "source": Sort("source and place in the text"),
    "left1": Sort("1st word to the left", (-1, -2, -3)),
    "left2": Sort("2nd word to the left", (-2, -1, -3)),
    "left3": Sort("3rd word to the left", (-3, -2, -1)),
    "keyword": Sort("words found", (0, 1, 2)),
    "right1": Sort("1st word to the right", (1, 2, 3)),
    "right2": Sort("2nd word to the right", (2, 1, 3)),
    "right3": Sort("3rd word to the right", (3, 2, 1)),
}


def concordance(landscape: Landscape, scope: Scope, query: str, sort: str = "source", page: str = "1") -> pd.DataFrame:
    """Page PAGE of the places, 200 a page, all of them put into the order SORT first.

    attrs: places and found (sentences) in all, in_sources, page, pages, first (number of the first row), and how many sentences
    were searched of the possible ones.
    """
    found = search.places(landscape, scope, query)
    total, docs = len(found.rows), found.rows["doc_id"].nunique()
    pages = max(-(-total // PAGE), 1)
    number = min(max(int(page), 1), pages) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    frame = _told(landscape, _ordered(Kept.of(landscape), scope, query, sort), (number - 1) * PAGE, PAGE)
    frame.attrs |= {"places": total, "found": found.sentences, "in_sources": docs, "page": number, "pages": pages}
    frame.attrs |= {"first": (number - 1) * PAGE + 1, "searched": found.searched, "possible": found.possible}
    return with_facts(frame, landscape, scope)


def every_place(landscape: Landscape, scope: Scope, query: str, sort: str = "source") -> pd.DataFrame:
    """All places at once, as they are saved."""
    rows = _ordered(Kept.of(landscape), scope, query, sort)
    return _told(landscape, rows, 0, len(rows))


def marked(text: str, order: Sort, side: int) -> list[tuple[str, int]]:
    """The words before (side -1) or after (1) a keyword in pieces, each with its turn in the order: 1, 2, 3, or 0 for none."""
    words = tokens(text)
    ranks = {place: rank for rank, place in enumerate(order.words, 1) if place * side > 0}
    spans = {}
    for place, rank in ranks.items():
        at = place if side < 0 else place - 1
        if -len(words) <= at < len(words):
            spans[words[at][1:]] = rank
    pieces, end = [], 0
    for (start, stop), rank in sorted(spans.items()):
        pieces += [(text[end:start], 0), (text[start:stop], rank)]
        end = stop
    return [piece for piece in [*pieces, (text[end:], 0)] if piece[0]]


def before(text: str) -> str:
    """The end of what stands before, in whole words; a sign says where more was left out."""
    return text if len(text) <= CONTEXT else "…" + re.sub(r"^\S*(?=\s)", "", text[-CONTEXT:])


def after(text: str) -> str:
    """The beginning of what stands after, likewise."""
    return text if len(text) <= CONTEXT else re.sub(r"(?<=\s)\S*$", "", text[:CONTEXT]).rstrip() + "…"


@lru_cache(maxsize=4)
def _ordered(kept: Kept, scope: Scope, query: str, sort: str) -> pd.DataFrame:
    """All places in the order of that name; the source's where there is none of it."""
    landscape, order = kept.landscape, SORTS.get(sort, SORTS["source"])
    rows = search.places(landscape, scope, query).rows
    if not order.words or rows.empty:
        return rows
    said = {key: _Words(row["text"], row["start"]) for key, row in _texts(landscape, rows).items()}
    keys = [said[doc, number].key(first, last, order) for doc, number, first, last in _spots(rows)]
    return rows.iloc[sorted(range(len(rows)), key=keys.__getitem__)]  # stable: ties stay in the order of the sources


class _Words:
    """The words of a sentence, to be looked up from a place in it: places begin and end with words."""

    def __init__(self, text: str, start: int) -> None:
        found = tokens(text)
        self.text, self.start = text, start
        self.words, self.starts = [word for word, _, _ in found], [begin for _, begin, _ in found]

    def key(self, first: int, last: int, order: Sort) -> tuple[tuple[str, str], ...]:
        """The deciding words of a place; a word that is not there comes before all others."""
        begin, end = bisect_left(self.starts, first - self.start), bisect_left(self.starts, last - self.start)
        return tuple(self._folded(first, last, begin + at if at < 0 else end + at - 1 if at else None) for at in order.words)

    def _folded(self, first: int, last: int, at: int | None) -> tuple[str, str]:
        if at is None:
            return _folded(self.text[first - self.start : last - self.start])
        return _folded(self.words[at] if 0 <= at < len(self.words) else "")


@lru_cache(maxsize=100_000)
def _folded(word: str) -> tuple[str, str]:
    """The word without accents and capitals, then with its accents."""
    spelled = unicodedata.normalize("NFKD", word).casefold()
    return "".join(sign for sign in spelled if not unicodedata.combining(sign)), spelled


def _spots(rows: pd.DataFrame) -> list[tuple[str, int, int, int]]:
    return list(rows[["doc_id", "sentence_id", "start", "end"]].itertuples(index=False, name=None))


def _texts(landscape: Landscape, rows: pd.DataFrame) -> dict[search.Key, Mapping[Any, Any]]:
    keys = list(dict.fromkeys((doc, number) for doc, number, _, _ in _spots(rows)))
    found = search.texts(landscape, keys)
    return {(row["doc_id"], row["sentence_id"]): row for row in found.to_dict("records")}


def _told(landscape: Landscape, rows: pd.DataFrame, first: int, most: int) -> pd.DataFrame:
    """The rows from `first` on with their words and what their sentences are coded as."""
    part = rows.iloc[first : first + most]
    said, sources = _texts(landscape, part), part["source"]
    told: list[Sequence[Any]] = []
    for source, (doc, number, start, end) in zip(sources, _spots(part), strict=True):
        sentence = said[doc, number]
        text, begin = sentence["text"], sentence["start"]
        kind, heading, *codes = (sentence[name] for name in _FIELDS)
        words = (before(text[: start - begin]), text[start - begin : end - begin], after(text[end - begin :]))
        pick = str(Pick(source=doc, sentence=str(number)))
        told.append((doc, source, number, kind, heading, *words, start, end, *codes, pick))
    return pd.DataFrame(told, columns=COLUMNS)
