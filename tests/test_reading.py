"""Words of many texts at once, and the runs of them that recur: each held against the same done one by one."""

import re
from collections import defaultdict
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from claimscape.queries import entries, phrases, wording
from claimscape.queries.reading import Reading
from claimscape.queries.recurrent import grown
from claimscape.words import normal, stem, tokens

PARTS = st.sampled_from(["a", "of", "Fox", "fox's", "behaviour", "behavior", "日本", "_", "7", *"-‑, \n\u00ad'\0", "’s"])
TEXTS = st.lists(st.lists(PARTS, max_size=12).map(" ".join) | st.lists(PARTS, max_size=12).map("".join), max_size=5)
WORDS = st.lists(st.lists(st.sampled_from(["red", "fox", "ran", "the", "far", ","]), max_size=14).map(" ".join), max_size=8)
KNOWN = ("far", "ran")
# Item, joined, a new document: nothing is joined to another document.
ITEM = st.tuples(st.integers(0, 3), st.booleans(), st.booleans()).map(lambda each: (each[0], each[1] and not each[2], each[2]))
ITEMS = st.lists(ITEM, max_size=30)


def of_each(text: str) -> list[tuple[str, int, int]]:
    return [(word, first, last) for word, first, last in tokens(text) if normal(word)]


@given(TEXTS)
def test_words_are_those_that_are_found_in_each_text(texts: list[str]) -> None:
    read = Reading.of(texts)
    written = [read.written[at] for at in read.word]
    found = list(zip(read.text.tolist(), written, read.begin.tolist(), read.close.tolist(), strict=True))
    assert found == [(at, *word) for at, text in enumerate(texts) for word in of_each(text)]
    assert [read.forms[at] for at in read.form] == [normal(word) for word in written]


@given(TEXTS)
def test_words_are_joined_that_have_spaces_and_hyphens_between_them(texts: list[str]) -> None:
    expected: list[bool] = []
    for text in texts:
        words = of_each(text)
        gaps = [text[one[2] : other[1]] for one, other in pairwise(words)]
        expected += [False] * bool(words) + [re.fullmatch(r"[\s\-‐‑]*", gap) is not None for gap in gaps]
    assert Reading.of(texts).joined.tolist() == expected


@given(TEXTS, st.lists(st.tuples(st.integers(0, 4), st.integers(-2, 20), st.integers(1, 9)), max_size=4))
def test_words_within_a_stretch_are_those_that_overlap_it(texts: list[str], drawn: list[tuple[int, int, int]]) -> None:
    spans = [(at, first, first + length) for at, first, length in drawn if at < len(texts)]
    within = Reading.of(texts).within(*np.array(spans, np.int64).reshape(-1, 3).T)
    assert within.tolist() == [
        any(at == text and begin < last and first < end for text, begin, end in spans)
        for at, text_ in enumerate(texts)
        for _, first, last in of_each(text_)
    ]


def recurring(drawn: list[tuple[int, bool, bool]], longest: int) -> dict[tuple[int, ...], list[int]]:
    """Places of each run of items that two documents have, one by one."""
    docs, found = documents(drawn), defaultdict(list)
    for at in range(len(drawn)):
        for size in range(1, min(longest, len(drawn) - at) + 1):
            if all(joined for _, joined, _ in drawn[at + 1 : at + size]):
                found[tuple(item for item, _, _ in drawn[at : at + size])].append(at)
    return {items: places for items, places in found.items() if len({docs[at] for at in places}) > 1}


def documents(drawn: list[tuple[int, bool, bool]]) -> list[int]:
    return np.cumsum([new for _, _, new in drawn], dtype=np.int64).tolist()


@given(ITEMS)
def test_runs_that_recur_are_those_that_are_found_one_by_one(drawn: list[tuple[int, bool, bool]]) -> None:
    items, joined = (np.array([each[at] for each in drawn], kind) for at, kind in ((0, np.int64), (1, np.bool_)))
    docs = documents(drawn)
    found = {}
    for runs in grown(items, joined, np.array(docs, np.int64), 4):
        for name in range(len(runs.spread)):
            places = runs.at[runs.name == name].tolist()
            found[tuple(items[places[0] : places[0] + runs.size].tolist())] = places
            assert runs.spread[name] == len({docs[at] for at in places})
    assert found == recurring(drawn, 4)


@given(ITEMS)
def test_outermost_runs_stand_in_no_longer_one_of_as_many_documents(drawn: list[tuple[int, bool, bool]]) -> None:
    items, joined = (np.array([each[at] for each in drawn], kind) for at, kind in ((0, np.int64), (1, np.bool_)))
    docs = documents(drawn)
    every = {run: len({docs[at] for at in places}) for run, places in recurring(drawn, wording.MOST_PIECES).items()}

    def held(run: tuple[int, ...]) -> bool:
        longer = [other for other, spread in every.items() if len(other) > len(run) and spread >= every[run]]
        return any(other[at : at + len(run)] == run for other in longer for at in range(len(other)))

    told = {}
    for runs in wording.outermost(items, joined, np.array(docs, np.int64)):
        for name, spread in enumerate(runs.spread.tolist()):
            at = runs.at[runs.name == name].tolist()
            told[tuple(items[at[0] : at[0] + runs.size].tolist())] = spread, at
    plain = recurring(drawn, wording.MOST_PIECES)
    assert told == {run: (spread, plain[run]) for run, spread in every.items() if not held(run)}


@given(WORDS)
def test_phrases_are_those_that_are_found_one_by_one(texts: list[str]) -> None:
    read, docs = Reading.of(texts), [f"d{at // 2}" for at in range(len(texts))]
    known = np.array([read.forms[form] in KNOWN for form in read.form], np.bool_)
    found = phrases.recurring(read, docs, known, entries.DULL, ())
    assert {phrase.forms: phrase.places.T.tolist() for phrase in found} == one_by_one(texts, docs)


def one_by_one(texts: list[str], docs: list[str]) -> dict[tuple[str, ...], list[list[int]]]:
    """Phrases of content in two documents that rules do not quote and no longer one of as many documents holds."""
    every: dict[tuple[str, ...], list[list[int]]] = defaultdict(list)
    for at, text in enumerate(texts):
        for piece in re.finditer(r"[^,]+", text):
            words = [(word, piece.start() + first, piece.start() + last) for word, first, last in of_each(piece[0])]
            for first in range(len(words)):
                for run in (words[first : first + size] for size in range(3, min(8, len(words) - first) + 1)):
                    every[tuple(word for word, _, _ in run)].append([at, run[0][1], run[-1][2]])
    kept = {run: places for run, places in every.items() if len({docs[at] for at, _, _ in places}) > 1 and tells(run)}
    spread = {run: len({docs[at] for at, _, _ in places}) for run, places in kept.items()}
    held = {run for run in kept for other in kept if inside(run, other) and spread[other] >= spread[run]}
    return {run: places for run, places in kept.items() if run not in held}


def tells(run: tuple[str, ...]) -> bool:
    content = [word for word in run if stem(word) not in entries.DULL]
    ends = run[0] in content and run[-1] in content
    return ends and len({stem(word) for word in content}) > 1 and any(word not in KNOWN for word in content)


def inside(run: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(other) > len(run) and any(other[at : at + len(run)] == run for at in range(len(other)))
