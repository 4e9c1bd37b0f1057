"""Search in the rule language: what it finds is what an entry of the codebook codes, and no hit is lost on the way."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimscape import charts, codebook, queries
from claimscape.build import build
from claimscape.matching import Matcher
from claimscape.queries import Scope, narrow, search
from claimscape.queries.asked import LONGEST_QUERY, asked, clean
from claimscape.queries.concordance import PAGE, SORTS, after, before, every_place, marked
from claimscape.queries.kept import Kept
from claimscape.queries.proposed import Reach, label_of, query_entry, query_reach
from claimscape.queries.search import apart, places
from claimscape.rules import Leaf, RuleFault, parse
from claimscape.store import Landscape
from tests import landscapes

ALL = Scope()
LISTS = {"subject": ["serotonin"], "list up": ["raise OR lift up"], "list more": ["$up OR nausea"]}


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def told(landscape: Landscape, **written: list[str]) -> Landscape:
    """The landscape as a build leaves it that keeps the codebook's lists and subject."""
    known = {"build_id": f"told {written}", "codebook": {**landscape.manifest["codebook"], "queries": LISTS | written}}
    return replace(landscape, manifest={**landscape.manifest, **known})


def lines(*texts: str, **facts: str) -> list[dict[str, Any]]:
    return [{"text": text} | facts for text in texts]


# --- asking


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  two \t words\n", "two words"),
        ("“side effects”", '"side effects"'),
        ("«mot»", '"mot"'),
        ("e\u0301cole", "école"),
        ("a\x00b\u200b\u202ec", "a bc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 600, "x" * LONGEST_QUERY),
    ],
)
def test_a_query_is_read_as_one_line_with_straight_quotation_marks(typed: str, read: str) -> None:
    assert clean(typed) == read


@pytest.mark.parametrize(
    ("query", "fault", "at"),
    [
        ("a OR OR b", "'OR' has nothing before it (at character 6)", 5),
        ("(a OR b", "a closing bracket is missing (at character 8)", 7),
        ("a NEAR/99 b", "NEAR/99 must lie between NEAR/1 and NEAR/50 (at character 3)", 2),
        ("a )", "')' is not expected here (at character 3)", 2),
        ('so "much', "cannot read '\"much': a quotation mark or a word is missing (at character 4)", 3),
        ("mood AND $upp", "$upp is no list of this codebook; did you mean $up? (at character 10)", 9),
        ("a AND", "a word is missing at the end (at character 6)", 5),
        ("mood ***", "cannot read '***': a quotation mark or a word is missing (at character 6)", 5),
        ("a NEAR b", "NEAR needs a whole number of words, such as NEAR/5 (at character 3)", 2),
    ],
)
def test_a_query_that_cannot_be_read_says_what_and_where(landscape: Landscape, query: str, fault: str, at: int) -> None:
    said = asked(told(landscape), query)
    assert (said.query, said.fault, said.at) == (None, fault, at)
    assert places(told(landscape), ALL, query).rows.empty


@given(st.text(st.sampled_from('ab"()$*^=/ NOTEARPHDIGUVS5é'), max_size=30))
def test_every_fault_of_the_language_points_into_its_query(text: str) -> None:
    try:
        parse(text)
    except RuleFault as fault:
        assert 0 <= fault.at <= len(text)
        assert fault.why and fault.why in str(fault).replace(f" at character {fault.at + 1}", "")


def test_lists_that_a_landscape_did_not_keep_are_told_with_the_cure(landscape: Landscape) -> None:
    fault = asked(landscape, "$up serotonin").fault
    assert fault.startswith("$up: this landscape was built without the lists of its codebook; build it again")


def test_a_list_may_use_the_lists_above_it(landscape: Landscape) -> None:
    found = places(told(landscape), ALL, "$more").rows
    assert rows(found, "doc_id", "sentence_id") == [("a", 1), ("a", 3), ("b", 0), ("b", 2)]


