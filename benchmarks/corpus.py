"""Make a corpus of any size from the documents in seeds/: paragraphs shuffled, with years and publishers at random.

    python benchmarks/corpus.py OUT.parquet --documents 100000        # rows of one Parquet file
    python benchmarks/corpus.py OUT.jsonl --documents 1000            # lines of JSON
    python benchmarks/corpus.py OUT --documents 1000                  # a folder of text files with sources.yaml

The same number and --seed give the same corpus. A document has 8,000 characters on average, however many there are: whole
paragraphs of any of the seeds, and what one has too many or too few, the next makes up for. codebook.yaml is copied beside the
rows, or into the folder. The seeds have few different words; --other 0.5 takes every second paragraph from the documentation
of Python.
"""

import argparse
import json
import pydoc_data.topics
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[1]
KINDS = ("journal article", "blog article", "news article", "clinic page", "government page")
PIECE = 1000  # documents written at a time
CHARACTERS = 8000  # of a document, on average

Row = dict[str, str]


def rows(count: int, seed: int = 1, other: float = 0) -> Iterator[Row]:
    """So many documents, each with what the columns of a table of documents hold; a share of paragraphs of another subject."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    paragraphs = [paragraph for text in texts for paragraph in _paragraphs(text)]
    others = [each for text in pydoc_data.topics.topics.values() for each in _paragraphs(text) if _is_prose(each)]
    made = 0  # characters so far, of all documents
    for number in range(count):
        text = _text((paragraphs, others, other), (number + 1) * CHARACTERS - made, chance)
        made += len(text)
        yield {
            "doc_id": f"doc{number:07}",
            "label": f"Document {number:,}",
            "kind": chance.choice(KINDS),
            "publisher": f"Publisher {chance.randrange(400)}",
            "date": f"{chance.randrange(1995, 2026)}",
            "text": text,
        }


def _paragraphs(text: str) -> list[str]:
    """Between empty lines; each line where a text has none of these, as two of the seeds."""
    parts = text.split("\n\n") if "\n\n" in text.strip() else text.splitlines()
    return [part.strip() for part in parts if part.strip()]


def _is_prose(paragraph: str) -> bool:
    """Whether a paragraph of documentation is no heading, code or table."""
    return len(paragraph) > 120 and not any(sign in paragraph for sign in ("::", ">>>", "+-", "|"))


def _text(drawn: tuple[list[str], list[str], float], length: int, chance: random.Random) -> str:
    """Paragraphs at random, of the second list that share of them, as near to that length as whole ones come."""
    paragraphs, others, share = drawn
    text = chance.choice(paragraphs)
    while True:
        more = "\n\n" + chance.choice(others if share and chance.random() < share else paragraphs)
        if len(text) + len(more) / 2 > length:
            return text
        text += more


def write(out: Path, count: int, seed: int = 1, other: float = 0) -> None:
    """The corpus as the name says: .parquet, .jsonl, or a folder."""
    made = rows(count, seed, other)
    beside = out.parent
    if out.suffix == ".parquet":
        piece: list[Row] = []
        schema = pa.schema([(name, pa.string()) for name in ("doc_id", "label", "kind", "publisher", "date", "text")])
        with pq.ParquetWriter(out, schema, compression="zstd") as file:
            for row in made:
                piece.append(row)
                if len(piece) == PIECE:
                    file.write_table(pa.Table.from_pylist(piece, schema))
                    piece = []
            if piece:
                file.write_table(pa.Table.from_pylist(piece, schema))
    elif out.suffix == ".jsonl":
        with out.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in made)
    else:
        beside = out
        out.mkdir(parents=True)
        with (out / "sources.yaml").open("w", encoding="utf-8") as known:
            for row in made:
                (out / f"{row['doc_id']}.txt").write_text(row["text"], "utf-8")
                told = ", ".join(f"{key}: '{row[key]}'" for key in ("label", "kind", "publisher", "date"))
                known.write(f"{row['doc_id']}.txt: {{{told}}}\n")
    shutil.copyfile(ROOT / "seeds/codebook.yaml", beside / "codebook.yaml")


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--other", type=float, default=0)
    given = parser.parse_args()
    write(given.out, given.documents, given.seed, given.other)


if __name__ == "__main__":
    main()
