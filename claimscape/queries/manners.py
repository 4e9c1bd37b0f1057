"""How claims are made, as bits: which of them the filters leave, and the best support that any gives."""

import numpy as np

from claimscape.queries.parts import Scope
from claimscape.tables import CERTAINTIES, SUPPORTS
from claimscape.tallies import UNKNOWN, manner

EVERY = (1 << 15) - 1  # bits of all manners
MADE = EVERY & ~sum(manner("negated", support) for support in SUPPORTS)  # not denied; nor is a claim of no known certainty
BACKED = {support: sum(manner(certainty, support) for certainty in CERTAINTIES) for support in SUPPORTS}
FIRM = {certainty: sum(manner(certainty, support) for support in SUPPORTS) for certainty in CERTAINTIES}
DENIED = FIRM["negated"]
OTHERWISE = EVERY & ~DENIED | UNKNOWN  # in any other way, of no known certainty too
# The place in SUPPORTS of the best that any of these manners gives.
BEST = np.full(EVERY + 1, len(SUPPORTS) - 1)
for _at, _name in reversed(list(enumerate(SUPPORTS))):
    BEST[np.arange(EVERY + 1) & BACKED[_name] != 0] = _at


def bits(scope: Scope) -> int:
    """The manners that the filters of certainty and support leave."""
    firm = sum(FIRM.get(each, 0) for each in scope.certainty) if scope.certainty else EVERY
    return firm & (sum(BACKED.get(each, 0) for each in scope.support) if scope.support else EVERY)
