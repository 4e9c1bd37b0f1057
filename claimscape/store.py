"""The store: a built landscape on disk, published whole or not at all, checked when it is opened.

DIR/builds/<build_id>/ holds manifest.json and for each table one Parquet file, or in a large build a folder of them, named
alike and in the order of the documents; DIR/CURRENT names the build that readers open. A build is written beside the others,
synced, renamed into place, and only then named, so a killed build leaves the last one readable.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from claimscape import __version__, database
from claimscape.errors import StoreError
from claimscape.manifest import checksum, manifest_of, read, rebuild
from claimscape.tables import DERIVED, LAYOUT, SCHEMAS

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

CURRENT = "CURRENT"
BUILDS = "builds"
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}$")
HELD = 16_000_000  # bytes of Parquet up to which the tables are held in memory: a question then costs a sixth less
CHECKED = 256 << 20  # bytes of Parquet up to which each file's checksum is worked out when a landscape is opened


@dataclass(frozen=True)
class Landscape:
    """One whole build: its folder of Parquet files and its manifest."""

    folder: Path
    manifest: Mapping[str, Any] = field(hash=False)  # the folder names the build, and a build never changes
    only: tuple[str, ...] = ()  # doc_ids: what `ask` sees of the found tables; everything where none is named

    @property
    def build_id(self) -> str:
        """What the build was made from, as a short hash; the key for every cached answer."""
        return str(self.manifest["build_id"])

    def excerpt(self, doc_ids: Iterable[str]) -> "Landscape":
        """The same build, of which `ask` sees these documents alone: it reads the files that hold them and no other."""
        return replace(self, only=tuple(doc_ids))

    def table(self, name: str, *columns: str) -> "pd.DataFrame":
        """The named table: whole numbers as Int64, lists as lists, missing text as NaN; read once, each caller has a copy.

        Where columns are named only they are read: the texts of all documents are most of a landscape.
        """
        return _frame(self, name, columns).copy(deep=False)

    def arrow(self, name: str, *columns: str) -> pa.Table:
        """The named table, or those columns of it, as Arrow data, every page checked against its checksum."""
        return pa.concat_tables(self.file(at, *columns) for at in self.files(name))

    def parts(self) -> Iterator[dict[str, pa.Table]]:
        """The found tables by name, some documents at a time: a piece of each table with all the rows of the same documents."""
        names = [name for name in SCHEMAS if "doc_id" in SCHEMAS[name].names]
        for files in zip(*map(self.files, names), strict=True):
            yield {name: self.file(at) for name, at in zip(names, files, strict=True)}

    def batches(self, name: str, rows: int) -> Iterator[pa.RecordBatch]:
        """The named table piece by piece, at most so many rows each, so that memory does not grow with the table."""
        for at in self.files(name):
            with self._opened(at) as file:
                yield from file.iter_batches(batch_size=rows, use_threads=False)

    def files(self, name: str) -> list[Path]:
        """The files of the named table, in the order of its rows."""
        if name not in SCHEMAS:
            raise StoreError(f"there is no table {name}; known: {', '.join(SCHEMAS)}")
        return list(_files(replace(self, only=())).get(name, ()))

    def file(self, at: Path, *columns: str) -> pa.Table:
        """One of the files of a table, whole or those columns of it, every page checked against its checksum."""
        with self._opened(at) as file:
            return file.read(list(columns) or None)

    def stretches(self, at: Path, values: Collection[int]) -> pa.Table:
        """Of one of the files those stretches that can have rows with one of these values in its first column."""
        with self._opened(at) as file:
            if file.schema_arrow.names != SCHEMAS[table_of(at.relative_to(self.folder).as_posix())].names:
                raise StoreError(f"{at} has other columns than claimscape reads now; {rebuild(self.folder)}")
            facts = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
            ends = [(of.column(0).statistics.min, of.column(0).statistics.max) if of.num_rows else (1, 0) for of in facts]
            kept = [number for number, (low, high) in enumerate(ends) if any(low <= value <= high for value in values)]
            return file.read_row_groups(kept, use_threads=False)

    @contextmanager
    def _opened(self, at: Path) -> Iterator[pq.ParquetFile]:
        try:  # no memory map: a file cut short under it kills the process; and no read_table, which imports pandas
            with pq.ParquetFile(at, memory_map=False, page_checksum_verification=True) as file:
                yield file
        except (OSError, pa.ArrowException) as fault:
            raise StoreError(f"{at} cannot be read ({_first_line(fault)}); {rebuild(self.folder)}") from None

    def ask(self, sql: str, parameters: Mapping[str, Any] | None = None) -> "pd.DataFrame":
        """The answer to a DuckDB query over views named like the tables; $name is a bound parameter. Safe from any thread."""
        import duckdb

        try:
            few = _excerpted(self) if self.only else None  # held until the question is answered
            with few.naming(sql) if few else _connection(self).cursor() as cursor:
                return cursor.execute(sql, dict(parameters) if parameters else None).df()
        except (duckdb.IOException, OSError) as fault:
            raise StoreError(f"{self.folder} cannot be read ({_first_line(fault)}); open the landscape again") from None


def table_of(file: str) -> str:
    """The table of a file that the manifest names: claims of claims.parquet and of claims.parquet/000003.parquet."""
    return file.partition(".parquet")[0]


def open_landscape(folder: str | Path) -> Landscape:
    """The landscape that CURRENT names, or the newest whole one; StoreError says what is wrong where and what to do."""
    folder = Path(folder)
    if not (folder / BUILDS).is_dir():
        raise StoreError(f"there is no landscape in {folder}; make one with: claimscape build SOURCE --out {folder}")
    named = current(folder)
    if named is None:
        return _newest(folder)
    try:
        return _checked(folder / BUILDS / named)
    except FileNotFoundError as fault:
        again = current(folder)
        if again is None or again == named:
            raise StoreError(f"{fault.filename} is missing; {rebuild(folder / BUILDS / named)}") from None
        return _checked(folder / BUILDS / again)  # the build was removed while it was opened, a newer one stands
    except OSError as fault:
        raise StoreError(f"{fault.filename} cannot be read ({fault.strerror}); {rebuild(folder / BUILDS / named)}") from None


def current(folder: str | Path) -> str | None:
    """The name of the build that readers should open, or None where CURRENT names none; costs one small read."""
    try:
        name = read(Path(folder) / CURRENT).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    at = Path(folder) / BUILDS / name
    return name if NAME.match(name) and at.is_dir() and not at.is_symlink() else None


def kept_builds(folder: str | Path) -> list[Landscape]:
    """Every build of the folder that can be opened, the newest first; those that cannot are passed over."""
    found = []
    for build in (Path(folder) / BUILDS).iterdir():
        try:
            if NAME.match(build.name) and build.is_dir() and not build.is_symlink():
                found.append(_checked(build))
        except (StoreError, OSError):
            continue
    return sorted(found, key=lambda each: (each.manifest.get("generation", 0), each.build_id), reverse=True)


def verify(folder: str | Path) -> list[str]:
    """Every fault of the landscape in the folder: checksums, schemas, row counts, spans that are not the text they quote."""
    try:
        landscape = open_landscape(folder)
        faults = [fault for name in SCHEMAS for fault in _table_faults(landscape, name)]
        return faults or list(_span_faults(landscape))
    except StoreError as fault:
        return [str(fault)]


def _checked(build: Path) -> Landscape:
    manifest = manifest_of(build)
    made_by = manifest.get("version")
    if made_by == __version__ and manifest.get("layout") != LAYOUT:
        raise StoreError(f"{build} has tables of another layout than this claimscape {made_by} reads; {rebuild(build)}")
    if made_by != __version__:
        raise StoreError(f"{build} was built by claimscape {made_by}, this is {__version__}; {rebuild(build)}")
    missing = sorted(f"{name}.parquet" for name in SCHEMAS.keys() - set(map(table_of, manifest["files"])))
    if missing:
        raise StoreError(f"{build} has no {', '.join(missing)}; {rebuild(build)}")
    small = sum(facts["bytes"] for facts in manifest["files"].values()) <= CHECKED
    for name, facts in manifest["files"].items():
        at = build / name
        size = at.stat().st_size
        if size != facts["bytes"]:
            raise StoreError(f"{at} is damaged: {size} bytes instead of {facts['bytes']}; {rebuild(build)}")
        if small and checksum(at) != facts["sha256"]:
            raise StoreError(f"{at} is damaged: its checksum is not that of the manifest; {rebuild(build)}")
    return Landscape(build, manifest)


def _newest(folder: Path) -> Landscape:
    """The whole build of the highest generation, for a CURRENT that is missing, empty or names something else."""
    found = kept_builds(folder)
    if not found:
        raise StoreError(f"there is no readable build in {folder}; {rebuild(folder / BUILDS / CURRENT)}")
    return found[0]


@lru_cache(maxsize=4)
def _files(landscape: Landscape) -> dict[str, list[Path]]:
    """The files of each table, in the order of its rows."""
    found: dict[str, list[Path]] = {}
    for file in sorted(landscape.manifest["files"]):
        found.setdefault(table_of(file), []).append(landscape.folder / file)
    return found


@lru_cache(maxsize=4 * len(SCHEMAS))
def _frame(landscape: Landscape, name: str, columns: tuple[str, ...]) -> "pd.DataFrame":
    import pandas as pd

    table = landscape.arrow(name, *columns)
    lists = {column.name: table[column.name].to_pylist() for column in table.schema if pa.types.is_list(column.type)}
    frame = table.drop_columns(list(lists)).to_pandas(types_mapper={pa.int32(): pd.Int64Dtype()}.get)
    for column, values in lists.items():
        frame[column] = pd.Series(values, index=frame.index, dtype=object)
    ordered: pd.DataFrame = frame[table.column_names]
    return ordered


@lru_cache(maxsize=4)
def _connection(landscape: Landscape) -> "duckdb.DuckDBPyConnection":
    files = {name: landscape.files(name) for name in SCHEMAS}
    held = sum(at.stat().st_size for of in files.values() for at in of) <= HELD
    return database.whole(landscape.folder, files, held)


@lru_cache(maxsize=8)
def _excerpted(landscape: Landscape) -> database.Excerpt:
    parts = _parts(replace(landscape, only=()))
    here = sorted({parts[doc_id] for doc_id in landscape.only if doc_id in parts}) or [0]
    files = {name: landscape.files(name) for name in SCHEMAS if name not in DERIVED}
    found = {name: [of[at] for at in here] for name, of in files.items() if "doc_id" in SCHEMAS[name].names}
    return database.excerpt(landscape.folder, files | found, landscape.only)


@lru_cache(maxsize=4)
def _parts(landscape: Landscape) -> dict[str, int]:
    """In which of the files of its tables each document is."""
    files = enumerate(landscape.files("documents"))
    return {doc_id: at for at, file in files for doc_id in landscape.file(file, "doc_id")["doc_id"].to_pylist()}


def _table_faults(landscape: Landscape, name: str) -> list[str]:
    faults, rows = [], 0
    for at in landscape.files(name):
        table = landscape.file(at)
        rows += table.num_rows
        file = at.relative_to(landscape.folder).as_posix()
        if not table.schema.equals(SCHEMAS[name]):
            faults.append(f"{file}: its columns are not those of claimscape {__version__}; {rebuild(landscape.folder)}")
        if checksum(at) != landscape.manifest["files"][file]["sha256"]:
            faults.append(f"{file}: its checksum is not that of the manifest; {rebuild(landscape.folder)}")
    said = landscape.manifest["counts"].get(name)
    if rows != said:
        faults.append(f"{name}: {rows} rows instead of {said}; {rebuild(landscape.folder)}")
    return faults


def _span_faults(landscape: Landscape) -> Iterator[str]:
    for tables in landscape.parts():
        texts = {row["doc_id"]: row["text"] for row in tables["documents"].select(["doc_id", "text"]).to_pylist()}
        for name in ("sentences", "topics", "claims", "risks", "citations"):
            quote = "text" if name == "sentences" else "quote"
            for row in tables[name].select(["doc_id", "sentence_id", "start", "end", quote]).to_pylist():
                span = f"{row['doc_id']} sentence {row['sentence_id']}, {row['start']} to {row['end']}"
                if texts.get(row["doc_id"], "")[row["start"] : row["end"]] != row[quote]:
                    yield f"{name}: {span}: the quote is not the document's text; {rebuild(landscape.folder)}"


def _first_line(fault: BaseException) -> str:
    return (str(getattr(fault, "strerror", None) or fault).splitlines() or ["no reason given"])[0]
