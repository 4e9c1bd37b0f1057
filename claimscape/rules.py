"""The rule language of a codebook: query text in, a tree of plain tuples out (docs/codebook.md is its manual).

serotonin                 the word and its inflections      serotonin release        side by side, inflected
"risk free"  =effective   exactly these forms               neurotox*                words that begin so
^WHO                      with these capitals               ^*                       begins with a capital
$raise NEAR/6 serotonin   at most 6 words apart             $raise PRE/6 serotonin   the same, in this order
a AND b  a OR b  a NOT b  within one sentence               HEADING(…) PREVIOUS(…)   looked up there instead
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from claimscape.words import normal_forms, raw_words, stem

NEAREST = 1
WIDEST = 50
FARTHEST = 100  # words that NEAR and PRE inside each other reach over in all, or a text without stops has millions of hulls
DEEPEST = 20
HIGHEST = 100  # operators that work on each other's results, through all lists; each costs Python some of its stack
LONGEST = 100_000  # words with all lists written out: lists that name each other twice would double at every step
SHOWN = 200  # characters of a query in a fault

_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<near>(?:NEAR|PRE)/\d+\b)|(?P<operator>(?:AND|OR|NOT)\b)|(?P<field>(?:HEADING|PREVIOUS)(?=\())
    |(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"]*)"|\$(?P<list>\w+)|=(?P<exact>[^\s()"$*^]+)|(?P<capital>\^\*)|\^(?P<cased>\w[^\s()"$*=^]*)|(?P<prefix>\w[^\s()"$*=]*)\*|(?P<word>[^\s()"$*=]+)""",
    re.VERBOSE,
)


_NUMBERLESS = re.compile(r"(?:NEAR|PRE)(?:/|$)")
_MISWRITTEN = re.compile(r"(near|pre)/?(\d+)$", re.IGNORECASE)


