"""Claims: what counts as one, how firmly it is said, what it leans on; with a small codebook of another field."""

from pathlib import Path

import numpy as np
import pytest

from claimscape import claims, codebook, risks, topics
from claimscape.coding import Coder
from claimscape.matching import Matcher
from claimscape.sources import Document
from claimscape.subject import on_subject
from claimscape.tables import CERTAINTIES, SUPPORTS
from claimscape.units import Hits, Rows, Units
from tests.test_rules import Unit

BOOK = """
title: Tea
version: '1'
subject: [tea]
lists: {raise: increase OR raise OR promote}
topics:
  calm: {label: Calm, type: effect, any: [calm OR relax OR alertness]}
  trade: {label: Trade, type: regulatory, any: [ban OR tariff]}
claims:
  calms: {label: Tea calms, type: effect, any: [$raise NEAR/4 calm]}
  unknown: {label: The dose is not known, type: evidence, denial: none, any: [dose NEAR/4 (unknown OR not known)]}
  sleeps: {label: Tea disturbs sleep, type: safety, any: [disturb NEAR/3 sleep], denied: [sleep PRE/3 unaffected]}
risks:
  sleep: {label: Sleep, any: [sleep]}
claim_types:
  regulatory: [banned]
  evidence: []
  safety: []
  effect: []
cues:
  hedged: [=may OR might OR suggest]
  side_clause: ['"which"', '"who"']
  undecided: [(unclear OR not known) PRE/2 whether, doubt that]
  denial: [=not NOT not only, =no OR fail]
  denied: [be not]
  stand_in: [it OR this]
  no_claim: [should, refer to]
  claim: [worth noting]
  contained: [at noon]
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> codebook.Codebook:
    path = tmp_path_factory.mktemp("book") / "codebook.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return codebook.load(path)


def read(book: codebook.Codebook, sentence: str, kinds: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    """(claim_id, claim_type, certainty, support) of one sentence of a text on tea."""
    text = f"Tea.\n{sentence}"
    units = [Unit(0, 4, kind="heading"), Unit(5, len(text))]
    found, hits = searched(book, text, units)
    rows = claims.find(found, hits, {kind: np.array([1]) for kind in kinds}, book)
    ids = [*(code.id for code in book.of("claim")), None]
    columns = (rows.rows.code, rows.types, rows.certainty, rows.support)
    told = zip(*(column.tolist() for column in columns), strict=True)
    return [(ids[code], book.types[kind], CERTAINTIES[sure], SUPPORTS[support]) for code, kind, sure, support in told]


def searched(book: codebook.Codebook, text: str, units: list[Unit]) -> tuple[Units, Hits]:
    found = Units.of([(text, units)])
    return found, found.hits(Matcher(book.rules))


def told(units: Units, hits: Hits, rows: Rows) -> list[tuple[str, int, str]]:
    """(code, start in the document, quote) of each row."""
    names, starts = [hits.names[code].split()[1] for code in rows.code.tolist()], units.offset(rows.unit, rows.start).tolist()
    quotes = [units.stream.text[start:end] for start, end in zip(rows.start.tolist(), rows.end.tolist(), strict=True)]
    return list(zip(names, starts, quotes, strict=True))


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        ("Tea promotes calm.", "asserted"),
        ("Tea may promote calm.", "hedged"),
        ("Tea promotes calm, which may please guests.", "asserted"),
        ("Tea, which may please guests, might promote calm.", "hedged"),
        ("Tea did not increase calm.", "negated"),
        ("Tea failed to raise calm.", "negated"),
        ("Tea may not raise calm.", "negated"),
        ("An increase in calm was not seen with tea.", "negated"),
        ("Tea is not cheap; it promotes calm.", "asserted"),
        ("It is not known whether tea promotes calm.", "hedged"),
        ("Many doubt that tea promotes calm.", "hedged"),
        ("Tea promotes calm, but it is unclear whether cocoa does.", "asserted"),
        ("It is unclear whether cocoa does, but tea promotes calm.", "asserted"),
        ("Tea does not cure colds, but it promotes calm.", "asserted"),
        ("Tea not only warms, it promotes calm.", "asserted"),
    ],
)
def test_certainty_follows_the_scope_of_its_cues(book: codebook.Codebook, sentence: str, certainty: str) -> None:
    assert read(book, sentence) == [("calms", "effect", certainty, "none")]


def test_a_claim_that_is_itself_negative_is_not_negated_by_its_own_words(book: codebook.Codebook) -> None:
    assert read(book, "The dose of tea is not known.") == [("unknown", "evidence", "asserted", "none")]


@pytest.mark.parametrize(("lead", "sure"), [("With tea you may notice:", "hedged"), ("Tea brings:", "asserted")])
def test_an_item_that_does_not_name_the_subject_is_as_tentative_as_its_lead_in(
    book: codebook.Codebook, lead: str, sure: str
) -> None:
    text = f"Tea\n\nTea is old.\n\n{lead}\n• poor sleep\n• calm, which pleases\n• tea disturbs sleep\n\nTea promotes calm."
    rows = Coder(book)([Document("one", "", "", "", text, {})])["claims"].to_pylist()
    assert [(row["quote"], row["certainty"]) for row in rows] == [
        ("• poor sleep", sure),
        ("• calm, which pleases", sure),
        ("disturbs sleep", "asserted"),
        ("promotes calm", "asserted"),
    ]


SEEDS = Path(__file__).parents[1] / "seeds/codebook.yaml"


@pytest.mark.parametrize(
    ("certainty", "sentence"),
    [
        ("hedged", "Scientists are unsure whether ecstasy makes people more open with each other."),
        ("hedged", "It is still not established if MDMA dampens fear."),
        ("hedged", "Nobody can say whether MDMA raises serotonin."),
        ("hedged", "Whether MDMA lowers anxiety remains contested."),
        ("hedged", "It isn't clear that MDMA reduces fear."),
        ("hedged", "It cannot be ruled out that MDMA raises serotonin."),
        ("hedged", "There is little certainty about whether MDMA reduces fear."),
        ("hedged", "Evidence is lacking as to whether MDMA increases empathy."),
        ("hedged", "Whether MDMA lessens fear has yet to be shown."),
        ("asserted", "Regardless of whether it is given by day, MDMA reduces fear."),
        ("asserted", "MDMA reduces fear whether or not people expect it to."),
        ("asserted", "MDMA lowers fear, but it is not known whether sleep improves."),
        ("asserted", "There is no doubt that MDMA increases empathy."),
        ("asserted", "No one questions that MDMA reduces fear."),
        ("asserted", "Nobody disputes that MDMA raises serotonin."),
        ("negated", "There is no evidence that MDMA reduces fear."),
        ("negated", "Experts dispute that MDMA raises serotonin."),
    ],
)
def test_what_a_sentence_leaves_open_is_neither_claimed_nor_denied(certainty: str, sentence: str) -> None:
    coded = Coder(codebook.load(SEEDS))([Document("one", "", "", "", sentence, {})])["claims"]
    assert coded["certainty"].to_pylist() == [certainty]


def test_a_denied_query_states_the_denial_as_a_whole(book: codebook.Codebook) -> None:
    assert read(book, "With tea, sleep was unaffected.") == [("sleeps", "safety", "negated", "none")]


@pytest.mark.parametrize(
    "sentence", ["Tea should promote calm.", "Calm may refer to tea.", "The kettle is red.", "Alertness varies."]
)
def test_norms_definitions_and_other_matters_are_no_claims(book: codebook.Codebook, sentence: str) -> None:
    assert read(book, sentence) == []


def test_a_claim_that_no_canonical_claim_states_has_no_id_and_the_type_of_its_topic(book: codebook.Codebook) -> None:
    assert read(book, "Tea changes alertness.") == [(None, "effect", "asserted", "none")]
    assert read(book, "Tea was banned under a tariff.") == [(None, "regulatory", "asserted", "none")]


def test_a_stand_in_speaks_of_the_subject_and_a_claim_cue_saves_a_norm(book: codebook.Codebook) -> None:
    assert read(book, "It changes alertness.") == [(None, "effect", "asserted", "none")]
    assert read(book, "Worth noting: it should promote calm.") == [("calms", "effect", "asserted", "none")]


@pytest.mark.parametrize(
    ("kinds", "support"),
    [
        ((), "none"),
        (("vague_attribution",), "vague"),
        (("authority", "vague_attribution"), "named"),
        (("authority", "in_text"), "cited"),
    ],
)
def test_support_is_the_firmest_that_the_sentence_gives(book: codebook.Codebook, kinds: tuple[str, ...], support: str) -> None:
    assert read(book, "Tea promotes calm.", kinds) == [("calms", "effect", "asserted", support)]


def test_one_row_for_each_topic_and_risk_with_the_first_words_that_decided(book: codebook.Codebook) -> None:
    text = "Tea at noon spares sleep and calm, calm sleep."
    units = [Unit(0, len(text))]
    found, hits = searched(book, text, units)
    assert told(found, hits, topics.find(found, hits)) == [("calm", 29, "calm")]
    rows, contained = risks.find(found, hits)
    assert told(found, hits, rows) == [("sleep", 19, "sleep")]
    assert contained.tolist() == [True]


def test_headings_bear_topics_but_no_risks_or_claims(book: codebook.Codebook) -> None:
    text = "Tea promotes calm sleep"
    units = [Unit(0, len(text), kind="heading")]
    found, hits = searched(book, text, units)
    assert len(told(found, hits, topics.find(found, hits))) == 1
    assert told(found, hits, risks.find(found, hits)[0]) == []
    assert claims.find(found, hits, {}, book).types.size == 0


def test_a_passing_mention_covers_only_its_passage(book: codebook.Codebook) -> None:
    """One unit in 50 names tea: only it and the two after it are coded; with no mention nothing is."""
    lines = ["Calm."] * 50
    named = [*lines[:30], "Tea now.", *lines[31:]]
    counts = []
    for listed in (named, lines):
        text = "\n".join(listed)
        starts = [sum(len(line) + 1 for line in listed[:number]) for number in range(len(listed))]
        units = [Unit(start, start + len(line)) for start, line in zip(starts, listed, strict=True)]
        found, hits = searched(book, text, units)
        counts.append(topics.find(found, on_subject(found, hits)).unit.tolist())
    assert counts == [[31, 32], []]
