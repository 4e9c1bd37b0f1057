"""How alike short texts are, and which of them say the same: character n-grams weighted by TF-IDF, grouped by average link.

Sentences of one subject all name it, so words of the subject are to be taken out first and vectors are centred.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import dendrogram, fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

SIZES = (3, 4, 5)  # letters; words are padded with a space on either side, so that their edges count
COMMON = 0.25  # n-grams in more than this share of the texts tell nothing and cost most of the time
FIRM = 50.0  # so many texts give half of the mean; of few texts the mean is mostly what each says itself

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tree:
    """Places in the order in which neighbours are most alike, and the brackets of the dendrogram beside them.

    A bracket is four points (position in that order, distance 0 to 1), from one branch over the joint to the other.
    """

    order: tuple[int, ...]
    brackets: tuple[tuple[tuple[float, float], ...], ...]


def groups(texts: Sequence[str], least: float) -> list[list[int]]:
    """Places of texts that are alike on average by `least` or more, each group of two at least, in order of their first."""
    if len(texts) < 2:
        return []
    distances = 1.0 - cosines(texts)
    np.fill_diagonal(distances, 0.0)
    found = fcluster(linkage(squareform(distances, checks=False), "average"), 1.0 - least, "distance")
    members: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(found):
        members[int(group)].append(place)
    return [places for places in members.values() if len(places) > 1]


def cosines(texts: Sequence[str]) -> Numbers:
    """Cosine of every pair of texts, -1 to 1, an array n x n; a text without letters is like none."""
    grams = _weighted(texts)
    n = len(texts)
    mean = np.asarray(grams.sum(axis=0)).ravel() / n * (n / (n + FIRM))
    shift = np.asarray(grams @ mean).ravel()
    # (x - m)(y - m) = xy - xm - ym + mm keeps the vectors sparse, which centred ones are not.
    product = (grams @ grams.T).toarray() - shift[:, None] - shift[None, :] + float(mean @ mean)
    length = np.sqrt(np.clip(product.diagonal(), 1e-12, None))
    empty = np.asarray(grams.getnnz(axis=1) == 0)
    cosine = np.clip(product / length[:, None] / length[None, :], -1.0, 1.0)
    cosine[empty, :] = cosine[:, empty] = 0.0
    return np.asarray((cosine + cosine.T) / 2)


def tree(similarity: Numbers) -> Tree:
    """Clusters by average link of a symmetric n x n array, 0 to 1; leaves turned so that neighbours are most alike.

    The order of leaves: Bar-Joseph, Gifford and Jaakkola 2001, doi:10.1093/bioinformatics/17.suppl_1.S22.
    """
    if len(similarity) < 2:
        return Tree(tuple(range(len(similarity))), ())
    distances = np.clip(1.0 - similarity, 0.0, 1.0)
    np.fill_diagonal(distances, 0.0)
    drawn = dendrogram(linkage(squareform(distances, checks=False), "average", optimal_ordering=True), no_plot=True)
    corners = zip(drawn["icoord"], drawn["dcoord"], strict=True)  # SciPy sets leaves at 5, 15, 25 …
    brackets = [tuple((float(x - 5) / 10, float(y)) for x, y in zip(xs, ys, strict=True)) for xs, ys in corners]
    return Tree(tuple(drawn["leaves"]), tuple(brackets))


def together(sets: npt.ArrayLike, members: npt.ArrayLike, n: int) -> Numbers:
    """How many members each pair of n sets has in common, n x n; sets and members as numbers, each membership once."""
    rows, columns = np.asarray(sets, int), np.asarray(members, int)
    there = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(n, int(columns.max(initial=0)) + 1))
    return np.asarray((there @ there.T).toarray(), float)


def _weighted(texts: Sequence[str]) -> csr_matrix:
    """Rows of unit length: (1 + log tf) x idf of the n-grams of each text."""
    counts = [_grams(text) for text in texts]
    frequency = Counter(gram for count in counts for gram in count)
    most = max(COMMON * len(texts), 10)
    kept = [gram for gram in frequency if frequency[gram] <= most]
    column = {gram: place for place, gram in enumerate(kept)}
    entries = [(row, column[gram], count[gram]) for row, count in enumerate(counts) for gram in count if gram in column]
    rows, columns, times = (np.array(part) for part in (zip(*entries, strict=True) if entries else ([], [], [])))
    rarity = np.log((1 + len(texts)) / (1 + np.array([frequency[gram] for gram in kept]))) + 1
    weights = (1 + np.log(times)) * rarity[columns.astype(int)] if entries else np.array([])
    found = csr_matrix((weights, (rows, columns)), shape=(len(texts), max(len(kept), 1)))
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    return csr_matrix(found.multiply(scale[:, None]))


def _grams(text: str) -> Counter[str]:
    padded = [f" {word} " for word in text.split()]
    return Counter(word[at : at + size] for word in padded for size in SIZES for at in range(len(word) - size + 1))
