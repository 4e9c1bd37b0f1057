"""An exhibit: one chart or list with its filters, finding and note, as it is put into a deck, and the id that leads back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pandas as pd
import plotly.graph_objects as go

from claimscape import charts
from claimscape.queries import Scope
from claimscape.queries.answered import answered
from claimscape.queries.scope import GROUPS
from claimscape.store import Landscape

# What can be taken away, in the order of the pages that show it; lists have no drawing, only a table.
PAGES: Mapping[str, tuple[str, ...]] = {
    "overview": ("findings", "landscape"),
    "coverage": ("coverage", "silence", "co_occurrence", "saturation"),
    "claims": ("claim_recurrence", "claim_overlap", "claim_certainty", "claim_support", "tension"),
    "risks": ("risk_register", "balance"),
    "evidence": ("evidence_audit", "checklist", "references"),
    "emphasis": ("emphasis", "distinctive_words", "wordcloud", "placement"),
    "compare": ("comparison", "comparison_reach"),
    "likeness": ("likeness", "shared_phrases"),
    "discovery": ("uncoded_claims", "unknown_risks", "recurring_phrases"),
    "search": ("search_frequency",),
}
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another when read from a slide
ID_LENGTH = 8


@dataclass(frozen=True)
class Exhibit:
    """A chart or list by the name of its query, the scope it is asked with, and what else it is asked.

    `title` stands in place of the finding where it is not empty; `note` is the presenter's own.
    """

    name: str
    scope: Scope = field(default_factory=Scope)
    more: tuple[str, ...] = ()
    title: str = ""
    note: str = ""

    def address(self) -> str:
        """Name, scope and what else is asked, as one line that `parse` reads: `coverage?by=kind&sources=a`."""
        asked = {each.name: getattr(self.scope, each.name) for each in fields(Scope)}
        given = [(name, value) for name, value in asked.items() if value] + [("more", each) for each in self.more]
        return self.name + ("?" + urlencode(given, doseq=True) if given else "")

    def untitled(self) -> "Exhibit":
        """The same numbers without title and note: what the id stands for."""
        return replace(self, title="", note="")


@dataclass(frozen=True)
class Made:
    """An exhibit worked out: its id, its numbers, and its drawing (None for a list)."""

    exhibit: Exhibit
    id: str
    frame: pd.DataFrame
    figure: go.Figure | None

    @property
    def title(self) -> str:
        """The presenter's title, or the finding."""
        return self.exhibit.title or str(self.meta.get("title", "")) or self.exhibit.name.replace("_", " ").capitalize()

    @property
    def meta(self) -> Mapping[str, str]:
        """The words of the chart: title, subtitle, footer, alt; of a list, its footer."""
        if self.figure is not None:
            return dict(self.figure.layout.meta)
        return {"footer": str(self.frame.attrs.get("footer", ""))}


def parse(address: str) -> Exhibit:
    """The exhibit that `address` wrote; fields it does not know are ignored."""
    name, _, rest = address.encode("utf-8", "replace").decode("utf-8").partition("?")
    given: dict[str, list[str]] = {}
    for each, value in parse_qsl(rest, errors="replace"):
        given.setdefault(each, []).append(value)
    values = {each.name: _read(each.default, given[each.name]) for each in fields(Scope) if each.name in given}
    return Exhibit(name, Scope(**values), tuple(given.get("more", ())))


def askable(exhibit: Exhibit) -> bool:
    """Whether there is such a chart or list, and it is asked neither more nor less than it needs."""
    known = any(exhibit.name in listed for listed in PAGES.values())
    return known and len(exhibit.more) == (exhibit.name in PAGES["search"]) and exhibit.scope.by in ("", *GROUPS)


def _read(default: object, values: list[str]) -> Any:
    if isinstance(default, tuple):
        return tuple(values)
    return values[0] == "True" if isinstance(default, bool) else values[0]


def made(landscape: Landscape, exhibit: Exhibit) -> Made:
    """The exhibit worked out on the landscape."""
    frame = answered(landscape, exhibit.name, exhibit.scope, *exhibit.more)
    figure = getattr(charts, exhibit.name)(frame) if exhibit.name in charts.__all__ else None
    return Made(exhibit, identity(landscape, exhibit), frame, figure)


def identity(landscape: Landscape, exhibit: Exhibit) -> str:
    """Eight letters and digits for these numbers of this build; the same question on the same build has the same id."""
    said = f"{landscape.build_id}\n{exhibit.untitled().address()}"
    number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big")
    found = ""
    for _ in range(ID_LENGTH):
        number, place = divmod(number, len(LETTERS))
        found += LETTERS[place]
    return found


def every(names: Sequence[str] = ()) -> list[Exhibit]:
    """The named charts and lists, or all that need nothing chosen beforehand, in the order of the pages."""
    asked = set(names)
    shown = [name for page, listed in PAGES.items() for name in listed if asked or page not in ("compare", "search")]
    return [Exhibit(name) for name in shown if not asked or name in asked]
