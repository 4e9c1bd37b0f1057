"""The HTML file holds charts, numbers and sentences as the queries gave them, runs nothing but its own scripts."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from claimscape import charts, queries
from claimscape.errors import ExportError
from claimscape.exports import write
from claimscape.exports.exhibit import Exhibit, every, made
from claimscape.exports.look import Look
from claimscape.exports.order import Order
from claimscape.exports.report import behind
from claimscape.queries import Pick, Scope
from claimscape.store import Landscape
from tests import landscapes

VOID = {"meta", "link", "img", "br", "input", "hr"}
HOSTILE = (
    "<script>alert(1)</script></script><!-- & \x00\x0b\ufffe \u202ertl\u202c e\u0301 \U0001f9e0 =SUM(A1) \"'" + " long" * 900
)


class Read(HTMLParser):
    """The file taken apart: its elements with what they hold, its words outside scripts, and elements left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.words: list[str] = []
        self.inside: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag == "script":
            self.scripts.append((found, ""))
        if tag not in VOID:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.inside[-1:] == ["script"]:
            self.scripts[-1] = self.scripts[-1][0], self.scripts[-1][1] + data
        elif self.inside[-1:] != ["style"]:
            self.words.append(data)

    def with_tag(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def data(self, name: str) -> Any:
        return next(json.loads(text) for attributes, text in self.scripts if attributes.get("id") == name)


@pytest.fixture(scope="module")
def path(landscape: Landscape, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (written,) = write(Order(landscape, tuple(every())), ["html"], tmp_path_factory.mktemp("report"))
    return written


@pytest.fixture(scope="module")
def text(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def read(text: str) -> Read:
    return Read(text)


def test_every_element_is_closed_and_every_id_is_the_only_one(read: Read) -> None:
    assert read.inside == []
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_nothing_is_loaded_and_only_the_two_scripts_that_are_told_by_their_sums_may_run(read: Read) -> None:
    policy = next(each["content"] for each in read.with_tag("meta") if each.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    scripts = [text for attributes, text in read.scripts if not attributes]
    sums = [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]
    assert rules["script-src"].split() == sums
    assert len(sums) == 2
    assert rules["default-src"] == "'none'"
    assert [attributes for _, attributes in read.elements if {"src", "srcset", "action"} & set(attributes)] == []
    assert {each["href"][0] for each in read.with_tag("a")} == {"#"}
    assert {each.get("type") for each, text in read.scripts if each} == {"application/json"}
    assert [name for _, attributes in read.elements for name in attributes if name.startswith("on")] == []


def test_headings_are_in_order_and_charts_say_what_they_show(read: Read, landscape: Landscape) -> None:
    levels = [tag for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == "h1"
    assert set(levels[1:]) == {"h2"}
    drawn = [made(landscape, exhibit) for exhibit in every() if exhibit.name in charts.__all__]
    plots = [each for each in read.with_tag("div") if each.get("role") == "img"]
    assert [each["aria-label"] for each in plots] == [each.meta["alt"] for each in drawn]
    assert [each["id"] for each in plots] == [f"p-{each.id}" for each in drawn]
    assert all(each.id in "".join(read.words) for each in drawn)


def test_a_chart_is_that_of_the_pages_with_numbers_of_marks_for_picks(read: Read, landscape: Landscape) -> None:
    there = made(landscape, Exhibit("claim_certainty"))
    assert there.figure is not None
    spec, ours = read.data(f"f-{there.id}"), json.loads(there.figure.to_json())
    data = read.data("behind")
    picks = [pick for trace in ours["data"] for (pick,) in trace.get("customdata", [])]
    marks = [mark for trace in spec["data"] for (mark,) in trace.get("customdata", [])]
    totals = [queries.sentences_behind(landscape, Scope(), Pick.parse(pick)).attrs["total"] for pick in picks]
    assert [data["marks"][mark][0] for mark in marks] == totals
    for trace in [*spec["data"], *ours["data"]]:
        trace.pop("customdata", None)
    assert spec["data"] == ours["data"]


def test_the_sentences_of_a_mark_are_those_of_the_query_with_the_words_that_decided(read: Read, landscape: Landscape) -> None:
    data = read.data("behind")
    column = {name: place + 2 for place, name in enumerate(data["columns"])}
    checked = 0
    for exhibit in every(["coverage", "risk_register", "balance"]):
        there = made(landscape, exhibit)
        assert there.figure is not None
        spec, ours = read.data(f"f-{there.id}"), json.loads(there.figure.to_json())
        for mine, theirs in zip(spec["data"], ours["data"], strict=True):
            for (mark,), (pick,) in zip(mine.get("customdata") or [], theirs.get("customdata") or [], strict=True):
                frame = queries.sentences_behind(landscape, Scope(), Pick.parse(pick))
                places = data["marks"][mark][1]
                found = [
                    (data["sources"][row[0]][0], row[1], row[column["text"]])
                    for row in (data["sentences"][at] for at, *_ in places)
                ]
                assert found == list(zip(frame["source"], frame["sentence_id"], frame["text"], strict=True))
                marked = [data["sentences"][at][column["text"]][start:end] for at, start, end in places]
                assert [quote for quote in marked if quote] == [
                    q for q, t in zip(frame["quote"], frame["text"], strict=True) if q != t
                ]
                checked += len(found)
    assert checked > 20


def test_each_sentence_is_stored_once(read: Read) -> None:
    keys = [tuple(row[:2]) for row in read.data("behind")["sentences"]]
    assert len(keys) == len(set(keys))


def test_every_mark_can_be_reached_from_a_table(read: Read) -> None:
    data = read.data("behind")
    specs = [json.loads(text) for attributes, text in read.scripts if attributes.get("id", "").startswith("f-")]
    carried = {
        each[0] for spec in specs for trace in spec["data"] for each in trace.get("customdata") or [] if each and each[0]
    }
    reached = {int(each["data-mark"]) for each in read.with_tag("button") if "data-mark" in each}
    assert {mark for mark in carried if data["marks"][mark][0]} <= reached
    assert all(each["aria-label"] for each in read.with_tag("button") if "data-mark" in each)


def test_the_table_has_the_numbers_of_the_query(text: str, landscape: Landscape) -> None:
    frame = queries.claim_certainty(landscape, Scope())
    body = re.search(r'aria-label="Data table: [^"]*assert it flatly[^"]*"><table>.*?<tbody>(.*?)</tbody>', text, re.S)
    assert body
    rows = [re.sub(r"<[^>]+>", "|", row) for row in body[1].split("</tr>") if row]
    assert len(rows) == len(frame)
    for row, (claim, number) in zip(rows, zip(frame["claim"], frame["sentences"], strict=True), strict=True):
        assert f"|{claim}|" in row
        assert f"|{number}|" in row


def test_it_says_how_each_chart_is_counted_and_of_which_build(read: Read, landscape: Landscape) -> None:
    words = " ".join(read.words)
    assert "Drawn as: matrix of topics by sources" in words
    assert landscape.build_id in words
    assert "Columns topic_id" not in words


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    hostile = landscapes.hostile(tmp_path, HOSTILE)
    exhibits = (Exhibit("coverage", title=HOSTILE, note=HOSTILE), Exhibit("findings"), Exhibit("wordcloud"))
    (written,) = write(Order(hostile, exhibits), ["html"], tmp_path)
    text = written.read_text("utf-8")
    read = Read(text)
    assert read.inside == []
    assert len([each for each, _ in read.scripts if not each]) == 2
    assert not re.search(
        "[\x00-\x08\x0b\x0c\ufffe\uffff]", text.split("<style>")[0] + text.split("</style>")[1].split("<script>")[0]
    )
    data = read.data("behind")
    assert any("<script>alert(1)</script>" in row[data["columns"].index("text") + 2] for row in data["sentences"])
    units = data["sentences"][0][3].encode("utf-16-le")
    assert all(2 * end <= len(units) for at, _, end in data["marks"][1][1] if at == 0)


def test_a_mark_with_very_many_sentences_says_how_many_are_left_out(
    monkeypatch: pytest.MonkeyPatch, landscape: Landscape, tmp_path: Path
) -> None:
    monkeypatch.setattr(behind, "MOST", 1)
    (written,) = write(Order(landscape, (Exhibit("coverage"),)), ["html"], tmp_path)
    marks = Read(written.read_text("utf-8")).data("behind")["marks"]
    assert max(total for total, _ in marks[1:]) > 1
    assert max(len(places) for _, places in marks[1:]) == 1


def test_the_same_order_gives_the_same_bytes_and_one_file(landscape: Landscape, tmp_path: Path) -> None:
    order = Order(landscape, (Exhibit("balance"), Exhibit("wordcloud"), Exhibit("tension")))
    (first,), (again,) = (write(order, ["html"], tmp_path / name) for name in ("one", "other"))
    assert again.read_bytes() == first.read_bytes()
    assert list(first.parent.iterdir()) == [first]


def test_the_look_of_a_house_is_on_it(landscape: Landscape, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n")
    look = Look(logo=logo, font="House </style>", ink="#112233", background="#ffeecc", accent="#aa0000")
    (written,) = write(Order(landscape, (Exhibit("balance"),), look=look), ["html"], tmp_path / "out")
    text = written.read_text("utf-8")
    assert "--background:#ffeecc" in text
    assert "House style, Arial" in text
    assert 'src="data:image/png;base64,' in text
    assert Read(text).data("behind")["dark"]["#ffeecc"] == "#0d1117"


def test_an_exhibit_may_stand_there_twice_under_two_titles(landscape: Landscape, tmp_path: Path) -> None:
    order = Order(landscape, (Exhibit("balance", title="One"), Exhibit("balance", title="Other")))
    (written,) = write(order, ["html"], tmp_path)
    ids = [attributes["id"] for _, attributes in Read(written.read_text("utf-8")).elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_a_logo_that_is_not_there_is_named_and_no_file_is_left(landscape: Landscape, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"the logo .*nowhere\.png cannot be read"):
        write(Order(landscape, (Exhibit("balance"),), look=Look(logo=tmp_path / "nowhere.png")), ["html"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_to_show_is_a_file_all_the_same(tmp_path: Path) -> None:
    empty = landscapes.landscape_of(tmp_path / "data", {}, {})
    (written,) = write(Order(empty, tuple(every())), ["html"], tmp_path)
    assert Read(written.read_text("utf-8")).data("behind")["sentences"] == []
