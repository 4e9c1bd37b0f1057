"""What a source yields: documents, and a row of the problems table for each that was lost or guessed at."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import category

from claimscape.errors import SourceError
from claimscape.readers import READERS

KEYS = ("label", "kind", "publisher", "url", "author", "date", "language", "licence")
LARGEST = 64 << 20
LONGEST_LABEL = 60
SHOWN = 5

Problem = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a document before it is read; `path` is how it is called in a problem."""

    doc_id: str
    path: str
    known: Mapping[str, str]


@dataclass(frozen=True)
class Document:
    """One document that was read; what is not known of it is None."""

    doc_id: str
    path: str
    label: str
    sha256: str
    text: str
    known: Mapping[str, str]


def problem(path: str, stage: str, said: str) -> Problem:
    """A row of the problems table from "what is the matter; what to do"."""
    reason, _, advice = said.partition("; ")
    return {"path": path, "stage": stage, "reason": reason, "advice": advice}


def told(problems: list[Problem]) -> str:
    """The first of them as lines below a sentence."""
    return "".join(f"\n  {each['path']}: {each['reason']}" for each in problems[:SHOWN])


def document(data: bytes, suffix: str, entry: Entry, problems: list[Problem]) -> Document | None:
    """The document in the bytes of a file with this suffix; None, and the reason in `problems`, where they hold none."""
    doc_id, path, known = entry.doc_id, entry.path, entry.known
    try:
        reading = READERS[suffix](data)
    except SourceError as fault:
        problems.append(problem(path, "read", str(fault)))
        return None
    if all(char.isspace() or category(char) == "Cf" for char in reading.text):  # none that is seen
        what = "it holds no text" if data else "it is empty"
        problems.append(problem(path, "read", f"{what}; put its text into it, or take it out"))
        return None
    problems += [problem(path, "read", note) for note in reading.notes]
    return Document(doc_id, path, known.get("label", doc_id), hashlib.sha256(data).hexdigest(), reading.text, known)
