"""From a mark to its sentences, and from a sentence to its document."""

import re
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from claimscape.queries.located import located
from claimscape.queries.pick import Pick
from claimscape.queries.roster import everyone
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.queries.worded import WORD
from claimscape.store import Landscape

READ_WHOLE = 200  # sources; of more, those that a page of sentences stands in are found first, and no other is read
ROWS = 200  # sentences of a page; attrs["total"] counts all


@dataclass(frozen=True)
class Document:
    """All that the reader shows: what is known about a document, its text, its sentences, and the spans found in it.

    `sentences` as the table; `spans` has sentence_id, kind (topic, claim, risk, citation), code_id, label, certainty, support,
    start, end, quote, in the order of the text.
    """

    doc_id: str
    label: str
    about: dict[str, str]
    text: str
    sentences: pd.DataFrame
    spans: pd.DataFrame


def document(landscape: Landscape, doc_id: str) -> Document | None:
    """The document with its sentences and spans, or None where the landscape has none of that id."""
    landscape = landscape.excerpt([doc_id]) if len(everyone(landscape).known) > READ_WHOLE else landscape
    found = landscape.ask("SELECT * FROM documents WHERE doc_id = $doc_id", {"doc_id": doc_id})
    if found.empty:
        return None
    row = found.iloc[0]
    known = ("kind", "publisher", "url", "author", "published", "language", "path")
    about = {name: str(row[name]) for name in known if pd.notna(row[name]) and str(row[name])}
    about |= {name: f"{int(row[name]):,}" for name in ("words", "sentences")}
    sentences = landscape.ask("SELECT * FROM sentences WHERE doc_id = $doc_id ORDER BY sentence_id", {"doc_id": doc_id})
    label = str(row["label"]) if pd.notna(row["label"]) and row["label"] else doc_id
    return Document(doc_id, label, about, str(row["text"]), sentences, landscape.ask(_SPANS, {"doc_id": doc_id}))


def sentences_behind(landscape: Landscape, scope: Scope, pick: Pick, offset: int = 0, most: int = ROWS) -> pd.DataFrame:
    """A page of the sentences that a mark stands for, in the order of the sources: at most `most` of them from `offset` on.

    attrs["total"] counts all, attrs["in_sources"] their sources, attrs["places"] the places that a citation or a word has.

    Columns doc_id, source, sentence_id, kind, heading, text, quote, start, end (of the words that decided, in the document's
    text; of the sentence where no code is picked), topics, claims, risks, certainty, support (labels, joined by "; ").
    """
    counts = ["total", "places", "in_sources"]
    seen = seen_by(scope, pick)
    known = located(landscape, seen, pick) if len(everyone(landscape).known) > READ_WHOLE else None
    if known is None:
        frame = _paged(_alone(landscape, pick), seen, pick, (offset, most))
        frame.attrs |= {name: int(frame[name].iloc[0]) if len(frame) else 0 for name in counts}
    else:
        ends = known["sentences"].cumsum().to_numpy()
        first, last = np.searchsorted(ends, [offset, offset + most - 1], side="right")
        few, before = known.iloc[first : last + 1], int(ends[first - 1]) if first else 0
        part = landscape.excerpt(few["doc_id"] if len(few) else ["nobody"])
        frame = _paged(part, seen, pick, (offset - before, most))
        total = int(ends[-1]) if len(ends) else 0
        frame.attrs |= {"total": total, "places": total, "in_sources": len(known)}
    return with_facts(frame.drop(columns=counts), landscape, scope)


def _paged(landscape: Landscape, scope: Scope, pick: Pick, page: tuple[int, int]) -> pd.DataFrame:
    return ask(landscape, scope, _BEHIND + _PAGE, **asked_of(pick), token=WORD, offset=page[0], most=page[1])


def _alone(landscape: Landscape, pick: Pick) -> Landscape:
    """Of many sources the one that the pick names, if it names one and asks nothing of the others."""
    many = len(everyone(landscape).known) > READ_WHOLE
    return landscape.excerpt([pick.source]) if many and pick.source and not (pick.shared or pick.only) else landscape


