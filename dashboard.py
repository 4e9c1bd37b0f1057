"""The dashboard: its pages in order. Run it with `make run` or `claimscape serve`, which go by way of asgi.py."""

import streamlit as st

from claimscape import ui

PAGES = [
    st.Page("pages/overview.py", title="Overview", icon=":material/dashboard:", default=True),
    st.Page("pages/coverage.py", title="Coverage", icon=":material/grid_on:"),
    st.Page("pages/claims.py", title="Claims", icon=":material/campaign:"),
    st.Page("pages/risks.py", title="Risks", icon=":material/warning:"),
    st.Page("pages/evidence.py", title="Evidence", icon=":material/fact_check:"),
    st.Page("pages/emphasis.py", title="Emphasis", icon=":material/balance:"),
    st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:"),
    st.Page("pages/sources.py", title="Sources", icon=":material/menu_book:"),
    st.Page("pages/search.py", title="Search", icon=":material/search:"),
    st.Page("pages/likeness.py", title="Likeness", icon=":material/join_inner:"),
    st.Page("pages/discovery.py", title="Discovery", icon=":material/explore:"),
    st.Page("pages/agreement.py", title="Agreement", icon=":material/handshake:"),
    st.Page("pages/export.py", title="Export", icon=":material/ios_share:"),
    st.Page("pages/methods.py", title="Methods", icon=":material/calculate:"),
]

ui.navigate(PAGES)
