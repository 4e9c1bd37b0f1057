"""Where the dashboard, its data and its documents are."""

import os
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"


def home() -> Path:
    """The folder of dashboard.py: inside an installed package, or beside it in the source tree."""
    package = Path(__file__).parents[1]
    return package / "dashboard" if (package / "dashboard" / "dashboard.py").is_file() else package.parent


def data() -> Path:
    """The landscape's folder: CLAIMSCAPE_DATA, or data/ beside dashboard.py."""
    return Path(os.environ.get("CLAIMSCAPE_DATA") or home() / "data")


def source() -> Path:
    """The documents for a first build: CLAIMSCAPE_SOURCE, or seeds/ beside dashboard.py."""
    return Path(os.environ.get("CLAIMSCAPE_SOURCE") or home() / "seeds")
