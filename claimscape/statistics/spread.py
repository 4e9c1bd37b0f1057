"""How marks lie: spread over sources or gathered in few, together in a sentence or apart."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def dispersion(found: npt.ArrayLike, sizes: npt.ArrayLike) -> Numbers:
    """How unevenly a mark is spread over parts: 0 as the parts' sizes, 1 all in the smallest part; NaN for no mark.

    It tells a word that a source uses throughout from one that stands twenty times in a single passage. Parts of size 0
    are left out. Of several marks at once `found` and `sizes` have a row each.

    Formula: ½ Σ |vᵢ − sᵢ| / (1 − min s); vᵢ the part's share of the marks, sᵢ its share of the text
    Source: Gries 2008, doi:10.1075/ijcl.13.4.02gri; normalised after Lijffijt and Gries 2012, doi:10.1075/ijcl.17.1.08lij
    """
    text = np.ascontiguousarray(sizes, float)  # sums of one order of memory are the same to the last bit
    there = text > 0
    marks, text = np.where(there, np.ascontiguousarray(found, float), 0.0), np.where(there, text, 0.0)
    parts, total = there.sum(axis=-1), marks.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = text / text.sum(axis=-1, keepdims=True)
        least = shares.min(axis=-1, where=there, initial=1.0)
        uneven = np.abs(marks / total[..., None] - shares).sum(axis=-1) / 2 / (1 - least)
    return np.where((parts == 0) | (total <= 0), np.nan, np.where(parts == 1, 0.0, uneven))


def jaccard(both: float, one: float, other: float) -> float:
    """Of the sentences that bear either of two marks, the share that bears both, 0 to 1; 0 where neither occurs.

    Unlike a plain count of sentences with both it does not favour marks that are common anyway.

    Formula: both / (one + other − both)
    Source: Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x
    """
    either = one + other - both
    return both / either if either > 0 else 0.0
