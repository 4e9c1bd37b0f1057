"""The deck and the Export page: what is put aside, how it is ordered and edited, what comes out, and the way back."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from claimscape.exports.exhibit import Exhibit, askable, every, identity, made
from claimscape.queries import Scope
from claimscape.store import Landscape, open_landscape
from claimscape.ui.deck import _read
from tests.test_pages import data, opened, parts

__all__ = ["data"]  # a fixture

DECK = (Exhibit("coverage", Scope(kinds=("blog",))), Exhibit("claim_support", title="Mine"), Exhibit("references"))


def export_page(*deck: Exhibit) -> AppTest:
    """The page of a visitor who has that deck."""
    app = opened("export")
    app.session_state["deck"] = deck
    return app.run()


def pressed(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_an_empty_deck_says_how_slides_come_into_it_and_takes_all_charts_with_the_filters(data: Path) -> None:
    app = opened("export", kind="blog")
    assert "Add to deck" in app.info[0].value
    pressed(app, "Add all charts")
    added = [each.name for each in app.session_state["deck"]]
    assert [each.name for each in every() if each.name in added] == added  # in their order
    assert {"findings", "coverage", "balance"} <= set(added)
    assert {each.scope.kinds for each in app.session_state["deck"]} == {("blog",)}


def test_charts_with_nothing_to_show_are_not_among_all(data: Path) -> None:
    app = opened("export", kind="blog")
    pressed(app, "Add all charts")
    deck = app.session_state["deck"]
    landscape = open_landscape(data)
    empty = [each.name for each in every() if bare(landscape, replace(each, scope=Scope(kinds=("blog",))))]
    assert {"unknown_risks", "tension"} <= set(empty)
    assert [each.name for each in deck] == [each.name for each in every() if each.name not in empty]
    assert app.toast[-1].value == f"{len(empty)} charts with nothing to show are left out."


def bare(landscape: Landscape, exhibit: Exhibit) -> bool:
    found = made(landscape, exhibit)
    return found.frame.empty if found.figure is None else not found.figure.data


def test_slides_are_moved_and_removed_and_the_chosen_one_goes_along(data: Path) -> None:
    app = pressed(export_page(*DECK), "Later")
    assert [each.name for each in app.session_state["deck"]] == ["claim_support", "coverage", "references"]
    assert app.session_state["slide"] == 1
    pressed(app, "Remove")
    assert [each.name for each in app.session_state["deck"]] == ["claim_support", "references"]
    pressed(app, "Empty the deck")
    assert app.session_state["deck"] == ()


def test_title_and_note_are_kept_with_their_slide(data: Path) -> None:
    app = export_page(*DECK)
    app.text_input(key="slide-title").input("Blogs speak of the brain").run()
    app.text_area(key="slide-note").input("Slowly").run()
    first = app.session_state["deck"][0]
    assert (first.title, first.note, first.scope) == ("Blogs speak of the brain", "Slowly", DECK[0].scope)
    assert parts(app)["preview-" + identity_of(app, first)]["title"] == "Blogs speak of the brain"
    kept = json.loads(parts(app)["deck-keeper"]["kept"])
    assert kept[0] == {"address": "coverage?kinds=blog", "title": "Blogs speak of the brain", "note": "Slowly"}


def identity_of(app: AppTest, exhibit: Exhibit) -> str:
    return next(name for name in parts(app) if name.startswith("preview-")).removeprefix("preview-")


def test_a_deck_becomes_a_powerpoint_file_with_its_titles(data: Path) -> None:
    app = export_page(*DECK)
    app.selectbox(key="export-kind-slides").select("PowerPoint, charts editable").run()
    pressed(app, "Make the file")
    file = app.session_state["export-file"]
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(file.data)).slides]
    assert titles[1] == "Mine"
    assert len(titles) == len(DECK) + 1  # the sources
    app.selectbox(key="slide").select(1).run()
    pressed(app, "Remove")
    assert not app.get("download_button")  # it is of another deck


def test_several_files_come_as_one_archive_and_the_codebook_needs_no_deck(data: Path) -> None:
    app = export_page(*DECK)
    app.selectbox(key="export-kind-slides").select("CSV: numbers, sentences, method").run()
    names = zipfile.ZipFile(io.BytesIO(pressed(app, "Make the file").session_state["export-file"].data)).namelist()
    assert len(names) == 2 * len(DECK) + 1
    app = opened("export")
    app.selectbox(key="export-kind-all").select("References as RIS").run()
    assert pressed(app, "Make the file").session_state["export-file"].data.startswith(b"TY  - ")


def test_the_id_of_a_figure_opens_its_sentences(data: Path, landscape: Landscape) -> None:
    figure = identity(landscape, Exhibit("claim_support"))
    app = opened("export")
    app.text_input(key="trace").input(figure.lower()).run()
    (shown,) = [part for name, part in parts(app).items() if "traced" in name]
    assert figure in json.dumps(shown)
    assert "It raises serotonin." in json.dumps(shown)


def test_an_id_of_no_figure_is_told_in_words(data: Path) -> None:
    app = opened("export")
    app.text_input(key="trace").input("zzzz").run()
    assert any("no figure zzzz" in text.value for text in app.text)


@pytest.mark.parametrize("kept", ["", "[", "{}", '[{"address": 3}]', '[{"address": "figures"}, {"address": "__x__"}]'])
def test_what_is_no_deck_in_the_browsers_copy_is_left_out(data: Path, kept: str) -> None:
    app = AppTest.from_function(_restoring, kwargs={"kept": kept}).run()
    assert not app.exception
    assert app.session_state["deck"] == ()


def _restoring(kept: str) -> None:
    from claimscape.ui.deck import _restore

    _restore(kept)


def test_a_deck_comes_back_from_the_browsers_copy(data: Path) -> None:
    rows = [{"address": "coverage?by=kind", "title": "Mine", "note": ""}, {"address": "nothing"}]
    app = AppTest.from_function(_restoring, kwargs={"kept": json.dumps(rows)}).run()
    assert app.session_state["deck"] == (Exhibit("coverage", Scope(by="kind"), title="Mine"),)


def test_a_browser_that_kept_nonsense_gives_the_slides_that_can_be_asked(data: Path) -> None:
    rows = [
        {"address": "coverage?more=x"},
        {"address": "search_frequency"},
        {"address": "coverage?by=zzz"},
        {"address": "balance", "title": "\ud800"},
        {"address": "search_frequency?more=\ud800", "note": 5},
        7,
    ]
    read = [_read(row) for row in rows if isinstance(row, dict)]
    kept = tuple(each for each in read if askable(each))
    assert [(each.name, each.title) for each in kept] == [("balance", "?"), ("search_frequency", "")]
    app = export_page(*kept)
    assert not app.exception
    assert [button.label for button in app.button if button.label == "Empty the deck"]
