"""Documents as rows of a Parquet, CSV or JSONL file: `text`, and whatever there is of `doc_id`, `path` and sources.yaml's keys.

Rows are read a piece at a time, so a file of any length is read in the memory of a batch.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from claimscape import remote
from claimscape.errors import SourceError
from claimscape.readers.plain import Lines, invalid
from claimscape.readers.reading import SURROGATES, has_surrogates
from claimscape.remote import Where
from claimscape.sources.cells import Cells
from claimscape.sources.document import KEYS, LARGEST, LONGEST_LABEL, Document, Entry, Problem, document, problem, told

KINDS = (".parquet", ".csv", ".jsonl", ".ndjson")
NAMES = ("doc_id", "id")  # the first of them that is there
COLUMNS = (*NAMES, "path", "text", *KEYS)
PIECE = 256  # rows of Parquet read at a time
UNREADABLE = (ValueError, OverflowError)  # a date beyond the year 9999, bytes that are no UTF-8

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A row's text and what is known of it; its path is the file and the number of the row, unless it names one."""

    text: str
    entry: Entry


@dataclass(frozen=True)
class Batch:
    """Rows that were read and are no documents yet."""

    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The first row, and the last."""
        first, last = self.rows[0].entry.path, self.rows[-1].entry.path
        return first if first == last else f"{first} … {last}"

    @property
    def bytes(self) -> int:
        """How long the texts are together, in characters: exact where they are ASCII."""
        return sum(len(row.text) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def read(self) -> tuple[list[Document], list[Problem]]:
        """The documents, and a problem for each row that holds none, or only in part."""
        problems: list[Problem] = []
        found = [_document(row, problems) for row in self.rows]
        return [each for each in found if each], problems

    def halves(self) -> tuple["Batch", "Batch"]:
        """The first half and the second."""
        middle = len(self.rows) // 2
        return Batch(self.rows[:middle]), Batch(self.rows[middle:])


class Rows:
    """The documents in the rows of one file; SourceError where it is no such file or its rows have no text."""

    def __init__(self, path: Where) -> None:
        self._path = path
        self._file = Path(str(path).rpartition("://")[2])  # for its name
        self._suffix = self._file.suffix.lower()
        self.problems: list[Problem] = []
        self._seen: set[bytes] = set()
        try:
            self.bytes = _size(path)
            self.documents: int | None = None
            if self._suffix == ".parquet":
                with self._parquet_file() as file:
                    about = file.metadata
                self.documents = int(about.num_rows)
                self.bytes = max(self.bytes, _text_bytes(about))
            self._begin()
        except OSError as fault:
            raise SourceError(f"{path} cannot be read ({fault.strerror or fault}); allow reading it") from None
        except (pa.ArrowException, UnicodeDecodeError) as fault:
            why = str(fault).splitlines()[0]
            raise SourceError(f"{path} is no whole {self._suffix[1:]} file ({why}); write it again") from None

    def batches(self, most: int, size: int) -> Iterator[Batch]:
        """All rows in their order, at most so many in a batch, and so many characters unless one has more."""
        self.problems, self._seen = [], set()
        batch: list[Row] = []
        held = 0
        for row in self._rows():
            if batch and (len(batch) == most or held + len(row.text) > size):
                yield Batch(tuple(batch))
                batch, held = [], 0
            batch.append(row)
            held += len(row.text)
        if batch:
            yield Batch(tuple(batch))

    def sample(self, most: int) -> Batch:
        """The first rows, so many at most."""
        sample = Batch(tuple(islice(self._rows(), most)))
        self.problems, self._seen = [], set()
        return sample

    def _opened(self) -> AbstractContextManager[BinaryIO]:
        return remote.opened(self._path) if isinstance(self._path, str) else open(self._path, "rb")

    @contextmanager
    def _parquet_file(self) -> Iterator[pq.ParquetFile]:
        with ExitStack() as stack:  # pyarrow opens a path of this machine itself, which is quicker
            at = stack.enter_context(remote.opened(self._path)) if isinstance(self._path, str) else self._path
            yield stack.enter_context(pq.ParquetFile(at, memory_map=False))

    def nothing(self, problems: list[Problem]) -> str:
        """The sentence that says that no row holds a document, and why."""
        advice = "give each document a row with its 'text'"
        return f"no row of {self._path} has a text; {advice}; columns read: {', '.join(COLUMNS)}{told(problems)}"

    def _begin(self) -> None:
        if next(self._rows(), None) is None:
            raise SourceError(self.nothing(self.problems))
        self.problems, self._seen = [], set()

    def _rows(self) -> Iterator[Row]:
        fields = {".parquet": self._parquet, ".csv": self._csv}.get(self._suffix, self._jsonl)
        number = 0
        try:
            for number, found in fields():
                if found is not None and (row := self._row(found, number, f"{self._file.name} row {number:,}")):
                    yield row
        except (OSError, pa.ArrowException) as fault:
            if not number:
                raise
            why = str(getattr(fault, "strerror", None) or fault).splitlines()[0]
            self._lost(self._file.name, f"it cannot be read beyond row {number:,} ({why}); write it again")

    def _parquet(self) -> Iterator[tuple[int, Fields | None]]:
        with self._parquet_file() as file:
            names = [name for name in file.schema_arrow.names if name in COLUMNS]
            self._check(file.schema_arrow.names)
            number = 0
            for piece in file.iter_batches(batch_size=PIECE, columns=names):
                try:
                    rows = piece.to_pylist()
                except UNREADABLE:
                    rows = [self._values(piece, at, number + at + 1) for at in range(piece.num_rows)]
                yield from enumerate(rows, number + 1)
                number += piece.num_rows

    def _values(self, piece: pa.RecordBatch, at: int, number: int) -> Fields | None:
        """One row of a piece, without the values that Python cannot hold; None where the text is one of them."""
        found = {}
        for name, column in zip(piece.schema.names, piece.columns, strict=True):
            try:
                found[name] = column[at].as_py()
            except UNREADABLE:
                self._lost(f"{self._file.name} row {number:,}", f"its {name} cannot be read; write it as text in UTF-8")
        return found if "text" in found else None

    def _csv(self) -> Iterator[tuple[int, Fields]]:
        with self._opened() as file:
            lines = self._decoded(file)
            rows = iter(Cells(line.replace("\0", " ") for line in lines))
            head, said = next(rows, ([], ""))
            self._check(head)
            if said:
                self._lost(f"{self._file.name} head", said)
            for number, (cells, said) in enumerate(rows, 1):
                at = f"{self._file.name} row {number:,}"
                if said:
                    self._lost(at, said)
                if any(map(str.strip, cells[len(head) :])):
                    self._lost(at, f"it has {len(cells)} cells, the head has {len(head)}; put the text in quotes")
                elif cells:
                    yield number, dict(zip(head, cells, strict=False))
            self.problems += [problem(self._file.name, "read", note) for note in lines.notes]

    def _jsonl(self) -> Iterator[tuple[int, Fields | None]]:
        with self._opened() as file:
            number = 0
            while line := file.readline(LARGEST + 1):
                number += 1
                at = f"{self._file.name} row {number:,}"
                if len(line) > LARGEST:
                    while line and not line.endswith(b"\n"):
                        line = file.readline(LARGEST)
                    self._lost(at, f"it is longer than {LARGEST >> 20} MiB; split it")
                    continue
                try:
                    found = json.loads(line.decode("utf-8-sig")) if line.strip() else None
                except (ValueError, RecursionError):
                    self._lost(at, "it is no line of JSON in UTF-8; mend it")
                    continue
                if found is None or isinstance(found, dict):
                    yield number, found
                else:
                    self._lost(at, 'it is no JSON object; write {"text": …}')

    def _row(self, found: Fields, number: int, at: str) -> Row | None:
        text = found.get("text")
        if not isinstance(text, str):
            self._lost(at, "it has no text; give it one, or take the row out")
            return None
        if len(text) > LARGEST:
            self._lost(at, f"its text is longer than {LARGEST >> 20} Mi characters; split it")
            return None
        doc_id = next((line for name in NAMES if (line := _line(found.get(name)))), "") or f"{self._file.stem}-{number}"
        if not self._first("id", doc_id):
            self._lost(at, f"its id {doc_id} is that of an earlier row; give each row an id of its own")
            return None
        known = {key: line for key in KEYS if (line := _line(found.get(key)))}
        if "label" in known:
            known["label"] = known["label"][:LONGEST_LABEL]
            if not self._first("label", known["label"]):  # charts could not tell the two apart
                self.problems.append(problem(at, "read", f"its label {known['label']} is not its own; it stands under its id"))
                del known["label"]
        if not known.get("url", "http://").startswith(("http://", "https://")):
            self.problems.append(problem(at, "read", "its url is left out; write one that begins with http:// or https://"))
            del known["url"]
        return Row(text, Entry(doc_id, _line(found.get("path")) or at, known))

    def _decoded(self, file: BinaryIO) -> Lines:
        try:
            return Lines(file)
        except SourceError as fault:
            raise SourceError(f"{self._path} cannot be read: {fault}") from None

    def _check(self, names: Sequence[str]) -> None:
        """SourceError where no column is called text, or two are called the same."""
        if "text" not in names:
            shown = ", ".join(_line(name)[:LONGEST_LABEL] for name in names[:20]) or "none"
            raise SourceError(f"{self._path} has no column 'text'; name one so, its columns are {shown}")
        if twice := [name for name in COLUMNS if names.count(name) > 1]:
            raise SourceError(f"{self._path} cannot be read: two columns are called {twice[0]}; keep one, or rename the other")

    def _first(self, what: str, value: str) -> bool:
        mark = hashlib.blake2b(f"{what} {value}".encode(), digest_size=12).digest()
        known = mark in self._seen
        self._seen.add(mark)
        return not known

    def _lost(self, at: str, said: str) -> None:
        self.problems.append(problem(at, "read", said))


def _document(row: Row, problems: list[Problem]) -> Document | None:
    text, lost = row.text, 0
    if has_surrogates(text):  # of JSON
        text, lost = SURROGATES.subn("\ufffd", text)
    found = document(text.encode(), ".txt", row.entry, problems)
    if found and lost:
        problems.append(problem(row.entry.path, "read", invalid(lost, "utf-8")))
    return found


def _size(path: Where) -> int:
    size = remote.size(path) if isinstance(path, str) else path.stat().st_size
    if size is None:
        raise SourceError(f"{path} is not there; name a file of rows, or a folder of documents")
    return size


def _text_bytes(about: pq.FileMetaData) -> int:
    """How long the texts of a Parquet file are, before they were packed."""
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    columns = [group.column(number) for group in groups for number in range(group.num_columns)]
    return sum(int(column.total_uncompressed_size) for column in columns if column.path_in_schema == "text")


def _line(value: object) -> str:
    """A value as one line that can be stored and shown, "" where there is none."""
    text = "" if value is None or isinstance(value, (dict, list)) else str(value)[:1000]
    shown = text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())
