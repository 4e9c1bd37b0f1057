"""Search in a real Chromium: order, pages, keyboard, the entry to keep, links that bring the view back, and barriers."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from claimscape import codebook
from tests import landscapes
from tests.e2e.conftest import Visitor, served
from tests.e2e.test_browser import MARK, _violations

Window = Callable[..., Visitor]
# Where on the screen the last tick of the strips is; it is thinner than what MARK finds.
TICK = """() => {
  const ticks = [...document.querySelectorAll('.st-key-figure-search_frequency .scatterlayer .point')];
  const box = ticks.at(-1).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard of one source with 450 lines, whose order by the word after is the other way round."""
    folder = tmp_path_factory.mktemp("long")
    lines = [{"text": f"Line {number:03} has tea z{999 - number} in it."} for number in range(450)]
    landscapes.landscape_of(folder, {"a": lines}, {"a": {"label": "Alpha"}})
    with served(folder) as address:
        yield address


def contexts(visitor: Visitor) -> Locator:
    return visitor.page.locator(".cs-context-line")


def choose_order(visitor: Visitor, label: str) -> None:
    visitor.page.get_by_role("combobox", name="Sort by").click()
    visitor.after(lambda: visitor.page.get_by_role("option", name=label).click())


def test_places_are_sorted_over_all_pages_and_paged(visit: Window, long: str) -> None:
    visitor = visit(at=long)
    visitor.open("/search?q=tea")
    expect(visitor.page.get_by_role("heading", name="450 places in 450 sentences of 1 source")).to_be_visible()
    expect(contexts(visitor)).to_have_count(200)
    expect(contexts(visitor).first).to_contain_text("tea z999 in it.")
    choose_order(visitor, "1st word to the right")
    expect(contexts(visitor).first).to_contain_text("tea z550 in it.")
    expect(visitor.page.locator(".cs-turn-1").first).to_have_text("z550")
    visitor.after(visitor.page.get_by_role("button", name="Next 200").last.click)
    expect(contexts(visitor).first).to_contain_text("tea z750 in it.")
    expect(visitor.page.get_by_text("Places 201 to 400 of 450")).to_be_visible()
    expect(visitor.page).to_have_url(re.compile(r"/search\?q=tea&sort=right1&page=2$"))
    other = visit(at=long)
    other.open(visitor.page.url.removeprefix(visitor.address))
    expect(contexts(other).first).to_contain_text("tea z750 in it.")
    other.after(other.page.get_by_role("button", name="Next 50").first.click)
    expect(contexts(other)).to_have_count(50)
    expect(other.page.get_by_role("button", name=re.compile("^Next")).first).to_be_disabled()
    for each in (visitor, other):
        each.complaints.clear()  # a module's server may go before the window does


def test_the_words_found_stand_below_each_other(visit: Window) -> None:
    visitor = visit()
    visitor.open("/search?q=therapy")
    hits = visitor.page.locator(".cs-hit")
    places = {round(hits.nth(number).bounding_box()["x"]) for number in range(8)}  # type: ignore[index]
    assert len(places) == 1


def test_the_keyboard_alone_leads_from_the_query_to_the_sentence(visit: Window) -> None:
    visitor = visit()
    visitor.open("/search")
    visitor.page.get_by_role("textbox", name="Words to look for").focus()
    visitor.page.keyboard.type("release NEAR/6 serotonin")
    visitor.after(lambda: visitor.page.keyboard.press("Enter"))
    expect(contexts(visitor).first).to_be_visible()
    for _ in range(30):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("() => document.activeElement.matches('.cs-context-link')"):
            break
    visitor.after(lambda: visitor.page.keyboard.press("Enter"))
    expect(visitor.page.locator(".cs-target")).to_contain_text(re.compile("serotonin", re.IGNORECASE))


def test_a_bar_leads_to_the_places_of_its_source_and_a_tick_to_its_sentence(visit: Window) -> None:
    visitor = visit()
    visitor.open("/search?q=serotonin&view=sources")
    x, y = visitor.page.evaluate(MARK, "search_frequency")[0]
    visitor.page.mouse.move(x - 1, y)
    visitor.page.mouse.move(x, y)
    visitor.after(lambda: visitor.page.mouse.click(x, y))
    expect(visitor.page).to_have_url(re.compile(r"/search\?q=serotonin&only=\w+$"))
    names = visitor.page.locator(".cs-context .cs-source")
    expect(names.first).to_be_visible()
    assert len(set(names.all_inner_texts())) == 1
    visitor.after(visitor.page.get_by_role("button", name="Show all sources").click)
    assert len(set(names.all_inner_texts())) > 1
    visitor.open("/search?q=serotonin&view=sources")
    visitor.page.locator(".st-key-figure-search_frequency .cs-plot").scroll_into_view_if_needed()
    x, y = visitor.page.evaluate(TICK)
    visitor.page.mouse.move(x - 1, y)
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.click(x, y)
    expect(visitor.page.get_by_role("dialog").locator(".cs-card").first).to_contain_text(re.compile("serotonin", re.IGNORECASE))


def test_a_misspelt_word_is_mended_with_one_click(visit: Window) -> None:
    visitor = visit()
    visitor.open("/search?q=serotnin")
    expect(visitor.page.get_by_role("status").filter(has_text="Did you mean")).to_be_visible()
    visitor.after(visitor.page.get_by_role("link", name="serotonin", exact=True).click)
    expect(contexts(visitor).first).to_contain_text(re.compile("serotonin", re.IGNORECASE))
    expect(visitor.page).to_have_url(re.compile(r"/search\?q=serotonin$"))


def test_an_example_is_asked_with_one_click(visit: Window) -> None:
    visitor = visit()
    visitor.open("/search")
    example = visitor.page.locator(".cs-example a").nth(3)
    words = example.inner_text()
    visitor.after(example.click)
    expect(visitor.page.get_by_role("textbox", name="Words to look for")).to_have_value(words)
    expect(contexts(visitor).first).to_be_visible()


def test_a_query_is_saved_as_an_entry_that_the_codebook_takes(visit: Window, tmp_path: Path) -> None:
    visitor = visit()
    visitor.open("/search?q=%22side+effects%22+OR+nausea&view=entry")
    expect(visitor.page.get_by_text("Paste these lines below topics: in codebook.yaml")).to_be_visible()
    visitor.after(visitor.page.get_by_text("Risk", exact=True).click)
    expect(visitor.page.get_by_text("Paste these lines below risks: in codebook.yaml")).to_be_visible()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Save the entry").click()
    entry = Path(download.value.path()).read_text("utf-8")
    book = tmp_path / "codebook.yaml"
    book.write_text(f"title: T\nversion: '1'\nsubject: [therapy]\nrisks:\n{entry}", "utf-8")
    assert [(code.kind, code.label) for code in codebook.load(book).codes] == [("risk", "Side effects nausea")]


def test_a_hostile_query_stays_text(visit: Window) -> None:
    visitor = visit()
    visitor.open("/search?q=%3Cimg+src%3Dx+onerror%3D%22window.hacked%3D1%22%3E+%2A%2Ab%2A%2A+%24x")
    expect(visitor.page.get_by_role("alert")).to_contain_text("<img src=x onerror=")
    visitor.open("/search?q=therapy+OR+%27%3Cimg+src%27&view=entry")
    assert visitor.page.evaluate("window.hacked === undefined && !document.querySelector('img[src=x]')")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])  # width moves things, the scheme paints them
def test_no_view_of_a_search_scrolls_sideways_or_bars_anybody(visit: Window, width: int, scheme: str) -> None:
    visitor = visit(width, scheme)
    asked = ["", "?q=therapy&sort=right1", "?q=serotonin&view=sources", "?q=nausea&view=entry", "?q=a+OR+OR+b", "?q=serotnin"]
    for query in asked:
        visitor.open(f"/search{query}")
        main = "(() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth; })()"
        assert visitor.page.evaluate(main) <= 0, query
        assert _violations(visitor) == [], query
