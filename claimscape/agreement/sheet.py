"""The sheet for coding by hand: its columns, its labels, and a filled one read back with every fault at once.

A row is a sentence; `row` counts ("17 of 200"), so that a lost row is noticed. A label may be written as its id or as its name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Any

from claimscape.agreement import sheetfile
from claimscape.agreement.coding import Coding
from claimscape.errors import CodingError, of_faults

SUFFIXES = (".csv", ".xlsx")
GIVEN = ("row", "document", "start", "end", "source", "heading", "before", "text")
SINGLE = {"kind": "kind", "claim type": "claim_type", "certainty": "certainty", "support": "support"}
SEVERAL = {"topic": ("topics", 5), "canonical claim": ("claim_ids", 4), "risk": ("risks", 4), "citation": ("citations", 3)}
ANSWERS = {"yes": "yes", "no": "no", "skip": "leave this row out"}
NEEDED = ("row", "document", "start", "end", "claim")
FREE = ("note", "machine")  # columns that begin so are not read

Codes = Mapping[str, Mapping[str, str]]
_COUNT = re.compile(r"(\d{1,7}) of (\d{1,7})$")
_NUMBERED = re.compile(r" \d+$")


def columns() -> list[str]:
    """The names of the columns, in order, without those for the machine's coding."""
    several = [f"{name} {number + 1}" for name, (_, most) in SEVERAL.items() for number in range(most)]
    return [*GIVEN, "kind", "claim", "claim type", "certainty", "support", *several, "note"]


def field_of(column: str) -> str | None:
    """Which field of a Coding a column holds, or "claim", or None."""
    name = _NUMBERED.sub("", column)
    return "claim" if column == "claim" else SINGLE.get(column) or (SEVERAL[name][0] if name in SEVERAL else None)


def read(path: Path, data: bytes, known: Codes) -> list[Coding]:
    """The coded sentences of a sheet; CodingError lists every fault with its row. Rows told to be skipped are left out."""
    rows = sheetfile.rows(path, data)
    names = [" ".join(cell.lower().replace("_", " ").split()) for _, cells in rows[:1] for cell in cells]
    sheet = _Sheet(known)
    sheet.header(names)
    found = [] if sheet.faults else sheet.rows(names, rows[1:])
    if sheet.faults:
        told = [what for _, what in sorted(sheet.faults, key=lambda fault: fault[0])]
        raise CodingError(of_faults(path, told, "compare again"))
    if not found:
        raise CodingError(f"{path} holds no coded sentence; write yes or no under claim in each row")
    return found


