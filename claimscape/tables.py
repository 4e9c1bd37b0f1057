"""The schema of every table that a build writes: the public contract of a landscape.

Offsets count Unicode code points in the document's text; `sentence_id` counts from 0 within a document.
"""

import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa

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
    "marks": pa.schema([("doc", pa.int32()), ("sentence_id", pa.int32()), ("code", pa.int32()), ("manner", pa.int32())]),
    "tallies": pa.schema([("doc", pa.int32()), ("code", pa.int32()), ("manner", pa.int32()), ("sentences", pa.int32())]),
    "pairs": pa.schema([("doc", pa.int32()), ("topic", pa.int32()), ("other", pa.int32()), ("sentences", pa.int32())]),
}

DERIVED = ("marks", "tallies", "pairs")  # counted from the others when a build is published
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


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The rows as an Arrow table of the named schema; a missing key is null, an unknown one an error."""
    rows = list(rows)
    schema = SCHEMAS[name]
    unknown = {key for row in rows for key in row} - set(schema.names)
    if unknown:
        raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
    columns = [_column([row.get(field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def texts(values: Sequence[str]) -> pa.Array:
    """The texts as an Arrow array."""
    return _column(values, pa.string())


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """What `pa.array(values, kind)` gives, which would import pandas first: 0.4 s of a build of five documents."""
    there = [value is not None for value in values]
    empty = there.count(False)
    valid = None if not empty else _bits(there)
    if pa.types.is_list(kind):
        items = [value or () for value in values]
        inner = _column([each for value in items for each in value], kind.value_type)
        return pa.ListArray.from_buffers(kind, len(values), [valid, _ends(map(len, items))], empty, 0, [inner])
    if pa.types.is_string(kind):
        texts = [b"" if value is None else value.encode() for value in values]
        return pa.Array.from_buffers(kind, len(values), [valid, _ends(map(len, texts)), pa.py_buffer(b"".join(texts))], empty)
    if pa.types.is_boolean(kind):
        return pa.Array.from_buffers(kind, len(values), [valid, _bits([bool(value) for value in values])], empty)
    numbers = array.array({"int32": "i", "double": "d"}[str(kind)], [0 if value is None else value for value in values])
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(numbers)], empty)


def _ends(lengths: Iterable[int]) -> pa.Buffer:
    """Where each of the pieces that follow each other begins, and where the last ends."""
    return pa.py_buffer(array.array("i", accumulate(lengths, initial=0)))


def _bits(flags: Sequence[bool]) -> pa.Buffer:
    """A bit a flag, the first lowest, as Arrow packs them."""
    packed = bytearray(-(-len(flags) // 8))
    for at, flag in enumerate(flags):
        packed[at >> 3] |= flag << (at & 7)
    return pa.py_buffer(bytes(packed))
