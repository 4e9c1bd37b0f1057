"""Decks: the numbers of native charts are those of the frames, and what a deck promises holds for every slide."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation

from claimscape.build import build
from claimscape.errors import ExportError
from claimscape.exports import write
from claimscape.exports.exhibit import Exhibit, every, made
from claimscape.exports.look import Look, look
from claimscape.exports.order import Order
from claimscape.exports.slides import deck as deck_module
from claimscape.exports.slides.deck import NAME
from claimscape.queries import Scope
from claimscape.store import Landscape
from tests import landscapes

SEEDS = Path(__file__).parents[1] / "seeds"
NOTHING = SimpleNamespace()  # a room for pictures that can draw none
COMPARED = Scope(one=("kind:blog article",))


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decks are made as on a machine without a browser, unless a test says otherwise."""
    monkeypatch.setitem(sys.modules, "claimscape.exports.pictures", NOTHING)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    return build(SEEDS, tmp_path_factory.mktemp("seeds") / "data")


@pytest.fixture(scope="module")
def exhibits() -> tuple[Exhibit, ...]:
    """Everything that can be taken away, and what is asked with more."""
    asked = (
        Exhibit("comparison", COMPARED),
        Exhibit("comparison_reach", COMPARED),
        Exhibit("search_frequency", Scope(), ("therapy",)),
    )
    return (*every(), *asked)


