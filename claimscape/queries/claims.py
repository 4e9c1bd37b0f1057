"""Which claims recur, how firmly they are said, what backs them, and where sources contradict each other."""

import pandas as pd

from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape
from claimscape.tables import SUPPORTS

PAIRS = 200  # contradictions listed; more are counted in attrs["total"]


def claim_recurrence(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Canonical claims and the sources that make them; a row is a claim and a source, the commonest claims first.

    Columns claim_id, claim, doc_id, source, position, sentences, stance ("says", "denies" or ""), support (the best found),
    k (sources that say it), n, cited (sources that give a reference for it), total (sentences), pick, claim_pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , cell AS (
            SELECT claim_id, doc_id, count(DISTINCT sentence_id) AS sentences, bool_or(certainty <> 'negated') AS says,
                arg_min(support, list_position($best::VARCHAR[], support)) AS support
            FROM claim WHERE claim_id IS NOT NULL GROUP BY ALL),
        grid AS (
            SELECT code_id AS claim_id, label AS claim, code.position AS place, source.doc_id, source, source.position,
                coalesce(cell.sentences, 0) AS sentences, coalesce(support, '') AS support,
                CASE WHEN says THEN 'says' WHEN says IS NULL THEN '' ELSE 'denies' END AS stance
            FROM code CROSS JOIN source LEFT JOIN cell ON cell.claim_id = code_id AND cell.doc_id = source.doc_id
            WHERE kind = 'claim')
        SELECT *, count(*) FILTER (stance = 'says') OVER of_claim AS k, count(*) OVER of_claim AS n,
            count(*) FILTER (stance = 'says' AND support = 'cited') OVER of_claim AS cited,
            sum(sentences) OVER of_claim::BIGINT AS total
        FROM grid WINDOW of_claim AS (PARTITION BY claim_id)
        ORDER BY k DESC, total DESC, place, claim_id, position
        """,
        best=list(SUPPORTS),
    ).drop(columns="place")
    pairs = zip(frame["doc_id"], frame["claim_id"], strict=True)
    frame["pick"] = [str(Pick(source=source, claim=claim)) for source, claim in pairs]
    frame["claim_pick"] = [str(Pick(claim=claim)) for claim in frame["claim_id"]]
    return with_facts(frame, landscape, scope)


def claim_certainty(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences that assert, hedge or deny each canonical claim that is made at all; the commonest claims first.

    Columns claim_id, claim, certainty, sentences, sources, total, k (sources that make the claim), n, pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , cell AS (
            SELECT claim_id, certainty, count(DISTINCT (doc_id, sentence_id)) AS sentences, count(DISTINCT doc_id) AS sources
            FROM claim WHERE claim_id IS NOT NULL GROUP BY ALL),
        made AS (SELECT claim_id, count(DISTINCT doc_id) AS k FROM claim WHERE claim_id IS NOT NULL GROUP BY ALL),
        level AS (SELECT unnest(['negated', 'hedged', 'asserted']) AS certainty, unnest([1, 2, 3]) AS firmness)
        SELECT code_id AS claim_id, label AS claim, level.certainty,
            coalesce(sentences, 0) AS sentences, coalesce(sources, 0) AS sources,
            sum(coalesce(sentences, 0)) OVER (PARTITION BY code_id)::BIGINT AS total, k, (SELECT count(*) FROM source) AS n
        FROM code JOIN made ON made.claim_id = code_id CROSS JOIN level
        LEFT JOIN cell ON cell.claim_id = code_id AND cell.certainty = level.certainty
        WHERE kind = 'claim' ORDER BY total DESC, position, code_id, firmness
        """,
    )
    pairs = zip(frame["claim_id"], frame["certainty"], strict=True)
    frame["pick"] = [str(Pick(claim=claim, certainty=certainty)) for claim, certainty in pairs]
    return with_facts(frame, landscape, scope)


