"""The dashboard as a web application whose answers bear headers: `claimscape serve` runs it, and any ASGI server can."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from claimscape.ui.headers import Headers

app = st.App(Path(__file__).with_name("dashboard.py"), middleware=[Middleware(Headers)])
