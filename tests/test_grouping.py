"""Sources taken together, taken as a sample, left out one by one, and set side by side."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from claimscape import charts, queries
from claimscape.queries import Scope
from claimscape.queries.answered import UNGROUPED, answered
from claimscape.queries.without import leaning
from claimscape.store import Landscape
from tests import landscapes
from tests.test_queries import opened

KINDS = Scope(by="kind")
GROUPED = (
    "coverage",
    "silence",
    "claim_recurrence",
    "claim_support",
    "risk_register",
    "balance",
    "evidence_audit",
    "emphasis",
    "distinctive_words",
    "wordcloud",
)


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """Two blogs with Alpha's lines, one with Beta's, and one source with Beta's lines of which no kind is known."""
    lines = landscapes.SMALL
    documents = {"p": lines["a"], "q": lines["a"], "r": lines["b"], "s": lines["b"]}
    facts = {name: {"label": name.upper(), "kind": "blog", "published": "March 2023"} for name in "pqr"}
    facts |= {"s": {"label": "S", "published": "2024-02-01"}}
    return landscapes.landscape_of(tmp_path_factory.mktemp("four"), documents, facts)


@pytest.mark.parametrize("name", GROUPED)
@pytest.mark.parametrize("by", ["kind", "publisher", "year"])
def test_every_chart_of_groups_is_drawn_and_names_the_grouping(name: str, by: str, four: Landscape) -> None:
    frame = getattr(queries, name)(four, Scope(by=by))
    figure = getattr(charts, name)(frame)
    assert figure.layout.meta["footer"].endswith(f"grouped by {by}")
    assert figure.data


@pytest.mark.parametrize("name", sorted(UNGROUPED))
def test_what_is_kept_for_all_groupings_is_the_same_in_all(name: str, four: Landscape) -> None:
    for scope in (Scope(), Scope(topics=("safety",), one=("kind:blog",)), Scope(sample=True)):
        one, other = (answered(four, name, asked) for asked in (scope, replace(scope, by="kind")))
        pd.testing.assert_frame_equal(one, other)
        assert repr(one.attrs) == repr(other.attrs)


def test_groups_of_coverage_add_up_the_sentences_of_their_sources(four: Landscape) -> None:
    frame = queries.coverage(four, KINDS)
    safety = frame[frame["topic_id"] == "safety"]
    columns = ["source", "size", "has", "sentences", "of", "topic_sources", "n", "pick"]
    assert list(safety[columns].itertuples(index=False, name=None)) == [
        ("blog", 3, 3, 3, 11, 4, 4, "unit=kind%3Ablog&topic=safety"),
        ("not known", 1, 1, 1, 3, 4, 4, "unit=kind%3A&topic=safety"),
    ]


def test_groups_of_a_claim_count_the_sources_that_say_it(four: Landscape) -> None:
    frame = queries.claim_recurrence(four, KINDS).set_index(["claim_id", "source"])
    assert tuple(frame.loc[("helps", "blog"), ["has", "size", "k", "n", "stance"]]) == (2, 3, 2, 4, "both")
    assert tuple(frame.loc[("helps", "not known"), ["has", "size", "k", "n", "stance"]]) == (0, 1, 2, 4, "denies")
    assert tuple(frame.loc[("raises", "blog"), ["has", "cited"]]) == (3, 2)  # R and S cite


def test_years_are_read_from_dates_in_any_words(four: Landscape) -> None:
    assert list(queries.balance(four, Scope(by="year")).sort_values("position")["source"]) == ["2023", "2024"]


@pytest.mark.parametrize("name", ["claim_recurrence", "silence", "coverage", "balance", "claim_support", "evidence_audit"])
def test_the_pick_of_a_group_opens_as_many_sentences_as_its_mark_counts(name: str, four: Landscape) -> None:
    frame = getattr(queries, name)(four, KINDS)
    column, pick = {"balance": ("risk", "risk_pick"), "evidence_audit": ("tied", "tied_pick")}.get(name, ("sentences", "pick"))
    assert opened(four, KINDS, frame[pick]) == frame[column].tolist()


