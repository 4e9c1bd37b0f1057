"""The whole way: documents and a codebook to a landscape whose every quote is the document's text, whole or not at all."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import claimscape
from claimscape import codebook, coding, store
from claimscape.__main__ import main
from claimscape.build import build
from claimscape.errors import ClaimscapeError
from claimscape.sources import Document
from claimscape.tables import CERTAINTIES, CITATION_KINDS, CLAIM_TYPES, SCHEMAS, SENTENCE_KINDS, SUPPORTS

SEEDS = Path(__file__).parents[1] / "seeds"
CODEBOOK = """
title: Tea
version: '2'
subject: [tea]
topics:
  sleep: {label: Sleep, about: how it helps to sleep, any: [sleep]}
claims:
  calms: {label: Tea calms, type: effect, any: [tea NEAR/3 calm]}
  wakes: {label: Tea wakes, type: effect, any: [tea NEAR/3 wake]}
risks:
  heat: {label: Heat, any: [scald]}
cues:
  hedged: [may OR might]
  vague_attribution: [studies show]
tensions:
  - {claims: [calms, wakes], why: it cannot do both}
"""
TEXT = "About tea\n\nStudies show that tea may calm you. Hot tea can scald.\n\nHome | About | Contact\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/codebook.yaml").write_text(CODEBOOK, "utf-8")
    (tmp_path / "seeds/one.txt").write_text(TEXT, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> store.Landscape:
    return build(SEEDS, tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def coder() -> coding.Coder:
    return coding.Coder(codebook.load(SEEDS / "codebook.yaml"))


def test_a_document_becomes_rows_of_every_table(folder: Path) -> None:
    landscape = build(folder / "seeds", folder / "data")
    rows = {name: landscape.arrow(name).to_pylist() for name in SCHEMAS}
    assert [(row["kind"], row["heading"], row["text"]) for row in rows["sentences"]] == [
        ("heading", "", "About tea"),
        ("sentence", "About tea", "Studies show that tea may calm you."),
        ("sentence", "About tea", "Hot tea can scald."),
        ("furniture", "About tea", "Home | About | Contact"),
    ]
    assert [(row["claim_id"], row["certainty"], row["support"]) for row in rows["claims"]] == [
        ("calms", "hedged", "vague"),
        (None, "asserted", "none"),
    ]
    assert [(row["sentence_id"], row["risk_id"], row["quote"]) for row in rows["risks"]] == [(2, "heat", "scald")]
    assert [(row["kind"], row["quote"]) for row in rows["citations"]] == [("vague_attribution", "Studies show")]
    assert [row["sentences"] for row in rows["documents"]] == [2]
    assert rows["tensions"] == [{"claim_a": "calms", "claim_b": "wakes", "why": "it cannot do both"}]
    assert [(row["kind"], row["code_id"]) for row in rows["codes"]][:2] == [("topic", "sleep"), ("claim", "calms")]


def test_the_manifest_says_what_was_built_of_what(folder: Path) -> None:
    manifest = build(folder / "seeds", folder / "data").manifest
    assert (manifest["version"], manifest["source"]) == (claimscape.__version__, str(folder / "seeds"))
    assert (manifest["codebook"]["title"], manifest["codebook"]["version"]) == ("Tea", "2")
    assert manifest["counts"]["sentences"] == 4


def test_the_same_input_gives_the_same_build_byte_for_byte(folder: Path) -> None:
    one = build(folder / "seeds", folder / "x")
    shutil.copytree(folder / "seeds", folder / "copy")
    other = build(folder / "copy", folder / "y")
    assert one.build_id == other.build_id
    assert one.manifest["files"] == other.manifest["files"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("one.txt", TEXT + "More tea."), ("sources.yaml", "one.txt: {label: First}"), ("codebook.yaml", CODEBOOK + "# new\n")],
)
def test_any_change_of_the_input_is_another_build(folder: Path, name: str, text: str) -> None:
    before = build(folder / "seeds", folder / "data").build_id
    (folder / "seeds" / name).write_text(text, "utf-8")
    assert build(folder / "seeds", folder / "data").build_id != before


def test_a_codebook_may_stand_elsewhere(folder: Path) -> None:
    (folder / "seeds/codebook.yaml").rename(folder / "rules.yaml")
    assert build(folder / "seeds", folder / "data", folder / "rules.yaml").manifest["codebook"]["title"] == "Tea"


def test_progress_is_told_in_short_lines(folder: Path) -> None:
    told: list[str] = []
    build(folder / "seeds", folder / "data", progress=told.append)
    assert told == ["coding 1 of 1", "publishing"]


def test_progress_that_cannot_be_written_does_not_stop_a_build(folder: Path) -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    assert build(folder / "seeds", folder / "data", progress=full).manifest["counts"]["documents"] == 1


def test_a_lost_document_stands_in_problems_and_the_others_are_built(folder: Path) -> None:
    (folder / "seeds/two.txt").write_bytes(b"%PDF-1.7")
    (folder / "seeds/three.txt").write_bytes("Thé: déjà calme.".encode("cp1252"))
    landscape = build(folder / "seeds", folder / "data")
    assert landscape.table("documents")["doc_id"].tolist() == ["one", "three"]
    assert landscape.table("problems")[["path", "reason"]].to_numpy().tolist() == [
        ["three.txt", "its encoding was guessed as cp1252"],
        ["two.txt", "it is no text but a PDF file"],
    ]


def test_furniture_and_references_are_not_coded(corpus: store.Landscape) -> None:
    coded = corpus.ask(
        "SELECT DISTINCT kind FROM sentences JOIN (SELECT doc_id, sentence_id FROM topics UNION SELECT doc_id, sentence_id "
        "FROM claims UNION SELECT doc_id, sentence_id FROM risks) USING (doc_id, sentence_id) ORDER BY kind"
    )
    assert coded["kind"].tolist() == ["heading", "list_lead", "question", "sentence"]


def test_every_row_of_the_seeds_has_its_span_its_sentence_and_a_known_label(corpus: store.Landscape) -> None:
    assert store.verify(corpus.folder.parent.parent) == []
    spans = {(row["doc_id"], row["sentence_id"]): (row["start"], row["end"]) for row in corpus.arrow("sentences").to_pylist()}
    for name in ("topics", "claims", "risks", "citations"):
        for row in corpus.arrow(name).to_pylist():
            start, end = spans[row["doc_id"], row["sentence_id"]]
            assert start <= row["start"] < row["end"] <= end, (name, row)
    for table, column, known in [
        ("sentences", "kind", SENTENCE_KINDS),
        ("claims", "claim_type", CLAIM_TYPES),
        ("claims", "certainty", CERTAINTIES),
        ("claims", "support", SUPPORTS),
        ("citations", "kind", CITATION_KINDS),
    ]:
        assert set(corpus.table(table)[column]) <= set(known)


def test_the_seeds_are_five_documents_each_with_label_and_kind(corpus: store.Landscape) -> None:
    documents = corpus.table("documents")
    assert len(documents) == 5
    assert documents["label"].is_unique
    assert documents[["label", "kind", "language"]].notna().all(axis=None)
    assert len(corpus.table("problems")) == 0


CODER = coding.Coder(codebook.load(SEEDS / "codebook.yaml"))


PARTS = ["MDMA", "therapy", "(Smith, 2020)", "may", "reduce", "fear.", "\n", "• ", "é", "𝒯", "\u202e", "10.1016/j.x.2020.1"]


@given(parts=st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=40))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_quote_is_the_text_from_start_to_end_whatever_the_text(coder: coding.Coder, parts: list[str]) -> None:
    text = " ".join(parts)
    rows = coder([Document("a", "a.txt", "A", "", text, {})])
    for name in ("sentences", "topics", "claims", "risks", "citations"):
        for row in rows[name].to_pylist():
            assert text[row["start"] : row["end"]] == row["text" if name == "sentences" else "quote"]


@pytest.mark.parametrize("after", [0.0, 0.25, 0.4, 0.5, 0.6, 0.8])
def test_a_build_that_is_killed_leaves_the_last_one_readable(folder: Path, after: float) -> None:
    build(folder / "seeds", folder / "data")
    for number in range(40):
        shutil.copy(SEEDS / "000_4fa31ed9acee48e1.txt", folder / f"seeds/more{number}.txt")
    command = [sys.executable, "-m", "claimscape", "build", str(folder / "seeds"), "--out", str(folder / "data"), "--quiet"]
    with subprocess.Popen(command) as process:
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert claimscape.open_landscape(folder / "data").manifest["counts"]["documents"] in (1, 41)
    assert store.verify(folder / "data") == []


KILLED = """
import os, signal, sys
from claimscape import publish
from claimscape.build import build
step = sys.argv[1]
setattr(publish, step, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
build(sys.argv[2], sys.argv[3])
"""


@pytest.mark.parametrize("step", ["_write", "_place", "_replace", "_sync", "_collect"])
def test_a_build_killed_at_any_step_of_publishing_leaves_a_whole_one(folder: Path, step: str) -> None:
    build(folder / "seeds", folder / "data")
    (folder / "seeds/two.txt").write_text("Tea may calm.", "utf-8")
    ended = subprocess.run([sys.executable, "-c", KILLED, step, folder / "seeds", folder / "data"], check=False)
    assert ended.returncode == -signal.SIGKILL
    expected = 2 if step == "_collect" else 1
    assert claimscape.open_landscape(folder / "data").manifest["counts"]["documents"] == expected
    assert build(folder / "seeds", folder / "data").manifest["counts"]["documents"] == 2
    assert [one.name for one in (folder / "data/builds").iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("seeds/one.txt", b"%PDF-1.7", ["no documents in", "seeds", "one.txt: it is no text but a PDF file"]),
        ("seeds/codebook.yaml", b"", ["codebook.yaml", "fault"]),
        ("seeds/codebook.yaml", b"title: [", ["codebook.yaml", "line", "single quotes"]),
        ("seeds/codebook.yaml", CODEBOOK.replace("wakes]", "waks]").encode(), ["unknown claim 'waks'", "did you mean 'wakes'"]),
        ("seeds/sources.yaml", b"two.txt: {label: x}", ["sources.yaml", "line 1: there is no document two.txt"]),
        ("data", b"a file", ["data cannot be written"]),
    ],
)
def test_bad_input_is_exit_code_2_and_a_message_and_nothing_is_built(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: list[str]
) -> None:
    (folder / name).write_bytes(content)
    assert main(["build", str(folder / "seeds"), "--out", str(folder / "data"), "--quiet"]) == 2
    told = capsys.readouterr().err
    assert [words for words in said if words not in told] == []
    assert "Traceback" not in told
    assert not (folder / "data/CURRENT").exists()


def test_a_bad_build_leaves_the_last_one(folder: Path) -> None:
    before = build(folder / "seeds", folder / "data").build_id
    (folder / "seeds/codebook.yaml").write_text("title: x", "utf-8")
    with pytest.raises(ClaimscapeError):
        build(folder / "seeds", folder / "data")
    assert claimscape.open_landscape(folder / "data").build_id == before


def test_the_library_builds_and_opens_by_the_names_of_the_package(folder: Path) -> None:
    code = (
        "import sys, claimscape; claimscape.build(sys.argv[1], sys.argv[2]); claimscape.build(sys.argv[1], sys.argv[2]);"
        "print(claimscape.open_landscape(sys.argv[2]).table('claims').claim_id.dropna().tolist())"
    )
    given_ = [sys.executable, "-c", code, str(folder / "seeds"), str(folder / "data")]
    assert subprocess.run(given_, capture_output=True, text=True, check=True).stdout == "['calms']\n"


def test_building_does_not_depend_on_where_time_or_hash_seed(folder: Path) -> None:
    found = []
    for seed in ("1", "2"):
        out = folder / f"data{seed}"
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
        command = [sys.executable, "-m", "claimscape", "build", str(SEEDS), "--out", str(out), "--quiet"]
        subprocess.run(command, env=environment, check=True)
        (build_folder,) = (out / "builds").iterdir()
        found.append(json.loads((build_folder / "manifest.json").read_text())["files"])
    assert found[0] == found[1]
