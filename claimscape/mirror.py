"""A landscape elsewhere, on an object store: built in a copy on this machine and sent there, or fetched from there and opened.

It stands there as it does on a disk. The files of a build go first, then its manifest, then CURRENT, one small file that is
replaced at once: readers see the old build or the new one. The build before the current one stays, for those still on it.
"""

import hashlib
import os
import re
import shutil
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from claimscape import remote, store
from claimscape.errors import StoreError
from claimscape.manifest import MANIFEST, manifest_of
from claimscape.parts import Part
from claimscape.remote import Where
from claimscape.store import BUILDS, CURRENT, NAME, Landscape

FILE = re.compile(r"[a-z_]+\.parquet(/[0-9]+\.parquet)?$")
OWNER = ".builder"
KEPT_SECONDS = 24 * 60 * 60  # of a copy that is no longer current: somebody may look at it


def open_landscape(folder: Where) -> Landscape:
    """The landscape in a folder, or a copy of the one at an address like s3://bucket/folder; StoreError says what is wrong."""
    return store.open_landscape(folder if isinstance(folder, Path) else here(remote.where(folder)))


def here(place: Where) -> Path:
    """The folder itself, or the copy on this machine of the current build of a landscape elsewhere, brought up to date."""
    if isinstance(place, Path):
        return place
    folder, name = remote.cache(place), (remote.read(f"{place}/{CURRENT}") or b"").decode("ascii", "replace").strip()
    if not NAME.match(name):
        raise StoreError(f"there is no landscape in {place}; make one with: claimscape build SOURCE --out {place}")
    if not (folder / BUILDS / name).is_dir():
        _fetch(f"{place}/{BUILDS}/{name}", folder / BUILDS / name)
    beside = folder / f".tmp-{uuid4().hex[:8]}"
    beside.write_text(name, "ascii")
    os.replace(beside, folder / CURRENT)
    for build in (folder / BUILDS).iterdir():
        if build.name != name and time.time() - build.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(build, ignore_errors=True)
    return folder


@contextmanager
def claimed(place: Where) -> Iterator[None]:
    """The place elsewhere for this build alone. There are no locks that end with their process: a mark says who has it."""
    if isinstance(place, Path):
        yield
        return
    mark, now = f"{place}/{OWNER}", datetime.now(UTC).isoformat(timespec="seconds")
    try:
        remote.write(mark, f"pid {os.getpid()} on {socket.gethostname()} since {now}".encode(), new=True)
    except FileExistsError:
        owner = (remote.read(mark) or b"another process").decode("utf-8", "replace")
        advice = f"wait until it has ended, or remove {mark} where it was killed"
        raise StoreError(f"{place} is being built by {owner}; {advice}") from None
    try:
        yield
    finally:
        remote.remove(mark)


def collect(parts: str, folder: Path, made: Iterable[Part]) -> None:
    """The files of parts that were coded elsewhere are in a folder here too."""
    for part in made:
        for name, facts in part.files.items():
            _get(f"{parts}/{part.key}/{name}.parquet", folder / part.key / f"{name}.parquet", facts["sha256"])


def send(landscape: Landscape, place: Where) -> None:
    """The landscape is the current one elsewhere; nothing to do where it was built in its own place."""
    if isinstance(place, Path):
        return
    build = landscape.folder.name
    at, before = f"{place}/{BUILDS}/{build}", (remote.read(f"{place}/{CURRENT}") or b"").decode("ascii", "replace")
    for name in (*landscape.manifest["files"], MANIFEST):
        remote.put(landscape.folder / name, f"{at}/{name}")
    remote.write(f"{place}/{CURRENT}", build.encode())
    builds = {name.partition("/")[0] for name, _ in remote.files(f"{place}/{BUILDS}")}
    for name in builds - {build, before.strip()}:
        remote.remove(f"{place}/{BUILDS}/{name}")


def _fetch(at: str, build: Path) -> None:
    data = remote.read(f"{at}/{MANIFEST}")
    beside = build.with_name(f".tmp-{uuid4().hex[:8]}")
    if data is None:
        raise StoreError(f"{at}/{MANIFEST} is missing; build again")
    beside.mkdir(parents=True)
    try:
        (beside / MANIFEST).write_bytes(data)
        for name, facts in manifest_of(beside)["files"].items():
            if not FILE.match(name):
                raise StoreError(f"{at}/{MANIFEST} names a file {name}; it is no manifest of a build, build again")
            _get(f"{at}/{name}", beside / name, facts["sha256"])
        if not build.is_dir():
            os.replace(beside, build)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _get(url: str, file: Path, sha256: str) -> None:
    """A copy of a file whose checksum is known; StoreError where it is another or none."""
    if not remote.get(url, file):
        raise StoreError(f"{url} is missing; build again")
    with file.open("rb") as copy:
        if hashlib.file_digest(copy, "sha256").hexdigest() != sha256:
            raise StoreError(f"{url} is damaged: its checksum is not that of the manifest; build again")
