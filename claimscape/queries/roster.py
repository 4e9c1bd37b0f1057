"""Every source and every code of a landscape, asked once: the places and rows by which tallies know them."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from claimscape.arrays import Ints
from claimscape.queries.parts import GROUPS, Scope, ask
from claimscape.store import Landscape


@dataclass(frozen=True)
class Everyone:
    """Every source in the order of doc_id: doc_id, source, kind, publisher and year; the number of its content."""

    known: pd.DataFrame
    content: Ints
    alike: bool


@lru_cache(maxsize=4)
def everyone(landscape: Landscape) -> Everyone:
    """What is known of every source, asked once."""
    if landscape.only:
        whole, kept = everyone(replace(landscape, only=())), places(landscape)
        content = pd.factorize(whole.content[kept])[0].astype(np.int64)
        known = whole.known.iloc[kept].reset_index(drop=True)
        for by in GROUPS:
            known[by] = known[by].cat.remove_unused_categories()
        return Everyone(known, content, bool(content.size and content.max() + 1 < len(content)))
    columns = ", ".join(("doc_id", "source", "content", *GROUPS))
    known = ask(landscape, Scope(), f"SELECT {columns} FROM everyone ORDER BY position")  # noqa: S608 - our names
    content = pd.factorize(known.pop("content"))[0].astype(np.int64)
    for by in GROUPS:
        known[by] = known[by].astype("category")
    return Everyone(known, content, bool(content.size and content.max() + 1 < len(content)))


@lru_cache(maxsize=4)
def places(excerpt: Landscape) -> Ints:
    """The places of the sources of an excerpt among those of the whole."""
    names = everyone(replace(excerpt, only=())).known["doc_id"].to_numpy(object)
    wanted = np.array(sorted(set(excerpt.only)), object)
    at = np.searchsorted(names, wanted)
    here = at < len(names)
    here[here] = names[at[here]] == wanted[here]
    return at[here]


@lru_cache(maxsize=4)
def codes(landscape: Landscape) -> pd.DataFrame:
    """The entries of the codebook; `row` is the number by which tallies know them."""
    if landscape.only:
        return codes(replace(landscape, only=()))
    return landscape.ask("SELECT * FROM codes").rename_axis("row").reset_index()


@lru_cache(maxsize=4)
def rank(landscape: Landscape) -> Ints:
    """Of every document as it was built its place in the order of doc_id; -1 of those that an excerpt leaves out."""
    doc_ids = landscape.arrow("documents", "doc_id")["doc_id"].to_numpy().astype(object)
    order = np.argsort(doc_ids, kind="stable")
    if landscape.only:
        order = order[np.isin(doc_ids[order], np.array(landscape.only, object))]
    place = np.full(len(doc_ids), -1)
    place[order] = np.arange(len(order))
    return place


