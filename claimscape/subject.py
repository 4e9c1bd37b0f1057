"""Whether a unit speaks of the codebook's subject: words of the field in another sense are not coded."""

from collections.abc import Sequence

from claimscape.matching import Hit, Unit

KEPT = ("cue", "type")
DENSE = 40
NEAR = 2


def on_subject(units: Sequence[Unit], hits: Sequence[Hit]) -> list[Hit]:
    """The hits that count, given all: codes only where the document, or the passage, names the subject.

    A document that names the subject in one of its first three units, or in one unit of every 40 and in two at least, is
    about it as a whole. In any other only the units that name it count, and the two after each under the same heading.
    """
    named = sorted({hit.sentence for hit in hits if hit.key == "subject"})
    if not named:
        return [hit for hit in hits if hit.key.startswith(KEPT)]
    if len(named) * DENSE >= len(units) and (len(named) > 1 or named[0] < 3):
        return list(hits)
    near = {
        number
        for at in named
        for number in range(at, min(at + NEAR + 1, len(units)))
        if units[number].heading == units[at].heading
    }
    return [hit for hit in hits if hit.sentence in near or hit.key.startswith(KEPT)]


def firsts(hits: Sequence[Hit], kind: str) -> dict[tuple[int, str], Hit]:
    """The first hit of every code of a kind in every unit, by (sentence_id, id), in that order."""
    found: dict[tuple[int, str], Hit] = {}
    for hit in hits:
        sort, _, name = hit.key.partition(" ")
        if sort == kind:
            found.setdefault((hit.sentence, name), hit)
    return dict(sorted(found.items()))
