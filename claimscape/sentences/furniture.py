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


def is_step(text: str) -> bool:
    """True for "Previous" and "Next", whose link title follows."""
    return len(text) < 30 and text.strip(_ARROWS).casefold() in STEPS


def is_related(text: str) -> bool:
    """True for "Read more" and the like, with links to other pages below."""
    return len(text) < 40 and text.strip(_ARROWS).casefold() in RELATED


def is_button(text: str) -> bool:
    """True for the words of a button or menu entry alone."""
    return len(text) < 40 and text.strip(_ARROWS).casefold() in BUTTONS


def is_stamp(text: str) -> bool:
    """True for a line that says when, by whom or under which tag a page was put up."""
    if len(text) > 200 or text[-1] in "!?;" or (text[-1] == "." and len(text) > 60):
        return False
    if _AGO.fullmatch(text) or _META.fullmatch(text):
        return True
    if len(text) < 110 and (_BYLINE.fullmatch(text) or (_STAMP.fullmatch(text) and _DATE.search(text))):
        return True
    if _DEGREES.fullmatch(text) and text[0].isupper() and text[-1] not in ".:":
        return True
    return text[-1] not in ".:" and bool(_AUTHORS.fullmatch(text))


def is_hashtags(text: str) -> bool:
    """True for a line of #tags."""
    return "#" in text and bool(_HASHTAGS.fullmatch(text))


def is_page(text: str) -> bool:
    """True for buttons, menus, bread crumbs, copyright lines and addresses that stand alone."""
    if " " not in text and ("://" in text or text.startswith("www.")):
        return True
    if len(text) > 400:
        return False
    if is_button(text) or _OFFER.fullmatch(text) or _ONLY_LINK.fullmatch(text) or is_hashtags(text):
        return True
    if len(text) < 100 and text[-1] not in ".!?" and _CONTACT.search(text):
        return True
    parted = any(mark in text for mark in (" | ", " • ", " · ", " > ", " » ", " › "))
    return (parted or text[:4].casefold() in ("home", "star", "accu")) and bool(_MENU.fullmatch(text))
