"""The filters in force: chosen on any page, held on all of them, and written in the address so that a link brings them back.

Addresses carry ids, not labels. Streamlit's own binding writes labels, so the address is read and written here.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from claimscape.queries import Scope
from claimscape.store import Landscape
from claimscape.theme import CERTAINTY, SUPPORT


@dataclass(frozen=True)
class Filter:
    """One filter: its field in Scope, its name in an address, its word on the page, and what can be chosen, id to label."""

    field: str
    parameter: str
    word: str
    options: dict[str, str]


def scope() -> Scope:
    """The filters in force on this visitor's pages."""
    return st.session_state.get("scope") or Scope()


def link(page: str, **more: str) -> str:
    """An address that opens a page with the filters in force."""
    chosen = [(name, value) for name, values in _address(scope()).items() for value in values]
    return f"{page}?{urlencode([*chosen, *more.items()])}"


def parameters(**more: str) -> dict[str, Any]:
    """The same as the query parameters of `st.switch_page`."""
    return {name: list(values) for name, values in _address(scope()).items() if values} | more


def bar(landscape: Landscape, page: str) -> None:
    """The row of filters; call it once at the top of a page."""
    filters = _filters(landscape)
    _follow_address(filters, page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="claimscape-filters"):
        for each in filters:
            _chooser(each)
        if scope() != Scope():
            st.button("Clear filters", icon=":material/close:", type="tertiary", on_click=_clear, key="filter-clear")
    if st.session_state.get("address-note"):
        st.info("A filter in this address is not known here and was left out.", icon=":material/info:")
    _write_address()


def _filters(landscape: Landscape) -> list[Filter]:
    documents = landscape.table("documents")
    codes = landscape.table("codes")
    topics = codes[codes["kind"] == "topic"].sort_values("position")
    pairs = zip(documents["doc_id"], documents["label"], strict=True)
    sources = {name: label if isinstance(label, str) and label else name for name, label in pairs}
    return [
        Filter("sources", "source", "Sources", sources),
        Filter("topics", "topic", "Topics", dict(zip(topics["code_id"], topics["label"], strict=True))),
        Filter("certainty", "certainty", "Certainty", {name: style.label for name, style in CERTAINTY.items()}),
        Filter("support", "support", "Support", {name: style.label for name, style in SUPPORT.items()}),
    ]


def _chooser(each: Filter) -> None:
    chosen = getattr(scope(), each.field)
    st.session_state[f"filter-{each.field}"] = list(chosen)  # a widget's state is dropped on a page change, this is not
    label = f"{each.word}: {len(chosen)} of {len(each.options)}" if chosen else f"{each.word}: all"
    with st.popover(label, key=f"popover-{each.field}", type="secondary"):
        st.multiselect(
            each.word,
            list(each.options),
            format_func=lambda name: each.options.get(name, name),
            key=f"filter-{each.field}",
            placeholder="All",
            on_change=_chosen,
            args=(each.field,),
        )


def _chosen(field: str) -> None:
    values = {name: getattr(scope(), name) for name in ("sources", "topics", "certainty", "support")}
    st.session_state["scope"] = Scope(**values | {field: tuple(st.session_state[f"filter-{field}"])})
    st.session_state["address-note"] = False
    _write_address()


def _clear() -> None:
    st.session_state["scope"] = Scope()
    _write_address()


def _address(chosen: Scope) -> dict[str, tuple[str, ...]]:
    return {"source": chosen.sources, "topic": chosen.topics, "certainty": chosen.certainty, "support": chosen.support}


def _follow_address(filters: list[Filter], page: str) -> None:
    """Take over an address that was typed, followed or gone back to; an empty one after a change of page is the menu's."""
    given = {each.parameter: tuple(st.query_params.get_all(each.parameter)) for each in filters}
    written, moved = st.session_state.get("address"), st.session_state.get("page") != page
    st.session_state["page"] = page
    if moved:
        st.session_state["address-note"] = False
    if given == written or (written is not None and moved and not any(given.values())):
        return
    known = {
        each.field: tuple(dict.fromkeys(name for name in given[each.parameter] if name in each.options)) for each in filters
    }
    st.session_state["scope"] = Scope(**known)
    st.session_state["address-note"] = any(set(given[each.parameter]) - set(each.options) for each in filters)


def _write_address() -> None:
    wanted = _address(scope())
    st.session_state["address"] = wanted
    for name, values in wanted.items():
        if tuple(st.query_params.get_all(name)) != values:
            if values:
                st.query_params[name] = list(values)
            else:
                del st.query_params[name]
