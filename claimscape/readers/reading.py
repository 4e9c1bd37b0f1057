"""What every reader returns, and the cleaning that every text gets."""

import re
from dataclasses import dataclass

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
SURROGATES = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = str.maketrans(dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF], " "))
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")  # few texts hold any of it


@dataclass(frozen=True)
class Reading:
    """The text of a document, and what was guessed or mended on the way ("what; what to do"), empty where all was plain."""

    text: str
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """One kind of line end, a space for a control character, U+FFFD for half a surrogate pair; nothing else is changed."""
    if not _UNCLEAN.search(text):
        return text
    return SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text).translate(_UNPRINTABLE))
