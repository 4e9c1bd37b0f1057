"""The citations table of one document: references, DOIs, addresses, in-text citations, authorities, vague attributions."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from claimscape.citations.intext import ALL, SPEAKING, UNDATED, Mention, mentions
from claimscape.citations.works import Works
from claimscape.matching import Hit, Unit
from claimscape.references import DOI, URL, Reference, clean_doi, clean_url, parse
from claimscape.tables import CITATION_KINDS
from claimscape.words import places

_SIGNS = ("10.", "://", *(f"{''.join(letters)}." for letters in product("wW", repeat=2)))
_NUMBERS = re.compile(r"[0-9⁰¹²³⁴-⁹]")  # a class alone is sought three times as fast as a run of it
LEANING = {"cue authority": "authority", "cue vague_attribution": "vague_attribution"}
_MARKER = re.compile(r"(?:[-–—•*·‣▪◦]\s+)*(?:\[\d{1,3}\]\s*|\(\d{1,3}\)\s+|\d{1,3}[.)]\s+|\[\w{1,12}\]\s+)?")
_WRAPPED = re.compile(r"(?<=[/._=-])[ \t]*\n[ \t]*(?=[^\s\"<>]*\d)[a-z0-9][^\s\"<>“”{}|\\^]{0,300}")
_SAME_AUTHORS = re.compile(r"[—–_-]{2,}")
_BEGUN_DOI = re.compile(DOI.pattern.replace("{1,300}", "{0,300}"))  # what follows the slash may stand on the next line
_ACRONYM = re.compile(r"\s\((?P<name>[A-Z][\w.&-]{1,11})\)")
_RESOLVER = re.compile(r"https?://(?:\w+\.)?doi\.org/|https?://\S*?/doi/(?:\w+/)?", re.IGNORECASE)

Row = dict[str, Any]


def find(text: str, sentences: Sequence[Unit], hits: Iterable[Hit]) -> list[Row]:
    """Rows of the citations table without doc_id, in the order of the text; hits of other keys are ignored."""
    starts = [unit.start for unit in sentences]
    linking, citing = _with(_linking(text), starts), _with(_citing(text), starts)
    return rows(text, dict(enumerate(sentences)), hits, Asked(linking, dict.fromkeys(citing, ALL)))


@dataclass(frozen=True)
class Asked:
    """The units of a document, by number, that may hold a link, and with the ways to cite those that may hold a citation."""

    linking: Sequence[int]
    citing: Mapping[int, int]


def rows(text: str, units: Mapping[int, Unit], hits: Iterable[Hit], asked: Asked) -> list[Row]:
    """The same of a document whose units by number are known as far as anything may stand in them."""
    found: list[Row] = []
    entries: list[tuple[str | None, Reference]] = []
    for number, unit in units.items():
        if unit.kind == "reference":
            row, label, entry = _reference(text, number, unit)
            if not entry.authors and entries and _SAME_AUTHORS.match(row["quote"]):
                entry = replace(entry, authors=entries[-1][1].authors)
                row["authors"] = list(entry.authors)
            found.append(row)
            entries.append((label, entry))
    for number in asked.linking:
        if units[number].kind != "furniture":
            found.extend(_links(text, number, units[number]))
    works = Works(entries)
    for number, ways in asked.citing.items():
        unit = units[number]
        if unit.kind in SPEAKING:
            cited = mentions(text, (unit.start, unit.end), works, ways)
            found.extend(_in_text(text, number, mention, works) for mention in cited)
    named = {row["sentence_id"] for row in found if row["kind"] == "in_text"}
    found.extend(_leaning(text, units, hits, named))
    return sorted(found, key=lambda row: (row["sentence_id"], row["start"], CITATION_KINDS.index(row["kind"]), row["end"]))


def _row(text: str, number: int, kind: str, span: tuple[int, int]) -> Row:
    start, end = span
    return {"sentence_id": number, "kind": kind, "start": start, "end": end, "quote": text[start:end]}


def _reference(text: str, number: int, unit: Unit) -> tuple[Row, str | None, Reference]:
    """The row of an entry, the number it bears, and the entry taken apart."""
    marker = _MARKER.match(text, unit.start, unit.end)
    start = marker.end() if marker and marker.end() < unit.end else unit.start
    label = re.search(r"\d+", text[unit.start : start])
    entry = parse(text[start : unit.end])
    row = _row(text, number, "reference", (start, unit.end))
    row |= {name: getattr(entry, name) for name in ("year", "title", "venue", "volume", "issue", "pages", "doi", "url")}
    row["authors"] = list(entry.authors)
    return row, label.group() if label else None, entry


def _linking(text: str) -> Iterator[int]:
    """Where something stands that a DOI or an address begins with."""
    for sign in _SIGNS:
        yield from places(text, sign)


def _citing(text: str) -> Iterator[int]:
    """Where something stands that each way to cite in the text needs; most sentences have none of it."""
    yield from (match.start() for match in _NUMBERS.finditer(text))
    for sign in UNDATED:
        yield from places(text, sign)


def _with(found: Iterable[int], starts: Sequence[int]) -> list[int]:
    """The numbers of the units in which these places lie."""
    return sorted({max(bisect_right(starts, place) - 1, 0) for place in found}) if starts else []


def _links(text: str, number: int, unit: Unit) -> Iterable[Row]:
    """DOIs as they stand, and addresses whole; one broken over two lines is one."""
    for match in _BEGUN_DOI.finditer(text, unit.start, unit.end):
        start, end, doi = _whole(text, match, unit.end)
        doi = clean_doi(doi)
        if not DOI.fullmatch(doi):
            continue
        end = end if len(doi) > len(match.group()) else start + len(doi)
        yield _row(text, number, "doi", (start, end)) | {"doi": doi}
    for match in URL.finditer(text, unit.start, unit.end):
        if match.start() > unit.start and text[match.start() - 1] == "@":
            continue
        start, end, address = _whole(text, match, unit.end)
        address = clean_url(address)
        end = end if len(address) > len(match.group()) else start + len(address)
        resolved = _RESOLVER.match(address)
        doi_in = DOI.match(address, resolved.end()) if resolved else None
        if address.count(".") and len(address) > 5:
            of_doi = clean_doi(doi_in.group()) if doi_in else None
            yield _row(text, number, "url", (start, end)) | {"url": address, "doi": of_doi}


def _whole(text: str, match: re.Match[str], limit: int) -> tuple[int, int, str]:
    """(start, end, the link) with what a line break after "/", "-", "_", "=" or "." parted from it."""
    more = _WRAPPED.match(text, match.end(), limit)
    if more is None:
        return match.start(), match.end(), match.group()
    rest = clean_url(more.group())
    return match.start(), match.end() + len(rest), match.group() + rest.strip()


def _in_text(text: str, number: int, mention: Mention, works: Works) -> Row:
    """The row of an in-text citation, with title and DOI of the entry that it stands for."""
    row = _row(text, number, "in_text", (mention.start, mention.end))
    work = works.numbered(mention.numbers[0]) if mention.numbers else works.named(mention.authors, mention.year)
    row["authors"], row["year"] = list(mention.authors), mention.year
    if work:
        row |= {"title": work.title, "doi": work.doi}
        if mention.numbers:
            row |= {"authors": list(work.authors), "year": work.year}
    return row


def _leaning(text: str, units: Mapping[int, Unit], hits: Iterable[Hit], cited: Container[int]) -> Iterable[Row]:
    """Authorities and vague attributions; of hits that overlap the longest stays. A cited sentence is not vague."""
    kept: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
    found = [hit for hit in hits if hit.key in LEANING]
    for hit in sorted([*found, *_with_acronyms(text, found)], key=lambda hit: (hit.start - hit.end, hit.start)):
        kind = LEANING.get(hit.key)
        if not kind or units[hit.sentence].kind not in ("sentence", "list_lead"):
            continue
        if kind == "vague_attribution" and hit.sentence in cited:
            continue
        starts, ends = kept.setdefault((kind, hit.sentence), ([], []))
        at = bisect_left(starts, hit.end)
        if not at or ends[at - 1] <= hit.start:
            starts.insert(at, hit.start)
            ends.insert(at, hit.end)
            yield _row(text, hit.sentence, kind, (hit.start, hit.end))


def _with_acronyms(text: str, found: Sequence[Hit]) -> list[Hit]:
    """A body and its acronym in brackets behind it as one authority: "Sleep Council (SC)"."""
    joined = []
    bodies = {hit.start: hit for hit in found if LEANING[hit.key] == "authority"}
    for hit in bodies.values():
        acronym = _ACRONYM.match(text, hit.end)
        if acronym and acronym.start("name") in bodies:
            joined.append(replace(hit, end=acronym.end()))
    return joined
