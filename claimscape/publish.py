"""Publishing: the tables of one build become a landscape on disk, whole or not at all, by one builder at a time."""

import json
import os
import shutil
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate, chain, count
from pathlib import Path
from typing import Any

import pyarrow as pa
from filelock import FileLock, Timeout

from claimscape import forms, parts, tallies
from claimscape.errors import StoreError
from claimscape.manifest import MANIFEST, checksum, manifest_of
from claimscape.parts import Part
from claimscape.store import BUILDS, CURRENT, Landscape, current, table_of
from claimscape.tables import DERIVED, LAYOUT, SCHEMAS

KEPT = 2
KEPT_SECONDS = 15 * 60  # a reader may still be on a build that is no longer the current one
TEMPORARY = ".tmp-"
LOCK = ".lock"
OWNER = ".builder"


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """The folder for this process alone; StoreError says who else is building there. The lock ends with its process."""
    try:
        (folder / BUILDS).mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0, is_singleton=True)
        lock.acquire()
    except Timeout:
        advice = "wait until it has ended, or name another folder"
        raise StoreError(f"{folder} is being built by {_owner(folder)}; {advice}") from None
    except OSError as fault:
        raise StoreError(f"{folder} cannot be written ({fault.strerror or fault}); name a folder that can") from None
    try:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(OSError):  # a full disk: the lock holds without a name on it
            (folder / OWNER).write_text(f"pid {os.getpid()} on {socket.gethostname()} since {now}", "utf-8")
        yield
    finally:
        lock.release()


def publish(
    tables: Mapping[str, pa.Table], manifest: Mapping[str, Any], folder: str | Path, made: Sequence[tuple[Path, Part]] = ()
) -> Landscape:
    """Make the tables, and the files of the parts in their order, the current build.

    `manifest` holds at least build_id and version. A table of one part is a file, one of several a folder of files.
    """
    folder = Path(folder)
    with claimed(folder):
        _remove(folder / BUILDS, TEMPORARY)
        temporary = folder / BUILDS / f"{TEMPORARY}{os.getpid()}"
        try:
            whole = _write(tables, made, manifest, temporary, _generation(folder))
            build = _place(temporary, folder / BUILDS / str(manifest["build_id"]), whole["generation"])
            _replace(folder / CURRENT, build.name)
            _sync(folder)
        except OSError as fault:
            raise unwritable(folder, fault) from None
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        _collect(build, str(manifest["build_id"]))
    return Landscape(build, whole)


def unwritable(folder: Path, fault: OSError) -> StoreError:
    """What to tell of a landscape's folder that could not be written."""
    why = str(fault.strerror or fault)
    with suppress(OSError):  # the folder itself may be gone
        why += f"; {shutil.disk_usage(folder).free >> 20} MiB are free"
    stands = ", the last build stands" if current(folder) else ""
    return StoreError(f"{folder} cannot be written ({why}); mend that and build again{stands}")


def _write(
    tables: Mapping[str, pa.Table],
    made: Sequence[tuple[Path, Part]],
    manifest: Mapping[str, Any],
    temporary: Path,
    generation: int,
) -> dict[str, Any]:
    temporary.mkdir()
    given = sorted(set(tables) - set(DERIVED))  # these are written below, part by part
    files = {f"{name}.parquet": parts.write(tables[name], temporary / f"{name}.parquet") for name in given}
    for number, (at, part) in enumerate(made):
        for name, facts in part.files.items():
            if name in DERIVED:
                continue
            file = f"{name}.parquet" if len(made) == 1 else f"{name}.parquet/{number:06}.parquet"
            (temporary / file).parent.mkdir(exist_ok=True)
            _link(at / f"{name}.parquet", temporary / file)
            files[file] = facts
    files |= _derived(tables, made, temporary)
    counts: dict[str, int] = {}
    for file, facts in files.items():
        counts[table_of(file)] = counts.get(table_of(file), 0) + facts["rows"]
    facts = {
        **manifest,
        "layout": LAYOUT,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "generation": generation,
        "counts": dict(sorted(counts.items())),
        "files": dict(sorted(files.items())),
    }
    _replace(temporary / MANIFEST, json.dumps(facts, indent=1, ensure_ascii=True) + "\n")
    for each in {(temporary / file).parent for file in files} | {temporary}:
        _sync(each)
    return facts


