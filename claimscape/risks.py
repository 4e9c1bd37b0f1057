"""Risks: the harm, danger or reason for caution that a sentence or list lead-in names, also inside advice or denial."""

from claimscape.arrays import Flags
from claimscape.units import Hits, Rows, Units, flags

BEARERS = ("sentence", "list_lead")


def find(units: Units, hits: Hits) -> tuple[Rows, Flags]:
    """A row for each risk in each unit that can bear one, and whether the same unit says how the harm is held down."""
    found = hits.firsts("risk")
    found = found.kept(units.are(*BEARERS)[found.unit])
    return found, flags(len(units), hits.of("cue contained").unit)[found.unit]
