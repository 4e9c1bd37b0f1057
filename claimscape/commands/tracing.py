"""The command that leads from a figure's id back to its sentences: trace."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import claimscape
from claimscape.commands.told import answer, say
from claimscape.errors import ExportError

if TYPE_CHECKING:
    from claimscape.exports.exhibit import Made
    from claimscape.exports.trace import Traced


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command of this file."""
    command = commands.add_parser("trace", help="from the id of a figure to the sentences behind it")
    command.add_argument("id", metavar="ID", help="eight letters and digits, as in the foot of a slide")
    command.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="the landscape; default: data")
    command.add_argument("--mark", metavar="PICK", help="the sentences of one mark only")
    command.add_argument("--csv", type=Path, metavar="FILE", help="the sentences as CSV instead of a list")
    command.set_defaults(run=trace)


def trace(given: argparse.Namespace) -> None:
    """Title, filters and size of the figure, then each mark in words with its sentences."""
    try:
        from claimscape.exports import csvfile, exhibit, numbers
        from claimscape.exports.trace import trace as traced
        from claimscape.queries import Scope
    except ModuleNotFoundError as fault:
        raise ExportError(f"it needs {fault.name}, which is not installed; try: pip install 'claimscape[dashboard]'") from None
    if "?" in given.id:  # an address, as typed: what it names has to be there
        from claimscape.commands import chosen

        given.id = chosen.exhibits(claimscape.open_landscape(given.data), [given.id], Scope())[0].address()
    found = traced(given.data, given.id)
    made = exhibit.made(found.landscape, found.exhibit)
    picks = _picks(made, given.mark)
    if given.csv:
        answer(str(csvfile.written_as(given.csv, numbers.sentences(found.landscape, made, picks))))
        return
    _head(found, made, len(picks))
    _marks(found, made, picks)


def _picks(made: "Made", mark: str | None) -> list[str]:
    from claimscape.commands.chosen import known
    from claimscape.exports.numbers import marks

    every = marks(made)
    return every if mark is None else [known(mark, every, "mark of this figure")]


def _head(found: "Traced", made: "Made", marks: int) -> None:
    if found.outdated:
        say(f"figure {found.id} is of build {found.landscape.build_id}; a newer one stands, and may say something else")
    told = f"{len(made.frame):,} rows, {marks:,} mark{'' if marks == 1 else 's'}"
    for line in (f"Figure {found.id}: {made.title}", found.exhibit.address(), made.meta.get("footer", ""), told):
        answer(line)


def _marks(found: "Traced", made: "Made", picks: list[str]) -> None:
    from claimscape.exports.numbers import sentences

    last = None
    for frame in sentences(found.landscape, made, picks):
        columns = ("pick", "mark", "total", "source", "sentence_id", "text")
        for pick, mark, total, source, number, text in zip(*(frame[name] for name in columns), strict=True):
            if pick != last:
                answer(f"\n{mark} ({total:,} sentence{'' if total == 1 else 's'}; {pick})")
            answer(f"  {source}, sentence {number}: {' '.join(text.split())}")
            last = pick
