"""Scope: the filters in force, and the named parts of a question that obey them."""

from collections.abc import Hashable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from claimscape.store import Landscape

# Shares are of running text: sentences, list items, lead-ins and questions; headings, references and furniture are none.
COUNTED = ("sentence", "list_lead", "question")

# `source` obeys the filter of sources, `prose` is the text of those sources, `body` also obeys the filter of topics, and
# `claim` those of certainty and support. Labels that two documents share are told apart by the document's id.
PARTS = """
WITH everyone AS (
    SELECT doc_id, row_number() OVER (ORDER BY doc_id) - 1 AS position,
        CASE WHEN label IS NULL OR label = '' THEN doc_id
             WHEN count(*) OVER (PARTITION BY label) > 1 THEN label || ' (' || doc_id || ')' ELSE label END AS source
    FROM documents),
source AS (SELECT * FROM everyone WHERE len($sources::VARCHAR[]) = 0 OR list_contains($sources::VARCHAR[], doc_id)),
running AS (SELECT * FROM sentences WHERE list_contains($counted::VARCHAR[], kind)),
prose AS (SELECT running.* FROM running SEMI JOIN source USING (doc_id)),
body AS (
    SELECT * FROM prose WHERE len($topics::VARCHAR[]) = 0 OR EXISTS (
        SELECT 1 FROM topics WHERE topics.doc_id = prose.doc_id AND topics.sentence_id = prose.sentence_id
            AND list_contains($topics::VARCHAR[], topic_id))),
topic AS (SELECT topics.* FROM topics SEMI JOIN body USING (doc_id, sentence_id)),
claim AS (
    SELECT claims.* FROM claims SEMI JOIN body USING (doc_id, sentence_id)
    WHERE (len($certainty::VARCHAR[]) = 0 OR list_contains($certainty::VARCHAR[], certainty))
      AND (len($support::VARCHAR[]) = 0 OR list_contains($support::VARCHAR[], support))),
found AS (
    SELECT DISTINCT 'topic' AS kind, topic_id AS code_id, doc_id, sentence_id
        FROM topics SEMI JOIN prose USING (doc_id, sentence_id)
    UNION SELECT 'claim', claim_id, doc_id, sentence_id FROM claims SEMI JOIN prose USING (doc_id, sentence_id)
    UNION SELECT 'risk', risk_id, doc_id, sentence_id FROM risks SEMI JOIN prose USING (doc_id, sentence_id)),
risk AS (SELECT risks.* FROM risks SEMI JOIN body USING (doc_id, sentence_id)),
citation AS (SELECT citations.* FROM citations SEMI JOIN source USING (doc_id)),
code AS (
    SELECT * FROM codes WHERE kind <> 'topic' OR len($topics::VARCHAR[]) = 0 OR list_contains($topics::VARCHAR[], code_id))
"""


@dataclass(frozen=True)
class Scope:
    """The filters in force: doc_ids, topic_ids, certainties and supports; an empty one lets everything through."""

    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    support: tuple[str, ...] = ()


def ask(landscape: Landscape, scope: Scope, sql: str, **values: Any) -> pd.DataFrame:
    """The answer to a SELECT over the named parts above; every value is a bound parameter."""
    filters = {name: list(chosen) for name, chosen in asdict(scope).items()}
    return landscape.ask(PARTS + sql, {**filters, "counted": list(COUNTED), **values})


def with_facts(frame: pd.DataFrame, landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The frame with what titles need in `attrs`: sources, sentences, footer, and all sources whatever the filter."""
    sources, sentences, everyone = _counts(landscape, scope)
    facts: dict[Hashable, Any] = {"sources": sources, "sentences": sentences, "all_sources": everyone}
    frame.attrs = {**frame.attrs, **facts, "footer": footer(landscape, scope, sources)}
    return frame


@lru_cache(maxsize=512)  # every chart of a page asks
def _counts(landscape: Landscape, scope: Scope) -> tuple[int, int, int]:
    """Sources and sentences that the filters leave, and all sources."""
    sql = "SELECT (SELECT count(*) FROM source), (SELECT count(*) FROM body), (SELECT count(*) FROM everyone)"
    sources, sentences, everyone = (int(value) for value in ask(landscape, scope, sql).iloc[0])
    return sources, sentences, everyone


def footer(landscape: Landscape, scope: Scope, sources: int) -> str:
    """Sources, date, codebook version and filters in force, as charts print them."""
    codebook, created = landscape.manifest.get("codebook", {}), str(landscape.manifest.get("created", ""))[:10]
    named = f"{codebook.get('title', '')} {codebook.get('version', '')}".strip()
    parts = [f"{sources} source{'' if sources == 1 else 's'}", created and f"built {created}", named and f"codebook: {named}"]
    return " · ".join([*(part for part in parts if part), _filters(landscape, scope)])


def _filters(landscape: Landscape, scope: Scope) -> str:
    many = len(scope.sources)
    chosen = [f"{many} chosen source{'' if many == 1 else 's'}"] if many else []
    labels = ask(landscape, scope, "SELECT label FROM code WHERE kind = 'topic' ORDER BY position") if scope.topics else None
    chosen += [] if labels is None else ["topics " + ", ".join(labels["label"])]
    chosen += ["certainty " + ", ".join(scope.certainty)] if scope.certainty else []
    chosen += ["support " + ", ".join(scope.support)] if scope.support else []
    return "filters: " + "; ".join(chosen) if chosen else "no filters"
