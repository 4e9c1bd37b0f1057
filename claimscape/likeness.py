"""How alike short texts are, and which of them say the same: character n-grams weighted by TF-IDF, grouped by average link.

Sentences of one subject all name it, so words of the subject are to be taken out first and vectors are centred.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import dendrogram, fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

SIZES = (3, 4, 5)  # letters; words are padded with a space on either side, so that their edges count
COMMON = 0.25  # n-grams in more than this share of the texts tell nothing and cost most of the time
ROUNDED = 1e-9  # by which a mean of likenesses can lie above the greatest of them
FIRM = 50.0  # so many texts give half of the mean; of few texts the mean is mostly what each says itself

Numbers = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


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
    cosine, place = _compared(texts)
    part = connected_components(csr_matrix(cosine >= least - ROUNDED), directed=False)[1][place]
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    for each in range(int(part.max()) + 1):  # what no chain of likenesses joins is in no group together
        places = np.flatnonzero(part == each)
        for at, group in zip(places.tolist(), _linked(cosine, place[places], least), strict=True):
            members[each, group].append(at)
    return sorted(places for places in members.values() if len(places) > 1)


def _linked(cosine: Numbers, texts: Ints, least: float) -> list[int]:
    """The number of the group of each of these texts by average link."""
    if len(texts) < 2:
        return [1] * len(texts)
    distances = 1.0 - cosine[np.ix_(texts, texts)][np.triu_indices(len(texts), 1)]
    found: list[int] = fcluster(linkage(distances, "average"), 1.0 - least, "distance").tolist()
    return found


def cosines(texts: Sequence[str]) -> Numbers:
    """Cosine of every pair of texts, -1 to 1, an array n x n; a text without letters is like none."""
    cosine, place = _compared(texts)
    return np.asarray(cosine[np.ix_(place, place)])


def _compared(texts: Sequence[str]) -> tuple[Numbers, Ints]:
    """Cosine of every pair of different texts, and which of them each text is: the same text is compared once."""
    number, n = {text: at for at, text in enumerate(dict.fromkeys(texts))}, len(texts)
    place = np.fromiter(map(number.__getitem__, texts), np.int64, n)
    grams = _weighted(list(number), np.bincount(place))
    mean = np.asarray(grams[place].sum(axis=0)).ravel() / n * (n / (n + FIRM))
    shift = np.asarray(grams @ mean).ravel()
    # (x - m)(y - m) = xy - xm - ym + mm keeps the vectors sparse, which centred ones are not.
    cosine = (grams @ grams.T).toarray()
    cosine -= shift[:, None]
    cosine -= shift[None, :]
    cosine += float(mean @ mean)
    length = np.sqrt(np.clip(cosine.diagonal(), 1e-12, None))
    cosine /= length[:, None]
    cosine /= length[None, :]
    np.clip(cosine, -1.0, 1.0, out=cosine)
    empty = np.asarray(grams.getnnz(axis=1) == 0)
    cosine[empty, :] = cosine[:, empty] = 0.0
    return np.asarray((cosine + cosine.T) / 2), place


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


def together(sets: npt.ArrayLike, members: npt.ArrayLike, n: int, worth: npt.ArrayLike = 1.0) -> Numbers:
    """How many members each pair of n sets has in common, n x n; sets and members as numbers, each membership once.

    `worth` is of each membership how many its member stands for.
    """
    rows, columns = np.asarray(sets, int), np.asarray(members, int)
    there = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(n, int(columns.max(initial=0)) + 1))
    worthy = csr_matrix((np.broadcast_to(np.asarray(worth, float), rows.shape), (rows, columns)), shape=there.shape)
    return np.asarray((worthy @ there.T).toarray(), float)


def _weighted(texts: Sequence[str], copies: Ints) -> csr_matrix:
    """Rows of unit length: (1 + log tf) x idf of the n-grams of each text, of which there are so many copies."""
    n = int(copies.sum())
    text, gram = _grams(texts)
    wide = int(gram.max(initial=0)) + 1
    pairs, times = np.unique(text * wide + gram, return_counts=True)
    rows, columns = np.divmod(pairs, wide)
    frequency = np.bincount(columns, copies[rows], wide)
    kept = frequency <= max(COMMON * n, 10)
    here = kept[columns]
    place, rarity = np.cumsum(kept) - 1, np.log((1 + n) / (1 + frequency)) + 1
    rows, columns, weights = rows[here], columns[here], ((1 + np.log(times)) * rarity[columns])[here]
    found = csr_matrix((weights, (rows, place[columns])), shape=(len(texts), max(int(kept.sum()), 1)))
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    return csr_matrix(found.multiply(scale[:, None]))


def _grams(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """The number of the text and that of the n-gram, of each n-gram of each word; taken apart once a different word."""
    number: dict[str, int] = defaultdict(lambda: len(number))
    read = [text.split() for text in texts]
    words = [word for of in read for word in of]
    place = {word: at for at, word in enumerate(dict.fromkeys(words))}
    apart = [np.zeros(0, np.int64), *(_numbered(f" {word} ", number) for word in place)]
    at = np.fromiter(map(place.__getitem__, words), np.int64, len(words))
    counts = np.fromiter(map(len, apart[1:]), np.int64, len(place))
    begins, counts = (np.cumsum(counts) - counts)[at], counts[at]
    text = np.repeat(np.repeat(np.arange(len(texts)), list(map(len, read))), counts)
    return text, np.concatenate(apart)[np.arange(len(text)) + np.repeat(begins - (np.cumsum(counts) - counts), counts)]


def _numbered(word: str, number: Mapping[str, int]) -> Ints:
    return np.array([number[word[at : at + size]] for size in SIZES for at in range(len(word) - size + 1)], np.int64)
