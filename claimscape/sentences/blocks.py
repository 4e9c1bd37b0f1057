"""Lines joined to blocks: a paragraph, a list item, a heading, a table row or a reference entry, however it was wrapped."""

from dataclasses import dataclass

import numpy as np

from claimscape.arrays import Flags, Ints
from claimscape.sentences.joints import ASKED, NEW, Joint, Joints
from claimscape.sentences.letters import Letters, held
from claimscape.sentences.lines import FENCE, HEADING, PLAIN, RULE, RUNNING, TABLE, TABLE_HEAD, Lines

Spans = list[tuple[int, int]]


@dataclass(slots=True)
class Blocks:
    """Blocks in columns: the first line's kind, marker and indent, the span, blank lines around.

    `skips` are the spans of page furniture swallowed inside a block, and `first` the first block of each text, the last of them
    how many blocks there are; in `marked` ones stands a mark of Markdown, in `parted` ones one as between the parts of a menu.
    """

    letters: Letters
    start: Ints
    end: Ints
    kind: Ints
    marker: Ints
    indent: Ints
    gap: Flags
    next_gap: Flags
    one_line: Flags
    skips: dict[int, Spans]
    first: Ints
    marked: Flags
    parted: Flags


def build(lines: Lines) -> Blocks:
    """The blocks of the texts in order; rules (---, |---|) belong to none of them."""
    joined = _Joined(lines)
    kept = np.flatnonzero(lines.kind != RULE)
    opens = np.flatnonzero(np.array(joined.begins, np.bool_)[kept])
    first, last = kept[opens], kept[np.append(opens[1:], kept.size) - 1] if opens.size else opens
    begin = np.searchsorted(first, lines.first)
    gap = np.array(joined.gap, np.bool_)[first]
    next_gap = np.append(gap[1:], True)
    next_gap[begin[1:][begin[1:] > 0] - 1] = True
    skips = {int(np.searchsorted(first, line)): spans for line, spans in joined.skips.items()}
    start, end, kind = lines.start[first], lines.end[last], np.array(joined.kind, np.int64)[first]
    marker, indent = lines.marker[first], lines.indent[first]
    marked, parted = (held(places, start, end) > 0 for places in (lines.letters.markup, lines.letters.partings))
    return Blocks(
        lines.letters, start, end, kind, marker, indent, gap, next_gap, first == last, skips, begin, marked, parted
    )


class _Joined:
    """Which lines begin a block, of which kind, and what blocks swallow; only lines that are not sure are looked at."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._joints = Joints(lines)
        begins = self._joints.sure == NEW
        self.begins, self.kind, self.gap = begins.tolist(), lines.kind.tolist(), lines.gap.tolist()
        self.skips: dict[int, Spans] = {}
        at = np.arange(lines.start.size)
        self._sure_first: list[int] = np.maximum.accumulate(np.where(begins, at, -1)).tolist()
        self._unruled: list[int] = np.maximum.accumulate(np.where(lines.kind != RULE, at, -1)).tolist()
        self._running: list[int] = []
        self._parted = False
        self._first = self._fenced = -1  # the first line of the last block begun here, the last line of the last fence
        self._opened = -1  # the first line of the text that is gone through
        self._go(np.flatnonzero(self._joints.sure == ASKED))

    def _go(self, asked: Ints) -> None:
        fences = _fences(self._lines)
        opened = self._lines.first[self._lines.document[asked]]
        for at, begun, kind in zip(asked.tolist(), opened.tolist(), self._lines.kind[asked].tolist(), strict=True):
            if at <= self._fenced:
                continue
            if begun != self._opened:
                self._flush()
                self._opened, self._parted = begun, False
            if kind == RUNNING:
                self._running.append(at)
            elif at in fences:
                self._fence(at, fences[at])
            elif kind == RULE:
                self._flush()
                self._underline(at)
                self._parted = True
            else:
                self._place(at)
        self._flush()

    def _above(self, at: int) -> int:
        """The last line before this one that is no rule, -1 for none in the text."""
        above = self._unruled[at - 1] if at else -1
        return above if above >= self._opened else -1

    def _first_of(self, line: int) -> int:
        """The first line of the block that a line is the last of."""
        return max(self._first, self._sure_first[line])

    def _place(self, at: int) -> None:
        """Adds the line to the last block, or begins a block with it."""
        above, cut = self._above(self._running[0] if self._running else at), self._parted or bool(self._running)
        self._parted = False
        if above >= 0 and above != self._fenced:
            first = self._first_of(above)
            if self._joints.goes_on(Joint(self.kind[first], first, above, at, cut)):
                if self._running:
                    spans = self._lines.spans
                    self.skips.setdefault(first, []).extend((spans[head].start, spans[head].stop) for head in self._running)
                    self._running.clear()
                return
        self._flush()
        self._begin(at, PLAIN if self.kind[at] == FENCE else self.kind[at], self.gap[at] or cut)

    def _begin(self, at: int, kind: int, gap: bool) -> None:
        self.begins[at], self.kind[at], self.gap[at] = True, kind, gap
        self._first = at

    def _flush(self) -> None:
        """Page numbers and running heads that interrupted nothing become blocks of their own."""
        for at in self._running:
            self._begin(at, RUNNING, self.gap[at])
        self._running.clear()

    def _fence(self, at: int, close: int) -> None:
        self._flush()
        self.begins[at : close + 1] = [False] * (close + 1 - at)
        self._begin(at, FENCE, True)
        self._fenced = close

    def _underline(self, at: int) -> None:
        """A rule right under a line without end mark makes that line a heading, under a table's first row its head."""
        above = self._above(at)
        if above < 0 or self.gap[at] or above == self._fenced:
            return
        first = self._first_of(above)
        if self.kind[first] == TABLE:
            before = self._above(first)
            self.kind[first] = TABLE_HEAD if before < 0 or self.kind[before] != TABLE else TABLE
        elif self.kind[first] == PLAIN and first == above and not self._lines.ended[above] and self._lines.text(at)[0] in "-=":
            self.kind[first] = HEADING


def _fences(lines: Lines) -> dict[int, int]:
    """Index of each line that opens a code fence and of the one that closes it; a fence never closed is none."""
    found, opened = dict[int, int](), -1
    for at in np.flatnonzero(lines.kind == FENCE).tolist():
        if opened >= 0 and lines.document[at] != lines.document[opened]:
            opened = -1
        if opened >= 0 and lines.text(at) == lines.text(opened)[:3]:
            found[opened], opened = at, -1
        elif opened < 0:
            opened = at
    return found
