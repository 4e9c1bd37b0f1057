"""A query as a visitor typed it: cleaned, cut, and read in the rule language with the lists of the landscape's codebook."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from claimscape.rules import Query, RuleFault, any_of, parse
from claimscape.store import Landscape

LONGEST_QUERY = 500  # characters of a query; more is cut
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»＂"), '"')  # a telephone types these
_JOINERS = "\u200c\u200d"  # letters of Persian and of Indic scripts need them

Lists = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Asked:
    """What was asked: the text that is read, its tree (None where there is none), what is wrong with it, and where."""

    text: str
    query: Query | None = None
    fault: str = ""
    at: int = 0


def asked(landscape: Landscape, text: str) -> Asked:
    """The query read, or its fault in a sentence; nothing at all where nothing was typed."""
    said = clean(text)
    if not said:
        return Asked("")
    known = lists(landscape)
    try:
        return Asked(said, parse(said, _parsed(known or ())))
    except RuleFault as fault:
        why = _advised(fault.why, known) if fault.why.startswith("$") else fault.why
        return Asked(said, None, f"{why} (at character {fault.at + 1})", fault.at)


def clean(text: str) -> str:
    """One line of at most 500 characters, straight quotation marks, nothing invisible but what joins letters."""
    line = unicodedata.normalize("NFC", text[: 2 * LONGEST_QUERY]).translate(_QUOTES)
    kept = (
        sign if sign.isprintable() or sign in _JOINERS else "" if unicodedata.category(sign) == "Cf" else " " for sign in line
    )
    return " ".join("".join(kept).split())[:LONGEST_QUERY].strip()


def lists(landscape: Landscape) -> Lists | None:
    """The lists of the codebook that the landscape was built with, each with its queries; None where it kept none."""
    written = written_queries(landscape)
    if written is None:
        return None
    named = ((key.removeprefix("list "), queries) for key, queries in written.items() if key.startswith("list "))
    return tuple(named)


def written_queries(landscape: Landscape) -> Mapping[str, tuple[str, ...]] | None:
    """The queries that the manifest keeps: "subject", "list raise" …; None where an older build kept none."""
    kept = landscape.manifest.get("codebook", {}).get("queries")
    if not isinstance(kept, dict):
        return None
    told = ((key, queries) for key, queries in kept.items() if isinstance(queries, list))
    return {str(key): tuple(query for query in queries if isinstance(query, str)) for key, queries in told}


def parsed(landscape: Landscape, key: str) -> tuple[Query, ...]:
    """The queries kept under a key, "subject" say, read with the lists; none where there are none."""
    known = _parsed(lists(landscape) or ())
    return tuple(parse(query, known) for query in (written_queries(landscape) or {}).get(key, ()))


@lru_cache(maxsize=4)
def _parsed(written: Lists) -> Mapping[str, Query]:
    """The lists as trees; a list may use those above it. The codebook was checked when it was built."""
    trees: dict[str, Query] = {}
    for name, queries in written:
        if queries:
            trees[name] = any_of([parse(query, trees) for query in queries])
    return trees


def _advised(why: str, known: Lists | None) -> str:
    if known is None:
        return f"{why.split()[0]}: this landscape was built without the lists of its codebook; build it again to ask with them"
    names = [name for name, _ in known]
    close = get_close_matches(why.split()[0].lstrip("$"), names, 1, 0.5)
    return f"{why}; did you mean ${close[0]}?" if close else why
