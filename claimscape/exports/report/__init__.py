"""One HTML file that needs nothing else: charts to point at, their numbers, the sentences behind each mark, how it was made."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimscape.exports.exhibit import Made
from claimscape.exports.order import Order, Tell, quiet
from claimscape.exports.pictures.paint import painted
from claimscape.exports.report.behind import Behind
from claimscape.exports.report.page import Section, page
from claimscape.exports.report.table import picks, table
from claimscape.exports.whole import whole

__all__ = ["write"]


def write(order: Order, folder: Path, tell: Tell = quiet) -> list[Path]:
    """The whole order in one file, `claimscape-BUILD.html`; the same order gives the same bytes."""
    behind = Behind(order.landscape)
    sections: list[Section] = []
    for made in order.made():
        section = _section(made, order, behind)
        times = sum(each.exhibit == made.id for each in sections)
        sections.append(replace(section, id=f"{made.id}-{times + 1}") if times else section)
        tell(f"{made.exhibit.name}: {made.title}")
    path = folder / f"claimscape-{order.landscape.build_id[:8]}.html"
    text = page(order.landscape, order.look, sections, behind.told())
    with whole(path) as beside:
        beside.write_text(text, "utf-8", newline="\n")
    tell(f"{path.name} written")
    return [path]


def _section(made: Made, order: Order, behind: Behind) -> Section:
    scope = made.exhibit.scope
    spec = painted(made.figure, order.look) if made.figure is not None else None
    marks = list(_carried(spec)) if spec else []
    numbers = behind.numbers(scope, [pick for carried in marks for pick in carried if pick] + picks(made.frame))
    for carried in marks:
        carried[:] = [numbers.get(pick, 0) for pick in carried]

    def count(pick: str) -> tuple[int, int]:
        return numbers[pick], behind.total(numbers[pick])

    rows = table(made.exhibit.name, made.frame, made.title, count)
    words = (made.title, made.meta, made.exhibit.note)
    return Section(made.exhibit.name, made.id, made.id, *words, spec, rows, len(made.frame))


def _carried(spec: dict[str, Any]) -> Iterator[list[Any]]:
    """What each mark of the drawing carries: a list with its pick, which is changed for the number of its sentences."""
    for trace in spec["data"]:
        for carried in trace.get("customdata") or []:
            if isinstance(carried, list):
                yield carried
