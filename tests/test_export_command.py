"""`claimscape export`: what is written and told, what is refused in one sentence, and that nothing half written stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimscape import exports
from claimscape.__main__ import main
from claimscape.errors import ExportError
from claimscape.exports import csvfile
from claimscape.exports.exhibit import Exhibit, identity
from claimscape.exports.order import Order, Tell
from claimscape.exports.whole import whole
from claimscape.queries import Scope
from claimscape.store import Landscape
from tests import landscapes

ROOT = Path(__file__).parents[1]


def export(folder: Path, out: Path, *more: str) -> int:
    return main(["export", "--data", str(folder), "--out", str(out), *more])


def test_it_lists_what_it_wrote_and_tells_its_progress(
    landscape: Landscape, landscape_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(landscape_folder, tmp_path / "out", "--what", "coverage", "tension?sources=a", "--format", "csv,parquet") == 0
    told = capsys.readouterr()
    written = [Path(line) for line in told.out.splitlines()]
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    assert written[0].name == f"coverage-{identity(landscape, Exhibit('coverage'))}.numbers.csv"
    assert told.err.splitlines()[0] == "coverage as CSV"
    assert told.err.splitlines()[-1] == f"2 of 2 formats written into {tmp_path / 'out'}"


def test_quiet_lists_the_files_only(landscape_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(landscape_folder, tmp_path, "--format", "qdc,bib", "--quiet") == 0
    told = capsys.readouterr()
    assert (len(told.out.splitlines()), told.err) == (2, "")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """The orders that the format csv is given."""
    orders: list[Order] = []

    def write(order: Order, folder: Path, tell: Tell) -> list[Path]:
        orders.append(order)
        return []

    monkeypatch.setattr(csvfile, "write", write)
    return orders


def test_filters_groups_and_sides_become_a_scope(landscape_folder: Path, tmp_path: Path, heard: list[Order]) -> None:
    filters = [
        "--filter",
        "source=alpha",
        "--filter",
        "sources=b",
        "--filter",
        "topic=SAFETY",
        "--filter",
        "certainty=asserted",
    ]
    look = ["--by", "kind", "--sample", "--compare", "kind:blog", "rest"]
    assert export(landscape_folder, tmp_path, "--format", "csv", *filters, *look) == 0
    scope = Scope(("a", "b"), ("safety",), ("asserted",), by="kind", sample=True, one=("kind:blog",))
    assert {each.scope for each in heard[0].exhibits} == {scope}
    assert [each.name for each in heard[0].exhibits][-2:] == ["comparison", "comparison_reach"]


def test_what_an_address_asks_goes_before_what_is_asked_of_all(
    landscape_folder: Path, tmp_path: Path, heard: list[Order]
) -> None:
    what = ["--what", "coverage?by=year&sources=Beta", "coverage", "search_frequency?more=serotonin"]
    assert export(landscape_folder, tmp_path, "--format", "csv", "--filter", "source=a", *what) == 0
    asked = [each.address() for each in heard[-1].exhibits]
    assert asked == ["coverage?sources=b&by=year", "coverage?sources=a", "search_frequency?sources=a&more=serotonin"]


def test_tables_alone_are_no_charts(landscape_folder: Path, tmp_path: Path, heard: list[Order]) -> None:
    assert export(landscape_folder, tmp_path, "--format", "csv", "--tables", "claims, risks") == 0
    assert export(landscape_folder, tmp_path, "--format", "csv", "--tables", "all", "--what", "tension", "--scale", "3") == 0
    assert (heard[0].exhibits, heard[0].tables) == ((), ("claims", "risks"))
    assert (len(heard[1].exhibits), len(heard[1].tables), heard[1].scale) == (1, 9, 3)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--what", "covrage"], "there is no chart or list 'covrage'; did you mean coverage? known: findings, landscape"),
        (["--what", "coverage?bi=kind"], "there is no part of an address 'bi'; did you mean by? known: sources"),
        (
            ["--what", "coverage?by=kin"],
            "there is no way to group sources 'kin'; did you mean kind? known: kind, publisher, year",
        ),
        (["--what", "coverage?kinds=blag"], "there is no kind 'blag'; did you mean blog? known: blog, leaflet, answer"),
        (
            ["--what", "search_frequency"],
            "search_frequency needs what to look for; name it with: --what 'search_frequency?more=",
        ),
        (["--what", "comparison"], "comparison needs two sides; name them with: --compare kind:blog rest"),
        (["--format", "pngg"], "there is no format 'pngg'; did you mean png? known: pptx, png"),
        (["--tables", "claim"], "there is no table 'claim'; did you mean claims? known: documents"),
        (["--filter", "kind=blok"], "there is no kind 'blok'; did you mean blog? known: blog, leaflet, answer"),
        (["--filter", "kin=blog"], "there is no filter 'kin'; did you mean kind? known: source, topic"),
        (["--filter", "blog"], "--filter takes NAME=VALUE, such as kind=blog, not 'blog'; names: source, topic, kind"),
        (["--filter", "source=Alfa"], "there is no source 'alfa'; did you mean alpha? known: alpha, beta, gamma, a, b, c"),
        (["--filter", "topic=legal", "--filter", "kind=blog"], "no sentence is left by these filters; take one of them away"),
        (["--by", "knd"], "there is no way to group sources 'knd'; did you mean kind?"),
        (["--compare", "kind:blogs", "rest"], "there is no side 'kind:blogs'; did you mean kind:blog?"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(
    landscape_folder: Path, tmp_path: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = more if "--format" in more else ["--format", "csv", *more]
    assert export(landscape_folder, tmp_path / "out", *given) == 2
    told = capsys.readouterr()
    assert told.err.startswith(said)
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert not (tmp_path / "out").exists()


def test_no_landscape_and_a_scale_that_is_none_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path / "none", tmp_path, "--format", "csv") == 2
    assert capsys.readouterr().err.startswith("there is no landscape in ")
    with pytest.raises(SystemExit):
        export(tmp_path, tmp_path, "--format", "csv", "--scale", "9")
    assert "9 is not between 1 and 4" in capsys.readouterr().err


def test_a_format_that_fails_or_is_not_there_does_not_stop_the_others(
    landscape_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(order: Order, folder: Path, tell: Tell) -> list[Path]:
        raise ExportError("there is no browser; install one")

    monkeypatch.setattr(csvfile, "write", broken)
    monkeypatch.setitem(exports.EXPORTS, "svg", "not_there")
    assert export(landscape_folder, tmp_path, "--what", "tension", "--format", "svg,csv,qdc", "--quiet") == 2
    told = capsys.readouterr()
    assert [Path(line).suffix for line in told.out.splitlines()] == [".qdc"]
    assert told.err.splitlines() == [
        "svg: this claimscape cannot write it yet; name other formats with --format",
        "csv: there is no browser; install one",
    ]


def test_a_folder_that_cannot_be_written_is_told(
    landscape_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    assert export(landscape_folder, tmp_path / "file" / "out", "--format", "qdc", "--quiet") == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_command_that_is_stopped_leaves_nothing_half_written(tmp_path: Path, sign: signal.Signals, code: int) -> None:
    landscapes.many(tmp_path / "data", 30)
    out = tmp_path / "out"
    arguments = ["export", "--data", str(tmp_path / "data"), "--out", str(out), "--format", "xlsx", "--what", *["all"] * 3]
    command = subprocess.Popen(
        [sys.executable, "-m", "claimscape", *arguments],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # where the tests run in the background it is ignored
    )
    begun = time.monotonic()
    while command.poll() is None and not (out.is_dir() and os.listdir(out)) and time.monotonic() - begun < 60:
        time.sleep(0.02)
    command.send_signal(sign)
    assert command.wait(60) == code
    assert os.listdir(out) == []


KILLED = """
import os, pathlib, signal, sys
from claimscape.exports.whole import whole
with whole(pathlib.Path(sys.argv[1]) / "one.csv"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_command_left_is_cleared_by_the_next_and_nothing_else(landscape_folder: Path, tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    (tmp_path / ".tmp-mine.csv").write_text("kept")
    with whole(tmp_path / "other.csv") as beside:
        assert export(landscape_folder, tmp_path, "--what", "tension", "--format", "csv", "--quiet") == 0
        assert beside.exists()
    assert not left.exists()
    assert {path.name for path in tmp_path.iterdir()} > {".tmp-mine.csv", "other.csv"}
