"""Two sides set against each other: what is said more often by one than by the other, and by how many of their sources."""

from functools import lru_cache

import pandas as pd

from claimscape.queries import roster
from claimscape.queries.pick import coded
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.statistics import difference_interval, share_difference_interval
from claimscape.store import Landscape

FEWEST = 2  # sources on a side; a share of one source is a yes or a no
SIDES = ("one", "other")
OTHERS = "all others"  # the name of a side without members of its own
_EACH = ("name", "size", "has", "own_size", "own_has", "sentences", "of", "rate", "share", "pick")
COLUMNS = ["kind", "code_id", "label", "about", *(f"{each}_{side}" for side in SIDES for each in _EACH), "difference"]


def comparison(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences per 100 on each code, on either side of a comparison; the largest differences first.

    Columns kind, code_id, label, about, and for each side (one, other): name_, size_ (sources), has_ (those that have the
    code), own_size_ and own_has_ (the same without exact copies), sentences_, of_, rate_ (per 100 sentences), share_ (of the
    side's sources), pick_; difference (of the rates), and low, high (its 95 % interval) where the sources are a sample and
    none stands on both sides. A source that stands on both counts on both. Empty where no side is chosen, or one has no
    sentence.
    """
    return _compared(landscape, scope).copy()


@lru_cache(maxsize=8)  # both charts of the page ask for it
def _compared(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    frame = ask(landscape, scope, _SIDES) if scope.one else pd.DataFrame()
    if frame.empty or not (frame["of_one"].iloc[0] and frame["of_other"].iloc[0]):
        return with_facts(pd.DataFrame(columns=COLUMNS), landscape, scope)
    for side, members in zip(SIDES, (scope.one, scope.other), strict=True):
        frame[f"name_{side}"] = named_side(landscape, members)
        frame[f"rate_{side}"] = 100 * frame[f"sentences_{side}"] / frame[f"of_{side}"]
        frame[f"share_{side}"] = frame[f"has_{side}"] / frame[f"size_{side}"]
        frame[f"pick_{side}"] = coded(frame, part=[side] * len(frame))
    frame["difference"] = frame["rate_one"] - frame["rate_other"]
    frame = _largest(frame, frame["difference"])[[*COLUMNS, "shared"]]
    if scope.sample and not frame["shared"].iloc[0]:
        frame = frame.merge(_reach(ask(landscape, scope, _CELLS)), on=["kind", "code_id"], how="left")
        frame.attrs["intervals"] = True
    return with_facts(frame.drop(columns="shared"), landscape, scope)


def comparison_reach(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The frame of `comparison`, the largest differences in the share of sources first; empty below two sources a side.

    Here difference, low and high are of the shares of sources, in percentage points.
    """
    frame = comparison(landscape, scope)
    if frame.empty or min(frame["own_size_one"].iloc[0], frame["own_size_other"].iloc[0]) < FEWEST:
        return frame.head(0)
    if "low" in frame:
        counts = zip(*(frame[f"own_{name}_{side}"] for side in SIDES for name in ("has", "size")), strict=True)
        ends = [difference_interval(*map(int, row)) for row in counts]
        frame = frame.assign(low=[100 * low for low, _ in ends], high=[100 * high for _, high in ends])
    frame["difference"] = 100 * (frame["share_one"] - frame["share_other"])
    return _largest(frame, frame["difference"])


def named_side(landscape: Landscape, members: tuple[str, ...]) -> str:
    """The side in words: its members, labels for sources; "all others" for none."""
    known = roster.everyone(landscape).known
    words = dict(zip("source:" + known["doc_id"], known["source"], strict=True))
    names = [str(words.get(each) or each.partition(":")[2] or f"{each.partition(':')[0]} not known") for each in members]
    return ", ".join(names) or OTHERS


def _reach(cells: pd.DataFrame) -> pd.DataFrame:
    """The 95 % interval of each difference per 100 sentences: kind, code_id, low, high."""
    told = []
    for (kind, code), part in cells.groupby(["kind", "code_id"], sort=False):
        sides = [part[part["side"] == side] for side in SIDES]
        low, high = share_difference_interval(*(list(each[name]) for each in sides for name in ("found", "of")))
        told.append((kind, code, 100 * low, 100 * high))
    return pd.DataFrame(told, columns=["kind", "code_id", "low", "high"])


def _largest(frame: pd.DataFrame, difference: "pd.Series[float]") -> pd.DataFrame:
    order = difference.abs().sort_values(ascending=False, kind="stable").index
    ranked = frame.loc[order].reset_index(drop=True)
    ranked.attrs = dict(frame.attrs)
    return ranked


_SIDES = """
, side AS (SELECT 'one' AS side, doc_id FROM one_side UNION ALL SELECT 'other', doc_id FROM other_side),
sized AS (
    SELECT side, count(DISTINCT doc_id) AS size, count(sentence_id) AS of, count(DISTINCT doc_id) FILTER (own) AS own_size
    FROM side LEFT JOIN prose USING (doc_id) GROUP BY ALL),
cell AS (
    SELECT side, kind, code_id, count(*) AS sentences, count(DISTINCT doc_id) AS has,
        count(DISTINCT doc_id) FILTER (own) AS own_has
    FROM found JOIN side USING (doc_id) WHERE code_id IS NOT NULL GROUP BY ALL)
SELECT code.kind, code.code_id, label, coalesce(about, '') AS about,
    coalesce((SELECT size FROM sized WHERE side = 'one'), 0) AS size_one, coalesce(one.has, 0) AS has_one,
    coalesce((SELECT own_size FROM sized WHERE side = 'one'), 0) AS own_size_one, coalesce(one.own_has, 0) AS own_has_one,
    coalesce((SELECT own_size FROM sized WHERE side = 'other'), 0) AS own_size_other,
    coalesce(other.own_has, 0) AS own_has_other,
    coalesce(one.sentences, 0) AS sentences_one, coalesce((SELECT of FROM sized WHERE side = 'one'), 0) AS of_one,
    coalesce((SELECT size FROM sized WHERE side = 'other'), 0) AS size_other, coalesce(other.has, 0) AS has_other,
    coalesce(other.sentences, 0) AS sentences_other, coalesce((SELECT of FROM sized WHERE side = 'other'), 0) AS of_other,
    (SELECT count(*) FROM one_side SEMI JOIN other_side USING (doc_id)) AS shared
FROM code
LEFT JOIN cell one ON one.side = 'one' AND one.kind = code.kind AND one.code_id = code.code_id
LEFT JOIN cell other ON other.side = 'other' AND other.kind = code.kind AND other.code_id = code.code_id
WHERE one.sentences > 0 OR other.sentences > 0 ORDER BY code.kind DESC, code.position, code.code_id
"""

_CELLS = """
, side AS (
    SELECT 'one' AS side, doc_id FROM one_side SEMI JOIN (FROM source WHERE own) USING (doc_id)
    UNION ALL SELECT 'other', doc_id FROM other_side SEMI JOIN (FROM source WHERE own) USING (doc_id)),
volume AS (SELECT side, doc_id, count(*) AS of FROM side JOIN prose USING (doc_id) GROUP BY ALL),
cell AS (SELECT kind, code_id, doc_id, count(*) AS found FROM found WHERE code_id IS NOT NULL GROUP BY ALL)
SELECT code.kind, code.code_id, side, coalesce(found, 0) AS found, of
FROM (SELECT DISTINCT kind, code_id FROM cell) AS code CROSS JOIN volume LEFT JOIN cell USING (kind, code_id, doc_id)
ORDER BY code.kind, code.code_id, side, volume.doc_id
"""
