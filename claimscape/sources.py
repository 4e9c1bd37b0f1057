"""The documents of a folder, with what sources.yaml tells of them; a file that cannot be read is a problem, not the end."""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from claimscape import yamlsafe
from claimscape.errors import SourceError
from claimscape.readers import READERS

METADATA = "sources.yaml"
CODEBOOK = "codebook.yaml"
KEYS = ("label", "kind", "publisher", "url", "author", "date", "language", "licence")
LARGEST = 64 << 20
LONGEST_LABEL = 60
SHOWN = 5

Step = Callable[[int, int], None]
Problem = dict[str, str]


@dataclass(frozen=True)
class Document:
    """One document that was read; what is not known of it is None."""

    doc_id: str
    path: str
    label: str
    sha256: str
    text: str
    known: Mapping[str, str]


@dataclass(frozen=True)
class _File:
    """A file of the folder: where it is, and its name as it can be stored and shown."""

    at: str
    shown: str

    @property
    def stem(self) -> str:
        return os.path.splitext(os.path.basename(self.shown))[0] or self.shown


def read(folder: Path, step: Step = lambda done, total: None) -> tuple[list[Document], list[Problem]]:
    """The documents in order of their names, and a row of the problems table for each file that was lost or guessed at."""
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "is not there"
        raise SourceError(f"{folder} {what}; name a folder with {_formats()} files")
    problems: list[Problem] = []
    files = sorted(_walk(folder, problems), key=lambda file: os.fsencode(file.at))
    entries = _metadata(folder / METADATA, {file.shown for file in files} | {problem["path"] for problem in problems})
    stems = Counter(name for file in files for name in {file.stem, file.shown})  # a.txt.md has the stem a.txt
    documents = []
    for number, file in enumerate(files):
        doc_id = file.stem if stems[file.stem] == 1 else file.shown
        document = _read(file, doc_id, entries.get(file.shown, {}), problems)
        documents += [document] if document else []
        step(number + 1, len(files))
    if not documents:
        told = "".join(f"\n  {problem['path']}: {problem['reason']}" for problem in problems[:SHOWN])
        raise SourceError(f"no documents in {folder}; put {_formats()} files there, or name another folder{told}")
    return documents, sorted(problems, key=lambda problem: (problem["path"], problem["reason"]))


def problem(path: str, stage: str, said: str) -> Problem:
    """A row of the problems table from "what is the matter; what to do"."""
    reason, _, advice = said.partition("; ")
    return {"path": path, "stage": stage, "reason": reason, "advice": advice}


def _walk(folder: Path, problems: list[Problem]) -> Iterator[_File]:
    """The documents below a folder; what is there and is none becomes a problem. Hidden files and YAML are not looked at."""
    left = [(str(folder), "")]
    while left:
        at, above = left.pop()
        try:
            entries = list(os.scandir(at))
        except OSError as error:
            said = f"it cannot be opened ({error.strerror}); allow reading it"
            problems.append(problem(above or _shown(at), "read", said))
            continue
        for entry in entries:
            shown = above + _shown(entry.name)
            if entry.name.startswith(".") or entry.name.lower().endswith((".yaml", ".yml")):
                continue
            if entry.is_dir(follow_symlinks=False):
                left.append((entry.path, f"{shown}/"))
            elif fault := _unfit(entry):
                problems.append(problem(shown, "read", fault))
            else:
                yield _File(entry.path, shown)


def _unfit(entry: os.DirEntry[str]) -> str:
    """Why an entry is not opened, or "": opening a FIFO would wait for ever, a link may lead out of the folder."""
    try:
        if entry.is_symlink():
            return "it is a link, and links are not followed; put the file itself there"
        if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            return "it is no regular file; take it out of the folder"
        if entry.stat().st_size > LARGEST:
            return f"it is larger than {LARGEST >> 20} MiB; split it"
    except OSError as fault:
        return f"it cannot be looked at ({fault.strerror}); allow reading it"
    suffix = os.path.splitext(entry.name)[1].lower()
    if suffix not in READERS:
        return f"there is no reader for {_shown(suffix) or 'a name without suffix'}; save it as {_formats()}, or take it out"
    return ""


