"""What each source over- or under-stresses, in codes and in words, against the rest of the sources."""

import pandas as pd

from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.statistics import (
    PRIOR_SENTENCES,
    PRIOR_WORDS,
    Numbers,
    correlation_within,
    design_effect,
    dispersion,
    log_odds,
    states,
)
from claimscape.store import Landscape

FEWEST_SOURCES = 5  # below it a ratio against the rest compares a source with two or three others: counts only
WORDS_A_SOURCE = 60
FEWEST_HITS = 3
# A word is a run of letters, marks and digits of any script that holds a letter; inner hyphens and apostrophes belong to it.
WORD = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{M}\p{N}]+)*"
PARTS_OF_A_SOURCE = 10
PASSAGE = 10  # sentences; a passage is what stands under one heading, cut where it is longer
# English words without a subject of their own; words of other languages are held down only by being common to all sources.
FUNCTION_WORDS = """
a about above after again against all also although am an and any are as at be because been before being below between both but by
can cannot could did do does doing down during each either even every few for from further had has have having he her here hers him
his how however i if in into is it it's its itself just let like made make many may me might more most much must my neither no nor
not now of off often on once one only onto or other others our out over own per rather same shall she should since so some such
than that the their them themselves then there these they this those though through thus to too toward towards under until up upon
us very via was we well were what when where whether which while who whom whose why will with within without would yet you your
""".split()


