"""What a build costs as the corpus grows: time, processor time, memory and disk for each number of documents. Not a test.

    python benchmarks/scale.py [--documents 10,1000,10000] [--workers N] [--folder]

Documents are those of benchmarks/corpus.py, read as rows of Parquet or, with --folder, as files. Memory is what all processes
of the build hold together at the most (proportional set size, asked every 0.2 s; Linux only). The last column is the processor
time of a document in ratio to that of the largest corpus up to 1,000: it should not grow.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.corpus import write  # noqa: E402 - after the path

COMPARED = 1000


def main() -> None:
    """Build each corpus in a process of its own and print a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", default="10,1000,10000")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--folder", action="store_true")
    given = parser.parse_args()
    print("| documents | MB | wall s | processor s | MB/s | memory MB | on disk MB | a document, × |")
    print("|---" * 8 + "|", flush=True)
    base = 0.0
    for count in map(int, given.documents.split(",")):
        with tempfile.TemporaryDirectory() as at:
            source = Path(at) / ("corpus" if given.folder else "corpus.parquet")
            write(source, count)
            wall, spent, memory = built(source, Path(at) / "data", given.workers)
            size = sum(path.stat().st_size for path in (Path(at) / "data").rglob("*.parquet") if path.is_file())
            text = characters(Path(at) / "data")
            base = spent / count if count <= COMPARED or not base else base
            told = (f"{count:,}", f"{text / 1e6:.1f}", f"{wall:.1f}", f"{spent:.1f}", f"{text / 1e6 / wall:.2f}")
            print(f"| {' | '.join(told)} | {memory:.0f} | {size / 1e6:.1f} | {spent / count / base:.2f} |", flush=True)


def built(source: Path, out: Path, workers: int) -> tuple[float, float, float]:
    """Wall seconds, processor seconds of all processes, and the most memory they held together, in MB."""
    options = ["--out", str(out), "--workers", str(workers), "--quiet"]
    command = [sys.executable, "-m", "claimscape", "build", str(source), *options]
    before, began, most = os.times(), time.perf_counter(), 0
    process = subprocess.Popen(command, cwd=ROOT)
    while process.poll() is None:
        most = max(most, sum(map(held, family(process.pid))))
        time.sleep(0.2)
    after = os.times()
    if process.returncode:
        raise SystemExit(process.returncode)
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, spent, most / 1024


def family(pid: int) -> list[int]:
    """The process and all that it started."""
    found = [pid]
    with suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text("ascii").split():
                found += family(int(child))
    return found


def held(pid: int) -> int:
    """Proportional set size of a process, in kB: shared pages count once among those that share them."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return 0


def characters(data: Path) -> int:
    """How long the texts of a landscape are together."""
    import claimscape

    return int(claimscape.open_landscape(data).ask("SELECT sum(characters) AS n FROM documents")["n"][0])


if __name__ == "__main__":
    main()
