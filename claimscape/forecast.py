"""What a build will take, from a sample, and a refusal at once where disk or memory will not do."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from claimscape.coding import Coder
from claimscape.errors import BuildError
from claimscape.sources import Source

SAMPLE, LONGEST = 12, 20_000  # documents, and characters of each
WORKER = 400 << 20  # bytes of memory a worker takes on batches of the size of build.BYTES; measured 0.3 GB, docs/performance.md
SPARE = 1.1


def refuse(coder: Coder, source: Source, out: Path, workers: int) -> str:
    """The time and disk that a build takes, in a sentence; BuildError where the disk or the memory is too small for it.

    No workers are those of other machines: how many they are is not known yet.
    """
    documents = [replace(each, text=each.text[:LONGEST]) for each in source.sample(SAMPLE).read()[0]]
    begun = time.perf_counter()
    rows = coder(documents)
    written = sum(map(_packed, rows.values()))
    seconds = time.perf_counter() - begun
    times = source.bytes / max(sum(len(each.text) for each in documents), 1)
    disk = int(times * written * SPARE)
    free = shutil.disk_usage(out).free
    if disk > free:
        advice = "free some, or name another place with --out"
        raise BuildError(f"this build needs about {size(disk)} on the disk of {out} and {size(free)} are free; {advice}")
    memory = _memory()
    if memory and workers * WORKER > memory:
        needed = f"{workers} worker{'s' if workers > 1 else ''} need about {size(workers * WORKER)} of memory"
        cure = f"build with --workers {memory // WORKER}" if memory >= WORKER else "end other programs"
        raise BuildError(f"{needed} and {size(memory)} are free; {cure}")
    count = f"{source.documents:,} documents, " if source.documents else ""
    hours = length(seconds * times / max(workers, 1))
    where = f"in {workers} process{'es' if workers > 1 else ''}" if workers else "of processor time"
    return f"{count}{size(source.bytes)}: about {hours} {where}, {size(disk)} on disk"


def able() -> int:
    """How many workers this process's share of the machine will do: one a core, fewer where memory is short."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = _memory()
    return max(min(cores, memory // WORKER), 1) if memory else cores


def length(seconds: float) -> str:
    """A time in words, in the unit that fits."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def size(count: float) -> str:
    """A number of bytes in the unit that fits."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:,.3g} GB"


def _packed(rows: pa.Table) -> int:
    into = pa.BufferOutputStream()
    pq.write_table(rows, into, compression="zstd", write_page_checksum=True)
    return int(into.getvalue().size)


def _memory() -> int | None:
    """Bytes of memory that can be had; None where the system does not say (only Linux does)."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return None
