"""Every page through Streamlit's own test frame: what it shows, what the address does, how mistakes are told."""

import gc
import json
import re
import shutil
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from claimscape import queries, store, theme
from claimscape.build import build
from claimscape.exports.cells import csv_text
from claimscape.exports.naming import named
from claimscape.queries import Pick
from claimscape.ui.lists import unmarked
from claimscape.ui.reader import pieces
from claimscape.ui.shows import _worded
from tests import landscapes

ROOT = Path(__file__).parents[1]
PAGES = "overview coverage claims risks evidence emphasis compare likeness discovery agreement sources search methods".split()
PAGES.append("export")
HOSTILE = "<img src=x onerror=alert(1)> ![t](https://tracker.example/x.png) =1+1 **b** :material/home: $x$"


@pytest.fixture
def data(landscape_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small landscape as the dashboard's data."""
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(landscape_folder))
    return landscape_folder


def opened(page: str = "overview", /, **parameters: str) -> AppTest:
    """The page as a visitor finds it who follows a link."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py")
    return app.run()


def parts(app: AppTest) -> dict[str, dict[str, Any]]:
    """The data of every part on the page, by its key."""
    found = {}
    for element in app.get("bidi_component"):
        key = element.key or element.proto.id.split("-", 2)[-1]
        found[key] = json.loads(element.proto.bytes or element.proto.json)
    return found


@cache
def plain(data: Path, page: str) -> AppTest:
    """The page without filters, opened once for all tests that only look at it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMSCAPE_DATA", str(data))
        return opened(page)


def test_what_is_loaded_is_looked_at_by_no_collection(data: Path) -> None:
    assert plain(data, "methods").title
    assert gc.get_freeze_count() > 100_000


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_one_title_and_the_filters(landscape_folder: Path, name: str) -> None:
    app = plain(landscape_folder, name)
    assert not app.exception
    assert len(app.title) == 1
    fields = [chooser.label for chooser in app.multiselect if chooser.label != "Other side" and chooser.label != "One side"]
    assert fields == ["Sources", "Topics", "Certainty", "Support", "Kind", "Year"]  # no publisher is known of any


def test_an_unlisted_filter_in_the_address_is_left_out_with_a_note_and_not_repeated(data: Path) -> None:
    app = opened("coverage", source=HOSTILE)
    assert [note.value for note in app.info] == ["A filter in this address is not known here and was left out."]
    assert app.multiselect(key="filter-sources").value == []
    assert "source" not in app.query_params


def test_an_address_brings_its_filters_back_by_id(data: Path) -> None:
    app = opened("coverage", source="b")
    assert app.multiselect(key="filter-sources").value == ["b"]
    assert "1 source" in parts(app)["figure-coverage"]["footer"]


def test_a_chosen_filter_is_written_in_the_address_as_id_and_holds_on_the_next_page(data: Path) -> None:
    app = opened("coverage")
    app.multiselect(key="filter-sources").set_value(["a", "c"]).run()
    assert app.query_params["source"] == ["a", "c"]
    app.switch_page("pages/claims.py").run()
    assert app.multiselect(key="filter-sources").value == ["a", "c"]
    assert app.query_params["source"] == ["a", "c"]


def test_a_filter_that_is_emptied_leaves_the_address(data: Path) -> None:
    app = opened("coverage", source="b", topic="safety")
    app.multiselect(key="filter-topics").set_value([]).run()
    assert "topic" not in app.query_params
    assert app.query_params["source"] == "b"


def test_what_is_in_force_stands_as_chips(data: Path) -> None:
    app = opened("coverage", source="b", by="kind", sample="1")
    assert [item["label"] for item in parts(app)["filter-chips"]["items"]] == [
        "Sources: Beta",
        "Grouped by kind",
        "Sources as a sample",
    ]
    assert parts(plain(data, "coverage"))["filter-chips"]["items"] == []


