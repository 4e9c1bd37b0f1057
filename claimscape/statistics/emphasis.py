"""What stands out: shrunken log-odds, corrected for how many comparisons were made, and the least effect worth showing."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

Numbers = npt.NDArray[np.float64]
PRIOR_SENTENCES = 10.0
PRIOR_WORDS = 500.0
DISCOVERIES = 0.10  # share of false findings that Benjamini and Hochberg allow among those shown; usual for exploring
MANY = 10_000  # sources; from here on any difference at all is certain, and what counts is how large it is
LEAST_RATIO = 1.5
LEAST_SHARE = 0.01


@dataclass(frozen=True)
class LogOdds:
    """Shrunken log-odds ratios with their variances and two-sided p values, arrays of one shape."""

    delta: Numbers
    variance: Numbers
    p: Numbers

    def ratio(self) -> Numbers:
        """How many times the odds of the rest: 2.7 reads "2.7 times as much"."""
        return np.exp(self.delta)

    def interval(self, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
        """Lower and upper end of the ratio."""
        reach = stats.norm.ppf((1 + confidence) / 2) * np.sqrt(self.variance)
        return np.exp(self.delta - reach), np.exp(np.minimum(self.delta + reach, 700))  # exp(710) is beyond a float


def log_odds(found: Numbers, total: Numbers, rest_found: Numbers, rest_total: Numbers, **how: Numbers | float) -> LogOdds:
    """How many times as often a mark stands in a source as in the rest of the sources.

    A difference seen in little text is drawn towards none: `prior` sentences or words (10 unless told) that bear the mark as
    often as all sources together are added to either side. `effect` (1 unless told), a design effect, multiplies the variance.

    Formula: δ = ln((y + α) / (n − y + α₀ − α)) − the same of the rest; α₀ = prior, α = α₀ × share of the mark in all sources;
        var δ = effect × (1/(y + α) + 1/(n − y + α₀ − α) + the same of the rest); shown: e^δ, interval e^(δ ± 1.96 √var δ)
    Source: Monroe, Colaresi and Quinn 2008, doi:10.1093/pan/mpn018, equations 15, 16 and 19
    """
    prior, effect = how.get("prior", PRIOR_SENTENCES), how.get("effect", 1.0)
    everything = np.maximum(total + rest_total, 1)
    alpha = np.clip(prior * (found + rest_found) / everything, 1e-6, prior - 1e-6)
    yes, no = found + alpha, total - found + prior - alpha
    rest_yes, rest_no = rest_found + alpha, rest_total - rest_found + prior - alpha
    delta = np.log(yes / no) - np.log(rest_yes / rest_no)
    variance = effect * (1 / yes + 1 / no + 1 / rest_yes + 1 / rest_no)
    return LogOdds(delta, variance, 2 * stats.norm.sf(np.abs(delta) / np.sqrt(variance)))


def benjamini_hochberg(p: Numbers) -> Numbers:
    """P values corrected for the number of comparisons, in the order given.

    Of many comparisons some look striking by chance. Of those whose corrected value is at most 0.10, about one in ten at the
    most is expected to be such a false finding. All comparisons made are counted, not only those shown.

    Formula: with p₁ ≤ … ≤ pₘ sorted, pᵢ becomes the least of pⱼ m / j over all j ≥ i, at most 1
    Source: Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x
    """
    values = np.asarray(p, float)
    order = np.argsort(values)[::-1]
    ranks = np.arange(len(values), 0, -1)
    adjusted = np.minimum.accumulate(values[order] * len(values) / ranks) if len(values) else values
    result = np.empty_like(values)
    result[order] = np.minimum(adjusted, 1.0)
    kept: Numbers = np.maximum(result, values)  # a product of floats may fall short of its factor
    return kept


def states(odds: LogOdds) -> npt.NDArray[np.str_]:
    """ "over", "under" or "cannot tell" for each comparison, corrected for all of them together.

    "Cannot tell" is no "equal": there is too little text to tell a difference from chance.

    Formula: over where corrected p ≤ 0.10 and δ > 0, under where corrected p ≤ 0.10 and δ < 0, else cannot tell
    Source: two-sided p values of δ / √var δ after Monroe, Colaresi and Quinn 2008, corrected after Benjamini and Hochberg 1995
    """
    told = benjamini_hochberg(odds.p) <= DISCOVERIES
    return np.where(told, np.where(odds.delta > 0, "over", "under"), "cannot tell")


def worth_showing(ratio: Numbers, share_of_sources: Numbers, documents: int) -> npt.NDArray[np.bool_]:
    """Which differences between groups of sources are large enough to show; all of them below 10,000 sources.

    From 10,000 sources on a p value tells little: nearly any difference is beyond chance. Then only such are shown as are
    half as much again, or down to two thirds, and whose mark stands in one source of a hundred at least.

    Formula: shown where max(r, 1/r) ≥ 1.5 and k/n ≥ 0.01; r the ratio, k of n sources with the mark
    Source: a convention of this project, not a test
    """
    ratios, shares = np.asarray(ratio, float), np.asarray(share_of_sources, float)
    large = (ratios >= LEAST_RATIO) | (ratios <= 1 / LEAST_RATIO)
    return np.asarray((large & (shares >= LEAST_SHARE)) | (documents < MANY))
