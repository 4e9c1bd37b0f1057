"""A file of hand-coded sentences, read: JSONL (docs/codebook.md) or a sheet that `claimscape sample` wrote (CSV, XLSX)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimscape import yamlsafe
from claimscape.agreement import sheet
from claimscape.agreement.coding import Coding
from claimscape.errors import CodingError
from claimscape.tables import CERTAINTIES, CITATION_KINDS, CLAIM_TYPES, SENTENCE_KINDS, SUPPORTS

if TYPE_CHECKING:
    from claimscape.store import Landscape

FLOORS = "floors.yaml"
LARGEST = 64 << 20
FIXED = {
    "kind": SENTENCE_KINDS,
    "claim_type": CLAIM_TYPES,
    "certainty": CERTAINTIES,
    "support": SUPPORTS,
    "citations": CITATION_KINDS,
}
OF_KIND = {"topic": "topics", "claim": "claim_ids", "risk": "risks"}


def codes(landscape: "Landscape | None" = None) -> sheet.Codes:
    """The labels that each field may hold, as id: name for people; codes only where a landscape tells them."""
    known = {field: {name: name.replace("_", " ") for name in names} for field, names in FIXED.items()}
    if landscape is not None:
        known |= {field: {} for field in OF_KIND.values()}
        for row in landscape.arrow("codes").sort_by("position").to_pylist():
            known[OF_KIND[row["kind"]]][row["code_id"]] = row["label"]
    return known


def read(path: Path, known: sheet.Codes | None = None) -> list[Coding]:
    """The coded sentences of a JSONL file or a sheet; CodingError names its first bad line, or every fault of a sheet."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as fault:
        raise CodingError(
            f"{path} cannot be read ({fault.strerror}); name a JSONL file of coded sentences, or a sheet"
        ) from None
    if data is None:
        raise CodingError(f"{path} is larger than {LARGEST >> 20} MiB; split it")
    return parse(path, data, known)


def parse(path: Path, data: bytes, known: sheet.Codes | None = None) -> list[Coding]:
    """The same for the bytes of a file that stands nowhere, as an upload; its name says what it is."""
    if len(data) > LARGEST:
        raise CodingError(f"{path} is larger than {LARGEST >> 20} MiB; split it")
    if path.suffix.lower() in sheet.SUFFIXES:
        return sheet.read(path, data, codes() if known is None else known)
    return _lines(path, data)


def floors(path: Path) -> dict[str, float]:
    """The least that each figure must reach, by the floors.yaml beside a coded file; {} where there is none."""
    beside = path.with_name(FLOORS)
    if not beside.exists():
        return {}
    data, _ = yamlsafe.read(beside, CodingError)
    given = data.get(path.stem) if isinstance(data, dict) else None
    try:
        return {str(name): float(value) for name, value in (given or {}).items()}
    except (AttributeError, TypeError, ValueError):
        raise CodingError(f"{beside}: {path.stem} must be 'figure: number' lines") from None


def _lines(path: Path, data: bytes) -> list[Coding]:
    try:
        lines = data.decode("utf-8-sig").split("\n")  # a text may hold other line ends
    except UnicodeDecodeError as fault:
        raise CodingError(f"{path} cannot be read ({fault}); name a JSONL file of coded sentences, or a sheet") from None
    codings = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                codings.append(_coding(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as fault:
                raise CodingError(f"{path}, line {number}: not a coded sentence ({fault}); see docs/codebook.md") from None
    if not codings:
        raise CodingError(f"{path} holds no coded sentence; write one JSON object a line")
    return codings


def _coding(row: Mapping[str, Any]) -> Coding:
    for name in ("topics", "claim_ids", "risks", "citations"):
        if not isinstance(row[name], list):
            raise TypeError(f"{name} must be a list")
    if row["claim"] not in (True, False):
        raise TypeError("claim must be true or false")
    sets: dict[str, Any] = {name: frozenset(map(str, row[name])) for name in ("topics", "claim_ids", "risks")}
    kinds = frozenset(str(citation["kind"]) for citation in row["citations"])
    single = {name: row[name] if row[name] is None else str(row[name]) for name in ("claim_type", "certainty", "support")}
    document = str(row["file"]).rsplit(".", 1)[0]
    labels: dict[str, Any] = {"citations": kinds, "claim": bool(row["claim"])} | sets | single
    start, end = int(row["start"]), int(row["end"])
    if not 0 <= start < end:
        raise ValueError(f"start {start} must be before end {end}")
    return Coding(document, start, end, str(row["kind"]), **labels)
