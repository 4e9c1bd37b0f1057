"""Time every page of the dashboard beside a bare Streamlit page with as many plain Plotly charts, in one run. Not a test.

    python benchmarks/pages.py [--rounds N] [--pages coverage,claims] [--data DIR] [--defaults]

Needs the packages of requirements-dev.txt and a Chromium. Both are driven in turn by the same clicks in the same browser, so
that a busy machine is as busy for both: trust the ratios and the processor seconds, not the wall times. docs/performance.md
says what is measured and how.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.visit import Visit, bare, browser, dashboard, plan  # noqa: E402

Figures = dict[tuple[str, str], dict[str, list[float]]]  # (measure, page) -> app -> a figure a round
OURS, BARE, DEFAULTS = "ours", "bare", "bare, Streamlit's defaults"


FIRST = {"overview": ""}  # the first page has no address of its own


@dataclass(frozen=True)
class Measure:
    """What is measured, how it is written, and the goal: at most so much, or so many times the bare page's."""

    name: str
    unit: str
    most: float | None = None
    times: float | None = None

    @property
    def goal(self) -> str:
        """The goal in words, empty where there is none."""
        if self.times:
            return f"at most {self.times:g} × the bare page"
        return f"at most {written(self.most, self.unit)}" if self.most else ""

    def met(self, ours: Sequence[float], other: Sequence[float]) -> bool | None:
        """Whether the median of the rounds reaches the goal; None where there is no goal, or nothing to hold it against."""
        if self.times:
            return ratio(ours, other) <= self.times if other else None
        return median(ours) <= self.most if self.most else None


MEASURES = {
    "cold": Measure("Cold first page, until painted", "s", times=1.3),
    "change": Measure("Page change by the navigation, until painted", "s", times=1.2),
    "filter": Measure("Filter change, to a source not chosen before, until painted", "s", times=1.2),
    "again": Measure("Filter change, to a source chosen before, until painted", "s", times=1.2),
    "fragment": Measure("A choice inside a fragment (Data table of the first chart), until painted", "s", most=0.3),
    "cpu new": Measure("Processor time of the server, filter not chosen before", "s", most=0.10),
    "cpu warm": Measure("Processor time of the server, filter chosen before", "s", most=0.03),
    "bytes": Measure("Messages from the server, first page", "kB", most=200),
    "change bytes": Measure("Messages from the server, page change", "kB", most=200),
    "filter bytes": Measure("Messages from the server, filter change", "kB", most=200),
    "shift": Measure("Layout shift while the first page loads", ""),
}


