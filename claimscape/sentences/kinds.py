"""What each block is, by its marks, its shape and its neighbours."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from claimscape.sentences import entries, furniture
from claimscape.sentences.lines import BOLD, FENCE, HEADING, ITEM, PLAIN, QUOTE, RUNNING, TABLE, TABLE_HEAD, ended, lower_start
from claimscape.sentences.shapes import LEADS, Shapes

PROSE = "prose"  # the one kind here that is none of a unit: the block is still to be cut into sentences

_NUMBER = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class _State:
    """What the blocks so far have settled: the title, the links after "Next", a list without marks, the references."""

    title: str = ""
    links: int = 0
    listed: bool = False
    stamped: bool = False
    in_references: bool = False


def kinds(shapes: Shapes) -> list[str]:
    """The kind of each block as a unit, or PROSE for one that holds sentences."""
    found: list[str] = []
    for first, after in pairwise(shapes.blocks.first.tolist()):
        document = Document(shapes, first, after)
        state = document.state
        for at, clear in enumerate(shapes.clear[first:after], first):
            if not clear or state.in_references or shapes.size[at] <= len(state.title):
                found.append(_kind(document, at))
            else:
                found.append(PROSE)
                state.links, state.stamped = 0, False
                state.listed = state.listed or shapes.leads[at]
    return found


@dataclass(slots=True)
class Document:
    """The blocks of one text, from the first to the one after the last, with what is settled so far."""

    shapes: Shapes
    first: int
    after: int
    state: _State = field(default_factory=_State)

    def shape(self, at: int) -> str:
        """The shape of a block, "" beyond the last and before the first."""
        return self.shapes.shapes[at] if self.first <= at < self.after else ""

    def kind(self, at: int) -> int:
        """The layout kind of a block, -1 beyond the ends."""
        return self.shapes.kind[at] if self.first <= at < self.after else -1

    def is_loose(self, at: int) -> bool:
        """True for a block without marks that looks like a title."""
        return self.shape(at) == "title" and self.kind(at) == PLAIN

    def holds_text(self, at: int) -> bool:
        """True for a list item with a paragraph of its own below it, farther in and after a blank line."""
        if self.kind(at) != ITEM or self.kind(at + 1) != PLAIN:
            return False
        return bool(self.shapes.next_gap[at]) and self.shapes.indent[at + 1] > self.shapes.indent[at] + 1


def _kind(document: Document, at: int) -> str:
    """The kind of one block; to be asked in order."""
    shapes, state = document.shapes, document.state
    shown, kind, shape = shapes.words(at), shapes.kind[at], shapes.shapes[at]
    found = _kind_by_marks(shown, kind, shape)
    if not found and kind in (PLAIN, ITEM, BOLD):
        found = _kind_by_words(document, at, shown)
    if not found and shape == "question" and kind != QUOTE:
        found = "question"
    if not found:
        found = _kind_by_place(document, at, shown)
    if found == "heading":
        state.in_references = entries.is_section(shown)
        state.title = state.title or shown.casefold()
    if found != "furniture":
        state.links, state.stamped = 0, False
    state.listed = (found == PROSE and (state.listed or shown[-1:] == ":")) or found == "list_lead"
    return found


def _kind_by_marks(shown: str, kind: int, shape: str) -> str:
    if kind in (FENCE, RUNNING) or not shown:
        return "furniture"
    if kind == TABLE:
        return "sentence"
    if kind == TABLE_HEAD:
        return "list_lead"
    if kind == HEADING or (kind == BOLD and shape == "title"):
        return "question" if shape == "question" else "heading"
    return ""


def _kind_by_words(document: Document, at: int, shown: str) -> str:
    """Reference or furniture, where the block's own words or its place after navigation tell."""
    shapes, state = document.shapes, document.state
    is_item = shapes.kind[at] == ITEM
    marker = shapes.marker(at) if is_item else ""
    if (shapes.dated[at] or state.in_references or "[" in marker) and entries.is_entry(shown, marker, state.in_references):
        return "reference"
    name = furniture.name(shown)
    if is_item:
        return "furniture" if furniture.is_button(name) else ""
    if furniture.is_step(shown, name):
        state.links = 1
    elif furniture.is_related(name):
        state.links = 50
    elif state.links and _is_link(document, at):
        state.links -= 1
    elif furniture.is_stamp(shown, shapes.numbered[at]) or _is_stamped(document, at):
        state.stamped = True
    elif not (furniture.is_page(shown, name, shapes.parted[at]) or (state.title and shown.casefold() == state.title)):
        return ""
    return "furniture"


def _is_stamped(document: Document, at: int) -> bool:
    """A short line right below a time stamp, such as the name of who wrote."""
    shapes = document.shapes
    return document.state.stamped and not shapes.gap[at] and len(shapes.words(at)) < 30 and shapes.shapes[at] == "title"


def _is_link(document: Document, at: int) -> bool:
    """A title or question after navigation, with no text of its own below it."""
    shapes = document.shapes
    if shapes.shapes[at] == "text" or not shapes.one_line[at]:
        return False
    if document.shape(at + 1) != "text":
        return True
    shown = shapes.words(at + 1)
    return not shown or furniture.is_page(shown, furniture.name(shown), shapes.parted[at + 1])


def _kind_by_place(document: Document, at: int, shown: str) -> str:
    """Heading, lead-in or prose for what its words leave open."""
    shapes, state = document.shapes, document.state
    kind = shapes.kind[at]
    if not state.title and _is_long_title(document, at):
        return "heading"
    if shapes.shapes[at] != "title" or kind == QUOTE or (state.in_references and entries.is_dated(shown)):
        return PROSE
    if kind == ITEM:
        return "heading" if _heads_section(document, at) else PROSE
    if _is_bare_item(document, at):
        return PROSE
    if document.kind(at + 1) == ITEM and lower_start(shapes.words(at + 1)) and len(shown.split()) > 3 and LEADS.search(shown):
        return "list_lead"
    if at > document.first and lower_start(shown) and not (shapes.gap[at] and shapes.next_gap[at] and len(shown.split()) < 7):
        return PROSE
    return "heading"


def _is_long_title(document: Document, at: int) -> bool:
    """The first heading may be a whole line of words, as those of papers are."""
    shapes, shown = document.shapes, document.shapes.words(at)
    if shapes.kind[at] != PLAIN or not (shapes.gap[at] and shapes.next_gap[at]) or len(shown) > 260:
        return False
    return not ended(shown) and shown[-1] not in ",-–—("


def _is_bare_item(document: Document, at: int) -> bool:
    """An item of a list without marks: after a lead-in, or below the first of three short lines."""
    if document.state.listed:
        if not document.shapes.gap[at]:
            return True
        around = [document.is_loose(beside) for beside in range(at - 2, at + 3)]
        return all(around[:3]) or all(around[1:4]) or all(around[2:])
    first, last = document.shapes.run(at)
    heads_text = at == last and not document.shapes.next_gap[at] and document.shape(at + 1) == "text"
    return document.first < first < at and last - first > 1 and not heads_text


def _heads_section(document: Document, at: int) -> bool:
    """A numbered line that no neighbour makes a list, or a bullet above indented text: "1. Introduction"."""
    if document.holds_text(at):
        return True
    number = _number(document, at)
    if number < 0 or document.kind(at + 1) in (ITEM, -1):
        return False
    return document.kind(at - 1) != ITEM or number != _number(document, at - 1) + 1


def _number(document: Document, at: int) -> int:
    """The number a list item begins with, -1 for none."""
    found = _NUMBER.match(document.shapes.marker(at))
    return int(found.group()) if found else -1
