"""The two sides of a comparison, chosen here and held in the address of this page."""

from collections import Counter

import streamlit as st

from claimscape.store import Landscape
from claimscape.ui import answers, filters, opened


def sides() -> None:
    """Two fields to choose the sides in; at first the largest group against all others, or the first source."""
    landscape = opened.landscape()
    if not filters.scope().one and (first := _first(landscape)):
        filters.put(one=(first,), other=())
    chosen = filters.choices(landscape)
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare-sides"):
        filters.chooser(chosen["one"], "Choose a group or sources")
        filters.chooser(chosen["other"], "All others")


def _first(landscape: Landscape) -> str:
    """The kind, publisher or year of most sources where one has several and not all, else the first source."""
    known = answers.members(landscape)
    for by in filters.groupings(landscape):
        value, times = Counter(value for value in known[by] if value).most_common(1)[0]
        if 1 < times < len(known):
            return f"{by}:{value}"
    return f"source:{known['doc_id'].iloc[0]}" if len(known) > 1 else ""
