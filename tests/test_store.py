"""A landscape is seen whole or not at all, and whatever is wrong with it is told with where it is and what to do."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from claimscape import __version__, parts, publish, store
from claimscape.errors import StoreError
from claimscape.store import Landscape, open_landscape
from claimscape.tables import SCHEMAS, table

DOCUMENT = {"doc_id": "a", "path": "a.txt", "label": "A", "text": "Tea calms. It’s 𝒯ea."}
TEA = {"doc_id": "a", "sentence_id": 0, "start": 0, "end": 3, "quote": "Tea"}
ROWS: dict[str, list[dict[str, object]]] = {
    "documents": [DOCUMENT],
    "sentences": [{"doc_id": "a", "sentence_id": 0, "kind": "sentence", "start": 0, "end": 10, "text": "Tea calms."}],
    "claims": [{"doc_id": "a", "sentence_id": 0, "claim_id": "calms", "start": 4, "end": 9, "quote": "calms"}],
    "citations": [
        TEA | {"kind": "reference", "authors": ["Li", "O’Neil"], "year": 2020},
        TEA | {"kind": "authority"},
    ],
}


def tables(**more: list[dict[str, object]]) -> dict[str, pa.Table]:
    return {name: table(name, ({**ROWS, **more}).get(name, [])) for name in SCHEMAS}


def published(folder: Path, build_id: str = "one", **more: list[dict[str, object]]) -> Landscape:
    return publish.publish(tables(**more), {"build_id": build_id, "version": __version__}, folder)


def test_what_was_published_is_what_is_opened(tmp_path: Path) -> None:
    published(tmp_path / "new/data")
    landscape = open_landscape(str(tmp_path / "new/data"))
    assert landscape.build_id == "one"
    assert landscape.manifest["counts"]["citations"] == 2
    assert landscape.table("documents")["text"].tolist() == ["Tea calms. It’s 𝒯ea."]
    assert store.verify(tmp_path / "new/data") == []


def test_a_table_has_lists_as_lists_and_missing_numbers_as_missing(tmp_path: Path) -> None:
    frame = published(tmp_path).table("citations")
    assert list(frame.columns) == SCHEMAS["citations"].names
    assert frame["authors"].tolist() == [["Li", "O’Neil"], None]
    assert frame["year"].dtype == "Int64"
    assert frame["year"].isna().tolist() == [False, True]
    assert frame["title"].isna().all()


def test_an_unknown_table_is_told_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no table claim; known: documents, sentences"):
        published(tmp_path).table("claim")


def test_a_question_has_bound_parameters(tmp_path: Path) -> None:
    answer = published(tmp_path).ask("SELECT claim_id FROM claims WHERE quote = $quote", {"quote": "calms"})
    assert answer["claim_id"].tolist() == ["calms"]


def test_a_question_is_answered_in_a_folder_whose_name_is_a_pattern(tmp_path: Path) -> None:
    assert published(tmp_path / "it's [a-z]*?").ask("SELECT count(*) AS n FROM citations")["n"].tolist() == [2]


def test_questions_are_answered_in_many_threads_at_once(tmp_path: Path) -> None:
    landscape, answers = published(tmp_path), []
    ask = [threading.Thread(target=lambda: answers.append(len(landscape.ask("SELECT * FROM citations")))) for _ in range(16)]
    for thread in ask:
        thread.start()
    for thread in ask:
        thread.join()
    assert answers == [2] * 16


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "ATTACH '/tmp/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "COPY claims TO '/tmp/claims.csv'",
    ],
)
def test_a_question_reaches_nothing_but_the_build(tmp_path: Path, sql: str) -> None:
    import duckdb

    with pytest.raises(duckdb.Error):
        published(tmp_path).ask(sql)


def test_the_same_tables_are_the_same_bytes(tmp_path: Path) -> None:
    one, other = published(tmp_path / "x"), published(tmp_path / "y")
    assert one.manifest["files"] == other.manifest["files"]
    for name in SCHEMAS:
        assert (one.folder / f"{name}.parquet").read_bytes() == (other.folder / f"{name}.parquet").read_bytes()


def test_a_newer_build_takes_the_place_and_the_one_before_stays_for_those_who_read_it(tmp_path: Path) -> None:
    before = published(tmp_path)
    published(tmp_path, "two", claims=[])
    assert open_landscape(tmp_path).build_id == "two"
    assert len(before.table("claims")) == 1


def test_only_old_builds_beyond_two_are_removed(tmp_path: Path) -> None:
    for build_id in ("one", "two"):
        published(tmp_path, build_id)
        os.utime(tmp_path / "builds" / build_id, (1, 1))
    for build_id in ("three", "four"):
        published(tmp_path, build_id)
    assert sorted(one.name for one in (tmp_path / "builds").iterdir()) == ["four", "three"]


def test_building_the_same_again_keeps_the_build_and_mends_a_damaged_one(tmp_path: Path) -> None:
    at = published(tmp_path).folder / "claims.parquet"
    published(tmp_path)
    assert [one.name for one in (tmp_path / "builds").iterdir()] == ["one"]
    at.write_bytes(b"damaged")
    assert len(published(tmp_path).table("claims")) == 1
    assert store.verify(tmp_path) == []


@pytest.mark.parametrize("name", ["", "gone", "../../elsewhere", "/tmp", "one\x00", "é"])  # noqa: S108
def test_without_a_usable_current_the_newest_whole_build_is_opened(tmp_path: Path, name: str) -> None:
    published(tmp_path)
    published(tmp_path, "two")
    (tmp_path / "CURRENT").write_text(name)
    assert open_landscape(tmp_path).build_id == "two"
    (tmp_path / "CURRENT").unlink()
    (tmp_path / "builds/two/claims.parquet").unlink()
    assert open_landscape(tmp_path).build_id == "one"


def test_a_folder_without_a_landscape_is_told_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"there is no landscape in {tmp_path}; make one with: claimscape build"):
        open_landscape(tmp_path)
    (tmp_path / "builds").mkdir()
    with pytest.raises(StoreError, match=f"there is no readable build in {tmp_path}; build it again with: claimscape build"):
        open_landscape(tmp_path)


def flip(at: Path) -> None:
    data = bytearray(at.read_bytes())
    data[len(data) // 2] ^= 1
    at.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (flip, "is damaged: its checksum"),
        (lambda at: at.write_bytes(at.read_bytes()[:-9]), "is damaged: .* bytes instead of"),
        (Path.unlink, "is missing"),
    ],
)
def test_a_damaged_build_is_refused_with_where_and_what_to_do(tmp_path: Path, harm: object, what: str) -> None:
    at = published(tmp_path).folder / "topics.parquet"
    harm(at)  # type: ignore[operator]
    with pytest.raises(StoreError, match=f"{at} {what}.*build it again with: claimscape build SOURCE --out {tmp_path}"):
        open_landscape(tmp_path)
    assert len(store.verify(tmp_path)) == 1


def test_a_build_of_another_version_is_refused_with_both_versions(tmp_path: Path) -> None:
    at = published(tmp_path).folder / "manifest.json"
    at.write_text(json.dumps(json.loads(at.read_text()) | {"version": "0.0.1"}))
    with pytest.raises(StoreError, match=rf"was built by claimscape 0.0.1, this is {__version__}; build it again"):
        open_landscape(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{", "null", '{"files": 3}', "[" * 100_000),
        '{"build_id": "b1", "generation": 1, "counts": {}, "files": {"claims.parquet": 3}}',
        '{"build_id": "b1", "generation": "x", "counts": {}, "files": {}}',
        '{"build_id": "b1", "generation": 1, "files": {}}',
    ],
)
def test_a_damaged_manifest_is_refused(tmp_path: Path, text: str) -> None:
    at = published(tmp_path).folder / "manifest.json"
    at.write_text(text)
    with pytest.raises(StoreError, match=f"{at} is damaged; build it again"):
        open_landscape(tmp_path)


@pytest.mark.parametrize(
    "facts",
    [
        *({"codebook": {"title": ["Tea"]}}, {"codebook": {"queries": "x"}}, {"licences": []}, {"created": 3}, {"version": []}),
        *({"counts": {"claims": "one"}}, {"files": {"claims.parquet": {"sha256": "", "bytes": "1", "rows": 1}}}),
    ],
)
def test_a_manifest_with_facts_of_another_type_is_refused(tmp_path: Path, facts: dict[str, object]) -> None:
    at = published(tmp_path).folder / "manifest.json"
    at.write_text(json.dumps(json.loads(at.read_text()) | facts))
    with pytest.raises(StoreError, match=f"{at} is damaged; build it again"):
        open_landscape(tmp_path)


def test_a_table_that_is_a_pipe_is_not_waited_for_by_the_next_build(tmp_path: Path) -> None:
    at = published(tmp_path).folder / "claims.parquet"
    at.unlink()
    os.mkfifo(at)
    code = "import sys; from pathlib import Path; from claimscape.manifest import checksum; checksum(Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(at)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert "is no regular file" in ended.stderr
    assert published(tmp_path).folder.name == "one-2"


def test_verify_tells_a_quote_that_is_not_the_text(tmp_path: Path) -> None:
    published(tmp_path, claims=[{**ROWS["claims"][0], "start": 3}])
    (fault,) = store.verify(tmp_path)
    assert fault.startswith("claims: a sentence 0, 3 to 9: the quote is not the document's text; build it again")


def test_a_second_builder_is_told_who_builds(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from claimscape.publish import claimed\n"
        "with claimed(Path(sys.argv[1])): print('claimed', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "claimed\n"
        with pytest.raises(StoreError, match=rf"{tmp_path} is being built by pid {other.pid} on .+ since \d{{4}}-.*; wait"):
            published(tmp_path)
        other.kill()
        other.wait()
    assert published(tmp_path).build_id == "one"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match="data cannot be written"):
        published(tmp_path / "data")


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "builds/.tmp-123").mkdir(parents=True)
    (tmp_path / "builds/.tmp-123/claims.parquet").write_bytes(b"half")
    published(tmp_path)
    assert [one.name for one in (tmp_path / "builds").iterdir()] == ["one"]


@pytest.mark.parametrize("step", ["write_table", "_sync", "_replace", "_place"])
def test_a_build_that_fails_on_the_way_leaves_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    published(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts.pq if step == "write_table" else publish, step, fail)
    with pytest.raises(StoreError, match=r"No space left on device; \d+ MiB are free"):
        published(tmp_path, "two")
    monkeypatch.undo()
    assert open_landscape(tmp_path).build_id == "one"
    assert [one.name for one in (tmp_path / "builds").iterdir()] == ["one"]


def test_a_build_that_was_replaced_by_one_of_the_same_id_goes_before_others(tmp_path: Path) -> None:
    published(tmp_path, "before")
    published(tmp_path, claims=[])
    assert published(tmp_path).folder.name == "one-3"
    for build in (tmp_path / "builds").iterdir():
        os.utime(build, (1, 1))
    assert published(tmp_path).folder.name == "one-3"
    assert sorted(build.name for build in (tmp_path / "builds").iterdir()) == ["before", "one-3"]


def test_a_name_that_a_damaged_build_has_is_passed_over(tmp_path: Path) -> None:
    published(tmp_path, claims=[])
    again = published(tmp_path).folder
    for name in ("claims.parquet", "manifest.json"):
        (again / name).write_bytes(b"damaged")
    assert published(tmp_path).folder.name == "one-3"
    assert store.verify(tmp_path) == []


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    told = str(publish.unwritable(tmp_path / "gone", FileNotFoundError(2, "No such file or directory")))
    assert told == f"{tmp_path}/gone cannot be written (No such file or directory); mend that and build again"


def test_readers_see_one_whole_build_while_others_are_published(tmp_path: Path) -> None:
    published(tmp_path, "n0")
    ended = threading.Event()

    def rebuild() -> None:
        for number in range(1, 12):
            published(tmp_path, f"n{number}", claims=[ROWS["claims"][0]] * number)
        ended.set()

    builder = threading.Thread(target=rebuild)
    builder.start()
    seen = 0
    while not ended.is_set() or not seen:
        landscape = open_landscape(tmp_path)
        number = max(int(landscape.build_id[1:]), 1)
        assert landscape.arrow("claims").num_rows == landscape.manifest["counts"]["claims"] == number
        seen += 1
        time.sleep(0.001)
    builder.join()


def test_a_build_removed_while_it_is_opened_gives_way_to_the_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path)
    published(tmp_path, "two")
    shutil.rmtree(tmp_path / "builds/one")
    named = iter(["one", "two"])
    monkeypatch.setattr(store, "current", lambda _: next(named))
    assert open_landscape(tmp_path).build_id == "two"


def test_a_small_landscape_answers_from_memory_when_its_build_is_removed(tmp_path: Path) -> None:
    landscape = published(tmp_path)
    assert len(landscape.ask("SELECT * FROM claims")) == 1
    shutil.rmtree(landscape.folder)
    assert len(landscape.ask("SELECT * FROM claims")) == 1


def test_a_frame_that_a_caller_changes_is_whole_for_the_next(tmp_path: Path) -> None:
    landscape = published(tmp_path)
    claims = landscape.table("claims")
    claims["quote"] = "changed"
    claims.loc[0, "claim_id"] = "changed"
    assert landscape.table("claims")["quote"].tolist() == ["calms"]
    assert landscape.table("claims")["claim_id"].tolist() == landscape.arrow("claims")["claim_id"].to_pylist()


def test_a_question_to_a_large_build_that_was_removed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "HELD", 0)
    landscape = published(tmp_path)
    assert len(landscape.ask("SELECT * FROM claims")) == 1
    shutil.rmtree(landscape.folder)
    with pytest.raises(StoreError, match=f"{landscape.folder} cannot be read .*; open the landscape again"):
        landscape.ask("SELECT * FROM claims")


def test_a_builder_whose_name_finds_no_room_builds_all_the_same(tmp_path: Path) -> None:
    (tmp_path / publish.OWNER).mkdir()
    with publish.claimed(tmp_path):
        pass


def test_a_manifest_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "builds/b1/manifest.json").mkdir(parents=True)
    (tmp_path / "CURRENT").write_text("b1")
    with pytest.raises(StoreError, match="is no regular file"):
        store.open_landscape(tmp_path)


def test_pipes_in_place_of_its_files_are_not_waited_for(tmp_path: Path) -> None:
    at = published(tmp_path).folder / "manifest.json"
    (tmp_path / "CURRENT").unlink()
    os.mkfifo(tmp_path / "CURRENT")
    assert open_landscape(tmp_path).build_id == "one"
    at.unlink()
    os.mkfifo(at)
    with pytest.raises(StoreError):
        open_landscape(tmp_path)


def test_a_build_whose_tables_have_another_layout_is_refused(tmp_path: Path) -> None:
    at = published(tmp_path).folder / "manifest.json"
    at.write_text(json.dumps(json.loads(at.read_text()) | {"layout": "another"}))
    with pytest.raises(StoreError, match="has tables of another layout than this claimscape"):
        open_landscape(tmp_path)


def test_a_kill_while_other_bytes_of_the_same_build_are_placed_leaves_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path)
    monkeypatch.setattr(publish, "_equal", lambda one, other: False)
    real, left = os.replace, [0]

    def killed(source: Path, target: Path) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", killed)
    for step in (1, 2, 3):  # the manifest, the folder, CURRENT
        left[0] = step
        with pytest.raises(KeyboardInterrupt):
            published(tmp_path)
        assert store.verify(tmp_path) == []
    left[0] = 0
    published(tmp_path)
    assert store.verify(tmp_path) == []


SPILLING = """
import os, sys
from claimscape import database, open_landscape
named, rooms = database._spill, []
database.MEMORY, database._spill = "100MB", lambda: rooms.append(named()) or rooms[-1]
long = "SELECT hash(i)::VARCHAR || repeat('x', 200) AS s FROM range(500000) AS t(i)"
open_landscape(sys.argv[1]).ask(f"SELECT count(l) AS n FROM (SELECT lag(s) OVER (ORDER BY s) AS l FROM ({long}))")
room = os.path.dirname(rooms[0])
print(len(os.listdir(rooms[0])), os.stat(room).st_mode & 0o777, room)
"""


def test_a_question_larger_than_its_memory_leaves_nothing_where_it_was_asked_nor_anywhere(
    landscape_folder: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", SPILLING, landscape_folder]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    spilled, mode, room = ended.stdout.split()
    assert (int(spilled) > 0, int(mode)) == (True, 0o700)
    assert not Path(room).exists()
    assert list(tmp_path.iterdir()) == []
