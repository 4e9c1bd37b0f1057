"""Phrases that recur: runs of words without a mark between them, found by growing those that recur by a word at a time."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from claimscape.arrays import Flags, Ints, ordered
from claimscape.queries.reading import Reading, before
from claimscape.queries.recurrent import Grown, grown
from claimscape.words import stem

SHORTEST, LONGEST = 3, 8  # words
FEWEST_TELLING = 2  # words of a phrase that are neither function words nor the subject's
MOST_PHRASES = 500
MOST_WAYS = 100  # places of a phrase whose way of writing is looked at


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase: its commonest wording, its normal forms, and its places: a column each of number, begin and end in the text."""

    label: str
    forms: tuple[str, ...]
    places: Ints


@dataclass(frozen=True, eq=False)
class Kinds:
    """Of each normal form whether it is `dull`, and the number of its stem, -1 where that tells nothing."""

    dull: Flags
    telling: Ints

    @classmethod
    def of(cls, forms: Sequence[str], dull: Collection[str], subject: Collection[str]) -> "Kinds":
        """Those of these forms; `dull` and `subject` are stems."""
        stems = list(map(stem, forms))
        tells = [key not in dull and key not in subject and not key.isdigit() for key in stems]
        number = np.asarray(pd.factorize(np.array(stems, object))[0], np.int64)
        return cls(np.array([key in dull for key in stems], np.bool_), np.where(np.array(tells, np.bool_), number, -1))

    def tell(self, forms: Ints) -> Flags:
        """Whether each row of forms begins and ends with words of content and has enough of them beside the subject's."""
        telling = np.sort(self.telling[forms], axis=1)
        new = np.diff(telling, axis=1, prepend=-1) > 0
        return np.asarray(~self.dull[forms[:, 0]] & ~self.dull[forms[:, -1]] & (new.sum(axis=1) >= FEWEST_TELLING))


def recurring(
    read: Reading, docs: Sequence[str], known: Flags, dull: Collection[str], subject: Collection[str]
) -> list[Phrase]:
    """Phrases in two documents or more that no rule covers; none inside a longer one that stands in as many documents.

    `docs` is of each text its document, `known` of each word whether a rule quotes it.
    """
    doc = np.asarray(pd.factorize(np.array(docs, object))[0], np.int64)[read.text]
    kinds = Kinds.of(read.forms, dull, subject)
    unknown = before(~(known | kinds.dull[read.form]))
    every = [runs for runs in grown(read.form, read.joined, doc, LONGEST) if runs.size >= SHORTEST]
    found = (each for runs in reversed(every) for each in _telling(read, runs, kinds, unknown))  # the short ones if need be
    return [_phrase(read, forms, at) for forms, at in islice(_outermost(found), MOST_PHRASES)]


def _telling(read: Reading, runs: Grown, kinds: Kinds, unknown: Ints) -> list[tuple[tuple[str, ...], int, Ints]]:
    """(forms, documents, places) of runs that tell something, in the order of worth.

    In no place are all their words of content quoted by rules.
    """
    order, counts, found = ordered(runs.name), np.bincount(runs.name), []
    ends = np.cumsum(counts)
    forms = read.form[runs.at[order[ends - counts]][:, None] + np.arange(runs.size)]
    quoted = np.bincount(runs.name[unknown[runs.at + runs.size] == unknown[runs.at]], minlength=len(counts)) > 0
    for name in np.flatnonzero(kinds.tell(forms) & ~quoted).tolist():
        places = runs.at[order[ends[name] - counts[name] : ends[name]]]
        found.append((tuple(read.forms[form] for form in forms[name].tolist()), int(runs.spread[name]), places))
    return sorted(found, key=lambda each: (-each[1], -len(each[2]), each[0]))


def _outermost(found: Iterable[tuple[tuple[str, ...], int, Ints]]) -> Iterator[tuple[tuple[str, ...], Ints]]:
    """Those of (forms, documents, places) that stand in no longer one of as many documents; the longest must come first."""
    held: dict[tuple[str, ...], int] = {}
    for forms, spread, places in found:
        if held.get(forms, 0) >= spread:
            continue
        for size in range(SHORTEST, len(forms)):
            for at in range(len(forms) - size + 1):
                part = forms[at : at + size]
                held[part] = max(held.get(part, 0), spread)
        yield forms, places


def _phrase(read: Reading, forms: tuple[str, ...], at: Ints) -> Phrase:
    last = at + len(forms) - 1
    spans, text = zip(read.start[at[:MOST_WAYS]].tolist(), read.end[last[:MOST_WAYS]].tolist(), strict=True), read.stream.text
    label = Counter([text[start:end] for start, end in spans]).most_common(1)[0][0]  # with its hyphens
    return Phrase(label, forms, np.array([read.text[at], read.begin[at], read.close[last]]))