def test_a_build_keeps_its_lists_and_subject_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").write_text(
        "title: T\nversion: '1'\nsubject: [tea]\nlists: {up: raise OR lift, more: {any: [$up, grow]}}\n"
        "topics: {t: {label: T, any: [$more]}}\n"
    )
    (tmp_path / "one.txt").write_text("Tea lifts the mood. It grows in China.")
    built = build(tmp_path, tmp_path / "out")
    assert built.manifest["codebook"]["queries"] == {
        "list up": ["raise OR lift"],
        "list more": ["$up", "grow"],
        "subject": ["tea"],
    }
    assert list(queries.concordance(built, ALL, "$more")["keyword"]) == ["lifts", "grows"]


# --- finding


def test_each_place_comes_with_its_context_and_what_its_sentence_is_coded_as(landscape: Landscape) -> None:
    frame = queries.concordance(landscape, ALL, "SEROTON*")
    assert rows(frame, "source", "sentence_id", "left", "keyword", "right", "start", "end") == [
        ("Alpha", 1, "It raises ", "serotonin", ".", 30, 39),
        ("Alpha", 4, "", "Serotonin", " makes a good mood, good sleep, good days.", 124, 133),
        ("Beta", 0, "It raises ", "serotonin", " (Smith, 2022).", 10, 19),
    ]
    assert rows(frame, "topics", "claims", "risks")[:2] == [("Mechanism", "It raises serotonin", ""), ("Mechanism", "", "")]
    counted = {name: frame.attrs[name] for name in ("places", "found", "in_sources", "page", "pages", "searched", "possible")}
    assert counted == {"places": 3, "found": 3, "in_sources": 2, "page": 1, "pages": 1, "searched": 3, "possible": 3}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("raise serotonin", 2),  # side by side, with inflections
        ("serotonin raise", 0),
        ('"raises serotonin"', 2),
        ('"raise serotonin"', 0),
        ("serotonin AND mood", 1),
        ("serotonin NOT mood", 2),
        ("serotonin NEAR/6 mood", 1),
        ("good", 3),
        ("^Serotonin", 1),
        ("HEADING(mechanism)", 4),
        ("PREVIOUS(serotonin)", 2),
        ("PREVIOUS(serotonin) AND ptsd", 2),
        ("HEADING(mechanism) NOT nausea", 3),
        ("trial", 1),  # references are searched too
        ("seroton", 0),
        ("", 0),
        ("***", 0),
        ("x" * 10_000, 0),
    ],
)
def test_a_query_finds_what_the_rule_language_says(query: str, found: int, landscape: Landscape) -> None:
    assert len(places(landscape, ALL, query).rows) == found


def test_words_are_found_however_their_accents_are_written(tmp_path: Path) -> None:
    made = landscapes.landscape_of(tmp_path, {"f": lines("Une e\u0301cole, l’ E\u0301cole.")}, {})
    frame = queries.concordance(made, ALL, "école")
    assert list(frame["keyword"]) == ["e\u0301cole", "E\u0301cole"]


def test_filters_narrow_the_search_but_not_what_stands_before_a_sentence(landscape: Landscape) -> None:
    assert rows(places(landscape, Scope(sources=("b",)), "serotonin").rows, "doc_id") == [("b",)]
    found = places(landscape, Scope(topics=("safety",)), "PREVIOUS(ptsd)").rows
    assert rows(found, "doc_id", "sentence_id") == [("a", 3), ("b", 2)]


def test_page_furniture_is_not_searched_but_stands_before_a_sentence(tmp_path: Path) -> None:
    said = [{"text": "Read more here", "kind": "furniture"}, {"text": "It works."}]
    made = landscapes.landscape_of(tmp_path, {"a": said}, {})
    assert places(made, ALL, "here").rows.empty
    assert rows(places(made, ALL, "PREVIOUS(here)").rows, "sentence_id") == [(1,)]


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([(0, 4), (0, 12), (5, 12)], [(0, 4), (5, 12)]),
        ([(0, 20), (10, 20)], [(10, 20)]),
        ([(0, 3), (3, 6)], [(0, 3), (3, 6)]),
        ([], []),
    ],
)
def test_of_places_that_overlap_the_shortest_counts(spans: list[tuple[int, int]], kept: list[tuple[int, int]]) -> None:
    assert apart(spans) == kept


