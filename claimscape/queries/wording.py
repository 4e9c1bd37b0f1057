"""Wording that sources share: runs of six words found in two sources or more, and the longest passages they make up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

import numpy as np
import pandas as pd

from claimscape.arrays import Flags, Ints
from claimscape.queries.reading import Reading
from claimscape.queries.recurrent import grown, paired
from claimscape.queries.scope import Scope, ask
from claimscape.store import Landscape

RUN = 6  # words in a row; shorter runs recur among texts of one subject without being copied
MOST_SOURCES = 1000  # the first so many are compared
MOST_PIECES = 40  # that a passage is grown from; a piece ends where the sources that have it change


@dataclass(frozen=True)
class Runs:
    """Runs that two sources or more have, in the order of the text, and how many different runs each source has in all.

    `places`, all of whole numbers: position (of the source), at (the number of the first word), first and last (its
    sentences), begin and end (in the document), run; `sizes` by position.
    """

    places: Mapping[str, Ints]
    sizes: Mapping[int, int]


@dataclass(frozen=True, eq=False)
class Passage:
    """How many words in a row, and the first and last row in the table of runs of each place where they stand."""

    words: int
    first: Ints
    last: Ints


@lru_cache(maxsize=2)  # both charts of the page ask for them
def runs(landscape: Landscape, scope: Scope) -> Runs:
    """The shared runs of the running text that the filters leave; case, punctuation and ways of spelling do not count."""
    lines = ask(landscape, scope, _LINES, most=MOST_SOURCES)
    read = Reading.of(lines["text"].tolist())
    doc, text, sentence, start = (
        lines[name].to_numpy(np.int64)[read.text] for name in ("position", "text_id", "sentence_id", "start")
    )
    at = np.flatnonzero(text[RUN - 1 :] == text[: 1 - RUN])
    name = pd.factorize(_numbered(read.form)[at])[0]
    once = np.sort(doc[at] * (len(at) + 1) + name)
    doc_of, run_of = np.divmod(once[np.diff(once, prepend=-1) > 0], len(at) + 1)
    sizes = {place: int(size) for place, size in enumerate(np.bincount(doc_of)) if size}
    again = np.bincount(run_of, minlength=1) > 1
    shared = again[name]
    at, name = at[shared], (np.cumsum(again) - 1)[name[shared]]
    end = at + RUN - 1
    places = {"position": doc[at], "at": at, "first": sentence[at], "last": sentence[end], "run": name}
    places |= {"begin": (start + read.begin)[at], "end": (start + read.close)[end]}
    return Runs(places, sizes)


def _numbered(words: Ints) -> Ints:
    """A number for the run of six that begins at each word, the same for the same words."""
    two = paired(words[:-1], words[1:])
    four = paired(two[:-2], two[2:])
    return paired(four[:-2], two[4:])


def pieces(places: Mapping[str, Ints]) -> tuple[Ints, Ints]:
    """First and last row of every piece: it goes on while the next run follows wherever the last one stands, and only there."""
    run, linked = places["run"], _linked(places)
    times = np.bincount(run)
    pairs = pd.factorize(np.where(linked, run[:-1] * len(times) + run[1:], -1))[0]
    counts = np.bincount(pairs, minlength=1)[pairs]
    same = linked & (counts == times[run[:-1]]) & (counts == times[run[1:]])
    ends = np.append(np.flatnonzero(~same), len(run) - 1)[: len(run)]
    return np.append(0, ends[:-1] + 1)[: len(ends)], ends


def passages(found: Runs) -> list[Passage]:
    """The longest first; none stands inside a longer one that is in as many sources."""
    if not found.places["run"].size:
        return []
    first, last = pieces(found.places)
    run, docs = (found.places[name][first] for name in ("run", "position"))
    joined = np.append(False, _linked(found.places)[last[:-1]])
    kept: list[tuple[int, int, int, Passage]] = []
    for size, spread, at in outermost(run, joined, docs):
        begin, end = first[at], last[at + size - 1]
        words = int(end[0] - begin[0]) + RUN
        kept.append((-words, -spread, int(at[0]), Passage(words, begin, end)))
    return [passage for *_, passage in sorted(kept, key=lambda each: each[:3])]


def outermost(items: Ints, joined: Flags, docs: Ints) -> Iterator[tuple[int, int, Ints]]:
    """(items, sources, places) of the runs of items that no longer run holds in as many sources.

    One that such a run holds is held by a run that is longer by one item, for that has as many sources as either.
    """
    every, number = list(grown(items, joined, docs, MOST_PIECES)), np.zeros(len(items), np.int64)
    for each, longer in zip_longest(every, every[1:]):
        held = np.zeros(len(each.spread), np.bool_)
        if longer is not None:
            number[each.at] = each.name
            for part in (number[longer.at], number[longer.at + 1]):
                held[part[longer.spread[longer.name] == each.spread[part]]] = True
        order, ends = each.at[np.argsort(each.name, kind="stable")], np.cumsum(np.bincount(each.name))
        begins = np.append(0, ends[:-1])
        for name in np.flatnonzero(~held).tolist():
            yield each.size, int(each.spread[name]), order[begins[name] : ends[name]]


def _linked(places: Mapping[str, Ints]) -> Flags:
    """Whether each run but the last is followed by the next in the same text, a word on."""
    at, doc = places["at"], places["position"]
    return np.asarray((at[1:] == at[:-1] + 1) & (doc[1:] == doc[:-1]))


# A heading or a sentence that the filters leave out between two sentences ends a text.
_LINES = """
, line AS (SELECT *, sentence_id - row_number() OVER (PARTITION BY doc_id ORDER BY sentence_id) AS island FROM body)
SELECT position, sentence_id, start, text, dense_rank() OVER (ORDER BY position, island) AS text_id
FROM line JOIN (SELECT * FROM source ORDER BY position LIMIT $most::INT) USING (doc_id) ORDER BY position, sentence_id
"""
