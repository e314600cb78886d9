"""Settings of the suite: no deadlines, the same examples every time, and more of them with ``--thorough``."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

from assess.cli import at_work

FEW = 8
"""Random cases that a test looks at by default, of those that it names by `seed`."""

for profile, examples in (("suite", 20), ("thorough", 100)):
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
