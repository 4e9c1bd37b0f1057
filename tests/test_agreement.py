"""Agreement figures against values worked by hand."""

import json
from pathlib import Path

import pytest

from claimscape import agreement
from claimscape.agreement import Coding, f1, figures, kappa
from claimscape.errors import CodingError


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


@pytest.mark.parametrize("text", ["", "{}", "not json", json.dumps({"file": "a.txt", "start": "x"})])
def test_a_file_that_is_no_coding_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "coded.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodingError, match=r"coded\.jsonl"):
        agreement.read(path)
