"""Whether a block is an entry of a bibliography: it starts like a list of authors and carries what only entries carry."""

import re

from claimscape.patterns import Pattern
from claimscape.sentences.lists import BIBLIOGRAPHY

LONGEST = 1500  # characters; longer blocks are prose

_UPPER = "A-Z" + "".join(chr(c) for c in range(0xC0, 0x250) if chr(c).isupper()) + "Α-ΩЀ-Я"
_NAME = rf"(?:(?:van|von|de|der|den|del|della|di|da|dos|la|le|el|al|bin|ten|ter)[ -]|[dDlLO]['’])*[{_UPPER}][\w'’\-]+"
_SURNAMES = rf"{_NAME}(?: {_NAME})?"
_INITIALS = rf"(?:[{_UPPER}]\.[ -]?){{1,4}}"
_START = Pattern(
    r"(?:\d{1,3}\.? |[⁰¹²³⁴-⁹]+ ?)?"
    rf"(?:{_SURNAMES}(?:, Jr\.?)?, (?:{_INITIALS}|[{_UPPER}]{{1,3}}(?=[,;.]| \())"  # Smith, K. W. / Smith, KW,
    rf"|{_NAME}(?:[ -]{_NAME})? [{_UPPER}]{{1,3}}(?=[,;:]| et al|\. [{_UPPER}“\"])"  # Castell PR,
    rf"|{_NAME} (?:[{_UPPER}]\.[ -]?){{1,3}}(?=[,:])"  # Castell P.R.,
    rf"|{_INITIALS} ?{_SURNAMES}(?=[,;:.]| and | & | et al)"  # H. Ito and
    rf"|[{_UPPER}]{{1,2}} {_NAME}, [{_UPPER}]{{1,2}} {_NAME},"  # H Ito, M Sato,
    r"|[—–_-]{3,}[.,])"
)
_GIVEN = rf"{_NAME}(?: {_NAME}| [{_UPPER}]\.)?"
_STRAIGHT = rf"{_NAME}(?: {_NAME}| [{_UPPER}]\.){{1,3}}"
_FULL_NAME = Pattern(
    rf"{_SURNAMES}, (?:{_GIVEN}(?:[.;,] (?:and |& )?(?:[{_UPPER}“\"'‘(\d]|et al)| and | & )"  # Abara, Chidi, and
    rf"|{_NAME} [{_UPPER}]\.,? (?:[{_UPPER}“\"'‘(&\d]|and ))"  # Barnard, Chester I. The
    rf"|{_STRAIGHT}(?:, {_STRAIGHT}){{0,8}}(?:,? (?:and|&) {_STRAIGHT})?,? [“\"‘]"  # Kate Doyle, “Title
)
_BODY_WORD = rf"(?:\([A-Z]+\)|[{_UPPER}][\w'’&./-]*|of|the|and|for|on|in|&|to)"
_BODY = Pattern(  # Food and Drug Administration. (2017)
    rf"(?=[{_UPPER}]){_BODY_WORD}(?: {_BODY_WORD}){{0,11}}\.? ?(?=\(|\. |[“\"])"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\bn\.d\.|\bin press\b|\bforthcoming\b")
_DIGITS = re.compile(r"[12]\d\d\d")  # this, or one of these words, is in every year: to look for them first is faster
IN_PRESS = "in press"
UNDATED = ("n.d.", IN_PRESS, "forthcoming")
_DATED = re.compile(
    r"(?:\((?:(?:1[5-9]|20)\d\d[a-z]?|n\.d\.|in press)(?:, [^()]{1,24})?\)|(?<=[.,] )(?:1[5-9]|20)\d\d[a-z]?)[.,:]"
)
_TAIL = re.compile(
    r"\d+ ?\(\d[\w/–-]*\) ?[,:;.]? ?(?:pp?\. ?)?[a-z]?\d"  # 62(4), 463
    r"|(?:1[5-9]|20)\d\d(?: [A-Z][a-z]{2}(?: \d+)?)?[;,] ?\d+"  # 2019;12
    r"|\b(?:pp?|vol|no|Bd|[Cc]h)\. ?\d|\b[Vv]olume \d|\b[Ii]ssue \d"
    r"|\d+, (?:pp?\. ?)?[eA-Z]?\d+(?:[–-]\d+)?\.?(?: |$)"  # 128, 110843.
    r"|\d ?: ?[eS]?\d+(?:[–-]\d+)?"  # 52: 12-18
    r"|\b10\.\d{4,9}/|\b[Dd][Oo][Ii]\b|\barXiv\b|\bPMID\b|\bISBN\b"
)
_LINK = re.compile(r"https?://|www\.|\[Internet\]|Available (?:at|from)|Retrieved|[Aa]ccessed")
_PRESS = re.compile(
    r"\b(?:Press|Publish\w+|Verlag|Springer|Elsevier|Wiley|Routledge|Sage|SAGE|Books|Penguin|Journal|Proc\.|Proceedings|"
    r"Review|Magazine|Institute|[Tt]hesis|[Dd]issertation|[Mm]anuscript|Report|Ministry|Office)\b|[A-Z]\w+: [A-Z]\w+"
)
_PROSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|might|will|would|should|found|showed|suggests?|reported|which|we|they|he|she|it|this)\b"
)
_QUOTED = re.compile(r"[“\"][^”\"]{8,300}[”\"]|[‘'][^’']{8,300}[,.]?[’'],")
_SIGNS = (_DATED, _TAIL, _LINK, _PRESS, _QUOTED)
_STOPS = re.compile(r"[.,:;()]")
_END_OF_ENTRY = re.compile(r"(?:[.)\]”\"]|\d|https?://\S+|10\.\S+)$")