def sources_behind(landscape: Landscape, scope: Scope, pick: Pick) -> pd.DataFrame:
    """How many sentences behind a mark each source has: columns doc_id, source, sentences; sources with none are left out."""
    if len(everyone(landscape).known) > READ_WHOLE:
        known = located(landscape, seen_by(scope, pick), pick)
        if known is not None:
            return known
    return ask(landscape, seen_by(scope, pick), _BEHIND + _BY_SOURCE, **asked_of(pick), token=WORD)


def seen_by(scope: Scope, pick: Pick) -> Scope:
    """The scope that a pick is opened in: its filters, or none where it looks past them."""
    return Scope(one=scope.one, other=scope.other) if pick.whole else scope


def asked_of(pick: Pick) -> dict[str, Any]:
    """What a pick asks, as values for a question; what cannot be understood finds nothing."""
    given = {f"p_{name}": value for name, value in asdict(pick).items()}
    values = {name: value for name, value in given.items() if name not in ("p_claim_type", "p_sentence", "p_places", "p_whole")}
    types = ["effect", "efficacy"] if pick.side == "benefit" else [pick.claim_type] if pick.claim_type else []
    claims = any((pick.claim, types, pick.certainty, pick.support, pick.side == "claim", pick.shared, pick.only))
    values |= {"p_types": types, "p_claims": claims, "p_shared": sorted(set(pick.shared)), "p_any_sentence": not pick.sentence}
    found = [place for text in pick.places if (place := _PLACE.fullmatch(text))]
    values |= {"p_any_place": not pick.places, "p_docs": [place[3] for place in found]}
    values |= {"p_firsts": [int(place[1]) for place in found], "p_lasts": [int(place[2]) for place in found]}
    return values | {"p_sentence": int(pick.sentence) if _NUMBER.fullmatch(pick.sentence) else -1}


_NUMBER = re.compile(r"[0-9]{1,8}")
_PLACE = re.compile(r"([0-9]{1,8})-([0-9]{1,8}) (.+)", re.S)


