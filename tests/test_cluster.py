"""Builds on a Dask cluster of separate processes: the same landscape, whoever dies; what is wrong is told in a sentence."""

import asyncio
import importlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from claimscape.__main__ import main
from claimscape.build import build
from claimscape.engines import Crew, cluster
from claimscape.errors import BuildError
from claimscape.parts import Batch, Part, Work
from claimscape.store import open_landscape
from tests import clusters
from tests.tea import TEXT, Deadly, documents, parts_of

ROOT = Path(__file__).parents[1]
building = importlib.import_module("claimscape.build")  # the package has the function under this name
COUNT = 11


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clusters.Cluster]:
    with clusters.cluster(tmp_path_factory.mktemp("cluster"), 2) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`seeds` with some short documents; each build of them is coded two documents at a time."""
    monkeypatch.setattr(building, "DOCUMENTS", 2)
    documents(tmp_path, COUNT)
    return tmp_path


def crew(address: str) -> Crew:
    return Crew("dask", 0, address)


@pytest.mark.parametrize("rows", [False, True])
def test_a_cluster_builds_byte_for_byte_what_this_machine_builds(folder: Path, two: clusters.Cluster, rows: bool) -> None:
    source = folder / "seeds"
    if rows:
        source = source / "tea.csv"
        source.write_text("text\n" + "".join(f'"{TEXT.format(number)}"\n' for number in range(COUNT)), "utf-8")
    told: list[str] = []
    ours = build(source, folder / "local")
    theirs = build(source, folder / "dask", progress=told.append, workers=crew(two.address))
    assert theirs.build_id == ours.build_id
    assert theirs.manifest["files"] == ours.manifest["files"]
    assert len(ours.files("claims")) == 6
    assert told[0].endswith("on disk")
    assert "of processor time" in told[0]
    assert not (folder / "dask/.parts").exists()


def test_a_worker_that_is_killed_costs_nothing(folder: Path, two: clusters.Cluster) -> None:
    (folder / "seeds/d05.txt").write_text(TEXT.format("once"), "utf-8")
    parts = parts_of(folder, Deadly, crew(two.address), 2)
    assert (folder / "parts/died").exists()
    assert [part.files["documents"]["rows"] for part in parts] == [2, 2, 2, 2, 2, 1]
    assert [part.problems for part in parts] == [[]] * 6


def test_a_document_that_ends_every_worker_costs_itself_and_a_row(folder: Path, two: clusters.Cluster) -> None:
    (folder / "seeds/d05.txt").write_text(TEXT.format("always"), "utf-8")
    parts = parts_of(folder, Deadly, crew(two.address), 2)
    assert [part.files["documents"]["rows"] for part in parts if part.key] == [2, 2, 1, 2, 2, 1]
    assert [(row["path"], row["stage"], row["reason"]) for part in parts for row in part.problems] == [
        ("d05.txt", "code", "coding it ended 2 workers, one after the other")
    ]


def test_a_notebook_builds_on_a_cluster_too(folder: Path, two: clusters.Cluster) -> None:
    async def cell() -> list[Part]:  # a notebook's thread runs a loop of events while a cell is worked out
        return parts_of(folder, Work, crew(two.address), 2)

    assert len(asyncio.run(cell())) == 6


def test_the_work_is_taken_from_the_workers_again(folder: Path, two: clusters.Cluster) -> None:
    parts_of(folder, Work, crew(two.address), 2)
    with cluster._connected(two.address) as client:
        assert set(client.run(kept).values()) == {0}
        assert client.run_on_scheduler(plugins) == 0


def kept() -> int:
    from claimscape.engines import guest

    return len(guest._WORKS)


def plugins(dask_scheduler: Any) -> int:
    return sum(name.startswith("claimscape") for name in dask_scheduler.worker_plugins)


class Faulty(Work):
    """Finds the disk full."""

    def __call__(self, batch: Batch) -> Part:
        raise OSError(28, "No space left on device")


def test_a_fault_of_a_worker_is_one_of_the_build(folder: Path, two: clusters.Cluster) -> None:
    with pytest.raises(OSError, match="No space left"):
        parts_of(folder, Faulty, crew(two.address), 2)


def test_a_folder_that_workers_do_not_see_is_refused(
    folder: Path, two: clusters.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch = Path.touch
    monkeypatch.setattr(Path, "touch", lambda self: touch(self.with_name("elsewhere")))
    with pytest.raises(BuildError, match=r"the worker at tcp://.* does not see .*/\.parts; name a folder that all see"):
        build(folder / "seeds", folder / "data", workers=crew(two.address))


@pytest.mark.parametrize("name", ["claimscape", "Python"])
def test_workers_of_another_version_are_refused(two: clusters.Cluster, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = cluster._versions
    ours: list[str] = []

    def changed(found: dict[str, Any]) -> dict[str, str]:
        if not ours:  # the builder is asked of first
            ours.append("9.9")
            return versions(found) | {name: "9.9"}
        return versions(found)

    monkeypatch.setattr(cluster, "_versions", changed)
    refused(two.address, rf"the worker at tcp://.* has {name} .* and the builder 9\.9; install the same on both")


def refused(address: str, why: str) -> None:
    with pytest.raises(BuildError, match=why), cluster._connected(address):
        pass


def test_a_worker_is_no_scheduler(two: clusters.Cluster) -> None:
    with cluster._connected(two.address) as client:
        worker = next(iter(client.nthreads()))
    refused(worker, r"is no scheduler but a worker; name the address that dask scheduler printed")


def test_a_scheduler_without_workers_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WORKERS", 0.5)
    with clusters.cluster(tmp_path, 0) as none:
        refused(none.address, r"has no worker; start one: dask worker tcp://")


def test_a_scheduler_that_goes_away_is_told_of_and_the_build_goes_on_later(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 2)
    with clusters.cluster(tmp_path, 1) as lost:

        def stop(step: str) -> None:
            if step.startswith("coding"):
                lost.end()

        with pytest.raises(BuildError, match=r"was lost .* build again, it goes on from what is coded"):
            build(folder / "seeds", folder / "data", progress=stop, workers=crew(lost.address))
    assert list((folder / "data/.parts").glob("*/part.json"))
    assert build(folder / "seeds", folder / "data").manifest["counts"]["documents"] == COUNT


def test_workers_that_go_away_for_good_are_told_of(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "DOCUMENTS", 1)
    with clusters.cluster(tmp_path, 1) as left:
        left.printed("Registered to:")
        monkeypatch.setattr(cluster, "WORKERS", 2)

        def stop(step: str) -> None:
            if step.startswith("coding"):
                left.end(workers_only=True)

        with pytest.raises(BuildError, match=r"no worker is left at tcp://.*; start one: dask worker tcp://"):
            build(folder / "seeds", folder / "data", progress=stop, workers=crew(left.address))


def test_ctrl_c_cancels_what_was_given_to_the_cluster(folder: Path, two: clusters.Cluster) -> None:
    for number in range(60):
        (folder / f"seeds/e{number}.txt").write_text(TEXT.format(number) * 600, "utf-8")
    options = ["--out", "data", "--engine", "dask", "--address", two.address]
    command = [sys.executable, "-m", "claimscape", "build", "seeds", *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    builder = subprocess.Popen(
        command,
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        process_group=0,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # where the tests run in the background it is ignored
    )
    assert builder.stderr
    for line in builder.stderr:
        if line.startswith("coding"):
            break
    builder.send_signal(signal.SIGINT)
    assert builder.stderr.read().splitlines()[-1] == "stopped; what stood before stands"
    assert builder.wait() == 130
    with cluster._connected(two.address) as client:
        assert client.run_on_scheduler(tasks) == 0


def tasks(dask_scheduler: Any) -> int:
    until = time.monotonic() + 30
    while dask_scheduler.tasks and time.monotonic() < until:
        time.sleep(0.1)
    return len(dask_scheduler.tasks)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "dask"], "--engine dask needs to know where; add --address tcp://HOST:PORT of a Dask scheduler"),
        (["--address", "tcp://h:1"], "--address tcp://h:1 is that of a cluster; add --engine dask"),
        (["--engine", "dask", "--address", "tcp://h:1", "--workers", "2"], "a cluster has its own; leave it out"),
        (["--engine", "dask", "--address", "h:8786"], "h:8786 is no address of a scheduler; write it as tcp://HOST:PORT"),
        (["--engine", "dask", "--address", "tcp://h:port"], "tcp://h:port is no address of a scheduler"),
        (["--engine", "dask", "--address", "no.json"], "no.json is no file that dask scheduler --scheduler-file wrote"),
    ],
)
def test_options_that_do_not_go_together_are_told_of(
    folder: Path, capfd: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert main(["build", str(folder / "seeds"), "--out", str(folder / "data"), "--quiet", *options]) == 2
    assert said in capfd.readouterr().err


def test_nobody_at_the_address_is_one_sentence(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    options = ["--engine", "dask", "--address", address, "--quiet"]
    assert main(["build", str(folder / "seeds"), "--out", str(folder / "data"), *options]) == 2
    said = f"no scheduler answers at {address} within 1 s; start one: dask scheduler; or name its address with --address\n"
    assert capfd.readouterr().err == said


def test_without_dask_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BuildError, match=r"needs Dask, which is not installed; try: pip install 'claimscape\[cluster\]'"):
        build(folder / "seeds", folder / "data", workers=crew("tcp://127.0.0.1:1"))


def test_the_file_of_a_scheduler_names_its_address(folder: Path, two: clusters.Cluster) -> None:
    assert cluster._address(str(two.folder / "scheduler.json")) == two.address


def test_workers_of_other_networks_build_the_same(folder: Path, tmp_path: Path) -> None:
    """Scheduler and builder in one network, two workers each in one of its own with a way to that alone."""
    made = clusters.Cluster(tmp_path)
    with ExitStack() as stack:
        try:
            host, hub, inside = stack.enter_context(clusters.networks(2))
        except (OSError, subprocess.CalledProcessError) as fault:
            pytest.skip(f"no networks can be made here: {getattr(fault, 'stderr', None) or fault}")
        stack.callback(made.end)
        made.scheduler(host, hub)
        for command in inside:
            made.worker(command)
        made.printed("Registered to:", 2)
        program = [sys.executable, "-c", BUILT, str(folder / "seeds"), str(folder / "dask"), made.address]
        subprocess.run([*hub, *program], check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=120)
    theirs = open_landscape(folder / "dask").manifest["files"]
    assert theirs == build(folder / "seeds", folder / "local").manifest["files"]
    workers = re.findall(r"Start worker at: +(\S+)", (tmp_path / "log.txt").read_text("utf-8"))
    assert len({urlsplit(worker).hostname for worker in workers} - {host, "127.0.0.1"}) == 2


BUILT = """
import importlib, sys
from claimscape.engines import Crew
building = importlib.import_module("claimscape.build")
building.DOCUMENTS = 2
building.build(sys.argv[1], sys.argv[2], workers=Crew("dask", 0, sys.argv[3]))
"""