def _derived(tables: Mapping[str, pa.Table], made: Sequence[tuple[Path, Part]], temporary: Path) -> dict[str, dict[str, Any]]:
    """What the pages count and the index of words, part by part, in files named like those of the parts."""

    def read(at: Path | None, name: str, columns: tuple[str, ...]) -> pa.Table:
        return tables[name].select(columns) if at is None else parts.columns(at / f"{name}.parquet", columns)

    given: list[Path | None] = [at for at, _ in made] or [None]
    firsts = accumulate([part.files["documents"]["rows"] for _, part in made], initial=0)

    def derive(number: int, at: Path | None, first: int) -> dict[str, dict[str, Any]]:
        found = tallies.of_part(partial(read, at), tables["codes"], first)
        found["forms"] = forms.moved(read(at, "forms", tuple(SCHEMAS["forms"].names)), first)
        files = {name: f"{name}.parquet" if len(given) == 1 else f"{name}.parquet/{number:06}.parquet" for name in found}
        return {file: parts.write(found[name], temporary / file, **tallies.HOW.get(name, {})) for name, file in files.items()}

    for name in DERIVED if len(given) > 1 else ():
        (temporary / f"{name}.parquet").mkdir()
    with ThreadPoolExecutor(os.cpu_count()) as crew:  # sorting and writing let other threads run
        derived = crew.map(derive, range(len(given)), given, firsts)
        return {file: facts for files in derived for file, facts in files.items()}


def _link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the file system has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        _sync(target)


def _place(temporary: Path, build: Path, generation: int) -> Path:
    """Rename the finished folder to its name; an equal build that stands there stays and takes the new manifest only.

    Where other bytes have the name it gets the next that is free, ID-GENERATION: no build moves before a new one is named.
    """
    for stands in (build, *sorted(build.parent.glob(f"{build.name}-[0-9]*"))):
        if stands.is_dir() and _equal(temporary, stands):
            os.replace(temporary / MANIFEST, stands / MANIFEST)
            return stands
    names = chain([build], (build.with_name(f"{build.name}-{number}") for number in count(generation)))
    free = next(at for at in names if not os.path.lexists(at))
    os.replace(temporary, free)
    _sync(build.parent)
    return free


def _equal(one: Path, other: Path) -> bool:
    files = manifest_of(one)["files"]
    with suppress(OSError):
        return all(checksum(other / name) == facts["sha256"] for name, facts in files.items())
    return False


def _generation(folder: Path) -> int:
    """One more than that of any build there; builds are ordered by it, because clocks go back."""
    return 1 + max((found for found in map(_generation_of, (folder / BUILDS).iterdir())), default=0)


def _generation_of(build: Path) -> int:
    try:
        return int(manifest_of(build).get("generation", 0))
    except (StoreError, OSError, ValueError, TypeError):
        return 0


def _collect(current: Path, build_id: str) -> None:
    """Remove builds beyond the last few; never the current one, never one so young that a reader may be on it.

    One of the same id goes first: the current one took its place.
    """
    others = [build for build in current.parent.iterdir() if build != current]
    others.sort(key=lambda build: (not build.name.startswith(build_id), _generation_of(build)), reverse=True)
    for build in others[KEPT - 1 :]:
        if time.time() - build.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(build, ignore_errors=True)


def _remove(builds: Path, prefix: str) -> None:
    for left in builds.iterdir():
        if left.name.startswith(prefix):
            shutil.rmtree(left, ignore_errors=True)


def _owner(folder: Path) -> str:
    try:
        return (folder / OWNER).read_text("utf-8") or "another process"
    except (OSError, UnicodeDecodeError):
        return "another process"


def _replace(at: Path, text: str) -> None:
    """The file holds the text, or what it held before; never a part of it."""
    beside = at.with_name(f"{TEMPORARY}{at.name}")
    beside.write_text(text, "utf-8")
    _sync(beside)
    os.replace(beside, at)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
