"""What each source over- or under-stresses against the rest of the sources."""

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from claimscape.arrays import Ints, Whole
from claimscape.queries import tallied
from claimscape.queries.grids import grid, ordered
from claimscape.queries.pick import coded
from claimscape.queries.scope import CLAIMLESS, Scope, ask, of_units, with_facts
from claimscape.queries.tallied import Seen
from claimscape.queries.without import leaning
from claimscape.statistics import (
    MANY,
    PRIOR_SENTENCES,
    Numbers,
    correlation_within,
    design_effect,
    dispersion,
    log_odds,
    states,
    worth_showing,
)
from claimscape.store import Landscape
from claimscape.tallies import PROSE

FEWEST_SOURCES = 5  # below it a ratio against the rest compares a source with two or three others: counts only
Part = tuple[str, Ints, Ints, Whole]  # code, its sentences in each part, those of the part, group of the part
PASSAGE = 10  # sentences; a passage is what stands under one heading, cut where it is longer


def emphasis(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """How much more or less often each code stands in a unit (a source, or a group of them) than in the rest of the sources.

    Compared with all sources and corrected over all cells of the codebook whatever the filters, which only choose what is
    shown; exact copies are left out.
    Columns kind, code_id, label, unit, source (its name), position, size, sentences, of, rest, rest_of, ratio, low, high (of
    the shrunken log-odds, 95 %), state ("over", "under", "cannot tell"), dispersion (of the code over all units), pick.
    """
    whole, facts = _whole(landscape, scope.by)[:2]
    units = tallied.seen(landscape, scope).units["unit"]
    topics = whole["code_id"].isin(scope.topics) if scope.topics else True
    frame = whole[whole["unit"].isin(units) & ((whole["kind"] != "topic") | topics)].reset_index(drop=True)
    frame["pick"] = coded(frame, whole=["yes"] * len(frame), **of_units(scope, frame["unit"]))
    frame.attrs |= CLAIMLESS | facts | {"leans_on": (), "undone": "cannot be told from chance"}
    first = largest(frame)
    if len(first) and not scope.by:
        frame.attrs["leans_on"] = _first_without(landscape, *first[["code", "unit"]].iloc[0])
    return with_facts(frame, landscape, scope)


def largest(frame: pd.DataFrame) -> pd.DataFrame:
    """The differences that can be told, the largest ratio first."""
    told = frame[~frame["state"].isin(("cannot tell", ""))]
    by, size = ["_size", "code", "position"], np.abs(np.log(told["ratio"].to_numpy(float))) if len(told) else []
    return told.assign(_size=size).sort_values(by, ascending=[False, True, True]).drop(columns="_size")


@lru_cache(maxsize=8)  # the same for every filter
def _whole(landscape: Landscape, by: str) -> tuple[pd.DataFrame, dict[Hashable, Any], Numbers]:
    """Every code in every unit against the rest, what is told of all of it, and the design effect of each row."""
    every = Scope(by=by)
    frame = _cells(landscape, every)
    sources = int(frame.drop_duplicates("unit")["size"].sum())
    enough = sources >= FEWEST_SOURCES and frame["unit"].nunique() > 1
    facts: dict[Hashable, Any] = {"counts_only": not enough, "comparisons": len(frame)}
    none: Numbers = np.ones(len(frame))
    if not len(frame):
        return frame.assign(state=""), facts, none
    units = frame["unit"].nunique()  # each code has a row a unit
    found, sizes = (frame[name].to_numpy().reshape(-1, units) for name in ("sentences", "of"))
    frame["dispersion"] = np.repeat(dispersion(found, sizes), units)
    if not enough:
        return frame.assign(state=""), facts, none
    by_code = _effects(landscape, every)
    effects: Numbers = np.array([by_code.get(code, 1.0) for code in frame["code"]], dtype=np.float64)
    frame = compared(frame, PRIOR_SENTENCES, effects)
    if by and sources >= MANY:
        large = worth_showing(frame["ratio"].to_numpy(), (frame["k"] / sources).to_numpy(), sources)
        frame["state"] = np.where(large, np.where(frame["ratio"] > 1, "over", "under"), "cannot tell")
    return frame, facts, effects


def _cells(landscape: Landscape, every: Scope) -> pd.DataFrame:
    """Every code that is there in every unit that has text, counted beside the rest."""
    seen, listed = tallied.seen(landscape, every), tallied.listed(landscape, every, *_KINDS)
    sentences, k, of = _counted(landscape, seen, listed)
    sentences, total = sentences[:, of > 0], sentences.sum(axis=1)
    units, of = seen.units[of > 0].reset_index(drop=True), np.broadcast_to(of[of > 0], sentences.shape)
    order = ordered(listed, listed["kind"].map(_KINDS.index), -k, -total)
    rest = {"rest": total[:, None] - sentences, "rest_of": of.sum(axis=1, keepdims=True) - of}
    frame = grid(listed, units, order[total[order] > 0], sentences=sentences, of=of, **rest, k=k, total=total)
    frame["code"] = frame["kind"] + ":" + frame["code_id"]
    found: pd.DataFrame = frame[_CELL]
    return found


def _counted(landscape: Landscape, seen: Seen, listed: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    """Sentences of each code in each unit, sources that have the code, and sentences of each unit; copies left out."""
    every, text = Scope(), seen.alone(tallied.special(landscape, Scope(), PROSE))
    sentences, k = np.zeros((len(listed), len(seen.units)), np.int64), np.zeros(len(listed), np.int64)
    for kind in _KINDS:
        at, each = np.flatnonzero(listed["kind"] == kind), tallied.rows(landscape, every, kind).each()
        each, place = seen.alone(each), listed["row"].iloc[at].tolist()
        sentences[at], k[at] = seen.sums(each, place, each.sentences), seen.sums(each, place).sum(axis=1)
    return sentences, k, seen.sums(text, [PROSE], text.sentences)[0]


_KINDS = ("topic", "risk", "claim")
_CELL = "kind code_id code label unit source position size sentences of rest rest_of k total".split()


def compared(frame: pd.DataFrame, prior: float, effect: Numbers | float) -> pd.DataFrame:
    """The frame with ratio, low, high and state of each row, corrected over all its rows."""
    found = "sentences" if "sentences" in frame else "count"
    columns = [frame[name].to_numpy(float) for name in (found, "of", "rest", "rest_of")]
    odds = log_odds(*columns, prior=prior, effect=effect)
    low, high = odds.interval()
    return frame.assign(ratio=odds.ratio(), low=low, high=high, state=states(odds))


@lru_cache(maxsize=64)  # of every source that can come first
def _first_without(landscape: Landscape, code: str, unit: str) -> tuple[str, ...]:
    """Other sources without which the difference of this source and code could not be told any more."""
    frame, _, effects = _whole(landscape, "")
    names = list(frame.sort_values("position")["source"].drop_duplicates())
    (row,) = frame[(frame["code"] == code) & (frame["unit"] == unit)].to_dict("records")
    at, source = {"code": code, "state": row["state"]}, row["source"]

    def holds(kept: npt.NDArray[np.bool_]) -> bool:
        left = frame[frame["source"].isin([name for name, keep in zip(names, kept, strict=True) if keep])]
        if source not in set(left["source"]):
            return True  # the finding is about this source; without it there is none
        total, whole = left.groupby("code")["sentences"].transform("sum"), left.groupby("code")["of"].transform("sum")
        again = compared(
            left.assign(rest=total - left["sentences"], rest_of=whole - left["of"]), PRIOR_SENTENCES, effects[left.index]
        )
        row = again[(again["code"] == at["code"]) & (again["source"] == source)]
        return bool((row["state"] == at["state"]).all())

    return leaning(names, holds)


def _effects(landscape: Landscape, scope: Scope) -> dict[str, float]:
    """The design effect of each code: sentences of one passage speak of the same thing, and are not as many witnesses.

    Where sources are grouped they are what a group is a sample of, and take the place of passages.
    """
    parts = _sources(landscape, scope) if scope.by else _passages(landscape)
    return {code: design_effect(of, correlation_within(found, of, group)) for code, found, of, group in parts}


def _sources(landscape: Landscape, scope: Scope) -> Iterator[Part]:
    """Of each code its sentences in each source that has text, those of the source, and the number of its unit."""
    one, listed = tallied.seen(landscape, scope.ungrouped()), tallied.listed(landscape, scope, *_KINDS)
    sentences, k, of = _counted(landscape, one, listed)
    unit = tallied.seen(landscape, scope).unit[of > 0]
    for at in np.flatnonzero(k).tolist():
        yield f"{listed['kind'].iloc[at]}:{listed['code_id'].iloc[at]}", sentences[at, of > 0], of[of > 0], unit


def _passages(landscape: Landscape) -> Iterator[Part]:
    """The same in each passage of each source."""
    passages = ask(landscape, Scope(), _PASSAGES, passage=PASSAGE)
    yield from zip(*(passages[name] for name in ("code", "sentences", "of", "source")), strict=True)


_PASSAGES = """
, line AS (SELECT *, row_number() OVER (PARTITION BY doc_id ORDER BY sentence_id) AS line FROM prose WHERE own),
passage AS (
    SELECT doc_id, sentence_id, dense_rank() OVER (ORDER BY doc_id) AS source,
        dense_rank() OVER (ORDER BY doc_id, heading, line // $passage::INT) AS passage
    FROM line),
volume AS (SELECT source, passage, count(*) AS of FROM passage GROUP BY ALL),
cell AS (
    SELECT kind || ':' || code_id AS code, passage, count(*) AS sentences
    FROM found JOIN passage USING (doc_id, sentence_id) WHERE code_id IS NOT NULL GROUP BY ALL)
SELECT code, list(coalesce(sentences, 0) ORDER BY passage) AS sentences, list(of ORDER BY passage) AS of,
    list(source ORDER BY passage) AS source
FROM (SELECT DISTINCT code FROM cell) CROSS JOIN volume LEFT JOIN cell USING (code, passage) GROUP BY code
"""
