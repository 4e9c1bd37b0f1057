"""Which source speaks of what, and what none of them does."""

from functools import lru_cache

import pandas as pd

from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.statistics import jaccard
from claimscape.store import Landscape


def coverage(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Share of each source's sentences on each topic, absent pairs as zero; topics most sources cover come first.

    Columns topic_id, topic, doc_id, source, position, sentences, of (the source's sentences), share, topic_sources,
    topic_sentences, precision, recall, measured_on (of the topic's rule), pick, topic_pick, source_pick. The filter of topics
    chooses rows, it does not change the denominator.
    """
    frame = ask(
        landscape,
        scope,
        """
        , hit AS (SELECT DISTINCT doc_id, sentence_id, topic_id FROM topics SEMI JOIN prose USING (doc_id, sentence_id)),
        size AS (SELECT doc_id, count(*) AS sentences FROM prose GROUP BY ALL),
        cell AS (SELECT doc_id, topic_id, count(*) AS sentences FROM hit GROUP BY ALL),
        grid AS (
            SELECT code_id AS topic_id, label AS topic, code.position AS place, doc_id, source, source.position,
                coalesce(cell.sentences, 0) AS sentences, coalesce(size.sentences, 0) AS of,
                code.precision, code.recall, code.measured_on
            FROM code CROSS JOIN source LEFT JOIN size USING (doc_id)
            LEFT JOIN cell ON cell.doc_id = source.doc_id AND cell.topic_id = code_id
            WHERE kind = 'topic')
        SELECT *, CASE WHEN of > 0 THEN sentences / of ELSE 0.0 END AS share,
            count(*) FILTER (sentences > 0) OVER (PARTITION BY topic_id) AS topic_sources,
            sum(sentences) OVER (PARTITION BY topic_id)::BIGINT AS topic_sentences
        FROM grid ORDER BY topic_sources DESC, topic_sentences DESC, place, topic_id, position
        """,
    ).drop(columns="place")
    pairs = zip(frame["doc_id"], frame["topic_id"], strict=True)
    frame["pick"] = [str(Pick(source=source, topic=topic)) for source, topic in pairs]
    frame["topic_pick"] = [str(Pick(topic=topic)) for topic in frame["topic_id"]]
    frame["source_pick"] = [str(Pick(source=source)) for source in frame["doc_id"]]
    frame.attrs["scale"] = _largest_share(landscape)
    return with_facts(frame, landscape, scope)


def silence(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Codebook entries with the sources that have them, emptiest first; a row is an entry and a source.

    Columns kind, code_id, label, about, doc_id, source, position, sentences, k (sources that have it), n, total
    (sentences in all sources), precision, recall, measured_on (of the entry's rule), pick, code_pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , cell AS (SELECT kind, code_id, doc_id, count(*) AS sentences FROM found GROUP BY ALL),
        grid AS (
            SELECT kind, code_id, label, coalesce(about, '') AS about, code.position AS place, doc_id, source, source.position,
                coalesce(cell.sentences, 0) AS sentences, code.precision, code.recall, code.measured_on
            FROM code CROSS JOIN source LEFT JOIN cell USING (kind, code_id, doc_id))
        SELECT *, count(*) FILTER (sentences > 0) OVER (PARTITION BY kind, code_id) AS k,
            count(*) OVER (PARTITION BY kind, code_id) AS n,
            sum(sentences) OVER (PARTITION BY kind, code_id)::BIGINT AS total
        FROM grid ORDER BY k, total, kind DESC, place, code_id, position
        """,
    ).drop(columns="place")
    codes = list(zip(frame["kind"], frame["code_id"], frame["doc_id"], strict=True))
    frame["pick"] = [str(Pick(**{kind: code, "source": source})) for kind, code, source in codes]
    frame["code_pick"] = [str(Pick(**{kind: code})) for kind, code, _ in codes]
    return with_facts(frame, landscape, scope)


def co_occurrence(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Pairs of topics and how often one sentence bears both: a (the commoner), b, together, jaccard, pick."""
    frame = ask(
        landscape,
        scope,
        """
        , hit AS (SELECT DISTINCT doc_id, sentence_id, topic_id FROM topics SEMI JOIN prose USING (doc_id, sentence_id)),
        size AS (
            SELECT code_id, label, coalesce(sentences, 0) AS sentences,
                row_number() OVER (ORDER BY coalesce(sentences, 0) DESC, position, code_id) AS place
            FROM code LEFT JOIN (SELECT topic_id AS code_id, count(*) AS sentences FROM hit GROUP BY ALL) USING (code_id)
            WHERE kind = 'topic'),
        pair AS (
            SELECT one.topic_id AS a_id, other.topic_id AS b_id, count(*) AS together
            FROM hit one JOIN hit other USING (doc_id, sentence_id) WHERE one.topic_id <> other.topic_id GROUP BY ALL)
        SELECT a.code_id AS a_id, a.label AS a, b.code_id AS b_id, b.label AS b, a.place AS a_place, b.place AS b_place,
            a.sentences AS a_sentences, b.sentences AS b_sentences, coalesce(together, 0) AS together
        FROM size a JOIN size b ON a.place < b.place LEFT JOIN pair ON a_id = a.code_id AND b_id = b.code_id
        WHERE a.sentences > 0 AND b.sentences > 0
        ORDER BY a.place, b.place
        """,
    )
    counts = list(zip(frame["together"], frame["a_sentences"], frame["b_sentences"], strict=True))
    frame["jaccard"] = [jaccard(together, a, b) for together, a, b in counts]
    frame["pick"] = [str(Pick(topic=a, also=b)) for a, b in zip(frame["a_id"], frame["b_id"], strict=True)]
    return with_facts(frame, landscape, scope)


def placement(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Where in each source its topics and risks stand: percent of the text, one row a code, source and percent."""
    frame = ask(
        landscape,
        scope,
        """
        , here AS (
            SELECT doc_id, sentence_id, floor(100 * start / greatest(characters, 1))::INT AS percent
            FROM prose JOIN documents USING (doc_id)),
        mark AS (
            SELECT * FROM found WHERE kind = 'topic'
            UNION SELECT 'risk', 'any', doc_id, sentence_id FROM found WHERE kind = 'risk')
        SELECT mark.kind, mark.code_id, coalesce(label, 'Any risk named') AS label, doc_id, source, source.position, percent,
            min(sentence_id) AS sentence_id, count(*) AS sentences
        FROM mark JOIN here USING (doc_id, sentence_id) JOIN source USING (doc_id)
        LEFT JOIN code ON code.kind = mark.kind AND code.code_id = mark.code_id
        WHERE code.code_id IS NOT NULL OR mark.kind = 'risk'
        GROUP BY ALL ORDER BY mark.kind DESC, min(code.position), mark.code_id, source.position, percent
        """,
    )
    marks = zip(frame["doc_id"], frame["sentence_id"], strict=True)
    frame["pick"] = [str(Pick(source=source, sentence=str(sentence))) for source, sentence in marks]
    return with_facts(frame, landscape, scope)


@lru_cache(maxsize=8)  # the same for every filter
def _largest_share(landscape: Landscape) -> float:
    """The largest cell without any filter: the scale of colours does not move when a filter does."""
    frame = ask(
        landscape,
        Scope(),
        """
        , size AS (SELECT doc_id, count(*) AS sentences FROM prose GROUP BY ALL)
        SELECT coalesce(max(found / sentences), 1.0) AS share FROM (
            SELECT doc_id, topic_id, count(DISTINCT sentence_id) AS found
            FROM topics SEMI JOIN prose USING (doc_id, sentence_id) GROUP BY ALL) JOIN size USING (doc_id)
        """,
    )
    return float(frame["share"].iloc[0])
