"""Risks: the harm, danger or reason for caution that a sentence or list lead-in names, also inside advice or denial."""

from collections.abc import Sequence
from typing import Any

from claimscape.matching import Hit, Unit
from claimscape.subject import firsts

BEARERS = ("sentence", "list_lead")


def find(doc_id: str, text: str, units: Sequence[Unit], hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Rows of the risks table; `contained` where the same sentence says how the harm is held down."""
    held = {hit.sentence for hit in hits if hit.key == "cue contained"}
    return [
        {
            "doc_id": doc_id,
            "sentence_id": at,
            "risk_id": name,
            "contained": at in held,
            "start": hit.start,
            "end": hit.end,
            "quote": text[hit.start : hit.end],
        }
        for (at, name), hit in firsts(hits, "risk").items()
        if units[at].kind in BEARERS
    ]
