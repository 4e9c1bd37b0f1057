"""Pick: what a mark stands for, short enough for a chart's custom data and for the address bar."""

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

LONGEST = 4000  # characters; anything longer in an address is none of ours
LISTS = ("shared", "places")  # fields that hold several values


@dataclass(frozen=True)
class Pick:
    """The sentences behind a mark: those for which all of these hold; an empty field asks nothing.

    `also` is a second topic in the same sentence, `side` is "benefit" or "risk" (see `queries.balance`), `contained` "yes"
    asks for risks said to be contained, `citation` a kind of citation, `sentence` one sentence_id of the source, `places`
    runs of sentences ("3-5 a": 3 to 5 of source a). `shared` asks for canonical claims that each of these sources says, as they
    say them; with `only` "yes" those that no other source says, and of no source named, those that any one says alone.
    """

    source: str = ""
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

    def __str__(self) -> str:
        """As in an address: `source=a&topic=safety`; empty for the empty pick, and for one too long to be read again."""
        text = urlencode([(name, value) for name, value in self._values() if value], doseq=True)
        return text if len(text) <= LONGEST else ""

    @classmethod
    def parse(cls, text: str) -> "Pick":
        """The pick that `str` wrote; fields it does not know are ignored, for addresses are typed by anybody."""
        if len(text) > LONGEST:
            return cls()
        known: dict[str, list[str]] = defaultdict(list)
        for name, value in parse_qsl(text, errors="replace"):
            known[name].append(value)
        names = [field.name for field in fields(cls) if field.name in known]
        given: dict[str, Any] = {name: tuple(known[name]) if name in LISTS else known[name][-1] for name in names}
        return cls(**given)

    def _values(self) -> list[tuple[str, str | tuple[str, ...]]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]
