"""What the words of a block look like, its neighbours aside: a title, one question, or text."""

import re
from bisect import bisect_right
from functools import cached_property

import numpy as np

from claimscape.arrays import Flags, Ints, standing
from claimscape.sentences import ends, entries
from claimscape.sentences.blocks import Blocks
from claimscape.sentences.furniture import LONGEST_BUTTON, LONGEST_PAGE, LONGEST_STAMP, is_page, may_be_page
from claimscape.sentences.letters import Letters, held
from claimscape.sentences.lines import BOLD, HEADING, ITEM, PLAIN, ended, lower_start

LEADS = re.compile(
    r"\b(?:includ\w+|contain\w*|are|is|be|may|can|that|these|those|the|following|follows|below|such as|namely|involves?|"
    r"consists? of|you|to|if|when|with|as|for example)\b",
    re.IGNORECASE,
)
LONGEST_TITLE = 160  # characters
_QUESTION = re.compile(r"[^?？]*[?？]+[*_\"”’»)]*(?: \([^()]{1,40}\))?[*_]*")
_MARKS = re.compile(r"(?:^|\n)\s*[#>]+\s*|[*`]+|(?<!\w)_+|_+(?!\w)")
_MARKED = re.compile(r"[#>*`_]")
_UNENDING = frozenset("a an the of and or for with by from to in on at as that which into than".split())


class Shapes:
    """Blocks in lists, and of each block: its words, its shape, and what it may hold.

    `dated` blocks may name a year, `numbered` ones hold a digit, `parted` ones a mark as between the parts of a menu; of
    `clear` ones it is certain that they are text, and prose outside of references unless they are longer than the title;
    what `leads` ends in a colon. `size` is the length of the words.
    """

    def __init__(self, blocks: Blocks) -> None:
        letters, start, end = blocks.letters, blocks.start, blocks.end
        self.blocks, self.source = blocks, letters.text
        self.start, self.body, self.end = start.tolist(), (start + blocks.marker).tolist(), end.tolist()
        self.kind, self.indent = blocks.kind.tolist(), blocks.indent.tolist()
        self.gap, self.next_gap, self.one_line = blocks.gap.tolist(), blocks.next_gap.tolist(), blocks.one_line.tolist()
        self.parted, self._marked = blocks.parted.tolist(), blocks.marked.tolist()
        self.numbered = (held(letters.digits, start, end) > 0).tolist()
        self._words: list[str | None] = [None] * len(self.start)
        self.size = (end - start - blocks.marker).tolist()
        dated = (held(_years(letters), start, end) > 0) | blocks.marked
        for at in np.flatnonzero(~blocks.one_line).tolist():
            self.size[at] = len(self.words(at))
            dated[at] |= entries.IN_PRESS in self.words(at)
        self.dated = dated.tolist()
        clear = ~blocks.marked & ~dated & _is_text(blocks, np.array(self.size, np.int64))
        for at in np.flatnonzero(clear).tolist():
            clear[at] = not self._may_be_more(at)
        self.clear, self.leads = clear.tolist(), (letters.code(end - 1) == ord(":")).tolist()
        self.shapes = ["text"] * len(self.start)
        for at in np.flatnonzero(~clear).tolist():
            self.shapes[at] = _shape(self.words(at), self.kind[at])

    def words(self, at: int) -> str:
        """The words of a block on one line, without list marker and Markdown's marks."""
        found = self._words[at]
        if found is None:
            text = self.source[self.body[at] : self.end[at]]
            found = label(text) if self._marked[at] else text.strip() if self.one_line[at] else " ".join(text.split())
            self._words[at] = found
        return found

    def _may_be_more(self, at: int) -> bool:
        """True where a block that is text may be furniture or a reference all the same, as the letters it begins with tell."""
        if self.kind[at] == ITEM:
            return "[" in self.marker(at)
        begin = self.body[at]
        if self.source.find(" ", begin, self.end[at]) < 0:
            return True
        if self.size[at] > LONGEST_PAGE:
            return False
        head = self.source[begin : begin + 3] if self.one_line[at] else self.words(at)[:3]
        return may_be_page(head) and is_page(self.words(at), "", parted=False)

    def marker(self, at: int) -> str:
        """The list marker of a block."""
        return self.source[self.start[at] : self.body[at]]

    def run(self, at: int) -> tuple[int, int]:
        """First and last index of the run of title-like lines, no blank line between, that a block stands in."""
        number = bisect_right(self._runs, at)
        return self._runs[number - 1], self._runs[number] - 1

    @cached_property
    def _runs(self) -> list[int]:
        """Where such runs begin, and where the last ends."""
        title = np.array([shape == "title" for shape in self.shapes]) & (self.blocks.kind == PLAIN)
        begins = np.ones(title.size, np.bool_)
        begins[1:] = self.blocks.gap[1:] | ~title[1:] | ~title[:-1]
        firsts = self.blocks.first
        begins[firsts[firsts < title.size]] = True
        return [*np.flatnonzero(begins).tolist(), title.size]


