"""The method sheet: of what, by which rules, with which filters and how the numbers were made, and how they are traced back."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from claimscape import __version__, queries
from claimscape.exports.cells import xml_text
from claimscape.exports.exhibit import Made
from claimscape.exports.told import columns, told
from claimscape.store import Landscape

Line = tuple[str, str, str]  # about, what, value

COUNTED = {
    "documents": "Documents",
    "sentences": "Sentences, headings and the like",
    "topics": "Codings of topics",
    "claims": "Codings of claims",
    "risks": "Codings of risks",
    "citations": "Citations, references, appeals",
}
OF_SOURCES = ("kind", "publisher", "url", "author", "published", "language")
READ_AGAIN = "The sentences behind a row are those whose pick is the row's pick"


def of_corpus(landscape: Landscape, tables: Iterable[str] = ()) -> list[Line]:
    """The corpus, the codebook and the program; the whole tables that were written, if any."""
    manifest, book = landscape.manifest, landscape.manifest.get("codebook", {})
    facts = {
        "Documents from": str(manifest.get("source", "")),
        "Build": landscape.build_id,
        "Built": str(manifest.get("created", "")),
        "Codebook": f"{book.get('title', '')} {book.get('version', '')}".strip(),
        "sha256 of the codebook": str(book.get("sha256", "")),
        "Claimscape": str(manifest.get("version", __version__)),
    }
    facts |= {words: str(manifest["counts"][name]) for name, words in COUNTED.items() if name in manifest["counts"]}
    facts |= {f"Table {name}": f"{manifest['counts'].get(name, 0)} rows, as docs/tables.md tells" for name in tables}
    return [("Corpus", what, value) for what, value in facts.items() if value]


def of_sources(landscape: Landscape) -> Iterator[Line]:
    """What is known of each source, its licence where sources.yaml gives one."""
    licences = landscape.manifest.get("licences", {})
    for row in landscape.table("documents", "doc_id", "label", *OF_SOURCES).to_dict("records"):
        label = _text(row["label"]) or str(row["doc_id"])
        known = [f"{name}: {_text(row[name])}" for name in OF_SOURCES if _text(row[name])]
        known += [f"licence: {licences[row['doc_id']]}"] if row["doc_id"] in licences else ["licence: not told"]
        yield "Source", str(row["doc_id"]), "; ".join([label, *known])


def of_exhibit(landscape: Landscape, made: Made, notes: Iterable[str] = ()) -> list[Line]:
    """What the numbers of an exhibit mean, how they were asked for, and how they are traced."""
    exhibit, scope = made.exhibit, made.exhibit.scope
    question = getattr(queries, exhibit.name)
    facts = {
        "Figure": made.id,
        "Title": made.title,
        "Note": exhibit.note,
        "What it means": told(question)["words"].replace("\n", " "),
        "Columns": columns(question).removeprefix("Columns "),
        "Asked": exhibit.address(),
        "Filters": next((part for part in made.meta.get("footer", "").split(" · ") if "filters" in part), ""),
        "Grouped by": scope.by or "nothing: each source for itself",
        "Sample": "the sources stand for more of their kind" if scope.sample else "the sources are all there is to tell of",
        "Footer": made.meta.get("footer", ""),
        "Rows": str(len(made.frame)),
        "To trace": f"{READ_AGAIN}; or: claimscape trace {made.id} --data {landscape.folder.parent.parent.name}",
    }
    noted = [(f"{exhibit.name} {made.id}", "Mind", note) for note in notes]
    return [(f"{exhibit.name} {made.id}", what, value) for what, value in facts.items() if value] + noted


def frame_of(lines: Iterable[Line]) -> pd.DataFrame:
    """The lines as a frame: about, what, value."""
    return pd.DataFrame([tuple(map(xml_text, line)) for line in lines], columns=["about", "what", "value"], dtype="str")


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str) else ""
