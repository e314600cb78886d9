"""Sources a grade better or worse than they were graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assess.compile.model import Compiled
from assess.compile.numbers import Numbers
from assess.compile.perturbations import Perturbations
from assess.network.logs import log


@dataclass(frozen=True, slots=True)
class Regrading:
    """A source, its grade, and one next to it."""

    source: str
    grade: str
    to: str
    direction: Literal["up", "down"]
    reliability: float
    """Mean P(reliable) of the grade it is moved to."""


def ladder(numbers: Numbers) -> list[str]:
    """Return the grades that follow on one another, best first.

    Grades are written best first. Those after one that is worth no less than the grade before it stand apart: `F`,
    which says that a source cannot be judged, is not a step below `E`.
    """
    steps: list[str] = []
    for grade, chance in numbers.grading.reliability.items():
        if steps and numbers.row(chance)[0] >= numbers.row(numbers.grading.reliability[steps[-1]])[0]:
            break
        steps.append(grade)
    return steps


def regradings(model: Compiled) -> list[Regrading]:
    """Return the steps up and down of every graded source that was heard and may be unreliable."""
    numbers = model.world.numbers
    steps = ladder(numbers)
    found: list[Regrading] = []
    for name, source in model.layout.case.sources.items():
        grade = source.reliability.term
        if grade not in steps or name not in model.after.part.sources:
            continue
        at = steps.index(grade)
        for to, direction in ((at - 1, "up"), (at + 1, "down")):
            if 0 <= to < len(steps):
                mean, _ = numbers.row(numbers.grading.reliability[steps[to]])
                found.append(Regrading(name, grade, steps[to], "up" if direction == "up" else "down", mean))
    return found


def regraded(model: Compiled, changes: Sequence[Regrading]) -> Perturbations:
    """Return a version for each change of grade."""
    tables = {}
    for column, change in enumerate(changes):
        if change.source not in tables:
            now = model.testimony.witnesses[change.source].log_reliable
            tables[change.source] = np.repeat(now[:, np.newaxis], len(changes), axis=1)
        tables[change.source][:, column] = log([change.reliability, 1.0 - change.reliability])
    return Perturbations(len(changes), sources=tables)


def unreliable(model: Compiled, sources: Sequence[str]) -> Perturbations:
    """Return a version for each of some sources, in which that one is unreliable."""
    tables = {}
    for column, name in enumerate(sources):
        tables[name] = np.repeat(model.testimony.witnesses[name].log_reliable[:, np.newaxis], len(sources), axis=1)
        tables[name][:, column] = log([0.0, 1.0])
    return Perturbations(len(sources), sources=tables)
