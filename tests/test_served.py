"""What the browser fetches from static/: our scripts, each once, under a name that tells its content."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from claimscape.ui import part, served
from tests.test_pages import opened, plain

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
OWN = "export default function ("  # how each of our scripts ends; what fetches one is an async function


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for that of dashboard.py."""
    monkeypatch.setattr(served, "home", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def anew() -> Iterator[None]:
    """Parts that are registered in the test, and again after it."""
    part._renderer.cache_clear()
    yield
    part._renderer.cache_clear()


def scripts(app: AppTest) -> list[str]:
    """The scripts that travel with the parts of a page."""
    assert not app.exception
    return [element.proto.js_content for element in app.get("bidi_component")]


def test_a_script_is_written_under_a_name_that_changes_with_its_content(home: Path) -> None:
    old, new = served.script_url("figure", "let a = 1;"), served.script_url("figure", "let a = 2; // ü")
    assert old and new and old != new
    assert [(home / "static" / Path(url).name).read_text("utf-8") for url in (old, new)] == ["let a = 1;", "let a = 2; // ü"]
    assert served.script_url("figure", "let a = 1;") == old
    assert len(list((home / "static").iterdir())) == 2


def test_a_script_that_was_cut_short_is_written_again(home: Path) -> None:
    url = served.script_url("figure", "let a = 1;")
    file = home / "static" / Path(str(url)).name
    file.write_text("let", "utf-8")
    assert served.script_url("figure", "let a = 1;") == url
    assert file.read_text("utf-8") == "let a = 1;"


def test_a_folder_that_may_not_be_written_has_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(served, "home", lambda: tmp_path / "file")
    assert served.script_url("figure", "let a = 1;") is None


@pytest.mark.parametrize("name", PAGES)
def test_no_script_travels_with_a_part_that_can_be_fetched(landscape_folder: Path, name: str) -> None:
    sent = scripts(plain(landscape_folder, name))
    fetched = [re.search(r"/app/(static/claimscape-\w+-\w{16}\.js)", script) for script in sent]
    assert sent and all(fetched)
    assert all(OWN in (ROOT / found[1]).read_text("utf-8") for found in fetched if found)
    assert max(map(len, sent)) < 500


def test_parts_carry_their_scripts_where_none_can_be_fetched(
    landscape_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(landscape_folder))
    (tmp_path / "file").touch()
    monkeypatch.setattr(served, "home", lambda: tmp_path / "file")
    assert all(OWN in script for script in scripts(opened("sources")))
