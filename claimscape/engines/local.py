"""This machine: this process alone, or one worker process a core."""

import os
from collections.abc import Iterable, Iterator

from claimscape.engines.crew import Crew
from claimscape.parts import Batch, Part, Place, Work


def run(work: Work, batches: Iterable[Batch], crew: Crew) -> Iterator[tuple[Place, Part]]:
    """The part of each batch with its place; with several workers as each is finished."""
    if crew.workers > 1 and os.name == "posix":  # elsewhere a process is given no pipe in this way
        from claimscape.engines.pool import Pool

        yield from Pool(work, batches, crew.workers).run()
    else:
        for number, batch in enumerate(batches):
            yield (number,), work(batch)
