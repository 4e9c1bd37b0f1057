"""Files written whole or not at all: beside their place first, then renamed; what fails or is stopped leaves nothing.

What a killed process leaves is cleared by the next: a file is locked while it is written, and the lock ends with its process.
"""

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from claimscape.errors import ExportError
from claimscape.exports.exhibit import Made

TEMPORARY = ".tmp-"
OURS = re.compile(rf"{re.escape(TEMPORARY)}[0-9a-f]{{12}}(\.\w+)?")


def clear(folder: Path) -> None:
    """Remove what killed processes left half written there, and nothing that anybody still writes."""
    with suppress(OSError):
        for left in [path for path in folder.iterdir() if OURS.fullmatch(path.name)]:
            with suppress(OSError), left.open("rb+") as file:
                if _locked(file.fileno(), waits=False):
                    left.unlink()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what becomes `path` once the block has ended without a fault; ExportError where the disk will not."""
    beside = path.parent / f"{TEMPORARY}{secrets.token_hex(6)}{path.suffix}"  # a signal may come once it is there
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _own(beside):
            yield beside
            _place(beside, path)
    except OSError as fault:
        raise ExportError(_told(path, fault)) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def file_name(made: Made, ending: str) -> str:
    """A name that every system takes, and that the id in it makes the only one: `coverage-7QK2MHXR.png`."""
    return f"{re.sub(r'[^a-z0-9_]', '', made.exhibit.name)[:40]}-{made.id}.{ending}"


@contextmanager
def _own(beside: Path) -> Iterator[None]:
    """An empty file there, locked; made again where somebody cleared it before the lock was on it."""
    while True:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _locked(handle, waits=True)
            if beside.exists():
                yield
                return
        finally:
            os.close(handle)


def _locked(handle: int, waits: bool) -> bool:
    """Lock an open file until it is closed; False where another has it and is not waited for, or where none can be locked."""
    try:
        import fcntl  # not there on Windows

        fcntl.flock(handle, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def _place(beside: Path, path: Path) -> None:
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.chmod(0o666 & ~_mask())
    beside.replace(path)


def _mask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _told(path: Path, fault: OSError) -> str:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"there is no space left for {path}; free some, or name another folder with --out. Nothing half written was left"
    return f"{path} cannot be written ({fault.strerror or fault}); name another folder with --out"
