"""NEAR and AND find what their definitions say, though they do not compare every pair."""

from hypothesis import given
from hypothesis import strategies as st

from claimscape import matching
from claimscape.matching import Span

SPANS = st.lists(st.tuples(st.integers(0, 25), st.sampled_from([0, 0, 1, 4])), min_size=1, max_size=7).map(
    lambda found: sorted({(start, start + length) for start, length in found})
)


@given(SPANS, SPANS, st.integers(1, 6))
def test_pre_finds_every_pair_whose_second_starts_within_reach(left: list[Span], right: list[Span], reach: int) -> None:
    pairs = {(a[0], b[1]) for a in left for b in right if 0 < b[0] - a[1] <= reach}
    assert matching._near(left, right, reach, True) == sorted(pairs)


@given(SPANS, SPANS, st.integers(1, 6))
def test_near_is_pre_in_either_order(left: list[Span], right: list[Span], reach: int) -> None:
    either = {*matching._near(left, right, reach, True), *matching._near(right, left, reach, True)}
    assert matching._near(left, right, reach, False) == sorted(either)


@given(SPANS, SPANS)
def test_and_is_decided_by_the_shortest_stretch_that_holds_both(left: list[Span], right: list[Span]) -> None:
    leaves = (matching._Part("leaf"), matching._Part("leaf"))
    hulls = [(min(a[0], b[0]), max(a[1], b[1])) for a in left for b in right]
    assert matching._both(left, right, leaves) == [min(hulls, key=lambda hull: (hull[1] - hull[0], hull[0]))]
