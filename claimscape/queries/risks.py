"""Which risks are named where, and how benefit and risk are weighed."""

import numpy as np
import pandas as pd

from claimscape.queries import manners, tallied
from claimscape.queries.grids import grid as table
from claimscape.queries.grids import ordered
from claimscape.queries.pick import picks
from claimscape.queries.sampling import shares, with_reach
from claimscape.queries.scope import CLAIMLESS, Scope, ask, of_units, with_facts
from claimscape.queries.without import grid, leaning, majority
from claimscape.store import Landscape
from claimscape.tallies import BENEFIT, CONTAINED, PROSE, RISK


def risk_register(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Risks and the sources that name them; a row is a risk and a unit, the risks that most sources name first.

    Columns risk_id, risk, about, unit (a source, or a group of them), source (its name), position, size (its sources), has
    (those that name it), sentences, state ("named", "contained": the text also says how the harm is contained, or ""), k
    (sources that name it), n, contained_in (sources), total (sentences), precision, recall, measured_on (of the risk's rule),
    pick, risk_pick.
    """
    frame = _named(landscape, scope)
    frame["pick"] = picks(risk=frame["risk_id"], **of_units(scope, frame["unit"]))
    frame["risk_pick"] = picks(risk=frame["risk_id"])
    frame.attrs |= CLAIMLESS | {"leans_on": () if scope.by else _shared_without(frame), "undone": "a risk is named by all"}
    return with_facts(with_reach(frame, scope), landscape, scope)


def _named(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every risk in every unit, counted."""
    listed, seen = tallied.listed(landscape, scope, "risk"), tallied.seen(landscape, scope)
    named, place = tallied.rows(landscape, scope, "risk"), list(listed["row"])
    sentences, has, own = seen.counted(named, place)
    contained = named.each()
    containing = seen.sums(contained.where((contained.manner & CONTAINED) != 0), place)
    k, total = has.sum(axis=1), sentences.sum(axis=1)
    cells = {"has": has, "sentences": sentences}
    cells["state"] = np.where(containing > 0, "contained", np.where(has > 0, "named", "")).astype(object)
    cells |= {"k": k, "n": np.full(len(k), seen.units["size"].sum()), "own_k": own.sum(axis=1)}
    cells |= {"own_n": np.full(len(k), seen.units["witnesses"].sum()), "contained_in": containing.sum(axis=1), "total": total}
    frame = table(listed, seen.units, ordered(listed, -k, -total), **cells)
    frame = frame.rename(columns={"code_id": "risk_id", "label": "risk"})
    frame["about"] = frame["about"].where(frame["about"].fillna("") != "", frame["risk"])
    return frame[_NAMED]


_NAMED = [
    *("risk_id", "risk", "about", "unit", "source", "position", "size", "has", "sentences", "state", "precision", "recall"),
    *("measured_on", "k", "n", "own_k", "own_n", "contained_in", "total"),
]


def _shared_without(frame: pd.DataFrame) -> tuple[str, ...]:
    """Sources without which some risk is named by every source, where none is."""
    sources = list(frame["source"].iloc[: frame["unit"].nunique()])
    has = grid(frame["has"], len(sources))
    if not has.size or has.all(axis=1).any():
        return ()
    return leaning(sources, lambda kept: not bool(has[:, kept].all(axis=1).any()))


def balance(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences of benefit and of risk in each unit, per 100 of its sentences; the most one-sided towards benefit first.

    Benefit: sentences with a claim of type effect or efficacy that is not denied; risk: sentences that name a risk.
    Columns unit (a source, or a group of them), source (its name), position, size (its sources), more (those with more
    benefit than risk), benefit, risk, of, benefit_rate, risk_rate, benefit_pick, risk_pick, pick.
    """
    frame = _weighed(landscape, scope)
    units = of_units(scope, frame["unit"])
    for side in ("benefit", "risk"):
        frame[f"{side}_pick"] = picks(side=side, **units)
    frame["pick"] = picks(whole="yes", **units)
    more = (frame["benefit"] > frame["risk"]).to_numpy()
    chosen = scope.certainty or scope.support  # then benefits are some of those that are stated, and risks are all
    frame.attrs |= {"leans_on": ()} if scope.by or chosen else majority(list(frame["source"]), more, np.ones(len(more)))
    if scope.sample:
        frame.attrs |= {"intervals": True, "rates": _rates(landscape, scope)}
    return with_facts(frame, landscape, scope)


def _weighed(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every unit with text, counted; the most one-sided first."""
    seen = tallied.seen(landscape, scope)
    prose = tallied.special(landscape, scope, PROSE)
    good = tallied.special(landscape, scope, BENEFIT).said(manners.bits(scope) & manners.MADE).each()
    harm = tallied.special(landscape, scope, RISK).each()
    by = [np.bincount(each.doc, each.sentences, len(seen.unit)) for each in (good, harm)]
    more = prose.where(by[0][prose.doc] > by[1][prose.doc])
    sums = [seen.sums(each, [code], each.sentences)[0] for each, code in ((prose, PROSE), (good, BENEFIT), (harm, RISK))]
    frame = seen.units.assign(size=seen.sums(prose, [PROSE])[0], more=seen.sums(more, [PROSE])[0])
    frame = frame.assign(benefit=sums[1], risk=sums[2], of=sums[0])
    frame = frame[frame["of"] > 0]
    frame = frame.assign(benefit_rate=100 * frame["benefit"] / frame["of"], risk_rate=100 * frame["risk"] / frame["of"])
    order = np.lexsort((frame["position"], frame["risk_rate"] - frame["benefit_rate"]))
    return frame.iloc[order].reset_index(drop=True)[_WEIGHED]


_WEIGHED = "unit source position size more benefit risk of benefit_rate risk_rate".split()


def _rates(landscape: Landscape, scope: Scope) -> dict[str, tuple[float, float]]:
    """95 % intervals of benefit and risk, in shares of all sentences."""
    cells = ask(landscape, scope.ungrouped(), _RATES)
    found = shares(cells, "side").set_index("side")
    return {str(side): (float(low), float(high)) for side, low, high in found[["low", "high"]].itertuples()}


_RATES = """
, volume AS (SELECT doc_id, count(*) AS of FROM prose WHERE own GROUP BY ALL),
hit AS (
    SELECT DISTINCT 'benefit' AS side, doc_id, sentence_id FROM claim
    WHERE claim_type IN ('effect', 'efficacy') AND certainty <> 'negated'
    UNION ALL SELECT DISTINCT 'risk', doc_id, sentence_id FROM risk),
tally AS (SELECT side, doc_id, count(*) AS found FROM hit GROUP BY ALL)
SELECT s.side, coalesce(found, 0) AS found, of
FROM volume CROSS JOIN (SELECT unnest(['benefit', 'risk']) AS side) AS s
LEFT JOIN tally ON tally.doc_id = volume.doc_id AND tally.side = s.side ORDER BY s.side, volume.doc_id
"""
