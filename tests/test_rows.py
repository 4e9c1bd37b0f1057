"""Documents as rows: what is loosely written is read or told of, and never cut, swallowed or changed without a word."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimscape import sources
from claimscape.errors import SourceError
from claimscape.readers.plain import BEGINNING

Told = tuple[dict[str, str], list[tuple[str, str]]]


def read(at: Path, data: bytes, name: str = "tea.csv") -> Told:
    """The texts by document, and the problems as path and reason."""
    (at / name).write_bytes(data)
    documents, problems = sources.read(at / name)
    return {one.doc_id: one.text for one in documents}, [(each["path"], each["reason"]) for each in problems]


def test_a_row_with_more_cells_than_the_head_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    texts, problems = read(tmp_path, b"doc_id,text\na,tea helps sleep, and tea calms\nb,tea wakes\nc,tea,,\n")
    assert texts == {"b": "tea wakes", "c": "tea"}
    assert problems == [("tea.csv row 1", "it has 3 cells, the head has 2")]


@pytest.mark.parametrize("rest", ["", 'e,"tea is good"\n'])
def test_a_quotation_mark_that_is_never_closed_does_not_swallow_other_rows(tmp_path: Path, rest: str) -> None:
    data = 'doc_id,text\na,"tea,\ncalm"\nc,"unclosed tea\nd,tea can burn\n' + rest
    texts, problems = read(tmp_path, data.encode())
    expected = {"a": "tea,\ncalm", "c": "unclosed tea\n", "d": "tea can burn"} | ({"e": "tea is good"} if rest else {})
    assert texts == expected
    assert problems == [("tea.csv row 2", "a quotation mark in it is never closed")]


def test_a_text_that_is_cut_in_its_quotes_is_kept_and_told(tmp_path: Path) -> None:
    assert read(tmp_path, b'doc_id,text\na,"tea\ncalms') == (
        {"a": "tea\ncalms"},
        [("tea.csv row 1", "a quotation mark in it is never closed")],
    )


def test_a_quotation_mark_inside_a_text_is_told_and_the_text_stays_whole(tmp_path: Path) -> None:
    texts, problems = read(tmp_path, b'doc_id,text\na,"they\nsay "tea" calms"\nb,tea "x" wakes\n')
    assert texts == {"a": 'they\nsay tea" calms"', "b": 'tea "x" wakes'}
    assert problems == [("tea.csv row 1", "its quotation marks do not match")]


def test_many_marks_that_are_never_closed_are_told_row_by_row(tmp_path: Path) -> None:
    texts, problems = read(tmp_path, b"doc_id,text\n" + b"".join(b'd%d,"tea\n' % number for number in range(200)))
    assert texts == {f"d{number}": "tea\n" for number in range(200)}
    assert len(problems) == 200


@pytest.mark.parametrize("name", ["text", "label"])
def test_two_columns_of_one_name_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=f"two columns are called {name}; keep one"):
        read(tmp_path, f"text,{name},label,x,x\ntea,tea,tea,a,b\n".encode())


def test_a_head_that_names_no_text_is_shown_in_one_plain_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no column 'text'; name one so, its columns are a \[2J, b$"):
        read(tmp_path, b'"a\x1b[2J",b\n1,2\n')
    with pytest.raises(SourceError, match="its columns are none"):
        read(tmp_path, b"")


ACCENTS = "Thé à la menthe, déjà connu"
RUSSIAN = "Чай помогает уснуть, и чай успокаивает."


@pytest.mark.parametrize(
    ("text", "encoding", "reasons"),
    [
        (ACCENTS, "utf-8", []),
        (ACCENTS, "utf-8-sig", []),
        (ACCENTS, "utf-16", []),
        (ACCENTS, "utf-16-le", ["its encoding was guessed as utf-16-le from its zero bytes"]),
        (ACCENTS, "cp1252", ["its encoding was guessed as cp1252"]),
        (RUSSIAN, "cp1251", ["its encoding was guessed as cp1251"]),
    ],
)
def test_csv_keeps_its_letters_in_any_usual_encoding(tmp_path: Path, text: str, encoding: str, reasons: list[str]) -> None:
    data = f'doc_id,text\r\na,"{text}"\r\nb,"{text}\r\n{text}"\r\n'.encode(encoding)
    assert read(tmp_path, data) == (
        {"a": text, "b": f"{text}\n{text}"},
        [("tea.csv", reason) for reason in reasons],
    )


def test_a_csv_of_two_encodings_is_decoded_line_by_line_and_told(tmp_path: Path) -> None:
    head, row = b"doc_id,text\n", f'"{ACCENTS}"\n'
    data = head + b"a," + row.encode() + b"b," + row.encode("cp1252")
    assert read(tmp_path, data) == (
        {"a": ACCENTS, "b": ACCENTS},
        [("tea.csv", "it mixes encodings: 1 of 3 lines were read as cp1252, the others as UTF-8")],
    )


@pytest.mark.parametrize("cut", [0, 1])
def test_letters_beyond_the_beginning_of_a_large_csv_are_kept_too(tmp_path: Path, cut: int) -> None:
    plain = b"doc_id,text\na," + b"x" * (BEGINNING - 15 - cut) + "é".encode() * cut + b"\n"
    texts, problems = read(tmp_path, plain + f'b,"{ACCENTS}"\n'.encode("cp1252"))
    assert texts["b"] == ACCENTS
    assert [path for path, _ in problems] == ["tea.csv"]


def test_letters_that_are_lost_behind_a_mark_are_counted(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfdoc_id,text\na,caf\xe9 caf\xe9" + b" tea" * 50 + b"\n"
    assert read(tmp_path, data) == (
        {"a": "caf\ufffd caf\ufffd" + " tea" * 50},
        [("tea.csv", "2 characters are not valid utf-8 and stand as U+FFFD")],
    )


def test_a_csv_that_is_no_text_is_refused_with_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"tea.csv cannot be read: it is no text but a zip file"):
        read(tmp_path, b"PK\x03\x04 and more")


@pytest.mark.parametrize("value", [pa.array([2**62, 0], pa.date64()), pa.array([2**62, 0], pa.timestamp("us"))])
def test_a_date_that_cannot_be_read_is_told_and_its_text_kept(tmp_path: Path, value: pa.Array) -> None:
    table = pa.table({"doc_id": ["a", "b"], "text": ["tea calms", "tea wakes"], "date": value})
    pq.write_table(table, tmp_path / "tea.parquet")
    documents, problems = sources.read(tmp_path / "tea.parquet")
    assert [(one.text, one.known.get("date", "")[:10]) for one in documents] == [("tea calms", ""), ("tea wakes", "1970-01-01")]
    assert [(each["path"], each["reason"]) for each in problems] == [("tea.parquet row 1", "its date cannot be read")]


def test_a_text_of_parquet_that_is_no_utf_8_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    texts = pa.array([b"caf\xe9", b"tea"]).view(pa.string())
    pq.write_table(pa.table({"doc_id": ["a", "b"], "text": texts}), tmp_path / "tea.parquet")
    documents, problems = sources.read(tmp_path / "tea.parquet")
    assert [one.text for one in documents] == ["tea"]
    assert [(each["path"], each["reason"]) for each in problems] == [("tea.parquet row 1", "its text cannot be read")]


def test_two_columns_of_parquet_of_one_name_are_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table([["tea"], ["more tea"]], names=["text", "text"]), tmp_path / "tea.parquet")
    with pytest.raises(SourceError, match="two columns are called text"):
        sources.read(tmp_path / "tea.parquet")


def test_half_a_surrogate_pair_in_json_becomes_the_replacement_character_and_is_told(tmp_path: Path) -> None:
    texts, problems = read(tmp_path, rb'{"text": "tea \ud83d calms \ud83c\udf75"}', "tea.jsonl")
    assert texts == {"tea-1": "tea \ufffd calms \U0001f375"}
    assert problems == [("tea.jsonl row 1", "1 characters are not valid utf-8 and stand as U+FFFD")]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("tea.csv", b"doc_id,text\n", ""),
        ("tea.csv", b"doc_id,text\na,tea, tea\n", "\n  tea.csv row 1: it has 3 cells, the head has 2"),
        ("tea.csv", b"doc_id,text\na, \n", "\n  tea.csv row 1: it holds no text"),
        ("tea.jsonl", b'{"text": ""}\n{}\n', "\n  tea.jsonl row 1: it is empty\n  tea.jsonl row 2: it has no text"),
    ],
)
def test_a_file_of_which_no_row_has_a_text_is_told_as_one(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    with pytest.raises(SourceError) as raised:
        read(tmp_path, data, name)
    said, at, below = str(raised.value).partition("\n")
    assert said.startswith(f"no row of {tmp_path / name} has a text; give each document a row with its 'text'; columns read: ")
    assert at + below == why
