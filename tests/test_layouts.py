"""Texts in layouts of many kinds, each beside the units it is to be read as.

A line of NAME.units is kind, heading and text, tab-separated; white space in the text is one space, " … " leaves out a middle.
"""

from pathlib import Path

import pytest

from claimscape.sentences import Sentence, split

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.txt"))


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_layout_is_read_as_a_person_reads_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wanted = [tuple(line.split("\t")) for line in path.with_suffix(".units").read_text(encoding="utf-8").splitlines()]
    found = [_row(text, unit, row) for unit, row in zip(split(text), wanted, strict=False)]
    assert found == wanted[: len(found)]
    assert len(split(text)) == len(wanted)


def _row(text: str, unit: Sentence, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The unit as a row, its middle left out where the wanted row leaves it out."""
    shown = " ".join(text[unit.start : unit.end].split())
    head, _, tail = wanted[2].partition(" … ")
    if tail and shown.startswith(head) and shown.endswith(tail):
        shown = wanted[2]
    return (unit.kind, unit.heading, shown)
