"""Coding: documents in, rows of every found table out. Pure, so that any engine can run it anywhere."""

from collections.abc import Sequence
from typing import Any

from claimscape import citations, claims, risks, topics
from claimscape.codebook import Codebook
from claimscape.matching import Matcher
from claimscape.sentences import split, words
from claimscape.sources import Document
from claimscape.subject import on_subject

FURNITURE = "cue furniture"
COUNTED = ("sentence", "list_lead")
TABLES = ("documents", "sentences", "topics", "claims", "risks", "citations")

Rows = dict[str, list[dict[str, Any]]]


class Coder:
    """A compiled codebook; called with documents it returns their rows by table. It can be pickled."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.furniture = Matcher({FURNITURE: codebook.rules.get(FURNITURE, ())})
        self.matcher = Matcher({key: rules for key, rules in codebook.rules.items() if key != FURNITURE})

    def __call__(self, documents: Sequence[Document]) -> Rows:
        """The rows of each table, in the order of the documents and, within one, of its text."""
        rows: Rows = {name: [] for name in TABLES}
        for document in documents:
            for name, found in self._code(document).items():
                rows[name] += found
        return rows

    def _code(self, document: Document) -> Rows:
        doc_id, text = document.doc_id, document.text
        units = split(text, self.furniture.fires)
        hits = on_subject(units, self.matcher.hits(text, units))
        cited = citations.find(text, units, hits)
        claimed = claims.find(text, units, hits, cited, self.codebook)
        return {
            "documents": [_about(document, sum(unit.kind in COUNTED for unit in units))],
            "sentences": [
                {
                    "doc_id": doc_id,
                    "sentence_id": number,
                    "kind": unit.kind,
                    "heading": unit.heading,
                    "start": unit.start,
                    "end": unit.end,
                    "words": words(text[unit.start : unit.end]),
                    "text": text[unit.start : unit.end],
                }
                for number, unit in enumerate(units)
            ],
            "topics": topics.find(doc_id, text, units, hits),
            "claims": [{"doc_id": doc_id} | row for row in claimed],
            "risks": risks.find(doc_id, text, units, hits),
            "citations": [{"doc_id": doc_id} | row for row in cited],
        }


def _about(document: Document, sentences: int) -> dict[str, Any]:
    known = document.known
    return {
        "doc_id": document.doc_id,
        "path": document.path,
        "label": document.label,
        **{name: known.get(name) for name in ("kind", "publisher", "url", "author", "language")},
        "published": known.get("date"),
        "characters": len(document.text),
        "words": words(document.text),
        "sentences": sentences,
        "sha256": document.sha256,
        "text": document.text,
    }
