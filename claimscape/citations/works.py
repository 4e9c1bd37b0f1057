"""The works a document lists, found again by the number or by the authors and year that cite them."""

import re
from collections.abc import Iterable, Sequence

from claimscape.references import Reference

_CAPITALS = re.compile(r"\b[A-Z]")


class Works:
    """The entries of one document; `last` is the highest number an entry bears, 0 where none is numbered."""

    def __init__(self, entries: Iterable[tuple[str | None, Reference]]) -> None:
        self._numbers: dict[int, Reference] = {}
        self._names: dict[tuple[str, int | None], Reference] = {}
        for label, entry in entries:
            if label:
                self._numbers.setdefault(int(label), entry)
            for name in _names(entry.authors):
                self._names.setdefault((name, entry.year), entry)
        self.last = max(self._numbers, default=0)

    def numbered(self, number: int) -> Reference | None:
        """The entry with this number."""
        return self._numbers.get(number)

    def named(self, authors: Sequence[str], year: int | None) -> Reference | None:
        """The entry whose first author, or organisation or its acronym, and year these are."""
        return self._names.get((authors[0].casefold(), year)) if authors else None


def _names(authors: Sequence[str]) -> Iterable[str]:
    """What the first author may be called in the text."""
    if authors:
        yield authors[0].casefold()
        if " " in authors[0]:
            yield "".join(_CAPITALS.findall(authors[0])).casefold()
