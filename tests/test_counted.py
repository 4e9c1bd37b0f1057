"""What sentences made of numbers say of none, of one and of two; and what they say that a dagger then doubts."""

import re
import sys
from pathlib import Path

import pytest

from claimscape import charts, queries
from claimscape.charts.text import narrowed
from claimscape.queries import Scope
from claimscape.queries.counted import count, listed, mostly, of, series, verb, who
from claimscape.queries.without import majority
from claimscape.store import Landscape
from tests import landscapes

# One that does what several do, and several that do what one does.
WORDS = "say|list|cite|speak|stand|make|name|give|assert|hedge|are|have|do|deny|recur"
NOUNS = "source|sentence|claim|topic|risk|reference|appeal|statement|harm|phrase|passage|group|entry"
ONE_AS_SEVERAL = re.compile(
    rf"\b1 of [\d,]+ \w+ ({WORDS})\b|(?<!of )\b1 ({NOUNS})s\b|(?<!of )\b1 (\w+ )?({NOUNS}) (\w+ \w+ )?({WORDS})\b"
)
SEVERAL_AS_ONE = re.compile(r"\b([2-9]|\d\d) of [\d,]+ \w+ (says|lists|cites|speaks|stands|is)\b")


def title(name: str, landscape: Landscape, scope: Scope | None = None) -> str:
    return str(getattr(charts, name)(getattr(queries, name)(landscape, scope or Scope())).layout.meta["title"])


def subtitle(name: str, landscape: Landscape, scope: Scope) -> str:
    return str(getattr(charts, name)(getattr(queries, name)(landscape, scope)).layout.meta["subtitle"])


def claim(name: str, kind: str = "efficacy", certainty: str = "asserted", support: str = "none") -> landscapes.Row:
    return {"text": f"{name} {certainty}.", "claims": [(name, kind, certainty, support)]}


def test_numbers_and_verbs_agree() -> None:
    assert (count(1, "source"), count(1204, "source")) == ("1 source", "1,204 sources")
    assert [verb(1, word) for word in ("are", "have", "deny", "speak")] == ["is", "has", "denies", "speaks"]
    assert [who(k, 5, "speak") for k in (0, 1, 2)] == [
        f"{k} of 5 sources {word}" for k, word in enumerate(("speak", "speaks", "speak"))
    ]
    assert who(0, 1, "speak") == "0 of 1 source speaks"
    assert of(2, 2) == "2 of 2 sources"
    assert (series(["a"], "or"), series(["a", "b", "c"], "or")) == ("a", "a, b or c")
    assert listed(["a", "b", "c"], 2) == "“a”, “b” and 1 more"


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (0, 1, "0 of 1 source speaks"),
        (1, 1, "1 of 1 source speaks"),
        (0, 2, "Neither of the 2 sources speaks"),
        (1, 2, "Half of the sources, 1 of 2, speak"),
        (2, 2, "Both sources speak"),
        (0, 3, "None of the 3 sources speaks"),
        (1, 3, "Fewer than half of the sources, 1 of 3, speak"),
        (2, 3, "Most sources, 2 of 3, speak"),
        (3, 3, "All 3 sources speak"),
    ],
)
def test_a_part_is_called_most_or_few_as_it_is(k: int, n: int, said: str) -> None:
    assert mostly(k, n, "source", "speak") == said


def test_what_is_told_of_only_ends_at_the_first_word() -> None:
    assert mostly(2, 3, "sentence with a claim", "give") == "Most sentences with a claim, 2 of 3, give"


@pytest.mark.parametrize("sources", [("a",), ("b",), ("c",), ("a", "b"), ("b", "c"), ()])
def test_no_title_and_no_finding_says_of_one_what_is_said_of_several(sources: tuple[str, ...], landscape: Landscape) -> None:
    scope = Scope(sources=sources)
    told = [title(name, landscape, scope) for name in charts.__all__ if name != "search_frequency"]
    told += queries.findings(landscape, scope)["finding"].tolist()
    wrong = [line for line in told if ONE_AS_SEVERAL.search(line) or SEVERAL_AS_ONE.search(line)]
    assert wrong == []


# --- what a dagger doubts


