"""Where the title ends and the venue begins, between the authors and the numbers of an entry."""

import re
from dataclasses import replace

from claimscape.references.numbers import YEAR, Numbers, trailing

_QUOTES = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“", "`": "'", "「": "」", "『": "』"}
_STOP = re.compile(r"(?:[.?!]|[.?!][”’\"')\]])\s+(?=[^\s])")
_IN = re.compile(r"(?:[.,;?!”’\"]|^)\s*(?:In|in|IN)(?::|\s)\s*(?=[A-Z“‘\"(0-9])")
_ABBREVIATED = re.compile(r"[A-Z][\w&-]{0,9}$|[a-z]{1,4}$|[A-Z]{2,}$")
_EDITED = re.compile(
    r"[,.;]?\s*\(?\b(?:[Ee]dited by|[Ee]ds?\.|[Hh]rsg\.|[Tt]ranslated by|[Tt]rans\.|trad\.|[Cc]omp\.|[Pp]resented at|[Dd]iss\.|Unpublished|unpublished)(?:\s|$).*$"
)
_EDITORS_FIRST = re.compile(r"^(?P<names>[^“\"]{3,160}?)[,\s]*\((?:[Ee]ds?|[Hh]g|[Hh]rsg|[Ee]ditors?)\.?\)[.,:]?\s*|^[^“\"()]{3,120}?,? [Ee]ds?\.[,:]?\s+")
_PAGES_INSIDE = re.compile(r"[,.(]?\s*\(?\b[Pp]p?\.?\s?(?P<pages>[A-Za-z]?\d+\s*(?:[-–—]+\s*[A-Za-z]?\d+)?)\)?")
_VOLUME_INSIDE = re.compile(r"[,(]?\s*\b[Vv]ol(?:ume|\.)\s?(?P<volume>\d+|[IVXLC]+\b)\)?")
_PLACE = re.compile(r"[,.(]\s*\(?[A-Z][\w .’'/&-]{1,40}(?:, [A-Z]{2,}\.?)?: [A-Z][^:]*$")
_JOURNAL = re.compile(
    r"\s(?P<venue>(?:(?:The|International|American|British|European|Canadian|Journal|Annals|Archives|Proceedings|Transactions|Bulletin|Acta|Revue|Zeitschrift)\b)[^.?!]*)$"
)
_EDITION = re.compile(r"\s*\(?\b(?:\d+(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Rr]evised|[Rr]ev\.) (?:ed\.|edn\.?|edition)\)?.*$")
_KIND = re.compile(r"\s*\[(?:[A-Z][^\]]{2,60})\]\s*\.?$")


def title_and_venue(body: str, numbers: Numbers, dated: bool) -> tuple[str | None, str | None, Numbers]:
    """(title, venue, numbers); the numbers may gain pages or a volume that stand inside the venue."""
    quoted = _quoted(body)
    if quoted:
        title, rest = quoted
        venue, numbers = _venue(body[rest : max(rest, numbers.start)], numbers)
        return _tidy(title), venue, numbers
    head = body[: numbers.start].rstrip(" ,;:(")
    if not head:
        return None, None, numbers
    inside = _IN.search(head, 8)
    if inside:
        venue, numbers = _venue(head[inside.end() :], numbers)
        return _tidy(head[: inside.start()]), venue, numbers
    if numbers.volume or numbers.pages or numbers.issue:
        title, venue = _journal(head)
        return _tidy(title), _tidy(venue), numbers
    return _tidy(_book(head, dated)), None, numbers


def _quoted(body: str) -> tuple[str, int] | None:
    """The title in quotation marks at the start, and where the rest begins."""
    closing = _QUOTES.get(body[:1])
    if closing is None:
        return None
    if body[:1] in "“‘«「『":
        at = _balanced(body, body[0], closing)
    else:
        match = re.compile(re.escape(closing) + r"(?=[\s.,;:)]|$)").search(body, 1)
        at = match.start() if match else -1
    return (body[1:at], at + 1) if at > 1 else None


def _balanced(body: str, opening: str, closing: str) -> int:
    """Where the quote that opens the body closes; an apostrophe inside a word closes nothing."""
    depth = 0
    for at, letter in enumerate(body):
        if letter == opening:
            depth += 1
        elif letter == closing and not (closing == "’" and body[at + 1 : at + 2].isalpha()):
            depth -= 1
            if depth == 0:
                return at
    return -1


def _venue(text: str, numbers: Numbers) -> tuple[str | None, Numbers]:
    """The container named in the text, freed of editors, place and publisher."""
    text = re.sub(r"^[\s.,;:”’\"]*(?:[Ii]n:?\s+)?", "", text)
    pages = _PAGES_INSIDE.search(text)
    if pages and not numbers.pages:
        numbers = replace(numbers, pages=pages["pages"])
    volume = _VOLUME_INSIDE.search(text)
    if volume and not numbers.volume:
        numbers = replace(numbers, volume=volume["volume"])
    inner = None if numbers.pages and numbers.volume else re.search(rf",? (\d+\s?[-–]\s?\d+)\.", text)
    if inner and not numbers.pages:
        numbers = replace(numbers, pages=inner[1])
    text = _EDITORS_FIRST.sub("", text, count=1)
    for cut in (pages, volume, inner):
        if cut:
            text = text.split(cut.group())[0]
    text = _EDITION.sub("", _PLACE.sub("", _EDITED.sub("", text)))
    stop = [match for match in _STOP.finditer(text) if len(text[: match.start()].split()[-1:][0] if text[: match.start()].split() else "") > 4]
    text = text[: stop[0].start()] if stop and not _abbreviations(text) else text
    return _tidy(re.sub(rf"[,(]?\s*{YEAR}\b.*$", "", text) or text), numbers


def _journal(head: str) -> tuple[str | None, str | None]:
    """Title and journal of an article: parted by the last stop that no abbreviation in the journal's name explains."""
    stops = list(_STOP.finditer(head))
    while stops:
        last = stops.pop()
        before = head[: last.start()]
        since = stops[-1].end() if stops else 0
        segment = before[since:]
        if last.group()[0] in "?!" or not _abbreviations(segment):
            return before + last.group()[0].replace(".", ""), head[last.end() :]
        if not stops:
            comma = before.rfind(", ")
            return (before[:comma], head[comma + 2 :]) if comma > 15 else (None, head)
    return _by_comma(head)


def _by_comma(head: str) -> tuple[str | None, str | None]:
    """Title, Journal: no stop parts them."""
    found = _JOURNAL.search(head)
    comma = head.rfind(", ")
    if comma > 12 and head[comma + 2 : comma + 3].isupper():
        return head[:comma], head[comma + 2 :]
    if len(head.split()) <= 6 and (len(head) < 28 or "." in head):
        return None, head
    if found:
        return head[: found.start()], found["venue"]
    return head, None


def _abbreviations(segment: str) -> bool:
    """True for at most four short words that look like parts of an abbreviated journal name."""
    words = segment.replace(".", " ").replace("&", " ").split()
    return 0 < len(words) <= 4 and all(_ABBREVIATED.fullmatch(word.strip("(),:")) for word in words) and len(words[-1]) <= 9


def _book(head: str, dated: bool) -> str:
    """The title of a book or web page: up to the first stop, bracketed place or trailing publisher."""
    bracket = re.search(r"\s\([A-Z][^()]*: [^()]*$", head)
    if bracket:
        head = head[: bracket.start()]
    head = _PLACE.sub("", head) if _PLACE.search(head) and len(_PLACE.sub("", head)) > 5 else head
    for stop in _STOP.finditer(head):
        if len(head[: stop.start()].rsplit(None, 1)[-1]) > 2:
            head = head[: stop.start() + (stop.group()[0] in "?!")]
            break
    return _EDITED.sub("", _EDITION.sub("", head))


def _tidy(text: str | None) -> str | None:
    if text is None:
        return None
    text = _KIND.sub("", text.strip()).strip(" ,;:.«»\"“”")
    if text.count("(") > text.count(")"):
        text = text.rstrip("( ")
    return text or None
