"""Which source speaks of what, and what none of them does."""

from functools import lru_cache

import numpy as np
import pandas as pd

from claimscape import likeness
from claimscape.queries.pick import Pick, coded, picks
from claimscape.queries.sampling import shares, with_reach
from claimscape.queries.scope import CLAIMLESS, Scope, ask, of_units, with_facts
from claimscape.queries.without import grid, leaning
from claimscape.statistics import jaccard
from claimscape.store import Landscape

MOST_TOGETHER = 24  # topics in one triangle


def coverage(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Share of each unit's sentences on each topic, absent pairs as zero; topics most sources cover come first.

    The filter of topics chooses rows, it does not change the denominator.
    Columns topic_id, topic, unit (a source, or a group of them), source (its name), position, size (sources), sentences, of
    (the unit's sentences), has (its sources on the topic), share, topic_sources, n, topic_sentences, precision, recall,
    measured_on (of the topic's rule), pick, topic_pick, unit_pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , volume AS (SELECT unit, count(*) AS sentences FROM prose GROUP BY ALL),
        cell AS (
            SELECT unit, code_id AS topic_id, count(*) AS sentences, count(DISTINCT doc_id) AS has
            FROM found WHERE kind = 'topic' GROUP BY ALL),
        grid AS (
            SELECT code_id AS topic_id, label AS topic, code.position AS place, unit.unit, source, unit.position, size,
                coalesce(cell.sentences, 0) AS sentences, coalesce(volume.sentences, 0) AS of, coalesce(has, 0) AS has,
                code.precision, code.recall, code.measured_on
            FROM code CROSS JOIN unit LEFT JOIN volume ON volume.unit = unit.unit
            LEFT JOIN cell ON cell.unit = unit.unit AND cell.topic_id = code_id
            WHERE kind = 'topic')
        SELECT *, CASE WHEN of > 0 THEN sentences / of ELSE 0.0 END AS share,
            sum(has) OVER of_topic::BIGINT AS topic_sources, sum(size) OVER of_topic::BIGINT AS n,
            sum(sentences) OVER of_topic::BIGINT AS topic_sentences
        FROM grid WINDOW of_topic AS (PARTITION BY topic_id)
        ORDER BY topic_sources DESC, topic_sentences DESC, place, topic_id, position
        """,
    ).drop(columns="place")
    units = of_units(scope, frame["unit"])
    frame["pick"] = picks(topic=list(frame["topic_id"]), **units)
    frame["topic_pick"] = picks(topic=list(frame["topic_id"]))
    frame["unit_pick"] = picks(whole="yes", **units)
    frame.attrs |= CLAIMLESS | {"scale": _largest_share(landscape, scope.by)}
    frame.attrs["leans_on"] = () if scope.by else _rarest_without(frame)
    if scope.sample:
        frame = frame.merge(_sampled(landscape, scope), on="topic_id", how="left")
        frame.attrs["intervals"] = True
    return with_facts(frame, landscape, scope)


def silence(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Codebook entries with the sources that have them, emptiest first; a row is an entry and a unit (a source or a group).

    Columns kind, code_id, label, about, unit, source, position, size (sources of the unit), has (those that have it),
    sentences, k (sources that have it), n, total (sentences in all sources), precision, recall, measured_on (of the entry's
    rule), pick, code_pick.
    """
    frame = ask(
        landscape,
        scope,
        """
        , cell AS (
            SELECT kind, code_id, unit, count(*) AS sentences, count(DISTINCT doc_id) AS has,
                count(DISTINCT doc_id) FILTER (own) AS own_has
            FROM found GROUP BY ALL),
        grid AS (
            SELECT kind, code_id, label, coalesce(about, '') AS about, code.position AS place, unit.unit, source,
                unit.position, size, coalesce(has, 0) AS has, coalesce(cell.sentences, 0) AS sentences, witnesses,
                coalesce(own_has, 0) AS own_has,
                code.precision, code.recall, code.measured_on
            FROM code CROSS JOIN unit LEFT JOIN cell USING (kind, code_id, unit))
        SELECT *, sum(has) OVER of_code::BIGINT AS k, sum(size) OVER of_code::BIGINT AS n,
            sum(own_has) OVER of_code::BIGINT AS own_k, sum(witnesses) OVER of_code::BIGINT AS own_n,
            sum(sentences) OVER of_code::BIGINT AS total
        FROM grid WINDOW of_code AS (PARTITION BY kind, code_id)
        ORDER BY k, total, kind DESC, place, code_id, position
        """,
    ).drop(columns=["place", "witnesses", "own_has"])
    frame["pick"] = coded(frame, **of_units(scope, frame["unit"]))
    frame["code_pick"] = coded(frame)
    return with_facts(with_reach(frame, scope), landscape, scope)


def co_occurrence(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Pairs of topics and how often one sentence bears both.

    Columns a (the commoner), b, together, jaccard, pick. attrs["order"] has the ids of the 24 commonest topics, those often
    said together beside each other; attrs["topics"] counts all.
    """
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
    topics = list(dict.fromkeys([*frame["a_id"], *frame["b_id"]]))
    frame.attrs = {"order": _neighbours(frame, topics[:MOST_TOGETHER]), "topics": len(topics)}
    return with_facts(frame, landscape, scope)


def placement(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Where in each source its topics and risks stand, in percent of the text; one row a code, source and percent."""
    frame = ask(
        landscape,
        scope,
        """
        , here AS (
            SELECT doc_id, sentence_id, floor(100 * start / greatest(characters, 1))::INT AS percent
            FROM prose JOIN documents USING (doc_id)),
        mark AS (
            SELECT kind, code_id, doc_id, sentence_id FROM found WHERE kind = 'topic'
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


def _neighbours(frame: pd.DataFrame, topics: list[str]) -> list[str]:
    alike, place = np.eye(len(topics)), {topic: place for place, topic in enumerate(topics)}
    for a, b, share in zip(frame["a_id"], frame["b_id"], frame["jaccard"], strict=True):
        if a in place and b in place:
            alike[place[a], place[b]] = alike[place[b], place[a]] = share
    return [topics[at] for at in likeness.tree(alike).order]


def _rarest_without(frame: pd.DataFrame) -> tuple[str, ...]:
    """Sources without which the topic that fewest have is in none; where some topics are in none, that cannot change."""
    sources = list(frame["source"].iloc[: frame["unit"].nunique()])
    has = grid(frame["has"], len(sources))
    found = has.sum(axis=1) if has.size else np.zeros(0)
    if not found.size or found.min() == 0 or found.min() == len(sources) or found.min() == 1:
        return ()  # "1 of 5 sources" says by itself that it rests on one
    return leaning(sources, lambda kept: bool(has[-1, kept].sum() == has[:, kept].sum(axis=1).min()))


def _sampled(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Each topic's share of all sentences with its interval over sources: topic_id, topic_share, low, high."""
    cells = ask(
        landscape,
        scope,
        """
        , volume AS (SELECT doc_id, count(*) AS of FROM prose WHERE own GROUP BY ALL),
        cell AS (SELECT code_id, doc_id, count(*) AS found FROM found WHERE kind = 'topic' GROUP BY ALL)
        SELECT code.code_id AS topic_id, coalesce(found, 0) AS found, of
        FROM code CROSS JOIN volume LEFT JOIN cell ON cell.code_id = code.code_id AND cell.doc_id = volume.doc_id
        WHERE code.kind = 'topic' ORDER BY code.position, volume.doc_id
        """,
    )
    return shares(cells, "topic_id").rename(columns={"share": "topic_share"})


@lru_cache(maxsize=8)  # the same for every filter
def _largest_share(landscape: Landscape, by: str) -> float:
    """The largest cell without any filter: the scale of colours does not move when a filter does."""
    frame = ask(
        landscape,
        Scope(by=by),
        """
        , volume AS (SELECT unit, count(*) AS sentences FROM prose GROUP BY ALL),
        cell AS (SELECT unit, code_id, count(*) AS found FROM found WHERE kind = 'topic' GROUP BY ALL)
        SELECT coalesce(max(found / sentences), 1.0) AS share FROM cell JOIN volume USING (unit)
        """,
    )
    return float(frame["share"].iloc[0])
