"""Blocks cut into sentences: all at once those whose signs are certain, the others one by one."""

from dataclasses import dataclass

import numpy as np

from claimscape.arrays import Flags, Ints, steps
from claimscape.sentences import ends
from claimscape.sentences.blocks import Blocks
from claimscape.sentences.signs import Signs


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of blocks in order: where they begin and end, and the number of the block of each."""

    start: Ints
    end: Ints
    block: Ints


def cut(blocks: Blocks, asked: Flags) -> Pieces:
    """Blocks in pieces: those asked about, without their list markers, in sentences, the others whole."""
    signs, body = Signs.of(blocks.letters), blocks.start + blocks.marker
    low = np.searchsorted(signs.places, body)
    high = np.maximum(np.searchsorted(signs.places, blocks.end - 1), low)  # a sign that ends a block parts nothing
    sure = asked & _sure(blocks, signs, low, high)
    counts = np.where(sure, high - low + 1, 1)
    slow = _cut_slowly(blocks, signs, np.flatnonzero(asked & ~sure))
    counts[list(slow)] = [len(spans) for spans in slow.values()]
    block = np.repeat(np.arange(counts.size), counts)
    first = np.cumsum(counts) - counts
    start, end = np.where(asked, body, blocks.start)[block], blocks.end[block]
    at = steps(first[list(slow)], counts[list(slow)])
    start[at], end[at] = np.array([span for spans in slow.values() for span in spans], np.int64).reshape(-1, 2).T
    parting = steps(low[sure], counts[sure] - 1)
    before = steps(first[sure], counts[sure] - 1)
    start[before + 1], end[before] = signs.after[parting], signs.places[parting] + 1
    return Pieces(start, end, block)


def _sure(blocks: Blocks, signs: Signs, low: Ints, high: Ints) -> Flags:
    """In which blocks every sign certainly ends a sentence."""
    begin = np.append(0, signs.after[:-1])[: signs.places.size]
    opening = low[low < high]
    begin[opening] = (blocks.start + blocks.marker)[low < high]
    doubtful = (signs.after < 0) | (signs.known == ends.DOUBTFUL)
    doubtful |= (signs.known == ends.UNLABELLED) & (signs.places - begin <= ends.BARE_LABELS)
    doubts = np.append(0, np.cumsum(doubtful))
    found: Flags = (doubts[low] == doubts[high]) & ~blocks.parted
    found[list(blocks.skips)] = False
    return found


def _cut_slowly(blocks: Blocks, signs: Signs, asked: Ints) -> dict[int, list[ends.Span]]:
    """The sentences of these blocks."""
    found, marks = {}, signs.marks() if asked.size else ends.Marks([], [])
    begin, end = (blocks.start + blocks.marker)[asked].tolist(), blocks.end[asked].tolist()
    for at, low, high in zip(asked.tolist(), begin, end, strict=True):
        skips = blocks.skips.get(at)
        found[at] = ends.cut(blocks.letters.text, low, high, marks.outside(low, high, skips) if skips else marks)
    return found