def test_grouping_and_sample_hold_on_the_next_page_and_in_the_address(data: Path) -> None:
    app = opened("coverage")
    app.selectbox(key="filter-by").set_value("kind").run()
    app.toggle(key="filter-sample").set_value(True).run()
    assert (app.query_params["by"], app.query_params["sample"]) == ("kind", "1")
    app.switch_page("pages/claims.py").run()
    assert (app.query_params["by"], app.query_params["sample"]) == ("kind", "1")
    assert "grouped by kind" in parts(app)["figure-claim_recurrence"]["footer"]


def test_a_grouping_that_is_none_is_left_out_with_a_note(data: Path) -> None:
    app = opened("coverage", by=HOSTILE)
    assert len(app.info) == 1
    assert "by" not in app.query_params


def test_the_sides_of_a_comparison_stand_in_its_own_address_alone(data: Path) -> None:
    app = opened("compare", a="kind:blog", b="source:b")
    assert "Alpha" not in parts(app)["figure-comparison"]["title"]
    assert (app.query_params["a"], app.query_params["b"]) == ("kind:blog", "source:b")
    app.switch_page("pages/claims.py").run()
    assert "a" not in app.query_params
    app.switch_page("pages/compare.py").run()
    assert app.query_params["a"] == "kind:blog"


def test_a_comparison_begins_with_something_to_see(data: Path) -> None:
    app = opened("compare")
    assert app.query_params["a"] == "source:a"  # every kind and year has one source
    assert parts(app)["figure-comparison"]["title"]


def test_every_chart_is_told_in_words_too(landscape_folder: Path) -> None:
    shown = [part for page in PAGES for part in parts(plain(landscape_folder, page)).items()]
    charts = {key: value for key, value in shown if key.startswith("figure-")}
    assert set(charts) == {f"figure-{name}" for name in _drawn()}
    assert all(chart["title"] and chart["alt"] and chart["footer"] for chart in charts.values())


def _drawn() -> list[str]:
    """The charts that pages show, read from their files."""
    calls = [
        name
        for page in PAGES
        for shown in re.findall(r"show\((.*)\)", (ROOT / "pages" / f"{page}.py").read_text())
        for name in re.findall(r'"(\w+)"', shown)
    ]
    return [name for name in calls if name not in ("figures", "findings", "tension", "references")]


def test_findings_carry_the_sentences_they_count(landscape_folder: Path) -> None:
    findings = parts(plain(landscape_folder, "overview"))["list-findings"]["items"]
    assert findings
    assert any(item["pick"] for item in findings)


@pytest.mark.parametrize(
    ("pick", "words"),
    [
        (Pick(claim="raises", source="a"), "It raises serotonin · Alpha"),
        (Pick(claim="helps", certainty="negated"), "It helps with PTSD · denied"),
        (Pick(citation="vague_attribution", source="b"), "Vague appeals to evidence · Beta"),
        (Pick(word="serotonin"), "“serotonin”"),
        (Pick(topic="safety", also="legal"), "Safety · Law"),
        (Pick(source="a", sentence="2"), "One sentence · Alpha"),
        (Pick(shared=("a",)), "Claims that Alpha says"),
        (Pick(shared=("a", "b"), only="yes"), "Claims that only Alpha and Beta share"),
        (Pick(source="b", shared=("a", "b", "c")), "Claims that Alpha, Beta and Gamma share · Beta"),
        (Pick(shared=tuple("abcabc")), "Claims that Alpha, Beta, Gamma, Alpha and 2 more share"),
        (Pick(only="yes"), "Claims that one source alone says"),
        (Pick(source="a", places=("1-2 a",)), "The same words · Alpha"),
        (Pick(source="c"), "All sentences · Gamma"),
        (Pick(), "All sentences"),
    ],
)
def test_sentences_are_titled_by_the_mark_they_stand_behind(data: Path, pick: Pick, words: str) -> None:
    assert named(store.open_landscape(data), pick) == words


def test_a_word_is_counted_at_every_place_in_its_sentences(data: Path) -> None:
    facts = queries.sentences_behind(store.open_landscape(data), queries.Scope(), Pick(word="good")).attrs
    assert (facts["places"], facts["total"]) == (3, 1)


