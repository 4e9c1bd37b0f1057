"""Whether a unit speaks of the codebook's subject: words of the field in another sense are not coded."""

from collections.abc import Sequence

import numpy as np

from claimscape.units import Hits, Units, flags

KEPT = ("cue", "type")
DENSE = 40
NEAR = 2


def about(named: Sequence[int], headings: Sequence[object]) -> Sequence[int] | None:
    """The units of a document that speak of the subject; None for all. `named` are those that name it, ascending.

    A document that names the subject in one of its first three units, or in one unit of every 40 and in two at least, is
    about it as a whole. In any other only the units that name it count, and the two after each under the same heading.
    """
    if named and len(named) * DENSE >= len(headings) and (len(named) > 1 or named[0] < 3):
        return None
    return sorted(
        {
            number
            for at in named
            for number in range(at, min(at + NEAR + 1, len(headings)))
            if headings[number] == headings[at]
        }
    )


def on_subject(units: Units, hits: Hits) -> Hits:
    """The hits that count, given all: codes only where the document, or the passage, speaks of the subject."""
    named = np.flatnonzero(flags(len(units), hits.units_of("subject")))
    places = np.searchsorted(named, units.first)
    spoken = np.zeros(len(units), np.bool_)
    for document, (first, end) in enumerate(zip(units.first[:-1].tolist(), units.first[1:].tolist(), strict=True)):
        told = (named[places[document] : places[document + 1]] - first).tolist()
        near = about(told, units.heading[first:end].tolist())
        if near is None:
            spoken[first:end] = True
        else:
            spoken[np.array(near, np.int64) + first] = True
    kept = flags(len(hits.names) + 1, np.array([at for at, name in enumerate(hits.names) if name.startswith(KEPT)], np.int64))
    return hits.kept(spoken[hits.rows.unit] | kept[hits.rows.code])
