"""Claims: which sentences assert something checkable, which canonical claims they state, how firmly, on what support."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from claimscape.arrays import Flags, Ints, begun
from claimscape.codebook import Codebook
from claimscape.tables import CERTAINTIES, SUPPORTS
from claimscape.units import Hits, Rows, Units, flags, least

DENIAL_REACH = 10  # words
LONGEST_REACH = 400  # characters; ten words are never longer
_BREAK = re.compile(r"[;:]|\b(?:but|however|although|though|whereas|while|yet|except)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:)—–]")
_SUPPORT = {"in_text": "cited", "reference": "cited", "doi": "cited", "authority": "named", "vague_attribution": "vague"}
_SPEAKING = ("subject", "cue stand_in")  # of what a sentence names itself; an item of a list may name nothing

Span = tuple[int, int]


@dataclass(frozen=True)
class Claims:
    """A row for each canonical claim in a sentence, or one without for a claim that is none of them.

    Codes are numbers of the codebook's claims, types of its types, `certainty` and `support` of what tables.py lists.
    """

    rows: Rows
    types: Ints
    certainty: Ints
    support: Ints


def find(units: Units, hits: Hits, cited: Mapping[str, Ints], codebook: Codebook) -> Claims:
    """The claims of the units; `cited` are, by the kind of a citation, the units that have one."""
    stated, denied = _stated(hits, codebook)
    claiming = _claiming(units, hits, stated)
    stated, denied = stated.kept(claiming[stated.unit]), denied[claiming[stated.unit]]
    bare = np.flatnonzero(claiming & ~flags(len(units), stated.unit))
    first = units.stream.first
    rows = Rows(
        np.concatenate([stated.unit, bare]),
        np.concatenate([stated.code, np.full(bare.size, -1)]),
        np.concatenate([stated.start, first[bare]]),
        np.concatenate([stated.end, first[bare + 1] - 1]),
    )
    outright = np.concatenate([denied, flags(len(units), hits.of("cue denied").unit)[bare]])
    order = np.argsort(rows.unit, kind="stable")
    rows, outright = rows.kept(order), outright[order]
    types, support = _types(units, hits, stated, codebook)[rows.unit], _support(units, cited)[rows.unit]
    return Claims(rows, types, _certainty(units, hits, rows, outright, codebook), support)


def _stated(hits: Hits, codebook: Codebook) -> tuple[Rows, Flags]:
    """The canonical claims of each unit, in the codebook's order, and which are denied; a denied one counts as stated."""
    number = {code.id: at for at, code in enumerate(codebook.of("claim"))}
    both = [hits.firsts("denied"), hits.firsts("claim")]
    codes = np.array([number.get(name.partition(" ")[2], -1) for name in [*hits.names, ""]], np.int64)
    rows = Rows.joined(both)
    rows = Rows(rows.unit, codes[rows.code], rows.start, rows.end)
    denied = np.arange(rows.unit.size) < both[0].unit.size
    order = np.lexsort((rows.code, rows.unit))  # stable: the denied one first
    rows, denied = rows.kept(order), denied[order]
    new = begun(rows.unit, rows.code)
    return rows.kept(new), denied[new]


def _claiming(units: Units, hits: Hits, stated: Rows) -> Flags:
    """Declarative sentences on the subject that no norm, aim, definition of a word or talk about the text spoils.

    An item of a list ("• nausea") speaks of what its lead-in names.
    """

    def has(*keys: str) -> Flags:
        return flags(len(units), hits.units_of(*keys))

    spoilt = has("cue no_claim") & ~has("cue claim")
    coded, spoken = has("topic ", "risk ") & units.are("sentence"), has(*_SPEAKING)
    coded &= spoken | units.items(coded & ~spoken)
    claiming: Flags = units.are("sentence") & ~spoilt & (flags(len(units), stated.unit) | coded)
    return claiming


def _types(units: Units, hits: Hits, stated: Rows, codebook: Codebook) -> Ints:
    """The first type, in the codebook's order, whose own words are there; else that a canonical claim has; else a topic."""
    types, none = codebook.types, len(codebook.types)
    rank = {name: at for at, name in enumerate(types)}
    of_claims = np.array([rank[str(code.claim_type)] for code in codebook.of("claim")], np.int64)
    of_topics = {key: rank[name] for key, name in codebook.type_of.items() if key.startswith("topic ") and name is not None}
    found = np.full(len(units), none)
    for at, values in (
        (hits.rows.unit, hits.mapped({f"type {name}": number for name, number in rank.items()}, none)),
        (stated.unit, of_claims[stated.code]),
        (hits.rows.unit, hits.mapped(of_topics, none)),
    ):
        found = np.where(found < none, found, least(len(units), at, values, none))
    types_of: Ints = np.minimum(found, none - 1)
    return types_of


