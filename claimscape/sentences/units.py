"""The units of documents in order, each with the heading it stands under."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from claimscape.arrays import Flags, Ints
from claimscape.sentences import lines
from claimscape.sentences.blocks import Blocks, build
from claimscape.sentences.cuts import Pieces, cut
from claimscape.sentences.furniture import is_hashtags
from claimscape.sentences.kinds import PROSE, Document, kinds
from claimscape.sentences.letters import SPACE, Letters
from claimscape.sentences.lines import ITEM, PLAIN
from claimscape.sentences.lists import SECTIONS
from claimscape.sentences.running import mark_running
from claimscape.sentences.shapes import Shapes, label
from claimscape.tables import SENTENCE_KINDS

_WORDS = re.compile(r"[^\W_]+(?:[-'’.]\n?[^\W_]+)*")
_SECTION = re.compile(r"[*_]*([A-Za-z][A-Za-z ]{2,28}[a-zA-Z])[*_]*[.:][*_]*\s|([A-Z]{3}[A-Z ]{0,30}[A-Z]) (?=[A-Z][a-z])")
_REACH = 40  # characters from the start of a sentence in which such a name ends
_HEADS = frozenset(name[:3] for name in SECTIONS)
_CLOSERS = "*_`"
_PROSE = -1  # among the numbers of kinds: the pieces have still to be looked at
_NUMBERS = {kind: number for number, kind in enumerate(SENTENCE_KINDS)} | {PROSE: _PROSE}
_SENTENCE, _QUESTION, _LEAD, _FURNITURE = (_NUMBERS[kind] for kind in ("sentence", "question", "list_lead", "furniture"))


class Sentence(NamedTuple):
    """A unit of text: text[start:end], what it is (tables.SENTENCE_KINDS) and the heading it stands under ("" for none)."""

    start: int
    end: int
    kind: str
    heading: str


@dataclass(frozen=True, slots=True)
class Split:
    """The units of some texts in columns: offsets in their own text, kinds by their number in tables.SENTENCE_KINDS, headings.

    `first` is the first unit of each text, and the last of them is how many there are.
    """

    first: Ints
    start: Ints
    end: Ints
    kind: Ints
    heading: list[str]

    def by_text(self) -> list[list[Sentence]]:
        """The units of each text."""
        kinds = [SENTENCE_KINDS[kind] for kind in self.kind.tolist()]
        every = list(map(Sentence, self.start.tolist(), self.end.tolist(), kinds, self.heading))
        return [every[first:after] for first, after in pairwise(self.first.tolist())]


def split(text: str) -> list[Sentence]:
    """The units of a text in order: disjoint, without white space around them, together all of it but bare rules.

    A list item's span begins at its marker. Units that only their words tell to be furniture are left as they are.
    """
    return split_all([text]).by_text()[0]


def split_all(texts: Sequence[str]) -> Split:
    """The units of each of some texts, as `split` finds them: to take many texts together is several times as fast."""
    letters = Letters.of(texts)
    read = lines.read(letters)
    mark_running(read)
    shapes = Shapes(build(read))
    blocks = shapes.blocks
    kind = kinds(shapes)
    number = np.array([_NUMBERS[each] for each in kind], np.int64)
    is_cut = (number == _PROSE) | ((number == _FURNITURE) & (blocks.kind == PLAIN))
    pieces = cut(blocks, is_cut)
    over = _headings(shapes, kind)
    heading = [over[block] for block in pieces.block.tolist()]
    _name(letters, pieces, is_cut, heading)
    first = np.searchsorted(pieces.block, blocks.first)
    shift = np.repeat(letters.first, np.diff(first))
    at_marker = pieces.start == (blocks.start + blocks.marker)[pieces.block]
    start = np.where(at_marker, blocks.start[pieces.block], pieces.start)
    return Split(first, start - shift, pieces.end - shift, _kinds_of(blocks, pieces, number[pieces.block]), heading)


def words(text: str) -> int:
    """How many words a text has; a hyphenated or abbreviated word is one, as is a run of Chinese."""
    return len(_WORDS.findall(text))


def _headings(shapes: Shapes, kinds: list[str]) -> list[str]:
    """The heading that each block stands under; a question that stands alone is one too."""
    found = []
    for first, after in pairwise(shapes.blocks.first.tolist()):
        heading = question = ""
        for at, kind in enumerate(kinds[first:after], first):
            if kind == "heading":
                found.append("")
                heading, question = _label(shapes, at), ""
            elif kind == "question":
                found.append(heading)
                if shapes.kind[at] != ITEM or _is_alone(Document(shapes, first, after), at):
                    question = _label(shapes, at)
            else:
                found.append(question or heading)
    return found


def _is_alone(document: Document, at: int) -> bool:
    """True for an item beside no other, or with a text of its own below it."""
    return ITEM not in (document.kind(at - 1), document.kind(at + 1)) or document.holds_text(at)


def _label(shapes: Shapes, at: int) -> str:
    """The words of a heading; the number of a numbered one is part of it."""
    if shapes.kind[at] == ITEM and not shapes.source[shapes.start[at]].isdigit():
        return shapes.words(at)
    return label(shapes.source[shapes.start[at] : shapes.end[at]]) if shapes.marker(at) else shapes.words(at)


def _kinds_of(blocks: Blocks, pieces: Pieces, kind: Ints) -> Ints:
    """The kinds of the pieces, given those of their blocks."""
    letters, text = blocks.letters, blocks.letters.text
    closing, last = letters.code(pieces.end - 1), pieces.end == blocks.end[pieces.block]
    prose = kind == _PROSE
    found = np.where(prose, _SENTENCE, kind)
    found[prose & (closing == ord(":")) & (last | (letters.code(pieces.end + 1) == ord("•")))] = _LEAD
    found[prose & letters.are(pieces.end - 1, "?？")] = _QUESTION
    asked = prose & (letters.are(pieces.end - 1, _CLOSERS) | (letters.code(pieces.start) == ord("#")))
    for at in np.flatnonzero(asked).tolist():
        start, end = pieces.start[at], pieces.end[at]
        shown = text[start:end].rstrip(_CLOSERS)
        if shown[-1:] in "?？":
            found[at] = _QUESTION
        elif shown[-1:] == ":" and (last[at] or text.startswith("•", end + 1)):
            found[at] = _LEAD
        elif text[start] == "#" and is_hashtags(shown):
            found[at] = _FURNITURE
    return found


def _name(letters: Letters, pieces: Pieces, is_cut: Flags, headings: list[str]) -> None:
    """"Methods:" at the start of a sentence is the heading of it and of those after it in its block."""
    start, end = pieces.start, pieces.end
    mark = np.append(letters.namings, len(letters.text))[np.searchsorted(letters.namings, start)]
    capital = np.ones(start.size, np.bool_)
    for step in range(3):
        capital &= letters.code(start + step) - np.uint32(ord("A")) < 26
    marked = (mark < start + _REACH) & (mark + 1 < end)
    marked &= (letters.bits(mark + 1) & SPACE != 0) | letters.are(mark + 1, "*_")
    asked = np.flatnonzero(is_cut[pieces.block] & (capital | marked))
    after = np.searchsorted(pieces.block, pieces.block[asked], side="right").tolist()
    begun, until, name = 0, 0, ""
    for at, low, high, beyond in zip(asked.tolist(), start[asked].tolist(), end[asked].tolist(), after, strict=True):
        head = letters.text[low : low + 3]
        may_name = head.casefold() in _HEADS or head[0] in "*_"
        found = _SECTION.match(letters.text, low, min(high, low + _REACH)) if may_name else None
        if not found or (found[1] or found[2]).casefold() not in SECTIONS:
            continue
        headings[begun : min(until, at)] = [name] * (min(until, at) - begun)
        begun, until, name = at, beyond, found[1] or found[2]
    headings[begun:until] = [name] * (until - begun)
