"""Pictures are drawn from the figures of the pages, hold the numbers of the queries, and never wait for a browser for ever."""

import os
import re
import signal
import stat
import struct
import time
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from claimscape import charts, queries, theme
from claimscape.errors import ExportError
from claimscape.exports import write
from claimscape.exports.exhibit import Exhibit, made
from claimscape.exports.look import Look
from claimscape.exports.order import Order
from claimscape.exports.pictures import browser_there, leave, paint, pdf_of, png_of, studio, svg_of
from claimscape.exports.pictures.chrome import Chrome, found
from claimscape.exports.pictures.studio import Studio
from claimscape.store import Landscape
from tests import landscapes

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> & \x00\x0b\ufffe \u202ertl\u202c e\u0301\u0300 =SUM(A1) $x$ " + "long " * 1000


@pytest.fixture(scope="module")
def warm() -> Iterator[None]:
    """One warm browser for all tests of this file."""
    if not browser_there():
        pytest.skip("no Chrome or Chromium on this machine; install it (Debian: apt-get install chromium) to test pictures")
    yield
    leave()


@pytest.fixture(scope="module")
def figures(landscape: Landscape) -> dict[str, go.Figure]:
    return {name: made(landscape, Exhibit(name)).figure for name in charts.__all__ if name not in _ASKING}


_ASKING = ("comparison", "comparison_reach", "search_frequency")


def _parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # what we drew ourselves


def _texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in _parsed(svg).iter(f"{SVG}text")]


