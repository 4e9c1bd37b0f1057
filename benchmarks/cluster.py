"""What a cluster costs beside this machine's own processes: processor time of all processes of the same build. Not a test.

    python benchmarks/cluster.py [--documents 400] [--workers 2] [--runs N] [--as-dask]

Each run builds the corpus of benchmarks/corpus.py with the processes of --engine local and, straight after, on a Dask cluster
of a scheduler and as many workers, all on this machine; the next run the other way round. Counted are all processes of the
build: for the cluster also the scheduler, the workers and those that watch them, from when they stand ready; what it took to
start them is the column before the last. The ratio is that of the two in one run, so a machine that is busy is as busy for
both. The cluster is set up as deploy/ does it; with --as-dask its workers look on at what they run a hundred times a second and
give freed memory back, as they do unless told otherwise, which shows what leaving that is worth. Linux only.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.build import built, spent  # noqa: E402 - after the path
from benchmarks.corpus import write  # noqa: E402
from benchmarks.scale import family  # noqa: E402
from benchmarks.visit import processor  # noqa: E402
from tests.clusters import cluster  # noqa: E402

AS_DASK = """
import claimscape.engines.guest as guest
guest._keep_freed_memory = lambda: None
"""


def main() -> None:
    """Build the corpus both ways so many times and print a line each, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--as-dask", action="store_true")
    given = parser.parse_args()
    print("| run | local wall s | local processor s | cluster wall s | cluster processor s | its start | ratio |")
    print("|---" * 7 + "|", flush=True)
    ratios = []
    with tempfile.TemporaryDirectory() as at:
        source = Path(at) / "corpus.parquet"
        write(source, given.documents)
        for run in range(given.runs):
            ways = [("local", local), ("cluster", on_cluster)]
            found = {name: way(source, Path(at) / f"{name}{run}", given) for name, way in ways[:: 1 if run % 2 == 0 else -1]}
            ratios.append(found["cluster"][1] / found["local"][1])
            told = [f"{figure:.1f}" for name, _ in ways for figure in found[name]]
            print(f"| {run + 1} | {' | '.join(told)} | {ratios[-1]:.2f} |", flush=True)
    print(f"\n{given.documents:,} documents, {given.workers} workers: on a cluster {median(ratios):.2f} x the processor time")


def local(source: Path, out: Path, given: argparse.Namespace) -> tuple[float, ...]:
    """Wall and processor seconds of a build by processes of this machine."""
    return built(source, out, "--workers", str(given.workers))


def on_cluster(source: Path, out: Path, given: argparse.Namespace) -> tuple[float, ...]:
    """The same on a cluster, and the processor seconds that its start took."""
    before = spent()
    out.mkdir()
    settings = {"PYTHONPATH": str(ROOT)}
    if given.as_dask:
        (out / "as_dask.py").write_text(AS_DASK, "utf-8")
        settings["DASK_DISTRIBUTED__WORKER__PRELOAD"] = str(out / "as_dask.py")
        settings["DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED"] = "True"
    with cluster(out, given.workers, **settings) as made:
        made.printed("Registered to:", given.workers)
        start = sum(processor(each) for pid in made.pids for each in family(pid))
        wall, _ = built(source, out, "--engine", "dask", "--address", made.address)
    return wall, spent() - before - start, start


if __name__ == "__main__":
    main()
