"""A landscape as the key of a cache: two openings of one build are one."""

from dataclasses import dataclass, field

from claimscape.store import Landscape


@dataclass(frozen=True)
class Kept:
    """The landscape, known by its folder; a folder of a build never changes."""

    landscape: Landscape = field(compare=False)
    folder: str

    @classmethod
    def of(cls, landscape: Landscape) -> "Kept":
        """The key of this landscape."""
        return cls(landscape, f"{landscape.folder} {landscape.build_id} {hash(landscape.only)}")
