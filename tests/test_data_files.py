"""Formats of data: the same numbers in each as the query gives, the sentences behind them, and how they were made."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from lxml import etree

from claimscape import queries
from claimscape.exports import bib, exhibit, numbers, qdc, ris, sheets, write
from claimscape.exports.exhibit import Exhibit, every, identity, made
from claimscape.exports.order import Order
from claimscape.exports.sheets import workbook
from claimscape.exports.works import Work, works
from claimscape.queries import Pick, Scope, sentences_behind
from claimscape.store import Landscape
from tests import landscapes

HOSTILE = '=HYPERLINK("http://x") <b>&\'\u202e\u0301{\\%$#_^~}@comment \ue000'
NAMES = ("coverage", "claim_certainty", "claim_support", "tension", "references")
Cells = list[list[Any]]


@pytest.fixture(scope="module")
def written(landscape: Landscape, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """A few charts and lists and two tables in every format of data."""
    order = Order(landscape, tuple(Exhibit(name) for name in NAMES), ("claims", "citations"))
    folder = tmp_path_factory.mktemp("files")
    return {format_: write(order, [format_], folder / format_) for format_ in ("csv", "xlsx", "parquet")}


def of_csv(path: Path) -> Cells:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [list(row) for row in csv.reader(file, quoting=csv.QUOTE_NONNUMERIC)]


def of_sheet(path: Path, name: str) -> Cells:
    sheet = openpyxl.load_workbook(path, read_only=True)[name]
    return [[cell if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def of_frame(frame: pd.DataFrame) -> Cells:
    """What a sheet should hold of the frame."""
    cells: Cells = [list(map(str, frame.columns))]
    for row in frame.itertuples(index=False):
        cells.append(["; ".join(value) if isinstance(value, list) else "" if pd.isna(value) else value for value in row])
    return cells


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_the_numbers_of_the_query(landscape: Landscape, written: dict[str, list[Path]], name: str) -> None:
    expected = of_frame(numbers.numbers(made(landscape, Exhibit(name))))
    file = f"{name}-{identity(landscape, Exhibit(name))}.numbers"
    width = len(expected[0])
    sheet = of_sheet(written["xlsx"][0], f"{NAMES.index(name) + 1} {name}")
    assert [row[:width] for row in sheet[: len(expected)]] == expected
    parquet = pq.read_table(next(path for path in written["parquet"] if path.name == f"{file}.parquet")).to_pandas()
    assert of_frame(parquet) == expected
    found = of_csv(next(path for path in written["csv"] if path.name == f"{file}.csv"))
    assert found == [[cell if isinstance(cell, str) else float(cell) for cell in row] for row in expected]
    asked = getattr(queries, name)(landscape, Scope())
    assert [row[0] for row in expected[1:]] == of_frame(asked[[expected[0][0]]])[1:] or len(asked) == len(expected) - 1


def test_every_format_has_the_sentences_that_each_mark_opens(landscape: Landscape, written: dict[str, list[Path]]) -> None:
    picks = numbers.marks(made(landscape, Exhibit("coverage")))
    expected = [
        [pick, doc, sentence]
        for pick in picks
        for doc, sentence in sentences_behind(landscape, Scope(), Pick.parse(pick))[["doc_id", "sentence_id"]].to_numpy()
    ]
    assert len(expected) > 20
    parts = [0, 2, 4]
    file = f"coverage-{identity(landscape, Exhibit('coverage'))}.sentences"
    rows = of_csv(next(path for path in written["csv"] if path.name == f"{file}.csv"))
    assert [[row[at] for at in parts] for row in rows[1:]] == expected
    rows = of_sheet(written["xlsx"][0], "1 coverage sentences")
    assert [[row[at] for at in parts] for row in rows[1:]] == expected
    frame = pq.read_table(next(path for path in written["parquet"] if path.name == f"{file}.parquet")).to_pandas()
    assert frame[["pick", "doc_id", "sentence_id"]].to_numpy().tolist() == expected
    assert frame["mark"].iloc[0] == "Safety · Alpha"


def test_whole_tables_are_as_they_stand(landscape: Landscape, written: dict[str, list[Path]]) -> None:
    name = f"citations-{landscape.build_id[:8]}"
    table = pq.read_table(next(path for path in written["parquet"] if path.name == f"{name}.parquet"))
    assert table.equals(landscape.arrow("citations"))
    rows = of_csv(next(path for path in written["csv"] if path.name == f"{name}.csv"))
    assert len(rows) == 1 + landscape.arrow("citations").num_rows
    assert rows[2][3:6] == ["Smith", 2022.0, "A trial"]
    assert of_sheet(written["xlsx"][0], "citations")[2][3:6] == ["Smith", 2022, "A trial"]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet"])
def test_the_method_says_what_how_and_how_to_trace(landscape: Landscape, written: dict[str, list[Path]], format_: str) -> None:
    path = written[format_][-1]
    cells = of_csv(path) if format_ == "csv" else of_sheet(path, "Method") if format_ == "xlsx" else []
    cells = cells or of_frame(pq.read_table(path).to_pandas())
    lines = {(row[0], row[1]): row[2] for row in cells}
    figure = identity(landscape, Exhibit("coverage"))
    assert lines["Corpus", "Build"] == landscape.build_id
    assert lines["Corpus", "Codebook"] == "Test 1"
    assert lines["Source", "a"] == "Alpha; kind: blog; author: Ann; published: 2024-01-02; language: en; licence: not told"
    assert lines[f"coverage {figure}", "Figure"] == figure
    assert lines[f"coverage {figure}", "What it means"].startswith("Share of each unit's sentences on each topic")
    assert f"claimscape trace {figure}" in lines[f"coverage {figure}", "To trace"]


def test_the_licence_of_a_source_is_told_where_it_is_known(landscape: Landscape) -> None:
    from claimscape.exports.method import of_sources

    known = Landscape(landscape.folder, {**landscape.manifest, "licences": {"b": "CC BY 4.0"}})
    assert [line[2].split("; ")[-1] for line in of_sources(known)] == [
        "licence: not told",
        "licence: CC BY 4.0",
        "licence: not told",
    ]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet"])
def test_the_same_order_gives_the_same_bytes(landscape: Landscape, tmp_path: Path, format_: str) -> None:
    order = Order(landscape, (Exhibit("claim_support"),), ("claims",))
    one, two = (write(order, [format_], tmp_path / folder) for folder in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(path.name for path in one)


def test_plain_bars_have_a_chart_of_the_workbook_s_own_with_its_words(
    landscape: Landscape, written: dict[str, list[Path]]
) -> None:
    with zipfile.ZipFile(written["xlsx"][0]) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        drawings = "".join(archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name)
    assert len(charts) == 2
    assert 'descr="Diverging bars of claims.' in drawings
    rows = of_sheet(written["xlsx"][0], "2 claim_certainty")
    beside = [row[len(rows[0]) - 4 :] for row in rows[:4]]
    assert beside[0] == ["claim", "denied", "hedged (may, could …)", "asserted"]
    frame = queries.claim_certainty(landscape, Scope())
    sums = frame.groupby("certainty")["sentences"].sum()
    assert [sum(row[at] for row in beside[1:] if row[at]) for at in (1, 2, 3)] == [
        sums["negated"],
        sums["hedged"],
        sums["asserted"],
    ]


def test_hostile_text_is_text_in_every_format(tmp_path: Path) -> None:
    found = landscapes.hostile(tmp_path / "data", HOSTILE, 2)
    odd = Exhibit("coverage", title="=1+1\x00\ud800\ufffe" * 500, note="@x")
    order = Order(found, (odd, *every(["claim_certainty", "evidence_audit", "balance", "landscape"])), ("codes", "sentences"))
    files = [path for format_ in ("csv", "xlsx", "parquet", "qdc", "bib", "ris") for path in write(order, [format_], tmp_path)]
    with zipfile.ZipFile(next(path for path in files if path.suffix == ".xlsx")) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                text = etree.fromstring(archive.read(name))
                assert not [each for each in text.iter() if etree.QName(each).localname == "f" and "sheet" in name]
    for path in files:
        if path.suffix == ".csv":
            assert [cell for row in of_csv(path) for cell in row if str(cell).lstrip(" \t").startswith(("=", "@", "+"))] == []


@pytest.mark.parametrize("text", ["<r><t>x</r>", '<r><t>x</t></r></is></c><c r="Z9" t="str"><f>1+1</f><v>2</v></c><r></r>'])
def test_what_looks_like_mark_up_of_a_sheet_is_text(tmp_path: Path, text: str) -> None:
    found = landscapes.landscape_of(tmp_path / "data", {"a": [{"text": text}]}, {"a": {"label": text}})
    order = Order(found, (Exhibit("coverage", title=text), Exhibit("balance")), ("sentences",))
    files = [path for format_ in ("xlsx", "pptx") for path in write(order, [format_], tmp_path)]
    for path in files:
        inner = [(path.name, path.read_bytes())]
        while inner:
            name, raw = inner.pop()
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                inner += [(each, archive.read(each)) for each in archive.namelist() if each.endswith(".xlsx")]
                if name.endswith(".xlsx"):
                    sheets_of = [each for each in archive.namelist() if each.endswith(".xml")]
                    trees = [etree.fromstring(archive.read(each)) for each in sheets_of]
                    assert not [each for tree in trees for each in tree.iter("{*}f") if "sheet" in str(tree.tag)]


def test_sheets_have_names_that_every_spreadsheet_takes_and_texts_that_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    with workbook(tmp_path / "x.xlsx", "2024-01-02T03:04:05+00:00") as book:
        names = ["a/b:c?d*e[f]g\\h", "'x'", "History", "", "😀" * 40, "😀" * 40]
        taken = [book.fill(name, ["n"], [])[0] for name in names]
        many = book.fill("many", ["n", "text"], [[n, "x"] for n in range(8)])
        book.fill("long", ["text"], [["é" * 40_000], ["😀" * 20_000], [float("inf")]])
        assert book.cut == 2
    assert taken == ["a b c d e f g h", "x", "History 2", "sheet", "😀" * 15, "😀" * 14 + " 2"]
    assert many == ["many", "many 2", "many 3"]
    assert [row[0] for name in many for row in of_sheet(tmp_path / "x.xlsx", name)[1:]] == list(range(8))
    long = of_sheet(tmp_path / "x.xlsx", "long")
    assert [len(row[0].encode("utf-16-le")) // 2 for row in long[1:3]] == [32_767, 32_767]


def test_texts_that_are_cut_are_told_and_noted(tmp_path: Path) -> None:
    line = {"text": "word " * 8_000, "topics": ["safety"]}
    found = landscapes.landscape_of(tmp_path / "data", {"a": [line]}, {})
    told: list[str] = []
    (path,) = write(Order(found, (Exhibit("coverage"),)), ["xlsx"], tmp_path, told.append)
    note = "are cut in this workbook: a cell holds 32,767 characters; CSV has all"
    assert [line for line in told if note in line]
    assert [row for row in of_sheet(path, "Method") if note in row[2]]


def test_the_codebook_is_one_that_the_standard_takes(landscape: Landscape, tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "refi_codebook.xsd"))
    (path,) = write(Order(landscape, ()), ["qdc"], tmp_path)
    tree = etree.parse(path)
    schema.assertValid(tree)
    codes = tree.findall(".//{*}Code")
    assert [code.get("name") for code in codes[:3]] == ["Topics", "Mechanism", "Safety"]
    assert len({code.get("guid") for code in codes}) == len(codes) == 12
    assert codes[1].get("guid") == qdc.guid("Test", "topic", "mechanism")
    for folder, label in (("one", HOSTILE + "\n" + "x" * 5000), ("two", "\x00\ufffe")):
        (path,) = write(Order(landscapes.hostile(tmp_path / folder, label), ()), ["qdc"], tmp_path)
        schema.assertValid(etree.parse(path))


def test_references_are_read_back_by_readers_of_bibtex_and_ris(landscape: Landscape, tmp_path: Path) -> None:
    import bibtexparser
    import rispy

    order = Order(landscape, ())
    (work,) = works(order)
    assert (work.key, work.listed, work.authors) == ("smith2022trial", "Beta", ("Smith",))
    (path,) = write(order, ["bib"], tmp_path)
    library = bibtexparser.parse_file(str(path))
    assert not library.failed_blocks
    fields = {name: field.value for name, field in library.entries[0].fields_dict.items()}
    assert (fields["author"], fields["year"], fields["title"], fields["doi"]) == ("{Smith}", "2022", "{A trial}", "10.1000/xyz")
    (path,) = write(order, ["ris"], tmp_path)
    (record,) = rispy.loads(path.read_text("utf-8"))
    assert (record["authors"], record["year"], record["title"], record["doi"]) == (["Smith"], "2022", "A trial", "10.1000/xyz")


@pytest.mark.parametrize(
    "text", [HOSTILE, "}", "{", "\\", "a \\} b", "%", "ER  - ", "x\nER  - \r\nTY  - JOUR", "5" * 5000, "@article{x,"]
)
def test_references_of_hostile_text_stay_one_entry_each(text: str) -> None:
    import bibtexparser
    import rispy

    from claimscape.charts.text import plain

    one = plain(text)
    work = Work("key", (one, "Ölçer"), "2020", one, one, one, one, ("1", "2"), one, one, one, one)
    library = bibtexparser.parse_string(bib.entry(work) * 1 + "@misc{last,\n  title = {Last},\n}\n")
    assert [entry.key for entry in library.entries] == ["key", "last"]
    assert not library.failed_blocks
    records = rispy.loads(ris.entry(work) + ris.entry(work))
    assert [record["authors"] for record in records] == [[one.strip(), "Ölçer"]] * 2


def test_references_obey_the_filters(landscape: Landscape) -> None:
    assert [work.key for work in works(Order(landscape, (Exhibit("references", Scope(sources=("a",))),)))] == []


def test_an_order_of_several_has_a_name_of_its_own(landscape: Landscape) -> None:
    one, two = Order(landscape, (Exhibit("coverage"),)), Order(landscape, (Exhibit("coverage"), Exhibit("tension")))
    assert numbers.order_name(one, "xlsx") == f"coverage-{exhibit.identity(landscape, Exhibit('coverage'))}.xlsx"
    assert numbers.order_name(two, "xlsx") not in (numbers.order_name(one, "xlsx"), numbers.order_name(one, "csv"))
