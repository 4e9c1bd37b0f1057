"""The documents of a build, read batch by batch: a folder of files, or the rows of a Parquet, CSV or JSONL file."""

import os

from claimscape import remote
from claimscape.errors import SourceError
from claimscape.remote import Where
from claimscape.sources.document import Document, Problem, problem
from claimscape.sources.folder import Folder, formats
from claimscape.sources.rows import KINDS, Rows

CODEBOOK = "codebook.yaml"

Source = Folder | Rows


def source(path: Where) -> Source:
    """What to read there, on this machine or elsewhere; SourceError says why nothing can be."""
    if isinstance(path, str):
        return Rows(path) if of_rows(path) else Folder(path)
    if path.is_dir():
        return Folder(path)
    if path.is_file() and of_rows(path):
        return Rows(path)
    what = f"is a file, and no {', '.join(KINDS)}" if path.exists() else "is not there"
    raise SourceError(f"{path} {what}; name a folder with {formats()} files, or a file of rows")


def of_rows(path: Where) -> bool:
    """Whether its name is that of a file of rows."""
    return os.path.splitext(path)[1].lower() in KINDS


def above(path: Where) -> Where:
    """The folder with what stands beside the documents: that of the files, or the one in which the file of rows stands."""
    folder = not of_rows(path) if isinstance(path, str) else path.is_dir()
    return path if folder else remote.above(path)


def read(path: Where) -> tuple[list[Document], list[Problem]]:
    """All documents at once, and all problems by path and reason; SourceError where there is no document."""
    found = source(path)
    documents, problems = [], []
    for batch in found.batches(1 << 30, 1 << 60):
        more, lost = batch.read()
        documents += more
        problems += lost
    problems += found.problems
    if not documents:
        raise SourceError(found.nothing(problems))
    return documents, ordered(problems)


def ordered(problems: list[Problem]) -> list[Problem]:
    """By path and reason, so that the table does not depend on who read what first."""
    return sorted(problems, key=lambda each: (each["path"], each["reason"]))


__all__ = [
    "CODEBOOK",
    "Document",
    "Folder",
    "Problem",
    "Rows",
    "Source",
    "above",
    "of_rows",
    "ordered",
    "problem",
    "read",
    "source",
]
