"""The pipeline, top to bottom: documents and a codebook in, a published landscape out."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from claimscape import __version__, measured, sources
from claimscape.codebook import Codebook, load
from claimscape.coding import TABLES, Coder, Rows
from claimscape.engines import ENGINES
from claimscape.publish import claimed, publish
from claimscape.sources import Document
from claimscape.store import Landscape
from claimscape.tables import table

BATCH = 8

LINES = 20  # of progress a stage, at most

Progress = Callable[[str], object]


def build(
    source: str | Path, out: str | Path, codebook: str | Path | None = None, progress: Progress | None = None
) -> Landscape:
    """Read the folder, code it by the codebook (SOURCE/codebook.yaml unless named) and publish the tables in `out`.

    `progress` is told each step in a short line.
    """
    begun = time.perf_counter()
    source, out, step = Path(source), Path(out), progress or (lambda line: None)
    rules = Path(codebook or source / sources.CODEBOOK)
    documents, problems = sources.read(source, lambda done, total: _tell(step, "reading", done, total))
    book = load(rules)
    quality = measured.read(measured.beside(rules))
    with claimed(out):
        rows = _code(book, documents, step)
        rows |= {"problems": problems, "codes": measured.of_rows(_codes(book), quality), "tensions": _tensions(book)}
        tables = {name: table(name, found) for name, found in rows.items()}
        facts = _facts(source, rules, book, rows)
        facts["licences"] = {each.doc_id: each.known["licence"] for each in documents if "licence" in each.known}
        facts["codebook"]["measured"] = quality.of(facts["codebook"]["sha256"])
        step("publishing")
        return publish(tables, facts | {"seconds": round(time.perf_counter() - begun, 3)}, out)


def _code(book: Codebook, documents: Sequence[Document], step: Progress) -> Rows:
    rows: Rows = {name: [] for name in TABLES}
    batches = [documents[at : at + BATCH] for at in range(0, len(documents), BATCH)]
    done = 0
    for batch, found in zip(batches, ENGINES["local"](Coder(book), batches), strict=True):
        for name in TABLES:
            rows[name] += found[name]
        done += len(batch)
        _tell(step, "coding", done, len(documents))
    return rows


def _tell(step: Progress, stage: str, done: int, total: int) -> None:
    if done == total or done % max(total // LINES, 1) == 0:
        step(f"{stage} {done:,} of {total:,}")


def _codes(book: Codebook) -> list[dict[str, Any]]:
    names = ("kind", "label", "about", "claim_type")
    codes = enumerate(book.codes)
    return [{"code_id": code.id, "position": at} | {name: getattr(code, name) for name in names} for at, code in codes]


def _tensions(book: Codebook) -> list[dict[str, Any]]:
    return [{"claim_a": one, "claim_b": other, "why": why} for one, other, why in book.tensions]


def _written(book: Codebook) -> dict[str, list[str]]:
    """The lists and the subject, so that a search reads $lists as the codebook does."""
    return {key: list(queries) for key, queries in book.written.items()}


def _facts(source: Path, rules: Path, book: Codebook, rows: Rows) -> dict[str, Any]:
    """What the manifest says of the inputs; the build id is a hash of all that the tables follow from."""
    sha256 = hashlib.sha256(rules.read_bytes()).hexdigest()
    known = [{name: value for name, value in row.items() if name != "text"} for row in rows["documents"]]
    inputs = json.dumps([__version__, sha256, known, rows["problems"], rows["codes"]], sort_keys=True)
    return {
        "build_id": hashlib.sha256(inputs.encode()).hexdigest()[:16],
        "version": __version__,
        "source": str(source),
        "codebook": {"title": book.title, "version": book.version, "sha256": sha256, "queries": _written(book)},
    }
