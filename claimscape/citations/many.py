"""The citations of many documents: each sentence is asked only for what its letters allow, and most allow nothing."""

from collections.abc import Sequence
from itertools import pairwise, repeat

import numpy as np

from claimscape.arrays import Bits, Ints, codes_of, standing
from claimscape.citations.intext import DATED, NOTES, RAISED, ROUND, SPEAKING, SQUARE, UNDATED
from claimscape.citations.rows import LEANING, Asked, Row, rows
from claimscape.matching import Hit, Unit
from claimscape.matching.stream import CLASSES, DIGIT, Stream
from claimscape.sentences import Sentence
from claimscape.tables import SENTENCE_KINDS
from claimscape.units import Hits, Units, flags

_LINKS = (b"10.", b"://", b"www.")  # one of them, capitals aside, is in every DOI and every address
_FIGURES = codes_of("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹")
_BEFORE_NOTES = codes_of(".,;abcdefghijklmnopqrstuvwxyz")
# By byte, whether a letter may be a digit; "?" stands for all letters beyond Latin-1 too.
_MAY_COUNT = bytes(chr(code).isdigit() or chr(code) == "?" for code in range(256))


def find_all(texts: Sequence[str], units: Units, hits: Hits) -> list[tuple[int, Row]]:
    """What `find` finds in each of the texts, with the number of the text."""
    linking, ways = _linking(units), _ways(units)
    citing, leaning = np.flatnonzero(ways), _leaning(units, hits)
    references = np.flatnonzero(units.are("reference"))
    asked = np.unique(np.concatenate([references, linking, citing, np.array([at for at, _ in leaning], np.int64)]))
    known, found = list(zip(asked.tolist(), _units(units, asked), strict=True)), list[tuple[int, Row]]()
    bounds = [np.searchsorted(each, units.first).tolist() for each in (asked, linking, citing)]
    bounds.append(np.searchsorted([at for at, _ in leaning], units.first).tolist())
    for text, (first, *spans) in enumerate(zip(units.first.tolist(), *map(pairwise, bounds), strict=False)):
        own, links, cites, leans = (slice(*span) for span in spans)
        if own.start == own.stop:
            continue
        here = Asked(
            (linking[links] - first).tolist(),
            dict(zip((citing[cites] - first).tolist(), ways[citing[cites]].tolist(), strict=True)),
        )
        by_number = {at - first: unit for at, unit in known[own]}
        found += [(text, row) for row in rows(texts[text], by_number, [hit for _, hit in leaning[leans]], here)]
    return found


def _units(units: Units, asked: Ints) -> list[Unit]:
    """These units one by one, as they stand in their texts."""
    start, end = units.start[asked].tolist(), units.offset(asked, units.stream.first[asked + 1] - 1).tolist()
    kinds = [SENTENCE_KINDS[kind] for kind in units.kind[asked].tolist()]
    return list(map(Sentence, start, end, kinds, repeat("")))


def _leaning(units: Units, hits: Hits) -> list[tuple[int, Hit]]:
    """The hits of what is leaned on, each with its unit, in the order of units."""
    found: list[tuple[int, Hit]] = []
    for key in LEANING:
        told = hits.of(key)
        start, end = units.offset(told.unit, told.start), units.offset(told.unit, told.end)
        columns = (each.tolist() for each in (told.unit, units.number[told.unit], start, end))
        found += [(unit, Hit(key, *place)) for unit, *place in zip(*columns, strict=True)]
    return sorted(found, key=lambda each: each[0])


def _linking(units: Units) -> Ints:
    """The units that may hold a DOI or an address."""
    lower = units.stream.latin.lower()
    found = np.concatenate([standing(lower, sign) for sign in _LINKS])
    return np.flatnonzero(flags(len(units), _units_at(units.stream, found)))


def _ways(units: Units) -> Bits:
    """For each unit the ways to cite that it may hold; none for most."""
    stream, codes = units.stream, units.stream.codes
    digits = np.flatnonzero(np.frombuffer(stream.latin.translate(_MAY_COUNT), np.bool_))
    digits = digits[(CLASSES.of(codes[digits]) & DIGIT) != 0]
    before, one, two = codes[digits - 1], codes[digits], codes[digits + 1]
    figures = np.isin(one, _FIGURES)
    years = ((one == ord("1")) & (two >= ord("5")) & (two <= ord("9"))) | ((one == ord("2")) & (two == ord("0")))
    undated = np.concatenate([standing(stream.latin, words.encode()) for words in UNDATED])
    found = np.zeros(len(units), np.uint8)
    for way, at in (
        (DATED, np.append(digits[years], undated)),
        (SQUARE, np.flatnonzero(np.frombuffer(stream.latin, np.uint8) == ord("["))),
        (RAISED, digits[figures & (one > 0x7F)]),
        (ROUND, digits[before == ord("(")]),
        (NOTES, digits[np.isin(before, _BEFORE_NOTES)]),
    ):
        found[_units_at(stream, at)] |= way
    counting = flags(len(units), _units_at(stream, np.append(digits[figures], undated)))
    found[~(counting & units.are(*SPEAKING))] = 0
    return found


def _units_at(stream: Stream, at: Ints) -> Ints:
    """The unit in which each of these places lies."""
    found: Ints = np.searchsorted(stream.first, at, side="right") - 1
    return found
