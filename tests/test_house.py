"""The house keeps its own rules: who imports whom, where each heavy library lives, and documentation that matches the code.

CONTRIBUTING.md is read for the rooms, docs/tables.md for the tables, README.md for the commands: what they say is tested.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from claimscape import codebook
from claimscape.tables import SCHEMAS

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "claimscape").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
HOMES = {
    "streamlit": {"ui"},
    "starlette": {"ui"},
    "plotly": {"theme", "charts", "exports", "ui"},
    "wordcloud": {"charts"},
    "duckdb": {"database", "store"},
    "scipy": {"statistics", "likeness"},
    "yaml": {"yamlsafe"},
    "openpyxl": {"agreement"},
    "xlsxwriter": {"agreement", "exports"},
    "filelock": {"publish", "exports"},
    "charset_normalizer": {"readers"},
    "snowballstemmer": {"words"},
    "pyarrow": {"arrays", "tables", "tallies", "forms", "sources", "parts", "forecast", "store", "publish", "exports"},
    "pptx": {"exports"},
    "distributed": {"engines"},
    "fsspec": {"remote"},
}


def test_a_module_imports_only_from_rows_above_its_own() -> None:
    row = _rows()
    wrong = [
        f"{room} imports {other}"
        for path in MODULES
        for other in _rooms_imported(path)
        if (room := _room(path)) != other and room != "__init__" and row[other] >= row[room]
    ]
    assert wrong == []


def test_every_room_stands_in_contributing() -> None:
    assert sorted(ROOMS - {"__init__"}) == sorted(_rows())


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    names = {_name(path) for path in MODULES}
    graph = {_name(path): _targets(path, names) for path in MODULES if _name(path) != "claimscape"}
    tuple(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_each_heavy_library_has_one_home() -> None:
    strays = [
        f"{_room(path)} imports {library}"
        for path in MODULES
        for library in {name.split(".")[0] for name in _imports(path)} & set(HOMES)
        if _room(path) not in HOMES[library]
    ]
    assert strays == []


def test_every_library_that_is_imported_is_pinned() -> None:
    pinned = {line.split("==")[0].lower() for line in _lines("requirements.txt") if "==" in line} | _of_clusters()
    imported = {name.split(".")[0] for path in [*MODULES, *PAGES] for name in _imports(path)} - {"claimscape"}
    homes = {name: {home.lower() for home in homes} for name, homes in packages_distributions().items()}
    missing = [name for name in imported - sys.stdlib_module_names if not pinned & homes.get(name, set())]
    assert missing == []


def test_the_package_asks_for_the_libraries_that_are_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dashboard"]]
    pinned = [line.split("==")[0] for line in _lines("requirements.txt") if "==" in line]
    assert sorted(re.split(r"[>=]", line)[0] for line in asked) == sorted(pinned)
    assert _of_clusters() <= {line.split("==")[0] for line in _lines("requirements-dev.txt") if "==" in line}


def test_pages_lay_out_and_nothing_else() -> None:
    allowed = {"claimscape", "streamlit"}
    strays = [
        f"{path.name} imports {name}"
        for path in [*PAGES, ROOT / "dashboard.py"]
        for name in _imports(path)
        if name.split(".")[0] not in allowed or (name.startswith("claimscape.") and name.split(".")[1] not in ("ui", "charts"))
    ]
    assert strays == []


def test_a_build_loads_neither_the_dashboard_nor_what_it_draws_with(tmp_path: Path) -> None:
    code = "import sys; from claimscape.__main__ import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, "build", "seeds", "--out", str(tmp_path), "--quiet"]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {"streamlit", "plotly", "pandas", "duckdb", "matplotlib", "scipy", "distributed", "fsspec"} & set(loaded) == set()


def test_every_chart_has_the_query_of_its_name() -> None:
    from claimscape import charts, queries

    assert [name for name in charts.__all__ if name not in queries.__all__] == []


def test_every_page_is_listed_in_the_dashboard_and_every_listed_page_is_there() -> None:
    listed = re.findall(r"""["'](?:pages/)?(\w+)(?:\.py)?["']""", (ROOT / "dashboard.py").read_text("utf-8"))
    assert [path.stem for path in PAGES if path.stem not in listed] == []
    named = re.findall(r"pages/(\w+)\.py", (ROOT / "dashboard.py").read_text("utf-8"))
    assert [name for name in named if not (ROOT / "pages" / f"{name}.py").is_file()] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_documentation_of_a_table_has_its_columns_and_types(name: str) -> None:
    documented = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", (ROOT / "docs/tables.md").read_text("utf-8"), re.M | re.S))
    columns = re.findall(r"^\| (\w+) \| ([\w ]+) \| \S.* \|$", documented[name], re.M)
    types = [(field.name, str(field.type).replace("list<item: ", "list of ").rstrip(">")) for field in SCHEMAS[name]]
    assert [column for column in columns if column[0] != "column"] == types


def test_the_readme_shows_every_command_and_no_other() -> None:
    shown = set(re.findall(r"^claimscape ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.M))
    asked = subprocess.run([sys.executable, "-m", "claimscape", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.search(r"\{([a-z,]+)\}", asked.stdout)
    assert listed
    assert shown == set(listed[1].split(","))


def test_the_readme_codebook_is_whole(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n# codebook.yaml.*?\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert example
    (tmp_path / "codebook.yaml").write_text(example[1], "utf-8")
    assert [code.id for code in codebook.load(tmp_path / "codebook.yaml").codes] == ["sleep", "calms"]


def test_what_the_documentation_names_is_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "deploy/README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_rooms_stay_small() -> None:
    functions = [(f"{path.name}: {node.name}", node) for path in MODULES for node in _functions(path)]
    assert [path.name for path in [*MODULES, *PAGES] if len(path.read_text("utf-8").splitlines()) > 300] == []
    assert [name for name, node in functions if (node.end_lineno or 0) - node.lineno >= 50] == []
    assert [name for name, node in functions if len(_parameters(node)) > 5] == []


def test_the_readme_fits_on_two_screens() -> None:
    assert len(_lines("README.md")) <= 120


def _lines(name: str) -> list[str]:
    return (ROOT / name).read_text("utf-8").splitlines()


def _of_clusters() -> set[str]:
    """What only a build on a cluster or an object store needs; pinned for the tests, not for everybody."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {re.split(r"[>=]", line)[0] for line in project["optional-dependencies"]["cluster"]}


def _rows() -> dict[str, int]:
    """Each room's row, counted from the top of CONTRIBUTING's table."""
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Rooms")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {room: number for number, row in enumerate(rows) for room in re.findall(r"`(\w+)(?:\.py|/)?`", row)}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(path: Path) -> str:
    return Path(path.relative_to(ROOT / "claimscape").parts[0]).stem


ROOMS = {_room(path) for path in MODULES}


def _rooms_imported(path: Path) -> set[str]:
    """Rooms of ours that the module imports; `from claimscape import x` counts as x where x is a room."""
    parts = {name.split(".")[1] for name in _imports(path) if name.startswith("claimscape.")}
    return parts & ROOMS


def _targets(path: Path, names: set[str]) -> set[str]:
    """Modules of ours that the module loads with itself, without the folders that it stands in."""
    found = {name for name in _imports(path, at_load=True) if name in names}
    return {name for name in found if name != "claimscape" and name != _name(path) and not _name(path).startswith(f"{name}.")}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _imports(path: Path, at_load: bool = False) -> tuple[str, ...]:
    """Full names of what the module imports, `from a import b` as a and a.b; neither types-only nor, where asked, lazy ones."""
    return tuple(_imported(_tree(path), at_load))


def _imported(tree: ast.Module, at_load: bool) -> Iterator[str]:
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        left += () if _skipped(node, at_load) else ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _skipped(node: ast.AST, at_load: bool) -> bool:
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
        return node.test.id == "TYPE_CHECKING"
    return at_load and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef))


def _parameters(node: ast.FunctionDef) -> list[str]:
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [argument.arg for argument in every if argument.arg not in ("self", "cls")]
