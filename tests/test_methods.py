"""The page Methods says what the code does: made of its docstrings, its files and the landscape that is open."""

import inspect
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from claimscape import statistics
from claimscape.agreement import measures
from claimscape.charts.matrix import MOST_DOTS
from claimscape.exports.told import told
from claimscape.queries.emphasis import FEWEST_SOURCES
from claimscape.store import Landscape
from claimscape.ui.methods import CODEBOOK, PROSE_FILE, citation, sections
from claimscape.ui.prose import runs, section
from tests import landscapes

ROOT = Path(__file__).parents[1]
PROSE = (ROOT / "docs" / "methods.md").read_text("utf-8")


@pytest.fixture(scope="module")
def blocks(landscape: Landscape) -> dict[str, list[dict[str, Any]]]:
    """The blocks of each section, by its title."""
    return {each["title"]: each["blocks"] for each in sections(landscape)}


def words(found: list[Any]) -> str:
    return "".join(text for text, _ in found)


def test_every_measure_of_the_code_is_explained_with_formula_and_source(blocks: dict[str, list[dict[str, Any]]]) -> None:
    public = {name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))}
    public |= {
        name
        for name, each in inspect.getmembers(measures, inspect.isfunction)
        if each.__module__ == measures.__name__ and not name.startswith("_")
    }
    shown = {block["id"]: block for block in blocks["Every measure"] if block["kind"] == "measure"}
    assert set(shown) == public
    assert all(block["formula"] and block["source"] and block["words"][0] for block in shown.values())


def test_a_measure_is_told_in_the_words_of_its_docstring(blocks: dict[str, list[dict[str, Any]]]) -> None:
    wilson = next(block for block in blocks["Every measure"] if block["id"] == "wilson")
    assert words(wilson["words"][0]) == (inspect.getdoc(statistics.wilson) or "").splitlines()[0]
    assert wilson["formula"] == "(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n); p = k/n, z = 1.96"
    assert wilson["source"] == [("Wilson 1927, ", ""), ("10.1080/01621459.1927.10502953", "doi")]
    assert wilson["name"] == "claimscape.statistics.wilson"


def test_every_chart_and_list_that_a_page_shows_has_its_question(blocks: dict[str, list[dict[str, Any]]]) -> None:
    shown = [name for path in (ROOT / "pages").glob("*.py") for name in re.findall(r'show\("(\w+)"\)', path.read_text("utf-8"))]
    told_of = [block["key"] for block in blocks["Every chart"] if block["kind"] == "chart"]
    assert sorted(told_of) == sorted(shown)
    assert all(words(block["words"][0]) for block in blocks["Every chart"] if block["kind"] == "chart")
    assert not any("Columns" in words(line) for block in blocks["Every chart"] for line in block.get("words", []))


def test_how_a_sentence_is_read_is_the_text_of_the_codebooks_documentation(blocks: dict[str, list[dict[str, Any]]]) -> None:
    (steps,) = blocks["How a sentence is read"]
    assert (steps["kind"], len(steps["items"])) == ("ol", 6)
    assert steps["items"][0][0] == ("On the subject?", "strong")


def test_every_section_of_the_prose_is_shown_and_the_last_is_what_to_cite(blocks: dict[str, list[dict[str, Any]]]) -> None:
    assert set(re.findall(r"^## (.+)$", PROSE, re.M)) < set(blocks)
    assert list(blocks)[-2:] == ["Limits", "This landscape"]


def test_places_to_jump_to_are_all_different(landscape: Landscape) -> None:
    found = sections(landscape)
    places = [each["id"] for each in found] + [block["id"] for each in found for block in each["blocks"] if "id" in block]
    assert sorted(places) == sorted(set(places))


