"""From a mark to its sentences to their document in a real Chromium, by mouse and by keyboard alone."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests import landscapes
from tests.e2e.conftest import HOSTILE, Visitor, served
from tests.e2e.test_browser import _choose_first_row, _violations

Window = Callable[..., Visitor]
FORMULA = "=1+1, @SUM(A1)"
LONG = 5000  # sentences of a long document
PRESSES = 40  # of the tab key, more than any way here needs


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard of a long document, 200 short ones, one to cite, and one that would be a formula in a spreadsheet."""
    lines = [line for line in landscapes.SMALL["a"] if "citations" not in line]
    long = [lines[n % 4] | {"text": f"{n}: {lines[n % 4]['text']}"} for n in range(LONG)]
    report = [line | {"text": f"Report: {line['text']}"} for line in lines]
    formula = [line | {"text": FORMULA + line["text"]} for line in lines]
    documents = {"long": long, "cite": report, "formula": formula} | {f"s{n:03}": lines for n in range(200)}
    facts = {"cite": {"label": "Report", "author": "Ann", "published": "2024", "url": "https://report.example/a"}}
    folder = tmp_path_factory.mktemp("library")
    landscapes.landscape_of(folder, documents, facts | {"formula": {"label": "=Formula"}})
    with served(folder) as address:
        yield address


def listed(visitor: Visitor, label: str = "Conditions treated") -> Locator:
    """The sentences of a code of the document that is open."""
    visitor.page.locator("button.cs-code").filter(has_text=label).first.click()
    dialog = visitor.page.locator("[role=dialog]")
    # `expect` describes the whole page again and again while it waits: minutes in a document of thousands of sentences.
    dialog.locator(".cs-card, .cs-table tbody tr").first.wait_for()
    visitor.settle()
    return dialog


def numbers(dialog: Locator) -> tuple[int, int]:
    """How many sentences are shown, and of how many."""
    found = re.match(r"([\d,]+) of ([\d,]+) sentences? shown", dialog.locator(".cs-count").inner_text())
    assert found
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def texts(dialog: Locator) -> list[str]:
    return dialog.locator(".cs-card .cs-text").all_text_contents()


def tab_to(visitor: Visitor, selector: str) -> None:
    """Press the tab key until what has the focus is what was meant."""
    for _ in range(PRESSES):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key does not lead to {selector}")


# --- the sentences behind a mark


def test_the_keyboard_alone_leads_from_a_chart_through_its_sentences_to_the_next_finding(visit: Window) -> None:
    visitor = visit()
    visitor.open("/coverage")
    visitor.page.get_by_role("button", name="Data table").first.focus()
    visitor.after(lambda: visitor.page.keyboard.press("Enter"))
    expect(visitor.page.get_by_test_id("stDataFrame").first).to_be_visible()
    _choose_first_row(visitor)
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog.locator(".cs-card").first).to_be_visible()
    visitor.settle()
    tab_to(visitor, ".cs-input")
    word = re.findall(r"\w{7,}", texts(dialog)[-1])[0]
    visitor.page.keyboard.type(word)
    assert all(word.lower() in card.lower() for card in dialog.locator(".cs-card").all_text_contents())
    tab_to(visitor, ".cs-card .cs-link")
    visitor.after(lambda: visitor.page.keyboard.press("Enter"))
    expect(visitor.page.locator(".cs-target")).to_be_focused()
    visitor.page.keyboard.press("n")
    expect(visitor.page.locator(".cs-where")).to_have_text(re.compile(r"^Finding \d+ of \d+: (topic|claim|risk|citation), \w"))
    expect(visitor.page.locator(".cs-here")).to_be_focused()
    expect(visitor.page.locator(".cs-code[aria-current]")).to_be_in_viewport()
    tab_to(visitor, ".cs-here button.cs-code[data-tag]")
    visitor.after(lambda: visitor.page.keyboard.press("Enter"))
    expect(visitor.page.get_by_role("dialog").locator(".cs-card").first).to_be_visible()


