"""Which source speaks of what, and what none of them does."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from claimscape import likeness
from claimscape.queries import roster, tallied
from claimscape.queries.grids import grid as table
from claimscape.queries.grids import ordered
from claimscape.queries.pick import Pick, coded, picks
from claimscape.queries.sampling import shares, with_reach
from claimscape.queries.scope import CLAIMLESS, Scope, ask, of_units, with_facts
from claimscape.queries.without import grid, leaning
from claimscape.statistics import jaccard
from claimscape.store import Landscape
from claimscape.tallies import PROSE

MOST_TOGETHER = 24  # topics in one triangle


def coverage(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Share of each unit's sentences on each topic, absent pairs as zero; topics most sources cover come first.

    The filter of topics chooses rows, it does not change the denominator.
    Columns topic_id, topic, unit (a source, or a group of them), source (its name), position, size (sources), sentences, of
    (the unit's sentences), has (its sources on the topic), share, topic_sources, n, topic_sentences, precision, recall,
    measured_on (of the topic's rule), pick, topic_pick, unit_pick.
    """
    frame = _covered(landscape, scope)
    units = of_units(scope, frame["unit"])
    frame["pick"] = picks(topic=frame["topic_id"], **units)
    frame["topic_pick"] = picks(topic=frame["topic_id"])
    frame["unit_pick"] = picks(whole="yes", **units)
    frame.attrs |= CLAIMLESS | {"scale": _largest_share(landscape, scope.by)}
    frame.attrs["leans_on"] = () if scope.by else _rarest_without(frame)
    frame.attrs["undone"] = f"“{frame['topic'].iloc[-1]}” no longer in fewest" if len(frame) else ""
    if scope.sample:
        frame = frame.merge(_sampled(landscape, scope), on="topic_id", how="left")
        frame.attrs["intervals"] = True
    return with_facts(frame, landscape, scope)


