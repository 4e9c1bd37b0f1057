"""What the codebook does not know yet: claims, phrases and harms that the sources share and no rule names.

Frames have a row a sentence: item (a number), label, words, k (sources of the item), n (sources in all), count (its
sentences), doc_id, source, position, sentence_id, heading, text, quote, start, end, entry (to paste), pick.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from claimscape import likeness
from claimscape.arrays import Ints, begun
from claimscape.queries import entries, harms, phrases, roster, sought
from claimscape.queries.pick import picks
from claimscape.queries.pick import texts as list_of
from claimscape.queries.reading import Reading
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape
from claimscape.words import normal, raw_words, stem, tokens

# Of 311 coded sentences of 23 documents, grouped in the same way, 68 % of the pairs in a group stated the same canonical
# claim at 0.25; 59 % at 0.20, 71 % at 0.30.
ALIKE = 0.25
FEWEST_SHARED = 2  # words that half of a group holds, below which its sentences have no more than a word in common
MOST_CLAIMS = 2500  # sentences compared with each other; an equal share of each source
MOST_TEXT = 10_000  # sentences searched for phrases, an equal share of each source
COLUMNS = "item label words k n count doc_id source position sentence_id heading text quote start end entry pick".split()


@dataclass(frozen=True, eq=False)
class Item:
    """Something found: its name, the words it rests on, its entry, and its places in their order: a column each of row number,
    begin and end in the text of that row."""

    label: str
    words: str
    entry: str
    places: Ints


def uncoded_claims(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences that make a claim and state no canonical one, in groups of similar ones across sources; most sources first.

    Those of a group share two words at least that are not the subject's; what is denied stands in a group of its own.
    """
    rows = sought.uncoded(landscape, scope, MOST_CLAIMS)
    docs, texts, types = (list_of(rows[name]) for name in ("doc_id", "text", "claim_type"))
    dull = entries.DULL | _subject(landscape, Reading.of(texts))
    said = [" ".join(entries.content(text, dull)) for text in texts]
    taken, found = _taken(landscape, "claim"), []
    denied = list(rows["denied"])
    stances = [[at for at in group if denied[at] is side] for group in likeness.groups(said, ALIKE) for side in (False, True)]
    across = [(spread, group) for group in stances if (spread := len({docs[at] for at in group})) > 1]
    for _, group in sorted(across, key=lambda each: (-each[0], -len(each[1]), each[1])):
        told = [texts[at] for at in group]
        words = entries.shared(told, dull)
        if len(words) < FEWEST_SHARED:
            continue
        label = min(told, key=lambda text: (len(text), text))
        name = entries.named("claim", words, taken)
        kind = Counter(types[at] for at in group).most_common(1)[0][0]
        entry = entries.entry("claim", name, label, entries.queries(told, dull), kind)
        whole = np.array([group, [0] * len(group), list(map(len, told))])
        found.append(Item(entries.printable(label), ", ".join(words), entry, whole))
    return _framed(landscape, scope, rows, found)


def recurring_phrases(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Phrases of 3 to 8 words in two sources or more that the quote of no rule covers: the longest first."""
    rows = sought.told(landscape, scope, MOST_TEXT)
    read = Reading.of(list_of(rows["text"]))
    known = read.within(*_quoted(landscape, rows, _COVERED))
    taken, found = _taken(landscape, "topic"), []
    for phrase in phrases.recurring(read, list_of(rows["doc_id"]), known, entries.DULL, _subject(landscape, read)):
        name = entries.named("topic", [form for form in phrase.forms if stem(form) not in entries.DULL], taken)
        entry = entries.entry("topic", name, phrase.label, [" ".join(raw_words(phrase.label.lower()))])
        found.append(Item(entries.printable(phrase.label), str(len(phrase.forms)), entry, phrase.places))
    return _framed(landscape, scope, rows, found)


def unknown_risks(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Harms named in words ("risk of X", "side effects include X, Y", "may cause X") that no risk of the codebook covers."""
    rows = sought.told(landscape, scope, MOST_TEXT, naming=True)
    known, general = _harms(landscape), _title(landscape) | harms.GENERAL
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, first, last in zip(*(column.tolist() for column in _quoted(landscape, rows, _RISKS)), strict=True):
        covered[at].append((first, last))
    groups: dict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)
    names: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for at, text in enumerate(list_of(rows["text"])):
        for first, last in harms.named(text):
            key = tuple(key for key in entries.content(text[first:last]) if key not in general)
            near = any(begin < last and first < end for begin, end in covered.get(at, ()))
            if key and not near and not harms.covered(key, known):
                groups[key].append((at, first, last))
                names[key][text[first:last].lower()] += 1
    taken, found = _taken(landscape, "risk"), []
    docs = list_of(rows["doc_id"])
    ranked = sorted(groups, key=lambda key: (-len({docs[at] for at, _, _ in groups[key]}), -len(groups[key]), key))
    for key in ranked:
        label = min(names[key], key=lambda name: (-names[key][name], name))
        words = list(entries.content(label).values())
        entry = entries.entry("risk", entries.named("risk", words, taken), label, harms.rules(list(names[key])))
        found.append(Item(entries.printable(label), ", ".join(words), entry, np.array(groups[key]).T))
    return _framed(landscape, scope, rows, found)


