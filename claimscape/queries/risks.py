"""Which risks are named where, and how benefit and risk are weighed."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from claimscape.queries.pick import picks
from claimscape.queries.sampling import shares, with_reach
from claimscape.queries.scope import CLAIMLESS, Scope, ask, of_units, with_facts
from claimscape.queries.without import grid, leaning
from claimscape.store import Landscape


def risk_register(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Risks and the sources that name them; a row is a risk and a unit, the risks that most sources name first.

    Columns risk_id, risk, about, unit (a source, or a group of them), source (its name), position, size (its sources), has
    (those that name it), sentences, state ("named", "contained": the text also says how the harm is contained, or ""), k
    (sources that name it), n, contained_in (sources), total (sentences), precision, recall, measured_on (of the risk's rule),
    pick, risk_pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , cell AS (
            SELECT risk_id, unit, count(DISTINCT (doc_id, sentence_id)) AS sentences, count(DISTINCT doc_id) AS has,
                count(DISTINCT doc_id) FILTER (own) AS own_has,
                coalesce(bool_or(contained), false) AS contained, count(DISTINCT doc_id) FILTER (contained) AS containing
            FROM risk GROUP BY ALL),
        grid AS (
            SELECT code_id AS risk_id, label AS risk, coalesce(nullif(about, ''), label) AS about,
                code.position AS place, unit.unit, source, unit.position, size, coalesce(has, 0) AS has,
                coalesce(own_has, 0) AS own_has, witnesses, coalesce(cell.sentences, 0) AS sentences,
                coalesce(containing, 0) AS containing,
                CASE WHEN contained THEN 'contained' WHEN contained IS NULL THEN '' ELSE 'named' END AS state,
                code.precision, code.recall, code.measured_on
            FROM code CROSS JOIN unit LEFT JOIN cell ON cell.risk_id = code_id AND cell.unit = unit.unit
            WHERE kind = 'risk')
        SELECT *, sum(has) OVER of_risk::BIGINT AS k, sum(size) OVER of_risk::BIGINT AS n,
            sum(own_has) OVER of_risk::BIGINT AS own_k, sum(witnesses) OVER of_risk::BIGINT AS own_n,
            sum(containing) OVER of_risk::BIGINT AS contained_in, sum(sentences) OVER of_risk::BIGINT AS total
        FROM grid WINDOW of_risk AS (PARTITION BY risk_id)
        ORDER BY k DESC, total DESC, place, risk_id, position
        """,
    ).drop(columns=["place", "containing", "own_has", "witnesses"])
    frame["pick"] = picks(risk=list(frame["risk_id"]), **of_units(scope, frame["unit"]))
    frame["risk_pick"] = picks(risk=list(frame["risk_id"]))
    frame.attrs |= CLAIMLESS | {"leans_on": () if scope.by else _shared_without(frame)}
    return with_facts(with_reach(frame, scope), landscape, scope)


def _shared_without(frame: pd.DataFrame) -> tuple[str, ...]:
    """Sources without which some risk is named by every source, where none is."""
    sources = list(frame["source"].iloc[: frame["unit"].nunique()])
    has = grid(frame["has"], len(sources))
    if not has.size or has.all(axis=1).any():
        return ()
    return leaning(sources, lambda kept: not bool(has[:, kept].all(axis=1).any()))


def balance(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences of benefit and of risk in each unit, per 100 of its sentences; the most one-sided towards benefit first.

    Benefit: sentences with a claim of type effect or efficacy that is not denied; risk: sentences that name a risk.
    Columns unit (a source, or a group of them), source (its name), position, size (its sources), more (those with more
    benefit than risk), benefit, risk, of, benefit_rate, risk_rate, benefit_pick, risk_pick, pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , volume AS (SELECT unit, doc_id, count(*) AS of FROM prose GROUP BY ALL),
        good AS (
            SELECT doc_id, count(DISTINCT sentence_id) AS benefit FROM claim
            WHERE claim_type IN ('effect', 'efficacy') AND certainty <> 'negated' GROUP BY ALL),
        harm AS (SELECT doc_id, count(DISTINCT sentence_id) AS risk FROM risk GROUP BY ALL),
        each AS (
            SELECT unit, of, coalesce(benefit, 0) AS benefit, coalesce(risk, 0) AS risk
            FROM volume LEFT JOIN good USING (doc_id) LEFT JOIN harm USING (doc_id)),
        whole AS (
            SELECT unit, sum(of)::BIGINT AS of, sum(benefit)::BIGINT AS benefit, sum(risk)::BIGINT AS risk,
                count(*) FILTER (benefit > risk) AS more, count(*) AS size FROM each GROUP BY unit)
        SELECT whole.unit, source, position, whole.size, more, benefit, risk, of,
            100 * benefit / of AS benefit_rate, 100 * risk / of AS risk_rate
        FROM unit JOIN whole ON whole.unit = unit.unit ORDER BY benefit_rate - risk_rate DESC, position
        """,
    )
    units = of_units(scope, frame["unit"])
    for side in ("benefit", "risk"):
        frame[f"{side}_pick"] = picks(side=side, **units)
    frame["pick"] = picks(whole="yes", **units)
    more = (frame["benefit"] > frame["risk"]).to_numpy()
    frame.attrs["leans_on"] = () if scope.by else leaning(list(frame["source"]), lambda kept: _most(more[kept]) == _most(more))
    if scope.sample:
        frame.attrs |= {"intervals": True, "rates": _rates(landscape, scope)}
    return with_facts(frame, landscape, scope)


def _most(more: npt.NDArray[np.bool_]) -> int:
    """1 where most of the sources are such, -1 where most are not, 0 where as many are as are not."""
    return int(np.sign(2 * int(more.sum()) - len(more)))


def _rates(landscape: Landscape, scope: Scope) -> dict[str, tuple[float, float]]:
    """95 % intervals of benefit and risk, in shares of all sentences."""
    cells = ask(landscape, scope.ungrouped(), _RATES)
    found = shares(cells, "side").set_index("side")
    return {str(side): (float(low), float(high)) for side, low, high in found[["low", "high"]].itertuples()}


_RATES = """
, volume AS (SELECT doc_id, count(*) AS of FROM prose WHERE own GROUP BY ALL),
hit AS (
    SELECT DISTINCT 'benefit' AS side, doc_id, sentence_id FROM claim
    WHERE claim_type IN ('effect', 'efficacy') AND certainty <> 'negated'
    UNION ALL SELECT DISTINCT 'risk', doc_id, sentence_id FROM risk),
tally AS (SELECT side, doc_id, count(*) AS found FROM hit GROUP BY ALL)
SELECT s.side, coalesce(found, 0) AS found, of
FROM volume CROSS JOIN (SELECT unnest(['benefit', 'risk']) AS side) AS s
LEFT JOIN tally ON tally.doc_id = volume.doc_id AND tally.side = s.side ORDER BY s.side, volume.doc_id
"""