@dataclass
class _Sheet:
    """One reading: what labels there are, and the faults met so far with their rows."""

    known: Codes
    faults: list[tuple[int, str]] = field(default_factory=list)

    def header(self, names: Sequence[str]) -> None:
        every = (*GIVEN, *SINGLE, "claim", *SEVERAL)
        for name in dict.fromkeys(names):
            if name and field_of(name) is None and name not in GIVEN and not name.startswith(FREE):
                near = nearest(_NUMBERED.sub("", name), every)
                self.faults.append((1, f"row 1: unknown column '{name}'{near} (a column of your own begins with 'note')"))
            if name and names.count(name) > 1:
                self.faults.append((1, f"row 1: the column '{name}' stands twice; number them: {name} 1, {name} 2"))
        for name in NEEDED:
            if name not in names:
                self.faults.append((1, f"row 1: the column '{name}' is missing; copy it from a new sheet of claimscape sample"))

    def rows(self, names: Sequence[str], rows: Iterable[tuple[int, list[str]]]) -> list[Coding]:
        found: list[Coding] = []
        uncoded: list[int] = []
        counts: dict[int, int] = {}
        whole = 0
        for number, cells in rows:
            row = dict(zip(names, cells, strict=False))
            if not any(row.values()):
                continue
            whole = max(whole, self.counted(number, row, counts))
            answer = self.label(number, "claim", row["claim"], ANSWERS)
            if not row["claim"] and not any(row.get(name) for name in names if field_of(name)):
                uncoded.append(number)
            elif not row["claim"]:
                self.fault(number, "claim is empty; write yes or no, or skip to leave the row out")
            elif answer in ("yes", "no"):
                found += self.coding(number, row, answer == "yes")
        if uncoded:
            told = "write yes or no under claim, or skip to leave a row out"
            self.faults.append((uncoded[0], f"{_spans(uncoded, 'row')} not coded; {told}"))
        missing = [number for number in range(1, whole + 1) if number not in counts]
        if missing:
            told = "copy the rows back, and write skip under claim to leave one out"
            self.faults.append((0, f"{_spans(missing, 'sentence')} missing of {whole}; {told}"))
        return found

    def counted(self, number: int, row: Mapping[str, str], counts: dict[int, int]) -> int:
        """How many rows the sheet was made with, by what this one says of itself."""
        count = _COUNT.match(row["row"])
        if not count or not 0 < int(count[1]) <= int(count[2]) <= sheetfile.MOST_ROWS:
            self.fault(number, f"'{row['row']}' under row is not of the form '17 of 200'; copy it from a new sheet")
            return 0
        if int(count[1]) in counts:
            self.fault(number, f"sentence {count[1]} stands in row {counts[int(count[1])]} too; keep one")
        counts.setdefault(int(count[1]), number)
        return int(count[2])

    def coding(self, number: int, row: Mapping[str, str], claim: bool) -> Iterator[Coding]:
        before = len(self.faults)
        single = {key: self.label(number, name, row.get(name, ""), self.known.get(key)) for name, key in SINGLE.items()}
        several: dict[str, set[str]] = {key: set() for key, _ in SEVERAL.values()}
        for column, cell in row.items():
            key = field_of(column)
            if key in several:
                given = [part.strip() for part in cell.split(";") if part.strip()]
                name = _NUMBERED.sub("", column)
                several[key] |= {label for one in given if (label := self.label(number, name, one, self.known.get(key)))}
        self.agrees(number, row, claim, several["claim_ids"])
        start, end = (self.offset(number, name, row[name]) for name in ("start", "end"))
        if not row["document"]:
            self.fault(number, "document is empty; copy it from a new sheet")
        if start >= end:
            self.fault(number, f"start {row['start']} is not before end {row['end']}; copy both from a new sheet")
        if len(self.faults) == before:
            labels: dict[str, Any] = {key: frozenset(found) for key, found in several.items()} | single
            labels["kind"] = single["kind"] or "sentence"
            yield Coding(row["document"], start, end, claim=claim, **labels)

    def agrees(self, number: int, row: Mapping[str, str], claim: bool, claims: set[str]) -> None:
        """A claim has a type, a certainty and a support; what is no claim has none of them."""
        for name in ("claim type", "certainty", "support"):
            if claim and not row.get(name):
                self.fault(number, f"claim is yes, but {name} is empty")
            if not claim and row.get(name):
                self.fault(number, f"claim is no, but {name} is '{row[name]}'; empty it, or write yes")
        if not claim and claims:
            self.fault(number, "claim is no, but a canonical claim is given; empty it, or write yes")

    def label(self, number: int, column: str, cell: str, names: Mapping[str, str] | None) -> str | None:
        """The id of a label given as id or as name; any text where nothing is known of the field."""
        if not cell or names is None:
            return cell or None
        by_name = {label.lower(): name for name, label in names.items()} | {name.lower(): name for name in names}
        found = by_name.get(" ".join(cell.lower().split()))
        if found is None:
            self.fault(number, f"unknown {column} '{cell}'{nearest(cell, tuple(names), by_name)}")
        return found

    def offset(self, number: int, column: str, cell: str) -> int:
        if re.fullmatch(r"\d{1,9}(\.0)?", cell):
            return int(cell.split(".")[0])
        self.fault(number, f"'{cell}' under {column} is no whole number; copy it from a new sheet")
        return 0 if column == "start" else 1

    def fault(self, row: int, what: str) -> None:
        self.faults.append((row, f"row {row}: {what}"))


def nearest(name: str, names: Sequence[str], by_name: Mapping[str, str] | None = None) -> str:
    """How an error goes on after an unknown name: with the one that is spelled most like it, or with the first of all."""
    close = get_close_matches(name.lower(), list(by_name or names), 1)
    if close:
        return f"; did you mean '{(by_name or {}).get(close[0], close[0])}'?"
    return f"; known: {', '.join(names[:7])}{' …' if len(names) > 7 else ''}"


def _spans(numbers: Sequence[int], what: str) -> str:
    """Numbers in a few words: "rows 3, 5 to 9 are"."""
    starts = [n for before, n in zip(chain([None], numbers), numbers, strict=False) if before is None or n != before + 1]
    ends = [n for n, after in zip(numbers, chain(numbers[1:], [None]), strict=True) if after != n + 1]
    told = ", ".join(f"{start} to {end}" if end > start else str(start) for start, end in zip(starts, ends, strict=True))
    return f"{what}{'s' if len(numbers) > 1 else ''} {told} {'are' if len(numbers) > 1 else 'is'}"
