"""Help with asking: queries that this landscape can answer, and the nearest ones to a query that finds nothing."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

import pandas as pd

from claimscape.queries import entries, search
from claimscape.queries.asked import asked, lists
from claimscape.queries.kept import Kept
from claimscape.queries.narrow import vocabulary
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape
from claimscape.words import normal, raw_words, stem, tokens

READ = 2000  # sentences from which examples are made, the first of each source
MOST = 3  # suggestions
LEAST_ALIKE = 0.75  # share of letters, as difflib has it; "serotnin" and "serotonin" have 0.94
_NO_WORDS = re.compile(r"(?:AND|OR|NOT|NEAR|PRE|HEADING|PREVIOUS)\Z")


def query_examples(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """What can be asked, one row for each sign of the rule language, made of words that stand in these sources.

    Columns query, finds. Empty where the sources hold no words of content.
    """
    texts = list(ask(landscape, scope, _FIRST, most=READ)["text"])
    words = Counter(word for text in texts for word in entries.content(text).values())
    told = _examples(landscape, words.most_common(1)[0][0], texts) if words else []
    return with_facts(pd.DataFrame(list(told), columns=["query", "finds"]), landscape, scope)


def nearest_queries(landscape: Landscape, scope: Scope, query: str) -> pd.DataFrame:
    """Queries that find something where this one finds nothing: words spelt as in the sources, or not side by side.

    Columns query, places; at most three.
    """
    said = asked(landscape, query)
    candidates = [] if said.query is None else dict.fromkeys([*_respelt(landscape, said.text), *_loosened(said.text)])
    told = [(each, len(search.places(landscape, scope, each).rows)) for each in list(candidates)[: 2 * MOST]]
    found = pd.DataFrame([row for row in told if row[1]][:MOST], columns=["query", "places"])
    return with_facts(found, landscape, scope)


def _examples(landscape: Landscape, one: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A query for each sign, of the word that most sentences hold and of the two that stand side by side most often."""
    yield one, "the word and its inflections"
    yield f"={one}", "exactly this form"
    pair = _pair(texts)
    longest = max(one, *(pair or ()), key=len) if pair else one
    if len(longest) > 4:
        yield f"{longest[:-2]}*", "words that begin so"
    if pair:
        first, second = pair
        yield f"{first} {second}", "side by side, in this order, each with its inflections"
        yield f'"{first} {second}"', "exactly these forms, side by side"
        yield f"{first} AND {second}", "both within one sentence"
        yield f"{first} OR {second}", "either of them"
        yield f"{first} NOT {second}", "the first, in a sentence without the second"
        yield f"{first} NEAR/6 {second}", "at most 6 words from one to the other, in either order"
        yield f"{first} PRE/6 {second}", "the same, in this order"
        yield f"({first} OR {second}) NEAR/3 ^*", "brackets group; ^* is any word with a capital, ^Word exactly this one"
    yield f"HEADING({one})", "what stands under such a heading, or in such a list"
    yield f"PREVIOUS({one})", "the sentence after one with the word"
    for name in [name for name, queries in lists(landscape) or () if queries][:1]:
        yield f"${name}", "any word of this list of the codebook"


def _pair(texts: Sequence[str]) -> tuple[str, str] | None:
    """The two words of content that stand side by side most often."""
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = set(entries.content(text).values())
        written = [word.lower() for word, _, _ in tokens(text)]
        pairs.update({(one, other) for one, other in pairwise(written) if one in words and other in words and one != other})
    return min(pairs, key=lambda pair: (-pairs[pair], pair)) if pairs else None


def _respelt(landscape: Landscape, text: str) -> Iterator[str]:
    """The text with each word that no sentence holds written as the nearest word that one does."""
    forms: Counter[str] = Counter()
    for word, times in vocabulary(Kept.of(landscape)).items():
        forms[normal(word)] += times
    stems = {stem(form) for form in forms}
    near: list[tuple[str, list[str]]] = []
    for word in raw_words(re.sub(r"\$\w+|(?:NEAR|PRE)/\d+", " ", text)):
        form = normal(word)
        if form and not _NO_WORDS.match(word) and form not in forms and stem(form) not in stems:
            alike = [other for other in forms if abs(len(other) - len(form)) < 3 and forms[other]]
            close = get_close_matches(form, sorted(alike), MOST, LEAST_ALIKE)
            near.append((word, close))
    if not near or not all(close for _, close in near):
        return
    for turn in range(MOST):
        told = text
        for word, close in near:
            told = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", close[min(turn, len(close) - 1)], told, count=1)
        yield told


def _loosened(text: str) -> Iterator[str]:
    """Plain words asked for side by side, asked for near each other and within one sentence."""
    words = text.replace('"', " ").split()
    if 1 < len(words) < 8 and all(re.fullmatch(r"\w[\w'’-]*", word) and not _NO_WORDS.match(word) for word in words):
        yield " NEAR/6 ".join(words)
        yield " AND ".join(words)


_FIRST = """
, line AS (SELECT doc_id, sentence_id, text, row_number() OVER (PARTITION BY doc_id ORDER BY sentence_id) AS turn FROM body)
SELECT text FROM line ORDER BY turn, doc_id LIMIT $most::INT
"""
