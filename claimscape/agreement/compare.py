"""Two codings of the same sentences compared: every measure of every label with its interval, by label and over all labels.

Intervals come from resampling documents, since sentences of one document resemble each other: 1,000 draws with a fixed seed,
2.5th to 97.5th percentile (Efron 1979, doi:10.1214/aos/1176344552). A draw is a row of weights, so all of them are one product.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from claimscape.agreement.coding import Coding, Pairs, pairs
from claimscape.agreement.measures import Numbers, nominal, pooled, retrieval
from claimscape.tables import CERTAINTIES, CITATION_KINDS, CLAIM_TYPES, SENTENCE_KINDS, SUPPORTS

DRAWS = 1000
SEED = 20080229
FEWEST_DOCUMENTS = 3
MEASURES = ("agreement", "kappa", "alpha", "ac1", "precision", "recall", "f1", "prevalence")
SCHEME: Mapping[str, Sequence[str]] = {
    "kind": SENTENCE_KINDS,
    "topics": (),
    "claim": ("claim",),
    "claim_ids": (),
    "claim_type": CLAIM_TYPES,
    "certainty": CERTAINTIES,
    "support": SUPPORTS,
    "risks": (),
    "citations": CITATION_KINDS,
}
SEVERAL = ("topics", "claim_ids", "risks", "citations")  # labels that may stand together
OF_CLAIMS = ("claim_type", "certainty", "support")  # compared where both sides see a claim
NONE = "none given"

Known = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Figure:
    """A measure and the ends of its 95 % interval, None where there are too few documents for one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """One label, or all of a field (label ""): sentences compared, how often each side gave it; a figure is None
    where it is not applicable."""

    field: str
    label: str
    n: int
    coded: int
    found: int
    figures: Mapping[str, Figure | None]

    def value(self, measure: str) -> float | None:
        """The measure without its interval."""
        figure = self.figures[measure]
        return figure.value if figure else None


@dataclass(frozen=True)
class Disagreement:
    """A sentence where two codings differ in a field: the labels that only the first, and only the second gave."""

    unit: Coding
    field: str
    first: tuple[str, ...]
    second: tuple[str, ...]


def compare(matched: Pairs, known: Known = SCHEME, draws: int = DRAWS) -> list[Line]:
    """For each field of SCHEME the line of all its labels, then one a label: those of the scheme, those known, those used."""
    documents = sorted({unit.document for unit, _ in matched})
    weights = _weights(len(documents), draws)
    lines = []
    for field in SCHEME:
        chosen = [(a, b) for a, b in matched if field not in OF_CLAIMS or (a.claim and b.claim)]
        lines += _Field(field, chosen, documents, known).lines(weights)
    return lines


def spans(matched: Pairs, draws: int = DRAWS) -> Figure:
    """The share of coded sentences that the other side cut at exactly the same places."""
    documents = sorted({unit.document for unit, _ in matched})
    tables = np.zeros((len(documents), 2, 2))
    for a, b in matched:
        tables[documents.index(a.document), 1, int((a.start, a.end) == (b.start, b.end))] += 1
    found = _figure(retrieval(_resampled(_weights(len(documents), draws), tables))["recall"])
    assert found  # noqa: S101 - a coded file has at least one sentence
    return found


def together(first: Sequence[Coding], second: Sequence[Coding]) -> Pairs:
    """The sentences that two people both coded; those that only one of them did are left out."""
    return [(a, b) for a, b in pairs(first, second) if b.start >= 0]


def disagreements(matched: Pairs) -> list[Disagreement]:
    """Where two codings differ, sentence by sentence and field by field; a claim's type and the like where both see one."""
    found = []
    for a, b in matched:
        for field in SCHEME:
            first, second = _labels(a, field), _labels(b, field)
            if first != second and (field not in OF_CLAIMS or (a.claim and b.claim)):
                found.append(Disagreement(a, field, tuple(sorted(first - second)), tuple(sorted(second - first))))
    return found


