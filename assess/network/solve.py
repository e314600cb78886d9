"""Exact inference on the clique tree of a plan: a pass up and a pass down give all marginals, in log space.

The pass up is variable elimination (Dechter 1999). In the pass down, the message to a clique is the belief of its
parent without the message that came up from it. Shenoy and Shafer (1990) multiply all other messages again; here the
message is divided out, as in Lauritzen and Spiegelhalter (1988), by subtracting logs. For a probability of exactly 0
that would be -inf minus -inf, so the -inf terms of a sum are counted separately from its finite part and subtracted by
number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from assess.network.elimination import CliqueStep, EliminationPlan, Flow
from assess.network.logs import Floats, Ints, log_sum
from assess.network.network import Network


def potentials(network: Network, plan: EliminationPlan) -> Iterator[Floats]:
    """Yield, for each step, the sum of the network's own tables in each clique (nats)."""
    for step in plan.steps:
        arrivals = [(flow, network.stacks[flow.source].tables) for flow in step.tables]
        batch = max([values.shape[-1] for _, values in arrivals], default=1)
        if len(arrivals) > 1:
            arrivals.sort(key=lambda arrival: arrival[0].into is not None)
        total = np.empty((len(step.cliques), *step.cards, batch))
        first = bool(arrivals) and arrivals[0][0].into is None
        if not first:
            total.fill(0.0)
        for flow, values in arrivals:
            enter(total, flow, values if flow.rows is None else values[flow.rows], first)
            first = False
        yield total


def solve(network: Network, plan: EliminationPlan) -> Solution:
    """Return the solution of a network: its sum over all variables, with all marginals.

    Parameters
    ----------
    network : Network
        The network, of the shape that was planned for.
    plan : EliminationPlan
    """
    own = list(potentials(network, plan))
    tables: list[Floats] = []
    messages: list[Floats] = []
    zeros = any(map(has_zero, own))
    for step, table in zip(plan.steps, own, strict=True):
        tables.append(gather(step, table, messages))
        messages.append(log_sum(tables[-1], (1,)))
    return Solution(network, plan, tables, messages, zeros)


def gather(step: CliqueStep, table: Floats, messages: Sequence[Floats]) -> Floats:
    """Return a step's tables with the messages of earlier steps added, in place unless these have more columns."""
    for flow in step.messages:
        values = messages[flow.source]
        table = as_wide(table, values.shape[-1])
        enter(table, flow, values if flow.rows is None else values[flow.rows])
    return table


def spread(part: Floats, axes: tuple[int, ...], dimensions: int) -> Floats:
    """Return tables (n, states ..., batch) as tables over cliques of `dimensions` axes, axis k as axis ``axes[k]``."""
    permutation, index = _layout(axes, dimensions)
    return (part if permutation is None else part.transpose(permutation))[index]


@lru_cache(maxsize=4096)
def _layout(axes: tuple[int, ...], dimensions: int) -> tuple[tuple[int, ...] | None, tuple[slice | None, ...]]:
    """Return the permutation that sorts a table's axes (None if sorted), and the index that adds the others."""
    order = sorted(range(len(axes)), key=axes.__getitem__)
    rises = order == list(range(len(axes)))
    every = slice(None)
    index = (every, *(every if axis in axes else None for axis in range(dimensions)), every)
    return None if rises else (0, *(k + 1 for k in order), len(axes) + 1), index


def as_wide(table: Floats, batch: int) -> Floats:
    """Return a table with a batch axis of at least a given length, in which components of a network may differ."""
    if table.shape[-1] >= batch:
        return table
    return np.broadcast_to(table, (*table.shape[:-1], batch)).copy()


def ordered(table: Floats, axes: tuple[int, ...], first: int) -> Floats:
    """Return a table with its axes in the order that `spread` took: axis k is that of ``axes[k]``."""
    rank = sorted(axes)
    if len(axes) < 2 or rank == list(axes):
        return table
    return table.transpose(*range(first), *(rank.index(k) + first for k in axes), table.ndim - 1)


