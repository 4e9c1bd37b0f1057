"""The dashboard on a port of its own, and a visitor in a real Chromium who waits for the page instead of for a time."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, TimeoutError, expect

from claimscape.build import build
from tests import landscapes

ROOT = Path(__file__).parents[2]
HOSTILE = '<img src="https://tracker.example/a.png" onerror="window.hacked=1"> ![t](https://tracker.example/b.png) **b**'
expect.set_options(timeout=30_000)  # milliseconds; a machine that tests on every core is slow to paint
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--process-per-site",
]
# Streamlit asks for these two below a page's own path as well, where they are not; the page works all the same.
KNOWN_404 = ("/_stcore/health", "/_stcore/host-config")

SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testConnectionState === 'CONNECTED' && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && document.querySelector('h1')
    && [...document.querySelectorAll('[class*="st-key-show-"], .st-key-reader, .st-key-concordance, .st-key-methods')]
      .every((part) => part.querySelector('.cs-root'))
    && [...document.querySelectorAll('.cs-plot')].every((plot) => plot.querySelector('.main-svg'));
}"""

# The state goes to "running" and back; only the way there tells that the old page is not taken for the new one.
RUNS = """() => {
  window.ran = false;
  const app = document.querySelector('[data-testid="stApp"]');
  const look = (_, seen) => { if (app.dataset.testScriptState !== 'notRunning') { window.ran = true; seen.disconnect(); } };
  new MutationObserver(look).observe(app, { attributes: true });
}"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium; these tests are left out, with the reason, only where there is none."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if not found:
        pytest.skip("no Chromium on this machine; install it (Debian: apt-get install chromium) to run the browser tests")
    return {"executable_path": found, "args": QUIET}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The landscape of the documents in seeds/."""
    folder = tmp_path_factory.mktemp("landscape")
    build(ROOT / "seeds", folder)
    return folder


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The dashboard's address, while it runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "asgi.py", "--server.port", str(port)]
    environment = os.environ | {"CLAIMSCAPE_DATA": str(data)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _answering(port)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _answering(port: int) -> None:
    for _ in range(300):
        try:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            asking.request("GET", "/_stcore/health")
            if asking.getresponse().read() == b"ok":
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the dashboard did not answer on port {port}")


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The dashboard of the documents in seeds/."""
    with served(built) as found:
        yield found


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard of documents whose labels, codes, headings and words are all the same hostile text."""
    folder = tmp_path_factory.mktemp("hostile")
    landscapes.hostile(folder, HOSTILE)
    with served(folder) as found:
        yield found


class Visitor:
    """A browser window on the dashboard; what went wrong in it is kept."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._sent)

    def open(self, path: str = "/") -> None:
        """Go to a path of the dashboard and wait until it stands."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run and every chart is drawn; no page may show an error of Streamlit's own."""
        self.page.wait_for_function(SETTLED, timeout=60_000)
        assert self.page.get_by_test_id("stException").count() == 0

    def after(self, action: Callable[[], Any]) -> None:
        """Do what makes the script run again, and wait until it has."""
        self.page.evaluate(RUNS)
        action()
        with suppress(TimeoutError):  # a short run can begin and end between two frames, and is then never seen
            self.page.wait_for_function("() => window.ran === true", timeout=8_000)
        self.settle()

    def _heard(self, message: ConsoleMessage) -> None:
        known = message.location.get("url", "").endswith(KNOWN_404)
        if message.type == "error" and not known:
            self.complaints.append(message.text)

    def _sent(self, request: Request) -> None:
        if not request.url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.strangers.append(request.url)


@pytest.fixture(scope="session")
def profile(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Where all windows are opened: one with a few letters stays open, and with it the process that has the scripts compiled.

    A page then takes 2.5 s of processor time; in a process of its own, which has all to compile again, 6.
    """
    context = browser.new_context(accept_downloads=True, reduced_motion="reduce")
    context.new_page().goto(f"{address}/_stcore/health")
    yield context
    context.close()


@pytest.fixture
def visit(profile: BrowserContext, address: str) -> Iterator[Callable[..., Visitor]]:
    """Opens windows of a width and colour scheme; at the end none of them may have complained or asked another host.

    What a window has been allowed, and what the dashboard kept in the browser, is gone with the test.
    """
    visitors: list[Visitor] = []

    def window(width: int = 1440, scheme: str = "light", at: str = address) -> Visitor:
        page = profile.new_page()
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(color_scheme=scheme)
        visitors.append(Visitor(page, at))
        return visitors[-1]

    yield window
    complaints = [text for visitor in visitors for text in visitor.complaints]
    strangers = [url for visitor in visitors for url in visitor.strangers]
    for visitor in visitors:
        visitor.page.evaluate("localStorage.clear()")
        visitor.page.close()
    profile.clear_cookies()
    profile.clear_permissions()
    assert not complaints
    assert not strangers
