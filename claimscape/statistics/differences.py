"""How far two groups of sources are apart, with an interval: for shares of sources and for shares of sentences."""

from collections.abc import Sequence

from claimscape.statistics.shares import share_interval, wilson

Interval = tuple[float, float]


def difference_interval(k: int, n: int, other_k: int, other_n: int) -> Interval:
    """95 % interval of k of n sources less k of n in another group of sources, both ends within [−1, 1].

    Where it holds 0, these sources do not tell which group does it more. The groups must not share a source. An empty group
    says nothing: (−1, 1).

    Formula: d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²); d = p₁ − p₂, [l, u] the Wilson intervals
    Source: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10
    Checked: held the truth 95 to 99 % of the time in groups of 5 to 100 sources (benchmarks/intervals.py)
    """
    if n <= 0 or other_n <= 0:
        return -1.0, 1.0
    return _squared_and_added(k / n, wilson(k, n), other_k / other_n, wilson(other_k, other_n))


def share_difference_interval(
    found: Sequence[float], sizes: Sequence[float], other_found: Sequence[float], other_sizes: Sequence[float]
) -> Interval:
    """95 % interval of a share of sentences in one group of documents less that in another, within [−1, 1].

    The groups must not share a document. Fewer than two documents in either still leave that one's share open.

    Formula: as for a difference of k of n, with the interval of each share of sentences in place of Wilson's
    Source: Zou and Donner 2008, doi:10.1002/sim.3095
    Checked: held the truth 96 to 99 % of the time in groups of 5 to 100 documents (benchmarks/intervals.py)
    """
    if sum(sizes) <= 0 or sum(other_sizes) <= 0:
        return -1.0, 1.0
    shares = (sum(found) / sum(sizes), sum(other_found) / sum(other_sizes))
    return _squared_and_added(
        shares[0], share_interval(found, sizes), shares[1], share_interval(other_found, other_sizes)
    )


def _squared_and_added(one: float, of_one: Interval, other: float, of_other: Interval) -> Interval:
    difference = one - other
    below = ((one - of_one[0]) ** 2 + (of_other[1] - other) ** 2) ** 0.5
    above = ((of_one[1] - one) ** 2 + (other - of_other[0]) ** 2) ** 0.5
    return max(-1.0, difference - below), min(1.0, difference + above)