def test_the_landscape_is_named_for_good(landscape: Landscape, blocks: dict[str, list[dict[str, Any]]]) -> None:
    facts = dict(blocks["This landscape"][0]["rows"])
    assert (facts["Build"], facts["Codebook"], facts["Documents"]) == (landscape.build_id, "Test 1", "3")
    assert facts["Exact copies among the documents"] == "0"
    cited = citation(landscape)
    assert landscape.build_id in cited
    assert "of 3 documents" in cited
    assert "codebook “Test” 1" in cited


def test_a_landscape_without_documents_has_its_methods_too(tmp_path: Path) -> None:
    empty = landscapes.landscape_of(tmp_path, {}, {})
    facts = dict(sections(empty)[-1]["blocks"][0]["rows"])
    assert (facts["Documents"], facts["Exact copies among the documents"]) == ("0", "0")


def test_the_prose_gives_the_limits_that_the_code_has() -> None:
    assert f"no ratio below {FEWEST_SOURCES} sources" in PROSE
    assert f"Above {MOST_DOTS} sources a bar" in PROSE
    assert f"| {statistics.FEWEST_RESAMPLED} and more |" in PROSE
    assert f"| {statistics.MANY:,} and more |" in PROSE
    assert f"from {statistics.LEAST_RATIO} times on, where {statistics.LEAST_SHARE:.0%} of".replace("%", " %") in PROSE


@pytest.mark.parametrize(("k", "n"), [(4, 5), (5, 10), (10, 20)])
def test_the_intervals_in_the_prose_are_those_of_the_code(k: int, n: int) -> None:
    low, high = statistics.wilson(k, n)
    assert f"{k} of {n} fits {100 * low:.0f} to {100 * high:.0f} %" in PROSE
    assert f"0 of 5 fits up to {100 * statistics.wilson(0, 5)[1]:.0f} %" in PROSE


def test_an_installed_dashboard_carries_the_texts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for name in (PROSE_FILE, CODEBOOK):
        assert carried[f"docs/{name}"] == f"claimscape/dashboard/docs/{name}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a **b** c", [("a ", ""), ("b", "strong"), (" c", "")]),
        ("*new* of 2 * 3 * 4", [("new", "em"), (" of 2 * 3 * 4", "")]),
        ("`x_y`, z", [("x_y", "code"), (", z", "")]),
        ("see [the page](page.md).", [("see ", ""), ("the page", ""), (".", "")]),
        ("5 % of", [("5\u00a0% of", "")]),
        ("Zou 2008, doi:10.1002/sim.3095.", [("Zou 2008, ", ""), ("10.1002/sim.3095", "doi"), (".", "")]),
        ("<b>no</b>", [("<b>no</b>", "")]),
        ("", []),
    ],
)
def test_prose_is_cut_into_runs(text: str, found: list[tuple[str, str]]) -> None:
    assert runs(text) == found


def test_a_doi_with_brackets_and_signs_stays_whole() -> None:
    doi = "10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I"
    assert runs(f"Newcombe 1998, doi:{doi}, method 10")[1:] == [(doi, "doi"), (", method 10", "")]


def test_a_section_is_read_as_paragraphs_lists_and_tables() -> None:
    text = "## A\nOne\ntwo.\n\n- x\n  y\n- z\n\n1. p\n\n| h | i |\n|---|---|\n| j | k |\n\n## B\nNo."
    kinds = section(text, "A")
    assert [block["kind"] for block in kinds] == ["p", "ul", "ol", "table"]
    assert kinds[0]["runs"] == [("One two.", "")]
    assert [words(item) for item in kinds[1]["items"]] == ["x y", "z"]
    assert [[words(cell) for cell in row] for row in kinds[3]["rows"]] == [["j", "k"]]
    with pytest.raises(KeyError):
        section(text, "C")


def test_a_docstring_is_taken_apart() -> None:
    def example() -> None:
        """What it is,
        in two lines.

        More of it.
        Columns a, b
        and c.

        Formula: a +
            b
        Source: X 1900
        """

    assert told(example) == {"words": "What it is, in two lines.\nMore of it.", "formula": "a + b", "source": "X 1900"}