def test_filters_of_kind_and_year_choose_sources(four: Landscape) -> None:
    assert queries.balance(four, Scope(kinds=("blog",))).attrs["sources"] == 3
    assert queries.balance(four, Scope(kinds=("",))).attrs["sources"] == 1
    frame = queries.balance(four, Scope(kinds=("blog",), years=("2024",)))
    assert frame.empty
    assert frame.attrs["footer"].endswith("filters: kind blog; year 2024")


# --- a sample


@pytest.mark.parametrize("name", ["claim_recurrence", "silence", "risk_register"])
def test_k_of_n_has_an_interval_only_where_the_sources_are_a_sample(name: str, landscape: Landscape) -> None:
    query = getattr(queries, name)
    assert "low" not in query(landscape, Scope())
    frame = query(landscape, Scope(sample=True))
    share = frame["k"] / frame["n"]
    assert ((frame["low"] <= share) & (share <= frame["high"]) & frame["low"].ge(0) & frame["high"].le(1)).all()


def test_the_interval_of_none_of_three_sources_reaches_to_56_percent(landscape: Landscape) -> None:
    """Wilson with z = 1.96: z^2 / (n + z^2) = 3.8415 / 6.8415."""
    one = queries.claim_recurrence(landscape, Scope(sample=True)).set_index("claim_id").loc["unknown"].iloc[0]
    assert (one["low"], one["high"]) == (0.0, pytest.approx(0.5615, abs=5e-4))


@pytest.mark.parametrize("name", "coverage claim_recurrence claim_certainty claim_support risk_register balance".split())
def test_a_chart_of_a_sample_says_so_and_another_does_not(name: str, landscape: Landscape) -> None:
    exact, sampled = (
        getattr(charts, name)(getattr(queries, name)(landscape, Scope(sample=sample))).layout.meta["subtitle"]
        for sample in (False, True)
    )
    assert "taken as a sample (95 % intervals)" in sampled
    assert "sample" not in exact


@pytest.mark.parametrize("name", ["coverage", "claim_recurrence", "silence", "risk_register", "claim_certainty"])
@pytest.mark.parametrize("by", ["", "kind"])
def test_whiskers_reach_from_low_to_high_and_stay_on_the_sheet(name: str, by: str, landscape: Landscape) -> None:
    figure = getattr(charts, name)(getattr(queries, name)(landscape, Scope(sample=True, by=by)))
    (trace,) = [trace for trace in figure.data if trace.name == "95 % interval"]
    high = np.asarray(trace.x, float) + np.asarray(trace.error_x.array, float)
    low = np.asarray(trace.x, float) - np.asarray(trace.error_x.arrayminus, float)
    assert (low >= -1e-9).all() and (high <= 1 + 1e-9).all()
    assert len(trace.customdata) == len(trace.x)


# --- one source left out


def test_sources_without_which_a_finding_does_not_hold_are_named() -> None:
    assert leaning(["a", "b", "c"], lambda kept: bool(kept[1])) == ("b",)
    assert leaning(["a", "b", "c"], lambda kept: True) == ()


def test_of_two_sources_none_is_said_to_carry_a_finding() -> None:
    assert leaning(["a", "b"], lambda kept: False) == ()


def test_a_finding_that_a_source_less_would_undo_has_a_dagger_and_says_without_whom(tmp_path: Path) -> None:
    """Serotonin is the commonest claim by one source; without either of its two the other claim is as common."""
    says = {"text": "It raises serotonin.", "claims": [("raises", "mechanism", "asserted", "none")]}
    helps = {"text": "It helps.", "claims": [("helps", "efficacy", "asserted", "none")]}
    documents = {"a": [says], "b": [says, helps], "c": [says, helps], "d": [says]}
    landscape = landscapes.landscape_of(tmp_path, documents, {})
    assert queries.claim_recurrence(landscape, Scope()).attrs["leans_on"] == ()
    certainty = queries.claim_certainty(landscape, Scope())
    assert certainty.attrs["leans_on"] == ()
    documents["d"] = [helps | {"claims": [("helps", "efficacy", "hedged", "none")]}] * 4
    landscape = landscapes.landscape_of(tmp_path / "hedged", documents, {})
    frame = queries.claim_certainty(landscape, Scope())  # 5 asserted of 9; without b or c 3 of 7, without a 4 of 8
    assert frame.attrs["leans_on"] == ("a", "b", "c")
    meta = charts.claim_certainty(frame).layout.meta
    assert meta["title"] == "Most statements of a claim, 5 of 9, assert it flatly; 4 hedge and none denies it †"
    assert meta["subtitle"].startswith("† no longer most without a, b or c ·")


