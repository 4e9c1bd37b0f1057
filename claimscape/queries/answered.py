"""A question as pages and exports ask it: whole where that is quick, of some of the sources where it has to read their text."""

from typing import Any

import numpy as np
import pandas as pd

from claimscape import queries
from claimscape.arrays import Ints
from claimscape.queries import roster, tallied
from claimscape.queries.asked import asked
from claimscape.queries.holding import holding
from claimscape.queries.scope import Scope, gathered
from claimscape.store import Landscape

LOOKED_AT = 500  # sources whose text is read for one question: the first that the filters leave
# These read sentences and quotes; the others read the tallies of all sources.
READING = frozenset(
    "checklist references placement tension likeness shared_phrases uncoded_claims unknown_risks "
    "recurring_phrases distinctive_words wordcloud emphasis saturation comparison comparison_reach concordance every_place "
    "search_frequency query_examples nearest_queries".split()
)
# How sources are taken together changes nothing of these: whoever keeps answers keeps one for all groupings.
UNGROUPED = frozenset(
    "checklist claim_certainty claim_overlap co_occurrence comparison comparison_reach figures findings landscape likeness "
    "placement recurring_phrases references saturation shared_phrases tension uncoded_claims unknown_risks".split()
)
SEARCHING = frozenset({"concordance", "every_place", "search_frequency"})  # of these only sources that can hold a hit are read


def answered(landscape: Landscape, name: str, scope: Scope, *more: Any) -> pd.DataFrame:
    """The frame of the named query; of many sources they are taken together, or some looked at, as the footer then says."""
    query = getattr(queries, name)
    left = len(roster.everyone(landscape).known)
    if name not in READING or left <= LOOKED_AT:
        frame: pd.DataFrame = query(landscape, gathered(landscape, scope), *more)
        return frame
    found = tallied.seen(landscape, scope)
    places = np.flatnonzero(found.unit >= 0)
    able = _able(landscape, places, str(more[0])) if name in SEARCHING else places
    some = able[:LOOKED_AT]  # beside each other in one or two files: 500 spread over all took 4 s to read of 100,000
    few = landscape.excerpt(roster.everyone(landscape).known["doc_id"].iloc[some] if some.size else ["nobody"])
    frame = query(few, gathered(few, scope), *more)
    if some.size < places.size:
        told = f"{some.size:,} of {able.size:,} sources"
        told += f" that can hold a hit, of {places.size:,} in all," if name in SEARCHING else ""
        told += " looked at" + (", the first ones" if some.size < able.size else "")
        frame.attrs = {**frame.attrs, "looked_at": told, "footer": f"{told} · {frame.attrs.get('footer', '')}"}
        if some.size == able.size:
            frame.attrs["among"] = int(places.size)  # what was found is found in so many
    return frame


def _able(landscape: Landscape, places: Ints, text: str) -> Ints:
    """Those of these sources that can hold a hit of the query; all of them where nothing is asked."""
    query = asked(landscape, text).query
    return places if query is None else places[holding(landscape, query)[places]]
