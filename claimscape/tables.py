"""The schema of every table that a build writes: the public contract of a landscape.

Offsets count Unicode code points in the document's text; `sentence_id` counts from 0 within a document.
"""

import array
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from claimscape.arrays import Ints

_ANCHOR = [("doc_id", pa.string()), ("sentence_id", pa.int32())]
_SPAN = [("start", pa.int32()), ("end", pa.int32()), ("quote", pa.string())]

SCHEMAS: dict[str, pa.Schema] = {
    "documents": pa.schema(
        [
            (name, pa.string())
            for name in ("doc_id", "path", "label", "kind", "publisher", "url", "author", "published", "language")
        ]
        + [(name, pa.int32()) for name in ("characters", "words", "sentences")]
        + [("sha256", pa.string()), ("text", pa.string())]
    ),
    "sentences": pa.schema(
        [
            *_ANCHOR,
            ("kind", pa.string()),
            ("heading", pa.string()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("words", pa.int32()),
            ("text", pa.string()),
        ]
    ),
    "topics": pa.schema([*_ANCHOR, ("topic_id", pa.string()), *_SPAN]),
    "claims": pa.schema(
        [*_ANCHOR, *((name, pa.string()) for name in ("claim_id", "claim_type", "certainty", "support")), *_SPAN]
    ),
    "risks": pa.schema([*_ANCHOR, ("risk_id", pa.string()), ("contained", pa.bool_()), *_SPAN]),
    "citations": pa.schema(
        [
            *_ANCHOR,
            ("kind", pa.string()),
            ("authors", pa.list_(pa.string())),
            ("year", pa.int32()),
            *((name, pa.string()) for name in ("title", "venue", "volume", "issue", "pages", "doi", "url")),
            *_SPAN,
        ]
    ),
    "problems": pa.schema([(name, pa.string()) for name in ("path", "stage", "reason", "advice")]),
    "codes": pa.schema(
        [
            *((name, pa.string()) for name in ("kind", "code_id", "label", "about", "claim_type")),
            ("position", pa.int32()),
            ("precision", pa.float64()),
            ("recall", pa.float64()),
            ("measured_on", pa.int32()),
        ]
    ),
    "tensions": pa.schema([(name, pa.string()) for name in ("claim_a", "claim_b", "why")]),
    "marks": pa.schema([(name, pa.int32()) for name in ("topic", "doc", "code", "manner")]),
    "tallies": pa.schema([("doc", pa.int32()), ("code", pa.int32()), ("manner", pa.int32()), ("sentences", pa.int32())]),
    "pairs": pa.schema([("doc", pa.int32()), ("topic", pa.int32()), ("other", pa.int32()), ("sentences", pa.int32())]),
    "forms": pa.schema([("stem", pa.string()), ("form", pa.string()), ("docs", pa.list_(pa.int32()))]),
}

_TOLD = {name: [(field.name, str(field.type)) for field in of] for name, of in SCHEMAS.items()}
LAYOUT = hashlib.sha256(str(_TOLD).encode()).hexdigest()[:12]  # what tells tables of other columns from these
DERIVED = ("marks", "tallies", "pairs", "forms")  # these follow from the others: what pages count, and the index of words
# Shares are of running text: sentences, list items, lead-ins and questions; headings, references and furniture are none.
COUNTED = ("sentence", "list_lead", "question")
SENTENCE_KINDS = ("sentence", "heading", "list_lead", "question", "reference", "furniture")
CLAIM_TYPES = (
    "mechanism",
    "effect",
    "efficacy",
    "safety",
    "selection",
    "protocol",
    "regulatory",
    "evidence",
    "comparison",
    "definition",
)
CERTAINTIES = ("asserted", "hedged", "negated")
SUPPORTS = ("cited", "named", "vague", "none")
CITATION_KINDS = ("reference", "doi", "url", "in_text", "authority", "vague_attribution")


@dataclass(frozen=True)
class Named:
    """A column of texts that are few: their numbers in `names`, -1 for none."""

    names: Sequence[str | None]
    numbers: Ints


@dataclass(frozen=True)
class Cut:
    """A column of stretches of one text, each from `begin` to `end` in the text's bytes of UTF-8; they may overlap."""

    text: bytes
    begin: Ints
    end: Ints


Values = Sequence[Any] | NDArray[Any] | Named | Cut
Table = pa.Table


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """The rows of all of them, which are of one schema."""
    return pa.concat_tables(tables)


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The rows as an Arrow table of the named schema; a missing key is null, an unknown one an error."""
    count, held = 0, dict[str, tuple[list[int], list[Any]]]()
    for at, row in enumerate(rows):
        count = at + 1
        for key, value in row.items():
            places, values = held.setdefault(key, ([], []))
            if value is not None:
                places.append(at)
                values.append(value)
    return of_columns(name, {key: _spaced(*each, count) for key, each in held.items()}, count)


def _spaced(places: list[int], values: list[Any], count: int) -> Values:
    """A column of so many rows, with the values at these places and none elsewhere."""
    if len(places) == count:
        return values
    found = np.full(count, -1, np.int64)
    found[places] = np.arange(len(places))
    return Named(values, found)


def of_columns(name: str, values: Mapping[str, Values], count: int) -> pa.Table:
    """So many rows by column, as an Arrow table of the named schema; a missing column is null, an unknown one an error."""
    schema = SCHEMAS[name]
    unknown = values.keys() - set(schema.names)
    if unknown:
        raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
    nothing = [None] * count if values.keys() < set(schema.names) else []
    return pa.Table.from_arrays([_column(values.get(each.name, nothing), each.type) for each in schema], schema=schema)


def texts(values: Sequence[str]) -> pa.Array:
    """The texts as an Arrow array."""
    return _column(values, pa.string())


def numbers(values: Ints) -> pa.Array:
    """The whole numbers as an Arrow array of int32."""
    return _column(values, pa.int32())


def whole_numbers(column: pa.ChunkedArray) -> Ints:
    """The numbers of an Arrow column of int32, -1 for none; its own `to_numpy` would import pandas."""
    column = column.combine_chunks()
    valid, data = column.buffers()
    numbers = np.frombuffer(data, np.int32, column.offset + len(column))[column.offset :] if len(column) else np.zeros(0)
    found: Ints = numbers.astype(np.int64)
    if column.null_count:
        there = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")[column.offset : column.offset + len(column)]
        found[there == 0] = -1
    return found


def _column(values: Values, kind: pa.DataType) -> pa.Array:
    """What `pa.array(values, kind)` gives, which would import pandas first: 0.4 s of a build of five documents."""
    if isinstance(values, Named):
        return _named(values, kind)
    if isinstance(values, Cut):
        return _cut(values, kind)
    if isinstance(values, np.ndarray):
        if values.dtype == np.bool_:
            return pa.Array.from_buffers(kind, values.size, [None, pa.py_buffer(np.packbits(values, bitorder="little"))], 0)
        return pa.Array.from_buffers(kind, values.size, [None, pa.py_buffer(values.astype(_NUMBERS[str(kind)]))], 0)
    there = [value is not None for value in values]
    empty = there.count(False)
    valid = _bits(there) if empty else None
    if pa.types.is_list(kind):
        items = [value or () for value in values]
        inner = _column([each for value in items for each in value], kind.value_type)
        return pa.ListArray.from_buffers(kind, len(values), [valid, _ends(map(len, items))], empty, 0, [inner])
    if pa.types.is_string(kind):
        joined = "".join([value or "" for value in values] if empty else values)
        if joined.isascii():
            data, lengths = joined.encode(), map(len, [value or "" for value in values] if empty else values)
        else:
            pieces = [(value or "").encode() for value in values]
            data, lengths = b"".join(pieces), map(len, pieces)
        return pa.Array.from_buffers(kind, len(values), [valid, _ends(lengths), pa.py_buffer(data)], empty)
    if pa.types.is_boolean(kind):
        return pa.Array.from_buffers(kind, len(values), [valid, _bits([bool(value) for value in values])], empty)
    numbers = array.array({"int32": "i", "double": "d"}[str(kind)], [0 if value is None else value for value in values])
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(numbers)], empty)


_MOST = np.iinfo(np.int32).max
_NUMBERS = {"int32": np.int32, "double": np.float64}


def _named(column: Named, kind: pa.DataType) -> pa.Array:
    """The name of each number."""
    names = _column([*column.names, None], kind)
    return names.take(numbers(np.where(column.numbers < 0, len(names) - 1, column.numbers)))


def _cut(column: Cut, kind: pa.DataType) -> pa.Array:
    """The stretches, taken out of an array in which every other text is one of them.

    The texts between run backwards where stretches overlap; nobody reads these.
    """
    count = column.begin.size
    offsets = np.full(2 * count + 1, len(column.text), np.int32)
    offsets[:-1:2], offsets[1::2] = column.begin, column.end
    texts = pa.Array.from_buffers(kind, 2 * count, [None, pa.py_buffer(offsets), pa.py_buffer(column.text)], 0)
    return texts.take(numbers(np.arange(0, 2 * count, 2)))


def _ends(lengths: Iterable[int]) -> pa.Buffer:
    """Where each of the pieces that follow each other begins, and where the last ends."""
    ends = np.cumsum(np.fromiter(chain([0], lengths), np.int64))
    if ends[-1] > _MOST:
        raise OverflowError(f"a column of {ends[-1]:,} bytes of text is more than a table holds; give fewer documents at once")
    return pa.py_buffer(ends.astype(np.int32))


def _bits(flags: Sequence[bool]) -> pa.Buffer:
    """A bit a flag, the first lowest, as Arrow packs them."""
    return pa.py_buffer(np.packbits(np.array(flags, np.bool_), bitorder="little"))
