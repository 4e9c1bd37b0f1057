"""The words that set each source apart from the rest."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from claimscape.arrays import Ints, begun
from claimscape.queries import tallied
from claimscape.queries.emphasis import compared
from claimscape.queries.pick import picks
from claimscape.queries.scope import CLAIMLESS, Scope, of_units, with_facts
from claimscape.queries.worded import Worded, worded
from claimscape.statistics import PRIOR_WORDS, dispersion
from claimscape.store import Landscape
from claimscape.words import normal, stem

WORDS_A_SOURCE = 60
FEWEST_HITS = 3
PARTS_OF_A_SOURCE = 10
MOST_SPELLINGS = 50_000  # the commonest, whose inflections are looked for; a stem takes 20 µs
MOST_FORMS = 40  # of one word
# English words without a subject of their own; words of other languages are held down only by being common to all sources.
FUNCTION_WORDS = tuple(
    """
a about above after again against all also although am an and any are as at be because been before being below between
both but by can cannot could did do does doing down during each either even every few for from further had has have
having he her here hers him his how however i if in into is it it's its itself just let like made make many may me might
more most much must my neither no nor not now of off often on once one only onto or other others our out over own per
rather same shall she should since so some such than that the their them themselves then there these they this those
though through thus to too toward towards under until up upon us very via was we well were what when where whether which
while who whom whose why will with within without would yet you your
""".split()
)


def distinctive_words(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The words that set each unit (a source, or a group of them) apart from the rest: at most 60 each, the surest first.

    A word and its inflections are counted together, under the spelling that is commonest in all the sources.
    Ranked by the low end of the ratio to the rest. One unit alone has no rest: its commonest words. Exact copies are left out.
    Columns unit, source (its name), position, word, count, of, rest, rest_of (words), forms (all its spellings, the commonest
    first), ratio, low, high, state, dispersion (over tenths of the unit's text), score (the low end of the ratio), pick.
    """
    return _shown(landscape, scope).copy(deep=False)


