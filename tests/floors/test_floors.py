"""The floors of the house: who may import whom, what a name may be, how long a file may get.

Each test reads the whole package and lists all offenders.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
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
    "files": {"filelock", "yaml", "ruamel", "pydantic", "pydantic_core"},
    "compile": {"numpy"},
    "scoring": {"numpy", "arviz", "ibis", "pandas", "polars", "pyarrow", "pydantic"},
    "analysis": {"numpy"},
    "history": {"numpy"},
    "reporting": {"docx", "jinja2", "markupsafe", "altair", "vl_convert", "typst"},
    "formats": {"numpy", "openpyxl", "pyagrum", "pymisp", "stix2"},
    "cli": {"typer", "rich", "click"},
}
SLOW = (
    "arviz",
    "docx",
    "filelock",
    "jinja2",
    "altair",
    "vl_convert",
    "ibis",
    "openpyxl",
    "pandas",
    "polars",
    "pyagrum",
    "pyarrow",
    "pymisp",
    "ruamel",
    "scipy.optimize",
    "scipy.special",
    "scipy.stats",
    "stix2",
    "typst",
)
"""What no module may load when it is imported."""
RUNS_WITHOUT = {
    "domain": ("numpy", "scipy", "yaml", "assess.network", "assess.compile", "assess.files", "assess.scoring"),
    "network": ("pydantic", "yaml", "assess.domain", "assess.compile", "assess.files", "assess.scoring"),
    "files": ("numpy", "scipy", "assess.compile", "assess.scoring"),
    "compile": ("yaml", "assess.files", "assess.scoring", "assess.reporting"),
    "scoring": ("altair", "pandas", "polars", "scipy.stats", "typer", "rich", "assess.analysis", "assess.cli"),
    "history": ("altair", "pandas", "polars", "scipy.stats", "typer", "rich", "assess.reporting", "assess.cli"),
}
JUNK = {"utils", "util", "helpers", "helper", "misc", "common", "stuff"}
LONGEST = 300
"""Lines of a file."""
OPENING = {
    *("open", "read_text", "read_bytes", "write_text", "write_bytes", "connect", "fdopen", "touch"),
    *("exists", "is_file", "is_dir", "is_symlink", "stat", "lstat", "isfile", "isdir", "lexists", "getsize"),
    *("mkdir", "makedirs", "unlink", "rmdir", "rename", "symlink_to", "glob", "rglob", "iterdir", "listdir"),
}
"""What Python calls to open a file, to write it, or to ask about it."""
OPEN_FILES = {
    "files/reading.py": "opens what a user names",
    "files/atomic_write.py": "writes it",
    "files/making.py": "makes the folder of a new case",
    "history/ledger/database.py": "SQLite opens the ledger, after reading.py says that it is a plain file",
    "scoring/bulk/ibis_tables.py": "DuckDB, or another database, opens a table of reports",
    "history/comparing/operands.py": "git packs a revision, which is unpacked into a folder of its own",
    "formats/bayes_net.py": "pyAgrum writes only to a name, which is in a folder of its own",
    "domain/language.py": "reads the catalogues of the package, from below the floor of files",
    "cli/standard_streams.py": "opens the null device, for output that is lost",
    "cli/app.py": "lists the commands of the package, before anything is loaded",
    "files/rule_pages.py": "lists the modules of the package",
    "files/case_folders.py": "lists the cases of a folder",
}
"""The files that may, and why."""
EMPTY = {"found", "one", "told", "heard", "again"}
SOURCES = sorted(path for top in ("assess", "benchmarks", "tests") for path in (ROOT / top).rglob("*.py"))


Trees = dict[Path, ast.Module]


@pytest.fixture(scope="module")
def sources() -> Trees:
    """Return all files of programs, parsed."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


@pytest.fixture(scope="module")
def trees(sources: Trees) -> Trees:
    """Return those of the package."""
    return {path: tree for path, tree in sources.items() if PACKAGE in path.parents}


@pytest.fixture(scope="module")
def modules(trees: Trees) -> Trees:
    return {path: tree for path, tree in trees.items() if path.parent != PACKAGE or path.stem in ("errors", "version")}


def imports(tree: ast.AST, top_only: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and module of every import, those in functions and under TYPE_CHECKING too.

    ``from a import b`` is both ``a`` and ``a.b``, for b may be a module, but ``from assess import b`` is ``assess.b``
    alone; a relative import is ``.a``. `top_only` leaves out what only happens when a function is called, or never.
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
        deferred = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for_types = isinstance(node, ast.If) and _name(node.test) == "TYPE_CHECKING"
        if not (top_only and (deferred or for_types)):
            yield from imports(node, top_only)


def _name(node: ast.AST) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))


