"""Worker processes under a supervisor that outlives any of them.

A batch whose worker dies, or comes to no end, is given to another; where that fails too the batch is halved, so that one
document that stops whoever reads it costs itself and nothing else. Workers end with their supervisor.
"""

import json
import math
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait

from claimscape.engines.worker import READY
from claimscape.errors import BuildError
from claimscape.parts import Batch, Part, Place, Work
from claimscape.sources import problem

TRIES = 2
PATIENCE = (300.0, 120.0)  # seconds a batch may take, and as many more for each MB of it, which takes less than one
BEGIN = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from claimscape.engines import worker; worker.serve()"


@dataclass
class _Task:
    """A batch, the place of its part among all, and how many workers have died of it."""

    place: Place
    batch: Batch
    deaths: int = 0


@dataclass
class _Worker:
    """A process, our end of its pipe, and what it is at until when; it has said nothing yet until it is ready."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    ready: bool = False
    task: _Task | None = None
    until: float = math.inf
    overdue: bool = False


class Pool:
    """So many workers, at most, on the batches of one build."""

    def __init__(self, work: Work, batches: Iterable[Batch], workers: int) -> None:
        self._work = work
        self._coming = (_Task((number,), batch) for number, batch in enumerate(batches))
        self._waiting: deque[_Task] = deque()
        self._crew = [_start(work) for _ in range(workers)]

    def run(self) -> Iterator[tuple[Place, Part]]:
        """The part of each batch as it is finished, with its place; whatever fault a worker raises is raised here."""
        try:
            while self._give():
                for pipe in wait([worker.pipe for worker in self._crew if worker.task or not worker.ready], self._patience()):
                    number = next(number for number, worker in enumerate(self._crew) if worker.pipe is pipe)
                    yield from self._heard(number)
        finally:
            for worker in self._crew:
                _end(worker)

    def _give(self) -> bool:
        """A task for each worker that has none, one kept ready for the next; False where nothing is left to do."""
        for worker in self._crew:
            if worker.ready and worker.task is None and self._fetch():
                worker.task = self._waiting.popleft()
                worker.until = time.monotonic() + PATIENCE[0] + PATIENCE[1] * worker.task.batch.bytes / 1e6
                with suppress(OSError):  # it has died; its pipe says so when it is read
                    worker.pipe.send(worker.task.batch)
        return self._fetch() or any(worker.task for worker in self._crew)

    def _patience(self) -> float | None:
        """Seconds until the next worker is overdue, None where none is at work; one that is has to end now."""
        now = time.monotonic()
        for worker in self._crew:
            if worker.until < now and worker.task and not worker.overdue:
                worker.overdue = True
                worker.process.kill()  # its pipe says so when it is read
        left = [worker.until - now for worker in self._crew if worker.task and not worker.overdue]
        return max(min(left), 0.0) if left else None

    def _fetch(self) -> bool:
        if not self._waiting:
            self._waiting.extend(task for task in [next(self._coming, None)] if task)
        return bool(self._waiting)

    def _heard(self, number: int) -> Iterator[tuple[Place, Part]]:
        worker = self._crew[number]
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._crew[number] = _start(self._work)
            yield from self._died(worker)
            return
        if isinstance(answer, BaseException):
            raise answer
        if answer == READY:
            worker.ready = True
        elif worker.task:
            task, worker.task = worker.task, None
            yield task.place, answer

    def _died(self, worker: _Worker) -> Iterator[tuple[Place, Part]]:
        """What becomes of the batch of a worker that died: again, in halves, or a row in the problems."""
        _end(worker)
        how = _how(worker.process.returncode)
        task = worker.task
        if not worker.ready:
            raise BuildError(f"a worker process ended before it began ({how}); build with --workers 1")
        if task is None:
            return
        task.deaths += 1
        if task.deaths < TRIES:
            self._waiting.append(task)
        elif len(task.batch) > 1:
            halves = enumerate(task.batch.halves())
            self._waiting.extend(_Task((*task.place, half), batch, TRIES - 1) for half, batch in halves)
        else:
            what = "came twice to no end" if worker.overdue else f"ended the worker twice ({how})"
            lost = problem(task.batch.name, "code", f"coding it {what}; look at it, or take it out")
            yield task.place, Part("", 1, task.batch.bytes, {}, [lost], {})


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _start(work: Work) -> _Worker:
    """A fresh interpreter that runs nothing of ours but the worker, whatever program this is."""
    ours, theirs = Pipe()
    command = [sys.executable, "-c", BEGIN, json.dumps(sys.path), str(theirs.fileno()), str(os.getpid())]
    with theirs:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])  # noqa: S603 - ourselves
    with suppress(OSError):  # it has died; its pipe says so when it is read
        ours.send(work)
    return _Worker(process, ours)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    with suppress(subprocess.TimeoutExpired):
        worker.process.wait(0.2)  # one that ends by itself keeps its own exit code
    worker.process.kill()
    worker.process.wait()