def test_a_search_that_is_cut_short_says_of_how_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = landscapes.landscape_of(tmp_path, {"a": lines("A word.", "Two words."), "b": lines("No word.")}, {})
    monkeypatch.setattr(search, "MOST", 2)
    found = places(made, ALL, "word")
    assert (len(found.rows), found.searched, found.possible) == (2, 2, 3)


WORDS = "risk risks Risk serotonin raise raises lifted naïve WHO nausea side-effect good item".split()
LINES = [
    {"text": "Risks and naïve items", "kind": "heading"},
    {"text": "It raises serotonin; it raises good serotonin.", "kind": "sentence"},
    {"text": "The WHO lifted it, a good item:", "kind": "list_lead"},
    {"text": "• nausea is a risk"},
    {"text": "1. Good serotonin is good"},
    {"text": "Who raised the risk of nausea?", "kind": "question"},
    {"text": "- a side-effect, a Side effect"},
    {"text": "Share this risk", "kind": "furniture"},
    {"text": "The naïve WHO’s risk."},
]
word = st.sampled_from([*WORDS, "zebra"])
leaf = st.one_of(
    word,
    word.map(lambda text: f"={text}"),
    word.map(lambda text: f"^{text}"),
    word.map(lambda text: f"{text[:3]}*"),
    st.tuples(word, word).map(lambda pair: f'"{pair[0]} {pair[1]}"'),
    st.sampled_from(["^*", "$up", "$more", "good good"]),
)
SIGNS = ["AND", "OR", "NOT", "NEAR/4", "PRE/3", ""]
query_texts = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(SIGNS), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        st.tuples(st.sampled_from(["HEADING", "PREVIOUS"]), inner).map(lambda parts: f"{parts[0]}({parts[1]})"),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """Two sources with headings, lists, questions and furniture, the second in another order."""
    made = landscapes.landscape_of(tmp_path_factory.mktemp("mixed"), {"a": LINES, "b": LINES[3:] + LINES[:3]}, {})
    return told(made)


@settings(max_examples=150, deadline=None)
@given(query_texts)
def test_no_hit_of_the_engine_over_all_sentences_is_lost_or_added(mixed: Landscape, text: str) -> None:
    query = asked(mixed, text).query
    assert query is not None
    expected = []
    units = mixed.table("sentences")
    for doc_id, whole in zip(*(mixed.table("documents")[name] for name in ("doc_id", "text")), strict=True):
        own = list(units[units["doc_id"] == doc_id].itertuples())
        hits = Matcher({"x": [query]}).hits(whole, own)
        for number, unit in enumerate(own):
            spans = [(hit.start, hit.end) for hit in hits if hit.sentence == number]
            expected += [(doc_id, number, *span) for span in apart(spans) if unit.kind != "furniture"]
    assert rows(places(mixed, ALL, text).rows, "doc_id", "sentence_id", "start", "end") == expected


@settings(max_examples=100, deadline=None)
@given(query_texts)
def test_what_is_left_to_the_engine_is_never_more_than_all_sentences(mixed: Landscape, text: str) -> None:
    found = places(mixed, ALL, text)
    assert found.sentences <= found.searched == found.possible <= 16


def test_only_sentences_that_hold_the_words_are_left_to_the_engine(mixed: Landscape) -> None:
    query = parse("nausea AND (risk OR zebra*)")
    words = Matcher({"x": [query]}).words_of(narrow.vocabulary(Kept.of(mixed)))
    assert words[Leaf("prefix", "zebra")] == []
    needed = narrow.condition(query, words)
    assert needed.sql == "(regexp_matches(text, $text_0)) AND (regexp_matches(text, $text_1))"
    assert dict(needed.values) == {"text_0": "nausea", "text_1": "Risks|risk"}
    assert places(mixed, ALL, "nausea AND risk").searched == 4


def test_a_word_that_no_sentence_holds_is_looked_for_nowhere(mixed: Landscape) -> None:
    assert places(mixed, ALL, "zebra AND risk").searched == 0


def test_too_many_words_for_one_pattern_are_known_by_their_first_letters() -> None:
    words = [f"w{chr(97 + first)}{chr(97 + second)}x" for first in range(20) for second in range(20)]
    assert narrow._pattern(words) == "|".join(f"w{chr(97 + first)}" for first in range(20))
    assert narrow._pattern([chr(0x4E00 + number) for number in range(400)]) == ""


