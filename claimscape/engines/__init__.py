"""Where batches run: an engine takes a coder and batches of documents, and yields the rows of each batch in order."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from claimscape.coding import Coder, Rows
from claimscape.engines import local
from claimscape.sources import Document

Engine = Callable[[Coder, Iterable[Sequence[Document]]], Iterator[Rows]]

ENGINES: dict[str, Engine] = {"local": local.run}

__all__ = ["ENGINES", "Engine"]
