"""What the written numbers mean: chances, grades, prior rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from assess.domain.chance import Chance
from assess.domain.evidence import Evidence
from assess.domain.grading import Grading
from assess.domain.rubric import PriorRow, Rubric
from assess.domain.scale import Scale
from assess.domain.source import Source
from assess.network.beta import beta_of_quantiles
from assess.network.logs import Floats

EXACT = float("inf")
"""The effective sample size of an exactly known number."""

BetaRow = tuple[float, float]
"""Mean and effective sample size of a Beta distribution."""


class Numbers:
    """The rows that chances stand for under a rubric's scale and grading: means and effective sample sizes.

    Parameters
    ----------
    scale : Scale
    grading : Grading
    """

    def __init__(self, scale: Scale, grading: Grading) -> None:
        self.scale, self.grading = scale, grading

    @classmethod
    def of(cls, rubric: Rubric) -> Numbers:
        """Return the numbers of a rubric whose scale and grading are loaded."""
        assert isinstance(rubric.scale, Scale)
        assert isinstance(rubric.grading, Grading)
        return cls(rubric.scale, rubric.grading)

    def row(self, chance: Chance) -> BetaRow:
        """Return the row of a chance; a term is read as the Beta whose 5 % to 95 % range is its band."""
        if chance.value is not None:
            return chance.value, EXACT
        if chance.mean is not None:
            assert chance.n is not None
            return chance.mean, chance.n
        band = chance if chance.term is None else self.scale.find(chance.term)
        assert band is not None
        assert band.low is not None
        assert band.high is not None
        a, b = beta_of_quantiles(band.low, band.high)
        return a / (a + b), a + b

    def reliability(self, chance: Chance) -> BetaRow:
        """Return the row of P(reliable) for a grade or a chance."""
        if chance.term is not None and chance.term in self.grading.reliability:
            return self.row(self.grading.reliability[chance.term])
        return self.row(chance)

    def likelihood(self, item: Evidence, source: Source) -> tuple[BetaRow, BetaRow]:
        """Return the rows of what a reliable origin says if the indicator is present and if it is absent.

        Parameters
        ----------
        item : Evidence
        source : Source
            Its origin, whose accuracy applies to an item without one.

        Notes
        -----
        For a silent item they are the rows of saying *present*, had the origin reported what it found.

        An accuracy a is two independent rows with means a and 1 - a. A search finds what is there with probability
        `search`, and never what is not there.
        """
        if item.says == "not-found":
            return _other(self.row(item.search or self.grading.search)), (1.0, EXACT)
        if item.hit is not None and item.false_alarm is not None:
            says_present = self.row(item.hit), self.row(item.false_alarm)
        else:
            usual = source.accuracy if item.credibility is None else self.grading.credibility[item.credibility]
            accuracy = item.accuracy or usual
            assert accuracy is not None
            says_present = self.row(accuracy), _other(self.row(accuracy))
        if item.says in ("present", "silent"):
            return says_present
        return _other(says_present[0]), _other(says_present[1])


def _other(row: BetaRow) -> BetaRow:
    """Return the row of the opposite outcome."""
    mean, size = row
    return 1.0 - mean, size


def prior_table(prior: PriorRow, parents: Sequence[Sequence[str]], states: Sequence[str], weight: float) -> Floats:
    """Return P(state | parents' states), shape (states of each parent ..., states).

    A row whose sum is off by rounding is divided by it, so that it is exactly a distribution. Each row becomes
    weight·row + (1 - weight)·(plain average of the rows).
    """
    table = np.array(_rows(prior, list(parents), states), dtype=np.float64)
    table /= table.sum(axis=-1, keepdims=True)
    if weight < 1.0:
        average = table.reshape(-1, len(states)).mean(axis=0)
        table = weight * table + (1.0 - weight) * average
    return table


def sizes_table(sizes: Any, parents: Sequence[Sequence[str]]) -> Floats:
    """Return the effective sample size of each row of a prior, shape (states of each parent ...); None means exact."""
    if not isinstance(sizes, Mapping):
        return np.full([len(states) for states in parents], EXACT if sizes is None else sizes)
    return np.stack([sizes_table(sizes[state], parents[1:]) for state in parents[0]])


def _rows(prior: Any, parents: list[Sequence[str]], states: Sequence[str]) -> list[Any]:
    if parents:
        first, *rest = parents
        return [_rows(prior if isinstance(prior, str) else prior[state], rest, states) for state in first]
    if prior == "uniform":
        return [1.0 / len(states)] * len(states)
    return [float(prior[state]) for state in states]


def indicator_table(
    present_if: Mapping[str, Chance], parent: Sequence[str], weight: float, numbers: Numbers
) -> tuple[Floats, Floats]:
    """Return P(present) and P(absent) given the parent's states, and the effective sample sizes of these rows.

    P(present | h) = weight·p_h + (1 - weight)·(plain mean of p over the parent's states); the sizes are unchanged.

    Returns
    -------
    float64, shapes (states of the parent, 2) and (states of the parent,)
    """
    rows = np.array([numbers.row(present_if[state]) for state in parent])
    present = rows[:, 0]
    if weight < 1.0:
        present = weight * present + (1.0 - weight) * present.mean()
    return np.stack([present, 1.0 - present], axis=-1), rows[:, 1]