def test_typing_filters_the_sentences_and_escape_brings_them_back_before_it_closes(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    dialog = listed(visitor)
    every = numbers(dialog)
    assert every[0] == every[1] == dialog.locator(".cs-card").count()
    dialog.get_by_label("Filter", exact=True).fill("PTSD  clinic")
    some = numbers(dialog)
    assert 0 < some[0] < some[1] == every[1]
    assert all("ptsd" in card.lower() and "clinic" in card.lower() for card in dialog.locator(".cs-card").all_text_contents())
    dialog.get_by_label("Filter", exact=True).fill("zebra")
    assert numbers(dialog) == (0, every[1])
    visitor.page.keyboard.press("Escape")
    assert numbers(dialog) == every
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_sentences_are_sorted_by_length_both_ways_and_by_how_firmly_they_are_said(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    dialog = listed(visitor)
    written = texts(dialog)
    dialog.get_by_label("Sort by").select_option("length")
    lengths = [len(text.split()) for text in texts(dialog)]
    assert lengths == sorted(lengths)
    dialog.get_by_role("button", name="Turn the order round").click()
    lengths = [len(text.split()) for text in texts(dialog)]
    assert lengths == sorted(lengths, reverse=True)
    dialog.get_by_label("Sort by").select_option("certainty")
    cards = texts(dialog)
    dialog.get_by_role("button", name="Table").click()
    said = dialog.locator("tbody tr > :nth-child(5)").all_text_contents()
    scale = ("denied", "hedged", "asserted", "")
    places = [next(place for place, word in enumerate(scale) if word in cell) for cell in said]
    assert places == sorted(places)
    assert {1, 2, 3} <= set(places)
    dialog.get_by_role("button", name="Table").click()
    assert texts(dialog) == cards
    dialog.get_by_label("Sort by").select_option("text")
    assert texts(dialog) == written


def test_sentences_are_narrowed_to_one_source(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    dialog = listed(visitor)
    option = dialog.get_by_label("Source", exact=True).locator("option").nth(2).inner_text()
    found = re.fullmatch(r"(.+) \((\d+)\)", option)
    assert found
    dialog.get_by_label("Source", exact=True).select_option(label=option)
    assert numbers(dialog) == (int(found[2]), int(found[2]))
    assert set(dialog.locator(".cs-card .cs-source").all_text_contents()) == {found[1]}


def test_the_table_says_by_what_it_is_sorted_and_its_heads_sort_it(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    dialog = listed(visitor)
    dialog.get_by_role("button", name="Table").click()
    table = dialog.get_by_role("table")
    assert table.get_by_role("row").count() == numbers(dialog)[0] + 1
    assert table.get_by_role("columnheader").count() == 8
    assert table.get_by_role("rowheader").count() == numbers(dialog)[0]
    expect(table.locator("[aria-sort]")).to_have_text("No.")
    for order in ("ascending", "descending"):
        table.get_by_role("button", name="Words").click()
        expect(table.locator("[aria-sort]")).to_have_attribute("aria-sort", order)
        expect(table.locator("[aria-sort]")).to_have_text("Words")
        words = [int(cell) for cell in table.locator("tbody td:nth-last-child(2)").all_inner_texts()]
        assert words == sorted(words, reverse=order == "descending")
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert listed(visitor).get_by_role("table").is_visible()


def test_the_sentences_shown_are_saved_as_the_server_saves_all(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    dialog = listed(visitor)

    def saved(button: str) -> str:
        with visitor.page.expect_download() as download:
            dialog.get_by_role("button", name=button).click()
        return Path(download.value.path()).read_bytes().decode("utf-8")

    every = saved("Save all")
    assert saved("Save shown as CSV") == every
    assert len(list(csv.DictReader(io.StringIO(every.removeprefix("\ufeff"))))) == numbers(dialog)[1]
    dialog.get_by_label("Filter", exact=True).fill("depression")
    dialog.get_by_label("Sort by").select_option("length")
    rows = list(csv.DictReader(io.StringIO(saved("Save shown as CSV").removeprefix("\ufeff"))))
    assert [row["text"].removeprefix("'") for row in rows] == texts(dialog)


def test_a_spreadsheet_runs_nothing_of_the_sentences_shown(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.open("/sources?doc=formula")
    dialog = listed(visitor, "Mechanism")
    dialog.get_by_label("Filter", exact=True).fill("=formula")
    expect(dialog.locator(".cs-count")).to_contain_text("shown")
    with visitor.page.expect_download() as download:
        dialog.get_by_role("button", name="Save shown as CSV").click()
    row = next(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert row["source"] == "'=Formula"
    assert row["text"].startswith(f"'{FORMULA}")


def test_every_sentence_of_a_mark_of_thousands_is_reached_page_by_page_or_by_its_source(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.open("/sources?doc=long")
    dialog = listed(visitor, "Mechanism")
    total = LONG // 2 + 202 * 2  # headings are no running text

    def told(words: str) -> None:
        dialog.locator(".cs-count").filter(has_text=words).wait_for()

    assert dialog.locator(".cs-subtitle").inner_text() == f"{total:,} sentences in 203 sources"
    dialog.locator(".cs-more-button").click()
    told(f"400 of {total:,} sentences shown; 400 are fetched so far")
    assert len(set(dialog.locator(".cs-card .cs-link").evaluate_all("(links) => links.map((link) => link.href)"))) == 400
    dialog.locator(".cs-select[aria-label=Source]").select_option("s199")
    told("2 of 2 sentences shown")
    assert set(dialog.locator(".cs-card .cs-source").all_text_contents()) == {"s199"}
    assert dialog.locator(".cs-more-button").is_hidden()
    dialog.locator(".cs-select[aria-label=Source]").select_option("")
    told("402 are fetched so far")


# --- copying


def test_a_sentence_is_copied_with_its_source(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open("/sources?doc=cite")
    visitor.page.locator(".cs-unit").nth(2).hover()
    copy = visitor.page.get_by_role("button", name="Copy sentence 2 with its source")
    copy.click()
    expect(copy).to_have_text("Copied")
    quote = visitor.page.evaluate("navigator.clipboard.readText()")
    assert quote == "“Report: Nausea may occur, but staff watch for it.” — Report (Ann, 2024), sentence 2. https://report.example/a"
    dialog = listed(visitor, "Nausea")
    dialog.get_by_role("button", name="Copy with its source: Report, sentence 2", exact=True).click()
    expect(dialog.get_by_text("Copied", exact=True)).to_be_visible()
    assert visitor.page.evaluate("navigator.clipboard.readText()") == quote


def test_a_browser_that_keeps_its_clipboard_to_itself_copies_as_by_hand(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    visitor.page.add_init_script(
        "document.addEventListener('copy', () => { window.taken = document.activeElement.value; })"
    )
    visitor.open("/sources?doc=formula")
    listed(visitor, "Nausea").get_by_role("button", name="Copy with its source: =Formula, sentence 2").click()
    expect(visitor.page.get_by_text("Copied", exact=True)).to_be_visible()
    assert visitor.page.evaluate("window.taken").endswith("— =Formula, sentence 2. formula.txt")


def test_what_is_selected_is_copied_without_the_labels_beside_it(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open("/sources?doc=cite")
    visitor.page.evaluate("""() => {
      const [one, other] = [1, 2].map((n) => document.querySelectorAll('.cs-words-of')[n].lastChild);
      document.getSelection().setBaseAndExtent(one.firstChild ?? one, 8, other.firstChild ?? other, 14);
    }""")
    visitor.page.get_by_role("button", name="Copy with source").click()
    quote = visitor.page.evaluate("navigator.clipboard.readText()")
    assert quote == "“It raises serotonin. Report: Nausea” — Report (Ann, 2024), sentences 1–2. https://report.example/a"
    visitor.page.evaluate("document.getSelection().removeAllRanges()")
    expect(visitor.page.locator(".cs-selected")).to_be_hidden()


# --- the reader


def test_findings_are_stepped_through_and_told(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.open("/sources?doc=formula")
    where, article = visitor.page.locator(".cs-where"), visitor.page.locator(".cs-document")
    expect(where).to_have_text("6 findings")
    assert where.get_attribute("role") == "status"
    sizes = "(article) => [...article.querySelectorAll('.cs-unit')].map((unit) => unit.offsetTop + ' ' + unit.offsetHeight)"
    before = article.evaluate(sizes)
    told = []
    for _ in range(7):
        visitor.page.get_by_role("button", name="Next finding").click()
        told.append(where.inner_text())
    assert told[:3] == [
        "Finding 1 of 6: topic, Mechanism",
        "Finding 2 of 6: claim, It raises serotonin · asserted · no support",
        "Finding 3 of 6: topic, Mechanism",
    ]
    assert told[6] == "No finding after this place, 6 in all"
    assert article.evaluate(sizes) == before
    visitor.page.get_by_role("button", name="Previous finding").click()
    expect(where).to_have_text("Finding 5 of 6: topic, Safety")
    assert visitor.page.locator(".cs-here .cs-lit").all_inner_texts() == [f"{FORMULA}Nausea may occur, but staff watch for it."]


def test_one_code_is_stepped_through_by_itself_and_a_hidden_layer_not_at_all(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.open("/sources?doc=formula")
    where, choice = visitor.page.locator(".cs-where"), visitor.page.get_by_label("Step through")
    choice.select_option(label="It raises serotonin (1)")
    visitor.page.locator(".cs-document").focus()
    visitor.page.keyboard.press("n")
    expect(where).to_have_text("Finding 1 of 1: claim, It raises serotonin · asserted · no support")
    visitor.page.get_by_role("button", name=re.compile(r"^Claims \d")).click()
    expect(where).to_have_text("5 findings")
    assert choice.input_value() == ""
    assert not choice.get_by_text("It raises serotonin (1)").count()
    visitor.page.locator(".cs-document").focus()
    for said in ("topic, Mechanism", "risk, Nausea", "topic, Safety"):
        visitor.page.keyboard.press("n")
        expect(where).to_contain_text(said)
    visitor.page.keyboard.press("p")
    expect(where).to_have_text("Finding 3 of 5: risk, Nausea")


def test_the_layers_shown_stay_while_the_document_changes_and_a_link_brings_them_back(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    for layer in ("Topics", "Citations"):
        visitor.page.get_by_role("button", name=re.compile(rf"^{layer} \d")).click()
    expect(visitor.page).to_have_url(re.compile(r"layers=claim,risk"))
    title = visitor.page.locator(".st-key-reader h2").inner_text()
    visitor.page.get_by_role("combobox", name="Document").click()
    visitor.after(lambda: visitor.page.get_by_role("option").nth(2).click())
    expect(visitor.page.locator(".st-key-reader h2")).not_to_have_text(title)
    expect(visitor.page).to_have_url(re.compile(r"doc=.*layers=claim(,|%2C)risk|layers=claim(,|%2C)risk.*doc="))
    other = visit()
    other.open(visitor.page.url.removeprefix(visitor.address))
    for each in (visitor.page, other.page):
        expect(each.locator(".cs-tag-claim").first).to_be_visible()
        assert not each.locator(".cs-tag-topic").first.is_visible()
        pressed = [each.get_by_role("button", name=re.compile(rf"^{layer} \d")) for layer in ("Topics", "Claims", "Risks")]
        assert [button.get_attribute("aria-pressed") for button in pressed] == ["false", "true", "true"]


@pytest.mark.parametrize("width", [1440, 390])
def test_each_sentence_stands_right_of_its_number(visit: Window, width: int) -> None:
    visitor = visit(width)
    visitor.open("/sources")
    places = visitor.page.evaluate("""() => [...document.querySelectorAll('.cs-unit')].slice(0, 12).map((row) => {
      const parts = ['.cs-number-link', '.cs-words-of'].map((each) => row.querySelector(each));
      const [number, words] = parts.map((part) => part.getBoundingClientRect());
      return [number.width, words.left - number.right, words.left];
    })""")
    assert all(width >= 20 and gap >= 0 for width, gap, _ in places)
    assert len({round(left) for _, _, left in places}) == 1


def test_a_number_is_the_link_to_its_sentence(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    visitor.page.get_by_role("link", name="Link to sentence 4", exact=True).click()
    expect(visitor.page).to_have_url(re.compile(r"/sources\?doc=\w+&sentence=4$"))
    expect(visitor.page.locator(".cs-target")).to_have_attribute("data-sentence", "4")
    other = visit()
    other.open(visitor.page.url.removeprefix(visitor.address))
    expect(other.page.locator(".cs-target")).to_have_attribute("data-sentence", "4")


TICKS = """() => {
  const canvas = document.querySelector('.cs-map-ticks');
  const lane = canvas.width / 4;
  return [0, 1, 2, 3].map((place) => {
    const { data } = canvas.getContext('2d').getImageData(Math.round(place * lane), 0, Math.round(lane), canvas.height);
    return data.some((value, at) => at % 4 === 3 && value > 0);
  });
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_the_map_in_the_margin_has_a_lane_for_each_layer_and_leads_to_the_place_pointed_at(visit: Window, width: int) -> None:
    visitor = visit(width)
    visitor.open("/sources")
    strip = visitor.page.locator(".cs-map")
    assert strip.get_attribute("aria-hidden") == "true"
    assert visitor.page.evaluate(TICKS) == [True, True, True, True]
    visitor.page.get_by_role("button", name=re.compile(r"^Risks \d")).click()
    assert visitor.page.evaluate(TICKS) == [True, True, False, True]
    strip.hover(position={"x": 10, "y": 30})  # waits until the page stands still
    visitor.page.mouse.down()
    box = strip.bounding_box()
    assert box
    assert box["width"] >= 24
    assert box["y"] + box["height"] <= 1000
    foot = box["y"] + box["height"] - 60
    visitor.page.mouse.move(box["x"] + 10, foot, steps=3)
    visitor.page.mouse.up()
    visitor.page.wait_for_function(
        """(foot) => {
          const part = document.querySelector('.cs-map-window').getBoundingClientRect();
          return part.top <= foot && foot <= part.bottom;
        }""",
        arg=foot,
    )
    assert visitor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") > 500


def test_a_press_on_a_tick_of_the_map_reads_its_finding(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.open("/sources?doc=cite")
    box = visitor.page.locator(".cs-map").bounding_box()
    assert box
    letters = [len(f"Report: {line['text']}") for line in landscapes.SMALL["a"] if "citations" not in line]
    third = sum(letters[:2]) / sum(letters)  # where the sentence on nausea begins
    visitor.page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * third + 1)
    expect(visitor.page.locator(".cs-where")).to_have_text("Finding 4 of 6: risk, Nausea")


def test_a_document_of_thousands_of_sentences_opens_at_its_sentence_and_is_stepped_through(library: str, visit: Window) -> None:
    visitor = visit(at=library)
    visitor.open("/sources?doc=long&sentence=4321")
    expect(visitor.page.locator(".cs-unit")).to_have_count(LONG)
    expect(visitor.page.locator(".cs-target")).to_be_in_viewport()
    expect(visitor.page.locator(".cs-target")).to_be_focused()
    visitor.page.keyboard.press("n")
    expect(visitor.page.locator(".cs-where")).to_have_text(re.compile("^Finding 6,482 of 7,500: claim, It raises serotonin"))
    visitor.page.keyboard.press("j")
    visitor.page.keyboard.press("j")
    expect(visitor.page.locator(".cs-here")).to_have_attribute("data-sentence", "4323")
    expect(visitor.page.locator(".cs-here")).to_be_in_viewport()


def test_a_sentence_opened_from_the_reader_leads_to_another_document(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    title = visitor.page.locator(".st-key-reader h2").inner_text()
    dialog = listed(visitor)
    visitor.after(dialog.locator(".cs-card").last.get_by_role("link").click)
    expect(visitor.page.locator(".st-key-reader h2")).not_to_have_text(title)
    expect(visitor.page.locator(".cs-target")).to_be_in_viewport()


def test_a_printed_document_has_its_marks_and_no_tools(visit: Window) -> None:
    visitor = visit()
    visitor.open("/sources")
    visitor.page.emulate_media(media="print")
    for tool in (".cs-bar", ".cs-map", ".cs-quote-button", ".st-key-document", ".cs-keys"):
        expect(visitor.page.locator(tool).first).to_be_hidden()
    for kept in (".cs-on-claim", ".cs-on-topic", ".cs-tag-claim", ".cs-doc-heading"):
        expect(visitor.page.locator(kept).first).to_be_visible()
    assert visitor.page.locator(".cs-unit").last.evaluate("(node) => getComputedStyle(node).contentVisibility") == "visible"


def test_hostile_words_stay_words_in_list_table_and_reader(hostile: str, visit: Window) -> None:
    visitor = visit(at=hostile)
    visitor.open("/sources")
    assert HOSTILE in visitor.page.locator(".cs-words-of").first.inner_text()
    visitor.page.get_by_role("button", name="Next finding").click()
    expect(visitor.page.locator(".cs-where")).to_contain_text("<img src=")
    dialog = listed(visitor, "<img")
    dialog.get_by_role("button", name="Table").click()
    assert HOSTILE in dialog.locator("tbody th").first.inner_text()
    assert visitor.page.evaluate("window.hacked === undefined && !document.querySelector('img[src*=tracker]')")


# --- for everybody

SMALL_TARGETS = """(within) => [...document.querySelectorAll(`${within} :is(a, button, select, input, textarea)`)]
  .filter((node) => node.checkVisibility({ contentVisibilityAuto: true }))
  .map((node) => [node.getBoundingClientRect(), node])
  .filter(([box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([box, node]) => `${node.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])  # width moves things, the scheme paints them
def test_list_table_and_reader_bar_nobody_and_every_target_is_large_enough(visit: Window, width: int, scheme: str) -> None:
    visitor = visit(width, scheme)
    visitor.open("/sources")
    visitor.page.get_by_role("button", name="Next finding").click()
    assert _violations(visitor) == []
    assert visitor.page.evaluate(SMALL_TARGETS, ".st-key-reader") == []
    dialog = listed(visitor)
    assert _violations(visitor) == []
    assert visitor.page.evaluate(SMALL_TARGETS, "[role=dialog] .cs-root") == []
    dialog.get_by_role("button", name="Table").click()
    assert _violations(visitor) == []
    assert visitor.page.evaluate(SMALL_TARGETS, "[role=dialog] .cs-root") == []
    box = dialog.bounding_box()
    assert box
    assert box["x"] >= 0
    assert dialog.locator(".cs-sieve").evaluate("(bar) => bar.scrollWidth <= bar.clientWidth")
