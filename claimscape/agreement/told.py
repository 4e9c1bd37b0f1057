"""Agreement as text for people: a summary with floors, every measure, confusions; and the file of measured quality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from claimscape import measured
from claimscape.agreement import codedfile
from claimscape.agreement.coding import Coding, Pairs, machine, pairs
from claimscape.agreement.compare import FEWEST_DOCUMENTS, MEASURES, Figure, Line, compare, spans, together
from claimscape.agreement.confusion import confusions, drawn
from claimscape.agreement.sheet import Codes
from claimscape.agreement.sheetfile import written
from claimscape.errors import CodingError

if TYPE_CHECKING:
    from claimscape.store import Landscape

SUMMARY = {
    "sentences": ("sentence spans found exactly (share)", "", ""),
    "kinds": ("kinds of units (share equal)", "kind", "agreement"),
    "topics": ("topics (micro F1)", "topics", "f1"),
    "claim": ("claim or not (F1)", "claim", "f1"),
    "claim_ids": ("canonical claims (micro F1)", "claim_ids", "f1"),
    "risks": ("risks (micro F1)", "risks", "f1"),
    "claim_type": ("claim type (share equal)", "claim_type", "agreement"),
    "certainty": ("certainty (Cohen's kappa)", "certainty", "kappa"),
    "support": ("support (Cohen's kappa)", "support", "kappa"),
    "citations": ("citation kinds (micro F1)", "citations", "f1"),
}
FIELDS = {
    "kind": "kinds of units",
    "topics": "topics",
    "claim": "claim or not",
    "claim_ids": "canonical claims",
    "claim_type": "claim type",
    "certainty": "certainty",
    "support": "support",
    "risks": "risks",
    "citations": "citation kinds",
}
HEADS = ("agreement", "kappa", "alpha", "AC1", "precision", "recall", "F1", "prevalence")
ABSENT = "not applicable"
OF_CODE = {field: kind for kind, field in codedfile.OF_KIND.items()}


@dataclass(frozen=True)
class Coded:
    """A file of hand-coded sentences that was read."""

    path: Path
    codings: Sequence[Coding]

    @property
    def documents(self) -> set[str]:
        """The documents it codes."""
        return {coding.document for coding in self.codings}


def read_all(landscape: "Landscape | None", paths: Sequence[Path]) -> list[Coded]:
    """Every file, sheets by the codes of the landscape."""
    known = codedfile.codes(landscape)
    return [Coded(path, codedfile.read(path, known)) for path in paths]


def report(landscape: "Landscape | None", paths: Sequence[Path], labels: bool = False) -> str:
    """Each coded file against the landscape, where there is one, and any two that code the same sentences with each other."""
    files = read_all(landscape, paths)
    known = codedfile.codes(landscape)
    parts = []
    for file in files if landscape else ():
        told = f"{len(file.codings)} coded sentences in {len(file.documents)} document(s)"
        head = f"{file.path}: {told}; first: people, second: the machine"
        matched = pairs(file.codings, _machine(landscape, file))
        parts.append([head, *_tables(compare(matched, known), matched, codedfile.floors(file.path), labels)])
    for one, other in combinations(files, 2):
        matched = together(one.codings, other.codings)
        if matched:
            documents = len({unit.document for unit, _ in matched})
            told = f"{len(matched)} sentences in {documents} document(s)"
            head = f"{one.path} and {other.path}: {told}; first: the one, second: the other"
            parts.append([head, *_tables(compare(matched, known), matched, {}, labels)])
    if not parts:
        raise CodingError("nothing to compare; name a landscape with --data, or two files that code the same sentences")
    return "\n\n".join("\n".join(part) for part in parts)


def quality(landscape: "Landscape", paths: Sequence[Path]) -> measured.Measured:
    """Precision and recall of every code of the landscape that occurs in the coded files, over all of them together."""
    files = read_all(landscape, paths)
    known = codedfile.codes(landscape)
    matched = [pairs(file.codings, machine(landscape, file.documents)) for file in files]
    per_file = [_lines_by_code(found, known) for found in matched]
    codes = {}
    for (kind, label), line in _lines_by_code([pair for found in matched for pair in found], known).items():
        if label in known[codedfile.OF_KIND[kind]] and line.coded + line.found:
            names = [file.path.name for file, lines in zip(files, per_file, strict=True) if _used(lines.get((kind, label)))]
            both = round((line.value("recall") or 0) * line.coded)
            shares = (line.value("precision"), line.value("recall"))
            codes[kind, label] = measured.Quality(*shares, line.coded + line.found - both, tuple(names))
    book = landscape.manifest.get("codebook", {})
    return measured.Measured(codes, str(book.get("version", "")), str(book.get("sha256", "")))


def save(landscape: "Landscape", paths: Sequence[Path], out: Path) -> int:
    """Write the measured quality as a YAML file; how many codes it tells of."""
    found = quality(landscape, paths)
    written(out, measured.text(found).encode("utf-8"), "--save")
    return len(found.codes)


def _machine(landscape: "Landscape | None", file: Coded) -> list[Coding]:
    return machine(landscape, file.documents) if landscape else []


def _tables(lines: Sequence[Line], matched: Pairs, floors: Mapping[str, float], labels: bool) -> list[str]:
    confused = [line for table in confusions(matched) for line in ("", *drawn(table, FIELDS[table.field]))]
    return [*_summary(lines, matched, floors), "", *_table(lines, matched, labels), *confused]


def _summary(lines: Sequence[Line], matched: Pairs, floors: Mapping[str, float]) -> list[str]:
    overall = {line.field: line for line in lines if not line.label}
    told = []
    for name, (label, field, measure) in SUMMARY.items():
        figure = overall[field].figures[measure] if field else spans(matched)
        floor = floors.get(name)
        shown = f"{figure.value:.3f}" if figure else ABSENT
        verdict = "" if floor is None or not figure else f"   floor {floor:.2f} {'ok' if figure.value >= floor else 'MISSED'}"
        told.append(f"  {label:<40} {shown:>14}{_interval(figure):>11}{verdict}".rstrip())
    return told


def _table(lines: Sequence[Line], matched: Pairs, labels: bool) -> list[str]:
    few = len({unit.document for unit, _ in matched}) < FEWEST_DOCUMENTS
    told = [
        f"  95 % intervals: {f'{ABSENT} with fewer than {FEWEST_DOCUMENTS} documents' if few else 'from resampling documents'}"
    ]
    told.append((f"  {'':<27}{'n':>6}{'first':>7}{'second':>7}" + "".join(f"  {head:<14}" for head in HEADS)).rstrip())
    for line in lines:
        if labels or not line.label:
            told.append(_told(f"  {line.label}" if line.label else FIELDS[line.field], line))
    return told


def _told(name: str, line: Line) -> str:
    figures = [line.figures[measure] for measure in MEASURES]
    cells = [f"{figure.value:.2f}{_interval(figure)}" if figure else ABSENT for figure in figures]
    shown = name if len(name) <= 26 else f"{name[:25]}…"
    return (f"  {shown:<27}{line.n:>6}{line.coded:>7}{line.found:>7}" + "".join(f"  {cell:<14}" for cell in cells)).rstrip()


def _interval(figure: Figure | None) -> str:
    if figure is None or figure.low is None or figure.high is None:
        return ""
    return f" {_short(figure.low)}–{_short(figure.high)}"


def _short(value: float) -> str:
    """Two decimals without the nought before the point: .85, 1.00, −.05."""
    return f"{value:.2f}".replace("0.", ".", 1).replace("-", "−") if abs(value) < 0.995 else f"{value:.2f}".replace("-", "−")


def _lines_by_code(matched: Pairs, known: Codes) -> dict[tuple[str, str], Line]:
    found = compare(matched, known, draws=0)
    return {(OF_CODE[line.field], line.label): line for line in found if line.label and line.field in OF_CODE}


def _used(line: Line | None) -> bool:
    return line is not None and line.coded + line.found > 0
