"""Which claims recur, how firmly they are said, what backs them, and where sources contradict each other."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from claimscape.queries import manners, tallied
from claimscape.queries.counted import verb
from claimscape.queries.grids import grid, ordered
from claimscape.queries.pick import picks
from claimscape.queries.sampling import shares, with_reach
from claimscape.queries.scope import Scope, ask, of_units, with_facts
from claimscape.queries.without import FEWEST, MOST, leaning, majority
from claimscape.queries.without import grid as array_of
from claimscape.store import Landscape
from claimscape.tables import SUPPORTS
from claimscape.tallies import CLAIM

LEVELS = ("negated", "hedged", "asserted")


def claim_recurrence(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Canonical claims and the sources that make them; a row is a claim and a unit, the commonest claims first.

    Columns claim_id, claim, about (the whole proposition), unit (a source, or a group of them), source (its name), position,
    size (its sources), has (those that say it), sentences, stance ("says", "denies", "both" or ""), support (the best found),
    k (sources that say it), n, cited (sources that give a reference for it), total (sentences), precision, recall, measured_on
    (of the claim's rule), pick, claim_pick.
    """
    frame = _recurring(landscape, scope)
    frame["pick"] = picks(claim=frame["claim_id"], **of_units(scope, frame["unit"]))
    frame["claim_pick"] = picks(claim=frame["claim_id"])
    frame.attrs |= {"leans_on": () if scope.by else _commonest_without(frame), "undone": "no longer commonest"}
    return with_facts(with_reach(frame, scope), landscape, scope)