def _read(file: _File, doc_id: str, entry: Mapping[str, str], problems: list[Problem]) -> Document | None:
    try:
        with open(file.at, "rb") as opened:
            data = opened.read()
        reading = READERS[os.path.splitext(file.at)[1].lower()](data)
    except OSError as fault:
        problems.append(problem(file.shown, "read", f"it cannot be read ({fault.strerror}); allow reading it"))
        return None
    except SourceError as fault:
        problems.append(problem(file.shown, "read", str(fault)))
        return None
    if not reading.text.strip(" \n\t\u200b\u200c\u200d\u2060\ufeff"):
        what = "it holds no text" if data else "it is empty"
        problems.append(problem(file.shown, "read", f"{what}; put its text into it, or take it out"))
        return None
    problems += [problem(file.shown, "read", note) for note in reading.notes]
    return Document(doc_id, file.shown, entry.get("label", doc_id), hashlib.sha256(data).hexdigest(), reading.text, entry)


def _metadata(path: Path, files: set[str]) -> dict[str, dict[str, str]]:
    """The entries of sources.yaml by file; {} where there is none; SourceError lists every fault with its line."""
    if not path.exists():
        return {}
    data, lines = yamlsafe.read(path, SourceError)
    if not isinstance(data, dict):
        raise SourceError(f"{path} must be 'file name: {{label: …, kind: …}}' lines; see the README")
    faults = [(lines.get(where, 1), what) for where, what in _faults(data, sorted(files))]
    if faults:
        listed = "\n".join(f"  line {line}: {what}" for line, what in sorted(faults))
        raise SourceError(f"{path} has {len(faults)} fault(s); mend them and build again:\n{listed}")
    return data


def _faults(data: Mapping[str, Any], files: Sequence[str]) -> Iterator[tuple[yamlsafe.Where, str]]:
    seen: dict[str, str] = {}
    there, strange = set(files), 0
    for name, entry in data.items():
        if name not in there:
            strange += 1  # the nearest name for thousands takes minutes
            yield (name,), f"there is no document {name}{_nearest(name, files[:1000]) if strange <= 50 else ''}"
        if not isinstance(entry, dict):
            yield (name,), f"{name} needs 'label: …' and the like, not a text or a list"
            continue
        for key, value in entry.items():
            if key not in KEYS:
                yield (name, key), f"{name}: unknown key '{key}'{_nearest(key, KEYS)}"
            elif not isinstance(value, str) or not value.strip() or not value.isprintable():
                yield (name, key), f"{name}: {key} must be one line of text"
            elif key == "url" and not value.startswith(("http://", "https://")):
                yield (name, key), f"{name}: url must begin with http:// or https://"
            elif key == "label" and len(value) > LONGEST_LABEL:
                yield (name, key), f"{name}: label has {len(value)} characters; at most {LONGEST_LABEL}, best 24"
            elif key == "label" and value in seen:
                yield (name, key), f"{name}: label '{value}' is that of {seen[value]} too; charts could not tell them apart"
        if isinstance(entry.get("label"), str):
            seen.setdefault(entry["label"], name)


def _shown(name: str) -> str:
    """A file's name as it can be stored and shown: bytes that are no UTF-8, control and direction marks written out."""
    text = name.replace("\\", "\\\\").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def _formats() -> str:
    return " or ".join((".txt", ".md"))


def _nearest(name: str, names: Sequence[str]) -> str:
    close = get_close_matches(name, names, 1, 0.5)
    return f"; did you mean '{close[0]}'?" if close else f"; known: {', '.join(names[:7])}{' …' if len(names) > 7 else ''}"
