"""Builds in many parts: by workers that may die, killed and resumed, from files or from rows, always the same tables."""

import csv
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimscape import forecast, open_landscape, store
from claimscape.build import build
from claimscape.engines import Crew, pool
from claimscape.errors import BuildError, SourceError
from claimscape.parts import Batch, Part, Work
from claimscape.tables import SCHEMAS
from tests.tea import CODEBOOK, TEXT, Deadly, documents, parts_of

ROOT = Path(__file__).parents[1]
building = importlib.import_module("claimscape.build")  # the package has the function under this name
COUNT = 25


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """`seeds` with many short documents; each build of them is coded four documents at a time."""
    documents(tmp_path, COUNT)
    return tmp_path


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "DOCUMENTS", 4)
    monkeypatch.setattr(building, "BYTES", (1000, 1000))


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table; those that are ordered within each part in one order, those of the index one a document."""
    rows = {name: open_landscape(folder).arrow(name).to_pylist() for name in SCHEMAS}
    spread = [row | {"docs": doc} for row in rows["forms"] for doc in row["docs"]]
    tallies = sorted(rows["tallies"], key=lambda row: (row["doc"], row["code"], row["manner"]))
    return rows | {"tallies": tallies, "forms": sorted(spread, key=lambda row: (row["stem"], row["form"], row["docs"]))}


def test_parts_and_workers_do_not_change_the_tables(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder / "seeds", folder / "parts")
    build(folder / "seeds", folder / "pool", workers=2)
    monkeypatch.setattr(building, "BYTES", (1 << 20, 1 << 20))
    monkeypatch.setattr(building, "DOCUMENTS", 100)
    build(folder / "seeds", folder / "one")
    one, parts = open_landscape(folder / "one"), open_landscape(folder / "parts")
    assert (len(one.files("claims")), len(parts.files("claims"))) == (1, 7)
    assert tables(folder / "one") == tables(folder / "parts") == tables(folder / "pool")
    assert parts.build_id == open_landscape(folder / "pool").build_id
    assert parts.manifest["counts"] == one.manifest["counts"] | {"forms": parts.arrow("forms").num_rows}
    files = [at.read_bytes() for at in parts.files("forms")]
    assert files == [at.read_bytes() for at in open_landscape(folder / "pool").files("forms")]
    assert parts.ask("SELECT count(*) AS n FROM claims WHERE claim_id = 'wakes'")["n"][0] == COUNT
    assert [batch.num_rows for batch in parts.batches("documents", 3)][:3] == [3, 1, 3]
    assert store.verify(folder / "parts") == []


def test_a_file_of_a_part_that_is_damaged_is_named(folder: Path) -> None:
    landscape = build(folder / "seeds", folder / "data")
    at = landscape.files("claims")[2]
    at.write_bytes(at.read_bytes()[:-1] + b"x")
    assert "claims.parquet/000002.parquet" in store.verify(folder / "data")[0]


def test_a_worker_that_dies_once_costs_nothing(folder: Path) -> None:
    (folder / "seeds/d09.txt").write_text(TEXT.format("once"), "utf-8")
    parts = parts_of(folder, Deadly, Crew(workers=2), 4)
    assert (folder / "parts/died").exists()
    assert sum(part.files["documents"]["rows"] for part in parts) == COUNT
    assert [part.problems for part in parts] == [[]] * 7


def test_a_document_that_ends_every_worker_costs_itself_and_a_row(folder: Path) -> None:
    (folder / "seeds/d09.txt").write_text(TEXT.format("always"), "utf-8")
    parts = parts_of(folder, Deadly, Crew(workers=2), 4)
    ids = [row for part in parts if part.key for row in doc_ids(folder / "parts" / part.key)]
    assert ids == [f"d{number:02}" for number in range(COUNT) if number != 9]
    assert [(row["path"], row["stage"], row["reason"]) for part in parts for row in part.problems] == [
        ("d09.txt", "code", "coding it ended the worker twice (SIGKILL)")
    ]


def test_a_document_that_keeps_every_worker_costs_itself_and_a_row(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PATIENCE", (6.0, 0.0))
    (folder / "seeds/d09.txt").write_text(TEXT.format("ever "), "utf-8")
    parts = parts_of(folder, Deadly, Crew(workers=2), 1)
    assert len([part for part in parts if part.key]) == COUNT - 1
    assert [(row["path"], row["reason"]) for part in parts for row in part.problems] == [
        ("d09.txt", "coding it came twice to no end")
    ]


def doc_ids(part: Path) -> list[str]:
    return [str(each) for each in pq.read_table(part / "documents.parquet", partitioning=None)["doc_id"].to_pylist()]


class Stillborn(Work):
    """Cannot be made again in another process."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (os._exit, (7,))


