"""Phrases that recur: runs of words without a mark between them, found by growing those that recur by a word at a time."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from claimscape.words import normal, stem, tokens

SHORTEST, LONGEST = 3, 8  # words
FEWEST_TELLING = 2  # words of a phrase that are neither function words nor the subject's
MOST_PHRASES = 500
_JOINT = re.compile(r"[\s\-‐‑]*")

Place = tuple[int, int]  # (number of the sentence, number of its word)
Item = TypeVar("Item", bound=Hashable)
At = TypeVar("At")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: as written, its normal form, its offsets in the document, whether a rule quotes
    it, and whether it goes on from the last without a mark between."""

    written: str
    form: str
    start: int
    end: int
    known: bool
    joined: bool


@dataclass(frozen=True)
class Phrase:
    """A phrase: its commonest wording, its normal forms, and (sentence, start, end) of every occurrence."""

    label: str
    forms: tuple[str, ...]
    spans: tuple[tuple[int, int, int], ...]


def words(text: str, start: int, covered: Sequence[tuple[int, int]]) -> list[Word]:
    """The words of a sentence that starts at `start`; `covered` are the spans that rules quote, in the same offsets."""
    found: list[Word] = []
    before = 0
    for word, first, last in tokens(text):
        form = normal(word)
        if not form:
            continue  # nothing but signs that cannot be seen
        at, end = start + first, start + last
        known = any(begin < end and at < close for begin, close in covered)
        joined = bool(found) and _JOINT.fullmatch(text, before, first) is not None
        found.append(Word(word, form, at, end, known, joined))
        before = last
    return found


def recurring(
    read: Sequence[Sequence[Word]], docs: Sequence[str], dull: Collection[str], subject: Collection[str]
) -> list[Phrase]:
    """Phrases in two documents or more that no rule covers; none inside a longer one that stands in as many documents."""
    found: list[tuple[tuple[str, ...], list[Place]]] = []
    for size, places in _grown(read, docs):
        telling = ((forms, at) for forms, at in places.items() if _tells(forms, dull, subject))
        found += [(forms, at) for forms, at in telling if not _known(read, at, size, dull)]
    found.sort(key=lambda item: (-len(item[0]), -len({docs[at] for at, _ in item[1]}), -len(item[1]), item[0]))
    outer = outermost(found, lambda place: docs[place[0]], SHORTEST)
    return [_phrase(read, forms, at) for forms, at in islice(outer, MOST_PHRASES)]


def outermost(
    found: Iterable[tuple[tuple[Item, ...], list[At]]], document: Callable[[At], str], shortest: int
) -> Iterator[tuple[tuple[Item, ...], list[At]]]:
    """Those of (items in a row, places) that stand in no longer one of as many documents; the longest must come first.

    Parts of fewer than `shortest` items are not looked for.
    """
    held: dict[tuple[Item, ...], int] = {}
    for items, places in found:
        spread = len({document(place) for place in places})
        if held.get(items, 0) >= spread:
            continue
        for part in _parts(items, shortest):
            held[part] = max(held.get(part, 0), spread)
        yield items, places


def _grown(read: Sequence[Sequence[Word]], docs: Sequence[str]) -> Iterator[tuple[int, dict[tuple[str, ...], list[Place]]]]:
    """(size, places by phrase) of all phrases in two documents or more, the shortest first, for longer ones begin with them."""
    starts: list[Place] = [(at, place) for at, sentence in enumerate(read) for place in range(len(sentence))]
    for size in range(SHORTEST, LONGEST + 1):
        places: dict[tuple[str, ...], list[Place]] = defaultdict(list)
        for at, place in starts:
            run = read[at][place : place + size]
            if len(run) == size and all(word.joined for word in run[1:]):
                places[tuple(word.form for word in run)].append((at, place))
        again = {forms: at for forms, at in places.items() if len({docs[sentence] for sentence, _ in at}) > 1}
        yield size, again
        starts = sorted(place for at in again.values() for place in at)


def _tells(forms: Sequence[str], dull: Collection[str], subject: Collection[str]) -> bool:
    """Whether it begins and ends with words of content and has enough of them beside the subject's."""
    keys = [stem(form) for form in forms]
    telling = {key for key in keys if key not in dull and key not in subject and not key.isdigit()}
    return keys[0] not in dull and keys[-1] not in dull and len(telling) >= FEWEST_TELLING


def _known(read: Sequence[Sequence[Word]], places: Sequence[Place], size: int, dull: Collection[str]) -> bool:
    """Whether in any occurrence all words of content are quoted by rules."""
    return any(
        all(word.known or stem(word.form) in dull for word in read[at][place : place + size]) for at, place in places
    )


def _parts(items: tuple[Item, ...], shortest: int) -> Iterator[tuple[Item, ...]]:
    for size in range(shortest, len(items)):
        yield from (items[at : at + size] for at in range(len(items) - size + 1))


def _phrase(read: Sequence[Sequence[Word]], forms: tuple[str, ...], places: Sequence[Place]) -> Phrase:
    size = len(forms)
    spans = tuple((at, read[at][place].start, read[at][place + size - 1].end) for at, place in places)
    commonest = Counter(" ".join(word.written for word in read[at][place : place + size]) for at, place in places)
    return Phrase(commonest.most_common(1)[0][0], forms, spans)