def enter(total: Floats, flow: Flow, part: Floats, first: bool = False) -> None:
    """Add tables that enter a step to those of its cliques, in place, or write them if they are the first."""
    if flow.segments is not None:
        part = flow.segments.sum(part)
    part = spread(part, flow.axes, total.ndim - 2)
    if first:
        total[...] = part
    elif flow.into is None:
        total += part
    else:
        total[flow.into] += part


@dataclass(frozen=True, eq=False, repr=False)
class Solution:
    """A network solved by a pass up; the pass down follows when marginals are needed.

    Parameters
    ----------
    tables : list of float64, each (cliques, states ..., batch), nats
        For each step, its own tables and the messages from below.
    messages : list of float64
        The messages that each step passed up.
    zeros : bool
        Whether a probability in the network is exactly 0.
    """

    network: Network
    plan: EliminationPlan
    tables: list[Floats]
    messages: list[Floats]
    zeros: bool
    _conditionals: dict[int, Floats] = field(default_factory=dict, repr=False, compare=False)
    _others: dict[int, Floats] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def log_total(self) -> Floats:
        """The log of the sum over all states, shape (batch,), nats."""
        batch = max((t.shape[-1] for t in self.tables), default=1)
        total = np.zeros(batch)
        for step, message in zip(self.plan.steps, self.messages, strict=True):
            if len(step.cards) == 1:
                total = total + message.sum(axis=0)
        return total

    @cached_property
    def log_roots(self) -> dict[int, Floats]:
        """The log of the sum of each component, by its last variable eliminated, shape (batch,), nats."""
        return {
            clique[0]: message[row]
            for step, message in zip(self.plan.steps, self.messages, strict=True)
            if len(step.cards) == 1
            for row, clique in enumerate(step.cliques)
        }

    def conditional(self, variable: int) -> Floats:
        """Return the probability of a variable given those that it was joined to when it was eliminated.

        Returns
        -------
        float64, shape (states, states of the others in its clique ..., batch)
            Everything eliminated before it is summed out; 0 for all states if the condition is impossible.
        """
        table = self._conditionals.get(variable)
        if table is None:
            step, row = self.plan.step_of[variable], self.plan.row_of[variable]
            message = self.messages[step][row]
            if self.zeros:
                message = np.where(np.isneginf(message), 0.0, message)
            table = np.exp(self.tables[step][row] - message)
            self._conditionals[variable] = table
        return table

    def others(self, variable: int) -> Floats:
        """Return the joint probability of the others in a variable's clique, shape (states ..., batch).

        NaN if the total is 0.
        """
        known = self._others.get(variable)
        if known is None:
            belief = self.beliefs[self.plan.step_of[variable]][self.plan.row_of[variable]]
            states = tuple(range(belief.ndim - 1))
            with np.errstate(invalid="ignore"):
                near = np.exp(belief - belief.max(axis=states)).sum(axis=0)
                known = self._others[variable] = near / near.sum(axis=states[:-1])
        return known

    @cached_property
    def beliefs(self) -> list[Floats]:
        """For each step, the joint of each clique with everything else summed out, not normalised, nats."""
        return [collapse(*pair) for pair in self.sums]

    @cached_property
    def sums(self) -> list[tuple[Floats, Ints | None]]:
        """For each step, the finite part of the sum of logs, and the number of -inf terms (None if there are none)."""
        steps = self.plan.steps
        sums: list[tuple[Floats, Ints | None]] = [(np.zeros(0), None)] * len(steps)
        above: list[Floats | None] = [None] * len(steps)
        for number in range(len(steps) - 1, -1, -1):
            step = steps[number]
            table = self.tables[number]
            coming = above[number]
            total = table if coming is None else table + coming[:, np.newaxis]
            sums[number] = self._split(step, coming) if self.zeros and has_zero(total) else (total, None)
            for flow in step.messages:
                down = self._down(flow, sums[number], len(step.cards))
                if flow.rows is None:
                    above[flow.source] = down
                    continue
                target = above[flow.source]
                if target is None:
                    target = np.zeros((*self.messages[flow.source].shape[:-1], 1))
                above[flow.source] = target = as_wide(target, down.shape[-1])
                target[flow.rows] = down
        return sums

    def _split(self, step: CliqueStep, coming: Floats | None) -> tuple[Floats, Ints | None]:
        """Return the sums of a step with the -inf terms counted instead of added."""
        arrivals = [(flow, self.network.stacks[flow.source].tables) for flow in step.tables]
        arrivals += [(flow, self.messages[flow.source]) for flow in step.messages]
        batch = max([v.shape[-1] for _, v in arrivals] + ([coming.shape[-1]] if coming is not None else [1]))
        finite = np.zeros((len(step.cliques), *step.cards, batch))
        count: Floats | None = None
        for flow, values in arrivals:
            part, none = parts(values if flow.rows is None else values[flow.rows])
            enter(finite, flow, part)
            if none is not None:
                count = np.zeros_like(finite) if count is None else count
                enter(count, flow, none)
        if coming is not None:
            part, none = parts(coming[:, np.newaxis])
            finite += part
            if none is not None:
                count = none + (np.zeros_like(finite) if count is None else count)
        return finite, None if count is None else count.astype(np.int64)

    def _down(self, flow: Flow, sums: tuple[Floats, Ints | None], dimensions: int) -> Floats:
        """Return the messages down to the cliques below a step, each without the one that came up."""
        finite, count = sums
        own = self.messages[flow.source]
        own = own if flow.rows is None else own[flow.rows]
        others = tuple([k + 1 for k in range(dimensions) if k not in flow.axes])
        if not self.zeros:
            shared = log_sum(finite if flow.into is None else finite[flow.into], others)
            if flow.segments is not None:
                shared = np.repeat(shared, flow.segments.lengths, axis=0)
            return ordered(shared, flow.axes, 1) - own
        counted = None if count is None else count[flow.each]
        left = divided(finite[flow.each], counted, spread(own, flow.axes, dimensions))
        return ordered(log_sum(left, others), flow.axes, 1)

    def log_marginal(self, variable: int) -> Floats:
        """Return the logarithm of the marginal of one variable, shape (states, batch), nats.

        It sums to 1; NaN if the total is 0.
        """
        marginal: Floats = self.log_marginals[self.plan.step_of[variable]][self.plan.row_of[variable]]
        return marginal

    def marginal(self, variable: int) -> Floats:
        """Return the probability of each state of a variable, shape (states, batch)."""
        return np.exp(self.log_marginal(variable))

    @cached_property
    def log_marginals(self) -> list[Floats]:
        """For each step, the log marginals of the variables that it eliminates, (cliques, states, batch), nats."""
        marginals = []
        with np.errstate(invalid="ignore"):
            for belief in self.beliefs:
                near = log_sum(belief, tuple(range(2, belief.ndim - 1)))
                near = near - np.maximum.reduce(near, axis=1, keepdims=True)
                near -= log_sum(near, (1,))[:, np.newaxis]
                marginals.append(np.minimum(near, 0.0, out=near))
        return marginals


def has_zero(logs: Floats) -> bool:
    """Return whether any of some logs is -inf."""
    return bool(np.minimum.reduce(logs, axis=None, initial=0.0) == -np.inf)


def parts(values: Floats) -> tuple[Floats, Floats | None]:
    """Return logs as a finite part and a count (0 or 1) of -inf, None if there is none, so that it can be undone."""
    if not has_zero(values):
        return values, None
    none = np.isneginf(values)
    return np.where(none, 0.0, values), none.astype(np.float64)


def collapse(finite: Floats, count: Ints | None) -> Floats:
    """Return the two parts combined again; `count` is None if no term is -inf."""
    return finite if count is None else np.where(count > 0, -np.inf, finite)


def divided(finite: Floats, count: Ints | None, by: Floats) -> Floats:
    """Return sums of logs, given in two parts, without one of their terms (nats)."""
    part, none = parts(by)
    left = finite - part
    return collapse(left, count if none is None or count is None else count - none.astype(np.int64))
