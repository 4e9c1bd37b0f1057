"""A Dask cluster: workers on any machines, fed by their scheduler, each with the work in its memory from the start.

Dask gives the batch of a worker that died to another. A batch that workers died of again and again is tried once more when
nothing else runs, so that it is known to be the cause; then it is halved, down to the document that costs itself and a row.
"""

import json
import logging
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from claimscape import remote
from claimscape.engines.crew import Crew
from claimscape.errors import BuildError, ClaimscapeError
from claimscape.parts import Batch, Part, Place, Work
from claimscape.sources import problem

if TYPE_CHECKING:
    from distributed import Client, Future, KilledWorker

AHEAD = 3  # batches given to a thread of a worker: one it codes, the others on their way
RETRIES = 2  # of a batch whose reading or writing failed
CONNECT = 10  # seconds
WORKERS = 60  # seconds that are waited for a first worker, or for one where all are gone
ALIKE = ("claimscape", "distributed", "pyarrow")  # what reads the batch, carries it, and decides the bytes of the tables
INSTALL = "a build on a cluster needs Dask, which is not installed; try: pip install 'claimscape[cluster]'"
GOES_ON = "build again, it goes on from what is coded"


@dataclass(frozen=True)
class _Task:
    """A batch, the place of its part among all, and whether it runs while nothing else does."""

    place: Place
    batch: Batch
    alone: bool = False


def run(work: Work, batches: Iterable[Batch], crew: Crew) -> Iterator[tuple[Place, Part]]:
    """The part of each batch as it is finished, with its place; BuildError where there is no such cluster, or an unlike one."""
    with _connected(_address(crew.address)) as client, _given(client, work) as name:
        yield from _Run(client, name, batches, crew.address).parts()


class _Run:
    """The batches of one build on their way through a cluster."""

    def __init__(self, client: "Client", name: str, batches: Iterable[Batch], address: str) -> None:
        self._client, self._name, self._at = client, name, address
        self._coming = (_Task((number,), batch) for number, batch in enumerate(batches))
        self._suspects: deque[_Task] = deque()
        self._out: dict[Any, _Task] = {}

    def parts(self) -> Iterator[tuple[Place, Part]]:
        """The part of each batch as it is finished; whatever fault a worker raises is raised here."""
        try:
            while self._give():
                for future in self._ended():
                    yield from self._heard(future)
        finally:
            with suppress(Exception):  # the scheduler may be gone
                self._client.cancel(list(self._out))

    def _give(self) -> bool:
        """So many batches that no worker waits for the next; False where nothing is left to do."""
        room = AHEAD * max(sum(self._client.nthreads().values()), 1) - len(self._out)
        while room > 0 and (task := next(self._coming, None)):
            self._submit(task)
            room -= 1
        if not self._out and self._suspects:
            self._submit(self._suspects.popleft())
        return bool(self._out)

    def _submit(self, task: _Task) -> None:
        from claimscape.engines import guest

        key = f"{self._name}-{uuid4().hex}"
        self._out[self._client.submit(guest.code, self._name, task.batch, key=key, retries=RETRIES)] = task

    def _ended(self) -> Iterable["Future"]:
        from distributed import wait

        while True:
            with suppress(TimeoutError), self._client.as_current():
                ended: set[Future] = wait(list(self._out), timeout=WORKERS, return_when="FIRST_COMPLETED").done
                return ended
            if not self._client.nthreads():
                raise BuildError(f"no worker is left at {self._at}; start one: dask worker {self._at}; then {GOES_ON}")

    def _heard(self, future: "Future") -> Iterator[tuple[Place, Part]]:
        from distributed import KilledWorker

        task = self._out.pop(future)
        fault = future.exception()
        if fault is None:
            yield task.place, future.result()
        elif isinstance(fault, KilledWorker):
            yield from self._died(task, fault)
        else:
            raise fault

    def _died(self, task: _Task, fault: "KilledWorker") -> Iterator[tuple[Place, Part]]:
        """What becomes of a batch that workers died of: once more, alone; then in halves, or a row in the problems."""
        if not task.alone:
            self._suspects.append(_Task(task.place, task.batch, alone=True))
        elif len(task.batch) > 1:
            halves = enumerate(task.batch.halves())
            self._suspects.extend(_Task((*task.place, half), batch, alone=True) for half, batch in halves)
        else:
            said = f"coding it ended {fault.allowed_failures + 1} workers, one after the other; look at it, or take it out"
            yield task.place, Part("", 1, task.batch.bytes, {}, [problem(task.batch.name, "code", said)], {})


