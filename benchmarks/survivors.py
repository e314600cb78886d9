"""Mutation testing of `assess/network` and `assess/compile`: a few mutants of each module, and which survive.

``python -m benchmarks.survivors [NUMBER | MUTANT...]`` needs mutmut, which makes the mutants once, in the folder
``mutants``. Which tests reach which function is noted there too, in ``reached.json``: remove the file when tests have
changed, and the folder when code has. NUMBER mutants of each module (8 if left out), drawn at random but always the
same, or those named, are then tried, each in a fork: the tests that reach it are run until one fails. ``mutmut show
MUTANT`` prints its change.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

PLACE = Path("mutants")
PER_MODULE = 8
ENOUGH = 5.0
"""Seconds of tests, as noted, that a mutant which was drawn has to survive; one that is named has to survive all."""
AT_MOST = 10
"""Times as long as noted, and a second, that a test may take of the processor; longer, and time kills the mutant."""
NOTED = Path("reached.json")
"""In the folder of the mutants."""


def mutants_of_modules() -> Iterator[list[str]]:
    for path in sorted(PLACE.glob("assess/*/*.meta")):
        yield list(json.loads(path.read_text())["exit_code_by_key"])


def sampled(number: int = PER_MODULE) -> list[str]:
    """Return mutants of every module, one of each before a second of any."""
    draw = random.Random(0)
    drawn = [draw.sample(names, min(number, len(names))) for names in mutants_of_modules()]
    return [name for names in itertools.zip_longest(*drawn) for name in names if name is not None]


class Trying:
    """Has pytest, once it has collected, note which tests reach what, and try mutants instead of running the tests."""

    def __init__(self, names: list[str], enough: float) -> None:
        self.names, self.enough = names, enough
        self.sound: dict[str, bool] = {}
        self.seconds: dict[str, float] = {}
        self.reached: dict[str, set[str]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        if not NOTED.exists():
            _in_fork(lambda: _note(session.items))
        noted: dict[str, dict[str, Any]] = json.loads(NOTED.read_text())
        self.seconds = {test: each["seconds"] for test, each in noted.items() if each["passed"]}
        self.reached = {test: set(each["reached"]) for test, each in noted.items()}
        counted: Counter[str] = Counter()
        for name in self.names:
            function = name.partition("__mutmut_")[0]
            chosen = [test for test in self.seconds if test in items and function in self.reached[test]]
            fate = self._tried(name, [items[test] for test in sorted(chosen, key=self._cost)])
            counted[fate] += 1
            print(fate, name, flush=True)
        killed = counted["killed"] + counted["killed by time"]
        print(dict(counted), f"{killed / max(1, counted.total()):.1%} of {counted.total()} killed")
        return True

    def _cost(self, test: str) -> float:
        """Return a number by which fast tests that reach little come first."""
        return self.seconds[test] * len(self.reached[test])

    def _tried(self, name: str, items: list[pytest.Item]) -> str:
        until = itertools.accumulate(self.seconds[item.nodeid] for item in items)
        chosen = [
            item for item, seconds in zip(items, until, strict=True) if seconds <= self.enough or item is items[0]
        ]
        if not chosen:
            return "untested"
        failing = _first_failing(name, chosen, [self.seconds[item.nodeid] for item in chosen])
        if failing is None:
            return "killed by time"
        if failing == len(chosen):
            return "survived"
        test = chosen[failing]
        if test.nodeid not in self.sound:
            self.sound[test.nodeid] = _first_failing("", [test], [60.0]) == 1
        return "killed" if self.sound[test.nodeid] else f"cannot tell by {test.nodeid}"


def _first_failing(name: str, items: list[pytest.Item], seconds: list[float]) -> int | None:
    """Return the place of the first test that fails under a mutant, their number if none does; None if time ends it."""
    reading, writing = os.pipe()
    code = _in_fork(lambda: _try(name, items, seconds, writing))
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        place = len(stream.read())
    return None if code == -signal.SIGPROF else place


def _in_fork(work: Callable[[], None]) -> int:
    """Do some work in a fork of this process that prints nothing, and return how it ended."""
    if not (child := os.fork()):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _try(name: str, items: list[pytest.Item], seconds: list[float], writing: int) -> None:
    os.environ["MUTANT_UNDER_TEST"] = name
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for item, noted in zip(items, seconds, strict=True):
        signal.setitimer(signal.ITIMER_PROF, AT_MOST * noted + 1.0)
        if not _passes(item):
            break
        os.write(writing, b".")


def _make() -> None:
    from mutmut import __main__ as mutmut

    PLACE.mkdir()
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.setup_source_paths()
    mutmut.create_mutants(1)


def _note(items: list[pytest.Item]) -> None:
    from mutmut.state import state

    os.environ["MUTANT_UNDER_TEST"] = "stats"
    noted = {}
    for item in items:
        state()._stats.clear()
        start = time.process_time()
        passed = _passes(item)
        seconds = time.process_time() - start
        noted[item.nodeid] = {"passed": passed, "seconds": seconds, "reached": sorted(state()._stats)}
    NOTED.write_text(json.dumps(noted))


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def main(arguments: list[str]) -> None:
    if not PLACE.exists():
        _in_fork(_make)
    named = arguments if arguments and not arguments[0].isdigit() else []
    trying = Trying(named or sampled(*map(int, arguments)), math.inf if named else ENOUGH)
    options = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    os.chdir(PLACE)
    sys.path.insert(0, str(Path.cwd()))
    tests = [*options["pytest_add_cli_args"], *options["pytest_add_cli_args_test_selection"]]
    pytest.main(["-q", "-s", *tests], plugins=[trying])


if __name__ == "__main__":
    main(sys.argv[1:])
