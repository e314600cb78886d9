"""Ways round the floors that a count of import statements does not see, and checks in tests that check nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.floors.test_floors import FLOORS, MODULES, PACKAGE, ROOT

TESTS = ROOT / "tests"
JUNK = {"utils", "util", "helpers", "helper", "misc", "common", "stuff"}
CHECKS = ("check_", "assert_", "expect_", "same")
RUNS_WITHOUT = {
    "domain": ("numpy", "scipy", "yaml", "assess.network", "assess.compile", "assess.files", "assess.scoring"),
    "network": ("pydantic", "yaml", "assess.domain", "assess.compile", "assess.files", "assess.scoring"),
    "files": ("numpy", "scipy", "assess.compile", "assess.scoring"),
    "compile": ("yaml", "assess.files", "assess.scoring", "assess.reporting"),
    "scoring": ("matplotlib", "pandas", "polars", "scipy.stats", "typer", "rich", "assess.reporting", "assess.cli"),
    "history": ("matplotlib", "pandas", "polars", "scipy.stats", "typer", "rich", "assess.reporting", "assess.cli"),
}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_is_imported_by_a_string(path: Path) -> None:
    """Only the package itself does so, to import its public names when they are used."""
    names = {n.id for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Name)}
    names |= {n.attr for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)}
    assert names & {"import_module", "__import__", "importlib", "exec", "eval"} == set()


@pytest.mark.parametrize("floor", RUNS_WITHOUT)
def test_a_floor_runs_without_what_is_above_or_beside_it(floor: str) -> None:
    """Every module of it is imported in a process of its own."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((PACKAGE / floor).rglob("*.py"))
    ]
    program = (
        "import importlib, sys; [importlib.import_module(m) for m in sys.argv[1:]]; print(*sys.modules, sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *modules], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert set(modules) <= set(loaded)
    assert [m for m in loaded for no in RUNS_WITHOUT[floor] if m == no or m.startswith(f"{no}.")] == []


def test_every_folder_is_a_floor() -> None:
    folders = {p.name for p in PACKAGE.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert folders <= FLOORS.keys()
    assert "domain" in folders


def test_nothing_is_called_by_no_subject() -> None:
    named = [p for top in (PACKAGE, TESTS) for p in top.rglob("*") if p.is_dir() or p.suffix == ".py"]
    assert [str(p) for p in named if p.stem in JUNK] == []


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda p: str(p.relative_to(TESTS)))
def test_what_is_called_a_check_asserts(path: Path) -> None:
    """`test_tests` takes a call of such a function for an assertion."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith(CHECKS)]
    empty = []
    for function in functions:
        inside = list(ast.walk(function))
        called = {getattr(n.func, "id", getattr(n.func, "attr", "")) for n in inside if isinstance(n, ast.Call)}
        others = {name for name in called if name.startswith((*CHECKS, "raises")) and name != function.name}
        if not others and not any(isinstance(n, ast.Assert) for n in inside):
            empty.append(function.name)
    assert empty == []


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda p: str(p.relative_to(TESTS)))
def test_no_assertion_is_true_whatever_happens(path: Path) -> None:
    """A tuple, a constant, or a bare `approx`, which is true of anything."""
    always = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assert):
            call = node.test.func if isinstance(node.test, ast.Call) else None
            bare = getattr(call, "attr", getattr(call, "id", "")) == "approx"
            if bare or isinstance(node.test, ast.Tuple | ast.Constant | ast.JoinedStr):
                always.append(node.lineno)
    assert always == []
