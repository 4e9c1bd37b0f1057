"""The words that set each source apart from the rest."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from claimscape.queries import tallied
from claimscape.queries.emphasis import compared
from claimscape.queries.pick import picks
from claimscape.queries.scope import CLAIMLESS, Scope, ask, of_units, with_facts
from claimscape.statistics import PRIOR_WORDS, dispersion
from claimscape.store import Landscape
from claimscape.words import normal, stem

WORDS_A_SOURCE = 60
FEWEST_HITS = 3
# A word is a run of letters, marks and digits of any script that holds a letter; inner hyphens and apostrophes belong to it.
WORD = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{M}\p{N}]+)*"
PARTS_OF_A_SOURCE = 10
MOST_SPELLINGS = 50_000  # the commonest, whose inflections are looked for; a stem takes 20 µs
MOST_FORMS = 40  # of one word
# English words without a subject of their own; words of other languages are held down only by being common to all sources.
FUNCTION_WORDS = """
a about above after again against all also although am an and any are as at be because been before being below between
both but by can cannot could did do does doing down during each either even every few for from further had has have
having he her here hers him his how however i if in into is it it's its itself just let like made make many may me might
more most much must my neither no nor not now of off often on once one only onto or other others our out over own per
rather same shall she should since so some such than that the their them themselves then there these they this those
though through thus to too toward towards under until up upon us very via was we well were what when where whether which
while who whom whose why will with within without would yet you your
""".split()


def distinctive_words(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The words that set each unit (a source, or a group of them) apart from the rest: at most 60 each, the surest first.

    A word and its inflections are counted together, under the spelling that is commonest in all the sources.
    Ranked by the low end of the ratio to the rest. One unit alone has no rest: its commonest words. Exact copies are left out.
    Columns unit, source (its name), position, word, count, of, rest, rest_of (words), forms (all its spellings, the commonest
    first), ratio, low, high, state, dispersion (over tenths of the unit's text), score (the low end of the ratio), pick.
    """
    ranked, facts = _ranked(landscape, scope.topics, scope.by)
    frame = ranked[ranked["unit"].isin(tallied.seen(landscape, scope).units["unit"])].reset_index(drop=True)
    frame["pick"] = picks(word=list(frame["forms"]), whole="" if scope.topics else "yes", **of_units(scope, frame["unit"]))
    frame.attrs |= CLAIMLESS | facts
    return with_facts(frame, landscape, scope)


@lru_cache(maxsize=8)  # the same for every filter of sources, and the bars and the cloud of one page are of the same words
def _ranked(landscape: Landscape, topics: tuple[str, ...], by: str) -> tuple[pd.DataFrame, dict[Hashable, Any]]:
    """The words of every unit, corrected over all of them, and what is told of all."""
    every = Scope(topics=topics, by=by)
    forms = _forms(landscape)
    told = {"spelt": [each for known in forms.values() for each in known], "dull": FUNCTION_WORDS, "fewest": FEWEST_HITS}
    told["named"] = [word for word, known in forms.items() for _ in known]
    frame = ask(landscape, every, _WORDS, word=WORD, parts=PARTS_OF_A_SOURCE, **told)
    facts: dict[Hashable, Any] = {"alone": frame.empty or not (frame["rest_of"] > 0).any(), "comparisons": len(frame)}
    found, sizes = (frame[[f"{name}_{part}" for part in range(PARTS_OF_A_SOURCE)]] for name in ("found", "size"))
    frame = frame.drop(columns=[*found, *sizes]).assign(forms=[" ".join(forms.get(word, (word,))) for word in frame["word"]])
    if frame.empty:
        return frame.assign(ratio=[], low=[], high=[], state=[], dispersion=[], score=[]), facts | {"alone": False}
    alone = facts["alone"]
    ranked = frame.assign(ratio=1.0, low=1.0, high=1.0, state="") if alone else compared(frame, _prior(frame), 1.0)
    ranked["dispersion"] = dispersion(found.to_numpy(), sizes.to_numpy())
    ranked["score"] = ranked["count"].astype(float) if alone else ranked["low"]
    ranked = ranked if alone else ranked[ranked["ratio"] > 1]
    ranked = ranked.sort_values(["position", "score", "count", "word"], ascending=[True, False, False, True])
    return ranked.groupby("unit", sort=False).head(WORDS_A_SOURCE), facts


