"""The ledger: which figure of which build asked what, in a small file beside the builds, so that a slide leads back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from claimscape.exports.exhibit import ID_LENGTH, Exhibit, askable, identity, parse
from claimscape.store import Landscape

LEDGER = "figures.jsonl"
LOCK = ".figures.lock"
LARGEST = 64 << 20  # bytes of it that are read
PATIENCE = 5  # seconds for somebody else to write a few lines


@dataclass(frozen=True)
class Record:
    """A figure that was written: of which build, and the address that asks for it again."""

    id: str
    build_id: str
    address: str

    @property
    def exhibit(self) -> Exhibit:
        """What the figure shows."""
        return parse(self.address)


def keep(landscape: Landscape, exhibits: Iterable[Exhibit]) -> None:
    """Add the figures that are not there yet; where the folder cannot be written, only plain figures can be traced."""
    folder = landscape.folder.parent.parent
    new = {(figure := identity(landscape, each)): _record(figure, landscape, each) for each in exhibits}
    with suppress(OSError, Timeout), FileLock(folder / LOCK, timeout=PATIENCE):
        known = records(folder)
        lines = [json.dumps(vars(record)) for figure, record in new.items() if figure not in known]
        if lines:
            _append(folder / LEDGER, "".join(f"{line}\n" for line in lines))


def records(folder: Path) -> Mapping[str, Record]:
    """Every figure of the ledger by its id; lines that are none, or cut short, are passed over."""
    at = folder / LEDGER
    try:
        if not at.is_file():  # a pipe would be waited for
            return {}
        with at.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8", "replace")
    except OSError:
        return {}
    return {record.id: record for record in _read(text)}


def _record(figure: str, landscape: Landscape, exhibit: Exhibit) -> Record:
    return Record(figure, landscape.build_id, exhibit.untitled().address())


def _read(text: str) -> Iterator[Record]:
    for line in text.splitlines():
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            row = json.loads(line)
            record = Record(*(row[name] for name in ("id", "build_id", "address")))
            texts = all(isinstance(value, str) for value in vars(record).values())
            if texts and len(record.id) == ID_LENGTH and askable(record.exhibit):
                yield record


def _append(at: Path, lines: str) -> None:
    """One write at the end of the file; a line that was cut short before does not spoil the next."""
    if at.exists() and not at.is_file():
        return
    with at.open("a+b") as file:
        if file.tell():
            file.seek(-1, 2)
            lines = lines if file.read(1) == b"\n" else f"\n{lines}"
        file.write(lines.encode())
