"""What every reader returns, and the cleaning that every text gets."""

import re
from dataclasses import dataclass

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
SURROGATES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = str.maketrans(dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF], " "))
_UNCLEAN = bytes(code for code in range(160) if code < 9 or 10 < code < 32 or code > 126)  # few texts hold any of it
_UNCLEAN_FAR = "\u2028\u2029\ufffe\uffff"  # nor of these


@dataclass(frozen=True)
class Reading:
    """The text of a document, and what was guessed or mended on the way ("what; what to do"), empty where all was plain."""

    text: str
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """One kind of line end, a space for a control character, U+FFFD for half a surrogate pair; nothing else is changed."""
    if _is_clean(text):
        return text
    return SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text).translate(_UNPRINTABLE))


def held(text: str, letters: bytes) -> int:
    """How many of the text's characters are among these of Latin-1; a pattern takes twenty times as long to say so."""
    latin = text.encode("latin-1", "replace")
    return len(latin) - len(latin.translate(None, letters))


def _is_clean(text: str) -> bool:
    if held(text, _UNCLEAN):
        return False
    return text.isascii() or not (any(char in text for char in _UNCLEAN_FAR) or has_surrogates(text))


def has_surrogates(text: str) -> bool:
    """Whether halves of surrogate pairs stand in the text, which are no characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
