"""How often a query's words stand in each source, how evenly, and where."""

import pandas as pd

from claimscape.queries import search
from claimscape.queries.asked import asked
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, with_facts
from claimscape.statistics import dispersion
from claimscape.store import Landscape

PER = 1000  # words
COLUMNS = "doc_id source position hits sentences searched words per_1000 percent sentence_ids pick".split()


def search_frequency(landscape: Landscape, scope: Scope, query: str) -> pd.DataFrame:
    """Hits of a query in each source, the most first, sources without one too; no row where nothing is asked or found.

    Columns doc_id, source, position, hits, sentences (with a hit), searched (sentences), words (in them), per_1000 (hits per
    1,000 of those words), percent and sentence_ids (lists: where in the text hits stand, and the first sentence there), pick.
    attrs: query, hits, dispersion (Gries' DP over the sources by their words), possible and searched_in_all.
    """
    found = search.places(landscape, scope, query)
    frame = _counted(search.sizes(landscape, scope), found.rows)
    hits, words = [float(n) for n in frame["hits"]], [float(n) for n in frame["words"]]
    told = sum(n > 0 for n in words) > 1 and not landscape.only  # some sources are chosen as they can hold a hit
    evenness = float(dispersion(hits, words)) if told else float("nan")
    frame = frame.sort_values(["hits", "per_1000", "position"], ascending=[False, False, True], kind="stable")
    frame = frame.reset_index(drop=True) if sum(hits) else frame.head(0)
    frame.attrs = {"query": asked(landscape, query).text, "hits": int(sum(hits)), "dispersion": evenness}
    frame.attrs |= {"searched_in_all": found.searched, "possible": found.possible}
    return with_facts(frame, landscape, scope)


def _counted(sizes: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    told = []
    parts = dict(iter(rows.groupby("doc_id", sort=False)))
    for doc, source, position, characters, searched, words in sizes.itertuples(index=False, name=None):
        part = parts.get(doc, rows.head(0))
        hits = len(part)
        percent = [min(100 * int(start) // max(int(characters), 1), 100) for start in part["start"]]
        first: dict[int, int] = {}
        for at, sentence in zip(percent, part["sentence_id"], strict=True):
            first.setdefault(at, int(sentence))
        rate = PER * hits / words if words else 0.0
        counts = (hits, part["sentence_id"].nunique(), searched, words, rate)
        told.append((doc, source, position, *counts, list(first), list(first.values()), str(Pick(source=doc)) if hits else ""))
    return pd.DataFrame(told, columns=COLUMNS)
