"""What a visitor of the search page wishes to see, kept in the address, so that a link brings the same view."""

from dataclasses import dataclass, fields, replace

import streamlit as st

from claimscape.queries.asked import LONGEST_QUERY
from claimscape.queries.concordance import SORTS
from claimscape.store import Landscape

VIEWS = {"context": "In context", "sources": "By source", "entry": "As a codebook entry"}
_KEY, _WRITTEN = "search-wish", "search-address"


@dataclass(frozen=True)
class Wish:
    """The query, the order of places, the page of them, the view, and the one source that is looked at."""

    q: str = ""
    sort: str = "source"
    page: str = "1"
    view: str = "context"
    only: str = ""


def wish(landscape: Landscape) -> Wish:
    """The wish in force: that of the address where it was typed, followed or gone back to."""
    given = {field.name: st.query_params.get(field.name, "") for field in fields(Wish)}
    if given != st.session_state.get(_WRITTEN):
        st.session_state["search-cut"] = len(given["q"]) > LONGEST_QUERY
        st.session_state[_KEY] = _known(landscape, given)
    write()
    return current()


def current() -> Wish:
    """The wish in force, as last changed."""
    return st.session_state.get(_KEY) or Wish()


def change(**to: str) -> None:
    """Wish for something else; another query begins at its first page, in all sources."""
    if to.get("q", current().q) != current().q:
        to = {"page": "1", "only": ""} | to
        st.session_state["search-cut"] = False
    st.session_state[_KEY] = replace(current(), **to)
    write()


def write() -> None:
    """Put what differs from a plain search into the address."""
    wanted = {field.name: getattr(current(), field.name) for field in fields(Wish)}
    told = {name: value if value != getattr(Wish(), name) else "" for name, value in wanted.items()}
    for name, value in told.items():
        if value != st.query_params.get(name, ""):
            if value:
                st.query_params[name] = value
            else:
                del st.query_params[name]
    st.session_state[_WRITTEN] = told


def _known(landscape: Landscape, given: dict[str, str]) -> Wish:
    """What of an address is a wish: anybody can type one."""
    known = {"q": given["q"][:LONGEST_QUERY]}
    known |= {"sort": given["sort"]} if given["sort"] in SORTS else {}
    known |= {"page": given["page"]} if given["page"].isascii() and given["page"].isdigit() else {}
    known |= {"view": given["view"]} if given["view"] in VIEWS else {}
    known |= {"only": given["only"]} if given["only"] in set(landscape.table("documents", "doc_id")["doc_id"]) else {}
    return Wish(**known)
