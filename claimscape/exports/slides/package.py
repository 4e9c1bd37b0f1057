"""The file itself: the same slides give the same bytes, with the date of the build and no name of a person."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimscape import __version__
from claimscape.charts.text import cut_at
from claimscape.store import Landscape

FIRST = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip entry can have


def packed(presentation: Any, landscape: Landscape, path: Path) -> None:
    """Writes the presentation to the path, every date in it that of the build."""
    made = _created(landscape)
    about = presentation.core_properties
    about.title = cut_at(landscape.manifest.get("codebook", {}).get("title", "") or "Claimscape", 200)
    about.author = about.last_modified_by = f"claimscape {__version__}"
    about.subject, about.keywords, about.comments, about.category = "", "", f"build {landscape.build_id}", ""
    about.created = about.modified = about.last_printed = made
    about.revision = 1
    held = io.BytesIO()
    presentation.save(held)
    with zipfile.ZipFile(held) as drawn, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packing:
        for part in {part.filename: part for part in drawn.infolist()}.values():
            entry = zipfile.ZipInfo(part.filename, FIRST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            packing.writestr(entry, drawn.read(part))


def _created(landscape: Landscape) -> datetime:
    try:
        moment = datetime.fromisoformat(str(landscape.manifest.get("created", "")))
    except ValueError:
        return datetime(*FIRST)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
