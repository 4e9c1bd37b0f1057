"""Splitting: the coded spans, ends of sentences one by one, and what holds of any text."""

import json
from collections import defaultdict
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimscape.sentences import Sentence, ends, joints, shapes, signs, split, split_all, words
from claimscape.tables import SENTENCE_KINDS

HERE = Path(__file__).parent
PAGE_WORDS = ("do not constitute", "general information only", "if you want, i can", "let me know if you")
_PIECES = (
    "MDMA works.| |\n|\n\n|- |1. |Is it safe?|# Heading|Dr. Roe|e.g. |…|药。|。|\t|é|---|```|> |14|Previous|the|:|•|\u200b|"
    "\u2028|\x1c|👩‍🚀|\u0301|[12]|worked.12 The|References|**Bold.** And|Benefits\n|https://example.org|a b|"
    "Smith, J. (2020). A title. A Journal, 1(2), 3–4."
)
LINES = (
    "It was given to patients in whom other drugs had",
    "failed (n = 26). Of these twelve people took part in the trial. It is",
    "new. Dr. Roe said so; vol. 3 says more. The effect lasted (see p. 4). Then",
    "    an indented line of words,",
    "Methods. Twelve took part. RESULTS They slept. “Really?” Yes! 它有效。真的吗？是！",
    "12. Castell PR, Dube M, et al. Drug-assisted therapy: a pilot. J Trauma Care. 2019;12(3):201-9.",
    "This trial of a drug that is not named here was not the first, as the authors say (2019). It was one of many. " * 3,
    "Head      Journal",
    "> a quoted line (",
    "• one • two. Three",
)
PIECES = st.sampled_from([*_PIECES.split("|"), "| a | b |", "|---|---|", "\ud800"])
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


def sentences(text: str) -> list[str]:
    """The texts of all units."""
    return [text[unit.start : unit.end] for unit in split(text)]


def kinds(text: str) -> list[str]:
    """The kinds of all units."""
    return [unit.kind for unit in split(text)]


