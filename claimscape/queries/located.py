"""In which documents the sentences behind a mark stand, and how many: of the tallies, so that only those few are read."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from claimscape.arrays import Ints
from claimscape.queries import manners, roster, tallied
from claimscape.queries.parts import GROUPS, Scope
from claimscape.queries.pick import Pick
from claimscape.store import Landscape
from claimscape.tallies import BENEFIT, CLAIM, CONTAINED, RISK

# What a tally can tell together with the source or group; a mark that asks anything else is looked for in all sentences.
_TOLD = (
    {"topic"},
    {"topic", "also"},
    {"claim"},
    {"claim", "certainty"},
    {"claim", "support"},
    {"claim", "certainty", "support"},
    {"certainty"},
    {"support"},
    {"certainty", "support"},
    {"side"},
    {"risk"},
    {"risk", "contained"},
    set[str](),
)


@lru_cache(maxsize=16)
def located(landscape: Landscape, scope: Scope, pick: Pick) -> pd.DataFrame | None:
    """Columns doc_id, source, sentences, by position: the documents with a sentence behind the mark; None where unknown."""
    asked = {name for name, value in vars(pick).items() if value} - {"source", "unit", "whole"}
    if asked not in _TOLD or pick.contained == "no" or (pick.also and scope.topics):
        return None
    seen, found = tallied.seen(landscape, scope.ungrouped()), _sentences(landscape, scope, pick)
    known = roster.everyone(landscape).known
    kept = (seen.unit >= 0) & (found > 0)
    if pick.source:
        kept &= (known["doc_id"] == pick.source).to_numpy()
    if pick.unit:
        by, _, value = pick.unit.partition(":")
        kept &= (known[by] == value).to_numpy() if by in GROUPS else (known["doc_id"] == value).to_numpy() & (by == "source")
    here = np.flatnonzero(kept)
    return known[["doc_id", "source"]].iloc[here].assign(sentences=found[here]).reset_index(drop=True)


def _sentences(landscape: Landscape, scope: Scope, pick: Pick) -> Ints:
    """How many sentences of each document, in the order of doc_id, the mark stands for."""
    size, known = len(roster.everyone(landscape).known), roster.codes(landscape)
    rows = {(kind, code): row for kind, code, row in zip(known["kind"], known["code_id"], known["row"], strict=True)}
    if pick.also:
        doc, sentences = tallied.bearing(landscape, rows.get(("topic", pick.topic), -1), rows.get(("topic", pick.also), -1))
        return np.bincount(doc, sentences, size).astype(np.int64)
    bits = manners.bits(scope)
    bits &= manners.FIRM.get(pick.certainty, 0) if pick.certainty else manners.EVERY
    bits &= manners.BACKED.get(pick.support, 0) if pick.support else manners.EVERY
    if pick.topic or pick.claim or pick.risk:
        kind, code = next((name, value) for name in ("topic", "claim", "risk") if (value := getattr(pick, name)))
        every = tallied.rows(landscape, replace(scope, certainty=(), support=()), kind)
        found = every.where(every.code == rows.get((kind, code), -1))
        found = found.said(bits) if kind == "claim" else found
    elif pick.side == "risk":
        found = tallied.special(landscape, scope, RISK)
    elif pick.side == "benefit":
        found = tallied.special(landscape, scope, BENEFIT).said(bits & manners.MADE)
    elif pick.side or pick.certainty or pick.support:
        found = tallied.special(landscape, scope, CLAIM).said(bits)
    else:
        found = tallied.body(landscape, scope)
    if pick.contained:
        found = found.where((found.manner & CONTAINED) != 0)
    return np.bincount(found.doc, found.sentences, size).astype(np.int64)

