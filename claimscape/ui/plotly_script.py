"""The browser's drawing library: plotly.min.js of the installed plotly package, served from this machine."""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import plotly
import streamlit as st

from claimscape.ui.places import home


@cache
def plotly_url() -> str:
    """Address of plotly.min.js; it is copied into static/ beside dashboard.py, the one folder Streamlit serves files from."""
    original = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    copy = home() / "static" / original.name
    if not copy.is_file() or copy.stat().st_size != original.stat().st_size:
        _copy(original, copy)
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{'/' + base if base else ''}/app/static/{original.name}?v={plotly.__version__}"


def _copy(original: Path, copy: Path) -> None:
    """Whole or not at all; a folder that may not be written leaves the charts to their data tables."""
    try:
        copy.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=copy.parent, delete=False) as target:
            shutil.copyfile(original, target.name)
        os.chmod(target.name, 0o644)
        os.replace(target.name, copy)
    except OSError:
        return