@pytest.fixture(scope="module")
def whole_deck(seeds: Landscape, exhibits: tuple[Exhibit, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck of all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "claimscape.exports.pictures", NOTHING)
        (path,) = write(Order(seeds, exhibits), ["pptx"], tmp_path_factory.mktemp("deck"))
    return path


def written(landscape: Landscape, folder: Path, *names: str, **more: Any) -> Any:
    """The presentation of these exhibits, read back."""
    (path,) = write(Order(landscape, tuple(map(Exhibit, names)), **more), ["pptx"], folder)
    return Presentation(str(path))


def charts_of(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def values(chart: Any) -> dict[str, list[float]]:
    """What each series of a chart of categories has, empty places aside."""
    return {series.name: [value for value in series.values if value is not None] for series in chart.plots[0].series}


def points(chart: Any) -> dict[str, list[tuple[float, float]]]:
    """What each series of a chart on two axes has: (x, y), in order; gaps aside."""
    found: dict[str, list[tuple[float, float]]] = {}
    for series in chart.plots[0].series:
        read = [
            {int(pt.get("idx")): float(pt[0].text) for pt in series._element.iterfind(f"{{*}}{axis}//{{*}}pt")}
            for axis in ("xVal", "yVal")
        ]
        found.setdefault(series.name, []).extend((read[0][at], y) for at, y in sorted(read[1].items()))
    return found


def cells(slide: Any) -> list[list[str]]:
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in table.rows]


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def test_bars_of_certainty_are_the_sentences_of_the_query(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("claim_certainty")).frame
    frame = frame[frame["claim_id"].isin(frame["claim_id"].drop_duplicates().head(24))]
    (chart,) = charts_of(written(seeds, tmp_path, "claim_certainty").slides[0])
    told = {
        name: frame[(frame["certainty"] == name) & (frame["sentences"] > 0)]["sentences"].tolist()
        for name in ("asserted", "hedged")
    }
    assert values(chart) == {"asserted": told["asserted"], "hedged (may, could …)": [-value for value in told["hedged"]]}
    assert list(chart.plots[0].categories) == frame["claim"].drop_duplicates().tolist()


def test_bars_of_support_are_the_counts_stacked_to_the_whole(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("claim_support")).frame
    (chart,) = charts_of(written(seeds, tmp_path, "claim_support").slides[0])
    sums = frame[frame["sentences"] > 0].groupby("support")["sentences"].sum()
    found = {name.split()[0]: sum(each) for name, each in values(chart).items()}
    assert found == {"body": sums["named"], "vague": sums["vague"], "no": sums["none"]}
    assert "PERCENT" in str(chart.plots[0].overlap) or "percentStacked" in chart._chartSpace.xml


def test_each_panel_of_evidence_is_a_chart_of_one_measure(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("evidence_audit")).frame
    charts = charts_of(written(seeds, tmp_path, "evidence_audit").slides[0])
    assert [next(iter(values(chart).values())) for chart in charts] == [
        frame[name].tolist() for name in ("vague", "references", "tied")
    ]


def test_dumbbells_have_both_rates(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("balance")).frame
    found = points(charts_of(written(seeds, tmp_path, "balance").slides[0])[0])
    assert [x for x, _ in found["benefit: claims of effect or efficacy"]] == pytest.approx(frame["benefit_rate"].tolist())
    assert [x for x, _ in found["risk: sentences that name one"]] == pytest.approx(frame["risk_rate"].tolist())
    assert len(found["from one to the other"]) == 2 * len(frame)


def test_comparisons_have_both_sides(seeds: Landscape, tmp_path: Path) -> None:
    for number, (name, measure) in enumerate((("comparison", "rate"), ("comparison_reach", "share"))):
        order = Order(seeds, (Exhibit(name, COMPARED),))
        (path,) = write(order, ["pptx"], tmp_path / str(number))
        frame = made(seeds, Exhibit(name, COMPARED)).frame.head(24)
        found = [[x for x, _ in each] for each in points(charts_of(Presentation(str(path)).slides[0])[0]).values()]
        assert found[1] == pytest.approx(frame[f"{measure}_one"].tolist())
        assert found[2] == pytest.approx(frame[f"{measure}_other"].tolist())


def test_the_line_of_saturation_is_the_mean_with_its_band(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("saturation")).frame
    found = points(charts_of(written(seeds, tmp_path, "saturation").slides[0])[0])
    assert [y for _, y in found["mean of all orders"]] == pytest.approx(frame["claims"].tolist())
    assert [y for _, y in found["9 of 10 orders, low"]] == frame["low"].tolist()
    assert [y for _, y in found["9 of 10 orders, high"]] == frame["high"].tolist()


def test_dots_of_emphasis_are_the_ratios_with_their_intervals(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("emphasis")).frame
    topics = frame[frame["kind"] == "topic"]
    charts = charts_of(written(seeds, tmp_path, "emphasis").slides[0])
    for chart, (_, panel) in zip(charts, topics.groupby("position"), strict=True):
        found = points(chart)
        ends = {value for x, _ in found.pop("95 % interval") for value in [round(x, 6)]}
        assert sorted(x for each in found.values() for x, _ in each) == pytest.approx(sorted(panel["ratio"].clip(1 / 16, 16)))
        assert ends == {round(value, 6) for name in ("low", "high") for value in panel[name].clip(1 / 16, 16)}


def test_strips_of_placement_have_every_sentence(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("placement")).frame
    charts = charts_of(written(seeds, tmp_path, "placement").slides[0])
    found = sum(len(each) for chart in charts for each in points(chart).values())
    assert found == len(frame[frame["kind"] != "claim"])


def test_words_have_their_scores_and_the_cloud_becomes_the_same_bars(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("distinctive_words")).frame
    told = [panel["score"].head(8).tolist() for _, panel in frame.groupby("position")]
    for slide in list(written(seeds, tmp_path, "distinctive_words", "wordcloud").slides)[:2]:
        assert [next(iter(values(chart).values())) for chart in charts_of(slide)] == [pytest.approx(each) for each in told]


def test_the_landscape_becomes_bars_of_its_topics(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("landscape")).frame
    (chart,) = charts_of(written(seeds, tmp_path, "landscape").slides[0])
    assert values(chart) == {"sentences": frame["sentences"].tolist()}


def test_pieces_of_new_items_are_counted_a_source(seeds: Landscape, tmp_path: Path) -> None:
    for name in ("uncoded_claims", "recurring_phrases"):
        frame = made(seeds, Exhibit(name)).frame
        (chart,) = charts_of(written(seeds, tmp_path / name, name).slides[0])
        assert {source: sum(each) for source, each in values(chart).items()} == frame.groupby("source").size().to_dict()


def test_hits_of_a_search_and_where_they_stand(seeds: Landscape, tmp_path: Path) -> None:
    asked = Exhibit("search_frequency", Scope(), ("therapy",))
    (path,) = write(Order(seeds, (asked,)), ["pptx"], tmp_path)
    frame = made(seeds, asked).frame
    bars, strips = charts_of(Presentation(str(path)).slides[0])
    assert values(bars) == {"value": frame["hits"].tolist()}
    assert sorted(x for each in points(strips).values() for x, _ in each) == sorted(
        at for row in frame["percent"] for at in row
    )


def test_a_matrix_is_a_table_of_the_same_cells(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("coverage")).frame
    table = cells(written(seeds, tmp_path, "coverage").slides[0])
    sources = frame["source"].drop_duplicates().tolist()
    assert table[0][1 : len(sources) + 1] == sources
    for number, (topic, rows) in enumerate(frame.groupby("topic", sort=False), 1):
        told = [
            "–" if not k else f"{100 * k / n:.0f} %" if n >= 20 else f"{k}/{n}"
            for k, n in zip(rows["sentences"], rows["of"], strict=True)
        ]
        assert table[number][: len(sources) + 1] == [topic, *told]


@pytest.mark.parametrize("name", ["silence", "claim_recurrence", "risk_register", "shared_phrases", "claim_overlap"])
def test_a_matrix_of_signs_has_one_where_the_source_has_it(name: str, seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit(name)).frame
    table = cells(written(seeds, tmp_path, name).slides[0])
    there = sum(cell in set("●○■□◆◇▲△✕") for row in table[1:] for cell in row[1:6])
    rows = len(table) - 1
    if name == "claim_overlap":
        assert there == len(frame)
        assert table[1][1:6] == [f"{n}" for n in frame.drop_duplicates("doc_id").sort_values("position")["source_claims"]]
    elif name == "shared_phrases":
        assert there == len(frame)
    else:
        keys = frame["kind"] + frame["code_id"] if name == "silence" else frame[f"{name.split('_')[0]}_id"]
        assert there == int((frame[keys.isin(keys.drop_duplicates().head(rows))]["has"] > 0).sum())


def test_pairs_stand_in_the_triangle_and_likeness_on_both_sides(seeds: Landscape, tmp_path: Path) -> None:
    deck = written(seeds, tmp_path, "co_occurrence", "likeness")
    pairs = made(seeds, Exhibit("co_occurrence")).frame
    found = [int(cell) for row in cells(deck.slides[0])[1:] for cell in row[1:] if cell.isdigit()]
    assert sorted(found) == sorted(pairs[pairs["together"] > 0]["together"])
    alike = made(seeds, Exhibit("likeness")).frame
    found_codes = [cell for row in cells(deck.slides[1])[1:] for cell in row[1:] if re.fullmatch(r"\d\.\d\d", cell)]
    assert sorted(found_codes) == sorted(f"{value:.2f}" for value in alike["codes"])


def test_the_checklist_keeps_its_signs(seeds: Landscape, tmp_path: Path) -> None:
    frame = made(seeds, Exhibit("checklist")).frame
    table = cells(written(seeds, tmp_path, "checklist").slides[0])
    signs = {"found": "✓", "not found": "✗", "cannot tell": "?"}
    assert [cell for row in table[1:] for cell in row[1:]] == [signs[state] for state in frame["state"]]


def test_lists_state_how_many_and_show_all(seeds: Landscape, tmp_path: Path) -> None:
    deck = written(seeds, tmp_path, "findings", "tension", "references")
    assert [slide.shapes.title.text for slide in deck.slides] == [
        "7 findings from 5 sources, in words",
        "3 tensions between sources, no outright contradiction",
        "2 works listed, 2 with a DOI",
        "5 documents stand behind these slides",
    ]
    assert [row[1] for row in cells(deck.slides[0])] == made(seeds, Exhibit("findings")).frame["finding"].tolist()


def test_a_long_list_goes_on_over_slides_and_says_what_is_left(tmp_path: Path) -> None:
    documents = {f"d{number:03}": [{"text": "It raises serotonin."}] for number in range(200)}
    facts = {name: {"label": f"Source {name} " + "with a long name " * 6} for name in documents}
    deck = written(landscapes.landscape_of(tmp_path / "many", documents, facts), tmp_path)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == f"200 documents stand behind these slides (1 of {len(titles)})"
    shown = sum(len(cells(slide)) - 1 for slide in deck.slides)
    said = " ".join(shape.text_frame.text for shape in deck.slides[-1].shapes if shape.has_text_frame)
    assert shown < 200
    assert f"{200 - shown} more in the data" in said


def test_every_slide_has_its_title_alt_texts_id_and_notes(
    whole_deck: Path, seeds: Landscape, exhibits: tuple[Exhibit, ...]
) -> None:
    slides = list(Presentation(str(whole_deck)).slides)
    assert len(slides) == len(exhibits) + 1
    for slide, exhibit in zip(slides, exhibits, strict=False):
        one = made(seeds, exhibit)
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        assert slide.shapes.title.text.strip()
        shown = [shape for shape in shapes if shape.has_chart or shape.has_table]
        assert [shape.name for shape in shown if not shape._element.xpath(".//p:cNvPr")[0].get("descr")] == []
        assert one.id in " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
        assert one.id in notes(slide)
        assert (one.title if one.figure else shapes[0].text_frame.text) in notes(slide)  # a list says its finding on the slide
        assert one.figure or all(cell in notes(slide) for cell in cells(slide)[1][:1])
        assert "Method: " in notes(slide)
        if one.figure is not None and charts_of(slide):
            assert (
                shown[0]._element.xpath(".//p:cNvPr")[0].get("descr")[:60]
                == one.meta["alt"].replace("Word clouds of", "Bars of")[:60]
            )


def test_no_letters_are_smaller_than_ten_points(whole_deck: Path) -> None:
    with zipfile.ZipFile(whole_deck) as packed:
        parts = [name for name in packed.namelist() if re.match(r"ppt/(slides|charts)/[^/]+\.xml", name)]
        sizes = [int(size) for name in parts for size in re.findall(rb'\bsz="(\d+)"', packed.read(name))]
    assert min(sizes) >= 1000


def test_nothing_stands_outside_its_slide(whole_deck: Path) -> None:
    deck = Presentation(str(whole_deck))
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            assert shape.left >= 0, (number, shape.name)
            assert shape.top >= 0, (number, shape.name)
            assert shape.left + shape.width <= deck.slide_width, (number, shape.name)
            assert shape.top + shape.height <= deck.slide_height, (number, shape.name)


def test_a_presenters_title_and_note_stand_whole_in_the_notes(seeds: Landscape, tmp_path: Path) -> None:
    long = "A title & <b> of many words " * 200
    exhibit = Exhibit("coverage", title=long, note="Mind the\x00 gap \ud800")
    (path,) = write(Order(seeds, (exhibit,)), ["pptx"], tmp_path)
    slide = Presentation(str(path)).slides[0]
    assert slide.shapes.title.text.endswith("…")
    assert len(slide.shapes.title.text) < 200
    assert " ".join(long.split()) in notes(slide)
    assert "Mind the gap" in notes(slide)


@pytest.mark.parametrize(
    "label", ["<script>alert(1)</script> & {=cmd}", "=HYPERLINK(1)", "Ẃ" * 5000, "a\x0b\u202e\ufffe b\u0301 مرحبا"]
)
def test_hostile_labels_make_whole_files_without_formulas(label: str, tmp_path: Path) -> None:
    landscape = landscapes.hostile(tmp_path / "made", label)
    (path,) = write(Order(landscape, tuple(every())), ["pptx"], tmp_path)
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))  # noqa: S314 - our own file
            if name.endswith(".xlsx"):
                sheet = openpyxl.load_workbook(io.BytesIO(packed.read(name))).active
                assert [cell.value for row in sheet for cell in row if cell.data_type == "f" or cell.hyperlink] == []


