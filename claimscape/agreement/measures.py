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
    """The share of sentences that both coders labelled alike.

    Formula: pₒ = Σ nₖₖ / n; nₖₖ the sentences that both gave label k
    Source: Cohen 1960, doi:10.1177/001316446002000104
    """
    return _share(np.trace(tables, axis1=-2, axis2=-1), tables.sum((-2, -1)))


def cohen(tables: Numbers) -> Numbers:
    """What kappa takes for agreement by chance: each coder with their own distribution of labels.

    Formula: pₑ = Σ aₖ bₖ; aₖ and bₖ each coder's share of label k
    Source: Cohen 1960, doi:10.1177/001316446002000104
    """
    return _share((tables.sum(-1) * tables.sum(-2)).sum(-1), tables.sum((-2, -1)) ** 2)


def krippendorff(tables: Numbers) -> Numbers:
    """What alpha takes for agreement by chance: one distribution of labels for both coders, corrected for small numbers.

    With two coders and no label missing, alpha is then the agreement beyond that chance, 1 − Dₒ/Dₑ.

    Formula: pₑ = Σ mₖ (mₖ − 1) / (m (m − 1)); mₖ of the m labels that both gave together are label k
    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, part B
    """
    given = tables.sum(-1) + tables.sum(-2)
    total = given.sum(-1)
    return _share((given * (given - 1)).sum(-1), total * (total - 1))


def gwet(tables: Numbers) -> Numbers:
    """What AC1 takes for agreement by chance: little where a label is very rare or nearly everywhere.

    Formula: pₑ = Σ πₖ (1 − πₖ) / (q − 1); πₖ the mean share of label k, q the number of labels
    Source: Gwet 2008, doi:10.1348/000711006X126600, equation 4
    """
    shares = _share(tables.sum(-1) + tables.sum(-2), 2 * tables.sum((-2, -1))[..., None])
    return np.asarray((shares * (1 - shares)).sum(-1) / (tables.shape[-1] - 1))


CHANCE: Mapping[str, Callable[[Numbers], Numbers]] = {"kappa": cohen, "alpha": krippendorff, "ac1": gwet}


def beyond(observed: Numbers, chance: Numbers) -> Numbers:
    """Agreement beyond chance: 1 where all agree, 0 where no more than by chance, 1 where there is one label only.

    Kappa, alpha and AC1 are this with what each takes for chance.

    Formula: (pₒ − pₑ) / (1 − pₑ)
    Source: Cohen 1960, doi:10.1177/001316446002000104
    """
    certain = 1 - chance < LEAST_CHANCE_LEFT
    return np.where(certain, np.where(observed == 1, 1.0, np.nan), _share(observed - chance, np.where(certain, 1, 1 - chance)))


def nominal(tables: Numbers) -> dict[str, Numbers]:
    """Raw agreement, kappa, alpha and AC1 where a sentence has one label of several: its type, certainty, support.

    Formula: pₒ, and (pₒ − pₑ) / (1 − pₑ) with each measure's pₑ
    Source: as each of them
    """
    observed = agreement(tables)
    return {"agreement": observed} | {name: beyond(observed, chance(tables)) for name, chance in CHANCE.items()}


def pooled(tables: Numbers) -> dict[str, Numbers]:
    """The same where labels may stand together, as topics and risks do: agreement is averaged over the labels first.

    A rare label is mostly absent on both sides, so raw agreement and AC1 are high by nature.
    Shapes: tables (…, labels, 2, 2).

    Formula: (mean pₒ − mean pₑ) / (1 − mean pₑ), over the labels, each a yes or no
    Source: De Vries, Elliott, Kanouse and Teleki 2008, doi:10.1177/1525822X08317166, for kappa; alpha and AC1 likewise
    """
    observed = agreement(tables).mean(-1)
    return {"agreement": observed} | {name: beyond(observed, chance(tables).mean(-1)) for name, chance in CHANCE.items()}


def retrieval(tables: Numbers) -> dict[str, Numbers]:
    """Precision, recall and F1 of the second coder held against the first, and the prevalence.

    Precision: of what the second side gave, the share that the first gave too. Recall: of what the first gave, the share that
    the second found. F1 is the same whoever is held against whom. Prevalence: labels a sentence, the mean of both sides.
    Shapes: tables (…, 2, 2).

    Formula: TP/(TP + FP), TP/(TP + FN), 2 TP/(2 TP + FP + FN), (2 TP + FP + FN)/(2 n)
    Source: F1 is the coefficient of Dice 1945, doi:10.2307/1932409
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
