"""Sources moved one grade up or down, or taken as unreliable."""

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
class GradeShift:
    """A source moved from its grade to one next to it."""

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


def grade_shifts(model: Compiled) -> list[GradeShift]:
    """Return the steps up and down for every graded source that is heard and may be unreliable."""
    numbers = model.world.numbers
    steps = ladder(numbers)
    shifts: list[GradeShift] = []
    for name, source in model.layout.case.sources.items():
        grade = source.reliability.term
        if grade not in steps or name not in model.after.part.sources:
            continue
        at = steps.index(grade)
        for to, direction in ((at - 1, "up"), (at + 1, "down")):
            if 0 <= to < len(steps):
                mean, _ = numbers.row(numbers.grading.reliability[steps[to]])
                shifts.append(GradeShift(name, grade, steps[to], "up" if direction == "up" else "down", mean))
    return shifts


def regraded(model: Compiled, shifts: Sequence[GradeShift]) -> Perturbations:
    """Return a perturbation for each shift of a grade."""
    tables = {}
    for column, shift in enumerate(shifts):
        if shift.source not in tables:
            now = model.testimony.witnesses[shift.source].log_reliable
            tables[shift.source] = np.repeat(now[:, np.newaxis], len(shifts), axis=1)
        tables[shift.source][:, column] = log([shift.reliability, 1.0 - shift.reliability])
    return Perturbations(len(shifts), sources=tables)


def unreliable(model: Compiled, sources: Sequence[str]) -> Perturbations:
    """Return a version for each of some sources, in which that one is unreliable."""
    tables = {}
    for column, name in enumerate(sources):
        tables[name] = np.repeat(model.testimony.witnesses[name].log_reliable[:, np.newaxis], len(sources), axis=1)
        tables[name][:, column] = log([0.0, 1.0])
    return Perturbations(len(sources), sources=tables)