def emphasis(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """How much more or less often each code stands in a source than in the rest of the sources.

    Columns kind, code_id, label, doc_id, source, position, sentences, of, rest, rest_of, ratio, low, high (of the shrunken
    log-odds, 95 %), state ("over", "under", "cannot tell"), dispersion (of the code over all sources), pick. Compared with
    all sources and corrected over all cells of the codebook whatever the filters, which only choose what is shown.
    """
    frame = ask(landscape, Scope(), _CELLS)
    shown = ask(landscape, scope, "SELECT kind, code_id, doc_id FROM code CROSS JOIN source")
    comparisons = len(frame)
    enough = frame["doc_id"].nunique() >= FEWEST_SOURCES
    effects = frame["code"].map(_effects(landscape)).fillna(1.0).to_numpy(float)
    frame = _compared(frame, PRIOR_SENTENCES, effects) if enough else frame.assign(state="")
    if len(frame):
        frame["dispersion"] = frame.groupby(["kind", "code_id"])["sentences"].transform(
            lambda found: dispersion(list(found), list(frame.loc[found.index, "of"]))
        )
    frame = frame.merge(shown, on=["kind", "code_id", "doc_id"])
    codes = zip(frame["kind"], frame["code_id"], frame["doc_id"], strict=True)
    frame["pick"] = [str(Pick(**{kind: code, "source": source})) for kind, code, source in codes]
    frame.attrs |= {"counts_only": not enough, "comparisons": comparisons}
    return with_facts(frame, landscape, scope)


def distinctive_words(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The words that set each source apart from the rest: at most 60 a source, the surest first.

    Columns doc_id, source, position, word, count, of, rest, rest_of (words), ratio, low, high, state, dispersion (over tenths
    of the source), score (the low end of the ratio, which ranks), pick. One source alone has no rest: its commonest words.
    """
    frame = ask(landscape, scope, _WORDS, word=WORD, dull=FUNCTION_WORDS, fewest=FEWEST_HITS, parts=PARTS_OF_A_SOURCE)
    if frame.empty:
        frame = frame.assign(ratio=[], low=[], high=[], state=[], dispersion=[], score=[], pick=[]).drop(
            columns=["found", "sizes"]
        )
        return with_facts(frame, landscape, scope)
    alone = not (frame["rest_of"] > 0).any()
    compared = frame.assign(ratio=1.0, low=1.0, high=1.0, state="") if alone else _compared(frame, PRIOR_WORDS, 1.0)
    compared["dispersion"] = [dispersion(found, sizes) for found, sizes in zip(frame["found"], frame["sizes"], strict=True)]
    compared["score"] = compared["count"].astype(float) if alone else compared["low"]
    ranked = compared if alone else compared[compared["ratio"] > 1]
    ranked = ranked.sort_values(["position", "score", "count", "word"], ascending=[True, False, False, True])
    ranked = ranked.groupby("doc_id", sort=False).head(WORDS_A_SOURCE).reset_index(drop=True)
    ranked["pick"] = [
        str(Pick(source=source, word=word)) for source, word in zip(ranked["doc_id"], ranked["word"], strict=True)
    ]
    ranked.attrs |= {"alone": alone, "comparisons": len(compared)}
    return with_facts(ranked.drop(columns=["found", "sizes"]), landscape, scope)


def wordcloud(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The frame of `distinctive_words`: the cloud shows the same words by the same score."""
    return distinctive_words(landscape, scope)


def _compared(frame: pd.DataFrame, prior: float, effect: Numbers | float) -> pd.DataFrame:
    """The frame with ratio, low, high and state of each row, corrected over all its rows."""
    found = "sentences" if "sentences" in frame else "count"
    columns = [frame[name].to_numpy(float) for name in (found, "of", "rest", "rest_of")]
    odds = log_odds(*columns, prior=prior, effect=effect)
    low, high = odds.interval()
    return frame.assign(ratio=odds.ratio(), low=low, high=high, state=states(odds))


def _effects(landscape: Landscape) -> dict[str, float]:
    """The design effect of each code: sentences of one passage speak of the same thing, and are not as many witnesses."""
    passages = ask(landscape, Scope(), _PASSAGES, passage=PASSAGE)
    return {
        str(code): design_effect(list(part["of"]), correlation_within(list(part["sentences"]), list(part["of"])))
        for code, part in passages.groupby("code", sort=False)
    }


_PASSAGES = """
, line AS (SELECT *, row_number() OVER (PARTITION BY doc_id ORDER BY sentence_id) AS line FROM prose),
passage AS (SELECT doc_id, sentence_id, dense_rank() OVER (ORDER BY doc_id, heading, line // $passage::INT) AS passage FROM line),
size AS (SELECT passage, count(*) AS of FROM passage GROUP BY ALL),
cell AS (
    SELECT kind || ':' || code_id AS code, passage, count(*) AS sentences
    FROM found JOIN passage USING (doc_id, sentence_id) WHERE code_id IS NOT NULL GROUP BY ALL)
SELECT code, passage, coalesce(sentences, 0) AS sentences, of
FROM (SELECT DISTINCT code FROM cell) CROSS JOIN size LEFT JOIN cell USING (code, passage) ORDER BY code, passage
"""

_CELLS = """
, cell AS (SELECT kind, code_id, doc_id, count(*) AS sentences FROM found GROUP BY ALL),
size AS (SELECT doc_id, count(*) AS of FROM prose GROUP BY ALL),
grid AS (
    SELECT kind, code_id, label, code.position AS place, doc_id, source, source.position,
        coalesce(cell.sentences, 0) AS sentences, size.of
    FROM code CROSS JOIN source JOIN size USING (doc_id) LEFT JOIN cell USING (kind, code_id, doc_id)
    WHERE kind IN ('topic', 'claim', 'risk')),
whole AS (
    SELECT *, sum(sentences) OVER code - sentences AS rest, sum(of) OVER code - of AS rest_of,
        sum(sentences) OVER code AS total, count(*) FILTER (sentences > 0) OVER code AS k
    FROM grid WINDOW code AS (PARTITION BY kind, code_id))
SELECT kind, code_id, kind || ':' || code_id AS code, label, doc_id, source, position, sentences, of, rest::BIGINT AS rest, rest_of::BIGINT AS rest_of,
    k, total::BIGINT AS total
FROM whole WHERE total > 0 ORDER BY kind DESC, k DESC, total DESC, place, code_id, position
"""

_WORDS = r"""
, place AS (
    SELECT doc_id, sentence_id, text,
        (row_number() OVER (PARTITION BY doc_id ORDER BY sentence_id) - 1) * $parts::INT // count(*) OVER (PARTITION BY doc_id) AS part
    FROM running WHERE len($topics::VARCHAR[]) = 0 OR EXISTS (
        SELECT 1 FROM topics WHERE topics.doc_id = running.doc_id AND topics.sentence_id = running.sentence_id
            AND list_contains($topics::VARCHAR[], topic_id))),
token AS (SELECT doc_id, part, unnest(regexp_extract_all(lower(replace(text, '’', '''')), $word::VARCHAR)) AS word FROM place),
size AS (SELECT doc_id, part, count(*) AS words FROM token GROUP BY ALL),
whole AS (SELECT doc_id, sum(words)::BIGINT AS of, list(words ORDER BY part) AS sizes FROM size GROUP BY ALL),
spread AS (SELECT doc_id, word, part, count(*) AS hits FROM token WHERE length(word) > 1 GROUP BY ALL),
tally AS (SELECT doc_id, word, sum(hits)::BIGINT AS count FROM spread GROUP BY ALL),
kept AS (
    SELECT *, (sum(count) OVER (PARTITION BY word) - count)::BIGINT AS rest FROM tally
    QUALIFY count >= $fewest::INT AND regexp_matches(word, '\p{L}') AND NOT list_contains($dull::VARCHAR[], word)),
parts AS (
    SELECT kept.doc_id, kept.word, list(coalesce(hits, 0) ORDER BY size.part) AS found
    FROM kept JOIN size USING (doc_id)
    LEFT JOIN spread ON spread.doc_id = kept.doc_id AND spread.word = kept.word AND spread.part = size.part GROUP BY ALL)
SELECT doc_id, source, position, word, count, of, rest, ((SELECT sum(of) FROM whole) - of)::BIGINT AS rest_of, found, sizes
FROM kept JOIN whole USING (doc_id) JOIN parts USING (doc_id, word) JOIN source USING (doc_id) ORDER BY position, word
"""
