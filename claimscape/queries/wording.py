"""Wording that sources share: runs of six words found in two sources or more, and the longest passages they make up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import zip_longest

import numpy as np
import pandas as pd

from claimscape.arrays import Flags, Ints, begun, ordered
from claimscape.queries.pick import texts as list_of
from claimscape.queries.reading import Reading
from claimscape.queries.recurrent import Grown, grown, paired
from claimscape.queries.scope import Scope, ask
from claimscape.store import Landscape

RUN = 6  # words in a row; shorter runs recur among texts of one subject without being copied
MOST_SOURCES = 1000  # the first so many are compared
MOST_PIECES = 40  # that a passage is grown from; a piece ends where the sources that have it change


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs that two sources or more have, in the order of the text, and how many different runs each source has in all.

    A row is a place of a run: position of its source, at, the number of its first word, and run. `sizes` is by position.
    `words` has of each word text, the number of its sentence, start and end (in the stream), `lines` of each sentence
    sentence_id and shift, from the stream to the document.
    """

    position: Ints
    at: Ints
    run: Ints
    sizes: Mapping[int, int]
    words: Mapping[str, Ints]
    lines: Mapping[str, Ints]

    def sentences(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Sentences in which the runs of the first of these rows begin and those of the last end."""
        text, sentence = self.words["text"], self.lines["sentence_id"]
        return sentence[text[self.at[first]]], sentence[text[self.at[last] + RUN - 1]]

    def spans(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Where the same begin and end in the document."""
        begin, end, shift = self.at[first], self.at[last] + RUN - 1, self.lines["shift"]
        text, start, close = (self.words[name] for name in ("text", "start", "end"))
        return start[begin] + shift[text[begin]], close[end] + shift[text[end]]

    @cached_property
    def pieces(self) -> tuple[Ints, Ints]:
        """First and last row of every piece: it goes on while the next run follows wherever the last one stands, only there."""
        run, linked = self.run, self.linked
        times = np.bincount(run)
        pairs = pd.factorize(np.where(linked, run[:-1] * len(times) + run[1:], -1))[0]
        counts = np.bincount(pairs, minlength=1)[pairs]
        same = linked & (counts == times[run[:-1]]) & (counts == times[run[1:]])
        ends = np.append(np.flatnonzero(~same), len(run) - 1)[: len(run)]
        return np.append(0, ends[:-1] + 1)[: len(ends)], ends

    @cached_property
    def linked(self) -> Flags:
        """Whether each run but the last is followed by the next in the same text, a word on."""
        return np.asarray((self.at[1:] == self.at[:-1] + 1) & (self.position[1:] == self.position[:-1]))


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
    read = Reading.of(list_of(lines["text"]))
    position, sentence, start = (lines[name].to_numpy(np.int64) for name in ("position", "sentence_id", "start"))
    text = np.cumsum(begun(position, sentence - np.arange(len(lines))))[read.text]  # a sentence that is left out ends a text
    at = np.flatnonzero(text[RUN - 1 :] == text[: 1 - RUN])
    name, doc = _numbered(read.form)[at], position[read.text[at]]
    order = ordered(name)
    named, of = name[order], doc[order]
    once = np.flatnonzero(begun(named, of))
    sizes = {place: int(size) for place, size in enumerate(np.bincount(of[once])) if size}
    again = np.bincount(named[once], minlength=1) > 1
    shared = np.flatnonzero(again[name])
    known = {"text": read.text, "start": read.start, "end": read.end}
    of_lines = {"sentence_id": sentence, "shift": start - read.stream.first[:-1]}
    return Runs(doc[shared], at[shared], (np.cumsum(again) - 1)[name[shared]], sizes, known, of_lines)


def _numbered(words: Ints) -> Ints:
    """A number for the run of six that begins at each word, the same for the same words."""
    two = paired(words[:-1], words[1:])
    four = paired(two[:-2], two[2:])
    return paired(four[:-2], two[4:])


def passages(found: Runs, most: int) -> tuple[list[Passage], int]:
    """The longest first, so many of them, and how many there are; none stands inside a longer one in as many sources."""
    first, last = found.pieces
    joined = np.append(False, found.linked[last[:-1]])[: len(first)]
    every = [(runs, *_apart(runs)) for runs in outermost(found.run[first], joined, found.position[first])]
    if not every:
        return [], 0
    begins = np.concatenate([runs.at[order[bounds[:-1]]] for runs, order, bounds in every])
    size = np.repeat([runs.size for runs, _, _ in every], [len(runs.spread) for runs, _, _ in every])
    words = last[begins + size - 1] - first[begins] + RUN
    ranked = np.lexsort((begins, -np.concatenate([runs.spread for runs, _, _ in every]), -words))
    level = np.repeat(np.arange(len(every)), [len(runs.spread) for runs, _, _ in every])
    number = np.arange(len(level)) - np.searchsorted(level, level)
    kept = []
    for at in ranked[:most].tolist():
        runs, order, bounds = every[level[at]]
        places = runs.at[order[bounds[number[at]] : bounds[number[at] + 1]]]
        kept.append(Passage(int(words[at]), first[places], last[places + runs.size - 1]))
    return kept, len(words)


def _apart(runs: Grown) -> tuple[Ints, Ints]:
    """Places in the order of their names, and where those of each name begin and the last ends."""
    return ordered(runs.name), np.append(0, np.cumsum(np.bincount(runs.name)))


def outermost(items: Ints, joined: Flags, docs: Ints) -> Iterator[Grown]:
    """The runs of items that no longer run holds in as many sources.

    One that such a run holds is held by a run that is longer by one item, for that has as many sources as either.
    """
    every, number = list(grown(items, joined, docs, MOST_PIECES)), np.zeros(len(items), np.int64)
    for each, longer in zip_longest(every, every[1:]):
        kept = np.ones(len(each.spread), np.bool_)
        if longer is not None:
            number[each.at], place = each.name, np.zeros(len(longer.spread), np.int64)
            place[longer.name] = longer.at  # any of them: the same runs stand in each
            for part in (number[place], number[place + 1]):
                kept[part[longer.spread == each.spread[part]]] = False
        if kept.any():
            at = np.flatnonzero(kept[each.name])
            yield Grown(each.size, each.at[at], (np.cumsum(kept) - 1)[each.name[at]], each.spread[kept])


_LINES = """
SELECT position, sentence_id, start, text
FROM body JOIN (SELECT * FROM source ORDER BY position LIMIT $most::INT) USING (doc_id) ORDER BY position, sentence_id
"""