def test_half_leans_on_nobody_for_each_source_is_one_too_many_or_too_few() -> None:
    assert majority(["a", "b", "c", "d"], [1, 1, 0, 0], [1, 1, 1, 1])["leans_on"] == ()
    assert majority(["a", "b", "c"], [1, 1, 0], [1, 1, 1]) == {"leans_on": ("a", "b"), "undone": "no longer most"}
    few = {"leans_on": ("b", "c"), "undone": "no longer fewer than half"}
    assert majority(["a", "b", "c"], [1, 0, 0], [1, 1, 1]) == few


def test_the_title_of_the_balance_says_most_where_its_dagger_says_no_longer_most(tmp_path: Path) -> None:
    documents = {name: [claim("helps")] for name in "abc"} | {name: [landscapes.SMALL["b"][2]] for name in "de"}
    landscape = landscapes.landscape_of(tmp_path, documents, {})
    meta = charts.balance(queries.balance(landscape, Scope())).layout.meta
    assert meta["title"].startswith("Most sources, 3 of 5, speak more of benefit than of risk;")
    assert meta["subtitle"].startswith("† no longer most without a, b or c ·")
    assert "† no longer most without a, b or c" in " ".join(queries.findings(landscape, Scope())["finding"])


def test_more_than_three_sources_are_counted_and_not_named(tmp_path: Path) -> None:
    documents = {name: [claim("helps")] for name in "abcd"} | {name: [landscapes.SMALL["b"][2]] for name in "efg"}
    landscape = landscapes.landscape_of(tmp_path, documents, {})
    assert subtitle("balance", landscape, Scope()).startswith("† no longer most without any one of 4 sources ·")


@pytest.mark.parametrize("name", charts.__all__)
def test_what_shows_nothing_doubts_nothing(name: str, landscape: Landscape) -> None:
    if name not in ("search_frequency", "comparison", "comparison_reach"):
        for scope in (Scope(support=("named",)), Scope(sources=("nobody",))):
            said = title(name, landscape, scope)
            assert "†" not in said or not said.startswith("Nothing")


