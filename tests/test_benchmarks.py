"""Benchmarks run: on outside data with what is there, saying what is not; of intervals on made-up corpora."""

import json
import subprocess
import sys
from pathlib import Path

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
