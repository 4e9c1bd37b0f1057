"""What pages are made of, `page`, `show`, `reader` and more; the only library room that knows Streamlit."""

from claimscape.ui.agreed import agreement, measured, sheet
from claimscape.ui.compared import sides
from claimscape.ui.frame import navigate, page
from claimscape.ui.methods import methods
from claimscape.ui.pasted import entries
from claimscape.ui.reader import reader, sources
from claimscape.ui.search import search
from claimscape.ui.shows import show
from claimscape.ui.slides import slides
from claimscape.ui.tracing import tracing
from claimscape.ui.writing import writing

__all__ = [
    "agreement",
    "entries",
    "measured",
    "methods",
    "navigate",
    "page",
    "reader",
    "search",
    "sheet",
    "show",
    "sides",
    "slides",
    "sources",
    "tracing",
    "writing",
]
