"""A folder of documents, one a file, in the order of their names; a file that cannot be read is a problem, not the end."""

import os
import socket
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claimscape import remote
from claimscape.errors import SourceError
from claimscape.readers import READERS
from claimscape.remote import Where
from claimscape.sources.described import METADATA, described
from claimscape.sources.document import LARGEST, Document, Entry, Problem, document, problem, told


@dataclass(frozen=True, slots=True)
class File:
    """A file below the folder: where it is there, its name as it can be stored and shown, and its size."""

    at: str
    shown: str
    bytes: int

    @property
    def stem(self) -> str:
        """The name without its folders and suffix."""
        return os.path.splitext(os.path.basename(self.shown))[0] or self.shown


@dataclass(frozen=True)
class Files:
    """A batch of files that have not been read yet: each with its doc_id and what is known of it."""

    folder: str
    files: tuple[tuple[File, Entry], ...]

    @property
    def name(self) -> str:
        """The first file, and the last."""
        first, last = self.files[0][0].shown, self.files[-1][0].shown
        return first if first == last else f"{first} … {last}"

    @property
    def bytes(self) -> int:
        """Their sizes together."""
        return sum(file.bytes for file, _ in self.files)

    def __len__(self) -> int:
        return len(self.files)

    def read(self) -> tuple[list[Document], list[Problem]]:
        """The documents, and a problem for each file that was lost or guessed at."""
        problems: list[Problem] = []
        if remote.far(self.folder):
            found = list(self._fetch(problems))
        else:
            found = [self._read(file, entry, problems) for file, entry in self.files]
        return [each for each in found if each], problems

    def halves(self) -> tuple["Files", "Files"]:
        """The first half and the second."""
        middle = len(self.files) // 2
        return Files(self.folder, self.files[:middle]), Files(self.folder, self.files[middle:])

    def _read(self, file: File, entry: Entry, problems: list[Problem]) -> Document | None:
        try:
            with open(os.path.join(self.folder, file.at), "rb") as opened:
                data = opened.read(LARGEST + 1)
        except OSError as fault:
            if not os.path.isdir(self.folder):  # not this file is the matter
                where = f"is not there on {socket.gethostname()}"
                raise SourceError(f"{self.folder} {where}; name a folder that all machines of the build see") from None
            problems.append(problem(file.shown, "read", f"it cannot be read ({fault.strerror}); allow reading it"))
            return None
        return _document_of(data, file, entry, problems)

    def _fetch(self, problems: list[Problem]) -> Iterator[Document | None]:
        """The documents of a folder elsewhere, asked for side by side."""
        answers = remote.reads(self.folder, [file.at for file, _ in self.files])
        for (file, entry), answer in zip(self.files, answers, strict=True):
            if isinstance(answer, bytes):
                yield _document_of(answer, file, entry, problems)
            else:
                problems.append(problem(file.shown, "read", f"it cannot be read ({answer}); allow reading it"))


