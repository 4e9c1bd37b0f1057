"""Wording that sources share: runs of six words found in two sources or more, and the longest passages they make up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from claimscape.arrays import Flags, Ints
from claimscape.queries.phrases import outermost
from claimscape.queries.scope import Scope, ask
from claimscape.store import Landscape
from claimscape.words import normal, raw_words

RUN = 6  # words in a row; shorter runs recur among texts of one subject without being copied
MOST_SOURCES = 1000  # the first so many are compared
MOST_PIECES = 40  # that a passage is grown from; a piece ends where the sources that have it change



@dataclass(frozen=True)
class Runs:
    """Runs that two sources or more have, in the order of the text, and how many different runs each source has in all.

    `places`, all of whole numbers: position (of the source), at (place of the first word in `words`), first and last (its
    sentences), run; `words` of all texts, in their normal form; `sizes` by position.
    """

    places: pd.DataFrame
    words: Sequence[str]
    sizes: Mapping[int, int]


@dataclass(frozen=True)
class Passage:
    """Words in a row, and (first row, last row) in the table of runs of each place where they stand."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@lru_cache(maxsize=2)  # both charts of the page ask for them
def runs(landscape: Landscape, scope: Scope) -> Runs:
    """The shared runs of the running text that the filters leave; case, punctuation and ways of spelling do not count."""
    lines = ask(landscape, scope, _LINES, most=MOST_SOURCES)
    words, line = _words(lines["text"].tolist())
    number = {word: place for place, word in enumerate(dict.fromkeys(words))}
    coded = np.fromiter(map(number.__getitem__, words), np.int64, len(words))
    doc, text, sentence = (lines[name].to_numpy(np.int64)[line] for name in ("position", "text_id", "sentence_id"))
    at = np.flatnonzero(text[RUN - 1 :] == text[: 1 - RUN])
    name = np.unique(_numbered(coded)[at], return_inverse=True)[1]
    once = np.sort(doc[at] * (len(at) + 1) + name)  # np.unique without its inverse hashes, which takes ten times as long
    doc_of, run_of = np.divmod(once[np.diff(once, prepend=-1) > 0], len(at) + 1)
    sizes = {place: int(size) for place, size in enumerate(np.bincount(doc_of)) if size}
    shared = np.bincount(run_of, minlength=1)[name] > 1
    at, name = at[shared], np.unique(name[shared], return_inverse=True)[1]
    places = {"position": doc[at], "at": at, "first": sentence[at], "last": sentence[at + RUN - 1], "run": name}
    return Runs(pd.DataFrame(places), words, sizes)


def _words(texts: Sequence[str]) -> tuple[list[str], Ints]:
    """The normal forms of all words, and which text each is of."""
    read = [raw_words(text) for text in texts]
    forms = {word: normal(word) for word in set().union(*read)}
    kept = [[form for word in words if (form := forms[word])] for words in read]
    return [form for each in kept for form in each], np.repeat(np.arange(len(kept)), [len(each) for each in kept])


def _numbered(words: Ints) -> Ints:
    """A number for the run of six that begins at each word, the same for the same words; exact, where a hash might err."""
    two = _pairs(words[:-1], words[1:])
    four = _pairs(two[:-2], two[2:])
    return _pairs(four[:-2], two[4:])


def _pairs(one: Ints, other: Ints) -> Ints:
    return np.asarray(np.unique(one * (int(other.max(initial=0)) + 1) + other, return_inverse=True)[1])


def passages(found: Runs) -> list[Passage]:
    """The longest first; none stands inside a longer one that is in as many sources."""
    if found.places.empty:
        return []
    run, at = found.places["run"].to_numpy(), found.places["at"].to_numpy()
    first, last = _pieces(found.places)
    docs, names_ = found.places["position"].to_numpy()[first].tolist(), run[first].tolist()
    length = dict(zip(names_, (last - first + 1).tolist(), strict=True))
    grown = list(_grown(docs, names_, _linked(found.places)[last[:-1]].tolist()))
    grown.sort(key=lambda item: (-sum(length[name] for name in item[0]), -len({docs[piece] for piece in item[1]}), item[1]))
    told = []
    for names, places in outermost(grown, docs.__getitem__, 1):
        spans = tuple((int(first[piece]), int(last[piece + len(names) - 1])) for piece in places)
        start, end = (int(at[row]) for row in spans[0])
        told.append(Passage(tuple(found.words[start : end + RUN]), spans))
    return told


def _linked(places: pd.DataFrame) -> Flags:
    """Whether each run but the last is followed by the next in the same text, a word on."""
    at, doc = places["at"].to_numpy(), places["position"].to_numpy()
    return np.asarray((at[1:] == at[:-1] + 1) & (doc[1:] == doc[:-1]))


def _pieces(places: pd.DataFrame) -> tuple[Ints, Ints]:
    """First and last row of every piece: it goes on while the next run follows wherever the last one stands, and only there."""
    run, linked = places["run"].to_numpy(), _linked(places)
    times = np.bincount(run)
    pairs = np.where(linked, run[:-1] * len(times) + run[1:], -1)
    _, pair, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    same = linked & (counts[pair] == times[run[:-1]]) & (counts[pair] == times[run[1:]])
    ends = np.append(np.flatnonzero(~same), len(run) - 1)
    return np.append(0, ends[:-1] + 1), ends


def _grown(docs: Sequence[int], names: list[int], linked: list[bool]) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """(pieces, places) of all passages in two sources or more, the shortest first, for longer ones begin with them."""
    starts = list(range(len(names)))
    for size in range(1, MOST_PIECES + 1):
        places: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for at in starts:
            if at + size <= len(names) and all(linked[at : at + size - 1]):
                places[tuple(names[at : at + size])].append(at)
        again = {key: found for key, found in places.items() if len({docs[at] for at in found}) > 1}
        yield from again.items()
        starts = sorted(at for found in again.values() for at in found)


# A heading or a sentence that the filters leave out between two sentences ends a text.
_LINES = """
, line AS (SELECT *, sentence_id - row_number() OVER (PARTITION BY doc_id ORDER BY sentence_id) AS island FROM body)
SELECT position, sentence_id, text, dense_rank() OVER (ORDER BY position, island) AS text_id
FROM line JOIN (SELECT * FROM source ORDER BY position LIMIT $most::INT) USING (doc_id) ORDER BY position, sentence_id
"""
