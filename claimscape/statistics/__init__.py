"""Intervals, effect sizes and their corrections: every number that is more than a count.

Describing the documents at hand, counts are exact and need none of these; they serve to speak beyond them.
"""

from claimscape.statistics.differences import difference_interval, share_difference_interval
from claimscape.statistics.emphasis import (
    DISCOVERIES,
    LEAST_RATIO,
    LEAST_SHARE,
    MANY,
    PRIOR_SENTENCES,
    PRIOR_WORDS,
    LogOdds,
    Numbers,
    benjamini_hochberg,
    log_odds,
    states,
    worth_showing,
)
from claimscape.statistics.saturation import Accumulation, accumulation, unseen
from claimscape.statistics.shares import (
    FEWEST_RESAMPLED,
    RHO,
    correlation_within,
    design_effect,
    effective_size,
    resampled_interval,
    sample_interval,
    share_interval,
    wilson,
)
from claimscape.statistics.spread import dispersion, jaccard

__all__ = [
    "DISCOVERIES",
    "FEWEST_RESAMPLED",
    "LEAST_RATIO",
    "LEAST_SHARE",
    "MANY",
    "PRIOR_SENTENCES",
    "PRIOR_WORDS",
    "RHO",
    "Accumulation",
    "LogOdds",
    "Numbers",
    "accumulation",
    "benjamini_hochberg",
    "correlation_within",
    "design_effect",
    "difference_interval",
    "dispersion",
    "effective_size",
    "jaccard",
    "log_odds",
    "resampled_interval",
    "sample_interval",
    "share_difference_interval",
    "share_interval",
    "states",
    "unseen",
    "wilson",
    "worth_showing",
]
