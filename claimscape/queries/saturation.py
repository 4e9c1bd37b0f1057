"""Have we read enough? Claims found by the number of sources read."""

import numpy as np
import pandas as pd

from claimscape.queries import manners, roster, tallied
from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, with_facts
from claimscape.statistics import accumulation, unseen
from claimscape.store import Landscape

MOST_STEPS = 40  # numbers of sources that are told of many


def saturation(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """How many canonical claims 1, 2, … n sources say together, over all orders of reading them.

    Columns read (sources), claims (mean, exact), low, high (5th and 95th percentile over orders), n, pick (the claims that one
    source alone says: what the last source read adds). At most 40 rows. attrs: found (claims said), codebook (claims it has),
    alone (said by one source), last (new claims of the last source, mean), unseen (Chao 2).
    """
    held, n = _held(landscape, scope)
    codebook = len(tallied.listed(landscape, scope, "claim"))
    alone = sum(1 for sources in held if len(sources) == 1)
    grown = accumulation(held, n)
    frame = pd.DataFrame({"read": range(1, n + 1), "claims": grown.mean, "low": grown.low, "high": grown.high, "n": n})
    spaced = np.arange(1, n + 1) if n <= MOST_STEPS else np.geomspace(1, n, MOST_STEPS).round()  # most where it rises most
    steps = set(spaced.astype(int).tolist()) if held else set()
    frame = frame[frame["read"].isin(steps)].reset_index(drop=True)
    frame["pick"] = str(Pick(only="yes")) if alone else ""
    frame.attrs = {"found": len(held), "codebook": codebook, "alone": alone, "last": alone / max(n, 1)}
    frame.attrs |= {"unseen": unseen(held, n)}
    return with_facts(frame, landscape, scope)


def _held(landscape: Landscape, scope: Scope) -> tuple[list[list[int]], int]:
    """The sources that make each claim, by their place among those that say something of their own; how many these are."""
    seen, ids = tallied.seen(landscape, scope.ungrouped()), roster.codes(landscape)["code_id"]
    each = seen.left(tallied.rows(landscape, scope, "claim").each())
    made = each.where(((each.manner & manners.MADE) != 0) & seen.own[each.doc])
    place = np.cumsum(seen.own) - 1
    found = sorted(np.unique(made.code).tolist(), key=lambda code: str(ids[code]))
    return [place[made.doc[made.code == code]].tolist() for code in found], int(seen.own.sum())
