"""Our own prose, from Markdown files and docstrings, as plain data: blocks of runs, which a script writes as text.

A run is a text and its mark: "" (plain), "strong", "em", "code" or "doi".
"""

import re
from typing import Any

Run = tuple[str, str]
Block = dict[str, Any]

_INLINE = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|(?<![\w*])\*(?P<em>[^*\s][^*]*)\*|`(?P<code>[^`]+)`|doi:(?P<doi>10\.\d{4,9}/\S*[^\s.,;:])"
    r"|\[(?P<link>[^\]]+)\]\([^)]+\)"
)
_ITEM = re.compile(r"(- |\d+\. )")


def runs(text: str) -> list[Run]:
    """The text cut at its marks; a link to a file is its words."""
    text = re.sub(r"(?<=\d) %", "\u00a0%", text)  # a number and its sign stay on one line
    found: list[Run] = []
    at = 0
    for match in _INLINE.finditer(text):
        found += [(text[at : match.start()], "")] if match.start() > at else []
        mark = str(match.lastgroup)
        found.append((match[mark], "" if mark == "link" else mark))
        at = match.end()
    return found + ([(text[at:], "")] if at < len(text) else [])


def section(markdown: str, title: str) -> list[Block]:
    """The blocks below the heading `## title`: paragraphs (p), lists (ol, ul) and tables; KeyError where there is none."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", markdown, re.M | re.S)
    if not found:
        raise KeyError(title)
    return [_block(part.splitlines()) for part in re.split(r"\n\s*\n", found[1].strip())]


def titles(markdown: str) -> list[str]:
    """The headings `## …` of a file, in order."""
    return re.findall(r"^## (.+)$", markdown, re.M)


def _block(lines: list[str]) -> Block:
    if lines[0].startswith("|"):
        rows = [[runs(cell.strip()) for cell in line.strip("|").split("|")] for line in lines]
        return {"kind": "table", "head": rows[0], "rows": rows[2:]}
    if not _ITEM.match(lines[0]):
        return {"kind": "p", "runs": runs(" ".join(lines))}
    items: list[str] = []
    for line in lines:
        match = _ITEM.match(line)
        if match:
            items.append(line[match.end() :].strip())
        else:
            items[-1] += f" {line.strip()}"
    return {"kind": "ul" if lines[0].startswith("-") else "ol", "items": [runs(item) for item in items]}
