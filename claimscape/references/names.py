"""The list of authors at the start of an entry: where it ends and the family names in it."""

import re
from collections.abc import Sequence

from claimscape.patterns import Pattern

UPPER = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x530) if chr(code).isupper())
_LOWER = "a-z" + "".join(chr(code) for code in range(0xC0, 0x530) if chr(code).islower())
_PARTICLE = (
    r"(?:(?:[Vv]an|[Vv]on|[Vv]ande[nr]|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]as|[Dd]os|[Dd]u|[Ll]a|[Ll]e|[Ee]l|[Aa]l|"
    r"[Bb]in|[Bb]en|[Tt]en|[Tt]er|[Tt]e|zu|zur|zum|af|av|'t|’t|[Ss]t\.?|[Ss]an|[Mm]ac)[ -]|[dDlLO]['’])"
)
# Lengths are bounded and no character can belong to two parts, so that hostile text costs no more than its length.
_WORD = rf"[{UPPER}]['’]?\w{{1,40}}(?:['’‐‑-]\w{{1,40}}){{0,3}}"
_FAMILY = rf"{_PARTICLE}{{0,3}}{_WORD}(?: {_PARTICLE}{{0,2}}{_WORD}){{0,2}}"
_ONE = rf"(?:[{UPPER}]|Ch|Cs|Dz|Gy|Iu|Ju|Kh|Ph|Rh|Sh|St|Sz|Th|Ts|Wm|Ya|Yu|Zh) ?\."
_DOTTED = rf"{_ONE}(?:(?! ?J\. [{UPPER}][{_LOWER}]+\.)[ -]*{_ONE})*(?:-?[{UPPER}](?![\w.’']))?"  # not the J. of "J. Chem."
_PLAIN = rf"[{UPPER}](?:[ -]?[{UPPER}]){{0,3}}(?![\w’'])"
_INITIALS = rf"(?:{_DOTTED}|{_PLAIN})"
_SUFFIX = r"(?:,? ?(?:Jr|Sr|jr|2nd|3rd|II|III|IV)\b\.?)?"
_GIVEN = rf"[{UPPER}][{_LOWER}]{{1,30}}(?:['’‐‑-][{UPPER}]?[{_LOWER}]{{1,30}}){{0,2}}(?!\w)"

