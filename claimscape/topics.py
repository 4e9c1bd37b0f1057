"""Topics: what a sentence, heading, question or list lead-in is about."""

from claimscape.units import Hits, Rows, Units

BEARERS = ("sentence", "heading", "question", "list_lead")


def find(units: Units, hits: Hits) -> Rows:
    """A row for each topic in each unit that can bear one, with the words that decided first; codes are numbers of keys."""
    found = hits.firsts("topic")
    return found.kept(units.are(*BEARERS)[found.unit])
