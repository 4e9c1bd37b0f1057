"""Which combinations of sources share claims."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from claimscape import likeness
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
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
    frame = ask(landscape, scope, _SAID)
    labels = dict(zip(frame["claim_id"], frame["claim"], strict=True))
    said: dict[str, list[str]] = defaultdict(list)
    for doc, claim in zip(frame["doc_id"], frame["claim_id"], strict=True):
        said[doc].append(claim)
    pairs = len(said) > MOST_EXACT
    found = list(_pairs(said) if pairs else _exact(said))
    found.sort(key=lambda each: (-len(each.claims), -len(each.docs), [list(said).index(doc) for doc in each.docs]))
    order = _order(said, found) if pairs else list(said)
    rows = [row for number, each in enumerate(found) for row in _rows(number, each, said, labels)]
    named = frame[["doc_id", "source", "position"]].drop_duplicates()
    told = pd.DataFrame(rows, columns=COLUMNS).merge(named, on="doc_id").sort_values(["combination", "position"])
    told["place"] = told["doc_id"].map({doc: place for place, doc in enumerate(order)})
    told.attrs = {"pairs": pairs, "claims": len(labels), "speaking": len(said)}
    return with_facts(told.reset_index(drop=True), landscape, scope)


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


_SAID = """
SELECT claim_id, label AS claim, doc_id, source, source.position
FROM (SELECT DISTINCT claim_id, doc_id FROM claim WHERE certainty <> 'negated') JOIN source USING (doc_id)
JOIN code ON kind = 'claim' AND code_id = claim_id ORDER BY source.position, code.position, claim_id
"""
