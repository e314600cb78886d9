"""Solving a network as conditional probabilities along its elimination, for many columns at once.

Only messages are in logarithms; everything else is sums and products of numbers from 0 to 1. Probabilities below the
smallest double are 0 here; `solve` has their logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.network.elimination import EliminationPlan
from assess.network.logs import Floats, log
from assess.network.network import Network
from assess.network.solve import Solution, gather, ordered, potentials

_NEAR = 1e-6


def conditionals(network: Network, plan: EliminationPlan) -> Conditionals:
    """Return the solution of a network as conditional probabilities.

    Parameters
    ----------
    network : Network
        The network, of the shape that was planned for.
    plan : EliminationPlan
    """
    tables: list[Floats] = []
    messages: list[Floats] = []
    for step, own in zip(plan.steps, potentials(network, plan), strict=True):
        share, message = _divided(gather(step, own, messages))
        tables.append(share)
        messages.append(message)
    return Conditionals(plan, tables)


def conditionals_of(solution: Solution) -> Conditionals:
    """Return a solution in log space as conditional probabilities."""
    messages = (np.where(np.isneginf(message), 0.0, message) for message in solution.messages)
    pairs = zip(solution.tables, messages, strict=True)
    return Conditionals(solution.plan, [np.exp(table - message[:, np.newaxis]) for table, message in pairs])


def _divided(table: Floats) -> tuple[Floats, Floats]:
    """Divide each table by its sum over its first axis, and return the logarithm of that sum (nats).

    If the sums are not near 1, the largest terms are scaled to 1 first.
    """
    with np.errstate(over="ignore"):
        share = np.exp(table)
    total = share.sum(axis=1)
    if total.min(initial=1.0) > _NEAR and total.max(initial=1.0) < 1.0 / _NEAR:
        share /= total[:, np.newaxis]
        return share, np.log(total)
    top = table.max(axis=1, keepdims=True)
    np.copyto(top, 0.0, where=np.isneginf(top))
    np.subtract(table, top, out=share)
    np.exp(share, out=share)
    total = share.sum(axis=1)
    message = log(total) + top[:, 0]
    total[total == 0.0] = 1.0
    share /= total[:, np.newaxis]
    return share, message


@dataclass(frozen=True, eq=False, repr=False)
class Conditionals:
    """For each step, the probability of its variables given those each was joined to when it was eliminated.

    Parameters
    ----------
    plan : EliminationPlan
    conditionals : list of float64, each (cliques, states ..., batch)
        0 for all states if the condition is impossible. Empty for a step that nothing was asked of.
    """

    plan: EliminationPlan
    conditionals: list[Floats]

    def conditional(self, variable: int) -> Floats:
        """Return the probability of a variable given the others of its clique, shape (states ..., batch)."""
        table: Floats = self.conditionals[self.plan.step_of[variable]][self.plan.row_of[variable]]
        return table

    def others(self, variable: int) -> Floats:
        """Return the joint probability of the others in a variable's clique, shape (states ..., batch)."""
        joint = self._passed_down[self.plan.step_of[variable]]
        return np.ones(1) if joint is None else joint[self.plan.row_of[variable]]

    def marginal(self, variable: int) -> Floats:
        """Return the probability of each state of a variable, shape (states, batch)."""
        marginal: Floats = self.marginals[self.plan.step_of[variable]][self.plan.row_of[variable]]
        return marginal

    def log_marginal(self, variable: int) -> Floats:
        """Return the log of `marginal`, shape (states, batch), nats; -inf where it is too small for a double."""
        return log(self.marginal(variable))

    def of_tables(self, stack: int, count: int) -> Floats:
        """Return the joint probability of the variables of each table of a stack, shape (tables, states ..., batch).

        Parameters
        ----------
        stack : int
        count : int
            The number of tables in it.
        """
        joints: Floats | None = None
        for number, step in enumerate(self.plan.steps):
            for flow in step.tables:
                if flow.source != stack:
                    continue
                joint, coming = self.conditionals[number], self._passed_down[number]
                if coming is not None:
                    joint = joint * coming[:, np.newaxis]
                others = tuple(k + 1 for k in range(len(step.cards)) if k not in flow.axes)
                part = ordered(joint.sum(axis=others) if others else joint, flow.axes, 1)
                part = part[flow.each]
                if joints is None or joints.shape[-1] < part.shape[-1]:
                    wider = np.zeros((count, *part.shape[1:]))
                    if joints is not None:
                        wider[...] = joints
                    joints = wider
                joints[slice(None) if flow.rows is None else flow.rows] = part
        assert joints is not None
        return joints

    @cached_property
    def marginals(self) -> list[Floats]:
        """For each step, the marginals of the variables that it eliminates, shape (cliques, states, batch)."""
        return self._down[0]

    @cached_property
    def _passed_down(self) -> list[Floats | None]:
        """For each step, the joint probability of the other variables in its cliques; None if there are none."""
        return self._down[1]

    @cached_property
    def _down(self) -> tuple[list[Floats], list[Floats | None]]:
        steps = self.plan.steps
        above: list[Floats | None] = [None] * len(steps)
        marginals: list[Floats] = [np.zeros(0)] * len(steps)
        for number in range(len(steps) - 1, -1, -1):
            step, coming = steps[number], above[number]
            joint = self.conditionals[number]
            if not joint.size:
                continue
            if coming is not None:
                joint = joint * coming[:, np.newaxis]
            for flow in step.messages:
                if not self.conditionals[flow.source].size:
                    continue
                part = joint if flow.into is None else joint[flow.into]
                others = tuple(k + 1 for k in range(len(step.cards)) if k not in flow.axes)
                down = ordered(part.sum(axis=others) if others else part, flow.axes, 1)
                if flow.segments is not None:
                    down = np.repeat(down, flow.segments.lengths, axis=0)
                if flow.rows is None:
                    above[flow.source] = down
                    continue
                target = above[flow.source]
                if target is None or target.shape[-1] < down.shape[-1]:
                    below = self.conditionals[flow.source]
                    wider = np.zeros((below.shape[0], *below.shape[2:-1], down.shape[-1]))
                    if target is not None:
                        wider[...] = target
                    target = above[flow.source] = wider
                target[flow.rows] = down
            marginals[number] = joint.sum(axis=tuple(range(2, joint.ndim - 1)))
        return marginals, above
