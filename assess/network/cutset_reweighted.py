"""Sampled networks under other numbers: reweighting the states that chains went through.

Each reading is compared with the same reading of the same states under the numbers they were sampled with, so that the
sampling error, which both share, cancels. If the weights are unsound, states are resampled by weight and moved on by a
few sweeps under the new numbers (Del Moral, Doucet and Jasra 2006).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assess.network.conditionals import Conditionals, conditionals
from assess.network.cutset import Cutset
from assess.network.cutset_leave_out import SOUND_K, tail_shape
from assess.network.cutset_sampling import CutsetSample
from assess.network.cutset_sweeps import Sweeps, floored
from assess.network.elimination import EliminationPlan
from assess.network.logs import Floats, Ints, log
from assess.network.network import Network
from assess.network.outermost import Outermost
from assess.network.queries import Reading
from assess.network.sampling import resampled
from assess.network.solve import Solution, solve

FEWEST, MOST = 128, 512
"""The number of columns that are reweighted."""

CELLS = 2**20
MOVES, KEPT_MOVES = 8, 6
"""The number of sweeps after unsound weights, and how many of the last ones are kept."""

_Read = Callable[[Conditionals], Sequence[Floats]]


@dataclass
class ReweightingBase:
    """A sample, as a base for reweighting.

    Parameters
    ----------
    sample : CutsetSample
    drawn : collection of int
        Variables of its cutset that are drawn given all others.
    outermost : Outermost, optional
        One of these variables that alone decides whether evidence counts.
    """

    sample: CutsetSample
    drawn: Collection[int]
    outermost: Outermost | None = None
    _readings: dict[int, tuple[object, list[Floats]]] = field(default_factory=dict)

    @cached_property
    def few(self) -> CutsetSample:
        """The columns to reweight."""
        return self.sample.thinned(max(FEWEST, min(MOST, CELLS // self.sample.plan.cells)))

    @cached_property
    def log_totals(self) -> Floats:
        """The log total of each of these columns, nats."""
        return solve(self.sample.cutset.given(self.few.states), self.sample.plan).log_total

    def corrections(self, read: Callable[[Conditionals], Sequence[Floats]], of: object) -> list[Floats]:
        """Return readings of the whole sample, less those of these columns, each of shape (..., 1)."""
        known = self._readings.get(id(of))
        if known is None or known[0] is not of:
            few, every = self.few.with_errors(read), self.sample.with_errors(read)
            differences = [(a - b)[..., np.newaxis] for (a, _), (b, _) in zip(every, few, strict=True)]
            known = self._readings[id(of)] = (of, differences)
        return known[1]

    def under(self, network: Network) -> ReweightedSample:
        """Return the sample under other numbers, those of a network of one column."""
        return ReweightedSample(self, network.apart())

    def under_each(self, network: Network, count: int) -> Iterator[ReweightedSample]:
        """Return the sample under each column of a network in turn."""
        return map(self.under, columns_of(network, count))


class ReweightedSample:
    """A sample under other numbers.

    Parameters
    ----------
    base : ReweightingBase
    network : Network
    """

    def __init__(self, base: ReweightingBase, network: Network) -> None:
        self._base, self._network = base, network
        self._cutset: Cutset = base.sample.cutset.over(network)
        self._states: Ints = base.few.states
        with np.errstate(invalid="ignore"):
            logs = solve(self._cutset.given(self._states), self.plan).log_total - base.log_totals
        logs = np.where(np.isnan(logs), -np.inf, logs)
        top = float(logs.max())
        self.log_total = np.array([-np.inf])
        self._weights = np.full(len(logs), np.nan)
        self._is_moved = False
        if top > -np.inf:
            weights = np.exp(logs - top)
            self.log_total = np.array([top + np.log(weights.mean())])
            self._weights = weights / weights.sum()
            if base.outermost is not None:
                self._mix(base.outermost, logs)
            if tail_shape(weights) > SOUND_K:
                self._move()

    @property
    def plan(self) -> EliminationPlan:
        """The plan of the elimination given the cutset."""
        return self._base.sample.plan

    def _mix(self, outermost: Outermost, logs: Floats) -> None:
        """Weight the columns in either state of a variable separately, and mix them by the changed numbers."""
        is_first = self._states[self._cutset.variables.index(outermost.variable)] == 0
        if is_first.all() or not is_first.any() or not np.isfinite(logs[is_first].max()):
            return
        first, second = (np.where(chosen, np.exp(logs - logs[chosen].max()), 0.0) for chosen in (is_first, ~is_first))
        first, second = first / first.sum(), second / second.sum()
        queries = outermost.queries(self.plan)
        solved = conditionals(self._cutset.given(self._states), self.plan)
        favoured = [float((p * first).sum()) for p in queries.probabilities(solved)] or [1.0]
        share = float(outermost.first(self._network, np.array(favoured[0])))
        mean = logs[is_first].max() + np.log(np.exp(logs[is_first] - logs[is_first].max()).mean())
        self.log_total = np.array([mean + np.log(is_first.mean()) - np.log(share)])
        self._weights = share * first + (1.0 - share) * second

    def _move(self) -> None:
        rng = np.random.default_rng(0)
        chosen, outermost = self._states[:, resampled(self._weights)], self._base.outermost
        held = self._network
        if outermost is not None:
            held = outermost.held(held, chosen[self._cutset.variables.index(outermost.variable)])
        near = floored(held)
        columns = chosen.shape[1]
        sweeps = Sweeps(near, self._cutset.over(near), self._base.drawn, columns, rng)
        sweeps.states = chosen
        states = []
        for _ in range(MOVES):
            sweeps.sweep()
            states.append(sweeps.solved_at)
        self._states = np.concatenate(states[-KEPT_MOVES:], axis=1)
        self._weights = np.full(KEPT_MOVES * columns, 1.0 / (KEPT_MOVES * columns))
        self._is_moved = True

    @cached_property
    def _solved(self) -> list[tuple[slice, Conditionals]]:
        columns, at_once = self._states.shape[1], self._base.few.states.shape[1]
        chunks = [slice(first, first + at_once) for first in range(0, columns, at_once)]
        return [(some, conditionals(self._cutset.given(self._states[:, some]), self.plan)) for some in chunks]

    def average(self, read: Reading) -> list[Floats]:
        """Return the means over the columns of what `read` gives for each, all of shape (..., 1)."""
        return self._averaged(read, getattr(read, "__self__", read))

    def _averaged(self, read: _Read, of: object) -> list[Floats]:
        means: list[Floats] = []
        for some, solved in self._solved:
            weights = self._weights[some]
            values = [
                (np.broadcast_to(v, (*v.shape[:-1], len(weights))) * weights).sum(axis=-1, keepdims=True)
                for v in read(solved)
            ]
            means = [a + b for a, b in zip(means, values, strict=True)] if means else values
        if self._is_moved:
            return means
        corrections = self._base.corrections(read, of)
        return [np.clip(mean + more, 0.0, 1.0) for mean, more in zip(means, corrections, strict=True)]

    @cached_property
    def _marginals(self) -> list[Floats]:
        return self._averaged(_marginals, _marginals)

    def marginal(self, variable: int) -> Floats:
        """Return the probability of each state of a variable, shape (states, 1)."""
        values = self._marginals[self.plan.step_of[variable]][self.plan.row_of[variable]]
        marginal: Floats = values / values.sum(axis=0)
        return marginal

    def log_marginal(self, variable: int) -> Floats:
        """Return the logarithm of the marginal of a variable, shape (states, 1), nats."""
        return log(self.marginal(variable))


SolvedInLogs = Solution | Conditionals | CutsetSample | ReweightedSample
"""A solved or sampled network from which logarithms of probabilities are read."""


def _marginals(solved: Conditionals) -> Sequence[Floats]:
    return solved.marginals


def columns_of(network: Network, count: int) -> list[Network]:
    """Return the columns of a network with `count` columns as networks of one column."""
    return [
        network._replace(
            stacks=tuple(
                stack if stack.tables.shape[-1] == 1 else stack.with_tables(stack.tables[..., k : k + 1])
                for stack in network.stacks
            ),
        )
        for k in range(count)
    ]
