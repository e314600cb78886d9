"""Shared rates before and after the evidence: the means of rows that several nodes share."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assess.compile.model import Compiled
from assess.compile.rates import Share, known_share
from assess.network.logs import Floats
from assess.network.queries import SolvedNetwork
from assess.network.reweighted import Product, Reweighted


class SharedRate(NamedTuple):
    """The probability of one state in a row that several nodes share.

    Parameters
    ----------
    name : str
        The name of the question, the indicator or the source.
    given : tuple of str
        The states of its parents for this row.
    outcome : str
    country : str or None
        The country in which it is shared; None if all uses in the case share it, or for uses without a country.
    uses : tuple of str
        The nodes of the world that use the row.
    row, state : int
        The positions of the row among those of a node, and of the outcome.
    mean : float
        The mean before any evidence.
    """

    name: str
    given: tuple[str, ...]
    outcome: str
    country: str | None
    uses: tuple[str, ...]
    row: int
    state: int
    mean: float

    @property
    def id(self) -> str:
        """The rate as a conditional probability: ``posture=steers|coherent``, with ``@AZ`` for a country."""
        where = "" if self.country is None else f"@{self.country}"
        return f"{self.name}={self.outcome}{'|' if self.given else ''}{','.join(self.given)}{where}"


def shared_rates(compiled: Compiled) -> list[SharedRate]:
    """Return every shared rate of a case; for an indicator, only that of ``present``."""
    by_rows: dict[tuple[str, ...], set[int | None]] = {}
    for placed in compiled.after.part.tables.shares:
        by_rows.setdefault(placed.share.uses, set()).add(placed.share.row)
    rates = []
    for uses, chosen in by_rows.items():
        node = compiled.world.nodes[uses[0]]
        assert node.shares is not None
        is_question = uses[0] in compiled.layout.instances
        given = list(itertools.product(*(compiled.world.nodes[parent].states for parent in node.parents)))
        means = np.exp(node.table).reshape(len(given), -1)
        for row, states in enumerate(given):
            if (None in chosen or row in chosen) and np.isfinite(node.sizes.reshape(-1)[row]):
                rates += [
                    SharedRate(node.shares.name, states, outcome, node.shares.country, uses, row, state, float(mean))
                    for state, (outcome, mean) in enumerate(zip(node.states, means[row], strict=True))
                    if is_question or state == 0
                ]
    return rates


def taught_means(compiled: Compiled, rates: Sequence[SharedRate]) -> list[tuple[float, float | None]]:
    """Return the mean of each rate given all the evidence, and its standard error, None if exact."""
    by_uses: dict[tuple[str, ...], list[_Points]] = {}
    for placed in compiled.after.part.tables.shares:
        node = compiled.world.nodes[placed.share.uses[0]]
        means = np.exp(node.table).reshape(-1, len(node.states))
        points, others, _ = np.exp(placed.share.log_points(means, node.sizes.reshape(-1)))
        by_uses.setdefault(placed.share.uses, []).append(_Points(placed.share, placed.variable, points, others))
    asked = [_Mean.of(compiled, rate, by_uses[rate.uses]) for rate in rates]
    sample = compiled.after.chains
    if sample is None:
        return [(float(mean.read(compiled.after.exact)[0]), None) for mean in asked]
    sampled = sample.with_errors(lambda solved: [mean.read(solved) for mean in asked])
    return [(float(mean), float(error)) for mean, error in sampled]


class _Points(NamedTuple):
    """The values that a shared rate may have in each row, and 1 minus these; shape (rows, points)."""

    share: Share
    variable: int
    points: Floats
    others: Floats


class _Mean(NamedTuple):
    """The mean of a rate: that of a product, times what is known, or the prior mean if `under` does not hold."""

    known: float
    factors: Product
    under: Product
    prior: float

    @classmethod
    def of(cls, compiled: Compiled, rate: SharedRate, placed: Sequence[_Points]) -> _Mean:
        node = compiled.world.nodes[rate.uses[0]]
        means = np.exp(node.table).reshape(-1, len(node.states))
        factors: dict[int, Floats] = {}
        known = 1.0
        for state in range(min(rate.state + 1, len(node.states) - 1)):
            comes = state == rate.state
            taught = next((p for p in placed if p.share.state == state and p.share.row in (None, rate.row)), None)
            if taught is None:
                share = known_share(means[rate.row], state)
                known *= share if comes else 1.0 - share
                continue
            place = rate.row if taught.share.row is None else 0
            factors[taught.variable] = (taught.points if comes else taught.others)[place]
        under: dict[int, Floats] = {}
        if any(each.share.row is None for each in placed):
            # If the variable represents all rows, it informs this one as far as the parents are in its states.
            nodes, world = compiled.after.part.nodes, compiled.world.nodes
            under = {
                nodes[parent]: np.array([float(s == state) for s in world[parent].states])
                for parent, state in zip(node.parents, rate.given, strict=True)
            }
        return cls(known, factors, under, rate.mean)

    def read(self, solution: SolvedNetwork) -> Floats:
        """Return the mean in each column of a solution, shape (batch,)."""
        mean = self.known * Reweighted(solution, [{**self.under, **self.factors}]).means
        if self.under:
            mean = mean + (1.0 - Reweighted(solution, [self.under]).means) * self.prior
        return mean
