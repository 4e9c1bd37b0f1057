"""The index of words: it leaves out no source with a hit, and a search of very many sources reads those that it names."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimscape import charts
from claimscape.matching import Matcher
from claimscape.queries import Scope, roster
from claimscape.queries.answered import answered
from claimscape.queries.asked import asked
from claimscape.queries.holding import holding
from claimscape.rules import Leaf, parse
from claimscape.store import Landscape
from tests import landscapes
from tests.test_search import LINES, query_texts, told

DRY = [{"text": "A dry line."}, {"text": "Another of them."}]
WET = [{"text": "Zebras"} | {"kind": "heading"}, {"text": "They drink in Zanzibar."}]
texts = st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=4), min_size=1, max_size=5)


def able(landscape: Landscape, query: str) -> list[str]:
    tree = asked(landscape, query).query
    assert tree is not None
    return [str(each) for each in roster.everyone(landscape).known["doc_id"][holding(landscape, tree)]]


@settings(max_examples=40, deadline=None)
@given(texts, st.lists(query_texts, min_size=4, max_size=8))
def test_every_source_with_a_hit_can_hold_one(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[dict[str, Any]]], queries: list[str]
) -> None:
    named = {f"d{len(documents) - at}": lines for at, lines in enumerate(documents)}  # not built in the order of their names
    landscape = told(landscapes.landscape_of(tmp_path_factory.mktemp("any"), named, {}))
    units = landscape.table("sentences")
    for query in queries:
        matcher = Matcher({"x": [asked(landscape, query).query or parse("x")]})
        whole = zip(*(landscape.table("documents")[name] for name in ("doc_id", "text")), strict=True)
        hit = {doc for doc, text in whole if matcher.hits(text, list(units[units["doc_id"] == doc].itertuples()))}
        assert hit <= set(able(landscape, query))


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    lines = {
        "d": "The risks of raising serotonin.",
        "b": "It raised a risk; WHO knows.",
        "a": "No risk’s side effect.",
        "c": "Serotonergic behaviour.",
    }
    return landscapes.landscape_of(tmp_path_factory.mktemp("four"), {doc: [{"text": text}] for doc, text in lines.items()}, {})


@pytest.mark.parametrize(
    ("query", "sources"),
    [
        ("risk", "abd"),
        ("=risk", "ab"),
        ("^WHO", "b"),
        ("^Who", "b"),  # capitals are not indexed
        ("^risk", "ab"),
        ("^*", "abcd"),
        ("serot*", "cd"),
        ("risk AND raise", "bd"),
        ("risk NEAR/5 serotonin", "d"),
        ("risk NOT raise", "abd"),
        ("side effect OR behavior", "ac"),
        ("HEADING(risk) AND raise", "bd"),
        ("zebra OR PREVIOUS(serotonin)", "d"),
        ("zebra AND risk", ""),
    ],
)
def test_a_source_can_hold_a_hit_where_its_words_stand_anywhere_in_it(four: Landscape, query: str, sources: str) -> None:
    assert able(four, query) == list(sources)


def test_a_possessive_behind_another_is_found_with_its_capitals(tmp_path: Path) -> None:
    landscape = landscapes.landscape_of(tmp_path, {"a": [{"text": "The Tom's's cat"}], "b": [{"text": "Tom’s cat"}]}, {})
    assert np.array_equal(holding(landscape, Leaf("cased", "Tom's")), [True, True])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """600 sources, of which the last three and the tenth speak of zebras."""
    documents = {f"s{number:03}": WET if number > 596 or number == 9 else DRY for number in range(600)}
    return landscapes.landscape_of(tmp_path_factory.mktemp("many"), documents, {})


def test_a_search_finds_what_stands_in_the_last_of_very_many_sources(many: Landscape) -> None:
    frame = answered(many, "concordance", Scope(), "zebra")
    assert list(frame["doc_id"]) == ["s009", "s597", "s598", "s599"]
    assert frame.attrs["looked_at"] == "4 of 4 sources that can hold a hit, of 600 in all, looked at"
    assert frame.attrs["footer"].startswith(frame.attrs["looked_at"])
    assert list(answered(many, "every_place", Scope(), "zebra")["doc_id"]) == list(frame["doc_id"])
    one = answered(many, "concordance", Scope(sources=("s009", "s010", "s598")), "HEADING(zebra) AND zanzibar")
    assert list(one["doc_id"]) == ["s009", "s598"]


def test_a_search_that_finds_nothing_in_very_many_sources_looks_at_none(many: Landscape) -> None:
    frame = answered(many, "concordance", Scope(), "unicorn")
    assert frame.empty
    assert frame.attrs["looked_at"] == "0 of 0 sources that can hold a hit, of 600 in all, looked at"
    assert answered(many, "search_frequency", Scope(), "unicorn").empty


def test_of_more_sources_than_are_read_the_first_are(many: Landscape) -> None:
    frame = answered(many, "concordance", Scope(), "dry")
    assert frame.attrs["looked_at"] == "500 of 596 sources that can hold a hit, of 600 in all, looked at, the first ones"
    assert frame.attrs["in_sources"] == 500


def test_how_often_counts_against_all_sources_where_each_that_can_hold_a_hit_was_read(many: Landscape) -> None:
    whole = charts.search_frequency(answered(many, "search_frequency", Scope(), "zebra")).layout.meta
    assert whole["title"] == "“zebra” stands in 4 of 600 sources, 4 times"
    assert "dispersion" not in whole["subtitle"]  # it would be that of the four
    part = charts.search_frequency(answered(many, "search_frequency", Scope(), "dry")).layout.meta
    assert part["title"] == "“dry” stands in 500 of 500 sources looked at, 500 times"


def test_a_query_that_cannot_be_read_is_no_reason_to_read_every_source(many: Landscape) -> None:
    assert answered(many, "concordance", Scope(), "zebra AND").empty
