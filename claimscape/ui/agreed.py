"""Coding by hand and coding by machine: what was measured, a sheet to fill in, and uploaded sheets compared."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from claimscape.agreement import Coding, codes, compare, disagreements, machine, pairs, parse, together
from claimscape.agreement.compare import FEWEST_DOCUMENTS, MEASURES, Disagreement, Figure, Line
from claimscape.agreement.sample import as_bytes, draw
from claimscape.agreement.told import FIELDS, HEADS
from claimscape.exports.cells import csv_text
from claimscape.store import Landscape
from claimscape.ui import answers, opened
from claimscape.ui.part import part
from claimscape.ui.sentences import follow, go

MACHINE = "the machine"
GOOD = 0.8  # precision and recall that a reader can lean on
MOST = 50  # disagreements shown at once
SIZE, SMALLEST, LARGEST = 200, 10, 2000  # sentences of a sheet; 200 are two hours of coding
_KINDS = {"topic": "Topic", "claim": "Claim", "risk": "Risk"}
_OF_KIND = {"topic": "topics", "claim": "claim_ids", "risk": "risks"}

Side = tuple[str, list[Coding]]


def measured() -> None:
    """Precision and recall of every code, as they were measured against people's coding; the frequent ones first."""
    table = opened.landscape().table("codes").sort_values("measured_on", ascending=False, kind="stable")
    st.header("Measured against people", anchor=False)
    if table["measured_on"].isna().all():
        st.text(
            "This codebook has not been measured yet: claimscape agree CODED.jsonl --data DIR --save FILE writes the figures."
        )
        return
    st.subheader(_finding(table), anchor=False)
    st.text(
        "Precision: of the sentences that the machine gives a code, the share people give it too. Recall: the other way round. "
        "Where rules were tuned on the sentences that were coded, expect less on new ones (docs/quality.md)."
    )
    frame = table.assign(kind=table["kind"].map(_KINDS))[["kind", "label", "precision", "recall", "measured_on"]]
    frame.columns = pd.Index(["Kind", "Code", "Precision", "Recall", "Sentences"])
    share = {name: st.column_config.ProgressColumn(min_value=0, max_value=1, format="%.2f") for name in ("Precision", "Recall")}
    alt = "Measured precision and recall of every code"
    st.dataframe(frame, hide_index=True, column_config=share, height=320, placeholder="not measured", alt=alt)


def _finding(table: pd.DataFrame) -> str:
    """How many of the measured codes are good in both; no label, for a heading is read as markup."""
    known = table[table["measured_on"].notna()]
    good = int(((known["precision"] >= GOOD) & (known["recall"] >= GOOD)).sum())
    rest = len(table) - len(known)
    reach = f"{good} of {len(known)} measured codes {'reaches' if good == 1 else 'reach'} {GOOD:.2f} in precision and in recall"
    return reach + (f"; {rest} {'is' if rest == 1 else 'are'} not measured" if rest else "")


