"""The numbers at the end of an entry: year, volume, issue and pages, in whatever order and punctuation a style puts them."""

import re
from dataclasses import dataclass

from claimscape.patterns import Pattern

YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?|Spring|Summer|Autumn|Fall|Winter|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b\.?"
)
_DASH = r"\s*[-–—‐‑?]{1,2}\s*"
_PAGE = r"(?:[A-Za-z]{0,2}\d+[A-Za-z]{0,2}(?:\.\d+)?|[ivxlc]+(?=[-–]))"
_RANGE = rf"{_PAGE}(?:{_DASH}{_PAGE})?"
_TOKEN = Pattern(
    rf"(?P<pages>\b(?:pp?|pages?|pgs?|S|seiten?)(?:\.\s?|\s|(?=\d))\s*{_RANGE}(?:\s?\+)?(?:,\s?{_PAGE}{_DASH}{_PAGE})*(?:\s?p\b\.?)?)"
    rf"|(?P<volume>\b(?:vol(?:ume|s)?|v|t|tome|bd|band|ser)\b\.?\s*(?:\d+(?:/\d+)?|[IVXLC]+\b))"
    rf"|(?P<issue>\b(?:no|nos|nr|issue|iss|num|number|núm|heft|n)\b\.?\s*º?°?\s*[\dA-Za-z]{{1,6}}(?:[-–/]\d+)?"
    rf"|n\s?[°º]\s?\d+|suppl(?:ement)?\b\.?\s?\d*|\bpt\.?\s?(?:\d+|[A-Z]\b))"
    rf"|(?P<eastern>[제第]?\s?\d+\s?[권卷호号期號](?:\s?제?\d+\s?[호号期])?)"
    rf"|(?P<month>(?:\b(?:[12]?\d|3[01])\s)?{_MONTH}(?:\s?[-–/]\s?{_MONTH})?(?:\s\d{{1,2}}(?=\s?[;:,.)]))?)"
    rf"|(?P<year>\b{YEAR}[a-z]?\b(?!\s?[-–]\s?\d{{3,}}|\.\d))"
    rf"|(?P<range>\b{_PAGE}{_DASH}{_PAGE}\b\+?)"
    rf"|(?P<number>\b[A-Za-z]?\d+(?:[./]\d+)?[A-Za-z]?\b)"
    rf"|(?P<mark>[\s,;:.()\[\]{{}}&«»]|\b(?:and|in press|article|art|ahead of print|e?pub)\b)",
    re.IGNORECASE,
)
_PAGE_MARK = re.compile(r"^(?:pp?|pages?|pgs?|S|seiten?)\.?\s*(?=[A-Za-z]{0,2}\d|[ivxlc]+\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:.()\[\]]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Year, volume, issue and pages as found; `start` is where the numbers begin in the text given."""

    start: int
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


def trailing(text: str, year: int | None) -> Numbers:
    """The numbers that end the text; `year` is one already known from the place after the authors."""
    tokens, start = _tail(text)
    if not any(kind in ("year", "range", "pages", "volume", "issue", "number", "eastern") for kind, _, _, _ in tokens):
        return Numbers(start, year)
    return _read(tokens, start, year)


Token = tuple[str, str, str, str]  # kind, the words, the mark before, the mark after


def _tail(text: str) -> tuple[list[Token], int]:
    """The tokens of the longest stretch of number tokens that reaches the end, and its start at a word's beginning."""
    spans: list[tuple[str, int, int]] = []
    at = end_of_words = depth = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match and match.end() > at:
            spans.append((match.lastgroup or "mark", at, match.end()))
            depth += (text[at] in "([") - (text[at] in ")]")
            at = match.end()
            if depth < 0:  # closes a bracket that words opened: "(Report No. 12)"
                spans.clear()
                depth, end_of_words = 0, at
        else:
            spans.clear()
            depth = 0
            word = _WORD.match(text, at)
            at = end_of_words = word.end() if word else at + 1
    kept: list[Token] = []
    for kind, low, high in spans:
        if kind not in ("mark", "month"):
            kept.append((kind, text[low:high], _before(text, low), text[high : high + 3].lstrip()[:1]))
    first = next((low for kind, low, _ in spans if kind not in ("mark", "month")), len(text))
    first = min((low for kind, low, _ in spans if kind == "month" and low < first), default=first)
    return kept, max(first, end_of_words)


def _before(text: str, at: int) -> str:
    return text[:at].rstrip()[-1:]


def _read(tokens: list[Token], start: int, year: int | None) -> Numbers:
    """Which token is which: marked ones first, then by brackets and order."""
    volume = issue = pages = None
    rest: list[Token] = []
    found = _year_among(tokens) if year is None else None
    for token in tokens:
        kind, words, _, _ = token
        if token is found or (kind == "year" and year is not None and words[:4] == str(year)):
            continue
        if kind == "pages" and pages is None:
            pages = _plain(words)
        elif kind == "volume" and volume is None:
            volume = re.sub(r"^[A-Za-z]+\.?\s*", "", words)
        elif kind == "issue":
            issue = issue or re.sub(r"^(?:n\s?[°º]|[A-Za-z]+(?:\.|\b))\s*º?°?\s*", "", words) or words
        elif kind == "eastern":
            numbers = re.findall(r"\d+", words)
            if re.search("[권卷]", words):
                volume, numbers = numbers[0], numbers[1:]
            issue = issue or (numbers[0] if numbers else None)
        else:
            rest.append(token)
    volume, issue, pages = _by_order(rest, volume, issue, pages)
    return Numbers(start, int(found[1][:4]) if found else year, volume, issue, pages)


def _year_among(tokens: list[Token]) -> Token | None:
    """A year in brackets, else the last that stands as one, else the first."""
    years = [token for token in tokens if token[0] == "year"]
    bracketed = [token for token in years if token[2] == "(" or token[3] == ")"]
    if bracketed or not years:
        return bracketed[0] if bracketed else None
    last = years[-1]
    return last if last[3] in ("", ".", ",") and last[2] != ":" else years[0]


def _by_order(
    rest: list[Token], volume: str | None, issue: str | None, pages: str | None
) -> tuple[str | None, str | None, str | None]:
    """Unmarked numbers: a range after the volume is pages, one in brackets the issue; else volume comes before pages."""
    for kind, words, before, after in rest:
        if before == "(" and after == ")" and (volume is not None or len(rest) > 1):
            issue = issue or words
        elif volume is None and kind in ("number", "year") and len(words.split(".")[0]) < 6:
            volume = words
        elif pages is None and (volume is not None or kind == "range"):
            pages = _plain(words)
        elif kind in ("number", "range") and issue is None and pages is not None and not after:
            issue, pages = pages, _plain(words)
    if volume and "." in volume and issue is None:
        volume, issue = volume.split(".", 1)
    return volume, issue, pages


def _plain(words: str) -> str:
    """Pages as written, without "pp."."""
    return _PAGE_MARK.sub("", words).strip(" .")