_COMMA_INITIALS = Pattern(
    rf"(?P<family>{_FAMILY})(?: [{UPPER}]\.)? ?,\s?{_INITIALS}{_SUFFIX}"
    r"(?: (?:van|von|de|der|den|el|la|du|di)(?: de[rn]?)?(?=[,.;& (]))?"
)
_PLAIN_INITIALS = Pattern(
    rf"(?P<family>{_FAMILY}) {_INITIALS}{_SUFFIX}(?=\s*(?:[,.;:&()]|and\b|et\b|und\b|y\b|(?:1[5-9]|20)\d\d|$)|(?<=\.)\s)"
)
_INITIALS_FIRST = Pattern(rf"(?:{_DOTTED}(?: [{UPPER}](?=\s[{UPPER}]))? ?|{_PLAIN} )(?P<family>{_FAMILY}){_SUFFIX}")
_STRAIGHT_INITIAL = Pattern(
    rf"{_GIVEN}(?: [{UPPER}]\.)+ (?P<family>{_PARTICLE}{{0,3}}{_WORD}){_SUFFIX}(?=\s*(?:[,.&]|and\b|$))"
)
_INVERTED = Pattern(
    rf"(?P<family>{_FAMILY}), {_GIVEN}(?: {_GIVEN}){{0,2}}"
    rf"(?:[ -][{UPPER}](?:\.|(?!\w)))*(?: (?:de|van|von|der|la|El)\b)*{_SUFFIX}"
)
_STRAIGHT = Pattern(
    rf"{_GIVEN}(?: (?:{_GIVEN}|[{UPPER}]\b\.?)){{0,2}}? (?P<family>{_PARTICLE}{{0,3}}{_WORD}){_SUFFIX}"
    r"(?=\s*(?:[,.;:&(]|and\b|et\b|$))"
)
_ALONE = Pattern(rf"(?P<family>{_FAMILY})(?=,? et al\b)")
_EAST_ASIAN = Pattern(
    r"(?P<family>[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,5})(?=\s*[,.·、，;:(‘'“\"「]|\s+[(‘'“\"「]|$)"
)
_TWO_STRAIGHT = Pattern(rf"{_GIVEN} {_WORD}, {_GIVEN} [{UPPER}]")
_FORMS = (_COMMA_INITIALS, _STRAIGHT_INITIAL, _PLAIN_INITIALS, _INITIALS_FIRST, _INVERTED, _STRAIGHT, _ALONE, _EAST_ASIAN)
_LATER = {  # after a name of this form, these forms are tried, in this order
    _COMMA_INITIALS: (_COMMA_INITIALS, _INITIALS_FIRST, _PLAIN_INITIALS, _STRAIGHT_INITIAL, _ALONE),
    _PLAIN_INITIALS: (_PLAIN_INITIALS, _COMMA_INITIALS, _INITIALS_FIRST, _ALONE),
    _INITIALS_FIRST: (_INITIALS_FIRST, _STRAIGHT_INITIAL, _COMMA_INITIALS),
    _INVERTED: (_COMMA_INITIALS, _STRAIGHT_INITIAL, _INITIALS_FIRST, _STRAIGHT, _INVERTED),
    _STRAIGHT: (_STRAIGHT_INITIAL, _INITIALS_FIRST, _STRAIGHT),
    _STRAIGHT_INITIAL: (_STRAIGHT_INITIAL, _INITIALS_FIRST, _STRAIGHT),
    _EAST_ASIAN: (_EAST_ASIAN,),
}
_Named = tuple[str, int, Pattern]  # family, where the name ends, its form
_AND = re.compile(r"\s*[,;]?\s*(?:(?:and|et(?! al)|und|y|e|with)\s+|&\s*)", re.IGNORECASE)
_NEXT = re.compile(r"\s*(?:[,;/·、，]+|\.,)\s*(?:(?:…|\. ?\. ?\.),?\s*)?(?:(?:and|&|et(?! al)|und|y|e|with)\s+)?")
_LAST = re.compile(r"(?:and|&|et|und|y|e|with)\s*$", re.IGNORECASE)
_JOURNAL = re.compile(
    r"\b(?:Phys|Chem|Math|Mod|Biol|Med|Clin|Am|Nucl|Opt|Appl|Comput|Soc|Res|Sci|Acad|Exp|Gen|Stat|Astron|Astrophys)$"
)
_AFTER_NAMES = re.compile(r"\s*(?:[.,;:(\[“\"‘'«—-]|et\b|and others|(?:1[5-9]|20)\d\d|$)")
_LEFT_OUT = re.compile(r"…|\. ?\. ?\.")
_OTHERS = re.compile(r"[\s,;]*(?:\b(?:et\.? ?al\b|and others|and colleagues|u\. ?a\.|等)\.?)", re.IGNORECASE)
_EDITORS = re.compile(r"[\s,]*\(?\b(?:[Ee]ds?|[Hh]rsg|[Ee]ditors?|[Cc]omps?|[Tt]rans)\b\.?\)?")
_REPEATED = re.compile(r"[—–_-]{2,}")
_STOP = frozenset(
    "the a an on in of for from to towards toward how why what when les la le der die das el los las una un une this these is "
    "are studies study effects effect introduction new some using".split()
)
BODIES = re.compile(  # words that name a body, not a person
    r"\b(?:Organi[sz]ation|Association|Universit\w+|Institut\w*|Agency|Administration|Society|College|Committee|Group|Department|"
    r"Ministry|Cent(?:er|re)|Council|Foundation|Collaboration|Consortium|Office|Commission|Board|Academy|Federation|Union|Network|"
    r"Services?|National|World|International|European|Investigators|Initiative|Authority|Bureau|Trust|Programme|Program|Team|Inc|Ltd|"
    r"Therapeutics|Pharma\w*|Biosciences|Hospital|Clinic|Studies|Research|Sciences?|Medicine|News|Times|Media|"
    r"Nations|Parliament|Government|Force|Alliance|Coalition|Company|Corporation|Project|Bank|Secretariat)\b"
)
_ACRONYM = re.compile(r"[A-Z][A-Z&-]{2,9}")
_ORGANISATION = Pattern(
    rf"(?:The )?(?:(?:[A-Z]\.){{2,4}}|[{UPPER}][\w&'’/-]*|\([A-Z][\w&-]+\))"
    rf"(?:,? (?:[{UPPER}][\w&'’/-]*|\([{UPPER}][\w&-]+\)|of|the|and|for|on|in|&|to|de|des|du|la|für|U\.S\.)){{0,13}}"
)


