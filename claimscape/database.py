"""DuckDB over the files of one build: views of its tables, or the tables themselves, and nothing else of this machine."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4
from weakref import finalize

from claimscape.tables import DERIVED, SCHEMAS

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"  # beyond it DuckDB writes to disk
Files = Mapping[str, Sequence[Path]]  # of each table, in the order of its rows


def whole(folder: Path, files: Files, held: bool) -> "duckdb.DuckDBPyConnection":
    """The tables, held in memory, or views of them; those that are counted from others always as views."""
    database = _empty(folder, held)
    for name, of in files.items():
        kind = "TABLE" if held and name not in DERIVED else "VIEW"
        database.execute(f"CREATE {kind} {name} AS SELECT * FROM {_source(folder, of)}")  # noqa: S608 - our names
    database.execute(f"CREATE VIEW known AS {_KNOWN} FROM documents")
    return database


_KNOWN = "SELECT * EXCLUDE text"  # what is known of documents: their texts are most of a landscape


@dataclass(frozen=True, eq=False)
class Excerpt:
    """The rows of some documents in memory; each table from the first question on that names it, for few read them all.

    They are a room of the one database that excerpts of a build share, and leave it with the excerpt: to open one takes 15 ms.
    """

    database: "duckdb.DuckDBPyConnection"
    room: str
    makers: Mapping[str, str]
    made: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Make the room."""
        self.database.cursor().execute(f"ATTACH ':memory:' AS {self.room}")
        finalize(self, _detached, self.database, self.room).atexit = False

    def naming(self, sql: str) -> "duckdb.DuckDBPyConnection":
        """A cursor in the room, with the tables that the question names; good for as long as the excerpt is held."""
        cursor = self.database.cursor()
        cursor.execute(f"USE {self.room}")
        with self.lock:
            for name in sorted((self.makers.keys() & set(re.findall(r"\w+", sql))) - self.made):
                cursor.execute(self.makers[name])
                self.made.add(name)
        return cursor


def excerpt(folder: Path, files: Files, doc_ids: Collection[str]) -> Excerpt:
    """The rows of some documents; `files` need be no more than those that hold them."""
    makers: dict[str, str] = {}
    found = Excerpt(_shared(folder), f"room_{uuid4().hex}", makers)
    with found.naming("") as cursor:
        cursor.execute("CREATE TABLE excerpt AS SELECT unnest($1::VARCHAR[]) AS doc_id", [list(doc_ids)])
    for name, of in files.items():
        kept = "SEMI JOIN excerpt USING (doc_id)" if "doc_id" in SCHEMAS[name].names else ""
        makers[name] = f"CREATE TABLE {name} AS SELECT * FROM {_source(folder, of)} {kept}"  # noqa: S608 - our names
    makers["known"] = makers["documents"].replace("documents AS SELECT *", f"known AS {_KNOWN}", 1)
    return found


@lru_cache(maxsize=4)
def _shared(folder: Path) -> "duckdb.DuckDBPyConnection":
    return _empty(folder, True)


def _detached(database: "duckdb.DuckDBPyConnection", room: str) -> None:
    database.cursor().execute(f"DETACH {room}")


def _empty(folder: Path, held: bool) -> "duckdb.DuckDBPyConnection":
    import duckdb

    database = duckdb.connect(":memory:")
    database.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    database.execute("SET allow_community_extensions = false")
    database.execute(f"SET threads = {1 if held else 2}")  # of few rows two take a fifth more of the processor than one
    database.execute(f"SET memory_limit = '{MEMORY}'")
    database.execute("SET max_temp_directory_size = '1GB'; SET python_enable_replacements = false")
    with suppress(OSError):  # where no folder can be written, a question that does not fit into memory fails
        database.execute(f"SET temp_directory = {_quoted(_spill())}")  # and not .tmp of the folder that somebody is in
    database.execute(f"SET allowed_directories = [{_quoted(str(folder.absolute()))}, {_quoted(_pattern(folder))}]")
    if held:  # with small tables it takes longer to look for the best order of joins than to join in any: 47 ms, 13 without
        database.execute("SET disabled_optimizers = 'join_order'")
    database.execute("SET enable_external_access = false; SET lock_configuration = true")
    return database


def _spill() -> str:
    """A folder that DuckDB makes when it needs one and removes with the connection; in one that is gone with the process."""
    room = Path(tempfile.gettempdir(), f"claimscape-{_PROCESS}")
    room.mkdir(mode=0o700, exist_ok=True)  # texts of documents are nobody else's
    _leaves_nothing(room)
    return str(room / uuid4().hex)


_PROCESS = uuid4().hex


@cache
def _leaves_nothing(room: Path) -> None:
    atexit.register(shutil.rmtree, room, ignore_errors=True)


def _pattern(folder: Path) -> str:
    """The folder as DuckDB has to be told of it: it reads patterns, not names, and lets in what begins with either."""
    return re.sub(r"([*?\[])", r"[\1]", str(folder.absolute()))


def _source(folder: Path, files: Sequence[Path]) -> str:
    """What DuckDB reads these files with."""
    listed = ", ".join(_quoted(f"{_pattern(folder)}/{at.relative_to(folder)}") for at in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