def _recurring(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every claim in every unit, counted."""
    listed, seen = tallied.listed(landscape, scope, "claim"), tallied.seen(landscape, scope)
    said = tallied.rows(landscape, scope, "claim")
    each, place = seen.left(said.each()), list(listed["row"])
    made = each.where((each.manner & manners.MADE) != 0)
    has, own = seen.sums(made, place), seen.sums(seen.alone(made), place)
    sentences = seen.sums(each, place, each.sentences)
    best = np.full(has.shape, "", object)
    for support in reversed(SUPPORTS):
        best[seen.sums(each.said(manners.BACKED[support]), place) > 0] = support
    citing = seen.sums(made.where((made.manner & manners.BACKED[SUPPORTS[0]]) != 0), place).sum(axis=1)
    k, total = has.sum(axis=1), sentences.sum(axis=1)
    cells = {"has": has, "sentences": sentences, "support": best}
    denied = seen.sums(each.where((each.manner & manners.DENIED) != 0), place) > 0
    cells["stance"] = np.where(has > 0, np.where(denied, "both", "says"), np.where(denied, "denies", "")).astype(object)
    cells |= {"k": k, "n": np.full(len(k), seen.units["size"].sum())}
    cells |= {"own_k": own.sum(axis=1), "own_n": np.full(len(k), seen.units["witnesses"].sum())}
    cells |= {"cited": citing, "total": total}
    frame = grid(listed, seen.units, ordered(listed, -k, -total), **cells)
    frame = frame.rename(columns={"code_id": "claim_id", "label": "claim"})
    frame["about"] = frame["about"].where(frame["about"].fillna("") != "", frame["claim"])
    return frame[_RECURRING]


_RECURRING = [
    *("claim_id", "claim", "about", "unit", "source", "position", "size", "has", "sentences", "support", "stance"),
    *("precision", "recall", "measured_on", "k", "n", "own_k", "own_n", "cited", "total"),
]


def _commonest_without(frame: pd.DataFrame) -> tuple[str, ...]:
    """Sources without which the claim of most sources is that no longer."""
    sources = list(frame["source"].iloc[: frame["unit"].nunique()])
    says = array_of(frame["has"], len(sources))
    if not says.size or says[0].sum() < 2:
        return ()  # "1 of 5 sources" says by itself that it rests on one
    return leaning(sources, lambda kept: bool(says[0, kept].sum() >= max(says[:, kept].sum(axis=1).max(), 1)))


def cited_by(sources: int) -> str:
    """How many of those that make a claim give a reference for it: "1 cites a study"."""
    return f"{sources or 'none'} {verb(sources or 1, 'cite')} a study"


def claim_certainty(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences that assert, hedge or deny each canonical claim that is made at all; the commonest claims first.

    Columns claim_id, claim, about, certainty, sentences, sources, total, k (sources that make or deny the claim), n, pick,
    claim_pick.
    """
    frame = _levels(landscape, scope)
    frame["pick"] = picks(claim=frame["claim_id"], certainty=frame["certainty"])
    frame["claim_pick"] = picks(claim=frame["claim_id"])
    if scope.sample:
        sure = shares(ask(landscape, scope, _ASSERTED), "claim_id").rename(columns={"share": "asserted"})
        frame = frame.merge(sure, on="claim_id", how="left")
        frame.attrs["intervals"] = True
    frame.attrs |= {"leans_on": ()} if scope.certainty else _flat_without(landscape, scope)
    return with_facts(frame, landscape, scope)


def claim_support(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences of each unit that make a claim, by the best support the sentence gives; a unit's rows sum to `of`.

    Columns unit (a source, or a group of them), source (its name), position, size, support, sentences, of, has (sources of
    the unit with such a sentence), pick, unit_pick (any claim of the unit).
    """
    frame = _backed(landscape, scope)
    units = of_units(scope, frame["unit"])
    frame["pick"] = picks(support=frame["support"], **units)
    frame["unit_pick"] = picks(side="claim", **units)
    frame.attrs |= {"leans_on": ()} if scope.by or scope.support else _bare_without(frame)
    if scope.sample and frame["of"].any():
        found = shares(ask(landscape, scope, _BARE, best=list(SUPPORTS)), "support").iloc[0]
        frame.attrs |= {"intervals": True, "bare": (float(found["low"]), float(found["high"]))}
    return with_facts(frame, landscape, scope)


def _backed(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every unit with each support, counted."""
    seen, said = tallied.seen(landscape, scope), tallied.special(landscape, scope, CLAIM).said(manners.bits(scope))
    best = replace(said, code=manners.BEST[said.manner], manner=np.zeros(len(said.doc), np.int64))
    best = best.by_code()
    place = list(range(len(SUPPORTS)))
    sentences, has = seen.sums(best, place, best.sentences).T, seen.sums(best.each(), place).T
    units = seen.units.assign(of=sentences.sum(axis=1))
    at, wide = np.repeat(np.arange(len(units)), len(place)), len(units)
    frame = units.iloc[at].reset_index(drop=True)
    frame["support"] = pd.Series(list(SUPPORTS) * wide, dtype=units["unit"].dtype)
    frame["sentences"], frame["has"] = sentences.ravel(), has.ravel()
    return frame[["unit", "source", "position", "size", "support", "sentences", "of", "has"]]


def _bare_without(frame: pd.DataFrame) -> dict[Hashable, Any]:
    """Sources without which it is no longer so that most (or few) sentences that make a claim give no support."""
    bare = frame[frame["support"] == "none"]
    return majority(list(bare["source"]), bare["sentences"], bare["of"])


def _flat_without(landscape: Landscape, scope: Scope) -> dict[Hashable, Any]:
    """Sources without which it is no longer so that most (or few) statements of canonical claims assert them flatly."""
    seen = tallied.seen(landscape, scope.ungrouped())
    if not FEWEST <= len(seen.units) <= MOST:
        return {"leans_on": ()}
    said = seen.left(tallied.rows(landscape, scope, "claim"))
    levels = [said.said(manners.FIRM[level]) for level in LEVELS]
    place = list(tallied.listed(landscape, scope, "claim")["row"])
    by = [seen.sums(each, place, each.sentences).sum(axis=0) for each in levels]
    of, flat = sum(by), by[-1]
    speaking = of > 0
    return majority(list(seen.units["source"][speaking]), flat[speaking], of[speaking])


def _levels(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every claim that is made at all with each certainty, counted."""
    listed, seen = tallied.listed(landscape, scope, "claim"), tallied.seen(landscape, scope)
    place = list(listed["row"])
    said = seen.left(tallied.rows(landscape, scope, "claim"))
    levels = [said.said(manners.FIRM[level]) for level in LEVELS]
    sentences = np.stack([seen.sums(each, place, each.sentences).sum(axis=1) for each in levels], axis=1)
    sources = np.stack([seen.sums(each.each(), place).sum(axis=1) for each in levels], axis=1)
    k, total = seen.sums(said.each(), place).sum(axis=1), sentences.sum(axis=1)
    order = ordered(listed, -total)
    certainty = pd.DataFrame({"certainty": pd.Series(LEVELS, dtype=listed["code_id"].dtype)})
    cells = {"sentences": sentences, "sources": sources, "total": total, "k": k, "n": np.full(len(k), seen.units["size"].sum())}
    frame = grid(listed, certainty, order[k[order] > 0], **cells)
    frame = frame.rename(columns={"code_id": "claim_id", "label": "claim"})
    frame["about"] = frame["about"].where(frame["about"].fillna("") != "", frame["claim"])
    return frame[["claim_id", "claim", "about", "certainty", "sentences", "sources", "total", "k", "n"]]


_ASSERTED = """
, statement AS (
    SELECT claim_id, doc_id, count(DISTINCT sentence_id) AS of,
        count(DISTINCT sentence_id) FILTER (certainty = 'asserted') AS found
    FROM claim WHERE claim_id IS NOT NULL AND own GROUP BY ALL)
SELECT * FROM statement ORDER BY claim_id, doc_id
"""
_BARE = """
, sentence AS (
    SELECT doc_id, sentence_id, min(list_position($best::VARCHAR[], support)) AS support FROM claim WHERE own GROUP BY ALL)
SELECT 'none' AS support, doc_id, count(*) AS of, count(*) FILTER (support = len($best::VARCHAR[])) AS found
FROM sentence GROUP BY ALL ORDER BY doc_id
"""
