"""The rule language as it is defined, tried query by query and word by word: slow, and what the engine has to equal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimscape.matching import Hit, Unit, aboves
from claimscape.rules import Leaf, Query
from claimscape.words import normal, stem, tokens

Span = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """A unit's text, what stands above it, and the unit before."""

    text: str
    above: str = ""
    before: "Place | None" = None


def hits(rules: Mapping[str, Sequence[Query]], text: str, units: Sequence[Unit]) -> list[Hit]:
    """Every rule's spans in every unit, once each."""
    found = set()
    before: Place | None = None
    words = [text[unit.start : unit.end] for unit in units]
    for number, (unit, above) in enumerate(zip(units, aboves(units, words), strict=True)):
        place = Place(words[number], above, before)
        at = [(start, end) for _, start, end in tokens(place.text)]
        for key, queries in rules.items():
            for query in queries:
                for first, last in spans(query, place):
                    found.add(Hit(key, number, unit.start + at[first][0], unit.start + at[last][1]))
        before = Place(words[number], above)
    return sorted(found, key=lambda hit: (hit.sentence, hit.start, hit.end, hit.key))


def spans(query: Query, place: Place) -> list[Span]:
    """Where the query is satisfied, as numbers of the first and the last word."""
    words = [word for word, _, _ in tokens(place.text)]
    if isinstance(query, Leaf):
        return [(at, at) for at, word in enumerate(words) if fits(query, word)]
    parts = query.parts
    if query.kind == "any":
        return sorted({span for part in parts for span in spans(part, place)})
    if query.kind == "heading":
        return [(0, 0)] if words and spans(parts[0], Place(place.above)) else []
    if query.kind == "previous":
        return [(0, 0)] if words and place.before and spans(parts[0], place.before) else []
    left, right = spans(parts[0], place), spans(parts[1], place)
    if query.kind == "not":
        return [] if right else left
    if not (left and right):
        return []
    if query.kind == "all":
        if kind(parts[1]) in ("heading", "previous"):
            return left
        if kind(parts[0]) in ("heading", "previous"):
            return right
        hulls = [(min(a[0], b[0]), max(a[1], b[1])) for a in left for b in right]
        return [min(hulls, key=lambda span: (span[1] - span[0], span[0]))]
    ordered = {(a[0], b[1]) for a in left for b in right if 0 < b[0] - a[1] <= query.reach}
    other = {(b[0], a[1]) for a in left for b in right if 0 < a[0] - b[1] <= query.reach}
    return sorted(ordered if query.kind == "pre" else ordered | other)


def kind(query: Query) -> str:
    """What a part is once alternatives of one are that one."""
    while not isinstance(query, Leaf) and query.kind == "any" and len(query.parts) == 1:
        query = query.parts[0]
    return "leaf" if isinstance(query, Leaf) else query.kind


def fits(leaf: Leaf, word: str) -> bool:
    """Whether a word as written satisfies a leaf."""
    form = normal(word)
    if leaf.how == "exact":
        return form == leaf.form
    if leaf.how == "stem":
        return stem(form) == leaf.form
    if leaf.how == "prefix":
        return form.startswith(leaf.form)
    if leaf.how == "cased":
        return word.removesuffix("'s").removesuffix("’s") == leaf.form
    return word[:1].isupper()
