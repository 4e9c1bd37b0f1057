"""Pick: what a mark stands for, short enough for a chart's custom data and for the address bar."""

from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode

LONGEST = 2000  # characters; anything longer in an address is none of ours


@dataclass(frozen=True)
class Pick:
    """The sentences behind a mark: those for which all of these hold; an empty field asks nothing.

    `also` is a second topic in the same sentence, `side` is "benefit" or "risk" (see `queries.balance`), `contained` "yes"
    asks for risks said to be contained, `citation` a kind of citation, `sentence` one sentence_id of the source.
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