def _address(given: str) -> str:
    """The scheduler's address, as it is or from the scheduler's file."""
    if given.endswith(".json"):
        try:
            given = str(json.loads(Path(given).read_text("utf-8"))["address"])
        except (OSError, ValueError, KeyError, TypeError):
            advice = "name one, or the address tcp://HOST:PORT"
            raise BuildError(f"{given} is no file that dask scheduler --scheduler-file wrote; {advice}") from None
    with suppress(ValueError):  # a port that is no number
        parts = urlsplit(given)
        if parts.scheme in ("tcp", "tls", "ws", "wss") and parts.hostname and parts.port:
            return given
    raise BuildError(f"{given or 'nothing'} is no address of a scheduler; write it as tcp://HOST:PORT") from None


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    """A client of the scheduler there, with workers that can do what is asked of them."""
    import asyncio  # these take as long as all else here to load, and most builds need none of them
    from concurrent.futures import ThreadPoolExecutor

    try:
        from distributed import CancelledError, Client
        from distributed.comm import CommClosedError
        from distributed.core import rpc
    except ImportError:
        raise BuildError(INSTALL) from None

    async def identity() -> Any:
        async with rpc(address, timeout=CONNECT) as there:
            return await asyncio.wait_for(there.identity(), CONNECT)

    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)  # what is wrong is told here, in one sentence
    try:
        try:
            with ThreadPoolExecutor(1) as aside:  # this thread may run a loop already, as a notebook's does
                kind = aside.submit(asyncio.run, identity()).result()["type"]
        except Exception:
            raise _unreached(address) from None
        if kind != "Scheduler":
            raise BuildError(f"at {address} is no scheduler but a {kind.lower()}; name the address that dask scheduler printed")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: those that matter are compared below
            client = Client(address, timeout=CONNECT, set_as_default=False)
        try:
            _alike(client, address)
            yield client
        except Exception as fault:
            gone = isinstance(fault, (CommClosedError, CancelledError)) or client.status != "running"
            if isinstance(fault, ClaimscapeError) or not gone:
                raise
            raise BuildError(f"the cluster at {address} was lost ({type(fault).__name__}); start it, and {GOES_ON}") from None
        finally:
            with suppress(Exception):  # the scheduler may be gone
                client.close(timeout=CONNECT)
    finally:
        log.setLevel(level)


def _unreached(address: str) -> BuildError:
    advice = "start one: dask scheduler; or name its address with --address"
    return BuildError(f"no scheduler answers at {address} within {CONNECT} s; {advice}")


def _alike(client: "Client", address: str) -> None:
    """BuildError where there is no worker, or one with other versions than the builder's."""
    try:
        client.wait_for_workers(1, timeout=WORKERS)
    except TimeoutError:
        raise BuildError(f"the scheduler at {address} has no worker; start one: dask worker {address}") from None
    found = client.get_versions(packages=list(ALIKE))
    ours = _versions(found["client"])
    for worker, its in sorted(found["workers"].items()):
        theirs = _versions(its)
        for name, version in ours.items():
            if theirs[name] != version:
                what = f"{name} {theirs[name] or 'not at all'}"
                raise BuildError(f"the worker at {worker} has {what} and the builder {version}; install the same on both")


def _versions(found: dict[str, Any]) -> dict[str, str]:
    packages = found["packages"]
    return {"Python": ".".join(packages["python"].split(".")[:2])} | {name: packages[name] or "" for name in ALIKE}


@contextmanager
def _given(client: "Client", work: Work) -> Iterator[str]:
    """The name under which every worker has the work, also one that comes later or starts anew."""
    from claimscape.engines import guest

    name = f"claimscape-{uuid4().hex}"
    _seen(client, work.folder, f"{work.folder}/.{name}")
    for again in range(RETRIES, -1, -1):
        try:
            client.register_plugin(guest.Guest(name, work), name)
            break
        except OSError:  # a worker died of something else just then; the scheduler has the work for the next one
            if not again:
                raise
    try:
        yield name
    finally:
        with suppress(Exception):  # the scheduler may be gone
            client.unregister_worker_plugin(name)


def _seen(client: "Client", folder: str, mark: str) -> None:
    """BuildError where a worker does not see what the builder writes."""
    from claimscape.engines import guest

    if remote.far(mark):
        remote.write(mark, b"")
    else:
        Path(mark).touch()
    try:
        for worker, seen in sorted(client.run(guest.sees, mark, on_error="return").items()):
            if isinstance(seen, ClaimscapeError):
                raise BuildError(f"the worker at {worker} says: {seen}")
            if seen is False:  # anything else: it has died of something else just then
                advice = "name a folder that all see under the same path"
                raise BuildError(f"the worker at {worker} does not see {folder}; {advice}")
    finally:
        if remote.far(mark):
            remote.remove(mark)
        else:
            Path(mark).unlink(missing_ok=True)
