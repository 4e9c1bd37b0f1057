"""Plain text and Markdown, in whatever encoding: certain ones first, then a guess that is always told."""

import codecs
import re

from claimscape.errors import SourceError
from claimscape.readers.reading import Reading, clean

BOMS = (  # the longer first: that of UTF-32 begins like that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
ZEROS = {"x0x0": "utf-16-le", "0x0x": "utf-16-be", "x000": "utf-32-le", "000x": "utf-32-be"}  # of Latin letters and spaces
FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip file, such as .docx or .epub"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF87a", "a picture"),
    (b"GIF89a", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
)
PARQUET = b"PAR1"  # at both ends: a receptor is called so too
# Without cp1250 and its kin, which the guesser prefers to cp1252 for French: "à" becomes "ŕ" (charset-normalizer 3.5).
GUESSED = ["cp1251", "koi8_r", "iso8859_7", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp1252"]
WESTERN = 0.25  # share of non-ASCII bytes up to which a text is Latin: French has 0.04, Greek and Cyrillic more than 0.5
BINARY = 0.02  # share of control characters that no text has; random bytes have 0.1
SAMPLE = 1 << 16
SAVE = "save it as UTF-8 to be sure"

_NON_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


def read(data: bytes) -> Reading:
    """The text of a file's bytes; SourceError where they are no text."""
    for magic, what in FORMATS:
        if data.startswith(magic):
            raise SourceError(f"it is no text but {what}; save its text as UTF-8")
    if data.startswith(PARQUET) and data.endswith(PARQUET) and b"\0" in data:
        raise SourceError("it is no text but a Parquet file; save its text as UTF-8")
    text, note = _decode(data)
    if len(_CONTROL.findall(text)) > BINARY * len(text):
        raise SourceError("it is no text: too many control characters; leave it out, or save its text as UTF-8")
    controls = sum(text.count(char) for char in "\x00\x1b")
    mended = [f"{controls} control characters stand as spaces; remove them from the file"] if controls else []
    return Reading(clean(text), (*([note] if note else []), *mended))


def encoding(beginning: bytes) -> tuple[str, str]:
    """What a file that is read line by line is decoded with, told by how it begins, and what was guessed about that."""
    for mark, name in BOMS:
        if beginning.startswith(mark):
            return {"utf-8": "utf-8-sig"}.get(name, name[:6]), ""  # those without an end of their own read the mark
    if wide := _wide(beginning[:SAMPLE]):
        return wide, f"its encoding was guessed as {wide} from its zero bytes; {SAVE}"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
        return "utf-8", ""
    except UnicodeDecodeError:
        western = len(_NON_ASCII.findall(beginning)) <= WESTERN * len(beginning)
        found = "cp1252" if western else _guessed(beginning) or "cp1252"
        return found, f"its encoding was guessed as {found}; {SAVE}"


def _decode(data: bytes) -> tuple[str, str]:
    """The text, and what was guessed about its encoding; a byte order mark or valid UTF-8 is no guess."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            lost = text.count("\ufffd")
            return text, f"{lost} characters are not valid {encoding} and stand as U+FFFD; {SAVE}" if lost else ""
    wide = _wide(data[:SAMPLE])
    if wide:
        return data.decode(wide, "replace"), f"its encoding was guessed as {wide} from its zero bytes; {SAVE}"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _mixed(data) or _guess(data)


def _wide(sample: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told by where most zero bytes stand; else ""."""
    if len(sample) < 8 or 0 not in sample:
        return ""
    zeros = [sample[at::4].count(0) / len(sample[at::4]) for at in range(4)]
    often = "".join("0" if share > 0.4 else "x" for share in zeros)
    return ZEROS.get(often, "") if min(zeros) < 0.1 else ""


def _mixed(data: bytes) -> tuple[str, str] | None:
    """Line by line, where some lines are UTF-8 beyond ASCII and others are not UTF-8; None where no line shows it."""
    lines, shown, strange = [], 0, 0
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            shown += not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
            strange += 1
    if not shown:
        return None
    note = f"it mixes encodings: {strange} of {len(lines)} lines were read as cp1252, the others as UTF-8; {SAVE}"
    return "\n".join(lines), note


def _guess(data: bytes) -> tuple[str, str]:
    """One encoding for all: cp1252 where few bytes are beyond ASCII, else what the guesser makes of a sample."""
    western = len(_NON_ASCII.findall(data)) <= WESTERN * len(data)
    encoding = "cp1252" if western else _guessed(b"\n".join(line for line in data.split(b"\n") if not line.isascii()))
    try:
        text = data.decode(encoding, "replace" if western else "strict")
        return text, f"its encoding was guessed as {encoding}; {SAVE}"
    except (UnicodeDecodeError, LookupError):
        raise SourceError("it is no text in a known encoding; save it as UTF-8, or leave it out") from None


def _guessed(lines: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(lines[:SAMPLE], cp_isolation=GUESSED).best()
    return best.encoding if best else ""