@lru_cache(maxsize=4)  # the same for every filter
def _forms(landscape: Landscape) -> Mapping[str, tuple[str, ...]]:
    """Words of several spellings, "e-scooters" and "e-scooter": all of them by the commonest, which comes first."""
    spellings: dict[str, list[str]] = defaultdict(list)
    for word in ask(landscape, Scope(), _SPELLINGS, word=WORD, dull=FUNCTION_WORDS, most=MOST_SPELLINGS)["word"]:
        spellings[stem(normal(word))].append(word)
    return {known[0]: tuple(known[:MOST_FORMS]) for known in spellings.values() if len(known) > 1}


def _prior(frame: pd.DataFrame) -> float:
    """500 words, as Monroe, Colaresi and Quinn took for speeches; a tenth of all words where there are not 5,000 of them."""
    return min(PRIOR_WORDS, float((frame["of"] + frame["rest_of"]).iloc[0]) / 10)


def wordcloud(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The frame of `distinctive_words`: the cloud shows the same words by the same score."""
    return distinctive_words(landscape, scope)


def _each(column: str) -> str:
    """The column once a part of a source."""
    return ", ".join(column.format(part) for part in range(PARTS_OF_A_SOURCE))


_SPELLINGS = r"""
, token AS (SELECT unnest(regexp_extract_all(lower(replace(text, '’', '''')), $word::VARCHAR)) AS word FROM running)
SELECT word FROM token WHERE regexp_matches(word, '\p{L}') AND NOT list_contains($dull::VARCHAR[], word)
GROUP BY word ORDER BY count(*) DESC, word LIMIT $most::INT
"""
_WORDS = rf"""
, witness AS (
    SELECT unit, doc_id FROM everyone QUALIFY row_number() OVER (PARTITION BY content ORDER BY doc_id) = 1),
place AS (
    SELECT unit, sentence_id, text,
        (row_number() OVER (PARTITION BY unit ORDER BY doc_id, sentence_id) - 1) * $parts::INT
            // count(*) OVER (PARTITION BY unit) AS part
    FROM running JOIN witness USING (doc_id) WHERE len($topics::VARCHAR[]) = 0 OR EXISTS (
        SELECT 1 FROM topics WHERE topics.doc_id = running.doc_id AND topics.sentence_id = running.sentence_id
            AND list_contains($topics::VARCHAR[], topic_id))),
token AS (SELECT unit, part, unnest(regexp_extract_all(lower(replace(text, '’', '''')), $word::VARCHAR)) AS word FROM place),
form AS (SELECT unnest($spelt::VARCHAR[]) AS spelling, unnest($named::VARCHAR[]) AS name),
tally AS MATERIALIZED (
    SELECT unit, coalesce(name, token.word) AS word, count(*) AS count,
        {_each("count(*) FILTER (part = {0})::INT AS found_{0}")}
    FROM token LEFT JOIN form ON spelling = token.word GROUP BY ALL),
whole AS (SELECT unit, sum(count)::BIGINT AS of, {_each("sum(found_{0})::INT AS size_{0}")} FROM tally GROUP BY unit),
kept AS (
    SELECT *, (sum(count) OVER (PARTITION BY word) - count)::BIGINT AS rest FROM tally WHERE length(word) > 1
    QUALIFY count >= $fewest::INT AND regexp_matches(word, '\p{{L}}') AND NOT list_contains($dull::VARCHAR[], word))
SELECT kept.unit, source, position, kept.word, count, of, rest, ((SELECT sum(of) FROM whole) - of)::BIGINT AS rest_of,
    COLUMNS('(found|size)_\d')
FROM kept JOIN whole USING (unit) JOIN unit ON unit.unit = kept.unit ORDER BY position, kept.word
"""  # noqa: S608 - our names
