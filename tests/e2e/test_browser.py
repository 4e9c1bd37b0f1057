"""The dashboard in a real Chromium, from the address to the saved picture."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Download, expect
from pptx import Presentation

from tests.e2e.conftest import ROOT, Visitor, served

Window = Callable[..., Visitor]
PAGES = {
    "Overview": "/",
    "Coverage": "/coverage",
    "Claims": "/claims",
    "Risks": "/risks",
    "Evidence": "/evidence",
    "Emphasis": "/emphasis",
    "Compare": "/compare",
    "Likeness": "/likeness",
    "Discovery": "/discovery",
    "Agreement": "/agreement",
    "Sources": "/sources",
    "Search": "/search?q=serotonin",
    "Methods": "/methods",
    "Export": "/export",
}
CHARTS = {
    "/": ["landscape"],
    "/coverage": ["coverage", "silence", "co_occurrence", "saturation"],
    "/claims": ["claim_recurrence", "claim_overlap", "claim_certainty", "claim_support"],
    "/risks": ["risk_register", "balance"],
    "/evidence": ["evidence_audit", "checklist"],
    "/emphasis": ["emphasis", "distinctive_words", "wordcloud", "placement"],
    "/likeness": ["likeness", "shared_phrases"],
    "/compare": ["comparison"],
    "/discovery": ["uncoded_claims", "recurring_phrases"],
}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"

# Where on the screen the marks are that carry sentences, once they stand still: Plotly keeps its points, the middle of each
# is asked for.
MARK = """async (name) => {
  const kinds = '.barlayer .point path, .scatterlayer .point, .scatterlayer .textpoint, .treemaplayer .slice';
  const look = () => {
    const plot = document.querySelector(`.st-key-figure-${name} .js-plotly-plot`);
    plot.scrollIntoView({ block: 'center' });
    const boxes = [...plot.querySelectorAll(kinds)].map((mark) => mark.getBoundingClientRect());
    const seen = boxes.filter((each) => each.width > 3 && each.height > 3);
    return seen.map((each) => [each.x + each.width / 2, each.y + each.height / 2]);
  };
  let [seen, found] = ['', look()];
  for (let round = 0; round < 100 && seen !== JSON.stringify(found); round++) {
    seen = JSON.stringify(found);
    await new Promise((done) => setTimeout(done, 100));
    found = look();
  }
  return found;
}"""

# The app has changed to this scheme: the page is darker than the middle, or lighter.
PAINTED = """(scheme) => {
  const paint = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor;
  return paint.match(/\\d+/g).slice(0, 3).every((part) => (Number(part) < 128) === (scheme === 'dark'));
}"""
RULES = "{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }"
RULES_OF_COLOUR = "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }"  # those of RULES that look at paint

# Notes each plot that Plotly is asked to draw, from its first one on.
DRAWINGS = """(() => {
  window.drawn = [];
  let library;
  Object.defineProperty(window, 'Plotly', { get: () => library, set: (loaded) => {
    library = loaded;
    const react = loaded.react;
    loaded.react = (plot, ...more) => { window.drawn.push(plot); return react.call(loaded, plot, ...more); };
  } });
})()"""


def test_every_page_opens_from_the_navigation(visit: Window) -> None:
    visitor = visit()
    visitor.open()
    for title in [*list(PAGES)[1:], "Overview"]:
        visitor.after(lambda title=title: _turn_to(visitor, title))
        assert visitor.page.get_by_role("heading", level=1).count() == 1
    visitor.page.wait_for_url(f"{visitor.address}/")


def _turn_to(visitor: Visitor, title: str) -> None:
    """Follow the link of a page, which stands in a menu at the end of the row where it finds no room."""
    link = visitor.page.get_by_test_id("stTopNavLink").filter(has_text=title)
    if link.locator("xpath=ancestor::*[@inert]").count():
        visitor.page.get_by_role("button", name=re.compile(r"^\d+ more$")).click()
        link = visitor.page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title)
    link.first.click()


@pytest.mark.parametrize("path", ["/coverage", "/sources"])
def test_a_deep_link_opens_the_whole_dashboard_on_a_fresh_server(built: Path, visit: Window, path: str) -> None:
    with served(built) as fresh:
        visitor = visit(at=fresh)
        visitor.open(path)
        expect(visitor.page.get_by_test_id("stTopNavLink")).to_have_count(len(PAGES))
        assert visitor.page.get_by_test_id("stSidebarNavLink").count() == 0


def test_a_chart_is_drawn_once_when_its_page_is_opened(visit: Window) -> None:
    visitor = visit()
    visitor.page.add_init_script(DRAWINGS)
    visitor.open("/claims")
    drawn = visitor.page.evaluate("() => window.drawn.map((plot) => plot.closest('[class*=st-key-show-]').className)")
    assert len(drawn) == len(set(drawn)) == len(CHARTS["/claims"])


@pytest.mark.parametrize("path", CHARTS)
def test_a_click_on_a_mark_of_any_chart_opens_its_sentences_and_these_lead_to_the_reader(visit: Window, path: str) -> None:
    visitor = visit()
    visitor.open(path)
    for name in CHARTS[path]:
        expect(visitor.page.get_by_role("dialog")).to_have_count(0)
        visitor.settle()
        chart = visitor.page.locator(f".st-key-figure-{name}")
        assert chart.get_by_role("heading", level=2).inner_text()
        assert chart.locator(".cs-plot").get_attribute("aria-label")
        marks = visitor.page.evaluate(MARK, name)
        assert marks
        _click_until_sentences(visitor, marks)
        link = visitor.page.get_by_role("dialog").get_by_role("link").first
        assert re.search(r"sources\?(.*&)?doc=\w+&sentence=\d+$", link.get_attribute("href") or "")
        if name != CHARTS[path][-1]:
            visitor.page.keyboard.press("Escape")
    visitor.after(link.click)
    visitor.page.wait_for_url(re.compile(r"/sources\?doc=\w+&sentence=\d+$"))
    expect(visitor.page.locator(".cs-target")).to_be_in_viewport()


def _click_until_sentences(visitor: Visitor, marks: list[tuple[float, float]]) -> None:
    """A mark may stand for nothing found; one of the first must have sentences."""
    for x, y in marks[:6]:
        dialog = visitor.page.get_by_role("dialog")
        for _ in range(3):  # on a busy machine a chart may be drawn anew under the click, and hears the next
            visitor.page.mouse.move(x - 1, y)
            visitor.page.mouse.move(x, y)
            visitor.page.mouse.click(x, y)
            with suppress(AssertionError):
                expect(dialog).to_be_visible(timeout=10_000)
                break
        expect(dialog).to_be_visible()
        visitor.settle()
        expect(dialog.get_by_text(re.compile(r"\d+ sentence|No sentence stands")).first).to_be_visible()
        if dialog.locator(".cs-card").count():
            return
        visitor.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    raise AssertionError("no mark opened sentences")


def test_a_finding_opens_its_sentences(visit: Window) -> None:
    visitor = visit()
    visitor.open()
    visitor.page.locator("button.cs-finding-text").first.click()
    expect(visitor.page.get_by_role("dialog").locator(".cs-card").first).to_be_visible()


def test_the_keyboard_alone_leads_from_a_chart_to_its_sentences(visit: Window) -> None:
    visitor = visit()
    visitor.open("/coverage")
    visitor.page.get_by_role("button", name="Data table").first.focus()
    visitor.after(lambda: visitor.page.keyboard.press("Enter"))
    grid = visitor.page.get_by_test_id("stDataFrame").first
    expect(grid).to_be_visible()
    _choose_first_row(visitor)
    expect(visitor.page.get_by_role("dialog").locator(".cs-card").first).to_be_visible()


def _choose_first_row(visitor: Visitor) -> None:
    """Tab from the toolbar into the table, down to its first row, and choose it."""
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("() => document.activeElement.matches('[data-testid=stDataFrame] :is(canvas, table)')"):
            break
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Shift+Space")


def test_a_filter_stands_in_the_address_and_its_link_brings_the_same_view(visit: Window) -> None:
    visitor = visit()
    visitor.open("/coverage")
    visitor.page.get_by_role("button", name="Filter").click()
    visitor.page.get_by_role("combobox", name="Sources").click()
    visitor.after(lambda: visitor.page.get_by_role("option", name="PTSD clinic blog").click())
    expect(visitor.page).to_have_url(re.compile(r"/coverage\?source=001_"))
    expect(visitor.page.locator(".st-key-figure-coverage figcaption")).to_contain_text("1 source")
    title = visitor.page.locator(".st-key-figure-coverage h2").inner_text()
    other = visit()
    other.open(visitor.page.url.removeprefix(visitor.address))
    expect(other.page.locator(".st-key-figure-coverage h2")).to_have_text(title)
    expect(other.page.locator(".st-key-figure-coverage figcaption")).to_contain_text("1 source")
    other.after(lambda: other.page.get_by_test_id("stTopNavLink").filter(has_text="Claims").click())
    expect(other.page).to_have_url(re.compile(r"/claims\?source=001_"))


def test_hostile_documents_reach_no_other_host_and_run_nothing(hostile: str, visit: Window) -> None:
    visitor = visit(at=hostile)
    for path in PAGES.values():
        visitor.open(path.replace("serotonin", "word"))
        assert visitor.page.evaluate(
            "window.hacked === undefined && !document.querySelector('img[src*=tracker], a[href*=\"tracker.example\"]')"
        )
    visitor.open("/coverage")
    _click_until_sentences(visitor, visitor.page.evaluate(MARK, "coverage"))
    assert "<img src=" in visitor.page.get_by_role("dialog").locator(".cs-card").first.inner_text()


@pytest.mark.parametrize("path", ["/", "/claims", "/_stcore/health", "/nowhere"])
def test_every_answer_says_that_a_page_keeps_to_itself(address: str, path: str) -> None:
    with urlopen(address + path) as answer:  # noqa: S310 - our own server
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_picture_elsewhere_that_a_document_names_is_not_asked_for(visit: Window) -> None:
    visitor = visit()
    visitor.open("/claims")
    refused = visitor.page.evaluate("""() => new Promise((done) => {
      document.addEventListener("securitypolicyviolation", (event) => done([event.effectiveDirective, event.blockedURI]));
      document.body.append(Object.assign(new Image(), {src: "https://example.org/seen.png"}));
    })""")
    assert refused == ["img-src", "https://example.org/seen.png"]
    assert all("Content Security Policy" in text for text in visitor.complaints)
    visitor.complaints.clear()
    visitor.strangers.clear()  # the browser tells it as a request before it refuses


STYLED = """() => [document.querySelectorAll("#claimscape-style").length,
  [...document.querySelectorAll("style")].filter((style) => style.textContent.includes(".cs-root {")).length,
  getComputedStyle(document.querySelector(".cs-figure")).borderTopWidth]"""


def test_the_style_sheet_comes_with_the_first_page_and_stays_for_all_others(visit: Window) -> None:
    visitor = visit()
    visitor.open("/claims")
    assert visitor.page.evaluate(STYLED) == [1, 2, "1px"]
    for page in ("Risks", "Claims"):
        visitor.after(lambda page=page: visitor.page.get_by_role("link", name=page, exact=True).first.click())  # type: ignore[misc]
        assert visitor.page.evaluate(STYLED) == [1, 1, "1px"]


def test_a_visitor_without_the_style_sheet_is_sent_it_again(visit: Window) -> None:
    visitor = visit()
    visitor.open("/claims")
    visitor.after(lambda: visitor.page.get_by_role("link", name="Risks", exact=True).first.click())
    visitor.page.evaluate("""() => document.getElementById("claimscape-style").remove()""")
    visitor.after(lambda: visitor.page.get_by_role("link", name="Claims", exact=True).first.click())
    visitor.page.wait_for_function(f"(wanted) => JSON.stringify(({STYLED})()) === wanted", arg='[1,2,"1px"]')


def test_a_filter_that_leaves_nothing_is_explained(visit: Window) -> None:
    visitor = visit()
    visitor.open("/claims?source=003_59bbb4e195450157&certainty=negated")
    chart = visitor.page.locator(".st-key-figure-claim_recurrence")
    assert chart.get_by_role("heading").inner_text() == "Claim recurrence: nothing to show"
    expect(chart.get_by_text("No sentence that the filters leave")).to_be_visible()


def test_a_telephone_shows_the_whole_reason_why_there_is_nothing(visit: Window) -> None:
    visitor = visit(width=390)
    visitor.open("/discovery")
    chart = visitor.page.locator(".st-key-figure-unknown_risks .cs-plot")
    expect(chart).to_contain_text("not looked for.")
    text, sheet = (chart.locator(css).last.bounding_box() for css in ("text", ".main-svg"))
    assert sheet["y"] <= text["y"] and text["y"] + text["height"] <= sheet["y"] + sheet["height"]


def saved(visitor: Visitor, name: str, what: str) -> Download:
    """The file that the chart's own toolbar gives."""
    with visitor.page.expect_download() as download:
        visitor.page.locator(f".st-key-figure-{name}").get_by_role("button", name=what, exact=True).click()
    return download.value


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "name"), [("/coverage", "coverage"), ("/", "landscape"), ("/emphasis", "wordcloud")])
def test_a_saved_picture_is_large_light_and_coloured(visit: Window, scheme: str, path: str, name: str) -> None:
    visitor = visit(scheme=scheme)
    visitor.open(path)
    download = saved(visitor, name, "PNG")
    picture = Image.open(download.path()).convert("RGB")
    assert download.suggested_filename == f"claimscape-{name}.png"
    assert picture.size == (3840, 2160)
    assert picture.getpixel((2, 2)) == picture.getpixel((3837, 2157)) == (255, 255, 255)
    colours = picture.resize((480, 270)).quantize(64).getcolors()
    assert sum(count for count, _ in colours) - max(count for count, _ in colours) > 3000


