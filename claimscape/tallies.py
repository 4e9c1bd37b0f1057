"""What the pages count, counted once with the build: marks by topic and sentence, tallies by document, pairs of topics.

All in whole numbers: a question over a hundred thousand documents reads a few columns of them instead of every sentence.
A code is known by its row in the table `codes`; what is no code of the codebook has a number below zero.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from claimscape.arrays import Flags, Ints, Whole, begun, steps
from claimscape.tables import CERTAINTIES, CITATION_KINDS, COUNTED, SCHEMAS, SUPPORTS, numbers, texts, whole_numbers

Read = Callable[[str, tuple[str, ...]], pa.Table]  # some columns of a found table

# What is counted beside the codes: sentences of running text, those with any claim, with a benefit, with any risk.
PROSE, CLAIM, BENEFIT, RISK = -1, -2, -3, -4
CITED = {kind: -10 - at for at, kind in enumerate(CITATION_KINDS)}  # places that cite, of each kind
BENEFITS = ("effect", "efficacy")
UNKNOWN = 1 << (len(CERTAINTIES) * len(SUPPORTS))  # the manner of a claim of no known certainty and support
CONTAINED = 1  # the manner of a risk that is said to be contained
# How a table is written that is not read entire: marks in stretches of so many rows, of which a topic has a few. That documents
# rise under a topic makes the files a quarter smaller.
HOW: dict[str, dict[str, Any]] = {
    "marks": {
        "row_group_size": 1 << 14,
        "use_dictionary": ["topic", "code", "manner"],
        "column_encoding": {"doc": "DELTA_BINARY_PACKED"},
    }
}

_LOWEST = 64  # more than the numbers below zero
_CODES, _SENTENCES, _MANNERS, _DOCUMENTS = 14, 24, 16, 31  # bits


def manner(certainty: str, support: str) -> int:
    """The bit of a claim made so; what is said of one claim in one sentence is the sum of its bits."""
    return 1 << (CERTAINTIES.index(certainty) * len(SUPPORTS) + SUPPORTS.index(support))


@dataclass(frozen=True)
class Marks:
    """Marks of running text, ordered by document, sentence and code: a row is what is said of a code in a sentence."""

    doc: Ints
    sentence: Ints
    code: Ints
    manner: Ints


def within(table: pa.Table, topics: Collection[int]) -> tuple[Ints, Ints, Ints, Ints]:
    """Of a file of marks, or some stretches of it, the tally of the sentences that bear one of these topics.

    Of citations each counts, not their sentence. Under a topic the codes of a sentence rise, and the topic itself is one of
    them: where they do not, another begins.
    """
    topic, *columns = (table[name].to_numpy() for name in SCHEMAS["marks"].names)
    had = np.zeros(int(columns[1].max(initial=0)) + 1 + _LOWEST, np.bool_)  # topics so far; a code below zero is far behind
    kept, prose = [(np.zeros(0, np.int64),) * 3], [np.zeros(0, np.int64)]
    for each in sorted(topics):
        some = slice(*np.searchsorted(topic, np.array([each, each + 1], topic.dtype)))
        doc, code, manners = (column[some] for column in columns)
        if had.any() and len(code):
            starts = np.flatnonzero(np.append(True, code[1:] <= code[:-1]))
            known = np.logical_or.reduceat(had[code], starts)
            rows = np.flatnonzero(~np.repeat(known, np.diff(starts, append=len(code))))
            doc, code, manners = doc[rows], code[rows], manners[rows]
        kept.append((doc, code, manners))
        prose.append(doc[code == each])
        had[each : each + 1] = True
    doc, code, manners = (np.concatenate(column) for column in zip(*kept, strict=True))
    sentences = np.concatenate(prose)
    docs, codes, manners, counts = tally(doc, code, manners, [(sentences, np.full(len(sentences), PROSE))])
    cited = codes <= max(CITED.values())
    counts[cited] *= np.bitwise_count(manners[cited])
    manners[cited] = 0
    return docs, codes, manners, counts


def of_part(read: Read, codes: pa.Table, first: int) -> dict[str, pa.Table]:
    """The three tables of some documents, given how to read the found tables of these; `first` is the number of the first."""
    doc_ids = read("documents", ("doc_id",))["doc_id"].combine_chunks()
    lines = read("sentences", ("doc_id", "sentence_id", "kind"))
    counted = _numbers(lines["kind"], texts(COUNTED)) >= 0
    doc, sentence = _anchor(lines, doc_ids)
    prose = np.sort((doc << _SENTENCES | sentence)[counted])
    found = _marks(read, codes, doc_ids, prose)
    cited = read("citations", ("doc_id", "sentence_id", "kind"))
    kinds = _numbers(cited["kind"], texts(CITATION_KINDS))
    citing = (_anchor(cited, doc_ids)[0][kinds >= 0], (-10 - kinds)[kinds >= 0])
    ours = found.code > max(CITED.values())  # citations are counted wherever they stand, not in running text alone
    more = [(prose >> _SENTENCES, np.full(len(prose), PROSE)), citing]
    tallied = tally(found.doc[ours], found.code[ours], found.manner[ours], more)
    topics = np.array([kind == "topic" for kind in codes["kind"].to_pylist()], bool)
    made = {
        "marks": _by_topic(found, topics, first),
        "tallies": (tallied[0] + first, *tallied[1:]),
        "pairs": _pairs(found, topics, first),
    }
    return {name: _table(name, columns) for name, columns in made.items()}


def tally(doc: Whole, code: Whole, manners: Whole, more: Collection[tuple[Ints, Ints]]) -> tuple[Ints, Ints, Ints, Ints]:
    """(document, code, manner, sentences) of marks, by code, document, manner; `more` are (document, code) of no manner."""
    docs, codes = (np.concatenate(each).astype(np.int64) for each in zip((doc, code), *more, strict=True))
    whole = np.concatenate([manners, np.zeros(len(docs) - len(manners), manners.dtype)])
    keys, counts = _counted((codes + _LOWEST << _DOCUMENTS | docs) << _MANNERS | whole)
    rest = keys >> _MANNERS
    return rest & (1 << _DOCUMENTS) - 1, (rest >> _DOCUMENTS) - _LOWEST, keys & (1 << _MANNERS) - 1, counts


def _marks(read: Read, codes: pa.Table, doc_ids: pa.Array, prose: Ints) -> Marks:
    kinds = ("topic", "claim", "risk")
    number = _numbers(codes["kind"], texts(kinds))
    rows = {kind: np.flatnonzero(number == at) for at, kind in enumerate(kinds)}
    every = codes["code_id"].to_pylist()
    ids = {kind: texts([every[row] for row in of]) for kind, of in rows.items()}
    topics = read("topics", ("doc_id", "sentence_id", "topic_id"))
    claims = read("claims", ("doc_id", "sentence_id", "claim_id", "claim_type", "certainty", "support"))
    risks = read("risks", ("doc_id", "sentence_id", "risk_id", "contained"))
    cited = read("citations", ("doc_id", "sentence_id", "kind"))
    kinds_cited = _numbers(cited["kind"], texts(CITATION_KINDS))
    citing, kind_of = _anchor(cited, doc_ids), np.where(kinds_cited >= 0, -10 - kinds_cited, -_LOWEST)
    said = _manners(claims)
    good = _numbers(claims["claim_type"], texts(BENEFITS)) >= 0
    held = np.array([CONTAINED if contained else 0 for contained in risks["contained"].to_pylist()], np.int64)
    claimed, harmed = _anchor(claims, doc_ids), _anchor(risks, doc_ids)
    whole = [
        (*_anchor(topics, doc_ids), _coded(topics["topic_id"], ids["topic"], rows["topic"]), np.zeros(len(topics), np.int64)),
        (*claimed, _coded(claims["claim_id"], ids["claim"], rows["claim"]), said),
        (*claimed, np.full(len(claims), CLAIM), said),
        (*claimed, np.where(good, BENEFIT, -_LOWEST), said),
        (*harmed, _coded(risks["risk_id"], ids["risk"], rows["risk"]), held),
        (*harmed, np.full(len(risks), RISK), held),
        (*citing, kind_of, _one_by_one(*citing, kind_of)),
    ]
    doc, sentence, code, manners = (np.concatenate(each) for each in zip(*whole, strict=True))
    place = doc << _SENTENCES | sentence
    there = np.isin(place, prose) & (code > -_LOWEST) & (doc >= 0)
    key = place[there] << _CODES | code[there] + _LOWEST
    order = np.argsort(key, kind="stable")
    key, manners = key[order], manners[there][order]
    new = np.flatnonzero(begun(key))
    key = key[new]
    place = key >> _CODES
    joined = np.bitwise_or.reduceat(manners, new) if len(new) else manners
    return Marks(place >> _SENTENCES, place & (1 << _SENTENCES) - 1, (key & (1 << _CODES) - 1) - _LOWEST, joined)


def _one_by_one(doc: Ints, sentence: Ints, kind: Ints) -> Ints:
    """A bit for each citation of a kind in a sentence, so that they can be counted once they are one mark."""
    order = np.lexsort((kind, sentence, doc))
    new = np.flatnonzero(begun(doc[order], sentence[order], kind[order]))
    number = np.zeros(len(doc), np.int64)
    number[order] = np.arange(len(doc)) - np.repeat(new, np.diff(new, append=len(doc)))
    return 1 << np.minimum(number, _MANNERS - 1)


def _manners(claims: pa.Table) -> Ints:
    certainty = _numbers(claims["certainty"], texts(CERTAINTIES))
    support = _numbers(claims["support"], texts(SUPPORTS))
    bits = certainty * len(SUPPORTS) + support
    return np.where((certainty < 0) | (support < 0), UNKNOWN, 1 << np.maximum(bits, 0))


def _coded(column: pa.ChunkedArray, ids: pa.Array, rows: Ints) -> Ints:
    """The number of each code, one that is left out where the codebook has none of that id."""
    return np.append(rows, -_LOWEST)[_numbers(column, ids)]


def _anchor(table: pa.Table, doc_ids: pa.Array) -> tuple[Ints, Ints]:
    return _numbers(table["doc_id"], doc_ids), whole_numbers(table["sentence_id"])


def _numbers(column: pa.ChunkedArray, among: pa.Array) -> Ints:
    """The place of each value among these, -1 where it is none of them."""
    return whole_numbers(pc.index_in(column, value_set=among))


def _by_topic(marks: Marks, topics: Flags, first: int) -> tuple[Ints, ...]:
    """(topic, document, code, manner) by topic, document, sentence and code: a sentence stands under each of its topics."""
    starts = np.flatnonzero(begun(marks.doc, marks.sentence))
    counts = np.diff(starts, append=len(marks.doc))
    bearing = np.flatnonzero(_of(marks, topics))
    bearing = bearing[np.argsort(marks.code[bearing], kind="stable")]
    at = np.repeat(np.arange(len(starts)), counts)[bearing]
    rows = steps(starts[at], counts[at])
    topic = np.repeat(marks.code[bearing], counts[at])
    return topic, marks.doc[rows] + first, marks.code[rows], marks.manner[rows]


def _of(marks: Marks, topics: Flags) -> Flags:
    """Which marks are of topics."""
    return np.asarray((marks.code >= 0) & np.append(topics, False)[np.maximum(marks.code, -1)])


def _pairs(marks: Marks, topics: Flags, first: int) -> tuple[Ints, Ints, Ints, Ints]:
    """(document, topic, later topic of the codebook, sentences that bear both)."""
    here = _of(marks, topics)
    place, doc, code = (marks.doc << _SENTENCES | marks.sentence)[here], marks.doc[here], marks.code[here]
    keys = [np.zeros(0, np.int64)]
    for apart in range(1, len(topics)):
        both = np.flatnonzero(place[apart:] == place[:-apart])
        if not len(both):
            break
        keys.append((doc[both] << _CODES | code[both]) << _CODES | code[both + apart])
    found, counts = _counted(np.concatenate(keys))
    rest = found >> _CODES
    return (rest >> _CODES) + first, rest & (1 << _CODES) - 1, found & (1 << _CODES) - 1, counts


def _counted(keys: Ints) -> tuple[Ints, Ints]:
    """The different keys in their order, and how often each stands."""
    keys = np.sort(keys)
    new = np.flatnonzero(begun(keys))
    return keys[new], np.diff(new, append=len(keys))


def _table(name: str, columns: tuple[Ints, ...]) -> pa.Table:
    """The columns as an Arrow table."""
    return pa.Table.from_arrays([numbers(column) for column in columns], schema=SCHEMAS[name])
