"""The measured quality of codes: saved from coded files, kept beside the codebook, and read into the table of codes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape import measured
from claimscape.__main__ import main
from claimscape.build import build
from claimscape.errors import CodebookError
from claimscape.measured import Measured, Quality
from tests.test_agreement import jsonl

CODEBOOK = """
title: Tea
version: '3'
subject: [tea]
topics:
  sleep: {label: Sleep, any: [sleep]}
  calm: {label: Calm, any: [calm]}
  price: {label: Price, any: [price]}
"""
TEXT = "Tea helps sleep.\n\nTea is calm.\n\nTea is for sleep.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    return tmp_path


def codes(folder: Path) -> dict[str, list[object]]:
    rows = build(folder, folder / ".data").arrow("codes").to_pylist()
    return {row["code_id"]: [row["precision"], row["recall"], row["measured_on"]] for row in rows}


def test_what_is_saved_is_what_the_next_build_tells_of_each_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(folder) == {"sleep": [None] * 3, "calm": [None] * 3, "price": [None] * 3}
    coded = jsonl(
        folder / ".coded.jsonl",
        {"file": "one.txt", "start": 0, "end": 16, "topics": ["sleep"]},
        {"file": "one.txt", "start": 18, "end": 30, "topics": ["price"]},
        {"file": "one.txt", "start": 32, "end": 49, "topics": ["unknown"]},
    )
    before = build(folder, folder / ".data").build_id
    assert main(["agree", str(coded), "--data", str(folder / ".data"), "--save", str(folder / "measured.yaml")]) == 0
    assert capsys.readouterr().err.endswith("precision and recall of 3 codes; beside the codebook, the next build reads it\n")
    assert measured.read(folder / "measured.yaml").codes["topic", "sleep"] == Quality(0.5, 1.0, 2, (".coded.jsonl",))
    assert codes(folder) == {"sleep": [0.5, 1.0, 2], "calm": [0.0, None, 1], "price": [None, 0.0, 1]}
    after = build(folder, folder / ".data")
    assert after.build_id != before
    assert after.manifest["codebook"]["measured"] == "as it is"


def test_a_codebook_that_changed_since_it_was_measured_is_told(folder: Path) -> None:
    (folder / "measured.yaml").write_text(measured.text(Measured({("topic", "calm"): Quality(1, 1, 1, ())}, "2", "x")), "utf-8")
    assert build(folder, folder / ".data").manifest["codebook"]["measured"] == "version 2, since changed"


def test_quality_is_pooled_over_files(folder: Path) -> None:
    build(folder, folder / ".data")
    one = jsonl(folder / ".a.jsonl", {"file": "one.txt", "start": 0, "end": 16, "topics": ["sleep"]})
    two = jsonl(folder / ".b.jsonl", {"file": "one.txt", "start": 32, "end": 49, "topics": ["calm"]})
    assert main(["agree", str(one), str(two), "--data", str(folder / ".data"), "--save", str(folder / "m.yaml")]) == 0
    assert measured.read(folder / "m.yaml").codes == {
        ("topic", "sleep"): Quality(0.5, 1.0, 2, (".a.jsonl", ".b.jsonl")),
        ("topic", "calm"): Quality(None, 0.0, 1, (".b.jsonl",)),
    }


def test_saving_needs_a_landscape(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = jsonl(folder / ".a.jsonl", {"file": "one.txt", "start": 0, "end": 16})
    assert main(["agree", str(one), str(one), "--save", str(folder / "m.yaml")]) == 2
    assert "name its landscape with --data" in capsys.readouterr().err


def test_measured_quality_stands_beside_the_codebook_of_its_name() -> None:
    assert measured.beside(Path("seeds/codebook.yaml")) == Path("seeds/measured.yaml")
    assert measured.beside(Path("rules/tea.yaml")) == Path("rules/tea.measured.yaml")


SHARES = st.none() | st.integers(0, 1000).map(lambda share: share / 1000)
CODES = st.dictionaries(
    st.tuples(st.sampled_from(measured.KINDS), st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)),
    st.builds(Quality, SHARES, SHARES, st.integers(0, 999), st.lists(st.text("a'\"#: {é", min_size=1)).map(tuple)),
    min_size=1,
)


@given(CODES)
def test_what_was_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, codes: dict[tuple[str, str], Quality]) -> None:
    path = tmp_path_factory.mktemp("m") / "measured.yaml"
    path.write_text(measured.text(Measured(codes, "1'0", "abc")), "utf-8")
    assert measured.read(path) == Measured(codes, "1'0", "abc")


@pytest.mark.parametrize(
    "text",
    [
        "- a",
        "topic: x",
        "topic:\n  calm: {precision: 2, n: 1, files: []}",
        "topic:\n  calm: {precision: high, n: 1, files: []}",
        "topic:\n  calm: {n: 1}",
        "topic:\n  calm: {n: -1, files: []}",
        "topic:\n  calm: {n: 1, files: [], recal: 1}",
        "topic:\n  calm: [1]",
    ],
)
def test_a_damaged_file_is_told_before_anything_is_built(folder: Path, text: str) -> None:
    (folder / "measured.yaml").write_text(text, "utf-8")
    with pytest.raises(CodebookError, match=r"measured\.yaml.*agree --save"):
        build(folder, folder / ".data")