# --- order and pages


@pytest.fixture(scope="module")
def apples(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """Lines around one word, the last two alike."""
    said = lines("The red apple fell far", "A blue apple éclair sat", "Old Green apples eat bits", "apple", "apple")
    return landscapes.landscape_of(tmp_path_factory.mktemp("apples"), {"x": said}, {})


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("source", [0, 1, 2, 3, 4]),
        ("left1", [3, 4, 1, 2, 0]),  # nothing, nothing, blue, Green, red
        ("left2", [3, 4, 1, 2, 0]),  # A, Old, The
        ("right1", [3, 4, 2, 1, 0]),  # eat, éclair, fell
        ("right2", [3, 4, 2, 0, 1]),  # bits, far, sat
        ("keyword", [3, 4, 1, 0, 2]),  # apple + nothing, apple éclair, apple fell, apples
        ("no such order", [0, 1, 2, 3, 4]),
    ],
)
def test_places_are_sorted_by_the_words_around_them(apples: Landscape, sort: str, order: list[int]) -> None:
    assert list(queries.concordance(apples, ALL, "apple", sort)["sentence_id"]) == order
    assert list(every_place(apples, ALL, "apple", sort)["sentence_id"]) == order


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_holds_every_place_once(landscape: Landscape, sort: str) -> None:
    frame = queries.concordance(landscape, ALL, "it OR good", sort)
    assert sorted(rows(frame, "doc_id", "start")) == rows(queries.concordance(landscape, ALL, "it OR good"), "doc_id", "start")


def test_pages_part_all_places_in_their_order(tmp_path: Path) -> None:
    made = landscapes.landscape_of(tmp_path, {"a": lines(*(f"word {number:03}" for number in range(450)))}, {})
    parts = [queries.concordance(made, ALL, "word", "right1", page) for page in ("1", "2", "3")]
    assert [len(part) for part in parts] == [PAGE, PAGE, 50]
    assert [number for part in parts for number in part["sentence_id"]] == list(range(450))
    assert {name: parts[1].attrs[name] for name in ("places", "page", "pages", "first")} == {
        "places": 450,
        "page": 2,
        "pages": 3,
        "first": 201,
    }


@pytest.mark.parametrize(("page", "shown"), [("0", 1), ("99", 1), ("-1", 1), ("x", 1), ("²", 1), ("9" * 20, 1)])
def test_a_page_that_is_not_there_is_the_nearest_or_the_first(landscape: Landscape, page: str, shown: int) -> None:
    assert queries.concordance(landscape, ALL, "serotonin", "source", page).attrs["page"] == shown


def test_the_deciding_words_are_marked_in_their_turn() -> None:
    assert marked("one two, six ", SORTS["left1"], -1) == [("one", 3), (" ", 0), ("two", 2), (", ", 0), ("six", 1), (" ", 0)]
    assert marked(" one two", SORTS["right2"], 1) == [(" ", 0), ("one", 2), (" ", 0), ("two", 1)]
    assert marked(" one two", SORTS["keyword"], 1) == [(" ", 0), ("one", 2), (" ", 0), ("two", 3)]
    assert marked(" one", SORTS["left1"], 1) == [(" one", 0)]
    assert marked("", SORTS["left1"], -1) == []


def test_a_context_that_is_too_long_ends_at_whole_words() -> None:
    long = "word " * 30
    assert before(long + "x ").startswith("… word")
    assert after(" x " + long).endswith("word…")
    assert (before("short "), after(" short.")) == ("short ", " short.")


# --- how often


def test_frequency_counts_hits_with_their_rate_and_place_in_every_source(landscape: Landscape) -> None:
    frame = queries.search_frequency(landscape, ALL, "serotonin")
    assert rows(frame, "source", "hits", "sentences", "searched", "words", "percent", "sentence_ids", "pick") == [
        ("Alpha", 2, 2, 5, 31, [17, 70], [1, 4], "source=a"),
        ("Beta", 1, 1, 4, 23, [6], [0], "source=b"),
        ("Gamma", 0, 0, 2, 6, [], [], ""),
    ]
    assert list(frame["per_1000"].round(2)) == [64.52, 43.48, 0.0]
    assert round(frame.attrs["dispersion"], 6) == 0.166667
    assert (frame.attrs["query"], frame.attrs["hits"]) == ("serotonin", 3)


