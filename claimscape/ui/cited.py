"""How a quotation names its source: the label with author and date, and where the document is."""

from collections.abc import Mapping, Sequence
from typing import Any

from claimscape.store import Landscape


def cited(label: str, facts: Mapping[Any, Any]) -> dict[str, str]:
    """As "Label (author, date)" and its web address, or its file where it has none; what is not known is left out."""
    known = ", ".join(said for said in (_text(facts.get("author")), _text(facts.get("published"))) if said)
    return {"said": f"{label} ({known})" if known else label, "where": _text(facts.get("url")) or _text(facts.get("path"))}


def facts_of_sources(landscape: Landscape, doc_ids: Sequence[str]) -> tuple[dict[str, Mapping[Any, Any]], dict[str, int]]:
    """What is known of each of these documents, and the place of each among all sources, by doc_id."""
    table = landscape.table("documents", "doc_id", "author", "published", "url", "path")
    order = table["doc_id"].sort_values(ignore_index=True)
    found = table[table["doc_id"].isin(list(doc_ids))].to_dict("records")
    places = order[order.isin(list(doc_ids))]
    placed = dict(zip(map(str, places), places.index.tolist(), strict=True))
    return {str(row["doc_id"]): row for row in found}, placed


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
