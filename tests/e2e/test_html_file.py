"""The HTML file opened from the disk: it asks nobody, complains of nothing, and leads from a mark to its sentences."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import claimscape
from claimscape import queries
from claimscape.exports import write
from claimscape.exports.exhibit import Exhibit
from claimscape.exports.order import Order
from claimscape.queries import Scope

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
VIOLATIONS = """async () => (await axe.run(document)).violations
  .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)"""
BAR = """(number) => {
  const bar = [...document.querySelectorAll('.barlayer .point path')].filter((each) => each.getBBox().width > 3)[number];
  bar.scrollIntoView({ block: 'center' });
  const box = bar.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
EXHIBITS = ("findings", "claim_support", "balance", "references")
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def file(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a few charts and lists of the documents in seeds/."""
    order = Order(claimscape.open_landscape(built), tuple(map(Exhibit, EXHIBITS)))
    (path,) = write(order, ["html"], tmp_path_factory.mktemp("html"))
    return path


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Opened]:
    """Opens the file in windows; at the end none of them may have complained or asked for anything else."""
    said: list[str] = []
    pages: list[Page] = []

    def window(width: int = 1440, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith((file.as_uri(), "data:")) else None)
        page.goto(file.as_uri())
        for plot in page.locator(".plot").all():  # each is drawn when it comes near the window
            plot.scroll_into_view_if_needed()
            plot.locator(".main-svg").first.wait_for()
        pages.append(page)
        return page

    yield window
    for page in pages:
        page.context.close()
    assert said == []


def test_a_click_on_a_mark_shows_its_sentences(opened: Opened, built: Path) -> None:
    landscape = claimscape.open_landscape(built)
    frame = queries.claim_support(landscape, Scope())
    page = opened()
    page.mouse.click(*page.evaluate(BAR, 0))
    expect(page.locator("#panel")).to_be_visible()
    number = page.locator("#panel-list li").count()
    assert number in set(frame["sentences"])
    expect(page.locator("#panel-said")).to_contain_text(f"{number} sentence")
    expect(page.locator("#panel-list mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_the_keyboard_goes_from_a_table_to_sentences_and_back(opened: Opened) -> None:
    page = opened()
    page.locator("summary", has_text="Data table").first.press("Enter")
    button = page.locator("details [data-mark]").first
    button.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    assert page.locator("#panel-list li").count() > 0
    page.locator("#panel-close").press("Enter")
    expect(button).to_be_focused()


@pytest.mark.parametrize("width", [1440, 390])
def test_it_fits_the_screen_and_can_be_read_by_everybody(opened: Opened, width: int) -> None:
    page = opened(width, "dark")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(VIOLATIONS) == []
    page.locator("[data-mark]").first.click()
    expect(page.locator("#panel")).to_be_visible()
    assert page.evaluate(VIOLATIONS) == []


def test_a_print_is_light_whatever_the_page_is(opened: Opened) -> None:
    page = opened(scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.querySelector('.plot .main-svg').style.background") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
