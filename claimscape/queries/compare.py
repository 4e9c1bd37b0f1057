"""Two sides set against each other: what is said more often by one than by the other, and by how many of their sources."""

import pandas as pd

from claimscape.queries.pick import coded
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.store import Landscape

FEWEST = 2  # sources on a side; a share of one source is a yes or a no
SIDES = ("one", "other")
_EACH = ("name", "size", "has", "sentences", "of", "rate", "share", "pick")
COLUMNS = ["kind", "code_id", "label", "about", *(f"{each}_{side}" for side in SIDES for each in _EACH), "difference"]


def comparison(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """Sentences per 100 on each code, on either side of a comparison; the largest differences first.

    Columns kind, code_id, label, about, and for each side (one, other): name_, size_ (sources), has_ (those that have the
    code), sentences_, of_, rate_ (per 100 sentences), share_ (of the side's sources), pick_; difference (of the rates). A
    source that stands on both sides counts on both. Empty where no side is chosen, or one has no sentence.
    """
    frame = ask(landscape, scope, _SIDES) if scope.one else pd.DataFrame()
    if frame.empty or not (frame["of_one"].iloc[0] and frame["of_other"].iloc[0]):
        return with_facts(pd.DataFrame(columns=COLUMNS), landscape, scope)
    for side, members in zip(SIDES, (scope.one, scope.other), strict=True):
        frame[f"name_{side}"] = named_side(landscape, members)
        frame[f"rate_{side}"] = 100 * frame[f"sentences_{side}"] / frame[f"of_{side}"]
        frame[f"share_{side}"] = frame[f"has_{side}"] / frame[f"size_{side}"]
        frame[f"pick_{side}"] = coded(frame, part=[side] * len(frame))
    frame["difference"] = frame["rate_one"] - frame["rate_other"]
    return with_facts(_largest(frame, frame["difference"])[COLUMNS], landscape, scope)


def comparison_reach(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The frame of `comparison`, the largest differences in the share of sources first; empty below two sources a side."""
    frame = comparison(landscape, scope)
    if frame.empty or min(frame["size_one"].iloc[0], frame["size_other"].iloc[0]) < FEWEST:
        return frame.head(0)
    return _largest(frame, frame["share_one"] - frame["share_other"])


def named_side(landscape: Landscape, members: tuple[str, ...]) -> str:
    """The side in words: its members, labels for sources; "all others" for none."""
    labels = ask(landscape, Scope(), "SELECT 'source:' || doc_id AS member, source FROM everyone")
    words = dict(zip(labels["member"], labels["source"], strict=True))
    names = [str(words.get(each) or each.partition(":")[2] or f"{each.partition(':')[0]} not known") for each in members]
    return ", ".join(names) or "all others"


def _largest(frame: pd.DataFrame, difference: "pd.Series[float]") -> pd.DataFrame:
    order = difference.abs().sort_values(ascending=False, kind="stable").index
    ranked = frame.loc[order].reset_index(drop=True)
    ranked.attrs = dict(frame.attrs)
    return ranked


_SIDES = """
, side AS (SELECT 'one' AS side, doc_id FROM one_side UNION ALL SELECT 'other', doc_id FROM other_side),
sized AS (
    SELECT side, count(DISTINCT doc_id) AS size, count(sentence_id) AS of
    FROM side LEFT JOIN prose USING (doc_id) GROUP BY ALL),
cell AS (
    SELECT side, kind, code_id, count(*) AS sentences, count(DISTINCT doc_id) AS has
    FROM found JOIN side USING (doc_id) WHERE code_id IS NOT NULL GROUP BY ALL)
SELECT code.kind, code.code_id, label, coalesce(about, '') AS about,
    coalesce((SELECT size FROM sized WHERE side = 'one'), 0) AS size_one, coalesce(one.has, 0) AS has_one,
    coalesce(one.sentences, 0) AS sentences_one, coalesce((SELECT of FROM sized WHERE side = 'one'), 0) AS of_one,
    coalesce((SELECT size FROM sized WHERE side = 'other'), 0) AS size_other, coalesce(other.has, 0) AS has_other,
    coalesce(other.sentences, 0) AS sentences_other, coalesce((SELECT of FROM sized WHERE side = 'other'), 0) AS of_other
FROM code
LEFT JOIN cell one ON one.side = 'one' AND one.kind = code.kind AND one.code_id = code.code_id
LEFT JOIN cell other ON other.side = 'other' AND other.kind = code.kind AND other.code_id = code.code_id
WHERE one.sentences > 0 OR other.sentences > 0 ORDER BY code.kind DESC, code.position, code.code_id
"""
