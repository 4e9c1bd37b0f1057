"""A query as an entry of the codebook: the lines to paste, and what the entry would code that is not coded yet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimscape.queries import entries, search
from claimscape.queries.asked import asked
from claimscape.queries.kept import Kept
from claimscape.queries.scope import Scope
from claimscape.store import Landscape
from claimscape.subject import about
from claimscape.words import raw_words

BEARERS = {"topic": ("sentence", "heading", "question", "list_lead"), "risk": ("sentence", "list_lead"), "claim": ("sentence",)}
LONGEST_LABEL = 50  # characters
_PLAIN = re.compile(r"[\w(][\w \-()/]*\Z")  # what YAML reads as the same text without quotation marks
_SIGNS = re.compile(r"\b(?:AND|OR|NOT|HEADING|PREVIOUS)\b|\b(?:NEAR|PRE)/\d+")


@dataclass(frozen=True)
class Reach:
    """What an entry would code: sentences, in how many sources, how many of them bear no code of its kind; and whether the
    landscape knows the codebook's subject, without which nothing off the subject can be left out."""

    sentences: int
    sources: int
    fresh: int
    subject_known: bool


def label_of(query: str) -> str:
    """A first label for an entry: the query's words without its signs."""
    words = " ".join(raw_words(_SIGNS.sub(" ", query.replace("$", " ").replace("_", " "))))
    said = entries.printable(words)[:LONGEST_LABEL].strip()
    return said[:1].upper() + said[1:]


def query_entry(landscape: Landscape, kind: str, label: str, query: str, claim_type: str = "") -> str:
    """Lines to paste into the codebook: its id and label are none that the codebook has; empty where the query has a fault."""
    said = asked(landscape, query)
    if said.query is None:
        return ""
    codes = landscape.ask("SELECT kind, code_id, label FROM codes")
    shown = entries.printable(label)[:LONGEST_LABEL].strip() or label_of(said.text)
    name = entries.named(kind, [word.lower() for word in raw_words(shown)], set(codes["code_id"]))
    shown = _untaken(shown or name, set(codes["label"][codes["kind"] == kind]))
    return entries.entry(kind, name, shown, [_scalar(said.text)], claim_type if kind == "claim" else "")


def query_reach(landscape: Landscape, kind: str, query: str) -> Reach:
    """What the entry would code in the whole landscape, whatever the filters.

    A claim is not coded where a cue of the codebook says that the sentence is none: for claims the numbers are upper bounds.
    """
    found = search.places(landscape, Scope(), query).rows[["doc_id", "sentence_id"]]
    keys: set[search.Key] = set(found.itertuples(index=False, name=None))
    subject = search.subject(Kept.of(landscape))
    if subject is not None:
        keys = _on_subject(landscape, keys, subject)
    bearing = search.texts(landscape, sorted(keys))
    bearing = bearing[bearing["kind"].isin(BEARERS[kind])]
    fresh = int((bearing[f"{kind}s"] == "").sum())
    return Reach(len(bearing), bearing["doc_id"].nunique(), fresh, subject is not None)


def _on_subject(landscape: Landscape, keys: set[search.Key], named: Mapping[str, Sequence[int]]) -> set[search.Key]:
    """Those of the sentences that the build would code: where the document, or the passage, names the subject."""
    numbers: dict[str, list[int]] = {}
    for doc, number in sorted(keys):
        numbers.setdefault(doc, []).append(number)
    kept: set[search.Key] = set()
    for doc, units in search.lines(landscape, list(numbers)).items():
        spoken = about(named.get(doc, ()), [unit.heading for unit in units])
        kept |= {(doc, number) for number in (numbers[doc] if spoken is None else set(numbers[doc]).intersection(spoken))}
    return kept


def _untaken(label: str, taken: set[str]) -> str:
    shown, number = label, 1
    while shown in taken:
        number += 1
        shown = f"{label} ({number})"
    return shown


def _scalar(query: str) -> str:
    """The query as YAML reads it back: plain where that is safe, else in single quotation marks."""
    return query if _PLAIN.match(query) else "'" + query.replace("'", "''") + "'"
