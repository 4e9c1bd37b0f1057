"""Scope: the filters in force and how sources are taken together; what every chart says of them."""

from collections.abc import Hashable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from claimscape.queries import roster, tallied
from claimscape.queries.parts import GROUPS, PARTS, Scope, ask
from claimscape.queries.pick import Column, texts
from claimscape.store import Landscape
from claimscape.tallies import PROSE

__all__ = [
    "CLAIMLESS",
    "GROUPS",
    "MOST_APART",
    "PARTS",
    "Scope",
    "ask",
    "footer",
    "gathered",
    "members",
    "of_units",
    "with_facts",
]


def members(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The sources that the filters leave, with what they can be grouped by: doc_id, source, kind, publisher, year."""
    every, found = roster.everyone(landscape).known, tallied.seen(landscape, scope)
    frame = every[found.unit >= 0].reset_index(drop=True)
    return with_facts(frame.astype(dict.fromkeys(GROUPS, every["source"].dtype)), landscape, scope)


def of_units(scope: Scope, units: Column) -> dict[str, Column]:
    """The field of a pick that stands for these units, and its values."""
    return {"unit": [f"{scope.by}:{unit}" for unit in texts(units)]} if scope.by else {"source": units}


@lru_cache(maxsize=512)  # every page and chart asks
def gathered(landscape: Landscape, scope: Scope) -> Scope:
    """The scope as charts show it: where it leaves more sources than can be told apart they are taken together.

    By kind, publisher or year, whichever first makes two groups and not too many; a grouping that was chosen stays.
    """
    if scope.by or len(roster.everyone(landscape).known) <= MOST_APART:
        return scope
    seen = tallied.seen(landscape, scope)
    if len(seen.units) <= MOST_APART:
        return scope
    known = roster.everyone(landscape).known[seen.unit >= 0]
    groups = {by: known[by].nunique() for by in GROUPS}
    return replace(scope, by=next((by for by, n in groups.items() if 1 < n <= MOST_APART), "kind"))


MOST_APART = 200  # sources; no chart has room for more of them one by one
MOST_FIRST = 12  # units told to a chart that shows the first of them; pandas copies them with every column
CLAIMLESS = {"claimless": True}  # attrs of a frame in which no claim is counted: filters of claims choose nothing there


def with_facts(frame: pd.DataFrame, landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """The frame with what titles need in `attrs`: sources, sentences, footer, and all sources whatever the filter.

    `by` is how its units are grouped, "" where a unit is a source, `sample` whether the sources stand for more, and `narrowed`
    whether only some sentences of the sources are looked at, `certainty` and `support` the filters of claims, `units` how many
    units there are and `first_units` the first of them. The footer names no filter that chooses nothing.
    """
    sources, sentences, everyone = _counts(landscape, scope)
    seen = scope if "unit" in frame.columns else scope.ungrouped()
    if frame.attrs.get("claimless"):
        seen = replace(seen, certainty=(), support=())
    facts: dict[Hashable, Any] = {"sources": sources, "sentences": sentences, "all_sources": everyone}
    units = tallied.seen(landscape, seen).units["unit"]
    facts |= {"units": len(units), "first_units": tuple(units.head(MOST_FIRST))}
    facts |= {"certainty": seen.certainty, "support": seen.support}
    facts |= {"by": seen.by, "sample": scope.sample, "narrowed": bool(scope.topics), "footer": footer(landscape, seen, sources)}
    frame.attrs = {**frame.attrs, **facts}
    return frame


@lru_cache(maxsize=512)  # every chart of a page asks
def _counts(landscape: Landscape, scope: Scope) -> tuple[int, int, int]:
    """Sources and sentences that the filters leave, and all sources."""
    found, text = tallied.seen(landscape, replace(scope, by="")), tallied.body(landscape, scope)
    sentences = found.sums(text, [PROSE], text.sentences)
    return len(found.units), int(sentences.sum()), len(roster.everyone(landscape).known)


def footer(landscape: Landscape, scope: Scope, sources: int) -> str:
    """Sources, date, codebook version, filters in force and grouping, as charts print them."""
    codebook, created = landscape.manifest.get("codebook", {}), str(landscape.manifest.get("created", ""))[:10]
    named = f"{codebook.get('title', '')} {codebook.get('version', '')}".strip()
    parts = [f"{sources} source{'' if sources == 1 else 's'}", created and f"built {created}", named and f"codebook: {named}"]
    parts += [_filters(landscape, scope), scope.by and f"grouped by {scope.by}"]
    return " · ".join(part for part in parts if part)


def _filters(landscape: Landscape, scope: Scope) -> str:
    many = len(scope.sources)
    chosen = [f"{many} chosen source{'' if many == 1 else 's'}"] if many else []
    labels = tallied.listed(landscape, scope, "topic").sort_values("position") if scope.topics else None
    chosen += [] if labels is None else ["topics " + ", ".join(labels["label"])]
    for word, values in (("certainty", scope.certainty), ("support", scope.support), ("kind", scope.kinds)):
        chosen += [f"{word} {_listed(values)}"] if values else []
    for word, values in (("publisher", scope.publishers), ("year", scope.years)):
        chosen += [f"{word} {_listed(values)}"] if values else []
    return "filters: " + "; ".join(chosen) if chosen else "no filters"


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(value or "not known" for value in values)
