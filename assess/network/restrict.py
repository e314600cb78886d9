"""What a solved network would sum to if some of its variables were restricted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from assess.network.logs import Floats, log_sum
from assess.network.solve import Solution, spread


def log_total_given(solution: Solution, factors: Mapping[int, Floats]) -> Floats:
    """Return the log of the total of a network with some variables multiplied by factors.

    Only the cliques from those variables to the last of their component are worked again.

    Parameters
    ----------
    solution : Solution
    factors : dict of int to float64, shape (states,), nats
        By variable; -inf rules a state out.

    Returns
    -------
    float64, shape (batch,), nats
    """
    plan = solution.plan
    again: set[int] = set()
    for variable in factors:
        while variable >= 0 and variable not in again:
            again.add(variable)
            variable = plan.parent[variable]
    changes: dict[int, list[tuple[int, Floats]]] = {}
    total = solution.log_total
    for variable in sorted(again, key=plan.position.__getitem__):
        step, row = plan.step_of[variable], plan.row_of[variable]
        clique = plan.clique(variable)
        table = solution.tables[step][row]
        if variable in factors:
            table = table + factors[variable].reshape(-1, *(1,) * len(clique))
        for child, change in changes.pop(variable, ()):
            axes = tuple(map(clique.index, plan.clique(child)[1:]))
            table = table + spread(change[np.newaxis], axes, len(clique))[0]
        change = log_sum(table, (0,)) - _finite(solution.messages[step][row])
        into = plan.parent[variable]
        if into < 0:
            total = total + change
        else:
            changes.setdefault(into, []).append((variable, change))
    return total


def _finite(logs: Floats) -> Floats:
    """Return logs with 0 for -inf: what had probability 0 keeps it, whatever is added to its logarithm."""
    return np.where(np.isneginf(logs), 0.0, logs)
