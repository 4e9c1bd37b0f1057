"""The documents of a build, read batch by batch: a folder of files, or the rows of a Parquet, CSV or JSONL file."""

from pathlib import Path

from claimscape.errors import SourceError
from claimscape.sources.document import Document, Problem, problem
from claimscape.sources.folder import Folder, formats, nothing
from claimscape.sources.rows import KINDS, Rows

CODEBOOK = "codebook.yaml"

Source = Folder | Rows


def source(path: Path) -> Source:
    """What to read there; SourceError says why nothing can be."""
    if path.is_dir():
        return Folder(path)
    if path.is_file() and path.suffix.lower() in KINDS:
        return Rows(path)
    what = f"is a file, and no {', '.join(KINDS)}" if path.exists() else "is not there"
    raise SourceError(f"{path} {what}; name a folder with {formats()} files, or a file of rows")


def read(path: Path) -> tuple[list[Document], list[Problem]]:
    """All documents at once, and all problems by path and reason; SourceError where there is no document."""
    found = source(path)
    documents, problems = [], []
    for batch in found.batches(1 << 30, 1 << 60):
        more, lost = batch.read()
        documents += more
        problems += lost
    problems += found.problems
    if not documents:
        raise SourceError(nothing(str(path), problems))
    return documents, ordered(problems)


def ordered(problems: list[Problem]) -> list[Problem]:
    """By path and reason, so that the table does not depend on who read what first."""
    return sorted(problems, key=lambda each: (each["path"], each["reason"]))


__all__ = ["CODEBOOK", "Document", "Folder", "Problem", "Rows", "Source", "nothing", "ordered", "problem", "read", "source"]
