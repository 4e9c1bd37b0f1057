"""Lines joined to blocks: a paragraph, a list item, a heading, a table row or a reference entry, however it was wrapped."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from claimscape.sentences import entries
from claimscape.sentences.lines import (
    BOLD,
    FENCE,
    HEADING,
    ITEM,
    PLAIN,
    QUOTE,
    RULE,
    RUNNING,
    TABLE,
    TABLE_HEAD,
    Line,
    ended,
    lower_start,
)

# Words that no heading or paragraph ends with: what follows belongs to them, even across a blank line.
_FUNCTION = frozenset(
    "a an the of and or for with by from to in on at as that which is are was were between into than & de la".split()
)
_STRONG_FUNCTION = frozenset("a an the of and with by from as between into than &".split())
_LONG = 40  # characters; a line as long as this without an end mark is hardly a heading when a lower-case line follows
_FULL = 0.82  # of the usual width: proportional type makes full lines differ that much in characters
_SHARE_WRAPPED = 0.25  # of adjacent lines begin in lower case: 0 in texts of one line a paragraph, 0.6 and more in wrapped ones
_MARKUP = re.compile(r"[*_`\"”’)\]]+$")


@dataclass(slots=True)
class Block:
    """`first` line's kind and marker, the span, and the spans of page furniture swallowed inside it."""

    first: Line
    last: Line
    kind: int
    gap: bool
    next_gap: bool = True
    skips: list[tuple[int, int]] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Offset of the first character, a list marker included."""
        return self.first.start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.last.end

    @property
    def indent(self) -> int:
        """Columns before the first line."""
        return self.first.indent

    @property
    def one_line(self) -> bool:
        """True for a block that was not wrapped."""
        return self.first is self.last


def build(lines: list[Line]) -> list[Block]:
    """The blocks of a text in order; rules (---, |---|) belong to none of them."""
    width = _usual_width(lines)
    fences = _fences(lines)
    found: list[Block] = []
    at, parted, running = 0, False, list[Line]()
    while at < len(lines):
        line = lines[at]
        if line.kind == RUNNING:
            running.append(line)
        elif at in fences:
            _flush(found, running)
            at = fences[at]
            found.append(Block(line, lines[at], FENCE, True))
        elif line.kind == RULE:
            _flush(found, running)
            _underline(found, line)
            parted = True
        else:
            following = lines[at + 1] if at + 1 < len(lines) else None
            _place(found, line, running, _Joint(width, following, parted or bool(running)))
            parted = False
        at += 1
    _flush(found, running)
    for block, after in pairwise(found):
        block.next_gap = after.gap
    return found


@dataclass(slots=True)
class _Joint:
    """What the question "does this line go on?" needs beside the two lines: usual width, the line after, a cut between."""

    width: int
    following: Line | None
    cut: bool


def _place(found: list[Block], line: Line, running: list[Line], joint: _Joint) -> None:
    """Adds the line to the last block, or begins a block with it."""
    block = found[-1] if found else None
    if block and _goes_on(block, line, joint):
        block.skips += [(head.start, head.end) for head in running]
        running.clear()
        block.last = line
        return
    _flush(found, running)
    kind = PLAIN if line.kind in (FENCE, RULE) else line.kind
    found.append(Block(line, line, kind, line.gap or joint.cut))


def _flush(found: list[Block], running: list[Line]) -> None:
    """Page numbers and running heads that interrupted nothing become blocks of their own."""
    found += [Block(line, line, RUNNING, line.gap) for line in running]
    running.clear()


def _goes_on(block: Block, line: Line, joint: _Joint) -> bool:
    """True where the line continues the block."""
    if block.kind not in (PLAIN, ITEM, QUOTE) or line.kind in (HEADING, BOLD, TABLE, FENCE):
        return False
    above = block.last
    if above.text[-1] in "([“‘" and not line.gap and not joint.cut:
        return True
    if line.kind == QUOTE or block.kind == QUOTE:
        return line.kind == block.kind and not (line.gap or joint.cut)
    if line.kind == ITEM:
        return _only_looks_like_item(block, line, joint)
    if above.marker and len(above.text) <= above.marker + 1 and above is block.first and not above.body.strip():
        return True
    if line.gap or joint.cut:
        return _over_gap(above, line, joint)
    unended, lower = not ended(above.text), lower_start(line.text)
    if unended and lower and (joint.width or _asks_for_more(above)):
        return True
    if line.indent > block.first.indent and (block.kind == ITEM or unended or entries.starts(block.first.body)):
        return True
    return _fills(above, line, joint) if joint.width else unended and _last_word(above.text) in _STRONG_FUNCTION


def _asks_for_more(above: Line) -> bool:
    """Too long for an item of a list without marks, or broken off after a word, comma or hyphen that nothing ends with."""
    text = above.text
    return len(text) >= _LONG or text[-1] in ",-–" or _last_word(text) in _FUNCTION or len(text.split()) > 3


def _over_gap(above: Line, line: Line, joint: _Joint) -> bool:
    """A sentence goes on over a blank line or a page's end when it is unfinished and the rest begins in lower case."""
    if ended(above.text):
        return False
    word = _last_word(above.text)
    if lower_start(line.text):
        return len(above.text) >= _LONG or word in _FUNCTION
    return joint.cut and bool(joint.width) and word in _STRONG_FUNCTION


