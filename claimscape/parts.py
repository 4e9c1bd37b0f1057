"""A part of a build: one batch of documents, coded and written as Parquet files under a name that its input decides.

The name is a hash of the codebook, this version and the batch's own documents, so a part done twice is the same part, and a
build that was killed goes on from the parts that stand. A part is written beside its place and renamed into it, whole or not
at all.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from claimscape import __version__, remote
from claimscape.coding import TABLES, Coder
from claimscape.sources import Document, Problem
from claimscape.tables import LAYOUT

ABOUT = "part.json"
TEMPORARY = ".tmp-"

Files = dict[str, dict[str, Any]]  # of a part by table: sha256, bytes, rows
Place = tuple[int, ...]  # of a part among all: the number of its batch, and of its half where that had to be halved


class Batch(Protocol):
    """Documents that have not been read yet, or only just; it can be pickled."""

    @property
    def name(self) -> str:
        """What it is called in a problem: its first document, and its last."""

    @property
    def bytes(self) -> int:
        """How much there is to read."""

    def __len__(self) -> int:
        """How many documents there are to read."""

    def read(self) -> tuple[list[Document], list[Problem]]:
        """The documents, and a row of the problems table for each that was lost or guessed at."""

    def halves(self) -> tuple["Batch", "Batch"]:
        """The same documents as two batches; only asked of two documents or more."""


@dataclass(frozen=True)
class Part:
    """What one batch came to: its folder's name, "" where no document was left; its files by table; what stands in them."""

    key: str
    documents: int  # that were given, read or not
    bytes: int
    files: Files
    problems: list[Problem]
    licences: dict[str, str]


@dataclass(frozen=True)
class Work:
    """Called with a batch it codes and writes it; the function that every engine runs, here or anywhere."""

    coder: Coder
    codebook: str  # its sha256
    folder: str

    def __call__(self, batch: Batch) -> Part:
        """The finished part of a batch, written now or found as it was left."""
        documents, problems = batch.read()
        if not documents:
            return Part("", len(batch), batch.bytes, {}, problems, {})
        key = self._key(documents)
        licences = {each.doc_id: each.known["licence"] for each in documents if "licence" in each.known}
        return Part(key, len(batch), batch.bytes, self._made(documents, key), problems, licences)

    def _made(self, documents: Sequence[Document], key: str) -> Files:
        if not remote.far(self.folder):
            return _found(Path(self.folder) / key) or self._write(documents, Path(self.folder) / key)
        at = f"{self.folder}/{key}"
        if files := _found_far(at):
            return files
        with TemporaryDirectory(prefix="claimscape-") as folder:
            files = self._write(documents, Path(folder) / key)
            for name in (*(f"{table}.parquet" for table in files), ABOUT):  # last what marks the part as whole
                remote.put(Path(folder) / key / name, f"{at}/{name}")
        return files

    def _key(self, documents: Sequence[Document]) -> str:
        told = hashlib.sha256(f"{__version__} {LAYOUT} {self.codebook}".encode())
        for each in documents:
            known = [each.doc_id, each.path, each.label, each.sha256, sorted(each.known.items())]
            told.update(json.dumps(known).encode())
        return told.hexdigest()[:32]

    def _write(self, documents: Sequence[Document], at: Path) -> Files:
        beside = at.with_name(f"{TEMPORARY}{uuid4().hex[:8]}-{at.name}")  # a process's number is not its own among machines
        beside.mkdir(parents=True)
        try:
            coded = self.coder(documents)
            files = {name: write(rows, beside / f"{name}.parquet") for name, rows in coded.items()}
            with open(beside / ABOUT, "w", encoding="utf-8") as file:
                json.dump(files, file)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.rename(beside, at)
            except OSError:  # somebody else was quicker with the same documents
                if _found(at) is None:
                    raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return files


def write(rows: pa.Table, at: Path, **how: Any) -> dict[str, Any]:
    """Write the table with a checksum in every page, to the disk and not only to its cache; says sha256, bytes and rows.

    `how` are settings of Arrow's for this table.
    """
    whole = all(map(pa.types.is_integer, rows.schema.types))  # pages read these entire, and lz4 in half of the time
    pq.write_table(rows, at, compression="lz4" if whole else "zstd", write_page_checksum=True, **how)
    with open(at, "rb") as file:
        os.fsync(file.fileno())
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return {"sha256": sha256, "bytes": file.tell(), "rows": rows.num_rows}


def columns(at: Path, names: Sequence[str]) -> pa.Table:
    """Those columns of a part's file."""
    with pq.ParquetFile(at, memory_map=False) as file:  # no read_table, which imports pandas
        return file.read(list(names))


def _found(at: Path) -> Files | None:
    """The files of the part that stands there, whole; None where there is none, or not all of it."""
    try:
        files: Files = json.loads((at / ABOUT).read_text("utf-8"))
        if set(files) == set(TABLES) and all(_same(at / f"{name}.parquet", facts) for name, facts in files.items()):
            return files
    except (OSError, ValueError, TypeError, KeyError):
        pass
    shutil.rmtree(at, ignore_errors=True)
    return None


def _found_far(at: str) -> Files | None:
    """The files of the part that stands elsewhere, each of its size; a store that takes a file takes all of it."""
    with suppress(ValueError, TypeError, KeyError):
        files: Files = json.loads(remote.read(f"{at}/{ABOUT}") or b"")
        if set(files) == set(TABLES) and all(remote.size(f"{at}/{name}.parquet") == of["bytes"] for name, of in files.items()):
            return files
    return None


def _same(at: Path, facts: dict[str, Any]) -> bool:
    with open(at, "rb") as file:
        return bool(hashlib.file_digest(file, "sha256").hexdigest() == facts["sha256"])
