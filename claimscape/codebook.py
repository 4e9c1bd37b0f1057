"""The codebook: topics, claims, risks and cues as data, read from YAML with every fault reported at once (docs/codebook.md)."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from claimscape import yamlsafe
from claimscape.errors import CodebookError, of_faults
from claimscape.rules import Node, Query, RuleFault, any_of, parse
from claimscape.tables import CLAIM_TYPES

CUES = {
    "hedged": "words that make a statement tentative",
    "side_clause": "words that open a clause whose hedges do not bind the main statement",
    "undecided": "words that leave open what follows them: it is not clear whether",
    "denial": "words that deny what follows them",
    "denied": "words that deny what stands before them",
    "vague_attribution": "appeals to evidence without a source",
    "authority": "bodies and persons that a statement leans on",
    "stand_in": "words that stand for the subject: this approach, the drug, patients, sessions",
    "no_claim": "norms, aims, definitions of general words, statements about the text: no claims",
    "claim": "words that make a sentence a claim in spite of a no_claim cue",
    "contained": "words that say how a harm is held down",
    "furniture": "navigation, disclaimers, sign-offs",
}
SECTIONS = {"topics": "topic", "claims": "claim", "risks": "risk"}
_KEYS = ("title", "version", "language", "subject", "lists", "topics", "claims", "risks", "claim_types", "cues", "tensions")
_ENTRY = {"topics": ("label", "about", "any", "not", "type"), "risks": ("label", "about", "any", "not")}
_ENTRY["claims"] = ("label", "about", "type", "any", "not", "denied", "denial")
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_LONGEST = 2_000_000  # words of all queries with their lists written out; five hundred times a large codebook
MOST_CODES = 10_000  # tallies number a code in 14 bits; a landscape of a hundred codes is large already
_SUGGESTED = 50  # faults that come with the nearest spelling; looking it up for thousands takes minutes

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Code:
    """One entry: what it is called, what it means, and for a claim its type and whether denial cues apply to it."""

    kind: str
    id: str
    label: str
    about: str
    claim_type: str | None = None
    deniable: bool = True


@dataclass(frozen=True)
class Codebook:
    """All codes in order, pairs in tension, queries by key ("topic mechanism", "cue hedged" …), claim types by precedence.

    `written` has the queries of "subject" and of each list ("list raise" …) as they are written.
    """

    title: str
    version: str
    codes: tuple[Code, ...]
    tensions: tuple[tuple[str, str, str], ...]
    rules: Mapping[str, tuple[Query, ...]]
    types: tuple[str, ...] = CLAIM_TYPES
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def deniable(self) -> Mapping[str, bool]:
        """Whether denial cues apply, by claim id."""
        return {code.id: code.deniable for code in self.of("claim")}

    @cached_property
    def type_of(self) -> Mapping[str, str | None]:
        """The claim type by key: "claim monoamine_release" -> "mechanism"."""
        return {f"{code.kind} {code.id}": code.claim_type for code in self.codes}

    def of(self, kind: str) -> tuple[Code, ...]:
        """The codes of one kind: topic, claim or risk."""
        return tuple(code for code in self.codes if code.kind == kind)


def load(path: str | Path) -> Codebook:
    """The codebook of a YAML file; CodebookError lists every fault with its line, its entry and the nearest spelling."""
    if not Path(path).exists():
        raise CodebookError(f"there is no codebook {path}; write one (docs/codebook.md), or name yours with --codebook")
    data, lines = yamlsafe.read(Path(path), CodebookError)
    reading = _Reading(data, lines)
    book = reading.codebook()
    if reading.faults:
        faults = [f"line {line}: {what}" for line, what in sorted(set(reading.faults))]
        raise CodebookError(of_faults(path, faults, "build again"))
    return book


@dataclass
class _Reading:
    """One pass over the YAML data that collects faults instead of stopping at the first."""

    data: Any
    lines: Mapping[Path_, int]
    faults: list[tuple[int, str]] = field(default_factory=list)
    lists: dict[str, Query] = field(default_factory=dict)
    rules: dict[str, tuple[Query, ...]] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    written: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: int = 0

    def codebook(self) -> Codebook:
        if not isinstance(self.data, dict) or not self.data:
            self.fault((), "a codebook needs entries: at least title, subject, and one of topics, claims, risks")
            self.data = {}
        self.known(self.data, _KEYS, ())
        for name, queries in self.mapping(self.data.get("lists"), ("lists",)):
            self.lists[name] = any_of(list(self.queries(queries, ("lists", name), f"list {name}")) or [Node("any", ())])
        codes = tuple(code for section in SECTIONS for code in self.entries(section))
        if len(codes) > MOST_CODES:
            told = f"more than {MOST_CODES:,} topics, claims and risks are defined, {len(codes):,}"
            self.fault((), f"{told}; make several codebooks")
        if not codes and not self.faults:
            self.fault((), "no topic, claim or risk is defined; add one under topics:, claims: or risks:")
        self.rules["subject"] = self.queries(self.data.get("subject"), ("subject",), "subject")
        for kind, names, what in (("cues", tuple(CUES), "cue"), ("claim_types", CLAIM_TYPES, "type")):
            section = self.mapping(self.data.get(kind), (kind,))
            for name, queries in section:
                self.one_of(name, names, (kind, name), what)
                self.rules[f"{what} {name}"] = self.queries(queries, (kind, name), f"{what} {name}", kind == "claim_types")
        listed = [name for name, _ in self.mapping(self.data.get("claim_types"), ("claim_types",))]
        types = tuple(dict.fromkeys([*listed, *CLAIM_TYPES]))
        title, version, tensions = self.text("title"), self.text("version"), self.tensions(codes)
        return Codebook(title, version, codes, tensions, self.rules, types, self.written)

    def entries(self, section: str) -> Iterator[Code]:
        kind = SECTIONS[section]
        for name, entry in self.mapping(self.data.get(section), (section,)):
            where: Path_ = (section, name)
            if not _ID.match(name):
                self.fault(where, f"{kind} id '{name}' must be lower-case letters, digits and _, starting with a letter")
            if not isinstance(entry, dict):
                self.fault(where, f"{kind} {name} needs label: and any:")
                continue
            self.known(entry, _ENTRY[section], where)
            found = self.queries(entry.get("any"), (*where, "any"), f"{kind} {name}")
            barred = list(self.queries(entry.get("not", []), (*where, "not"), f"{kind} {name}", may_be_empty=True))
            bar = any_of(barred) if barred else None
            self.rules[f"{kind} {name}"] = tuple(Node("not", (query, bar)) if bar else query for query in found)
            if "denied" in entry:
                self.rules[f"denied {name}"] = self.queries(entry["denied"], (*where, "denied"), f"{kind} {name}")
            if entry.get("denial", "cues") not in ("cues", "none"):
                self.fault((*where, "denial"), f"{kind} {name}: denial is 'cues' or 'none', not '{entry['denial']}'")
            yield self.code(kind, name, entry, where)

    def code(self, kind: str, name: str, entry: Mapping[str, Any], where: Path_) -> Code:
        label = entry.get("label")
        if not isinstance(label, str) or not label.strip() or len(label) > 200:
            self.fault(where, f"{kind} {name} needs a label: of 1 to 200 characters")
            label = name
        label, about = self.line(label, (*where, "label")), self.line(entry.get("about", ""), (*where, "about"))
        if self.labels.setdefault((kind, label), name) != name:
            self.fault((*where, "label"), f"{kind} {name}: label '{label}' is that of {self.labels[kind, label]} too")
        claim_type = entry.get("type")
        if claim_type is not None:
            self.one_of(str(claim_type), CLAIM_TYPES, (*where, "type"), "claim type")
        elif kind == "claim":
            self.fault(where, f"claim {name} needs a type: one of {', '.join(CLAIM_TYPES)}")
        return Code(kind, name, label, about, claim_type, entry.get("denial") != "none")

    def tensions(self, codes: tuple[Code, ...]) -> tuple[tuple[str, str, str], ...]:
        claims = {code.id: code for code in codes if code.kind == "claim"}
        pairs = self.data.get("tensions", [])
        found = []
        for number, pair in enumerate(pairs if isinstance(pairs, list) else [pairs]):
            ids = pair.get("claims") if isinstance(pair, dict) else None
            if not isinstance(ids, list) or len(ids) != 2:
                self.fault(("tensions", number), "a tension is {claims: [one, other], why: …}")
                continue
            self.known(pair, ("claims", "why"), ("tensions", number))
            for one in ids:
                self.one_of(str(one), claims, ("tensions", number), "claim")
            found.append((str(ids[0]), str(ids[1]), self.line(pair.get("why", ""), ("tensions", number))))
        return tuple(found)

    def queries(self, given: Any, where: Path_, what: str, may_be_empty: bool = False) -> tuple[Query, ...]:
        if isinstance(given, dict):
            self.known(given, ("any",), where)
            given, where = given.get("any"), (*where, "any")
        listed = given if isinstance(given, list) else [] if given is None else [given]
        if not listed and not may_be_empty:
            self.fault(where, f"{what} has no query; give it a list of at least one")
        found = []
        for number, text in enumerate(listed):
            if not isinstance(text, str):
                self.fault((*where, number), f"{what}: a query is text, not a list or 'name: …'; put it into 'single quotes'")
                continue
            try:
                found.append(parse(text, self.lists))
            except RuleFault as fault:
                near = self.nearest(str(fault).split(" ")[0].lstrip("$"), self.lists) if str(fault).startswith("$") else ""
                self.fault((*where, number) if isinstance(given, list) else where, f"{what}: {fault}{near}")
        if where[0] in ("lists", "subject"):
            self.written[what] = tuple(text for text in listed if isinstance(text, str))
        self.words += sum(query.words for query in found)
        if self.words > _LONGEST:
            raise CodebookError(f"{what}: all queries up to here hold more than {_LONGEST:,} words; write shorter lists")
        return tuple(found)

    def mapping(self, given: Any, where: Path_) -> list[tuple[str, Any]]:
        if given is None:
            return []
        if not isinstance(given, dict):
            self.fault(where, f"{where[-1]} must be 'name: …' lines, not a {'list' if isinstance(given, list) else 'text'}")
            return []
        return [(str(name), value) for name, value in given.items()]

    def known(self, given: Mapping[str, Any], names: tuple[str, ...], where: Path_) -> None:
        for name in given:
            self.one_of(str(name), names, (*where, name), "key" if not where else f"key of {' '.join(map(str, where))}")

    def one_of(self, name: str, names: Collection[str], where: Path_, what: str) -> None:
        if name not in names:
            self.fault(where, f"unknown {what} '{name}'{self.nearest(name, names)}")

    def nearest(self, name: str, names: Collection[str]) -> str:
        return _nearest(name, tuple(names)[:1000]) if len(self.faults) < _SUGGESTED else ""

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fault((key,) if key in self.data else (), f"{key}: is missing or empty")
        return self.line(value or "", (key,))

    def line(self, value: Any, where: Path_) -> str:
        """The value as one line; a fault where it is no text, or holds what could steer a terminal or break a chart."""
        told = " ".join(value.split()) if isinstance(value, str) else ""
        if not isinstance(value, str) or not told.isprintable():
            self.fault(where, f"{' '.join(map(str, where))} must be text without control characters")
        return told

    def fault(self, where: Path_, what: str) -> None:
        while where and where not in self.lines:
            where = where[:-1]
        self.faults.append((self.lines.get(where, 1), what))


def _nearest(name: str, names: tuple[str, ...]) -> str:
    close = get_close_matches(name, names, 1, 0.5)
    return f"; did you mean '{close[0]}'?" if close else f"; known: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}"
