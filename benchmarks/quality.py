"""Measure hedges and references on labelled data from outside, beside simple baselines of the same run. Not a test.

    python benchmarks/quality.py --outside DIR        (or CLAIMSCAPE_OUTSIDE=DIR)

DIR holds hedge.bioscope.jsonl (one object a line: text, label), references.anystyle.jsonl and references.grobid.jsonl (text,
fields: lists of strings by author, title, journal, date, volume, pages …). docs/quality.md names them and their licences; none
of them is part of the project. A file that is missing is said to be, and the others are still measured.
"""

import argparse
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from claimscape import codebook  # noqa: E402
from claimscape.matching import Matcher  # noqa: E402
from claimscape.references import parse  # noqa: E402
from claimscape.references.names import authors  # noqa: E402

Fields = dict[str, str]
ALIKE = 0.9  # similarity of two texts from which author, title and venue count as equal
WORDED = ("author", "title", "venue")
FIELDS = (*WORDED, "year", "volume", "pages")
# Ten cues that any list of hedges in English has (Light et al. 2004, Kilicoglu and Bergler 2008 among them).
LEXICON = re.compile(
    r"\b(?:may|might|could|suggest\w*|appear(?:s|ed)?|seem\w*|possib\w+|likely|putative\w*|indicat(?:e|es|ed|ing) that)\b", re.I
)
PUBLISHED = {
    "hedge.bioscope.jsonl": "elsewhere: lexicon of 10 cues 0.90; words and logistic regression 0.72; best on full papers 0.86",
    "references.anystyle.jsonl": "elsewhere: regular expressions 0.80; CRF trained on labelled references 0.99",
    "references.grobid.jsonl": "elsewhere: regular expressions 0.77; CRF trained elsewhere 0.85; GROBID itself 0.95",
}


def main() -> int:
    """Print the figures of every file that is there; 2 where none is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--outside", type=Path, default=os.environ.get("CLAIMSCAPE_OUTSIDE"), help="their folder")
    parser.add_argument("--codebook", type=Path, default=ROOT / "seeds" / "codebook.yaml")
    given = parser.parse_args()
    if not given.outside:
        print("name the folder of the labelled files: --outside DIR, or CLAIMSCAPE_OUTSIDE=DIR", file=sys.stderr)
        return 2
    measured = 0
    for name, published in PUBLISHED.items():
        path = Path(given.outside) / name
        if not path.is_file():
            print(f"{name}: not in {given.outside}, not measured\n")
            continue
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        print(f"{name}: {len(rows)} rows")
        hedges(rows, given.codebook) if name.startswith("hedge") else references(rows)
        print(f"    {published}\n")
        measured += 1
    return 0 if measured else 2


def hedges(rows: list[dict[str, Any]], path: Path) -> None:
    """F1 of "hedged" by the codebook's cues and by ten words."""
    rules = codebook.load(path).rules
    cues = Matcher({"cue hedged": rules["cue hedged"]})
    report("cues of the codebook", *scored(rows, cues.fires))
    report("lexicon of 10 cues", *scored(rows, lambda text: bool(LEXICON.search(text))))


def scored(rows: Iterable[Mapping[str, Any]], says: Callable[[str], bool]) -> tuple[int, int, int]:
    """(true positives, false positives, false negatives)."""
    pairs = Counter((bool(row["label"]), says(row["text"])) for row in rows)
    return pairs[True, True], pairs[False, True], pairs[True, False]


def references(rows: list[dict[str, Any]]) -> None:
    """Field F1 of the project's parser and of regular expressions: all fields together, then each."""
    for name, reads in (("claimscape.references", ours), ("regular expressions", simple)):
        counts: Counter[tuple[str, str]] = Counter()
        for row in rows:
            gold, found = labelled(row["fields"]), reads(row["text"])
            for field in FIELDS:
                right = same(field, gold.get(field, ""), found.get(field, ""))
                counts[field, "right"] += right
                counts[field, "wrong"] += bool(found.get(field)) and not right
                counts[field, "missed"] += bool(gold.get(field)) and not right
        sums = [sum(counts[field, of] for field in FIELDS) for of in ("right", "wrong", "missed")]
        report(name, *sums)
        each = (f"{field} {f1(*(counts[field, of] for of in ('right', 'wrong', 'missed'))):.2f}" for field in FIELDS)
        print("        " + "   ".join(each))


