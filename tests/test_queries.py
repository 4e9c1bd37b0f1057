"""Every question asked of three sources that can be counted by hand (tests/landscapes.py)."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape import queries
from claimscape.exports.naming import named
from claimscape.queries import Pick, Scope
from claimscape.queries.pick import picks
from claimscape.store import Landscape
from tests import landscapes

ALL = Scope()
NAMES = {"Document", "Pick", "Scope"}
SEARCH = {"concordance", "every_place", "nearest_queries", "search_frequency"}  # asked with words: tests/test_search.py
CHARTED = sorted({"figures", "findings", "references", "tension", *queries.__all__} - NAMES - SEARCH)
MORE = ("behind", "behind_in_parts", "document", "sentences_behind", "sources_behind")  # asked with more than a scope
ASKED = [name for name in CHARTED if name not in MORE]
NOTHING = Scope(sources=("nobody",))


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


# --- picks and scopes


def test_a_pick_is_written_as_an_address_and_read_again() -> None:
    pick = Pick(source="a b", topic="safety", word="Ünïcode & more")
    assert str(pick) == "source=a+b&topic=safety&word=%C3%9Cn%C3%AFcode+%26+more"
    assert Pick.parse(str(pick)) == pick


def test_a_pick_of_several_values_is_written_value_by_value() -> None:
    pick = Pick(shared=("a b", "c&d"), only="yes", places=("3-5 a", "7-7 ü"))
    assert str(pick) == "shared=a+b&shared=c%26d&only=yes&places=3-5+a&places=7-7+%C3%BC"


@given(st.builds(Pick, source=st.text(max_size=50), word=st.text(max_size=50), claim=st.text(max_size=50)))
def test_every_pick_is_read_as_it_was_written(pick: Pick) -> None:
    text = str(pick) if all(value.isprintable() for value in (pick.source, pick.word, pick.claim)) else ""
    assert not text or Pick.parse(text) == pick


@pytest.mark.parametrize("text", ["", "nonsense", "evil=1&__class__=2", "=&&=;", "%ff%fe"])
def test_an_address_that_is_no_pick_is_the_empty_pick(text: str) -> None:
    assert Pick.parse(text) == Pick()


@pytest.mark.parametrize("text", ["topic=" + "x" * 5000, "part=third", "contained=maybe", "side=left", "whole=no"])
def test_an_address_that_cannot_be_understood_opens_no_sentence(text: str, landscape: Landscape) -> None:
    assert queries.sentences_behind(landscape, ALL, Pick.parse(text)).empty


def test_a_pick_that_is_too_long_to_be_read_again_opens_no_sentence(landscape: Landscape) -> None:
    for text in (str(Pick(word="x" * 5000)), *picks(word=["x" * 5000])):
        assert queries.sentences_behind(landscape, ALL, Pick.parse(text)).empty


@pytest.mark.parametrize("name", ["silence", "comparison", "emphasis", "coverage", "claim_recurrence"])
@pytest.mark.parametrize(
    "scope",
    [ALL, Scope(certainty=("asserted",)), Scope(topics=("safety",)), Scope(support=("cited",)), Scope(sources=("a", "b"))],
)
def test_a_mark_opens_as_many_sentences_as_it_counts_under_any_filter(
    name: str, scope: Scope, landscape: Landscape
) -> None:
    scope = replace(scope, one=("source:a",)) if name == "comparison" else scope
    frame = getattr(queries, name)(landscape, scope)
    for end in ("_one", "_other") if name == "comparison" else ("",):
        assert opened(landscape, scope, frame[f"pick{end}"]) == frame[f"sentences{end}"].tolist()


def opened(landscape: Landscape, scope: Scope, picks: Iterable[str]) -> list[int]:
    """How many sentences each mark opens, asked of all at once: tests/test_behind.py holds that against one by one."""
    found = queries.behind(landscape, scope, list(picks))["pick"].value_counts()
    return [int(found.get(pick, 0)) for pick in picks]


@pytest.mark.parametrize("name", ASKED)
def test_a_scope_without_sources_gives_an_empty_answer_and_no_error(name: str, landscape: Landscape) -> None:
    frame = getattr(queries, name)(landscape, NOTHING)
    assert frame.attrs["sources"] == 0
    assert frame.empty or name in ("figures", "silence", "findings")


@pytest.mark.parametrize("name", ASKED)
def test_hostile_filters_are_values_and_never_sql(name: str, landscape: Landscape) -> None:
    bad = ("'; DROP VIEW documents; --", '"', "\x00", "\ud800".encode("utf-8", "replace").decode())
    getattr(queries, name)(landscape, Scope(bad, bad, bad, bad))
    assert len(landscape.table("documents")) == 3


def test_the_footer_names_sources_date_codebook_and_filters(landscape: Landscape) -> None:
    built = landscape.manifest["created"][:10]
    assert queries.coverage(landscape, ALL).attrs["footer"] == f"3 sources · built {built} · codebook: Test 1 · no filters"
    scope = Scope(sources=("a",), topics=("safety",), certainty=("hedged",))
    assert queries.coverage(landscape, scope).attrs["footer"].endswith("filters: 1 chosen source; topics Safety")
    narrowed = queries.claim_recurrence(landscape, scope)
    assert narrowed.attrs["footer"].endswith("filters: 1 chosen source; topics Safety; certainty hedged")


def test_sources_of_one_label_are_told_apart(tmp_path: Path) -> None:
    twins = landscapes.many(tmp_path, 2, label="Twin")
    assert list(queries.balance(twins, ALL).sort_values("position")["source"]) == ["Twin (s000)", "Twin (s001)"]


# --- the quality of rules


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("coverage", "topic_id", {"safety": (0.868, 0.971, 240.0)}),
        ("claim_recurrence", "claim_id", {"helps": (0.75, None, 1.0)}),
        ("risk_register", "risk_id", {"nausea": (1.0, 0.5, 4.0)}),
        ("silence", "code_id", {"safety": (0.868, 0.971, 240.0), "helps": (0.75, None, 1.0), "nausea": (1.0, 0.5, 4.0)}),
    ],
)
def test_what_rests_on_a_rule_carries_its_measured_quality(
    name: str, key: str, expected: dict[str, tuple[float | None, ...]], landscape: Landscape
) -> None:
    frame = getattr(queries, name)(landscape, ALL)
    columns = ["precision", "recall", "measured_on"]
    found = {code: tuple(None if pd.isna(value) else value for value in row) for code, *row in rows(frame, key, *columns)}
    assert {code: row for code, row in found.items() if row != (None, None, None)} == expected


# --- coverage


def test_coverage_is_a_share_of_running_text_with_absent_pairs_as_zero(landscape: Landscape) -> None:
    """The heading of Alpha is not counted, the question of Gamma is."""
    assert rows(queries.coverage(landscape, ALL), "topic", "source", "sentences", "of", "topic_sources", "pick") == [
        ("Safety", "Alpha", 1, 4, 3, "source=a&topic=safety"),
        ("Safety", "Beta", 1, 3, 3, "source=b&topic=safety"),
        ("Safety", "Gamma", 1, 2, 3, "source=c&topic=safety"),
        ("Mechanism", "Alpha", 2, 4, 2, "source=a&topic=mechanism"),
        ("Mechanism", "Beta", 1, 3, 2, "source=b&topic=mechanism"),
        ("Mechanism", "Gamma", 0, 2, 2, "source=c&topic=mechanism"),
        ("Law", "Alpha", 0, 4, 1, "source=a&topic=legal"),
        ("Law", "Beta", 0, 3, 1, "source=b&topic=legal"),
        ("Law", "Gamma", 1, 2, 1, "source=c&topic=legal"),
    ]


def test_the_filter_of_topics_chooses_rows_and_leaves_the_denominator(landscape: Landscape) -> None:
    frame = queries.coverage(landscape, Scope(topics=("legal",)))
    assert rows(frame, "topic", "source", "sentences", "of") == [
        ("Law", "Alpha", 0, 4),
        ("Law", "Beta", 0, 3),
        ("Law", "Gamma", 1, 2),
    ]


def test_the_scale_of_colours_does_not_move_with_a_filter(landscape: Landscape) -> None:
    assert (
        queries.coverage(landscape, ALL).attrs["scale"]
        == queries.coverage(landscape, Scope(sources=("b",))).attrs["scale"]
        == 0.5
    )


def test_silence_lists_the_emptiest_entries_first(landscape: Landscape) -> None:
    frame = queries.silence(landscape, ALL).drop_duplicates(["kind", "code_id"])
    assert rows(frame, "kind", "label", "k", "n", "total") == [
        ("claim", "Long-term effects are not known", 0, 3, 0),
        ("topic", "Law", 1, 3, 1),
        ("risk", "Abuse", 1, 3, 1),
        ("claim", "Its benefits last", 1, 3, 1),
        ("risk", "Nausea", 2, 3, 2),
        ("claim", "It raises serotonin", 2, 3, 2),
        ("claim", "It helps with PTSD", 2, 3, 2),
        ("topic", "Mechanism", 2, 3, 3),
        ("topic", "Safety", 3, 3, 3),
    ]


def test_co_occurrence_counts_sentences_of_both_over_those_of_either(landscape: Landscape) -> None:
    frame = queries.co_occurrence(landscape, ALL)
    assert rows(frame, "a", "b", "together", "a_sentences", "b_sentences", "jaccard", "pick") == [
        ("Mechanism", "Safety", 0, 3, 3, 0.0, "topic=mechanism&also=safety"),
        ("Mechanism", "Law", 0, 3, 1, 0.0, "topic=mechanism&also=legal"),
        ("Safety", "Law", 1, 3, 1, 1 / 3, "topic=safety&also=legal"),
    ]


def test_placement_is_the_percent_of_the_text_where_a_sentence_starts(landscape: Landscape) -> None:
    frame = queries.placement(landscape, Scope(sources=("c",)))
    assert rows(frame, "label", "percent", "pick") == [
        ("Safety", 61, "source=c&sentence=1"),
        ("Law", 61, "source=c&sentence=1"),
    ]


# --- claims


def test_recurrence_counts_sources_that_say_a_claim_and_marks_those_that_deny_it(landscape: Landscape) -> None:
    frame = queries.claim_recurrence(landscape, ALL)
    assert rows(frame[frame["total"] > 0], "claim", "source", "stance", "support", "k", "cited", "total") == [
        ("It raises serotonin", "Alpha", "says", "none", 2, 1, 2),
        ("It raises serotonin", "Beta", "says", "cited", 2, 1, 2),
        ("It raises serotonin", "Gamma", "", "", 2, 1, 2),
        ("It helps with PTSD", "Alpha", "says", "vague", 1, 0, 2),
        ("It helps with PTSD", "Beta", "denies", "none", 1, 0, 2),
        ("It helps with PTSD", "Gamma", "", "", 1, 0, 2),
        ("Its benefits last", "Alpha", "", "", 1, 0, 1),
        ("Its benefits last", "Beta", "", "", 1, 0, 1),
        ("Its benefits last", "Gamma", "says", "none", 1, 0, 1),
    ]


def test_certainty_and_support_narrow_claims(landscape: Landscape) -> None:
    frame = queries.claim_recurrence(landscape, Scope(certainty=("hedged",)))
    assert rows(frame[frame["sentences"] > 0], "claim", "source") == [("It helps with PTSD", "Alpha")]
    frame = queries.claim_recurrence(landscape, Scope(support=("cited",)))
    assert rows(frame[frame["sentences"] > 0], "claim", "source") == [("It raises serotonin", "Beta")]


def test_certainty_counts_sentences_that_deny_hedge_and_assert(landscape: Landscape) -> None:
    frame = queries.claim_certainty(landscape, ALL)
    assert rows(frame[frame["claim_id"] == "helps"], "certainty", "sentences", "sources", "pick") == [
        ("negated", 1, 1, "claim=helps&certainty=negated"),
        ("hedged", 1, 1, "claim=helps&certainty=hedged"),
        ("asserted", 0, 0, "claim=helps&certainty=asserted"),
    ]


def test_support_of_a_source_sums_to_its_sentences_that_make_a_claim(landscape: Landscape) -> None:
    frame = queries.claim_support(landscape, ALL)
    assert rows(frame[frame["sentences"] > 0], "source", "support", "sentences", "of") == [
        ("Alpha", "vague", 1, 2),
        ("Alpha", "none", 1, 2),
        ("Beta", "cited", 1, 2),
        ("Beta", "none", 1, 2),
        ("Gamma", "none", 1, 1),
    ]
    assert (frame.groupby("unit")["sentences"].sum() == frame.groupby("unit")["of"].first()).all()


def test_a_tension_has_a_row_and_counts_the_sources_on_each_side(landscape: Landscape) -> None:
    frame = queries.tension(landscape, ALL)
    assert rows(frame, "kind", "claim_a", "k_a", "claim_b", "k_b", "n") == [
        ("denied", "It helps with PTSD", 1, "Denied: It helps with PTSD", 1, 3),
        ("in tension", "Its benefits last", 1, "It raises serotonin", 2, 3),
    ]
    assert rows(frame, "source_a", "quote_a", "quote_b", "sources_b") == [
        ("Alpha", "Studies show that it may help with PTSD.", "It does not help with PTSD.", "Beta"),
        ("Gamma", "Its benefits last.", "It raises serotonin.", "Alpha, Beta"),
    ]
    assert rows(frame, "side_pick_a", "side_pick_b") == [
        ("claim=helps", "claim=helps&certainty=negated"),
        ("claim=lasts", "claim=raises"),
    ]


def test_a_source_that_says_both_is_no_tension_between_sources(landscape: Landscape) -> None:
    assert queries.tension(landscape, Scope(sources=("c",))).empty


def test_overlap_counts_the_claims_that_exactly_these_sources_say(landscape: Landscape) -> None:
    """Alpha and Beta share "raises"; Beta denies "helps", which leaves it to Alpha; Gamma alone says "lasts"."""
    frame = queries.claim_overlap(landscape, ALL)
    assert rows(frame, "combination", "size", "source", "claims", "either", "claim", "source_claims") == [
        (0, 2, "Alpha", 1, 2, "It raises serotonin", 2),
        (0, 2, "Beta", 1, 2, "It raises serotonin", 1),
        (1, 1, "Alpha", 1, 2, "It helps with PTSD", 2),
        (2, 1, "Gamma", 1, 1, "Its benefits last", 1),
    ]
    assert rows(frame.head(1), "pick", "combination_pick", "source_pick") == [
        ("source=a&shared=a&shared=b&only=yes", "shared=a&shared=b&only=yes", "shared=a")
    ]
    assert (frame.attrs["pairs"], frame.attrs["claims"]) == (False, 3)


def test_overlap_of_many_sources_is_of_pairs(tmp_path: Path) -> None:
    """Of 32 sources the even ones say two claims, the odd ones one of these; the 24 with most claims are compared."""
    frame = queries.claim_overlap(landscapes.many(tmp_path, 32), ALL)
    assert frame.attrs["pairs"]
    assert frame["doc_id"].nunique() == 24
    assert frame["combination"].nunique() == 24 * 23 / 2
    best = frame[frame["combination"] == 0]
    assert rows(best, "doc_id", "claims", "either", "combination_pick") == [
        ("s000", 2, 2, "shared=s000&shared=s002"),
        ("s002", 2, 2, "shared=s000&shared=s002"),
    ]
    order = frame.drop_duplicates("doc_id").sort_values("place")["doc_id"]
    kinds = [int(doc[1:]) % 2 for doc in order]  # 16 of one kind, 8 of the other, each beside its own
    assert sorted([kinds, kinds[::-1]]) == [[0] * 16 + [1] * 8, [1] * 8 + [0] * 16]


def test_saturation_is_the_mean_over_all_orders_of_reading(landscape: Landscape) -> None:
    """Alpha says two claims, Beta and Gamma one; Alpha and Beta share one of the three."""
    frame = queries.saturation(landscape, ALL)
    assert [round(value, 6) for value in frame["claims"]] == [round(4 / 3, 6), round(7 / 3, 6), 3.0]
    assert rows(frame, "read", "low", "high", "pick") == [
        (1, 1.0, 2.0, "only=yes"),
        (2, 2.0, 3.0, "only=yes"),
        (3, 3.0, 3.0, "only=yes"),
    ]
    facts = {name: frame.attrs[name] for name in ("found", "codebook", "alone")}
    assert facts == {"found": 3, "codebook": 4, "alone": 2}
    assert frame.attrs["last"] == pytest.approx(2 / 3)
    assert frame.attrs["unseen"] == pytest.approx(2 / 3 * 2**2 / 2)  # two claims in one source, one in two


# --- risks and evidence


def test_the_register_tells_risks_named_from_risks_contained(landscape: Landscape) -> None:
    frame = queries.risk_register(landscape, ALL)
    assert rows(frame, "risk", "source", "state", "k", "contained_in") == [
        ("Nausea", "Alpha", "contained", 2, 1),
        ("Nausea", "Beta", "named", 2, 1),
        ("Nausea", "Gamma", "", 2, 1),
        ("Abuse", "Alpha", "", 1, 0),
        ("Abuse", "Beta", "named", 1, 0),
        ("Abuse", "Gamma", "", 1, 0),
    ]


def test_balance_sets_benefit_that_is_not_denied_beside_risks_named(landscape: Landscape) -> None:
    assert rows(queries.balance(landscape, ALL), "source", "benefit", "risk", "of", "benefit_rate") == [
        ("Gamma", 1, 0, 2, 50.0),
        ("Alpha", 1, 1, 4, 25.0),
        ("Beta", 0, 1, 3, 0.0),
    ]


def test_the_audit_sets_vague_appeals_beside_references_and_claims_tied_to_one(landscape: Landscape) -> None:
    assert rows(queries.evidence_audit(landscape, ALL), "source", "vague", "references", "tied", "claims") == [
        ("Alpha", 1, 0, 0, 2),
        ("Beta", 0, 1, 1, 2),
        ("Gamma", 0, 0, 0, 1),
    ]


def test_a_reference_leads_to_doi_org_and_names_its_sources(landscape: Landscape) -> None:
    frame = queries.references(landscape, ALL)
    assert rows(frame, "authors", "year", "title", "venue", "link", "sources", "k") == [
        ("Smith", 2022, "A trial", "Journal", "https://doi.org/10.1000/xyz", "Beta", 1)
    ]


def test_the_same_work_in_many_sources_is_one_row(tmp_path: Path) -> None:
    assert list(queries.references(landscapes.many(tmp_path, 6), ALL)["k"]) == [3]


def test_appeals_are_those_on_the_topics_chosen_and_references_of_the_whole_source(tmp_path: Path) -> None:
    twice = [("vague_attribution", "Studies show", {}), ("vague_attribution", "experts say", {})]
    lines = [
        {"text": "Studies show it calms, experts say.", "topics": ["mechanism"], "citations": twice},
        {"text": "Studies show it is legal.", "topics": ["legal"], "citations": twice[:1]},
        {"text": "Studies show nothing else.", "citations": twice[:1]},
        {"text": "Studies show", "kind": "heading", "topics": ["mechanism"], "citations": twice[:1]},
        {"text": "X (2020). T.", "kind": "reference", "citations": [("reference", "X (2020). T.", {"year": 2020})]},
    ]
    found = landscapes.landscape_of(tmp_path, {"x": lines}, {})
    for chosen, vague in (((), 5), (("mechanism",), 2), (("mechanism", "legal"), 3)):
        scope = Scope(topics=chosen)
        frame = queries.evidence_audit(found, scope)
        assert rows(frame, "vague", "references") == [(vague, 1)]
        for pick, places in ((frame["vague_pick"][0], vague), (frame["references_pick"][0], 1)):
            opened = queries.sentences_behind(found, scope, Pick.parse(pick))
            assert opened.attrs["places"] == places
            assert len(queries.behind(found, scope, [pick])) == len(opened)


def test_a_doi_that_is_none_becomes_no_link(tmp_path: Path) -> None:
    bad = {"authors": ["X"], "year": 2020, "title": "T", "doi": "javascript:alert(1)"}
    line = {"text": "X (2020). T.", "kind": "reference", "citations": [("reference", "X (2020). T.", bad)]}
    assert list(queries.references(landscapes.landscape_of(tmp_path, {"x": [line]}, {}), ALL)["link"]) == [""]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("By A. Lindqvist, 12 March 2024", {"author", "date"}),
        ("Medically reviewed by Dr. Ana Ruiz", {"author"}),
        ("Author: Jo Field", {"author"}),
        ("Last updated on March 3rd, 2021", {"date"}),
        ("2023-04-05", {"date"}),
        ("By then it was clear to everybody.", set()),
        ("On August 9, 2024 the agency declined the application.", set()),
    ],
)
def test_the_checklist_finds_a_byline_and_a_dateline_in_the_text(tmp_path: Path, line: str, found: set[str]) -> None:
    lines = [{"text": "Title", "kind": "heading"}, {"text": line}, *({"text": f"Line {at}."} for at in range(20))]
    lines.append({"text": "By Ann"})
    frame = queries.checklist(landscapes.landscape_of(tmp_path, {"x": lines}, {"x": {"language": "en"}}), ALL)
    asked = frame[frame["item"].isin(["author", "date"])]
    assert set(asked["item"][asked["state"] == "found"]) == found
    assert set(asked["sentence_id"].dropna()) == ({1} if found else set())


def test_the_checklist_tells_found_from_not_found_from_cannot_tell(landscape: Landscape) -> None:
    frame = queries.checklist(landscape, ALL)
    states = {(row.source, row.item): row.state for row in frame.itertuples()}
    assert states["Alpha", "author"] == states["Alpha", "date"] == states["Alpha", "balance"] == "found"
    assert states["Beta", "references"] == "found"
    assert states["Beta", "author"] == states["Alpha", "references"] == states["Beta", "balance"] == "not found"
    assert states["Gamma", "date"] == "cannot tell"  # "6 hours ago" of an unknown day
    assert states["Gamma", "disclosure"] == "cannot tell"  # the words looked for are English, Gamma is German
    assert rows(frame[(frame["item"] == "references") & (frame["state"] == "found")], "sentence_id") == [(3,)]


# --- emphasis and words


def test_below_five_sources_emphasis_is_counts_only(landscape: Landscape) -> None:
    frame = queries.emphasis(landscape, ALL)
    assert frame.attrs["counts_only"]
    assert set(frame["state"]) == {""}


def test_emphasis_does_not_change_with_what_is_shown(tmp_path: Path) -> None:
    ten = landscapes.many(tmp_path, 10)
    whole, part = queries.emphasis(ten, ALL), queries.emphasis(ten, Scope(sources=("s000",)))
    here = whole[whole["unit"] == "s000"].reset_index(drop=True)
    pd.testing.assert_frame_equal(here, part.reset_index(drop=True))


def test_emphasis_tells_a_topic_that_only_one_source_speaks_of(tmp_path: Path) -> None:
    plain = [{"text": f"Line {number}.", "topics": ["safety"]} for number in range(40)]
    loud = [{"text": f"Line {number}.", "topics": ["legal"], "heading": f"{number}"} for number in range(40)]
    documents = {"loud": loud, **{f"p{number}": plain for number in range(5)}}
    frame = queries.emphasis(landscapes.landscape_of(tmp_path, documents, {}), ALL)
    told = {(row.unit, row.code_id): row.state for row in frame.itertuples()}
    assert told["loud", "legal"] == "over"
    assert told["loud", "safety"] == "under"


def test_distinctive_words_are_those_one_source_uses_and_the_rest_does_not(tmp_path: Path) -> None:
    documents = {
        "a": [{"text": "zebra zebra zebra zebra zebra common words here"}] * 4,
        "b": [{"text": "common words here and common words there"}] * 6,
    }
    frame = queries.distinctive_words(landscapes.landscape_of(tmp_path, documents, {}), ALL)
    first = frame.iloc[0]
    assert (first["source"], first["word"], first["count"], first["rest"], first["state"]) == ("a", "zebra", 20, 0, "over")


def test_the_words_of_one_source_alone_are_its_commonest(tmp_path: Path) -> None:
    one = landscapes.landscape_of(
        tmp_path, {"a": [{"text": "Überfall überfall Überfall 日本語 日本語 日本語 日本語 the the the"}]}, {}
    )
    assert rows(queries.distinctive_words(one, ALL), "word", "count") == [("日本語", 4), ("überfall", 3)]


def test_a_word_and_its_inflections_are_one_word_under_its_commonest_spelling(tmp_path: Path) -> None:
    """One writes of e-scooters and one of an e-scooter: that sets neither apart from the other."""
    documents = {"a": [{"text": "The e-scooters rolled."}] * 6, "b": [{"text": "An e-scooter is an e-scooter."}] * 2}
    documents |= {"c": [{"text": "Nothing rolls, rolling or not."}] * 3}
    landscape = landscapes.landscape_of(tmp_path, documents, {})
    frame = queries.distinctive_words(landscape, ALL)
    found = {(row["source"], row["word"]): row for row in frame.to_dict("records")}
    assert {word for _, word in found} == {"e-scooters", "rolled", "nothing"}
    both = found["b", "e-scooters"]
    assert (both["count"], both["rest"], both["forms"]) == (4, 6, "e-scooters e-scooter")
    behind = queries.sentences_behind(landscape, ALL, Pick.parse(both["pick"]))
    assert (len(behind), behind.attrs["places"], set(behind["text"])) == (2, 4, {"An e-scooter is an e-scooter."})
    assert opened(landscape, ALL, [both["pick"]]) == [2]
    assert named(landscape, Pick.parse(both["pick"])).startswith("“e-scooters” and its other forms")
    rolled = found["c", "rolled"]
    assert (rolled["count"], rolled["forms"]) == (6, "rolled rolling rolls")


# --- overview


def test_figures_count_what_there_is(landscape: Landscape) -> None:
    assert rows(queries.figures(landscape, ALL), "figure", "value", "note") == [
        ("Documents", 3, "of 3"),
        ("Sentences", 9, "with list items and questions"),
        ("Topics", 3, "of 3 in the codebook"),
        ("Claims", 3, "of 4, in 5 sentences"),
        ("Risks", 2, "of 2 in the codebook"),
        ("References", 1, "listed by the documents"),
    ]


def test_the_landscape_is_topics_by_sentences_and_sources(landscape: Landscape) -> None:
    frame = queries.landscape(landscape, ALL)
    assert rows(frame, "topic", "sentences", "sources") == [("Mechanism", 3, 2), ("Safety", 3, 3), ("Law", 1, 1)]


def test_findings_are_made_from_the_numbers_and_lead_to_sentences(landscape: Landscape) -> None:
    frame = queries.findings(landscape, ALL)
    assert frame["finding"].iloc[0] == "2 of 3 sources say: It raises serotonin; 1 cites a study."
    assert "1 vague appeal to evidence stands beside 1 reference" in frame["finding"].iloc[2]
    picks = [Pick.parse(pick) for pick in frame["pick"] if pick]
    assert all(len(queries.sentences_behind(landscape, ALL, pick)) for pick in picks)


# --- from a mark to its sentences


@pytest.mark.parametrize(
    ("pick", "found"),
    [
        (Pick(topic="mechanism"), [("a", 1), ("a", 4), ("b", 0)]),
        (Pick(topic="safety", also="legal"), [("c", 1)]),
        (Pick(source="b", risk="nausea"), [("b", 2)]),
        (Pick(risk="nausea", contained="yes"), [("a", 3)]),
        (Pick(claim="helps", certainty="negated"), [("b", 1)]),
        (Pick(claim="helps", certainty="asserted"), []),
        (Pick(support="cited"), [("b", 0)]),
        (Pick(side="benefit"), [("a", 2), ("c", 0)]),
        (Pick(side="risk"), [("a", 3), ("b", 2)]),
        (Pick(citation="reference"), [("b", 3)]),
        (Pick(word="serotonin"), [("a", 1), ("a", 4), ("b", 0)]),
        (Pick(source="a", sentence="0"), [("a", 0)]),
        (Pick(sentence="no number"), []),
        (Pick(shared=("a", "b")), [("a", 1), ("b", 0)]),
        (Pick(shared=("a",)), [("a", 1), ("a", 2)]),
        (Pick(shared=("b",)), [("b", 0)]),  # what Beta denies it does not say
        (Pick(shared=("a",), only="yes"), [("a", 2)]),
        (Pick(source="b", shared=("a", "b"), only="yes"), [("b", 0)]),
        (Pick(only="yes"), [("a", 2), ("c", 0)]),
        (Pick(shared=("a", "c")), []),
        (Pick(places=("3-4 a", "2-2 b")), [("a", 3), ("a", 4), ("b", 2)]),
        (Pick(places=("0-0 a",)), []),  # a heading is no running text
        (Pick(places=("no place", "1-2")), []),
        (Pick(source="nobody"), []),
    ],
)
def test_a_pick_leads_to_its_sentences(pick: Pick, found: list[tuple[str, int]], landscape: Landscape) -> None:
    frame = queries.sentences_behind(landscape, ALL, pick)
    assert rows(frame, "doc_id", "sentence_id") == found
    assert frame.attrs["total"] == len(found)


def test_a_pick_keeps_several_sources_and_places_apart() -> None:
    pick = Pick(shared=("a b", "c"), only="yes", places=("3-5 a b", "0-0 c"))
    assert str(pick) == "shared=a+b&shared=c&only=yes&places=3-5+a+b&places=0-0+c"
    assert Pick.parse(str(pick)) == pick


def test_the_sentences_behind_a_mark_come_page_by_page_and_every_page_knows_how_many_there_are(landscape: Landscape) -> None:
    pages = [queries.sentences_behind(landscape, ALL, Pick(topic="mechanism"), offset, 2) for offset in (0, 2, 4)]
    assert [rows(page, "doc_id", "sentence_id") for page in pages] == [[("a", 1), ("a", 4)], [("b", 0)], []]
    assert [(page.attrs["total"], page.attrs["in_sources"]) for page in pages[:2]] == [(3, 2), (3, 2)]


@pytest.mark.parametrize(
    ("pick", "found"),
    [
        (Pick(topic="mechanism"), [("a", "Alpha", 2), ("b", "Beta", 1)]),
        (Pick(source="b", side="risk"), [("b", "Beta", 1)]),
        (Pick(word="zebra"), []),
    ],
)
def test_each_source_behind_a_mark_knows_its_number_of_sentences(
    pick: Pick, found: list[tuple[str, str, int]], landscape: Landscape
) -> None:
    assert rows(queries.sources_behind(landscape, ALL, pick), "doc_id", "source", "sentences") == found


def test_every_sentence_shown_is_its_document_s_text_from_start_to_end(landscape: Landscape) -> None:
    texts = landscape.table("documents").set_index("doc_id")["text"]
    for row in queries.sentences_behind(landscape, ALL, Pick()).itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.quote


@pytest.mark.parametrize(
    "name", ["coverage", "claim_recurrence", "claim_certainty", "claim_support", "risk_register", "silence"]
)
def test_a_mark_stands_for_as_many_sentences_as_it_says(name: str, landscape: Landscape) -> None:
    frame = getattr(queries, name)(landscape, ALL)
    assert opened(landscape, ALL, frame["pick"]) == list(frame["sentences"])


# --- reader


def test_a_document_comes_with_everything_the_reader_needs(landscape: Landscape) -> None:
    document = queries.document(landscape, "b")
    assert document is not None
    assert (document.label, document.about["kind"], document.about["sentences"], len(document.sentences)) == (
        "Beta",
        "leaflet",
        "4",
        4,
    )
    assert rows(document.spans.head(3), "kind", "code_id", "label", "certainty", "support") == [
        ("claim", "raises", "It raises serotonin", "asserted", "cited"),
        ("topic", "mechanism", "Mechanism", "", ""),
        ("claim", "helps", "It helps with PTSD", "negated", "none"),
    ]
    assert all(document.text[span.start : span.end] == span.quote for span in document.spans.itertuples())


def test_a_document_that_is_not_there_is_none(landscape: Landscape) -> None:
    assert queries.document(landscape, "nobody") is None


def test_the_finding_on_hedging_counts_the_sentences_that_it_opens(landscape: Landscape) -> None:
    frame = queries.findings(landscape, Scope())
    row = frame[frame["finding"].str.contains("hedges? it")].iloc[0]
    opened = queries.sentences_behind(landscape, Scope(), Pick.parse(row["pick"]))
    assert row["finding"].startswith(f"{len(opened)} of ")


# --- witnesses


def test_a_copy_of_a_source_is_no_witness_of_its_own(tmp_path: Path) -> None:
    contents = {"a": "x", "b": "y", "c": "x", "d": "", "e": ""}
    facts = {name: {"label": name.upper(), "sha256": content} for name, content in contents.items()}
    twins = landscapes.landscape_of(tmp_path, dict.fromkeys(contents, landscapes.SMALL["c"]), facts)
    frame = queries.witnesses(twins, ALL)
    assert rows(frame, "source", "own", "copy_of") == [
        ("A", True, ""),
        ("B", True, ""),
        ("C", False, "A"),
        ("D", True, ""),
        ("E", True, ""),
    ]


def test_of_copies_the_first_that_the_filters_leave_is_the_witness(tmp_path: Path) -> None:
    facts = {name: {"label": name.upper(), "sha256": "x"} for name in "abc"}
    twins = landscapes.landscape_of(tmp_path, dict.fromkeys("abc", landscapes.SMALL["c"]), facts)
    frame = queries.witnesses(twins, Scope(sources=("b", "c")))
    assert rows(frame, "doc_id", "own", "copy_of") == [("b", True, ""), ("c", False, "B")]


INDEPENDENT = {
    "claim_recurrence": ["low", "high"],
    "silence": ["low", "high"],
    "risk_register": ["low", "high"],
    "coverage": ["topic_share", "low", "high"],
    "claim_certainty": ["low", "high", "asserted"],
    "emphasis": ["ratio", "low", "high", "state", "rest"],
    "distinctive_words": ["ratio", "low", "high", "state"],
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Landscape, Landscape]:
    """Five sources, and the same with a copy of the first."""
    documents = {f"s{number}": landscapes.SMALL["abcab"[number]] + landscapes.SMALL["a"][:number] for number in range(5)}
    facts = {name: {"sha256": name[:2]} for name in (*documents, "s0copy")}
    folder = tmp_path_factory.mktemp("copied")
    without = landscapes.landscape_of(folder / "one", documents, facts)
    return without, landscapes.landscape_of(folder / "two", documents | {"s0copy": documents["s0"]}, facts)


@pytest.mark.parametrize("name", INDEPENDENT)
@pytest.mark.parametrize("by", ["", "kind"])
def test_a_copy_changes_nothing_that_claims_independence(name: str, by: str, copied: tuple[Landscape, Landscape]) -> None:
    keys = {"emphasis": ["kind", "code_id", "unit"], "distinctive_words": ["unit", "word"], "silence": ["kind", "code_id"]}
    key = keys.get(name, ["topic_id" if name == "coverage" else "risk_id" if name == "risk_register" else "claim_id"])
    columns = [column for column in INDEPENDENT[name] if not by or name not in ("emphasis", "distinctive_words")]
    frames = [getattr(queries, name)(landscape, Scope(sample=True, by=by)) for landscape in copied]
    told = [frame.drop_duplicates(key)[key + columns].sort_values(key).reset_index(drop=True) for frame in frames]
    pd.testing.assert_frame_equal(*told)


def test_a_copy_is_counted_where_documents_are_described(copied: tuple[Landscape, Landscape]) -> None:
    without, with_copy = (queries.claim_recurrence(landscape, ALL) for landscape in copied)
    assert (without["n"].iloc[0], with_copy["n"].iloc[0]) == (5, 6)


@pytest.mark.parametrize(("name", "told"), [("claim_support", "bare"), ("balance", "rates")])
def test_a_copy_narrows_no_interval_of_the_whole(name: str, told: str, copied: tuple[Landscape, Landscape]) -> None:
    one, other = (getattr(queries, name)(landscape, Scope(sample=True)).attrs[told] for landscape in copied)
    assert one == other
