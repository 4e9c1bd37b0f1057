"""What can be taken away, one folder or file a format; `write` is the one door, `EXPORTS` the list."""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from claimscape.exports import ledger
from claimscape.exports.order import Order, Tell, quiet
from claimscape.exports.whole import clear

# Each format's module, which has `write(order, folder, tell) -> list of files written`; loaded when it is asked for.
EXPORTS = {
    "pptx": "slides",
    "png": "pictures",
    "svg": "pictures",
    "pdf": "pictures",
    "html": "report",
    "csv": "csvfile",
    "xlsx": "xlsxfile",
    "parquet": "parquetfile",
    "qdc": "qdc",
    "bib": "bib",
    "ris": "ris",
}


def write(order: Order, formats: Iterable[str], folder: Path, tell: Tell = quiet) -> list[Path]:
    """The order in each of the formats, written into the folder: every file whole or not at all; the files, in order."""
    written: list[Path] = []
    clear(folder)
    for format_ in formats:
        written += _writer(format_)(order.as_format(format_), folder, tell)
        ledger.keep(order.landscape, order.exhibits)
    return written


def _writer(format_: str) -> Callable[[Order, Path, Tell], list[Path]]:
    writer: Callable[[Order, Path, Tell], list[Path]] = import_module(f"claimscape.exports.{EXPORTS[format_]}").write
    return writer
