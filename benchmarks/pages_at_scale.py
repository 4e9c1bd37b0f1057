"""What each page costs the server as the documents grow in number: processor time and size of the message. Not a test.

    python benchmarks/pages_at_scale.py [--documents 5,10000,100000] [--pages overview,claims] [--limit SECONDS]

Landscapes are made by benchmarks/landscapes.py (5 is that of seeds/) and kept in --folder where one is named. Each page
runs in Streamlit's own test frame, in a process of its own that has shown Methods before, so that modules are loaded. First:
the page as the first that is asked of the landscape; again: the same once more; filter: one kind of source chosen that was not
before; topic: one topic chosen; group: by publisher. Two more lines ask what stands behind a mark: its sentences, and a
document. A page that needs more processor time than the limit or more than 6 GB is told as such. The goals: 0.15 s again,
0.5 s on a new filter, 1 MB.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.landscapes import make  # noqa: E402 - after the path
from claimscape import open_landscape, queries  # noqa: E402

PAGES = "overview coverage claims risks evidence emphasis compare likeness discovery agreement sources search export".split()
BEHIND = ("(sentences behind a topic)", "(one document)")
MOST_MEMORY = 6 << 30


def main() -> None:
    """Make what is missing, measure page after page, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", default="5,10000,100000")
    parser.add_argument("--pages", default=",".join((*PAGES, *BEHIND)))
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        alone(given.one, given.limit)
        return
    with tempfile.TemporaryDirectory() as folder:
        print("| documents | page | first | again | filter | topic | group | message kB | memory MB |\n|" + "---|" * 9)
        for count in map(int, given.documents.split(",")):
            data = landscape(given.folder or Path(folder), count)
            for page in given.pages.split(","):
                print(f"| {count:,} | {page} | {asked(data, page, given.limit)} |", flush=True)


def landscape(folder: Path, count: int) -> Path:
    """The folder of a landscape of so many documents, made where there is none yet."""
    seeds = folder / "5"
    if not seeds.exists():
        command = [sys.executable, "-m", "claimscape", "build", str(ROOT / "seeds"), "--out", str(seeds), "--quiet"]
        subprocess.run(command, cwd=ROOT, check=True)
    if count != 5 and not (folder / str(count)).exists():
        make(folder / str(count), open_landscape(seeds), count)
    return folder / str(count)


def asked(data: Path, page: str, limit: int) -> str:
    """The cells of a page, measured in a process of its own."""
    command = [sys.executable, __file__, "--one", page, "--limit", str(limit)]
    settings = os.environ | {"CLAIMSCAPE_DATA": str(data)}
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    if done.returncode < 0:
        return " | ".join([*done.stdout.split(), f"more than {limit} s"])
    last = (done.stderr.splitlines() or [""])[-1][:80]
    return " | ".join(done.stdout.split() if done.returncode == 0 else [*done.stdout.split(), f"ended: {last}"])


def alone(page: str, limit: int) -> None:
    """Measure one page and print its figures; the system ends a process that takes too long."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    figures = behind(page) if page in BEHIND else of_page(page)
    for figure in figures:
        print(figure, flush=True)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def of_page(page: str) -> Iterator[str]:
    """Seconds of processor time of each visit, then the largest message."""
    from streamlit.testing.v1 import AppTest

    with told_off():
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=3600)
        app.switch_page("pages/methods.py").run()
        app.switch_page(f"pages/{page}.py")
    largest, topic = 0, str(open_landscape(os.environ["CLAIMSCAPE_DATA"]).table("codes")["code_id"].iloc[0])

    def visit(**chosen: Any) -> Callable[[], Any]:
        def run() -> None:
            for name, value in chosen.items():
                app.query_params[name] = value
            app.run()
            if app.exception or app.error:
                raise RuntimeError(f"{page}: {(app.exception or app.error)[0].value}")

        return run

    kind = str(open_landscape(os.environ["CLAIMSCAPE_DATA"]).table("documents", "kind")["kind"].iloc[0])
    visits = (visit(), visit(), visit(kind=[kind]), visit(topic=[topic]), visit(topic=[], by=["publisher"]))
    for each in visits:
        with told_off():
            seconds = spent(each)
        largest = max(largest, sum(size(node) for node in app))
        yield f"{seconds:.3f}"
    yield f"{largest / 1000:.0f}"


def behind(what: str) -> Iterator[str]:
    """The sentences behind the commonest topic, or the last document: of all, the same again, of one kind."""
    found = open_landscape(os.environ["CLAIMSCAPE_DATA"])
    topic = str(found.table("codes")["code_id"].iloc[0])
    known = found.table("documents", "doc_id", "kind")
    for scope in (queries.Scope(), queries.Scope(), queries.Scope(kinds=(str(known["kind"].iloc[0]),))):
        if what == BEHIND[0]:
            yield f"{spent(lambda: queries.sentences_behind(found, scope, queries.Pick(topic=topic))):.3f}"  # noqa: B023
        else:
            yield f"{spent(lambda: queries.document(found, str(known['doc_id'].iloc[-1]))):.3f}"
    yield from ("–", "–", "–")


def spent(action: Callable[[], Any]) -> float:
    """Processor seconds of all threads that the action takes."""
    before = time.process_time()
    action()
    return time.process_time() - before


def size(node: Any) -> int:
    """Bytes of an element as it travels."""
    proto = getattr(node, "proto", None)
    return int(proto.ByteSize()) if hasattr(proto, "ByteSize") else 0


@contextmanager
def told_off() -> Iterator[None]:
    """What Streamlit writes of missing contexts is no figure."""
    import logging

    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


if __name__ == "__main__":
    main()
