"""Topics: what a sentence, heading, question or list lead-in is about."""

from collections.abc import Sequence
from typing import Any

from claimscape.matching import Hit, Unit
from claimscape.subject import firsts

BEARERS = ("sentence", "heading", "question", "list_lead")


def find(doc_id: str, text: str, units: Sequence[Unit], hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Rows of the topics table: one for each topic in each unit that can bear one, with the words that decided first."""
    return [
        {
            "doc_id": doc_id,
            "sentence_id": at,
            "topic_id": name,
            "start": hit.start,
            "end": hit.end,
            "quote": text[hit.start : hit.end],
        }
        for (at, name), hit in firsts(hits, "topic").items()
        if units[at].kind in BEARERS
    ]
