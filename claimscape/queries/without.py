"""Leave one source out: what would not be said without one of the sources."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

FEWEST, MOST = 3, 200  # sources; of two, each is half of everything, and among so many no single one decides

Kept = npt.NDArray[np.bool_]


def leaning(sources: Sequence[str], holds: Callable[[Kept], bool]) -> tuple[str, ...]:
    """The sources without which a finding does not hold; `holds` is told which sources are kept."""
    if not FEWEST <= len(sources) <= MOST:
        return ()
    kept = ~np.eye(len(sources), dtype=bool)
    return tuple(name for name, mask in zip(sources, kept, strict=True) if not holds(mask))


def grid(values: "pd.Series[int]", sources: int) -> npt.NDArray[np.float64]:
    """A column of a frame with a row a code and a source, as an array codes x sources."""
    return np.asarray(values, float).reshape(-1, max(sources, 1))


def without_whom(frame: pd.DataFrame) -> str:
    """ "not so without Overview blog", or nothing where the finding of the frame leans on no single source."""
    names = [str(name) for name in frame.attrs.get("leans_on", ())]
    if not names:
        return ""
    return "not so without " + (" or without ".join(names) if len(names) <= 2 else f"any one of {len(names)} sources")
