"""The sentences behind many marks at once: what `sentences_behind` tells of each, in a few questions instead of one a mark."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd

from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.queries.sources import asked_of, seen_by
from claimscape.queries.worded import WORD
from claimscape.store import Landscape

AT_ONCE = 50_000  # sentences of one part
NO_LIMIT = 2**31 - 1

Marks = Sequence[tuple[int, Pick]]  # with the place of each in the answer


def behind(landscape: Landscape, scope: Scope, picks: Sequence[str], most: int | None = None) -> pd.DataFrame:
    """The sentences behind each of the marks, mark after mark: at most `most` of each.

    Columns pick, then those of `sentences_behind`, then total (sentences behind that mark). A mark that is named twice is
    answered once.
    """
    return with_facts(_answered(landscape, scope, list(dict.fromkeys(picks)), 0, most or NO_LIMIT), landscape, scope)


def behind_in_parts(
    landscape: Landscape, scope: Scope, picks: Sequence[str], most: int | None = None, rows: int = AT_ONCE
) -> Iterator[pd.DataFrame]:
    """The same rows as `behind`, in frames of at most `rows` each, so that memory does not grow with their number."""
    waiting: list[str] = []
    held = 0
    totals = _totals(landscape, scope, list(dict.fromkeys(picks)))
    for pick, total in totals.items():
        wanted = min(total, most or NO_LIMIT)
        if waiting and held + wanted > rows:
            yield _answered(landscape, scope, waiting, 0, most or NO_LIMIT)
            waiting, held = [], 0
        if wanted > rows:
            for offset in range(0, wanted, rows):
                yield _answered(landscape, scope, [pick], offset, min(rows, wanted - offset))
        elif wanted:
            waiting, held = [*waiting, pick], held + wanted
    if waiting or not any(totals.values()):
        yield _answered(landscape, scope, waiting, 0, most or NO_LIMIT)


def _answered(landscape: Landscape, scope: Scope, picks: Sequence[str], offset: int, most: int) -> pd.DataFrame:
    """The sentences of each pick from `offset` on, at most `most` of each."""
    def asked(seen: Scope, marks: Marks) -> pd.DataFrame:
        return ask(landscape, seen, _kept(marks[0][1]) + _TOLD, **_values(marks), offset=offset, most=most)

    with ThreadPoolExecutor(2) as threads:
        frames = list(threads.map(asked, *zip(*_alike(scope, picks), strict=True)))
    if len(frames) > 1:
        frames = [pd.concat([each for each in frames if len(each)] or frames[:1], ignore_index=True)]
    frame = frames[0].sort_values("n", kind="stable", ignore_index=True)
    frame.insert(0, "pick", pd.Series([picks[n] for n in frame.pop("n")], dtype=frame["doc_id"].dtype))
    return frame


def _totals(landscape: Landscape, scope: Scope, picks: Sequence[str]) -> dict[str, int]:
    """How many sentences stand behind each pick."""
    totals = dict.fromkeys(picks, 0)
    for seen, marks in _alike(scope, picks):
        frame = ask(landscape, seen, _kept(marks[0][1]) + _COUNTED, **_values(marks))
        totals |= {picks[n]: int(total) for n, total in zip(frame["n"], frame["total"], strict=True)}
    return totals


def _alike(scope: Scope, picks: Sequence[str]) -> Iterable[tuple[Scope, Marks]]:
    """The picks that one question can answer together, with the scope that they are opened in; no pick, one that finds none."""
    groups: dict[tuple[Scope, tuple[str, ...]], list[tuple[int, Pick]]] = defaultdict(list)
    for n, pick in enumerate(map(Pick.parse, picks)):
        groups[seen_by(scope, pick), tuple(_joined(pick))].append((n, pick))
    nobody: Marks = [(0, Pick.parse("sentence=none"))]
    return [(seen, marks) for (seen, _), marks in groups.items()] or [(scope, nobody)]


def _values(marks: Marks) -> dict[str, Any]:
    """The picks as columns of one table."""
    given = [asked_of(pick) for _, pick in marks]
    columns: dict[str, Any] = {f"{name}s": [each[name] for each in given] for name in _COLUMNS}
    places = [(n, *place) for (n, _), each in zip(marks, given, strict=True) for place in _places(each)]
    names = ("p_place_ns", "p_docs", "p_firsts", "p_lasts")
    columns |= {name: [place[at] for place in places] for at, name in enumerate(names)}
    return columns | {"p_ns": [n for n, _ in marks], "token": WORD}


def _places(given: dict[str, Any]) -> Iterable[tuple[str, int, int]]:
    return zip(given["p_docs"], given["p_firsts"], given["p_lasts"], strict=True)


def _joined(pick: Pick) -> list[str]:
    """The parts of the question that these picks need, by name: picks that need the same are asked together."""
    claims = asked_of(pick)["p_claims"]
    needed = {
        "t": pick.topic,
        "c": claims,
        "r": pick.risk or pick.side == "risk",
        "z": pick.citation,
        "a": pick.also,
        "w": pick.word,
        "x": pick.places,
    }
    found = [name for name, value in needed.items() if value]
    details = ("source", "unit", "part", "claim", "certainty", "support", "risk", "sentence", "shared", "only")
    found += [name for name in details if getattr(pick, name)]
    return found


def _kept(pick: Pick) -> str:
    """The parts of the question up to `kept`: number of the pick, place of the source, sentence, where its words begin."""
    needed = _joined(pick)
    hits = [name for name in ("t", "c", "r", "z", "a", "w", "x") if name in needed]
    starts = [f"{name}.start" for name in ("t", "c", "r", "z") if name in needed]
    first = f"coalesce({', '.join(starts)})" if starts else "NULL::INT"
    joined = " ".join(f"JOIN {name} USING (n, doc_id, sentence_id)" for name in hits[1:])
    source = f"{hits[0]} {joined}" if hits else "reach JOIN sentences USING (doc_id)"
    parts = [_PICKS, _reach(needed), *(_hits(name, needed) for name in hits)]
    parts += [f", hit AS (SELECT n, doc_id, sentence_id, {first} AS first FROM {source})"]  # noqa: S608 - our names
    where = "sentence_id = p.sentence" if pick.sentence else f"list_contains($counted::VARCHAR[], kind) AND {_NARROWED}"
    if pick.citation and not pick.sentence:  # references bear no topic; of others all are meant where none is chosen
        where = f"(p.citation = 'reference' OR len($topics::VARCHAR[]) = 0 OR {where})"
    return "".join(parts) + _KEPT.format(where=where)


def _reach(needed: Sequence[str]) -> str:
    """Which sources each pick can reach."""
    parts = ["FROM p"]
    if "unit" in needed:
        parts += ["JOIN member ON member.member = p.unit"]
    if "part" in needed:
        parts += ["JOIN sides ON sides.part = p.part"]
    wanted = ["source.doc_id = p.source"] if "source" in needed else []
    wanted += ["source.doc_id = member.doc_id"] if "unit" in needed else []
    wanted += ["source.doc_id = sides.doc_id"] if "part" in needed else []
    parts += [f"JOIN source ON {' AND '.join(wanted) or 'true'}"]
    return f", reach AS (SELECT p.n, source.doc_id, source.position {' '.join(parts)})"


def _hits(name: str, needed: Sequence[str]) -> str:
    """The sentences in which something was found, by number of the pick; what is asked of claims must hold for one together."""
    if name == "r":
        return _HITS["r"].format(risk="risk_id = p.risk" if "risk" in needed else "true")
    if name != "c":
        return _HITS[name]
    shared = "shared" in needed or "only" in needed
    wanted = [f"claims.{column} = p.{field}" for field, column in _OF_CLAIMS.items() if field in needed]
    wanted += ["claims.certainty <> 'negated'"] if shared else []
    joined = "JOIN shared USING (n, claim_id)" if shared else ""
    return (_SHARED if shared else "") + _CLAIMS.format(wanted=" AND ".join(wanted) or "true", shared=joined)


_COLUMNS = (
    "p_source",
    "p_unit",
    "p_part",
    "p_topic",
    "p_also",
    "p_claim",
    "p_certainty",
    "p_support",
    "p_risk",
    "p_contained",
    "p_side",
    "p_citation",
    "p_word",
    "p_only",
    "p_types",
    "p_shared",
    "p_sentence",
)
_OF_CLAIMS = {"claim": "claim_id", "certainty": "certainty", "support": "support"}

# One row a pick; `sides` are the two of a comparison.
_PICKS = """
, p AS MATERIALIZED (
    SELECT unnest($p_ns::INT[]) AS n, unnest($p_sources::VARCHAR[]) AS source, unnest($p_units::VARCHAR[]) AS unit,
        unnest($p_parts::VARCHAR[]) AS part, unnest($p_topics::VARCHAR[]) AS topic, unnest($p_alsos::VARCHAR[]) AS also,
        unnest($p_claims::VARCHAR[]) AS claim, unnest($p_certaintys::VARCHAR[]) AS certainty,
        unnest($p_supports::VARCHAR[]) AS support, unnest($p_risks::VARCHAR[]) AS risk,
        unnest($p_containeds::VARCHAR[]) AS contained, unnest($p_sides::VARCHAR[]) AS side,
        unnest($p_citations::VARCHAR[]) AS citation, unnest($p_words::VARCHAR[]) AS word, unnest($p_onlys::VARCHAR[]) AS only,
        unnest($p_typess::VARCHAR[][]) AS types, unnest($p_shareds::VARCHAR[][]) AS shared,
        unnest($p_sentences::INT[]) AS sentence),