# --- two sides


def test_a_comparison_counts_sentences_and_sources_of_either_side(landscape: Landscape) -> None:
    frame = queries.comparison(landscape, Scope(one=("kind:blog",), other=("source:b", "source:c"))).set_index("code_id")
    assert tuple(frame.loc["mechanism", ["sentences_one", "of_one", "has_one", "size_one"]]) == (2, 4, 1, 1)
    assert tuple(frame.loc["mechanism", ["sentences_other", "of_other", "has_other", "size_other"]]) == (1, 5, 1, 2)
    assert frame.loc["mechanism", "difference"] == pytest.approx(50 - 20)
    assert list(frame["name_one"].unique()) == ["blog"]
    assert list(frame["name_other"].unique()) == ["Beta, Gamma"]
    assert frame["difference"].abs().is_monotonic_decreasing


def test_without_another_side_all_others_are_compared(landscape: Landscape) -> None:
    frame = queries.comparison(landscape, Scope(one=("source:a",)))
    assert set(frame["name_other"]) == {"all others"}
    assert set(frame["size_other"]) == {2}


def test_every_end_of_a_comparison_opens_the_sentences_it_counts(landscape: Landscape) -> None:
    scope = Scope(one=("source:a",), other=("source:b", "source:c"))
    frame = queries.comparison(landscape, scope)
    for side in ("one", "other"):
        assert opened(landscape, scope, frame[f"pick_{side}"]) == frame[f"sentences_{side}"].tolist()


def test_a_share_of_sources_needs_two_on_either_side(landscape: Landscape) -> None:
    assert queries.comparison_reach(landscape, Scope(one=("source:a",))).empty
    assert len(queries.comparison_reach(landscape, Scope(one=("source:a", "source:b"), other=("source:b", "source:c"))))


def test_no_side_and_an_unknown_side_give_an_empty_sheet_that_says_why(landscape: Landscape) -> None:
    for scope in (Scope(), Scope(one=("source:nobody",))):
        figure = charts.comparison(queries.comparison(landscape, scope))
        assert not figure.data
        assert "Choose two sides" in figure.layout.meta["alt"]


def test_the_difference_of_two_sides_has_an_interval_where_the_sources_are_a_sample(four: Landscape) -> None:
    scope = Scope(one=("kind:blog",), sample=True)
    assert "low" not in queries.comparison(four, Scope(one=("kind:blog",)))
    frame = queries.comparison(four, scope)
    assert ((frame["low"] <= frame["difference"]) & (frame["difference"] <= frame["high"])).all()
    assert frame["low"].ge(-100).all() and frame["high"].le(100).all()
    assert charts.comparison(queries.comparison(four, scope)).data[-1].text[0]


def test_sides_that_share_a_source_have_no_interval(four: Landscape) -> None:
    assert "low" not in queries.comparison(four, Scope(one=("source:p", "source:q"), other=("source:q",), sample=True))


def test_the_interval_of_a_difference_of_sources_is_that_of_newcombe(tmp_path: Path) -> None:
    """9 of 10 against 3 of 10: 0.1705 to 0.8090 (Newcombe 1998, table II, method 10)."""
    says, silent = landscapes.SMALL["c"][:1], [{"text": "Nothing."}]
    documents = {f"{side}{n}": says if n < k else silent for side, k in (("a", 9), ("b", 3)) for n in range(10)}
    landscape = landscapes.landscape_of(tmp_path, documents, {name: {"kind": name[0]} for name in documents})
    frame = queries.comparison_reach(landscape, Scope(one=("kind:a",), sample=True)).set_index("code_id").loc["lasts"]
    assert tuple(frame[["difference", "low", "high"]]) == pytest.approx((60.0, 17.05, 80.90), abs=0.01)