def _fills(above: Line, line: Line, joint: _Joint) -> bool:
    """In wrapped text: the next line's first word would not have fitted on the line above."""
    if not _full(above, line, joint.width):
        return above.text[-1] in ",;" or (not ended(above.text) and _last_word(above.text) in _STRONG_FUNCTION)
    if entries.starts(line.text) and entries.may_end(above.text):
        return False
    return not (ended(above.text) and _heads(line, joint))


def _full(above: Line, line: Line, width: int) -> bool:
    return _FULL * width < len(above.text) + 1 + len(line.text.split(None, 1)[0]) and len(above.text) < 1.3 * width


def _heads(line: Line, joint: _Joint) -> bool:
    """A short line without end mark, with a line after it that begins anew: a heading in wrapped text."""
    after = joint.following
    if ended(line.text) or lower_start(line.text) or len(line.text.split()) > 12:
        return False
    return after is None or after.gap or (not lower_start(after.text) and not _full(line, after, joint.width))


def _only_looks_like_item(block: Block, line: Line, joint: _Joint) -> bool:
    """A wrapped line that happens to begin with "12. " or "[3] " in the midst of a sentence."""
    if line.gap or joint.cut or not joint.width or block.kind == ITEM:
        return False
    if line.text[0] not in "0123456789([" or ended(block.last.text):
        return False
    return line.text[: line.marker].strip(" .()[]") != "1" and _full(block.last, line, joint.width)


def _last_word(text: str) -> str:
    return _MARKUP.sub("", text[-20:]).rsplit(None, 1)[-1].casefold() if text[-20:].strip("*_`\"”’)] ") else ""


def _usual_width(lines: list[Line]) -> int:
    """Characters of a full line where the text is hard wrapped, 0 where a line is a paragraph."""
    lengths, pairs = list[int](), 0
    for above, line in pairwise(lines):
        if line.kind == PLAIN and not line.gap and above.kind in (PLAIN, ITEM):
            pairs += 1
            if lower_start(line.text) and not ended(above.text):
                lengths.append(len(above.text))
    if not lengths or len(lengths) < _SHARE_WRAPPED * pairs:
        return 0
    width = sorted(lengths)[int(0.9 * (len(lengths) - 1))]
    return width if 30 <= width <= 160 else 0


def _fences(lines: list[Line]) -> dict[int, int]:
    """Index of each line that opens a code fence and of the one that closes it; a fence never closed is none."""
    found, opened = dict[int, int](), -1
    for at, line in enumerate(lines):
        if line.kind != FENCE:
            continue
        if opened >= 0 and line.text == lines[opened].text[:3]:
            found[opened], opened = at, -1
        elif opened < 0:
            opened = at
    return found


def _underline(found: list[Block], line: Line) -> None:
    """A rule right under a line without end mark makes that line a heading, under a table's first row its head."""
    if not found or line.gap:
        return
    block = found[-1]
    if block.kind == TABLE:
        block.kind = TABLE_HEAD if len(found) < 2 or found[-2].kind != TABLE else TABLE
    elif block.kind == PLAIN and block.one_line and line.text[0] in "-=" and not ended(block.last.text):
        block.kind = HEADING
