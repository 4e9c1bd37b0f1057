"""Answers and drawings, kept by build and filters; never by frame, for a frame is too large a key and hashed by sample."""

from dataclasses import astuple, dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from claimscape import charts, queries
from claimscape.queries import Pick, Scope
from claimscape.queries.answered import answered
from claimscape.store import Landscape

_Key = tuple[str, str]  # folder and build
_COMPARING = ("comparison", "sentences_behind", "sources_behind")
_Question = tuple[str, tuple[Any, ...], tuple[str, ...]]  # query, filters, what else it was asked


@dataclass(frozen=True)
class Drawing:
    """A chart ready for the browser: its Plotly JSON, and the words that stand around it on a page."""

    spec: str
    meta: dict[str, Any]
    empty: bool


def answer(landscape: Landscape, name: str, scope: Scope, *more: str | int | Pick) -> pd.DataFrame:
    """The frame of the named query; do not change it, others are given the same."""
    return _answer(landscape, key(landscape), (name, _asked(name, scope), tuple(map(str, more))), more)


def members(landscape: Landscape) -> pd.DataFrame:
    """Every source with what it can be grouped by: doc_id, source (its label), kind, publisher, year ("" where not known)."""
    return answer(landscape, "members", Scope())


def document(landscape: Landscape, doc_id: str) -> queries.Document | None:
    """The document as the reader shows it, None where there is none of that id."""
    return _document(landscape, key(landscape), doc_id)


def drawing(landscape: Landscape, name: str, scope: Scope, *more: str) -> Drawing:
    """The chart of the same name as its query, light, as it is saved."""
    return _drawing(landscape, key(landscape), (name, _asked(name, scope), more))


def key(landscape: Landscape) -> _Key:
    """What every cached answer is kept by."""
    return str(landscape.folder), f"{landscape.build_id} {landscape.manifest.get('generation', 0)}"


def _asked(name: str, scope: Scope) -> tuple[Any, ...]:
    """The scope as a key: the sides of a comparison change no other answer."""
    return astuple(scope if name.startswith(_COMPARING) else replace(scope, one=(), other=()))


@st.cache_resource(max_entries=512, show_spinner=False)
def _answer(_landscape: Landscape, key: _Key, question: _Question, _more: tuple[str | int | Pick, ...]) -> pd.DataFrame:
    name, scope, _ = question
    return answered(_landscape, name, Scope(*scope), *_more)


@st.cache_resource(max_entries=256, show_spinner=False)
def _drawing(_landscape: Landscape, key: _Key, question: _Question) -> Drawing:
    figure = getattr(charts, question[0])(_answer(_landscape, key, question, question[2]))
    return Drawing(figure.to_json(), dict(figure.layout.meta), empty=not figure.data)


@st.cache_resource(max_entries=64, show_spinner=False)
def _document(_landscape: Landscape, key: _Key, doc_id: str) -> queries.Document | None:
    return queries.document(_landscape, doc_id)
