"""The floors of the house: a file imports only from lower floors or its own folder."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "assess"
FLOORS = {
    "errors": 0,
    "version": 0,
    "domain": 1,
    "network": 1,
    "files": 2,
    "compile": 2,
    "scoring": 3,
    "analysis": 4,
    "history": 5,
    "reporting": 6,
    "formats": 6,
    "cli": 7,
}
MAY_STAND_ON = {
    "errors": set(),
    "version": set(),
    "domain": {"pydantic", "pydantic_core"},
    "network": {"numpy", "scipy"},
    "files": {"yaml", "ruamel", "pydantic", "pydantic_core"},
    "compile": {"numpy"},
    "scoring": {"numpy", "arviz", "pandas", "polars"},
    "analysis": {"numpy"},
    "history": {"numpy"},
    "reporting": {"docx", "jinja2", "markupsafe", "matplotlib"},
    "formats": {"pyagrum", "pymisp", "stix2"},
    "cli": {"typer", "rich", "click"},
}
LATE = ("arviz", "matplotlib", "ruamel", "pandas", "polars", "scipy.stats", "stix2", "pymisp", "pyagrum")
"""What no module may load when it is imported."""
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common"}
ALL = sorted(PACKAGE.rglob("*.py"))
ABOVE_ALL = {PACKAGE / "__init__.py", PACKAGE / "__main__.py"}
MODULES = [path for path in ALL if path not in ABOVE_ALL]


def imports(tree: ast.AST, top_only: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and module of every import, those in functions and under TYPE_CHECKING too.

    ``from a import b`` is both ``a`` and ``a.b``, for b may be a module, but ``from assess import b`` is ``assess.b``
    alone; a relative import is ``.a``. `top_only` leaves out what only happens when a function is called.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            if module != "assess":
                yield node.lineno, module
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _name(node.func) in ("import_module", "__import__"):
            named = node.args[0] if node.args else None
            yield node.lineno, str(named.value) if isinstance(named, ast.Constant) else "?"
        if not (top_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)):
            yield from imports(node, top_only)


def _name(node: ast.AST) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))


def climbing(tree: ast.AST, own: str) -> list[str]:
    """Return the imports of a file on floor `own` that are neither from below nor from its own folder."""
    found = []
    for line, module in imports(tree):
        first, _, rest = module.partition(".")
        other = rest.partition(".")[0]
        below = other == own or (other in FLOORS and FLOORS[other] < FLOORS[own])
        if first in ("", "?") or (first == "assess" and not below):
            found.append(f"{line}: {module}")
    return found


def outsiders(tree: ast.AST) -> set[str]:
    """Return the packages, other than this one and the standard library, that a file imports."""
    return {module.partition(".")[0] for _, module in imports(tree)} - {"assess", *sys.stdlib_module_names}


def too_early(tree: ast.AST) -> list[str]:
    """Return the imports of what is slow to load that happen when a file is imported."""
    return [
        f"{line}: {module}"
        for line, module in imports(tree, top_only=True)
        if any(module == late or module.startswith(f"{late}.") for late in LATE)
    ]


def prints(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Call) and _name(node.func) == "print" for node in ast.walk(tree))


def parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def folder(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def shown(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_every_folder_has_its_floor() -> None:
    assert FLOORS.keys() == MAY_STAND_ON.keys()
    assert {folder(path) for path in MODULES} == FLOORS.keys()


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_file_imports_only_from_below_or_beside(path: Path) -> None:
    assert climbing(parsed(path), folder(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_file_stands_on_what_its_floor_may(path: Path) -> None:
    assert outsiders(parsed(path)) <= MAY_STAND_ON[folder(path)]


@pytest.mark.parametrize("path", ALL, ids=shown)
def test_a_file_is_short_and_quiet_and_loads_nothing_slow(path: Path) -> None:
    tree = parsed(path)
    assert too_early(tree) == []
    assert folder(path) == "cli" or not prints(tree)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert not DRAWERS & set(path.relative_to(PACKAGE).with_suffix("").parts)


@pytest.mark.parametrize(
    ("own", "source"),
    [
        ("domain", "import assess.network"),
        ("network", "from assess.domain.case import Case"),
        ("files", "from assess.compile import model"),
        ("compile", "def f():\n    from assess.files import load_case"),
        ("scoring", "if TYPE_CHECKING:\n    from assess.reporting.words import say"),
        ("reporting", "try:\n    import assess.cli\nexcept ImportError:\n    pass"),
        ("scoring", "from assess import reporting"),
        ("scoring", "from assess import score"),
        ("scoring", "import assess"),
        ("scoring", "from . import claims"),
        ("scoring", "from ..cli import app"),
        ("scoring", "importlib.import_module('assess.cli')"),
        ("scoring", "x = __import__(name)"),
        ("scoring", "class A:\n    def f(self):\n        import assess.history"),
        ("errors", "from assess.version import VERSION"),
    ],
)
def test_a_climbing_import_is_seen(own: str, source: str) -> None:
    assert climbing(ast.parse(source), own) != []


@pytest.mark.parametrize(
    ("own", "source"),
    [
        ("cli", "from assess.scoring.score import score"),
        ("scoring", "from assess.scoring.claims import probabilities"),
        ("domain", "from assess import errors"),
        ("network", "import numpy as np"),
    ],
)
def test_a_lawful_import_is_not(own: str, source: str) -> None:
    assert climbing(ast.parse(source), own) == []


def test_what_is_slow_is_seen_where_it_is_loaded_at_once() -> None:
    at_once = ["import matplotlib.pyplot", "from scipy import stats", "class A:\n    import pandas as pd"]
    assert [too_early(ast.parse(source)) != [] for source in at_once] == [True] * 3
    assert too_early(ast.parse("def f():\n    import pandas\nfrom scipy import special")) == []
    assert prints(ast.parse("def f():\n    print(1)"))
    assert outsiders(ast.parse("def f():\n    import numpy.linalg, json, assess")) == {"numpy"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("numpy", "scipy", "pydantic", "yaml", "matplotlib", "pandas", "typer", "rich")
    program = f"import sys, assess; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    import assess

    assert [name for name in assess.__all__ if getattr(assess, name, None) is None] == []