def test_a_quote_is_shown_without_the_marker_of_its_list() -> None:
    assert [unmarked(text) for text in ("- Sleep is better.", "• 2. Sleep", "-5 degrees", "2. Sleep")] == [
        "Sleep is better.",
        "Sleep",
        "-5 degrees",
        "Sleep",
    ]


def test_the_reader_shows_the_document_and_the_sentence_of_the_address(data: Path) -> None:
    shown = parts(opened("sources", doc="b", sentence="2"))["reader"]
    assert (shown["title"], shown["target"]) == ("Beta", 2)
    assert "".join(text for text, _ in shown["units"][2]["pieces"]) == "Abuse and nausea are known."
    found = [(shown["codes"][code]["kind"], label) for code, label, _ in shown["units"][2]["tags"]]
    assert found == [("risk", "Abuse"), ("risk", "Nausea"), ("topic", "Safety")]


def test_the_reader_says_so_where_the_address_names_no_document_of_ours(data: Path) -> None:
    app = opened("sources", doc=HOSTILE, sentence="-1")
    assert "is not in this landscape" in app.info[0].value
    assert parts(app)["reader"]["title"] == "Alpha"


def test_search_shows_a_word_in_its_contexts(data: Path) -> None:
    shown = parts(opened("search", q="nausea"))["concordance"]
    assert shown["title"] == "2 places in 2 sentences of 2 sources"
    assert [(item["source"], item["keyword"].lower()) for item in shown["items"]] == [("Alpha", "nausea"), ("Beta", "nausea")]
    assert shown["items"][0]["codes"] == [["topic", "Safety"], ["risk", "Nausea"]]


def test_a_search_that_finds_nothing_says_so_and_what_else_would(data: Path) -> None:
    shown = parts(opened("search", q="naussea"))
    assert shown["concordance"]["title"] == "Not found"
    assert [(item["query"], item["says"]) for item in shown["asking"]["near"]] == [("nausea", "2")]


def test_a_search_of_very_many_sources_says_how_many_were_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landscapes.many(tmp_path, 501)
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(tmp_path))
    shown = parts(opened("search", q="abuse"))["concordance"]
    assert shown["title"] == "250 places in 250 sentences of 250 sources"
    assert shown["subtitle"].startswith("250 of 250 sources that can hold a hit, of 501 in all, looked at · Places 1 to 200")
    nothing = parts(opened("search", q="abuse NEAR/1 nausea"))["concordance"]
    assert nothing["subtitle"].endswith(" · 250 of 250 sources that can hold a hit, of 501 in all, looked at")


def test_a_query_with_a_fault_is_told_beside_its_box_and_nothing_breaks(data: Path) -> None:
    app = opened("search", q=f"nausea AND {HOSTILE}")
    shown = parts(app)
    assert not app.exception
    assert shown["asking"]["fault"].startswith("cannot read")
    assert "concordance" not in shown


def test_the_address_of_a_search_holds_its_query_order_page_view_and_source(data: Path) -> None:
    app = opened("search", q="it", sort="right1", page="1", view="context", only="b")
    assert app.text_input(key="words").value == "it"
    assert app.selectbox(key="search-sort").value == "right1"
    assert {item["source"] for item in parts(app)["concordance"]["items"]} == {"Beta"}
    app.selectbox(key="search-sort").set_value("left2").run()
    assert app.query_params["sort"] == "left2"
    app.text_input(key="words").set_value("nausea").run()
    assert (app.query_params["q"], app.query_params["sort"]) == ("nausea", "left2")
    assert "only" not in app.query_params


def test_an_address_of_a_search_that_nobody_could_wish_is_a_plain_search(data: Path) -> None:
    app = opened("search", q="nausea", sort=HOSTILE, page="-3", view="x", only=HOSTILE)
    assert not app.exception
    assert app.selectbox(key="search-sort").value == "source"
    assert set(app.query_params) == {"q"}


