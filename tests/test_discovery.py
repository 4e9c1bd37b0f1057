"""What the codebook does not know: claims, phrases and harms found beside it, and the entries that would make it know them."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from streamlit.testing.v1 import AppTest

from claimscape import charts, codebook, likeness, queries
from claimscape.build import build
from claimscape.matching import Matcher
from claimscape.queries import Pick, Scope, discovery, entries, harms, phrases
from claimscape.queries.reading import Reading
from claimscape.store import Landscape
from tests.landscapes import landscape_of

ROOT = Path(__file__).parents[1]
ALL = Scope()
NAMES = ("uncoded_claims", "recurring_phrases", "unknown_risks")
NEW: list[Any] = [(None, "regulatory", "asserted", "none")]
HOSTILE = "<script>alert(1)</script> **bold** $x$ {{y}} \"quoted\" 'q' #: - & [link](javascript:x)"


def claim(text: str) -> dict[str, Any]:
    return {"text": text, "claims": NEW, "topics": []}


SAID = {
    "a": [
        {"text": "Alpha helps.", "claims": [("helps", "efficacy", "asserted", "none")], "topics": ["mechanism"]},
        claim("In Switzerland doctors prescribe the capsule under licence."),
        {"text": "The risk of sleepwalking is small, and nausea may occur.", "risks": []},
        claim("Therapists charge about ninety dollars an hour."),
    ],
    "b": [
        claim("Doctors in Switzerland may prescribe capsules under a licence."),
        {"text": "Side effects include sleepwalking, tinnitus and nausea.", "topics": ["safety"]},
        {"text": "It was tested under exceptional licences only.", "topics": []},
    ],
    "c": [
        {"text": "Others were tested under exceptional licences only, they say."},
        claim("The weather in the mountains was very pleasant.") | {"topics": ["legal"]},
    ],
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """Three sources: a claim said in two of them, a phrase in two, a harm in two and another in one."""
    return landscape_of(tmp_path_factory.mktemp("said"), SAID, {name: {"label": name.upper()} for name in SAID})


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """The five documents of the project, built with their codebook."""
    return build(ROOT / "seeds", tmp_path_factory.mktemp("five"))


def book(section: str, entry: str, folder: Path) -> codebook.Codebook:
    """The codebook that holds nothing but the entry, pasted as a reader would."""
    path = folder / "codebook.yaml"
    path.write_text(f"title: T\nversion: '1'\nsubject: [therapy]\n{section}:\n{entry}", "utf-8")
    return codebook.load(path)


def items(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(frame.drop_duplicates("item")[list(columns)].itertuples(index=False, name=None))


def test_a_claim_that_two_sources_make_and_no_rule_states_is_one_group(said: Landscape) -> None:
    frame = queries.uncoded_claims(said, ALL)
    assert list(frame[["source", "sentence_id", "k", "n", "count"]].itertuples(index=False, name=None)) == [
        ("A", 1, 2, 3, 2),
        ("B", 0, 2, 3, 2),
    ]
    assert set(frame["words"]) == {"switzerland, doctors, prescribe, capsule, licence"}
    assert list(frame["quote"]) == list(frame["text"])


def test_the_entry_of_a_group_can_be_pasted_and_codes_its_sentences(said: Landscape, tmp_path: Path) -> None:
    frame = queries.uncoded_claims(said, ALL)
    assert frame["entry"].iloc[0] == (
        "  # below claims: in codebook.yaml\n"
        "  switzerland_doctors_prescribe_capsule:\n"
        '    label: "In Switzerland doctors prescribe the capsule under licence."\n'
        "    type: regulatory\n"
        "    any:\n"
        "      - switzerland AND doctors AND prescribe AND capsule\n"
    )
    assert [code.id for code in book("claims", frame["entry"].iloc[0], tmp_path).codes] == [
        "switzerland_doctors_prescribe_capsule"
    ]


def test_a_phrase_that_recurs_is_listed_once_and_at_its_longest(said: Landscape) -> None:
    frame = queries.recurring_phrases(said, ALL)
    assert items(frame, "label", "k", "count") == [("tested under exceptional licences", 2, 2)]
    assert list(frame["quote"]) == ["tested under exceptional licences"] * 2


def test_a_phrase_keeps_its_hyphens_and_its_rule_finds_it_with_or_without(tmp_path: Path) -> None:
    lines = ("Some long-term effects of e-scooters.", "So long-term effects of e-scooters.", "Long term effects of e-scooters.")
    told = {name: [{"text": text, "topics": []}] for name, text in zip("abc", lines, strict=True)}
    frame = queries.recurring_phrases(landscape_of(tmp_path, told, {}), ALL)
    assert items(frame, "label", "k") == [("long-term effects of e-scooters", 3)]
    assert "      - long term effects of e scooters\n" in frame["entry"].iloc[0]


def test_sentences_that_have_but_one_word_in_common_are_no_group(tmp_path: Path) -> None:
    """The same long word makes them alike in letters; a second one in common makes them a group."""
    told = {"a": [claim("Counterdemonstrations ended.")], "b": [claim("Counterdemonstrations began.")]}
    assert likeness.groups([line["text"] for lines in told.values() for line in lines], discovery.ALIKE)
    assert queries.uncoded_claims(landscape_of(tmp_path / "one", told, {}), ALL).empty
    told["b"] = [claim("Counterdemonstrations ended there.")]
    assert len(queries.uncoded_claims(landscape_of(tmp_path / "two", told, {}), ALL)) == 2


def test_what_one_source_affirms_and_another_denies_is_no_claim_of_both(tmp_path: Path) -> None:
    denied: list[Any] = [(None, "regulatory", "negated", "none")]
    said, not_said = claim("Doctors prescribe the capsule."), {"text": "Doctors never prescribe the capsule.", "claims": denied}
    pair = landscape_of(tmp_path / "pair", {"a": [said], "b": [not_said]}, {})
    assert queries.uncoded_claims(pair, ALL).empty
    four = landscape_of(tmp_path / "four", {"a": [said], "b": [not_said], "c": [said], "d": [not_said]}, {})
    assert items(queries.uncoded_claims(four, ALL), "label", "k") == [
        ("Doctors prescribe the capsule.", 2),
        ("Doctors never prescribe the capsule.", 2),
    ]


def test_no_unknown_harm_is_told_with_the_wordings_that_were_looked_for(tmp_path: Path) -> None:
    line = {"text": "There is a risk of nausea.", "topics": ["safety"], "risks": [("nausea", False)]}
    for text, start in (("There is a risk of nausea.", "All that 1 sentence"), ("It makes some feel sick.", "No sentence")):
        landscape = landscape_of(tmp_path / start, {"a": [line | {"text": text}]}, {})
        said = charts.unknown_risks(queries.unknown_risks(landscape, ALL)).layout.meta["alt"]
        assert said.startswith(f"Empty chart. {start}")
        assert "“risk (danger, hazard) of …”" in said
        assert "in other words is not looked for" in said


def test_a_phrase_that_a_rule_quotes_is_known(tmp_path: Path) -> None:
    line = {"text": "It heals old wounds at night."}
    told = {"a": [line | {"topics": ["legal"]}], "b": [line]}
    assert queries.recurring_phrases(landscape_of(tmp_path, told, {}), ALL).empty


def test_a_harm_named_as_one_is_listed_with_its_sources(said: Landscape) -> None:
    frame = queries.unknown_risks(said, ALL)
    assert items(frame, "label", "k", "count") == [("sleepwalking", 2, 2), ("nausea", 1, 1), ("tinnitus", 1, 1)]
    assert frame["entry"].iloc[0] == (
        '  # below risks: in codebook.yaml\n  sleepwalking:\n    label: "sleepwalking"\n    any:\n      - sleepwalking\n'
    )


def test_a_harm_that_a_risk_quotes_anywhere_is_known(tmp_path: Path) -> None:
    told: dict[str, list[dict[str, Any]]] = {
        "a": [{"text": "nausea", "risks": [("nausea", False)]}],
        "b": [{"text": "Side effects include severe nausea and headache.", "topics": ["safety"]}],
    }
    assert items(queries.unknown_risks(landscape_of(tmp_path, told, {}), ALL), "label") == [("headache",)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("There is a risk of burnout.", ["burnout"]),
        ("Side effects include dizziness, dry mouth and jaw clenching.", ["dizziness", "dry mouth", "jaw clenching"]),
        ("Common side effects are dizziness or fainting in older people.", ["dizziness", "fainting"]),
        ("The drug may cause insomnia when taken late.", ["insomnia"]),
        ("It can also trigger a severe migraine.", ["migraine"]),
        ("The danger of relapse, which nobody counts, grows.", ["relapse"]),
        ("Adverse events: rash; fever.", ["rash"]),
        ("There is a risk of developing tolerance or dependence.", ["tolerance", "dependence"]),
        ("It is at risk of what nobody who has ever been there would call by its name.", []),
        ("No harm is named here.", []),
    ],
)
def test_harms_are_read_from_the_words_that_announce_them(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in harms.named(text)] == names


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_its_documents_text(name: str, said: Landscape) -> None:
    text = dict(said.table("documents")[["doc_id", "text"]].itertuples(index=False, name=None))
    frame = getattr(queries, name)(said, ALL)
    assert len(frame)
    for row in frame.itertuples():
        assert text[row.doc_id][row.start : row.end] == row.quote
        assert row.quote in row.text
        behind = queries.sentences_behind(said, ALL, Pick.parse(row.pick))
        assert list(behind["text"]) == [row.text]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_find_is_an_empty_frame_and_a_chart_that_says_why(name: str, said: Landscape) -> None:
    frame = getattr(queries, name)(said, Scope(sources=("nobody",)))
    assert (len(frame), frame.attrs["items"], frame.attrs["sources"]) == (0, 0, 0)
    assert getattr(charts, name)(frame).layout.meta["title"] == "Nothing to show here"


def test_one_source_alone_shares_no_claim_and_no_phrase(said: Landscape) -> None:
    assert queries.uncoded_claims(said, Scope(sources=("a",))).empty
    assert queries.recurring_phrases(said, Scope(sources=("a",))).empty


def test_documents_without_a_code_are_on_another_subject(tmp_path: Path) -> None:
    told: dict[str, list[dict[str, Any]]] = {
        "a": [{"text": "There is a risk of fainting.", "topics": ["safety"]}],
        "b": [{"text": "The bread is at risk of burning."}],
    }
    assert items(queries.unknown_risks(landscape_of(tmp_path, told, {}), ALL), "label") == [("fainting",)]


def test_titles_say_the_finding(said: Landscape) -> None:
    titles = [getattr(charts, name)(getattr(queries, name)(said, ALL)).layout.meta["title"] for name in NAMES]
    assert titles == [
        "1 group of similar sentences from several sources states no claim of the codebook",
        "1 phrase beyond the rules recurs in several sources, the longest in 2 of 3 sources: "
        "“tested under exceptional licences”",
        "3 harms named as risk or side effect are not in the codebook; “sleepwalking” stands in 2 of 3 sources",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_piece_of_a_bar_is_one_sentence(name: str, said: Landscape) -> None:
    frame = getattr(queries, name)(said, ALL)
    figure: go.Figure = getattr(charts, name)(frame)
    picks = [data[0] for trace in figure.data if trace.type == "bar" for data in trace.customdata]
    assert sorted(picks) == sorted(frame["pick"])


@pytest.mark.parametrize("hostile", [HOSTILE, "日本語 の 文 は 長い です", "W" * 400, "a\x0b\u202e\ufffe b\u0301 👩‍👩‍👧"])
def test_hostile_sentences_become_entries_that_load_and_charts_without_markup(hostile: str, tmp_path: Path) -> None:
    told = {name: [claim(f"{hostile} may cause {hostile} {name}"), claim(f"Other words. {name * 9}")] for name in ("aa", "bb")}
    landscape = landscape_of(tmp_path, told, {name: {"label": hostile} for name in told})
    for name, section in zip(NAMES, ("claims", "topics", "risks"), strict=True):
        frame = getattr(queries, name)(landscape, ALL)
        for entry in frame["entry"]:
            assert len(book(section, entry, tmp_path).codes) == 1
        assert "<script" not in getattr(charts, name)(frame).to_json().replace("\\u003c", "<").split('"meta"')[0]


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_an_entry_of_any_texts_loads_and_codes_each_that_has_a_word(texts: list[str]) -> None:
    rules = entries.queries(texts)
    name = entries.named("claim", rules, set())
    entry = entries.entry("claim", name, texts[0], rules or ["x"], "effect")
    with TemporaryDirectory() as folder:
        found = book("claims", entry, Path(folder))
    matcher = Matcher({"claim": found.rules[f"claim {name}"]})
    assert all(matcher.spans([text for text in texts if entries.content(text, frozenset())]))


def test_entries_do_not_take_an_id_that_is_taken() -> None:
    taken = {"sleep"}
    assert [entries.named("risk", ["sleep"], taken) for _ in range(2)] == ["sleep_2", "sleep_3"]
    assert entries.named("risk", ["日本"], taken) == "risk"
    assert entries.named("claim", ["2023"], taken) == "claim_2023"


def test_texts_that_say_the_same_are_grouped_and_others_are_not() -> None:
    texts = ["doctors prescribe capsules", "weather mountains pleasant", "doctor prescribed a capsule", "", ""]
    assert likeness.groups(texts, 0.25) == [[0, 2]]
    assert likeness.groups([], 0.25) == likeness.groups(["one"], 0.25) == []


@pytest.mark.parametrize("seed", range(8))
def test_groups_are_those_of_all_texts_linked_at_once(seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - the same texts each time
    words = "sleep trauma therapy serotonin anxiety dose placebo heart memory fear trust session".split()
    every = [" ".join(drawn.choices(words, k=drawn.randrange(6))) for _ in range(30)]
    texts = drawn.choices(every, k=60)  # with copies
    apart = 1.0 - likeness.cosines(texts)[np.triu_indices(len(texts), 1)]
    groups: dict[int, list[int]] = {}
    for at, group in enumerate(fcluster(linkage(apart, "average"), 0.75, "distance").tolist()):
        groups.setdefault(group, []).append(at)
    assert likeness.groups(texts, 0.25) == [group for group in groups.values() if len(group) > 1]


def test_a_text_is_like_itself_and_alike_both_ways() -> None:
    cosines = likeness.cosines(["serotonin release", "release of serotonin", "bread dough", ""])
    assert cosines[0, 1] == cosines[1, 0] > 0.5 > cosines[0, 2]
    assert [round(float(value), 6) for value in cosines.diagonal()] == [1.0, 1.0, 1.0, 0.0]


def test_a_mark_between_words_parts_a_phrase() -> None:
    read = Reading.of(["cold winter, long night", "cold winter long night"])
    assert phrases.recurring(read, ["a", "b"], np.zeros(8, np.bool_), entries.DULL, ()) == []


def test_the_five_documents_hold_claims_and_phrases_that_the_codebook_lacks(five: Landscape, tmp_path: Path) -> None:
    claims, recurring = queries.uncoded_claims(five, ALL), queries.recurring_phrases(five, ALL)
    assert "commonly, known, ecstasy, recreational" in set(claims["words"])
    assert "unlocking the healing potential" in set(recurring["label"])
    for section, frame in (("claims", claims), ("topics", recurring), ("risks", queries.unknown_risks(five, ALL))):
        pasted = "".join(dict.fromkeys(frame["entry"]))
        if pasted:
            found = book(section, pasted, tmp_path)
            assert len(found.codes) == frame["item"].nunique()
            _codes_its_sentences(found, frame)


def test_entries_pasted_into_the_codebook_itself_load(five: Landscape, tmp_path: Path) -> None:
    text = (ROOT / "seeds" / "codebook.yaml").read_text("utf-8")
    for section, name in (("claims", "uncoded_claims"), ("topics", "recurring_phrases")):
        pasted = "".join(dict.fromkeys(getattr(queries, name)(five, ALL)["entry"]))
        text = text.replace(f"\n{section}:\n", f"\n{section}:\n{pasted}", 1)
    (tmp_path / "codebook.yaml").write_text(text, "utf-8")
    assert len(codebook.load(tmp_path / "codebook.yaml").codes) > len(five.table("codes"))


def _codes_its_sentences(found: codebook.Codebook, frame: pd.DataFrame) -> None:
    for code, (_, sentences) in zip(found.codes, frame.groupby("item", sort=False), strict=True):
        matcher = Matcher({code.id: found.rules[f"{code.kind} {code.id}"]})
        assert all(matcher.spans(list(sentences["text"])))


def test_the_page_shows_an_entry_as_text_to_copy(said: Landscape, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMSCAPE_DATA", str(said.folder.parents[1]))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.switch_page("pages/discovery.py").run()
    assert not app.exception
    assert [box.options for box in app.selectbox] == [
        ["In 2 of 3: In Switzerland doctors prescribe the capsule under licence."],
        ["In 2 of 3: sleepwalking", "In 1 of 3: nausea", "In 1 of 3: tinnitus"],
        ["In 2 of 3: tested under exceptional licences"],
    ]
    app.selectbox(key="item-unknown_risks").select(0).run()
    assert [code.value for code in app.code] == [queries.unknown_risks(said, ALL)["entry"].iloc[0].rstrip()]
