"""In-text citations: author-year in brackets or in the sentence, numbers in brackets, raised, or after a stop."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimscape.citations.works import Works
from claimscape.patterns import Pattern
from claimscape.references.names import BODIES, UPPER

_PARTICLE = r"(?:(?:[Vv][ao]n|[Dd](?:e|er|en|el|ella|i|a|os|u)|[Ll][ae]|[Ee]l|[Aa]l|[Bb]in|[Tt]e[nr])[ -])"
# Lengths are bounded and no character can belong to two parts, so that hostile text costs no more than its length.
_WORD = rf"[{UPPER}]['’]?\w{{1,40}}(?:['’‐-]\w{{1,40}}){{0,3}}"
_NAME = rf"(?<!\w){_PARTICLE}{{0,2}}{_WORD}(?: {_PARTICLE}?{_WORD})?"
_YEAR = r"(?:(?:1[5-9]|20)\d\d)[a-z]?"
_YEARS = rf"(?P<year>{_YEAR}|n\.d\.|in press)(?:\s?[,–/-]\s?(?:{_YEAR}|[a-z]\b))*"
_OTHERS = r"(?: [A-Z]\.)?,?\s+(?:et\s+al\b\.?|and\s+(?:colleagues|others|co-workers|associates))"
_AND = r"\s+(?:and|&|y|et|und)\s+"
_PLACE = r"(?:\s?[,:]\s?(?:pp?\.|para\.|ch\.|Table|Fig\.|Figure|§)?\s?\d+(?:[–-]\d+)?)?"
_SEVERAL = rf"{_NAME}(?:,\s+{_NAME}){{0,4}},?{_AND}{_NAME}"
_BODY = rf"[{UPPER}][\w&.'’-]{{0,40}}(?:\s+(?:[{UPPER}][\w&.'’-]{{0,40}}|of|for|the|and|on|in|&)){{0,9}}"
_CITED = Pattern(
    rf"(?:(?:see|cf\.?|e\.g\.?|i\.e\.?|also|for\s+(?:a\s+)?reviews?|reviewed\s+(?:in|by)|as\s+cited\s+in|compare|and)[,:]?\s+)*"
    rf"(?P<cite>(?P<people>{_NAME}{_OTHERS}|{_SEVERAL}{_OTHERS}|{_SEVERAL}|{_NAME}|{_BODY})(?P<comma>,?)\s+{_YEARS}){_PLACE}",
)
_BRACKETED = re.compile(r"\((?P<round>[^()]{4,400})\)|\[(?P<square>[^\[\]]{4,400})\]")
_IN_SENTENCE = Pattern(
    rf"(?P<people>{_NAME}{_OTHERS}|{_SEVERAL}{_OTHERS}|{_SEVERAL}|{_NAME})(?:['’]s?)?,?\s+[(\[]{_YEARS}{_PLACE}[)\]]"
)
_BODY_SAYS = Pattern(rf"(?<!\w)(?P<people>{_BODY})\s+[(\[]{_YEARS}{_PLACE}[)\]]")
_BARE = Pattern(rf"(?P<people>{_NAME}{_OTHERS}),?\s+{_YEARS}")
_SQUARE_NUMBERS = re.compile(r"\[(?:refs?\.?\s|see\s)?(?P<numbers>\d{1,3}(?:\s?[,;–—-]\s?\d{1,3})*)\]")
_ROUND_NUMBERS = re.compile(r"(?<=[\w)”\"%])\s?\((?P<numbers>\d{1,3}(?:\s?[,;–—-]\s?\d{1,3})*)\)(?=[.,;:]|$)")
_RAISED = re.compile(
    r"(?<=[^\W\d_⁰¹²³⁴-⁹]{3})[.,;:”\"’')]{0,3}(?P<numbers>[⁰¹²³⁴-⁹]{1,3}(?:[,;⁻⁃–‑-]+\s?[⁰¹²³⁴-⁹]{1,3})*)(?![⁰¹²³⁴-⁹])"
)
_NOTES = re.compile(  # worked.12 The; raised figures that lost their height stand at a word too: reviews3,4 agree
    r"(?:(?<=[^\W\d_)\]”\"’%][.,;])|(?<=[a-z]{4})(?<!phase)(?<!group)(?<!stage)(?<!grade)(?<!level)(?<!table)(?<!visit))"
    r"(?P<numbers>\d{1,3}(?:[,–-]\d{1,3})*)(?=[\s.,;)]|$)"
)
_SEVERAL_NAMED = re.compile(r"\b(?:et\s+al|and|y|und|et)\b|&")
_LEADS = re.compile(  # words that open a sentence before a name
    r"(?:(?:The|As|In|By|For|From|With|While|When|Since|Like|Unlike|Both|However|Although|Though|"
    r"Following|According to|Per|See|"
    r"Also|And|But|Then|Later|Next|Here|Thus|Yet|Indeed|Where|Whereas|After|Before|To|[A-Z][a-z]+ly)\s+)+(?=\w)"
)
DATED, SQUARE, RAISED, ROUND, NOTES = (1 << at for at in range(5))  # ways to cite: by name, by number in square brackets, …
ALL = DATED | SQUARE | RAISED | ROUND | NOTES
_SURE = {SQUARE: _SQUARE_NUMBERS, RAISED: _RAISED}
_LISTED = {ROUND: _ROUND_NUMBERS, NOTES: _NOTES}  # only where entries bear numbers
SPEAKING = ("sentence", "list_lead", "question")  # units that can cite in their words
UNDATED = ("n.d.", "in press")  # what stands for a year
_DATED = re.compile(r"(?:1[5-9]|20)\d\d|n\.d\.|in press")  # what each way to cite by name needs
_OPENED = re.compile(r"[(\[](?:(?:1[5-9]|20)\d\d|n\.d\.|in press)")  # and to cite by name in the sentence
_OTHERS_LAST = re.compile(rf"{_OTHERS}\s*$")
_BETWEEN = re.compile(rf",?{_AND}|,\s*")
_PERSONS = Pattern(rf"{_SEVERAL}|{_NAME}")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁃", "0123456789--")
_VERBS = re.compile(
    r"\s+(?:\w+ly\s+)?(?:(?:has|have|had)\s+)?(?:find|found|show|report|argu|suggest|conclud|demonstrat|describ|observ|note|propos|"
    r"claim|state|examin|investigat|review|studi|compar|estimat|discuss|explain|wrote|write|warn|caution|point|identif|present|"
    r"defin|recommend|disagree|agree|use|measure|test|treat|calculat|conduct|highlight|emphasi|reveal|confirm|establish|maintain|"
    r"assert|critici|contend|call|ask)"
)
_LED_IN = re.compile(r"(?:\b(?:by|per|see|following|from|to|cf\.?|and|with)\s+)$")
_NO_AUTHORS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep "
    "sept  oct nov dec monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter fall since "
    "until before  after from in by during between about around circa phase table figure fig version section part chapter "
    "schedule act law the  a an this that these those study trial trials studies updated published posted approved founded "
    "established born died  accessed retrieved last copyright edition released us usa uk eu u.s u.k australia canada "
    "germany france switzerland israel  netherlands brazil london europe america americans mdma ptsd lsd ecstasy covid-19 "
    "mapp1 mapp2 day week month year vol no page  pages of on and or for with early late mid as at to when while where".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An in-text citation: its span in the document, and authors and year or the numbers it gives."""

    start: int
    end: int
    authors: tuple[str, ...] = ()
    year: int | None = None
    numbers: tuple[int, ...] = ()


