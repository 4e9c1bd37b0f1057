"""Landscapes small enough to count by hand, published as a build publishes them: for tests of queries, charts and pages."""

import hashlib
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimscape import __version__
from claimscape.forms import Forms
from claimscape.publish import publish
from claimscape.sentences import Sentence
from claimscape.store import Landscape
from claimscape.tables import SCHEMAS, table
from claimscape.units import Units

Row = dict[str, Any]

CODES = [
    ("topic", "mechanism", "Mechanism", "what it does in the brain", None),
    ("topic", "safety", "Safety", "harms and how they are contained", None),
    ("topic", "legal", "Law", "", None),
    ("claim", "raises", "It raises serotonin", "", "mechanism"),
    ("claim", "helps", "It helps with PTSD", "", "efficacy"),
    ("claim", "lasts", "Its benefits last", "", "efficacy"),
    ("claim", "unknown", "Long-term effects are not known", "", "safety"),
    ("risk", "nausea", "Nausea", "", None),
    ("risk", "abuse", "Abuse", "", None),
]
# What was measured of some: precision, recall, and on how many sentences.
MEASURED = {
    ("topic", "safety"): (0.868, 0.971, 240),
    ("claim", "helps"): (0.75, None, 1),
    ("risk", "nausea"): (1.0, 0.5, 4),
}

# A sentence: its text; its kind where it is no sentence; topics; claims as (claim_id, type, certainty, support); risks as
# (risk_id, contained); citations as (kind, quote, fields).
SMALL: dict[str, list[Row]] = {
    "a": [
        {"text": "Mechanism of action", "kind": "heading", "topics": ["mechanism"]},
        {"text": "It raises serotonin.", "topics": ["mechanism"], "claims": [("raises", "mechanism", "asserted", "none")]},
        {
            "text": "Studies show that it may help with PTSD.",
            "claims": [("helps", "efficacy", "hedged", "vague")],
            "citations": [("vague_attribution", "Studies show", {})],
        },
        {"text": "Nausea may occur, but staff watch for it.", "topics": ["safety"], "risks": [("nausea", True)]},
        {"text": "Serotonin makes a good mood, good sleep, good days.", "topics": ["mechanism"]},
    ],
    "b": [
        {
            "text": "It raises serotonin (Smith, 2022).",
            "topics": ["mechanism"],
            "claims": [("raises", "mechanism", "asserted", "cited")],
        },
        {"text": "It does not help with PTSD.", "claims": [("helps", "efficacy", "negated", "none")]},
        {"text": "Abuse and nausea are known.", "topics": ["safety"], "risks": [("abuse", False), ("nausea", False)]},
        {
            "text": "Smith, A. (2022). A trial. Journal. https://doi.org/10.1000/xyz",
            "kind": "reference",
            "citations": [
                (
                    "reference",
                    "Smith, A. (2022). A trial. Journal. https://doi.org/10.1000/xyz",
                    {"authors": ["Smith"], "year": 2022, "title": "A trial", "venue": "Journal", "doi": "10.1000/xyz"},
                )
            ],
        },
    ],
    "c": [
        {"text": "Its benefits last.", "claims": [("lasts", "efficacy", "asserted", "none")]},
        {"text": "Is it legal?", "kind": "question", "topics": ["legal", "safety"]},
    ],
}
FACTS: dict[str, Row] = {
    "a": {"label": "Alpha", "kind": "blog", "author": "Ann", "published": "2024-01-02", "language": "en"},
    "b": {"label": "Beta", "kind": "leaflet", "language": "en"},
    "c": {"label": "Gamma", "kind": "answer", "language": "de", "published": "6 hours ago"},
}


def small(folder: Path) -> Landscape:
    """Three sources of two to five lines: Alpha, Beta and Gamma, as written above."""
    return landscape_of(folder, SMALL, FACTS)


def many(folder: Path, sources: int, label: str = "Source {}") -> Landscape:
    """So many sources: Alpha's lines in even ones, Beta's in odd ones, each under its own label."""
    documents = {f"s{number:03}": SMALL["a" if number % 2 == 0 else "b"] for number in range(sources)}
    return landscape_of(folder, documents, {name: {"label": label.format(number)} for number, name in enumerate(documents)})


