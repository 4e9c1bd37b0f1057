"""Measures of agreement as arithmetic on contingency tables: (…, q, q), the first coder's labels down, the second's across.

Leading axes are free (labels, draws of a bootstrap); a measure that is not defined is NaN. A label that was given or not is a
table of q = 2, "given" last.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
LEAST_CHANCE_LEFT = 1e-12  # below it both coders used one and the same label throughout


def agreement(tables: Numbers) -> Numbers:
    """The share of units that both coders labelled alike, po = sum of n_kk / n."""
    return _share(np.trace(tables, axis1=-2, axis2=-1), tables.sum((-2, -1)))


def cohen(tables: Numbers) -> Numbers:
    """Agreement expected by chance for kappa: sum of p_k+ p_+k, each coder with their own distribution.

    Cohen 1960, doi:10.1177/001316446002000104.
    """
    return _share((tables.sum(-1) * tables.sum(-2)).sum(-1), tables.sum((-2, -1)) ** 2)


def krippendorff(tables: Numbers) -> Numbers:
    """Agreement expected by chance for nominal alpha: sum of n_c (n_c - 1) / (n (n - 1)), over the n = 2 N labels given.

    Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, part B; 1 - Do/De with Do = 1 - po and De = 1 - this.
    """
    given = tables.sum(-1) + tables.sum(-2)
    total = given.sum(-1)
    return _share((given * (given - 1)).sum(-1), total * (total - 1))


def gwet(tables: Numbers) -> Numbers:
    """Agreement expected by chance for AC1: sum of pi_k (1 - pi_k) / (q - 1), pi_k the mean share of label k.

    Gwet 2008, doi:10.1348/000711006X126600, equation 4.
    """
    shares = _share(tables.sum(-1) + tables.sum(-2), 2 * tables.sum((-2, -1))[..., None])
    return np.asarray((shares * (1 - shares)).sum(-1) / (tables.shape[-1] - 1))


CHANCE: Mapping[str, Callable[[Numbers], Numbers]] = {"kappa": cohen, "alpha": krippendorff, "ac1": gwet}


def beyond(observed: Numbers, chance: Numbers) -> Numbers:
    """(po - pe) / (1 - pe): 1 where all agree, 0 where no more than by chance; 1 where there is one label only."""
    certain = 1 - chance < LEAST_CHANCE_LEFT
    return np.where(certain, np.where(observed == 1, 1.0, np.nan), _share(observed - chance, np.where(certain, 1, 1 - chance)))


def nominal(tables: Numbers) -> dict[str, Numbers]:
    """Raw agreement, kappa, alpha and AC1 of one label a unit."""
    observed = agreement(tables)
    return {"agreement": observed} | {name: beyond(observed, chance(tables)) for name, chance in CHANCE.items()}


def pooled(tables: Numbers) -> dict[str, Numbers]:
    """The same over labels that may stand together, (…, labels, 2, 2): observed and expected agreement averaged first.

    De Vries, Elliott, Kanouse and Teleki 2008, doi:10.1177/1525822X08317166, for kappa; alpha and AC1 likewise.
    """
    observed = agreement(tables).mean(-1)
    return {"agreement": observed} | {name: beyond(observed, chance(tables).mean(-1)) for name, chance in CHANCE.items()}


def retrieval(tables: Numbers) -> dict[str, Numbers]:
    """Precision, recall and F1 of the second coder held against the first, from tables (…, 2, 2).

    F1 = 2 TP / (2 TP + FP + FN), the Dice coefficient: the same whoever is held against whom. Prevalence: how often
    a unit bears the label, the mean of both sides.
    """
    both, missed, added = tables[..., 1, 1], tables[..., 1, 0], tables[..., 0, 1]
    return {
        "precision": _share(both, both + added),
        "recall": _share(both, both + missed),
        "f1": _share(2 * both, 2 * both + added + missed),
        "prevalence": _share(2 * both + added + missed, 2 * tables.sum((-2, -1))),
    }


def _share(part: Numbers, whole: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole == 0, np.nan, np.asarray(part, float) / whole)