class Folder:
    """The documents of a folder, listed when it is made and read batch by batch; SourceError where there are none."""

    def __init__(self, folder: Where) -> None:
        self._named = folder
        self._folder = folder if isinstance(folder, str) else os.path.abspath(folder)  # may be read from where others stand
        self.problems: list[Problem] = []
        walk = _listed if isinstance(folder, str) else _walk
        self._files = sorted(walk(self._folder, self.problems), key=lambda file: os.fsencode(file.at))
        names = {file.shown for file in self._files} | {each["path"] for each in self.problems}
        with remote.near(folder, METADATA) as here:
            self._known = described(here / METADATA, names)
        if not self._files:
            raise SourceError(self.nothing(self.problems))
        stems = Counter(name for file in self._files for name in {file.stem, file.shown})  # a.txt.md has the stem a.txt
        self._twice = {name for name, count in stems.items() if count > 1}
        self.documents: int | None = len(self._files)
        self.bytes = sum(file.bytes for file in self._files)

    def batches(self, most: int, size: int) -> Iterator[Files]:
        """All documents in their order, at most so many in a batch, and so many bytes unless one has more."""
        batch: list[File] = []
        held = 0
        for file in self._files:
            if batch and (len(batch) == most or held + file.bytes > size):
                yield self._batch(batch)
                batch, held = [], 0
            batch.append(file)
            held += file.bytes
        yield self._batch(batch)

    def sample(self, most: int) -> Files:
        """So many documents at most, evenly from all."""
        step = max(len(self._files) // most, 1)
        return self._batch(self._files[::step][:most])

    def nothing(self, problems: list[Problem]) -> str:
        """The sentence that says that no document was found, and why."""
        return f"no documents in {self._named}; put {formats()} files there, or name another folder{told(problems)}"

    def _batch(self, files: list[File]) -> Files:
        return Files(self._folder, tuple((file, self._entry(file)) for file in files))

    def _entry(self, file: File) -> Entry:
        doc_id = file.shown if file.stem in self._twice else file.stem
        return Entry(doc_id, file.shown, self._known.get(file.shown, {}))


def formats() -> str:
    """The suffixes that people are told of."""
    return " or ".join((".txt", ".md"))


def _walk(folder: str, problems: list[Problem]) -> Iterator[File]:
    """The documents below a folder; what is there and is none becomes a problem. Hidden files and YAML are not looked at."""
    left = [("", "")]
    while left:
        below, above = left.pop()
        at = os.path.join(folder, below)
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
                left.append((os.path.join(below, entry.name), f"{shown}/"))
            elif fault := _unfit(entry):
                problems.append(problem(shown, "read", fault))
            else:
                yield File(os.path.join(below, entry.name), shown, entry.stat().st_size)


def _document_of(data: bytes, file: File, entry: Entry, problems: list[Problem]) -> Document | None:
    if len(data) > LARGEST:
        problems.append(problem(file.shown, "read", f"it grew beyond {LARGEST >> 20} MiB; split it"))
        return None
    return document(data, os.path.splitext(file.at)[1].lower(), entry, problems)


def _listed(url: str, problems: list[Problem]) -> Iterator[File]:
    """The documents below a folder elsewhere, as `_walk` finds those of this machine."""
    for name, size in remote.files(url):
        shown = "/".join(map(_shown, name.split("/")))
        if name.lower().endswith((".yaml", ".yml")) or any(part.startswith(".") for part in name.split("/")):
            continue
        if fault := _unread(name) or _large(size):
            problems.append(problem(shown, "read", fault))
        else:
            yield File(name, shown, size)


def _unfit(entry: os.DirEntry[str]) -> str:
    """Why an entry is not opened, or "": opening a FIFO would wait for ever, a link may lead out of the folder."""
    try:
        if entry.is_symlink():
            return "it is a link, and links are not followed; put the file itself there"
        if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            return "it is no regular file; take it out of the folder"
        if large := _large(entry.stat().st_size):
            return large
    except OSError as fault:
        return f"it cannot be looked at ({fault.strerror}); allow reading it"
    return _unread(entry.name)


def _large(size: int) -> str:
    return f"it is larger than {LARGEST >> 20} MiB; split it" if size > LARGEST else ""


def _unread(name: str) -> str:
    suffix = os.path.splitext(name)[1].lower()
    if suffix in READERS:
        return ""
    return f"there is no reader for {_shown(suffix) or 'a name without suffix'}; save it as {formats()}, or take it out"


def _shown(name: str) -> str:
    """A file's name as it can be stored and shown: bytes that are no UTF-8, control and direction marks written out."""
    text = name.replace("\\", "\\\\").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else _written(char) for char in text)


def _written(char: str) -> str:
    """The character written out; one of Latin-1 otherwise than a byte that is no UTF-8, or two names would be one."""
    return f"\\u{ord(char):04x}" if "\x80" <= char <= "\xff" else char.encode("unicode_escape").decode("ascii")
