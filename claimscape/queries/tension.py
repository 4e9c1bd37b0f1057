"""What sources disagree on: claims that some make and others deny, and claims that the codebook declares in tension."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

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


def tension(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """What sources disagree on, a row a tension: a claim that some deny, or two claims the codebook declares in tension.

    Columns kind ("denied" or "in tension"), why, n (sources), and for each side (a and b): claim_ (a sentence that can be
    read), k_ (sources on that side), sources_ (their labels), quote_ (its shortest sentence), source_, doc_id_, sentence_id_,
    pick_ (of the quote), side_pick_ (of all sentences on that side). Two sources at least are needed; denials come first.
    """
    known = roster.codes(landscape)
    claims = known[known["kind"] == "claim"]
    row, label, place = (dict(zip(claims["code_id"], claims[name], strict=True)) for name in ("row", "label", "position"))
    facing = list(_facing(landscape, scope, row))
    said = _said(landscape, scope, sorted({claim for _, _, *sides in facing for claim, _ in sides})) if facing else {}
    found = [pair for pair in facing if _opposed(said, pair[2], pair[3])]
    sources = {side: len({row.doc_id for row in rows}) for side, rows in said.items()}

    def order(pair: tuple[str, str, Side, Side]) -> tuple[Any, ...]:
        one, other = sources[pair[2]], sources[pair[3]]
        return pair[0], -min(one, other), -one - other, place[pair[2][0]], place[pair[3][0]]

    n = int(tallied.seen(landscape, scope).units["size"].sum())
    rows = [_row(said, label, pair) | {"n": n} for pair in sorted(found, key=order)]
    told = {name: pd.array([row[name] for row in rows], kind) for name, kind in COLUMNS.items()}  # astype takes 3 ms
    return with_facts(pd.DataFrame(told), landscape, scope)


def _facing(landscape: Landscape, scope: Scope, rows: Mapping[str, int]) -> Iterator[tuple[str, str, Side, Side]]:
    """(kind, why, side, other side) of all that could be in tension: each side is said somewhere in what the filters leave."""
    seen = tallied.seen(landscape, scope.ungrouped())
    if len(seen.units) < 2:
        return
    left = seen.left(tallied.rows(landscape, scope, "claim"))
    denied, made = ((left.manner & bits) != 0 for bits in (manners.DENIED, manners.OTHERWISE))
    denied, made = (set(np.unique(left.code[which]).tolist()) for which in (denied, made))
    for claim, row in rows.items():
        if row in denied and row in made:
            yield "denied", "said by some, denied by others", (claim, False), (claim, True)
    for declared in landscape.arrow("tensions").to_pylist():
        one, other = declared["claim_a"], declared["claim_b"]
        if rows.get(one) in made and rows.get(other) in made:
            yield "in tension", declared["why"] or "", (one, False), (other, False)


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


def _opposed(said: Said, one: Side, other: Side) -> bool:
    """Whether there is a source on each side that is not the only one: one that says both is weighing, not contradicting."""
    docs = [{row.doc_id for row in said.get(side, ())} for side in (one, other)]
    return all(docs) and len(docs[0] | docs[1]) > 1


def _row(said: Said, labels: Mapping[str, str], pair: tuple[str, str, Side, Side]) -> dict[str, Any]:
    kind, why, *sides = pair
    row: dict[str, Any] = {"kind": kind, "why": why}
    for letter, side, best in zip("ab", sides, _quoted(said[sides[0]], said[sides[1]]), strict=True):
        claim, denied = side
        row[f"claim_{letter}"] = f"Denied: {labels[claim]}" if denied else labels[claim]
        row[f"k_{letter}"] = len({each.doc_id for each in said[side]})
        row[f"sources_{letter}"] = ", ".join(sorted({each.source for each in said[side]}))
        row |= {f"quote_{letter}": best.text, f"source_{letter}": best.source, f"doc_id_{letter}": best.doc_id}
        row |= {f"sentence_id_{letter}": best.sentence_id}
        row[f"pick_{letter}"] = str(Pick(source=best.doc_id, sentence=str(best.sentence_id)))
        row[f"side_pick_{letter}"] = str(Pick(claim=claim, certainty="negated" if denied else ""))
    return row


def _quoted(one: Sequence[Any], other: Sequence[Any]) -> tuple[Any, Any]:
    """The shortest sentence of each side, of two sources where there are two."""
    apart = next((row for row in other if row.doc_id != one[0].doc_id), None)
    if apart is None:
        return next((row for row in one if row.doc_id != other[0].doc_id), one[0]), other[0]
    return one[0], apart
