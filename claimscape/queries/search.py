"""Keyword in context: every place where words stand, with what comes before and after."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape

ROWS = 500  # rows shown; the sentences found are all counted
LONGEST = 200  # characters of a query; more is cut
MOST_TERMS = 6  # further words of a query are left out
CONTEXT = 90  # characters to either side
_TERM = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True)
class Term:
    """A word, a word* that may go on, or a "phrase" whose words follow each other."""

    words: tuple[str, ...]
    open_end: bool

    def pattern(self) -> str:
        """The words as a regular expression that Python and DuckDB read alike, blind to case and to kinds of apostrophe."""
        escaped = [re.escape(word).replace("'", "['’]") for word in self.words]
        return r"\s+".join(escaped) + (r"[\p{L}\p{M}\p{N}]*" if self.open_end else "")


def terms(query: str) -> list[Term]:
    """The terms of a query: `serotonin`, `therap*`, `"side effects"`; signs that are no words are left out."""
    found = []
    for phrase, word in _TERM.findall(unicodedata.normalize("NFC", query[:LONGEST]).replace("’", "'")):
        text = phrase or word
        words = tuple(re.findall(r"\w+(?:['-]\w+)*", text))
        if words:
            found.append(Term(words, text.endswith("*")))
    return found[:MOST_TERMS]


def concordance(landscape: Landscape, scope: Scope, query: str) -> pd.DataFrame:
    """Every place of the query's terms in sentences that bear all of them: at most 500 rows, in the order of the sources.

    Columns doc_id, source, sentence_id, kind, heading, left, keyword, right, start, end (of the keyword in the document), pick.
    attrs["total"] counts all sentences found, attrs["by_source"] those of each source.
    """
    asked = terms(query)
    columns = ["doc_id", "source", "sentence_id", "kind", "heading", "left", "keyword", "right", "start", "end", "pick"]
    if not asked:
        return _told(pd.DataFrame(columns=columns), landscape, scope, pd.DataFrame({"source": [], "sentences": []}))
    edge = r"[^\p{L}\p{M}\p{N}]"
    patterns = {f"t{number}": f"(?i)(?:^|{edge})(?:{term.pattern()})(?:{edge}|$)" for number, term in enumerate(asked)}
    bound = dict.fromkeys((f"t{number}" for number in range(MOST_TERMS)), "") | patterns  # an empty pattern asks nothing
    sentences = ask(landscape, scope, _MATCHING + _FIRST, most=ROWS, **bound)
    counts = ask(landscape, scope, _MATCHING + _COUNTED, **bound)
    word = re.compile("|".join(_python(term) for term in asked), re.IGNORECASE)
    rows = [hit for sentence in sentences.itertuples() for hit in _hits(sentence, word)]
    return _told(pd.DataFrame(rows[:ROWS], columns=columns), landscape, scope, counts)


def _told(frame: pd.DataFrame, landscape: Landscape, scope: Scope, counts: pd.DataFrame) -> pd.DataFrame:
    frame.attrs["total"] = int(counts["sentences"].sum())
    frame.attrs["by_source"] = {str(source): int(n) for source, n in zip(counts["source"], counts["sentences"], strict=True)}
    return with_facts(frame, landscape, scope)


def _python(term: Term) -> str:
    return r"(?<!\w)" + term.pattern().replace(r"[\p{L}\p{M}\p{N}]*", r"\w*") + r"(?!\w)"


def _hits(sentence: Any, word: re.Pattern[str]) -> list[tuple[Any, ...]]:
    """A row a hit. In text that is not NFC the offsets of a hit are those of its sentence, for composing moves letters."""
    text = unicodedata.normalize("NFC", sentence.text)
    exact = text == sentence.text
    rows = []
    for hit in word.finditer(text):
        start = sentence.start + hit.start() if exact else sentence.start
        end = sentence.start + hit.end() if exact else sentence.end
        left, right = _before(text[: hit.start()]), _after(text[hit.end() :])
        pick = str(Pick(source=sentence.doc_id, sentence=str(sentence.sentence_id)))
        place = (sentence.doc_id, sentence.source, sentence.sentence_id, sentence.kind, sentence.heading)
        rows.append((*place, left, hit.group(), right, start, end, pick))
    return rows


def _before(text: str) -> str:
    """The end of what stands before, in whole words; a sign says where more was left out."""
    return text if len(text) <= CONTEXT else "…" + re.sub(r"^\S*(?=\s)", "", text[-CONTEXT:])


def _after(text: str) -> str:
    return text if len(text) <= CONTEXT else re.sub(r"(?<=\s)\S*$", "", text[:CONTEXT]).rstrip() + "…"


_MATCHING = r"""
, readable AS (SELECT * FROM sentences SEMI JOIN source USING (doc_id) WHERE kind <> 'furniture'),
chosen AS (
    SELECT * FROM readable WHERE len($topics::VARCHAR[]) = 0 OR EXISTS (
        SELECT 1 FROM topics WHERE topics.doc_id = readable.doc_id AND topics.sentence_id = readable.sentence_id
            AND list_contains($topics::VARCHAR[], topic_id))),
matching AS (
    SELECT * FROM chosen
    WHERE regexp_matches(nfc_normalize(text), $t0) AND regexp_matches(nfc_normalize(text), $t1)
      AND regexp_matches(nfc_normalize(text), $t2) AND regexp_matches(nfc_normalize(text), $t3)
      AND regexp_matches(nfc_normalize(text), $t4) AND regexp_matches(nfc_normalize(text), $t5))
"""
_FIRST = """
SELECT doc_id, source, sentence_id, kind, coalesce(heading, '') AS heading, text, start, "end"
FROM matching JOIN source USING (doc_id) ORDER BY position, sentence_id LIMIT $most::INT
"""
_COUNTED = """
SELECT source, count(*) AS sentences FROM matching JOIN source USING (doc_id) GROUP BY source, position ORDER BY position
"""