def test_workers_that_never_begin_are_told_of(folder: Path) -> None:
    with pytest.raises(BuildError, match=r"ended before it began \(exit code 7\); build with --workers 1"):
        parts_of(folder, Stillborn, Crew(workers=2), 4)


class Faulty(Work):
    """Finds the disk full."""

    def __call__(self, batch: Batch) -> Part:
        raise OSError(28, "No space left on device")


def test_a_fault_of_a_worker_is_one_of_the_build(folder: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        parts_of(folder, Faulty, Crew(workers=2), 4)


KILLED = """
import importlib, sys
from claimscape import parts
build = importlib.import_module("claimscape.build")
build.DOCUMENTS, build.BYTES = 4, (1000, 1000)
write, left = parts.Work._write, [3]
def once(self, *given):
    left[0] -= 1
    if not left[0]:
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
    return write(self, *given)
parts.Work._write = once
build.build(sys.argv[1], sys.argv[2])
"""


def test_a_killed_build_goes_on_from_its_finished_parts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, folder / "seeds", folder / "data"], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(list((folder / "data/.parts").glob("*/part.json"))) == 2
    written: list[str] = []
    write = Work._write
    monkeypatch.setattr(Work, "_write", lambda self, documents, at: written.append(at.name) or write(self, documents, at))
    build(folder / "seeds", folder / "data")
    assert len(written) == 5
    build(folder / "seeds", folder / "other")
    assert tables(folder / "data") == tables(folder / "other")
    assert not (folder / "data/.parts").exists()


def test_a_part_found_again_tells_nothing_of_a_file_that_is_gone(folder: Path) -> None:
    (folder / "seeds/zz.txt").write_bytes(b"")
    first = parts_of(folder, Work, Crew(workers=1), 4)[-1]
    (folder / "seeds/zz.txt").unlink()
    again = parts_of(folder, Work, Crew(workers=1), 4)[-1]
    assert (first.key, first.documents, len(first.problems)) == (again.key, 2, 1)
    assert (again.documents, again.problems) == (1, [])


def test_a_part_that_was_cut_short_is_made_again(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, folder / "seeds", folder / "data"], cwd=ROOT, check=False)
    for at in (folder / "data/.parts").glob("*/claims.parquet"):
        at.write_bytes(at.read_bytes()[:-9])
    build(folder / "seeds", folder / "data")
    assert store.verify(folder / "data") == []


def test_no_worker_outlives_a_build_that_is_killed(folder: Path) -> None:
    big = folder / "big"
    big.mkdir()
    (big / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    for number in range(40):
        (big / f"{number}.txt").write_text(TEXT.format(number) * 3000, "utf-8")
    command = [
        sys.executable,
        "-m",
        "claimscape",
        "build",
        str(big),
        "--out",
        str(folder / "data"),
        "--workers",
        "2",
        "--quiet",
    ]
    builder = subprocess.Popen(command, cwd=ROOT)
    workers: list[int] = []
    until = time.monotonic() + 60
    while len(workers) < 2 and builder.poll() is None and time.monotonic() < until:
        workers = children(builder.pid)
        time.sleep(0.05)
    builder.kill()
    builder.wait()
    assert len(workers) >= 2
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, workers))


def children(pid: int) -> list[int]:
    """The processes that were started by this one and run a worker; Linux tells."""
    at = Path(f"/proc/{pid}/task/{pid}/children")
    if not at.exists():
        pytest.skip("only Linux tells of a process's children")
    return [int(each) for each in at.read_text().split() if "engines import worker" in line_of(int(each))]


def line_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def alive(pid: int) -> bool:
    return "engines import worker" in line_of(pid)


