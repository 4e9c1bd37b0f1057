"""Files elsewhere, by an address such as s3://bucket/folder: whatever fsspec knows; this is the one module that loads it.

An object store has no renames and no locks. What is written there is whole once its last, small file stands: part.json of a
part, CURRENT of a landscape.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import unquote

from claimscape.errors import ClaimscapeError, RemoteError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

INSTALL = "needs fsspec and what reaches that place, which are not installed"
CREDENTIALS = "look at its name, the network, and the credentials of this machine"
BUCKETS = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oci", "oss", "r2")

Where = str | Path  # an address with ://, or a path of this machine


def where(text: Where) -> Where:
    """What a place is meant as: an address, or a path of this machine, which file:// is too."""
    told = str(text)
    if told.startswith("file://"):
        return Path(unquote(told.removeprefix("file://")))
    return told.rstrip("/") if far(text) else Path(text)


def far(place: Where) -> bool:
    """Whether it is an address elsewhere."""
    return isinstance(place, str) and "://" in place


def beside(place: Where, name: str) -> Where:
    """The file of that name in a folder here or elsewhere."""
    return place / name if isinstance(place, Path) else f"{place}/{name}"


def above(place: Where) -> Where:
    """The folder in which a file stands."""
    return place.parent if isinstance(place, Path) else place.rpartition("/")[0]


def cache(url: str) -> Path:
    """Where this machine keeps its copy of a landscape elsewhere."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "claimscape" / hashlib.sha256(url.encode()).hexdigest()[:16]


def files(url: str) -> list[tuple[str, int]]:
    """The files below a folder: each by its path there, with its size."""
    with _reaching(url) as (system, at):
        found = system.find(at, detail=True)
        return [(path.removeprefix(at.rstrip("/") + "/"), int(about["size"] or 0)) for path, about in found.items()]


def size(url: str) -> int | None:
    """How many bytes a file has, None where there is none."""
    with _reaching(url) as (system, at), suppress(FileNotFoundError):
        return int(system.info(at)["size"] or 0)
    return None


def read(url: str) -> bytes | None:
    """What a file holds, None where there is none."""
    with _reaching(url) as (system, at), suppress(FileNotFoundError):
        return bytes(system.cat_file(at))
    return None


def reads(url: str, names: Sequence[str]) -> list[bytes | str]:
    """What each of the files of a folder holds, read side by side; why it cannot be read where it is not there or not ours."""
    with _reaching(url) as (system, at):
        paths = [f"{at}/{name}" for name in names]
        found = dict.fromkeys(paths, b"")
        answers = system.cat(paths, on_error="return")
        for path, answer in (answers if isinstance(answers, dict) else {paths[0]: answers}).items():
            if isinstance(answer, Exception) and not isinstance(answer, (FileNotFoundError, PermissionError)):
                raise answer  # of the network: it may go again
            found[path] = answer
        return [answer if isinstance(answer, bytes) else _line(answer) for answer in found.values()]


@contextmanager
def opened(url: str) -> Iterator[BinaryIO]:
    """A file for reading, piece by piece."""
    with _reaching(url) as (system, at), system.open(at, "rb") as file:
        yield file


def write(url: str, data: bytes, new: bool = False) -> None:
    """The file holds the data; FileExistsError where it had to be new and is not."""
    with _reaching(url, "written") as (system, at):
        _make_room(url, system, at)
        system.pipe_file(at, data, **({"mode": "create"} if new else {}))


def put(file: Path, url: str) -> None:
    """A file of this machine is there too."""
    with _reaching(url, "written") as (system, at):
        _make_room(url, system, at)
        system.put_file(str(file), at)


def get(url: str, file: Path) -> bool:
    """A file from there is on this machine too; False where there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with _reaching(url) as (system, at), suppress(FileNotFoundError):
        system.get_file(at, str(file))
        return True
    return False


def remove(url: str) -> None:
    """A file or a folder is there no longer."""
    with _reaching(url, "removed") as (system, at), suppress(FileNotFoundError):
        system.rm(at, recursive=True)
        system.invalidate_cache()


@contextmanager
def near(folder: Where, *names: str) -> Iterator[Path]:
    """That folder, or one here with copies of those of its files that are there; a fault tells of the originals."""
    if isinstance(folder, Path):
        yield folder
        return
    with TemporaryDirectory(prefix="claimscape-") as here:
        for name in names:
            if (data := read(f"{folder}/{name}")) is not None:
                (Path(here) / name).write_bytes(data)
        try:
            yield Path(here)
        except ClaimscapeError as fault:
            raise type(fault)(str(fault).replace(here, folder)) from None


@contextmanager
def _reaching(url: str, what: str = "read") -> Iterator[tuple["AbstractFileSystem", str]]:
    """The file system of an address and the path in it; whatever goes wrong there is told in one sentence."""
    try:
        from fsspec.core import url_to_fs

        system, at = url_to_fs(url, use_listings_cache=False)
        yield system, at
    except (FileExistsError, ClaimscapeError):
        raise
    except ImportError as fault:
        raise RemoteError(f"{url} {INSTALL} ({_line(fault)}); try: pip install 'claimscape[cluster]'") from None
    except ValueError as fault:
        raise RemoteError(f"{url} is no address that fsspec knows ({_line(fault)}); write it as s3://BUCKET/FOLDER") from None
    except Exception as fault:
        raise RemoteError(f"{url} cannot be {what} ({type(fault).__name__}: {_line(fault)}); {CREDENTIALS}") from None


def _make_room(url: str, system: "AbstractFileSystem", at: str) -> None:
    """The folder of a file, where there are folders; on an object store this would make a bucket of a name mistyped."""
    if url.partition("://")[0] not in BUCKETS:
        system.makedirs(at.rpartition("/")[0], exist_ok=True)


def _line(fault: Any) -> str:
    return (str(getattr(fault, "strerror", None) or fault).splitlines() or ["no reason given"])[0]