def test_a_query_that_is_too_long_is_cut_and_the_page_says_so(data: Path) -> None:
    app = opened("search", q="nausea OR " * 60)
    assert "longer than 500 characters" in " ".join(text.value for text in app.text)
    assert len(app.text_input(key="words").value) == 500


def test_a_search_by_source_is_drawn_under_its_finding(data: Path) -> None:
    shown = parts(opened("search", q="serotonin", view="sources"))["figure-search_frequency"]
    assert shown["title"] == "“serotonin” stands in 2 of 3 sources, 3 times; most in Alpha (2)"
    assert "dispersion 0.17" in shown["subtitle"]


def test_a_search_is_kept_as_an_entry_with_what_it_would_code(data: Path) -> None:
    app = opened("search", q="nausea OR good", view="entry")
    assert app.text_input(key="entry-label-nausea OR good").value == "Nausea good"
    told = " ".join(text.value for text in app.text)
    assert "It would code 3 sentences in 2 sources, whatever the filters; 0 of them bear no topic yet." in told
    app.radio(key="entry-kind").set_value("claim").run()
    assert "nausea_good:" in app.code[0].value
    assert "type: mechanism" in app.code[0].value


def test_a_damaged_landscape_is_told_in_the_words_of_the_command_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "damaged"
    shutil.copytree(data, copy)
    table = next(copy.glob("builds/*/claims.parquet"))
    table.write_bytes(table.read_bytes()[:-20])
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(copy))
    with pytest.raises(store.StoreError) as fault:
        store.open_landscape(copy)
    app = opened("claims")
    assert not app.exception
    assert str(fault.value) in [text.value for text in app.text]


def test_a_missing_folder_of_documents_is_told_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CLAIMSCAPE_SOURCE", str(tmp_path / "nowhere"))
    app = opened("overview")
    assert not app.exception
    assert any("nowhere" in text.value for text in app.text)


def test_the_first_start_builds_the_documents_and_then_shows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    shutil.copy(ROOT / "seeds" / "codebook.yaml", documents)
    (documents / "one.txt").write_text("MDMA raises serotonin. Nausea may occur.\n")
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CLAIMSCAPE_SOURCE", str(documents))
    app = opened("overview")
    assert [status.label for status in app.status] == ["The landscape is built."]
    assert parts(app)["list-figures"]["items"][0]["value"] == "1"


def test_a_rebuild_is_noticed_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(tmp_path))
    landscapes.small(tmp_path)
    app = opened("overview")
    landscapes.many(tmp_path, 7)
    assert parts(app)["list-figures"]["items"][0]["value"] == "3"
    assert parts(app.run())["list-figures"]["items"][0]["value"] == "7"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every label and every document is the same hostile text."""
    folder = tmp_path_factory.mktemp("hostile")
    landscapes.hostile(folder, HOSTILE)
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_hostile_documents_and_labels_become_no_markup(name: str, hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(hostile))
    app = opened(name, q="word")
    assert not app.exception
    marked_up = [*app.markdown, *app.caption, *app.title, *app.subheader, *app.info, *app.warning, *app.error]
    assert not any("tracker.example" in element.value for element in marked_up)
    assert not any("tracker.example" in chooser.label for chooser in [*app.multiselect, *app.selectbox])


@pytest.mark.parametrize("name", ["coverage", "claim_recurrence", "risk_register", "silence", "emphasis", "co_occurrence"])
def test_a_data_table_has_no_column_that_only_a_drawing_needs(name: str, landscape: store.Landscape) -> None:
    frame = getattr(queries, name)(landscape, queries.Scope())
    shown = set(_worded(frame).columns)
    assert not shown & {"Unit", "Size", "Has", "Code", "A place", "A id", "Code id", "Topic id", "Pick"}
    assert {"Source"} <= shown or name == "co_occurrence"
    grouped = _worded(getattr(queries, name)(landscape, queries.Scope(by="kind")))
    assert "Size" in grouped.columns or name == "co_occurrence"  # there it says of how many


def test_a_spreadsheet_runs_nothing_of_a_saved_table() -> None:
    frame = pd.DataFrame(
        {"text": ["=1+1", "@SUM(A1)", 'plain "quoted"'], "share": [-0.5, 1.0, None], "names": [["-a", "b"], [], ["c"]]}
    )
    assert csv_text(frame).split("\r\n") == [
        '"text","share","names"',
        '"\'=1+1",-0.5,"\'-a; b"',
        '"\'@SUM(A1)",1.0,""',
        '"plain ""quoted""","","c"',
        "",
    ]


