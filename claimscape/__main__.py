"""The command line: build, check, sample, agree, export, trace, serve, verify. Exit code 0, or 2 with one clear message."""

import argparse
import errno
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

import claimscape
from claimscape.commands import building, coding, exporting, serving, tracing
from claimscape.commands.told import mute, say
from claimscape.errors import ClaimscapeError

STOPPED, ENDED = 130, 143  # what shells report for Ctrl-C and for SIGTERM


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Modules load with the command that needs them, so that `--help` is quick."""
    given = _parser().parse_args(argv)
    try:
        with _ending_well():
            given.run(given)
    except ClaimscapeError as fault:
        say(str(fault))
        return 2
    except KeyboardInterrupt:
        say("stopped; what stood before stands")
        return STOPPED
    except RuntimeError as fault:  # what DuckDB makes of a signal that comes while it answers
        if "Query interrupted" not in str(fault):
            raise
        say("stopped; what stood before stands")
        return ENDED
    except BrokenPipeError:  # whoever read has enough, as `head` has
        mute()
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EIO):
            raise
        say(f"{fault.filename or 'a file'} cannot be written ({fault.strerror}); make room and do it again")
        return 2
    return 0


@contextmanager
def _ending_well() -> Iterator[None]:
    """SIGTERM ends the command through its `finally` blocks, so that nothing half written is left."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(ENDED)

    before = None
    with suppress(ValueError):  # only the main thread may
        before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("claimscape", description="What a set of documents claims, and what is missing.")
    parser.add_argument("--version", action="version", version=f"claimscape {claimscape.__version__}")
    commands = parser.add_subparsers(required=True)
    for group in (building, coding, exporting, tracing, serving):
        group.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
