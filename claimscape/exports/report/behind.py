"""The sentences behind every mark of a report: each sentence once, a mark as the places of its sentences in that list."""

from collections.abc import Iterable
from typing import Any

from claimscape import queries
from claimscape.charts.dress import each
from claimscape.exports.pictures.paint import clean
from claimscape.queries import Scope
from claimscape.store import Landscape
from claimscape.theme import CERTAINTY, SUPPORT, legible, source_style

MOST = 50  # sentences of a mark that are in the file; the number of all is said
_TOLD = ("heading", "text", "topics", "claims", "risks", "certainty", "support")
_WORDS = {"certainty": CERTAINTY, "support": SUPPORT}


class Behind:
    """Collects marks and numbers them from 1; `told` is what the file's script reads."""

    def __init__(self, landscape: Landscape) -> None:
        documents = landscape.table("documents", "doc_id", "label")
        pairs = zip(documents["doc_id"], documents["label"], strict=True)
        self._landscape = landscape
        self._labels = {doc_id: label if isinstance(label, str) and label else doc_id for doc_id, label in pairs}
        self._sources = {doc_id: place for place, doc_id in enumerate(self._labels)}
        self._marks: list[list[Any]] = [[]]
        self._numbers: dict[tuple[Scope, str], int] = {}
        self._sentences: list[list[Any]] = []
        self._places: dict[tuple[str, int], int] = {}

    def numbers(self, scope: Scope, picks: Iterable[str]) -> dict[str, int]:
        """The number of each mark; those not met before are asked for all at once."""
        wanted = list(dict.fromkeys(picks))
        fresh = [pick for pick in wanted if (scope, pick) not in self._numbers]
        for pick in fresh:
            self._numbers[scope, pick] = len(self._marks)
            self._marks.append([0, []])
        for row in each(queries.behind(self._landscape, scope, fresh, MOST)) if fresh else ():
            mark = self._marks[self._numbers[scope, row.pick]]
            mark[0] = int(row.total)
            mark[1].append(self._place(row))
        return {pick: self._numbers[scope, pick] for pick in wanted}

    def total(self, number: int) -> int:
        """How many sentences a mark stands for."""
        return int(self._marks[number][0])

    def told(self) -> dict[str, Any]:
        """Sources [label, colour], sentences [source, sentence_id, heading, text …] and marks [total, [place, start, end] …].

        Start and end are those of the words that decided, in the sentence, as scripts count; equal where all of it did.
        """
        styles = [legible(source_style(place).color) for place in self._sources.values()]
        sources = [[clean(label), style] for label, style in zip(self._labels.values(), styles, strict=True)]
        return {"sources": sources, "columns": list(_TOLD), "sentences": self._sentences, "marks": self._marks}

    def _place(self, row: Any) -> list[int]:
        key = str(row.doc_id), int(row.sentence_id)
        if key not in self._places:
            self._places[key] = len(self._sentences)
            self._sentences.append([self._sources[key[0]], key[1], *(_told(name, getattr(row, name)) for name in _TOLD)])
        text, quote = clean(str(row.text)), clean(str(row.quote))
        start = text.find(quote) if quote and len(quote) < len(text) else -1
        if start < 0:
            return [self._places[key], 0, 0]
        return [self._places[key], _units(text[:start]), _units(text[: start + len(quote)])]


def _told(name: str, value: object) -> str:
    """Certainty and support in words, all else as it stands."""
    text = clean(value) if isinstance(value, str) else ""
    styles = _WORDS.get(name)
    return ", ".join(styles[key].label for key in text.split("; ") if key in styles) if styles else text


def _units(text: str) -> int:
    """The length of a text as scripts count it, in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
