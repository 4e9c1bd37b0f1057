"""Which label one side gave where the other gave which: tables of claim type, certainty and support."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claimscape.agreement.coding import Pairs
from claimscape.agreement.compare import NONE, OF_CLAIMS, SCHEME


@dataclass(frozen=True)
class Confusion:
    """How often a label of the first side (down) met a label of the second (across), in sentences that both call a claim.

    Labels that nobody used are left out.
    """

    field: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def confusions(matched: Pairs) -> list[Confusion]:
    """A table for each field that holds one label a claim; none where no sentence is a claim to both."""
    claims = [(a, b) for a, b in matched if a.claim and b.claim]
    return [_confusion(field, [(getattr(a, field), getattr(b, field)) for a, b in claims]) for field in OF_CLAIMS if claims]


def _confusion(field: str, given: Sequence[tuple[str | None, str | None]]) -> Confusion:
    met = Counter((a or NONE, b or NONE) for a, b in given)
    used = {label for pair in met for label in pair}
    labels = tuple(label for label in dict.fromkeys([*SCHEME[field], *sorted(used)]) if label in used)
    return Confusion(field, labels, tuple(tuple(met[a, b] for b in labels) for a in labels))


def drawn(table: Confusion, name: str) -> list[str]:
    """The table as lines of text; a label that is right stands on the diagonal."""
    wide = [max(len(label), 4) + 2 for label in table.labels]
    first = max(map(len, table.labels)) + 4
    head = " " * first + "".join(f"{label:>{width}}" for label, width in zip(table.labels, wide, strict=True))
    lines = [f"  {name}: first down, second across", head]
    for label, row in zip(table.labels, table.counts, strict=True):
        lines.append(f"    {label:<{first - 4}}" + "".join(f"{n:>{width}}" for n, width in zip(row, wide, strict=True)))
    return lines
