"""What each block is, by its marks, its shape and its neighbours."""

import re
from dataclasses import dataclass

from claimscape.sentences import ends, entries, furniture
from claimscape.sentences.blocks import Block
from claimscape.sentences.lines import BOLD, FENCE, HEADING, ITEM, PLAIN, QUOTE, RUNNING, TABLE, TABLE_HEAD, ended, lower_start

PROSE = "prose"  # the one kind here that is none of a unit: the block is still to be cut into sentences

_LEADS = re.compile(
    r"\b(?:includ\w+|contain\w*|are|is|be|may|can|that|these|those|the|following|follows|below|such as|namely|involves?|"
    r"consists? of|you|to|if|when|with|as|for example)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[^?？]*[?？]+[*_\"”’»)]*(?: \([^()]{1,40}\))?[*_]*")
_MARKS = re.compile(r"(?:^|\n)\s*[#>]+\s*|[*`]+|(?<!\w)_+|_+(?!\w)")
_MARKED = re.compile(r"[#>*`_]")
_LONGEST_TITLE = 160  # characters
_NUMBER = re.compile(r"\d{1,3}")
_UNENDING = frozenset("a an the of and or for with by from to in on at as that which into than".split())


@dataclass(slots=True)
class _State:
    """What the blocks so far have settled: the title, the links after "Next", a list without marks, the references."""

    title: str = ""
    links: int = 0
    listed: bool = False
    stamped: bool = False
    in_references: bool = False


def kinds(text: str, blocks: list[Block]) -> list[str]:
    """The kind of each block as a unit, or PROSE for one that holds sentences."""
    shown = [label(text[block.start + block.first.marker : block.end]) for block in blocks]
    shapes = [_shape(block, words) for block, words in zip(blocks, shown, strict=True)]
    document = _Document(blocks, shown, shapes, _runs(blocks, shapes), _State())
    return [_kind(document, at) for at in range(len(blocks))]


def _runs(blocks: list[Block], shapes: list[str]) -> list[tuple[int, int]]:
    """First and last index of the run of title-like lines, no blank line between, that each block stands in."""
    found: list[tuple[int, int]] = []
    first = 0
    for at, block in enumerate(blocks):
        if at and (block.gap or {shapes[at], shapes[at - 1]} != {"title"} or {block.kind, blocks[at - 1].kind} != {PLAIN}):
            found += [(first, at - 1)] * (at - first)
            first = at
    return found + [(first, len(blocks) - 1)] * (len(blocks) - first)


def holds_text(blocks: list[Block], at: int) -> bool:
    """True for a list item with a paragraph of its own below it, farther in and after a blank line."""
    if at + 1 >= len(blocks) or blocks[at].kind != ITEM or blocks[at + 1].kind != PLAIN:
        return False
    return blocks[at].next_gap and blocks[at + 1].indent > blocks[at].indent + 1


def label(text: str) -> str:
    """A block's words on one line and without Markdown's marks, as units below a heading bear it."""
    if "\n" in text:
        return " ".join(_MARKS.sub(" ", text).split())
    return _MARKS.sub("", text).strip() if _MARKED.search(text) else text.strip()


@dataclass(slots=True)
class _Document:
    """The blocks, their words without marks, their shapes (title, question, text), runs of titles, what is settled so far."""

    blocks: list[Block]
    shown: list[str]
    shapes: list[str]
    runs: list[tuple[int, int]]
    state: _State

    def shape(self, at: int) -> str:
        """The shape of a block, "" beyond the last and before the first."""
        return self.shapes[at] if 0 <= at < len(self.shapes) else ""

    def kind(self, at: int) -> int:
        """The layout kind of a block, -1 beyond the ends."""
        return self.blocks[at].kind if 0 <= at < len(self.blocks) else -1

    def is_loose(self, at: int) -> bool:
        """True for a block without marks that looks like a title."""
        return self.shape(at) == "title" and self.kind(at) == PLAIN


def _kind(document: _Document, at: int) -> str:
    """The kind of one block; to be asked in order."""
    block, shown, state = document.blocks[at], document.shown[at], document.state
    found = _kind_by_marks(document, at)
    if not found and block.kind in (PLAIN, ITEM, BOLD):
        found = _kind_by_words(document, at)
    if not found and document.shapes[at] == "question" and block.kind != QUOTE:
        found = "question"
    if not found:
        found = _kind_by_place(document, at)
    if found == "heading":
        state.in_references = entries.is_section(shown)
        state.title = state.title or shown.casefold()
    if found != "furniture":
        state.links, state.stamped = 0, False
    state.listed = (found == PROSE and (state.listed or shown[-1:] == ":")) or found == "list_lead"
    return found


def _kind_by_marks(document: _Document, at: int) -> str:
    block = document.blocks[at]
    if block.kind in (FENCE, RUNNING) or not document.shown[at]:
        return "furniture"
    if block.kind == TABLE:
        return "sentence"
    if block.kind == TABLE_HEAD:
        return "list_lead"
    if block.kind == HEADING or (block.kind == BOLD and document.shapes[at] == "title"):
        return "question" if document.shapes[at] == "question" else "heading"
    return ""