def mentions(text: str, span: tuple[int, int], works: Works, ways: int = ALL) -> list[Mention]:
    """The in-text citations of one sentence, in order, none inside another; `works` are those the document lists.

    `ways` to cite are those that the sentence may hold: others are not looked for.
    """
    found: list[Mention] = []
    every: list[Mention] = []
    if ways & DATED and _DATED.search(text, *span):
        every += [*_in_brackets(text, *span, works), *_in_sentence(text, *span, works)]
    for way, pattern in (_SURE | _LISTED if works.last else _SURE).items():
        if ways & way:
            every += _by_number(text, span, pattern, works)
    for mention in sorted(every, key=lambda mention: mention.start):  # stable: of two at one place the first reader's stays
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return found


def _in_brackets(text: str, start: int, end: int, works: Works) -> Iterator[Mention]:
    """(Smith et al., 2022; Doe & Roe, 2020): one for each work."""
    for bracket in _BRACKETED.finditer(text, start, end):
        group = "round" if bracket["round"] else "square"
        at = bracket.start(group)
        for part in re.split(r"(;)", bracket[group]):
            lead = len(part) - len(part.lstrip())
            match = _CITED.fullmatch(text, at + lead, at + max(lead, len(part.rstrip())))
            if match and _is_author(match, works):
                yield _mention(match, match.start("cite"), match.end())
            at += len(part)