def hostile(folder: Path, label: str, sources: int = 5) -> Landscape:
    """Five sources whose labels, codes, headings and words are all the same hostile text."""
    line = {"text": f"{label} word word word.", "heading": label, "topics": ["mechanism"], "risks": [("nausea", False)]}
    line |= {"claims": [("helps", "efficacy", "asserted", "none")], "citations": [("vague_attribution", ".", {})]}
    other = line | {"text": f"{label} other other other.", "topics": ["safety", "mechanism"]}
    documents = {f"h{number}": [line, other] for number in range(sources)}
    codes = [(kind, code, f"{label} {code}", label, of) for kind, code, _, _, of in CODES]
    return landscape_of(folder, documents, {name: {"label": label} for name in documents}, codes)


def landscape_of(
    folder: Path, documents: dict[str, list[Row]], facts: dict[str, Row], codes: list[tuple[Any, ...]] | None = None
) -> Landscape:
    """A published landscape of documents given as lines; every span found is the whole line, or the quote given."""
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    for doc_id, lines in documents.items():
        _document(rows, doc_id, lines, facts.get(doc_id, {}))
    positions: dict[str, int] = {}
    for kind, code, label, about, claim_type in codes or CODES:
        row = {"kind": kind, "code_id": code, "label": label, "about": about, "claim_type": claim_type}
        quality = dict(zip(("precision", "recall", "measured_on"), MEASURED.get((kind, code), ()), strict=False))
        rows["codes"].append(row | {"position": positions.setdefault(kind, 0)} | quality)
        positions[kind] += 1
    rows["tensions"].append({"claim_a": "lasts", "claim_b": "unknown", "why": "one knows, the other does not"})
    rows["tensions"].append({"claim_a": "lasts", "claim_b": "raises", "why": "made up for the test"})
    build_id = hashlib.sha256(repr((documents, facts, codes)).encode("utf-8", "backslashreplace")).hexdigest()[:16]
    manifest = {
        "build_id": build_id,
        "version": __version__,
        "source": "tests",
        "codebook": {"title": "Test", "version": "1", "sha256": ""},
        "seconds": 0.0,
    }
    tables = {name: table(name, found) for name, found in rows.items()}
    return publish(tables | {"forms": forms_of(rows)}, manifest, folder)


def forms_of(rows: dict[str, list[Row]]) -> pa.Table:
    """The index of the words of these documents, as a build makes it."""
    units: dict[str, list[Sentence]] = {row["doc_id"]: [] for row in rows["documents"]}
    for row in rows["sentences"]:
        units[row["doc_id"]].append(Sentence(row["start"], row["end"], row["kind"], row["heading"]))
    found = Units.of([(row["text"], units[row["doc_id"]]) for row in rows["documents"]])
    index = Forms()
    return index.find([index.met(found, 0)])


def _document(rows: dict[str, list[Row]], doc_id: str, lines: list[Row], facts: Row) -> None:
    text = "\n".join(line["text"] for line in lines)
    heading, start = "", 0
    for number, line in enumerate(lines):
        end = start + len(line["text"])
        kind = line.get("kind", "sentence")
        at = {"doc_id": doc_id, "sentence_id": number}
        whole = at | {"start": start, "end": end, "quote": line["text"]}
        rows["sentences"].append(
            at
            | {"kind": kind, "heading": line.get("heading", heading), "start": start, "end": end}
            | {"words": len(line["text"].split()), "text": line["text"]}
        )
        heading = line["text"] if kind == "heading" else heading
        rows["topics"] += [whole | {"topic_id": topic} for topic in line.get("topics", [])]
        rows["risks"] += [whole | {"risk_id": risk, "contained": contained} for risk, contained in line.get("risks", [])]
        for claim, of, certainty, support in line.get("claims", []):
            rows["claims"].append(whole | {"claim_id": claim, "claim_type": of, "certainty": certainty, "support": support})
        for cited, quote, fields in line.get("citations", []):
            first = start + line["text"].index(quote)
            rows["citations"].append(at | fields | {"kind": cited, "start": first, "end": first + len(quote), "quote": quote})
        start = end + 1
    counts = {"characters": len(text), "words": len(text.split()), "sentences": len(lines)}
    rows["documents"].append({"doc_id": doc_id, "path": f"{doc_id}.txt", "sha256": "", "text": text} | counts | facts)
