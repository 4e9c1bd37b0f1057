"""The citations table of one document: what is cited, where exactly, and which entry it stands for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape.citations import find, find_all
from claimscape.matching import Hit, Matcher
from claimscape.rules import parse
from claimscape.sentences import Sentence, split, split_all
from claimscape.units import Units

NUMBERED = [
    "1. Halloran PJ, Obi C. Warm rooms. J Invent. 2021;14(3):201-19. doi:10.1234/ji.2021.",
    "2. Moss R. Slow talk. Fict Rev. 2018;2:9-14.",
    "3. Sleep Council. Rest. Harbour: Sleep Council; 2019.",
]


def _document(*units: tuple[str, str]) -> tuple[str, list[Sentence]]:
    text, found = "", []
    for kind, words in units:
        found.append(Sentence(len(text), len(text) + len(words), kind, ""))
        text += words + "\n"
    return text, found


def _rows(*units: tuple[str, str]) -> list[dict[str, Any]]:
    text, found = _document(*units)
    return find(text, found, [])


def _cited(sentence: str, entries: Sequence[str] = ()) -> list[str]:
    rows = _rows(("sentence", sentence), *(("reference", entry) for entry in entries))
    return [row["quote"] for row in rows if row["kind"] == "in_text"]


@pytest.mark.parametrize(
    "sentence, quotes",
    [
        ("It eases fear (Smith et al., 2022).", ["Smith et al., 2022"]),
        ("It eases fear (Smith et al., 2022; Doe & Roe, 2020).", ["Smith et al., 2022", "Doe & Roe, 2020"]),
        ("It eases fear (e.g., van der Berg, 2014, p. 12; see also World Sleep Council, 2019a).",
         ["van der Berg, 2014, p. 12", "World Sleep Council, 2019a"]),
        ("It eases fear [Ames, Cole, and Dunn 2017].", ["Ames, Cole, and Dunn 2017"]),
        ("Smith et al. (2022) measured fear.", ["Smith et al. (2022)"]),
        ("Smith and Doe (2019) measured fear.", ["Smith and Doe (2019)"]),
        ("O’Dowd and colleagues (2019, 2021) agree.", ["O’Dowd and colleagues (2019, 2021)"]),
        ("The Sleep Council (2019) warned of it.", ["Sleep Council (2019)"]),
        ("As Ot'alora G. and colleagues (2018) say, fear fell.", ["Ot'alora G. and colleagues (2018)"]),
        ("Parrott (2013a, 2013b) disagreed.", ["Parrott (2013a, 2013b)"]),
        ("Smith's (2020) trial was small.", ["Smith's (2020)"]),
        ("As Halloran (2021) reported, fear fell.", ["Halloran (2021)"]),
        ("According to Feduccio et al., 2019, fear fell.", ["Feduccio et al., 2019"]),
        ("Fear fell [12].", ["[12]"]),
        ("Fear fell [3-5] and stayed low [7, 9].", ["[3-5]", "7", "9"]),
        ("Fear fell.¹²", ["¹²"]),
        ("Fear fell¹⁻³ and trust rose.", ["¹⁻³"]),
    ],
)  # fmt: skip
def test_in_text_citations_in_all_usual_forms(sentence: str, quotes: list[str]) -> None:
    assert _cited(sentence) == quotes


@pytest.mark.parametrize(
    "sentence",
    [
        "The trial ended early (2014).",
        "The trial (n = 26) ended early.",
        "It was rescheduled (June 2017).",
        "Ecstasy (2014) was a year of parties.",
        "Approval came (Australia, 2023).",
        "The room was 5 m² and R² was low.",
        "Three groups (1, 2 and 3) were seen.",
        "The dose was 75.5 mg.",
        "It ended in 1985.12 of them left.",
        "(1) Preparation comes first.",
        "[1] Preparation comes first.",
        "Write to a.b@www.example.org.",
    ],
)
def test_years_counts_units_and_list_numbers_are_no_citations(sentence: str) -> None:
    assert _rows(("sentence", sentence)) == []


def test_a_long_row_of_raised_digits_is_no_number() -> None:
    assert _cited("Fear fell" + "¹" * 5000) == []


def test_note_numbers_count_only_where_entries_are_numbered() -> None:
    assert _cited("It worked.2") == []
    assert _cited("It worked.2", NUMBERED) == ["2"]
    assert _cited("It worked (1,3).", NUMBERED) == ["1", "3"]
    assert _cited("It worked (26).", NUMBERED) == []
    assert _cited("Reviews1,2 agree on phase3 trials.", NUMBERED) == ["1", "2"]


def test_a_number_bears_the_fields_of_its_entry() -> None:
    row = _rows(("sentence", "It worked [1]."), *(("reference", entry) for entry in NUMBERED))[0]
    assert (row["authors"], row["year"], row["title"], row["doi"]) == (
        ["Halloran", "Obi"],
        2021,
        "Warm rooms",
        "10.1234/ji.2021",
    )


def test_author_and_year_find_the_entry_they_stand_for() -> None:
    row = _rows(("sentence", "It worked (Halloran & Obi, 2021)."), *(("reference", entry) for entry in NUMBERED))[0]
    assert (row["authors"], row["year"], row["title"], row["doi"]) == (
        ["Halloran", "Obi"],
        2021,
        "Warm rooms",
        "10.1234/ji.2021",
    )


def test_an_organisation_is_found_by_its_acronym() -> None:
    row = _rows(("sentence", "Rest helps (SC, 2019)."), ("reference", NUMBERED[2]))[0]
    assert row["title"] == "Rest"


def test_a_single_author_in_the_sentence_counts_when_listed() -> None:
    assert _cited("The view of Moss (2018) is old.", NUMBERED) == ["Moss (2018)"]


def test_a_reference_is_quoted_without_its_bullet_and_bears_every_field() -> None:
    entry = "Weir, A., & Ng, K. (2020). On bullets. Lists, 1(2), 3–4. https://doi.org/10.5555/l.1."
    assert _rows(("reference", "• " + entry)) == [
        {
            "sentence_id": 0,
            "kind": "reference",
            "start": 2,
            "end": 2 + len(entry),
            "quote": entry,
            "authors": ["Weir", "Ng"],
            "year": 2020,
            "title": "On bullets",
            "venue": "Lists",
            "volume": "1",
            "issue": "2",
            "pages": "3–4",
            "doi": "10.5555/l.1",
            "url": "https://doi.org/10.5555/l.1",
        },
        {
            "sentence_id": 0,
            "kind": "url",
            "start": 59,
            "end": 86,
            "quote": "https://doi.org/10.5555/l.1",
            "url": "https://doi.org/10.5555/l.1",
            "doi": "10.5555/l.1",
        },
        {"sentence_id": 0, "kind": "doi", "start": 75, "end": 86, "quote": "10.5555/l.1", "doi": "10.5555/l.1"},
    ]


def test_both_references_of_the_seeds_have_all_their_fields() -> None:
    text = (Path(__file__).parents[1] / "seeds" / "001_88a427e5b155d07d.txt").read_text("utf-8")
    rows = [row for row in find(text, split(text), []) if row["kind"] == "reference"]
    names = ("authors", "year", "title", "venue", "volume", "issue", "pages", "doi")
    assert [[row[name] for name in names] for row in rows] == [
        [
            ["Smith", "Sicignano", "Hernandez", "White"],
            2022,
            "MDMA-Assisted Psychotherapy for Treatment of Posttraumatic Stress Disorder: "
            "A Systematic Review With Meta-Analysis",
            "Journal of clinical pharmacology",
            "62",
            "4",
            "463–471",
            "10.1002/jcph.1995",
        ],
        [
            ["Sarmanlu", "Kuypers", "Vizeli", "Kvamme"],
            2024,
            "MDMA-assisted psychotherapy for PTSD: Growing evidence for memory effects mediating treatment efficacy",
            "Progress in neuro-psychopharmacology & biological psychiatry",
            "128",
            None,
            "110843",
            "10.1016/j.pnpbp.2023.110843",
        ],
    ]


def test_a_dash_for_authors_stands_for_those_of_the_entry_above() -> None:
    rows = _rows(
        ("reference", "Weir, Ann. Lists. Harbour: Paper House, 2001."),
        ("reference", "———. More Lists. Harbour: Paper House, 2003."),
    )
    assert [row["authors"] for row in rows] == [["Weir"], ["Weir"]]


def test_a_doi_broken_over_two_lines_is_one() -> None:
    rows = _rows(("sentence", "See doi:10.1111/\nsl.2022.0011 for more."))
    assert [(row["kind"], row["quote"], row["doi"]) for row in rows] == [
        ("doi", "10.1111/\nsl.2022.0011", "10.1111/sl.2022.0011")
    ]


def test_an_address_keeps_balanced_brackets_and_loses_the_full_stop() -> None:
    assert [row["quote"] for row in _rows(("sentence", "See (https://example.org/a_(b))."))] == ["https://example.org/a_(b)"]


def test_links_in_furniture_are_no_citations() -> None:
    assert _rows(("furniture", "Back to Home: https://example.org")) == []


def _leaning(kind: str, *hits: tuple[str, int, int]) -> list[tuple[str, str]]:
    text, units = _document((kind, "The FDA says research has shown that it works."))
    return [(row["kind"], row["quote"]) for row in find(text, units, [Hit(key, 0, start, end) for key, start, end in hits])]


def test_of_overlapping_hits_the_longest_becomes_a_row() -> None:
    found = _leaning("sentence", ("cue authority", 0, 7), ("cue vague_attribution", 17, 26), ("cue vague_attribution", 13, 26))
    assert found == [("authority", "The FDA"), ("vague_attribution", "research has ")]


def test_a_body_and_its_acronym_are_one_authority() -> None:
    text, units = _document(("sentence", "The Sleep Council (SC) warned."))
    hits = [Hit("cue authority", 0, 4, 17), Hit("cue authority", 0, 19, 21)]
    assert [row["quote"] for row in find(text, units, hits)] == ["Sleep Council (SC)"]


def test_hits_of_other_keys_and_in_other_units_become_no_rows() -> None:
    assert _leaning("sentence", ("topic legal", 4, 7)) == []
    assert _leaning("heading", ("cue authority", 4, 7)) == []


SPEECH = st.text(min_size=1, max_size=120).map(str.strip).filter(bool)


@given(st.lists(st.tuples(st.sampled_from(["sentence", "reference", "list_lead", "furniture"]), SPEECH), max_size=6))
def test_every_quote_is_the_text_from_start_to_end_whatever_the_text(units: list[tuple[str, str]]) -> None:
    text, found = _document(*units)
    for row in find(text, found, []):
        assert text[row["start"] : row["end"]] == row["quote"] != ""


SNIPPETS = [
    "(Smith et al., 2022; ",
    "Doe (2019)",
    "[1,",
    "¹²",
    "10.1234/a.b",
    "https://doi.org/10.1/x",
    "1. ",
    "\n",
    " ",
    ".3 ",
    "Roe, A. B. ",
]


@given(
    st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=5)), min_size=1, max_size=12)
    .map("".join)
    .map(str.strip)
    .filter(bool),
    st.booleans(),
)
def test_every_quote_is_the_text_from_start_to_end_in_broken_citations(words: str, listed: bool) -> None:
    text, found = _document(("reference" if listed else "sentence", words))
    for row in find(text, found, []):
        assert text[row["start"] : row["end"]] == row["quote"] != ""
        assert found[0].start <= row["start"] < row["end"] <= found[0].end


CITING = st.lists(
    st.sampled_from(
        "Smith (2020) found|(Doe & Roe, n.d.)|et al., in press|fear fell [12]|[٣] and 5|[see 2]|trust rose.12 |calm¹⁻³|(3,4).|"
        "reviews3,4|“so”.2|1. Halloran PJ. Warm tea. J Tea. 2021;14:2-9.|References|doi:10.1234/tea.2020|"
        "HTTPS://a.org/x-|WWW.b.org|日本|20\uff12\uff10|²|\n|. |the World Tea Council (WTC)|share".split("|")
    )
    | st.text(max_size=3),
    max_size=12,
).map(" ".join)


@given(st.lists(CITING, max_size=4))
def test_the_citations_of_many_documents_are_those_of_each(texts: list[str]) -> None:
    matcher = Matcher({"cue authority": [parse("council")], "cue vague_attribution": [parse("find")]})
    units = Units(texts, split_all(texts))
    alone = [find(text, split(text), matcher.hits(text, split(text))) for text in texts]
    assert find_all(texts, units, units.hits(matcher)) == [(number, row) for number, rows in enumerate(alone) for row in rows]