def claim_support(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences of each source that make a claim, by the best support the sentence gives; a source's rows sum to `of`.

    Columns doc_id, source, position, support, sentences, of, pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , sentence AS (
            SELECT doc_id, sentence_id, arg_min(support, list_position($best::VARCHAR[], support)) AS support
            FROM claim GROUP BY ALL),
        cell AS (SELECT doc_id, support, count(*) AS sentences FROM sentence GROUP BY ALL),
        level AS (SELECT unnest($best::VARCHAR[]) AS support)
        SELECT doc_id, source, position, support, coalesce(sentences, 0) AS sentences,
            sum(coalesce(sentences, 0)) OVER (PARTITION BY doc_id)::BIGINT AS of
        FROM source CROSS JOIN level LEFT JOIN cell USING (doc_id, support)
        ORDER BY position, list_position($best::VARCHAR[], support)
        """,
        best=list(SUPPORTS),
    )
    pairs = zip(frame["doc_id"], frame["support"], strict=True)
    frame["pick"] = [str(Pick(source=source, support=support)) for source, support in pairs]
    return with_facts(frame, landscape, scope)


def tension(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Pairs of sentences of different sources that contradict each other, the first such sentence of each source.

    Columns kind, why, claim_a, source_a, doc_id_a, sentence_id_a, quote_a, claim_b … quote_b, pick_a, pick_b. A pair is one
    claim asserted and denied, or two claims that the codebook declares in tension. At most 200 rows; attrs["total"] has all.
    """
    frame = ask(
        landscape,
        scope,
        """
        , said AS (
            SELECT claim_id, doc_id, certainty = 'negated' AS denied, min(sentence_id) AS sentence_id
            FROM claim WHERE claim_id IS NOT NULL GROUP BY ALL),
        pair AS (
            SELECT 'asserted and denied' AS kind, 'the same claim, asserted and denied' AS why, a.claim_id AS a_id,
                b.claim_id AS b_id, a.doc_id AS doc_id_a, b.doc_id AS doc_id_b, a.sentence_id AS sentence_id_a,
                b.sentence_id AS sentence_id_b
            FROM said a JOIN said b ON a.claim_id = b.claim_id AND NOT a.denied AND b.denied AND a.doc_id <> b.doc_id
            UNION ALL
            SELECT 'in tension', coalesce(why, ''), a.claim_id, b.claim_id, a.doc_id, b.doc_id, a.sentence_id, b.sentence_id
            FROM tensions JOIN said a ON a.claim_id = claim_a JOIN said b ON b.claim_id = claim_b
            WHERE NOT a.denied AND NOT b.denied AND a.doc_id <> b.doc_id)
        SELECT pair.kind, why, code_a.label AS claim_a, sa.source AS source_a, doc_id_a, sentence_id_a, ta.text AS quote_a,
            code_b.label AS claim_b, sb.source AS source_b, doc_id_b, sentence_id_b, tb.text AS quote_b,
            count(*) OVER () AS total
        FROM pair
        JOIN codes code_a ON code_a.kind = 'claim' AND code_a.code_id = a_id
        JOIN codes code_b ON code_b.kind = 'claim' AND code_b.code_id = b_id
        JOIN source sa ON sa.doc_id = doc_id_a JOIN source sb ON sb.doc_id = doc_id_b
        JOIN sentences ta ON ta.doc_id = doc_id_a AND ta.sentence_id = sentence_id_a
        JOIN sentences tb ON tb.doc_id = doc_id_b AND tb.sentence_id = sentence_id_b
        ORDER BY pair.kind, code_a.position, code_b.position, sa.position, sb.position, sentence_id_a LIMIT $pairs
        """,
        pairs=PAIRS,
    )
    frame.attrs["total"] = int(frame["total"].iloc[0]) if len(frame) else 0
    for side in "ab":
        marks = zip(frame[f"doc_id_{side}"], frame[f"sentence_id_{side}"], strict=True)
        frame[f"pick_{side}"] = [str(Pick(source=source, sentence=str(sentence))) for source, sentence in marks]
    return with_facts(frame.drop(columns="total"), landscape, scope)
