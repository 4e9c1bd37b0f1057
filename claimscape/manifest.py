"""The manifest of a build, manifest.json beside its tables: what it was made from, and every file with its checksum."""

import errno
import hashlib
import json
import os
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from claimscape.errors import StoreError

MANIFEST = "manifest.json"
FACTS = {"version": str, "source": str, "created": str, "codebook": dict, "licences": dict}
BOOK = {"title": str, "version": str, "sha256": str, "queries": dict}


def manifest_of(build: Path) -> dict[str, Any]:
    """The manifest of a build's folder; StoreError where it is unreadable, FileNotFoundError where the folder has none."""
    try:
        manifest = json.loads(read(build / MANIFEST).decode("utf-8"))
        files = {name: {key: of[key] for key in ("sha256", "bytes", "rows")} for name, of in manifest["files"].items()}
        counts: dict[str, Any] = dict(manifest["counts"])
        _typed(manifest, FACTS)
        _typed(manifest.get("codebook", {}), BOOK)
        for counted in (counts, *files.values()):
            _typed(counted, dict.fromkeys(counted.keys() - {"sha256"}, int))
        facts = {"files": files, "build_id": str(manifest["build_id"]), "counts": counts}
        return dict(manifest) | facts | {"generation": int(manifest["generation"])}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StoreError(f"{build / MANIFEST} is damaged; {rebuild(build)}") from None


def checksum(path: Path) -> str:
    """The sha256 of a file, worked out once a process for a file that does not change."""
    found = _regular(path)
    return _sha256(path, found.st_size, found.st_mtime_ns, found.st_ino)


def read(path: Path) -> bytes:
    """What is in a regular file; OSError where it is anything else: a pipe would be waited for, for ever."""
    _regular(path)
    return path.read_bytes()


def rebuild(build: Path) -> str:
    """What to do about a build's folder that is damaged."""
    return f"build it again with: claimscape build SOURCE --out {build.parent.parent}"


def _typed(facts: dict[str, Any], types: Mapping[str, type]) -> None:
    """TypeError where one of the facts is there and of another type."""
    for name, kind in types.items():
        if not isinstance(facts.get(name, kind()), kind):
            raise TypeError(name)


def _regular(path: Path) -> os.stat_result:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "is no regular file", str(path))
    return found


@lru_cache(maxsize=1024)
def _sha256(path: Path, _size: int, _changed: int, _inode: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