def _is_author(match: re.Match[str], works: Works) -> bool:
    """Whether the words before the year can be authors: a listed work's, several, or a name and a comma."""
    people = match["people"]
    if _year(match["year"]) and works.named(_families(people), _year(match["year"])):
        return True
    words = people.replace(",", " ").split()
    if words[0].casefold().strip(".") in _NO_AUTHORS or words[-1].casefold().strip(".") in _NO_AUTHORS:
        return False
    return len(words) < 3 or bool(match["comma"]) or bool(_SEVERAL_NAMED.search(people))


def _in_sentence(text: str, start: int, end: int, works: Works) -> Iterator[Mention]:
    """Smith et al. (2022), Smith and Doe (2019), and Smith (2019) where it is listed or says something."""
    opened = _OPENED.search(text, start, end) is not None
    for match in _IN_SENTENCE.finditer(text, start, end) if opened else ():
        lead = _LEADS.match(match["people"])
        people = match["people"][lead.end() :] if lead else match["people"]
        first = people.split()[0].casefold().strip(",.")
        alone = not _SEVERAL_NAMED.search(people)
        year = _year(match["year"])
        listed = works.named(_families(people), year)
        speaks = _VERBS.match(text, match.end(), end) or _LED_IN.search(text[max(start, match.start() - 12) : match.start()])
        alone = alone and not match["people"].endswith(("'s", "’s"))
        if listed or (first not in _NO_AUTHORS and (not alone or (speaks and people[1:2].islower() and " " not in people))):
            yield Mention(match.start() + (lead.end() if lead else 0), match.end(), _families(people), year)
    for match in _BARE.finditer(text, start, end) if _SEVERAL_NAMED.search(text, start, end) else ():
        yield _mention(match, match.start(), match.end())
    for match in _BODY_SAYS.finditer(text, start, end) if opened else ():
        if BODIES.search(match["people"]):
            lead = _LEADS.match(match["people"])
            cut = lead.end() if lead else 0
            yield Mention(match.start() + cut, match.end(), (" ".join(match["people"][cut:].split()),), _year(match["year"]))


def _by_number(text: str, span: tuple[int, int], pattern: re.Pattern[str], works: Works) -> Iterator[Mention]:
    """[12], [3-5] and superscripts anywhere; (3,4) and digits after a stop only up to the highest number an entry bears."""
    for match in pattern.finditer(text, *span):
        numbers = _expanded(match["numbers"].translate(_DIGITS))
        sure = pattern in _SURE.values()
        if match.start() == span[0] or 0 in numbers or not (sure or max(numbers) <= works.last):
            continue
        low, high = (match.start(), match.end()) if pattern is _SQUARE_NUMBERS else match.span("numbers")
        pieces = list(re.finditer(r"[^\s,;]+", match["numbers"]))
        if len(pieces) == 1:
            yield Mention(low, high, numbers=numbers)
        else:
            for piece in pieces:
                at = match.start("numbers") + piece.start()
                yield Mention(at, at + len(piece.group()), numbers=_expanded(piece.group().translate(_DIGITS)))


def _expanded(numbers: str) -> tuple[int, ...]:
    """The numbers of "3, 5-7"."""
    found: list[int] = []
    for piece in re.split(r"[,;]", numbers):
        ends = [int(digits) for digits in re.findall(r"\d+", piece)]
        if len(ends) == 2 and 0 <= ends[1] - ends[0] < 50:
            ends = list(range(ends[0], ends[1] + 1))
        found.extend(ends)
    return tuple(found) or (0,)


def _mention(match: re.Match[str], start: int, end: int) -> Mention:
    return Mention(start, end, _families(match["people"]), _year(match["year"]))


def _year(words: str) -> int | None:
    return int(words[:4]) if words[:4].isdigit() else None


def _families(people: str) -> tuple[str, ...]:
    """The names as given; "et al." and "and colleagues" name nobody."""
    named = _OTHERS_LAST.sub("", people)
    named = re.sub(r"['’]s?$", "", named)
    if _PERSONS.fullmatch(named) and not BODIES.search(named):
        return tuple(name.strip() for name in _BETWEEN.split(named) if name.strip())
    return (" ".join(named.split()),)
