"""Plain text and Markdown, in whatever encoding: certain ones first, then a guess that is always told."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from claimscape.errors import SourceError
from claimscape.readers.reading import Reading, clean, held

BOMS = (  # the longer first: that of UTF-32 begins like that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
ZEROS = {"x0x0": "utf-16-le", "0x0x": "utf-16-be", "x000": "utf-32-le", "000x": "utf-32-be"}  # of Latin letters and spaces
FORMATS = (  # with bytes that no text has where the letters alone may begin one
    (re.compile(rb"%PDF-\d"), "a PDF file"),
    (re.compile(rb"PK\x03\x04"), "a zip file, such as .docx or .epub"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Office file"),
    (re.compile(rb"\{\\rtf\d"), "an RTF file"),
    (re.compile(rb"\x89PNG"), "a picture"),
    (re.compile(rb"\xff\xd8\xff"), "a picture"),
    (re.compile(rb"GIF8[79]a.[\x00-\x08]", re.DOTALL), "a picture"),  # the upper byte of its width
    (re.compile(rb"\x1f\x8b"), "a gzip file"),
    (re.compile(rb"PAR1\x15"), "a Parquet file"),  # the head of the first page
)
# Without cp1250 and its kin, which the guesser prefers to cp1252 for French: "à" becomes "ŕ" (charset-normalizer 3.5).
GUESSED = ["cp1251", "koi8_r", "iso8859_7", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp1252"]
WESTERN = 0.25  # share of non-ASCII bytes up to which a text is Latin: French has 0.04, Greek and Cyrillic more than 0.5
BINARY = 0.02  # share of control characters that no text has; random bytes have 0.1
FEW = 2  # of them that a short text may have, such as a message cut in the middle of an emoji
SAMPLE = 1 << 16
BEGINNING = 1 << 20  # of a file that is read line by line
SAVE = "save it as UTF-8 to be sure"

_ESCAPED = re.compile("[\udc80-\udcff]")  # bytes that are no UTF-8, as surrogateescape holds them
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROL = bytes([*range(9), *range(14, 27), *range(28, 32), 127])


def read(data: bytes) -> Reading:
    """The text of a file's bytes; SourceError where they are no text."""
    _refuse(data)
    text, note = _decode(data)
    if held(text, _CONTROL) + text.count("\ufffd") > max(BINARY * len(text), FEW):
        raise SourceError("it is no text: too many control characters; leave it out, or save its text as UTF-8")
    controls = sum(text.count(char) for char in "\x00\x1b")
    mended = [f"{controls} control characters stand as spaces; remove them from the file"] if controls else []
    return Reading(clean(text), (*([note] if note else []), *mended))


class Lines:
    """The lines of a text file of any size, decoded as by `read`; SourceError where it begins as no text.

    What was guessed stands in `notes` once all of them were read.
    """

    def __init__(self, file: BinaryIO) -> None:
        beginning = file.read(BEGINNING)
        _refuse(beginning)
        mark, self._marked = next(((mark, name) for mark, name in BOMS if beginning.startswith(mark)), (b"", ""))
        self._zeros = "" if mark else _wide(beginning[:SAMPLE])
        self._otherwise = "" if mark or self._zeros else _otherwise(beginning)
        self._lines = self._shown = self._strange = self._lost = 0
        self._file = file
        file.seek(len(mark))

    def __iter__(self) -> Iterator[str]:
        errors = "surrogateescape" if self._otherwise else "replace"
        encoding = self._marked or self._zeros or "utf-8"
        with TextIOWrapper(self._file, encoding=encoding, errors=errors, newline="") as text:
            for line in text:
                self._lines += 1
                yield line if line.isascii() else self._decoded(line)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was guessed about the encoding, as of a Reading."""
        if self._lost:
            return (invalid(self._lost, self._marked),)
        if self._zeros:
            return (_by_zeros(self._zeros),)
        if self._strange and self._shown:
            return (_two(self._strange, self._lines, self._otherwise),)
        return (_guess_of(self._otherwise),) if self._strange else ()

    def _decoded(self, line: str) -> str:
        """A line beyond ASCII: as it is where it is UTF-8 or of the encoding of the whole file."""
        if self._marked:
            self._lost += line.count("\ufffd")
        if not self._otherwise:
            return line
        if not _ESCAPED.search(line):
            self._shown += 1
            return line
        self._strange += 1
        return line.encode("utf-8", "surrogateescape").decode(self._otherwise, "replace")


def invalid(count: int, encoding: str) -> str:
    """The note of characters that were lost."""
    return f"{count} characters are not valid {encoding} and stand as U+FFFD; {SAVE}"


def _refuse(data: bytes) -> None:
    """SourceError where a file begins as none of text does."""
    for beginning, what in FORMATS:
        if beginning.match(data):
            raise SourceError(f"it is no text but {what}; save its text as UTF-8")


def _decode(data: bytes) -> tuple[str, str]:
    """The text, and what was guessed about its encoding; a byte order mark or valid UTF-8 is no guess."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            lost = text.count("\ufffd")
            return text, invalid(lost, encoding) if lost else ""
    wide = _wide(data[:SAMPLE])
    if wide:
        return data.decode(wide, "replace"), _by_zeros(wide)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _mixed(data) or _guess(data)


def _otherwise(beginning: bytes) -> str:
    """The encoding of the lines that are no UTF-8, by the beginning of a file: cp1252 where it is UTF-8, or in part."""
    try:
        getincrementaldecoder("utf-8")().decode(beginning)  # its last character may be cut
        return "cp1252"
    except UnicodeDecodeError:
        whole = beginning.rpartition(b"\n")[0] if len(beginning) == BEGINNING else beginning
        return "cp1252" if _mixed(whole) else _fitting(whole)


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
    return "\n".join(lines), _two(strange, len(lines), "cp1252")


def _guess(data: bytes) -> tuple[str, str]:
    """One encoding for all, and that it was guessed."""
    encoding = _fitting(data)
    return data.decode(encoding, "replace"), _guess_of(encoding)


def _fitting(data: bytes) -> str:
    """cp1252 where few bytes are beyond ASCII, else what the guesser makes of a sample and fits all."""
    if len(_NON_ASCII.findall(data)) <= WESTERN * len(data):
        return "cp1252"
    try:
        encoding = _guessed(b"\n".join(line for line in data.split(b"\n") if not line.isascii()))
        data.decode(encoding)
        return encoding
    except (UnicodeDecodeError, LookupError):
        raise SourceError("it is no text in a known encoding; save it as UTF-8, or leave it out") from None


def _guessed(lines: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(lines[:SAMPLE], cp_isolation=GUESSED).best()
    return best.encoding if best else ""


def _by_zeros(encoding: str) -> str:
    return f"its encoding was guessed as {encoding} from its zero bytes; {SAVE}"


def _guess_of(encoding: str) -> str:
    return f"its encoding was guessed as {encoding}; {SAVE}"


def _two(strange: int, count: int, encoding: str) -> str:
    return f"it mixes encodings: {strange} of {count} lines were read as {encoding}, the others as UTF-8; {SAVE}"
