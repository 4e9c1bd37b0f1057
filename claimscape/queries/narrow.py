"""Which sentences can hold a hit at all: a necessary condition of a query, in SQL, so that the engine reads few of them.

A hit needs words that satisfy the leaves of its query. The words of a landscape are known, so those that do are known too: a
sentence (its heading, the sentence before it) that holds none of them as letters cannot be hit. What is left is tried in full.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimscape.queries.kept import Kept
from claimscape.rules import Leaf, Query
from claimscape.words import raw_words

MOST_WORDS = 300  # words of one pattern; more are cut to their first letters
MOST_CLAUSES = 6  # the surest ones; each is a pass over the text
_WITHIN = {"text": "above", "before": "before_above"}  # what HEADING reads there; nothing inside a heading

Atom = tuple[str, str]  # a column (text, above, before, before_above) and letters that it holds
Clause = frozenset[Atom]  # one of these at least is there; none in it: nothing can be hit


@dataclass(frozen=True)
class Condition:
    """A SQL condition over text, above, before and before_above, its values, and whether it needs more than the text."""

    sql: str
    values: Mapping[str, str]
    wide: bool


@lru_cache(maxsize=2)
def vocabulary(kept: Kept) -> Mapping[str, int]:
    """Every word of the landscape's sentences and headings as written, with how often it is written in sentences."""
    found: Counter[str] = Counter()
    for text in kept.landscape.ask("SELECT text FROM sentences ORDER BY doc_id, sentence_id")["text"]:
        found.update(raw_words(text))
    for heading in kept.landscape.ask("SELECT DISTINCT heading FROM sentences WHERE heading <> '' ORDER BY heading")["heading"]:
        found.update(dict.fromkeys(raw_words(heading), 0))
    return found


def condition(query: Query, words: Mapping[Leaf, Sequence[str]]) -> Condition:
    """What every sentence with a hit fulfils, given the words that satisfy each leaf."""
    clauses = sorted(set(_needed(query, "text", words)), key=lambda clause: (len(clause), sorted(clause)))[:MOST_CLAUSES]
    parts, values = [], {}
    for number, clause in enumerate(clauses):
        found = []
        for column in sorted({column for column, _ in clause}):
            name = f"{column}_{number}"
            found.append(f"regexp_matches({column}, ${name})")
            values[name] = _pattern([letters for of, letters in clause if of == column])
        parts.append(f"({' OR '.join(found)})" if found else "false")
    return Condition(" AND ".join(parts) or "true", values, any(column != "text" for clause in clauses for column, _ in clause))


def _needed(query: Query, column: str, words: Mapping[Leaf, Sequence[str]]) -> list[Clause]:
    """Clauses that all hold wherever the query is satisfied; none where nothing is sure."""
    if isinstance(query, Leaf):  # any capital at all says too little to be looked for
        return [] if query.how == "capital" else [frozenset((column, word) for word in words[query])]
    if query.kind == "heading":
        within = _WITHIN.get(column)
        return _needed(query.parts[0], within, words) if within else [frozenset()]
    if query.kind == "previous":
        return _needed(query.parts[0], "before", words) if column == "text" else [frozenset()]
    if query.kind == "not":
        return _needed(query.parts[0], column, words)
    inner = [_needed(part, column, words) for part in query.parts]
    if query.kind != "any":
        return [clause for clauses in inner for clause in clauses]
    return [frozenset[Atom]().union(*(min(clauses, key=len) for clauses in inner))] if all(inner) else []


def _pattern(words: Iterable[str]) -> str:
    """Letters of which each word holds some, as a regular expression; the empty one where they are too many."""
    for letters in (64, 5, 3, 2, 1):
        kept: list[str] = []
        for word in sorted({word[:letters] for word in words}):
            if not kept or not word.startswith(kept[-1]):
                kept.append(word)
        if len(kept) <= MOST_WORDS:
            return "|".join(map(re.escape, kept))
    return ""
