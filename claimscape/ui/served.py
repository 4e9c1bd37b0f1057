"""What the browser fetches, Plotly and our scripts: from static/ beside dashboard.py, the one folder Streamlit serves."""

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

import plotly
import streamlit as st

from claimscape.ui.places import home


@cache
def plotly_url() -> str:
    """Address of plotly.min.js, copied from the installed package; where it cannot be, charts are left to their data tables."""
    original = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    copy = _folder() / original.name
    if not copy.is_file() or copy.stat().st_size != original.stat().st_size:
        _write(copy, original.read_bytes())
    return f"{_address(original.name)}?v={plotly.__version__}"


def script_url(name: str, script: str) -> str | None:
    """Address of a script of ours, None where static/ may not be written.

    The name of its file tells its content, so that no browser keeps an old one and two versions can be served from one folder.
    """
    content = script.encode("utf-8")
    file = _folder() / f"claimscape-{name}-{hashlib.sha256(content).hexdigest()[:16]}.js"
    return _address(file.name) if _holds(file, content) or _write(file, content) else None


def _folder() -> Path:
    return home() / "static"


def _address(file: str) -> str:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{'/' + base if base else ''}/app/static/{file}"


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.read_bytes() == content
    except OSError:
        return False


def _write(file: Path, content: bytes) -> bool:
    """Whole or not at all; whether it could be written."""
    try:
        file.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as target:
            target.write(content)
        os.chmod(target.name, 0o644)
        os.replace(target.name, file)
    except OSError:
        return False
    return True
