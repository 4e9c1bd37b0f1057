"""What is looked at and how: chosen on any page, held on all of them, and written in the address so that a link brings it back.

Addresses carry ids, not labels. Streamlit's own binding writes labels, so the address is read and written here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from claimscape.queries import Scope
from claimscape.queries.scope import GROUPS, MOST_APART, gathered
from claimscape.store import Landscape
from claimscape.theme import CERTAINTY, SUPPORT
from claimscape.ui import answers, deck
from claimscape.ui.kept import Kept
from claimscape.ui.part import part

SAMPLE = "Treat the sources as a sample"
ASSUMPTION = (
    "Off, every number is an exact count of these documents. On, they are taken as drawn at random from many more like them, "
    "and 95 % intervals say how far the whole may differ. The unit is the source: sentences of one are not independent."
)
# Fields of Scope as an address calls them; the sides of a comparison stand in the addresses of that page alone.
_PARAMETERS = {
    "sources": "source",
    "topics": "topic",
    "certainty": "certainty",
    "support": "support",
    "kinds": "kind",
    "publishers": "publisher",
    "years": "year",
    "by": "by",
    "sample": "sample",
    "one": "a",
    "other": "b",
}
_SIDES = ("one", "other")
OFFERED, FOUND = 500, 50  # options of a field; of those found by their letters
COMPARE = "Compare"


@dataclass(frozen=True)
class Filter:
    """One filter: its field in Scope, its word on the page, and what can be chosen, id to label."""

    field: str
    word: str
    options: Mapping[str, str]


_CHOICES: Kept[dict[str, Filter]] = Kept(4)


def scope() -> Scope:
    """The scope in force on this visitor's pages."""
    return st.session_state.get("scope") or Scope()


def link(page: str, **more: str) -> str:
    """An address that opens a page with the scope in force."""
    chosen = [(name, value) for name, values in _address().items() for value in values]
    return f"{page}?{urlencode([*chosen, *more.items()])}"


def parameters(**more: str) -> dict[str, Any]:
    """The same as the query parameters of `st.switch_page`."""
    return {name: list(values) for name, values in _address().items() if values} | more


def bar(landscape: Landscape, page: str) -> None:
    """The row of filters, and what is in force as chips; call it once at the top of a page."""
    filters = choices(landscape)
    _follow_address(filters, page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="claimscape-filters"):
        with st.popover("Filter", icon=":material/filter_alt:", key="popover-filter", width="content"):
            for each in filters.values():
                if each.field not in _SIDES and (len(each.options) > 1 or getattr(scope(), each.field)):
                    chooser(each, "All")
        with st.popover("View", icon=":material/tune:", key="popover-view", width="content"):
            _view(landscape)
        deck.keeper(landscape)
        _chips(filters)
    together, told, note = gathered(landscape, scope()).by, st.empty(), st.empty()
    if together != scope().by:
        told.caption(f"More than {MOST_APART} sources: charts show them by {together}. Filter, or group them under View.")
    if st.session_state.get("address-note"):
        note.info("A filter in this address is not known here and was left out.", icon=":material/info:")
    _write_address()


def choices(landscape: Landscape) -> dict[str, Filter]:
    """The filters by their field of Scope; the sides of a comparison choose among members such as "kind:blog"."""
    return _CHOICES.of(answers.key(landscape), lambda: _choices(landscape))


def chooser(each: Filter, none: str) -> None:
    """A field in which several of a filter's options can be chosen; `none` is what it says where none is."""
    chosen = list(getattr(scope(), each.field))
    offered = offers(each.options, f"find-{each.field}", chosen)
    st.session_state[f"filter-{each.field}"] = chosen  # a widget's state is dropped on a page change, this is not
    st.multiselect(
        each.word,
        offered,
        format_func=lambda name: each.options.get(name, name),
        key=f"filter-{each.field}",
        placeholder=none,
        on_change=partial(_chosen, each.field, tuple),
    )


def offers(options: Mapping[str, str], key: str, held: Sequence[str] = ()) -> list[str]:
    """What a field offers: all, or where they are too many to travel those whose label has the letters typed above it."""
    if len(options) <= OFFERED:
        return list(options)
    typed = st.text_input(f"Find among {len(options):,}", key=key, placeholder="Letters of its name").casefold().strip()
    found = (name for name, label in options.items() if not typed or typed in label.casefold() or typed == name.casefold())
    return list(dict.fromkeys([*held, *islice(found, FOUND)]))


def put(**fields: Any) -> None:
    """Change the scope in force, and the address with it."""
    st.session_state["scope"] = replace(scope(), **fields)
    st.session_state["address-note"] = False
    _write_address()


def groupings(landscape: Landscape) -> list[str]:
    """The ways in which these sources can be taken together: those that have two groups at least."""
    filters = choices(landscape)
    return [by for by in GROUPS if len(filters[f"{by}s"].options) > 1]


