"""From the id on a slide back to the sentences: as people type it, in kept builds and in those that are gone."""

import json
import os
import shutil
from pathlib import Path

import pytest

from claimscape.__main__ import main
from claimscape.errors import ExportError
from claimscape.exports import ledger, write
from claimscape.exports.exhibit import Exhibit, identity
from claimscape.exports.order import Order
from claimscape.exports.trace import trace
from claimscape.queries import Scope
from claimscape.store import Landscape, open_landscape
from tests import landscapes

GROUPED = Exhibit("coverage", Scope(by="kind", sources=("a", "b")), note="mine")


@pytest.fixture
def folder(tmp_path: Path, landscape_folder: Path) -> Path:
    """A landscape of its own, of which one figure was written."""
    shutil.copytree(landscape_folder, tmp_path / "data", ignore=shutil.ignore_patterns("figures.jsonl"))
    write(Order(open_landscape(tmp_path / "data"), (GROUPED,)), ["csv"], tmp_path / "out")
    return tmp_path / "data"


def figure(folder: Path, exhibit: Exhibit = GROUPED) -> str:
    return identity(open_landscape(folder), exhibit)


def test_a_figure_that_was_written_leads_back_to_its_question(folder: Path) -> None:
    found = trace(folder, figure(folder))
    assert (found.exhibit, found.outdated) == (GROUPED.untitled(), False)


def test_a_plain_figure_is_found_without_the_ledger(folder: Path) -> None:
    (folder / ledger.LEDGER).unlink()
    assert trace(folder, figure(folder, Exhibit("tension"))).exhibit == Exhibit("tension")
    with pytest.raises(ExportError, match="no figure"):
        trace(folder, figure(folder))


@pytest.mark.parametrize("how", ["{0}", " {1}\n", "{2}-{3}", "{2} {3}", "#{0}."])
def test_an_id_is_read_as_people_type_it(folder: Path, how: str) -> None:
    whole = figure(folder)
    assert trace(folder, how.format(whole, whole.lower(), whole[:4], whole[4:])).id == whole


def test_letters_that_no_id_has_stand_for_any(folder: Path) -> None:
    whole = figure(folder)
    assert trace(folder, whole[:3] + "0" + whole[4:]).id == whole
    assert trace(folder, whole[:7] + "o").id == whole


def test_an_unknown_id_is_told_with_the_nearest(folder: Path) -> None:
    whole = figure(folder)
    other = "2" if whole[3] != "2" else "3"
    with pytest.raises(ExportError, match=f"no figure {whole[:3] + other + whole[4:]} .*; did you mean {whole}?"):
        trace(folder, whole[:3] + other + whole[4:])
    with pytest.raises(ExportError, match="it has eight letters and digits"):
        trace(folder, "")


def test_an_address_can_be_traced_too(folder: Path) -> None:
    assert trace(folder, "coverage?by=kind").exhibit == Exhibit("coverage", Scope(by="kind"))


def test_a_figure_of_an_older_build_that_is_kept_is_found_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, before = figure(folder), open_landscape(folder).build_id
    landscapes.landscape_of(folder, landscapes.SMALL, {"a": {"label": "New"}})
    found = trace(folder, whole)
    assert (found.landscape.build_id, found.outdated) == (before, True)
    assert main(["trace", whole, "--data", str(folder)]) == 0
    told = capsys.readouterr()
    assert f"figure {whole} is of build {before}; a newer one stands" in told.err
    assert "Alpha" in told.out


def test_a_figure_of_a_build_that_is_gone_says_so(folder: Path) -> None:
    whole, before = figure(folder), open_landscape(folder).build_id
    landscapes.landscape_of(folder, landscapes.SMALL, {"a": {"label": "New"}})
    shutil.rmtree(folder / "builds" / before)
    with pytest.raises(ExportError, match=f"made of build {before}, which is gone: .* claimscape trace 'coverage[?]sources=a&"):
        trace(folder, whole)