@lru_cache(maxsize=4)  # the bars and the cloud of one page
def _shown(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    ranked, facts = _ranked(landscape, scope.topics, scope.by)
    frame = ranked[ranked["unit"].isin(tallied.seen(landscape, scope).units["unit"])].reset_index(drop=True)
    frame["pick"] = picks(word=frame["forms"], whole="" if scope.topics else "yes", **of_units(scope, frame["unit"]))
    frame.attrs |= CLAIMLESS | facts
    return with_facts(frame, landscape, scope)


@lru_cache(maxsize=8)  # the same for every filter of sources
def _ranked(landscape: Landscape, topics: tuple[str, ...], by: str) -> tuple[pd.DataFrame, dict[Hashable, Any]]:
    """The words of every unit, corrected over all of them, and what is told of all."""
    frame, found, sizes = _counted(landscape, topics, by)
    forms = _forms(landscape)
    frame["forms"] = pd.Series([" ".join(forms.get(word, (word,))) for word in frame["word"]], dtype=frame["word"].dtype)
    facts: dict[Hashable, Any] = {"alone": frame.empty or not (frame["rest_of"] > 0).any(), "comparisons": len(frame)}
    if frame.empty:
        return frame.assign(ratio=[], low=[], high=[], state=[], dispersion=[], score=[]), facts | {"alone": False}
    alone = facts["alone"]
    ranked = frame.assign(ratio=1.0, low=1.0, high=1.0, state="") if alone else compared(frame, _prior(frame), 1.0)
    ranked["dispersion"] = dispersion(found, sizes)
    ranked["score"] = ranked["count"].astype(float) if alone else ranked["low"]
    ranked = ranked if alone else ranked[ranked["ratio"] > 1]
    ranked = ranked.sort_values(["position", "score", "count", "word"], ascending=[True, False, False, True])
    return ranked.groupby("unit", sort=False).head(WORDS_A_SOURCE), facts


def _counted(landscape: Landscape, topics: tuple[str, ...], by: str) -> tuple[pd.DataFrame, Ints, Ints]:
    """The words of every unit by position and word; of each row its counts in the parts of the unit's text, and their sizes."""
    read, seen = _together(landscape, topics), tallied.seen(landscape, Scope(by=by))
    unit = seen.unit[read.doc].astype(np.int64)
    lines, order = np.bincount(unit, minlength=len(seen.units)), np.argsort(unit, kind="stable")
    turn = np.empty_like(unit)
    turn[order] = np.arange(len(unit)) - (np.cumsum(lines) - lines)[unit[order]]
    part = turn * PARTS_OF_A_SOURCE // lines[unit]
    sizes = np.bincount((unit * PARTS_OF_A_SOURCE + part)[read.line], minlength=len(lines) * PARTS_OF_A_SOURCE)
    sizes, wide = sizes.reshape(-1, PARTS_OF_A_SOURCE), max(len(read.words), 1)
    keys, each = np.unique(((unit * wide)[read.line] + read.word) * PARTS_OF_A_SOURCE + part[read.line], return_counts=True)
    pairs = keys // PARTS_OF_A_SOURCE
    new = begun(pairs)
    found = np.zeros((int(new.sum()), PARTS_OF_A_SOURCE), np.int64)
    found[np.cumsum(new) - 1, keys % PARTS_OF_A_SOURCE] = each
    (at, word), times = np.divmod(pairs[new], wide), found.sum(axis=1)
    rest = np.bincount(read.word, minlength=wide)[word] - times
    kept = np.flatnonzero((times >= FEWEST_HITS) & read.telling[word])
    at, of = at[kept], sizes.sum(axis=1)
    frame = seen.units[["unit", "source", "position"]].iloc[at].reset_index(drop=True)
    frame["word"] = pd.Series(np.array(read.words, object)[word[kept]], dtype=frame["unit"].dtype)
    frame = frame.assign(count=times[kept], of=of[at], rest=rest[kept], rest_of=of.sum() - of[at])
    return frame, found[kept], sizes[at]


def _together(landscape: Landscape, topics: tuple[str, ...]) -> Worded:
    """The words of the text, inflections under the name of their word."""
    read = worded(landscape, topics, FUNCTION_WORDS)
    named = {spelling: name for name, known in _forms(landscape).items() for spelling in known}
    names = [named.get(word, word) for word in read.words]
    words = sorted(set(names))
    place = {word: at for at, word in enumerate(words)}
    to = np.array([place[name] for name in names], np.int64)
    telling = np.zeros(len(words), np.bool_)
    telling[to] = read.telling
    return replace(read, words=words, telling=telling, word=to[read.word])


@lru_cache(maxsize=4)  # the same for every filter
def _forms(landscape: Landscape) -> Mapping[str, tuple[str, ...]]:
    """Words of several spellings, "e-scooters" and "e-scooter": all of them by the commonest, which comes first."""
    read = worded(landscape, (), FUNCTION_WORDS)
    counts = np.bincount(read.word, minlength=len(read.words))
    spellings: dict[str, list[str]] = defaultdict(list)
    for at in np.argsort(-counts, kind="stable")[:MOST_SPELLINGS].tolist():
        if read.telling[at]:
            spellings[stem(normal(read.words[at]))].append(read.words[at])
    return {known[0]: tuple(known[:MOST_FORMS]) for known in spellings.values() if len(known) > 1}


def _prior(frame: pd.DataFrame) -> float:
    """500 words, as Monroe, Colaresi and Quinn took for speeches; a tenth of all words where there are not 5,000 of them."""
    return min(PRIOR_WORDS, float((frame["of"] + frame["rest_of"]).iloc[0]) / 10)


def wordcloud(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The frame of `distinctive_words`: the cloud shows the same words by the same score."""
    return distinctive_words(landscape, scope)