def label(text: str) -> str:
    """A block's words on one line and without Markdown's marks, as units below a heading bear it."""
    marked = _MARKED.search(text)
    if "\n" in text:
        return " ".join((_MARKS.sub(" ", text) if marked else text).split())
    return (_MARKS.sub("", text) if marked else text).strip()


def _shape(shown: str, kind: int) -> str:
    """ "title" for what looks like a heading or link, "question" for one question alone, else "text"."""
    if len(shown) > LONGEST_TITLE or not shown:
        return "text"
    if ("?" in shown or "？" in shown) and _QUESTION.fullmatch(shown):
        head = shown[: shown.find("?")] if "?" in shown else ""
        return "question" if _is_one(head) else "text"
    if ended(shown) and not (shown[-1] == ":" and _is_label(shown, kind)):
        return "text"
    return "title" if _looks_like_title(shown) else "text"


def _years(letters: Letters) -> Ints:
    """Where years may stand, or words that stand for one."""
    digits = letters.digits
    begun = digits[:-3][(digits[3:] - digits[:-3] == 3) & letters.are(digits[:-3], "12")]
    return np.sort(np.concatenate([begun, *(standing(letters.latin, word.encode()) for word in entries.UNDATED)]))


def _is_text(blocks: Blocks, size: Ints) -> Flags:
    """Which plain blocks and items are text by their length and last letter, and no furniture but by what they begin with."""
    stopped, closed = blocks.letters.are(blocks.end - 1, ".!"), blocks.letters.are(blocks.end - 1, ".!?;")
    item = (size > LONGEST_TITLE) | (stopped & (size >= LONGEST_BUTTON))
    plain = (size > 260) | (closed & (size > LONGEST_TITLE)) | (stopped & (size > LONGEST_STAMP))
    plain &= (size > LONGEST_PAGE) | ~blocks.parted
    found: Flags = ((blocks.kind == PLAIN) & plain) | ((blocks.kind == ITEM) & item)
    return found


def _is_one(text: str) -> bool:
    """True for a text with one sentence at most."""
    return len(ends.cut(text, 0, len(text), ends.Marks.of(text))) < 2


def _is_label(shown: str, kind: int) -> bool:
    """ "Common side effects:" is a heading, "Side effects may include:" leads in a list."""
    return len(shown.split()) < 7 and kind in (PLAIN, BOLD, HEADING) and not LEADS.search(shown)


def _looks_like_title(shown: str) -> bool:
    """Few words, or most of them with a capital; one sentence at most; nothing that asks to go on."""
    words = shown.split()
    if shown[-1] in ",-–—(&" or words[-1].casefold() in _UNENDING or "://" in shown:
        return False
    if not (shown[0].isalpha() or any(letter.isalpha() for letter in shown)):
        return False
    if len(words) > 12:
        long_words = [word for word in words if len(word) > 3]
        capitals = sum(1 for word in long_words if not lower_start(word))
        if len(words) > 22 or capitals < 0.6 * len(long_words):
            return False
    return ". " not in shown or _is_one(shown)
