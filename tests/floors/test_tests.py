"""Tests that assert nothing, and comparisons whose result is thrown away."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ASSERTING = ("assert_", "check_", "expect_", "same", "raises", "warns", "fail")
COMPARING = {"approx", "isclose", "allclose", "array_equal"}


def asserts(function: ast.AST) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name.startswith(ASSERTING):
                return True
    return False


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda p: str(p.relative_to(TESTS)))
def test_every_test_asserts_something(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test")]
    assert [f.name for f in functions if not asserts(f)] == []
    thrown_away = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            value = node.value
            name = getattr(getattr(value, "func", None), "attr", getattr(getattr(value, "func", None), "id", ""))
            if isinstance(value, ast.Compare) or name in COMPARING:
                thrown_away.append(node.lineno)
    assert thrown_away == []