def written(kind: str, at: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path = at / f"tea.{kind}"
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=7)
    elif kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def rows_of(numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [{"doc_id": f"d{number:02}", "path": f"d{number:02}.txt", "text": TEXT.format(number)} for number in numbers]


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
@pytest.mark.parametrize("workers", [1, 2])
def test_rows_of_a_table_are_coded_as_files_are(folder: Path, kind: str, workers: int) -> None:
    build(folder / "seeds", folder / "files")
    build(written(kind, folder / "seeds", rows_of(range(COUNT))), folder / "rows", workers=workers)
    found, expected = tables(folder / "rows"), tables(folder / "files")
    assert found.pop("problems") == []
    assert [each["path"] for each in expected.pop("problems")] in ([], [f"tea.{kind}"])
    assert found == expected


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_a_row_that_is_no_document_is_a_problem_and_not_the_end(folder: Path, kind: str) -> None:
    rows = rows_of(range(5))
    rows[1] |= {"text": " \n"}
    rows[2] |= {"doc_id": "d00"}
    rows[3] |= {"label": "<b>x\u202e\x07</b>" + "y" * 80, "url": "javascript:alert(1)"}
    landscape = build(written(kind, folder / "seeds", [{"label": "", "url": ""} | row for row in rows]), folder / "data")
    about = {row["doc_id"]: row for row in landscape.arrow("documents").to_pylist()}
    assert sorted(about) == ["d00", "d03", "d04"]
    assert about["d03"]["label"].isprintable()
    assert len(about["d03"]["label"]) == 60
    assert about["d03"]["url"] is None
    told = [(row["path"], row["reason"]) for row in landscape.arrow("problems").to_pylist()]
    assert told == [
        ("d01.txt", "it holds no text"),
        (f"tea.{kind} row 3", "its id d00 is that of an earlier row"),
        (f"tea.{kind} row 4", "its url is left out"),
    ]


def test_lines_that_are_no_json_are_told_of_one_by_one(folder: Path) -> None:
    good = json.dumps({"text": TEXT.format(1)})
    at = folder / "seeds/tea.jsonl"
    at.write_bytes(b"\n".join([good.encode(), b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b"", b'{"text": 3}', good.encode()]))
    landscape = build(at, folder / "data")
    assert [row["doc_id"] for row in landscape.arrow("documents").to_pylist()] == ["tea-1", "tea-8"]
    told = [row["path"] for row in landscape.arrow("problems").to_pylist()]
    assert told == [f"tea.jsonl row {row}" for row in (2, 3, 4, 5, 7)]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.parquet", b"PAR1 and no more", "is no whole parquet file"),
        ("x.csv", b"a,b\n1,2\n", "has no column 'text'; name one so, its columns are a, b"),
        ("x.jsonl", b'{"a": 1}\n', "no row of .*x.jsonl has a text; give each document a row with its 'text'"),
        ("x.doc", b"", "is a file, and no .parquet"),
    ],
)
def test_a_file_that_is_no_table_of_documents_is_refused(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    with pytest.raises(SourceError, match=why):
        build(tmp_path / name, tmp_path / "data")


def test_a_build_says_before_it_starts_what_it_will_take(folder: Path) -> None:
    told: list[str] = []
    build(folder / "seeds", folder / "data", progress=told.append)
    assert told[0].startswith(f"{COUNT} documents, ")
    assert "about" in told[0]
    assert told[0].endswith("on disk")
    assert told[-2:] == [f"coding {COUNT} of {COUNT}", "publishing"]


def test_a_build_that_the_disk_cannot_hold_is_refused_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 5000}))
    with pytest.raises(BuildError, match=r"needs about .* on the disk of .*data and 5 kB are free; free some"):
        build(folder / "seeds", folder / "data")
    assert not (folder / "data/CURRENT").exists()


def test_more_workers_than_the_memory_holds_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast, "_memory", lambda: 900 << 20)
    with pytest.raises(BuildError, match=r"9 workers need about 3\.77 GB .* 944 MB are free; build with --workers 2"):
        build(folder / "seeds", folder / "data", workers=9)


def test_short_memory_means_fewer_workers_and_at_last_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast, "_memory", lambda: 500 << 20)
    assert forecast.able() == 1
    monkeypatch.setattr(forecast, "_memory", lambda: 100 << 20)
    with pytest.raises(BuildError, match=r"1 worker need.* 105 MB are free; end other programs"):
        build(folder / "seeds", folder / "data")


def test_a_question_reads_all_parts_of_a_folder_with_a_strange_name(folder: Path) -> None:
    landscape = build(folder / "seeds", folder / "d[a]t'a*")
    count = landscape.ask("SELECT count(*) AS n FROM sentences")["n"][0]
    assert count == landscape.manifest["counts"]["sentences"]
