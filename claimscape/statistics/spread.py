"""How marks lie: spread over sources or gathered in few, together in a sentence or apart."""

from collections.abc import Sequence

import numpy as np


def dispersion(found: Sequence[float], sizes: Sequence[float]) -> float:
    """How unevenly a mark is spread over parts: 0 as the parts' sizes, 1 all in the smallest part; NaN for no mark.

    It tells a word that a source uses throughout from one that stands twenty times in a single passage. Parts of size 0
    are left out.

    Formula: ½ Σ |vᵢ − sᵢ| / (1 − min s); vᵢ the part's share of the marks, sᵢ its share of the text
    Source: Gries 2008, doi:10.1075/ijcl.13.4.02gri; normalised after Lijffijt and Gries 2012, doi:10.1075/ijcl.17.1.08lij
    """
    pairs = np.asarray([(y, n) for y, n in zip(found, sizes, strict=True) if n > 0], float).reshape(-1, 2)
    if len(pairs) == 0 or pairs[:, 0].sum() <= 0:
        return float("nan")
    shares = pairs[:, 1] / pairs[:, 1].sum()
    if len(pairs) == 1:
        return 0.0
    return float(np.abs(pairs[:, 0] / pairs[:, 0].sum() - shares).sum() / 2 / (1 - shares.min()))


def jaccard(both: float, one: float, other: float) -> float:
    """Of the sentences that bear either of two marks, the share that bears both, 0 to 1; 0 where neither occurs.

    Unlike a plain count of sentences with both it does not favour marks that are common anyway.

    Formula: both / (one + other − both)
    Source: Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x
    """
    either = one + other - both
    return both / either if either > 0 else 0.0