def test_the_reader_cuts_text_by_code_points_and_lets_spans_overlap() -> None:
    spans = [{"start": 11, "end": 14, "kind": "topic"}, {"start": 12, "end": 16, "kind": "claim"}]
    assert pieces("a𝔘bcdef", 10, spans) == [("a", ""), ("𝔘", "topic"), ("bc", "claim topic"), ("de", "claim"), ("f", "")]


def test_the_settings_carry_the_colours_of_the_theme() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["theme"]["light"]["backgroundColor"] == theme.LIGHT_PAGE.background
    assert settings["theme"]["dark"]["backgroundColor"] == theme.DARK_PAGE.background
    assert settings["theme"]["chartCategoricalColors"] == list(theme.SOURCES)
    for name in ("light", "dark"):
        page = settings["theme"][name]
        assert theme.contrast(page["textColor"], page["backgroundColor"]) >= 12
        assert theme.contrast(page["linkColor"], page["backgroundColor"]) >= 4.5


def coded(sentences: list[dict[str, Any]]) -> bytes:
    """Hand-coded sentences as the lines of a file."""
    empty = {
        "topics": [],
        "claim_ids": [],
        "risks": [],
        "citations": [],
        "claim_type": None,
        "certainty": None,
        "support": None,
    }
    return "\n".join(json.dumps({"kind": "sentence", "claim": False} | empty | row) for row in sentences).encode()


def test_the_measured_quality_of_every_code_stands_under_its_finding(landscape_folder: Path) -> None:
    app = plain(landscape_folder, "agreement")
    assert not app.exception
    assert "1 of 3 measured codes reaches 0.80 in precision and in recall; 6 are not measured" in [
        s.value for s in app.subheader
    ]
    frame = app.dataframe[0].value
    assert list(frame.columns) == ["Kind", "Code", "Precision", "Recall", "Sentences"]
    assert list(frame["Code"])[:3] == ["Safety", "Nausea", "It helps with PTSD"]
    assert frame["Sentences"].isna().sum() == 6


def test_an_uploaded_coding_is_held_against_the_machine_sentence_by_sentence(data: Path) -> None:
    app = opened("agreement")
    hand = [{"file": "b.txt", "start": 63, "end": 90, "topics": ["safety", "legal"], "risks": ["abuse", "nausea"]}]
    app.file_uploader(key="coded").set_value(("hand.jsonl", coded(hand), "application/jsonl")).run()
    assert not app.exception
    shown = parts(app)["disagreements"]
    assert shown["title"] == "1 sentence differs in topics"
    assert shown["items"][0]["text"] == "Abuse and nausea are known."
    assert shown["items"][0]["sides"] == [[{"label": "Law", "quote": ""}], []]


def test_an_upload_that_is_no_coding_is_told_by_its_name_and_line(data: Path) -> None:
    app = opened("agreement")
    app.file_uploader(key="coded").set_value(("hand.jsonl", b"not a line\n", "application/jsonl")).run()
    assert not app.exception
    assert any("hand.jsonl, line 1" in text.value for text in app.text)


def test_the_overview_tells_how_many_documents_could_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "one.txt").write_text("MDMA raises serotonin.\n")
    (documents / "none.txt").write_text("")
    build(documents, tmp_path / "data", ROOT / "seeds" / "codebook.yaml")
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(tmp_path / "data"))
    assert [link.proto.label for link in opened("overview").get("page_link")] == [
        "1 document could not be read: see why on Sources"
    ]


def test_the_overview_is_quiet_where_every_document_was_read(landscape_folder: Path) -> None:
    assert not plain(landscape_folder, "overview").get("page_link")
