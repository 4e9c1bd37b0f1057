"""What each source over- or under-stresses against the rest of the sources."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from claimscape.queries import tallied
from claimscape.queries.pick import coded
from claimscape.queries.scope import CLAIMLESS, Scope, ask, of_units, with_facts
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

FEWEST_SOURCES = 5  # below it a ratio against the rest compares a source with two or three others: counts only
PASSAGE = 10  # sentences; a passage is what stands under one heading, cut where it is longer


def emphasis(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """How much more or less often each code stands in a unit (a source, or a group of them) than in the rest of the sources.

    Compared with all sources and corrected over all cells of the codebook whatever the filters, which only choose what is
    shown; exact copies are left out.
    Columns kind, code_id, label, unit, source (its name), position, size, sentences, of, rest, rest_of, ratio, low, high (of
    the shrunken log-odds, 95 %), state ("over", "under", "cannot tell"), dispersion (of the code over all units), pick.
    """
    whole, facts = _whole(landscape, scope.by)
    units = tallied.seen(landscape, scope).units["unit"]
    topics = whole["code_id"].isin(scope.topics) if scope.topics else True
    frame = whole[whole["unit"].isin(units) & ((whole["kind"] != "topic") | topics)].reset_index(drop=True)
    frame["pick"] = coded(frame, whole=["yes"] * len(frame), **of_units(scope, frame["unit"]))
    frame.attrs |= CLAIMLESS | facts
    return with_facts(frame, landscape, scope)


@lru_cache(maxsize=8)  # the same for every filter
def _whole(landscape: Landscape, by: str) -> tuple[pd.DataFrame, dict[Hashable, Any]]:
    """Every code in every unit against the rest, and what is told of all of it."""
    every = Scope(by=by)
    frame = ask(landscape, every, _CELLS)
    sources = int(frame.drop_duplicates("unit")["size"].sum())
    enough = sources >= FEWEST_SOURCES and frame["unit"].nunique() > 1
    facts: dict[Hashable, Any] = {"counts_only": not enough, "comparisons": len(frame), "leans_on": ()}
    if not len(frame):
        return frame.assign(state=""), facts
    units = frame["unit"].nunique()  # each code has a row a unit
    found, sizes = (frame[name].to_numpy().reshape(-1, units) for name in ("sentences", "of"))
    frame["dispersion"] = np.repeat(dispersion(found, sizes), units)
    if not enough:
        return frame.assign(state=""), facts
    by_code = _effects(landscape, every)
    effects: Numbers = np.array([by_code.get(code, 1.0) for code in frame["code"]], dtype=np.float64)
    frame = compared(frame, PRIOR_SENTENCES, effects)
    if by and sources >= MANY:
        large = worth_showing(frame["ratio"].to_numpy(), (frame["k"] / sources).to_numpy(), sources)
        frame["state"] = np.where(large, np.where(frame["ratio"] > 1, "over", "under"), "cannot tell")
    return frame, facts | {"leans_on": () if by else _first_without(frame, effects)}


def compared(frame: pd.DataFrame, prior: float, effect: Numbers | float) -> pd.DataFrame:
    """The frame with ratio, low, high and state of each row, corrected over all its rows."""
    found = "sentences" if "sentences" in frame else "count"
    columns = [frame[name].to_numpy(float) for name in (found, "of", "rest", "rest_of")]
    odds = log_odds(*columns, prior=prior, effect=effect)
    low, high = odds.interval()
    return frame.assign(ratio=odds.ratio(), low=low, high=high, state=states(odds))


def _first_without(frame: pd.DataFrame, effects: Numbers) -> tuple[str, ...]:
    """Other sources without which the largest difference that can be told could not be told any more."""
    told = frame[frame["state"] != "cannot tell"]
    if told.empty:
        return ()
    first = np.log(told["ratio"]).abs().sort_values(ascending=False, kind="stable").index[0]
    names = list(frame.sort_values("position")["source"].drop_duplicates())
    at, source = frame.loc[first, ["code", "state"]], frame.loc[first, "source"]

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
    passages = ask(landscape, scope, _PASSAGES, passage=PASSAGE)
    return {
        str(code): design_effect(
            list(part["of"]), correlation_within(list(part["sentences"]), list(part["of"]), list(part["unit"]))
        )
        for code, part in passages.groupby("code", sort=False)
    }


_PASSAGES = """
, line AS (SELECT *, row_number() OVER (PARTITION BY doc_id ORDER BY sentence_id) AS line FROM prose WHERE own),
passage AS (
    SELECT doc_id, unit, sentence_id, CASE WHEN $by::VARCHAR = ''
        THEN dense_rank() OVER (ORDER BY doc_id, heading, line // $passage::INT)
        ELSE dense_rank() OVER (ORDER BY doc_id) END AS passage
    FROM line),
volume AS (SELECT unit, passage, count(*) AS of FROM passage GROUP BY ALL),
cell AS (
    SELECT kind || ':' || code_id AS code, passage, count(*) AS sentences
    FROM found JOIN passage USING (doc_id, sentence_id) WHERE code_id IS NOT NULL GROUP BY ALL)
SELECT code, unit, passage, coalesce(sentences, 0) AS sentences, of
FROM (SELECT DISTINCT code FROM cell) CROSS JOIN volume LEFT JOIN cell USING (code, passage) ORDER BY code, passage
"""

_CELLS = """
, cell AS (SELECT kind, code_id, unit, count(*) AS sentences, count(DISTINCT doc_id) AS has FROM found WHERE own GROUP BY ALL),
volume AS (SELECT unit, count(*) AS of FROM prose WHERE own GROUP BY ALL),
grid AS (
    SELECT kind, code_id, label, code.position AS place, sized.unit, source, sized.position, size,
        coalesce(cell.sentences, 0) AS sentences, of, coalesce(has, 0) AS has
    FROM code CROSS JOIN (SELECT * FROM unit JOIN volume USING (unit)) AS sized LEFT JOIN cell USING (kind, code_id, unit)
    WHERE kind IN ('topic', 'claim', 'risk')),
whole AS (
    SELECT *, sum(sentences) OVER code - sentences AS rest, sum(of) OVER code - of AS rest_of,
        sum(sentences) OVER code AS total, sum(has) OVER code AS k
    FROM grid WINDOW code AS (PARTITION BY kind, code_id))
SELECT kind, code_id, kind || ':' || code_id AS code, label, unit, source, position, size, sentences, of,
    rest::BIGINT AS rest, rest_of::BIGINT AS rest_of,
    k::BIGINT AS k, total::BIGINT AS total
FROM whole WHERE total > 0 ORDER BY kind DESC, k DESC, total DESC, place, code_id, position
"""
