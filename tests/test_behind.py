"""The sentences behind many marks at once are those behind each mark, whatever the mark asks and whatever is filtered."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimscape import queries
from claimscape.exports.exhibit import PAGES
from claimscape.queries import Pick, Scope, behind, behind_in_parts, sentences_behind
from claimscape.store import Landscape
from tests import landscapes

SCOPES = {
    "all": Scope(one=("source:a",)),
    "filters": Scope(topics=("safety", "mechanism"), certainty=("asserted", "negated"), support=("none", "cited")),
    "sources": Scope(sources=("a", "b"), by="kind", sample=True, one=("kind:blog",)),
    "years": Scope(by="year", one=("source:a", "kind:leaflet"), other=("source:c",)),
    "empty": Scope(kinds=("no such kind",), one=("source:a",)),
}


def picks_of(landscape: Landscape, scope: Scope, most: int = 1000) -> list[str]:
    """The picks of every chart and list in the scope, once; at most so many that ask the same fields of the same kinds."""
    found: dict[str, None] = {}
    for name in [name for names in PAGES.values() for name in names]:
        frame = getattr(queries, name)(landscape, scope, *(["it"] if name == "search_frequency" else []))
        for column in [column for column in frame.columns if column == "pick" or column.endswith("_pick")]:
            found |= dict.fromkeys(map(str, frame[column]))
    asked = Counter[str]()
    return [pick for pick in found if asked.update([shape := re.sub(r"=[^&:]*", "", pick)]) or asked[shape] <= most]


def one_by_one(landscape: Landscape, scope: Scope, picks: list[str], page: int = 200) -> pd.DataFrame:
    """What `sentences_behind` says of each pick, paged to the end."""
    frames = []
    for pick in picks or ["sentence=none"]:
        frame = sentences_behind(landscape, scope, Pick.parse(pick), most=page)
        total = frame.attrs["total"]
        pages = [frame, *(sentences_behind(landscape, scope, Pick.parse(pick), at, page) for at in range(page, total, page))]
        frames += [each.assign(pick=pick, total=total) for each in pages]
    whole = pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
    return whole[["pick", *[name for name in whole.columns if name not in ("pick", "total")], "total"]]


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other, check_dtype=False)


def test_every_mark_of_every_chart_has_the_sentences_that_it_opens(landscape: Landscape) -> None:
    picks = picks_of(landscape, SCOPES["all"])
    assert len(picks) > 100
    same(behind(landscape, SCOPES["all"], picks), one_by_one(landscape, SCOPES["all"], picks))


@pytest.mark.parametrize("name", [name for name in SCOPES if name != "all"])
def test_under_filters_grouped_and_compared_too(landscape: Landscape, name: str) -> None:
    picks = picks_of(landscape, SCOPES[name], 1)
    same(behind(landscape, SCOPES[name], picks), one_by_one(landscape, SCOPES[name], picks))


def test_with_hostile_labels_too(tmp_path: Path) -> None:
    hostile = landscapes.hostile(tmp_path, "=x’<b>&%_';")
    picks = picks_of(hostile, Scope(), 1)
    same(behind(hostile, Scope(), picks), one_by_one(hostile, Scope(), picks))


def test_pages_of_a_mark_together_are_its_sentences(landscape: Landscape) -> None:
    picks = ["", "source=a", "claim=raises", "risk=nausea&contained=no"]
    same(behind(landscape, Scope(), picks), one_by_one(landscape, Scope(), picks, 3))


CHOICES = {
    "source": ["a", "b", "nobody"],
    "unit": ["kind:blog", "year:", "source:c"],
    "part": ["one", "other"],
    "topic": ["mechanism", "safety"],
    "also": ["safety", "legal"],
    "claim": ["raises", "helps"],
    "claim_type": ["efficacy", "mechanism"],
    "certainty": ["asserted", "negated"],
    "support": ["none", "cited"],
    "risk": ["nausea"],
    "contained": ["yes", "no"],
    "side": ["benefit", "risk", "claim"],
    "citation": ["reference", "vague_attribution"],
    "word": ["serotonin", "good", "it"],
    "sentence": ["0", "3", "none"],
    "shared": [("a",), ("a", "b")],
    "only": ["yes"],
    "places": [("0-2 a", "3-3 b"), ("9-9 c", "strange")],
    "whole": ["yes"],
}
FIELDS = st.dictionaries(st.sampled_from(sorted(CHOICES)), st.integers(0, 5), max_size=4)


@settings(max_examples=12)
@given(st.lists(FIELDS, min_size=1, max_size=3), st.sampled_from(sorted(SCOPES)))
def test_any_mark_that_can_be_asked(landscape: Landscape, asked: list[dict[str, int]], name: str) -> None:
    chosen = [{field: CHOICES[field][at % len(CHOICES[field])] for field, at in each.items()} for each in asked]
    picks = list(dict.fromkeys(str(Pick(**each)) for each in chosen))  # type: ignore[arg-type]
    same(behind(landscape, SCOPES[name], picks), one_by_one(landscape, SCOPES[name], picks))


def test_at_most_so_many_of_each_but_all_are_counted(landscape: Landscape) -> None:
    frame = behind(landscape, Scope(), ["source=a", "topic=safety"], most=1)
    assert frame[["pick", "sentence_id", "total"]].to_numpy().tolist() == [["source=a", 1, 4], ["topic=safety", 3, 3]]


@pytest.mark.parametrize("most", [None, 2])
def test_parts_together_are_the_whole(landscape: Landscape, most: int | None) -> None:
    picks = picks_of(landscape, Scope(), 1)
    parts = list(behind_in_parts(landscape, Scope(), picks, most, rows=3))
    assert max(map(len, parts)) == 3
    same(pd.concat(parts, ignore_index=True), behind(landscape, Scope(), picks, most))


def test_no_mark_and_a_mark_without_sentences_have_the_columns_all_the_same(landscape: Landscape) -> None:
    columns = list(behind(landscape, Scope(), ["source=a"]).columns)
    assert columns[0] == "pick"
    assert columns[-1] == "total"
    for picks in ([], ["sentence=none"]):
        assert list(behind(landscape, Scope(), picks).columns) == columns
        assert [list(part.columns) for part in behind_in_parts(landscape, Scope(), picks)] == [columns]


def test_a_mark_that_looks_past_the_filters_does_so(landscape: Landscape) -> None:
    narrow = replace(Scope(), topics=("legal",))
    assert len(behind(landscape, narrow, ["source=a&whole=yes"])) == 4
    assert len(behind(landscape, narrow, ["source=a"])) == 0