def silence(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Codebook entries with the sources that have them, emptiest first; a row is an entry and a unit (a source or a group).

    Columns kind, code_id, label, about, unit, source, position, size (sources of the unit), has (those that have it),
    sentences, k (sources that have it), n, total (sentences in all sources), precision, recall, measured_on (of the entry's
    rule), pick, code_pick.
    """
    frame = _silent(landscape, scope)
    frame["pick"] = coded(frame, **of_units(scope, frame["unit"]))
    frame["code_pick"] = coded(frame)
    return with_facts(with_reach(frame, scope), landscape, scope)


def _covered(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every topic in every unit, counted."""
    listed, seen = tallied.listed(landscape, scope, "topic"), tallied.seen(landscape, scope)
    sentences, has, _ = seen.counted(tallied.rows(landscape, scope, "topic"), list(listed["row"]))
    text = tallied.special(landscape, scope, PROSE)
    of = seen.sums(text, [PROSE], text.sentences)
    k, total = has.sum(axis=1), sentences.sum(axis=1)
    cells: dict[str, Any] = {"sentences": sentences, "of": np.broadcast_to(of, sentences.shape), "has": has}
    cells["share"] = sentences / np.maximum(of, 1)
    cells |= {"topic_sources": k, "n": np.full(len(k), seen.units["size"].sum()), "topic_sentences": total}
    frame = table(listed, seen.units, ordered(listed, -k, -total), **cells)
    return frame.rename(columns={"code_id": "topic_id", "label": "topic"})[_COVERED]


def _silent(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every entry in every unit, counted."""
    listed, seen = tallied.listed(landscape, scope, *KINDS), tallied.seen(landscape, scope)
    shape = (len(listed), len(seen.units))
    sentences, has, own = (np.zeros(shape, np.int64) for _ in range(3))
    for kind in KINDS:
        here = np.flatnonzero(listed["kind"] == kind)
        found = seen.counted(tallied.rows(landscape, scope, kind), list(listed["row"].iloc[here]))
        sentences[here], has[here], own[here] = found
    k, total, after = has.sum(axis=1), sentences.sum(axis=1), -listed["kind"].map(KINDS.index).to_numpy(int)
    cells = {"has": has, "sentences": sentences, "k": k, "n": np.full(len(k), seen.units["size"].sum())}
    cells |= {"own_k": own.sum(axis=1), "own_n": np.full(len(k), seen.units["witnesses"].sum()), "total": total}
    frame = table(listed, seen.units, ordered(listed, k, total, after), **cells)
    return frame.assign(about=frame["about"].fillna(""))[_SILENT]


KINDS = ("claim", "risk", "topic")
_RULE = ("precision", "recall", "measured_on")
_COVERED = "topic_id topic unit source position size sentences of has".split()
_COVERED += [*_RULE, "share", "topic_sources", "n", "topic_sentences"]
_SILENT = "kind code_id label about unit source position size has sentences".split()
_SILENT += [*_RULE, "k", "n", "own_k", "own_n", "total"]


def co_occurrence(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Pairs of topics and how often one sentence bears both.

    Columns a (the commoner), b, together, jaccard, pick. attrs["order"] has the ids of the 24 commonest topics, those often
    said together beside each other; attrs["topics"] counts all.
    """
    frame = _together(landscape, scope)
    counts = list(zip(frame["together"], frame["a_sentences"], frame["b_sentences"], strict=True))
    frame["jaccard"] = [jaccard(together, a, b) for together, a, b in counts]
    frame["pick"] = [str(Pick(topic=a, also=b)) for a, b in zip(frame["a_id"], frame["b_id"], strict=True)]
    topics = list(dict.fromkeys([*frame["a_id"], *frame["b_id"]]))
    frame.attrs = CLAIMLESS | {"order": _neighbours(frame, topics[:MOST_TOGETHER]), "topics": len(topics)}
    return with_facts(frame, landscape, scope)


def _together(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Every pair of topics that are there, counted."""
    listed, seen = tallied.listed(landscape, scope, "topic"), tallied.seen(landscape, scope)
    found, place = tallied.rows(landscape, replace(scope, topics=()), "topic"), list(listed["row"])
    sentences = seen.sums(found, place, found.sentences).sum(axis=1)
    order = ordered(listed, -sentences)
    order = order[sentences[order] > 0]
    both = tallied.pairs(landscape, seen)
    first, second = np.triu_indices(len(order), 1)
    one, other = order[first], order[second]
    rows, ids, labels = (listed[name].to_numpy() for name in ("row", "code_id", "label"))
    columns = {"a_id": ids[one], "a": labels[one], "b_id": ids[other], "b": labels[other], "a_place": first + 1}
    columns |= {"b_place": second + 1, "a_sentences": sentences[one], "b_sentences": sentences[other]}
    return pd.DataFrame(columns | {"together": both[rows[one], rows[other]]})


def placement(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Where in each source its topics and risks stand, in percent of the text; one row a code, source and percent."""
    left = tallied.seen(landscape, scope).unit >= 0
    placed = _placed(landscape, scope.topics)
    return with_facts(placed[left[placed["position"].to_numpy()]].reset_index(drop=True), landscape, scope)


@lru_cache(maxsize=4)  # a source's marks stand where they are whatever others are shown
def _placed(landscape: Landscape, topics: tuple[str, ...]) -> pd.DataFrame:
    """The same of all sources."""
    scope = Scope(topics=topics)
    listed, known = tallied.listed(landscape, scope, "topic"), roster.everyone(landscape).known
    listed = listed.iloc[ordered(listed)]
    spots = ask(landscape, scope, _PLACES, listed=listed["code_id"].tolist())
    spots = spots.sort_values(["code", "position", "percent"], ignore_index=True)
    code, place = spots.pop("code").to_numpy(int), spots["position"].to_numpy(int)
    names = {"kind": ["topic"] * len(listed) + ["risk"], "code_id": [*listed["code_id"], "any"]}
    names |= {"label": [*listed["label"], "Any risk named"]}
    texts = {name: np.array(of, object)[code] for name, of in names.items()}
    texts |= {name: known[name].to_numpy(object)[place] for name in ("doc_id", "source")}
    frame = pd.concat([pd.DataFrame(texts, dtype=known["doc_id"].dtype), spots], axis=1)
    frame["pick"] = picks(source=frame["doc_id"], sentence=list(map(str, spots["sentence_id"].tolist())))
    return frame


_PLACES = """
, here AS (
    SELECT doc_id, sentence_id, floor(100 * start / greatest(characters, 1))::INT AS percent
    FROM prose JOIN known USING (doc_id)),
mark AS (
    SELECT list_position($listed::VARCHAR[], topic_id) - 1 AS code, doc_id, sentence_id FROM topic
    WHERE list_contains($listed::VARCHAR[], topic_id)
    UNION SELECT len($listed::VARCHAR[]), doc_id, sentence_id FROM risk),
spot AS (
    SELECT code, doc_id, percent, min(sentence_id) AS sentence_id, count(*) AS sentences
    FROM mark JOIN here USING (doc_id, sentence_id) GROUP BY ALL)
SELECT code, position, percent, sentence_id, sentences FROM spot JOIN source USING (doc_id)
"""


def _neighbours(frame: pd.DataFrame, topics: list[str]) -> list[str]:
    alike, place = np.eye(len(topics)), {topic: place for place, topic in enumerate(topics)}
    for a, b, share in zip(frame["a_id"], frame["b_id"], frame["jaccard"], strict=True):
        if a in place and b in place:
            alike[place[a], place[b]] = alike[place[b], place[a]] = share
    return [topics[at] for at in likeness.tree(alike).order]


def _rarest_without(frame: pd.DataFrame) -> tuple[str, ...]:
    """Sources without which the topic that fewest have is in none; where some topics are in none, that cannot change."""
    sources = list(frame["source"].iloc[: frame["unit"].nunique()])
    has = grid(frame["has"], len(sources))
    found = has.sum(axis=1) if has.size else np.zeros(0)
    if not found.size or found.min() == 0 or found.min() == len(sources) or found.min() == 1:
        return ()  # "1 of 5 sources" says by itself that it rests on one
    return leaning(sources, lambda kept: bool(has[-1, kept].sum() == has[:, kept].sum(axis=1).min()))


def _sampled(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Each topic's share of all sentences with its interval over sources: topic_id, topic_share, low, high."""
    cells = ask(
        landscape,
        scope,
        """
        , volume AS (SELECT doc_id, count(*) AS of FROM prose WHERE own GROUP BY ALL),
        cell AS (SELECT code_id, doc_id, count(*) AS found FROM found WHERE kind = 'topic' GROUP BY ALL)
        SELECT code.code_id AS topic_id, coalesce(found, 0) AS found, of
        FROM code CROSS JOIN volume LEFT JOIN cell ON cell.code_id = code.code_id AND cell.doc_id = volume.doc_id
        WHERE code.kind = 'topic' ORDER BY code.position, volume.doc_id
        """,
    )
    return shares(cells, "topic_id").rename(columns={"share": "topic_share"})


@lru_cache(maxsize=8)  # the same for every filter
def _largest_share(landscape: Landscape, by: str) -> float:
    """The largest cell without any filter: the scale of colours does not move when a filter does."""
    every = Scope(by=by)
    seen, found, text = (
        tallied.seen(landscape, every),
        tallied.rows(landscape, every, "topic"),
        tallied.special(landscape, every, PROSE),
    )
    cells = seen.sums(found, list(tallied.listed(landscape, every, "topic")["row"]), found.sentences)
    shares = cells / np.maximum(seen.sums(text, [PROSE], text.sentences), 1)
    return float(shares.max()) if cells.any() else 1.0
