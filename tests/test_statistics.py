"""Every formula against a value worked by hand or published, and by what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape import statistics

COUNTS = st.integers(0, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@pytest.mark.parametrize(
    ("found", "total", "low", "high"),
    [
        (
            81,
            263,
            0.2553,
            0.3662,
        ),  # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (0, 5, 0.0, 0.4345),  # 0 of 5 still fits up to 43 %
    ],
)
def test_wilson_gives_the_published_intervals(found: int, total: int, low: float, high: float) -> None:
    assert statistics.wilson(found, total) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_nothing_says_nothing() -> None:
    assert statistics.wilson(0, 0) == (0.0, 1.0)


@given(COUNTS)
def test_wilson_holds_its_estimate_and_stays_within_0_and_1(pair: tuple[int, int]) -> None:
    found, total = pair
    low, high = statistics.wilson(found, total)
    assert 0 <= low <= high <= 1
    assert total == 0 or low <= found / total <= high


def test_design_effect_of_equal_documents_is_one_plus_m_minus_one_rho() -> None:
    assert statistics.design_effect([11, 11, 11], 0.2) == pytest.approx(3.0)


def test_design_effect_takes_no_correlation_below_five_percent() -> None:
    assert statistics.design_effect([21, 21], 0.0) == statistics.design_effect([21, 21], float("nan")) == pytest.approx(2.0)


def test_effective_size_of_one_sentence_documents_is_their_number() -> None:
    assert statistics.effective_size([1, 1, 1, 1]) == 4


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30), st.floats(0, 1))
def test_effective_size_is_never_more_than_the_sentences(sizes: list[int], rho: float) -> None:
    assert 0 <= statistics.effective_size(sizes, rho) <= sum(sizes) + 1e-9


def test_correlation_is_one_where_documents_are_all_or_nothing_and_low_where_they_are_alike() -> None:
    assert statistics.correlation_within([10, 0, 10, 0], [10, 10, 10, 10]) == pytest.approx(1.0)
    assert statistics.correlation_within([5, 5, 5, 5], [10, 10, 10, 10]) == pytest.approx(-1 / 9)


def test_correlation_within_groups_does_not_count_what_groups_differ_in() -> None:
    found, sizes = [10, 10, 0, 0], [10, 10, 10, 10]
    assert statistics.correlation_within(found, sizes) == pytest.approx(1.0)
    assert statistics.correlation_within(found, sizes, ["a", "a", "b", "b"]) == 0.0


def test_correlation_of_one_document_is_not_known() -> None:
    assert math.isnan(statistics.correlation_within([3], [10]))


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_sample_interval_holds_its_estimate_and_stays_within_0_and_1(pairs: list[tuple[int, int]]) -> None:
    found, sizes = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    low, high = statistics.sample_interval(found, sizes)
    assert 0 <= low <= high <= 1
    assert sum(sizes) == 0 or low - 1e-9 <= sum(found) / sum(sizes) <= high + 1e-9


def test_sample_interval_is_wider_than_that_of_independent_sentences() -> None:
    low, high = statistics.sample_interval([5, 6, 4, 5, 5], [20, 20, 20, 20, 20])
    free_low, free_high = statistics.wilson(25, 100)
    assert low < free_low
    assert high > free_high


def _arrays(*values: float) -> list[np.ndarray]:
    return [np.array([value], float) for value in values]


def test_log_odds_worked_by_hand() -> None:
    """8 of 10 against 2 of 10: alpha 5 of 10, so log(13/7) - log(7/13) and 1/13 + 1/7 twice."""
    odds = statistics.log_odds(*_arrays(8, 10, 2, 10), prior=10.0)
    assert odds.delta[0] == pytest.approx(2 * math.log(13 / 7))
    assert odds.variance[0] == pytest.approx(2 * (1 / 13 + 1 / 7))
    assert odds.p[0] == pytest.approx(0.0618, abs=1e-4)


def test_log_odds_without_a_difference_is_none() -> None:
    odds = statistics.log_odds(*_arrays(5, 20, 5, 20))
    assert (odds.delta[0], odds.ratio()[0], odds.p[0]) == (0.0, 1.0, 1.0)


@given(COUNTS, COUNTS)
def test_log_odds_of_two_groups_turn_their_sign_when_the_groups_are_exchanged(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    there, back = statistics.log_odds(*_arrays(*one, *other)), statistics.log_odds(*_arrays(*other, *one))
    assert there.delta[0] == pytest.approx(-back.delta[0], abs=1e-9)
    assert there.variance[0] == pytest.approx(back.variance[0])


@given(COUNTS, COUNTS)
def test_the_interval_of_a_ratio_holds_the_ratio(one: tuple[int, int], other: tuple[int, int]) -> None:
    odds = statistics.log_odds(*_arrays(*one, *other))
    low, high = odds.interval()
    assert 0 <= low[0] <= odds.ratio()[0] <= high[0]


@given(st.integers(1, 200), st.floats(1, 20))
def test_a_stronger_prior_draws_the_ratio_to_one(found: int, more: float) -> None:
    weak = statistics.log_odds(*_arrays(found, 200, 0, 200), prior=10.0).delta[0]
    strong = statistics.log_odds(*_arrays(found, 200, 0, 200), prior=10.0 + more).delta[0]
    assert 0 <= strong <= weak


def test_the_design_effect_multiplies_the_variance_and_nothing_else() -> None:
    plain, wide = (statistics.log_odds(*_arrays(8, 10, 2, 10), effect=effect) for effect in (1.0, 3.0))
    assert wide.delta[0] == plain.delta[0]
    assert wide.variance[0] == pytest.approx(3 * plain.variance[0])


def test_benjamini_hochberg_worked_by_hand() -> None:
    p = np.array([0.01, 0.04, 0.03, 0.005])
    assert statistics.benjamini_hochberg(p) == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_benjamini_hochberg_of_nothing_is_nothing() -> None:
    assert len(statistics.benjamini_hochberg(np.array([]))) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_adjusted_p_values_keep_their_order_and_are_never_smaller(p: list[float]) -> None:
    adjusted = statistics.benjamini_hochberg(np.array(p))
    assert all(after >= before for after, before in zip(adjusted, p, strict=True))
    assert all(adjusted <= 1)
    ranked = [value for _, value in sorted(zip(p, adjusted, strict=True))]
    assert ranked == sorted(ranked)


def test_states_tell_over_under_and_cannot_tell() -> None:
    odds = statistics.log_odds(
        *(np.array(values, float) for values in ([90, 1, 5], [100, 100, 10], [10, 60, 50], [100, 100, 100]))
    )
    assert list(statistics.states(odds)) == ["over", "under", "cannot tell"]


def test_dispersion_of_gries_example() -> None:
    """Gries 2008: a in five parts of sizes 9, 10, 10, 10, 11 found 1, 2, 3, 4, 5 times: DP 0.18, normalised by 1 - 9/50."""
    assert statistics.dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]) == pytest.approx(0.18 / 0.82, abs=5e-3)


def test_dispersion_is_0_as_the_sizes_and_1_in_the_smallest_part() -> None:
    assert statistics.dispersion([1, 2, 3], [10, 20, 30]) == pytest.approx(0.0)
    assert statistics.dispersion([4, 0, 0], [10, 20, 30]) == pytest.approx(1.0)


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_dispersion_stays_within_0_and_1(pairs: list[tuple[int, int]]) -> None:
    value = statistics.dispersion([pair[0] for pair in pairs], [pair[1] for pair in pairs])
    assert math.isnan(value) or -1e-9 <= value <= 1 + 1e-9


def test_jaccard_worked_by_hand() -> None:
    assert statistics.jaccard(2, 4, 6) == 0.25
    assert statistics.jaccard(0, 0, 0) == 0.0


def test_accumulation_is_exact_over_all_orders_of_reading() -> None:
    """Three units hold {x, y}, {x} and {z}: one of them has 2, 1 or 1 kinds; two have 2, 3 or 2; all have 3."""
    grown = statistics.accumulation([[0, 1], [0], [2]], 3)
    assert grown.mean.tolist() == pytest.approx([4 / 3, 7 / 3, 3])
    assert (grown.low.tolist(), grown.high.tolist()) == ([1, 2, 3], [2, 3, 3])


def test_accumulation_of_many_units_stays_within_what_there_is_and_is_the_same_again() -> None:
    held = [[unit for unit in range(40) if unit % kind == 0] for kind in range(1, 30)]
    grown, again = statistics.accumulation(held, 40), statistics.accumulation(held, 40)
    assert grown.mean[0] == pytest.approx(sum(map(len, held)) / 40)
    assert grown.mean[-1] == grown.low[-1] == grown.high[-1] == 29
    assert all(np.diff(grown.mean) >= -1e-9)
    assert all(grown.low <= grown.mean + 1e-9)
    assert all(grown.mean <= grown.high + 1e-9)
    assert (grown.low == again.low).all()


def test_accumulation_of_nothing_is_empty_or_zero() -> None:
    assert statistics.accumulation([], 0).mean.tolist() == []
    assert statistics.accumulation([], 2).mean.tolist() == statistics.accumulation([], 2).high.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("held", "units", "expected"),
    [
        ([[0], [1], [0, 1]], 4, 3 / 4 * 2**2 / 2),  # two kinds in one unit, one in two
        ([[0], [1], [2]], 3, 2 / 3 * 3 * 2 / 2),  # none in two
        ([[0, 1], [0, 1]], 2, 0.0),
        ([], 0, 0.0),
    ],
)
def test_unseen_kinds_are_estimated_from_those_in_one_unit_and_in_two(
    held: list[list[int]], units: int, expected: float
) -> None:
    assert statistics.unseen(held, units) == pytest.approx(expected)
