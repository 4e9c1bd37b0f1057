"""Whether enough has been read: how many kinds turn up by the number of sources, and how many none has shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]
EXACT_UNITS = 10  # up to which every set of units is counted, 1,023 of them
ORDERS = 200


@dataclass(frozen=True)
class Accumulation:
    """Kinds found in the first 1, 2, … n units read: the mean over all orders, and the 5th and 95th percentile of orders."""

    mean: Numbers
    low: Numbers
    high: Numbers


def accumulation(held: Sequence[Sequence[int]], units: int) -> Accumulation:
    """How many kinds are found by the number of sources read, on average over all orders of reading.

    `held` has the units (0 to units - 1) of each kind, one at least. Percentiles are of all sets of m units up to 10 units,
    then of 200 seeded orders; where nearly all orders give the same, they are widened to hold the mean.

    Formula: Σ 1 − C(n − k, m) / C(n, m); m of n sources read, k those with a kind
    Source: Colwell et al. 2012, doi:10.1093/jpe/rtr044
    """
    spread = np.array([len(set(kind)) for kind in held], float)
    read = np.arange(1, units + 1)[:, None]
    missed = special.gammaln(units - spread + 1) + special.gammaln(units - read + 1)
    with np.errstate(invalid="ignore"):  # fewer units are left than have been read: none can be missed
        missed = missed - special.gammaln(units - spread - read + 1) - special.gammaln(units + 1)
    mean = np.where(read <= units - spread, 1 - np.exp(missed), 1.0).sum(axis=1)
    low, high = _subsets(held, units) if units <= EXACT_UNITS else _orders(held, units)
    return Accumulation(mean, np.minimum(low, mean), np.maximum(high, mean))


def _subsets(held: Sequence[Sequence[int]], units: int) -> tuple[Numbers, Numbers]:
    kinds = np.array([sum(1 << unit for unit in set(kind)) for kind in held], np.int64)
    found = [
        [int((kinds & sum(1 << unit for unit in chosen) > 0).sum()) for chosen in combinations(range(units), size)]
        for size in range(1, units + 1)
    ]
    ends = np.array([np.percentile(each, [5, 95], method="inverted_cdf") for each in found], float).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def _orders(held: Sequence[Sequence[int]], units: int) -> tuple[Numbers, Numbers]:
    rng, each = np.random.default_rng(0), [np.fromiter(set(kind), int) for kind in held]
    found = np.zeros((ORDERS, units))
    for number in range(ORDERS):
        place = rng.permutation(units)
        found[number] = np.bincount([place[kind].min() for kind in each], minlength=units).cumsum()
    low, high = np.percentile(found, [5, 95], axis=0, method="inverted_cdf")
    return np.asarray(low, float), np.asarray(high, float)


def unseen(held: Sequence[Sequence[int]], units: int) -> float:
    """How many kinds are still unseen, at least: judged by those that stand in one source only and in just two.

    Where a codebook bounds what can be found, it cannot tell of what the codebook does not name. 0 for no source.

    Formula: (n − 1)/n × q₁²/2q₂; q₁ and q₂ the kinds in one and in two of n sources; q₁(q₁ − 1)/2 where q₂ = 0
    Source: Chao 1987, doi:10.2307/2531532
    """
    spread = [len(set(kind)) for kind in held]
    once, twice = spread.count(1), spread.count(2)
    if units == 0:
        return 0.0
    return (units - 1) / units * (once**2 / (2 * twice) if twice else once * (once - 1) / 2)
