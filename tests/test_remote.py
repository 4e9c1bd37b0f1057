"""Documents and landscapes elsewhere, by an address: read, built, fetched and opened as on this machine's disk."""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from claimscape import mirror, open_landscape, remote, store
from claimscape.__main__ import main
from claimscape.build import build
from claimscape.engines import Crew
from claimscape.errors import CodebookError, RemoteError, SourceError, StoreError
from tests import clusters
from tests.tea import CODEBOOK, TEXT

COUNT = 11
ROOT = Path(__file__).parents[1]
building = importlib.import_module("claimscape.build")  # the package has the function under this name
KNOWN = "d00.txt: {label: First}\n"


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cache of this test alone, batches of two documents, and a store in memory that is empty again afterwards."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(building, "DOCUMENTS", 2)
    yield
    fsspec.filesystem("memory").store.clear()


def seeds(place: str) -> str:
    """The documents of the tests of clusters, and what is known of one, at an address."""
    remote.write(f"{place}/codebook.yaml", CODEBOOK.encode())
    remote.write(f"{place}/sources.yaml", KNOWN.encode())
    remote.write(f"{place}/.hidden.txt", b"hidden")
    for number in range(COUNT):
        remote.write(f"{place}/sub/d{number:02}.txt" if number else f"{place}/d00.txt", TEXT.format(number).encode())
    return place


def here(tmp_path: Path) -> Path:
    """The same on this machine."""
    seeds(f"local://{tmp_path}/seeds")
    return tmp_path / "seeds"


def test_a_folder_elsewhere_is_built_as_one_here(tmp_path: Path) -> None:
    ours = build(here(tmp_path), tmp_path / "ours")
    theirs = build(seeds("memory://tea/seeds"), tmp_path / "theirs")
    assert theirs.manifest["files"] == ours.manifest["files"]
    assert theirs.manifest["source"] == "memory://tea/seeds"
    assert "First" in theirs.arrow("documents")["label"].to_pylist()


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_rows_elsewhere_are_built_as_rows_here(tmp_path: Path, kind: str) -> None:
    import pandas as pd

    rows = pd.DataFrame({"doc_id": [f"d{number}" for number in range(COUNT)], "text": [TEXT.format(n) for n in range(COUNT)]})
    file = tmp_path / f"tea.{kind}"
    options = {"orient": "records", "lines": True} if kind == "jsonl" else {"index": False}
    getattr(rows, "to_json" if kind == "jsonl" else f"to_{kind}")(file, **options)
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    remote.write("memory://tea/codebook.yaml", CODEBOOK.encode())
    remote.put(file, f"memory://tea/tea.{kind}")
    theirs = build(f"memory://tea/tea.{kind}", tmp_path / "theirs")
    assert theirs.manifest["files"] == build(file, tmp_path / "ours").manifest["files"]


def test_a_landscape_elsewhere_is_opened_as_one_here(tmp_path: Path) -> None:
    built = build(here(tmp_path), "memory://tea/data")
    names = sorted(name for name, _ in remote.files("memory://tea/data"))
    files = [f"builds/{built.build_id}/{name}" for name in [*built.manifest["files"], "manifest.json"]]
    assert names == sorted(["CURRENT", *files])
    fetched = open_landscape("memory://tea/data")
    assert fetched.manifest == built.manifest
    assert store.verify(mirror.here("memory://tea/data")) == []


def test_another_machine_fetches_what_is_current_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = build(here(tmp_path), "memory://tea/data")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    fetched = open_landscape("memory://tea/data")
    assert fetched.folder.is_relative_to(tmp_path / "other")
    assert fetched.manifest == built.manifest
    assert store.verify(mirror.here("memory://tea/data")) == []
    monkeypatch.setattr(mirror, "_fetch", None)
    assert open_landscape("memory://tea/data").build_id == built.build_id


def test_a_new_build_replaces_the_current_one_and_the_one_before_stays(tmp_path: Path) -> None:
    source, ids = here(tmp_path), []
    for number in range(3):
        (source / "d00.txt").write_text(TEXT.format(100 + number), "utf-8")
        ids.append(build(source, "memory://tea/data").build_id)
        assert open_landscape("memory://tea/data").build_id == ids[-1]
    assert {name.split("/")[0] for name, _ in remote.files("memory://tea/data/builds")} == set(ids[1:])


def test_a_build_elsewhere_is_one_builders_alone(tmp_path: Path) -> None:
    source = here(tmp_path)
    with mirror.claimed("memory://tea/data"), pytest.raises(StoreError, match=r"is being built by pid .* or remove memory://tea"):
        build(source, "memory://tea/data")
    assert build(source, "memory://tea/data").manifest["counts"]["documents"] == COUNT


def test_a_file_that_was_changed_elsewhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = build(here(tmp_path), "memory://tea/data")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    name = f"memory://tea/data/builds/{built.build_id}/problems.parquet"
    remote.write(name, b"PAR1")
    with pytest.raises(StoreError, match=rf"{name} is damaged: its checksum"):
        open_landscape("memory://tea/data")
    remote.remove(name)
    with pytest.raises(StoreError, match=rf"{name} is missing; build again"):
        open_landscape("memory://tea/data")


