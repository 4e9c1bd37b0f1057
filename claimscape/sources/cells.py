"""The rows of CSV as cells, also where quotation marks do not match: that is told, and the other rows are read."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from claimscape.sources.document import LARGEST

UNCLOSED = "a quotation mark in it is never closed; close it, or write it twice"
UNMATCHED = "its quotation marks do not match; write one inside a text twice"
UNREAD = f"it is longer than {LARGEST >> 20} MiB, or a quotation mark in it is never closed; split it, or close the mark"


class Cells:
    """Each row that is not blank, the head first: its cells, and what is the matter with its quotation marks, or ""."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._held: list[str] = []  # of the row that is being read
        self._again: deque[str] = deque()
        self._width = 0

    def __iter__(self) -> Iterator[tuple[list[str], str]]:
        reader = csv.reader(self._feed(), strict=True)
        while True:
            self._held.clear()
            said = ""
            try:
                cells = _next(reader)
            except csv.Error as fault:
                cells, said = self._mended("end of data" in str(fault))
                reader = csv.reader(self._feed(), strict=True)
            if cells is None:
                return
            if cells or said:
                self._width = self._width or len(cells)
                yield cells, said

    def _feed(self) -> Iterator[str]:
        while (line := self._again.popleft() if self._again else next(self._lines, None)) is not None:
            self._held.append(line)
            yield line

    def _mended(self, ended: bool) -> tuple[list[str], str]:
        """The row whose marks do not match: its first line alone where the second is a row by itself, else as it comes."""
        lines = list(self._held)
        self._again.extendleft(reversed(lines))
        try:
            apart = self._width > 1 and len(lines) > 1 and len(_next(csv.reader(lines[1:2])) or ()) == self._width
            cells = _next(csv.reader([self._again.popleft()] if apart else self._feed()))
        except csv.Error:
            return [], UNREAD
        return cells or [], UNCLOSED if apart or ended else UNMATCHED


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    limit = csv.field_size_limit(LARGEST)  # that of the whole process: others keep theirs
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(limit)
