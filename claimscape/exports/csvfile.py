"""CSV: for each exhibit its numbers and the sentences behind them, whole tables piece by piece, and a sheet of method."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from claimscape.exports import method
from claimscape.exports.cells import csv_rows, csv_writer, inert
from claimscape.exports.exhibit import Made
from claimscape.exports.numbers import AT_ONCE, numbers, order_name, sentences, table_name
from claimscape.exports.order import Order, Tell
from claimscape.exports.whole import file_name, whole
from claimscape.store import Landscape


def write(order: Order, folder: Path, tell: Tell) -> list[Path]:
    """The numbers and the sentences of each exhibit, each table, and the method; UTF-8 as Excel knows it."""
    written: list[Path] = []
    lines = [*method.of_corpus(order.landscape, order.tables), *method.of_sources(order.landscape)]
    for made in order.made():
        tell(f"{made.exhibit.name} as CSV")
        written += _exhibit(order.landscape, made, folder)
        lines += method.of_exhibit(order.landscape, made)
    for name in order.tables:
        tell(f"table {name} as CSV")
        written += [written_as(folder / table_name(order, name, "csv"), table_frames(order.landscape, name))]
    return [*written, written_as(folder / order_name(order, "method.csv"), [method.frame_of(lines)])]


def written_as(path: Path, frames: Iterable[pd.DataFrame]) -> Path:
    """The frames one below the other as one file, whole or not at all; the first has the columns."""
    with whole(path) as beside, beside.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as out:
        writer: Any = csv_writer(out)
        for number, frame in enumerate(frames):
            if number == 0:
                writer.writerow([inert(str(name)) for name in frame.columns])
            writer.writerows(csv_rows(frame))
    return path


def table_frames(landscape: Landscape, name: str) -> Iterable[pd.DataFrame]:
    """The table in frames, at least one; whole numbers stay whole where some are missing."""
    none = True
    for batch in landscape.batches(name, AT_ONCE):
        none = False
        yield pd.DataFrame({column: pd.Series(batch[column].to_pylist(), dtype=object) for column in batch.schema.names})
    if none:
        yield landscape.table(name).head(0)


def _exhibit(landscape: Landscape, made: Made, folder: Path) -> list[Path]:
    return [
        written_as(folder / file_name(made, "numbers.csv"), [numbers(made)]),
        written_as(folder / file_name(made, "sentences.csv"), sentences(landscape, made)),
    ]