def _support(units: Units, cited: Mapping[str, Ints]) -> Ints:
    """What each unit leans on, the firmest first."""
    found = np.full(len(units), SUPPORTS.index("none"))
    for kind, firm in _SUPPORT.items():
        at = cited.get(kind, np.zeros(0, np.int64))
        found[at] = np.minimum(found[at], SUPPORTS.index(firm))
    return found


def _certainty(units: Units, hits: Hits, rows: Rows, outright: Flags, codebook: Codebook) -> Ints:
    """Hedged where what follows is left open, else negated where a denial reaches the claim, else hedged where the main
    statement is, else asserted."""
    hedges, openers = hits.of("cue hedged"), hits.of("cue side_clause")
    hedged, opened = flags(len(units), hedges.unit), flags(len(units), openers.unit)
    doubtful = hedged & opened
    hedge_at, opener_at, text = _spans(hedges, doubtful), _spans(openers, doubtful), units.stream.text
    for unit in np.flatnonzero(doubtful).tolist():
        hedged[unit] = _in_the_open(hedge_at[unit], opener_at[unit], text, int(units.stream.first[unit + 1]) - 1)
    led = (units.leads >= 0) & ~flags(len(units), hits.units_of(*_SPEAKING))
    hedged[led] |= hedged[units.leads[led]]  # "You may notice: • a racing heart"
    cues = [hits.of(f"cue {name}") for name in ("undecided", "denial", "denied")]
    deniable = np.array([*(code.deniable for code in codebook.of("claim")), False], np.bool_)[rows.code] & ~outright
    deniable &= flags(len(units), np.concatenate([each.unit for each in cues]))[rows.unit]
    asked = flags(len(units), rows.unit[deniable])
    openings, denials, denied = (_spans(each, asked) for each in cues)
    negated, undecided = outright.copy(), np.zeros(outright.size, np.bool_)
    for at in np.flatnonzero(deniable).tolist():
        unit, span = int(rows.unit[at]), (int(rows.start[at]), int(rows.end[at]))
        undecided[at] = _before(text, span, openings.get(unit, ()))
        denies = _before(text, span, denials.get(unit, ())) or _after(text, span, denied.get(unit, ()))
        negated[at] = denies and not undecided[at]
    certainty = np.where(hedged[rows.unit] | undecided, CERTAINTIES.index("hedged"), CERTAINTIES.index("asserted"))
    return np.where(negated, CERTAINTIES.index("negated"), certainty)


def _spans(rows: Rows, asked: Flags) -> dict[int, list[Span]]:
    """Where a cue stands in each of the units asked about that has it, ascending."""
    rows = rows.kept(asked[rows.unit])
    found: dict[int, list[Span]] = {}
    for unit, start, end in zip(rows.unit.tolist(), rows.start.tolist(), rows.end.tolist(), strict=True):
        found.setdefault(unit, []).append((start, end))
    return found


def _before(text: str, claim: Span, cues: Sequence[Span]) -> bool:
    """The last cue that starts before the claim ends: a clause between it and the claim parts all others off too."""
    at = bisect_right(cues, claim[1], key=lambda cue: cue[0])
    return at > 0 and _reaches(text, cues[at - 1], claim)


def _after(text: str, claim: Span, cues: Sequence[Span]) -> bool:
    at = bisect_left(cues, claim[0], key=lambda cue: cue[0])
    return any(_reaches(text, claim, cue) for cue in cues[max(at - 1, 0) : at + 1])


def _reaches(text: str, first: Span, second: Span) -> bool:
    """Whether the second starts inside the first or at most DENIAL_REACH words after it, with no new clause between."""
    if second[1] < first[0]:
        return False
    between = text[first[1] : second[0]]
    return len(between) < LONGEST_REACH and len(between.split()) <= DENIAL_REACH and not _BREAK.search(between)


def _in_the_open(hedges: Sequence[Span], openers: Sequence[Span], text: str, end: int) -> bool:
    """Whether any hedge stands outside the side clauses, each of which runs from its opener to the next mark."""
    starts, marks = [start for start, _ in openers], list[int]()
    for start, _ in hedges:
        at = bisect_left(starts, start)
        if not at:
            return True
        marks = marks or [match.start() for match in _CLAUSE_END.finditer(text, starts[0], end)]
        mark = bisect_left(marks, openers[at - 1][1])
        if start >= (marks[mark] if mark < len(marks) else end):
            return True
    return False
