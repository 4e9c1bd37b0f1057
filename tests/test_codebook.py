"""The codebook: faults are all told at once, and the one that ships is whole."""

import time
from pathlib import Path

import pytest

from claimscape import codebook, tallies
from claimscape.errors import CodebookError
from claimscape.matching import Matcher
from claimscape.subject import on_subject
from claimscape.units import Units
from tests.test_rules import Unit

ROOT = Path(__file__).parents[1]
SMALL = """
title: Small
version: '1'
subject: [tea]
lists:
  more: increase OR raise
topics:
  taste: {label: Taste, any: [taste, flavour]}
claims:
  calms: {label: Tea calms, type: effect, any: [tea NEAR/4 calm], not: [coffee]}
"""


def loaded(tmp_path: Path, text: str) -> codebook.Codebook:
    path = tmp_path / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return codebook.load(path)


def faults(tmp_path: Path, text: str) -> str:
    with pytest.raises(CodebookError) as raised:
        loaded(tmp_path, text)
    return str(raised.value)


def test_codes_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    book = loaded(tmp_path, SMALL)
    found = [(code.kind, code.id, code.label) for code in book.codes]
    assert found == [("topic", "taste", "Taste"), ("claim", "calms", "Tea calms")]


def test_every_fault_is_told_at_once_with_line_entry_and_nearest_spelling(tmp_path: Path) -> None:
    text = SMALL + (
        "  loud: {label: Tea is loud, type: efect, any: [tea AND]}\n"
        "  Bad Id: {label: x, type: effect, any: [$mor]}\n"
        "risk: {}\n"
        "tensions:\n  - {claims: [calms, clams]}\n"
        "cues:\n  hegded: [may]\n"
    )
    told = faults(tmp_path, text)
    assert "6 fault" in told or "7 fault" in told
    for part in (
        "line 11: unknown claim type 'efect'; did you mean 'effect'?",
        "line 11: claim loud: a word is missing at the end",
        "line 12: claim id 'Bad Id'",
        "$mor is no list of this codebook",
        "line 13: unknown key 'risk'; did you mean 'risks'?",
        "unknown claim 'clams'; did you mean 'calms'?",
        "line 17: unknown cue 'hegded'; did you mean 'hedged'?",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a codebook needs entries"),
        ("- a\n- b\n", "a codebook needs entries"),
        ("title: x\nversion: '1'\nsubject: [tea]\n", "no topic, claim or risk"),
        (f"{SMALL}tensions:\n  - {{claims: [calms, calms], wy: x}}\n", "unknown key of tensions 0 'wy'; did you mean 'why'?"),
        ("title: x\ntitle: y\n", "line 2: the key 'title' stands twice"),
        ("title: &a x\nversion: *a\n", "anchors"),
        ("title: !!python/object:os.system x\n", "tag"),
        ("title: 'x\n", "codebook.yaml, line"),
        (SMALL.replace("label: Taste, ", ""), "topic taste needs a label"),
        (SMALL.replace("[taste, flavour]", "[]"), "topic taste has no query"),
        (SMALL.replace("subject: [tea]\n", ""), "subject has no query"),
        (SMALL.replace("[taste, flavour]", "[[taste, flavour]]"), "line 8: topic taste: a query is text"),
        (SMALL.replace("[taste, flavour]", "[taste: flavour]"), "line 8: topic taste: a query is text"),
        (SMALL.replace("[taste, flavour]", "{any: {a: b}}"), "topic taste: a query is text"),
        (SMALL.replace("label: Taste", "label: Taste, about: [x]"), "topics taste about must be text"),
        (SMALL.replace("label: Taste", 'label: "Ta\\e[31mste"'), "topics taste label must be text without control characters"),
        (SMALL.replace("title: Small", 'title: "Sm\\u202eall"'), "line 2: title must be text without control characters"),
        (SMALL.replace("topics:\n", "topics:\n  tang: {label: Taste, any: [tang]}\n"), "label 'Taste' is that of tang too"),
        (SMALL.replace("taste: {", '"taste\\n": {'), "must be lower-case letters"),
    ],
)
def test_a_broken_codebook_is_refused_in_a_sentence(tmp_path: Path, text: str, told: str) -> None:
    assert told in faults(tmp_path, text)


def test_lists_that_double_at_every_step_are_refused_at_once(tmp_path: Path) -> None:
    steps = "".join(f"  l{at}: $l{at - 1} AND $l{at - 1}\n" for at in range(1, 40))
    told = faults(tmp_path, SMALL.replace("lists:\n", f"lists:\n  l0: a OR b\n{steps}"))
    assert "list l16: more than 100,000 words with its lists written out" in told


def test_a_codebook_of_thousands_of_faults_is_told_in_seconds(tmp_path: Path) -> None:
    lists = "".join(f"  l{at}: a\n" for at in range(8000))
    queries = "".join(f"      - $m{at}\n" for at in range(8000))
    text = f"{SMALL}  many:\n    label: Many\n    type: effect\n    any:\n{queries}".replace("lists:\n", f"lists:\n{lists}")
    begun = time.perf_counter()
    told = faults(tmp_path, text)
    assert "has 8000 fault(s)" in told
    assert told.count("\n") == 201
    assert told.endswith("\n  and 7,800 more")
    assert time.perf_counter() - begun < 20  # a minute and more where every fault looks for the nearest name


def test_more_codes_than_can_be_told_apart_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codebook, "MOST_CODES", 1)
    assert "more than 1 topics, claims and risks are defined, 2; make several codebooks" in faults(tmp_path, SMALL)


def test_codes_of_a_codebook_are_fewer_than_tallies_can_number() -> None:
    assert codebook.MOST_CODES + tallies._LOWEST < 1 << tallies._CODES


def test_a_missing_codebook_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"there is no codebook .*nowhere\.yaml; write one .*--codebook"):
        codebook.load(tmp_path / "nowhere.yaml")


def test_the_codebook_that_ships_has_every_code_of_the_scheme() -> None:
    book = codebook.load(ROOT / "seeds" / "codebook.yaml")
    assert {kind: len(book.of(kind)) for kind in ("topic", "claim", "risk")} == {"topic": 16, "claim": 35, "risk": 14}
    assert len(book.tensions) >= 3


def test_words_of_the_field_in_another_document_are_not_coded() -> None:
    book = codebook.load(ROOT / "seeds" / "codebook.yaml")
    text = "Trust the starter. Stress and release of gas reduce the risk in every session."
    units = Units.of([(text, [Unit(0, 18), Unit(19, len(text))])])
    hits = units.hits(Matcher(book.rules))
    assert hits.units_of("topic ").size
    assert on_subject(units, hits).units_of("topic ", "claim ", "risk ").size == 0
