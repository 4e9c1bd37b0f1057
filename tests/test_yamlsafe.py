"""YAML of strangers: plain data with lines, all scalars text, and whatever could surprise is refused with its line."""

import os
from pathlib import Path

import pytest

from claimscape import yamlsafe
from claimscape.errors import ClaimscapeError


def written(tmp_path: Path, text: str | bytes) -> Path:
    at = tmp_path / "x.yaml"
    at.write_bytes(text if isinstance(text, bytes) else text.encode())
    return at


def test_data_comes_with_the_line_of_every_value(tmp_path: Path) -> None:
    data, lines = yamlsafe.read(written(tmp_path, "a:\n  b: [x, y]\nc: z\n"))
    assert data == {"a": {"b": ["x", "y"]}, "c": "z"}
    assert (lines[("a", "b")], lines[("a", "b", 1)], lines[("c",)]) == (2, 2, 3)


@pytest.mark.parametrize("scalar", ["no", "on", "~", "010", "12:30:45", "1.10", "2020-01-02", "null", "1e400"])
def test_scalars_stay_the_text_they_are(tmp_path: Path, scalar: str) -> None:
    assert yamlsafe.read(written(tmp_path, f"a: {scalar}\n"))[0] == {"a": scalar}


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfa: b\r\n", b"a: b"])
def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path, data: bytes) -> None:
    assert yamlsafe.read(written(tmp_path, data))[0] == {"a": "b"}


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    assert yamlsafe.read(written(tmp_path, "# only a comment\n"))[0] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", r"x\.yaml, line 1: anchors \(&\) and aliases"),
        ("a: !!python/object:os.system x\n", r"line 1: the tag .* is not allowed"),
        ("a: 1\na: 2\n", r"line 2: the key 'a' stands twice"),
        ("a: 1\n---\nb: 2\n", r"line 2: a second document starts"),
        ("[x]: 1\n", r"line 1: a key must be plain text"),
        ("a: " + "[" * 30 + "]" * 30, r"line 1: nested deeper than 20 levels"),
        ("a: b: c\n", r"line 1, column 5: .*single quotes"),
        ("a: @x\n", r"line 1, column 4: .*single quotes"),
        ("\ta: x\n", r"line 1, column 1: .*single quotes"),
        ("a: \"\\d\"\n", r"line 1, column \d: .*single quotes"),
        (b"a: \x00", r"x\.yaml, somewhere: .*single quotes"),
        (b"a: \xe9\n", r"is not UTF-8 \(byte 4\); save it as UTF-8"),
    ],
)
def test_whatever_could_surprise_is_refused_with_its_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(ClaimscapeError, match=said):
        yamlsafe.read(written(tmp_path, text))


def test_a_bomb_of_aliases_is_refused_at_its_first_line(tmp_path: Path) -> None:
    doubled = [f"{one}: &{one} [*{before},*{before}]\n" for before, one in zip("abcdefgh", "bcdefghi", strict=True)]
    bomb = "a: &a [x,x]\n" + "".join(doubled)
    with pytest.raises(ClaimscapeError, match="line 1: anchors"):
        yamlsafe.read(written(tmp_path, bomb))


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ClaimscapeError, match="is larger than 1024 KiB"):
        yamlsafe.read(written(tmp_path, b"a" * (yamlsafe.LARGEST + 1)))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClaimscapeError, match=r"none\.yaml cannot be read \(No such file or directory\)"):
        yamlsafe.read(tmp_path / "none.yaml")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    with pytest.raises(ClaimscapeError, match="no regular file"):
        yamlsafe.read(tmp_path / "x.yaml")
