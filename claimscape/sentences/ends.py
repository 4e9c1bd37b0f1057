"""Where sentences end inside a block of prose."""

import re
from collections.abc import Iterator, Sequence

# A run of marks with the quotes, brackets and note numbers that belong to it; possessive, so no text makes it slow.
_MARK = re.compile(
    r"""(?<![.!?…])[.!?…]++(?:[ \u00a0\u202f]?»)?(?:["'”’»)\]*_`]|\[\^?\w{1,4}\])*+(?:[⁰¹²³⁴-⁹]++|\d{1,3}(?:[,–-]\d{1,3})*+)?+(?:\ ?\[\d{1,3}(?:[,–-]\ ?\d{1,3})*+\])*+(?=\s|$)"""
    r"""|[。！？।॥؟۔።]++["'”’»)\]」』）*_]*+"""
)
_WORD = re.compile(r"\w[\w'’-]{0,30}")
_NOTE = re.compile(r"[\d⁰¹²³⁴-⁹]+(?:[,–-]\d+)*$")
_CLOSED = re.compile(r"[\"'”’»)\]]")
_NUMBERING = re.compile(r"[(\[*_]*(?:[A-Za-z]?\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,4})")
_CAPTION = re.compile(r"(?:Figure|Fig|Table|Box|Appendix|Chapter|Step|Phase|Part|Section|Panel|Session|Question|No)\.? ?\w{1,4}", re.IGNORECASE)
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_LABEL = re.compile(r"(?:\*\*|__)[^*_.!?]{1,60}")
SECTION_LABELS = frozenset(
    "abstract|background|introduction|objective|objectives|aim|aims|purpose|rationale|context|importance|design|setting|participants|"
    "patients|subjects|intervention|interventions|exposure|method|methods|materials and methods|methodology|main outcome measures|"
    "main outcomes and measures|outcomes|measurements|data sources|study selection|results|findings|main results|discussion|"
    "interpretation|limitations|conclusion|conclusions|conclusions and relevance|significance|implications|relevance|"
    "trial registration|registration|funding|study design|design and methods".split("|")
)
# Never an end of a sentence: what they belong to follows.
_BOUND = frozenset(
    "dr mr mrs ms mx prof rev hon gen col capt cpt lt sgt sen rep gov messrs mme mlle drs dipl fr srta "
    "e.g i.e eg ie cf viz vs v i.v i.m approx ca circa resp incl excl esp bzw vgl evtl".split()
)
# No end before a number, and elsewhere only before a word that begins sentences.
_COUNTED = frozenset(
    "no nos nr pp p vol vols fig figs eq eqs sec sect sects ch chap art tab ref refs bd cf ed eds para §§ § "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun".split()
)
# An end only before a word that begins sentences.
_OPEN = frozenset(
    "etc al inc ltd co corp llc plc gmbh jr sr st ste mt ft ave blvd rd dept univ assn bros est min max hr hrs wk wks mo mos yr yrs "
    "approx tel ext u.s u.k u.n e.u d.c ph.d m.d b.a m.a b.sc m.sc ph d m.p.h a.m p.m gov govt intl natl ibid suppl".split()
)
_STARTERS = frozenset(
    "the a an this that these those it its he she they we i you his her their our your my there here in on at for from with as after "
    "before during while when where who what why how which if although though but and so or because since until once however "
    "moreover furthermore additionally overall finally thus therefore hence then also still yet nor neither both each every all "
    "some many most several few other others another such no not only one two three first second third patients participants "
    "people researchers studies research results treatment therapy mdma both by to under using given despite unlike like "
    "according is are was were can may do does did let see please note".split()
)


def cut(text: str, start: int, end: int, skips: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in text[start:end], in order, without white space around them; marks inside `skips` end none."""
    begin = start
    for mark in _MARK.finditer(text, start, end):
        if skips and any(low <= mark.start() < high for low, high in skips):
            continue
        stop = mark.end()
        if stop < end and _is_end(text, begin, mark, end):
            yield begin, stop
            begin = _next_text(text, stop, end)
    if begin < end:
        yield begin, end


def _next_text(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _is_end(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """True where the mark ends the sentence that began at `begin`."""
    at = mark.start()
    if text[at] in "。！？।॥؟۔።":
        return True
    following = _WORD.search(text, mark.end(), min(end, mark.end() + 40))
    if following is None:
        return True
    word = following.group()
    lower = word[0].islower() and word == word.casefold()
    shown = mark.group()
    if not shown.startswith(".") or shown.startswith(".."):
        return not lower or (shown.startswith("?") and not _CLOSED.search(shown))
    if lower or (shown[-1].isdigit() and not _is_note(text, at, shown)):
        return False
    token = _token(text, begin, at)
    if token.isdigit() and len(token) < 3 and text[max(begin, at - 4) : at - len(token)].rstrip()[-1:] in (":", ";", ",", "("):
        return False  # "in three phases: 1. Preparation, 2. Sessions"
    if len(token) == 1 and len(word) == 1 and text[following.end() : following.end() + 1] == ".":
        return False  # "z. B.", "J. K. Orlov"
    return not _is_numbering(text, begin, mark) and _ends_word(token, word)


def _token(text: str, begin: int, at: int) -> str:
    """The word before the full stop at `at`, opening brackets and quotes cut off."""
    tail = text[max(begin, at - 24) : at].rsplit(None, 1)
    return tail[-1].lstrip("([{\"'“‘«*_—–-") if tail else ""


def _is_note(text: str, at: int, shown: str) -> bool:
    """Digits after a stop are a note's number only where a word or bracket stands before it: not in "< .05" or "2.1"."""
    before = text[at - 1 : at]
    return not _NOTE.search(shown) or before.isalpha() or before in ")]\"”’%"


def _is_numbering(text: str, begin: int, mark: re.Match[str]) -> bool:
    """The stop of "1.", "Q2.", "Figure 3.", "Methods." or "**Label.**" at the start of a sentence ends nothing."""
    at = mark.start()
    if at - begin > 64:
        return False
    so_far = text[begin:at]
    if _NUMBERING.fullmatch(so_far) or _CAPTION.fullmatch(so_far) or so_far.casefold() in SECTION_LABELS:
        return True
    return bool(_LABEL.fullmatch(so_far)) and mark.group()[1:3] in ("**", "__")


def _ends_word(token: str, following: str) -> bool:
    """Whether a full stop after `token` ends a sentence when `following` comes next with a capital or a digit."""
    plain = token.casefold()
    if plain in _BOUND:
        return False
    starter = following[0].isupper() and following.casefold() in _STARTERS
    if plain in _COUNTED:
        return starter or (plain in ("no", "sun", "sat", "mar", "art", "ref", "min") and not following[0].isdigit())
    if plain in _OPEN or "." in token and _DOTTED.fullmatch(token):
        return starter
    return starter or not (len(token) == 1 and token.isalpha() and token.isupper())
