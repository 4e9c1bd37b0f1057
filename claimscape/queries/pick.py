"""Pick: what a mark stands for, short enough for a chart's custom data and for the address bar."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote_plus

import pandas as pd

LONGEST = 4000  # characters; anything longer in an address is none of ours
MOST_PLACES = LONGEST // len("places=0-0+a")  # more of them are too long, whatever they are
LISTS = ("shared", "places")  # fields that hold several values
Column = Sequence[str] | pd.Series


NONE = "none"  # as a sentence: no sentence at all, for a pick that says nothing that can be understood
_NOTHING = f"sentence={NONE}"
_YES = ("", "yes")
_CHOICES = {
    "part": ("", "one", "other"),
    "side": ("", "benefit", "risk", "claim"),
    "contained": ("", "yes", "no"),
    "only": _YES,
    "whole": _YES,
}


@dataclass(frozen=True)
class Pick:
    """The sentences behind a mark: those for which all of these hold; an empty field asks nothing.

    `unit` is a group of sources, such as "kind:blog", `part` a side of a comparison ("one" or "other", see Scope), `also` a
    second topic in the same sentence, `side` is "benefit" or "risk" (see `queries.balance`), `contained` "yes" asks for risks
    said to be contained, `citation` a kind of citation, `sentence` one sentence_id of the source, `places` runs of sentences
    ("3-5 a": 3 to 5 of source a). `shared` asks for canonical claims that each of these sources says, as they say them; with
    `only` "yes" those that no other source says, and of no source named, those that any one says alone. `whole` "yes" looks
    past the filters, for marks that count whatever they are.
    """

    source: str = ""
    unit: str = ""
    part: str = ""
    topic: str = ""
    also: str = ""
    claim: str = ""
    claim_type: str = ""
    certainty: str = ""
    support: str = ""
    risk: str = ""
    contained: str = ""
    side: str = ""
    citation: str = ""
    word: str = ""
    sentence: str = ""
    shared: tuple[str, ...] = ()
    only: str = ""
    places: tuple[str, ...] = ()
    whole: str = ""

    def __str__(self) -> str:
        """As in an address: `source=a&topic=safety`; one too long to be read again stands for no sentence."""
        given = ((name, value if name in LISTS else (value,)) for name, value in vars(self).items() if value)
        return short("&".join([_part(name, each) for name, values in given for each in values]))

    @classmethod
    def parse(cls, text: str) -> "Pick":
        """The pick that `str` wrote; fields it does not know are ignored, for addresses are typed by anybody."""
        if len(text) > LONGEST:
            return cls(sentence=NONE)
        known: dict[str, list[str]] = defaultdict(list)
        for name, value in parse_qsl(text, errors="replace"):
            known[name].append(value)
        names = [field.name for field in fields(cls) if field.name in known]
        given: dict[str, Any] = {name: tuple(known[name]) if name in LISTS else known[name][-1] for name in names}
        strange = any(value not in _CHOICES[name] for name, value in given.items() if name in _CHOICES)
        return cls(sentence=NONE) if strange else cls(**given)


def picks(**columns: Column | str) -> list[str]:
    """`str(Pick(…))` for each row of columns of one length, text standing for a whole column: a tenth of the time.

    An empty value asks nothing, as in a pick.
    """
    length = max((len(column) for column in columns.values() if not isinstance(column, str)), default=0)
    parts = [_parts(field.name, columns[field.name], length) for field in fields(Pick) if field.name in columns]
    rows = zip(*parts, strict=True)
    told = list(map("&".join, rows)) if all(map(all, parts)) else ["&".join(filter(None, row)) for row in rows]
    return told if sum(1 + len(max(part, key=len, default="")) for part in parts) <= LONGEST else list(map(short, told))


def of_places(spans: Mapping[str, Sequence[tuple[int, int]]], source: str = "") -> str:
    """`str(Pick(source=…, places=…))` of runs of sentences, first and last, by document."""
    if sum(map(len, spans.values())) > MOST_PLACES:
        return _NOTHING
    parts = [_part("source", source)] if source else []
    return short("&".join([*parts, *(placed(doc, runs) for doc, runs in spans.items() if runs)]))


def placed(doc: str, runs: Sequence[tuple[int, int]]) -> str:
    """The part of it that stands for these runs of sentences of one document."""
    quoted = _part("", doc)[1:]
    return "&".join([f"places={first}-{last}+{quoted}" for first, last in runs])


def short(text: str) -> str:
    """A pick as an address holds it; one too long to be read again stands for no sentence."""
    return text if len(text) <= LONGEST else _NOTHING


def coded(frame: pd.DataFrame, **columns: Column) -> list[str]:
    """The picks of codes of several kinds, columns kind and code_id of the frame, and of whatever else is asked."""
    codes = list(zip(texts(frame["kind"]), texts(frame["code_id"]), strict=True))
    of = {name: [code if kind == name else "" for kind, code in codes] for name in ("topic", "claim", "risk")}
    return picks(**columns, **of)


def texts(column: Column) -> Sequence[str]:
    """The values of a column as a list; pandas gives those of a column of texts one by one, in five times as long."""
    return column.to_numpy(object).tolist() if isinstance(column, pd.Series) else column


def _parts(name: str, column: Column | str, length: int) -> Sequence[str]:
    if isinstance(column, str):
        return [_part(name, column) if column else ""] * length
    values = texts(column)
    told = {value: _part(name, value) if value else "" for value in set(values)}
    return [told[value] for value in values]


@lru_cache(maxsize=65_536)  # quoting takes ten times as long as finding what was quoted
def _part(name: str, value: str) -> str:
    return f"{name}={quote_plus(value)}"
