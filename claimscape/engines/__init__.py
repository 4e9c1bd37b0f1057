"""Where batches run: an engine is given the work and batches, yields each batch's part as it is finished."""

from collections.abc import Callable, Iterable, Iterator

from claimscape.engines import local
from claimscape.parts import Batch, Part, Place, Work

Engine = Callable[[Work, Iterable[Batch], int], Iterator[tuple[Place, Part]]]

ENGINES: dict[str, Engine] = {"local": local.run}

__all__ = ["ENGINES", "Engine"]
