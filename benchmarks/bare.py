"""A bare Streamlit app to hold the dashboard against: as many pages, as many plain Plotly charts, one filter of sources.

benchmarks/pages.py copies it to a temporary folder as dashboard.py, with plan.json beside it: `sources`, a list of labels, and
`pages`, a list of [title, address, charts, marks of a chart]. Its widgets have the keys of the dashboard's, so that one
script drives both.
"""

import json
from functools import partial
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

PLAN = json.loads(Path(__file__).with_name("plan.json").read_text("utf-8"))


def page(title: str, charts: int, marks: int) -> None:
    """A title, the filter, the charts; the first chart's own switch reruns that chart alone."""
    st.title(title)
    st.caption("Plain charts of the same number.")
    chosen = st.session_state.get("chosen", [])
    label = f"Sources: {len(chosen)} of {len(PLAN['sources'])}" if chosen else "Sources: all"
    with st.popover(label, key="popover-filter"):
        st.session_state["filter-sources"] = chosen
        st.multiselect("Sources", PLAN["sources"], key="filter-sources", on_change=choose)
    for chart in range(charts):
        plain(chart, numbers(marks, tuple(chosen), chart))


@st.fragment
def plain(chart: int, frame: pd.DataFrame) -> None:
    """A bar chart of the numbers, and the numbers themselves once they are asked for."""
    st.plotly_chart(go.Figure(go.Bar(x=frame["mark"], y=frame["number"])), key=f"chart-{chart}")
    st.button("Data table", key=f"table-{chart}", on_click=turn, args=(f"open-{chart}",))
    if st.session_state.get(f"open-{chart}"):
        st.dataframe(frame, hide_index=True)


def turn(switch: str) -> None:
    """A switch that is on goes off, and the other way round."""
    st.session_state[switch] = not st.session_state.get(switch, False)


def choose() -> None:
    """Keep the sources beyond this page."""
    st.session_state["chosen"] = list(st.session_state["filter-sources"])


def numbers(marks: int, chosen: tuple[str, ...], chart: int) -> pd.DataFrame:
    """So many rows over all sources, those of the chosen ones."""
    sources = PLAN["sources"]
    rows = [(f"mark {place}", sources[place % len(sources)], (7 * place + 3 * chart) % 23 + 1) for place in range(marks)]
    frame = pd.DataFrame(rows, columns=["mark", "source", "number"])
    return frame[frame["source"].isin(chosen)] if chosen else frame


st.set_page_config("Bare", layout="wide")
pages = []
for number, (title, address, charts, marks) in enumerate(PLAN["pages"]):
    show = partial(page, title, charts, marks)
    pages.append(st.Page(show, title=title, url_path=address, default=number == 0))
st.navigation(pages, position="top").run()
