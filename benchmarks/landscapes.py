"""Make a landscape of any size straight at the level of its tables: documents of passages of a built one, never coded again.

    python benchmarks/landscapes.py OUT --documents 100000 [--data DIR]

A document is four runs of sentences of any of the built documents, with everything found in them, under a doc_id, label, kind,
publisher and year of its own; every span still equals the text that it quotes. Parts of 2,000 documents are written one after
the other, as a build writes them, so memory does not grow with their number. The same number and --seed give the same tables.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.corpus import KINDS  # noqa: E402 - after the path
from claimscape import __version__, open_landscape, parts  # noqa: E402
from claimscape.arrays import begun, steps  # noqa: E402
from claimscape.forms import Forms  # noqa: E402
from claimscape.publish import publish  # noqa: E402
from claimscape.sentences import Sentence  # noqa: E402
from claimscape.store import Landscape  # noqa: E402
from claimscape.tables import SCHEMAS  # noqa: E402
from claimscape.units import Units  # noqa: E402

PART = 2000  # documents
RUNS = 4  # of a document
LENGTH = (4, 20)  # sentences of a run
PUBLISHERS = 400
YEARS = (1995, 2026)
FOUND = ("sentences", "topics", "claims", "risks", "citations")
WHOLE = ("problems", "codes", "tensions")

ROW = (1 << 32) - 1  # in a number of `Forms`: the document, or here the sentence

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Seeds:
    """The built landscape's tables, its texts in the order of its documents, and of every row the number of its document."""

    tables: Mapping[str, pa.Table]
    texts: Sequence[str]
    document: Mapping[str, Numbers]
    forms: Forms
    said: Numbers  # a number a form and sentence, as `forms` makes them of documents, in the order of the sentences

    @classmethod
    def of(cls, landscape: Landscape) -> "Seeds":
        """What is needed of a small landscape, all in memory."""
        tables = {name: landscape.arrow(name) for name in SCHEMAS}
        place = {doc_id: at for at, doc_id in enumerate(tables["documents"]["doc_id"].to_pylist())}
        document = {name: np.array([place[doc] for doc in tables[name]["doc_id"].to_pylist()], int) for name in FOUND}
        texts = tables["documents"]["text"].to_pylist()
        rows = tables["sentences"].select(["start", "end", "kind", "heading"]).to_pylist()
        units = [(texts[doc], [Sentence(**row)]) for doc, row in zip(document["sentences"], rows, strict=True)]
        forms = Forms()
        said = forms.met(Units.of(units), 0)
        return cls(tables, texts, document, forms, said[np.argsort(said & ROW, kind="stable")])


def make(out: Path, seeds: Landscape, count: int, seed: int = 1) -> Landscape:
    """A published landscape of so many documents."""
    given, chance = Seeds.of(seeds), np.random.default_rng(seed)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        made = []
        for first in range(0, count, PART):
            at = Path(folder) / f"{first:09}"
            at.mkdir()
            tables = part(given, chance, first, min(PART, count - first))
            files = {name: parts.write(table, at / f"{name}.parquet") for name, table in tables.items()}
            made.append((at, parts.Part(at.name, len(tables["documents"]), 0, files, [], {})))
        facts = {"build_id": f"made{count:09}x{seed}", "version": __version__, "source": "benchmarks/landscapes.py"}
        codebook = {"codebook": seeds.manifest["codebook"], "licences": {}, "seconds": 0.0}
        return publish({name: given.tables[name] for name in WHOLE}, facts | codebook, out, made)


