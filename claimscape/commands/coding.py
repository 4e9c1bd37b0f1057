"""Commands about coding by hand: sample, agree."""

import argparse
from pathlib import Path

import claimscape
from claimscape.commands.told import answer, positive, say
from claimscape.errors import ClaimscapeError
from claimscape.remote import where

SIZE = 200  # of a sample; two hours of coding


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands of this file."""
    command = commands.add_parser("sample", help="a sheet of sentences for coding by hand")
    command.add_argument("--data", type=where, required=True, metavar="DIR")
    command.add_argument(
        "--out", type=Path, required=True, metavar="SHEET", help="sheet.csv or sheet.xlsx, the latter with drop-downs"
    )
    command.add_argument("--size", type=positive, default=SIZE, metavar="N", help=f"sentences; default: {SIZE}")
    command.add_argument("--seed", type=int, default=0, metavar="S", help="another number, another sample; default: 0")
    command.add_argument("--show-machine", action="store_true", help="with the machine's coding; it sways the coder")
    command.add_argument("--quiet", action="store_true", help="say nothing where all is well")
    command.set_defaults(run=sample)

    command = commands.add_parser("agree", help="hand-coded sentences against a landscape, and against each other")
    command.add_argument("coded", type=Path, nargs="+", metavar="CODED", help="coded sentences: JSONL, or a sheet (CSV, XLSX)")
    command.add_argument(
        "--data", type=where, metavar="DIR", help="the landscape; without it, files are only compared with each other"
    )
    command.add_argument("--labels", action="store_true", help="a line for every single label too")
    command.add_argument("--save", type=Path, metavar="FILE", help="keep precision and recall of every code as YAML")
    command.set_defaults(run=agree)


def sample(given: argparse.Namespace) -> None:
    """A sheet of sentences for coding by hand, some that rules matched and some that none did."""
    from claimscape.agreement import sample as samples

    landscape = claimscape.open_landscape(given.data)
    rows = samples.draw(landscape, given.size, given.seed)
    samples.write(landscape, rows, given.out, given.show_machine)
    if not given.quiet:
        say(f"{given.out}: {len(rows):,} sentences; fill it in, then compare it with: claimscape agree {given.out} --data DIR")


def agree(given: argparse.Namespace) -> None:
    """Codings compared figure by figure: each file with the landscape, and with others of the same sentences."""
    from claimscape import agreement

    landscape = claimscape.open_landscape(given.data) if given.data else None
    if given.save and landscape is None:
        raise ClaimscapeError("--save keeps how good the machine's coding is; name its landscape with --data")
    answer(agreement.report(landscape, given.coded, given.labels))
    if given.save and landscape:
        codes = agreement.save(landscape, given.coded, given.save)
        say(f"{given.save}: precision and recall of {codes} codes; beside the codebook, the next build reads it")