def is_section(heading: str) -> bool:
    """True for "References" and the like, numbered or not."""
    return heading.strip(" :.0123456789").casefold() in BIBLIOGRAPHY


def is_dated(text: str) -> bool:
    """True where the text names a year."""
    return (bool(_DIGITS.search(text)) or any(word in text for word in UNDATED)) and bool(_YEAR.search(text))


def starts(line: str) -> bool:
    """True where the line begins like an entry: with authors and their initials, or with a full name turned round."""
    return bool(_START.match(line) or _FULL_NAME.match(line))


def may_end(line: str) -> bool:
    """True where an entry may be over after the line: no comma, ampersand or word that asks for more."""
    return bool(_END_OF_ENTRY.search(line[-200:]))


def is_entry(text: str, marker: str, in_section: bool) -> bool:
    """True for a bibliographic entry; below "References", and after a marker such as [12], less evidence is asked for."""
    if not 15 <= len(text) <= LONGEST or text.startswith(("Copyright", "copyright", "©")):
        return False
    if (in_section or "[" in marker) and _is_listed(text, marker[:1] in "[(0123456789" and bool(marker)):
        return True
    if not is_dated(text):
        return False
    initials = _START.match(text)
    if initials and _PROSE.match(text, initials.end()):
        return False
    if initials or _FULL_NAME.match(text):
        prose = len(_PROSE.findall(_QUOTED.sub("", text)))
        return prose < 4 and any(sign.search(text) for sign in _SIGNS) if initials else prose < _evidence(text)
    dated = _DATED.search(text[:160]) if _BODY.match(text) else None
    if not dated or dated.group()[-1] == ":" or _PROSE.search(_QUOTED.sub("", text)):
        return False
    return bool(_LINK.search(text) or _TAIL.search(text))


def _evidence(text: str) -> int:
    """How many of an entry's marks stand in the text: date after the authors, number tail, link, publisher, quoted title."""
    return sum(1 for sign in _SIGNS if sign.search(text))


def _is_listed(text: str, numbered: bool) -> bool:
    """The lenient test for blocks below a heading such as "References"."""
    if " " not in text and ("://" in text or text.startswith(("www.", "10.", "doi:"))):
        return True
    if starts(text):
        return True
    dated = bool(_YEAR.search(text)) or numbered or bool(_LINK.search(text))
    prose = len(_PROSE.findall(_QUOTED.sub("", text)))
    return dated and (_evidence(text) > prose or (not prose and len(_STOPS.findall(text)) > 2))