def test_a_manifest_elsewhere_cannot_name_a_file_outside_of_its_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = build(here(tmp_path), "memory://tea/data")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    manifest = dict(built.manifest) | {"files": {"../../../out.parquet": {"sha256": "", "bytes": 0, "rows": 0}}}
    remote.write(f"memory://tea/data/builds/{built.build_id}/manifest.json", json.dumps(manifest).encode())
    with pytest.raises(StoreError, match=r"names a file \.\./\.\./\.\./out\.parquet; it is no manifest of a build"):
        open_landscape("memory://tea/data")


def test_a_fault_of_a_file_elsewhere_names_its_address(tmp_path: Path) -> None:
    seeds("memory://tea/seeds")
    remote.write("memory://tea/seeds/codebook.yaml", b"title: Tea\n")
    with pytest.raises(CodebookError, match=r"memory://tea/seeds/codebook\.yaml"):
        build("memory://tea/seeds", tmp_path / "data")
    remote.write("memory://tea/seeds/sources.yaml", b"no.txt: {label: None}\n")
    with pytest.raises(SourceError, match=r"memory://tea/seeds/sources\.yaml has 1 fault"):
        build("memory://tea/seeds", tmp_path / "data")


def test_what_is_no_document_elsewhere_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds("memory://tea/seeds")
    remote.write("memory://tea/seeds/a.doc", b"x")
    monkeypatch.setattr("claimscape.sources.folder.LARGEST", 300)
    remote.write("memory://tea/seeds/big.txt", b"x" * 301)
    found = build("memory://tea/seeds", tmp_path / "data").arrow("problems").to_pylist()
    told = [(row["path"], row["reason"]) for row in found]
    assert told == [("a.doc", "there is no reader for .doc"), ("big.txt", "it is larger than 0 MiB")]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://tea/none", "no documents in memory://tea/none; put .txt or .md files there"),
        ("memory://tea/none.csv", "memory://tea/none.csv is not there; name a file of rows"),
        ("nowhere://tea", "nowhere://tea is no address that fsspec knows (Protocol not known: nowhere)"),
    ],
)
def test_nothing_at_an_address_is_one_sentence(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, address: str, said: str
) -> None:
    codebook = str(here(tmp_path) / "codebook.yaml")
    assert main(["build", address, "--codebook", codebook, "--out", str(tmp_path / "data")]) == 2
    assert said in capfd.readouterr().err


def test_no_landscape_at_an_address_is_one_sentence(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["export", "--data", "memory://tea/none", "--format", "csv", "--out", str(tmp_path)]) == 2
    said = "there is no landscape in memory://tea/none; make one with: claimscape build SOURCE --out memory://tea/none\n"
    assert capfd.readouterr().err == said


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    source = here(tmp_path)
    with pytest.raises(RemoteError, match=r"local:///dev/null/x/\.builder cannot be written \(.*\); look at its name"):
        build(source, "local:///dev/null/x")
    with pytest.raises(RemoteError, match=r"memory://none cannot be read \(FileNotFoundError"), remote.opened("memory://none"):
        pass


def test_a_copy_that_nobody_needs_any_more_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = here(tmp_path)
    before = build(source, "memory://tea/data")
    (source / "d00.txt").write_text("Tea.", "utf-8")
    now = build(source, "memory://tea/data")
    assert mirror.here("memory://tea/data") / "builds" == before.folder.parent
    assert before.folder.is_dir()
    monkeypatch.setattr(mirror, "KEPT_SECONDS", -1)
    mirror.here("memory://tea/data")
    assert [build.name for build in before.folder.parent.iterdir()] == [now.build_id]


def test_a_build_that_mends_a_damaged_one_is_the_one_that_is_opened(tmp_path: Path) -> None:
    source = here(tmp_path)
    damaged = next(build(source, "memory://tea/data").folder.glob("claims.parquet/*"))
    damaged.write_bytes(b"damaged")
    build(source, "memory://tea/data")
    assert len(open_landscape("memory://tea/data").table("documents")) == COUNT


def test_without_fsspec_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(RemoteError, match=r"s3://tea/CURRENT needs fsspec .* try: pip install 'claimscape\[cluster\]'"):
        open_landscape("s3://tea")


@pytest.mark.parametrize(
    ("given", "meant"), [("a/b", Path("a/b")), ("file:///a%20b", Path("/a b")), ("s3://tea/data/", "s3://tea/data")]
)
def test_an_address_of_this_machine_is_a_path(given: str, meant: str | Path) -> None:
    assert remote.where(given) == meant


def test_a_cluster_builds_from_and_to_addresses_what_is_built_here(tmp_path: Path) -> None:
    source = here(tmp_path)
    ours = build(source, tmp_path / "ours")
    store_of = f"local://{tmp_path}/store"  # to fsspec a place elsewhere, and the same one for all processes
    with clusters.cluster(tmp_path, 1) as one:
        crew = Crew("dask", 0, one.address)
        theirs = build(seeds(f"{store_of}/seeds"), f"{store_of}/data", workers=crew)
        assert theirs.manifest["files"] == ours.manifest["files"]
        assert not (tmp_path / "store/data/.parts").exists()
    assert open_landscape(f"{store_of}/data").build_id == ours.build_id
