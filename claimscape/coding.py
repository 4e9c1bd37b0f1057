"""Coding: documents in, rows of every found table out. Pure, so that any engine can run it anywhere.

Documents are worked on some at a time, all their units at once; what is done to every letter, word and hit is done in columns.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from claimscape import citations, claims, risks, topics
from claimscape.arrays import Flags
from claimscape.codebook import Codebook
from claimscape.forms import Forms
from claimscape.matching import Matcher, Vocabulary
from claimscape.sentences import split_all
from claimscape.sources import Document
from claimscape.subject import on_subject
from claimscape.tables import CERTAINTIES, SENTENCE_KINDS, SUPPORTS, Named, Table, Values, joined, of_columns, table
from claimscape.units import Hits, Rows, Units

FURNITURE = "cue furniture"
COUNTED = ("sentence", "list_lead")
FOUND = ("documents", "sentences", "topics", "claims", "risks", "citations")
TABLES = (*FOUND, "forms")
TOGETHER = 1_000_000  # characters that are worked on at once, or one document

Tables = dict[str, Table]
Cited = list[tuple[int, dict[str, Any]]]  # of a batch: the number of the document, and the row


class Coder:
    """A compiled codebook; called with documents it returns their rows by table. It can be pickled."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.furniture = Matcher({FURNITURE: codebook.rules.get(FURNITURE, ())})
        self.matcher = Matcher({key: rules for key, rules in codebook.rules.items() if key != FURNITURE})
        self._vocabulary = Vocabulary()
        self._forms = Forms()

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_vocabulary": Vocabulary()}

    def __call__(self, documents: Sequence[Document]) -> Tables:
        """The tables, in the order of the documents and, within one, of its text; documents of `forms` count from 0."""
        self._forms.renew()
        coded, met, first = [], [], 0
        with _uncollected():
            for piece in _pieces(documents):
                units = self._units(piece)
                coded.append(self._code(piece, units))
                met.append(self._forms.met(units, first))
                first += len(piece)
        tables = {name: joined([each[name] for each in coded]) for name in FOUND}
        return tables | {"forms": self._forms.find(met)}

    def _code(self, documents: Sequence[Document], units: Units) -> Tables:
        hits = on_subject(units, units.hits(self.matcher))
        cited = citations.find_all([document.text for document in documents], units, hits)
        at = {kind: np.array(_units_of(units, cited, kind), np.int64) for kind in {row["kind"] for _, row in cited}}
        tables = {"documents": _about(documents, units), "sentences": _sentences(documents, units)}
        tables["topics"] = _found("topics", documents, units, topics.find(units, hits), {"topic_id": _names(hits)})
        dangers, contained = risks.find(units, hits)
        tables["risks"] = _found("risks", documents, units, dangers, {"risk_id": _names(hits), "contained": contained})
        tables["claims"] = self._claims(documents, units, claims.find(units, hits, at, self.codebook))
        ids = [document.doc_id for document in documents]
        tables["citations"] = table("citations", [{"doc_id": ids[number]} | row for number, row in cited])
        return tables

    def _units(self, documents: Sequence[Document]) -> Units:
        """The units of the documents, those that only words tell to be furniture marked as such."""
        texts = [document.text for document in documents]
        units = Units(texts, split_all(texts), self._vocabulary)
        marked = units.alone(self.furniture, ~units.are("furniture", "reference"))
        units.kind[marked] = SENTENCE_KINDS.index("furniture")
        return units

    def _claims(self, documents: Sequence[Document], units: Units, found: claims.Claims) -> Table:
        ids: list[str | None] = [code.id for code in self.codebook.of("claim")]
        columns: dict[str, Values] = {
            "claim_id": ids,
            "claim_type": Named(self.codebook.types, found.types),
            "certainty": Named(CERTAINTIES, found.certainty),
            "support": Named(SUPPORTS, found.support),
        }
        return _found("claims", documents, units, found.rows, columns)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No cycles are sought meanwhile: coding makes none, and to go through its many small objects takes 3% of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _pieces(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """The documents in pieces of TOGETHER characters, or one document."""
    begun = held = 0
    for at, document in enumerate(documents):
        if at > begun and held + len(document.text) > TOGETHER:
            yield documents[begun:at]
            begun, held = at, 0
        held += len(document.text)
    yield documents[begun:]


def _units_of(units: Units, cited: Cited, kind: str) -> list[int]:
    return [int(units.first[number]) + row["sentence_id"] for number, row in cited if row["kind"] == kind]


def _names(hits: Hits) -> list[str | None]:
    """The ids of the codes by the number of their key."""
    return [name.partition(" ")[2] for name in hits.names]


def _found(name: str, documents: Sequence[Document], units: Units, rows: Rows, more: dict[str, Any]) -> Table:
    """A found table: where each row stands, and `more`, in which a list is the names of the codes by number."""
    columns: dict[str, Values] = {
        "doc_id": Named([document.doc_id for document in documents], units.document[rows.unit]),
        "sentence_id": units.number[rows.unit],
        "start": units.offset(rows.unit, rows.start),
        "end": units.offset(rows.unit, rows.end),
        "quote": units.quotes(rows.start, rows.end),
    }
    columns |= {key: Named([*value, None], rows.code) if isinstance(value, list) else value for key, value in more.items()}
    return of_columns(name, columns, rows.unit.size)


def _sentences(documents: Sequence[Document], units: Units) -> Table:
    first = units.stream.first
    whole = np.arange(len(units))
    columns: dict[str, Values] = {
        "doc_id": Named([document.doc_id for document in documents], units.document),
        "sentence_id": units.number,
        "kind": Named(SENTENCE_KINDS, units.kind),
        "heading": Named(units.headings, units.heading),
        "start": units.start,
        "end": units.offset(whole, first[1:] - 1),
        "words": units.words,
        "text": units.quotes(first[:-1], first[1:] - 1),
    }
    return of_columns("sentences", columns, len(units))


def _about(documents: Sequence[Document], units: Units) -> Table:
    counted: Flags = units.are(*COUNTED)
    totals = [np.concatenate([[0], np.cumsum(each)])[units.first] for each in (units.words, counted)]
    columns: dict[str, Values] = {
        **{name: [getattr(each, name) for each in documents] for name in ("doc_id", "path", "label", "sha256", "text")},
        **{name: [each.known.get(name) for each in documents] for name in ("kind", "publisher", "url", "author", "language")},
        "published": [each.known.get("date") for each in documents],
        "characters": np.array([len(each.text) for each in documents], np.int64),
        "words": np.diff(totals[0]),
        "sentences": np.diff(totals[1]),
    }
    return of_columns("documents", columns, len(documents))