def authors(text: str) -> tuple[tuple[str, ...], int]:
    """(family names or organisation, offset where the list ends); ((), 0) where the text starts with no authors."""
    repeated = _REPEATED.match(text)
    if repeated:
        after = _NEXT.match(text, repeated.end())
        found, end = _listed(text, after.end()) if after else ((), 0)
        return found, end or repeated.end()
    found, end = _listed(text, 0)
    body = _organisation(text)
    if body and (not found or BODIES.search(text[:end])):
        return body
    return found, end


def _listed(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """Names joined by commas, semicolons and "and"; what follows the name after "and" is title."""
    found: list[_Named] = []
    joined = False
    while named := _name(text, at, found):
        match, form = named
        found.append((match["family"].strip(), match.end(), form))
        both = _AND.match(text, match.end())
        separator = both or (None if joined else _NEXT.match(text, match.end()))
        if separator is None or _OTHERS.match(text, match.end()):
            break
        at, joined = separator.end(), bool(both) or bool(_LAST.search(separator.group()))
    last = found and at > found[-1][1] and (joined or _LEFT_OUT.search(text, found[-1][1], at))
    group = _organisation(text[at:]) if last else None
    if group and BODIES.search(group[0][0]):
        found.append((group[0][0], at + group[1], _ALONE))
    while found and not _closed(text, found[-1][1]):
        found.pop()
    if not found:
        return (), 0
    end = found[-1][1]
    for rest in (_OTHERS, _EDITORS):
        after = rest.match(text, end)
        end = after.end() if after else end
    return tuple(family for family, _, _ in found), end


def _name(text: str, at: int, earlier: Sequence[_Named]) -> tuple[re.Match[str], Pattern] | None:
    """The name at the offset and its form; the forms tried depend on the names before it."""
    for form in _LATER.get(earlier[-1][2], _FORMS) if earlier else _FORMS:
        match = form.match(text, at)
        if match is None or (form is _INVERTED and not earlier and _TWO_STRAIGHT.match(match.group())):
            continue
        first = match.group().split(" ", 1)[0].casefold().strip(",")
        if first in _STOP and form not in (_PLAIN_INITIALS, _COMMA_INITIALS) and not (earlier and form is _INITIALS_FIRST):
            continue
        if earlier and form is _INITIALS_FIRST and _JOURNAL.search(match["family"]):
            return None
        return match, form
    return None


def _closed(text: str, end: int) -> bool:
    """A list of names is followed by a mark, a bracket, a quote, a year or nothing."""
    return text[end - 1 : end] == "." or bool(_AFTER_NAMES.match(text, end))


def _organisation(text: str) -> tuple[tuple[str, ...], int] | None:
    """A body that signs as author: capitalised words up to a full stop or a year, one of them a word for bodies."""
    match = _ORGANISATION.match(text)
    if match is None:
        return None
    end = match.end()
    name = match.group().strip(" ,.")
    dated = re.match(r"[.,]? ?\(?(?:(?:1[5-9]|20)\d\d|n\.d\.)", text[end : end + 10])
    signs = bool(BODIES.search(name)) or bool(_ACRONYM.fullmatch(name))
    if not dated and not (signs and text[end : end + 1] in (".", ",", ":", "")):
        return None
    return (name,), end
