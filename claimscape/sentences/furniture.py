"""Page furniture that layout tells: navigation with its link titles, buttons, time stamps, bylines, bare addresses.

Furniture that only words tell (disclaimers, a chatbot's sign-off) is the codebook's to say.
"""

import re

from claimscape.sentences.lists import BUTTONS, RELATED, STEPS

_ARROWS = " «»‹›<>←→↑⟵⟶⬅➡|:•-–—*_#"
_AGO = re.compile(
    r"(?:(?:posted|updated|published|about|over)\s)*(?:\d+|an?|one) "
    r"(?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago\b.{0,24}",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"[A-Z][\w.'’-]+ [A-Z][^.!?|·•]{1,60}[|·•] .{0,30}\d{4}"  # Jane Roe | March 4, 2023
    r"|(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? \w{3,9}\.? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})[^.!?]{0,30}"
    r"|\d+ min(?:ute)?s? (?:to )?read\b.{0,40}|\d+ (?:comments?|shares?|likes?|views?)\b.{0,20}"
)
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\d{4}-\d\d-\d\d|\d[./]\d{1,2}[./]\d|^\d+ [a-z]", re.IGNORECASE
)
_BYLINE = re.compile(
    r"(?:[Ww]ritten |[Pp]osted |[Rr]eviewed |[Mm]edically reviewed |(?:[Aa]dditional )?[Rr]eporting |[Ii]nterview |[Ww]ords |"
    r"[Pp]hotograph[ys] |[Pp]hotos? |[Ee]dited |[Pp]repared )?(?:[Bb]y|BY):? (?:the )?"
    r"(?:Dr\.? )?[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*){1,3}"
    r"(?:[,;|–—].{0,60}| (?:and|in|for) .{0,90})?"
)
_META = re.compile(
    r"(?:posted|published|updated|last updated|last reviewed|last modified|filed|tagged) (?:on|in|under)\b.{0,120}"
    r"|(?:posted|published(?: online)?|first published|updated|last updated|last reviewed|last modified|tags?|categor(?:y|ies)"
    r"|authors?|reading time|date|key ?words|received|accepted|correspondence|contact|e-?mail|phone|tel)\s?:.{0,200}",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?:back|return|go back) to\b.{0,80}|click (?:here|to|on)\b.{0,60}|share (?:this|on)\b.{0,40}"
    r"|(?:read (?:next|more|also)|related|see also|watch|listen|more from [^:]{1,40}): ?.{0,120}"
    r"|(?:find|see|read|view|browse|explore|download|get|show) (?:other|more|all|our|related|similar|the full)\b.{0,60}"
    r"|(?:©|\(c\) \d|copyright (?:©|\d)).{0,160}|(?:this (?:web)?site uses|we use) cookies\b.{0,300}"
    r"|sign up (?:for|to)\b.{0,80}|subscribe to\b.{0,80}|follow us\b.{0,60}|image (?:credit|source|by)\b.{0,80}"
    r"|(?:photo|picture)(?: credit)?(?: by|:).{0,80}",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"[^|•·>»›]{1,40}(?: [|•·>»›] [^|•·>»›]{1,40}){2,}|(?:home|start|startseite|accueil) ?(?:[>»›/→]|::).{0,120}", re.IGNORECASE
)
_HASHTAGS = re.compile(r"#?\w[\w-]*(?: #\w[\w-]*)+|#\w[\w-]*")
_ONLY_LINK = re.compile(r"!?\[[^\]]{0,200}\]\([^)\s]{0,500}\)|\[!\[.{0,600}")
_CONTACT = re.compile(r"\bwww\.\w|\w@\w+\.\w|https?://(?!\S*doi\.org/)\S+$")
_AUTHORS = re.compile(
    # Ana P. Ferreira1, Tom Lindqvist2*; A. Lindqvist, P. Okonkwo; Department of Psychiatry, University of Uppsala
    r"(?:[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3} ?[\d¹²³⁴⁵⁶*†‡][\d,¹²³⁴⁵⁶*†‡]*(?:,? (?:and |& )?|$)){2,20}"
    r"|(?:[A-Z]\.[ -]?){1,3} ?[A-Z][\w'’-]+(?:,? (?:and |& )?(?:[A-Z]\.[ -]?){1,3} ?[A-Z][\w'’-]+){1,20}"
    r"|(?:[\d¹²³⁴⁵⁶*†‡] ?)?(?:Department|Faculty|School|Institute|Division|Cent(?:er|re)|Unit) (?:of|for) "
    r"[^.!?]{3,60},[^.!?]{3,120}"
)
_DEGREES = re.compile(r"[^.!?]{4,60}, (?:M\.?D|Ph\.?D|M\.?Sc|MPH|RN|DPhil|Psy\.?D|MBBS|FRC\w+|DO|LCSW|BSc)\b[^!?]{0,120}")


