"""The look of what is taken away: a template of slides, and the colours, fonts and logo of a house (`brand.yaml`)."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Look:
    """`template` is a .pptx whose layouts, fonts and colours are used; the rest is read from `brand.yaml`, "" as we have it."""

    template: Path | None = None
    logo: Path | None = None
    font: str = ""
    ink: str = ""
    accent: str = ""
    background: str = ""
