"""Cells that no spreadsheet runs: whatever stands before a formula, and however its sign is written."""

import pandas as pd
import pytest

from claimscape.exports.cells import csv_text, inert, is_pick, readable, xml_text

SIGNS = "=+-@＝＋－＠"
BEFORE = ("", " ", "\t", "\r\n", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u202e", "\x00 ")


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_formula_is_text(sign: str, before: str) -> None:
    assert inert(f"{before}{sign}cmd|' /C calc'!A0") == f"'{before}{sign}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["", "a=b", "MDMA - a drug", "1+1", "’=", "a\n=b"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_numbers_below_zero_stay_numbers_and_lists_are_one_cell() -> None:
    frame = pd.DataFrame({"a": [-1.5, 2.0], "b": [["=x", "y"], None], "c": pd.array([1, None], "Int64")})
    assert csv_text(frame) == '"a","b","c"\r\n-1.5,"\'=x; y",1\r\n2.0,"",""\r\n'


def test_columns_of_marks_are_known_by_their_names() -> None:
    names = ["pick", "topic_pick", "pick_a", "side_pick_b", "picked", "position", "topic"]
    assert [name for name in names if is_pick(name)] == names[:4]
    assert list(readable(pd.DataFrame(columns=names)).columns) == ["picked", "topic"]


def test_what_no_xml_may_hold_becomes_a_sign() -> None:
    assert xml_text("a\x00b\ufffe\uffff\ud800c\t\n") == "a\ufffdb\ufffd\ufffd\ufffdc\t\n"
