"""Agreement figures against published examples and values worked by hand, and by what holds for any two codings."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimscape import agreement
from claimscape.__main__ import main
from claimscape.agreement import Coding, Figure, compare, f1, figures, kappa, pairs
from claimscape.agreement.confusion import confusions
from claimscape.agreement.measures import nominal, pooled, retrieval
from claimscape.errors import CodingError
from claimscape.store import Landscape

SYMMETRIC = ("agreement", "kappa", "alpha", "ac1", "f1", "prevalence")
WHOLE: dict[str, object] = {
    "file": "a.txt",
    "start": 0,
    "end": 9,
    "kind": "sentence",
    "topics": [],
    "claim": False,
    "claim_type": None,
}
WHOLE |= {"certainty": None, "support": None, "claim_ids": [], "risks": [], "citations": []}
CLAIM = {"claim": True, "claim_type": "effect", "certainty": "asserted", "support": "none"}


def table(first: str, second: str) -> np.ndarray:
    """The contingency table of two rows of one-letter labels."""
    labels = sorted({*first, *second} - {" "})
    found = np.zeros((len(labels), len(labels)))
    for a, b in zip(first.split(), second.split(), strict=True):
        found[labels.index(a), labels.index(b)] += 1
    return found


def unit(document: str, number: int, **labels: object) -> Coding:
    return Coding(document, number * 10, number * 10 + 9, "sentence", **labels)  # type: ignore[arg-type]


def topical(document: str, number: int, *topics: str) -> Coding:
    return unit(document, number, topics=frozenset(topics))


def line(found: list[agreement.Line], field: str, label: str = "") -> agreement.Line:
    return next(one for one in found if (one.field, one.label) == (field, label))


def test_f1_is_micro_averaged_over_labels() -> None:
    """TP 2, FP 1, FN 1: 4 / 6."""
    pairs = [(frozenset("ab"), frozenset("ac")), (frozenset("d"), frozenset("d"))]
    assert f1(pairs) == pytest.approx(2 / 3)
    assert f1([(frozenset(), frozenset())]) is None


def test_kappa_of_the_textbook_example() -> None:
    """Cohen's layout with 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, chance 0.5, kappa 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([]) is None


def test_sentences_are_paired_by_the_unit_that_overlaps_most() -> None:
    coded = [
        Coding(
            "d", 0, 10, "sentence", topics=frozenset({"a"}), claim=True, claim_type="x", certainty="asserted", support="none"
        )
    ]
    other = [Coding("d", 0, 3, "heading"), Coding("d", 4, 12, "sentence", topics=frozenset({"a"}))]
    measured = figures(coded, other)
    assert (measured["topics"], measured["claim"], measured["kinds"], measured["sentences"]) == (1.0, 0.0, 1.0, 0.0)
    assert measured["certainty"] is None


BROKEN = [
    {"topics": "mechanism"},
    {"claim": "no"},
    {"start": 9},
    {"start": -1},
    {"start": float("inf")},
    {"citations": ["doi"]},
]


def test_a_coded_text_may_hold_any_line_end(tmp_path: Path) -> None:
    row = WHOLE | {"citations": [{"kind": "doi", "text": "a\u2028b\x85c"}]}
    (tmp_path / "coded.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\r\n\r\n", "utf-8")
    assert agreement.read(tmp_path / "coded.jsonl") == [Coding("a", 0, 9, "sentence", citations=frozenset({"doi"}))]


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", *(json.dumps(WHOLE | part) for part in BROKEN)])
def test_a_file_that_is_no_coding_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "coded.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodingError, match=r"coded\.jsonl"):
        agreement.read(path)


def test_alpha_of_krippendorffs_binary_example() -> None:
    """Krippendorff 2011, part A: Meg and Owen on ten articles, alpha 0.095."""
    found = nominal(table("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"))
    assert float(found["alpha"]) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_krippendorffs_nominal_example() -> None:
    """Krippendorff 2011, part B: Ben and Gerry on twelve units and five values, alpha 0.692."""
    found = nominal(table("a a b b d c c c e d d a", "b a b b b c c c e d d d"))
    assert float(found["alpha"]) == pytest.approx(0.692, abs=5e-4)


