"""How fast documents are coded, beside what else reads them: each pass over the same texts in turn, in one process. Not a test.

    python benchmarks/engine.py [--megabytes 4] [--rounds 3] [--other 0.5]

Documents are those of benchmarks/corpus.py; --other is a share of their paragraphs of another subject, with words of its own.
Peers that are not installed are left out: pip install spacy scikit-learn ahocorasick-rs. A line gives the median speed in MB (a
million characters) a second of processor time and how many times as fast the engine is. The engine's pass is text in memory in,
all tables out, with the codebook of the seeds; the one from Parquet to Parquet reads rows and writes every part, checksums and
all. The regexes are one a rule: its words, whatever their distance.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.corpus import CHARACTERS, rows, write  # noqa: E402 - after the path
from claimscape import codebook, sources  # noqa: E402
from claimscape.coding import Coder  # noqa: E402
from claimscape.matching import Matcher  # noqa: E402
from claimscape.parts import Work  # noqa: E402
from claimscape.sentences import split  # noqa: E402
from claimscape.sources import Document  # noqa: E402
from claimscape.words import raw_words  # noqa: E402

FEW = 50_000  # characters for what is a hundred times as slow
Pass = Callable[[list[str]], object]


def main() -> None:
    """Time every pass so many times, one after another, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--other", type=float, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as at:
        count = max(int(given.megabytes * 1e6 / CHARACTERS), 1)
        texts = [row["text"] for row in islice(rows(100_000, other=given.other), count)]
        write(Path(at) / "corpus.parquet", count, other=given.other)
        passes = dict(ours(Path(at))) | dict(raw(Path(at))) | dict(peers(texts))
        speeds: dict[str, list[float]] = {name: [] for name in passes}
        for _ in range(given.rounds):
            for name, (does, most) in passes.items():
                read = texts if most is None else [text[:most] for text in texts[:1]]
                begun = time.process_time()
                does(read)
                speeds[name].append(sum(map(len, read)) / 1e6 / max(time.process_time() - begun, 1e-9))
    medians = {name: statistics.median(found) for name, found in speeds.items()}
    engine = medians["claimscape, in memory"]
    print("| pass | MB/s | the engine is × as fast |\n|---|---|---|")
    for name, speed in medians.items():
        print(f"| {name} | {speed:.3g} | {engine / speed:.3g} |")


def ours(at: Path) -> Iterator[tuple[str, tuple[Pass, int | None]]]:
    """The engine: in memory, and from Parquet to Parquet in one process."""
    book = codebook.load(ROOT / "seeds/codebook.yaml")
    coder = Coder(book)
    coder([Document("warm", "", "", "", "MDMA may reduce fear.", {})])
    number = iter(range(1_000_000))

    def in_memory(texts: list[str]) -> object:
        return coder([Document(f"d{place}", "", "", "", text, {}) for place, text in enumerate(texts)])

    def to_parquet(texts: list[str]) -> object:
        work = Work(coder, "0" * 64, str(at / f"parts{next(number)}"))
        return [work(batch) for batch in sources.source(at / "corpus.parquet").batches(500, 4 << 20)]

    yield "claimscape, in memory", (in_memory, None)
    yield "claimscape, Parquet to Parquet", (to_parquet, None)


def raw(at: Path) -> Iterator[tuple[str, tuple[Pass, int | None]]]:
    """What no reader of text can do without."""
    yield "Parquet read into Arrow", (lambda texts: pq.read_table(at / "corpus.parquet"), None)
    yield "str.split", (lambda texts: [text.split() for text in texts], None)


def peers(texts: list[str]) -> Iterator[tuple[str, tuple[Pass, int | None]]]:
    """What people would run instead; what is not installed is left out."""
    book = codebook.load(ROOT / "seeds/codebook.yaml")
    seen = {word for text in texts for word in raw_words(text)}
    terms = sorted({word.lower() for words in Matcher(book.rules).words_of(seen).values() for word in words})
    try:
        import spacy
        from spacy.matcher import PhraseMatcher

        reader = spacy.blank("en")
        reader.max_length = 10**9
        reader.add_pipe("sentencizer")
        phrases = PhraseMatcher(reader.vocab, attr="LOWER")
        phrases.add("term", [reader.make_doc(term) for term in terms])
        name = f"spaCy blank + sentencizer + PhraseMatcher ({len(terms)} terms)"
        yield name, (lambda texts: [phrases(document) for document in reader.pipe(texts)], None)
    except ImportError:
        print("spaCy is not installed and is left out", file=sys.stderr)
    try:
        from sklearn.feature_extraction.text import CountVectorizer

        counter = CountVectorizer(ngram_range=(1, 2))
        yield "scikit-learn CountVectorizer, 1-2-grams", (counter.fit_transform, None)
    except ImportError:
        print("scikit-learn is not installed and is left out", file=sys.stderr)
    try:
        import ahocorasick_rs

        automaton = ahocorasick_rs.AhoCorasick(terms)
        found = automaton.find_matches_as_indexes
        name = "ahocorasick_rs, every hit returned"
        yield name, (lambda texts: [found(text.lower(), overlapping=True) for text in texts], None)
    except ImportError:
        print("ahocorasick_rs is not installed and is left out", file=sys.stderr)
    regexes = [_regex(Matcher({key: [query]}), seen) for key, queries in book.rules.items() for query in queries]

    def by_regex(texts: list[str]) -> object:
        sentences = [text[unit.start : unit.end] for text in texts for unit in split(text)]
        return [[regex.search(sentence) for regex in regexes] for sentence in sentences]

    yield f"{len(regexes)} rules as regexes over sentences", (by_regex, FEW)


def _regex(matcher: Matcher, seen: set[str]) -> re.Pattern[str]:
    words = sorted({word for words in matcher.words_of(seen).values() for word in words}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b")


if __name__ == "__main__":
    main()
