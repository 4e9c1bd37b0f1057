"""An order: what is to be taken away of which landscape, in which format and with which look."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from claimscape.exports.exhibit import Exhibit, Made, made
from claimscape.exports.look import Look
from claimscape.store import Landscape

Tell = Callable[[str], None]  # hears one line of progress


def quiet(step: str) -> None:
    """Progress that nobody hears."""


@dataclass(frozen=True)
class Order:
    """Exhibits and tables of a landscape, in one format. `tables` (of `claimscape.tables`) are for the formats of data only.

    `scale`, `transparent` and `together` (one document instead of a file a chart, PDF only) are for pictures.
    """

    landscape: Landscape
    exhibits: tuple[Exhibit, ...]
    tables: tuple[str, ...] = ()
    format: str = ""
    look: Look = field(default_factory=Look)
    scale: int = 2
    transparent: bool = False
    together: bool = False

    def as_format(self, format_: str) -> "Order":
        """The same in that format."""
        return replace(self, format=format_)

    def made(self) -> Iterator[Made]:
        """The exhibits worked out, one at a time, so that memory does not grow with their number."""
        return (made(self.landscape, exhibit) for exhibit in self.exhibits)
