"""Settings of the suite: no deadlines, the same examples every time, and more of them with ``--thorough``."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule
from filelock import FileLock
from hypothesis import HealthCheck, settings

import assess
from assess.cli import at_work
from assess.reporting.report.written_report import html, markdown
from assess.scoring.score import Scoring
from tests.reporting.cut_case import cut_down

# Tests start sixty processes: what these load is compiled once, wherever the environment says otherwise.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

SHIPPED = "russia-diasporas-2017"

FEW = 3
"""Random cases that a test looks at by default, of those that it names by `seed`."""

for profile, examples in (("suite", 5), ("thorough", 100)):
    settings.register_profile(
        profile,
        deadline=None,
        derandomize=True,
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow],
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="every random case that a test names, not the first few")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("thorough" if config.getoption("--thorough") else "suite")
    # How fast the machine is must not decide what a command says.
    at_work.PATIENCE = at_work.PATIENCE_ON_TERMINAL = 1e6


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out all but the first few seeds of a test, for each combination of its other parameters."""
    if config.getoption("--thorough"):
        return
    seen: Counter[tuple[str, ...]] = Counter()
    kept, left_out = [], []
    for item in items:
        parameters = (
            dict(item.callspec.params) if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        )
        if parameters.pop("seed", None) is not None:
            test = (item.nodeid.partition("[")[0], repr(sorted(parameters.items(), key=repr)))
            seen[test] += 1
            if seen[test] > FEW:
                left_out.append(item)
                continue
        kept.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples in no docstring of a test, only in those of the package."""
    return [collector for collector in (yield) if not isinstance(collector, DoctestModule)]


def pytest_collection_finish() -> None:
    """Have the collector of garbage pass over what was loaded, which it would look through again and again."""
    gc.freeze()


@pytest.fixture(scope="session")
def shipped_result() -> Scoring:
    """Return the case that ships, scored with the draws that the program takes by itself."""
    return assess.score(assess.load_case(SHIPPED))


@pytest.fixture(scope="session")
def shipped_report(request: pytest.FixtureRequest, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the whole report of the case that ships, as Markdown; the first process of a run that asks makes it."""
    path = _made_once(
        worker_id,
        tmp_path_factory,
        "shipped.md",
        lambda: markdown(request.getfixturevalue("shipped_result"), with_annexes=True),
    )
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def shipped_page(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file with the page of the case that ships, of 100 draws; made as `shipped_report` is."""
    return _made_once(
        worker_id, tmp_path_factory, "shipped.html", lambda: html(assess.score(assess.load_case(SHIPPED), draws=100))
    )


@pytest.fixture(scope="session")
def cut(pytestconfig: pytest.Config) -> Scoring:
    """Return the scored case that ships without most of its items and claims; with ``--thorough``, with them."""
    return assess.score(cut_down(whole=pytestconfig.getoption("--thorough")), draws=100)


@pytest.fixture(scope="session")
def cut_page(cut: Scoring, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file with the page of `cut`; made as `shipped_report` is."""
    return _made_once(worker_id, tmp_path_factory, "cut.html", lambda: html(cut))


def _made_once(worker_id: str, folders: pytest.TempPathFactory, name: str, make: Callable[[], str]) -> Path:
    base = folders.getbasetemp()
    path = (base if worker_id == "master" else base.parent) / name
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            path.write_text(make(), encoding="utf-8")
    return path
