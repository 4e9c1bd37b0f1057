"""The codebook as REFI-QDA codebook 1.0 (.qdc), which ATLAS.ti, MAXQDA, NVivo, QualCoder and others read.

Source: REFI-QDA standard 1.5, section 5 (https://www.qdasoftware.org). Rules are no part of it: they stay in codebook.yaml.
"""

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from claimscape import __version__
from claimscape.charts.text import plain
from claimscape.exports.cells import xml_text
from claimscape.exports.order import Order, Tell
from claimscape.exports.whole import whole
from claimscape.store import Landscape
from claimscape.theme import SOURCES

NAMESPACE = "urn:QDA-XML:codebook:1.0"
OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://claimscape.invalid/codebook")
KINDS = {
    "topic": ("Topics", "What a sentence is about", SOURCES[0]),
    "claim": ("Claims", "What a sentence claims", SOURCES[2]),
    "risk": ("Risks", "Which harm a sentence names", SOURCES[1]),
}


def write(order: Order, folder: Path, tell: Tell) -> list[Path]:
    """One file: topics, claims and risks as codes below a heading each, with what they are about."""
    tell("codebook as QDC")
    path = folder / f"codebook-{order.landscape.build_id[:8]}.qdc"
    tree = ElementTree.ElementTree(_codebook(order.landscape))
    ElementTree.indent(tree)
    with whole(path) as beside:
        tree.write(beside, encoding="utf-8", xml_declaration=True)
    return [path]


def _codebook(landscape: Landscape) -> ElementTree.Element:
    """The root; a heading is no code itself. An identifier follows from the title of the codebook and the code's own."""
    root = ElementTree.Element("CodeBook", {"xmlns": NAMESPACE, "origin": f"Claimscape {__version__}"})
    codes = ElementTree.SubElement(root, "Codes")
    title = str(landscape.manifest.get("codebook", {}).get("title", ""))
    rows = landscape.table("codes").to_dict("records")
    for kind, (name, about, color) in KINDS.items():
        found = [row for row in rows if row["kind"] == kind]
        if found:
            heading = _code(codes, guid(title, kind, ""), name, about, color)
            heading.set("isCodable", "false")
            _below(heading, found, title)
    if not len(codes):  # the standard wants one at least
        _code(codes, guid(title, "", ""), title or "Codebook", "This codebook has no codes", SOURCES[0])
    return root


def guid(title: str, kind: str, code_id: str) -> str:
    """The same for the same code of the same codebook, whenever it is written."""
    return str(uuid.uuid5(OURS, f"{title}\n{kind}\n{code_id}".encode("utf-8", "replace").decode())).upper()


def _below(heading: ElementTree.Element, rows: Iterable[Mapping[Any, Any]], title: str) -> None:
    for row in rows:
        kind, code_id = str(row["kind"]), str(row["code_id"])
        parts = [_told(row["about"]), f"kind of claim: {row['claim_type']}" if _told(row["claim_type"]) else ""]
        about = "; ".join(filter(None, [*parts, f"claimscape: {kind} {code_id}"]))
        _code(heading, guid(title, kind, code_id), _told(row["label"]) or code_id, about, KINDS[kind][2])


def _code(above: ElementTree.Element, identifier: str, name: str, about: str, color: str) -> ElementTree.Element:
    facts = {"guid": identifier, "name": plain(xml_text(name)), "isCodable": "true", "color": color}
    code = ElementTree.SubElement(above, "Code", facts)
    ElementTree.SubElement(code, "Description").text = xml_text(about)
    return code


def _told(value: Any) -> str:
    return value if isinstance(value, str) else ""