@pytest.mark.parametrize("query", ["zebra", "", "a OR"])
def test_frequency_of_what_is_not_found_has_no_row(landscape: Landscape, query: str) -> None:
    assert queries.search_frequency(landscape, ALL, query).empty


def test_the_drawing_says_how_often_where_most_and_how_evenly(landscape: Landscape) -> None:
    meta = charts.search_frequency(queries.search_frequency(landscape, ALL, '"good"')).layout.meta
    assert meta["title"] == "“good” stands in 1 of 3 sources, 3 times"
    assert meta["subtitle"].startswith("Searched: 11 sentences with 60 words, headings and references too · dispersion 0.54")
    one = charts.search_frequency(queries.search_frequency(landscape, Scope(sources=("a",)), "good OR mood"))
    assert one.layout.meta["title"] == "“good OR mood” stands 4 times in Alpha"
    assert "dispersion" not in one.layout.meta["subtitle"]


def test_the_drawing_says_where_not_all_was_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = landscapes.landscape_of(tmp_path, {"a": lines("One word.", "Two words.", "Three words.")}, {})
    monkeypatch.setattr(search, "MOST", 2)
    meta = charts.search_frequency(queries.search_frequency(made, ALL, "word")).layout.meta
    assert meta["subtitle"].startswith("2 of the 3 sentences with these words were searched")


def test_sources_without_a_hit_lead_nowhere_and_ticks_to_their_sentence(landscape: Landscape) -> None:
    figure = charts.search_frequency(queries.search_frequency(landscape, ALL, "serotonin"))
    bars, ticks = figure.data[0], figure.data[2]
    assert [pick for (pick,) in bars.customdata] == ["source=a", "source=b", ""]
    assert [pick for (pick,) in ticks.customdata] == ["source=a&sentence=1", "source=a&sentence=4", "source=b&sentence=0"]


# --- help


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("serotnin", [("serotonin", 3)]),
        ("raise AND serotnin", [("raise AND serotonin", 2)]),
        ("serotonin mood", [("serotonin NEAR/6 mood", 1), ("serotonin AND mood", 1)]),
        ("qqqqq", []),
        ("serotnin OR", []),
        ("", []),
    ],
)
def test_a_query_that_finds_nothing_is_answered_with_near_ones_that_do(
    landscape: Landscape, query: str, near: list[tuple[str, int]]
) -> None:
    assert rows(queries.nearest_queries(landscape, ALL, query), "query", "places") == near


def test_every_example_can_be_read_and_the_plain_ones_find_something(landscape: Landscape) -> None:
    frame = queries.query_examples(told(landscape), ALL)
    assert list(frame["query"])[:4] == ["serotonin", "=serotonin", "seroton*", "raises serotonin"]
    assert "$up" in list(frame["query"])
    assert all(asked(told(landscape), query).query is not None for query in frame["query"])
    assert all(len(places(told(landscape), ALL, query).rows) for query in frame["query"][:7])


def test_sources_without_words_have_no_examples(tmp_path: Path) -> None:
    assert queries.query_examples(landscapes.landscape_of(tmp_path, {"a": lines("…", "the of and")}, {}), ALL).empty


# --- a query as an entry


def loaded(folder: Path, entry: str, section: str) -> codebook.Codebook:
    """The codebook that holds the entry, pasted as a reader would, and the lists."""
    lists = "lists:\n  up: raise OR lift up\n  more: $up OR nausea\n"
    path = folder / "codebook.yaml"
    path.write_text(f"title: T\nversion: '1'\nsubject: [serotonin]\n{lists}{section}:\n{entry}", "utf-8")
    return codebook.load(path)