def test_a_saved_drawing_is_light_and_holds_no_script(visit: Window) -> None:
    visitor = visit(scheme="dark")
    visitor.open("/coverage")
    text = Path(saved(visitor, "coverage", "SVG").path()).read_text("utf-8")
    assert ElementTree.fromstring(text).get("viewBox") == "0 0 960 540"  # noqa: S314 - our own drawing
    assert "rgb(255, 255, 255)" in text[:600]
    assert "<script" not in text


def test_the_numbers_are_saved_as_csv(visit: Window) -> None:
    visitor = visit()
    visitor.open("/coverage")
    text = Path(saved(visitor, "coverage", "CSV").path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {"topic", "source", "sentences", "of", "share"} <= set(rows[0])
    assert all(0 <= float(row["share"]) <= 1 for row in rows)


def test_search_leads_to_the_sentence_in_its_document(visit: Window) -> None:
    visitor = visit()
    visitor.open("/search?q=serotonin")
    visitor.after(visitor.page.locator(".cs-context-link").first.click)
    expect(visitor.page.locator(".cs-target")).to_contain_text(re.compile("serotonin", re.IGNORECASE))


def test_an_uploaded_coding_is_compared_with_the_machine(visit: Window) -> None:
    visitor = visit()
    visitor.open("/agreement")
    visitor.page.locator("input[type=file]").set_input_files(ROOT / "tests" / "gold" / "dev.jsonl")
    title = visitor.page.locator(".st-key-disagreements h4")
    expect(title).to_have_text(re.compile(r"^\d+ sentences? differs? in \w+"))
    figures = visitor.page.get_by_role("region", name="Figures of agreement, a row a field or label")
    expect(figures).to_contain_text("kappa")
    visitor.settle()
    assert _violations(visitor) == []
    visitor.page.get_by_role("button", name="Read it in its place").first.click()
    expect(visitor.page.locator(".cs-target")).to_be_in_viewport()


def test_a_sheet_to_code_by_hand_is_a_workbook(visit: Window) -> None:
    visitor = visit()
    visitor.open("/agreement")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Workbook with drop-downs").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_layers_of_the_reader_are_put_away_and_shown(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    tags = visitor.page.locator(".cs-tag-topic")
    expect(tags.first).to_be_visible()
    visitor.page.get_by_role("button", name=re.compile("^Topics")).last.click()
    expect(tags.first).to_be_hidden()


def test_the_contents_of_methods_lead_to_their_places_by_keyboard_and_by_address(visit: Window) -> None:
    visitor = visit()
    visitor.open("/methods")
    visitor.page.get_by_role("navigation", name="On this page").get_by_role("link", name="Limits").focus()
    visitor.page.keyboard.press("Enter")
    limits = visitor.page.get_by_role("heading", name="Limits")
    expect(limits).to_be_focused()
    expect(limits).to_be_in_viewport()
    expect(visitor.page).to_have_url(re.compile(r"/methods#limits$"))
    other = visit()
    other.open("/methods#dispersion")
    expect(other.page.get_by_role("heading", name="Dispersion")).to_be_focused()
    assert other.page.get_by_role("link", name="doi:10.1075/ijcl.13.4.02gri").get_attribute("href") == (
        "https://doi.org/10.1075/ijcl.13.4.02gri"
    )


def test_the_line_to_cite_is_copied(visit: Window) -> None:
    visitor = visit()
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open("/methods")
    visitor.page.get_by_role("button", name="Copy", exact=True).click()
    expect(visitor.page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = visitor.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == visitor.page.locator(".cs-cite").inner_text()
    assert copied.startswith("Claimscape ")


def test_a_list_gives_its_numbers_and_becomes_a_slide_and_keeps_who_stands_in_it(visit: Window) -> None:
    visitor = visit()
    visitor.open("/evidence")
    works = visitor.page.locator(".st-key-list-references")
    with visitor.page.expect_download() as waiting:
        works.get_by_role("button", name="CSV", exact=True).click()
    assert waiting.value.suggested_filename == "claimscape-references.csv"
    rows = list(csv.DictReader(Path(waiting.value.path()).read_text("utf-8-sig").splitlines()))
    assert len(rows) == works.locator(".cs-card").count() > 0
    add = works.get_by_role("button", name="Add to deck")
    add.focus()
    visitor.after(lambda: add.press("Enter"))
    expect(visitor.page.locator(".cs-deck")).to_contain_text("Deck: 1 slide")
    expect(add).to_be_focused()


def test_scripts_of_other_pages_are_fetched_ahead(visit: Window) -> None:
    visitor = visit()
    with visitor.page.expect_request("**/claimscape-reader-*.js"):
        visitor.open("/methods")


def test_charts_put_into_the_deck_are_there_after_a_reload_and_become_a_presentation(visit: Window) -> None:
    visitor = visit()
    visitor.open("/risks?kind=blog")
    for place in (0, 1):
        visitor.after(visitor.page.get_by_role("button", name="Add to deck").nth(place).click)
        expect(visitor.page.locator(".cs-deck")).to_contain_text(f"Deck: {place + 1} slide")
    visitor.open("/")
    expect(visitor.page.locator(".cs-deck")).to_have_text("Deck: 2 slides")
    visitor.page.locator(".cs-deck").click()
    visitor.page.wait_for_url("**/export**")
    visitor.settle()
    visitor.page.get_by_role("textbox", name="Title").fill("Risks as blogs tell them")
    visitor.after(lambda: visitor.page.get_by_role("textbox", name="Title").press("Tab"))
    visitor.after(visitor.page.get_by_role("button", name="Make the file").click)
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Save claimscape.pptx").click()
    titles = [slide.shapes.title.text for slide in Presentation(str(waiting.value.path())).slides]
    assert titles[0] == "Risks as blogs tell them"
    assert len(titles) == 3


TOUCHING = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
  const words = [...plot.querySelectorAll('.xaxislayer-above .xtick text, .g-xtitle text')];
  const boxes = words.map((each) => each.getBoundingClientRect());
  const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const found = boxes.some((box, at) => boxes.slice(at + 1).some((other) => touch(box, other)));
  return found ? [plot.textContent.slice(0, 80)] : [];
})"""


@pytest.mark.parametrize("path", ["/compare", "/claims", "/risks"])
def test_numbers_below_a_chart_and_its_title_do_not_touch_on_a_telephone(visit: Window, path: str) -> None:
    visitor = visit(390)
    visitor.open(path)
    assert visitor.page.evaluate(TOUCHING) == []


@pytest.mark.parametrize(("width", "scheme", "other"), [(1440, "light", "dark"), (390, "dark", "light")])
def test_no_page_scrolls_sideways_or_bars_anybody_in_light_or_dark(visit: Window, width: int, scheme: str, other: str) -> None:
    visitor = visit(width)
    for path in PAGES.values():
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.open(path)
        widths = visitor.page.evaluate(
            "(() => { const m = document.querySelector('[data-testid=stMain]'); return [m.scrollWidth, m.clientWidth]; })()"
        )
        assert widths[0] <= widths[1], path
        assert _violations(visitor) == [], f"{path}, {scheme}"
        visitor.page.emulate_media(color_scheme=other)
        visitor.page.wait_for_function(PAINTED, arg=other)
        visitor.settle()
        assert _violations(visitor, RULES_OF_COLOUR) == [], f"{path}, {other}"


def _violations(visitor: Visitor, rules: str = RULES) -> list[str]:
    """What axe-core calls serious or critical by WCAG 2.2 AA."""
    visitor.page.add_script_tag(path=AXE)
    found = visitor.page.evaluate(f"""async () => (await axe.run(document, {{ runOnly: {rules} }})).violations
      .filter((each) => ['serious', 'critical'].includes(each.impact))
      .map((each) => `${{each.id}}: ${{each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}}`)""")
    return [str(each) for each in found]
