"""What the codebook does not know yet: claims, phrases and harms that the sources share and no rule names.

Frames have a row a sentence: item (a number), label, words, k (sources of the item), n (sources in all), count (its
sentences), doc_id, source, position, sentence_id, heading, text, quote, start, end, entry (to paste), pick. Sentences of
documents that bear no code at all stay out, unless no document bears one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from claimscape import likeness
from claimscape.queries import entries, harms, phrases, roster, tallied
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape
from claimscape.words import normal, stem, tokens

# Of 311 coded sentences of 23 documents, grouped in the same way, 68 % of the pairs in a group stated the same canonical
# claim at 0.25; 59 % at 0.20, 71 % at 0.30.
ALIKE = 0.25
MOST_CLAIMS = 2500  # sentences compared with each other; an equal share of each source
MOST_TEXT = 10_000  # sentences searched for phrases, an equal share of each source
COLUMNS = "item label words k n count doc_id source position sentence_id heading text quote start end entry pick".split()


@dataclass(frozen=True)
class Item:
    """Something found: its name, the words it rests on, its entry, and (row number, start, end) of each of its sentences."""

    label: str
    words: str
    entry: str
    spans: tuple[tuple[int, int, int], ...]


def uncoded_claims(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Claims that no canonical claim states, grouped by likeness across sources; most sources first."""
    rows = _candidates(landscape, scope, _UNCODED, MOST_CLAIMS)
    common = _subject(landscape, list(rows["text"]))
    said = [" ".join(entries.content(text, entries.DULL | common)) for text in rows["text"]]
    docs, texts, types = list(rows["doc_id"]), list(rows["text"]), list(rows["claim_type"])
    taken, found = _taken(landscape, "claim"), []
    across = [group for group in likeness.groups(said, ALIKE) if len({docs[at] for at in group}) > 1]
    for group in sorted(across, key=lambda group: (-len({docs[at] for at in group}), -len(group), group)):
        told = [texts[at] for at in group]
        words = entries.shared(told, entries.DULL | common) or list(entries.content(told[0]).values())[:3]
        label = min(told, key=lambda text: (len(text), text))
        name = entries.named("claim", words, taken)
        kind = Counter(types[at] for at in group).most_common(1)[0][0]
        entry = entries.entry("claim", name, label, entries.queries(told, entries.DULL | common), kind)
        found.append(Item(entries.printable(label), ", ".join(words), entry, tuple((at, *_whole(rows, at)) for at in group)))
    return _framed(landscape, scope, rows, found)


def recurring_phrases(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Phrases of 3 to 8 words in two sources or more that the quote of no rule covers: the longest first."""
    rows = _candidates(landscape, scope, _TEXT, MOST_TEXT)
    common = _subject(landscape, list(rows["text"]))
    covered = _spans(landscape, _COVERED)
    read = [phrases.words(text, start, covered.get((doc, at), ())) for text, start, doc, at in _placed(rows)]
    taken, found = _taken(landscape, "topic"), []
    for phrase in phrases.recurring(read, list(rows["doc_id"]), entries.DULL, common):
        name = entries.named("topic", [form for form in phrase.forms if stem(form) not in entries.DULL], taken)
        entry = entries.entry("topic", name, phrase.label, [phrase.label.lower()])
        found.append(Item(entries.printable(phrase.label), str(len(phrase.forms)), entry, phrase.spans))
    return _framed(landscape, scope, rows, found)


def unknown_risks(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Harms named in words ("risk of X", "side effects include X, Y", "may cause X") that no risk of the codebook covers."""
    rows = _candidates(landscape, scope, _NAMING, MOST_TEXT)
    known, covered, common = _harms(landscape), _spans(landscape, _RISKS), _subject(landscape, [])
    groups: dict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)
    names: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for at, (text, start, doc, sentence) in enumerate(_placed(rows)):
        for first, last in harms.named(text):
            span = (start + first, start + last)
            key = tuple(key for key in entries.content(text[first:last]) if key not in common | harms.GENERAL)
            near = any(begin < span[1] and span[0] < end for begin, end in covered.get((doc, sentence), ()))
            if key and not near and not harms.covered(key, known):
                groups[key].append((at, *span))
                names[key][text[first:last].lower()] += 1
    taken, found = _taken(landscape, "risk"), []
    docs = list(rows["doc_id"])
    ranked = sorted(groups, key=lambda key: (-len({docs[at] for at, _, _ in groups[key]}), -len(groups[key]), key))
    for key in ranked:
        label = min(names[key], key=lambda name: (-names[key][name], name))
        words = list(entries.content(label).values())
        entry = entries.entry("risk", entries.named("risk", words, taken), label, harms.rules(list(names[key])))
        found.append(Item(entries.printable(label), ", ".join(words), entry, tuple(groups[key])))
    return _framed(landscape, scope, rows, found)


def _framed(landscape: Landscape, scope: Scope, rows: pd.DataFrame, found: Sequence[Item]) -> pd.DataFrame:
    """A row for each sentence of each item, with facts: items, and sentences left out where there were too many."""
    table, told = rows.to_dict("records"), []
    for number, item in enumerate(found):
        first = {at: (start, end) for at, start, end in reversed(item.spans)}
        share = {"item": number, "label": item.label, "words": item.words, "entry": item.entry}
        share |= {"k": len({table[at]["doc_id"] for at in first}), "count": len(first)}
        told += [share | _sentence(table[at], *first[at]) for at in sorted(first)]
    frame = with_facts(pd.DataFrame(told, columns=COLUMNS), landscape, scope)
    frame["n"] = frame.attrs["sources"]
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    frame.attrs |= {"items": len(found), "searched": len(rows), "left_out": total - len(rows)}
    return frame


