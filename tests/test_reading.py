"""From a mark to its sentences to their document, as far as the server has a hand in it; the rest is in e2e/test_reading.py."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from claimscape import queries, store
from claimscape.exports.cells import csv_text, readable
from claimscape.queries import Pick, Scope
from claimscape.ui import sentences
from claimscape.ui.cited import cited
from claimscape.ui.reader import laid_out
from tests import landscapes
from tests.test_pages import opened, parts

MECHANISM = str(Pick(topic="mechanism"))


@pytest.fixture
def data(landscape_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small landscape as the dashboard's data."""
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(landscape_folder))
    return landscape_folder


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """200 sources: those of Alpha's lines have two sentences on the mechanism, those of Beta's one."""
    landscapes.many(tmp_path, 200)
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(tmp_path))
    return tmp_path


def listed(pick: str, more: tuple[str, int] | None = None) -> dict[str, Any]:
    """The list of sentences in the dialog of a mark, on the page that was asked for."""
    app = opened("coverage")
    app.session_state["asked-coverage"] = pick
    if more:
        app.session_state["more-sentence-list"] = more
    app.run()
    assert not app.exception
    return parts(app)["sentence-list"]


def test_a_mark_opens_its_sentences_with_all_that_a_spreadsheet_gets(data: Path) -> None:
    shown = listed(MECHANISM)
    assert (shown["title"], shown["said"], shown["total"]) == ("Mechanism", "3 sentences in 2 sources", 3)
    assert shown["columns"] == list(readable(queries.sentences_behind(store.open_landscape(data), Scope(), Pick())).columns)
    first = shown["items"][0]
    assert (first["source"], first["sentence_id"], first["text"]) == ("Alpha", 1, "It raises serotonin.")
    assert (first["claims"], first["certainty"], first["support"]) == ("It raises serotonin", "asserted", "none")


def test_the_sources_of_a_list_carry_their_numbers_and_how_to_cite_them(data: Path) -> None:
    found = [(each["doc"], each["n"], each["said"], each["where"]) for each in listed(MECHANISM)["sources"]]
    assert found == [("a", 2, "Alpha (Ann, 2024-01-02)", "a.txt"), ("b", 1, "Beta", "b.txt")]


def test_a_mark_of_many_sentences_sends_its_first_page_and_counts_them_all(many: Path) -> None:
    shown = listed(MECHANISM)
    assert (shown["total"], len(shown["items"]), shown["asked"]) == (300, 200, ["", 0])
    assert len(shown["sources"]) == 200


def test_the_next_page_begins_where_the_first_ended(many: Path) -> None:
    first, second = listed(MECHANISM), listed(MECHANISM, ("", 200))
    assert (len(second["items"]), second["asked"], second["list"]) == (100, ["", 200], first["list"])
    places = [(item["doc_id"], item["sentence_id"]) for item in first["items"] + second["items"]]
    assert len(set(places)) == 300
    assert places == sorted(places)


def test_a_source_far_down_the_list_is_fetched_by_itself(many: Path) -> None:
    shown = listed(MECHANISM, ("s198", 0))
    assert [(item["doc_id"], item["sentence_id"]) for item in shown["items"]] == [("s198", 1), ("s198", 4)]
    assert shown["total"] == 300


def test_a_page_is_asked_for_once_and_the_next_opening_begins_at_the_beginning(many: Path) -> None:
    app = opened("coverage")
    app.session_state["more-sentence-list"] = ("", 200)
    for asked in (200, 0):
        app.session_state["asked-coverage"] = MECHANISM
        app.run()
        assert parts(app)["sentence-list"]["asked"] == ["", asked]


def test_all_sentences_of_a_mark_are_saved_piece_by_piece(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landscape = store.open_landscape(many)
    monkeypatch.setattr(sentences, "SAVED", 70)
    text = sentences.everything(landscape, Scope(), Pick.parse(MECHANISM))
    whole = queries.sentences_behind(landscape, Scope(), Pick.parse(MECHANISM), 0, 300)
    assert text == "\ufeff" + csv_text(readable(whole))
    assert len(list(csv.DictReader(io.StringIO(text)))) == 300


@pytest.mark.parametrize(
    ("facts", "said", "where"),
    [
        ({}, "Label", ""),
        ({"author": "Ann", "published": "2024", "url": "https://a.example", "path": "a.txt"}, "Label (Ann, 2024)", "https://a.example"),
        ({"author": None, "published": "2024", "path": "a.txt"}, "Label (2024)", "a.txt"),
    ],
)
def test_a_quotation_names_what_is_known_of_its_source(facts: dict[str, str | None], said: str, where: str) -> None:
    assert cited("Label", facts) == {"said": said, "where": where}


def test_a_tag_of_the_reader_knows_its_code_and_the_pieces_it_was_found_in(landscape: store.Landscape) -> None:
    document = queries.document(landscape, "a")
    assert document is not None
    shown = laid_out(document)
    assert [(code["kind"], code["label"], code["pick"]) for code in shown["codes"]] == [
        ("topic", "Mechanism", "topic=mechanism"),
        ("topic", "Safety", "topic=safety"),
        ("claim", "It helps with PTSD", "claim=helps"),
        ("claim", "It raises serotonin", "claim=raises"),
        ("risk", "Nausea", "risk=nausea"),
        ("citation", "vague attribution", "citation=vague_attribution"),
    ]
    unit = shown["units"][2]
    assert unit["pieces"] == [("Studies show", "citation claim"), (" that it may help with PTSD.", "claim")]
    assert [(code, pieces) for code, _, pieces in unit["tags"]] == [(2, [0, 1]), (5, [0])]


def test_a_claim_without_a_code_has_no_list_of_its_own(tmp_path: Path) -> None:
    lines = [{"text": "It works.", "claims": [(None, "efficacy", "asserted", "none")]}]
    document = queries.document(landscapes.landscape_of(tmp_path, {"a": lines}, {}), "a")
    assert document is not None
    assert laid_out(document)["codes"] == [{"kind": "claim", "label": "Other claim", "pick": ""}]


def test_a_label_in_the_reader_opens_the_sentences_of_its_code_in_every_source(data: Path) -> None:
    app = opened("sources", doc="b")
    app.session_state["asked-reader"] = str(Pick(claim="raises"))
    app.run()
    assert not app.exception
    shown = parts(app)["sentence-list"]
    assert (shown["title"], [item["doc_id"] for item in shown["items"]]) == ("It raises serotonin", ["a", "b"])