place AS (
    SELECT unnest($p_place_ns::INT[]) AS n, unnest($p_docs::VARCHAR[]) AS doc_id, unnest($p_firsts::INT[]) AS first,
        unnest($p_lasts::INT[]) AS last, len($token::VARCHAR) AS used),
sides AS (SELECT 'one' AS part, doc_id FROM one_side UNION ALL SELECT 'other', doc_id FROM other_side)
"""

_SHARED = """
, said AS (
    SELECT claim_id, list_sort(list(DISTINCT doc_id)) AS sources FROM claim
    WHERE claim_id IS NOT NULL AND certainty <> 'negated' GROUP BY ALL),
shared AS (
    SELECT n, claim_id FROM p JOIN said ON list_has_all(sources, p.shared)
      AND (p.only = '' OR len(sources) = greatest(len(p.shared), 1)))
"""

_CLAIMS = """
, c AS (
    SELECT n, doc_id, sentence_id, min(start) AS start FROM (
        SELECT p.*, claims.doc_id, claims.sentence_id, claims.start, claims.claim_id FROM p JOIN claims
        ON {wanted}
          AND (len(p.types) = 0 OR list_contains(p.types, claim_type))
          AND (p.side <> 'benefit' OR claims.certainty <> 'negated')
          AND (len($certainty::VARCHAR[]) = 0 OR list_contains($certainty::VARCHAR[], claims.certainty))
          AND (len($support::VARCHAR[]) = 0 OR list_contains($support::VARCHAR[], claims.support))) said_so {shared}
    WHERE len(said_so.shared) = 0 OR list_contains(said_so.shared, doc_id)
    GROUP BY n, doc_id, sentence_id)
