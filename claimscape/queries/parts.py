"""The filters in force, how sources are taken together, and the named parts of a question in SQL that obey both."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from claimscape.store import Landscape
from claimscape.tables import COUNTED

# How sources can be taken together, with the word for one of them and for several.
GROUPS = {"kind": ("kind", "kinds"), "publisher": ("publisher", "publishers"), "year": ("year", "years")}

# `source` obeys the filters of sources, `prose` is the text of those sources, `body` also obeys the filter of topics, and
# `claim` those of certainty and support. Labels that two documents share are told apart by the document's id. A `unit` is a
# source, or what stands for several where they are grouped: its `size` is the number of sources. The first of all sources with
# the same bytes is a witness of its `own`; where independence is claimed, its copies do not count.
PARTS = r"""
WITH labelled AS (
    SELECT doc_id, row_number() OVER (ORDER BY doc_id) - 1 AS position, coalesce(kind, '') AS kind,
        coalesce(publisher, '') AS publisher, coalesce(nullif(sha256, ''), doc_id) AS content,
        regexp_extract(coalesce(published, ''), '\b(1[5-9]|20)\d\d\b') AS year,
        CASE WHEN label IS NULL OR label = '' THEN doc_id
             WHEN count(*) OVER (PARTITION BY label) > 1 THEN label || ' (' || doc_id || ')' ELSE label END AS source
    FROM known),
everyone AS (
    SELECT *, CASE $by::VARCHAR WHEN 'kind' THEN kind WHEN 'publisher' THEN publisher WHEN 'year' THEN year
        ELSE doc_id END AS unit
    FROM labelled),
source AS (
    SELECT doc_id, source, position, unit, content, row_number() OVER (PARTITION BY content ORDER BY doc_id) = 1 AS own
    FROM everyone
    WHERE (len($sources::VARCHAR[]) = 0 OR list_contains($sources::VARCHAR[], doc_id))
      AND (len($kinds::VARCHAR[]) = 0 OR list_contains($kinds::VARCHAR[], kind))
      AND (len($publishers::VARCHAR[]) = 0 OR list_contains($publishers::VARCHAR[], publisher))
      AND (len($years::VARCHAR[]) = 0 OR list_contains($years::VARCHAR[], year))),
slot AS (
    SELECT unit, CASE WHEN $by::VARCHAR = '' THEN min(position) ELSE row_number() OVER (
        ORDER BY unit = '', CASE WHEN $by::VARCHAR = 'year' THEN 0 ELSE -count(*) END, unit) - 1 END AS position
    FROM everyone GROUP BY unit),
unit AS (
    SELECT unit, any_value(slot.position) AS position, count(*) AS size, count(*) FILTER (own) AS witnesses,
        CASE WHEN $by::VARCHAR = '' THEN any_value(source) WHEN unit = '' THEN 'not known' ELSE unit END AS source
    FROM source JOIN slot USING (unit) GROUP BY unit),
member AS (
    SELECT doc_id, unnest(['source:' || doc_id, 'kind:' || kind, 'publisher:' || publisher, 'year:' || year]) AS member
    FROM everyone),
one_side AS (
    SELECT DISTINCT doc_id FROM member SEMI JOIN source USING (doc_id) WHERE list_contains($one::VARCHAR[], member)),
other_side AS (
    SELECT DISTINCT doc_id FROM member SEMI JOIN source USING (doc_id)
    WHERE list_contains($other::VARCHAR[], member) OR (len($other::VARCHAR[]) = 0 AND doc_id NOT IN (FROM one_side))),
running AS (SELECT * FROM sentences WHERE list_contains($counted::VARCHAR[], kind)),
prose AS (SELECT running.*, unit, own FROM running JOIN source USING (doc_id)),
body AS (
    SELECT * FROM prose WHERE EXISTS (
        SELECT 1 FROM topics WHERE topics.doc_id = prose.doc_id AND topics.sentence_id = prose.sentence_id
            AND list_contains($topics::VARCHAR[], topic_id))),
topic AS (SELECT topics.*, unit, own FROM topics JOIN body USING (doc_id, sentence_id)),
claim AS (
    SELECT claims.*, unit, own FROM claims JOIN body USING (doc_id, sentence_id)
    WHERE (len($certainty::VARCHAR[]) = 0 OR list_contains($certainty::VARCHAR[], certainty))
      AND (len($support::VARCHAR[]) = 0 OR list_contains($support::VARCHAR[], support))),
risk AS (SELECT risks.*, unit, own FROM risks JOIN body USING (doc_id, sentence_id)),
found AS (
    SELECT DISTINCT 'topic' AS kind, topic_id AS code_id, doc_id, sentence_id, unit, own FROM topic
    UNION SELECT 'claim', claim_id, doc_id, sentence_id, unit, own FROM claim
    UNION SELECT 'risk', risk_id, doc_id, sentence_id, unit, own FROM risk),
citation AS (SELECT citations.*, unit FROM citations JOIN source USING (doc_id)),
code AS (
    SELECT * FROM codes WHERE kind <> 'topic' OR len($topics::VARCHAR[]) = 0 OR list_contains($topics::VARCHAR[], code_id))
"""


@dataclass(frozen=True)
class Scope:
    """What is looked at and how: filters (an empty one lets everything through), then the way of looking.

    `by` takes sources of one kind, publisher or year together; `sample` treats the sources as a sample of more; `one` and
    `other` are the two sides of a comparison, each of members such as "kind:blog" or "source:a", an empty `other` the rest.
    """

    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    by: str = ""
    sample: bool = False
    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    def ungrouped(self) -> "Scope":
        """The same, each source for itself."""
        return replace(self, by="")


def ask(landscape: Landscape, scope: Scope, sql: str, **values: Any) -> pd.DataFrame:
    """The answer to a SELECT over the named parts above; every value is a bound parameter."""
    filters = {name: list(chosen) if isinstance(chosen, tuple) else chosen for name, chosen in vars(scope).items()}
    question = _with_parts(sql, bool(scope.topics))
    given = {**filters, "counted": list(COUNTED), **values}
    return landscape.ask(question, {name: given[name] for name in set(_BOUND.findall(question))})


_BOUND, _READ = re.compile(r"\$(\w+)"), re.compile(r"\b(?:FROM|JOIN)\s+(\w+)")
_PARTS = {part.split()[0]: part for part in re.split(r",\n(?=\w+ AS \()", PARTS.strip().removeprefix("WITH "))}


_EVERY = _PARTS | {"body": "body AS (SELECT * FROM prose)"}  # where no topic is chosen no table of topics is read


@lru_cache(maxsize=256)  # the questions are all written in this room
def _with_parts(sql: str, narrowed: bool) -> str:
    """The question after the parts that it reads: DuckDB takes 7 ms to plan them all, read or not."""
    parts, read, kept = _PARTS if narrowed else _EVERY, set(_READ.findall(sql)), []
    for name in reversed(parts):  # a part reads none below it
        if name in read:
            kept.append(parts[name])
            read.update(_READ.findall(parts[name]))
    return "WITH " + ",\n".join(reversed(kept)) + "\n" + sql