class _Field:
    """One field of the pairs, as a table for each document: labels given or not, and for single labels the whole matrix."""

    def __init__(self, field: str, matched: Pairs, documents: Sequence[str], known: Known) -> None:
        self.field, self.several = field, field in SEVERAL
        self.a = [_labels(unit, field) for unit, _ in matched]
        self.b = [_labels(unit, field) for _, unit in matched]
        used = {label for labels in (*self.a, *self.b) for label in labels}
        listed = tuple(dict.fromkeys([*SCHEME[field], *known.get(field, ())]))
        self.names = (*listed, *sorted(used - set(listed)))
        place = {document: number for number, document in enumerate(documents)}
        self.at = np.array([place[unit.document] for unit, _ in matched], np.int64)
        self.documents = len(documents)

    def lines(self, weights: Numbers) -> list[Line]:
        counts, singles = self.given.sum(0), _resampled(weights, self.given)
        coded, found = counts[:, 1].sum(-1), counts[:, :, 1].sum(-1)
        nobody = singles[..., 1, 1] + singles[..., 1, 0] + singles[..., 0, 1] == 0
        each = {name: np.where(nobody, np.nan, values) for name, values in (nominal(singles) | retrieval(singles)).items()}
        single = []
        for k, label in enumerate(self.names):
            figures = {name: _figure(each[name][:, k]) for name in MEASURES}
            single.append(Line(self.field, label, len(self.at), int(coded[k]), int(found[k]), figures))
        if self.field == "claim":
            return [replace(single[0], label="")]
        figures = self._overall(weights, singles[:, coded + found > 0])
        return [Line(self.field, "", len(self.at), int(coded.sum()), int(found.sum()), figures), *single]

    def _overall(self, weights: Numbers, singles: Numbers) -> dict[str, Figure | None]:
        """Over all labels that anybody used: pooled where several may stand together, else of the whole matrix."""
        if not singles.shape[1] or not len(self.at):
            return dict.fromkeys(MEASURES)
        beyond = pooled(singles) if self.several else nominal(_resampled(weights, self.matrix))
        found = beyond | retrieval(singles.sum(1))
        found["prevalence"] *= singles.shape[1]  # labels a unit, not a decision
        return {name: _figure(found[name]) for name in MEASURES}

    @cached_property
    def given(self) -> Numbers:
        """(documents, labels, 2, 2): how often each label was given by neither, one, or both."""
        tables = np.zeros((self.documents, len(self.names), 2, 2))
        for k, label in enumerate(self.names):
            a, b = (np.fromiter((label in labels for labels in side), np.int64, len(self.at)) for side in (self.a, self.b))
            tables[:, k] = np.bincount(self.at * 4 + a * 2 + b, minlength=self.documents * 4).reshape(-1, 2, 2)
        return tables

    @cached_property
    def matrix(self) -> Numbers:
        """(documents, q, q): the label of one side against that of the other."""
        number = {label: k for k, label in enumerate(self.names)}
        a, b = (np.array([number[next(iter(labels))] for labels in side], np.int64) for side in (self.a, self.b))
        q = len(self.names)
        return np.bincount((self.at * q + a) * q + b, minlength=self.documents * q * q).reshape(-1, q, q).astype(float)


def _labels(unit: Coding, field: str) -> frozenset[str]:
    value = getattr(unit, field)
    if isinstance(value, frozenset):
        return value
    if isinstance(value, bool):
        return frozenset({field} if value else ())
    return frozenset({value or NONE})


def _weights(documents: int, draws: int) -> Numbers:
    """(1 + draws, documents): how often each document counts, first once each, then as drawn."""
    if documents < FEWEST_DOCUMENTS:
        draws = 0
    drawn = np.random.default_rng(SEED).multinomial(documents, [1 / documents] * documents, draws)
    return np.vstack([np.ones((1, documents)), drawn])


def _resampled(weights: Numbers, tables: Numbers) -> Numbers:
    return np.asarray(np.tensordot(weights, tables, 1))


def _figure(values: Numbers) -> Figure | None:
    """The first value with the percentiles of the others that are defined; None where it is not defined itself."""
    if np.isnan(values[0]):
        return None
    drawn = values[1:][~np.isnan(values[1:])]
    if not len(drawn):
        return Figure(float(values[0]))
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Figure(float(values[0]), float(low), float(high))
