"""Harms named in words: "risk of X", "side effects include X, Y and Z", "may cause X"."""

import re
from collections.abc import Iterator, Sequence

from claimscape.words import normal_forms, stem

_HEAD = r"(?:side|adverse|ill|untoward|unwanted) (?:effects?|events?|reactions?)"
# What DuckDB looks for, so that only sentences that can name a harm are read: RE2 syntax.
_MAY = r"\b(?:may|might|can|could|will)\s+(?:\w+\s+)?(?:cause|trigger|provoke|induce)\b"
NAMING = rf"(?i)\b(?:risks?|dangers?|hazards?)\s+of\b|\b{_HEAD}\b|{_MAY}"
_NAMED = re.compile(
    rf"\b(?:risks?|dangers?|hazards?)\s+of\s+"
    rf"|\b{_HEAD}(?:\s+\w+){{0,5}}?\s*(?:\b(?:include|includes|including|included|such\s+as|like|are|were)\b|:)\s*"
    r"|\b(?:may|might|can|could|will)\s+(?:\w+ly\s+|also\s+|sometimes\s+|even\s+)?(?:cause|trigger|provoke|induce)\s+",
    re.IGNORECASE,
)
# The same for people: what is announced in other words is not found.
WORDINGS = ("risk (danger, hazard) of …", "side (adverse, ill …) effects include …", "may (can, could …) cause (trigger …)")
_END = re.compile(r"[.;:!?()\[\]\n—–\"“”]\s*|$")
_PART = re.compile(r"\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|as well as)\s+")
_STOP = re.compile(
    r"\s+(?:in|for|with|by|if|when|while|that|which|who|whose|during|among|due|associated|related|is|are|was|were|has|have|had|"
    r"may|might|can|could|will|must|should|at|to|on|from|after|before|because|but|as|than|including|such|unless|under|within|"
    r"between|through|without|per|what|how|not|no|nobody|need|needs|require|requires)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = re.compile(
    r"^(?:(?:an?|the|any|some|other|its|their|your|this|these|both|either|more|most|mild|moderate|serious|severe|potential|"
    r"possible|increased|increase|higher|transient|temporary|common|significant|short-term|long-term|certain|various|"
    r"developing|experiencing|having|getting|suffering|causing|sudden|acute|rare)\s+)+",
    re.IGNORECASE,
)
LONGEST = 4  # words; what is longer is a clause and no name of a harm
MOST_READ = 160  # characters read after the words that announce a harm
# Stems that say that there is a harm, and not which; and what else follows "risk of" without being one.
GENERAL = frozenset(
    stem(word)
    for word in """
    risk harm danger effect event reaction side adverse complication problem issue symptom experience use abstain treatment
    therapy session drug substance change others following one two many several time people patients case mild moderate
    severe serious common frequent transient temporary reported recorded seen observed rare usual likely known concern wear
    wore worn benefit improvement reduction feeling emotion emotions substantial rapid lasting profound
    """.split()
)


def named(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every name of a harm in the text, in order."""
    seen = 0
    for match in _NAMED.finditer(text):
        start = match.end()
        if start < seen:
            continue
        close = _END.search(text, start, min(len(text), start + MOST_READ))
        stop = close.start() if close else min(len(text), start + MOST_READ)
        for first, last in _names(text, start, stop):
            seen = last
            yield first, last


def covered(key: Sequence[str], known: Sequence[Sequence[str]]) -> bool:
    """Whether the stems of a known harm's quote are all among these."""
    return any(quote and set(quote) <= set(key) for quote in known)


def rules(names: Sequence[str]) -> list[str]:
    """One query a wording: its words side by side, each with its inflections."""
    return list(dict.fromkeys(" ".join(normal_forms(name)) for name in names))


def _names(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The parts of a list; the first that is no name ends it, for what follows belongs to the sentence."""
    at = start
    while at < stop:
        comma = _PART.search(text, at, stop)
        end = comma.start() if comma else stop
        words = text[at:end]
        lead = _LEAD.match(words)
        first = at + (lead.end() if lead else 0)
        cut = _STOP.search(text[first:end] + " ")
        last = first + cut.start() if cut else end
        name = text[first:last].rstrip(" ,'’")
        if not name or not 0 < len(name.split()) <= LONGEST or _STOP.match(" " + name + " "):
            return
        yield first, first + len(name)
        if (cut and last < end) or not comma:
            return
        at = comma.end()
