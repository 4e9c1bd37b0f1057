"""Coding in columns, many documents at once, gives what the plain reference gives sentence by sentence."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimscape import codebook, coding, forms, matching, sources
from claimscape.coding import Coder
from claimscape.matching import stream
from claimscape.sources import Document
from tests import plain
from tests.test_claims import BOOK

SEEDS = Path(__file__).parents[1] / "seeds"
PIECES = (
    "Tea promotes calm .|Tea might, which it may not, raise calm|does not disturb sleep;|sleep was not unaffected|"
    "dose of tea is unknown|It fails, but|calm sleep|(Smith, 2020)|[1]|research suggests|World Tea Council|• |1. |Effects:|"
    "Halloran PJ. Warm tea. J Tea. 2021;14:2-9.|doi:10.1234/tea.2020|share|at noon|should|worth noting|refer to|日本茶。|don’t|"
    "References|Why tea?|banned|\u200b|\0"
).split("|")
TEXTS = st.lists(st.sampled_from([*PIECES, "Tea.", "\n", "\n\n", " "]) | st.text(max_size=3), max_size=25).map(" ".join)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> codebook.Codebook:
    path = tmp_path_factory.mktemp("book") / "codebook.yaml"
    cues = "authority: [council]", "vague_attribution: [research suggest]", "furniture: [share, HEADING(tea), PREVIOUS(tea)]"
    path.write_text("\n  ".join([BOOK.rstrip(), *cues]) + "\n", encoding="utf-8")
    return codebook.load(path)


def document(number: int, text: str) -> Document:
    return Document(f"d{number}", f"{number}.txt", f"D{number}", "", text, {})


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_documents_together_are_coded_as_the_plain_reference_codes_each(book: codebook.Codebook, texts: list[str]) -> None:
    found = Coder(book)([document(number, text) for number, text in enumerate(texts)])
    each = [plain.tables(f"d{number}", text, book) for number, text in enumerate(texts)]
    assert found["forms"].to_pylist() == plain.forms([tables["sentences"] for tables in each])
    for name in coding.FOUND:
        expected = [row for tables in each for row in tables[name]]
        rows = found[name].to_pylist()
        assert len(rows) == len(expected)
        for row, wanted in zip(rows, expected, strict=True):
            assert {key: row[key] for key in wanted} == wanted
            assert name == "documents" or not any(value for key, value in row.items() if key not in wanted)


def test_a_document_of_the_seeds_is_coded_as_the_plain_reference_codes_it() -> None:
    book = codebook.load(SEEDS / "codebook.yaml")
    text = sources.read(SEEDS)[0][1].text
    text = text[: len(text) // 4]  # the reference takes its time
    found = Coder(book)([document(0, text)])
    for name, expected in plain.tables("d0", text, book).items():
        rows = found[name].to_pylist()
        assert [{key: row[key] for key in wanted} for row, wanted in zip(rows, expected, strict=True)] == expected


def test_documents_are_coded_alike_however_many_are_worked_on_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = sources.read(SEEDS)[0]
    coder = Coder(codebook.load(SEEDS / "codebook.yaml"))
    together = coder(documents)
    monkeypatch.setattr(coding, "TOGETHER", 1)
    monkeypatch.setattr(matching, "TOGETHER", 7)
    monkeypatch.setattr(stream, "PIECE", 500)
    monkeypatch.setattr(stream, "MOST_WORDS", 50)
    monkeypatch.setattr(forms, "MOST_FORMS", 50)
    for _ in range(2):  # the second time all forms are known, and forgotten first
        assert all(coder(documents)[name].equals(together[name]) for name in coding.TABLES)
