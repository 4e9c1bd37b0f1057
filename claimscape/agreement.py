"""Agreement of codings: hand-coded sentences against the machine's, label by label.

A coded file holds one JSON object a sentence: file, start, end, kind, topics, claim, claim_type, certainty, support, claim_ids,
risks, citations. Sentences are paired by their span: the machine's unit that overlaps most.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimscape import yamlsafe
from claimscape.errors import CodingError

if TYPE_CHECKING:
    from claimscape.store import Landscape

FLOORS = "floors.yaml"
NAMES = {
    "sentences": "sentence spans found exactly (share)",
    "kinds": "kinds of units (share equal)",
    "topics": "topics (micro F1)",
    "claim": "claim or not (F1)",
    "claim_ids": "canonical claims (micro F1)",
    "risks": "risks (micro F1)",
    "claim_type": "claim type (share equal)",
    "certainty": "certainty (Cohen's kappa)",
    "support": "support (Cohen's kappa)",
    "citations": "citation kinds (micro F1)",
}


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


def report(landscape: "Landscape", paths: Sequence[Path]) -> str:
    """A table of figures for each coded file, with the floors that a floors.yaml beside it sets."""
    lines = []
    for path in paths:
        coded = read(path)
        measured = figures(coded, machine(landscape, {coding.document for coding in coded}))
        floors = _floors(path)
        lines.append(f"{path}: {len(coded)} coded sentences in {len({coding.document for coding in coded})} document(s)")
        for name, label in NAMES.items():
            value = measured[name]
            floor = floors.get(name)
            shown = "not applicable" if value is None else f"{value:.3f}"
            verdict = "" if floor is None or value is None else f"   floor {floor:.2f} {'ok' if value >= floor else 'MISSED'}"
            lines.append(f"  {label:<40} {shown:>14}{verdict}")
    return "\n".join(lines)


def read(path: Path) -> list[Coding]:
    """The coded sentences of a JSONL file; CodingError names the first line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise CodingError(f"{path} cannot be read ({fault}); name a JSONL file of coded sentences") from None
    codings = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                codings.append(_coding(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                raise CodingError(f"{path}, line {number}: not a coded sentence ({fault}); see docs/codebook.md") from None
    if not codings:
        raise CodingError(f"{path} holds no coded sentence; write one JSON object a line")
    return codings


def machine(landscape: "Landscape", documents: Iterable[str]) -> list[Coding]:
    """The landscape's own coding of the given documents; CodingError where one is not in it."""
    wanted = set(documents)
    known = set(landscape.table("documents")["doc_id"])
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


def figures(coded: Sequence[Coding], other: Sequence[Coding]) -> dict[str, float | None]:
    """The figures of NAMES for the coded sentences against the other coding; None where nothing was to compare."""
    pairs = _pairs(coded, other)
    both = [(a, b) for a, b in pairs if a.claim and b.claim]
    return {
        "sentences": sum((a.start, a.end) == (b.start, b.end) for a, b in pairs) / len(pairs),
        "kinds": sum(a.kind == b.kind for a, b in pairs) / len(pairs),
        **{
            name: f1((getattr(a, name), getattr(b, name)) for a, b in pairs)
            for name in ("topics", "claim_ids", "risks", "citations")
        },
        "claim": f1((frozenset({"claim"} if a.claim else ()), frozenset({"claim"} if b.claim else ())) for a, b in pairs),
        "claim_type": sum(a.claim_type == b.claim_type for a, b in both) / len(both) if both else None,
        "certainty": kappa([(a.certainty, b.certainty) for a, b in both]),
        "support": kappa([(a.support, b.support) for a, b in both]),
    }


def f1(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> float | None:
    """Micro F1 of label sets: 2 TP / (2 TP + FP + FN); None where neither side has a label."""
    same = differ = 0
    for a, b in pairs:
        same += len(a & b)
        differ += len(a ^ b)
    return 2 * same / (2 * same + differ) if same + differ else None


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa (1960): agreement beyond what the two distributions of labels would give by chance; None for no pairs."""
    if not pairs:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def _coding(row: Mapping[str, Any]) -> Coding:
    sets: dict[str, Any] = {name: frozenset(row[name]) for name in ("topics", "claim_ids", "risks")}
    kinds = frozenset(citation["kind"] for citation in row["citations"])
    single = {name: row[name] for name in ("claim_type", "certainty", "support")}
    document = str(row["file"]).rsplit(".", 1)[0]
    return Coding(
        document, int(row["start"]), int(row["end"]), row["kind"], **sets, citations=kinds, claim=bool(row["claim"]), **single
    )


def _claim(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
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


def _pairs(coded: Sequence[Coding], other: Sequence[Coding]) -> list[tuple[Coding, Coding]]:
    """Each coded sentence with the other coding's unit that overlaps it most, or with an uncoded one."""
    by_document: dict[str, list[Coding]] = defaultdict(list)
    for unit in other:
        by_document[unit.document].append(unit)
    pairs = []
    for unit in coded:
        near = [one for one in by_document[unit.document] if one.start < unit.end and unit.start < one.end]
        best = max(near, key=lambda one: min(one.end, unit.end) - max(one.start, unit.start), default=None)
        pairs.append((unit, best or Coding(unit.document, -1, -1, "")))
    return pairs


def _floors(path: Path) -> dict[str, float]:
    beside = path.with_name(FLOORS)
    if not beside.exists():
        return {}
    data, _ = yamlsafe.read(beside, CodingError)
    return {str(name): float(value) for name, value in (data.get(path.stem) or {}).items()}
