"""What stands above a list, the same on the page and on a slide."""

from collections.abc import Callable

import pandas as pd

from claimscape.queries.counted import count
from claimscape.queries.overview import in_tension


def heading(name: str, frame: pd.DataFrame) -> str:
    """The finding of the list NAME in words, for the frame of the query of that name; "" of a list without one."""
    return _HEADINGS[name](frame) if name in _HEADINGS else ""


def _tension(frame: pd.DataFrame) -> str:
    return in_tension(list(frame["kind"])) if len(frame) else "No sources are in tension"


def _references(frame: pd.DataFrame) -> str:
    linked = int((frame["link"].fillna("") != "").sum())
    return f"{count(len(frame), 'work')} listed, {linked or 'none'} with a DOI" if len(frame) else "No source lists a reference"


_HEADINGS: dict[str, Callable[[pd.DataFrame], str]] = {"tension": _tension, "references": _references}
