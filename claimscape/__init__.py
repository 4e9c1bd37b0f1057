"""Claimscape: what a set of documents claims, how firmly, on what, and what is missing.

`claimscape.build("seeds", "data")` makes a landscape, `claimscape.open_landscape("data")` opens it. Both are imported when
first used, so that `import claimscape` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimscape.build import build
    from claimscape.mirror import open_landscape

__version__ = "0.1.0"
__all__ = ["__version__", "build", "open_landscape"]

_HOMES = {"build": "claimscape.build", "open_landscape": "claimscape.mirror"}


def __getattr__(name: str) -> Any:
    """The public function of that name; kept here afterwards, because importing `claimscape.build` binds the module instead."""
    if name not in _HOMES:
        raise AttributeError(f"claimscape has no {name}")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found
