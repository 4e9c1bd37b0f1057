"""A stratified sample of sentences for coding by hand: by source, and by whether a rule matched the sentence.

Each stratum has its share of the sample (Webster's method, and one sentence at least where there is room), so that figures on
the sample need no weights, and misses of the rules are found where they hide: in sentences that no rule matched.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from claimscape.agreement import sheet, sheetfile
from claimscape.agreement.codedfile import codes
from claimscape.agreement.coding import Coding, machine
from claimscape.errors import CodingError

if TYPE_CHECKING:
    from claimscape.store import Landscape

MATCHED = ("topics", "claims", "risks")
SHOWN = {"topics": "topics", "canonical claims": "claim_ids", "risks": "risks", "citations": "citations"}

Stratum = tuple[str, bool]


def draw(landscape: "Landscape", size: int = 200, seed: int = 0) -> list[sheetfile.Row]:
    """The sentences of the sample in order of document and place, as rows of a sheet; the same seed draws the same."""
    matched = {
        (row["doc_id"], row["sentence_id"])
        for name in MATCHED
        for row in landscape.arrow(name).select(["doc_id", "sentence_id"]).to_pylist()
    }
    strata: dict[Stratum, list[tuple[str, int]]] = defaultdict(list)
    units = landscape.arrow("sentences").select(["doc_id", "sentence_id"]).to_pylist()
    for unit in units:
        at = (unit["doc_id"], unit["sentence_id"])
        strata[at[0], at in matched].append(at)
    shares = allocate({name: len(members) for name, members in strata.items()}, size)
    chosen = {at for name, most in shares.items() for at in heapq.nsmallest(most, strata[name], lambda at: _lot(seed, at))}
    return _rows(landscape, chosen)


def allocate(sizes: Mapping[Stratum, int], wanted: int) -> dict[Stratum, int]:
    """How many of each stratum: in proportion, each one at least where there is room for that, none more than it has."""
    shares = dict.fromkeys(sizes, 1 if wanted >= len(sizes) else 0)
    queue = [(-size / (2 * shares[name] + 1), name) for name, size in sizes.items() if shares[name] < size]
    heapq.heapify(queue)
    for _ in range(min(wanted, sum(sizes.values())) - sum(shares.values())):
        _, name = heapq.heappop(queue)
        shares[name] += 1
        if shares[name] < sizes[name]:
            heapq.heappush(queue, (-sizes[name] / (2 * shares[name] + 1), name))
    return shares


def write(landscape: "Landscape", rows: Sequence[sheetfile.Row], path: Path, show_machine: bool = False) -> None:
    """The sheet as a file, CSV or XLSX by its suffix; with the machine's coding in columns of its own where asked."""
    if path.exists():  # hours of coding may stand in it
        raise CodingError(f"{path} is there already and may hold coding; name another place with --out")
    sheetfile.written(path, as_bytes(landscape, rows, path.suffix, show_machine), "--out")


def as_bytes(landscape: "Landscape", rows: Sequence[sheetfile.Row], suffix: str, show_machine: bool = False) -> bytes:
    """The same as the bytes of a .csv or .xlsx file."""
    if suffix.lower() not in sheet.SUFFIXES:
        raise CodingError(f"a sheet is .csv or .xlsx, not '{suffix}'; name it by one of these")
    columns = sheet.columns()
    if show_machine:
        rows = _with_machine(landscape, rows)
        columns += [f"machine {name}" for name in ("kind", "claim", *list(sheet.SINGLE)[1:], *SHOWN)]
    if suffix.lower() == ".csv":
        return sheetfile.csv_text(columns, rows).encode("utf-8-sig")
    listed = {name: field for name in columns if (field := sheet.field_of(name))}
    return sheetfile.xlsx_bytes(columns, rows, _lists(landscape), listed)


def _lot(seed: int, at: tuple[str, int]) -> bytes:
    """A sentence's place in the draw: by a hash, so that it does not hang on which other sentences there are."""
    return sha256(f"{seed}\0{at[0]}\0{at[1]}".encode()).digest()


def _rows(landscape: "Landscape", chosen: set[tuple[str, int]]) -> list[sheetfile.Row]:
    labels = {row["doc_id"]: row["label"] for row in landscape.arrow("documents").select(["doc_id", "label"]).to_pylist()}
    rows: list[sheetfile.Row] = []
    before, document = "", ""
    for unit in landscape.arrow("sentences").to_pylist():
        if unit["doc_id"] != document:
            before, document = "", unit["doc_id"]
        if (unit["doc_id"], unit["sentence_id"]) in chosen:
            row = {"row": f"{len(rows) + 1} of {len(chosen)}", "document": document, "source": labels[document]}
            kept = {name: unit[name] for name in ("start", "end", "heading", "text")}
            rows.append(row | kept | {"before": before})
        before = unit["text"]
    return rows


def _with_machine(landscape: "Landscape", rows: Sequence[sheetfile.Row]) -> list[sheetfile.Row]:
    found = {(unit.document, unit.start): unit for unit in machine(landscape, {str(row["document"]) for row in rows})}
    return [{**row, **_machine(found[str(row["document"]), int(row["start"])])} for row in rows]


def _machine(unit: Coding) -> dict[str, str]:
    single = {f"machine {name}": getattr(unit, field) or "" for name, field in sheet.SINGLE.items()}
    several = {f"machine {name}": "; ".join(sorted(getattr(unit, field))) for name, field in SHOWN.items()}
    return single | several | {"machine claim": "yes" if unit.claim else "no"}


def _lists(landscape: "Landscape") -> sheetfile.Lists:
    about = {row["code_id"]: row["about"] or "" for row in landscape.arrow("codes").to_pylist()}
    known = {
        field: [(name, label, about.get(name, "")) for name, label in names.items()]
        for field, names in codes(landscape).items()
    }
    return {"claim": [(name, told, "") for name, told in sheet.ANSWERS.items()]} | known