def _pixels(png: bytes) -> tuple[int, int, int, bytes]:
    """Width, height, channels and the raw rows of a PNG of eight bits, filters undone."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    channels = {2: 3, 6: 4}[kind]
    parts, place = [], 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        parts += [png[place + 8 : place + 8 + length]] if png[place + 4 : place + 8] == b"IDAT" else []
        place += length + 12
    return width, height, channels, zlib.decompress(b"".join(parts))


def _corner(png: bytes) -> tuple[int, ...]:
    """The colour of the first pixel, which no filter changes but by nothing above or left of it."""
    _, _, channels, rows = _pixels(png)
    return tuple(rows[1 : 1 + channels])


def test_every_chart_is_well_formed_without_script_or_foreign_address(warm: None, figures: dict[str, go.Figure]) -> None:
    for figure in figures.values():
        root = _parsed(svg_of(figure))
        assert (root.get("width"), root.get("height")) == ("960", "540")
        assert not [node.tag for node in root.iter() if node.tag in (f"{SVG}script", f"{SVG}foreignObject")]
        addresses = [value for node in root.iter() for name, value in node.attrib.items() if name.endswith("href")]
        assert [address for address in addresses if not address.startswith(("#", "data:image/"))] == []


def test_the_numbers_of_the_drawing_are_those_of_the_query(
    warm: None, landscape: Landscape, figures: dict[str, go.Figure]
) -> None:
    frame = queries.claim_certainty(landscape, queries.Scope())
    said = frame[frame["sentences"] > 0]
    svg = svg_of(figures["claim_certainty"])
    root = _parsed(svg)
    bars = ["".join(node.itertext()) for node in root.iter(f"{SVG}text") if "bartext" in node.get("class", "")]
    assert sorted(bars) == sorted(str(number) for number in said["sentences"])
    assert {label for label in frame["claim"] if label in _texts(svg)} == set(said["claim"])


def test_the_finding_and_the_footer_stand_on_the_picture(warm: None, figures: dict[str, go.Figure]) -> None:
    figure = figures["risk_register"]
    svg = svg_of(figure)
    words = " ".join(_texts(svg))
    assert _parsed(svg).findtext(f"{SVG}desc") == figure.layout.meta["alt"]
    assert figure.layout.meta["footer"] in words
    assert figure.layout.meta["title"].split()[0] in words


def test_the_same_figure_is_the_same_file_in_another_browser_too(warm: None, figures: dict[str, go.Figure]) -> None:
    figure = figures["claim_support"]
    leave()  # the first drawing of a browser is like its second
    first, again = svg_of(figure), svg_of(figure)
    page, picture = pdf_of(figure), png_of(figure)
    leave()
    assert (page, picture) == (pdf_of(figure), png_of(figure))
    assert first == again == svg_of(figure)


@pytest.mark.parametrize("scale", [1, 2])
def test_a_picture_has_its_size_and_a_white_ground(warm: None, figures: dict[str, go.Figure], scale: int) -> None:
    png = png_of(figures["coverage"], scale)
    width, height, _, rows = _pixels(png)
    assert (width, height) == (960 * scale, 540 * scale)
    assert _corner(png)[:3] == (255, 255, 255)
    assert len(set(rows)) > 100  # something is drawn on it


def test_a_transparent_picture_lets_the_ground_through(warm: None, figures: dict[str, go.Figure]) -> None:
    assert _corner(png_of(figures["coverage"], 1, transparent=True))[3] == 0


def test_hostile_text_is_drawn_as_text(warm: None, tmp_path: Path) -> None:
    hostile = landscapes.hostile(tmp_path, HOSTILE)
    figure = made(hostile, Exhibit("coverage", title=HOSTILE)).figure
    figure.layout.title.text = "a \x00\x0b\ud800\ufffe title"
    svg = svg_of(figure)
    assert not list(_parsed(svg).iter(f"{SVG}script"))
    assert png_of(figure, 1)[:4] == b"\x89PNG"


def test_the_look_of_a_house_is_on_the_picture(warm: None, figures: dict[str, go.Figure]) -> None:
    look = Look(font="DejaVu Serif", ink="#112233", background="#ffeecc")
    svg = svg_of(figures["coverage"], look)
    assert "rgb(17, 34, 51)" in svg
    assert "DejaVu Serif" in svg
    assert _corner(png_of(figures["coverage"], 1, look))[:3] == (0xFF, 0xEE, 0xCC)


def test_charts_together_are_one_document_a_page_each_and_lists_are_told_of(
    warm: None, landscape: Landscape, tmp_path: Path
) -> None:
    told: list[str] = []
    exhibits = (Exhibit("coverage"), Exhibit("references"), Exhibit("balance"), Exhibit("coverage"))
    (path,) = write(Order(landscape, exhibits, together=True), ["pdf"], tmp_path, told.append)
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b(?!s)", data)) == 3
    assert b"/Subtype /Image" not in data
    assert b"D:19800101000000" in data
    assert "references is a list and has no picture; take it as csv, xlsx, html or pptx" in told


_LONG = "A presenter's own title that is so long that it must take a second line of the sheet, & <b>"


@pytest.mark.parametrize("title", ["Mine", _LONG])
def test_the_title_of_the_presenter_and_the_id_stand_on_the_picture(
    warm: None, landscape: Landscape, tmp_path: Path, title: str
) -> None:
    exhibit = Exhibit("risk_register", title=title)
    (path,) = write(Order(landscape, (exhibit,)), ["svg"], tmp_path)
    svg = path.read_text("utf-8")
    there = made(landscape, exhibit)
    assert set(title.split()) <= set(" ".join("".join(node.itertext()) + " " for node in _parsed(svg).iter()).split())
    assert f"{there.meta['footer']} · {there.id}" in _texts(svg)
    assert there.meta["title"] not in svg
    assert _parsed(svg).findtext(f"{SVG}title") == title


def test_files_are_written_whole_under_their_ids(warm: None, landscape: Landscape, tmp_path: Path) -> None:
    exhibits = (Exhibit("coverage"), Exhibit("tension"))
    files = write(Order(landscape, exhibits, scale=1), ["png", "svg", "pdf"], tmp_path)
    assert [path.suffix for path in files] == [".png", ".svg", ".pdf"]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert len({path.stem for path in files}) == 1


def test_the_same_chart_under_two_titles_is_two_files(warm: None, landscape: Landscape, tmp_path: Path) -> None:
    order = Order(landscape, (Exhibit("balance", title="One"), Exhibit("balance", title="Two")))
    files = write(order, ["svg"], tmp_path)
    assert ["<title>One</title>" in files[0].read_text(), "<title>Two</title>" in files[1].read_text()] == [True, True]


def test_a_strange_scale_is_refused(landscape: Landscape, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="scale 1, 2, 3, 4, not 9"):
        write(Order(landscape, (Exhibit("coverage"),), scale=9), ["png"], tmp_path)


def test_without_a_browser_it_says_how_to_install_one(
    monkeypatch: pytest.MonkeyPatch, landscape: Landscape, tmp_path: Path
) -> None:
    leave()
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("claimscape.exports.pictures.chrome.APPS", ())
    assert found() == ""
    assert not browser_there()
    with pytest.raises(ExportError, match=r"none was found; install it .*apt-get install chromium"):
        write(Order(landscape, (Exhibit("coverage"),)), ["png"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("script", "why"),
    [("exit 1", "ended by itself"), ("sleep 600 & sleep 600", "did not answer in time"), (None, "No such file")],
)
def test_a_browser_that_does_not_start_is_ended_told_of_and_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str | None, why: str
) -> None:
    leave()
    path = tmp_path / "browser"
    if script:
        path.write_text(f"#!/bin/sh\necho $$ >> {tmp_path}/started\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER_PATH", str(path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    for _ in range(2):
        with pytest.raises(ExportError, match=f"could not be started .*{why}.*; install it"):
            Studio(start=0.3)
    assert not browser_there()
    assert not list(tmp_path.glob("claimscape-browser-*"))
    if script:
        started = (tmp_path / "started").read_text().split()
        assert len(started) == 1
        assert _running(str(path)) == []


def test_a_browser_that_hangs_is_ended_and_the_next_picture_has_another(warm: None, figures: dict[str, go.Figure]) -> None:
    with studio() as room:
        room._limit, pid = 0.5, room._chrome._pid
        with pytest.raises(ExportError, match="did not answer in time"):
            room._run("while (true) {}")
        assert room.closed()
    assert not Path(f"/proc/{pid}").exists()
    assert svg_of(figures["balance"]).startswith("<svg")


def test_a_browser_that_was_killed_is_replaced(warm: None, figures: dict[str, go.Figure]) -> None:
    with studio() as room:
        pid = room._chrome._pid
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert svg_of(figures["balance"]).startswith("<svg")


def test_several_threads_share_one_browser(warm: None, figures: dict[str, go.Figure]) -> None:
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(svg_of, [figures["balance"], figures["coverage"]] * 2))
    assert (drawn[0], drawn[1]) == (drawn[2], drawn[3])
    assert drawn[0] != drawn[1]


def test_no_port_is_open_and_nothing_stays_behind(warm: None, tmp_path: Path) -> None:
    chrome = Chrome(found())
    folder = chrome._folder.name
    assert Path(folder).is_dir()
    assert not (Path(folder) / "DevToolsActivePort").exists()
    chrome.close()
    chrome.close()
    assert not Path(folder).exists()
    assert _running(folder) == []


def test_a_painted_figure_is_a_copy_in_plain_types(figures: dict[str, go.Figure]) -> None:
    figure = figures["coverage"]
    before = figure.to_json()
    spec: dict[str, Any] = paint.painted(figure, Look(ink="#010203"), transparent=True)
    assert spec["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert theme.LIGHT_PAGE.ink not in str(spec)
    assert figure.to_json() == before


def _running(word: str) -> list[str]:
    """Processes whose command has the word in it, after those that were ended had a moment to go."""
    for _ in range(50):
        lines = [
            path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK) and path.exists()
        ]
        there = [line.decode(errors="replace") for line in lines if word.encode() in line]
        if not there:
            return []
        time.sleep(0.05)
    return there
