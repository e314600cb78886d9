"""Tests that assert nothing, and comparisons whose result is thrown away."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]
PYTEST = {"raises", "warns", "fail"}
COMPARING = {"approx", "isclose", "allclose", "array_equal", "isfinite", "isnan", "startswith", "endswith"}
CHECKS = ("check_", "assert_", "expect_", "same")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def called(node: ast.AST) -> str:
    function = getattr(node, "func", None)
    return str(getattr(function, "attr", getattr(function, "id", "")))


def functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def asserts(function: ast.AST, known: set[str]) -> bool:
    """Say whether a function asserts something, itself or by a call of one of the `known` that do."""
    names = known | PYTEST
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and called(node) in names)
        for node in ast.walk(function)
    )


def asserting(trees: list[ast.AST]) -> set[str]:
    """Return the names of functions, of any file, that assert, directly or through one another."""
    named = [function for tree in trees for function in functions(tree) if not function.name.startswith("test")]
    calls = [(f.name, {called(node) for node in ast.walk(f) if isinstance(node, ast.Call)}) for f in named]
    known = {f.name for f in named if asserts(f, set())}
    while more := {name for name, names in calls if name not in known and names & known}:
        known |= more
    return known


def empty_tests(tree: ast.AST, known: set[str]) -> list[str]:
    return [f.name for f in functions(tree) if f.name.startswith("test") and not asserts(f, known)]


def empty_checks(tree: ast.AST) -> list[str]:
    """Return the functions that are called a check, which would count as an assertion, and assert nothing."""
    empty = []
    for function in functions(tree):
        calls = {called(n) for n in ast.walk(function) if isinstance(n, ast.Call)} - {function.name}
        checks = any(name.startswith((*CHECKS, "raises")) for name in calls)
        if function.name.startswith(CHECKS) and not checks and not asserts(function, set()):
            empty.append(function.name)
    return empty


def is_comparison(value: ast.AST) -> bool:
    match value:
        case ast.Compare() | ast.BoolOp():
            return True
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Call():
            return called(value) in COMPARING
    return False


def is_always_true(value: ast.AST) -> bool:
    truths = ast.Tuple | ast.Constant | ast.JoinedStr | ast.Lambda | ast.GeneratorExp
    return isinstance(value, truths) or (isinstance(value, ast.Call) and called(value) == "approx")


def thrown_away(tree: ast.AST) -> list[int]:
    """Return the lines of comparisons that nobody reads, and of asserts that cannot fail."""
    lines = []
    for node in ast.walk(tree):
        is_unread = isinstance(node, ast.Expr) and is_comparison(node.value)
        if isinstance(node, ast.stmt) and (is_unread or (isinstance(node, ast.Assert) and is_always_true(node.test))):
            lines.append(node.lineno)
    return lines


def test_every_test_asserts_something() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TESTS.rglob("*.py"))}
    known = asserting(list(trees.values()))
    faults = {
        str(path.relative_to(TESTS)): [*empty_tests(tree, known), *empty_checks(tree), *thrown_away(tree)]
        for path, tree in trees.items()
    }
    assert {path: names for path, names in faults.items() if names} == {}


def test_no_published_example_is_skipped() -> None:
    text = (TESTS / "published" / "test_published.py").read_text(encoding="utf-8")
    assert not {"skip", "skipif", "xfail", "importorskip"} & {
        called(node) or getattr(node, "attr", "") for node in ast.walk(ast.parse(text))
    }


def test_what_is_thrown_away_is_seen() -> None:
    sources = [
        "x == 3",
        "pytest.approx(expected, metrics.cllr(data))",
        "np.allclose(a, b)",
        "not a == b",
        "a == b and c == d",
        "def test_a():\n    rossi['arrest'] == 0",
        "assert (x == 1, 'one')",
        "assert pytest.approx(3, x)",
        "assert 'x is 1'",
        "assert (p > 0 for p in found)",
    ]
    assert [source for source in sources if not thrown_away(ast.parse(source))] == []
    assert thrown_away(ast.parse("assert x == 1\nf(x)\nitems.append(1 == 2)")) == []


def test_an_empty_test_is_seen() -> None:
    source = "def check(x):\n    assert x\ndef look(x):\n    return x\ndef through(x):\n    check(x)\n"
    tests = "def test_a():\n    look(1)\ndef test_b():\n    through(1)\ndef test_c():\n    same_name_only(1)\n"
    known = asserting([ast.parse(source)])
    assert known == {"check", "through"}
    assert empty_tests(ast.parse(tests), known) == ["test_a", "test_c"]
    assert empty_checks(ast.parse("def check_a(x):\n    return x\ndef check_b(x):\n    assert x")) == ["check_a"]
