"""How far the rows of the indicators may lie from their means, and the case with each of them there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assess.compile.model import Compiled
from assess.compile.numbers import EXACT, indicator_table
from assess.compile.perturbations import Perturbations
from assess.network.logs import log
from assess.network.quantiles import beta_quantile

LOW, HIGH = 0.05, 0.95
"""Where the ends of an interval lie."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an indicator in use: P(present) in one state of what it hangs under.

    Parameters
    ----------
    indicator, state : str
    place : int
        Of the state.
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
    """Return the 5 % and 95 % quantiles of a row of a mean and an effective sample size."""
    if size == EXACT or mean in (0.0, 1.0):
        return mean, mean
    low, high = (beta_quantile(size * mean, size * (1.0 - mean), share) for share in (LOW, HIGH))
    return low, high


def rows_in_use(model: Compiled) -> list[Row]:
    """Return the rows of the indicators that something was reported on, or that such an indicator hangs under."""
    uses: dict[str, dict[str, None]] = {}
    for report in model.testimony.reports:
        for observable in model.layout.observables(model.layout.items[report.item]):
            uses.setdefault(observable.indicator, {})[observable.id] = None
    found = []
    for name, nodes in uses.items():
        indicator = model.layout.rubric.indicators[name]
        (parent,) = model.world.nodes[next(iter(nodes))].parents
        states, numbers = model.world.nodes[parent].states, model.world.numbers
        table, sizes = indicator_table(indicator.present_if, states, indicator.weight, numbers)
        for place, (state, mean, size) in enumerate(zip(states, table[:, 0].tolist(), sizes.tolist(), strict=True)):
            low, high = ends(mean, size)
            found.append(Row(name, state, place, tuple(nodes), mean, low, high))
    return found


def at_their_ends(model: Compiled, rows: Sequence[Row]) -> Perturbations:
    """Return two versions for each row, at its low and at its high end wherever it is used."""
    count = 2 * len(rows)
    tables = {}
    for k, row in enumerate(rows):
        for node in row.nodes:
            if node not in tables:
                tables[node] = np.repeat(model.world.nodes[node].table[..., np.newaxis], count, axis=-1)
            for column, value in ((2 * k, row.low), (2 * k + 1, row.high)):
                tables[node][row.place, :, column] = log([value, 1.0 - value])
    return Perturbations(count, nodes=tables)
