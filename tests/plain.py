"""What a codebook says of a document, sentence by sentence and rule by rule: slow, and what the columns have to equal."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimscape import citations
from claimscape.codebook import Codebook
from claimscape.matching import MARKER, Hit, Unit
from claimscape.sentences import Sentence, split, words
from claimscape.words import normal, stem, tokens
from tests import reference

TOPIC_BEARERS = ("sentence", "heading", "question", "list_lead")
RISK_BEARERS = ("sentence", "list_lead")
KEPT = ("cue", "type")
DENSE = 40
NEAR = 2
DENIAL_REACH = 10
LONGEST_REACH = 400
_BREAK = re.compile(r"[;:]|\b(?:but|however|although|though|whereas|while|yet|except)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:)—–]")

Keyed = Mapping[str, Sequence[Hit]]


def tables(doc_id: str, text: str, book: Codebook) -> dict[str, list[dict[str, Any]]]:
    """The rows of one document by table, but what is known of it."""
    furniture = {"cue furniture": book.rules.get("cue furniture", ())}
    found: list[Sentence] = []
    for unit in split(text):
        told = unit.kind not in ("furniture", "reference") and reference.hits(furniture, text[unit.start : unit.end], [
            Sentence(0, unit.end - unit.start, "sentence", "")
        ])
        found.append(Sentence(unit.start, unit.end, "furniture" if told else unit.kind, unit.heading))
    rules = {key: queries for key, queries in book.rules.items() if key != "cue furniture"}
    hits = on_subject(found, reference.hits(rules, text, found))
    cited = citations.find(text, found, hits)
    units = [
        {
            "sentence_id": at,
            "kind": unit.kind,
            "heading": unit.heading,
            "start": unit.start,
            "end": unit.end,
            "words": words(text[unit.start : unit.end]),
            "text": text[unit.start : unit.end],
        }
        for at, unit in enumerate(found)
    ]
    about = {
        "characters": len(text),
        "words": sum(unit["words"] for unit in units),
        "sentences": sum(unit.kind in ("sentence", "list_lead") for unit in found),
        "text": text,
    }
    rows = {
        "documents": [about],
        "sentences": units,
        "topics": topics(text, found, hits),
        "claims": claims(text, found, hits, cited, book),
        "risks": risks(text, found, hits),
        "citations": cited,
    }
    return {name: [{"doc_id": doc_id} | row for row in these] for name, these in rows.items()}


def forms(documents: Sequence[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The index of the words of documents, each given as its sentences: those of its units and of their headings."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, units in enumerate(documents):
        for word, _, _ in tokens("\n".join(text for unit in units for text in (unit["text"], unit["heading"]))):
            found[stem(normal(word)), normal(word)].add(number)
    return [{"stem": base, "form": form, "docs": sorted(docs)} for (base, form), docs in sorted(found.items())]


def on_subject(units: Sequence[Unit], hits: Sequence[Hit]) -> list[Hit]:
    """The hits that count, given all: codes only where the document, or the passage, names the subject.

    A document that names the subject in one of its first three units, or in one unit of every 40 and in two at least, is
    about it as a whole. In any other only the units that name it count, and the two after each under the same heading.
    """
    named = sorted({hit.sentence for hit in hits if hit.key == "subject"})
    if not named:
        return [hit for hit in hits if hit.key.startswith(KEPT)]
    if len(named) * DENSE >= len(units) and (len(named) > 1 or named[0] < 3):
        return list(hits)
    near = {
        number
        for at in named
        for number in range(at, min(at + NEAR + 1, len(units)))
        if units[number].heading == units[at].heading
    }
    return [hit for hit in hits if hit.sentence in near or hit.key.startswith(KEPT)]


def firsts(hits: Sequence[Hit], kind: str) -> dict[tuple[int, str], Hit]:
    """The first hit of every code of a kind in every unit, by (sentence_id, id), in that order."""
    found: dict[tuple[int, str], Hit] = {}
    for hit in hits:
        sort, _, name = hit.key.partition(" ")
        if sort == kind:
            found.setdefault((hit.sentence, name), hit)
    return dict(sorted(found.items()))


def topics(text: str, units: Sequence[Unit], hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Rows of the topics table: one for each topic in each unit that can bear one, with the words that decided first."""
    return [
        {
            "sentence_id": at,
            "topic_id": name,
            "start": hit.start,
            "end": hit.end,
            "quote": text[hit.start : hit.end],
        }
        for (at, name), hit in firsts(hits, "topic").items()
        if units[at].kind in TOPIC_BEARERS
    ]


