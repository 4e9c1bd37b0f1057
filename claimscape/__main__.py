"""The command line: build, check, sample, agree, serve, verify. Exit code 0, or 2 with one clear message on standard error."""

import argparse
import importlib.util
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import claimscape
from claimscape.errors import ClaimscapeError

if TYPE_CHECKING:
    from claimscape.store import Landscape

PORT = 8501
SHOWN_PROBLEMS = 10
SIZE = 200  # of a sample; two hours of coding
MOST_ROWS = 100_000
CLEAR = "\r\x1b[K"  # back to the start of a terminal's line, and empty it
COUNTED = ("documents", "sentences", "topics", "claims", "risks", "citations")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Modules load with the command that needs them, so that `--help` is quick."""
    given = _parser().parse_args(argv)
    try:
        given.run(given)
    except ClaimscapeError as fault:
        _say(str(fault))
        return 2
    except KeyboardInterrupt:
        _say("stopped; what stood before stands")
        return 130  # what shells report for Ctrl-C
    return 0


def build(given: argparse.Namespace) -> None:
    """Documents to a landscape, with progress and whatever could not be read on standard error."""
    from claimscape.build import build as build_landscape

    landscape = build_landscape(given.source, given.out, given.codebook, None if given.quiet else _progress)
    _tell_problems(landscape)
    if not given.quiet:
        told = ", ".join(f"{landscape.manifest['counts'][name]:,} {name}" for name in COUNTED)
        _say(f"{given.out}: {told}; build {landscape.build_id}")


def check(given: argparse.Namespace) -> None:
    """Every fault of a codebook at once, or what it holds."""
    from claimscape import codebook

    book = codebook.load(given.codebook)
    kinds = [code.kind for code in book.codes]
    told = ", ".join(f"{kinds.count(kind)} {kind}s" for kind in ("topic", "claim", "risk"))
    print(_plain(f"{given.codebook} is whole: {book.title}, {told}, {len(book.tensions)} tensions"))


def sample(given: argparse.Namespace) -> None:
    """A sheet of sentences for coding by hand, some that rules matched and some that none did."""
    from claimscape.agreement import sample as samples

    landscape = claimscape.open_landscape(given.data)
    rows = samples.draw(landscape, given.size, given.seed)
    samples.write(landscape, rows, given.out, given.show_machine)
    if not given.quiet:
        _say(f"{given.out}: {len(rows):,} sentences; fill it in, then compare it with: claimscape agree {given.out} --data DIR")


def agree(given: argparse.Namespace) -> None:
    """Codings compared figure by figure: each file with the landscape, and with others of the same sentences."""
    from claimscape import agreement

    landscape = claimscape.open_landscape(given.data) if given.data else None
    if given.save and landscape is None:
        raise ClaimscapeError("--save keeps how good the machine's coding is; name its landscape with --data")
    print(_plain(agreement.report(landscape, given.coded, given.labels)))
    if given.save and landscape:
        codes = agreement.save(landscape, given.coded, given.save)
        _say(f"{given.save}: precision and recall of {codes} codes; beside the codebook, the next build reads it")


def verify(given: argparse.Namespace) -> None:
    """Checksums, schemas and spans of a landscape; every fault, one a line."""
    from claimscape import store
    from claimscape.errors import StoreError

    faults = store.verify(given.folder)
    if faults:
        raise StoreError("\n".join(faults))
    if not given.quiet:
        print(_plain(f"{given.folder} is whole: checksums, schemas and spans"))


def serve(given: argparse.Namespace) -> None:
    """The dashboard, in place of this process. Its files stand beside the package, or inside one that is installed."""
    if importlib.util.find_spec("streamlit") is None:
        raise ClaimscapeError("the dashboard needs Streamlit, which is not installed; try: pip install 'claimscape[dashboard]'")
    package = Path(claimscape.__file__).parent
    home = next((folder for folder in (package / "dashboard", package.parent) if (folder / "dashboard.py").is_file()), None)
    if home is None:
        raise ClaimscapeError(f"there is no dashboard.py beside {package}; install claimscape again")
    _free(given.port)
    environment = os.environ | {"CLAIMSCAPE_DATA": str(given.data.absolute())}
    os.chdir(home)  # Streamlit reads .streamlit/config.toml from where it is started
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(given.port)]
    os.execve(sys.executable, command, environment)  # noqa: S606 - our own interpreter, no shell


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("claimscape", description="What a set of documents claims, and what is missing.")
    parser.add_argument("--version", action="version", version=f"claimscape {claimscape.__version__}")
    commands = parser.add_subparsers(required=True)

    command = commands.add_parser("build", help="documents to a landscape")
    command.add_argument("source", type=Path, metavar="SOURCE", help="folder of documents")
    command.add_argument("--codebook", type=Path, metavar="FILE", help="default: SOURCE/codebook.yaml")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the landscape")
    command.add_argument("--quiet", action="store_true", help="no progress")
    command.set_defaults(run=build)

    command = commands.add_parser("check", help="every fault of a codebook at once")
    command.add_argument("codebook", type=Path, metavar="CODEBOOK")
    command.set_defaults(run=check)

    command = commands.add_parser("sample", help="a sheet of sentences for coding by hand")
    command.add_argument("--data", type=Path, required=True, metavar="DIR")
    command.add_argument(
        "--out", type=Path, required=True, metavar="SHEET", help="sheet.csv or sheet.xlsx, the latter with drop-downs"
    )
    command.add_argument("--size", type=_positive, default=SIZE, metavar="N", help=f"sentences; default: {SIZE}")
    command.add_argument("--seed", type=int, default=0, metavar="S", help="another number, another sample; default: 0")
    command.add_argument("--show-machine", action="store_true", help="with the machine's coding; it sways the coder")
    command.add_argument("--quiet", action="store_true", help="say nothing where all is well")
    command.set_defaults(run=sample)

    command = commands.add_parser("agree", help="hand-coded sentences against a landscape, and against each other")
    command.add_argument("coded", type=Path, nargs="+", metavar="CODED", help="coded sentences: JSONL, or a sheet (CSV, XLSX)")
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="the landscape; without it, files are only compared with each other"
    )
    command.add_argument("--labels", action="store_true", help="a line for every single label too")
    command.add_argument("--save", type=Path, metavar="FILE", help="keep precision and recall of every code as YAML")
    command.set_defaults(run=agree)

    command = commands.add_parser("serve", help="the dashboard")
    command.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="default: data")
    command.add_argument("--port", type=int, default=PORT, metavar="PORT", help=f"default: {PORT}")
    command.set_defaults(run=serve)

    command = commands.add_parser("verify", help="checksums, schemas and spans of a landscape")
    command.add_argument("folder", type=Path, metavar="DIR")
    command.add_argument("--quiet", action="store_true", help="say nothing where all is well")
    command.set_defaults(run=verify)
    return parser


def _positive(text: str) -> int:
    """A whole number from 1; argparse tells the name of this function's fault."""
    number = int(text)
    if not 1 <= number <= MOST_ROWS:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and {MOST_ROWS:,}")
    return number


def _progress(step: str) -> None:
    """One line that is written over on a terminal; elsewhere a line a step."""
    if sys.stderr.isatty():
        print(f"{CLEAR}{_plain(step)}", end="", file=sys.stderr, flush=True)
    else:
        _say(step)


def _say(text: str) -> None:
    print(f"{CLEAR if sys.stderr.isatty() else ''}{_plain(text)}", file=sys.stderr, flush=True)


def _tell_problems(landscape: "Landscape") -> None:
    problems = landscape.arrow("problems").to_pylist()
    for problem in problems[:SHOWN_PROBLEMS]:
        _say(f"{problem['path']}: {problem['reason']}; {problem['advice']}")
    if len(problems) > SHOWN_PROBLEMS:
        _say(f"and {len(problems) - SHOWN_PROBLEMS} more in the table of problems")


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise ClaimscapeError(f"port {port} is not free; name another with --port") from None


def _plain(text: str) -> str:
    """The text with control characters and lone surrogates written out, so that no file name can steer a terminal."""
    return "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text)


if __name__ == "__main__":
    sys.exit(main())