def test_a_finding_of_emphasis_that_is_not_shown_is_not_doubted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One source speaks of safety alone, all others in every second sentence: of them nothing can be told."""
    line, other = {"text": "x", "topics": ["safety"]}, {"text": "y", "topics": ["mechanism"]}
    documents = {"a": [line] * 40} | {name: [line, other] * 20 for name in "bcdef"}
    landscape = landscapes.landscape_of(tmp_path, documents, {})
    monkeypatch.setattr(sys.modules["claimscape.queries.emphasis"], "_first_without", lambda *_: ("f",))
    assert charts.emphasis(queries.emphasis(landscape, Scope())).layout.meta["title"].endswith("†")
    assert subtitle("emphasis", landscape, Scope()).startswith("† cannot be told from chance without f ·")
    assert title("emphasis", landscape, Scope(sources=("b",))).startswith("No difference in emphasis")
    assert "†" not in title("emphasis", landscape, Scope(sources=("b",)))


# --- claims made and denied, and some of them only


def test_a_source_that_makes_a_claim_and_denies_it_too_has_both_marks(tmp_path: Path) -> None:
    documents = {"a": [claim("helps"), claim("helps", certainty="negated")], "b": [claim("helps")]}
    landscape = landscapes.landscape_of(tmp_path, documents | {"c": [claim("helps", certainty="negated")]}, {})
    frame = queries.claim_recurrence(landscape, Scope())
    said = frame[frame["claim_id"] == "helps"]
    assert said["stance"].tolist() == ["both", "says", "denies"]
    assert said["k"].tolist() == [2, 2, 2]
    figure = charts.claim_recurrence(frame)
    marks = {trace.name: sorted(trace.x) for trace in figure.data if trace.mode == "markers"}
    assert marks["no support"] == [-0.12, 1]  # beside the other mark of the same source
    assert marks["denied"] == [0.12, 2]
    assert figure.layout.meta["title"] == "2 of 3 sources say “It helps with PTSD”, the commonest claim; none cites a study"


def test_each_chart_of_claims_says_whether_it_counts_denials(landscape: Landscape) -> None:
    words = {"claim_recurrence": "× deny it", "claim_certainty": "make or deny", "claim_overlap": "denials aside"}
    for name, part in (words | {"silence": "a claim made or denied"}).items():
        assert part in subtitle(name, landscape, Scope()), name


@pytest.mark.parametrize(
    ("name", "scope", "said"),
    [
        ("claim_certainty", Scope(certainty=("hedged",)), "1 statement hedges a claim; the filter leaves no others"),
        (
            "claim_certainty",
            Scope(certainty=("hedged", "negated")),
            "1 statement hedges and 1 statement denies a claim; the filter leaves no others",
        ),
        ("claim_support", Scope(support=("none",)), "3 sentences with a claim: 3 without support; the filter leaves no others"),
        (
            "balance",
            Scope(certainty=("hedged",)),
            "1 sentence of benefit, only claims hedged, beside all 2 that name a risk: no balance can be told",
        ),
        (
            "claim_recurrence",
            Scope(certainty=("negated",)),
            "No claim is made here; “It helps with PTSD” is denied, by 1 of 3 sources",
        ),
        ("claim_recurrence", Scope(support=("cited",)), "1 of 3 sources says “It raises serotonin”, the commonest claim"),
    ],
)
def test_a_title_compares_nothing_with_what_a_filter_left_out(name: str, scope: Scope, said: str, landscape: Landscape) -> None:
    assert title(name, landscape, scope) == said


@pytest.mark.parametrize(
    "name",
    [
        "claim_recurrence",
        "claim_certainty",
        "claim_support",
        "claim_overlap",
        "balance",
        "saturation",
        "silence",
        "evidence_audit",
    ],
)
def test_a_chart_of_some_claims_says_so(name: str, landscape: Landscape) -> None:
    assert "only claims hedged" in subtitle(name, landscape, Scope(certainty=("hedged",))).lower()


def test_filters_of_claims_are_said_in_words(landscape: Landscape) -> None:
    scope = Scope(certainty=("hedged", "negated"), support=("none",))
    assert narrowed(queries.claim_support(landscape, scope)) == "only claims hedged or denied, without support"
    assert narrowed(queries.claim_support(landscape, Scope())) == narrowed(queries.coverage(landscape, scope)) == ""


# --- what all leave out


def test_topics_in_none_of_the_sources_are_a_finding(landscape: Landscape) -> None:
    told = queries.findings(landscape, Scope(sources=("a", "b")))
    none = told[(told["page"] == "coverage") & (told["pick"] == "")]["finding"].tolist()
    assert none == ["1 topic of the codebook is in none of the 2 sources: “Law”."]
    alone = queries.findings(landscape, Scope(sources=("b",)))["finding"].tolist()
    assert "1 topic of the codebook is not in this source: “Law”." in alone


def test_topics_in_few_of_the_sources_are_counted_and_named(landscape: Landscape) -> None:
    told = queries.findings(landscape, Scope())["finding"].tolist()
    assert "1 topic is in only 1 of 3 sources: “Law”." in told


# --- two sides


def of_kinds(folder: Path, blogs: int, others: int) -> Landscape:
    """Blogs that say one thing in every sentence, others that say it in one of three."""
    helps, known = claim("helps"), landscapes.SMALL["b"][2]
    documents = {f"b{at}": [helps] * 3 for at in range(blogs)} | {f"o{at}": [helps, known, known] for at in range(others)}
    facts: dict[str, landscapes.Row] = {name: {"kind": "blog article" if name[0] == "b" else "leaflet"} for name in documents}
    return landscapes.landscape_of(folder, documents, facts)


def test_a_comparison_names_its_sides_so_that_no_rate_is_taken_for_a_count(tmp_path: Path) -> None:
    landscape, sides = of_kinds(tmp_path, 2, 2), Scope(one=("kind:blog article",))
    said = "“Safety” takes 0 of every 100 sentences in “blog article”, 67 in all others"
    assert title("comparison", landscape, sides) == said
    reach = "“Safety” stands in 0 of 2 sources of “blog article” and in 2 of 2 sources of all others"
    assert title("comparison_reach", landscape, sides) == reach


@pytest.mark.parametrize(("blogs", "marked"), [(4, False), (5, True)])
def test_the_sign_of_a_certain_difference_is_explained_only_where_it_can_appear(
    blogs: int, marked: bool, tmp_path: Path
) -> None:
    landscape, sides = of_kinds(tmp_path, blogs, 6), Scope(one=("kind:blog article",), sample=True)
    figure = charts.comparison(queries.comparison(landscape, sides))
    assert ("● 0 is not in the interval" in figure.layout.meta["subtitle"]) == marked
    assert ("with fewer than 5 sources on a side" in figure.layout.meta["subtitle"]) != marked
    assert any("●" in text for trace in figure.data if trace.mode == "text" for text in trace.text) == marked