def part(seeds: Seeds, chance: np.random.Generator, first: int, count: int) -> dict[str, pa.Table]:
    """The tables of documents `first` and on."""
    sizes = np.bincount(seeds.document["sentences"])
    of = chance.choice(len(sizes), (count, RUNS), p=sizes / sizes.sum()).ravel()
    start = np.concatenate([[0], np.cumsum(sizes)])[of]
    length = np.minimum(chance.integers(*LENGTH, len(of), endpoint=True), sizes[of])
    low = start + (chance.random(len(of)) * (sizes[of] - length + 1)).astype(int)  # rows of the seeds' sentences
    begin, end = (seeds.tables["sentences"][name].to_numpy()[at] for name, at in (("start", low), ("end", low + length - 1)))
    texts = [seeds.texts[doc][one:other] for doc, one, other in zip(of, begin, end, strict=True)]
    shift = _before(np.array([len(text) + 2 for text in texts])) - begin  # "\n\n" stands between two runs
    number = seeds.tables["sentences"]["sentence_id"].to_numpy()[low]
    ids = pa.array([f"doc{first + at:07}" for at in range(count)])
    tables = {}
    for name in FOUND:
        key = seeds.document[name] * 1_000_000 + seeds.tables[name]["sentence_id"].to_numpy()
        left = np.searchsorted(key, of * 1_000_000 + number)
        counts = np.searchsorted(key, of * 1_000_000 + number + length) - left
        run = np.repeat(np.arange(len(of)), counts)
        rows = np.repeat(left - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        columns = {name: column.combine_chunks() for name, column in _taken(seeds.tables[name], rows).items()}
        columns["doc_id"] = ids.take(pa.array(run // RUNS))
        columns["sentence_id"] = _moved(columns["sentence_id"], (_before(length) - number)[run])
        columns |= {end: _moved(columns[end], shift[run]) for end in ("start", "end")}
        tables[name] = pa.table(columns, SCHEMAS[name])
    whole = ["\n\n".join(texts[at : at + RUNS]) for at in range(0, len(texts), RUNS)]
    tables["forms"] = seeds.forms.find([_said(seeds, low, length)])
    return {"documents": _documents(ids, whole, length.reshape(-1, RUNS).sum(axis=1), chance, first), **tables}


def _said(seeds: Seeds, low: Numbers, length: Numbers) -> Numbers:
    """Each form with each document, of runs of so many rows of the seeds' sentences."""
    left, right = (np.searchsorted(seeds.said & ROW, rows) for rows in (low, low + length))
    keys = seeds.said[steps(left, right - left)] & ~ROW | np.repeat(np.arange(len(low)) // RUNS, right - left)
    keys.sort()
    return keys[begun(keys)]


def _before(sizes: Numbers) -> Numbers:
    """Of every run, how much stands before it in its document."""
    by = sizes.reshape(-1, RUNS)
    return (np.cumsum(by, axis=1) - by).ravel()


def _taken(table: pa.Table, rows: Numbers) -> dict[str, pa.ChunkedArray]:
    taken = table.take(pa.array(rows))
    return dict(zip(taken.column_names, taken.columns, strict=True))


def _moved(column: pa.Array, by: Numbers) -> pa.Array:
    return pa.array((column.to_numpy() + by).astype(np.int32))


def _documents(ids: pa.Array, texts: list[str], sentences: Numbers, chance: np.random.Generator, first: int) -> pa.Table:
    kind, publisher = chance.integers(len(KINDS), size=len(ids)), chance.integers(PUBLISHERS, size=len(ids))
    columns = {
        "doc_id": ids,
        "path": ids,
        "label": [f"Document {first + at:,}" for at in range(len(ids))],
        "kind": [KINDS[at] for at in kind],
        "publisher": [f"Publisher {at}" for at in publisher],
        "published": [str(year) for year in chance.integers(*YEARS, size=len(ids))],
        "language": ["english"] * len(ids),
        "characters": list(map(len, texts)),
        "words": [len(text.split()) for text in texts],
        "sentences": sentences,
        "sha256": [f"{first + at:064x}" for at in range(len(ids))],
        "text": texts,
    }
    nothing = [None] * len(ids)
    return pa.table({name: columns.get(name, nothing) for name in SCHEMAS["documents"].names}, SCHEMAS["documents"])


def main() -> None:
    """Write the landscape that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="the landscape whose passages are taken")
    given = parser.parse_args()
    make(given.out, open_landscape(given.data), given.documents, given.seed)


if __name__ == "__main__":
    main()