def main() -> int:
    """Serve both, drive both, print the tables; 2 where a page is asked for that there is not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", default="", help="addresses of pages, with commas; all of them where none is named")
    parser.add_argument("--data", type=Path, help="a landscape; that of seeds/ is built where none is named")
    parser.add_argument("--defaults", action="store_true", help="a bare app without the project's config.toml beside them")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        chromium = stack.enter_context(browser())
        ours = stack.enter_context(dashboard(given.data or built(folder / "data")))
        planned = plan(chromium, ours)
        apps = {OURS: ours, BARE: stack.enter_context(bare(folder / "bare", planned, configured=True))}
        if given.defaults:
            apps[DEFAULTS] = stack.enter_context(bare(folder / "defaults", planned, configured=False))
        chosen = [FIRST.get(name, name) for name in given.pages.split(",") if name] or [page.address for page in planned.pages]
        if unknown := set(chosen) - {page.address for page in planned.pages}:
            print(f"there is no page {', '.join(sorted(unknown))}", file=sys.stderr)
            return 2
        figures: Figures = defaultdict(lambda: defaultdict(list))
        filters = subsets(planned.sources)
        for turn in range(given.rounds):
            print(f"round {turn + 1} of {given.rounds}", file=sys.stderr)
            order = list(apps) if turn % 2 == 0 else list(reversed(apps))
            for before, page in steps(chosen, [page.address for page in planned.pages]):
                visits = [Visit(chromium, name, apps[name], planned) for name in order]
                one_page(visits, before, page, filters[turn % len(filters)], figures)
    charts = {page.address: page.charts for page in planned.pages}
    print(report(figures, charts, list(apps)))
    return 0


def built(folder: Path) -> Path:
    """The landscape of the documents in seeds/."""
    command = [sys.executable, "-m", "claimscape", "build", str(ROOT / "seeds"), "--out", str(folder), "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def subsets(sources: Sequence[str]) -> list[tuple[str, ...]]:
    """Filters of one source, then of two, and so on: another for every round."""
    return list(chain.from_iterable(combinations(sources, size) for size in range(1, len(sources) + 1)))


def steps(chosen: Sequence[str], known: Sequence[str]) -> list[tuple[str, str]]:
    """(page that is opened first, page that the navigation leads to): each page once as either."""
    if len(chosen) == 1:
        chosen = [*chosen, next(name for name in known if name not in chosen)]
    return list(zip(chosen, [*chosen[1:], chosen[0]], strict=True))


def one_page(visits: list[Visit], before: str, page: str, sources: tuple[str, ...], figures: Figures) -> None:
    """One page opened cold, then all that is done on the next; app by app at every step."""

    def note(measure: str, at: str, visit: Visit, value: float) -> None:
        figures[measure, at][visit.name].append(value)

    for visit in visits:
        note("cold", before, visit, visit.open(before))
        note("bytes", before, visit, visit.received / 1000)
        note("shift", before, visit, visit.shift())
    for visit in visits:
        note("change", page, visit, visit.turn_to(page))
        note("change bytes", page, visit, visit.received / 1000)
    for visit in visits:
        visit.choose(sources[:-1])
    for seconds, spent in (("filter", "cpu new"), ("again", "cpu warm")):
        for visit in visits:
            note(seconds, page, visit, visit.choose(sources[-1:]))
            note(spent, page, visit, visit.spent)
            note("filter bytes", page, visit, visit.received / 1000)
        if seconds == "filter":
            for visit in visits:
                visit.clear(1)
    for visit in visits:
        if visit.has_table():
            visit.table()  # the first table of a session loads the code of tables
            note("fragment", page, visit, visit.table())
    for visit in visits:
        visit.close()


def report(figures: Figures, charts: dict[str, int], apps: Sequence[str]) -> str:
    """The figures in Markdown: a table a measure, a row a page, the median of the rounds and in brackets the least."""
    blocks = []
    for key, measure in MEASURES.items():
        rows = [row(measure, page, charts[page], figures[key, page]) for page in charts if (key, page) in figures]
        if rows:
            others = [f"{name} (min)" for name in apps[1:]]
            head = ["page", "charts", "ours (min)", *others, "ratio", "goal met"]
            goal = f" (goal: {measure.goal})" if measure.goal else ""
            blocks.append("\n".join([f"**{measure.name}**{goal}\n", line(head), line(["---"] * len(head)), *rows]))
    return "\n\n".join([*blocks, f"{missed(figures, charts)}\n"])


def row(measure: Measure, page: str, charts: int, of: dict[str, list[float]]) -> str:
    """One page of a table."""
    figures = [(written(median(of[name]), measure.unit), written(min(of[name]), measure.unit)) for name in of]
    shown = [f"{middle} ({least})" for middle, least in figures]
    against = f"{ratio(of[OURS], of[BARE]):.2f}" if of.get(BARE) and min(of[BARE]) > 0 else "–"
    met = {True: "yes", False: "**no**", None: "–"}[measure.met(of[OURS], of.get(BARE, []))]
    return line([page or "overview", str(charts), *shown, against, met])


def missed(figures: Figures, charts: dict[str, int]) -> str:
    """The last line: how many goals are met."""
    goals = [MEASURES[key].met(of[OURS], of.get(BARE, [])) for (key, page), of in figures.items() if page in charts]
    return f"{sum(goal is True for goal in goals)} of {sum(goal is not None for goal in goals)} goals met"


def ratio(ours: Sequence[float], other: Sequence[float]) -> float:
    """The median of the rounds' ratios: the two of a round were measured one after the other, on an equally busy machine."""
    return median(mine / max(theirs, 1e-9) for mine, theirs in zip(ours, other, strict=True))


def written(value: float | None, unit: str) -> str:
    """ "1.23 s", "87 kB", "0.012"."""
    if value is None:
        return "–"
    return f"{value:.0f} {unit}" if unit == "kB" else f"{value:.3f} {unit}".strip()


def line(cells: Iterable[str]) -> str:
    """One row in Markdown."""
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
