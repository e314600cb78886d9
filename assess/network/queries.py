"""Queries to a solved network: the joint probability of states of some variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from assess.network.elimination import EliminationPlan
from assess.network.logs import Floats
from assess.network.solve import spread


class SolvedNetwork(Protocol):
    """What a query needs of a solved network."""

    @property
    def plan(self) -> EliminationPlan:
        """The plan that it was solved by."""

    def conditional(self, variable: int) -> Floats:
        """Return the probability of a variable given those that it was joined to when it was eliminated."""

    def marginal(self, variable: int) -> Floats:
        """Return the probability of each state of a variable, shape (states, batch)."""


def probability_given(solution: SolvedNetwork, factors: Mapping[int, Floats]) -> Floats:
    """Return the total of a network with some variables multiplied by factors, over the total without them.

    Only the cliques from those variables to the last of their component are worked again: below them nothing changes,
    so that what they contribute, given the variables above, is 1.

    Parameters
    ----------
    solution : Solution or Conditionals
    factors : dict of int to float64, shape (states,)
        By variable; 0 rules a state out.

    Returns
    -------
    float64, shape (batch,)
        With factors of 0 and 1, the probability that all these variables are in the states of factor 1.
    """
    plan = solution.plan
    again: set[int] = set()
    for variable in factors:
        while variable >= 0 and variable not in again:
            again.add(variable)
            variable = plan.parent[variable]
    below: dict[int, list[tuple[int, Floats]]] = {}
    total = np.ones(1)
    for variable in sorted(again, key=plan.position.__getitem__):
        clique = plan.clique(variable)
        shares = solution.conditional(variable)
        if variable in factors:
            shares = shares * factors[variable].reshape(-1, *(1,) * len(clique))
        for child, share in below.pop(variable, ()):
            axes = tuple(map(clique.index, plan.clique(child)[1:]))
            shares = shares * spread(share[np.newaxis], axes, len(clique))[0]
        share = shares.sum(axis=0)
        into = plan.parent[variable]
        if into < 0:
            total = total * share
        else:
            below.setdefault(into, []).append((variable, share))
    return total
