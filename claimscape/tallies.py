"""What the pages count, counted once with the build: marks by sentence, tallies by document, pairs of topics.

All in whole numbers: a question over a hundred thousand documents reads a few columns of them instead of every sentence.
A code is known by its row in the table `codes`; what is no code of the codebook has a number below zero.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from claimscape.arrays import Flags, Ints, begun
from claimscape.tables import CERTAINTIES, CITATION_KINDS, COUNTED, SCHEMAS, SUPPORTS, numbers, texts, whole_numbers

Read = Callable[[str, tuple[str, ...]], pa.Table]  # some columns of a found table

# What is counted beside the codes: sentences of running text, those with any claim, with a benefit, with any risk.
PROSE, CLAIM, BENEFIT, RISK = -1, -2, -3, -4
CITED = {kind: -10 - at for at, kind in enumerate(CITATION_KINDS)}  # places that cite, of each kind
BENEFITS = ("effect", "efficacy")
UNKNOWN = 1 << (len(CERTAINTIES) * len(SUPPORTS))  # the manner of a claim of no known certainty and support
CONTAINED = 1  # the manner of a risk that is said to be contained

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

    @classmethod
    def within(cls, table: pa.Table, topics: Collection[int]) -> tuple["Marks", Ints]:
        """Of a file of marks those in sentences that bear one of these topics, and the document of each such sentence."""
        doc, sentence, code, manners = (table[name].to_numpy() for name in SCHEMAS["marks"].names)
        wanted = np.zeros(max(int(code.max(initial=0)), *topics, 0) + 1 + _LOWEST, bool)
        wanted[list(topics)] = True  # a code below zero counts from the end
        starts = np.flatnonzero(begun(doc, sentence))
        if not len(starts):
            return cls(*(np.zeros(0, np.int64) for _ in range(4))), np.zeros(0, np.int64)
        bears = np.logical_or.reduceat(wanted[code], starts)
        keep = np.repeat(bears, np.diff(starts, append=len(doc)))
        kept = cls(*(column[keep].astype(np.int64) for column in (doc, sentence, code, manners)))
        return kept, doc[starts[bears]].astype(np.int64)


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
    tallied = tally(found, [(prose >> _SENTENCES, np.full(len(prose), PROSE)), citing])
    topics = np.array([kind == "topic" for kind in codes["kind"].to_pylist()], bool)
    made = {
        "marks": (found.doc + first, found.sentence, found.code, found.manner),
        "tallies": (tallied[0] + first, *tallied[1:]),
        "pairs": _pairs(found, topics, first),
    }
    return {name: _table(name, columns) for name, columns in made.items()}


def tally(marks: Marks, more: Collection[tuple[Ints, Ints]] = ()) -> tuple[Ints, Ints, Ints, Ints]:
    """(document, code, manner, sentences) of the marks by code, document, manner; `more` are (document, code) of no manner."""
    docs, codes = (np.concatenate(each) for each in zip((marks.doc, marks.code), *more, strict=True))
    manners = np.concatenate([marks.manner, np.zeros(len(docs) - len(marks.manner), np.int64)])
    keys, counts = _counted((codes + _LOWEST << _DOCUMENTS | docs) << _MANNERS | manners)
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


def _pairs(marks: Marks, topics: Flags, first: int) -> tuple[Ints, Ints, Ints, Ints]:
    """(document, topic, later topic of the codebook, sentences that bear both)."""
    here = (marks.code >= 0) & np.append(topics, False)[np.maximum(marks.code, -1)]
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
