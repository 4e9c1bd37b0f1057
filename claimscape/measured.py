"""How well each code was found to agree with people: measured.yaml beside a codebook, written by `claimscape agree --save`.

codebook: {version, sha256} of the codebook that was measured; then for each kind of code, by id, its precision and recall (each
may be missing), n (sentences that a person or the machine gave it) and files (the coded files where it occurred).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimscape import yamlsafe
from claimscape.errors import CodebookError

FILE = "measured.yaml"
KINDS = ("topic", "claim", "risk")
HEAD = "# Written by claimscape agree --save; write it again after a change of the codebook (docs/quality.md).\n"
_KEYS = {"precision", "recall", "n", "files"}


@dataclass(frozen=True)
class Quality:
    """A code's precision and recall, None where not applicable, on n sentences of the coded files named."""

    precision: float | None
    recall: float | None
    n: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """The quality of codes by (kind, id), and the version and checksum of the codebook that was measured."""

    codes: Mapping[tuple[str, str], Quality]
    version: str = ""
    sha256: str = ""

    def of(self, sha256: str) -> str | None:
        """What was measured: the codebook with this checksum "as it is", an earlier one, or nothing (None)."""
        return None if not self.codes else "as it is" if self.sha256 == sha256 else f"version {self.version}, since changed"


def beside(codebook: Path) -> Path:
    """Where the measured quality of a codebook stands: measured.yaml for codebook.yaml, x.measured.yaml for x.yaml."""
    return codebook.with_name(FILE if codebook.stem == "codebook" else f"{codebook.stem}.{FILE}")


def read(path: Path) -> Measured:
    """The measured quality in a file, nothing where there is no such file; CodebookError says what is wrong on which line."""
    if not path.exists():
        return Measured({})
    data, lines = yamlsafe.read(path, CodebookError)
    if not isinstance(data, dict) or not all(isinstance(value, dict) for value in data.values()):
        raise CodebookError(f"{path} must be 'topic: {{id: {{precision: …}}}}' lines; write it with claimscape agree --save")
    codes = {}
    for kind in KINDS:
        for name, entry in data.get(kind, {}).items():
            try:
                codes[kind, name] = _quality(entry)
            except (ValueError, TypeError, KeyError, AttributeError):
                what = f"{kind} {name} needs precision and recall from 0 to 1, n and files"
                line = lines.get((kind, name), 1)
                raise CodebookError(f"{path}, line {line}: {what}; write it with claimscape agree --save") from None
    of = data.get("codebook", {})
    return Measured(codes, str(of.get("version", "")), str(of.get("sha256", "")))


def text(measured: Measured) -> str:
    """The file's text, codes in the order given."""
    lines = [HEAD, f"codebook: {{version: {_quoted(measured.version)}, sha256: {_quoted(measured.sha256)}}}\n"]
    for kind in KINDS:
        entries = [(name, quality) for (of, name), quality in measured.codes.items() if of == kind]
        lines += [f"{kind}:\n"] if entries else []
        for name, quality in entries:
            shares = {key: getattr(quality, key) for key in ("precision", "recall")}
            told = "".join(f"{key}: {value:.3f}, " for key, value in shares.items() if value is not None)
            lines.append(f"  {name}: {{{told}n: {quality.n}, files: [{', '.join(map(_quoted, quality.files))}]}}\n")
    return "".join(lines)


def _quality(entry: Mapping[str, Any]) -> Quality:
    if set(entry) - _KEYS or not isinstance(entry["files"], list) or not re.fullmatch(r"\d{1,9}", entry["n"]):
        raise ValueError
    precision, recall = (_share(entry.get(name)) for name in ("precision", "recall"))
    return Quality(precision, recall, int(entry["n"]), tuple(map(str, entry["files"])))


def _share(value: str | None) -> float | None:
    share = None if value is None else float(value)
    if share is not None and not 0 <= share <= 1:
        raise ValueError
    return share


def _quoted(value: str) -> str:
    """Text in single quotes, on one line."""
    return "'" + "".join(char if char.isprintable() else " " for char in value).replace("'", "''") + "'"


def of_rows(rows: Iterable[Mapping[str, Any]], measured: Measured) -> list[dict[str, Any]]:
    """Rows of the table of codes with what was measured of each: precision, recall, and on how many sentences."""
    found = [(row, measured.codes.get((row["kind"], row["code_id"]))) for row in rows]
    return [
        dict(row) | ({"precision": quality.precision, "recall": quality.recall, "measured_on": quality.n} if quality else {})
        for row, quality in found
    ]
