"""A query as an entry of the codebook: what it would code, and the lines to paste."""

import streamlit as st

from claimscape.queries.counted import count, verb
from claimscape.queries.proposed import LONGEST_LABEL, Reach, label_of, query_entry, query_reach
from claimscape.store import Landscape
from claimscape.tables import CLAIM_TYPES

_SECTIONS = {"topic": "topics:", "claim": "claims:", "risk": "risks:"}


def proposal(landscape: Landscape, query: str) -> None:
    """Kind, label and, for a claim, its type to choose; then the entry, ready to be copied or saved."""
    kind = st.radio("Kind of entry", list(_SECTIONS), format_func=str.capitalize, horizontal=True, key="entry-kind")
    with st.container(horizontal=True):
        label = st.text_input("Label", label_of(query), max_chars=LONGEST_LABEL, key=f"entry-label-{query}")
        claim_type = st.selectbox("Type of claim", CLAIM_TYPES, format_func=str.capitalize) if kind == "claim" else ""
    st.text(_reach(query_reach(landscape, kind, query), kind))
    entry = query_entry(landscape, kind, label, query, claim_type)
    st.text(f"Paste these lines below {_SECTIONS[kind]} in codebook.yaml, change them as you see fit, and build again.")
    st.code(entry, language=None, wrap_lines=True)  # the colours of YAML are too pale on a light page (WCAG 1.4.3)
    st.download_button("Save the entry", entry, f"{kind}.yaml", "text/yaml", on_click="ignore", icon=":material/download:")


def _reach(reach: Reach, kind: str) -> str:
    sentences, sources = count(reach.sentences, "sentence"), count(reach.sources, "source")
    most = "at most " if kind == "claim" else ""
    fresh = f"{reach.fresh:,} of them {verb(reach.fresh, 'bear')} no {kind} yet"
    told = [f"It would code {most}{sentences} in {sources}, whatever the filters; {fresh}."]
    told += ["A sentence that a cue of the codebook marks as no claim is left out by the build."] if kind == "claim" else []
    told += [] if reach.subject_known else ["Sentences off the codebook's subject are counted too: this build did not keep it."]
    return " ".join(told)
