"""Time and memory of what can be taken away, each format in a process of its own. Not a test: figures drift.

    python benchmarks/exports.py [DATA] [--what pictures,html] [--runs N]

DATA is a folder that `claimscape build` wrote. Of each measurement: the first run (modules loaded, a browser started), the
median of N runs after it, the highest memory of the process and of its largest child (a browser has several), bytes written.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

# What is measured, by group: its name, formats, and what the order asks; `of`: so many charts in place of all.
MEASURED: dict[str, dict[str, tuple[tuple[str, ...], dict[str, object]]]] = {
    "pictures": {
        "PNG, all charts, 1920 x 1080": (("png",), {}),
        "PNG, all charts, 960 x 540": (("png",), {"scale": 1}),
        "SVG, all charts": (("svg",), {}),
        "PDF, a file a chart": (("pdf",), {}),
        "PDF, one document": (("pdf",), {"together": True}),
    },
    "html": {"HTML, 12 charts": (("html",), {"of": 12}), "HTML, all charts and lists": (("html",), {})},
    "slides": {
        "PPTX, 12 charts": (("pptx",), {"of": 12}),
        "PPTX, all charts": (("pptx",), {}),
        "PPTX, 200 charts": (("pptx",), {"of": 200}),
    },
    "data": {
        "CSV, the table of topics": (("csv",), {"of": 0, "tables": ("topics",)}),
        "Parquet, the table of topics": (("parquet",), {"of": 0, "tables": ("topics",)}),
        "XLSX, the table of topics": (("xlsx",), {"of": 0, "tables": ("topics",)}),
    },
}
Figures = tuple[float, float, float, float, int]  # first s, median s, MB of the process, MB of a child, bytes written


def main() -> None:
    """Measure what was asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path, default=Path(__file__).parents[1] / "data")
    parser.add_argument("--what", default=",".join(MEASURED), help="groups, a comma between")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    unknown = set(given.what.split(",")) - set(MEASURED)
    if unknown:
        parser.error(f"not measured: {', '.join(sorted(unknown))}; choose of {', '.join(MEASURED)}")
    print("| what | first | next (median) | memory | child | written |\n| --- | --- | --- | --- | --- | --- |")
    for group in given.what.split(","):
        for name, (formats, wish) in MEASURED[group].items():
            figures = alone(lambda: measured(given.data, formats, wish, given.runs))  # noqa: B023  # called at once
            print(row(name, figures), flush=True)


def measured(data: Path, formats: tuple[str, ...], wish: dict[str, object], runs: int) -> Figures:
    """The order written once and then N times, each time into a new folder."""
    import claimscape
    from claimscape.exports import write
    from claimscape.exports.exhibit import every
    from claimscape.exports.order import Order

    all_of, of = tuple(every()), wish.pop("of", None)
    some = tuple(islice(cycle(all_of), of)) if isinstance(of, int) else all_of
    order = Order(claimscape.open_landscape(data), some, **wish)
    took = []
    for _ in range(runs + 1):
        with tempfile.TemporaryDirectory() as out:
            began = time.perf_counter()
            files = write(order, formats, Path(out))
            took.append(time.perf_counter() - began)
            size = sum(path.stat().st_size for path in files)
    if "claimscape.exports.pictures.studio" in sys.modules:
        from claimscape.exports.pictures import leave

        leave()  # an ended child is counted
    memory = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return took[0], median(took[1:] or took), memory[0], memory[1], size


def alone(work: Callable[[], Figures]) -> Figures:
    """What the work gives, done in a child of its own, so that no memory of another is counted."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=lambda: theirs.send(work()))
    child.start()
    theirs.close()
    figures: Figures = ours.recv()
    child.join()
    return figures


def row(name: str, figures: Figures) -> str:
    """One line of the table."""
    first, later, memory, child, size = figures
    return f"| {name} | {first:.2f} s | {later:.2f} s | {memory:.0f} MB | {child:.0f} MB | {size / 1e6:.1f} MB |"


if __name__ == "__main__":
    main()
