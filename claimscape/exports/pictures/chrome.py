"""A Chrome or Chromium of this machine, driven through two pipes of ours: no port is open, and no call waits for ever.

The messages are those of the DevTools protocol (chromedevtools.github.io/devtools-protocol), each ended by a zero byte.
"""

import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from claimscape.errors import ExportError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
CURE = "install it (Debian: sudo apt-get install chromium), or name one in BROWSER_PATH; csv, xlsx, html and pptx need none"
# It draws our own figures only: no host can be asked, nothing is fetched, kept or reported.
SWITCHES = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-breakpad",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--password-store=basic",
    "--use-mock-keychain",
)
GONE = "the browser ended by itself"
START = 20.0  # seconds until it has to be there; it takes 0.5, and ten times that on a busy machine


def found() -> str:
    """The browser's path: what BROWSER_PATH names, or the first of the usual ones; "" where there is none."""
    if not hasattr(os, "posix_spawn"):  # Windows hands no pipe on in this way
        return ""
    named = os.environ.get("BROWSER_PATH", "")
    if named:
        return shutil.which(named) or named
    there = [path for path in map(shutil.which, NAMES) if path]
    there += [path for path in APPS if sys.platform == "darwin" and os.access(path, os.X_OK)]
    return there[0] if there else ""


class Chrome:
    """One browser with one empty page; `call` asks it, `close` ends it with all its children and its folder."""

    def __init__(self, path: str, limit: float = START) -> None:
        """Start it; ExportError where it does not answer within `limit` seconds, and then nothing of it is left."""
        self.path = path
        self._folder = tempfile.TemporaryDirectory(prefix="claimscape-browser-", ignore_cleanup_errors=True)
        self._number, self._session, self._left, self._owner = 0, "", b"", os.getpid()
        self._pid = self._in = self._out = -1
        try:
            self._start()
            until = time.monotonic() + limit
            page = self.call("Target.createTarget", {"url": "about:blank"}, until - time.monotonic())["targetId"]
            asked = {"targetId": page, "flatten": True}
            self._session = self.call("Target.attachToTarget", asked, until - time.monotonic())["sessionId"]
        except BaseException as fault:
            self.close()
            if isinstance(fault, (ExportError, OSError)):
                raise ExportError(f"the browser {path} could not be started ({fault}); {CURE}") from None
            raise

    def call(self, method: str, given: dict[str, Any], limit: float) -> dict[str, Any]:
        """What the browser answers; after `limit` seconds without one it is ended and ExportError raised."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": given}
        asked |= {"sessionId": self._session} if self._session else {}
        until = time.monotonic() + limit
        try:
            self._send(json.dumps(asked).encode() + b"\0", until)
            answer = next(answer for answer in self._heard(until) if answer.get("id") == self._number)
        except (ExportError, OSError) as fault:
            self.close()
            raise ExportError(f"{fault}") from None
        if "error" in answer:
            raise ExportError(f"the browser refused {method}: {answer['error'].get('message', '')}")
        result: dict[str, Any] = answer["result"]
        return result

    def closed(self) -> bool:
        """Whether it has ended, by our will or its own; what it left is then taken away."""
        if self._pid > 0 and os.waitpid(self._pid, os.WNOHANG) != (0, 0):
            self.close()
        return self._pid < 0

    def close(self) -> None:
        """End it and all that it started, and take its folder away; may be called twice."""
        for place in (self._in, self._out):
            if place >= 0:
                os.close(place)
        pid, self._pid, self._in, self._out = self._pid, -1, -1, -1
        if pid > 0 and self._owner == os.getpid():  # a copy of this process has no say over it
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        self._folder.cleanup()

    def _start(self) -> None:
        ours = [*_pipe(), *_pipe()]  # what it reads, where we write; where we read, what it writes
        reads, self._in, self._out, writes = ours
        os.set_blocking(self._in, False)
        root = ["--no-sandbox"] if os.geteuid() == 0 else []  # it refuses to start for root otherwise
        command = [self.path, *SWITCHES, *root, f"--user-data-dir={self._folder.name}"]
        hands = [(os.POSIX_SPAWN_OPEN, place, os.devnull, os.O_RDWR, 0) for place in range(3)]
        try:
            self._pid = os.posix_spawn(
                self.path,
                command,
                os.environ,
                file_actions=[*hands, (os.POSIX_SPAWN_DUP2, reads, 3), (os.POSIX_SPAWN_DUP2, writes, 4)],
                setpgroup=0,
            )
        finally:
            os.close(reads)
            os.close(writes)

    def _send(self, message: bytes, until: float) -> None:
        rest = memoryview(message)
        while rest:
            _, ready, _ = select.select([], [self._in], [], max(until - time.monotonic(), 0))
            if not ready:
                raise ExportError("the browser did not listen in time")
            try:
                rest = rest[os.write(self._in, rest[:65_536]) :]
            except BrokenPipeError:
                raise ExportError(GONE) from None

    def _heard(self, until: float) -> Iterator[dict[str, Any]]:
        parts = [self._left]
        while True:
            ready, _, _ = select.select([self._out], [], [], max(until - time.monotonic(), 0))
            if not ready:
                raise ExportError("the browser did not answer in time")
            piece = os.read(self._out, 1 << 20)
            if not piece:
                raise ExportError(GONE)
            parts.append(piece)
            if b"\0" in piece:
                *messages, self._left = b"".join(parts).split(b"\0")
                yield from map(json.loads, messages)
                parts = [self._left]


def _pipe() -> tuple[int, int]:
    """Two ends with numbers above those that a browser expects its own at."""
    import fcntl  # not there on Windows

    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
