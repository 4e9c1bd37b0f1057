"""Time the whole process that builds a folder: interpreter start, imports, coding, publishing. Not a test: figures drift.

    python benchmarks/build.py [FOLDER] [--runs N]

Prints the median and the fastest of N runs, wall time and processor time (user and system, all processes), in seconds.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Build the folder into a new place N times, after one run that warms the disk."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "seeds")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    once(given.folder)
    figures = [once(given.folder) for _ in range(given.runs)]
    size = sum(path.stat().st_size for path in given.folder.rglob("*") if path.is_file())
    print(f"{given.folder}: {size / 1000:.0f} kB, {given.runs} runs of `claimscape build`, Python {sys.version.split()[0]}")
    for name, values in zip(("wall", "processor"), zip(*figures, strict=True), strict=True):
        print(f"{name:>10} s   median {median(values):.2f}   fastest {min(values):.2f}")


def once(folder: Path) -> tuple[float, float]:
    """Wall and processor seconds of one build in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        return built(folder, Path(out))


def built(source: Path, out: Path, *options: str) -> tuple[float, float]:
    """Wall and processor seconds of a build with these options, in a process of its own; fails where the build does."""
    command = [sys.executable, "-m", "claimscape", "build", str(source), "--out", str(out / "data"), "--quiet", *options]
    before, began = spent(), time.perf_counter()
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    return time.perf_counter() - began, spent() - before


def spent() -> float:
    """Processor seconds of all ended children of this process."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
