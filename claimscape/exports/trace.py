"""From a figure's id, as it was read from a slide, back to the question, the build and the sentences behind it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from shlex import quote

from claimscape.errors import ExportError
from claimscape.exports import ledger
from claimscape.exports.exhibit import ID_LENGTH, LETTERS, Exhibit, askable, every, identity, parse
from claimscape.exports.ledger import Record
from claimscape.publish import KEPT
from claimscape.store import Landscape, kept_builds, open_landscape

MOST_UNSURE = 3  # letters of an id that may be none of ours


@dataclass(frozen=True)
class Traced:
    """A figure found again: its id, the build that it was made of, what it shows, and whether a newer build stands."""

    id: str
    landscape: Landscape
    exhibit: Exhibit
    outdated: bool


def trace(folder: Path, typed: str) -> Traced:
    """The figure of that id, typed as people type, or of that address; ExportError says what is nearest."""
    today = open_landscape(folder)
    if askable(parse(typed)):
        return Traced(identity(today, parse(typed)), today, parse(typed), outdated=False)
    builds = {build.build_id: build for build in reversed(kept_builds(folder))} | {today.build_id: today}
    known = _known(folder, builds)
    record = known[_meant(typed, known, folder)]
    if record.build_id not in builds:
        raise ExportError(_gone(record, folder))
    return Traced(record.id, builds[record.build_id], record.exhibit, record.build_id != today.build_id)


def _known(folder: Path, builds: Mapping[str, Landscape]) -> dict[str, Record]:
    """The figures of the ledger, and those of every chart without filters of the builds that are kept."""
    asked = [(build, exhibit) for build in builds.values() for exhibit in every()]
    plain = [Record(identity(build, exhibit), build.build_id, exhibit.address()) for build, exhibit in asked]
    kept = {
        figure: record
        for figure, record in ledger.records(folder).items()
        if record.build_id not in builds or identity(builds[record.build_id], record.exhibit) == figure  # it may be forged
    }
    return kept | {record.id: record for record in plain}


def _meant(typed: str, known: Mapping[str, Record], folder: Path) -> str:
    """The id that was typed: small letters, blanks and dashes are forgiven, and letters that no id has stand for any."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper())[: 2 * ID_LENGTH]
    if letters in known:
        return letters
    unsure = sum(letter not in LETTERS for letter in letters)
    pattern = "".join(letter if letter in LETTERS else "." for letter in letters)
    found = [figure for figure in known if re.fullmatch(pattern, figure)] if 0 < unsure <= MOST_UNSURE else []
    if len(found) == 1:
        return found[0]
    near = get_close_matches(letters, found or list(known), 1, 0.6)
    advice = f"did you mean {near[0]}?" if near else "it has eight letters and digits, as in the name of the file"
    raise ExportError(f"no figure {typed.strip()} was made of {folder}; {advice}")


def _gone(record: Record, folder: Path) -> str:
    return (
        f"figure {record.id} was made of build {record.build_id}, which is gone: {folder} keeps the newest {KEPT} builds; "
        f"the same question to today's build: claimscape trace {quote(record.address)} --data {quote(str(folder))}"
    )
