"""Parquet: for each exhibit its numbers and the sentences behind them, whole tables piece by piece, and the method."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from claimscape.exports import method
from claimscape.exports.exhibit import Made
from claimscape.exports.numbers import AT_ONCE, numbers, order_name, sentences, table_name
from claimscape.exports.order import Order, Tell
from claimscape.exports.whole import file_name, whole
from claimscape.store import Landscape
from claimscape.tables import SCHEMAS


def write(order: Order, folder: Path, tell: Tell) -> list[Path]:
    """The numbers and the sentences of each exhibit, each table, and the method; the file itself says what it is of."""
    written: list[Path] = []
    lines = [*method.of_corpus(order.landscape, order.tables), *method.of_sources(order.landscape)]
    for made in order.made():
        tell(f"{made.exhibit.name} as Parquet")
        written += _exhibit(order.landscape, made, folder)
        lines += method.of_exhibit(order.landscape, made)
    for name in order.tables:
        tell(f"table {name} as Parquet")
        written += [_table(order, name, folder)]
    return [*written, _written(folder / order_name(order, "method.parquet"), [_arrow(method.frame_of(lines))], {})]


def _exhibit(landscape: Landscape, made: Made, folder: Path) -> list[Path]:
    facts = {"figure": made.id, "asked": made.exhibit.address(), "build": landscape.build_id}
    facts |= {"title": made.title, "footer": made.meta.get("footer", "")}
    behind = (_arrow(frame) for frame in sentences(landscape, made))
    return [
        _written(folder / file_name(made, "numbers.parquet"), [_arrow(numbers(made))], facts),
        _written(folder / file_name(made, "sentences.parquet"), behind, facts),
    ]


def _table(order: Order, name: str, folder: Path) -> Path:
    batches = (pa.Table.from_batches([batch], SCHEMAS[name]) for batch in order.landscape.batches(name, AT_ONCE))
    first = SCHEMAS[name].empty_table()  # a table without rows has its columns all the same
    facts = {"table": name, "build": order.landscape.build_id}
    return _written(folder / table_name(order, name, "parquet"), _with_first(first, batches), facts)


def _with_first(first: pa.Table, rest: Iterable[pa.Table]) -> Iterable[pa.Table]:
    yield first
    yield from rest


def _written(path: Path, tables: Iterable[pa.Table], facts: dict[str, str]) -> Path:
    """The tables one below the other, whole or not at all; the facts stand in the file's own head."""
    head = {f"claimscape.{name}": value.encode("utf-8", "backslashreplace") for name, value in facts.items()}
    with whole(path) as beside:
        writer: pq.ParquetWriter | None = None
        try:
            for table in tables:
                schema = writer.schema if writer else table.schema.with_metadata(head)
                writer = writer or pq.ParquetWriter(beside, schema, compression="zstd", write_page_checksum=True)
                if table.num_rows:
                    writer.write_table(table.cast(schema))
        finally:
            if writer:
                writer.close()
    return path


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """The frame as Arrow data: text as text also where no row has any, numbers with their gaps."""
    return pa.table({str(name): _column(column) for name, column in frame.items()})


def _column(column: pd.Series) -> pa.Array:
    if pd.api.types.is_string_dtype(column.dtype) or (column.dtype == object and not len(column)):
        return pa.array([None if pd.isna(value) else _whole_text(value) for value in column.tolist()], pa.string())
    found = pa.array(column, from_pandas=True)
    return pa.array([None] * len(column), pa.string()) if pa.types.is_null(found.type) else found


def _whole_text(value: object) -> str:
    return str(value).encode("utf-8", "backslashreplace").decode()
