"""What a Dask worker keeps of a build, and what it runs: the same work on each batch, as a process of our own would."""

import ctypes
import sys
import threading
from contextlib import suppress

from distributed.diagnostics.plugin import WorkerPlugin

from claimscape import __version__, remote
from claimscape.errors import BuildError
from claimscape.parts import Batch, Part, Work

TRIM, MMAP = (-1, 256 << 20), (-3, 32 << 20)  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's mallopt, in bytes

_WORKS: dict[str, Work] = {}
_ONE = threading.Lock()  # a coder is not made for two threads, and coding leaves the second nothing to do


class Guest(WorkerPlugin):  # type: ignore[misc] # Dask takes nothing else
    """The work of one build, handed to each worker once: those that are there, those that come later or start anew."""

    def __init__(self, name: str, work: Work) -> None:
        self.name = name
        self._work = work
        self._version = __version__

    def setup(self, worker: object) -> None:
        """Called by a worker before it runs anything."""
        if self._version == __version__:
            _keep_freed_memory()
            _WORKS[self.name] = self._work

    def teardown(self, worker: object) -> None:
        """Called when the build is over."""
        _WORKS.pop(self.name, None)


def code(name: str, batch: Batch) -> Part:
    """The part of a batch of the build with this name."""
    if name not in _WORKS:
        raise BuildError("a worker joined that cannot code for this build; start workers of the same version and build again")
    with _ONE:
        return _WORKS[name](batch)


def sees(path: str) -> bool:
    """Whether a file that the builder wrote can be read from here."""
    if remote.far(path):
        return remote.read(path) is not None
    try:
        with open(path, "rb"):
            return True
    except OSError:
        return False


def _keep_freed_memory() -> None:
    """Dask has its workers give every freed page back, to be asked for again: work on arrays takes 5 times as long."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            for option, value in (TRIM, MMAP):
                ctypes.CDLL(None).mallopt(option, value)
