"""An order: what is to be taken away of which landscape, in which format and with which look."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice

from claimscape.exports.exhibit import Exhibit, Made, made
from claimscape.exports.look import Look
from claimscape.store import Landscape

AHEAD = 2  # exhibits that are worked out while one is written

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
        """The exhibits worked out, a few at a time, so that memory does not grow with their number and no core waits."""
        coming = iter(self.exhibits)
        with ThreadPoolExecutor(AHEAD) as threads:
            ahead = deque(threads.submit(made, self.landscape, exhibit) for exhibit in islice(coming, AHEAD))
            try:
                while ahead:
                    yield ahead.popleft().result()
                    ahead.extend(threads.submit(made, self.landscape, exhibit) for exhibit in islice(coming, 1))
            finally:
                for waiting in ahead:
                    waiting.cancel()
