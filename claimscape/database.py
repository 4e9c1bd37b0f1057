"""DuckDB over the files of one build: views of its tables, or the tables themselves, and nothing else of this machine."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimscape.tables import DERIVED, SCHEMAS

if TYPE_CHECKING:
    import duckdb

Files = Mapping[str, Sequence[Path]]  # of each table, in the order of its rows


def whole(folder: Path, files: Files, held: bool) -> "duckdb.DuckDBPyConnection":
    """The tables, held in memory, or views of them; those that are counted from others always as views."""
    database = _empty(folder, held)
    for name, of in files.items():
        kind = "TABLE" if held and name not in DERIVED else "VIEW"
        database.execute(f"CREATE {kind} {name} AS SELECT * FROM {_source(folder, of)}")  # noqa: S608 - our names
    return database


def excerpt(folder: Path, files: Files, doc_ids: Collection[str]) -> "duckdb.DuckDBPyConnection":
    """The rows of some documents, in memory; `files` need be no more than those that hold them."""
    database, chosen = _empty(folder, True), ", ".join(map(_quoted, doc_ids))
    for name, of in files.items():
        kept = f"doc_id IN ({chosen})" if "doc_id" in SCHEMAS[name].names else "true"
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM {_source(folder, of)} WHERE {kept}")  # noqa: S608 - quoted ids
    return database


def _empty(folder: Path, held: bool) -> "duckdb.DuckDBPyConnection":
    import duckdb

    database = duckdb.connect(":memory:")
    database.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    database.execute("SET allow_community_extensions = false; SET memory_limit = '1GB'; SET threads = 2")
    database.execute("SET max_temp_directory_size = '1GB'; SET python_enable_replacements = false")
    database.execute(f"SET allowed_directories = [{_quoted(str(folder.absolute()))}, {_quoted(_pattern(folder))}]")
    if held:  # with small tables it takes longer to look for the best order of joins than to join in any: 47 ms, 13 without
        database.execute("SET disabled_optimizers = 'join_order'")
    database.execute("SET enable_external_access = false; SET lock_configuration = true")
    return database


def _pattern(folder: Path) -> str:
    """The folder as DuckDB has to be told of it: it reads patterns, not names, and lets in what begins with either."""
    return re.sub(r"([*?\[])", r"[\1]", str(folder.absolute()))


def _source(folder: Path, files: Sequence[Path]) -> str:
    """What DuckDB reads these files with."""
    listed = ", ".join(_quoted(f"{_pattern(folder)}/{at.relative_to(folder)}") for at in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