def test_the_ledger_passes_over_lines_that_are_none_and_begins_a_new_one_after_them(folder: Path) -> None:
    at = folder / ledger.LEDGER
    at.write_bytes(b'[1]\n{"id": 3}\nnull\n\xff\xfe\n{"id": "22222222", "build_id": "x", "address": "no_such"}\n{"id": "cut')
    found = open_landscape(folder)
    ledger.keep(found, [GROUPED, GROUPED, Exhibit("tension")])
    ledger.keep(found, [GROUPED])
    assert set(ledger.records(folder)) == {figure(folder), figure(folder, Exhibit("tension"))}
    last = at.read_text("utf-8", "replace").splitlines()[-2:]
    assert [json.loads(line)["address"] for line in last] == ["coverage?sources=a&sources=b&by=kind", "tension"]


def test_a_ledger_that_cannot_be_written_stops_no_export(landscape: Landscape, tmp_path: Path) -> None:
    shutil.copytree(landscape.folder.parent.parent, tmp_path / "data", ignore=shutil.ignore_patterns("figures.jsonl"))
    (tmp_path / "data" / ledger.LEDGER).mkdir()
    found = open_landscape(tmp_path / "data")
    assert write(Order(found, (Exhibit("tension"),)), ["csv"], tmp_path / "out")
    assert trace(tmp_path / "data", identity(found, Exhibit("tension"))).exhibit == Exhibit("tension")


def test_the_command_shows_marks_in_words_with_their_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", figure(folder).lower(), "--data", str(folder), "--mark", "unit=kind:blog&topic=mechanism"]) == 2
    assert "there is no mark of this figure" in capsys.readouterr().err
    assert main(["trace", figure(folder), "--data", str(folder), "--mark", "unit=kind%3Ablog&topic=mechanism"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"Figure {figure(folder)}: ")
    assert lines[1] == "coverage?sources=a&sources=b&by=kind"
    assert lines[2].startswith("2 sources · built ")
    assert lines[5:] == [
        "Mechanism · kind: blog (2 sentences; unit=kind%3Ablog&topic=mechanism)",
        "  Alpha, sentence 1: It raises serotonin.",
        "  Alpha, sentence 4: Serotonin makes a good mood, good sleep, good days.",
    ]


def test_the_command_writes_the_sentences_as_csv(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = tmp_path / "new" / "behind.csv"
    assert main(["trace", figure(folder), "--data", str(folder), "--mark", "topic=safety", "--csv", str(at)]) == 0
    assert capsys.readouterr().out == f"{at}\n"
    assert [line.split(",")[2] for line in at.read_text("utf-8-sig").splitlines()] == ['"doc_id"', '"a"', '"b"']


def test_a_forged_line_of_the_ledger_is_not_believed(folder: Path) -> None:
    plain = identity(open_landscape(folder), Exhibit("coverage"))
    for figure_id in (plain, "22222222"):
        row = {"id": figure_id, "build_id": open_landscape(folder).build_id, "address": "silence"}
        with (folder / ledger.LEDGER).open("a") as file:
            file.write(json.dumps(row) + "\n")
    assert trace(folder, plain).exhibit.name == "coverage"
    with pytest.raises(ExportError, match="no figure 22222222"):
        trace(folder, "22222222")


REFUSED = ["coverage?more=x", "search_frequency?more=a&more=b", "coverage?certainty=z", "coverage?by=z"]


@pytest.mark.parametrize("asked", REFUSED)
def test_an_address_that_asks_what_is_not_there_is_refused(
    folder: Path, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", asked, "--data", str(folder)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_pipe_in_place_of_the_ledger_is_not_waited_for(folder: Path, tmp_path: Path) -> None:
    (folder / ledger.LEDGER).unlink()
    os.mkfifo(folder / ledger.LEDGER)
    write(Order(open_landscape(folder), (GROUPED,)), ["csv"], tmp_path / "more")
    assert trace(folder, identity(open_landscape(folder), Exhibit("coverage"))).exhibit.name == "coverage"
