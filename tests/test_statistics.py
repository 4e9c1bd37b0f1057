"""Every formula against a value worked by hand or published, and by what must always hold."""

import inspect
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape import statistics

COUNTS = st.integers(0, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
FORTY = [(at % 7, 10 + at) for at in range(40)]  # documents: found, sentences


def split(documents: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [found for found, _ in documents], [size for _, size in documents]


def test_every_function_gives_its_formula_and_its_source() -> None:
    functions = [each for name in statistics.__all__ if inspect.isfunction(each := getattr(statistics, name))]
    assert len(functions) >= 14
    lacking = [each.__name__ for each in functions if not {"Formula:", "Source:"} <= set((each.__doc__ or "").split())]
    assert lacking == []


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


@pytest.mark.parametrize("documents", [0, 1])
def test_fewer_than_two_documents_say_nothing_of_others(documents: int) -> None:
    found, sizes = [3] * documents + [0], [10] * documents + [0]  # a document without a sentence is none
    assert statistics.share_interval(found, sizes) == (0.0, 1.0)
    assert statistics.resampled_interval(found, sizes) == (0.0, 1.0)


def test_up_to_29_documents_an_interval_rests_on_the_effective_size_alone() -> None:
    assert statistics.share_interval(*split(FORTY[:29])) == statistics.sample_interval(*split(FORTY[:29]))


def test_from_30_documents_on_it_has_the_farther_ends_of_two_ways() -> None:
    """A mark of the five long documents: resampling sees how much hangs on them, the effective size leaves room above."""
    found, sizes = [1] * 35 + [100] * 5, [20] * 35 + [200] * 5
    sample, resampled = statistics.sample_interval(found, sizes), statistics.resampled_interval(found, sizes)
    assert resampled[0] < sample[0]
    assert resampled[1] < sample[1]
    assert statistics.share_interval(found, sizes) == (resampled[0], sample[1])


def test_beyond_10000_documents_the_formula_takes_the_place_of_resampling_and_agrees_with_it() -> None:
    chance = np.random.default_rng(3)
    sizes = chance.integers(5, 90, 10_001)
    found = chance.binomial(sizes, chance.beta(2, 18, 10_001))
    resampled = statistics.share_interval(list(found[:-1]), list(sizes[:-1]))
    assert statistics.share_interval(list(found), list(sizes)) == pytest.approx(resampled, abs=2e-4)


@given(st.lists(COUNTS, min_size=1, max_size=60))
def test_an_interval_of_a_share_holds_its_estimate_and_stays_within_0_and_1(pairs: list[tuple[int, int]]) -> None:
    found, sizes = split(pairs)
    for interval in (statistics.share_interval, statistics.resampled_interval):
        low, high = interval(found, sizes)
        assert 0 <= low <= high <= 1
        assert sum(sizes) == 0 or low - 1e-9 <= sum(found) / sum(sizes) <= high + 1e-9


@given(st.lists(COUNTS, min_size=1, max_size=40))
def test_the_interval_of_what_is_not_found_mirrors_that_of_what_is(pairs: list[tuple[int, int]]) -> None:
    found, sizes = split(pairs)
    low, high = statistics.share_interval(found, sizes)
    rest = statistics.share_interval([size - each for each, size in pairs], sizes)
    assert rest == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize("documents", [2, 5, 29, 30, 100])
def test_none_found_and_all_found_stay_at_their_edge_and_leave_room_on_the_other_side(documents: int) -> None:
    sizes = [20] * documents
    none, every = statistics.share_interval([0] * documents, sizes), statistics.share_interval(sizes, sizes)
    assert none[0] == 0.0 < none[1] < 1.0
    assert 0.0 < every[0] < every[1] == 1.0
    assert every[0] == pytest.approx(1 - none[1])


def test_none_found_beyond_10000_documents_leaves_room_too() -> None:
    low, high = statistics.share_interval([0] * 10_001, [1] * 10_001)
    assert low == 0.0 < high < 0.001


def test_the_same_documents_give_the_same_interval() -> None:
    first = statistics.resampled_interval(*split(FORTY))
    statistics.resampled_interval(*split(FORTY[:35]))
    assert statistics.resampled_interval(*split(FORTY)) == first


def test_resampling_more_alike_documents_gives_a_narrower_interval() -> None:
    alike = statistics.resampled_interval([5] * 40, [20] * 40)
    apart = statistics.resampled_interval([0, 10] * 20, [20] * 40)
    assert alike == (0.25, 0.25)
    assert apart[0] < 0.2 < 0.3 < apart[1]


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_of_sources_gives_the_published_intervals(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    assert statistics.difference_interval(*one, *other) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS, COUNTS)
def test_a_difference_holds_its_estimate_and_turns_its_sign_with_the_groups(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = statistics.difference_interval(*one, *other)
    assert -1 <= low <= high <= 1
    assert statistics.difference_interval(*other, *one) == pytest.approx((-high, -low))
    if one[1] and other[1]:
        assert low - 1e-9 <= one[0] / one[1] - other[0] / other[1] <= high + 1e-9


def test_a_difference_of_sentences_squares_and_adds_the_intervals_of_both_shares() -> None:
    """Documents of one sentence have a design effect of 1: shares 0.5 and 0.25, so 0.25 less and more the roots."""
    one, other = [1, 1, 0, 0], [1, 0, 0, 0]
    (l1, u1), (l2, u2) = (statistics.share_interval(found, [1] * 4) for found in (one, other))
    low, high = statistics.share_difference_interval(one, [1] * 4, other, [1] * 4)
    assert low == pytest.approx(0.25 - math.hypot(0.5 - l1, u2 - 0.25))
    assert high == pytest.approx(0.25 + math.hypot(u1 - 0.5, 0.25 - l2))
    assert low < 0 < high


@given(st.lists(COUNTS, max_size=40), st.lists(COUNTS, max_size=40))
def test_a_difference_of_sentences_holds_its_estimate(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    (found, sizes), (other_found, other_sizes) = split(one), split(other)
    low, high = statistics.share_difference_interval(found, sizes, other_found, other_sizes)
    assert -1 <= low <= high <= 1
    if sum(sizes) and sum(other_sizes):
        assert low - 1e-9 <= sum(found) / sum(sizes) - sum(other_found) / sum(other_sizes) <= high + 1e-9


def test_a_group_of_no_source_says_nothing_of_a_difference() -> None:
    assert statistics.difference_interval(3, 5, 0, 0) == (-1.0, 1.0)
    assert statistics.share_difference_interval([3], [5], [], []) == (-1.0, 1.0)


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


def test_benjamini_hochberg_of_the_fifteen_published_comparisons() -> None:
    """Benjamini and Hochberg 1995, section 4: at 0.05 the four smallest are told, where Bonferroni tells three."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    adjusted = statistics.benjamini_hochberg(np.array(p))
    assert list(adjusted <= 0.05) == [True] * 4 + [False] * 11
    assert adjusted[:5] == pytest.approx([0.0015, 0.0030, 0.0095, 0.035625, 0.0603])
    assert adjusted[-1] == 1.0


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


@pytest.mark.parametrize(
    ("ratio", "share", "documents", "shown"),
    [
        (1.5, 0.01, 10_000, True),
        (1.49, 0.5, 10_000, False),
        (1 / 1.5, 0.5, 10_000, True),
        (0.67, 0.5, 10_000, False),
        (9.0, 0.009, 10_000, False),
        (1.0, 0.0, 9_999, True),
    ],
)
def test_from_10000_sources_on_a_difference_must_be_large_and_not_rare(
    ratio: float, share: float, documents: int, shown: bool
) -> None:
    assert list(statistics.worth_showing(np.array([ratio]), np.array([share]), documents)) == [shown]


def test_dispersion_of_gries_example() -> None:
    """Gries 2008: a in five parts of sizes 9, 10, 10, 10, 11 found 1, 2, 3, 4, 5 times: DP 0.18, normalised by 1 - 9/50."""
    assert statistics.dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]) == pytest.approx(0.18 / 0.82, abs=5e-3)


def test_dispersion_of_several_marks_is_that_of_each() -> None:
    found, sizes = [[4, 0, 0], [1, 2, 3], [0, 0, 0], [2, 0, 0]], [[10, 20, 30], [10, 20, 0], [10, 20, 30], [5, 0, 0]]
    each = [float(statistics.dispersion(*row)) for row in zip(found, sizes, strict=True)]
    assert statistics.dispersion(found, sizes).tolist() == pytest.approx(each, nan_ok=True)
    assert each == pytest.approx([1.0, 0.0, math.nan, 0.0], nan_ok=True)


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