"""

_HITS = {
    "t": """
, t AS (
    SELECT n, doc_id, sentence_id, min(start) AS start FROM p JOIN topics ON topic_id = p.topic GROUP BY n, doc_id, sentence_id)
""",
    "r": """
, r AS (
    SELECT n, doc_id, sentence_id, min(start) AS start FROM p JOIN risks ON {risk}
    WHERE p.contained = '' OR risks.contained = (p.contained = 'yes') GROUP BY n, doc_id, sentence_id)
""",
    "z": """
, z AS (
    SELECT n, doc_id, sentence_id, min(start) AS start FROM p JOIN citations ON kind = p.citation
    GROUP BY n, doc_id, sentence_id)
""",
    "a": """
, a AS (SELECT DISTINCT n, doc_id, sentence_id FROM p JOIN topics ON topic_id = p.also)
""",
    "w": r"""
, token AS (
    SELECT doc_id, sentence_id,
        unnest(list_distinct(regexp_extract_all(lower(replace(text, '’', '''')), $token::VARCHAR))) AS word
    FROM sentences),
w AS (SELECT DISTINCT n, doc_id, sentence_id FROM token JOIN (SELECT n, unnest(str_split(word, ' ')) word FROM p) USING (word))
""",
    "x": """
, x AS (
    SELECT DISTINCT n, doc_id, sentence_id FROM place JOIN sentences USING (doc_id)
    WHERE sentence_id BETWEEN place.first AND place.last)
""",
}

_NARROWED = """(len($topics::VARCHAR[]) = 0 OR EXISTS (
        SELECT 1 FROM topics WHERE topics.doc_id = sentences.doc_id AND topics.sentence_id = sentences.sentence_id
            AND list_contains($topics::VARCHAR[], topic_id)))"""

_KEPT = """
, kept AS MATERIALIZED (
    SELECT hit.n, position, hit.doc_id, hit.sentence_id, first FROM hit JOIN reach USING (n, doc_id) JOIN p USING (n)
    JOIN sentences USING (doc_id, sentence_id)
    WHERE {where})
"""

_COUNTED = "SELECT n, count(*) AS total FROM kept GROUP BY n"

# What was found in a sentence is gathered once, however many marks it stands behind.
_TOLD = """
, page AS MATERIALIZED (
    SELECT * FROM (
        SELECT *, count(*) OVER (PARTITION BY n) AS total,
            row_number() OVER (PARTITION BY n ORDER BY position, sentence_id) AS row FROM kept)
    WHERE row > $offset::BIGINT AND row <= $offset::BIGINT + $most::BIGINT),
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
SELECT page.n, page.doc_id, source.source, page.sentence_id, s.kind, coalesce(heading, '') AS heading, s.text,
    substr(documents.text, coalesce(first, s.start) + 1, coalesce(spot."end", s."end") - coalesce(first, s.start)) AS quote,
    coalesce(first, s.start) AS start, coalesce(spot."end", s."end") AS "end",
    coalesce(nt.labels, '') AS topics, coalesce(nc.labels, '') AS claims, coalesce(nr.labels, '') AS risks,
    coalesce(certainty, '') AS certainty, coalesce(support, '') AS support, page.total
FROM page JOIN sentences s USING (doc_id, sentence_id) JOIN source USING (doc_id) JOIN documents USING (doc_id)
LEFT JOIN spot ON spot.doc_id = page.doc_id AND spot.sentence_id = page.sentence_id AND spot.start = first
LEFT JOIN named nt ON nt.doc_id = page.doc_id AND nt.sentence_id = page.sentence_id AND nt.kind = 'topic'
LEFT JOIN named nc ON nc.doc_id = page.doc_id AND nc.sentence_id = page.sentence_id AND nc.kind = 'claim'
LEFT JOIN named nr ON nr.doc_id = page.doc_id AND nr.sentence_id = page.sentence_id AND nr.kind = 'risk'
LEFT JOIN manner ON manner.doc_id = page.doc_id AND manner.sentence_id = page.sentence_id
ORDER BY page.n, page.position, page.sentence_id
"""