# A field of the pick that is empty asks nothing. Claim, type, certainty and support must hold for one claim together. A mark of
# one sentence reaches headings and references too, one of references too, and where no topic is chosen one of any citations.
# All others stand for running text that the filters leave.
_BEHIND = r"""
, place AS (
    SELECT unnest($p_docs::VARCHAR[]) AS doc_id, unnest($p_firsts::INT[]) AS first, unnest($p_lasts::INT[]) AS last),
said AS (
    SELECT claim_id, list_sort(list(DISTINCT doc_id)) AS sources FROM claim
    WHERE claim_id IS NOT NULL AND certainty <> 'negated' AND (len($p_shared::VARCHAR[]) > 0 OR $p_only <> '') GROUP BY ALL),
shared AS (
    SELECT claim_id FROM said WHERE list_has_all(sources, $p_shared::VARCHAR[])
      AND ($p_only = '' OR len(sources) = greatest(len($p_shared::VARCHAR[]), 1))),
reach AS (
    SELECT sentences.* FROM sentences SEMI JOIN source USING (doc_id)
    WHERE ($p_source = '' OR doc_id = $p_source)
      AND ($p_unit = '' OR doc_id IN (SELECT doc_id FROM member WHERE member = $p_unit))
      AND ($p_part <> 'one' OR doc_id IN (FROM one_side)) AND ($p_part <> 'other' OR doc_id IN (FROM other_side))
      AND ($p_any_sentence OR sentence_id = $p_sentence::INT)
      AND (NOT $p_any_sentence OR $p_citation <> '' OR list_contains($counted::VARCHAR[], kind))
      AND ($p_any_place OR EXISTS (
        SELECT 1 FROM place WHERE place.doc_id = sentences.doc_id AND sentence_id BETWEEN place.first AND place.last))),
narrowed AS (
    SELECT * FROM reach WHERE NOT $p_any_sentence OR $p_citation = 'reference' OR len($topics::VARCHAR[]) = 0
      OR list_contains($counted::VARCHAR[], kind) AND EXISTS (
        SELECT 1 FROM topics WHERE topics.doc_id = reach.doc_id AND topics.sentence_id = reach.sentence_id
            AND list_contains($topics::VARCHAR[], topic_id))),
t AS (SELECT doc_id, sentence_id, min(start) AS start FROM topics WHERE topic_id = $p_topic GROUP BY ALL),
a AS (SELECT DISTINCT doc_id, sentence_id FROM topics WHERE topic_id = $p_also),
c AS (
    SELECT doc_id, sentence_id, min(start) AS start FROM claims
    WHERE ($p_claim = '' OR claim_id = $p_claim)
      AND (len($p_types::VARCHAR[]) = 0 OR list_contains($p_types::VARCHAR[], claim_type))
      AND ($p_certainty = '' OR certainty = $p_certainty) AND ($p_support = '' OR support = $p_support)
      AND ($p_side <> 'benefit' OR certainty <> 'negated')
      AND ((len($p_shared::VARCHAR[]) = 0 AND $p_only = '')
        OR (claim_id IN (FROM shared) AND certainty <> 'negated'
            AND (len($p_shared::VARCHAR[]) = 0 OR list_contains($p_shared::VARCHAR[], doc_id))))
      AND (len($certainty::VARCHAR[]) = 0 OR list_contains($certainty::VARCHAR[], certainty))
      AND (len($support::VARCHAR[]) = 0 OR list_contains($support::VARCHAR[], support)) GROUP BY ALL),
r AS (
    SELECT doc_id, sentence_id, min(start) AS start FROM risks
    WHERE ($p_risk = '' OR risk_id = $p_risk) AND ($p_contained = '' OR contained = ($p_contained = 'yes')) GROUP BY ALL),
z AS (SELECT doc_id, sentence_id, min(start) AS start, count(*) AS times FROM citations WHERE kind = $p_citation GROUP BY ALL),
kept AS MATERIALIZED (
    SELECT narrowed.*, coalesce(t.start, c.start, r.start, z.start) AS first,
        CASE WHEN $p_word <> '' THEN len(list_filter(regexp_extract_all(lower(replace(text, '’', '''')), $token::VARCHAR),
            lambda each: list_contains(string_split($p_word, ' '), each))) ELSE coalesce(z.times, 1) END AS times
    FROM narrowed LEFT JOIN t USING (doc_id, sentence_id)
    LEFT JOIN c ON $p_claims AND c.doc_id = narrowed.doc_id AND c.sentence_id = narrowed.sentence_id
    LEFT JOIN r ON ($p_risk <> '' OR $p_side = 'risk') AND r.doc_id = narrowed.doc_id AND r.sentence_id = narrowed.sentence_id
    LEFT JOIN z ON z.doc_id = narrowed.doc_id AND z.sentence_id = narrowed.sentence_id
    WHERE ($p_topic = '' OR t.start IS NOT NULL) AND (NOT $p_claims OR c.start IS NOT NULL)
      AND (($p_risk = '' AND $p_side <> 'risk') OR r.start IS NOT NULL) AND ($p_citation = '' OR z.start IS NOT NULL)
      AND ($p_also = '' OR EXISTS (SELECT 1 FROM a WHERE a.doc_id = narrowed.doc_id AND a.sentence_id = narrowed.sentence_id))
      AND ($p_word = '' OR list_has_any(
          regexp_extract_all(lower(replace(text, '’', '''')), $token::VARCHAR), string_split($p_word, ' '))))
"""

_BY_SOURCE = """
SELECT doc_id, source, count(*) AS sentences FROM kept JOIN source USING (doc_id)
GROUP BY doc_id, source, position ORDER BY position
"""

