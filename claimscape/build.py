"""The pipeline, top to bottom: documents and a codebook in, a published landscape out.

Documents flow through in batches, and each batch becomes a part on disk: memory does not grow with their number, and a build
that was killed goes on from the parts that stand (OUT/.parts).
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from claimscape import __version__, measured, mirror, remote, sources
from claimscape.codebook import Codebook, load
from claimscape.coding import Coder
from claimscape.engines import ENGINES, Crew
from claimscape.errors import SourceError
from claimscape.forecast import length, refuse
from claimscape.parts import TEMPORARY, Part, Work
from claimscape.publish import claimed, publish, unwritable
from claimscape.remote import Where
from claimscape.sources import Source
from claimscape.store import Landscape
from claimscape.tables import table

PARTS = ".parts"
DOCUMENTS = 500  # of a batch, at most
BYTES = (256 << 10, 4 << 20)  # of a batch: the least and the most of what makes SHARES batches of a source
SHARES = 32

Progress = Callable[[str], object]


def build(
    source: Where,
    out: Where,
    codebook: Where | None = None,
    progress: Progress | None = None,
    workers: int | Crew = 1,
) -> Landscape:
    """Read the source, code it by the codebook (codebook.yaml in or beside it unless named) and publish the tables in `out`.

    The source is a folder of documents, or a Parquet, CSV or JSONL file with a document a row; it and `out` may
    be addresses such as s3://bucket/folder. `progress` is told each step in
    a short line; `workers` is how many processes of this machine code, or a crew that does.
    """
    begun = time.perf_counter()
    crew = workers if isinstance(workers, Crew) else Crew(workers=workers)
    source, out, step = remote.where(source), remote.where(out), _telling(progress)
    folder = remote.cache(out) if isinstance(out, str) else out  # where the landscape is put together
    found = sources.source(source)
    book, sha256, quality = _rules(source, codebook)
    with claimed(folder), _writing(folder), mirror.claimed(out):
        far = isinstance(out, str) and crew.engine != "local"
        work = Work(Coder(book), sha256, f"{out}/{PARTS}" if far else str((folder / PARTS).absolute()))
        if found.bytes <= BYTES[1] // 4 and crew.engine == "local":  # workers would take longer to start
            crew = Crew()
        else:
            step(refuse(work.coder, found, folder, crew.workers))
        parts = _code(work, found, crew, step)
        problems = sources.ordered([each for part in parts for each in part.problems] + found.problems)
        if not any(part.key for part in parts):
            raise SourceError(found.nothing(problems))
        rows = {"problems": problems, "codes": measured.of_rows(_codes(book), quality), "tensions": _tensions(book)}
        made = [part for part in parts if part.key]
        facts = _facts(source, book, sha256, made, rows)
        facts["codebook"]["measured"] = quality.of(sha256)
        step("publishing")
        if far:
            mirror.collect(work.folder, folder / PARTS, made)
        tables = {name: table(name, of) for name, of in rows.items()}
        facts["seconds"] = round(time.perf_counter() - begun, 3)
        landscape = publish(tables, facts, folder, [(folder / PARTS / part.key, part) for part in made])
        mirror.send(landscape, out)
        _clear(work.folder, folder / PARTS)
        return landscape


def _telling(progress: Progress | None) -> Progress:
    """Tells each step where there is somebody to tell; a log that cannot be written does not stop a build."""

    def step(line: str) -> None:
        with suppress(OSError):
            if progress:
                progress(line)

    return step


def _rules(source: Where, codebook: Where | None) -> tuple[Codebook, str, measured.Measured]:
    """The codebook that is named, or stands in or beside the source; its sha256; and what was measured of it."""
    at = remote.where(codebook or remote.beside(sources.above(source), sources.CODEBOOK))
    name = os.path.basename(at)
    with remote.near(remote.above(at), name, measured.beside(Path(name)).name) as folder:
        rules = folder / name
        book = load(rules)
        return book, hashlib.sha256(rules.read_bytes()).hexdigest(), measured.read(measured.beside(rules))


def _clear(*folders: str | Path) -> None:
    """What stands for parts, here and elsewhere, is gone."""
    for each in folders:
        if remote.far(each):
            remote.remove(str(each))
        else:
            shutil.rmtree(each, ignore_errors=True)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """A fault of the disk in a worker is told as one of the landscape's folder."""
    try:
        yield
    except OSError as fault:
        raise unwritable(out, fault) from None


def _code(work: Work, found: Source, crew: Crew, step: Progress) -> list[Part]:
    """The parts of all batches in the order of the documents, told of as they are finished."""
    if not remote.far(work.folder):
        parts_folder = Path(work.folder)
        parts_folder.mkdir(exist_ok=True)
        for left in parts_folder.glob(f"{TEMPORARY}*"):
            shutil.rmtree(left, ignore_errors=True)
    parts = {}
    done, read, begun = 0, 0, time.monotonic()
    batches = found.batches(DOCUMENTS, min(max(found.bytes // SHARES, BYTES[0]), BYTES[1]))
    for place, part in ENGINES[crew.engine](work, batches, crew):
        parts[place] = part
        done, read = done + part.documents, read + part.bytes
        step(_told(done, found.documents, read / max(found.bytes, 1), time.monotonic() - begun))
    return [part for _, part in sorted(parts.items())]


def _told(done: int, total: int | None, share: float, seconds: float) -> str:
    """How far it is, how fast, and for how long yet; the last two once there is something to judge by."""
    told = f"coding {done:,} of {total:,}" if total else f"coding {done:,}, {min(share, 1):.0%}"
    if seconds < 1 or share >= 1:
        return told
    return f"{told}, {done / seconds:,.0f} documents a second, {length(seconds / share * (1 - share))} left"


def _codes(book: Codebook) -> list[dict[str, Any]]:
    names = ("kind", "label", "about", "claim_type")
    codes = enumerate(book.codes)
    return [{"code_id": code.id, "position": at} | {name: getattr(code, name) for name in names} for at, code in codes]


def _tensions(book: Codebook) -> list[dict[str, Any]]:
    return [{"claim_a": one, "claim_b": other, "why": why} for one, other, why in book.tensions]


def _written(book: Codebook) -> dict[str, list[str]]:
    """The lists and the subject, so that a search reads $lists as the codebook does."""
    return {key: list(queries) for key, queries in book.written.items()}


def _facts(source: Where, book: Codebook, sha256: str, made: Sequence[Part], rows: dict[str, list[Any]]) -> dict[str, Any]:
    """What the manifest says of the inputs; the build id is a hash of all that the tables follow from."""
    inputs = json.dumps([__version__, sha256, [part.key for part in made], rows["problems"], rows["codes"]], sort_keys=True)
    licences = {doc_id: licence for part in made for doc_id, licence in part.licences.items()}
    return {
        "build_id": hashlib.sha256(inputs.encode()).hexdigest()[:16],
        "version": __version__,
        "source": str(source),
        "codebook": {"title": book.title, "version": book.version, "sha256": sha256, "queries": _written(book)},
        "licences": licences,
    }
