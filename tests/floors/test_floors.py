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
    "study": 3,
    "ledger": 4,
    "present": 5,
    "cli": 6,
}
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE or p.stem in FLOORS)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every import of a file, those in functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports by a relative name"
            yield node.lineno, node.module or ""


def folder(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_imports_only_from_below_or_beside(path: Path) -> None:
    own = folder(path)
    climbing = []
    for line, module in imports(path):
        first, _, rest = module.partition(".")
        if first != "assess":
            continue
        other = rest.partition(".")[0]
        if other != own and not (other in FLOORS and FLOORS[other] < FLOORS[own]):
            climbing.append(f"{line}: {module}")
    assert climbing == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_stands_on_what_its_floor_may(path: Path) -> None:
    outside = {m.partition(".")[0] for _, m in imports(path)} - {"assess", *sys.stdlib_module_names}
    allowed = {
        "errors": set(),
        "version": set(),
        "domain": {"pydantic", "pydantic_core"},
        "network": {"numpy", "scipy"},
        "files": {"yaml", "pydantic", "pydantic_core"},
        "compile": {"numpy"},
        "study": {"numpy"},
        "ledger": set(),
        "present": {"jinja2", "matplotlib"},
        "cli": {"typer", "rich", "click"},
    }[folder(path)]
    assert outside <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_is_short_and_prints_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert path.stem not in ("utils", "helpers", "misc")
    called = {n.func.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert "print" not in called


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("numpy", "scipy", "pydantic", "yaml", "matplotlib", "pandas", "typer", "rich")
    program = f"import sys, assess; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    import assess

    assert [name for name in assess.__all__ if getattr(assess, name, None) is None] == []
