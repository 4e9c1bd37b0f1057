"""A Dask cluster of separate processes, for tests and benchmarks."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = {
    "PYTHONPATH": str(ROOT),
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",  # as deploy/ has them
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}


@dataclass
class Cluster:
    """A scheduler and whatever was started for it; ended together."""

    folder: Path
    address: str = ""
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def scheduler(self, host: str, before: Sequence[str] = ()) -> None:
        """Start the scheduler, by way of another command where one is given, and learn its address."""
        at = self.folder / "scheduler.json"
        idle = ["--idle-timeout", "10 minutes"]  # it ends, and its workers with it, where whoever started it was killed
        port = ["--host", host, "--port", "0", "--scheduler-file", str(at), "--no-dashboard"]
        self._start(["dask", "scheduler", *port, *idle], before)
        self.address = self.printed("Scheduler at:").split()[-1]

    def worker(self, before: Sequence[str] = (), **settings: str) -> None:
        """Start a worker, by way of another command where one is given."""
        here = ["dask", "worker", self.address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder)]
        self._start(here, before, settings)

    def printed(self, mark: str, times: int = 1) -> str:
        """The line with the mark that they print, once so many have."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            found = [line for line in (self.folder / "log.txt").read_text("utf-8").splitlines() if mark in line]
            if len(found) >= times:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError((self.folder / "log.txt").read_text("utf-8"))

    @property
    def pids(self) -> list[int]:
        """The processes that were started, without those that they started."""
        return [process.pid for process in self._started]

    def end(self, workers_only: bool = False) -> None:
        """All processes end; the workers before their scheduler."""
        ending = self._started[:0:-1] if workers_only else self._started[::-1]
        for process in ending:
            process.terminate()
        for process in ending:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, command: Sequence[str], before: Sequence[str] = (), settings: dict[str, str] | None = None) -> None:
        whole = [*before, sys.executable, "-m", *command]
        with (self.folder / "log.txt").open("ab") as log:
            environment = os.environ | SETTINGS | (settings or {})
            self._started.append(subprocess.Popen(whole, stdout=log, stderr=log, env=environment, start_new_session=True))


@contextmanager
def cluster(folder: Path, workers: int, host: str = "127.0.0.1", **settings: str) -> Iterator[Cluster]:
    """A scheduler that listens there, with so many workers."""
    made = Cluster(folder)
    try:
        made.scheduler(host)
        for _ in range(workers):
            made.worker(**settings)
        yield made
    finally:
        made.end()


@contextmanager
def networks(count: int) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """The address of a hub, the command that runs another one there, and those for so many networks with a way to it alone.

    All of it lies beside this machine's own network: browsers that are tested at the same time would see it change. Raises
    CalledProcessError or OSError where that cannot be had: no Linux, no root, no `ip`, a container without the right.
    """
    mark, net = f"cs{os.getpid() % 100_000}", f"10.213.{os.getpid() % 250}"
    names = [f"{mark}n{number}" for number in range(count)]
    try:
        _ip(f"netns add {mark}")
        for command in ("link set lo up", "link add hub type bridge", f"addr add {net}.1/24 dev hub", "link set hub up"):
            _ip(f"-n {mark} {command}")
        for number, name in enumerate(names):
            _ip(f"netns add {name}")
            _ip(f"-n {mark} link add way{number} type veth peer name eth0 netns {name}")
            _ip(f"-n {mark} link set way{number} master hub up")
            for command in ("link set lo up", f"addr add {net}.{number + 2}/24 dev eth0", "link set eth0 up"):
                _ip(f"-n {name} {command}")
        yield f"{net}.1", ["ip", "netns", "exec", mark], [["ip", "netns", "exec", name] for name in names]
    finally:
        for name in (*names, mark):
            with suppress(OSError, subprocess.CalledProcessError):
                _ip(f"netns del {name}")


def _ip(command: str) -> None:
    subprocess.run(["ip", *command.split()], check=True, capture_output=True)
