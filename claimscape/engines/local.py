"""This process, one batch after the other."""

from collections.abc import Iterable, Iterator, Sequence

from claimscape.coding import Coder, Rows
from claimscape.sources import Document


def run(coder: Coder, batches: Iterable[Sequence[Document]]) -> Iterator[Rows]:
    """The rows of each batch, in the order of the batches."""
    return map(coder, batches)
