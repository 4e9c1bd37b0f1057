"""Leave one source out: what would not be said without one of the sources."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from claimscape.queries.counted import series

FEWEST, MOST = 3, 200  # sources; of two, each is half of everything, and among so many no single one decides
MOST_NAMED = 3  # sources that a finding leans on

Kept = npt.NDArray[np.bool_]


def leaning(sources: Sequence[str], holds: Callable[[Kept], bool]) -> tuple[str, ...]:
    """The sources without which a finding does not hold; `holds` is told which sources are kept.

    None where it does not hold with all of them: then it is not said.
    """
    if not FEWEST <= len(sources) <= MOST or not holds(np.ones(len(sources), bool)):
        return ()
    kept = ~np.eye(len(sources), dtype=bool)
    return tuple(name for name, mask in zip(sources, kept, strict=True) if not holds(mask))


def majority(sources: Sequence[str], part: npt.ArrayLike, whole: npt.ArrayLike) -> dict[Hashable, Any]:
    """What a finding leans on that says "most" or "fewer than half" of the whole, given a source: `attrs` of its frame.

    Of exactly half each source is one too many or one too few; that goes without saying.
    """
    twice = 2 * np.asarray(part, float) - np.asarray(whole, float)
    side = np.sign(twice.sum())
    names = leaning(sources, lambda kept: bool(np.sign(twice[kept].sum()) == side)) if side else ()
    return {"leans_on": names, "undone": "no longer most" if side > 0 else "no longer fewer than half"}


def grid(values: "pd.Series[int]", sources: int) -> npt.NDArray[np.float64]:
    """A column of a frame with a row a code and a source, as an array codes x sources."""
    return np.asarray(values, float).reshape(-1, max(sources, 1))


def without_whom(frame: pd.DataFrame) -> str:
    """ "no longer most without Overview blog or Search answer", or nothing where the finding leans on no single source.

    `attrs["undone"]` has what is no longer so ("no longer more", unless told); the finding must say what that denies.
    """
    names = [str(name) for name in frame.attrs.get("leans_on", ())]
    if not names:
        return ""
    whom = series(names, "or") if len(names) <= MOST_NAMED else f"any one of {len(names)} sources"
    return f"{frame.attrs.get('undone', 'no longer more')} without {whom}"
