"""Commands about a landscape and its codebook: build, check, verify."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from claimscape.commands.told import answer, positive, progress, say
from claimscape.remote import where

if TYPE_CHECKING:
    from claimscape.engines import Crew
    from claimscape.store import Landscape

SHOWN_PROBLEMS = 10
COUNTED = ("documents", "sentences", "topics", "claims", "risks", "citations")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands of this file."""
    command = commands.add_parser("build", help="documents to a landscape")
    command.add_argument("source", type=where, metavar="SOURCE", help="folder of documents, or a table of them")
    command.add_argument("--codebook", type=where, metavar="FILE", help="default: codebook.yaml in SOURCE, or beside it")
    command.add_argument("--out", type=where, required=True, metavar="DIR", help="folder of the landscape")
    command.add_argument("--workers", type=positive, metavar="N", help="processes; default: as cores and memory allow")
    command.add_argument("--engine", choices=("local", "dask"), default="local", help="where to code; default: local")
    command.add_argument("--address", default="", metavar="tcp://HOST:PORT", help="of a Dask scheduler, or its file")
    command.add_argument("--quiet", action="store_true", help="no progress")
    command.set_defaults(run=build)

    command = commands.add_parser("check", help="every fault of a codebook at once")
    command.add_argument("codebook", type=Path, metavar="CODEBOOK")
    command.set_defaults(run=check)

    command = commands.add_parser("verify", help="checksums, schemas and spans of a landscape")
    command.add_argument("folder", type=Path, metavar="DIR")
    command.add_argument("--quiet", action="store_true", help="say nothing where all is well")
    command.set_defaults(run=verify)


def build(given: argparse.Namespace) -> None:
    """Documents to a landscape, with progress and whatever could not be read on standard error."""
    from claimscape.build import build as build_landscape

    tell = None if given.quiet else progress
    landscape = build_landscape(given.source, given.out, given.codebook, tell, _crew(given))
    _tell_problems(landscape)
    if not given.quiet:
        told = ", ".join(f"{landscape.manifest['counts'][name]:,} {name}" for name in COUNTED)
        say(f"{given.out}: {told}; build {landscape.build_id}")


def _crew(given: argparse.Namespace) -> "Crew":
    """Who codes; BuildError where the options do not go together."""
    from claimscape import forecast
    from claimscape.engines import Crew
    from claimscape.errors import BuildError

    if given.engine == "local":
        if given.address:
            raise BuildError(f"--address {given.address} is that of a cluster; add --engine dask")
        return Crew(workers=given.workers or forecast.able())
    if given.workers:
        raise BuildError(f"--workers {given.workers} are processes of this machine, a cluster has its own; leave it out")
    if not given.address:
        raise BuildError("--engine dask needs to know where; add --address tcp://HOST:PORT of a Dask scheduler")
    return Crew(given.engine, 0, given.address)


def check(given: argparse.Namespace) -> None:
    """Every fault of a codebook at once, or what it holds."""
    from claimscape import codebook

    book = codebook.load(given.codebook)
    kinds = [code.kind for code in book.codes]
    told = ", ".join(f"{kinds.count(kind)} {kind}s" for kind in ("topic", "claim", "risk"))
    answer(f"{given.codebook} is whole: {book.title}, {told}, {len(book.tensions)} tensions")


def verify(given: argparse.Namespace) -> None:
    """Checksums, schemas and spans of a landscape; every fault, one a line."""
    from claimscape import store
    from claimscape.errors import StoreError

    faults = store.verify(given.folder)
    if faults:
        raise StoreError("\n".join(faults))
    if not given.quiet:
        answer(f"{given.folder} is whole: checksums, schemas and spans")


def _tell_problems(landscape: "Landscape") -> None:
    problems = landscape.arrow("problems").to_pylist()
    for problem in problems[:SHOWN_PROBLEMS]:
        say(f"{problem['path']}: {problem['reason']}; {problem['advice']}")
    if len(problems) > SHOWN_PROBLEMS:
        say(f"and {len(problems) - SHOWN_PROBLEMS} more in the table of problems")
