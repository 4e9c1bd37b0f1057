"""Whether a line goes on with the block above it: most do for certain or do not, the others are asked about one by one."""

import re
from dataclasses import dataclass

import numpy as np

from claimscape.arrays import Ints
from claimscape.sentences import entries
from claimscape.sentences.letters import OPENER
from claimscape.sentences.lines import BOLD, FENCE, HEADING, ITEM, PLAIN, QUOTE, RULE, RUNNING, TABLE, Lines

# Words that no heading or paragraph ends with: what follows belongs to them, even across a blank line.
_FUNCTION = frozenset(
    "a an the of and or for with by from to in on at as that which is are was were between into than & de la".split()
)
_STRONG_FUNCTION = frozenset("a an the of and with by from as between into than &".split())
_LONG = 40  # characters; a line as long as this without an end mark is hardly a heading when a lower-case line follows
_FULL = 0.82  # of the usual width: proportional type makes full lines differ that much in characters
_SHARE_WRAPPED = 0.25  # of adjacent lines begin in lower case: 0 in texts of one line a paragraph, 0.6 and more in wrapped ones
_MARKUP = re.compile(r"[*_`\"”’)\]]+$")
_MARKED, _APART = (np.isin(np.arange(10), kinds) for kinds in ((HEADING, BOLD, TABLE), (RULE, FENCE, RUNNING)))
NEW, ON, ASKED = range(3)


@dataclass(slots=True)
class Joint:
    """Two lines between which the question is put: the block's kind and first line, its last line, the line, a cut between."""

    kind: int
    first: int
    above: int
    line: int
    cut: bool


class Joints:
    """Lines with what is known of all of them: `sure` says NEW, ON or ASKED of each."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.width = _usual_widths(lines)
        self.sure = _sure(lines, self.width[lines.document])
        self._widths = self.width[lines.document].tolist()
        self._ended, self._lower, self._gap = lines.ended.tolist(), lines.lower.tolist(), lines.gap.tolist()
        self._kind, self._marker, self._indent = lines.kind.tolist(), lines.marker.tolist(), lines.indent.tolist()
        self._document = lines.document.tolist()

    def goes_on(self, joint: Joint) -> bool:
        """True where the line continues the block."""
        line, kind = joint.line, self._kind[joint.line]
        if joint.kind not in (PLAIN, ITEM, QUOTE) or kind in (HEADING, BOLD, TABLE, FENCE):
            return False
        parted = self._gap[line] or joint.cut
        above = self.lines.text(joint.above)
        if not parted and above[-1] in "([“‘":
            return True
        if kind == QUOTE or joint.kind == QUOTE:
            return kind == joint.kind and not parted
        if kind == ITEM:
            return not parted and joint.kind != ITEM and self._only_looks_like_item(above, joint)
        marker = self._marker[joint.above]
        if marker and len(above) <= marker + 1 and joint.above == joint.first and not above[marker:].strip():
            return True
        return self._over_gap(above, joint) if parted else self._next_goes_on(above, joint)

    def _next_goes_on(self, above: str, joint: Joint) -> bool:
        """For the line right below, that bears no mark."""
        unended, width = not self._ended[joint.above], self._widths[joint.line]
        if unended and self._lower[joint.line] and (width or _asks_for_more(above)):
            return True
        first = joint.first
        deeper = self._indent[joint.line] > self._indent[first]
        if deeper and (joint.kind == ITEM or unended or entries.starts(self.lines.text(first)[self._marker[first] :])):
            return True
        return self._fills(above, joint) if width else unended and _last_word(above) in _STRONG_FUNCTION

    def _over_gap(self, above: str, joint: Joint) -> bool:
        """A sentence goes on over a blank line or a page's end when it is unfinished and the rest begins in lower case."""
        if self._ended[joint.above]:
            return False
        if self._lower[joint.line]:
            return len(above) >= _LONG or _last_word(above) in _FUNCTION
        return joint.cut and bool(self._widths[joint.line]) and _last_word(above) in _STRONG_FUNCTION

    def _fills(self, above: str, joint: Joint) -> bool:
        """In wrapped text: the next line's first word would not have fitted on the line above."""
        line, ended = self.lines.text(joint.line), self._ended[joint.above]
        if not _full(above, line, self._widths[joint.line]):
            return above[-1] in ",;" or (not ended and _last_word(above) in _STRONG_FUNCTION)
        if entries.may_end(above) and entries.starts(line):
            return False
        return not (ended and self._heads(line, joint.line))

    def _heads(self, text: str, line: int) -> bool:
        """A short line without end mark, with a line after it that begins anew: a heading in wrapped text."""
        if self._ended[line] or self._lower[line] or len(text.split(None, 13)) > 12:
            return False
        after = line + 1
        if after == len(self._gap) or self._document[after] != self._document[line] or self._gap[after]:
            return True
        return not self._lower[after] and not _full(text, self.lines.text(after), self._widths[line])

    def _only_looks_like_item(self, above: str, joint: Joint) -> bool:
        """A wrapped line that happens to begin with "12. " or "[3] " in the midst of a sentence."""
        line, width = self.lines.text(joint.line), self._widths[joint.line]
        if not width or line[0] not in "0123456789([" or self._ended[joint.above]:
            return False
        return line[: self._marker[joint.line]].strip(" .()[]") != "1" and _full(above, line, width)


