"""Every chart drawn of normal, empty, single, many and hostile sources; what all of them promise is tested for all of them."""

import html
import json
import random
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from claimscape import charts, queries, theme
from claimscape.charts.cloud import packed, svg
from claimscape.charts.dress import Words, dressed, each, overhang
from claimscape.charts.dumbbell import scaled
from claimscape.charts.overview import _tile, squarified
from claimscape.charts.sheet import Sheet
from claimscape.charts.text import cells, listed, of, plain, safe, share, short, wrapped
from claimscape.queries import Pick, Scope
from claimscape.store import Landscape
from tests import landscapes

HOSTILE = (
    "<script>alert(1)</script>",
    '<b>bold</b> <a href="https://evil.example">link</a> & "quotes"',
    "$\\frac{1}{2}$ %{x} {{y}}",
    "a\x0b\x1b[31m\ufffe\u202egpj.exe",
    "日本語のとても長いラベルで、折り返しが必要になるほど長いものです",
    "العربية نص طويل جدا لاختبار الرسم",
    "W" * 400,
    "👩‍👩‍👧 e\u0301" * 20,
)
# Rules state all that the small landscape says; tests/test_discovery.py has sources with something new.
SIDES = Scope(one=("source:a", "source:b"), other=("source:b", "source:c"))
# What a chart's query is asked beside the filters.
MORE = {"search_frequency": ("serotonin OR word",)}
# Rules state all that the small landscape says, and no words of it recur; tests/test_discovery.py and tests/test_likeness.py
# have sources with something new.
NOTHING_NEW = ("recurring_phrases", "shared_phrases", "uncoded_claims", "unknown_risks")
COLOR_OF_PAGE = {*vars(theme.LIGHT_PAGE).values(), *vars(theme.DARK_PAGE).values()}


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """Sixty sources, more than a slide holds."""
    return landscapes.many(tmp_path_factory.mktemp("sixty"), 60)


