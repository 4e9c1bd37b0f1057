"""sources.yaml: what is known of each document of a folder."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from claimscape import yamlsafe
from claimscape.errors import SourceError, of_faults
from claimscape.sources.document import KEYS, LONGEST_LABEL

METADATA = "sources.yaml"


def described(path: Path, files: set[str]) -> dict[str, dict[str, str]]:
    """The entries of sources.yaml by file; {} where there is none; SourceError lists every fault with its line."""
    if not path.exists():
        return {}
    data, lines = yamlsafe.read(path, SourceError)
    if not isinstance(data, dict):
        raise SourceError(f"{path} must be 'file name: {{label: …, kind: …}}' lines; see the README")
    faults = [(lines.get(where, 1), what) for where, what in _faults(data, sorted(files))]
    if faults:
        told = [f"line {line}: {what}" for line, what in sorted(faults)]
        raise SourceError(of_faults(path, told, "build again"))
    return data


def _faults(data: Mapping[str, Any], files: Sequence[str]) -> Iterator[tuple[yamlsafe.Where, str]]:
    seen: dict[str, str] = {}
    there, strange = set(files), 0
    for name, entry in data.items():
        if name not in there:
            strange += 1  # the nearest name for thousands takes minutes
            yield (name,), f"there is no document {name}{_nearest(name, files[:1000]) if strange <= 50 else ''}"
        if not isinstance(entry, dict):
            yield (name,), f"{name} needs 'label: …' and the like, not a text or a list"
            continue
        for key, value in entry.items():
            if key not in KEYS:
                yield (name, key), f"{name}: unknown key '{key}'{_nearest(key, KEYS)}"
            elif not isinstance(value, str) or not value.strip() or not value.isprintable():
                yield (name, key), f"{name}: {key} must be one line of text"
            elif key == "url" and not value.startswith(("http://", "https://")):
                yield (name, key), f"{name}: url must begin with http:// or https://"
            elif key == "label" and len(value) > LONGEST_LABEL:
                yield (name, key), f"{name}: label has {len(value)} characters; at most {LONGEST_LABEL}, best 24"
            elif key == "label" and value in seen:
                yield (name, key), f"{name}: label '{value}' is that of {seen[value]} too; charts could not tell them apart"
        if isinstance(entry.get("label"), str):
            seen.setdefault(entry["label"], name)


def _nearest(name: str, names: Sequence[str]) -> str:
    close = get_close_matches(name, names, 1, 0.5)
    return f"; did you mean '{close[0]}'?" if close else f"; known: {', '.join(names[:7])}{' …' if len(names) > 7 else ''}"
