"""The look of what is taken away: a template of slides, and the colours, fonts and logo of a house (`brand.yaml`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimscape import theme, yamlsafe
from claimscape.errors import ExportError

FEWEST_CONTRAST = 4.5  # of ink on the background, WCAG 2.2 AA for running text
LARGEST_LOGO = 5 << 20
_COLOR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_FONT = re.compile(r"[\w][\w .'-]{0,62}")
_PICTURES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
_KEYS = ("font", "ink", "accent", "background", "colors", "logo")


@dataclass(frozen=True)
class Look:
    """`template` is a .pptx whose layouts, fonts and colours are used; the rest is read from `brand.yaml`, "" as we have it.

    `colors` are those of the series, in order; with none, colours keep what they mean everywhere (certainty, support, source).
    """

    template: Path | None = None
    logo: Path | None = None
    font: str = ""
    ink: str = ""
    accent: str = ""
    background: str = ""
    colors: tuple[str, ...] = ()


def look(template: Path | None = None, brand: Path | None = None) -> Look:
    """The look of a template and a `brand.yaml`; ExportError names every fault of the brand, one a line."""
    if brand is None:
        return Look(template=template)
    read, lines = yamlsafe.read(brand, ExportError)
    if not isinstance(read, Mapping):
        raise ExportError(f"{brand}: a list of keys is wanted, such as font: Arial; keys are {', '.join(_KEYS)}")
    found = _Brand(brand, read, lines)
    made = Look(
        template,
        found.logo(),
        found.text("font", _FONT, "the name of one font, such as Georgia"),
        found.color("ink"),
        found.color("accent"),
        found.color("background"),
        tuple(found.colors()),
    )
    found.check(made)
    if found.faults:
        raise ExportError("\n".join(found.faults))
    return made


class _Brand:
    """What a brand file says, and its faults with their lines."""

    def __init__(self, path: Path, read: Mapping[str, Any], lines: Mapping[Any, int]) -> None:
        self.path, self.read, self.lines = path, read, lines
        self.faults: list[str] = []
        for key in read:
            if key not in _KEYS:
                self.fault(key, f"the key '{key[:40]}' is not known; keys are {', '.join(_KEYS)}")

    def fault(self, key: str, what: str) -> None:
        line = self.lines.get((key,))
        self.faults.append(f"{self.path}{f', line {line}' if line else ''}: {what}")

    def text(self, key: str, form: re.Pattern[str], wanted: str) -> str:
        value = self.read.get(key) or ""
        if isinstance(value, str) and (not value or form.fullmatch(value)):
            return value
        self.fault(key, f"{key} is {str(value)[:40]!r}; write {wanted}")
        return ""

    def color(self, key: str) -> str:
        return _hex(self.text(key, _COLOR, "a colour as '#1f2429', in quotes"))

    def colors(self) -> Iterator[str]:
        values = self.read.get("colors") or []
        if not isinstance(values, list):
            self.fault("colors", "colors is no list; write colors: ['#0072b2', '#d55e00']")
            return
        for value in values:
            if isinstance(value, str) and _COLOR.fullmatch(value):
                yield _hex(value)
            else:
                self.fault("colors", f"{str(value)[:40]!r} in colors is no colour; write it as '#0072b2', in quotes")

    def logo(self) -> Path | None:
        name = self.read.get("logo") or ""
        if not isinstance(name, str):
            self.fault("logo", "logo is no path; write the name of a PNG or JPEG file")
            return None
        if not name:
            return None
        path = self.path.parent / name
        try:
            if not path.resolve().is_relative_to(self.path.parent.resolve()):  # a brand may come from anybody
                self.fault("logo", f"the logo {name[:80]} is not beside {self.path.name}; put it into the same folder")
                return None
            if not path.is_file():  # a pipe would be waited for
                self.fault("logo", f"the logo {path} is no file; name a PNG or JPEG file beside {self.path.name}")
                return None
            with path.open("rb") as file:
                start = file.read(8)
            size = path.stat().st_size
        except (OSError, ValueError) as fault:
            said = getattr(fault, "strerror", None) or fault
            self.fault("logo", f"the logo {path} cannot be read ({said}); name a PNG or JPEG file beside {self.path.name}")
            return None
        if not any(start.startswith(magic) for magic in _PICTURES):
            self.fault("logo", f"the logo {path} is neither PNG nor JPEG; save it as one of these")
        elif size > LARGEST_LOGO:
            self.fault("logo", f"the logo {path} is larger than {LARGEST_LOGO >> 20} MiB; save it smaller")
        return path

    def check(self, made: Look) -> None:
        if made.ink and made.background and (ratio := theme.contrast(made.ink, made.background)) < FEWEST_CONTRAST:
            said = f"ink {made.ink} on background {made.background} has a contrast of {ratio:.1f}:1"
            self.fault("ink", f"{said}, too low to be read; choose colours with {FEWEST_CONTRAST}:1 or more")


def _hex(text: str) -> str:
    digits = text.lstrip("#").lower()
    return f"#{''.join(2 * sign for sign in digits) if len(digits) == 3 else digits}" if digits else ""
