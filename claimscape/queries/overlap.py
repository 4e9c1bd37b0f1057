"""Which combinations of sources share claims."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from claimscape import likeness
from claimscape.queries import manners, roster, tallied
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, with_facts
from claimscape.statistics import jaccard
from claimscape.store import Landscape

MOST_EXACT = 30  # sources; of more, nearly every claim has a combination of its own
MOST_PAIRED = 24  # sources then compared two by two, those that say most claims
COLUMNS = "combination size claims either claim first_claim doc_id source_claims pick combination_pick source_pick".split()

Said = Mapping[str, list[str]]  # claim_ids by doc_id, in the order of the codebook


@dataclass(frozen=True)
class Combination:
    """Sources, the claims that they share, how many claims any of them says, and the pick of the shared ones."""

    docs: tuple[str, ...]
    claims: tuple[str, ...]
    either: int
    pick: Pick


def claim_overlap(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Combinations of sources and how many canonical claims exactly these say; a row is a combination and a source in it.

    Columns combination (a number, most claims first, then most sources), size (its sources), claims, either (that any says),
    claim (labels), first_claim, doc_id, source, position, source_claims (all it says), place, pick (as this source says them),
    combination_pick, source_pick. Beyond 30 sources attrs["pairs"] is true and a combination is two of the 24 that say most
    claims, `claims` are those both say, and `place` puts sources beside each other that share many.
    """
    said, labels, speaking = _said(landscape, scope)
    pairs = speaking > MOST_EXACT
    found = list(_pairs(said) if pairs else _exact(said))
    found.sort(key=lambda each: (-len(each.claims), -len(each.docs), [list(said).index(doc) for doc in each.docs]))
    order = _order(said, found) if pairs else list(said)
    rows = [row for number, each in enumerate(found) for row in _rows(number, each, said, labels)]
    named = roster.everyone(landscape).known[["doc_id", "source"]].rename_axis("position").reset_index()
    told = pd.DataFrame(rows, columns=COLUMNS).merge(named, on="doc_id").sort_values(["combination", "position"])
    told["place"] = told["doc_id"].map({doc: place for place, doc in enumerate(order)})
    told.attrs = {"pairs": pairs, "claims": len(labels), "speaking": speaking}
    return with_facts(told.reset_index(drop=True), landscape, scope)


def _said(landscape: Landscape, scope: Scope) -> tuple[Said, Mapping[str, str], int]:
    """The claims of each source that makes any, or of the sources that are compared; labels of all; how many make any."""
    seen, codes = tallied.seen(landscape, scope.ungrouped()), roster.codes(landscape)
    each = seen.left(tallied.rows(landscape, scope, "claim").each())
    made = each.where((each.manner & manners.MADE) != 0)
    docs, counts = np.unique(made.doc, return_counts=True)
    compared = docs if len(docs) <= MOST_EXACT else np.sort(docs[np.argsort(-counts, kind="stable")[:MOST_PAIRED]])
    few = made.where(np.isin(made.doc, compared))
    ids, names = codes["code_id"], roster.everyone(landscape).known["doc_id"]
    said: dict[str, list[str]] = {names[doc]: [] for doc in compared.tolist()}
    for code, doc in sorted(zip(few.code.tolist(), few.doc.tolist(), strict=True)):
        said[names[doc]].append(ids[code])
    return said, {ids[code]: codes["label"][code] for code in np.unique(made.code).tolist()}, len(docs)


def _exact(said: Said) -> Iterator[Combination]:
    by: dict[str, list[str]] = defaultdict(list)
    for doc, claims in said.items():
        for claim in claims:
            by[claim].append(doc)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for claim, speakers in by.items():
        groups[tuple(speakers)].append(claim)
    for docs, claims in groups.items():
        yield Combination(docs, tuple(claims), len(set().union(*(said[doc] for doc in docs))), Pick(shared=docs, only="yes"))


def _pairs(said: Said) -> Iterator[Combination]:
    most = sorted(said, key=lambda doc: -len(said[doc]))[:MOST_PAIRED]
    for docs in combinations([doc for doc in said if doc in most], 2):
        one, other = (set(said[doc]) for doc in docs)
        both = tuple(claim for claim in said[docs[0]] if claim in other)
        yield Combination(docs, both, len(one | other), Pick(shared=docs))


def _order(said: Said, found: list[Combination]) -> list[str]:
    """Sources of the pairs, neighbours sharing most."""
    docs = [doc for doc in said if doc in {each for pair in found for each in pair.docs}]
    alike = np.eye(len(docs))
    for pair in found:
        a, b = (docs.index(doc) for doc in pair.docs)
        alike[a, b] = alike[b, a] = jaccard(len(pair.claims), pair.either, len(pair.claims))
    return [docs[place] for place in likeness.tree(alike).order]


def _rows(number: int, each: Combination, said: Said, labels: Mapping[str, str]) -> Iterator[dict[str, object]]:
    row: dict[str, object] = {"combination": number, "size": len(each.docs), "claims": len(each.claims), "either": each.either}
    named = [labels[claim] for claim in each.claims]
    row |= {"claim": "; ".join(named), "first_claim": named[0] if named else "", "combination_pick": str(each.pick)}
    for doc in each.docs:
        mine = Pick(source=doc, shared=each.pick.shared, only=each.pick.only)
        yield row | {
            "doc_id": doc,
            "source_claims": len(said[doc]),
            "pick": str(mine),
            "source_pick": str(Pick(shared=(doc,))),
        }

