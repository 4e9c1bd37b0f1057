"""Search: every place where a query of the rule language fires, found by the engine that codes, in the order of the sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from claimscape.matching import Matcher, Span, aboves
from claimscape.queries.asked import asked, parsed
from claimscape.queries.kept import Kept
from claimscape.queries.narrow import condition, vocabulary
from claimscape.queries.scope import Scope, ask
from claimscape.rules import Leaf, Query, any_of
from claimscape.store import Landscape

EVERY = 2**31 - 1
MOST = 100_000  # sentences that the engine reads for one query; how many it could not is told

COLUMNS = ["position", "doc_id", "source", "sentence_id", "start", "end"]

Key = tuple[str, int]  # doc_id, sentence_id


@dataclass(frozen=True)
class Places:
    """A row a place: position, doc_id, source, sentence_id, start, end (in the document's text), in the order of the sources.

    `searched` sentences were read of the `possible` ones that hold the words at all.
    """

    rows: pd.DataFrame
    searched: int
    possible: int

    @property
    def sentences(self) -> int:
        """How many sentences have a place."""
        return len(self.rows[["doc_id", "sentence_id"]].drop_duplicates())


@dataclass(frozen=True)
class Line:
    """A unit of a document without its text: what the engine needs to know what stands above."""

    kind: str
    heading: str
    start: int = 0
    end: int = 0


def places(landscape: Landscape, scope: Scope, text: str) -> Places:
    """Where the query fires in the sentences that the filters of sources and topics leave; nowhere where it cannot be read.

    Of places that overlap the shortest counts. Page furniture is not searched.
    """
    return _places(Kept.of(landscape), scope, asked(landscape, text).text)


@lru_cache(maxsize=8)
def _places(kept: Kept, scope: Scope, text: str) -> Places:
    landscape, query = kept.landscape, asked(kept.landscape, text).query
    if query is None:
        return Places(pd.DataFrame(columns=COLUMNS), 0, 0)
    matcher = Matcher({"asked": [query]})
    needed = condition(query, matcher.words_of(vocabulary(kept)))
    sql = _SEARCHED + _CANDIDATES.format(around=_AROUND if needed.wide else "", needed=needed.sql)
    found = ask(landscape, scope, sql, most=MOST, **needed.values)
    rows = list(_fired(landscape, matcher, query, found))
    return Places(pd.DataFrame(rows, columns=COLUMNS), len(found), int(found["possible"].iloc[0]) if len(found) else 0)


@lru_cache(maxsize=2)
def subject(kept: Kept) -> Mapping[str, Sequence[int]] | None:
    """The sentences of each document, page furniture too, that name the codebook's subject; None where it is not known."""
    queries = parsed(kept.landscape, "subject")
    if not queries:
        return None
    query = any_of(list(queries))
    matcher = Matcher({"subject": [query]})
    needed = condition(query, matcher.words_of(vocabulary(kept)))
    sql = _ANY + _CANDIDATES.format(around=_AROUND if needed.wide else "", needed=needed.sql)
    named: dict[str, list[int]] = {}
    found = ask(kept.landscape, Scope(), sql, most=EVERY, **needed.values)
    for _, doc_id, _, number, _, _ in _fired(kept.landscape, matcher, query, found):
        named.setdefault(doc_id, []).append(number)
    return named


def _fired(landscape: Landscape, matcher: Matcher, query: Query, found: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """A row a place in the sentences found."""
    context = _contexts(landscape, found) if _looks_elsewhere(query) else {}
    keys = zip(found["doc_id"], found["sentence_id"], strict=True)
    spans = matcher.spans(list(found["text"]), [context.get(key, ("", None)) for key in keys])
    rows = found[list(COLUMNS[:5])].itertuples(index=False, name=None)
    for (position, doc_id, source, number, start), fired in zip(rows, spans, strict=True):
        for first, last in apart(fired):
            yield position, doc_id, source, number, start + first, start + last


def apart(spans: Sequence[Span]) -> list[Span]:
    """Spans that share no letter, the shortest of each knot, in the order of the text."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        if all(end <= begun or ended <= start for begun, ended in kept):
            kept.append((start, end))
    return sorted(kept)


def sizes(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """How much is searched in each source: doc_id, source, position, searched (sentences), words, characters."""
    return ask(landscape, scope, _SEARCHED + _SIZES)


def texts(landscape: Landscape, keys: Sequence[Key]) -> pd.DataFrame:
    """Sentences by doc_id and sentence_id: text, start, kind, heading and the labels of the codes they bear."""
    bound: Mapping[str, Any] = {"docs": [doc for doc, _ in keys], "ids": [int(number) for _, number in keys]}
    return landscape.ask(_TEXTS, bound)


def lines(landscape: Landscape, docs: Sequence[str]) -> dict[str, list[Line]]:
    """The units of these documents, in order."""
    found: dict[str, list[Line]] = {}
    for doc, _, kind, heading, _ in _units(landscape, docs).itertuples(index=False, name=None):
        found.setdefault(doc, []).append(Line(kind, heading))
    return found


def _units(landscape: Landscape, docs: Sequence[str]) -> pd.DataFrame:
    return landscape.ask(_UNITS, {"docs": list(docs)})


def _looks_elsewhere(query: Query) -> bool:
    return not isinstance(query, Leaf) and (query.kind in ("heading", "previous") or any(map(_looks_elsewhere, query.parts)))


def _contexts(landscape: Landscape, found: pd.DataFrame) -> Mapping[Key, tuple[str, tuple[str, str] | None]]:
    """What HEADING reads for each sentence of these documents, and the sentence before it, in the whole of the document."""
    docs = sorted(set(found["doc_id"]))
    frame = _units(landscape, docs)
    rows = frame.itertuples(index=False, name=None)
    return {key: around for _, part in groupby(rows, key=itemgetter(0)) for key, around in _around(list(part))}


def _around(part: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Key, tuple[str, tuple[str, str] | None]]]:
    words = [text for *_, text in part]
    units = [Line(kind, heading) for _, _, kind, heading, _ in part]
    before: tuple[str, str] | None = None
    for (doc, number, *_), text, above in zip(part, words, aboves(units, words), strict=True):
        yield (doc, number), (above, before)
        before = (text, above)


_SEARCHED = """
, readable AS (SELECT * FROM sentences SEMI JOIN source USING (doc_id) WHERE kind <> 'furniture'),
chosen AS (
    SELECT * FROM readable WHERE len($topics::VARCHAR[]) = 0 OR EXISTS (
        SELECT 1 FROM topics WHERE topics.doc_id = readable.doc_id AND topics.sentence_id = readable.sentence_id
            AND list_contains($topics::VARCHAR[], topic_id)))
"""
# The lead-in that stands last before a sentence is that of its list, or of none: enough to know which sentences to try.
_AROUND = """
JOIN (
    SELECT doc_id, sentence_id, above, coalesce(lag(text) OVER line, '') AS before,
        coalesce(lag(above) OVER line, '') AS before_above
    FROM (
        SELECT doc_id, sentence_id, text, concat(heading, chr(10), last_value(CASE WHEN kind = 'list_lead' THEN text END
            IGNORE NULLS) OVER (
                PARTITION BY doc_id ORDER BY sentence_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS above
        FROM sentences SEMI JOIN source USING (doc_id))
    WINDOW line AS (PARTITION BY doc_id ORDER BY sentence_id)) USING (doc_id, sentence_id)
"""
_CANDIDATES = """
SELECT position, doc_id, source, sentence_id, start, text, count(*) OVER () AS possible
FROM chosen JOIN source USING (doc_id) {around}
WHERE {needed} ORDER BY position, sentence_id LIMIT $most::INT
"""
_ANY = ", chosen AS (SELECT * FROM sentences)"
_UNITS = """
SELECT doc_id, sentence_id, kind, coalesce(heading, '') AS heading, text FROM sentences
WHERE list_contains($docs::VARCHAR[], doc_id) ORDER BY doc_id, sentence_id
"""
_SIZES = """
SELECT doc_id, source, position, characters, coalesce(n, 0)::BIGINT AS searched, coalesce(w, 0)::BIGINT AS words
FROM source JOIN (SELECT doc_id, characters FROM known) USING (doc_id)
LEFT JOIN (SELECT doc_id, count(*) AS n, sum(words) AS w FROM chosen GROUP BY ALL) USING (doc_id) ORDER BY position
"""
_TEXTS = """
WITH wanted AS (SELECT DISTINCT unnest($docs::VARCHAR[]) AS doc_id, unnest($ids::INT[]) AS sentence_id),
code AS (
    SELECT doc_id, sentence_id, 'topic' AS kind, topic_id AS code_id FROM topics
    UNION ALL SELECT doc_id, sentence_id, 'claim', claim_id FROM claims
    UNION ALL SELECT doc_id, sentence_id, 'risk', risk_id FROM risks),
named AS (
    SELECT doc_id, sentence_id,
        string_agg(DISTINCT label, '; ' ORDER BY label) FILTER (code.kind = 'topic') AS topics,
        string_agg(DISTINCT label, '; ' ORDER BY label) FILTER (code.kind = 'claim') AS claims,
        string_agg(DISTINCT label, '; ' ORDER BY label) FILTER (code.kind = 'risk') AS risks
    FROM code SEMI JOIN wanted USING (doc_id, sentence_id) JOIN codes USING (kind, code_id) GROUP BY ALL)
SELECT doc_id, sentence_id, text, start, kind, coalesce(heading, '') AS heading,
    coalesce(topics, '') AS topics, coalesce(claims, '') AS claims, coalesce(risks, '') AS risks
FROM sentences SEMI JOIN wanted USING (doc_id, sentence_id) LEFT JOIN named USING (doc_id, sentence_id)
ORDER BY doc_id, sentence_id
"""
