"""Have we read enough? Claims found by the number of sources read."""

from collections import defaultdict

import numpy as np
import pandas as pd

from claimscape.queries.pick import Pick
from claimscape.queries.scope import Scope, ask, with_facts
from claimscape.statistics import accumulation, unseen
from claimscape.store import Landscape

MOST_STEPS = 40  # numbers of sources that are told of many


def saturation(landscape: Landscape, scope: Scope) -> pd.DataFrame:
    """How many canonical claims 1, 2, … n sources say together, over all orders of reading them.

    Columns read (sources), claims (mean, exact), low, high (5th and 95th percentile over orders), n, pick (the claims that one
    source alone says: what the last source read adds). At most 40 rows. attrs: found (claims said), codebook (claims it has),
    alone (said by one source), last (new claims of the last source, mean), unseen (Chao 2).
    """
    said, counts = ask(landscape, scope, _SAID), ask(landscape, scope, _COUNTS).iloc[0]
    n, codebook = int(counts["sources"]), int(counts["claims"])
    by: dict[str, list[int]] = defaultdict(list)
    for claim, rank in zip(said["claim_id"], said["rank"], strict=True):
        by[claim].append(int(rank))
    held = list(by.values())
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


_SAID = """
, placed AS (SELECT doc_id, row_number() OVER (ORDER BY position) - 1 AS rank FROM source WHERE own)
SELECT DISTINCT claim_id, rank FROM claim JOIN placed USING (doc_id) JOIN code ON kind = 'claim' AND code_id = claim_id
WHERE certainty <> 'negated' ORDER BY claim_id, rank
"""
_COUNTS = """
SELECT (SELECT count(*) FROM source WHERE own) AS sources, (SELECT count(*) FROM code WHERE kind = 'claim') AS claims
"""
