"""The labels of a sentence, whoever gave them, and the machine's labels read from a landscape."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from claimscape.errors import CodingError

if TYPE_CHECKING:
    from claimscape.store import Landscape

Columns = Mapping[str, list[int]]


@dataclass(frozen=True)
class Coding:
    """The labels of one sentence; claim_type, certainty and support are None where it is no claim."""

    document: str
    start: int
    end: int
    kind: str
    topics: frozenset[str] = frozenset()
    claim_ids: frozenset[str] = frozenset()
    risks: frozenset[str] = frozenset()
    citations: frozenset[str] = frozenset()
    claim: bool = False
    claim_type: str | None = None
    certainty: str | None = None
    support: str | None = None


Pairs = list[tuple[Coding, Coding]]


def machine(landscape: "Landscape", documents: Iterable[str]) -> list[Coding]:
    """The landscape's own coding of the given documents; CodingError where one is not in it."""
    wanted = set(documents)
    known = set(landscape.table("documents", "doc_id")["doc_id"])
    if wanted - known:
        raise CodingError(
            f"the landscape has no document {', '.join(sorted(wanted - known))}; build it from the coded documents"
        )
    labels: dict[tuple[str, int], dict[str, Any]] = defaultdict(lambda: defaultdict(set))
    for table, column in (("topics", "topic_id"), ("risks", "risk_id"), ("citations", "kind")):
        for row in _rows(landscape, table, wanted):
            labels[row["doc_id"], row["sentence_id"]][table].add(row[column])
    claims: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(landscape, "claims", wanted):
        claims[row["doc_id"], row["sentence_id"]].append(row)
    found = []
    for row in _rows(landscape, "sentences", wanted):
        at = (row["doc_id"], row["sentence_id"])
        have: dict[str, Any] = {name: frozenset(values) for name, values in labels[at].items()}
        found.append(Coding(row["doc_id"], row["start"], row["end"], row["kind"], **have, **_claim(claims[at])))
    return found


def pairs(coded: Iterable[Coding], other: Iterable[Coding]) -> Pairs:
    """Each coded sentence with the other coding's unit that overlaps it most, or with an uncoded one (start -1)."""
    by_document: dict[str, list[Coding]] = defaultdict(list)
    for unit in sorted(other, key=lambda one: (one.start, one.end)):
        by_document[unit.document].append(unit)
    places = {document: _places(units) for document, units in by_document.items()}
    return [(unit, _nearest(unit, by_document[unit.document], places.get(unit.document, {}))) for unit in coded]


def _places(units: list[Coding]) -> dict[str, list[int]]:
    """Starts in order, and the furthest end so far, between which the units that overlap a span are found."""
    return {"starts": [unit.start for unit in units], "ends": list(accumulate((unit.end for unit in units), max))}


def _nearest(unit: Coding, units: list[Coding], places: Columns) -> Coding:
    near = units[bisect_right(places["ends"], unit.start) : bisect_left(places["starts"], unit.end)] if units else []
    near = [one for one in near if one.end > unit.start]
    best = max(near, key=lambda one: min(one.end, unit.end) - max(one.start, unit.start), default=None)
    return best or Coding(unit.document, -1, -1, "")


def _claim(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One sentence's reading from its rows of the claims table: negated where any of its claims is."""
    if not rows:
        return {}
    certainties = {row["certainty"] for row in rows}
    return {
        "claim": True,
        "claim_ids": frozenset(row["claim_id"] for row in rows if isinstance(row["claim_id"], str)),
        "claim_type": rows[0]["claim_type"],
        "certainty": "negated" if "negated" in certainties else rows[0]["certainty"],
        "support": rows[0]["support"],
    }


def _rows(landscape: "Landscape", table: str, documents: set[str]) -> list[dict[str, Any]]:
    frame = landscape.table(table)
    rows = frame[frame["doc_id"].isin(list(documents))].to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]
