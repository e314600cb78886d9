"""Mutation testing of `assess/network` and `assess/compile`: a few mutants of each module, and which survive.

``python -m benchmarks.survivors [NUMBER | MUTANT...]`` needs mutmut, which makes the mutants once, in the folder
``mutants``, and notes which tests reach which function; remove the folder when code or tests have changed. NUMBER
mutants of each module (8 if left out), drawn at random but always the same, or those named, are then tried, each in a
fork: the tests that reach it are run until one fails. ``mutmut show MUTANT`` prints its change.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

PLACE = Path("mutants")
PER_MODULE = 8
ENOUGH = 15.0
"""Seconds of tests, as noted, that a mutant which was drawn has to survive; one that is named has to survive all."""
AT_MOST = 10
"""Times as long as noted, and a second, that a test may take of the processor; longer, and time kills the mutant."""
OF_ONE = "assess.network.counting*"


def mutants_of_modules() -> Iterator[list[str]]:
    for path in sorted(PLACE.glob("assess/*/*.meta")):
        yield list(json.loads(path.read_text())["exit_code_by_key"])


def sampled(number: int = PER_MODULE) -> list[str]:
    draw = random.Random(0)
    return [name for names in mutants_of_modules() for name in sorted(draw.sample(names, min(number, len(names))))]


class Trying:
    """Has pytest, once it has collected, try mutants instead of running what it collected."""

    def __init__(self, names: list[str], noted: dict[str, Any], enough: float) -> None:
        self.names, self.enough, self.seconds = names, enough, noted["duration_by_test"]
        self.reaching = noted["tests_by_mangled_function_name"]
        self.reached = Counter(test for tests in self.reaching.values() for test in tests)
        self.sound: dict[str, bool] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        counted: Counter[str] = Counter()
        for name in self.names:
            tests = self.reaching.get(name.partition("__mutmut_")[0], ())
            chosen = sorted((test for test in tests if test in items), key=self._cost)
            fate = self._tried(name, [items[test] for test in chosen])
            counted[fate] += 1
            print(fate, name, flush=True)
        killed = counted["killed"] + counted["killed by time"]
        print(dict(counted), f"{killed / max(1, counted.total()):.1%} of {counted.total()} killed")
        return True

    def _cost(self, test: str) -> float:
        """Return a number by which fast tests that reach little come first."""
        return float(self.seconds[test]) * self.reached[test]

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
    if not (child := os.fork()):
        _try(name, items, seconds, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        place = len(stream.read())
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return None if code == -signal.SIGPROF else place


def _try(name: str, items: list[pytest.Item], seconds: list[float], writing: int) -> None:
    os.environ["MUTANT_UNDER_TEST"] = name
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    try:
        for item, noted in zip(items, seconds, strict=True):
            signal.setitimer(signal.ITIMER_PROF, AT_MOST * noted + 1.0)
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=None)):
                break
            os.write(writing, b".")
    finally:
        os._exit(0)


def main(arguments: list[str]) -> None:
    if not (PLACE / "mutmut-stats.json").exists():
        subprocess.run([sys.executable, "-m", "mutmut", "run", "--max-children", "1", OF_ONE], check=True)
    noted = json.loads((PLACE / "mutmut-stats.json").read_text())
    named = arguments if arguments and not arguments[0].isdigit() else []
    trying = Trying(named or sampled(*map(int, arguments)), noted, math.inf if named else ENOUGH)
    os.chdir(PLACE)
    sys.path.insert(0, str(Path.cwd()))
    tests = sorted({test.partition("::")[0] for test in noted["duration_by_test"]})
    pytest.main(["-q", "-n", "0", "-s", "-p", "no:cacheprovider", *tests], plugins=[trying])


if __name__ == "__main__":
    main(sys.argv[1:])
