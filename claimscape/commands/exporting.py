"""The command that takes things away: export."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import claimscape
from claimscape.commands.told import answer, progress, say
from claimscape.errors import ClaimscapeError, ExportError
from claimscape.remote import where

if TYPE_CHECKING:
    from claimscape.exports.look import Look
    from claimscape.exports.order import Order, Tell

WHOLE = ("qdc", "bib", "ris")  # formats that tell of the landscape, whatever charts are named
LARGEST_SCALE = 4
FORMATS = "some of pptx,png,svg,pdf,html,xlsx,csv,parquet,qdc,bib,ris"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command of this file."""
    command = commands.add_parser("export", help="charts, numbers, sentences, tables, codebook and references as files")
    command.add_argument("--what", nargs="+", metavar="CHART", help="all (default), or some, such as coverage?by=kind")
    command.add_argument("--format", required=True, metavar="FORMATS", help=FORMATS)
    command.add_argument("--data", type=where, default=Path("data"), metavar="DIR", help="the landscape; default: data")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files")
    command.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE", help="such as kind=blog; repeatable")
    command.add_argument("--by", default="", metavar="GROUP", help="sources of one kind, publisher or year together")
    command.add_argument("--sample", action="store_true", help="treat the sources as a sample of more")
    command.add_argument("--compare", nargs=2, metavar=("ONE", "OTHER"), help="two sides, such as kind:blog rest")
    command.add_argument("--tables", default="", metavar="TABLES", help="whole tables, such as claims,risks, or all")
    command.add_argument("--template", type=Path, metavar="FILE.pptx", help="slides in your own layouts")
    command.add_argument("--brand", type=Path, metavar="FILE.yaml", help="your own colours, font and logo")
    command.add_argument("--scale", type=_scale, default=2, metavar="N", help="pictures of N times 960 x 540; default: 2")
    command.add_argument("--transparent", action="store_true", help="pictures without a background")
    command.add_argument("--together", action="store_true", help="one PDF for all")
    command.add_argument("--quiet", action="store_true", help="no progress")
    command.set_defaults(run=export)


def export(given: argparse.Namespace) -> None:
    """Every format in turn; what one cannot write is told when all others are written."""
    try:
        from claimscape.exports.order import quiet
    except ModuleNotFoundError as fault:  # the tables can be built without what charts are drawn with
        raise ExportError(_lacking(fault)) from None
    formats = _formats(given.format)
    order = _order(given, formats)
    if order.look.template and "pptx" in formats:
        from claimscape.exports.slides.template import opened

        opened(order.look)  # a template that cannot be used is told before anything is written
    tell = quiet if given.quiet else progress
    faults = [said for format_ in formats if (said := _written(order, format_, given.out, tell))]
    if not given.quiet:
        say(f"{len(formats) - len(faults)} of {len(formats)} formats written into {given.out}")
    if faults:
        raise ExportError("\n".join(faults))


def _written(order: "Order", format_: str, folder: Path, tell: "Tell") -> str:
    """Write one format and say which files it made; the fault, "" where there is none."""
    from claimscape import exports

    try:
        for path in exports.write(order, [format_], folder, tell):
            answer(str(path))
    except ClaimscapeError as fault:
        return f"{format_}: {fault}"
    except ModuleNotFoundError as fault:
        return f"{format_}: {_lacking(fault)}"
    return ""


def _order(given: argparse.Namespace, formats: Iterable[str]) -> "Order":
    from claimscape.commands import chosen
    from claimscape.exports.order import Order

    landscape = claimscape.open_landscape(given.data)
    seen = chosen.scope(landscape, given)
    what = given.what or (["references"] if set(formats) <= set(WHOLE) else [] if given.tables else ["all"])
    exhibits = chosen.exhibits(landscape, what, seen)
    settings = {name: getattr(given, name) for name in ("scale", "transparent", "together")}
    return Order(landscape, exhibits, _tables(given.tables), look=_look(given.template, given.brand), **settings)


def _formats(text: str) -> list[str]:
    from claimscape.commands.chosen import known
    from claimscape.exports import EXPORTS

    return list(dict.fromkeys(known(name.strip().lower(), EXPORTS, "format") for name in text.split(",")))


def _tables(text: str) -> tuple[str, ...]:
    from claimscape.commands.chosen import known
    from claimscape.tables import DERIVED, SCHEMAS

    if text == "all":
        return tuple(name for name in SCHEMAS if name not in DERIVED)
    return tuple(dict.fromkeys(known(name.strip(), SCHEMAS, "table") for name in text.split(",") if name.strip()))


def _look(template: Path | None, brand: Path | None) -> "Look":
    from claimscape.exports import look

    if not template and not brand:
        return look.Look()
    if not hasattr(look, "look"):
        raise ExportError("this claimscape cannot take a template or a brand yet; leave out --template and --brand")
    found: Look = look.look(template, brand)
    return found


def _lacking(fault: ModuleNotFoundError) -> str:
    name = str(fault.name)
    if name.startswith("claimscape."):
        return "this claimscape cannot write it yet; name other formats with --format"
    return f"it needs {name}, which is not installed; try: pip install 'claimscape[dashboard]'"


def _scale(text: str) -> int:
    """A whole number from 1; argparse tells the fault."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LARGEST_SCALE:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and {LARGEST_SCALE}")
    return int(text)
