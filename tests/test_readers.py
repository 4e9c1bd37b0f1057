"""Reading text: any usual encoding comes out right, every guess is told, and what is no text is refused."""

from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape.errors import SourceError
from claimscape.readers import READERS
from claimscape.readers.reading import clean

FRENCH = "La thérapie assistée est à l'étude ; où ça mène, nul ne sait. L'été, déjà.\n"
RUSSIAN = "Терапия изучается как лечение расстройства. Пациенты сообщают об облегчении.\n"
GREEK = "Η θεραπεία μελετάται για τη διαταραχή. Οι ασθενείς αναφέρουν ανακούφιση.\n"
JAPANESE = "この療法は心的外傷後ストレス障害の治療として研究されています。患者は軽減を報告しています。\n"
CHINESE = "辅助疗法正在研究中，用于治疗创伤后应激障碍。患者报告症状有所缓解。\n"

read = READERS[".txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf_8_and_byte_order_marks_are_no_guess(encoding: str) -> None:
    reading = read(FRENCH.encode(encoding))
    assert (reading.text, reading.notes) == (FRENCH, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32-le"),
        (FRENCH, "utf-32-be"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (GREEK, "iso8859_7"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_other_encodings_are_guessed_right_and_the_guess_is_told(text: str, encoding: str, times: int) -> None:
    reading = read(text.encode(encoding) * times)
    assert reading.text == text * times
    assert [note.split(" from ")[0].split(";")[0] for note in reading.notes] == [f"its encoding was guessed as {encoding}"]


def test_lines_of_two_encodings_are_decoded_line_by_line_and_told() -> None:
    reading = read(FRENCH.encode() + FRENCH.encode("cp1252"))
    assert reading.text == FRENCH * 2
    assert reading.notes[0].startswith("it mixes encodings: 1 of 3 lines were read as cp1252")


def test_one_strange_byte_after_much_ascii_is_read_as_cp1252() -> None:
    assert read(b"plain words\n" * 1000 + b"caf\xe9").text.endswith("café")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"PK\x03\x04....", "a zip file"),
        (b"{\\rtf1\\ansi tea}", "an RTF file"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "a picture"),
        (b"GIF87a\x0a\x02\x01\x00\x80\x00\x00", "a picture"),
        (bytes(range(256)) * 8, "no text in a known encoding"),
        (b"abc\x00\x01\x02def" * 40, "too many control characters"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        read(data)


def test_a_parquet_file_is_refused_as_one() -> None:
    pq.write_table(pa.table({"text": ["tea"]}), out := BytesIO())
    with pytest.raises(SourceError, match="a Parquet file"):
        read(out.getvalue())


@pytest.mark.parametrize(
    "text",
    [
        "PAR1 antagonists and tea calm, says PAR1",
        "PAR1\n\nTea calms.",
        "GIF8 is a format",
        "GIF89a is a format",
        "GIF89a\n\nTea calms.",
        "%PDF- begins a file",
        "{\\rtf is how RTF begins",
    ],
)
def test_a_text_that_begins_with_the_letters_of_a_format_is_read(text: str) -> None:
    assert read(text.encode()).text == text


def test_line_ends_become_one_kind_and_control_characters_spaces() -> None:
    assert clean("a\r\nb\rc\x85d\u2028e\x00f\x0bg\x1bh\ti") == "a\nb\nc\nd\ne f g h\ti"


def test_zero_bytes_in_text_are_told() -> None:
    (note,) = read(b"much plain text " * 20 + b"\x00").notes
    assert note == "1 control characters stand as spaces; remove them from the file"


def test_half_a_surrogate_pair_becomes_the_replacement_character() -> None:
    assert clean("a\ud800b") == "a\ufffdb"


@given(st.text())
def test_a_cleaned_text_can_be_stored_and_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once.encode("utf-8").decode("utf-8") == once


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert clean(read(data).text) == read(data).text
    except SourceError as fault:
        assert "; " in str(fault)


def test_markdown_is_read_as_it_stands() -> None:
    assert READERS[".md"](b"# Tea\n\n*calms*\n").text == "# Tea\n\n*calms*\n"