# The first letters of what the expressions above find: a text that begins with others need not be compared.
_OFFERS = frozenset(
    "bac,ret,go ,cli,sha,rea,rel,see,wat,lis,mor,fin,vie,bro,exp,dow,get,sho,(c),cop,thi,we ,sig,sub,fol,ima,pho,pic".split(",")
)
_MENUS = frozenset(("hom", "sta", "acc"))
_METAS = frozenset("pos pub upd las fil tag".split())
LONGEST_BUTTON, LONGEST_PAGE = 40, 400  # characters
LONGEST_STAMP = 60  # characters of one that ends in a stop
_LONGEST_STEP = 30


def name(text: str) -> str:
    """A short text in small letters without the arrows around it, as the names of buttons are compared; "" for a long one."""
    return text.strip(_ARROWS).casefold() if len(text) < LONGEST_BUTTON else ""


def is_step(text: str, name: str) -> bool:
    """True for "Previous" and "Next", whose link title follows."""
    return name in STEPS and len(text) < _LONGEST_STEP


def is_related(name: str) -> bool:
    """True for "Read more" and the like, with links to other pages below."""
    return name in RELATED


def is_button(name: str) -> bool:
    """True for the words of a button or menu entry alone."""
    return name in BUTTONS


def is_stamp(text: str, numbered: bool) -> bool:
    """True for a line that says when, by whom or under which tag a page was put up; `numbered` where it may hold a digit."""
    last = text[-1]
    if len(text) > 200 or last in "!?;" or (last == "." and len(text) > LONGEST_STAMP):
        return False
    folded = text.casefold()
    if "ago" in folded and _AGO.fullmatch(text):
        return True
    if (":" in text or _begins(text, _METAS)) and _META.fullmatch(text):
        return True
    if len(text) < 110:
        if "by" in folded and _BYLINE.fullmatch(text):
            return True
        if numbered and _STAMP.fullmatch(text) and _DATE.search(text):
            return True
    if ", " in text and text[0].isupper() and last not in ".:" and _DEGREES.fullmatch(text):
        return True
    if not (numbered or "," in text or text[1:2] == "." or not text.isascii()):
        return False
    return last not in ".:" and bool(_AUTHORS.fullmatch(text))


def is_hashtags(text: str) -> bool:
    """True for a line of #tags."""
    return "#" in text and bool(_HASHTAGS.fullmatch(text))


def may_be_page(text: str) -> bool:
    """False for a text whose first letters tell that it is no offer, no link and no menu without marks between."""
    return _begins(text, _OFFERS) or _begins(text, _MENUS) or text[0] in "!["


def is_page(text: str, name: str, parted: bool) -> bool:
    """True for buttons, menus, bread crumbs, copyright lines and addresses that stand alone.

    `parted` where marks such as | and > may stand in it.
    """
    if " " not in text and ("://" in text or text.startswith("www.")):
        return True
    if len(text) > LONGEST_PAGE:
        return False
    if name in BUTTONS or (_begins(text, _OFFERS) and _OFFER.fullmatch(text)) or is_hashtags(text):
        return True
    if text[0] in "![" and _ONLY_LINK.fullmatch(text):
        return True
    if len(text) < 100 and ("://" in text or "@" in text or "www." in text) and text[-1] not in ".!?" and _CONTACT.search(text):
        return True
    parted = parted and any(mark in text for mark in (" | ", " • ", " · ", " > ", " » ", " › "))
    return (parted or text[:4].casefold() in ("home", "star", "accu")) and bool(_MENU.fullmatch(text))


def _begins(text: str, heads: frozenset[str]) -> bool:
    """Whether a text begins with one of these, or with letters that have more than one small or capital form."""
    head = text[:3]
    return head.lower() in heads or not head.isascii()