class RuleFault(ValueError):
    """A query that cannot be read: `why` without the query, and `at`, the character where reading stopped, from 0.

    The codebook turns it into a line of its list of faults.
    """

    def __init__(self, message: str, why: str, at: int) -> None:
        super().__init__(message)
        self.why, self.at = why, at


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word of the text: `how` is stem, exact, prefix, cased or capital, `form` what is compared."""

    how: str
    form: str
    words = 1
    height = 0
    far = 0


@dataclass(frozen=True, slots=True)
class Node:
    """An inner part of a query: `kind` is any, all, not, near, pre, heading or previous; `reach` in words."""

    kind: str
    parts: tuple["Node | Leaf", ...]
    reach: int = NEAREST
    words: int = field(init=False, compare=False, repr=False)
    height: int = field(init=False, compare=False, repr=False)
    far: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        inside = [part.far for part in self.parts]
        joined = self.kind in ("near", "pre")
        object.__setattr__(self, "far", sum(inside) + self.reach if joined else max(inside, default=0))
        object.__setattr__(self, "words", sum(part.words for part in self.parts))
        object.__setattr__(self, "height", 1 + max((part.height for part in self.parts), default=0))


Query = Node | Leaf


def parse(text: str, lists: Mapping[str, Query] | None = None) -> Query:
    """The query as a tree, with `$name` replaced by its list; RuleFault says what is wrong and where."""
    reader = _Reader(text, lists or {})
    tree = reader.either(0)
    if token := reader.left():
        reader.fail(f"'{token[1]}' is not expected here")
    return tree


def any_of(queries: list[Query]) -> Query:
    """One query that any of the given ones satisfies."""
    flat: list[Query] = []
    for query in queries:
        flat.extend(query.parts if isinstance(query, Node) and query.kind == "any" else (query,))
    return flat[0] if len(flat) == 1 else Node("any", tuple(dict.fromkeys(flat)))


def _tokens(text: str) -> list[tuple[int, tuple[str, str]]]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            unread, missing = f"cannot read '{text[at : at + 20]}'", "a quotation mark or a word is missing"
            raise RuleFault(f"{unread} at character {at + 1}: {missing}", f"{unread}: {missing}", at)
        kind = str(match.lastgroup)
        if kind != "space":
            found.append((at, (kind, match[kind])))
        at = match.end()
    return found


class _Reader:
    """Recursive descent: OR binds loosest, then AND and NOT, then NEAR and PRE, then words side by side."""

    def __init__(self, text: str, lists: Mapping[str, Query]) -> None:
        tokens = _tokens(text)
        self.tokens, self.starts = [token for _, token in tokens], [*(start for start, _ in tokens), len(text)]
        self.lists, self.text, self.at, self.words = lists, text, 0, 0

    def left(self) -> tuple[str, str] | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def fail(self, why: str, back: int = 0) -> NoReturn:
        """The fault is the next token, or the one `back` before it."""
        shown = f"{self.text[:SHOWN]}{' …' if len(self.text) > SHOWN else ''}"
        raise RuleFault(f"{why}, in: {shown}", why, self.starts[max(self.at - back, 0)])

    def either(self, depth: int) -> Query:
        if depth > DEEPEST:
            self.fail(f"more than {DEEPEST} brackets inside each other")
        return any_of(self._chain(lambda: self.both(depth), "OR"))

    def both(self, depth: int) -> Query:
        tree = self.near(depth)
        while (token := self.left()) and token in (("operator", "AND"), ("operator", "NOT")):
            self.at += 1
            tree = self.low(Node("all" if token[1] == "AND" else "not", (tree, self.near(depth))))
        return tree

    def near(self, depth: int) -> Query:
        tree = self.side_by_side(depth)
        while (token := self.left()) and token[0] == "near":
            self.at += 1
            word, reach = token[1].split("/")
            if not NEAREST <= int(reach[:9]) <= WIDEST:
                self.fail(f"{token[1]} must lie between {word}/{NEAREST} and {word}/{WIDEST}", 1)
            tree = self.low(Node(word.lower(), (tree, self.side_by_side(depth)), int(reach)))
            if tree.far > FARTHEST:
                self.fail(f"NEAR and PRE inside each other reach over {tree.far} words; at most {FARTHEST} in all", 1)
        return tree

    def side_by_side(self, depth: int) -> Query:
        parts = [self.single(depth)]
        while (token := self.left()) and token[0] not in ("near", "operator", "close"):
            parts.append(self.single(depth))
        return self.low(_sequence(parts))

    def low(self, tree: Query) -> Query:
        if tree.height > HIGHEST:
            self.fail(f"more than {HIGHEST} words or operators in a row; part them with OR, or into several queries")
        return tree

    def single(self, depth: int) -> Query:
        token = self.left()
        if not token:
            self.fail("a word is missing at the end")
        self.at += 1
        kind, value = token
        if kind in ("open", "field"):
            self.at += kind == "field"
            tree = self.either(depth + 1)
            if self.left() != ("close", ")"):
                self.fail("a closing bracket is missing")
            self.at += 1
            return tree if kind == "open" else Node(value.lower(), (tree,))
        if kind == "list":
            if value not in self.lists:
                self.fail(f"${value} is no list of this codebook", 1)
            return self.counted(self.lists[value])
        if kind in ("near", "operator", "close"):
            self.fail(f"'{value}' has nothing before it", 1)
        return self.counted(self._word(kind, value))

    def counted(self, tree: Query) -> Query:
        self.words += tree.words
        if self.words > LONGEST:
            self.fail(f"more than {LONGEST:,} words with its lists written out", 1)
        return tree

    def _word(self, kind: str, value: str) -> Query:
        if kind == "word" and _NUMBERLESS.match(value):
            self.fail(f"{value} needs a whole number of words, such as {value.split('/')[0]}/5", 1)
        if kind == "word" and (meant := _MISWRITTEN.match(value)):
            self.fail(f"'{value}' would be read as plain words; write {meant[1].upper()}/{meant[2]}", 1)
        if kind == "capital":
            return Leaf("capital", "")
        if kind == "cased":
            return _sequence([Leaf("cased", word) for word in raw_words(value)])
        forms = normal_forms(value)
        if not forms:
            self.fail(f"'{value}' holds no letter or digit", 1)
        if kind == "word":
            return _sequence([Leaf("stem", stem(form)) for form in forms])
        leaves: list[Query] = [Leaf("exact", form) for form in forms]
        if kind == "prefix":
            leaves[-1] = Leaf("prefix", forms[-1])
        return _sequence(leaves)

    def _chain(self, part: Callable[[], Query], word: str) -> list[Query]:
        parts = [part()]
        while self.left() == ("operator", word):
            self.at += 1
            parts.append(part())
        return parts


def _sequence(parts: list[Query]) -> Query:
    tree = parts[0]
    for part in parts[1:]:
        tree = Node("pre", (tree, part), NEAREST)
    return tree
