"""The library's imports point down only; the floors stand here, and `lib/README.md` describes them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import govindex

PACKAGE = Path(__file__).resolve().parent.parent / "lib" / "govindex"

# From the ground up. A module imports modules of lower floors, never of its own or a higher one.
# A folder (`charts`) is one name; its own modules may import each other.
FLOORS = [
    ["errors", "files"],
    ["words", "taken", "bounded"],
    ["tables"],
    ["compare"],
    ["methods"],
    ["audit"],
    ["views"],
    ["charts"],
    ["vega", "front"],
    ["show", "terminal", "asking"],
    ["plain"],
    ["figures"],
    ["verdicts"],
    ["forks"],
    ["engine"],
    ["pages"],
    ["batch"],
    ["adding", "spreadsheets"],
    ["cli"],
]
# The rooms of the audit, each of which imports those before it; what stands beside them imports any.
AUDIT_ROOMS = ["reading", "relations", "repair", "findings", "telling"]
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}

# Charts draw the tables they are given: they read no file and compute no comparison.
NEVER_IN_CHARTS = {"tables", "compare", "pages", "views"}
READING = {"open", "read_text", "read_bytes", "read_csv", "read_json", "read_excel", "read_parquet", "load_tables"}
DRAWING = {"altair", "vl_convert"}


def module_files() -> list[Path]:
    """Return every module of the library but its root."""
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def floor_name(path: Path) -> str:
    """Return the name in FLOORS of a module's file."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(source: str, package: str) -> set[str]:
    """Return the full names that a module's source imports anywhere in it, `package` being the one it is in."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            # `from govindex import names` names a module; `from govindex.names import x` does so in its first part
            found |= {f"{base}.{alias.name}" for alias in node.names} if base == "govindex" else {base}
    return found


def inside(imported: set[str]) -> set[str]:
    """Return the floors' names among imported names."""
    parts = [name.split(".") for name in imported]
    return {part[1] for part in parts if part[0] == "govindex" and len(part) > 1} - {"__version__"}


def imports_of(path: Path) -> set[str]:
    """Return the full names that a module's file imports."""
    package = ".".join(["govindex", *path.relative_to(PACKAGE).parts[:-1]])
    return imports(path.read_text("utf-8"), package)


def climbs(name: str, imported: set[str]) -> list[str]:
    """Return a sentence for each imported name that does not lie below `name`."""
    if name not in FLOOR:
        return [f"{name} has no floor: give it one in FLOORS of tests/test_layers.py."]
    return [
        f"{name} (floor {FLOOR[name]}) must not import {other} (floor {FLOOR.get(other, 'unknown')})."
        for other in sorted(inside(imported) - {name})
        if FLOOR.get(other, len(FLOORS)) >= FLOOR[name]
    ]


def calls(source: str) -> set[str]:
    """Return the bare names of everything that a module's source calls."""
    functions = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = {function.id for function in functions if isinstance(function, ast.Name)}
    return named | {function.attr for function in functions if isinstance(function, ast.Attribute)}


def short(path: Path) -> str:
    """Return how a file is called in a failure."""
    return path.relative_to(PACKAGE).as_posix()


def test_imports_point_down():
    assert len(module_files()) > 30
    assert [sentence for path in module_files() for sentence in climbs(floor_name(path), imports_of(path))] == []


def test_the_rooms_of_the_audit_import_one_way():
    modules = sorted((PACKAGE / "audit").glob("*/*.py"))
    assert {path.parent.name for path in modules} == set(AUDIT_ROOMS)
    turned = {short(path): later for path in modules if (later := climbed_rooms(path.parent.name, imports_of(path)))}
    assert turned == {}


def climbed_rooms(room: str, imported: set[str]) -> set[str]:
    """Return the rooms of the audit, and what stands beside them, that lie above the one that imports them."""
    rooms = {name.split(".")[2] for name in imported if name.startswith("govindex.audit.")}
    return rooms - set(AUDIT_ROOMS[: AUDIT_ROOMS.index(room) + 1])


def test_a_room_that_imports_a_later_one_is_found():
    assert climbed_rooms("repair", {"govindex.audit.telling.labels", "govindex.audit.reading.cells"}) == {"telling"}
    assert climbed_rooms("reading", {"govindex.audit.audited"}) == {"audited"}


def test_what_lies_below_the_charts_never_draws():
    below = [path for path in module_files() if FLOOR.get(floor_name(path), len(FLOORS)) < FLOOR["charts"]]
    assert len(below) > 10
    drawing = {short(path): {name.split(".")[0] for name in imports_of(path)} & DRAWING for path in below}
    assert {path: names for path, names in drawing.items() if names} == {}


def test_charts_neither_read_nor_compute():
    charts = sorted((PACKAGE / "charts").glob("**/*.py"))
    assert charts
    lost = {
        short(path): inside(imports_of(path)) & NEVER_IN_CHARTS | calls(path.read_text("utf-8")) & READING
        for path in charts
    }
    assert {path: names for path, names in lost.items() if names} == {}


def test_importing_the_library_loads_nothing_else():
    script = "import sys, govindex; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {"govindex"} <= set(run.stdout.split())
    assert {"pandas", "altair", "numpy", "IPython", "typer"} & set(run.stdout.split()) == set()
    assert imports((PACKAGE / "__init__.py").read_text("utf-8"), "govindex") == {"importlib", "sys"}


def test_what_the_library_offers_is_there_and_documented():
    offered = [name for name in dir(govindex) if not name.startswith("_")]
    assert {"load_tables", "open_page", "list_scores", "change_scores", "rank_scores"} <= set(offered)
    assert all(getattr(govindex, name).__doc__ for name in offered)
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        govindex.raed  # noqa: B018


def test_every_floor_is_named_once():
    names = [name for floor in FLOORS for name in floor]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("source", "package", "expected"),
    [
        ("import govindex.tables.load", "govindex", {"tables"}),
        ("from govindex import load, names", "govindex", {"load", "names"}),
        ("from govindex.charts.bars import x", "govindex", {"charts"}),
        ("from . import load", "govindex", {"load"}),
        ("from .load import x", "govindex", {"load"}),
        ("from ..load import x", "govindex.charts", {"load"}),
        ("from .. import load", "govindex.charts", {"load"}),
        ("from . import bars", "govindex.charts", {"charts"}),
        ("def f():\n    from govindex.tables.load import x", "govindex", {"tables"}),
        ("from govindex import __version__\nimport os", "govindex", set()),
    ],
)
def test_every_way_to_import_is_seen(source, package, expected):
    assert inside(imports(source, package)) == expected


def test_an_import_that_climbs_is_found():
    assert climbs("compare", {"govindex.tables.names", "govindex.charts"}) == [
        f"compare (floor {FLOOR['compare']}) must not import charts (floor {FLOOR['charts']})."
    ]


def test_an_import_on_the_same_floor_is_found():
    assert len(climbs("words", {"govindex.taken"})) == 1


def test_a_module_without_a_floor_is_found():
    assert climbs("helpers", set()) == ["helpers has no floor: give it one in FLOORS of tests/test_layers.py."]


def test_a_call_that_reads_is_found():
    assert calls("import pandas as pd\npd.read_csv('x')\nopen('y')") == {"read_csv", "open"}
