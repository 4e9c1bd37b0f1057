"""Search: every place of a query in its context, how often it stands in each source, and the query as an entry to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from claimscape.exports.cells import csv_text, readable
from claimscape.queries import Pick, Scope
from claimscape.queries.answered import answered
from claimscape.queries.asked import LONGEST_QUERY, Asked, asked
from claimscape.queries.concordance import PAGE, SORTS, marked
from claimscape.queries.counted import count
from claimscape.store import Landscape
from claimscape.ui import answers, filters, opened
from claimscape.ui.part import part
from claimscape.ui.proposal import proposal
from claimscape.ui.sentences import ask_for, follow, go
from claimscape.ui.shows import chart
from claimscape.ui.wish import VIEWS, Wish, change, current, wish

LONGEST_HIT = 64  # letters of the words found that one row shows; of longer ones both ends
_TURNS = ("solid line", "dashed", "dotted")
_NTH = ("", "1st", "2nd", "3rd")


def search() -> None:
    """A field for the query, what is wrong with it if anything is, and what it finds in the view that was chosen."""
    landscape = opened.landscape()
    wished = wish(landscape)
    st.session_state["words"] = wished.q
    hint = "serotonin    therap*    “side effects”    serotonin NEAR/6 release"
    st.text_input("Words to look for", key="words", max_chars=LONGEST_QUERY, placeholder=hint, on_change=_typed)
    if st.session_state.get("search-cut"):
        st.text(f"The query in this address was longer than {LONGEST_QUERY} characters; what came after them was left out.")
    said = asked(landscape, wished.q)
    frame = answers.answer(landscape, "concordance", _scope(wished), said.text, wished.sort, wished.page)
    _asking(landscape, said, frame)
    if said.query is None:
        return
    view = "context" if frame.empty and not wished.only else wished.view
    if len(frame) or wished.only:
        _order(frame, view, wished)
    if view == "context":
        _in_context(landscape, said, frame, wished)
    elif view == "sources":
        with st.container(key="show-search_frequency"):
            chart("search_frequency", said.text, pick=_marked)
    else:
        proposal(landscape, said.text)


def _scope(wished: Wish) -> Scope:
    """The filters in force, narrowed to the one source that is looked at."""
    return replace(filters.scope(), sources=(wished.only,)) if wished.only and wished.view == "context" else filters.scope()


def _order(frame: pd.DataFrame, view: str, wished: Wish) -> None:
    """Which view, and in the view of contexts their order and page."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="search-order"):
        st.session_state["search-view"] = view
        label = VIEWS.__getitem__
        st.segmented_control("View", list(VIEWS), format_func=label, key="search-view", required=True, on_change=_viewed)
        if view == "context" and len(frame):
            st.session_state["search-sort"] = wished.sort
            orders = {name: sort.label[:1].upper() + sort.label[1:] for name, sort in SORTS.items()}
            label = orders.__getitem__
            st.selectbox("Sort by", list(orders), format_func=label, key="search-sort", on_change=_reordered, width=260)
            _turning(frame, "above")


def _typed() -> None:
    change(q=str(st.session_state.get("words", "")))


def _viewed() -> None:
    change(view=str(st.session_state.get("search-view") or "context"))


def _marked(pick: str) -> None:
    """A bar leads to the places of its source, a tick opens its sentence."""
    chosen = Pick.parse(pick)
    if chosen.sentence:
        ask_for("search_frequency", pick)
    elif chosen.source:
        change(view="context", only=chosen.source, page="1")


def _asking(landscape: Landscape, said: Asked, frame: pd.DataFrame) -> None:
    """What is wrong with the query, what else would find something, and how to ask."""
    examples = answers.answer(landscape, "query_examples", filters.scope())
    lost = said.query is not None and frame.empty and not current().only
    near = answers.answer(landscape, "nearest_queries", filters.scope(), said.text) if lost else examples.head(0)
    data: dict[str, Any] = {"fault": said.fault, "before": said.text[: said.at], "after": said.text[said.at :]}
    data["near"] = [_link(row["query"], f"{row['places']:,}") for row in near.to_dict("records")]
    data["examples"] = [_link(row["query"], str(row["finds"])) for row in examples.to_dict("records")]
    data["open"] = not said.text
    part("asking", "asking", data, ask=lambda query: change(q=query))


def _link(query: str, says: str) -> dict[str, str]:
    return {"query": query, "says": says, "href": filters.link("search", q=query)}