def _sentence(row: Mapping[Any, Any], start: int, end: int) -> dict[str, Any]:
    shown = {name: row[name] for name in ("doc_id", "source", "position", "sentence_id", "heading", "text")}
    quote = row["text"][start - row["start"] : end - row["start"]]
    pick = str(Pick(source=row["doc_id"], sentence=str(row["sentence_id"])))
    return shown | {"quote": quote, "start": start, "end": end, "pick": pick}


def _subject(landscape: Landscape, texts: Sequence[str]) -> frozenset[str]:
    """Stems that name the subject: those of the codebook's title, and those in a fifth of the sentences (20 at least)."""
    title = str(landscape.manifest.get("codebook", {}).get("title", ""))
    counts = Counter(key for text in texts for key in entries.content(text))
    common = {key for key, times in counts.items() if times >= max(0.2 * len(texts), 20)}
    return frozenset(common | set(entries.content(title)))


def _taken(landscape: Landscape, kind: str) -> set[str]:
    known = roster.codes(landscape)
    return set(known["code_id"][known["kind"] == kind])


def _candidates(landscape: Landscape, scope: Scope, sql: str, most: int) -> pd.DataFrame:
    """The sentences to be searched: those of all sources are asked for once, and the chosen sources' taken from them.

    Where they are too many to have all, or none of these sources bears a code, they are asked for anew.
    """
    every = _asked(landscape, Scope(topics=scope.topics, certainty=scope.certainty, support=scope.support), sql, most)
    rows = every[(tallied.seen(landscape, scope).unit >= 0)[every["position"].to_numpy(int)]]
    if rows.empty or every["total"].iloc[0] > most:
        return ask(landscape, scope, sql + _SHARE, most=most, naming=harms.NAMING)
    chosen: pd.DataFrame = rows.assign(total=len(rows)).reset_index(drop=True)
    return chosen


@lru_cache(maxsize=6)
def _asked(landscape: Landscape, scope: Scope, sql: str, most: int) -> pd.DataFrame:
    return ask(landscape, scope, sql + _SHARE, most=most, naming=harms.NAMING)


@lru_cache(maxsize=4)
def _harms(landscape: Landscape) -> list[tuple[str, ...]]:
    """The words that name a known risk, as stems."""
    return [tuple(stem(normal(word)) for word, _, _ in tokens(quote)) for quote in landscape.ask(_KNOWN)["quote"]]


@lru_cache(maxsize=4)
def _spans(landscape: Landscape, sql: str) -> Mapping[tuple[str, int], list[tuple[int, int]]]:
    """What rules quote in each sentence of all sources."""
    frame = ask(landscape, Scope(), sql)
    found: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for doc, sentence, start, end in zip(*(frame[name] for name in ("doc_id", "sentence_id", "start", "end")), strict=True):
        found[doc, int(sentence)].append((int(start), int(end)))
    return found


def _whole(rows: pd.DataFrame, at: int) -> tuple[int, int]:
    return int(rows["start"].iloc[at]), int(rows["end"].iloc[at])


def _placed(rows: pd.DataFrame) -> Iterator[tuple[str, int, str, int]]:
    return zip(*(rows[name] for name in ("text", "start", "doc_id", "sentence_id")), strict=True)


# Where there are too many, an equal share of each source, taken all over it: md5 is the same in every version.
_SHARE = """
, turned AS (
    SELECT *, row_number() OVER (PARTITION BY doc_id ORDER BY md5(text), sentence_id) AS turn, count(*) OVER () AS total
    FROM candidate),
chosen AS (SELECT * FROM turned ORDER BY turn, position LIMIT $most::INT)
SELECT doc_id, source, position, sentence_id, coalesce(heading, '') AS heading, text, start, "end", claim_type, total
FROM chosen ORDER BY position, sentence_id
"""
_UNCODED = """
, candidate AS (
    SELECT body.*, source, position, claim.claim_type
    FROM claim JOIN body USING (doc_id, sentence_id) JOIN source USING (doc_id) WHERE claim.claim_id IS NULL)
"""
_TEXT = """
, bearing AS (SELECT DISTINCT doc_id FROM found WHERE code_id IS NOT NULL),
candidate AS (
    SELECT body.*, source, position, '' AS claim_type FROM body JOIN source USING (doc_id)
    WHERE (doc_id IN (FROM bearing) OR NOT EXISTS (FROM bearing)))
"""
_NAMING = _TEXT.rstrip().removesuffix(")") + " AND regexp_matches(text, $naming::VARCHAR))"
_COVERED = """
SELECT doc_id, sentence_id, start, "end" FROM topics SEMI JOIN source USING (doc_id)
UNION ALL SELECT doc_id, sentence_id, start, "end" FROM claims SEMI JOIN source USING (doc_id) WHERE claim_id IS NOT NULL
UNION ALL SELECT doc_id, sentence_id, start, "end" FROM risks SEMI JOIN source USING (doc_id)
UNION ALL SELECT doc_id, sentence_id, start, "end" FROM citation
"""
_RISKS = 'SELECT doc_id, sentence_id, start, "end" FROM risks SEMI JOIN source USING (doc_id)'
_KNOWN = "SELECT DISTINCT quote FROM risks WHERE length(quote) < 60 ORDER BY quote"