def climbing(tree: ast.AST, own: str) -> list[str]:
    """Return the imports of a file on floor `own` that are neither from below nor from its own folder.

    Only the top floor may import what no one can read off: the command that is called.
    """
    climbs = []
    for line, module in imports(tree):
        first, _, rest = module.partition(".")
        other = rest.partition(".")[0]
        below = other == own or (other in FLOORS and FLOORS[other] < FLOORS[own])
        if first == "" or (first == "?" and own != "cli") or (first == "assess" and not below):
            climbs.append(f"{line}: {module}")
    return climbs


def outsiders(tree: ast.AST) -> set[str]:
    """Return the packages, other than this one and the standard library, that a file imports."""
    return {module.partition(".")[0] for _, module in imports(tree)} - {"assess", "?", *sys.stdlib_module_names}


def is_slow(module: str) -> bool:
    return any(module == slow or module.startswith(f"{slow}.") for slow in SLOW)


def too_early(tree: ast.AST) -> list[str]:
    """Return the imports of what is slow to load that happen when a file is imported."""
    return [f"{line}: {module}" for line, module in imports(tree, top_only=True) if is_slow(module)]


def unexplained(tree: ast.AST, lines: list[str]) -> list[str]:
    """Return imports inside functions of what is neither slow nor explained by a comment on the line or above it."""
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {imported for function in functions for imported in imports(function)}
    explained = ("#", '"""')
    return [
        f"{line}: {module}"
        for line, module in sorted(inside)
        if not is_slow(module) and not any(is_slow(m) for at, m in inside if at == line)
        if "#" not in lines[line - 1] and not lines[line - 2].strip().startswith(explained)
    ]


