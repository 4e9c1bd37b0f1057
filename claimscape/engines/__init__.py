"""Where batches run: an engine is given the work, its batches and a crew, and yields each batch's part as it is finished."""

from collections.abc import Callable, Iterable, Iterator

from claimscape.engines import cluster, local
from claimscape.engines.crew import Crew
from claimscape.parts import Batch, Part, Place, Work

Engine = Callable[[Work, Iterable[Batch], Crew], Iterator[tuple[Place, Part]]]

ENGINES: dict[str, Engine] = {
    "local": local.run,
    "dask": cluster.run,
}

__all__ = ["ENGINES", "Crew", "Engine"]
