"""Agreement of codings: machine and human, human and human, label by label; and sheets for coding by hand.

Codings of the same sentences are paired by their spans (the other side's unit that overlaps most) and compared field by field;
`measures` holds the formulas, `compare` the lines with their intervals, `told` the text that the command line prints.
"""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from claimscape.agreement.codedfile import FLOORS, codes, parse, read
from claimscape.agreement.coding import Coding, machine, pairs
from claimscape.agreement.compare import Disagreement, Figure, Line, compare, disagreements, spans, together
from claimscape.agreement.measures import nominal, retrieval
from claimscape.agreement.told import SUMMARY, quality, report, save

__all__ = [
    "FLOORS",
    "NAMES",
    "Coding",
    "Disagreement",
    "Figure",
    "Line",
    "codes",
    "compare",
    "disagreements",
    "f1",
    "figures",
    "kappa",
    "machine",
    "pairs",
    "parse",
    "quality",
    "read",
    "report",
    "save",
    "spans",
    "together",
]

NAMES = {name: label for name, (label, _, _) in SUMMARY.items()}


def figures(coded: Sequence[Coding], other: Sequence[Coding]) -> dict[str, float | None]:
    """The figures of NAMES for the coded sentences against the other coding; None where nothing was to compare."""
    matched = pairs(coded, other)
    lines = {line.field: line for line in compare(matched, draws=0) if not line.label}
    measured = {name: lines[field].value(measure) for name, (_, field, measure) in SUMMARY.items() if field}
    return {"sentences": spans(matched, draws=0).value} | measured


def f1(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> float | None:
    """Micro F1 of label sets: 2 TP / (2 TP + FP + FN); None where neither side has a label."""
    table = np.zeros((2, 2))
    for a, b in pairs:
        table += [[0, len(b - a)], [len(a - b), len(a & b)]]
    value = float(retrieval(table)["f1"])
    return None if np.isnan(value) else value


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa (1960): agreement beyond what the two distributions of labels would give by chance; None for no pairs."""
    if not pairs:
        return None
    number = {label: k for k, label in enumerate(dict.fromkeys(label for pair in pairs for label in pair))}
    table = np.zeros((max(len(number), 2), max(len(number), 2)))
    for a, b in pairs:
        table[number[a], number[b]] += 1
    return float(nominal(table)["kappa"])
