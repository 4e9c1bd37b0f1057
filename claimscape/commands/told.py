"""What a command says: its answer on standard output, progress and faults on standard error; no file name steers a terminal."""

import argparse
import os
import sys
from contextlib import suppress

from claimscape.errors import OutputError

CLEAR = "\r\x1b[K"  # back to the start of a terminal's line, and empty it
MOST_ROWS = 100_000


def progress(step: str) -> None:
    """One line that is written over on a terminal; elsewhere a line a step."""
    if _terminal():
        _put(f"{CLEAR}{plain(step)}")
    else:
        say(step)


def say(text: str) -> None:
    """A line on standard error."""
    _put(f"{CLEAR if _terminal() else ''}{plain(text)}\n")


def answer(text: str) -> None:
    """Lines on standard output; OutputError where they cannot be written, BrokenPipeError where nobody reads on."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; send it to a file or a terminal")
    try:
        print(plain(text), flush=True)
    except BrokenPipeError:
        raise
    except OSError as fault:
        mute()
        raise OutputError(f"standard output cannot be written ({fault.strerror}); make room, or send it elsewhere") from None


def mute() -> None:
    """Standard output is heard no more: Python would complain of what it could not write once more at its end."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def _terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _put(text: str) -> None:
    """What cannot be told stops nothing: the disk of a log is full, or nobody listens."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(text)
        sys.stderr.flush()


def plain(text: str) -> str:
    """The text with control characters and lone surrogates written out, so that no file name can steer a terminal."""
    return "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text)


def positive(text: str) -> int:
    """A whole number from 1; argparse tells the name of this function's fault."""
    number = int(text)
    if not 1 <= number <= MOST_ROWS:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and {MOST_ROWS:,}")
    return number