def sheet() -> None:
    """A sample of sentences to code by hand, as a workbook with drop-downs or as CSV; the machine's coding is not in it."""
    landscape = opened.landscape()
    st.header("Code a sample by hand", anchor=False)
    st.text(
        "Sentences from every source, also such as no rule matched. Fill the sheet in without looking at the machine's coding."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = int(st.number_input("Sentences", SMALLEST, LARGEST, SIZE, 10, key="sheet-size", width=180))
        for suffix, name in ((".xlsx", "Workbook with drop-downs"), (".csv", "CSV")):
            st.download_button(
                name, _sheet(landscape, size, suffix), f"claimscape-sheet{suffix}", key=f"sheet{suffix}", on_click="ignore"
            )


def _sheet(landscape: Landscape, size: int, suffix: str) -> Any:
    return lambda: as_bytes(landscape, draw(landscape, size), suffix)


def agreement() -> None:
    """Uploaded sheets against the machine, and any two of them against each other: figures, then where they differ."""
    landscape = opened.landscape()
    st.header("Compare coded sheets", anchor=False)
    words = "Filled sheets (.xlsx, .csv) or coded sentences (.jsonl); two of them are compared with each other as well"
    uploaded = st.file_uploader(words, type=["xlsx", "csv", "jsonl"], accept_multiple_files=True, key="coded")
    if not uploaded:
        st.text("Nothing is uploaded yet. What you upload is compared here and kept nowhere.")
        return
    known = codes(landscape)
    sides = [(file.name, parse(Path(file.name), file.getvalue(), known)) for file in uploaded]
    choices = [(one, (MACHINE, machine(landscape, {unit.document for unit in one[1]}))) for one in sides]
    choices += list(combinations(sides, 2))
    chosen = 0
    if len(choices) > 1:
        names = [f"{one[0]} and {other[0]}" for one, other in choices]
        chosen = st.selectbox("Compare", range(len(choices)), format_func=lambda place: names[place], key="compared")
    _compared(landscape, *choices[chosen], known)


def _compared(landscape: Landscape, one: Side, other: Side, known: Mapping[str, Mapping[str, str]]) -> None:
    matched = pairs(one[1], other[1]) if other[0] == MACHINE else together(one[1], other[1])
    if not matched:
        st.text("These two have no sentence in common.")
        return
    lines = compare(matched, known)
    every = st.toggle("Every label", key="every-label")
    shown = [line for line in lines if bool(line.label) == every and (not every or line.coded + line.found)]
    frame = pd.DataFrame([_figures(line, known, (one[0], other[0])) for line in shown])
    documents = len({unit.document for unit, _ in matched})
    brackets = (
        "in brackets the 95 % interval from resampling documents" if documents >= FEWEST_DOCUMENTS else "too few for intervals"
    )
    st.text(f"{len(matched):,} sentences in {documents} document{'' if documents == 1 else 's'}; {brackets}.")
    st.dataframe(frame, hide_index=True, alt="Figures of agreement, a row a field or label")
    st.download_button("Figures as CSV", lambda: csv_text(frame), "claimscape-agreement.csv", "text/csv", on_click="ignore")
    _differences(landscape, disagreements(matched), known, (one[0], other[0]))


def _figures(line: Line, known: Mapping[str, Mapping[str, str]], names: tuple[str, str]) -> dict[str, Any]:
    label = known.get(line.field, {}).get(line.label, line.label)
    head = {"Field": FIELDS[line.field]} | ({"Label": label} if line.label else {}) | {"n": line.n}
    head |= {f"by {name}": count for name, count in zip(names, (line.coded, line.found), strict=True)}
    return head | {name: _shown(line.figures[measure]) for name, measure in zip(HEADS, MEASURES, strict=True)}


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return "not applicable"
    between = "" if figure.low is None or figure.high is None else f" ({figure.low:.2f} to {figure.high:.2f})"
    return f"{figure.value:.2f}{between}"


def _differences(
    landscape: Landscape, found: Sequence[Disagreement], known: Mapping[str, Mapping[str, str]], names: tuple[str, str]
) -> None:
    st.subheader("Where they differ", anchor=False)
    fields = list(dict.fromkeys(each.field for each in found))
    if not fields:
        st.text("Nowhere: every label is the same.")
        return
    counts = {field: sum(each.field == field for each in found) for field in fields}
    field = st.selectbox("Field", fields, format_func=lambda name: f"{FIELDS[name]}: {counts[name]}", key="differing")
    chosen = [each for each in found if each.field == field]
    items = [item for each in chosen[:MOST] if (item := _item(landscape, each, known))]
    rest = f"; the first {MOST} are shown" if len(chosen) > MOST else ""
    differ = "sentence differs" if len(chosen) == 1 else "sentences differ"
    title = f"{len(chosen):,} {differ} in {FIELDS[field]}{rest}"
    part("disagreements", "disagreements", {"title": title, "names": names, "items": items}, go=go)
    follow()


def _item(landscape: Landscape, each: Disagreement, known: Mapping[str, Mapping[str, str]]) -> dict[str, Any] | None:
    document = answers.document(landscape, each.unit.document)
    if document is None:
        return None
    spans = document.spans
    near = spans[(spans["start"] < each.unit.end) & (spans["end"] > each.unit.start)]
    quotes = {
        (_OF_KIND.get(str(row["kind"]), "citations"), str(row["code_id"])): str(row["quote"]) for row in near.to_dict("records")
    }
    labels = known.get(each.field, {})
    sides = [
        [_said(label, labels, quotes.get((each.field, label), "")) for label in side] for side in (each.first, each.second)
    ]
    rows = document.sentences
    place = rows[(rows["start"] < each.unit.end) & (rows["end"] > each.unit.start)]["sentence_id"]
    where = f"{document.doc_id} {int(place.iloc[0])}" if len(place) else ""
    text = document.text[each.unit.start : each.unit.end]
    return {"source": document.label, "text": text, "sides": sides, "where": where}


def _said(label: str, labels: Mapping[str, str], quote: str) -> dict[str, str]:
    return {"label": labels.get(label, label.replace("_", " ")), "quote": quote}
