"""What each source over- or under-stresses against the rest of the sources."""

from functools import lru_cache

import numpy as np
import pandas as pd

from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.statistics import (
    PRIOR_SENTENCES,
    Numbers,
    correlation_within,
    design_effect,
    dispersion,
    log_odds,
    states,
)
from claimscape.store import Landscape

FEWEST_SOURCES = 5  # below it a ratio against the rest compares a source with two or three others: counts only
PASSAGE = 10  # sentences; a passage is what stands under one heading, cut where it is longer


def emphasis(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """How much more or less often each code stands in a source than in the rest of the sources.

    Columns kind, code_id, label, doc_id, source, position, sentences, of, rest, rest_of, ratio, low, high (of the shrunken
    log-odds, 95 %), state ("over", "under", "cannot tell"), dispersion (of the code over all sources), pick. Compared with
    all sources and corrected over all cells of the codebook whatever the filters, which only choose what is shown.
    """
    frame = ask(landscape, Scope(), _CELLS)
    shown = ask(landscape, scope, "SELECT kind, code_id, doc_id FROM code CROSS JOIN source")
    comparisons = len(frame)
    enough = frame["doc_id"].nunique() >= FEWEST_SOURCES
    by_code = _effects(landscape)
    effects: Numbers = np.array([by_code.get(code, 1.0) for code in frame["code"]], dtype=np.float64)
    frame = compared(frame, PRIOR_SENTENCES, effects) if enough else frame.assign(state="")
    if len(frame):
        frame["dispersion"] = frame.groupby(["kind", "code_id"])["sentences"].transform(
            lambda found: dispersion(list(found), list(frame.loc[found.index, "of"]))
        )
    frame = frame.merge(shown, on=["kind", "code_id", "doc_id"])
    codes = zip(frame["kind"], frame["code_id"], frame["doc_id"], strict=True)
    frame["pick"] = [str(Pick(**{kind: code, "source": source})) for kind, code, source in codes]
    frame.attrs |= {"counts_only": not enough, "comparisons": comparisons}
    return with_facts(frame, landscape, scope)


def compared(frame: pd.DataFrame, prior: float, effect: Numbers | float) -> pd.DataFrame:
    """The frame with ratio, low, high and state of each row, corrected over all its rows."""
    found = "sentences" if "sentences" in frame else "count"
    columns = [frame[name].to_numpy(float) for name in (found, "of", "rest", "rest_of")]
    odds = log_odds(*columns, prior=prior, effect=effect)
    low, high = odds.interval()
    return frame.assign(ratio=odds.ratio(), low=low, high=high, state=states(odds))


@lru_cache(maxsize=8)  # the same for every filter
def _effects(landscape: Landscape) -> dict[str, float]:
    """The design effect of each code: sentences of one passage speak of the same thing, and are not as many witnesses."""
    passages = ask(landscape, Scope(), _PASSAGES, passage=PASSAGE)
    return {
        str(code): design_effect(
            list(part["of"]), correlation_within(list(part["sentences"]), list(part["of"]), list(part["doc_id"]))
        )
        for code, part in passages.groupby("code", sort=False)
    }


_PASSAGES = """
, line AS (SELECT *, row_number() OVER (PARTITION BY doc_id ORDER BY sentence_id) AS line FROM prose),
passage AS (
    SELECT doc_id, sentence_id, dense_rank() OVER (ORDER BY doc_id, heading, line // $passage::INT) AS passage FROM line),
size AS (SELECT doc_id, passage, count(*) AS of FROM passage GROUP BY ALL),
cell AS (
    SELECT kind || ':' || code_id AS code, passage, count(*) AS sentences
    FROM found JOIN passage USING (doc_id, sentence_id) WHERE code_id IS NOT NULL GROUP BY ALL)
SELECT code, doc_id, passage, coalesce(sentences, 0) AS sentences, of
FROM (SELECT DISTINCT code FROM cell) CROSS JOIN size LEFT JOIN cell USING (code, passage) ORDER BY code, passage
"""

_CELLS = """
, cell AS (SELECT kind, code_id, doc_id, count(*) AS sentences FROM found GROUP BY ALL),
size AS (SELECT doc_id, count(*) AS of FROM prose GROUP BY ALL),
grid AS (
    SELECT kind, code_id, label, code.position AS place, doc_id, source, source.position,
        coalesce(cell.sentences, 0) AS sentences, size.of
    FROM code CROSS JOIN source JOIN size USING (doc_id) LEFT JOIN cell USING (kind, code_id, doc_id)
    WHERE kind IN ('topic', 'claim', 'risk')),
whole AS (
    SELECT *, sum(sentences) OVER code - sentences AS rest, sum(of) OVER code - of AS rest_of,
        sum(sentences) OVER code AS total, count(*) FILTER (sentences > 0) OVER code AS k
    FROM grid WINDOW code AS (PARTITION BY kind, code_id))
SELECT kind, code_id, kind || ':' || code_id AS code, label, doc_id, source, position, sentences, of,
    rest::BIGINT AS rest, rest_of::BIGINT AS rest_of,
    k, total::BIGINT AS total
FROM whole WHERE total > 0 ORDER BY kind DESC, k DESC, total DESC, place, code_id, position
"""
