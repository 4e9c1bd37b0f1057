"""What is chosen on the command line, as a scope and exhibits; what is not known is told with what is nearest."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any

from claimscape import queries
from claimscape.errors import ExportError
from claimscape.exports.exhibit import PAGES, Exhibit, every, parse
from claimscape.queries import Scope
from claimscape.queries.scope import GROUPS
from claimscape.store import Landscape
from claimscape.tables import CERTAINTIES, SUPPORTS

SINGULAR = {"source": "sources", "topic": "topics", "kind": "kinds", "publisher": "publishers", "year": "years"}
NAMES = (*SINGULAR, "certainty", "support")
FILTERS = (*SINGULAR.values(), "certainty", "support")
NOT_KNOWN = "not known"
REST = "rest"
SHOWN = 12  # of what is known, in a fault

Values = Mapping[str, str]  # a value as it may be typed, in small letters, and as a scope holds it


def scope(landscape: Landscape, given: argparse.Namespace) -> Scope:
    """The filters, the grouping and the sides of a comparison; ExportError names what the landscape does not have."""
    filters: dict[str, tuple[str, ...]] = {}
    for text in given.filter:
        name, sign, value = text.partition("=")
        if not sign or not value:
            raise ExportError(f"--filter takes NAME=VALUE, such as kind=blog, not '{text}'; names: {', '.join(NAMES)}")
        field = SINGULAR.get(known(name, [*NAMES, *SINGULAR.values()], "filter"), name)
        filters[field] = (*filters.get(field, ()), value)
    one, other = ((side,) if side not in ("", REST) else () for side in given.compare or ("", ""))
    return _checked(landscape, Scope(**filters, by=given.by, sample=given.sample, one=one, other=other))


def exhibits(landscape: Landscape, what: Sequence[str], seen: Scope) -> tuple[Exhibit, ...]:
    """The charts and lists that are named, or all; what an address itself asks goes before the filters given for all."""
    found: list[Exhibit] = []
    everything = every() + (every(PAGES["compare"]) if seen.one else [])
    for text in what:
        found += [replace(each, scope=seen) for each in everything] if text == "all" else [_one(landscape, text, seen)]
    return tuple(dict.fromkeys(found))


def known(name: str, names: Iterable[str], what: str) -> str:
    """The name, if it is one of those; else ExportError with the nearest."""
    listed = list(names)
    if name in listed:
        return name
    near = get_close_matches(name.casefold(), listed, 1, 0.5)
    told = f"did you mean {near[0]}? " if near else ""
    more = f" and {len(listed) - SHOWN} more" if len(listed) > 2 * SHOWN else ""
    raise ExportError(f"there is no {what} '{name}'; {told}known: {', '.join(listed[: SHOWN if more else None])}{more}")


def _checked(landscape: Landscape, typed: Scope) -> Scope:
    """The scope with labels turned into ids; ExportError names what the landscape does not have, or that nothing is left."""
    if typed.by:
        known(typed.by, GROUPS, "way to group sources")
    found: dict[str, Any] = {}
    for field in FILTERS:
        found[field] = tuple(_value(landscape, field, value) for value in getattr(typed, field))
    for side in ("one", "other"):
        found[side] = tuple(each for text in getattr(typed, side) for each in _side(landscape, text))
    scope = replace(typed, **found)
    if not queries.members(landscape, scope).attrs["sentences"]:
        raise ExportError("no sentence is left by these filters; take one of them away")
    return scope


def _one(landscape: Landscape, text: str, seen: Scope) -> Exhibit:
    """The exhibit of an address such as coverage?by=kind."""
    exhibit = parse(text)
    known(exhibit.name, [name for listed in PAGES.values() for name in listed], "chart or list")
    for part in text.partition("?")[2].split("&"):
        if part:
            known(part.partition("=")[0], [*(each.name for each in fields(Scope)), "more"], "part of an address")
    if exhibit.more and exhibit.name not in PAGES["search"]:
        raise ExportError(f"{exhibit.name} is asked nothing with more=; leave it out")
    own = {each.name: value for each in fields(Scope) if (value := getattr(exhibit.scope, each.name)) != each.default}
    exhibit = replace(exhibit, scope=_checked(landscape, replace(seen, **own)) if own else seen)
    if exhibit.name in PAGES["compare"] and not exhibit.scope.one:
        raise ExportError(f"{exhibit.name} needs two sides; name them with: --compare kind:blog {REST}")
    if exhibit.name in PAGES["search"] and not exhibit.more:
        raise ExportError(f"{exhibit.name} needs what to look for; name it with: --what '{exhibit.name}?more=WORDS'")
    if len(exhibit.more) > 1:
        raise ExportError(f"{exhibit.name} looks for one thing at a time; write more= once")
    return exhibit


def _side(landscape: Landscape, text: str) -> tuple[str, ...]:
    """Members of a side of a comparison, with commas between them where they are several."""
    of = {name: _values(landscape, SINGULAR[name]) for name in ("source", *GROUPS)}
    values = {f"{name}:{typed}": f"{name}:{value}" for name, found in of.items() for typed, value in found.items()}
    whole = values.get(text.casefold())
    if whole:
        return (whole,)
    return tuple(values[known(each.strip().casefold(), values, "side")] for each in text.split(","))


def _values(landscape: Landscape, field: str) -> Values:
    """What a filter can be set to: ids, and labels that stand for them."""
    if field == "certainty" or field == "support":
        return {name: name for name in (CERTAINTIES if field == "certainty" else SUPPORTS)}
    if field == "topics":
        codes = landscape.table("codes")
        topics = codes[codes["kind"] == "topic"]
        return _with_labels(topics["label"], topics["code_id"])
    members = queries.members(landscape, Scope())
    if field == "sources":
        return _with_labels(members["source"], members["doc_id"])
    column = {"kinds": "kind", "publishers": "publisher", "years": "year"}[field]
    return {(value or NOT_KNOWN).casefold(): value for value in map(str, members[column])}


def _with_labels(labels: Iterable[str], ids: Iterable[str]) -> Values:
    listed = list(zip(map(str, labels), map(str, ids), strict=True))
    return {label.casefold(): each for label, each in listed} | {each.casefold(): each for _, each in listed}


def _value(landscape: Landscape, field: str, typed: str) -> str:
    values, names = _values(landscape, field), {many: one for one, many in SINGULAR.items()}
    return values[known(typed.strip().casefold() or NOT_KNOWN, values, names.get(field, field))]