def test_ac1_of_gwets_example_where_kappa_is_below_chance() -> None:
    """Two raters who both say yes to 118 of 125 and differ on seven: raw 0.944, AC1 0.941, kappa -0.023 (Gwet 2002)."""
    found = {name: float(value) for name, value in nominal(np.array([[118.0, 5], [2, 0]])).items()}
    assert (found["agreement"], found["ac1"], found["kappa"]) == pytest.approx((0.944, 0.9408, -0.0234), abs=5e-5)


def test_ac1_of_three_labels_by_hand() -> None:
    """Mean shares 0.45, 0.4, 0.15: expected (0.2475 + 0.24 + 0.1275) / 2 = 0.3075, observed 0.8."""
    found = nominal(np.array([[4.0, 1, 0], [0, 3, 0], [0, 1, 1]]))
    assert float(found["ac1"]) == pytest.approx((0.8 - 0.3075) / (1 - 0.3075))


def test_kappa_over_several_labels_averages_agreement_before_it_is_corrected() -> None:
    """Observed 0.7 and 1, expected 0.5 and 0.5: (0.85 - 0.5) / 0.5 = 0.7 (De Vries and others 2008)."""
    tables = np.array([[[15.0, 10], [5, 20]], [[25, 0], [0, 25]]])
    assert float(pooled(tables)["kappa"]) == pytest.approx(0.7)


def test_precision_and_recall_hold_the_second_against_the_first() -> None:
    found = {name: float(value) for name, value in retrieval(np.array([[80.0, 2], [10, 8]])).items()}
    assert found == pytest.approx({"precision": 0.8, "recall": 8 / 18, "f1": 16 / 28, "prevalence": 0.14})


SQUARE = st.integers(2, 5).flatmap(
    lambda q: st.lists(st.lists(st.integers(0, 30), min_size=q, max_size=q), min_size=q, max_size=q)
)


@settings(deadline=None)
@given(SQUARE)
def test_measures_are_symmetric_and_within_bounds(cells: list[list[int]]) -> None:
    counts = np.array(cells, float)
    one, other = nominal(counts), nominal(counts.T)
    for name, value in one.items():
        assert float(value) == pytest.approx(float(other[name]), nan_ok=True)
        assert np.isnan(value) or -1 <= float(value) <= 1
    if counts.sum():
        assert 0 <= float(one["agreement"]) <= 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=5))
def test_identical_codings_agree_wholly(counts: list[int]) -> None:
    found = nominal(np.diag(np.array(counts, float)))
    assert [float(value) for value in found.values()] == pytest.approx([1.0 if sum(counts) else np.nan] * 4, nan_ok=True)


LABELS = st.lists(st.lists(st.frozensets(st.sampled_from("abc")), min_size=1, max_size=4), min_size=3, max_size=5)


