"""The words of running text as they are written, by number: each different run of signs is taken apart once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from claimscape.arrays import Classes, Flags, Ints, steps
from claimscape.matching import Stream, Vocabulary
from claimscape.queries.parts import Scope, ask
from claimscape.store import Landscape

# A word is a run of letters, marks and digits of any script that holds a letter; inner hyphens and apostrophes belong to it.
WORD = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{M}\p{N}]+)*"
# Between these no word goes on; what else ends one is left to the expression above.
_BREAKS = Classes(lambda sign: sign.isascii() and not sign.isalnum() and sign not in "'-", np.uint8)


@dataclass(frozen=True, eq=False)
class Worded:
    """Words without capitals, in order; `telling` whether each has two signs and a letter and is none of the dull ones.

    `doc` is of each sentence the place of its document; of each word in turn `line`, its sentence, and `word`, its number.
    """

    words: list[str]
    telling: Flags
    doc: Ints
    line: Ints
    word: Ints


@lru_cache(maxsize=4)
def worded(landscape: Landscape, topics: tuple[str, ...], dull: tuple[str, ...]) -> Worded:
    """Those of the sentences on these topics, or of all; exact copies of a document are left out."""
    lines = ask(landscape, Scope(topics=topics), _LINES)
    stream = Stream.of(lines["text"].to_numpy(object).tolist())
    line, number, runs = _runs(stream)
    found = landscape.ask(_APART, {"runs": runs, "word": WORD, "dull": list(dull)})
    run, names = found["run"].to_numpy(np.int64), found["word"].to_numpy(object).tolist()
    words = sorted(set(names))
    place = {word: at for at, word in enumerate(words)}
    of = np.array([place[name] for name in names], np.int64)
    telling = np.zeros(len(words), np.bool_)
    telling[of] = found["telling"].to_numpy(np.bool_)
    counts = np.bincount(run, minlength=len(runs))
    begins, counts = (np.cumsum(counts) - counts)[number], counts[number]
    return Worded(words, telling, lines["doc"].to_numpy(np.int64), np.repeat(line, counts), of[steps(begins, counts)])


def _runs(stream: Stream) -> tuple[Ints, Ints, list[str]]:
    """Of each run of signs between breaks its text and its number among the different ones, and these."""
    vocabulary, none = Vocabulary(), np.zeros(0, np.int64)
    lines, numbers, before = [none], [none], 0
    for piece in stream.pieces():
        inside = np.concatenate([[False], _BREAKS.of_text(piece.latin, piece.codes) == 0])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        start, end = edges[::2], edges[1::2]  # a text ends in a break
        lines.append(np.searchsorted(piece.first, start, side="right") - 1 + before)
        numbers.append(vocabulary.numbers(piece, start, end).astype(np.int64))
        before += len(piece.first) - 1
    return np.concatenate(lines), np.concatenate(numbers), vocabulary.written


_LINES = """
SELECT position AS doc, text FROM body JOIN source USING (doc_id) WHERE source.own ORDER BY position, sentence_id
"""
_APART = r"""
WITH run AS (SELECT unnest($runs::VARCHAR[]) AS signs, unnest(range(len($runs::VARCHAR[]))) AS run),
token AS (
    SELECT run, unnest(regexp_extract_all(lower(replace(signs, '’', '''')), $word::VARCHAR)) AS word,
        unnest(range(len(regexp_extract_all(lower(replace(signs, '’', '''')), $word::VARCHAR)))) AS place
    FROM run)
SELECT run, word, length(word) > 1 AND regexp_matches(word, '\p{L}') AND NOT list_contains($dull::VARCHAR[], word) AS telling
FROM token ORDER BY run, place
"""
