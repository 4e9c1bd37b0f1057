"""Page furniture that layout tells: navigation and the link titles after it, share buttons, time stamps, bylines, bare addresses.

Furniture that only words tell (disclaimers, a chatbot's sign-off) is the codebook's to say.
"""

import re

_WORDS = frozenset(
    "share|share this|share this post|share this article|share on facebook|share on twitter|share via email|tweet|facebook|twitter|x|"
    "linkedin|pinterest|whatsapp|reddit|telegram|instagram|youtube|tiktok|email|e-mail|print|copy link|save|bookmark|like|follow|"
    "follow us|menu|main menu|home|search|log in|login|sign in|sign up|register|subscribe|subscribe now|newsletter|contact|contact us|"
    "about us|advertisement|ad|sponsored|sponsored content|skip to content|skip to main content|skip to navigation|back to top|top|"
    "back|leave a comment|leave a reply|post comment|reply|comments|no comments|0 comments|loading|loading...|loading…|toggle navigation|"
    "close|cookie settings|cookies|manage cookies|accept|accept all|accept cookies|reject all|decline|privacy|privacy policy|"
    "terms of service|terms of use|terms and conditions|terms|cookie policy|all rights reserved|all rights reserved.|donate|shop|cart|"
    "my account|faq page|sitemap|rss|download pdf|view pdf|pdf|full text|book now|book an appointment|get started|show more|see more|"
    "load more|click here|table of contents toggle|table of contents|contents|in this article|on this page".split("|")
)
_STEPS = frozenset(
    "previous|next|prev|previous post|next post|previous article|next article|previous page|next page|older posts|newer posts|"
    "older|newer|older post|newer post|previous story|next story|previous chapter|next chapter|up next".split("|")
)
_RELATED = frozenset(
    "read more|read next|read also|related|related posts|related articles|related content|related stories|related reading|"
    "you may also like|you might also like|you may also be interested in|recommended|recommended for you|recommended reading|"
    "more stories|more articles|recent posts|recent articles|latest posts|latest articles|latest news|popular posts|most read|"
    "most popular|trending|trending now|what to read next|more on this topic|more like this|similar articles|keep reading".split("|")
)
_ARROWS = " «»‹›<>←→↑⟵⟶⬅➡|:•-–—*_#"
_AGO = re.compile(r"(?:(?:posted|updated|published|about|over)\s)*(?:\d+|an?|one) (?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago\b.{0,24}", re.I)
_STAMP = re.compile(
    r"[A-Z][\w.'’-]+ [A-Z][^.!?|·•]{1,60}[|·•] .{0,30}\d{4}|"  # Jane Roe | March 4, 2023
    r"(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? \w{3,9}\.? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})[^.!?]{0,30}|"
    r"\d+ min(?:ute)?s? read\b.{0,20}|\d+ (?:comments?|shares?|likes?|views?)\b.{0,20}"
)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d{4}-\d\d-\d\d|\d[./]\d{1,2}[./]\d|\d ", re.I)
_BYLINE = re.compile(r"(?:[Ww]ritten |[Pp]osted |[Rr]eviewed |[Mm]edically reviewed )?(?:[Bb]y|BY):? (?:Dr\.? )?[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*){0,3}(?:[,|–—].{0,60}| and [A-Z].{0,60})?")
_META = re.compile(
    r"(?:posted|published|updated|last updated|last reviewed|last modified|filed|tagged) (?:on|in|under)\b.{0,120}|"
    r"(?:posted|published|updated|last updated|last reviewed|last modified|tags?|categor(?:y|ies)|author|authors|reading time|date|"
    r"key ?words|received|accepted|correspondence|contact|e-?mail|phone|tel)\s?:.{0,200}",
    re.I,
)
_OFFER = re.compile(
    r"(?:back|return|go back) to\b.{0,80}|(?:find|see|read|view|browse|explore|download|get|show) (?:other|more|all|our|related|similar|the full)\b.{0,60}|"
    r"click (?:here|to|on)\b.{0,60}|share (?:this|on)\b.{0,40}|(?:©|\(c\) \d|copyright (?:©|\d)).{0,160}|this (?:web)?site uses cookies\b.{0,300}|"
    r"we use cookies\b.{0,300}|sign up (?:for|to)\b.{0,80}|subscribe to\b.{0,80}|follow us\b.{0,60}|image (?:credit|source|by)\b.{0,80}|"
    r"(?:photo|picture)(?: credit)?(?: by|:)\b.{0,80}",
    re.I,
)
_MENU = re.compile(r"[^|]{1,40}(?: \| [^|]{1,40}){2,}|(?:home|start|startseite|accueil) ?(?:[>»›/→]|::).{0,120}", re.I)
_ONLY_LINK = re.compile(r"!?\[[^\]]{0,200}\]\([^)\s]{0,500}\)|\[!\[.{0,600}")
_AUTHORS = re.compile(r"(?:[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3} ?[\d¹²³⁴⁵⁶*†‡][\d,¹²³⁴⁵⁶*†‡]*(?:,? (?:and |& )?|$)){2,20}")
_FIRST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789©(![")


def is_step(text: str) -> bool:
    """True for "Previous" and "Next", whose link title follows."""
    return len(text) < 30 and text.strip(_ARROWS).casefold() in _STEPS


def is_related(text: str) -> bool:
    """True for "Read more" and the like, with links to other pages below."""
    return len(text) < 40 and text.strip(_ARROWS).casefold() in _RELATED


def is_stamp(text: str) -> bool:
    """True for a line that says when, by whom or under which tag a page was put up."""
    if len(text) > 200 or text[-1] in "!?;" or (text[-1] == "." and len(text) > 60):
        return False
    if _AGO.fullmatch(text) or _META.fullmatch(text):
        return True
    if len(text) < 110 and (_BYLINE.fullmatch(text) or (_STAMP.fullmatch(text) and _MONTH.search(text))):
        return True
    return bool(_AUTHORS.fullmatch(text))


def is_button(text: str) -> bool:
    """True for the words of a button or menu entry alone."""
    return len(text) < 40 and text.strip(_ARROWS).casefold() in _WORDS


def is_page(text: str) -> bool:
    """True for buttons, menus, bread crumbs, copyright lines and addresses that stand alone."""
    if len(text) > 400:
        return "://" in text and " " not in text
    if " " not in text and ("://" in text or text.startswith("www.")):
        return True
    if text[0].casefold() not in _FIRST and not text[0].isalpha():
        text = text.lstrip(_ARROWS) or "-"
    return (
        is_button(text)
        or bool(_OFFER.fullmatch(text) or _ONLY_LINK.fullmatch(text))
        or ("|" in text or text[:4].casefold() in ("home", "star", "accu")) and bool(_MENU.fullmatch(text))
    )
