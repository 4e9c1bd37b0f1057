"""The page Methods: how every number is made, from the docstrings of the code that makes it, and what to cite."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from claimscape import charts, queries, statistics
from claimscape.agreement import measures
from claimscape.exports.told import told
from claimscape.store import Landscape
from claimscape.ui import answers, opened
from claimscape.ui.part import part
from claimscape.ui.places import home
from claimscape.ui.prose import Block, runs, section, titles

PROSE_FILE, CODEBOOK = "methods.md", "codebook.md"
READ = "How a sentence is read"
MEASURES: Mapping[str, Mapping[Callable[..., Any], str]] = {
    "Shares and how sure they are": {
        statistics.wilson: "k of n sources: the Wilson interval",
        statistics.share_interval: "A share of sentences, documents as the sample",
        statistics.sample_interval: "Interval from the effective number of sentences",
        statistics.resampled_interval: "Interval from drawing the documents anew",
        statistics.effective_size: "Effective number of sentences",
        statistics.design_effect: "Design effect",
        statistics.correlation_within: "Correlation within a document",
    },
    "Differences between groups of sources": {
        statistics.difference_interval: "Difference of two k of n",
        statistics.share_difference_interval: "Difference of two shares of sentences",
        statistics.worth_showing: "Large enough to show",
    },
    "Emphasis": {
        statistics.log_odds: "Emphasis: the shrunken log-odds ratio",
        statistics.states: "Over, under, cannot tell",
        statistics.benjamini_hochberg: "Correction for many comparisons",
        statistics.dispersion: "Dispersion",
    },
    "Have we read enough?": {
        statistics.accumulation: "New kinds by the number of sources read",
        statistics.unseen: "Kinds still unseen",
    },
    "What belongs together": {
        statistics.jaccard: "Topics said together: the Jaccard index",
    },
    "Agreement of codings": {
        measures.agreement: "Raw agreement",
        measures.beyond: "Agreement beyond chance",
        measures.cohen: "Cohen's kappa: its chance",
        measures.krippendorff: "Krippendorff's alpha: its chance",
        measures.gwet: "Gwet's AC1: its chance",
        measures.nominal: "One label a sentence",
        measures.pooled: "Several labels a sentence",
        measures.retrieval: "Precision, recall, F1, prevalence",
    },
}
COUNTED = {
    "documents": "Documents",
    "sentences": "Sentences, headings and the like",
    "topics": "Codings of topics",
    "claims": "Codings of claims",
    "risks": "Codings of risks",
    "citations": "Citations, references, appeals",
}


def methods() -> None:
    """Everything the page says, with a table of contents, in one part."""
    landscape = opened.landscape()
    part("methods", "methods", {"sections": sections(landscape), "cite": citation(landscape)})


def sections(landscape: Landscape) -> list[dict[str, Any]]:
    """The page as data, in order: id, title, blocks; a block of kind "h" is a heading that the contents list too."""
    prose = _text(PROSE_FILE)
    first, *rest, last = [(title, section(prose, title)) for title in titles(prose)]
    reading = (READ, section(_text(CODEBOOK), READ))
    made = [("Every measure", _measures()), ("Every chart", _charts())]
    ordered = [first, reading, *rest, *made, last, ("This landscape", _facts(landscape))]
    return [{"id": _id(title), "title": title, "blocks": blocks} for title, blocks in ordered]


def citation(landscape: Landscape) -> str:
    """One sentence that names this landscape for good: program, build, documents, codebook."""
    manifest, book = landscape.manifest, landscape.manifest.get("codebook", {})
    count = int(manifest["counts"].get("documents", 0))
    documents = f"{count:,} document{'' if count == 1 else 's'}"
    built = str(manifest.get("created", ""))[:10]
    made = f"Claimscape {manifest.get('version', '')}, landscape {landscape.build_id} of {documents}, built {built}"
    return f"{made}, codebook “{book.get('title', '')}” {book.get('version', '')} (sha256 {str(book.get('sha256', ''))[:12]})."


def _measures() -> list[Block]:
    blocks: list[Block] = []
    for group, functions in MEASURES.items():
        blocks.append({"kind": "h", "id": f"about-{_id(group)}", "title": group})
        blocks += [_measure(function, title) for function, title in functions.items()]
    return blocks


def _measure(function: Callable[..., Any], title: str) -> Block:
    found = told(function)
    room = statistics if hasattr(statistics, function.__name__) else measures
    key = function.__name__
    block = {"kind": "measure", "id": key, "key": key, "title": title, "name": f"{room.__name__}.{key}"}
    words = {"words": [runs(paragraph) for paragraph in found["words"].split("\n")], "formula": found["formula"]}
    return block | words | {more: runs(found.get(more, "")) for more in ("source", "checked")}


def _charts() -> list[Block]:
    """What each page asks, as its file says which charts stand there, in the order of the navigation."""
    blocks: list[Block] = []
    pages = re.findall(r'"pages/(\w+)\.py", title="([^"]+)"', (home() / "dashboard.py").read_text("utf-8"))
    for page, title in pages:
        shown = re.findall(r'ui\.show\("(\w+)"\)', (home() / "pages" / f"{page}.py").read_text("utf-8"))
        if shown:
            blocks.append({"kind": "h", "id": f"page-{page}", "title": title})
            blocks += [_chart(name) for name in shown]
    return blocks


def _chart(name: str) -> Block:
    words = [runs(paragraph) for paragraph in told(getattr(queries, name))["words"].split("\n")]
    drawn = told(getattr(charts, name))["words"].split("\n")[0] if name in charts.__all__ else ""
    block = {"kind": "chart", "id": f"chart-{name}", "key": name, "title": name.replace("_", " ").capitalize()}
    return block | {"words": words, "drawn": runs(drawn)}


def _facts(landscape: Landscape) -> list[Block]:
    manifest, book = landscape.manifest, landscape.manifest.get("codebook", {})
    facts = {
        "Build": landscape.build_id,
        "Built": str(manifest.get("created", "")).replace("T", " ").replace("+00:00", " UTC"),
        "Claimscape": str(manifest.get("version", "")),
        "Codebook": f"{book.get('title', '')} {book.get('version', '')}".strip(),
        "sha256 of the codebook": str(book.get("sha256", "")),
    }
    counts = manifest["counts"]
    facts |= {words: _number(counts[name]) for name, words in COUNTED.items() if name in counts}
    facts["Exact copies among the documents"] = _number((~answers.answer(landscape, "witnesses", queries.Scope())["own"]).sum())
    return [{"kind": "facts", "rows": [[name, value] for name, value in facts.items() if value]}, {"kind": "cite"}]


def _text(name: str) -> str:
    return (home() / "docs" / name).read_text("utf-8")


def _number(value: int) -> str:
    return f"{int(value):,}"


def _id(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")
