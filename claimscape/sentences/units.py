"""The units of a document in order, each with the heading it stands under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from claimscape.sentences import ends, lines
from claimscape.sentences.blocks import Block, build
from claimscape.sentences.furniture import is_hashtags
from claimscape.sentences.kinds import PROSE, holds_text, kinds, label
from claimscape.sentences.lines import ITEM, PLAIN
from claimscape.sentences.lists import SECTIONS

_WORDS = re.compile(r"[^\W_]+(?:[-'’.]\n?[^\W_]+)*")
_SECTION = re.compile(r"[*_]*([A-Za-z][A-Za-z ]{2,28}[a-zA-Z])[*_]*[.:][*_]*\s|([A-Z]{3}[A-Z ]{0,30}[A-Z]) (?=[A-Z][a-z])")
_CLOSERS = "*_`"


class Sentence(NamedTuple):
    """A unit of text: text[start:end], what it is (tables.SENTENCE_KINDS) and the heading it stands under ("" for none)."""

    start: int
    end: int
    kind: str
    heading: str


@dataclass(slots=True)
class _Place:
    """The heading and, in a list of questions and answers, the question that text stands under."""

    heading: str = ""
    question: str = ""


def split(text: str) -> list[Sentence]:
    """The units of a text in order: disjoint, without white space around them, together all of it but bare rules.

    A list item's span begins at its marker. Units that only their words tell to be furniture are left as they are.
    """
    blocks = build(lines.read(text))
    place = _Place()
    found: list[Sentence] = []
    for at, (block, kind) in enumerate(zip(blocks, kinds(text, blocks), strict=True)):
        alone = all(beside.kind != ITEM for beside in (*blocks[max(at - 1, 0) : at], *blocks[at + 1 : at + 2]))
        found += _units(text, block, kind, place, alone or holds_text(blocks, at))
    return found


def words(text: str) -> int:
    """How many words a text has; a hyphenated or abbreviated word is one, as is a run of Chinese."""
    return len(_WORDS.findall(text))


def _units(text: str, block: Block, kind: str, place: _Place, alone: bool) -> Iterator[Sentence]:
    """The units of one block; a heading or a question that stands alone changes the place of what follows."""
    if kind == PROSE or (kind == "furniture" and block.kind == PLAIN):
        for unit in _sentences(text, block, place.question or place.heading):
            yield unit if kind == PROSE else Sentence(unit.start, unit.end, kind, unit.heading)
    elif kind == "heading":
        yield Sentence(block.start, block.end, kind, "")
        place.heading, place.question = _label(text, block), ""
    elif kind == "question":
        yield Sentence(block.start, block.end, kind, place.heading)
        if block.kind != ITEM or alone:
            place.question = _label(text, block)
    else:
        yield Sentence(block.start, block.end, kind, place.question or place.heading)


def _may_head(text: str, start: int) -> bool:
    """Whether a sentence may begin with the name of a section: capitals, or a mark among its first letters."""
    head = text[start : start + 40]
    return ":" in head or "." in head or head.lstrip(_CLOSERS)[:3].isupper()


def _label(text: str, block: Block) -> str:
    numbered = text[block.start].isdigit() or block.kind != ITEM
    return label(text[block.start if numbered else block.start + block.first.marker : block.end])


def _sentences(text: str, block: Block, heading: str) -> Iterator[Sentence]:
    """The sentences of a block; "Methods:" at the start of one is the heading of it and of those after it."""
    first = block.start + block.first.marker
    for start, end in ends.cut(text, first, block.end, block.skips):
        section = _SECTION.match(text, start, min(end, start + 40)) if _may_head(text, start) else None
        if section and (section[1] or section[2]).casefold() in SECTIONS:
            heading = section[1] or section[2]
        shown = text[start:end].rstrip(_CLOSERS)
        kind = "sentence"
        if shown[-1:] in "?？":
            kind = "question"
        elif shown[-1:] == ":" and (end == block.end or text.startswith("•", end + 1)):
            kind = "list_lead"
        elif text[start] == "#" and is_hashtags(shown):
            kind = "furniture"
        yield Sentence(block.start if start == first else start, end, kind, heading)
