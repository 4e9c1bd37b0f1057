"""Pick: what a mark stands for, short enough for a chart's custom data and for the address bar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from urllib.parse import parse_qsl, quote_plus, urlencode

import pandas as pd

LONGEST = 2000  # characters; anything longer in an address is none of ours


@dataclass(frozen=True)
class Pick:
    """The sentences behind a mark: those for which all of these hold; an empty field asks nothing.

    `unit` is a group of sources, such as "kind:blog", `part` a side of a comparison ("one" or "other", see Scope), `also` a
    second topic in the same sentence, `side` is "benefit" or "risk" (see `queries.balance`), `contained` "yes" asks for risks
    said to be contained, `citation` a kind of citation, `sentence` one sentence_id of the source.
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

    def __str__(self) -> str:
        """As in an address: `source=a&topic=safety`; the empty pick is the empty string."""
        return urlencode([(name, value) for name, value in self._values() if value])

    @classmethod
    def parse(cls, text: str) -> "Pick":
        """The pick that `str` wrote; fields it does not know are ignored, for addresses are typed by anybody."""
        if len(text) > LONGEST:
            return cls()
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in parse_qsl(text, errors="replace") if name in known})

    def _values(self) -> list[tuple[str, str]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def picks(**columns: Sequence[str] | str) -> list[str]:
    """`str(Pick(…))` for each row of columns of one length, text standing for a whole column: a tenth of the time.

    An empty value asks nothing, as in a pick.
    """
    length = max((len(column) for column in columns.values() if not isinstance(column, str)), default=0)
    parts = [_parts(field.name, columns[field.name], length) for field in fields(Pick) if field.name in columns]
    return ["&".join(filter(None, row)) for row in zip(*parts, strict=True)]


def coded(frame: pd.DataFrame, **columns: Sequence[str]) -> list[str]:
    """The picks of codes of several kinds, columns kind and code_id of the frame, and of whatever else is asked."""
    codes = list(zip(frame["kind"], frame["code_id"], strict=True))
    of = {name: [code if kind == name else "" for kind, code in codes] for name in ("topic", "claim", "risk")}
    return picks(**columns, **of)


def _parts(name: str, column: Sequence[str] | str, length: int) -> Iterable[str]:
    return [_part(name, column)] * length if isinstance(column, str) else [_part(name, value) for value in column]


@lru_cache(maxsize=65_536)
def _part(name: str, value: str) -> str:
    return f"{name}={quote_plus(value)}" if value else ""
