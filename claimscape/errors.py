"""The one exception parent and its children: each message says what and where, then what to do."""

from collections.abc import Sequence
from pathlib import Path

MOST = 200  # faults of a file that are told one by one: nobody reads more at once


def of_faults(path: str | Path, faults: Sequence[str], then: str) -> str:
    """The message of a file with these faults: how many, what to do once they are mended, and each on a line."""
    told = [f"  {fault}" for fault in faults[:MOST]] + [f"  and {len(faults) - MOST:,} more"] * (len(faults) > MOST)
    return "\n".join([f"{path} has {len(faults)} fault(s); mend them and {then}:", *told])


class ClaimscapeError(Exception):
    """A mistake the user can mend; caught by the command line and by the page frame, nowhere else."""


class SourceError(ClaimscapeError):
    """The folder of documents, its metadata, or every document in it cannot be read."""


class CodebookError(ClaimscapeError):
    """The codebook has faults; the message lists them, one a line."""


class BuildError(ClaimscapeError):
    """A build cannot run as it was asked to: too little disk or memory, workers that do not start."""


class StoreError(ClaimscapeError):
    """A built landscape is missing, damaged, of another version, or being built by someone else."""


class CodingError(ClaimscapeError):
    """A file of hand-coded sentences cannot be compared with a landscape."""


class ExportError(ClaimscapeError):
    """What was to be taken away cannot be written: no such chart, a broken template, a full disk, no browser."""


class OutputError(ClaimscapeError):
    """What a command answers cannot be written to standard output."""


class RemoteError(ClaimscapeError):
    """A file that stands elsewhere, on an object store, cannot be reached, read or written."""