def _framed(landscape: Landscape, scope: Scope, rows: pd.DataFrame, found: Sequence[Item]) -> pd.DataFrame:
    """A row for each sentence of each item, with facts: items, and sentences left out where there were too many."""
    frame = with_facts(_sentences(rows, found) if found else pd.DataFrame(columns=COLUMNS), landscape, scope)
    frame["n"] = frame.attrs["sources"]
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    frame.attrs |= {"items": len(found), "searched": len(rows), "left_out": total - len(rows)}
    return frame


def _sentences(rows: pd.DataFrame, found: Sequence[Item]) -> pd.DataFrame:
    """The same without its facts: of each item every sentence once, in their order, with the first place in it."""
    position, start = rows["position"].to_numpy(np.int64), rows["start"].to_numpy()
    item = np.repeat(np.arange(len(found)), [each.places.shape[1] for each in found])
    places = np.concatenate([each.places for each in found], axis=1)
    first = np.flatnonzero(begun(item, places[0]))
    item, (at, begin, end) = item[first], places[:, first]
    k = np.bincount(item[begun(item, position[at])])
    told = [(number, each.label, each.words, each.entry) for number, each in enumerate(found)]
    items = pd.DataFrame(told, columns=["item", "label", "words", "entry"]).assign(k=k, count=np.bincount(item))
    left = items.iloc[item].reset_index(drop=True)
    right = rows[["doc_id", "source", "position", "sentence_id", "heading", "text"]].iloc[at].reset_index(drop=True)
    frame = pd.concat([left, right], axis=1).assign(n=0, start=start[at] + begin, end=start[at] + end)
    frame["sentence_id"] = frame["sentence_id"].astype(np.int64)
    texts, sentences = rows["text"].to_numpy(object)[at].tolist(), list(map(str, rows["sentence_id"].tolist()))
    frame["quote"] = [text[low:high] for text, low, high in zip(texts, begin.tolist(), end.tolist(), strict=True)]
    frame["pick"] = np.array(picks(source=rows["doc_id"], sentence=sentences), object)[at].tolist()
    ordered: pd.DataFrame = frame[COLUMNS]
    return ordered


def _subject(landscape: Landscape, read: Reading) -> frozenset[str]:
    """Stems that name the subject: those of the codebook's title, and those in a fifth of the texts (20 at least)."""
    keys, key = entries.keys(read)
    texts = len(read.stream.first) - 1
    once = pd.unique(read.text[key >= 0] * len(keys) + key[key >= 0])
    counts = np.bincount(once % max(len(keys), 1), minlength=len(keys))
    common = np.flatnonzero(counts >= max(0.2 * texts, 20))
    return _title(landscape) | {keys[at] for at in common.tolist()}


def _title(landscape: Landscape) -> frozenset[str]:
    return frozenset(entries.content(str(landscape.manifest.get("codebook", {}).get("title", ""))))


def _taken(landscape: Landscape, kind: str) -> set[str]:
    known = roster.codes(landscape)
    return set(known["code_id"][known["kind"] == kind])


@lru_cache(maxsize=4)
def _harms(landscape: Landscape) -> list[tuple[str, ...]]:
    """The words that name a known risk, as stems."""
    return [tuple(stem(normal(word)) for word, _, _ in tokens(quote)) for quote in landscape.ask(_KNOWN)["quote"]]


def _quoted(landscape: Landscape, rows: pd.DataFrame, sql: str) -> tuple[Ints, Ints, Ints]:
    """What rules quote in these sentences: number of the row, begin and end in its text."""
    spans = _spans(landscape, sql)
    key, wanted = sought.keys(rows), sought.keys(spans)
    row = np.searchsorted(key, wanted)
    here = np.append(key, -1)[row] == wanted
    row, spans = row[here], spans[here]
    start = rows["start"].to_numpy(np.int64)[row]
    return row, spans["start"].to_numpy(np.int64) - start, spans["end"].to_numpy(np.int64) - start


@lru_cache(maxsize=4)
def _spans(landscape: Landscape, sql: str) -> pd.DataFrame:
    """What rules quote in all sources: position, sentence_id, start, end."""
    return ask(landscape, Scope(), sql)


_COVERED = """
, quoted AS (
    SELECT doc_id, sentence_id, start, "end" FROM topics
    UNION ALL SELECT doc_id, sentence_id, start, "end" FROM claims WHERE claim_id IS NOT NULL
    UNION ALL SELECT doc_id, sentence_id, start, "end" FROM risks
    UNION ALL SELECT doc_id, sentence_id, start, "end" FROM citations)
SELECT position, sentence_id, start, "end" FROM quoted JOIN source USING (doc_id)
"""
_RISKS = 'SELECT position, sentence_id, start, "end" FROM risks JOIN source USING (doc_id)'
_KNOWN = "SELECT DISTINCT quote FROM risks WHERE length(quote) < 60 ORDER BY quote"