@settings(deadline=None)
@given(LABELS, st.randoms(use_true_random=False))
def test_comparing_the_other_way_round_swaps_precision_and_recall_only(
    labels: list[list[frozenset[str]]], random: object
) -> None:
    first = [topical(f"d{d}", n, *topics) for d, each in enumerate(labels) for n, topics in enumerate(each)]
    second = [topical(one.document, one.start // 10, *random.choice(labels)[0]) for one in first]  # type: ignore[attr-defined]
    there, back = (line(compare(pairs(a, b), draws=50), "topics").figures for a, b in ((first, second), (second, first)))
    assert [there[name] for name in SYMMETRIC] == [back[name] for name in SYMMETRIC]
    assert (there["precision"], there["recall"]) == (back["recall"], back["precision"])


@settings(deadline=None)
@given(LABELS)
def test_intervals_hold_the_figure_of_identical_codings_and_are_the_same_each_time(labels: list[list[frozenset[str]]]) -> None:
    coded = [topical(f"d{d}", n, *topics) for d, each in enumerate(labels) for n, topics in enumerate(each)]
    found = compare(pairs(coded, coded), draws=50)
    used = any(one.topics for one in coded)
    for name in ("agreement", "kappa", "alpha", "ac1", "f1"):
        assert line(found, "topics").figures[name] == (Figure(1.0, 1.0, 1.0) if used else None)
    assert found == compare(pairs(coded, coded), draws=50)


def test_an_interval_comes_from_resampling_documents() -> None:
    """Two documents are coded alike and one is missed: F1 of a draw is 1 without the third, 0 with nothing else."""
    coded = [topical(document, 0, "a") for document in ("d", "e", "f")]
    other = [topical("d", 0, "a"), topical("e", 0, "a"), topical("f", 0)]
    found = line(compare(pairs(coded, other)), "topics", "a").figures["recall"]
    assert found == Figure(pytest.approx(2 / 3), 0.0, 1.0)


def test_an_interval_is_not_applicable_with_fewer_than_three_documents() -> None:
    coded = [topical("d", 0, "a"), topical("e", 0, "a")]
    assert line(compare(pairs(coded, coded)), "topics", "a").figures["f1"] == Figure(1.0, None, None)


def test_a_label_that_nobody_used_is_not_applicable() -> None:
    coded = [topical("d", 0, "a"), topical("d", 1)]
    found = compare(pairs(coded, coded), {"topics": ("a", "b")})
    assert [one.label for one in found if one.field == "topics"] == ["", "a", "b"]
    assert set(line(found, "topics", "b").figures.values()) == {None}
    assert set(line(found, "risks").figures.values()) == {None}


def test_single_labels_are_compared_where_both_see_a_claim() -> None:
    coded = [unit("d", 0, **CLAIM), unit("d", 1, **CLAIM), unit("d", 2)]
    other = [unit("d", 0, **CLAIM | {"certainty": "hedged"}), unit("d", 1), unit("d", 2, **CLAIM)]
    found = compare(pairs(coded, other))
    certainty = line(found, "certainty")
    assert (certainty.n, certainty.value("agreement"), certainty.value("f1")) == (1, 0.0, 0.0)
    assert (line(found, "claim").n, line(found, "claim").value("f1")) == (3, 0.5)
    hedged = line(found, "certainty", "hedged")
    assert (hedged.coded, hedged.found, hedged.value("precision"), hedged.value("recall")) == (0, 1, 0.0, None)


def test_a_disagreement_names_the_labels_that_only_one_side_gave() -> None:
    coded = [topical("d", 0, "a", "b"), unit("d", 1, **CLAIM), unit("d", 2, **CLAIM)]
    other = [topical("d", 0, "b", "c"), unit("d", 1), unit("d", 2, **CLAIM | {"certainty": "hedged"})]
    assert [(one.unit.start, one.field, one.first, one.second) for one in agreement.disagreements(pairs(coded, other))] == [
        (0, "topics", ("a",), ("c",)),
        (10, "claim", ("claim",), ()),
        (20, "certainty", ("asserted",), ("hedged",)),
    ]


def test_people_are_compared_where_both_coded_the_sentence() -> None:
    first, second = [topical("d", 0, "a"), topical("d", 1)], [topical("d", 0, "a"), topical("e", 5)]
    assert [(a.start, b.start) for a, b in agreement.together(first, second)] == [(0, 0)]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=12), st.integers(0, 60), st.integers(1, 20))
def test_the_nearest_unit_is_the_one_a_search_of_all_finds(spans: list[tuple[int, int]], start: int, length: int) -> None:
    other = [Coding("d", at, at + size, str(number)) for number, (at, size) in enumerate(spans)]
    ((_, found),) = pairs([Coding("d", start, start + length, "sentence")], other)
    overlaps = [min(one.end, start + length) - max(one.start, start) for one in other]
    best = max([*overlaps, 0])
    assert (min(found.end, start + length) - max(found.start, start) if found.start >= 0 else 0) == best


