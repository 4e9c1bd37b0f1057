"""How a quotation names its source: the label with author and date, and where the document is."""

from collections.abc import Mapping
from typing import Any

from claimscape.store import Landscape


def cited(label: str, facts: Mapping[Any, Any]) -> dict[str, str]:
    """As "Label (author, date)" and its web address, or its file where it has none; what is not known is left out."""
    known = ", ".join(said for said in (_text(facts.get("author")), _text(facts.get("published"))) if said)
    return {"said": f"{label} ({known})" if known else label, "where": _text(facts.get("url")) or _text(facts.get("path"))}


def facts_of_sources(landscape: Landscape) -> dict[str, Mapping[Any, Any]]:
    """What is known of each document, by doc_id, in the order of the sources."""
    table = landscape.table("documents", "doc_id", "author", "published", "url", "path").sort_values("doc_id")
    return {str(row["doc_id"]): row for row in table.to_dict("records")}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