def _in_context(landscape: Landscape, said: Asked, frame: pd.DataFrame, wished: Wish) -> None:
    if wished.only:
        _one_source(landscape, wished.only)
    data = _words(said.text, frame.attrs, wished) | {"items": _items(frame, wished.sort)}
    part("concordance", "concordance", data | {"page": f"{said.text} {wished.sort} {frame.attrs['page']}"}, go=go)
    follow()
    if len(frame):
        scope = _scope(wished)
        with st.container(horizontal=True, key="search-more"):
            _turning(frame, "below")
            st.download_button(
                _saving(int(frame.attrs["places"])),
                lambda: csv_text(readable(answered(landscape, "every_place", scope, said.text, wished.sort))),
                "claimscape-search.csv",
                "text/csv",
                on_click="ignore",
                icon=":material/download:",
            )


def _one_source(landscape: Landscape, only: str) -> None:
    documents = landscape.table("documents", "doc_id", "label").set_index("doc_id")["label"]
    label = documents.get(only)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"Only {label if isinstance(label, str) and label else only}")
        everywhere = {"only": "", "page": "1"}
        st.button("Show all sources", icon=":material/close:", type="tertiary", on_click=change, kwargs=everywhere)


def _reordered() -> None:
    change(sort=str(st.session_state.get("search-sort") or "source"), page="1")


def _turning(frame: pd.DataFrame, where: str) -> None:
    page, pages = int(frame.attrs["page"]), int(frame.attrs["pages"])
    if pages > 1:
        left = min(PAGE, int(frame.attrs["places"]) - page * PAGE)
        for words, to, there in ((f"Previous {PAGE}", page - 1, page > 1), (f"Next {max(left, 0)}", page + 1, page < pages)):
            key = f"search-{words.split()[0].lower()}-{where}"
            st.button(words, key=key, disabled=not there, on_click=change, kwargs={"page": str(to)})


def _words(query: str, facts: Mapping[Any, Any], wished: Wish) -> dict[str, str]:
    total, found, looked = int(facts["places"]), int(facts["found"]), str(facts.get("looked_at", ""))
    if not total:
        nowhere = f"No sentence of the sources shown has: {query}"
        return {"title": "Not found", "subtitle": f"{nowhere} · {looked}" if looked else nowhere}
    title = f"{count(total, 'place')} in {count(found, 'sentence')} of {count(int(facts['in_sources']), 'source')}"
    first = int(facts["first"])
    shown = f"Places {first:,} to {min(first + PAGE - 1, total):,} of {total:,}" if total > PAGE else ""
    sorted_by = f"sorted by {_ordered(SORTS[wished.sort].words) or SORTS[wished.sort].label}"
    searched, possible = int(facts["searched"]), int(facts["possible"])
    cut = f"only the first {searched:,} of {possible:,} sentences with these words were searched" if searched < possible else ""
    told = " · ".join(part for part in (looked, cut, shown, sorted_by) if part)
    return {"title": title, "subtitle": told[:1].upper() + told[1:]}


def _ordered(words: Sequence[int]) -> str:
    """ "the 1st word to the right (solid line), then the 2nd (dashed), then the 3rd (dotted)"."""
    said: list[str] = []
    for turn, place in zip(_TURNS, words, strict=False):
        side = "left" if place < 0 else "right"
        where = "" if said and min(words) * place > 0 else f" word to the {side}"
        said.append(f"the {_NTH[abs(place)]}{where} ({turn})" if place else "the words found")
    return ", then ".join(said)


def _saving(places: int) -> str:
    return f"Save {'the only place' if places == 1 else f'all {places:,} places'} as CSV"


def _items(frame: pd.DataFrame, sort: str) -> list[dict[str, Any]]:
    order = SORTS[sort]
    return [
        {"source": row["source"], "keyword": _short(row["keyword"]), "codes": _codes(row)}
        | {"left": marked(row["left"], order, -1), "right": marked(row["right"], order, 1)}
        | {"where": f"{row['doc_id']} {row['sentence_id']}"}
        | {"href": filters.link("sources", doc=str(row["doc_id"]), sentence=str(row["sentence_id"]))}
        for row in frame.to_dict("records")
    ]


def _codes(row: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """What the sentence is coded as already: (kind, labels)."""
    return [(kind, str(row[f"{kind}s"])) for kind in ("topic", "claim", "risk") if row[f"{kind}s"]]


def _short(hit: str) -> str:
    half = LONGEST_HIT // 2
    return hit if len(hit) <= LONGEST_HIT else f"{hit[:half].rsplit(' ', 1)[0]} … {hit[-half:].split(' ', 1)[-1]}"
