"""How often 95 % intervals hold the truth, side by side, in made-up corpora whose truth is known. Not a test: it takes minutes.

    python benchmarks/intervals.py [--runs N] [--seed N]

Documents have 5 sentences or more, 45 at the median, 100 and more in the longest sixth. Each document has its own share
of sentences with the mark, drawn from a beta distribution with the mean and the correlation within documents of the row; where
"length" is yes, the mean grows with the square root of the document's length. Prints, for every method, how often the interval
held the true share (in percent; the standard error at 1,000 runs and 95 % is 0.7) and how wide it was on average.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[1]))

from claimscape import statistics

Counts = npt.NDArray[np.float64]
Interval = tuple[float, float]
MEDIAN, SPREAD, SHORTEST = 45, 0.8, 5
COUNTS = (5, 10, 30, 100, 300)
MARKS = ((0.01, 0.05), (0.05, 0.10), (0.30, 0.10), (0.30, 0.30))


class Corpus(NamedTuple):
    """What a made-up corpus is drawn from: the mean share of the mark, its correlation within documents, length or not."""

    share: float
    rho: float
    by_length: bool

    def means(self, sizes: Counts) -> Counts:
        """The expected share of the mark in documents of these sizes."""
        factor = np.sqrt(sizes / MEDIAN) if self.by_length else np.ones_like(sizes)
        return np.clip(self.share * factor, 0, 0.95)

    def drawn(self, documents: int, chance: np.random.Generator) -> tuple[Counts, Counts]:
        """Sentences with the mark, and sentences, of so many documents."""
        sizes = lengths(documents, chance)
        means, rest = self.means(sizes), (1 - self.rho) / self.rho
        return chance.binomial(sizes.astype(int), chance.beta(means * rest, (1 - means) * rest)).astype(float), sizes

    def truth(self) -> float:
        """The share among all sentences of all documents there could be."""
        if not self.by_length:
            return self.share
        sizes = lengths(2_000_000, np.random.default_rng(1))
        return float((sizes * self.means(sizes)).sum() / sizes.sum())


def lengths(documents: int, chance: np.random.Generator) -> Counts:
    """Sentences of so many documents."""
    return np.maximum(SHORTEST, np.round(chance.lognormal(np.log(MEDIAN), SPREAD, documents)))


METHODS: dict[str, Callable[[Counts, Counts], Interval]] = {
    "independent": lambda found, sizes: statistics.wilson(found.sum(), sizes.sum()),
    "sample": lambda found, sizes: statistics.sample_interval(list(found), list(sizes)),
    "resampled": lambda found, sizes: statistics.resampled_interval(list(found), list(sizes)),
    "share_interval": lambda found, sizes: statistics.share_interval(list(found), list(sizes)),
}


def shares(runs: int, seed: int) -> Iterator[str]:
    """A line a kind of corpus: every method's coverage and mean width."""
    yield f"{'documents':>9} {'share':>6} {'rho':>5} {'length':>6}" + "".join(f"{name:>19}" for name in METHODS)
    for documents in COUNTS:
        for by_length in (False, True):
            for share, rho in MARKS:
                corpus = Corpus(share, rho, by_length)
                truth, chance = corpus.truth(), np.random.default_rng(seed)
                draws = [corpus.drawn(documents, chance) for _ in range(runs)]
                figures = [_told([method(*draw) for draw in draws], truth) for method in METHODS.values()]
                yield f"{documents:>9} {share:>6} {rho:>5} {'yes' if by_length else 'no':>6}" + "".join(figures)


def differences(runs: int, seed: int) -> Iterator[str]:
    """A line a pair of groups: coverage and mean width for k of n sources, and for a share of sentences."""
    yield f"{'in each group':>14} {'shares':>12}{'k of n sources':>19}{'sentences':>19}"
    for documents in (5, 10, 30, 100):
        for one, other in ((0.1, 0.1), (0.3, 0.1), (0.5, 0.4)):
            chance = np.random.default_rng(seed)
            counts = chance.binomial(documents, (one, other), (runs, 2))
            sources = [statistics.difference_interval(int(k), documents, int(o), documents) for k, o in counts]
            groups = (Corpus(one, 0.1, False), Corpus(other, 0.1, False))
            drawn = [[array for group in groups for array in group.drawn(documents, chance)] for _ in range(runs)]
            sentences = [statistics.share_difference_interval(*(list(array) for array in arrays)) for arrays in drawn]
            figures = _told(sources, one - other) + _told(sentences, one - other)
            yield f"{documents:>14} {f'{one}, {other}':>12}{figures}"


def _told(intervals: list[Interval], truth: float) -> str:
    held = sum(low <= truth <= high for low, high in intervals) / len(intervals)
    width = sum(high - low for low, high in intervals) / len(intervals)
    return f"{held:>11.1%} ({width:.3f})".rjust(19)


def main() -> None:
    """Print both tables, a line at a time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    print(f"Share of sentences: how often a 95 % interval held the truth, and its mean width; {given.runs} runs a line")
    for line in shares(given.runs, given.seed):
        print(line, flush=True)
    print(f"\nDifference of two groups, {given.runs} runs a line")
    for line in differences(given.runs, given.seed):
        print(line, flush=True)


if __name__ == "__main__":
    main()
