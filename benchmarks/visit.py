"""What benchmarks/pages.py drives: the dashboard and the bare app on ports of their own, and a visitor in Chromium."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, WebSocket, sync_playwright

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
QUIET = 600  # milliseconds without a change in the page after which it counts as finished; they are not part of a figure

# Keeps the time of the last change inside the page, taken once it is painted: the frame has been drawn when the message comes.
WATCH = """() => {
  const watch = window.watch = { began: 0, last: 0, ran: false, shift: 0, waiting: false };
  const painted = new MessageChannel();
  painted.port1.onmessage = () => { watch.last = performance.now(); };
  const frame = () => { watch.waiting = false; painted.port2.postMessage(0); };
  const inPage = ({ target }) => (target.closest ? target : target.parentElement)?.closest('[data-testid="stMain"]');
  new MutationObserver((changes) => {
    watch.ran ||= changes.some((change) => change.attributeName === 'data-test-script-state');
    if (watch.waiting || !changes.some(inPage)) return;
    watch.waiting = true;
    requestAnimationFrame(frame);
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) watch.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const begins = (event) => {
    if (event.type === 'click' || event.key === 'Backspace') watch.began ||= event.timeStamp;
  };
  for (const kind of ['click', 'keydown']) window.addEventListener(kind, begins, { capture: true });
}"""

ARM = "() => { Object.assign(window.watch, { began: 0, ran: false }); }"

# The script has run, nothing is stale, every chart is drawn, and the page has not changed for a while. A run so short that
# the page never shows it is taken for done after three seconds; the figure is the time of the last change all the same.
DONE = """([quiet, charts]) => {
  const watch = window.watch, app = document.querySelector('[data-testid="stApp"]');
  const all = [...document.querySelectorAll('.cs-plot, [data-testid="stPlotlyChart"]')];
  return app && app.dataset.testConnectionState === 'CONNECTED' && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && document.querySelector('h1')
    && [...document.querySelectorAll('[class*="st-key-show-"]')].every((part) => part.querySelector('.cs-root'))
    && all.length === charts && all.every((plot) => plot.querySelector('.main-svg'))
    && (watch.ran || performance.now() - watch.began > 3000)
    && !watch.waiting && performance.now() - Math.max(watch.last, watch.began) > quiet;
}"""

COUNTS = """() => ({
  charts: document.querySelectorAll('.cs-plot').length,
  marks: document.querySelectorAll('.cs-plot .point, .cs-plot .textpoint, .cs-plot .slice').length,
})"""


@dataclass(frozen=True)
class App:
    """A server that answers at this address, and its process."""

    address: str
    process: int


@dataclass(frozen=True)
class Sheet:
    """A page: its title in the navigation, its address below the app's, its charts, and the marks of one of them."""

    title: str
    address: str
    charts: int
    marks: int


@dataclass(frozen=True)
class Plan:
    """What the bare app copies: the labels of the sources and the pages in order."""

    sources: list[str]
    pages: list[Sheet]


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium; the message says how to get one where there is none."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if not found:
        raise SystemExit("no Chromium on this machine; install it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=ARGUMENTS)


@contextmanager
def dashboard(data: Path) -> Iterator[App]:
    """The dashboard on a landscape."""
    with _served(ROOT, {"CLAIMSCAPE_DATA": str(data)}, "asgi.py") as app:
        yield app


@contextmanager
def bare(folder: Path, plan: Plan, configured: bool) -> Iterator[App]:
    """The bare app of a plan, written to the folder; with the dashboard's config.toml, or with Streamlit's defaults."""
    folder.mkdir()
    shutil.copyfile(ROOT / "benchmarks" / "bare.py", folder / "dashboard.py")
    pages = [astuple(page) for page in plan.pages]
    (folder / "plan.json").write_text(json.dumps(asdict(plan) | {"pages": pages}), "utf-8")
    if configured:
        shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    with _served(folder, {}) as app:
        yield app


@contextmanager
def _served(folder: Path, more: dict[str, str], script: str = "dashboard.py") -> Iterator[App]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=os.environ | more, stdout=quiet, stderr=quiet)
    try:
        _answering(port)
        yield App(f"http://localhost:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _answering(port: int) -> None:
    for _ in range(600):
        try:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            asking.request("GET", "/_stcore/health")
            if asking.getresponse().read() == b"ok":
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answered on port {port}")


def plan(chromium: Browser, app: App) -> Plan:
    """What the dashboard shows: its sources, and every page with its number of charts and of marks; also warms its server."""
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})
    page.add_init_script(f"({WATCH})()")
    page.goto(app.address)
    page.wait_for_function(DONE.replace("all.length === charts", "true"), arg=[QUIET, 0])
    pages = []
    for path, title in _links(page).items():
        page.goto(app.address + path)
        page.wait_for_function(DONE.replace("all.length === charts", "true"), arg=[QUIET, 0])
        counts = page.evaluate(COUNTS)
        pages.append(Sheet(title, path.strip("/"), counts["charts"], counts["marks"] // max(counts["charts"], 1)))
    page.goto(app.address)
    page.wait_for_function(DONE.replace("all.length === charts", "true"), arg=[QUIET, 0])
    sources = _options(page)
    page.close()
    return Plan(sources, pages)


def _links(page: Page) -> dict[str, str]:
    """Path and title of every page in the navigation; those that find no room in its row stand in a menu at its end."""
    links = page.get_by_test_id("stTopNavLink").all()
    for section in page.get_by_test_id("stTopNavSection").all():
        section.click()
        page.get_by_test_id("stTopNavDropdownLink").first.wait_for()
        links += page.get_by_test_id("stTopNavDropdownLink").all()
    return {urlsplit(link.get_attribute("href") or "").path: _last_line(link.inner_text()) for link in links}


def _last_line(text: str) -> str:
    """A link's own words: the name of its icon stands above them."""
    return text.strip().split("\n")[-1].strip()


def _options(page: Page) -> list[str]:
    page.locator(".st-key-popover-filter button").first.click()
    page.locator(".st-key-filter-sources input").click()
    page.get_by_role("option").first.wait_for()
    return [text for text in page.get_by_role("option").all_inner_texts() if text != "Select all"]


class Visit:
    """A visitor with an empty cache on one of the apps; every action returns its seconds until the last change was painted."""

    def __init__(self, chromium: Browser, name: str, app: App, planned: Plan) -> None:
        self.name, self.app, self.pages = name, app, {page.address: page for page in planned.pages}
        self.received, self.spent, self.charts = 0, 0.0, 0
        self.page = chromium.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce").new_page()
        self.page.add_init_script(f"({WATCH})()")
        self.page.on("websocket", self._listen)

    def open(self, address: str) -> float:
        """The page of an address, from nothing; timed from the start of the navigation."""
        self.received, self.charts = 0, self.pages[address].charts
        self.page.goto(f"{self.app.address}/{address}", wait_until="commit")
        self._settle()
        return float(self.page.evaluate("() => window.watch.last / 1000"))

    def turn_to(self, address: str) -> float:
        """The page of an address, by a click in the navigation."""
        sheet = self.pages[address]
        self.charts = sheet.charts
        link = self.page.get_by_test_id("stTopNavLink").filter(has_text=sheet.title)
        if link.evaluate("link => Boolean(link.closest('[aria-hidden=\"true\"]'))"):
            self.page.get_by_test_id("stTopNavSection").last.click()
            link = self.page.get_by_test_id("stTopNavDropdownLink").filter(has_text=sheet.title)
            link.wait_for()
        return self._after(link.click)

    def choose(self, sources: Sequence[str]) -> float:
        """Add sources to the filter, one by one; the time of the last one."""
        seconds = 0.0
        for source in sources:
            self._field().click()
            option = self.page.get_by_role("option", name=source, exact=True)
            option.wait_for()
            seconds = self._after(option.click)
        return seconds

    def clear(self, sources: int) -> None:
        """Take the last sources out of the filter."""
        for _ in range(sources):
            field = self._field()
            field.focus()
            self._after(partial(field.press, "Backspace"))

    def _field(self) -> Locator:
        """The field of sources, in a popover that a run may have closed."""
        self.page.keyboard.press("Escape")
        field = self.page.locator(".st-key-filter-sources input")
        if not field.is_visible():
            self.page.locator(".st-key-popover-filter button").first.click()
            field.wait_for()
        return field

    def has_table(self) -> bool:
        """Whether a chart of this page shows its numbers; closes the filters, which lie over it."""
        for _ in range(2):  # the list of options, then the popover
            self.page.keyboard.press("Escape")
        return self.page.get_by_role("button", name="Data table").count() > 0

    def table(self) -> float:
        """Show or hide the numbers of the first chart, which reruns that chart alone."""
        return self._after(self.page.get_by_role("button", name="Data table").first.click)

    def shift(self) -> float:
        """The sum of all layout shifts since the page was opened, but for those after an input."""
        return float(self.page.evaluate("() => window.watch.shift"))

    def close(self) -> None:
        """Forget the session, its cache too."""
        self.page.context.close()

    def _after(self, action: Callable[[], None]) -> float:
        self.received = 0
        self.page.evaluate(ARM)
        before = processor(self.app.process)
        action()
        self._settle()
        self.spent = processor(self.app.process) - before
        return float(self.page.evaluate("() => (window.watch.last - window.watch.began) / 1000"))

    def _settle(self) -> None:
        self.page.wait_for_function(DONE, arg=[QUIET, self.charts], timeout=60_000)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._hear)

    def _hear(self, payload: str | bytes) -> None:
        self.received += len(payload)


def processor(process: int) -> float:
    """Processor seconds of a process and its threads, ended ones too, to the microsecond: /proc/PID/stat counts hundredths.

    The clock's number is made as clock_getcpuclockid(3) of Linux makes it; elsewhere the figure is not a number.
    """
    try:
        return time.clock_gettime((~process << 3) | 2)
    except (OSError, AttributeError):
        return float("nan")
