"""Where the title ends and the venue begins, between the authors and the numbers of an entry."""

import re
from dataclasses import replace

from claimscape.references.names import authors
from claimscape.references.numbers import YEAR, Numbers

_QUOTES = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“", "`": "'", "「": "」", "『": "』"}
_STOP = re.compile(r"(?:[.?!]|[.?!][”’\"')\]])\s+(?=[^\s])")
_IN = re.compile(r"(?:[.,;?!”’\"]|^)\s*(?:In|in|IN)(?::|\s)\s*(?=[A-Z“‘\"(0-9])")
_ABBREVIATED = re.compile(r"[A-Z][\w&-]{0,9}$|[a-z]{1,4}$|[A-Z]{2,}$")
_EDITED = re.compile(
    r"[,.;]?\s*\(?\b(?:[Ee]dited by|[Ee]ds?\.|"
    r"[Hh]rsg\.|[Tt]ranslated by|[Tt]rans\.(?= [A-Z][\w-]+ [A-Z])|trad\.|[Cc]omp\.|[Pp]resented at|"
    r"[Dd]iss\.|[Uu]npublished)(?:\s|$).*$"
)
_PAGES_INSIDE = re.compile(r"[,.(]?\s*\(?\b[Pp]p?\.?\s?(?P<pages>[A-Za-z]?\d+\s*(?:[-–—]+\s*[A-Za-z]?\d+)?)\)?")
_VOLUME_INSIDE = re.compile(r"[,(]?\s*\b[Vv]ol(?:ume|\.)\s?(?P<volume>\d+|[IVXLC]+\b)\)?")
_PLACE = re.compile(r"[,.(]\s*\(?[A-Z][\w .’'/&-]{1,40}(?:, [A-Z]{2,}\.?)?: [A-Z][^:]*$")
_PUBLISHED = re.compile(r"\s\((?:[A-Z][^()]*: [^()]*|[^()]*(?:Press|Verlag|Springer|Wiley|Publish|Books|University)[^()]*)$")
_PUBLISHER = re.compile(r", [A-Z][\w.&'’-]*(?: (?:[A-Z&][\w.&'’-]*|of|and|de|des)){0,4}$")
_LEAD = re.compile(r"^[\s.,;:”’\"]*(?:[Ii]n:?\s+)?")
_EDITING = re.compile(r"\(?\b(?:[Ee]ds?|[Hh]g|[Hh]rsg|[Ee]ditors?)\b\.?\)?$")
_CITY = re.compile(r"(?:, [A-Z][\w. -]{2,30}, (?:[A-Z]{2,3}|[A-Z][a-z]+)\.?)$")
_SERIAL = re.compile(
    r"\b(?:Journal|Review|Annals|Letters|Proceedings|Bulletin|Archives|Nature|Science|Lancet)\b|\b(?:J|Rev|Proc|Trans|Ann|Arch)\."
)
_UNPRINTED = re.compile(
    r"[,.;]?\s*\(?\b(?:to appear|in press|forthcoming|submitted|advance online publication|ahead of print|accepted)\b.*$",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\s(?P<venue>(?:(?:The|International|American|British|European|Canadian|Journal|Annals|Archives|Proceedings|Transactions|"
    r"Bulletin|Acta|Revue|Zeitschrift)\b)[^.?!]*)$"
)
_EDITION = re.compile(
    r"\s*\(?\b(?:\d+(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Rr]evised|[Rr]ev\.) (?:ed\.|edn\.?|edition)\)?.*$"
)
_KIND = re.compile(r"\s*\[(?:[A-Z][^\]]{2,60})\]\s*\.?$")


def title_and_venue(body: str, numbers: Numbers, dated: bool, online: bool) -> tuple[str | None, str | None, Numbers]:
    """(title, venue, numbers); the numbers may gain pages or a volume that stand inside the venue."""
    quoted = _quoted(body)
    if quoted:
        venue, numbers = _venue(body[quoted[1] : max(quoted[1], numbers.start)], numbers)
        return _tidy(quoted[0]), _tidy(venue, True), numbers
    head = body[: numbers.start].rstrip(" ,;:(")
    if not head:
        return None, None, numbers
    inside = _IN.search(head, 8)
    if inside:
        venue, numbers = _venue(head[inside.end() :], numbers)
        return _tidy(head[: inside.start()]), _tidy(venue, True), numbers
    if numbers.volume or numbers.pages or numbers.issue:
        title, journal = _journal(head, dated)
        return _tidy(title), _tidy(journal, True), numbers
    title, rest = _book(head)
    rest = _UNPRINTED.sub("", rest)
    length = len(rest.split())
    named = ":" not in rest and ((online and length <= 6) or (length <= 12 and bool(_SERIAL.search(rest))))
    return _tidy(title), _tidy(rest, True) if named else None, numbers


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
    text = _LEAD.sub("", text)
    pages = _PAGES_INSIDE.search(text)
    if pages and not numbers.pages:
        numbers = replace(numbers, pages=pages["pages"])
    if pages and not pages.start():  # "Pp. 1-18 in Title"
        text, pages = _LEAD.sub("", text[pages.end() :]), None
    volume = _VOLUME_INSIDE.search(text)
    if volume and not numbers.volume:
        numbers = replace(numbers, volume=volume["volume"])
    inner = None if numbers.pages and numbers.volume else re.search(r",? (\d+\s?[-–]\s?\d+)\.", text)
    if inner and not numbers.pages:
        numbers = replace(numbers, pages=inner[1])
    text = _without_editors(text)
    for cut in (pages, volume, inner):
        if cut:
            text = text.split(cut.group())[0]
    text = _CITY.sub("", _EDITION.sub("", _PLACE.sub("", _EDITED.sub("", text))).rstrip(" ,"))
    stop = [match for match in _STOP.finditer(text) if len(text[: match.start()].rpartition(" ")[2]) > 6]
    text = text[: stop[0].start()] if stop and not _abbreviations(text) else text
    return re.sub(rf"[,(]?\s*{YEAR}\b.*$", "", text) or text, numbers


def _without_editors(text: str) -> str:
    """The text without the editors at its start: "T. Marsh & U. Penn (Eds.), "."""
    people, end = authors(text)
    return text[end:].lstrip(" ,.:") if people and _EDITING.search(text[:end]) else text


def _journal(head: str, dated: bool) -> tuple[str | None, str | None]:
    """Title and journal of an article: parted by the last stop that no abbreviation in the journal's name explains."""
    stops = list(_STOP.finditer(head))
    while stops:
        last = stops.pop()
        before, rest = head[: last.start()], head[last.end() :]
        segment = before[stops[-1].end() if stops else 0 :]
        comma = segment.rfind(", ")
        if comma > 15 and head.endswith(".") and _abbreviations(segment[comma + 2 :]) and _abbreviations(rest):
            cut = len(before) - len(segment) + comma
            return head[:cut], head[cut + 2 :]
        if last.group()[0] in "?!" or not _abbreviations(segment) or (not stops and _is_title(segment, rest, dated)):
            return before + last.group()[0].replace(".", ""), rest
        if not stops:
            return None, head
    return _by_comma(head)


def _is_title(segment: str, rest: str, dated: bool) -> bool:
    """Whether the short words before the first stop are a title and not the first part of an abbreviated journal."""
    longest = max((len(word) for word in segment.split()), default=0)
    return dated or len(segment.split()) > 2 or longest > (5 if "." not in rest else 10)


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


def _book(head: str) -> tuple[str, str]:
    """(title, what follows) of a book or web page: up to the first stop, bracketed place or trailing publisher."""
    bracket = _PUBLISHED.search(head)
    head = head[: bracket.start()] if bracket else head
    placed = _PLACE.sub("", head)
    head = placed if len(placed) > 5 else head
    for stop in _STOP.finditer(head):
        if len(head[: stop.start()].rpartition(" ")[2]) > 2:
            title = head[: stop.start() + (stop.group()[0] in "?!")]
            return _EDITED.sub("", _EDITION.sub("", title)), head[stop.end() :]
    while (cut := _PUBLISHER.search(head)) and cut.start() > 12:
        head = head[: cut.start()]
    return _EDITED.sub("", _EDITION.sub("", head)), ""


def _tidy(text: str | None, shortened: bool = False) -> str | None:
    """The text without marks around it; a shortened name of a journal keeps its last full stop."""
    if text is None:
        return None
    tidy = _KIND.sub("", text.strip()).strip(' ,;:.«»"“”')
    if tidy.count("(") > tidy.count(")"):
        tidy = tidy.rstrip("( ")
    if shortened and "." in tidy and text.rstrip(" ,;:").endswith(tidy + "."):
        tidy += "."
    return tidy or None
