"""Quality floors on hand-coded sentences: tests/gold/floors.yaml sets them, and only a deliberate edit lowers one."""

from pathlib import Path

import pytest

from claimscape import agreement, yamlsafe
from claimscape.build import build
from claimscape.errors import CodingError
from claimscape.store import Landscape

GOLD = Path(__file__).parent / "gold"
SEEDS = GOLD.parents[1] / "seeds"
FLOORS = yamlsafe.read(GOLD / agreement.FLOORS, CodingError)[0]


@pytest.fixture(scope="module")
def landscapes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Landscape]:
    """The five documents, and the texts of other kinds, both coded by the codebook that ships."""
    folder = tmp_path_factory.mktemp("quality")
    texts = build(GOLD / "texts", folder / "texts", SEEDS / "codebook.yaml")
    return {"seeds": build(SEEDS, folder / "seeds"), "texts": texts}


@pytest.mark.parametrize(("name", "figure"), [(name, figure) for name in FLOORS for figure in FLOORS[name]])
def test_the_coding_reaches_its_floor(landscapes: dict[str, Landscape], name: str, figure: str) -> None:
    coded = agreement.read(GOLD / f"{name}.jsonl")
    landscape = landscapes["seeds" if name in ("dev", "seeds") else "texts"]
    value = agreement.figures(coded, agreement.machine(landscape, {coding.document for coding in coded}))[figure]
    assert value is not None
    assert value >= float(FLOORS[name][figure])


def test_every_coded_file_has_floors() -> None:
    assert {path.stem for path in GOLD.glob("*.jsonl")} == set(FLOORS)


@pytest.mark.parametrize("document", ["13_sourdough", "14_release_testing", "27_moving_shrubs"])
def test_a_document_on_another_subject_yields_nothing(landscapes: dict[str, Landscape], document: str) -> None:
    for table in ("topics", "claims", "risks"):
        found = landscapes["texts"].table(table)
        assert list(found[found["doc_id"] == document]["quote"]) == []


def test_the_references_of_the_seeds_are_read_whole(landscapes: dict[str, Landscape]) -> None:
    found = landscapes["seeds"].table("citations")
    fields = ["authors", "year", "title", "venue", "volume", "issue", "pages", "doi"]
    rows = (
        found[found["kind"] == "reference"][fields].astype(object).where(lambda frame: frame.notna(), None).to_numpy().tolist()
    )
    assert rows == [
        [
            ["Smith", "Sicignano", "Hernandez", "White"],
            2022,
            "MDMA-Assisted Psychotherapy for Treatment of Posttraumatic Stress Disorder: "
            "A Systematic Review With Meta-Analysis",
            "Journal of clinical pharmacology",
            "62",
            "4",
            "463–471",
            "10.1002/jcph.1995",
        ],
        [
            ["Sarmanlu", "Kuypers", "Vizeli", "Kvamme"],
            2024,
            "MDMA-assisted psychotherapy for PTSD: Growing evidence for memory effects mediating treatment efficacy",
            "Progress in neuro-psychopharmacology & biological psychiatry",
            "128",
            None,
            "110843",
            "10.1016/j.pnpbp.2023.110843",
        ],
    ]
