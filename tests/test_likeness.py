"""Which sources say the same and which share wording: counted by hand on texts of a few words."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape import charts, likeness, queries
from claimscape.queries import Pick, Scope
from claimscape.store import Landscape
from tests import landscapes

ALL = Scope()
# Fox and Cat share eleven words over two sentences, six of which Dog has too; Dog and Owl say the same in words of their own.
TEXTS: dict[str, list[landscapes.Row]] = {
    "cat": [{"text": "A quick, brown fox’s cub jumps over the lazy dog; it barks!", "topics": ["safety"]}],
    "dog": [
        {
            "text": "Brown fox cub jumps over the moon.",
            "topics": ["legal"],
            "claims": [("helps", "efficacy", "asserted", "none")],
        }
    ],
    "fox": [
        {"text": "The quick brown fox cub jumps over the lazy dog.", "topics": ["mechanism"]},
        {"text": "It barks.", "topics": ["mechanism"]},
    ],
    "owl": [
        {
            "text": "Nothing here is like the others.",
            "topics": ["legal"],
            "claims": [("helps", "efficacy", "hedged", "none")],
        }
    ],
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    return landscapes.landscape_of(tmp_path_factory.mktemp("texts"), TEXTS, {})


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_passages_are_as_long_as_they_go_and_none_stands_inside_another_of_as_many_sources(texts: Landscape) -> None:
    frame = queries.shared_phrases(texts, ALL)
    assert rows(frame, "passage", "label", "words", "k", "n", "doc_id", "pick") == [
        (0, "quick, brown fox’s cub jumps over the lazy dog; it barks", 11, 2, 4, "cat", "source=cat&places=0-0+cat"),
        (0, "quick, brown fox’s cub jumps over the lazy dog; it barks", 11, 2, 4, "fox", "source=fox&places=0-1+fox"),
        (1, "brown fox’s cub jumps over the", 6, 3, 4, "cat", "source=cat&places=0-0+cat"),
        (1, "brown fox’s cub jumps over the", 6, 3, 4, "dog", "source=dog&places=0-0+dog"),
        (1, "brown fox’s cub jumps over the", 6, 3, 4, "fox", "source=fox&places=0-0+fox"),
    ]


def test_a_passage_opens_its_sentences_in_every_source(texts: Landscape) -> None:
    pick = Pick.parse(queries.shared_phrases(texts, ALL)["passage_pick"].iloc[0])
    assert rows(queries.sentences_behind(texts, ALL, pick), "doc_id", "sentence_id") == [("cat", 0), ("fox", 0), ("fox", 1)]


def test_five_words_in_a_row_are_no_passage(tmp_path: Path) -> None:
    two = {"a": [{"text": "One two three four five six."}], "b": [{"text": "One two three four five seven."}]}
    assert queries.shared_phrases(landscapes.landscape_of(tmp_path, two, {}), ALL).empty


def test_a_heading_between_two_sentences_ends_a_passage(tmp_path: Path) -> None:
    parted = [{"text": "One two three."}, {"text": "Title", "kind": "heading"}, {"text": "Four five six."}]
    whole = [{"text": "One two three."}, {"text": "Four five six."}]
    assert queries.shared_phrases(landscapes.landscape_of(tmp_path / "1", {"a": parted, "b": whole}, {}), ALL).empty
    assert len(queries.shared_phrases(landscapes.landscape_of(tmp_path / "2", {"a": whole, "b": whole}, {}), ALL)) == 2


def test_what_one_source_repeats_is_shared_with_nobody(tmp_path: Path) -> None:
    line = {"text": "One two three four five six."}
    assert queries.shared_phrases(landscapes.landscape_of(tmp_path, {"a": [line, line], "b": []}, {}), ALL).empty


def test_likeness_sets_what_sources_say_beside_the_words_they_share(texts: Landscape) -> None:
    """Fox has 7 runs of six words, Cat 7, Dog 2, Owl 1; Cat and Fox share 6 of them, Dog shares 1 with either."""
    frame = queries.likeness(texts, ALL)
    found = {tuple(sorted((row.a, row.b))): row for row in frame.itertuples()}
    wording = {pair: (row.shared, row.of, round(row.wording, 4)) for pair, row in found.items()}
    assert wording == {
        ("cat", "fox"): (6, 7, round(6 / 7, 4)),
        ("cat", "dog"): (1, 2, 0.5),
        ("dog", "fox"): (1, 2, 0.5),
        ("cat", "owl"): (0, 1, 0.0),
        ("dog", "owl"): (0, 1, 0.0),
        ("fox", "owl"): (0, 1, 0.0),
    }
    codes = {pair: (round(row.codes, 6), row.claims) for pair, row in found.items() if row.codes}
    assert codes == {("dog", "owl"): (1.0, 1)}
    assert found["dog", "owl"].codes_pick in ("shared=dog&shared=owl", "shared=owl&shared=dog")
    assert found["dog", "owl"].pick == ""
    behind = queries.sentences_behind(texts, ALL, Pick.parse(found["cat", "fox"].pick))
    assert rows(behind, "doc_id", "sentence_id") == [("cat", 0), ("fox", 0), ("fox", 1)]
    ends = dict(zip([*frame["a"], *frame["b"]], [*frame["a_place"], *frame["b_place"]], strict=True))
    assert sorted(ends.values()) == [0, 1, 2, 3]
    assert abs(ends["dog"] - ends["owl"]) == 1


def test_a_claim_that_one_denies_is_not_said_alike(tmp_path: Path) -> None:
    said = [{"text": "It helps.", "claims": [("helps", "efficacy", "asserted", "none")]}]
    denied = [{"text": "It does not.", "claims": [("helps", "efficacy", "negated", "none")]}]
    frame = queries.likeness(landscapes.landscape_of(tmp_path, {"a": said, "b": denied}, {}), ALL)
    assert rows(frame, "codes", "claims", "codes_pick") == [(0.0, 0, "")]


def test_likeness_of_many_sources_keeps_those_that_share_most_wording(tmp_path: Path) -> None:
    documents = {f"s{one:02}": [{"text": f"w{one} {one} {one}a {one}b {one}c {one}d"}] for one in range(40)}
    documents["s39"] = documents["s07"]
    frame = queries.likeness(landscapes.landscape_of(tmp_path, documents, {}), ALL)
    assert frame.attrs["compared"] == 40
    assert len({*frame["a_id"], *frame["b_id"]}) == 24
    assert {("s07", "s39"), ("s39", "s07")} & {(row.a_id, row.b_id) for row in frame[frame["wording"] == 1].itertuples()}


def test_titles_name_the_sources_that_are_alike(texts: Landscape, landscape: Landscape) -> None:
    title = charts.likeness(queries.likeness(texts, ALL)).layout.meta["title"]
    pair = {"“cat” and “fox”", "“fox” and “cat”"}
    assert title.split(" share the largest part of their wording, ")[0] in pair
    assert "6 of 7 runs of six words" in title
    phrases = charts.shared_phrases(queries.shared_phrases(texts, ALL)).layout.meta
    assert phrases["title"] == "2 passages stand word for word in several sources; the longest, 11 words, in “cat” and “fox”"
    assert "miss paraphrase" in phrases["subtitle"]
    assert charts.likeness(queries.likeness(landscape, ALL)).layout.meta["title"].startswith("No two sources share six words")


def test_a_tree_puts_the_most_alike_beside_each_other() -> None:
    alike = np.array([[1, 0.1, 0.9], [0.1, 1, 0.2], [0.9, 0.2, 1]])
    tree = likeness.tree(alike)
    assert tree.order in ((0, 2, 1), (1, 2, 0))
    heights = sorted(round(max(height for _, height in bracket), 6) for bracket in tree.brackets)
    assert heights == [0.1, 0.85]  # 1 - 0.9, and the mean of 1 - 0.1 and 1 - 0.2


@pytest.mark.parametrize("n", [0, 1])
def test_a_tree_of_one_or_none_has_no_branch(n: int) -> None:
    assert likeness.tree(np.eye(n)) == likeness.Tree(tuple(range(n)), ())


def test_members_in_common_are_counted_by_pair() -> None:
    common = likeness.together([0, 0, 1, 1, 2], [4, 7, 7, 9, 9], 4)
    assert common.tolist() == [[2, 1, 0, 0], [1, 2, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]


def test_a_member_may_stand_for_several() -> None:
    assert likeness.together([0, 1, 1], [4, 4, 7], 2, [3, 3, 2]).tolist() == [[3, 3], [3, 5]]


@given(st.lists(st.lists(st.sampled_from(["doctor", "doctors", "capsule", "snow"]), max_size=3).map(" ".join), max_size=6))
def test_texts_are_as_alike_as_their_letters_weighted_one_by_one(texts: list[str]) -> None:
    if texts:
        assert likeness.cosines(texts) == pytest.approx(one_by_one(texts), abs=1e-9)


def one_by_one(texts: list[str]) -> np.ndarray:
    """Cosines of centred vectors of (1 + log tf) x idf, n-gram by n-gram."""
    padded = [[f" {word} " for word in text.split()] for text in texts]
    grams = [
        Counter(word[at : at + size] for word in words for size in likeness.SIZES for at in range(len(word) - size + 1))
        for words in padded
    ]
    n, every = len(texts), sorted(set().union(*grams))
    frequency = {gram: sum(gram in count for count in grams) for gram in every}
    kept = [gram for gram in every if frequency[gram] <= max(likeness.COMMON * n, 10)]
    rarity = {gram: np.log((1 + n) / (1 + frequency[gram])) + 1 for gram in kept}
    vectors = np.array([[(1 + np.log(count[gram])) * rarity[gram] if count[gram] else 0 for gram in kept] for count in grams])
    vectors = vectors.reshape(n, -1)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    centred = unit - unit.mean(axis=0) * n / (n + likeness.FIRM) if unit.size else unit
    sizes = np.sqrt(np.clip((centred**2).sum(axis=1), 1e-12, None))
    found = centred @ centred.T / sizes[:, None] / sizes[None, :]
    there = (length > 0).ravel()
    return np.where(there[:, None] & there[None, :], found, 0.0)