def test_an_empty_chart_says_why(tmp_path: Path, seeds: Landscape) -> None:
    slide = written(seeds, tmp_path, "unknown_risks").slides[0]
    assert "is coded as a risk already" in " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_the_workbook_of_a_chart_has_what_the_chart_shows(seeds: Landscape, tmp_path: Path) -> None:
    for chart in charts_of(written(seeds, tmp_path, "evidence_audit").slides[0]):
        blob = chart.part.chart_workbook.xlsx_part.blob
        rows = list(openpyxl.load_workbook(io.BytesIO(blob)).active.iter_rows(values_only=True))
        assert [row[0] for row in rows[1:]] == list(chart.plots[0].categories)
        assert [row[1] for row in rows[1:]] == next(iter(values(chart).values()))


def test_the_same_order_gives_the_same_bytes_with_the_date_of_the_build(seeds: Landscape, tmp_path: Path) -> None:
    order = Order(seeds, (Exhibit("coverage"), Exhibit("balance"), Exhibit("claim_support"), Exhibit("findings")))
    one, other = (write(order, ["pptx"], tmp_path / name)[0].read_bytes() for name in "ab")
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
    assert seeds.manifest["created"][:19] in core


def test_a_full_disk_leaves_nothing(seeds: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(deck_module, "packed", full)
    with pytest.raises(ExportError, match="no space left"):
        write(Order(seeds, (Exhibit("balance"),)), ["pptx"], tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_picture_stands_where_a_browser_draws_one(seeds: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = io.BytesIO()
    Image.new("RGB", (1920, 1080), "white").save(held, "png")
    monkeypatch.setitem(
        sys.modules, "claimscape.exports.pictures", SimpleNamespace(png_of=lambda figure, scale: held.getvalue())
    )
    slide = written(seeds, tmp_path, "wordcloud").slides[0]
    (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert picture._element.xpath(".//p:cNvPr")[0].get("descr").startswith("Word clouds of distinctive words")
    assert charts_of(slide) == []


def test_no_browser_at_the_last_moment_gives_bars(seeds: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(figure: object, scale: int) -> bytes:
        raise ExportError("no browser")

    monkeypatch.setitem(sys.modules, "claimscape.exports.pictures", SimpleNamespace(png_of=none))
    assert len(charts_of(written(seeds, tmp_path, "landscape").slides[0])) == 1


def template(path: Path, layouts: tuple[str, ...] = ()) -> Path:
    """A deck of two slides, 4:3, with a section that names them."""
    deck = Presentation()
    for _ in range(2):
        deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "Old and secret"
    for layout in [each for each in deck.slide_layouts if layouts and each.name not in layouts]:
        if not any(slide.slide_layout == layout for slide in deck.slides):
            deck.slide_layouts.remove(layout)
    deck.save(str(path))
    return path


def test_a_template_keeps_its_size_and_look_and_loses_its_slides(seeds: Landscape, tmp_path: Path) -> None:
    own = Presentation(str(template(tmp_path / "own.pptx")))
    deck = written(seeds, tmp_path / "out", "coverage", "balance", look=look(tmp_path / "own.pptx"))
    assert (deck.slide_width, deck.slide_height) == (own.slide_width, own.slide_height)
    assert len(deck.slides) == 3
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Only"}
    raw = (tmp_path / "out" / NAME).read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert [name for name in packed.namelist() if b"Old and secret" in packed.read(name)] == []
    for slide in deck.slides:
        assert all(shape.left + shape.width <= deck.slide_width for shape in slide.shapes)


def test_a_potx_is_taken_and_its_sections_are_dropped(seeds: Landscape, tmp_path: Path) -> None:
    path = template(tmp_path / "own.pptx")
    section = (
        b'<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14="urn:x"/></p:ext></p:extLst>'
    )
    kinds = (b"presentationml.presentation.main+xml", b"presentationml.template.main+xml")
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(tmp_path / "own.potx", "w") as packing:
        for name in packed.namelist():
            raw = packed.read(name).replace(*kinds) if name == "[Content_Types].xml" else packed.read(name)
            raw = re.sub(rb"<p:extLst>.*</p:extLst>", b"", raw, flags=re.S) if name == "ppt/presentation.xml" else raw
            packing.writestr(name, raw.replace(b"</p:presentation>", section + b"</p:presentation>"))
    written(seeds, tmp_path / "out", "balance", look=look(tmp_path / "own.potx"))
    with zipfile.ZipFile(tmp_path / "out" / NAME) as packed:
        assert b"sectionLst" not in packed.read("ppt/presentation.xml")
        assert kinds[0] in packed.read("[Content_Types].xml")


def test_a_template_without_a_title_gets_a_text_box(seeds: Landscape, tmp_path: Path) -> None:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name != "Blank":
            deck.slide_layouts.remove(layout)
    deck.save(str(tmp_path / "own.pptx"))
    slide = written(seeds, tmp_path / "out", "balance", look=look(tmp_path / "own.pptx")).slides[0]
    assert slide.shapes[0].text_frame.text.startswith("Most sources, 3 of 5, speak more of benefit")


def edited(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The template with the parts of that name changed."""
    raw = template(path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(path, "w") as packing:
        for name in packed.namelist():
            packing.writestr(name, change(packed.read(name)) if re.fullmatch(part, name) else packed.read(name))
    return path


SHOW = (
    rb'\1<p:custShowLst><p:custShow name="a" id="0"><p:sldLst>'
    rb'<p:sld r:id="rId7"/><p:sld r:id="rId8"/></p:sldLst></p:custShow></p:custShowLst>'
)
TO_SLIDE = (
    b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide" '
    b'Target="../slides/slide1.xml"/></Relationships>'
)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (r"ppt/presentation\.xml", rb"(<p:notesSz[^>]*/>)", SHOW),
        (r"ppt/slideLayouts/_rels/slideLayout6\.xml\.rels", rb"</Relationships>", TO_SLIDE),
        (r"docProps/app\.xml", rb"</Properties>", b"<Manager>Old and secret</Manager></Properties>"),
    ],
)
def test_nothing_of_a_template_but_its_look_goes_along(
    part: str, old: bytes, new: bytes, seeds: Landscape, tmp_path: Path
) -> None:
    path = edited(tmp_path / "own.pptx", part, lambda raw: re.sub(old, new, raw))
    assert len(written(seeds, tmp_path / "out", "balance", look=look(path)).slides) == 2
    with zipfile.ZipFile(tmp_path / "out" / NAME) as packed:
        assert [name for name in packed.namelist() if b"Old and secret" in packed.read(name)] == []
        assert len(set(packed.namelist())) == len(packed.namelist())


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (r"ppt/theme/theme\d\.xml", rb"(?s)<a:dk1>.*?</a:dk1>", b"<a:dk1/>"),
        (r"ppt/theme/theme\d\.xml", rb"(?s).*", b"<a"),
        (r"ppt/slide(Layouts/slideLayout6|Masters/slideMaster1)\.xml", rb"(?s)<a:xfrm>.*?</a:xfrm>", b""),
        (r"ppt/slideLayouts/slideLayout\d+\.xml", rb"<p:ph [^>]*/>", b'<p:ph type="bogus"/>'),
    ],
)
def test_a_template_that_lacks_something_within_is_named(
    part: str, old: bytes, new: bytes, seeds: Landscape, tmp_path: Path
) -> None:
    path = edited(tmp_path / "own.pptx", part, lambda raw: re.sub(old, new, raw, count=1 if new == b"<a" else 0))
    with pytest.raises(ExportError, match="lacks something that slides need"):
        write(Order(seeds, (Exhibit("balance"),), look=look(path)), ["pptx"], tmp_path / "out")


def test_slides_name_only_the_documents_that_they_count(seeds: Landscape, tmp_path: Path) -> None:
    some = Scope(kinds=("blog article",))
    written_to = write(Order(seeds, (Exhibit("balance", some),)), ["pptx"], tmp_path)
    last = list(Presentation(str(written_to[0])).slides)[-1]
    assert last.shapes.title.text == "2 documents stand behind these slides"
    assert len(cells(last)) == 3


def test_bars_that_cannot_be_told_from_chance_are_hatched_on_a_slide_too(seeds: Landscape, tmp_path: Path) -> None:
    path = write(Order(seeds, (Exhibit("distinctive_words"),)), ["pptx"], tmp_path)[0]
    with zipfile.ZipFile(path) as packed:
        drawn = b"".join(packed.read(name) for name in packed.namelist() if name.startswith("ppt/charts/chart"))
    frame = made(seeds, Exhibit("distinctive_words")).figure
    hatched = sum(shape == "/" for trace in frame.data for shape in trace.marker.pattern.shape) if frame else 0
    assert drawn.count(b"<a:pattFill") == hatched > 0


def broken(path: Path, how: str) -> Path:
    """A template that cannot be used, in one of the ways that happen."""
    if how == "locked":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    elif how == "text":
        path.write_text("no deck", "utf-8")
    elif how == "cut":
        path.write_bytes(template(path).read_bytes()[:9000])
    elif how == "folder":
        path.mkdir()
    elif how == "other zip":
        with zipfile.ZipFile(path, "w") as packing:
            packing.writestr("a.txt", "a")
    elif how == "bomb":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packing, packing.open("big", "w") as big:
            for _ in range(401):
                big.write(bytes(1 << 20))
    elif how == "part":
        edited(path, r"ppt/presentation\.xml", lambda raw: raw + b" " * (9 << 20))
    elif how == "small":
        deck = Presentation()
        deck.slide_width = deck.slide_height = 914_400
        deck.save(str(path))
    elif how == "macros":
        raw = template(path).read_bytes()
        with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(path, "w") as packing:
            for name in packed.namelist():
                packing.writestr(name, packed.read(name).replace(b"presentationml.presentation.main", b"macroEnabled.main"))
    return path


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("missing", "not there"),
        ("folder", "not there"),
        ("locked", "password"),
        ("text", "damaged or no PowerPoint"),
        ("cut", "damaged or no PowerPoint"),
        ("other zip", "damaged or no PowerPoint"),
        ("bomb", "unpacks to more than"),
        ("part", "has a part of more than 8 MiB"),
        ("small", "smaller than 4 x 3 inches"),
        ("macros", "macros"),
    ],
)
def test_a_template_that_cannot_be_used_is_named_with_its_cure(how: str, said: str, seeds: Landscape, tmp_path: Path) -> None:
    path = broken(tmp_path / "own.pptx", how)
    with pytest.raises(ExportError, match=said) as fault:
        write(Order(seeds, (Exhibit("balance"),), look=look(path)), ["pptx"], tmp_path / "out")
    assert str(path) in str(fault.value)
    assert not (tmp_path / "out").exists()


def brand(folder: Path, text: str) -> Path:
    Image.new("RGB", (300, 80), "red").save(folder / "logo.png")
    (folder / "brand.yaml").write_text(text, "utf-8")
    return folder / "brand.yaml"


def test_a_brand_gives_its_colours_font_and_logo(seeds: Landscape, tmp_path: Path) -> None:
    said = (
        "font: Georgia\nink: '#fff'\naccent: '#ff7a59'\nbackground: '#14213d'\ncolors: ['#ff7a59', '#ffd166']\nlogo: logo.png\n"
    )
    house = look(None, brand(tmp_path, said))
    assert house == Look(None, tmp_path / "logo.png", "Georgia", "#ffffff", "#ff7a59", "#14213d", ("#ff7a59", "#ffd166"))
    slides = list(written(seeds, tmp_path / "out", "balance", "claim_certainty", look=house).slides)
    assert [sum(shape.name == "Logo" for shape in slide.shapes) for slide in slides] == [1, 1, 1]
    fills = {series.name: series._element.xml for series in charts_of(slides[1])[0].plots[0].series}
    assert "ff7a59" in fills["asserted"]
    assert "ffd166" in fills["hedged (may, could …)"]
    with zipfile.ZipFile(tmp_path / "out" / NAME) as packed:
        themed = packed.read("ppt/theme/theme1.xml").decode()
    assert re.search(r'<a:lt1><a:srgbClr val="14213D"/></a:lt1>', themed)
    assert 'typeface="Georgia"' in themed


def test_every_fault_of_a_brand_is_named_with_its_line(tmp_path: Path) -> None:
    said = "font: [a]\nink: red\nbackground: '#fff'\ncolours: []\ncolors: ['#12', '#0072b2']\nlogo: none.png\n"
    with pytest.raises(ExportError) as fault:
        look(None, brand(tmp_path, said))
    lines = str(fault.value).splitlines()
    assert [re.sub(r"^.*, (line \d): (\S+ ?\S*).*", r"\1 \2", line) for line in lines] == [
        "line 4 the key",
        "line 6 the logo",
        "line 1 font is",
        "line 2 ink is",
        "line 5 '#12' in",
    ]


def test_ink_that_cannot_be_read_on_its_background_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"contrast of 1\.0:1"):
        look(None, brand(tmp_path, "ink: '#fff'\nbackground: '#fefefe'\n"))


def test_a_brand_that_is_no_mapping_and_a_logo_that_is_no_picture_are_faults(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="a list of keys is wanted"):
        look(None, brand(tmp_path, "- a\n"))
    (tmp_path / "bad.png").write_text("no picture", "utf-8")
    with pytest.raises(ExportError, match="neither PNG nor JPEG"):
        look(None, brand(tmp_path, "logo: bad.png\n"))


@pytest.mark.parametrize("scope", [Scope(by="kind"), Scope(sample=True), Scope(topics=("safety",)), Scope(sources=("nobody",))])
def test_every_exhibit_has_a_slide_under_every_way_of_looking(scope: Scope, landscape: Landscape, tmp_path: Path) -> None:
    exhibits = tuple(Exhibit(one.name, scope) for one in every())
    (path,) = write(Order(landscape, exhibits), ["pptx"], tmp_path)
    assert len(Presentation(str(path)).slides) == len(exhibits) + 1


@pytest.fixture(scope="module")
def pages(whole_deck: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The text of each slide as LibreOffice prints it."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("LibreOffice Impress and poppler-utils are not installed: no deck is opened outside")
    folder = tmp_path_factory.mktemp("office")
    own = f"-env:UserInstallation=file://{folder}/own"
    subprocess.run(
        [office, own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(whole_deck)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    read = subprocess.run([reader, "-layout", str(folder / "claimscape.pdf"), "-"], check=True, capture_output=True, timeout=60)
    yield read.stdout.decode("utf-8").split("\f")


def test_another_program_shows_every_title_whole(pages: list[str], whole_deck: Path) -> None:
    slides = list(Presentation(str(whole_deck)).slides)
    assert len(pages) - 1 == len(slides)
    for slide, page in zip(slides, pages, strict=False):
        letters = re.sub(r"\s+", "", page)
        assert re.sub(r"\s+", "", slide.shapes.title.text) in letters