def _sure(lines: Lines, width: Ints) -> Ints:
    """What is certain of each line from what is known of it and the line above; nothing by rules, fences and page numbers."""
    found = np.full(lines.start.size, ASKED)
    if not found.size:
        return found
    marked, apart = _MARKED[lines.kind], _APART[lines.kind]
    kind, above = lines.kind[1:], lines.kind[:-1]
    opener = lines.letters.bits(lines.end - 1) & OPENER != 0
    bare = (lines.marker > 0) & (lines.end - lines.start <= lines.marker + 1)
    gap, ended, lower = lines.gap[1:], lines.ended[:-1], lines.lower[1:]
    new = marked[1:] | marked[:-1]
    new |= gap & ~bare[:-1] & ((kind != PLAIN) | ended | ~lower)
    close = ~gap & ~opener[:-1]
    new |= close & (kind == ITEM) & ((width[1:] == 0) | ended)
    plain = close & (kind == PLAIN) & ~bare[:-1] & (above != QUOTE)
    new |= plain & (width[1:] == 0) & ended & (lines.indent[1:] == 0)
    quoting = np.bincount(lines.document[(lines.kind == QUOTE) & opener], minlength=lines.first.size) > 0
    on = plain & (width[1:] > 0) & ~ended & lower & ((above == PLAIN) | (above == ITEM)) & ~quoting[lines.document[1:]]
    found[1:][on] = ON
    found[1:][new] = NEW
    found[lines.first[:-1][np.diff(lines.first) > 0]] = NEW
    found[apart] = ASKED
    found[1:][apart[:-1]] = ASKED
    return found


def _usual_widths(lines: Lines) -> Ints:
    """For each text the characters of a full line where it is hard wrapped, 0 where a line is a paragraph."""
    length, document = lines.end - lines.start, lines.document
    pair = (lines.kind[1:] == PLAIN) & ~lines.gap[1:] & ((lines.kind[:-1] == PLAIN) | (lines.kind[:-1] == ITEM))
    broken = np.flatnonzero(pair & lines.lower[1:] & ~lines.ended[:-1])
    texts = lines.first.size - 1
    pairs, counts = (np.bincount(document[1:][each], minlength=texts) for each in (pair, broken))
    order = np.lexsort((length[broken], document[broken]))
    ordered, begin = length[broken][order], np.cumsum(counts) - counts
    wrapped = np.flatnonzero((counts > 0) & (counts >= _SHARE_WRAPPED * pairs))
    found = np.zeros(texts, np.int64)
    found[wrapped] = ordered[begin[wrapped] + (0.9 * (counts[wrapped] - 1)).astype(np.int64)]
    found[(found < 30) | (found > 160)] = 0
    return found


def _asks_for_more(above: str) -> bool:
    """Too long for an item of a list without marks, or broken off after a word, comma or hyphen that nothing ends with."""
    return len(above) >= _LONG or above[-1] in ",-–" or _last_word(above) in _FUNCTION or len(above.split()) > 3


def _full(above: str, line: str, width: int) -> bool:
    return _FULL * width < len(above) + 1 + len(line.split(None, 1)[0]) and len(above) < 1.3 * width


def _last_word(text: str) -> str:
    words = _MARKUP.sub("", text[-20:]).rsplit(None, 1)
    return words[-1].casefold() if words else ""