def test_an_entry_is_ready_to_be_pasted(landscape: Landscape, tmp_path: Path) -> None:
    entry = query_entry(landscape, "claim", "", '"side effects" AND x', "safety")
    assert entry == (
        "  # below claims: in codebook.yaml\n"
        "  side_effects_x:\n"
        '    label: "Side effects x"\n'
        "    type: safety\n"
        "    any:\n"
        "      - '\"side effects\" AND x'\n"
    )
    assert [(code.id, code.claim_type) for code in loaded(tmp_path, entry, "claims").codes] == [("side_effects_x", "safety")]


def test_the_id_and_the_label_of_an_entry_are_none_that_the_codebook_has(landscape: Landscape) -> None:
    entry = query_entry(landscape, "risk", "Nausea", "nausea")
    assert '  nausea_2:\n    label: "Nausea (2)"\n' in entry
    assert "  safety_2:" in query_entry(landscape, "claim", "Safety", "safety", "safety")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["topic", "claim", "risk"]),
    st.one_of(query_texts, st.text(max_size=40), st.text(st.sampled_from("ab:#'\"-[]{}&*!|>%@`, $up=^()"), max_size=12)),
    st.text(max_size=60),
)
def test_any_entry_is_valid_by_the_codebook_s_own_loader(
    mixed: Landscape, tmp_path_factory: pytest.TempPathFactory, kind: str, query: str, label: str
) -> None:
    entry = query_entry(mixed, kind, label, query, "safety")
    said = asked(mixed, query)
    assert bool(entry) == (said.query is not None)
    if entry:
        book = loaded(tmp_path_factory.mktemp("book"), entry, f"{kind}s")
        assert book.rules[f"{kind} {book.codes[0].id}"] == (said.query,)


def test_a_query_with_a_fault_has_no_entry(landscape: Landscape) -> None:
    assert query_entry(landscape, "topic", "L", "a OR") == ""


@pytest.mark.parametrize(
    ("query", "label"),
    [('"side effects" OR nausea', "Side effects nausea"), ("$up NEAR/6 =mood", "Up mood"), ("HEADING(risk)", "Risk")],
)
def test_a_first_label_is_made_of_the_words(query: str, label: str) -> None:
    assert label_of(query) == label


def test_what_an_entry_would_code_is_counted_by_what_can_bear_it(landscape: Landscape) -> None:
    known = told(landscape, subject=["it OR serotonin OR nausea"])
    assert query_reach(known, "topic", "serotonin OR ptsd OR legal OR trial") == Reach(6, 3, 2, True)
    assert query_reach(known, "claim", "serotonin OR ptsd OR legal OR trial") == Reach(5, 2, 1, True)
    assert query_reach(landscape, "risk", "nausea OR mood") == Reach(3, 2, 1, False)


CORPUS = {
    "tea.txt": "About tea\n\nTea lifts the mood. Sleep comes late. Is sleep good?\n\nIt brings:\n- sleep\n- calm\n",
    "other.txt": "On beds. Sleep is deep. Beds are soft. "
    + "They are made of wood. " * 30
    + "Tea is drunk. Sleep follows. So does sleep. Sleep too.",
}


@pytest.mark.parametrize(("kind", "query"), [("topic", "sleep"), ("risk", "sleep OR calm"), ("topic", "PREVIOUS(tea)")])
def test_what_an_entry_would_code_is_what_a_build_with_it_codes(tmp_path: Path, kind: str, query: str) -> None:
    for name, text in CORPUS.items():
        (tmp_path / name).write_text(text)
    start = "title: T\nversion: '1'\nsubject: [tea]\n"
    (tmp_path / "codebook.yaml").write_text(start + "topics:\n  z: {label: Z, any: [zzz]}\n")
    first = build(tmp_path, tmp_path / "out")
    reach, entry = query_reach(first, kind, query), query_entry(first, kind, "", query)
    other = "" if kind == "topic" else "topics:\n  z: {label: Z, any: [zzz]}\n"
    (tmp_path / "codebook.yaml").write_text(f"{start}{other}{kind}s:\n{entry}")
    coded = build(tmp_path, tmp_path / "again").table(f"{kind}s")
    assert 0 < reach.sentences == len(coded)
    assert reach == Reach(len(coded), coded["doc_id"].nunique(), len(coded), True)
