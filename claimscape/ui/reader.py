"""The reader: one document, its topics, claims, risks and citations marked by colour and by label.

Text is cut into pieces here, by code points, and written by the page's script as text: no document can become markup.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd
import streamlit as st

from claimscape import queries
from claimscape.queries import Pick
from claimscape.store import Landscape
from claimscape.theme import CERTAINTY, SUPPORT, legible, source_style
from claimscape.ui import answers, filters, opened
from claimscape.ui.cited import cited
from claimscape.ui.failure import explained
from claimscape.ui.part import part
from claimscape.ui.sentences import READER, ask_for, follow, go, sentences_asked_for

NAMED = 12  # sources named on the overview
_LAYERS = ("topic", "claim", "risk", "citation")
_FACTS = ("kind", "publisher", "author", "published", "language", "url")


def reader() -> None:
    """The document that the address names, at the sentence it names."""
    landscape = opened.landscape()
    labels = _labels(landscape)
    if not labels:
        st.text("No document could be read; the problems are listed below.")
    else:
        _document(landscape, labels)
    _problems(landscape)


def sources() -> None:
    """The sources that the filters leave, by name, each a way into the reader."""
    left = answers.answer(opened.landscape(), "members", filters.scope())
    named = left.head(NAMED)
    places = pd.Index(answers.members(opened.landscape())["doc_id"]).get_indexer(named["doc_id"])
    columns = (named[name] for name in ("doc_id", "source", "kind"))
    shown = [_source(place, *row) for place, *row in zip(places.tolist(), *columns, strict=True)]
    part("sources", "sources", {"items": shown, "more": max(len(left) - NAMED, 0)}, go=go)
    follow()
    unread = _unread()
    if unread:
        words = f"{unread} document{'' if unread == 1 else 's'} could not be read: see why on Sources"
        st.page_link(READER, label=words, icon=":material/warning:")


def _unread() -> int:
    """Files that a problem names and that are no document; one that was read in part is both."""
    landscape = opened.landscape()
    named = set(landscape.table("problems")["path"])
    return len(named - set(landscape.table("documents", "path")["path"])) if named else 0


def _source(place: int, doc_id: str, label: str, kind: str) -> dict[str, str]:
    words = {"label": label, "kind": kind, "doc": doc_id}
    return words | {"colour": legible(source_style(place).color), "href": filters.link("sources", doc=doc_id)}


def _document(landscape: Landscape, labels: Mapping[str, str]) -> None:
    asked = st.query_params.get("doc", "")
    if asked and asked not in labels:
        st.info("The document of this address is not in this landscape; the first one is shown.", icon=":material/info:")
    left = [name for name in filters.scope().sources if name in labels]
    doc_id = asked if asked in labels else next(iter(left or labels))
    st.session_state["document"] = doc_id
    offered = filters.offers(labels, "find-document", [doc_id])
    st.selectbox("Document", offered, format_func=lambda name: labels.get(name, name), key="document", on_change=_turn)
    _text(landscape, doc_id)


@st.fragment
def _text(landscape: Landscape, doc_id: str) -> None:
    """The document itself; a label beside it that was chosen opens the sentences of its code in all sources."""
    with explained():
        sentence = st.query_params.get("sentence", "")
        target = int(sentence) if sentence.isascii() and sentence.isdigit() and len(sentence) < 9 else None
        shown = _shown(landscape, (str(landscape.folder), landscape.build_id), doc_id)
        if shown is not None:
            where = {"target": target, "link": filters.link("sources", doc=doc_id), "build": landscape.build_id}
            part("reader", "reader", shown | where, pick=partial(ask_for, "reader"))
        sentences_asked_for("reader")


def _turn() -> None:
    st.query_params["doc"] = st.session_state["document"]
    if "sentence" in st.query_params:
        del st.query_params["sentence"]


def _labels(landscape: Landscape) -> Mapping[str, str]:
    """The name of each source; those of one label are told apart by their id."""
    return filters.choices(landscape)["sources"].options


@st.cache_resource(max_entries=16, show_spinner=False)
def _shown(_landscape: Landscape, key: tuple[str, str], doc_id: str) -> dict[str, Any] | None:
    document = answers.document(_landscape, doc_id)
    return None if document is None else laid_out(document)


def laid_out(document: queries.Document) -> dict[str, Any]:
    """What the page's script needs: title, facts, how to cite it, the codes found, and the units, each with pieces and tags.

    A tag is one finding: [place of its code in `codes`, its words, places of its pieces in `pieces`].
    """
    spans: dict[int, list[Mapping[Any, Any]]] = defaultdict(list)
    for span in document.spans.to_dict("records"):
        spans[int(span["sentence_id"])].append(span)
    codes = _codes(document)
    units, end = [], 0
    for row in document.sentences.to_dict("records"):
        start = int(row["start"])
        gap = document.text[end:start]
        units.append(_unit(row, spans[int(row["sentence_id"])], codes) | {"breaks": min(gap.count("\n"), 2)})
        end = int(row["end"])
    listed = [{name: code[name] for name in ("kind", "label", "pick")} for code in codes.values()]
    about = {"title": document.label, "facts": _facts(document), "doc": document.doc_id}
    return about | cited(document.label, document.about) | {"units": units, "codes": listed}


def _facts(document: queries.Document) -> str:
    facts = [f"{document.about[name]}" for name in _FACTS if document.about.get(name)]
    facts += [f"{document.about[name]} {name}" for name in ("words", "sentences") if name in document.about]
    return " · ".join(facts)


def _codes(document: queries.Document) -> dict[tuple[str, str], dict[str, Any]]:
    """The codes that the document has, by layer and label; `pick` finds the sentences of one, "" for a claim without a code."""
    found = document.spans[["kind", "code_id", "label"]].drop_duplicates(["kind", "code_id"])
    rows = sorted(found.itertuples(index=False, name=None), key=lambda row: (_LAYERS.index(row[0]), row[2], row[1]))
    return {
        (kind, code): {
            "place": place,
            "kind": kind,
            "label": label,
            "pick": str(Pick(**{kind: code})) if code else "",
        }
        for place, (kind, code, label) in enumerate(rows)
    }


def _unit(
    row: Mapping[Any, Any], spans: list[Mapping[Any, Any]], codes: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, Any]:
    text, start = str(row["text"]), int(row["start"])
    cut = pieces(text, start, spans)
    edges = list(accumulate((len(piece) for piece, _ in cut), initial=start))
    tags: dict[tuple[int, str], set[int]] = {}
    for span in spans:
        over = {place for place, edge in enumerate(edges[:-1]) if span["start"] <= edge and edges[place + 1] <= span["end"]}
        tags.setdefault((codes[span["kind"], span["code_id"]]["place"], _label(span)), set()).update(over)
    found = [[place, words, sorted(over)] for (place, words), over in tags.items()]
    return {"id": int(row["sentence_id"]), "kind": row["kind"], "pieces": cut, "tags": found}


def pieces(text: str, start: int, spans: list[Mapping[Any, Any]]) -> list[tuple[str, str]]:
    """The text cut where a span begins or ends: each piece with the kinds of the spans over it, "" for none."""
    places = [(max(int(s["start"]) - start, 0), min(int(s["end"]) - start, len(text)), str(s["kind"])) for s in spans]
    cuts = sorted({0, len(text), *(edge for begin, end, _ in places if begin < end for edge in (begin, end))})
    return [
        (text[one:other], " ".join(sorted({kind for begin, end, kind in places if begin <= one and other <= end})))
        for one, other in pairwise(cuts)
    ]


def _label(span: Mapping[Any, Any]) -> str:
    said = [str(span["label"])]
    if span["kind"] == "claim":
        said += [style.label for style in (CERTAINTY.get(span["certainty"]), SUPPORT.get(span["support"])) if style]
    return " · ".join(said)


def _problems(landscape: Landscape) -> None:
    problems = landscape.table("problems")
    if len(problems):
        st.subheader("Not read, or only in part", anchor=False)
        st.dataframe(problems, hide_index=True, alt="Documents that could not be read, or only in part, with reason and advice")