def opens(tree: ast.AST) -> list[str]:
    """Return the calls that open, write, make or ask about files, other than by the functions made for it."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    own = [
        node
        for node in calls
        if (isinstance(node.func, ast.Name) and node.func.id == "open")
        or (isinstance(node.func, ast.Attribute) and node.func.attr in OPENING and _name(node.func.value) != "self")
    ]
    return [f"{node.lineno}: {_name(node.func)}" for node in own]


def prints(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Call) and _name(node.func) == "print" for node in ast.walk(tree))


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the groups of two or more modules that import one another, directly or by way of others."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        stack = [start]
        while stack:
            for module in graph[stack.pop()] - seen:
                seen.add(module)
                stack.append(module)
        return seen

    reach = {module: reached(module) for module in graph}
    tied = {module: frozenset(m for m in reach[module] if module in reach[m]) for module in graph}
    return [sorted(group) for group in sorted(set(tied.values()), key=sorted) if len(group) > 1]


def folder(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def shown(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_every_folder_has_its_floor(modules: Trees) -> None:
    assert FLOORS.keys() == MAY_STAND_ON.keys()
    assert {folder(path) for path in modules} == FLOORS.keys()


def test_a_file_imports_only_from_below_or_beside(modules: Trees) -> None:
    climbs = {shown(path): climbing(tree, folder(path)) for path, tree in modules.items()}
    assert {path: lines for path, lines in climbs.items() if lines} == {}


def test_a_file_stands_on_what_its_floor_may(modules: Trees) -> None:
    beyond = {shown(path): outsiders(tree) - MAY_STAND_ON[folder(path)] for path, tree in modules.items()}
    assert {path: packages for path, packages in beyond.items() if packages} == {}


def test_no_file_is_part_of_a_circle(modules: Trees) -> None:
    """Imports inside functions and under TYPE_CHECKING count."""
    known = {dotted(path) for path in modules}
    graph = {dotted(p): {m for _, m in imports(tree)} & known for p, tree in modules.items()}
    graph["assess.cli.app"] |= {module for module in known if module.startswith("assess.cli.commands.")}
    assert circles(graph) == []


def test_nothing_slow_is_loaded_early_and_nothing_quick_late(modules: Trees, trees: Trees) -> None:
    early = {shown(path): too_early(tree) for path, tree in trees.items()}
    assert {path: lines for path, lines in early.items() if lines} == {}
    late = {
        shown(path): unexplained(tree, path.read_text(encoding="utf-8").split("\n"))
        for path, tree in modules.items()
        if folder(path) != "cli"
    }
    assert {path: lines for path, lines in late.items() if lines} == {}


def test_only_the_command_line_prints(modules: Trees) -> None:
    assert [shown(path) for path, tree in modules.items() if folder(path) != "cli" and prints(tree)] == []


def test_one_file_opens_and_one_writes(trees: Trees) -> None:
    opening = {shown(path): opens(tree) for path, tree in trees.items()}
    assert {path: calls for path, calls in opening.items() if calls and path not in OPEN_FILES} == {}
    assert [path for path in OPEN_FILES if not opening[path]] == []


def test_files_are_short(trees: Trees) -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in trees}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_a_name_stands_once(modules: Trees) -> None:
    """Commands have the names of the functions that they call, and their tests the names of the commands."""
    files, classes = defaultdict(list), defaultdict(list)
    for path in SOURCES:
        if "cli" not in path.parts and path.name not in ("__init__.py", "__main__.py", "conftest.py"):
            files[path.name].append(str(path.relative_to(ROOT)))
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                classes[node.name.lstrip("_")].append(shown(path))
    assert {name: paths for name, paths in files.items() if len(paths) > 1} == {}
    assert {name: paths for name, paths in classes.items() if len(paths) > 1} == {}


def test_no_variable_says_nothing_of_what_it_holds(sources: Trees) -> None:
    empty = {
        str(path.relative_to(ROOT)): names & (EMPTY if PACKAGE in path.parents else {"found", "one"})
        for path, tree in sources.items()
        for names in [{getattr(node, "id", getattr(node, "arg", "")) for node in ast.walk(tree)}]
    }
    assert {path: names for path, names in empty.items() if names} == {}


def test_nothing_is_called_by_no_subject() -> None:
    named = [p for top in (PACKAGE, ROOT / "tests") for p in top.rglob("*") if p.is_dir() or p.suffix == ".py"]
    assert [str(p) for p in named if p.stem in JUNK] == []


@pytest.mark.parametrize("floor", RUNS_WITHOUT)
def test_a_floor_runs_without_what_is_above_or_beside_it(modules: Trees, floor: str) -> None:
    """Every module of it is imported in a process of its own."""
    names = [dotted(path) for path in modules if folder(path) == floor]
    program = (
        "import importlib, sys; [importlib.import_module(m) for m in sys.argv[1:]]; print(*sys.modules, sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", program, *names], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert set(names) <= set(loaded)
    assert [m for m in loaded for no in RUNS_WITHOUT[floor] if m == no or m.startswith(f"{no}.")] == []


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("numpy", "scipy", "pydantic", "yaml", "altair", "pandas", "typer", "rich")
    program = f"import sys, assess; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_that_prints_the_first_screen_loads_neither_figures_nor_the_ledger() -> None:
    heavy = ("assess.reporting.figures", "assess.history", "assess.analysis.collection", "sqlite3", "jinja2")
    program = f"import sys, assess.cli.commands.report; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    import assess

    assert [name for name in assess.__all__ if getattr(assess, name, None) is None] == []


def test_what_these_tests_look_for_is_seen() -> None:
    climbs = [
        ("domain", "import assess.network"),
        ("network", "from assess.domain.case import Case"),
        ("files", "from assess.compile import model"),
        ("compile", "def f():\n    from assess.files import load_case"),
        ("scoring", "if TYPE_CHECKING:\n    from assess.reporting.words import say"),
        ("reporting", "try:\n    import assess.cli\nexcept ImportError:\n    pass"),
        ("reporting", "from assess.formats import export"),
        ("scoring", "from assess import reporting"),
        ("scoring", "import assess"),
        ("scoring", "from . import claims"),
        ("scoring", "from ..cli import app"),
        ("scoring", "importlib.import_module('assess.cli')"),
        ("scoring", "x = __import__(name)"),
        ("scoring", "class A:\n    def f(self):\n        import assess.history"),
        ("errors", "from assess.version import VERSION"),
    ]
    assert [(own, source) for own, source in climbs if not climbing(ast.parse(source), own)] == []
    lawful = [
        ("cli", "from assess.scoring.score import score"),
        ("scoring", "from assess.scoring.claims import probabilities"),
        ("domain", "from assess import errors"),
        ("network", "import numpy as np"),
    ]
    assert [(own, source) for own, source in lawful if climbing(ast.parse(source), own)] == []
    at_once = ["import altair as alt", "from scipy import stats", "class A:\n    import pandas as pd"]
    assert [too_early(ast.parse(source)) != [] for source in at_once] == [True] * 3
    assert too_early(ast.parse("def f():\n    import pandas\nfrom scipy import linalg")) == []
    for line, names in (("from json import loads", 2), ("from json import loads  # slow", 0), ("import pandas", 0)):
        source = f"def f():\n    x = 1\n    {line}"
        assert len(unexplained(ast.parse(source), source.split("\n"))) == names
    assert prints(ast.parse("def f():\n    print(1)"))
    calls = ["open(x)", "Path(x).read_text()", "x.open()", "os.open(x, 0)", "sqlite3.connect(x)", "x.exists()"]
    assert [opens(ast.parse(call)) != [] for call in calls] == [True] * 6
    assert [opens(ast.parse(call)) for call in ("read_bytes(x, 1)", "self.open(x)", "is_file(x)")] == [[]] * 3
    assert outsiders(ast.parse("def f():\n    import numpy.linalg, json, assess")) == {"numpy"}
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == [["a", "b", "c"]]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
