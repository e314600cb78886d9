"""Mutation testing of `assess/network` and `assess/compile`: the same few mutants of each module, and which survive.

``python -m tests.survivors [NUMBER | MUTANT...]`` needs mutmut, which makes the mutants and notes once, in the folder
``mutants``, which tests reach which function; remove the folder when code or tests have changed. NUMBER mutants of each
module (by default 8) are then tried in a fork each, with the fastest tests first, until one fails. A line for each that
survives, with its change, and the score at last.
"""

from __future__ import annotations

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
ENOUGH = 40.0
"""Seconds of tests, by their noted times, that a mutant has to survive; a single test that takes longer is left out."""
AT_MOST = 10
"""Times as long as noted that the tests of a mutant may take of the processor; beyond it, time has killed it."""
OF_ONE = "assess.network.counting*"


def mutants_of_modules() -> Iterator[list[str]]:
    for path in sorted(PLACE.glob("assess/*/*.meta")):
        yield list(json.loads(path.read_text())["exit_code_by_key"])


def sampled(number: int) -> list[str]:
    draw = random.Random(0)
    return [name for names in mutants_of_modules() for name in sorted(draw.sample(names, min(number, len(names))))]


class Trying:
    """Has pytest, once it has collected, try mutants instead of running what it collected."""

    def __init__(self, names: list[str], noted: dict[str, Any]) -> None:
        self.names, self.seconds = names, noted["duration_by_test"]
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
        return self.seconds[test] * self.reached[test]

    def _tried(self, name: str, items: list[pytest.Item]) -> str:
        chosen: list[pytest.Item] = []
        left = ENOUGH
        for item in items:
            left -= self.seconds[item.nodeid]
            if left > 0.0:
                chosen.append(item)
        if not chosen:
            return "untested"
        failing = _first_failing(name, chosen, AT_MOST * (1.0 + ENOUGH - max(left, 0.0)))
        if failing is None:
            return "killed by time"
        if failing == len(chosen):
            return "survived"
        test = chosen[failing]
        if test.nodeid not in self.sound:
            self.sound[test.nodeid] = _first_failing("", [test], math.inf) == 1
        return "killed" if self.sound[test.nodeid] else f"cannot tell by {test.nodeid}"


def _first_failing(name: str, items: list[pytest.Item], seconds: float) -> int | None:
    """Return the place of the first test that fails under a mutant, their number if none does; None if time ends it."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        _try(name, items, seconds, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        place = len(stream.read())
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return None if code == -signal.SIGPROF else place


def _try(name: str, items: list[pytest.Item], seconds: float, writing: int) -> None:
    os.environ["MUTANT_UNDER_TEST"] = name
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if math.isfinite(seconds):
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        for item in items:
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=None)):
                break
            os.write(writing, b".")
    finally:
        os._exit(0)


def main(arguments: list[str]) -> None:
    if not (PLACE / "mutmut-stats.json").exists():
        subprocess.run([sys.executable, "-m", "mutmut", "run", "--max-children", "1", OF_ONE], check=True)
    noted = json.loads((PLACE / "mutmut-stats.json").read_text())
    number = int(arguments[0]) if arguments and arguments[0].isdigit() else PER_MODULE
    names = sampled(number) if not arguments or arguments[0].isdigit() else arguments
    os.chdir(PLACE)
    sys.path.insert(0, str(Path.cwd()))
    tests = sorted({test.partition("::")[0] for test in noted["duration_by_test"]})
    pytest.main(["-q", "-n", "0", "-s", "-p", "no:cacheprovider", *tests], plugins=[Trying(names, noted)])


if __name__ == "__main__":
    main(sys.argv[1:])