def risks(text: str, units: Sequence[Unit], hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Rows of the risks table; `contained` where the same sentence says how the harm is held down."""
    held = {hit.sentence for hit in hits if hit.key == "cue contained"}
    return [
        {
            "sentence_id": at,
            "risk_id": name,
            "contained": at in held,
            "start": hit.start,
            "end": hit.end,
            "quote": text[hit.start : hit.end],
        }
        for (at, name), hit in firsts(hits, "risk").items()
        if units[at].kind in RISK_BEARERS
    ]


def claims(
    text: str, units: Sequence[Unit], hits: Sequence[Hit], citations: Iterable[Mapping[str, Any]], codebook: Codebook
) -> list[dict[str, Any]]:
    """Rows of the claims table, without doc_id: one for each canonical claim in a sentence, or one with claim_id null."""
    by_sentence: dict[int, dict[str, list[Hit]]] = defaultdict(lambda: defaultdict(list))
    for hit in hits:
        by_sentence[hit.sentence][hit.key].append(hit)
    cited = defaultdict(set)
    for row in citations:
        cited[row["sentence_id"]].add(row["kind"])
    stated, denied = _stated(hits, codebook), firsts(hits, "denied")
    rows = []
    for number, unit in enumerate(units):
        found = by_sentence[number]
        if not _is_claim(unit, found, stated[number], bool(MARKER.match(text, unit.start))):
            continue
        sentence = _Sentence(text, unit, found)
        shared: dict[str, Any] = {"sentence_id": number, "support": _support(cited[number])}
        shared["claim_type"] = _claim_type(found, stated[number], codebook)
        for name, hit in stated[number].items() or [(None, Hit("", number, unit.start, unit.end))]:
            outright = (number, name) in denied or (name is None and bool(sentence.denied))
            deniable = name is not None and codebook.deniable[name]
            certainty = "negated" if outright else sentence.certainty(hit, deniable)
            rows.append(
                {
                    **shared,
                    "claim_id": name,
                    "certainty": certainty,
                    "start": hit.start,
                    "end": hit.end,
                    "quote": text[hit.start : hit.end],
                }
            )
    return rows


def _stated(hits: Sequence[Hit], codebook: Codebook) -> dict[int, dict[str, Hit]]:
    """The canonical claims of each sentence, in the codebook's order; a denied one counts as stated."""
    found: dict[int, dict[str, Hit]] = defaultdict(dict)
    for (at, name), hit in [*firsts(hits, "denied").items(), *firsts(hits, "claim").items()]:
        found[at].setdefault(name, hit)
    order = {code.id: number for number, code in enumerate(codebook.of("claim"))}
    return defaultdict(dict, {at: dict(sorted(names.items(), key=lambda item: order[item[0]])) for at, names in found.items()})


def _is_claim(unit: Unit, found: Keyed, stated: Mapping[str, Hit], is_item: bool) -> bool:
    """A declarative sentence on the subject that no norm, aim, definition of a word or talk about the text spoils.

    An item of a list ("• nausea") speaks of what its lead-in names.
    """
    if unit.kind != "sentence":
        return False
    if "cue no_claim" in found and "cue claim" not in found:
        return False
    coded = any(key.startswith(("topic ", "risk ")) for key in found)
    about = "subject" in found or "cue stand_in" in found or is_item
    return bool(stated) or (coded and about)


def _claim_type(found: Keyed, stated: Mapping[str, Hit], codebook: Codebook) -> str:
    """The first type, in the codebook's order, whose own words are there; else that a canonical claim has; else a topic."""
    types = codebook.type_of
    by_words = {name for name in codebook.types if f"type {name}" in found}
    by_claims = {types[f"claim {name}"] for name in stated}
    by_topics = {types[key] for key in found if key.startswith("topic ")} - {None}
    for candidates in (by_words, by_claims, by_topics):
        if candidates:
            return min((str(name) for name in candidates), key=codebook.types.index)
    return codebook.types[-1]


def _support(kinds: set[str]) -> str:
    """What the sentence leans on, the firmest first."""
    if kinds & {"in_text", "reference", "doi"}:
        return "cited"
    return "named" if "authority" in kinds else "vague" if "vague_attribution" in kinds else "none"


class _Sentence:
    """One sentence with its cues: which hedges bind the main statement, what its denials reach."""

    def __init__(self, text: str, unit: Unit, found: Keyed) -> None:
        self.text = text
        self.hedged = _in_the_open(found.get("cue hedged", ()), found.get("cue side_clause", ()), text, unit)
        self.denials = found.get("cue denial", ())
        self.denied = found.get("cue denied", ())

    def certainty(self, hit: Hit, deniable: bool) -> str:
        """Negated where a denial reaches the words of the claim, else hedged where the main statement is, else asserted."""
        if deniable and (self._denied_before(hit) or self._denied_after(hit)):
            return "negated"
        return "hedged" if self.hedged else "asserted"

    def _denied_before(self, hit: Hit) -> bool:
        """The last denial that starts before the claim ends: a clause between it and the claim parts all others off too."""
        at = bisect_right(self.denials, hit.end, key=lambda cue: cue.start)
        return at > 0 and self._reaches(self.denials[at - 1], hit)

    def _denied_after(self, hit: Hit) -> bool:
        at = bisect_left(self.denied, hit.start, key=lambda cue: cue.start)
        return any(self._reaches(hit, cue) for cue in self.denied[max(at - 1, 0) : at + 1])

    def _reaches(self, first: Hit, second: Hit) -> bool:
        """Whether the second starts inside the first or at most DENIAL_REACH words after it, with no new clause between."""
        if second.end < first.start:
            return False
        between = self.text[first.end : second.start]
        return len(between) < LONGEST_REACH and len(between.split()) <= DENIAL_REACH and not _BREAK.search(between)


def _in_the_open(hedges: Sequence[Hit], openers: Sequence[Hit], text: str, unit: Unit) -> bool:
    """Whether any hedge stands outside the side clauses, each of which runs from its opener to the next mark."""
    if not hedges or not openers:
        return bool(hedges)
    marks = [match.start() for match in _CLAUSE_END.finditer(text, unit.start, unit.end)]
    starts = [opener.start for opener in openers]
    for hedge in hedges:
        at = bisect_left(starts, hedge.start)
        if not at:
            return True
        mark = bisect_left(marks, openers[at - 1].end)
        if hedge.start >= (marks[mark] if mark < len(marks) else unit.end):
            return True
    return False
