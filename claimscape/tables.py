"""The schema of every table that a build writes: the public contract of a landscape.

Offsets count Unicode code points in the document's text; `sentence_id` counts from 0 within a document.
"""

from collections.abc import Iterable, Mapping
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
}

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
    return pa.table(
        {field.name: pa.array([row.get(field.name) for row in rows], field.type) for field in schema}, schema=schema
    )
