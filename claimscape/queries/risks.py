"""Which risks are named where, and how benefit and risk are weighed."""

import pandas as pd

from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape


def risk_register(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Risks and the sources that name them; a row is a risk and a source, the risks that most sources name first.

    Columns risk_id, risk, about, doc_id, source, position, sentences, state ("named", "contained": the text also says how the
    harm is contained, or ""), k (sources that name it), n, contained_in, total (sentences), precision, recall, measured_on (of
    the risk's rule), pick, risk_pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , cell AS (
            SELECT risk_id, doc_id, count(DISTINCT sentence_id) AS sentences, coalesce(bool_or(contained), false) AS contained
            FROM risk GROUP BY ALL),
        grid AS (
            SELECT code_id AS risk_id, label AS risk, coalesce(nullif(about, ''), label) AS about,
                code.position AS place, source.doc_id, source, source.position,
                coalesce(cell.sentences, 0) AS sentences,
                CASE WHEN contained THEN 'contained' WHEN contained IS NULL THEN '' ELSE 'named' END AS state,
                code.precision, code.recall, code.measured_on
            FROM code CROSS JOIN source LEFT JOIN cell ON cell.risk_id = code_id AND cell.doc_id = source.doc_id
            WHERE kind = 'risk')
        SELECT *, count(*) FILTER (state <> '') OVER of_risk AS k, count(*) OVER of_risk AS n,
            count(*) FILTER (state = 'contained') OVER of_risk AS contained_in, sum(sentences) OVER of_risk::BIGINT AS total
        FROM grid WINDOW of_risk AS (PARTITION BY risk_id)
        ORDER BY k DESC, total DESC, place, risk_id, position
        """,
    ).drop(columns="place")
    pairs = zip(frame["doc_id"], frame["risk_id"], strict=True)
    frame["pick"] = [str(Pick(source=source, risk=risk)) for source, risk in pairs]
    frame["risk_pick"] = [str(Pick(risk=risk)) for risk in frame["risk_id"]]
    return with_facts(frame, landscape, scope)


def balance(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences of benefit and of risk in each source, per 100 of its sentences; the most one-sided towards benefit first.

    Benefit: sentences with a claim of type effect or efficacy that is not denied; risk: sentences that name a risk.
    Columns doc_id, source, position, benefit, risk, of, benefit_rate, risk_rate, benefit_pick, risk_pick, pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , size AS (SELECT doc_id, count(*) AS of FROM prose GROUP BY ALL),
        good AS (
            SELECT doc_id, count(DISTINCT sentence_id) AS benefit FROM claim
            WHERE claim_type IN ('effect', 'efficacy') AND certainty <> 'negated' GROUP BY ALL),
        harm AS (SELECT doc_id, count(DISTINCT sentence_id) AS risk FROM risk GROUP BY ALL)
        SELECT doc_id, source, position, coalesce(benefit, 0) AS benefit, coalesce(risk, 0) AS risk, of,
            100 * coalesce(benefit, 0) / of AS benefit_rate, 100 * coalesce(risk, 0) / of AS risk_rate
        FROM source JOIN size USING (doc_id) LEFT JOIN good USING (doc_id) LEFT JOIN harm USING (doc_id)
        ORDER BY benefit_rate - risk_rate DESC, position
        """,
    )
    for side in ("benefit", "risk"):
        frame[f"{side}_pick"] = [str(Pick(source=source, side=side)) for source in frame["doc_id"]]
    frame["pick"] = [str(Pick(source=source)) for source in frame["doc_id"]]
    return with_facts(frame, landscape, scope)