def _kind_by_words(document: _Document, at: int) -> str:
    """Reference or furniture, where the block's own words or its place after navigation tell."""
    block, shown, state = document.blocks[at], document.shown[at], document.state
    if entries.is_entry(shown, block.first.text[: block.first.marker], state.in_references):
        return "reference"
    if block.kind == ITEM:
        return "furniture" if furniture.is_button(shown) else ""
    if furniture.is_step(shown):
        state.links = 1
    elif furniture.is_related(shown):
        state.links = 50
    elif state.links and _is_link(document, at):
        state.links -= 1
    elif furniture.is_stamp(shown) or (state.stamped and not block.gap and len(shown) < 30 and document.shapes[at] == "title"):
        state.stamped = True
    elif not (furniture.is_page(shown) or (state.title and shown.casefold() == state.title)):
        return ""
    return "furniture"


def _is_link(document: _Document, at: int) -> bool:
    """A title or question after navigation, with no text of its own below it."""
    if document.shapes[at] == "text" or not document.blocks[at].one_line:
        return False
    return document.shape(at + 1) != "text" or furniture.is_page(document.shown[at + 1])


def _kind_by_place(document: _Document, at: int) -> str:
    """Heading, lead-in or prose for what its words leave open."""
    block, shown = document.blocks[at], document.shown[at]
    if not document.state.title and _is_long_title(block, shown):
        return "heading"
    if document.shapes[at] != "title" or block.kind == QUOTE or (document.state.in_references and entries.is_dated(shown)):
        return PROSE
    if block.kind == ITEM:
        return "heading" if _heads_section(document, at) else PROSE
    if _is_bare_item(document, at):
        return PROSE
    words = len(shown.split())
    if words > 3 and document.kind(at + 1) == ITEM and lower_start(document.shown[at + 1]) and _LEADS.search(shown):
        return "list_lead"
    if lower_start(shown) and at and not (block.gap and block.next_gap and words < 7):
        return PROSE
    return "heading"


def _is_long_title(block: Block, shown: str) -> bool:
    """The first heading may be a whole line of words, as those of papers are."""
    if block.kind != PLAIN or not (block.gap and block.next_gap) or len(shown) > 260:
        return False
    return not ended(shown) and shown[-1] not in ",-–—("


def _is_bare_item(document: _Document, at: int) -> bool:
    """An item of a list without marks: after a lead-in, or below the first of three short lines."""
    if document.state.listed:
        around = [document.is_loose(beside) for beside in range(at - 2, at + 3)]
        return not document.blocks[at].gap or all(around[:3]) or all(around[1:4]) or all(around[2:])
    first, last = document.runs[at]
    heads_text = at == last and not document.blocks[at].next_gap and document.shape(at + 1) == "text"
    return 0 < first < at and last - first > 1 and not heads_text


def _heads_section(document: _Document, at: int) -> bool:
    """A numbered line that no neighbour makes a list, or a bullet above indented text: "1. Introduction"."""
    if holds_text(document.blocks, at):
        return True
    number = _number(document, at)
    if number < 0 or document.kind(at + 1) in (ITEM, -1):
        return False
    return document.kind(at - 1) != ITEM or number != _number(document, at - 1) + 1


def _number(document: _Document, at: int) -> int:
    """The number a list item begins with, -1 for none."""
    first = document.blocks[at].first
    found = _NUMBER.match(first.text[: first.marker])
    return int(found.group()) if found else -1


def _shape(block: Block, shown: str) -> str:
    """ "title" for what looks like a heading or link, "question" for one question alone, else "text"."""
    if len(shown) > _LONGEST_TITLE or not shown:
        return "text"
    if _QUESTION.fullmatch(shown):
        head = shown[: shown.find("?")] if "?" in shown else ""
        return "question" if len(list(ends.cut(head, 0, len(head)))) < 2 else "text"
    if ended(shown) and not (shown[-1] == ":" and _is_label(shown, block.kind)):
        return "text"
    return "title" if _looks_like_title(shown) else "text"


def _is_label(shown: str, kind: int) -> bool:
    """ "Common side effects:" is a heading, "Side effects may include:" leads in a list."""
    return len(shown.split()) < 7 and kind in (PLAIN, BOLD, HEADING) and not _LEADS.search(shown)


def _looks_like_title(shown: str) -> bool:
    """Few words, or most of them with a capital; one sentence at most; nothing that asks to go on."""
    words = shown.split()
    if shown[-1] in ",-–—(&" or words[-1].casefold() in _UNENDING or "://" in shown:
        return False
    if not any(letter.isalpha() for letter in shown):
        return False
    long_words = [word for word in words if len(word) > 3]
    capitals = sum(1 for word in long_words if not lower_start(word))
    if len(words) > 12 and (len(words) > 22 or capitals < 0.6 * len(long_words)):
        return False
    return ". " not in shown or len(list(ends.cut(shown, 0, len(shown)))) == 1