def _choices(landscape: Landscape) -> dict[str, Filter]:
    codes = landscape.table("codes")
    topics = codes[codes["kind"] == "topic"].sort_values("position")
    known = answers.members(landscape)
    sources = dict(zip(known["doc_id"], known["source"], strict=True))
    found = [
        Filter("sources", "Sources", sources),
        Filter("topics", "Topics", dict(zip(topics["code_id"], topics["label"], strict=True))),
        Filter("certainty", "Certainty", {name: style.label for name, style in CERTAINTY.items()}),
        Filter("support", "Support", {name: style.label for name, style in SUPPORT.items()}),
        *(Filter(f"{by}s", by.capitalize(), _values(known[by])) for by in GROUPS),
    ]
    sides = {f"{by}:{value}": f"{by}: {word}" for by in GROUPS for value, word in _values(known[by]).items()}
    sides |= {f"source:{name}": str(label) for name, label in sources.items()}
    found += [Filter("one", "One side", sides), Filter("other", "Other side", sides)]
    return {each.field: each for each in found}


def _values(column: Any) -> dict[str, str]:
    return {value: value or "(not known)" for value in sorted(set(column), key=lambda value: (not value, value))}


def _view(landscape: Landscape) -> None:
    ways = groupings(landscape)
    if ways:
        st.session_state["filter-by"] = scope().by if scope().by in ways else ""
        st.selectbox(
            "Group sources by",
            ["", *ways],
            format_func=lambda by: by.capitalize() if by else "Each source by itself",
            key="filter-by",
            on_change=partial(_chosen, "by", str),
        )
    st.session_state["filter-sample"] = scope().sample
    st.toggle(SAMPLE, key="filter-sample", on_change=partial(_chosen, "sample", bool))
    st.text(ASSUMPTION)


def _chosen(field: str, kind: Callable[[Any], Any]) -> None:
    put(**{field: kind(st.session_state[f"filter-{field}"])})


def _chips(filters: Mapping[str, Filter]) -> None:
    """What is in force, each a button that takes it away again."""
    items = [
        {"label": f"{each.word}: {each.options.get(value, value)}", "drop": f"{each.field} {value}"}
        for each in filters.values()
        if each.field not in _SIDES
        for value in getattr(scope(), each.field)
    ]
    items += [{"label": f"Grouped by {scope().by}", "drop": "by "}] if scope().by else []
    items += [{"label": "Sources as a sample", "drop": "sample "}] if scope().sample else []
    part("chips", "filter-chips", {"items": items}, drop=_drop)  # empty too: what follows keeps its place and is not made anew


def _drop(what: str) -> None:
    """Take one value out of the field, or all out of all: "topics safety", "by ", "everything "."""
    field, _, value = what.partition(" ")
    if field == "everything":
        put(**{name: getattr(Scope(), name) for name in _PARAMETERS if name not in _SIDES})
    elif field in _PARAMETERS:
        held, empty = getattr(scope(), field), getattr(Scope(), field)
        put(**{field: tuple(each for each in held if each != value) if isinstance(held, tuple) else empty})


def _address() -> dict[str, tuple[str, ...]]:
    chosen, compared = scope(), st.session_state.get("page") == COMPARE
    return {
        name: _written(getattr(chosen, field)) if compared or field not in _SIDES else ()
        for field, name in _PARAMETERS.items()
    }


def _written(value: Any) -> tuple[str, ...]:
    """A field of Scope as the values of a parameter; "not known" is an empty value."""
    if isinstance(value, tuple):
        return value
    return () if not value else ("1",) if value is True else (str(value),)


def _follow_address(filters: Mapping[str, Filter], page: str) -> None:
    """Take over an address that was typed, followed or gone back to; an empty one after a change of page is the menu's."""
    given = {name: tuple(st.query_params.get_all(name)) for name in _PARAMETERS.values()}
    written, moved = st.session_state.get("address"), st.session_state.get("page") != page
    st.session_state["page"] = page
    if moved:
        st.session_state["address-note"] = False
    if given == written or (written is not None and moved and not any(given.values())):
        return
    known = {field: _known(given[_PARAMETERS[field]], each.options) for field, each in filters.items()}
    if page != COMPARE:
        known |= {side: getattr(scope(), side) for side in _SIDES}
    by, sample = given["by"][:1], given["sample"][:1] == ("1",)
    grouped = by[0] if by and by[0] in GROUPS else ""
    st.session_state["scope"] = Scope(**known, by=grouped, sample=sample)
    strange = any(value not in each.options for each in filters.values() for value in given[_PARAMETERS[each.field]])
    st.session_state["address-note"] = strange or bool(by and not grouped)


def _known(given: tuple[str, ...], options: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in given if value in options))


def _write_address() -> None:
    wanted = _address()
    st.session_state["address"] = wanted
    for name, values in wanted.items():
        if tuple(st.query_params.get_all(name)) != values:
            if values:
                st.query_params[name] = list(values)
            else:
                del st.query_params[name]