def ours(text: str) -> Fields:
    """What the project's parser makes of an entry; people by family name."""
    found = parse(text)
    read = {"author": " ".join(found.authors), "title": found.title, "venue": found.venue, "volume": found.volume}
    read |= {"year": str(found.year or ""), "pages": numbers(found.pages or "")}
    return {name: value for name, value in read.items() if value}


def simple(text: str) -> Fields:
    """A baseline: names up to the year or the first long sentence, title, venue, numbers, by a regular expression each."""
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", text)
    pages = re.search(r"\b(\d+)\s?[-–—]+\s?(\d+)\b", text)
    volume = re.search(r"\b(?:vol(?:ume|\.)\s*)?(\d+)\s*(?:\(\d+\))?\s*[,:]\s*(?:pp?\.\s*)?\d", text, re.I)
    parts = [part for part in re.split(r"\.\s+|\(?\b(?:1[5-9]|20)\d\d[a-z]?\)?[.,:]?\s*|[“”\"]", text) if len(part.strip()) > 2]
    long = next((at for at, part in enumerate(parts) if at and len(part.split()) > 3), min(1, len(parts) - 1))
    people = " ".join(parts[: max(long, 1)])
    venue = re.split(r"[,(]?\s*\b(?:vol|\d)", parts[long + 1], maxsplit=1)[0] if len(parts) > long + 1 else ""
    read = {"author": families(people), "title": parts[long] if parts else "", "venue": venue}
    read |= {"year": year[0] if year else "", "volume": volume[1] if volume else ""}
    read["pages"] = f"{pages[1]}-{pages[2]}" if pages else ""
    return {name: value.strip(" .,;:()") for name, value in read.items() if value.strip(" .,;:()")}


def labelled(fields: Mapping[str, list[str]]) -> Fields:
    """The labels in the shape of an answer: people by family name, numbers as such; the first of each field counts."""
    first = {name: values[0] for name, values in fields.items() if values}
    venue = re.sub(r"^[Ii]n:?\s+", "", first.get("journal") or first.get("container-title") or "")
    year = re.search(r"(?:1[5-9]|20)\d\d", first.get("date", ""))
    volume = re.search(r"\d+|[IVXLC]+\b", first.get("volume", ""))
    people = first.get("author", "")
    read = {"author": families(people), "title": first.get("title", ""), "venue": venue, "year": year[0] if year else ""}
    read |= {"volume": volume[0] if volume else "", "pages": numbers(first.get("pages", ""))}
    return {name: value for name, value in read.items() if value}


def families(people: str) -> str:
    """Family names in a labelled author field, or in what the baseline takes for one; read by the project for all alike."""
    names, _ = authors(people.strip() + ".")
    return " ".join(names) or people


def same(field: str, one: str, other: str) -> bool:
    """Whether two values count as equal: texts at a similarity of 0.9 once normalised, numbers to the letter."""
    if not one or not other:
        return False
    one, other = normalised(one), normalised(other)
    return one == other if field not in WORDED else SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def normalised(text: str) -> str:
    """Lower case, words and digits only."""
    return re.sub(r"[^\w]+", " ", unicodedata.normalize("NFC", text).casefold()).strip()


def numbers(pages: str) -> str:
    """ "pp. 12–15" -> "12-15"."""
    return "-".join(re.findall(r"[A-Za-z]?\d+[A-Za-z]?", re.sub(r"^\W*(?:pp?|pages)\.?\s*", "", pages, flags=re.I)))


def report(name: str, right: int, wrong: int, missed: int) -> None:
    """One line: F1, precision, recall."""
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    print(f"    {name:<24} F1 {f1(right, wrong, missed):.3f}   precision {precision:.3f}   recall {recall:.3f}")


def f1(right: int, wrong: int, missed: int) -> float:
    """Harmonic mean of precision and recall, 0 where nothing is right."""
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


if __name__ == "__main__":
    sys.exit(main())
