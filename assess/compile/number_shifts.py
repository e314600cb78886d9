"""Perturbations of the judged numbers: grades moved by one step, rows of indicators at their quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

import numpy as np

from assess.compile.claim_counts import spoken_of
from assess.compile.model import Compiled
from assess.compile.numbers import EXACT, Numbers, indicator_table
from assess.compile.perturbations import Perturbations
from assess.compile.regraded import Regraded
from assess.network.beta import beta_quantile
from assess.network.logs import log
from assess.network.reweighted import Product


@dataclass(frozen=True, slots=True)
class GradeShift:
    """A source moved from its grade to an adjacent one."""

    source: str
    grade: str
    to: str
    direction: Literal["up", "down"]
    reliability: float
    """Mean P(reliable) of the new grade."""


def ladder(numbers: Numbers) -> list[str]:
    """Return the grades that form a ladder, best first.

    Grades are written best first. The ladder ends before a grade that is worth no less than the previous one: `F`,
    which says that a source cannot be judged, is not a step below `E`.
    """
    steps: list[str] = []
    for grade, chance in numbers.grading.reliability.items():
        if steps and numbers.row(chance)[0] >= numbers.row(numbers.grading.reliability[steps[-1]])[0]:
            break
        steps.append(grade)
    return steps


def grade_shifts(model: Compiled) -> list[GradeShift]:
    """Return the steps up and down for every graded source with scored items that may be unreliable."""
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


def regraded(shifts: Sequence[GradeShift], after: Perturbations) -> Perturbations:
    """Return perturbations that leave reports out, followed by one for each shift of a grade."""
    runs = (
        (shift.source, column, column + 1, log([shift.reliability, 1.0 - shift.reliability]))
        for column, shift in enumerate(shifts, after.count)
    )
    return replace(after, count=after.count + len(shifts), sources=Regraded.in_runs(runs))


def unreliable(sources: Sequence[str]) -> Perturbations:
    """Return a perturbation for each of some sources that makes it unreliable."""
    runs = ((name, column, column + 1, log([0.0, 1.0])) for column, name in enumerate(sources))
    return Perturbations(len(sources), sources=Regraded.in_runs(runs))


LOW, HIGH = 0.05, 0.95
"""The quantiles at the ends of an interval."""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of an indicator in use: P(present) given one state of its parent.

    Parameters
    ----------
    indicator, state : str
    place : int
        The position of the state.
    nodes : tuple of str
        The nodes of the world that use it.
    mean, low, high : float
        P(present), and its 5 % and 95 % quantiles.
    """

    indicator: str
    state: str
    place: int
    nodes: tuple[str, ...]
    mean: float
    low: float
    high: float


def ends(mean: float, size: float) -> tuple[float, float]:
    """Return the 5 % and 95 % quantiles of a row with a given mean and effective sample size."""
    if size == EXACT or mean in (0.0, 1.0):
        return mean, mean
    low, high = (beta_quantile(size * mean, size * (1.0 - mean), share) for share in (LOW, HIGH))
    return low, high


def indicators_in_use(model: Compiled) -> dict[str, tuple[str, ...]]:
    """Return the nodes of each indicator that was reported on or that a claim names, and of their ancestors."""
    reported = (model.layout.items[report.item] for report in model.testimony.reports)
    uses: dict[str, dict[str, None]] = {}
    for observable in chain(chain.from_iterable(map(model.layout.observables, reported)), spoken_of(model.layout)):
        uses.setdefault(observable.indicator, {})[observable.id] = None
    return {name: tuple(nodes) for name, nodes in uses.items()}


def rows_in_use(model: Compiled) -> list[IndicatorRow]:
    """Return the rows of the indicators in use."""
    rows = []
    for name, nodes in indicators_in_use(model).items():
        indicator = model.layout.rubric.indicators[name]
        (parent,) = model.world.nodes[nodes[0]].parents
        states, numbers = model.world.nodes[parent].states, model.world.numbers
        table, sizes = indicator_table(indicator.present_if, states, indicator.weight, numbers)
        for place, (state, mean, size) in enumerate(zip(states, table[:, 0].tolist(), sizes.tolist(), strict=True)):
            low, high = ends(mean, size)
            rows.append(IndicatorRow(name, state, place, nodes, mean, low, high))
    return rows


def at_their_ends(model: Compiled, rows: Sequence[IndicatorRow]) -> Perturbations:
    """Return two perturbations for each row: at its low and its high end, exactly known, wherever it is used."""
    count = 2 * len(rows)
    tables, sizes = {}, {}
    for k, row in enumerate(rows):
        for name in row.nodes:
            if name not in tables:
                node = model.world.nodes[name]
                tables[name], sizes[name] = (
                    np.repeat(values[..., np.newaxis], count, axis=-1) for values in (node.table, node.sizes)
                )
            for column, value in ((2 * k, row.low), (2 * k + 1, row.high)):
                tables[name][row.place, :, column] = log([value, 1.0 - value])
                sizes[name][row.place, column] = EXACT
    return Perturbations(count, nodes=tables, sizes=sizes)


def used_once(model: Compiled, rows: Sequence[IndicatorRow]) -> list[int]:
    """Return the positions of the rows that exactly one node of the network uses."""
    shared = {name for placed in model.after.part.tables.shares for name in placed.share.uses}
    return [k for k, row in enumerate(rows) if len(row.nodes) == 1 and row.nodes[0] not in shared]


def distinct_uses(model: Compiled, rows: Sequence[IndicatorRow]) -> tuple[list[Product], list[int]]:
    """Return products that say which rows are used, and the position of the one of each row.

    Parameters
    ----------
    model : Compiled
    rows : sequence of IndicatorRow
        Each of which one node uses.

    Returns
    -------
    list of dict of int to float64, shape (states,)
        1 where what rows hang under has their state, once for all that hang there; then, for each row, 1 where it is
        used and its indicator is present.
    list of int
    """
    variables, nodes = model.after.part.nodes, model.world.nodes
    of_states: dict[tuple[str, int], Product] = {}
    used, present = [], []
    for row in rows:
        (name,) = row.nodes
        (parent,) = nodes[name].parents
        key = parent, row.place
        of_states.setdefault(key, {variables[parent]: np.eye(len(nodes[parent].states))[row.place]})
        used.append(list(of_states).index(key))
        present.append({**of_states[key], variables[name]: np.array([1.0, 0.0])})
    return [*of_states.values(), *present], used
