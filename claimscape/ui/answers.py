"""Answers and drawings, kept by build and filters; never by frame, for a frame is too large a key and hashed by sample."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from plotly.utils import PlotlyJSONEncoder

from claimscape import charts, queries
from claimscape.charts.sheet import Sheet
from claimscape.queries import Pick, Scope
from claimscape.queries.answered import UNGROUPED, answered
from claimscape.store import Landscape
from claimscape.ui.kept import Kept

# Frames here are small: texts held by Arrow make a filter, a sort or a look at a row two to five times as slow as plain ones.
# It holds for the whole process, which is the dashboard's; a script that imports the library keeps its own.
pd.options.mode.string_storage = "python"

_Key = tuple[str, str]  # folder and build
_COMPARING = ("comparison", "sentences_behind", "sources_behind")
_ANSWERS: Kept[pd.DataFrame] = Kept(512)
_DRAWINGS: Kept["Drawing"] = Kept(256)
_DOCUMENTS: Kept[queries.Document | None] = Kept(64)


@dataclass(frozen=True)
class Drawing:
    """A chart ready for the browser: its Plotly JSON, what tells it from another, and the words that stand around it."""

    spec: str
    version: str
    meta: dict[str, Any]
    empty: bool


def answer(landscape: Landscape, name: str, scope: Scope, *more: str | int | Pick) -> pd.DataFrame:
    """The frame of the named query; do not change it, others are given the same."""
    asked = _asked(name, scope)

    def ask() -> pd.DataFrame:
        return answered(landscape, name, asked, *more)

    return _ANSWERS.of((key(landscape), name, asked, tuple(map(str, more))), ask)


def members(landscape: Landscape) -> pd.DataFrame:
    """Every source with what it can be grouped by: doc_id, source (its label), kind, publisher, year ("" where not known)."""
    return answer(landscape, "members", Scope())


def document(landscape: Landscape, doc_id: str) -> queries.Document | None:
    """The document as the reader shows it, None where there is none of that id."""
    return _DOCUMENTS.of((key(landscape), doc_id), lambda: queries.document(landscape, doc_id))


def drawing(landscape: Landscape, name: str, scope: Scope, *more: str) -> Drawing:
    """The chart of the same name as its query, light, as it is saved."""
    def draw() -> Drawing:
        return _drawn(getattr(charts, name).sheet(answer(landscape, name, scope, *more)))

    return _DRAWINGS.of((key(landscape), name, _asked(name, scope), more), draw)


def key(landscape: Landscape) -> _Key:
    """What every cached answer is kept by."""
    return str(landscape.folder), f"{landscape.build_id} {landscape.manifest.get('generation', 0)}"


def _asked(name: str, scope: Scope) -> Scope:
    """The scope that the answer depends on: the sides of a comparison change no other, a grouping not all of them."""
    scope = scope.ungrouped() if name in UNGROUPED else scope
    return scope if name.startswith(_COMPARING) else replace(scope, one=(), other=())


def _drawn(sheet: Sheet) -> Drawing:
    drawn = sheet.to_dict()
    meta = dict(drawn["layout"]["meta"])
    for word in ("title", "subtitle", "footer", "alt"):  # they stand around it anyway
        del drawn["layout"]["meta"][word]
    told = json.dumps(drawn, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    spec = told.encode("utf-8", "replace").decode("utf-8")
    return Drawing(spec, hashlib.sha256(spec.encode("utf-8")).hexdigest()[:16], meta, empty=not drawn["data"])
