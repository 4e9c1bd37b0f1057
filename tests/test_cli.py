"""The command line: exit code 0, or 2 with one message on standard error that says what, where and what to do."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimscape.__main__ import main

ROOT = Path(__file__).parents[1]
CODEBOOK = """
title: Tea
version: '1'
subject: [tea]
topics:
  sleep: {label: Sleep, any: [sleep]}
claims:
  calms: {label: Tea calms, type: effect, any: [tea NEAR/3 calm]}
risks:
  heat: {label: Heat, any: [scald]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/codebook.yaml").write_text(CODEBOOK, "utf-8")
    (tmp_path / "seeds/one.txt").write_text("Tea calms the nerves. Hot tea can scald you.\n", "utf-8")
    return tmp_path


def built(folder: Path, *more: str) -> int:
    return main(["build", str(folder / "seeds"), "--out", str(folder / "data"), *more])


def test_build_tells_its_progress_and_what_it_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(folder) == 0
    told = capsys.readouterr()
    assert "1 documents, 2 sentences" in told.err.splitlines()[-1]
    assert len(told.err.splitlines()) > 1
    assert "\r" not in told.err
    assert told.out == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no /dev/full")
def test_a_log_that_cannot_be_written_stops_no_build_and_an_answer_that_cannot_is_one_sentence(folder: Path) -> None:
    def ran(command: str, **streams: Any) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "claimscape", *command.format(folder).split()]
        return subprocess.run(line, cwd=ROOT, text=True, check=False, **streams)

    with open("/dev/full", "w", encoding="utf-8") as full:
        assert ran("build {0}/seeds --out {0}/data", stderr=full).returncode == 0
        assert main(["verify", str(folder / "data")]) == 0
        told = ran("verify {0}/data", stdout=full, stderr=subprocess.PIPE)
    assert told.returncode == 2
    assert told.stderr.startswith("standard output cannot be written (No space left on device)")
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["check $D/seeds/codebook.yaml", "verify $D/data", "trace coverage? --data $D/data"])
def test_an_answer_to_a_closed_standard_output_is_one_sentence(folder: Path, command: str) -> None:
    assert built(folder, "--quiet") == 0
    run, environment = f"{sys.executable} -m claimscape {command} >&-", os.environ | {"D": str(folder)}
    ended = subprocess.run(["sh", "-c", run], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, "standard output is closed; send it to a file or a terminal\n")


def test_quiet_is_silent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(folder, "--quiet") == 0
    assert main(["verify", str(folder / "data"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_could_not_be_read_is_told_even_when_quiet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "seeds/two.txt").write_bytes(os.urandom(64) + bytes(64))
    assert built(folder, "--quiet") == 0
    assert capsys.readouterr().err.startswith("two.txt: ")


def test_a_name_cannot_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "seeds/\x1b[31mred\n.txt").write_bytes(bytes(64))
    assert built(folder) == 0
    assert "\x1b" not in capsys.readouterr().err


def test_another_codebook_can_be_named(folder: Path) -> None:
    (folder / "seeds/codebook.yaml").rename(folder / "other.yaml")
    assert built(folder, "--codebook", str(folder / "other.yaml"), "--quiet") == 0


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["build", "{}/nowhere", "--out", "{}/data"], ["nowhere", "folder"]),
        (["build", "{}/empty", "--out", "{}/data"], ["no document", "empty"]),
        (["build", "{}/seeds", "--out", "{}/data", "--codebook", "{}/none.yaml"], ["none.yaml"]),
        (["check", "{}/none.yaml"], ["none.yaml"]),
        (["verify", "{}/nowhere"], ["no landscape", "nowhere", "claimscape build"]),
        (["agree", "{}/none.jsonl", "--data", "{}/nowhere"], ["no landscape", "nowhere", "claimscape build"]),
        (["serve", "--port", "99999"], ["99999 is no port"]),
    ],
)
def test_a_mistake_is_one_message_and_exit_code_2(
    folder: Path, command: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty").mkdir()
    (folder / "empty/codebook.yaml").write_text(CODEBOOK, "utf-8")
    assert main([part.format(folder) for part in command]) == 2
    told = capsys.readouterr()
    assert [word for word in words if word not in told.err] == []
    assert "Traceback" not in told.err
    assert told.out == ""


def test_check_lists_every_fault_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.yaml").write_text(CODEBOOK.replace("subject:", "subjekt:").replace("type: effect", "type: efect"), "utf-8")
    assert main(["check", str(folder / "bad.yaml")]) == 2
    told = capsys.readouterr().err
    assert "subjekt" in told
    assert "efect" in told
    assert "did you mean 'effect'" in told


def test_check_says_what_a_whole_codebook_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "seeds/codebook.yaml")]) == 0
    assert capsys.readouterr().out.endswith("codebook.yaml is whole: Tea, 1 topics, 1 claims, 1 risks, 0 tensions\n")


def test_verify_lists_a_damaged_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(folder, "--quiet") == 0
    at = next((folder / "data/builds").glob("*/claims.parquet"))
    at.write_bytes(at.read_bytes()[:-1])
    assert main(["verify", str(folder / "data")]) == 2
    assert "claims.parquet is damaged" in capsys.readouterr().err


def test_a_landscape_of_another_version_is_refused_with_its_version(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(folder, "--quiet") == 0
    at = next((folder / "data/builds").glob("*/manifest.json"))
    at.write_text(json.dumps(json.loads(at.read_text("utf-8")) | {"version": "9.9"}), "utf-8")
    assert main(["verify", str(folder / "data")]) == 2
    assert "9.9" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "is not free" in capsys.readouterr().err


def test_without_streamlit_serve_says_so_and_build_works(folder: Path) -> None:
    code = "import sys; sys.modules['streamlit'] = None; from claimscape.__main__ import main; sys.exit(main(sys.argv[1:]))"
    told = {}
    for command in (["build", f"{folder}/seeds", "--out", f"{folder}/data"], ["serve", "--data", f"{folder}/data"]):
        ended = subprocess.run([sys.executable, "-c", code, *command], cwd=ROOT, capture_output=True, text=True, check=False)
        told[command[0]] = (ended.returncode, ended.stderr)
    assert told["build"][0] == 0
    advice = "the dashboard needs Streamlit, which is not installed; try: pip install 'claimscape[dashboard]'\n"
    assert told["serve"] == (2, advice)


def test_serve_starts_streamlit_where_its_settings_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = {}
    assert built(folder, "--quiet") == 0
    monkeypatch.chdir(folder)
    monkeypatch.setattr(os, "execve", lambda _, command, environment: started.update(command=command, variables=environment))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    assert main(["serve", "--data", "data", "--port", port]) == 0
    assert started["command"][1:] == ["-m", "streamlit", "run", "asgi.py", "--server.port", port]
    assert started["variables"]["CLAIMSCAPE_DATA"] == str(folder / "data")
    assert (Path.cwd() / "asgi.py").is_file()


def test_serve_makes_no_landscape_in_a_folder_that_is_misspelt(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--data", str(folder / "dta")]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"there is no landscape in {folder / 'dta'}; make one with: claimscape build")
    assert not (folder / "dta").exists()