def jsonl(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(WHOLE | row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_report_holds_each_file_against_the_machine_and_two_of_the_same_sentences_together(
    landscape: Landscape, tmp_path: Path
) -> None:
    one = jsonl(tmp_path / "one.jsonl", {"file": "a.txt", "start": 21, "end": 41, "topics": ["mechanism"]})
    two = jsonl(tmp_path / "two.jsonl", {"file": "a.txt", "start": 21, "end": 41, "topics": ["legal"]})
    (tmp_path / "floors.yaml").write_text("one: {topics: 0.9, risks: 0.5}\n", "utf-8")
    told = agreement.report(landscape, [one, two])
    heads = [row for row in told.splitlines() if row and not row.startswith(" ")]
    assert heads == [
        f"{one}: 1 coded sentences in 1 document(s); first: people, second: the machine",
        f"{two}: 1 coded sentences in 1 document(s); first: people, second: the machine",
        f"{one} and {two}: 1 sentences in 1 document(s); first: the one, second: the other",
    ]
    rows = [" ".join(row.split()) for row in told.splitlines()]
    assert "topics (micro F1) 1.000 floor 0.90 ok" in rows
    assert "topics (micro F1) 0.000" in rows
    assert "risks (micro F1) not applicable" in rows
    assert "95 % intervals: not applicable with fewer than 3 documents" in rows
    assert [row for row in rows if row.startswith("legal ")] == []
    labelled = agreement.report(landscape, [one], labels=True)
    assert [row.split()[:4] for row in labelled.splitlines() if row.startswith("    legal")] == [["legal", "1", "0", "0"]]


def test_confusions_count_the_first_side_down_and_the_second_across() -> None:
    """Two hedges of three are taken for assertions; a sentence that only one side calls a claim is not counted."""
    given = ["hedged", "hedged", "hedged", "asserted", None]
    said = [unit("a", n, claim=True, claim_type="effect", certainty=one, support="none") for n, one in enumerate(given)]
    found = [
        unit("a", n, claim=True, claim_type="effect", certainty=one)
        for n, one in enumerate(("asserted", "hedged", "asserted", "asserted"))
    ]
    matched = [*zip(said, found, strict=False), (said[4], unit("a", 4))]
    tables = {table.field: table for table in confusions(matched)}
    assert (tables["claim_type"].labels, tables["claim_type"].counts) == (("effect",), ((4,),))
    assert (tables["certainty"].labels, tables["certainty"].counts) == (("asserted", "hedged"), ((1, 0), (2, 1)))
    assert (tables["support"].labels, tables["support"].counts) == (("none", "none given"), ((0, 4), (0, 0)))
    assert confusions([(said[4], unit("a", 4))]) == []


def test_a_report_ends_with_the_confusions(landscape: Landscape, tmp_path: Path) -> None:
    said = {
        "file": "a.txt",
        "start": 21,
        "end": 41,
        "claim": True,
        "claim_type": "effect",
        "certainty": "hedged",
        "support": "none",
    }
    told = agreement.report(landscape, [jsonl(tmp_path / "one.jsonl", said)]).splitlines()
    start = told.index("  claim type: first down, second across")
    assert told[start : start + 4] == [
        "  claim type: first down, second across",
        "               mechanism  effect",
        "    mechanism          0       0",
        "    effect             1       0",
    ]
    assert told[-1] == "    none     1"


def test_two_files_are_compared_without_a_landscape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = jsonl(tmp_path / "one.jsonl", {"file": "a.txt", "start": 0, "end": 9})
    two = jsonl(tmp_path / "two.jsonl", {"file": "b.txt", "start": 0, "end": 9})
    assert main(["agree", str(one), str(one)]) == 0
    assert "claim or not (F1)                        not applicable" in capsys.readouterr().out
    assert main(["agree", str(one), str(two)]) == 2
    assert "name a landscape with --data" in capsys.readouterr().err
