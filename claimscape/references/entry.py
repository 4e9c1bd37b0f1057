"""One entry of a bibliography -> its fields: authors, then the date, numbers from the end, title and venue in between."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from claimscape.references.links import DOI, URL, clean_doi, clean_url
from claimscape.references.names import authors
from claimscape.references.numbers import YEAR, trailing
from claimscape.references.titles import title_and_venue

_LONGEST = 3000  # characters; the rest of a longer text is no entry
_BROKEN_LINK = re.compile(r"((?:https?://|www\.|doi:?\s?10\.|\b10\.\d{4,9}/)\S*[/._=-])[ \t]*\n\s*(?=\S)", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"(?<=[a-zß-ÿ])-[ \t]*\n\s*(?=[a-zß-ÿ])")
_NUMBER = re.compile(r"(?:[-–•*·‣▪]\s+)*(?:\[\w{1,12}\]\s*|\(\d{1,3}\)\s*|\d{1,3}(?:[.)]|(?=\s+[A-Z]))\s*|\d+(?:,\d+)+-)?")
_DATE = re.compile(
    rf"\s*[.,:;]?\s*(?:[(\[](?:c(?:a|irca)?\.? ?)?(?P<bracketed>{YEAR}|n\.d\.|in press|forthcoming)[a-z]?(?:\s?/\s?\d{{4}})?"
    rf"(?:,\s[^()]{{1,30}})?[)\]]|(?P<plain>{YEAR})[a-z]?(?=[.,:;]|\s|$)(?!\s?;\s?\d))\s*[.,:;]?\s*"
)
_LATE_DATE = re.compile(rf"^(?P<authors>[^\"“‘(]{{3,300}}?)[.,]?\s+\((?P<year>{YEAR})[a-z]?(?:,\s[^()]{{1,30}})?\)[.,:]?\s")
_ANY_YEAR = re.compile(rf"\b({YEAR})[a-z]?\b")
_INNER = re.compile(
    r"(?:\b\d+\s?\([\w–-]{1,9}\)\s?[,:;]?\s?[A-Za-z]{0,2}\d+(?:\s?[-–]{1,2}\s?\w+)?\b"
    r"|;\s?\d+:\s?\w?\d+(?:[-–]\w+)?|\b\d+(?:, |:)\d+[-–]\d+\b)"
)
_LEADING_LINK = re.compile(
    r"(?:Retrieved\b.{0,60}?from:?|Available (?:at|from|online)\b:?|[Aa]ccessed (?:at|from):?|\bURL:?"
    r"|\b[Dd]o[iI]\b\s?[:.]?|DOI\s?[:.]?)\s*$"
)
_NOTES = re.compile(
    r"\s*(?:\[(?:Internet|[Oo]nline|PubMed[^\]]*|journal|[Cc]ited [^\]]*|[Aa]ccessed [^\]]*|Google Scholar|Cross[Rr]ef)\]"
    r"|\(?\b(?:(?:[Ll]ast )?[Aa]ccessed|[Rr]etrieved|[Cc]ited|[Vv]isited|[Vv]iewed)(?: on|:)? (?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?:[A-Z]\w{2,9}\.? )?(?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4}\b\)?"
    r"|\bPMC?ID:? ?(?:PMC)?\d+|\bPMC\d{5,}|\bISBN(?:-1[03])?:? ?[\dXx-]{10,17}|\bISSN:? ?[\dXx-]{9}|\bMR\d{6,7}\b"
    r"|\[?\b(?:arXiv ?:? ?)?(?:(?:hep|astro|cond|gr|math|nucl|quant|physics|nlin|cs)-?[a-z]{0,4}/\d{7}"
    r"|\d{4} ?\. ?\d{4,5}(?= ?[\[\].;]|$))(?:v\d+)?(?: \[[a-z.-]+\])?\]?"
    r"|PubMed \[journal\]|\barXiv preprint\b|\barXiv:?(?=\s*[,.;]?\s*$))"
)


_SPACING = (  # PDF text puts spaces before marks and leaves them out after
    (re.compile(r"\s+(?=[.,;:)\]](?!\.))"), ""),
    (re.compile(r"(?<=[(\[])\s+"), ""),
    (re.compile(r"(?<=\w)([,.])(?=[A-Z][a-z])"), r"\1 "),
    (re.compile(r"(?<=[a-z]{2}\.)(?=\d)"), " "),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The fields of an entry; a family name each author, an organisation whole; missing ones are empty or None."""

    authors: tuple[str, ...] = ()
    year: int | None = None
    title: str | None = None
    venue: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    url: str | None = None


@lru_cache(maxsize=10_000)  # the same work is cited by many documents
def parse(entry: str) -> Reference:
    """The entry's fields, whatever its style, wrapped or not, numbered, bulleted or plain; never raises."""
    text, doi, url = _without_links(_one_line(entry[:_LONGEST]))
    people, year, body, dated = _opening(text)
    numbers = trailing(body, year)
    if numbers.volume is None and numbers.pages is None and (inner := list(_INNER.finditer(body, 5))):
        numbers = trailing(body[: inner[-1].end()], year)  # notes of any kind stand behind the numbers
    title, venue, numbers = title_and_venue(body, numbers, dated, url is not None)
    found = numbers.year or (_year_anywhere(body) if year is None else year)
    return Reference(people, found, title, venue, numbers.volume, numbers.issue, numbers.pages, doi, url)


def _one_line(entry: str) -> str:
    """The entry unwrapped: links and words broken at line ends are joined, list marks dropped."""
    text = _BROKEN_WORD.sub("", _BROKEN_LINK.sub(r"\1", unicodedata.normalize("NFC", entry)))
    text = " ".join(text.split())
    marker = _NUMBER.match(text)
    return text[marker.end() :] if marker else text


def _without_links(text: str) -> tuple[str, str | None, str | None]:
    """(the text without DOI, address and notes of access, DOI, address)."""
    doi = url = None
    found = DOI.search(text)
    if found:
        doi = clean_doi(found.group())
    address = URL.search(text)
    cut = min((match.start() for match in (found, address) if match), default=len(text))
    if address:
        url = clean_url(address.group())
    for match in sorted((m for m in (found, address) if m), key=lambda m: -m.start()):
        text = text[: match.start()] + " " + text[match.end() :]
    head = _LEADING_LINK.sub("", text[:cut].rstrip(" (<[")).rstrip(" (<[")
    text = _NOTES.sub(" ", head + " " + text[cut:].lstrip(" .,;>)]"))
    for pattern, shown in _SPACING:
        text = pattern.sub(shown, text)
    return " ".join(text.split()).rstrip(" ,;"), doi, url


def _opening(text: str) -> tuple[tuple[str, ...], int | None, str, bool]:
    """(authors, year where it stands before the title, the rest, whether that year is in brackets)."""
    people, end = authors(text)
    date = _DATE.match(text, end) if end else None
    if not people and not end:
        late = _LATE_DATE.match(text)
        if late and len(late["authors"].split()) < 12:
            return (late["authors"].strip(" .,"),), int(late["year"]), text[late.end() :], True
    if date and (date["bracketed"] or text[date.end() : date.end() + 1]):
        year = date["bracketed"] or date["plain"]
        return people, int(year) if year.isdigit() else None, text[date.end() :], bool(date["bracketed"])
    return people, None, text[end:].lstrip(" .,:;"), False


def _year_anywhere(body: str) -> int | None:
    years = _ANY_YEAR.findall(body)
    return int(years[-1]) if years else None
