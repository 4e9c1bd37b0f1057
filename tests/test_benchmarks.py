"""Benchmarks run: on outside data with what is there, of intervals on made-up corpora, of pages beside a bare one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks import corpus, exports, pages, visit

ROOT = Path(__file__).parents[1]


def measured(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / "quality.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})


def test_files_that_are_missing_are_named_and_the_others_measured(tmp_path: Path) -> None:
    rows = [{"text": "It may help.", "label": 1}, {"text": "It helps.", "label": 0}, {"text": "Nothing is sure.", "label": 1}]
    (tmp_path / "hedge.bioscope.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    done = measured("--outside", str(tmp_path))
    assert done.returncode == 0
    assert "cues of the codebook     F1 0.667   precision 1.000   recall 0.500" in done.stdout
    assert f"references.grobid.jsonl: not in {tmp_path}, not measured" in done.stdout


def test_fields_of_references_are_counted_beside_a_baseline(tmp_path: Path) -> None:
    text = "Smith, A. (2020). A trial of sleep in nurses. Journal of Sleep, 3(2), 10-19."
    fields = {"author": ["Smith, A."], "date": ["(2020)."], "title": ["A trial of sleep in nurses."]}
    fields |= {"journal": ["Journal of Sleep,"], "volume": ["3(2),"], "pages": ["10-19."]}
    (tmp_path / "references.anystyle.jsonl").write_text(json.dumps({"text": text, "fields": fields}), "utf-8")
    done = measured("--outside", str(tmp_path))
    assert "claimscape.references    F1 1.000" in done.stdout
    assert "regular expressions      F1" in done.stdout


def test_without_a_folder_it_says_how_to_name_one() -> None:
    done = measured()
    assert done.returncode == 2
    assert "--outside DIR" in done.stderr


def test_intervals_are_held_against_a_known_truth() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "intervals.py"), "--runs", "2"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lines[1].split() == ["documents", "share", "rho", "length", "independent", "sample", "resampled", "share_interval"]
    assert len([line for line in lines if line.endswith(")") and "%" in line]) == 5 * 2 * 4 + 4 * 3


@pytest.mark.parametrize(("count", "other"), [(1, 0), (2, 0), (10, 0), (300, 0), (300, 0.5)])
def test_documents_of_a_made_up_corpus_have_8_000_characters_on_average_however_many(count: int, other: float) -> None:
    made = "".join(row["text"] for row in corpus.rows(count, other=other))
    assert len(made) / count == pytest.approx(8000, rel=0.03)
    assert ("Python" in made) == bool(other)


def test_the_tables_of_pages_set_medians_side_by_side_and_say_which_goals_are_met() -> None:
    figures: pages.Figures = {
        ("cold", ""): {"ours": [2.0, 1.2, 1.0], "bare": [1.0, 1.0, 1.0]},
        ("cold", "risks"): {"ours": [3.0, 1.4, 1.4], "bare": [1.0, 1.0, 1.0]},
        ("bytes", "risks"): {"ours": [150.0], "bare": [10.0]},
    }
    assert pages.report(figures, {"": 1, "risks": 2}, ["ours", "bare"]) == (
        "**Cold first page, until painted** (goal: at most 1.3 × the bare page)\n\n"
        "| page | charts | ours (min) | bare (min) | ratio | goal met |\n| --- | --- | --- | --- | --- | --- |\n"
        "| overview | 1 | 1.200 s (1.000 s) | 1.000 s (1.000 s) | 1.20 | yes |\n"
        "| risks | 2 | 1.400 s (1.400 s) | 1.000 s (1.000 s) | 1.40 | **no** |\n\n"
        "**Messages from the server, first page** (goal: at most 200 kB)\n\n"
        "| page | charts | ours (min) | bare (min) | ratio | goal met |\n| --- | --- | --- | --- | --- | --- |\n"
        "| risks | 2 | 150 kB (150 kB) | 10 kB (10 kB) | 15.00 | yes |\n\n"
        "2 of 3 goals met\n"
    )


def test_the_ratio_is_that_of_figures_taken_one_after_the_other() -> None:
    assert pages.ratio([1.0, 10.0, 2.0], [1.0, 10.0, 4.0]) == 1.0  # a busy second round is busy for both


@pytest.mark.parametrize(("figure", "met"), [(0.03, True), (0.031, False)])
def test_a_goal_in_seconds_is_a_limit(figure: float, met: bool) -> None:
    assert pages.MEASURES["cpu warm"].met([figure], []) is met


def test_every_page_is_opened_once_and_turned_to_once() -> None:
    assert pages.steps(["a", "b", "c"], ["a", "b", "c"]) == [("a", "b"), ("b", "c"), ("c", "a")]
    assert pages.steps(["b"], ["a", "b", "c"]) == [("b", "a"), ("a", "b")]


def test_every_round_has_a_filter_of_its_own() -> None:
    assert pages.subsets(["x", "y", "z"]) == [("x",), ("y",), ("z",), ("x", "y"), ("x", "z"), ("y", "z"), ("x", "y", "z")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no such clock")
def test_processor_time_of_a_process_is_what_that_process_counts_itself() -> None:
    before = visit.processor(os.getpid())
    sum(range(100_000))
    assert 0 < before < visit.processor(os.getpid())


def test_the_bare_app_has_the_charts_and_the_filter_of_its_plan(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "benchmarks" / "bare.py", tmp_path / "dashboard.py")
    plan = {"sources": ["A", "B"], "pages": [["One", "", 2, 4], ["Two", "two", 0, 0]]}
    (tmp_path / "plan.json").write_text(json.dumps(plan), "utf-8")
    app = AppTest.from_file(str(tmp_path / "dashboard.py")).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["One"]
    assert len(app.get("plotly_chart")) == 2
    app.multiselect(key="filter-sources").select("A").run()
    assert app.session_state["chosen"] == ["A"]
    assert json.loads(app.get("plotly_chart")[0].proto.spec)["data"][0]["x"] == ["mark 0", "mark 2"]


def test_what_can_be_taken_away_is_measured_in_a_process_of_its_own(landscape_folder: Path) -> None:
    figures = exports.alone(lambda: exports.measured(landscape_folder, (), {}, 1))
    assert figures[4] == 0
    assert figures[2] > 10  # megabytes of a process that has loaded its modules
    assert exports.row("SVG", (1.0, 0.5, 300.4, 200.0, 1_500_000)) == "| SVG | 1.00 s | 0.50 s | 300 MB | 200 MB | 1.5 MB |"
