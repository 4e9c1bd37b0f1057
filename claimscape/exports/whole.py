"""Files written whole or not at all: beside their place first, then renamed; what fails or is stopped leaves nothing."""

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


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what becomes `path` once the block has ended without a fault; ExportError where the disk will not."""
    beside = path.parent / f"{TEMPORARY}{secrets.token_hex(6)}{path.suffix}"  # a signal may come once it is there
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
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
