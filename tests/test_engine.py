"""The rule engine finds what the plain reference finds, row for row, whatever the rules and the text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimscape import codebook, sources
from claimscape.matching import Matcher
from claimscape.rules import RuleFault, parse
from claimscape.sentences import split
from tests import reference
from tests.test_search import query_texts

SEEDS = Path(__file__).parents[1] / "seeds"
SCRIPTS = (
    "risk Risks serotonin raises WHO nausea side-effect naïve Ärger ΩΜΕΓΑ риск тревога 危険 薬。 خطر ปวดหัว 🙂 e\u0301 ﬁt don’t"
).split()
PIECES = st.lists(st.sampled_from([*SCRIPTS, ".", "?", ":", "\n", "\n\n", "- ", "1. ", "\u00a0", "\u200b"]), max_size=60)
TEXTS = st.one_of(PIECES.map(" ".join), PIECES.map("".join), st.text(max_size=200))


@settings(max_examples=200)
@given(st.lists(query_texts, min_size=1, max_size=4), TEXTS)
def test_any_rules_on_any_text(queries: list[str], text: str) -> None:
    lists = {"up": parse("raise OR lifted"), "more": parse("good NEAR/2 serotonin")}
    try:
        rules = {f"{at}": [parse(query, lists)] for at, query in enumerate(queries)}
    except RuleFault:
        return
    units = split(text)
    assert Matcher(rules).hits(text, units) == reference.hits(rules, text, units)


def test_a_phrase_does_not_fire_where_its_last_word_is_in_no_text() -> None:
    matcher = Matcher({"x": [parse('risk OR "side effect serotonin"')]})
    assert matcher.spans(["a risk", "- a side-effect, a Side effect"]) == [[(2, 6)], []]


@pytest.mark.parametrize("number", [1, 3])
def test_the_whole_codebook_on_a_document(number: int) -> None:
    book = codebook.load(SEEDS / "codebook.yaml")
    text = sources.read(SEEDS)[0][number].text
    text = text[: len(text) // 4]  # the reference takes its time
    units = split(text)
    assert Matcher(book.rules).hits(text, units) == reference.hits(book.rules, text, units)
