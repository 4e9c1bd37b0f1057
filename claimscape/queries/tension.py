"""What sources disagree on: claims that some make and others deny, and claims that the codebook declares in tension."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from claimscape.arrays import Ints
from claimscape.queries import manners, roster, tallied
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape

Side = tuple[str, bool]  # a claim, and whether it is denied
Said = Mapping[Side, Sequence[Any]]  # its sentences, the shortest first

_TEXTS = ("claim", "sources", "quote", "source", "doc_id")
COLUMNS: dict[str, Any] = {"kind": "str", "why": "str", "n": "int64"}
for _side in "ab":
    COLUMNS |= {f"{name}_{_side}": "int64" if name in ("k", "sentence_id") else "str" for name in (*_TEXTS, "k", "sentence_id")}
    COLUMNS |= {f"pick_{_side}": "str", f"side_pick_{_side}": "str"}


@dataclass(frozen=True)
class Standing:
    """A tension by its two sides and the sources of each, by their place among all."""

    kind: str
    why: str
    sides: tuple[Side, Side]
    sources: tuple[Ints, Ints]


def standing(landscape: Landscape, scope: Scope) -> list[Standing]:
    """What stands against each other in the sources, denials first, then by the sources of the smaller side; reads no text.

    Two sources at least are needed: one that says both is weighing, not contradicting.
    """
    known = _claims(landscape)
    row, place = (dict(zip(known["code_id"], known[name].tolist(), strict=True)) for name in ("row", "position"))
    left = tallied.seen(landscape, scope.ungrouped()).left(tallied.rows(landscape, scope, "claim"))
    saying: dict[Side, Ints] = {}

    def sources(side: Side) -> Ints:
        if side not in saying:
            here = left.stretch(row[side[0]])
            saying[side] = np.unique(here.doc[(here.manner & (manners.DENIED if side[1] else manners.OTHERWISE)) != 0])
        return saying[side]

    found = []
    for kind, why, *sides in _pairs(landscape, row):
        one, other = map(sources, sides)
        if one.size and other.size and len(np.union1d(one, other)) > 1:
            found.append(Standing(kind, why, (sides[0], sides[1]), (one, other)))

    def order(each: Standing) -> tuple[Any, ...]:
        one, other = map(len, each.sources)
        return each.kind, -min(one, other), -one - other, *(place[claim] for claim, _ in each.sides)

    return sorted(found, key=order)


def _pairs(landscape: Landscape, known: Container[str]) -> Iterator[tuple[str, str, Side, Side]]:
    """(kind, why, side, other side) of all that could stand against each other."""
    for claim in _claims(landscape)["code_id"]:
        yield "denied", "said by some, denied by others", (claim, False), (claim, True)
    for declared in landscape.arrow("tensions").to_pylist():
        one, other = declared["claim_a"], declared["claim_b"]
        if one in known and other in known:
            yield "in tension", declared["why"] or "", (one, False), (other, False)


@lru_cache(maxsize=4)
def _claims(landscape: Landscape) -> pd.DataFrame:
    known = roster.codes(landscape)
    return known[known["kind"] == "claim"]


def tension(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """What sources disagree on, a row a tension: a claim that some deny, or two claims the codebook declares in tension.

    Columns kind ("denied" or "in tension"), why, n (sources), and for each side (a and b): claim_ (a sentence that can be
    read), k_ (sources on that side), sources_ (their labels), quote_ (its shortest sentence), source_, doc_id_, sentence_id_,
    pick_ (of the quote), side_pick_ (of all sentences on that side). Two sources at least are needed; denials come first.
    """
    found = standing(landscape, scope)
    said = _said(landscape, scope, sorted({claim for each in found for claim, _ in each.sides})) if found else {}
    n = int(tallied.seen(landscape, scope).units["size"].sum())
    rows = [_row(landscape, each, said) | {"n": n} for each in found]
    told = {name: pd.array([row[name] for row in rows], kind) for name, kind in COLUMNS.items()}  # astype takes 3 ms
    return with_facts(pd.DataFrame(told), landscape, scope)


def in_words(landscape: Landscape, side: Side) -> tuple[str, str]:
    """The claim of a side as a sentence that can be read, and the pick of all sentences on that side."""
    claim, denied = side
    known = _claims(landscape)
    label = str(known["label"].iloc[int((known["code_id"] == claim).to_numpy().argmax())])
    return f"Denied: {label}" if denied else label, str(Pick(claim=claim, certainty="negated" if denied else ""))


def _said(landscape: Landscape, scope: Scope, claims: Sequence[str]) -> Said:
    said: dict[Side, list[Any]] = defaultdict(list)
    for row in ask(landscape, scope, _SAID, claims=list(claims)).itertuples(index=False):
        said[str(row.claim_id), bool(row.denied)].append(row)
    return {side: sorted(rows, key=lambda row: (len(row.text), row.position, row.sentence_id)) for side, rows in said.items()}


_SAID = """
SELECT claim_id, certainty IS NOT DISTINCT FROM 'negated' AS denied, doc_id, sentence_id, text, source, position
FROM claim JOIN sentences USING (doc_id, sentence_id) JOIN source USING (doc_id)
WHERE list_contains($claims::VARCHAR[], claim_id)
"""


def _row(landscape: Landscape, found: Standing, said: Said) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": found.kind, "why": found.why}
    names = roster.everyone(landscape).known["source"]
    best = _quoted(said[found.sides[0]], said[found.sides[1]])
    for letter, side, sources, quoted in zip("ab", found.sides, found.sources, best, strict=True):
        row[f"claim_{letter}"], row[f"side_pick_{letter}"] = in_words(landscape, side)
        row[f"k_{letter}"] = len(sources)
        row[f"sources_{letter}"] = ", ".join(sorted(set(names.iloc[sources])))
        row |= {f"quote_{letter}": quoted.text, f"source_{letter}": quoted.source, f"doc_id_{letter}": quoted.doc_id}
        row |= {f"sentence_id_{letter}": quoted.sentence_id}
        row[f"pick_{letter}"] = str(Pick(source=quoted.doc_id, sentence=str(quoted.sentence_id)))
    return row


def _quoted(one: Sequence[Any], other: Sequence[Any]) -> tuple[Any, Any]:
    """The shortest sentence of each side, of two sources where there are two."""
    apart = next((row for row in other if row.doc_id != one[0].doc_id), None)
    if apart is None:
        return next((row for row in one if row.doc_id != other[0].doc_id), one[0]), other[0]
    return one[0], apart