# Only the sentences of the page are joined with what was found in them.
_PAGE = """
, page AS (
    SELECT kept.*, source, position, counted.* FROM kept JOIN source USING (doc_id), (
        SELECT count(*) AS total, coalesce(sum(times), 0)::BIGINT AS places, count(DISTINCT doc_id) AS in_sources
        FROM kept) counted
    ORDER BY position, sentence_id LIMIT $most::INT OFFSET $offset::INT),
spot AS (
    SELECT doc_id, sentence_id, start, max("end") AS "end" FROM (
        SELECT doc_id, sentence_id, start, "end" FROM topics UNION ALL SELECT doc_id, sentence_id, start, "end" FROM claims
        UNION ALL SELECT doc_id, sentence_id, start, "end" FROM risks
        UNION ALL SELECT doc_id, sentence_id, start, "end" FROM citations)
    SEMI JOIN page USING (doc_id, sentence_id) GROUP BY ALL),
named AS (
    SELECT doc_id, sentence_id, kind, string_agg(DISTINCT label, '; ' ORDER BY label) AS labels FROM (
        SELECT doc_id, sentence_id, 'topic' AS kind, topic_id AS code_id FROM topics
        UNION ALL SELECT doc_id, sentence_id, 'claim', claim_id FROM claims
        UNION ALL SELECT doc_id, sentence_id, 'risk', risk_id FROM risks) JOIN codes USING (kind, code_id)
    SEMI JOIN page USING (doc_id, sentence_id) GROUP BY ALL),
manner AS (
    SELECT doc_id, sentence_id, string_agg(DISTINCT certainty, '; ' ORDER BY certainty) AS certainty,
        string_agg(DISTINCT support, '; ' ORDER BY support) AS support
    FROM claims SEMI JOIN page USING (doc_id, sentence_id) GROUP BY ALL)
SELECT page.doc_id, page.source, page.sentence_id, page.kind, coalesce(heading, '') AS heading, page.text,
    substr(documents.text, coalesce(first, page.start) + 1,
        coalesce(spot."end", page."end") - coalesce(first, page.start)) AS quote,
    coalesce(first, page.start) AS start, coalesce(spot."end", page."end") AS "end",
    coalesce(nt.labels, '') AS topics, coalesce(nc.labels, '') AS claims, coalesce(nr.labels, '') AS risks,
    coalesce(certainty, '') AS certainty, coalesce(support, '') AS support, total, places, in_sources
FROM page JOIN documents ON documents.doc_id = page.doc_id
LEFT JOIN spot ON spot.doc_id = page.doc_id AND spot.sentence_id = page.sentence_id AND spot.start = first
LEFT JOIN named nt ON nt.doc_id = page.doc_id AND nt.sentence_id = page.sentence_id AND nt.kind = 'topic'
LEFT JOIN named nc ON nc.doc_id = page.doc_id AND nc.sentence_id = page.sentence_id AND nc.kind = 'claim'
LEFT JOIN named nr ON nr.doc_id = page.doc_id AND nr.sentence_id = page.sentence_id AND nr.kind = 'risk'
LEFT JOIN manner ON manner.doc_id = page.doc_id AND manner.sentence_id = page.sentence_id
ORDER BY page.position, page.sentence_id
"""

_SPANS = """
WITH span AS (
    SELECT sentence_id, 'topic' AS kind, topic_id AS code_id, NULL AS certainty, NULL AS support, start, "end", quote
        FROM topics WHERE doc_id = $doc_id
    UNION ALL SELECT sentence_id, 'claim', claim_id, certainty, support, start, "end", quote FROM claims WHERE doc_id = $doc_id
    UNION ALL SELECT sentence_id, 'risk', risk_id, NULL, NULL, start, "end", quote FROM risks WHERE doc_id = $doc_id
    UNION ALL SELECT sentence_id, 'citation', kind, NULL, NULL, start, "end", quote FROM citations WHERE doc_id = $doc_id)
SELECT sentence_id, span.kind, coalesce(span.code_id, '') AS code_id,
    coalesce(label, CASE WHEN span.kind = 'claim' THEN 'Other claim'
        ELSE replace(span.code_id, '_', ' ') END) AS label,
    coalesce(certainty, '') AS certainty, coalesce(support, '') AS support, start, "end", quote
FROM span LEFT JOIN codes ON codes.kind = span.kind AND codes.code_id = span.code_id
ORDER BY start, "end" DESC, span.kind, span.code_id
"""