def test_units_of_the_coded_documents_are_those_of_the_coders() -> None:
    coded: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for line in (HERE / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        coded[row["file"]].append((row["start"], row["end"], row["kind"]))
    for name, wanted in coded.items():
        text = (HERE.parent / "seeds" / name).read_bytes().decode("utf-8").replace("\r\n", "\n")
        found = [(unit.start, unit.end, _with_page_words(text, unit)) for unit in split(text)]
        assert found == wanted


def _with_page_words(text: str, unit: Sentence) -> str:
    """The kind of a unit, where some words make it page furniture: in a build the codebook tells these."""
    told = any(mark in text[unit.start : unit.end].casefold() for mark in PAGE_WORDS)
    return "furniture" if told and unit.kind != "reference" else unit.kind


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Roe met Mrs. Lee at St. Mary's Hospital.",
        "The drop was 3.5 points (p < .05) in the U.S. sample.",
        "Smith et al. (2019) and J. K. Rowe found it, e.g. in Fig. 2 and vol. 3.",
        "It starts at 5 p.m. on Jan. 5 in Washington, D.C. and ends late.",
        "The firm Lumen Inc. Holdings fell.",
        "“Does it work?” she asked.",
        "The three phases are: 1. Preparation, 2. Sessions, 3. Integration.",
        "See Sect. 3, No. 7 and pp. 12–14 of Dept. of Health data, approx. 40 pages.",
        "Die Wirkung hält z. B. sechs Monate an.",
        "It came as 80 mg vs. 120 mg, cf. Table 1, etc., and so on.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It worked. It lasted.", ["It worked.", "It lasted."]),
        ("It worked in the U.S. The trial went on.", ["It worked in the U.S.", "The trial went on."]),
        ("It worked.12 The effect lasted.", ["It worked.12", "The effect lasted."]),
        ("It worked.[3, 4] The effect lasted.", ["It worked.[3, 4]", "The effect lasted."]),
        ("It worked.¹² The effect lasted.", ["It worked.¹²", "The effect lasted."]),
        ("He said “It works.” She nodded.", ["He said “It works.”", "She nodded."]),
        ("It helps (see below.) Then it stops.", ["It helps (see below.)", "Then it stops."]),
        ("Why? No. You must not.", ["Why?", "No.", "You must not."]),
        ("It stopped... MDMA was gone.", ["It stopped...", "MDMA was gone."]),
        ("He took vitamin C. The fever fell.", ["He took vitamin C.", "The fever fell."]),
        ("Trials by Roe et al. Many were small.", ["Trials by Roe et al.", "Many were small."]),
        ("A marker rose. mRNA fell.", ["A marker rose.", "mRNA fell."]),
        ("它有效。真的吗？是！", ["它有效。", "真的吗？", "是！"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


def test_a_sentence_broken_by_a_blank_line_is_one() -> None:
    text = "MDMA therapy is a significant shift in the approach to treating\n\nmental health conditions. It is new."
    assert sentences(text) == [text[:90], "It is new."]


def test_a_heading_stands_over_what_follows_and_a_question_over_its_answer() -> None:
    text = "FAQ\n\nIs it legal?\n\nIn most countries it is not.\n\nIs it safe?\n\nNobody knows.\n\nOutlook\n\nTrials go on."
    assert [unit.heading for unit in split(text)] == ["", "FAQ", "Is it legal?", "FAQ", "Is it safe?", "", "Outlook"]


def test_items_keep_their_markers_and_their_labels() -> None:
    text = "Effects include:\n- Nausea: it passes. Drink water.\n- 1. Trust: more of it."
    assert sentences(text) == ["Effects include:", "- Nausea: it passes.", "Drink water.", "- 1. Trust: more of it."]
    assert kinds(text) == ["list_lead", "sentence", "sentence", "sentence"]


@pytest.mark.parametrize(
    "line",
    [
        "By Ruth Ellery, health correspondent",
        "Posted on 3 March 2023",
        "Jane Roe | March 4, 2023",
        "6 hours ago 2",
        "12 minutes to read",
        "Home | Breads | About me",
        "Help centre > Mental health > Therapy",
        "Read next: The chemist of Darmstadt",
        "Photographs by Ole Riis",
        "A. Lindqvist, P. Okonkwo, S. M. Brandt",
        "Department of Psychiatry, University of Uppsala",
        "Keywords: PTSD; trial",
        "© 2024 The Ledger",
        "https://example.org/spam?x=1",
        "office@example.org",
        "Page 3 of 12",
        "#ptsd #therapy",
    ],
)
def test_lines_of_the_page_are_furniture(line: str) -> None:
    assert kinds(f"A title\n\nIt works.\n\n{line}\n\nIt lasts.") == ["heading", "sentence", "furniture", "sentence"]


@pytest.mark.parametrize("line", ["Home Treatment", "Related Conditions", "Next Steps", "By Design", "Share of Patients"])
def test_headings_that_resemble_page_furniture_are_headings(line: str) -> None:
    assert kinds(f"A title\n\n{line}\n\nIt lasts.") == ["heading", "heading", "sentence"]


def test_a_title_met_again_and_links_after_next_are_furniture() -> None:
    text = "Trust in therapy\n\nIt works.\n\nPrevious\n\nThe Science of Sleep\n\nNext\n\nIs it safe?\n\nTrust In Therapy"
    assert kinds(text) == ["heading", "sentence", *["furniture"] * 5]


def test_a_link_title_may_stand_over_marks_without_words() -> None:
    assert kinds("Next\n\nA title\n\n**") == ["furniture"] * 3


def test_a_running_head_is_part_of_the_sentence_it_interrupts_and_furniture_elsewhere() -> None:
    text = "Head      Journal\n\nIt was given to patients in whom drugs had\n\n12\nHead      Journal\n\nfailed. It worked."
    assert sentences(text)[1:] == [text[19:-11], "It worked."]
    assert kinds(text) == ["furniture", "sentence", "sentence"]


@pytest.mark.parametrize(
    "entry",
    [
        "Berg, A. L., & Otto, K. (2020). Sleep and trust: A diary study. Sleep Notes, 7(1), 1–12.",
        "Castell PR, Dube M, et al. Drug-assisted therapy: a pilot. J Trauma Care. 2019;12(3):201-9.",
        "Brandt, L. (2015) 'Trust and the therapist', European Review of Therapy, 21(4), pp. 402–415.",
        'Abara, Chidi, and Thuy Nguyen. "The Quiet Room." Journal of Setting Research, vol. 8, no. 2, 2011, pp. 33–47.',
        "Doyle, Kate. The Long Night: A History of Insomnia. New York: Harrow Press, 1998.",
        "Eng, P.; Rao, S. T. Binding of Entactogens. J. Imag. Chem. 2009, 52, 1123-1130.",
        "World Health Body. (2017). Guidance for clinics. https://example.org/guidance",
        "[6] H. Ito and M. Sato, “Heart rate under MDMA,” Proc. Conf. Cardiac Signals, 2016, pp. 12-18.",
        "[^2]: Smith, J. (2020). A title. A Journal, 1(2), 3–4.",
    ],
)
def test_an_entry_is_a_reference_without_a_heading_above(entry: str) -> None:
    assert kinds(f"It works.\n\n{entry}\n\nIt lasts.") == ["sentence", "reference", "sentence"]


@pytest.mark.parametrize(
    "text",
    [
        "Smith, J. (2020) found that the drug was safe in 12 people.",
        "- **MAPP1 (2021):** 88% of people responded (https://example.org/1).",
        "Washington, D.C. was the place of the 2019 meeting, vol. 2 of three.",
        "In London, Harrow Press printed it in 1998.",
    ],
)
def test_prose_with_names_and_years_is_no_reference(text: str) -> None:
    assert kinds(text) == ["sentence"]


def test_words_counts_a_hyphenated_word_once() -> None:
    assert words("MDMA-assisted therapy isn't 3.5 times bet-\nter — yet.") == 7


def test_no_text_has_no_units() -> None:
    assert split(" \n\t\n") == []


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_cut_into_ordered_disjoint_stripped_spans(text: str) -> None:
    at = 0
    for unit in split(text):
        shown = text[unit.start : unit.end]
        assert at <= unit.start < unit.end <= len(text)
        assert shown == shown.strip()
        assert unit.kind in SENTENCE_KINDS
        at = unit.end


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_but_rules(text: str) -> None:
    kept = set().union(*(range(unit.start, unit.end) for unit in split(text)))
    at = 0
    for line in text.split("\n"):
        rest = "".join(letter for i, letter in enumerate(line, at) if i not in kept and not letter.isspace())
        assert not rest or set(rest) <= set("-*_=~+|:"), rest
        at += len(line) + 1


@given(st.lists(st.sampled_from(["It works. It lasts.", "Trials were small (n = 26).", "Dr. Roe said so!", "Is it so? Yes."])))
def test_paragraphs_are_cut_apart_as_they_are_alone(paragraphs: list[str]) -> None:
    alone = [unit for paragraph in paragraphs for unit in sentences(paragraph)]
    assert sentences("\n\n".join(paragraphs)) == alone


@given(st.lists(TEXTS, max_size=5))
@settings(deadline=None)
def test_texts_are_split_together_as_they_are_alone(texts: list[str]) -> None:
    assert split_all(texts).by_text() == [split(text) for text in texts]


WRAPPED = st.lists(st.sampled_from([*LINES, *_PIECES.split("|")]), max_size=30).map("\n".join)


@given(st.one_of(TEXTS, WRAPPED, st.lists(st.sampled_from(LINES)).map(" ".join)))
@settings(max_examples=300, deadline=None)
def test_what_is_certain_is_what_asking_one_by_one_would_say(text: str) -> None:
    found = split(text)
    with (
        mock.patch.object(joints, "_sure", lambda lines, _: np.full(lines.start.size, joints.ASKED)),
        mock.patch.object(shapes, "_is_text", lambda blocks, _: np.zeros(blocks.start.size, np.bool_)),
        mock.patch.object(signs, "_known", lambda _, at: (np.full(at.size, ends.DOUBTFUL), at)),
    ):
        assert split(text) == found


@pytest.mark.parametrize("mark", ["**", ")"])
def test_a_line_that_ends_in_much_white_space_and_a_mark_is_split(mark: str) -> None:
    text = "It ends here" + "\t" * 20 + f"{mark}\nThe next line"
    assert sentences(text) == text.split("\n")


def test_units_compare_by_value() -> None:
    assert split("It works.") == [Sentence(0, 9, "sentence", "")]
