"""The lines of a file of CSV, and what a row made of them lacks: a loose reader drops cells and swallows rows silently."""

from collections.abc import Iterable, Iterator
from typing import Any


class Lines(Iterator[str]):
    """The lines, NUL as a space; between two rows it knows how many lines and quotation marks the row took."""

    def __init__(self, file: Iterable[str]) -> None:
        self._file = iter(file)
        self._taken = self._quotes = 0
        self._ended = False

    def __next__(self) -> str:
        line = next(self._file, None)
        if line is None:
            self._ended = True
            raise StopIteration
        self._taken += 1
        self._quotes += line.count('"')
        return line.replace("\0", " ")

    def next_row(self) -> tuple[int, int]:
        """Lines and quotation marks since the last call."""
        taken, quotes, self._taken, self._quotes = self._taken, self._quotes, 0, 0
        return taken, quotes

    def fault(self, row: dict[Any, Any], width: int) -> tuple[str, bool]:
        """What is wrong with a row that was just read, "" where nothing is, and whether it can be used.

        One with more cells than the head cannot: which of them is its text nobody can tell.
        """
        taken, quotes = self.next_row()
        if more := row.pop(None, None):
            wide = f"it has {width + len(more)} cells, the head has {width}"
            return f"{wide}; put text with commas into quotation marks", False
        if taken > 1 and quotes % 2 and self._ended:
            return "a quotation mark is never closed, so its text goes on to the end of the file; close it", True
        return "", True
