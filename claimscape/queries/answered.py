"""A question as pages and exports ask it: whole where that is quick, of some of the sources where it has to read their text."""

from typing import Any

import numpy as np
import pandas as pd

from claimscape import queries
from claimscape.queries import tallied
from claimscape.queries.scope import Scope, gathered
from claimscape.store import Landscape

LOOKED_AT = 500  # sources whose text is read for one question: the first that the filters leave
# These read sentences and quotes; the others read the tallies of all sources.
READING = frozenset(
    "checklist references placement tension likeness shared_phrases uncoded_claims unknown_risks "
    "recurring_phrases distinctive_words wordcloud emphasis saturation comparison comparison_reach concordance "
    "search_frequency".split()
)


def answered(landscape: Landscape, name: str, scope: Scope, *more: Any) -> pd.DataFrame:
    """The frame of the named query; of many sources they are taken together, or some looked at, as the footer then says."""
    query = getattr(queries, name)
    left = len(tallied.everyone(landscape).known)
    if name not in READING or left <= LOOKED_AT:
        frame: pd.DataFrame = query(landscape, gathered(landscape, scope), *more)
        return frame
    found = tallied.seen(landscape, scope)
    places = np.flatnonzero(found.unit >= 0)
    some = places[:LOOKED_AT]  # beside each other in one or two files: 500 spread over all took 4 s to read of 100,000
    few = landscape.excerpt(tallied.everyone(landscape).known["doc_id"].iloc[some])
    frame = query(few, gathered(few, scope), *more)
    if len(some) < len(places):
        told = f"{len(some):,} of {len(places):,} sources looked at, the first ones"
        frame.attrs = {**frame.attrs, "footer": f"{told} · {frame.attrs.get('footer', '')}"}
    return frame
