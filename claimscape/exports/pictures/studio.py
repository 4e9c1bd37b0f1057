"""Where pictures are drawn: one page of one browser with the plotly.js of the installed package, warm for the next picture."""

import atexit
import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from claimscape import theme
from claimscape.errors import ExportError
from claimscape.exports.pictures.chrome import CURE, START, Chrome, found

LIMIT = 30.0  # seconds for one picture; it takes 0.1 to 0.3
IDLE = 120.0  # seconds without a picture after which the warm browser is sent away: it holds 300 MB
Spec = dict[str, Any]

_TAG = re.compile(r'<([\w:-]+)((?: [\w:-]+="[^"]*")+)')  # as the browser writes it: no quotation mark within a value
_ATTRIBUTE = re.compile(r' [\w:-]+="[^"]*"')
_DATED = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")


class Studio:
    """Draws painted figures (see `paint.painted`), one after the other; ExportError where the browser fails or hangs."""

    def __init__(self, limit: float = LIMIT, start: float = START) -> None:
        """Start the browser; it has `start` seconds for that, and `limit` for each picture."""
        self._limit = limit
        self._chrome = _started(start)
        try:
            self._run(f"{_library()}\n;undefined")
        except BaseException:
            self.close()
            raise

    def png(self, spec: Spec, scale: int = 2) -> bytes:
        """960 x 540 pixels times `scale`."""
        return base64.b64decode(self._drawn(spec, "png", scale))

    def svg(self, spec: Spec) -> str:
        """A drawing of 960 x 540; the same figure gives the same text."""
        return _TAG.sub(_in_order, self._drawn(spec, "svg", 1))

    def pdf(self, drawings: Sequence[tuple[str, str]], title: str) -> bytes:
        """Drawings (of `svg`) with their alt texts, one a page, as lines and letters, without the time of day."""
        self._asked("laid", list(map(list, drawings)), title, theme.WIDTH, theme.HEIGHT)
        size = {"paperWidth": theme.WIDTH / 96, "paperHeight": theme.HEIGHT / 96, "preferCSSPageSize": True}
        size |= dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), 0)
        wish = size | {"printBackground": True, "generateTaggedPDF": True}
        printed = self._chrome.call("Page.printToPDF", wish, self._limit + len(drawings))
        self._asked("cleared")
        return _DATED.sub(_undated, base64.b64decode(printed["data"]))

    def closed(self) -> bool:
        """Whether the browser has ended."""
        return self._chrome.closed()

    def close(self) -> None:
        """End the browser."""
        self._chrome.close()

    def _drawn(self, spec: Spec, format_: str, scale: int) -> str:
        text = json.dumps(spec, sort_keys=True)
        lot = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
        return str(self._asked("drawn", spec, format_, scale, lot))

    def _asked(self, function: str, *given: Any) -> Any:
        return self._run(f"{function}({', '.join(map(json.dumps, given))})")

    def _run(self, script: str) -> Any:
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
        done = self._chrome.call("Runtime.evaluate", asked, self._limit)
        if "exceptionDetails" in done:
            fault = done["exceptionDetails"].get("exception", {})
            why = str(fault.get("description") or fault.get("value") or "no reason given").splitlines()[0]
            raise ExportError(f"the browser could not draw this chart ({why}); take it as csv, xlsx, html or pptx")
        return done["result"].get("value")


def _in_order(tag: re.Match[str]) -> str:
    """A tag with its attributes by name: a browser that has just started writes some of them in another order."""
    return f"<{tag[1]}{''.join(sorted(_ATTRIBUTE.findall(tag[2])))}"


@contextmanager
def studio(limit: float = LIMIT) -> Iterator[Studio]:
    """The one warm studio of this process, for as many pictures as there are; others wait until the block has ended."""
    with _lock:
        if not _warm or _warm[0].closed():
            _warm[:] = [Studio(limit)]
        _rest()
        try:
            yield _warm[0]
        finally:
            _rest()
            if not _warm[0].closed():
                _leave_later()


def browser_there() -> bool:
    """Whether pictures can be drawn, as far as is known without starting a browser."""
    path = found()
    return bool(path) and path not in _broken


def leave() -> None:
    """End the warm browser; the next picture starts another."""
    with _lock:
        _rest()
        while _warm:
            _warm.pop().close()


_lock = threading.RLock()
_warm: list[Studio] = []
_clock: list[threading.Timer] = []
_broken: dict[str, str] = {}  # browsers that did not start, and why: none is tried twice
atexit.register(leave)


def _started(limit: float) -> Chrome:
    path = found()
    if not path:
        raise ExportError(f"a picture is drawn by Chrome or Chromium and none was found; {CURE}")
    if path in _broken:
        raise ExportError(_broken[path])
    try:
        return Chrome(path, limit)
    except ExportError as fault:
        _broken[path] = str(fault)
        raise


def _rest() -> None:
    while _clock:
        _clock.pop().cancel()


def _leave_later() -> None:
    _clock.append(threading.Timer(IDLE, leave))
    _clock[0].daemon = True
    _clock[0].start()


@cache
def _library() -> str:
    import plotly

    files = Path(plotly.__file__).parent / "package_data" / "plotly.min.js", Path(__file__).with_name("studio.js")
    return "\n".join(file.read_text("utf-8") for file in files)


def _undated(match: re.Match[bytes]) -> bytes:
    """The date of a file that has none, its digits alone changed: every place in the file stays where it is told to be."""
    name, date = match[0].split(b"D:", 1)
    fixed = iter(b"19800101000000" + bytes(len(date)).replace(b"\0", b"0"))
    return name + b"D:" + bytes(next(fixed) if 48 <= sign <= 57 else sign for sign in date)
