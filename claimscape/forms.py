"""The index of words: in which documents each form of a word stands, so that a search reads those that can hold a hit.

A row is a form with all its documents: its letters are written once a part, not once a document, and a search for the beginning
of a word looks at each form once.
"""

from collections.abc import Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from claimscape.arrays import Ints, begun, ordered
from claimscape.tables import SCHEMAS, Table, joined, numbers, texts, whole_numbers
from claimscape.units import Units
from claimscape.words import normal, stem

MOST_FORMS = 500_000  # that are held before they are learnt anew
_DOCUMENT = 32  # bits
_ORDER = [("stem", "ascending"), ("form", "ascending")]


class Forms:
    """Forms by number, learnt as words are met: Python looks at each distinct word once. What is learnt is not pickled."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._written: list[str] = []  # words of a vocabulary
        self._form: Ints = np.zeros(0, np.int64)  # of each of them
        self._known = _named([], 0)

    def __getstate__(self) -> dict[str, object]:
        return Forms().__dict__

    def renew(self) -> None:
        """Forget all forms where they are many: what was met before is none of theirs any more."""
        if len(self._numbers) > MOST_FORMS:
            self.__dict__.update(Forms().__dict__)

    def met(self, units: Units, first: int) -> Ints:
        """Each form with each document that it stands in, in one number; `first` is the number of the units' first document."""
        document, word = units.said()
        self._learn(units.vocabulary.written)
        form = self._form[word]
        keys = (form << _DOCUMENT | document + first)[ordered(form)]
        keys = np.sort(keys[begun(keys)], kind="stable")  # documents ascend but for words of headings, which come last
        return keys[begun(keys)]

    def find(self, pieces: Sequence[Ints]) -> Table:
        """The table of documents that were met piece by piece, in the order of stems, forms and documents."""
        keys = np.concatenate([np.zeros(0, np.int64), *pieces])
        form, doc = keys >> _DOCUMENT, keys & (1 << _DOCUMENT) - 1
        there = np.flatnonzero(np.bincount(form, minlength=len(self._numbers)))
        self._known = self._known.combine_chunks()
        rows = self._known.take(numbers(there))
        rows = rows.take(pc.sort_indices(rows, _ORDER))
        place = np.zeros(len(self._numbers), np.int64)
        place[whole_numbers(rows["number"])] = np.arange(len(rows))
        keys = np.sort(place[form] << _DOCUMENT | doc, kind="stable")
        ends = np.append(np.flatnonzero(begun(keys >> _DOCUMENT)), keys.size)
        docs = pa.ListArray.from_arrays(numbers(ends), numbers(keys & (1 << _DOCUMENT) - 1))
        return _table(rows["stem"], rows["form"], docs)

    def _learn(self, written: list[str]) -> None:
        if written is not self._written:
            self._written, self._form = written, np.zeros(0, np.int64)
        fresh, count = written[self._form.size :], len(self._numbers)
        if fresh:
            found = [self._numbers.setdefault(normal(word), len(self._numbers)) for word in fresh]
            self._form = np.concatenate([self._form, np.array(found, np.int64)])
            self._known = joined([self._known, _named([*islice(self._numbers, count, None)], count)])


def _named(forms: list[str], first: int) -> Table:
    """The forms with their stems and numbers."""
    columns = [texts([stem(form) for form in forms]), texts(forms), numbers(np.arange(first, first + len(forms)))]
    return pa.Table.from_arrays(columns, ["stem", "form", "number"])


def moved(forms: Table, first: int) -> Table:
    """The same, its documents counted from this number."""
    docs = forms["docs"].combine_chunks()
    values = whole_numbers(pa.chunked_array([docs.flatten()])) + first
    return _table(forms["stem"], forms["form"], pa.ListArray.from_arrays(docs.offsets, numbers(values)))


def _table(*columns: pa.Array) -> Table:
    return pa.Table.from_arrays(list(columns), schema=SCHEMAS["forms"])
