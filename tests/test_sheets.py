"""Sheets for coding by hand: what stands in them, that they are safe to open, and that a filled one is read or told whole."""

import csv
import errno
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimscape import agreement
from claimscape.__main__ import main
from claimscape.agreement import Coding, sample, sheetfile
from claimscape.errors import CodingError
from claimscape.store import Landscape
from tests import landscapes

YES = {"claim": "yes", "claim type": "effect", "certainty": "asserted", "support": "none"}
HEAD = [
    "row",
    "document",
    "start",
    "end",
    "claim",
    "claim type",
    "certainty",
    "support",
    "topic 1",
    "topic 2",
    "canonical claim",
    "risk",
]


def filled(path: Path, *rows: dict[str, str]) -> Path:
    """A CSV sheet of these rows, each of a sentence of its own and no claim unless told."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*HEAD, *sorted({name for row in rows for name in row} - set(HEAD))])
    writer.writeheader()
    for number, row in enumerate(rows):
        given = {"row": f"{number + 1} of {len(rows)}", "document": "a", "start": str(number * 10), "end": str(number * 10 + 9)}
        writer.writerow({**given, "claim": "no", **row})
    path.write_text(out.getvalue(), "utf-8")
    return path


def faults(path: Path, landscape: Landscape | None = None) -> list[str]:
    with pytest.raises(CodingError) as told:
        agreement.read(path, agreement.codes(landscape))
    return [line.strip() for line in str(told.value).splitlines()[1:]]


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_a_sample_has_sentences_of_every_source_matched_and_not(landscape: Landscape) -> None:
    rows = sample.draw(landscape, 6)
    assert [row["row"] for row in rows] == [f"{n} of 6" for n in range(1, 7)]
    assert {row["document"] for row in rows} == {"a", "b", "c"}
    assert "Smith, A. (2022). A trial. Journal. https://doi.org/10.1000/xyz" in [row["text"] for row in rows]


def test_a_sample_is_the_same_each_time_and_another_with_another_seed(tmp_path: Path) -> None:
    landscape = landscapes.many(tmp_path, 40)
    one, again, other = (sample.draw(landscape, 60, seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_a_sample_has_no_more_than_there_is(landscape: Landscape) -> None:
    assert len(sample.draw(landscape, 500)) == 11


def test_a_row_shows_the_sentence_before_in_the_same_document(landscape: Landscape) -> None:
    rows = {row["text"]: row["before"] for row in sample.draw(landscape, 500)}
    assert rows["It does not help with PTSD."] == "It raises serotonin (Smith, 2022)."
    assert rows["It raises serotonin (Smith, 2022)."] == ""


SIZES = st.dictionaries(st.tuples(st.text("abc", max_size=2), st.booleans()), st.integers(1, 50), min_size=1)


@settings(deadline=None)
@given(SIZES, st.integers(1, 200))
def test_strata_have_their_share(sizes: dict[tuple[str, bool], int], wanted: int) -> None:
    shares = sample.allocate(sizes, wanted)
    assert sum(shares.values()) == min(wanted, sum(sizes.values()))
    assert all(shares[name] <= size for name, size in sizes.items())
    assert wanted < len(sizes) or all(shares.values())


def test_a_larger_stratum_has_more() -> None:
    assert sample.allocate({("a", True): 80, ("a", False): 20, ("b", True): 1}, 11) == {
        ("a", True): 8,
        ("a", False): 2,
        ("b", True): 1,
    }


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_empty_sheet_says_which_rows_are_not_coded(landscape: Landscape, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"sheet{suffix}"
    sample.write(landscape, sample.draw(landscape, 5), path)
    told = "rows 2 to 6 are not coded; write yes or no under claim, or skip to leave a row out"
    assert faults(path, landscape) == [told]


def test_the_same_sample_is_the_same_file(landscape: Landscape, tmp_path: Path) -> None:
    rows = sample.draw(landscape, 5)
    for name in ("one.xlsx", "two.xlsx"):
        sample.write(landscape, rows, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_machines_coding_is_shown_only_where_asked(landscape: Landscape, tmp_path: Path) -> None:
    rows = sample.draw(landscape, 11)
    sample.write(landscape, rows, tmp_path / "hidden.csv")
    sample.write(landscape, rows, tmp_path / "shown.csv", show_machine=True)
    assert [name for name in table(tmp_path / "hidden.csv")[0] if "machine" in name] == []
    shown = {row["text"]: row for row in table(tmp_path / "shown.csv")}["It raises serotonin."]
    assert (shown["machine claim"], shown["machine canonical claims"], shown["machine topics"]) == (
        "yes",
        "raises",
        "mechanism",
    )
    assert (shown["claim"], shown["topic 1"]) == ("", "")


def test_an_xlsx_has_drop_downs_of_the_codebook(landscape: Landscape, tmp_path: Path) -> None:
    sample.write(landscape, sample.draw(landscape, 3), tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    labels = {(row[0], row[1]) for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    assert {("topics", "mechanism"), ("claim_ids", "helps"), ("risks", "abuse"), ("certainty", "hedged")} <= labels
    names = [cell.value for cell in book["coding"][1]]
    offered = {}
    for rule in book["coding"].data_validations.dataValidation:
        first, last = (int(part) for part in rule.formula1.replace("codebook!$B$", "").replace("$B$", "").split(":"))
        column = names[openpyxl.utils.cell.coordinate_to_tuple(str(rule.sqref).split(":")[0])[1] - 1]
        offered[column] = [book["codebook"].cell(number, 2).value for number in range(first, last + 1)]
    assert offered["topic 1"] == offered["topic 5"] == ["mechanism", "safety", "legal"]
    assert offered["canonical claim 2"] == ["raises", "helps", "lasts", "unknown"]
    assert offered["claim"] == ["yes", "no", "skip"]
    assert offered["support"] == ["cited", "named", "vague", "none"]


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "'quoted", "http://x", "<b>&\x0b"])
def test_a_sentence_cannot_run_in_a_spreadsheet(tmp_path: Path, text: str) -> None:
    landscape = landscapes.landscape_of(tmp_path / "data", {"d": [{"text": text}]}, {"d": {"label": "=1+1"}})
    for suffix in (".csv", ".xlsx"):
        sample.write(landscape, sample.draw(landscape, 1), tmp_path / f"sheet{suffix}")
    row = table(tmp_path / "sheet.csv")[0]
    assert row["source"] == "'=1+1"
    assert not row["text"].startswith(("=", "+", "-", "@"))
    cells = openpyxl.load_workbook(tmp_path / "sheet.xlsx")["coding"][2]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []


def test_a_filled_sheet_is_read_as_ids_or_names_in_any_case(landscape: Landscape, tmp_path: Path) -> None:
    sheet = filled(
        tmp_path / "sheet.csv",
        YES | {"topic 1": "Law", "topic 2": "MECHANISM", "canonical claim": "It raises serotonin", "risk": "nausea; Abuse"},
        {"claim": "No", "kind": "Heading", "note": "hm", "topic 1": "safety"},
        {"claim": "skip"},
    )
    assert agreement.read(sheet, agreement.codes(landscape)) == [
        Coding(
            "a",
            0,
            9,
            "sentence",
            frozenset({"legal", "mechanism"}),
            frozenset({"raises"}),
            frozenset({"nausea", "abuse"}),
            claim=True,
            claim_type="effect",
            certainty="asserted",
            support="none",
        ),
        Coding("a", 10, 19, "heading", frozenset({"safety"})),
    ]


def test_a_filled_workbook_is_held_against_the_machine(
    landscape: Landscape, landscape_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sheet.xlsx"
    assert main(["sample", "--data", str(landscape_folder), "--out", str(path), "--size", "11"]) == 0
    book = openpyxl.load_workbook(path)
    sheet = book["coding"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for number in range(2, 13):
        raises = "raises serotonin" in sheet.cell(number, at["text"]).value
        for name, value in (YES | {"claim type": "mechanism", "topic 1": "mechanism", "canonical claim 1": "raises"}).items():
            sheet.cell(number, at[name]).value = value if raises else "no" if name == "claim" else None
    book.save(path)
    capsys.readouterr()
    assert main(["agree", str(path), "--data", str(landscape_folder), "--labels"]) == 0
    rows = [row.split() for row in capsys.readouterr().out.splitlines()]
    assert [row[1:4] for row in rows if row[:1] == ["raises"]] == [["11", "2", "2"]]
    assert [row[1:4] for row in rows if row[:1] == ["helps"]] == [["11", "0", "2"]]


def test_every_fault_of_a_sheet_is_told_with_its_row(landscape: Landscape, tmp_path: Path) -> None:
    sheet = filled(
        tmp_path / "sheet.csv",
        {"topic 1": "mechansim", "risk": "Nausa"},
        YES | {"certainty": "hegded", "support": ""},
        {"canonical claim": "raises", "claim type": "effect"},
        {"claim": "maybe"},
        {"start": "x", "document": ""},
        {"start": "90"},
        {"claim": "", "topic 1": "legal"},
        {"row": "1 of 8"},
        {"row": "three"},
    )
    assert faults(sheet, landscape) == [
        "sentences 8 to 9 are missing of 9; copy the rows back, and write skip under claim to leave one out",
        "row 2: unknown topic 'mechansim'; did you mean 'mechanism'?",
        "row 2: unknown risk 'Nausa'; did you mean 'nausea'?",
        "row 3: unknown certainty 'hegded'; did you mean 'hedged'?",
        "row 3: claim is yes, but support is empty",
        "row 4: claim is no, but claim type is 'effect'; empty it, or write yes",
        "row 4: claim is no, but a canonical claim is given; empty it, or write yes",
        "row 5: unknown claim 'maybe'; known: yes, no, skip",
        "row 6: 'x' under start is no whole number; copy it from a new sheet",
        "row 6: document is empty; copy it from a new sheet",
        "row 7: start 90 is not before end 59; copy both from a new sheet",
        "row 8: claim is empty; write yes or no, or skip to leave the row out",
        "row 9: sentence 1 stands in row 2 too; keep one",
        "row 10: 'three' under row is not of the form '17 of 200'; copy it from a new sheet",
    ]


def test_a_missing_or_misspelled_column_is_told(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("row;document;start;claim;topc 1\n1 of 1;a;0;no;x\n", "utf-8")
    assert faults(tmp_path / "sheet.csv") == [
        "row 1: unknown column 'topc 1'; did you mean 'topic'? (a column of your own begins with 'note')",
        "row 1: the column 'end' is missing; copy it from a new sheet of claimscape sample",
    ]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", "row,é".encode("cp1252"), "is not UTF-8"),
        ("a.csv", b'row,"' + b"x" * 200_000, "is no CSV"),
        ("a.xlsx", b"PK no workbook", "is no XLSX"),
        ("a.jsonl", b"\xff", "cannot be read"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CodingError, match=words):
        agreement.read(tmp_path / name)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_what_a_csv_holds_is_read_back(text: str) -> None:
    data = sheetfile.csv_text(["text", "row"], [{"text": text, "row": "1"}]).encode("utf-8-sig", "surrogatepass")
    if "\0" not in text and text.encode("utf-8", "ignore").decode() == text:
        found = sheetfile.rows(Path("a.csv"), data)
        assert found[1][1][0].replace("\r\n", "\n") == text.strip().replace("\r\n", "\n")


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    landscape: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.write(landscape, sample.draw(landscape, 3), tmp_path / "sheet.xlsx")
    monkeypatch.setattr(sheetfile, "LARGEST", 1 << 10)
    with pytest.raises(CodingError, match="unpacks to more than"):
        agreement.read(tmp_path / "sheet.xlsx")


def test_a_sheet_that_is_there_is_never_written_over(landscape: Landscape, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("two hours of coding", "utf-8")
    with pytest.raises(CodingError, match=r"mine\.csv is there already and may hold coding; name another place with --out"):
        sample.write(landscape, sample.draw(landscape, 3), path)
    assert path.read_text("utf-8") == "two hours of coding"


def test_what_was_measured_before_stays_where_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "measured.yaml"
    path.write_text("old", "utf-8")

    def full(beside: Path, data: bytes) -> int:
        beside.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CodingError, match="No space left on device"):
        sheetfile.written(path, b"new", "--save")
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [("measured.yaml", "old")]


def test_a_sheet_needs_a_suffix_that_says_what_it_is(landscape_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample", "--data", str(landscape_folder), "--out", "sheet.doc"]) == 2
    assert "a sheet is .csv or .xlsx, not '.doc'" in capsys.readouterr().err