@pytest.fixture(scope="module", params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """Five sources whose every label is the same hostile text."""
    return landscapes.hostile(tmp_path_factory.mktemp("hostile"), request.param)


def drawn(name: str, landscape: Landscape, scope: Scope | None = None) -> go.Figure:
    return getattr(charts, name)(framed(name, landscape, scope))


def framed(name: str, landscape: Landscape, scope: Scope | None = None) -> pd.DataFrame:
    scope = scope or (SIDES if name.startswith("comparison") else Scope())
    frame: pd.DataFrame = getattr(queries, name)(landscape, scope, *MORE.get(name, ()))
    return frame


def marks(figure: go.Figure) -> Iterator[tuple[str, Any]]:
    """Each mark's custom data with the number of points of its trace."""
    for trace in figure.data:
        if trace.hoverinfo != "skip" and trace.x is not None and [x for x in trace.x if x is not None]:
            assert trace.customdata is not None, trace.name
            assert len(trace.customdata) == len(trace.x)
            yield from ((data[0], trace) for data in trace.customdata)


def texts(value: Any) -> Iterator[str]:
    """Every string anywhere in a figure but its template and alt text, which no browser reads as markup."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (
            text for key, item in value.items() if key not in ("template", "meta", "customdata") for text in texts(item)
        )
    elif isinstance(value, list | tuple):
        yield from (text for item in value for text in texts(item))


def check(figure: go.Figure, name: str) -> None:
    """What every chart promises."""
    meta = figure.layout.meta
    assert meta["name"] == name
    assert meta["title"]
    assert len(meta["alt"]) > 20
    assert figure.layout.title.text
    assert figure.layout.height == theme.HEIGHT
    spec = json.loads(figure.to_json())
    go.Figure(spec)  # refuses a setting that Plotly does not know
    for text in texts(spec):
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\u202a-\u202e]", text), repr(text)
        assert not re.search(r"<(?!/?b>|br>)", text.replace("<0.1×", "")), text
        assert not text.startswith("http")
        assert "$" not in text or text.startswith("data:")
    for data, _ in marks(figure):
        assert str(Pick.parse(data)) == data
    sizes = {size for size in _sizes(spec["layout"]) if size}
    assert min(sizes) >= 12


def _sizes(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        yield from (
            item["size"] for key, item in value.items() if key.endswith("font") and isinstance(item, dict) and "size" in item
        )
        yield from (size for item in value.values() for size in _sizes(item))
    elif isinstance(value, list):
        yield from (size for item in value for size in _sizes(item))


@pytest.mark.parametrize("name", charts.__all__)
def test_every_chart_has_its_question(name: str) -> None:
    assert name in queries.__all__


@pytest.mark.parametrize("name", charts.__all__)
def test_a_chart_of_a_few_sources_has_marks_a_title_and_alt_text(name: str, landscape: Landscape) -> None:
    figure = drawn(name, landscape)
    check(figure, name)
    assert bool(list(marks(figure))) == (name not in NOTHING_NEW)


@pytest.mark.parametrize("name", charts.__all__)
def test_a_chart_of_one_source_is_drawn(name: str, landscape: Landscape) -> None:
    check(drawn(name, landscape, Scope(sources=("a",))), name)


@pytest.mark.parametrize("name", charts.__all__)
def test_a_chart_without_rows_says_why(name: str, landscape: Landscape) -> None:
    figure = drawn(name, landscape, Scope(sources=("nobody",)))
    check(figure, name)
    assert not list(marks(figure))
    assert any(len(note.text) > 20 for note in figure.layout.annotations)


@pytest.mark.parametrize("name", charts.__all__)
def test_a_chart_of_filters_that_leave_no_claim_is_drawn(name: str, landscape: Landscape) -> None:
    check(drawn(name, landscape, Scope(topics=("legal",), certainty=("negated",), support=("cited",))), name)


@pytest.mark.parametrize("name", charts.__all__)
def test_a_chart_of_sixty_sources_holds_what_can_be_read(name: str, sixty: Landscape) -> None:
    figure = drawn(name, sixty)
    check(figure, name)
    assert sum(1 for _ in marks(figure)) <= 2000
    for axis in figure.select_yaxes():
        assert len(axis.ticktext or ()) <= theme.ROWS
    for axis in figure.select_xaxes():
        assert len(axis.ticktext or ()) <= theme.COLUMNS


@pytest.mark.parametrize("name", charts.__all__)
def test_hostile_labels_are_shown_and_never_obeyed(name: str, hostile: Landscape) -> None:
    check(drawn(name, hostile), name)


@pytest.mark.parametrize("name", charts.__all__)
def test_a_chart_does_not_change_its_frame(name: str, landscape: Landscape) -> None:
    frame = framed(name, landscape)
    before, facts = frame.copy(deep=True), dict(frame.attrs)
    getattr(charts, name)(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert frame.attrs == facts


@pytest.mark.parametrize("name", charts.__all__)
def test_the_same_frame_gives_the_same_chart(name: str, landscape: Landscape) -> None:
    assert drawn(name, landscape).to_json() == drawn(name, landscape).to_json()


@pytest.mark.parametrize("name", charts.__all__)
def test_dark_and_light_change_the_page_and_not_the_data(name: str, landscape: Landscape) -> None:
    figure = drawn(name, landscape)
    before = figure.to_json()
    dark = theme.dark(figure)
    assert dark.layout.template.layout.paper_bgcolor == theme.DARK_PAGE.background
    assert dark.layout.template.layout.font.color == theme.DARK_PAGE.ink
    assert figure.to_json() == before
    assert json.loads(theme.light(dark).to_json()) == json.loads(before)
    for mine, theirs in zip(figure.data, dark.data, strict=True):
        assert mine.customdata == theirs.customdata


def test_every_palette_shows_on_both_pages_or_carries_an_outline() -> None:
    pages = (theme.LIGHT_PAGE.background, theme.DARK_PAGE.background)
    solid = [*theme.SUPPORT.values(), *theme.CERTAINTY.values(), theme.BENEFIT, theme.RISK]
    for color in [theme.OUTLINE, *(style.color for style in solid), *map(theme.legible, theme.SOURCES)]:
        assert min(theme.contrast(color, page) for page in pages) >= 3, color


def test_text_of_the_page_meets_aa() -> None:
    for page in (theme.LIGHT_PAGE, theme.DARK_PAGE):
        assert theme.contrast(page.ink, page.background) >= 7
        assert theme.contrast(page.muted, page.background) >= 4.5
        assert theme.contrast(page.axis, page.background) >= 3


def test_numbers_read_on_every_fill() -> None:
    fills = [*theme.SEQUENTIAL, *theme.DIVERGING, *(style.color for style in theme.SUPPORT.values())]
    assert all(theme.contrast(theme.text_on(fill), fill) >= 4.5 for fill in fills)


def test_no_data_colour_is_a_colour_of_the_page() -> None:
    styles = [*theme.SUPPORT.values(), *theme.CERTAINTY.values(), theme.BENEFIT, theme.RISK]
    data = {*theme.SOURCES, *theme.SEQUENTIAL, *theme.DIVERGING, theme.OUTLINE, *(style.color for style in styles)}
    assert not data & COLOR_OF_PAGE


def test_contrast_of_black_and_white_is_21() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_sources_and_supports_differ_in_more_than_colour() -> None:
    looks = [theme.source_style(position) for position in range(32)]
    assert len({(look.color, look.shape, look.pattern) for look in looks}) == 32
    for styles in (theme.SUPPORT, theme.CERTAINTY):
        assert len({look.shape for look in styles.values()}) == len({look.pattern for look in styles.values()}) == len(styles)


def test_labels_are_cut_at_a_word_and_escaped() -> None:
    assert short("Heart rate, blood pressure, cardiovascular conditions", 30) == "Heart rate, blood pressure…"
    assert short("<b>", 30) == "&lt;b&gt;"
    assert cells("日本") == 4
    assert cells(html.unescape(short("日本語" * 20, 20))) <= 20


def test_text_that_xml_forbids_is_left_out() -> None:
    assert plain("a\x00b\ufffe\u202ec \ud800\n d") == "a b c d"
    assert safe("1 < 2 & $x$") == "1 &lt; 2 &amp; &#36;x&#36;"


def test_a_title_breaks_into_even_lines() -> None:
    assert wrapped("one two three four five six", 20, 2) == "one two three four<br>five six"
    assert wrapped("", 20, 2) == ""


def test_numbers_are_said_in_words() -> None:
    assert of(1, 1) == "1 of 1 source"
    assert (share(9, 12), share(30, 40)) == ("9 of 12", "75 %")  # no bare percentage below 20
    assert listed(["a", "b", "c", "d", "e"]) == "“a”, “b”, “c” and 2 more"
    assert listed(["a", "b"]) == "“a” and “b”"


def test_tiles_fill_the_sheet_in_proportion() -> None:
    boxes = squarified([6, 6, 4, 3, 2, 2, 1], (0, 0, 6, 4))  # the example of Bruls, Huizing and van Wijk
    assert [round(width * height, 6) for *_, width, height in boxes] == [6, 6, 4, 3, 2, 2, 1]
    assert boxes[0] == (0, 0, 3, 2)
    assert boxes[1] == (0, 2, 3, 2)


@pytest.mark.parametrize(
    ("width", "height", "said"),
    [
        (120.0, 24.0, "Legal and…"),  # one line in a low tile
        (44.0, 60.0, "Lega…"),
        (30.0, 60.0, "12"),
        (15.0, 60.0, ""),
        (120.0, 12.0, ""),
    ],
)
def test_a_small_tile_has_a_short_label_as_long_as_any_fits(width: float, height: float, said: str) -> None:
    frame = pd.DataFrame([{"topic": "Legal and regulatory status", "sentences": 12, "sources": 3, "n": 5}])
    label = _tile(next(each(frame)), width, height)
    assert (label.startswith(said[:4]) and "<br>" not in label) if said else label == ""


def test_the_alternative_text_of_the_landscape_names_every_tile(tmp_path: Path) -> None:
    codes = [("topic", f"t{at}", f"Topic number {at}", "", None) for at in range(30)]
    lines = [{"text": "x", "topics": [f"t{at}" for at in range(30)]}]
    alt = drawn("landscape", landscapes.landscape_of(tmp_path, {"a": lines}, {}, codes)).layout.meta["alt"]
    assert all(f"Topic number {at}: 1 in" in alt for at in range(30))


def test_a_cloud_is_the_same_whatever_the_order_of_ties() -> None:
    words = [("beta", 2.0), ("alpha", 2.0), ("gamma", 1.0)]
    assert packed(words, 300, 150) == packed(words[::-1], 300, 150)
    assert {at.word for at in packed(words, 300, 150)} == {"alpha", "beta", "gamma"}


@pytest.mark.parametrize("seed", range(6))
def test_no_word_of_a_cloud_lies_on_another(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    words = [("gd" + "".join(chance.choices("bdhlgpqy", k=chance.randint(1, 9))), 30 / (at + 1) ** 0.6) for at in range(30)]
    placed = packed(words, 450, 190)
    assert len(placed) >= 8
    for one, other in combinations(placed, 2):
        beside = one.x + one.length <= other.x + 2 or other.x + other.length <= one.x + 2
        high, low = sorted((one, other), key=lambda at: at.y)
        assert beside or high.y + 0.2 * high.size <= low.y - 0.7 * low.size + 2, (one, other)  # so deep, and so high


def test_a_cloud_of_nothing_or_of_any_script_is_well_formed() -> None:
    assert packed([], 300, 150) == []
    picture = svg(packed([("<b>&", 3.0), ("日本語", 2.0), ("العربية", 1.0)], 300, 150), "#0072b2", (300, 150), {"العربية"})
    assert "&lt;b&gt;&amp;" in picture
    assert "日本語" in picture
    assert picture.count("font-style=\"italic\"") == 1
    assert "href" not in picture


def test_titles_say_the_finding(landscape: Landscape) -> None:
    titles = {name: drawn(name, landscape).layout.meta["title"] for name in charts.__all__}
    assert titles["claim_recurrence"] == "2 of 3 sources say “It raises serotonin”, the commonest claim; 1 cites a study"
    assert titles["coverage"] == "1 of 3 topics stands in every source; in fewest “Law”, 1 of 3 sources"
    support = "Most sentences with a claim, 3 of 5, give no support; 1 of 3 sources cites a reference for one †"
    assert titles["claim_support"] == support  # without Gamma or Alpha it is 2 of 4
    audit = "1 vague appeal to evidence against 1 reference, listed by 1 of 3 sources; 1 claim tied to one"
    assert titles["evidence_audit"] == audit
    assert titles["claim_overlap"] == "None of 3 claims is said by all 3 sources; 2 by one alone"
    assert titles["saturation"] == "The last of 3 sources added 0.7 new claims on average; more sources would add more"
    assert titles["emphasis"] == "Counts only: 3 sources are too few to tell emphasis from chance"


def test_combinations_of_one_claim_are_put_away_where_they_would_be_most_of_the_sheet(tmp_path: Path) -> None:
    """Three combinations of two claims each and five of one: three rows are drawn, and the other five told."""
    claims = [f"c{number}" for number in range(11)]
    who = ["ab", "ab", "ac", "ac", "bc", "bc", "abc", "a", "b", "c", "ad"]
    documents: dict[str, list[landscapes.Row]] = {
        source: [
            {"text": f"{claim}.", "claims": [(claim, "effect", "asserted", "none")]}
            for claim, sources in zip(claims, who, strict=True)
            if source in sources
        ]
        for source in "abcd"
    }
    codes = [("claim", claim, f"Claim {claim}", "", "effect") for claim in claims]
    figure = drawn("claim_overlap", landscapes.landscape_of(tmp_path, documents, {}, codes))
    assert list(figure.layout.yaxis.ticktext) == ["Claim c0 (+1)", "Claim c2 (+1)", "Claim c4 (+1)"]
    assert "5 more combinations, each of one claim, in the data table" in figure.layout.meta["subtitle"]
    assert figure.layout.meta["title"] == "None of 11 claims is said by all 4 sources; 3 by one alone"


def test_a_matrix_of_many_sources_draws_pairs_and_says_how_many_are_left_out(sixty: Landscape) -> None:
    meta = drawn("claim_overlap", sixty).layout.meta
    assert meta["title"] == "“Source 0” and “Source 2” share most: 2 of the 2 claims that either says"
    assert "the 24 of 60 sources that say most claims" in meta["subtitle"]
    assert "the 24 of 60 sources that share most wording" in drawn("likeness", sixty).layout.meta["subtitle"]


def test_saturation_of_the_same_sources_says_that_the_last_added_nothing(tmp_path: Path) -> None:
    documents = {f"s{number}": landscapes.SMALL["b"] for number in range(12)}
    meta = drawn("saturation", landscapes.landscape_of(tmp_path, documents, {})).layout.meta
    assert meta["title"] == "The last of 12 sources added no new claim on average; one more would hardly add another"
    assert "none still unseen by Chao’s estimate" in meta["subtitle"]


def test_topics_said_together_stand_beside_each_other(tmp_path: Path) -> None:
    """Four topics, each commoner than the next; the first and the last always stand together, as do the middle two."""
    codes = [("topic", name, name.title(), "", None) for name in ("one", "two", "three", "four")]
    lines = [{"text": "x", "topics": topics} for topics in (["one", "four"],) * 3 + (["two", "three"],) * 2 + (["one"],)]
    figure = drawn("co_occurrence", landscapes.landscape_of(tmp_path, {"a": lines}, {}, codes))
    order = [figure.layout.xaxis.ticktext[0], *figure.layout.yaxis.ticktext]
    places = {name: place for place, name in enumerate(order)}
    assert abs(places["One"] - places["Four"]) == abs(places["Two"] - places["Three"]) == 1
    bars = figure.data[0]
    assert sorted(data[0] for data in bars.customdata) == ["topic=one&also=four", "topic=two&also=three"]
    assert sorted(bars.text) == ["2", "3"]


def test_the_title_of_pairs_names_the_most_closely_tied_and_not_the_most_frequent(tmp_path: Path) -> None:
    """One and Two stand together most often, in 3 of 7 sentences on either; Three and Four in 2 of 2."""
    codes = [("topic", name, f"{name.title()} and so on", "", None) for name in ("one", "two", "three", "four")]
    topics = (["one", "two"],) * 3 + (["one"],) * 4 + (["three", "four"],) * 2
    lines = [{"text": "x", "topics": found} for found in topics]
    meta = drawn("co_occurrence", landscapes.landscape_of(tmp_path / "some", {"a": lines}, {}, codes)).layout.meta
    tied = "“Three and so on” and “Four and so on” are most closely tied: 2 of the 2 sentences on either bear both"
    assert meta["title"] == tied
    one = landscapes.landscape_of(tmp_path / "one", {"a": [{"text": "x", "topics": ["one", "two"]}]}, {}, codes)
    assert drawn("co_occurrence", one).layout.meta["title"].endswith("the only sentence on either bears both")


def test_names_that_lean_over_the_last_column_stand_on_the_sheet() -> None:
    """At 40 pixels a column a name of 16 letters reaches 73 pixels to the right, 53 beyond the end of the last column."""
    names = ["short"] * 15 + ["Therapeutic alli"]
    assert overhang(names, 640.0) >= 16 * 6.4 * 0.71 - 20
    assert overhang(names[::-1], 640.0) == overhang([], 640.0) == 32  # the default
    assert overhang(names, 300.0) == overhang(names, 2000.0) == 32  # upright, or side by side


@pytest.mark.parametrize("name", ["co_occurrence", "checklist"])
def test_no_leaning_name_of_a_column_ends_outside_the_sheet(name: str, sixty: Landscape, tmp_path: Path) -> None:
    codes = [("topic", f"t{at}", f"Quite a long topic {at}", "", None) for at in range(16)]
    lines = [{"text": "x", "topics": [f"t{at}" for at in range(16)]}]
    sources = landscapes.landscape_of(tmp_path, {"a": lines}, {}, codes) if name == "co_occurrence" else sixty
    layout = drawn(name, sources).layout
    plot = theme.WIDTH - layout.margin.l - layout.margin.r
    if layout.xaxis.tickangle == -45:
        ends = (at + 0.5 for at in layout.xaxis.tickvals)
        width, texts_ = plot / len(layout.xaxis.ticktext), layout.xaxis.ticktext
        reach = [end * width + 4.5 * cells(text) for end, text in zip(ends, texts_, strict=True)]
        assert max(reach) <= plot + layout.margin.r


PANELED = ("emphasis", "distinctive_words", "wordcloud", "placement")


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """Twelve sources that speak of other things the later they stand; the third says nothing three times."""
    documents: dict[str, list[landscapes.Row]] = {
        f"s{at:02}": [{"text": f"Word{at}x is here.", "topics": ["safety" if at % 2 else "legal"]}] * (1 if at == 2 else 30)
        for at in range(12)
    }
    return landscapes.landscape_of(tmp_path_factory.mktemp("twelve"), documents, {})


def paneled(name: str, landscape: Landscape, scope: Scope) -> list[str]:
    traces = drawn(name, landscape, scope).data
    return [trace.name for trace in traces if trace.name.startswith("s")]


@pytest.mark.parametrize("name", PANELED)
@pytest.mark.parametrize("sources", [7, 8])
def test_of_seven_and_of_eight_sources_each_has_a_panel(name: str, sources: int, twelve: Landscape) -> None:
    chosen = tuple(f"s{at:02}" for at in range(12 - sources, 12))
    assert paneled(name, twelve, Scope(sources=chosen)) == list(chosen)
    assert "the first" not in drawn(name, twelve, Scope(sources=chosen)).layout.meta["subtitle"]


@pytest.mark.parametrize("name", PANELED)
def test_of_many_sources_the_same_have_panels_everywhere_and_the_rest_is_counted(name: str, twelve: Landscape) -> None:
    silent = {"s02"} if name in ("distinctive_words", "wordcloud") else set()  # no other takes its place
    assert paneled(name, twelve, Scope()) == [f"s{at:02}" for at in range(8) if f"s{at:02}" not in silent]
    told = "the first 8 of 12 sources; a filter of sources shows the other 4"
    assert told in drawn(name, twelve).layout.meta["subtitle"]


def test_the_name_of_a_panel_of_words_begins_on_the_sheet_however_narrow_it_is(twelve: Landscape) -> None:
    for count in (1, 2, 3, 5, 8):
        figure = drawn("distinctive_words", twelve, Scope(sources=tuple(f"s{at:02}" for at in range(4, 4 + count))))
        names = [note for note in figure.layout.annotations if note.name != "footer"]
        assert len(names) == count
        assert all(note.xref == "paper" and 0 <= note.x < 1 and not note.xshift for note in names)


def test_a_figure_is_rendered_without_a_call_to_the_outside(landscape: Landscape, tmp_path: Path) -> None:
    page = tmp_path / "all.html"
    page.write_text("".join(drawn(name, landscape).to_json() for name in charts.__all__), "utf-8")
    addresses = re.findall(r"https?://[^\"' <]+", page.read_text("utf-8"))
    assert set(addresses) <= {"http://www.w3.org/2000/svg"}


# Sentences of "trust" as they stand in the hovers of the small landscape (tests/landscapes.py measures three of its codes).
TRUST = {
    "coverage": "rule measured on 240 sentences: precision 0.87, recall 0.97",
    "claim_recurrence": "rule measured on 1 sentence: precision 0.75, recall not applicable",
    "risk_register": "rule measured on 4 sentences: precision 1.00, recall 0.50",
    "silence": "rule measured on 240 sentences: precision 0.87, recall 0.97",
}


@pytest.mark.parametrize("name", TRUST)
def test_every_mark_that_rests_on_a_rule_says_how_far_the_rule_can_be_trusted(
    name: str, landscape: Landscape, sixty: Landscape
) -> None:
    for sources in (landscape, sixty):
        hovers = [text for trace in drawn(name, sources).data if trace.hovertext is not None for text in trace.hovertext]
        ends = {text.rsplit("<br>", 1)[1] for text in hovers}
        assert TRUST[name] in ends
        assert "rule not measured" in ends
        assert all(end.startswith("rule ") for end in ends)


@pytest.mark.parametrize(
    ("name", "text", "pick"),
    [
        ("silence", "1 of 3", "topic=legal"),
        ("claim_recurrence", "2 of 3", "claim="),
        ("claim_certainty", "2 of 3", "claim="),
        ("claim_support", "n = ", "source=a&side=claim"),
        ("risk_register", " of 3", "risk="),
    ],
)
def test_the_count_at_the_end_of_a_row_opens_the_row(name: str, text: str, pick: str, landscape: Landscape) -> None:
    (ends,) = drawn(name, landscape).select_traces({"mode": "text", "cliponaxis": False})
    said = [(words, data[0]) for words, data in zip(ends.text, ends.customdata, strict=True)]
    assert any(text in words and data.startswith(pick) for words, data in said), said


def test_what_is_not_found_opens_nothing(landscape: Landscape) -> None:
    (absent,) = [trace for trace in drawn("checklist", landscape).data if trace.name.startswith("✗")]
    assert {data[0] for data in absent.customdata} == {""}


def test_a_sheet_merges_settings_as_a_figure_does() -> None:
    sheet, figure = Sheet(), go.Figure()
    for drawn in (sheet, figure):
        drawn.add_bar(x=[1], y=[2], name="a")
        drawn.add_scatter(x=[1], y=[3], mode="markers", showlegend=True)
        drawn.add_shape(type="line", x0=0, x1=1)
        drawn.add_annotation(text="note", x=1, y=0)
        drawn.update_layout({"xaxis2": {"domain": [0.5, 1], "title": {"text": "right"}}}, barmode="stack")
        drawn.update_layout(xaxis2={"title": {"standoff": 4}}, showlegend=False)
        drawn.update_xaxes(range=[0, 1])
        drawn.update_yaxes(visible=False)
        drawn.update_traces(selector={"type": "bar"}, showlegend=False)
    assert go.Figure(sheet.to_dict()).to_dict() == figure.to_dict()


@pytest.mark.parametrize("most", [0.01, 0.4, 1.0, 3.0, 71.2, 100.0])
def test_the_scale_of_dumbbells_begins_at_nothing_and_has_few_ticks(most: float) -> None:
    sheet = Sheet()
    scaled(sheet, most, "share")
    drawn = dressed(sheet, "made_up", Words("title", "", "words for those who cannot see it"), pd.DataFrame())
    figure = go.Figure(drawn.to_dict())
    ticks = figure.layout.xaxis.tickvals
    assert ticks[0] == 0 < min(ticks[1:])
    assert 3 <= len(ticks) <= 7
    assert ticks[-1] <= figure.layout.xaxis.range[1]
    assert figure.layout.xaxis.range[0] < 0  # room for the numbers of ends at 0
