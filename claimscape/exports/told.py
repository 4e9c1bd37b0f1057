"""What a docstring tells, taken apart: the words for everybody, the columns for those who read tables, formula and source."""

import inspect
from collections.abc import Callable
from itertools import groupby
from typing import Any

PARTS = ("Formula", "Source", "Checked")
PROGRAMMERS = ("Columns ", "Shapes: ")


def told(function: Callable[..., Any]) -> dict[str, str]:
    """A docstring taken apart: words (paragraphs, a newline between) and, in lower case, the parts formula, source, checked.

    A line that starts with `Columns` or `Shapes` is for programmers: it and the rest of its paragraph are left out.
    """
    lines = [line.strip() for line in (inspect.getdoc(function) or "").splitlines()]
    parts: dict[str, list[str]] = {"words": []}
    name, hidden = "words", False
    for line in lines:
        head, _, rest = line.partition(":")
        hidden = bool(line) and (hidden or line.startswith(PROGRAMMERS))
        if head in PARTS:
            name = head.lower()
            parts[name] = [rest.strip()]
        elif not hidden:
            parts[name].append(line)
    return {name: _paragraphs(found) for name, found in parts.items()}


def columns(function: Callable[..., Any]) -> str:
    """What a docstring says of the columns of the answer, as one paragraph; "" where it says nothing."""
    paragraphs = (inspect.getdoc(function) or "").split("\n\n")
    found = [paragraph[paragraph.index(PROGRAMMERS[0]) :] for paragraph in paragraphs if PROGRAMMERS[0] in paragraph]
    return " ".join(" ".join(found).split())


def _paragraphs(lines: list[str]) -> str:
    groups = [" ".join(group) for filled, group in groupby(lines, bool) if filled]
    return "\n".join(groups)
