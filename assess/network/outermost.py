"""A variable that alone decides whether any evidence counts, and whose posterior odds are known through a ratio.

In its first state the evidence bears on everything else, in its second nothing does. A sampler does not know the
probability of the evidence, but its ratio in the second state to that in the first is f·P(favoured | evidence, first
state) / P(favoured) + 1 - f, so both states are sampled separately and mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assess.network.elimination import EliminationPlan
from assess.network.logs import Bools, Floats, Ints
from assess.network.network import Network, TableRows
from assess.network.queries import JointQueries


@dataclass(frozen=True)
class Outermost:
    """The variable that decides whether any evidence counts.

    Parameters
    ----------
    variable : int
        A variable of the cutset.
    table : TableRows
        The log probability of its states before the evidence.
    favoured : dict of int to bool, shape (states,)
        By variable: the favoured states; empty if nothing is favoured.
    weight, prior : float
        f, and P(favoured).
    """

    variable: int
    table: TableRows
    favoured: Mapping[int, Bools]
    weight: float
    prior: float

    def queries(self, plan: EliminationPlan) -> JointQueries:
        """Return the query for the favoured states."""
        return JointQueries(plan, [[dict(self.favoured)]] if self.favoured else [])

    def held(self, network: Network, states: Ints) -> Network:
        """Return the network with the variable fixed in a state, shape (columns,)."""
        tables = network.stacks[self.table.stack].tables
        wide = np.broadcast_to(tables, (*tables.shape[:-1], len(states))).copy()
        wide[self.table.first] = np.where(np.arange(2)[:, np.newaxis] == states, 0.0, -np.inf)
        return network.with_stack(self.table.stack, wide)

    def first(self, network: Network, favoured: Floats) -> Floats:
        """Return the probability of the first state given the evidence, from P(favoured | evidence, first state)."""
        odds = np.exp(network.stacks[self.table.stack].tables[self.table.first, :, 0])
        against = odds[1] * (self.weight * favoured / self.prior + 1.0 - self.weight)
        share: Floats = odds[0] / (odds[0] + against)
        return share


def mixed(first: Ints, second: Ints, shares: Floats) -> Ints:
    """Return a mixture of two samples, in which the first makes up a given share of each chain's columns.

    Parameters
    ----------
    first, second : int64, shape (variables, sweeps, chains)
        Both have the same number of chains.
    shares : float64, shape (chains,)

    Returns
    -------
    int64, shape (variables, sweeps, chains)
    """
    sweeps = max(first.shape[1], second.shape[1])
    own = np.diff(np.round(np.cumsum(shares * sweeps)), prepend=0.0).astype(np.int64)
    at, column = np.arange(sweeps)[:, np.newaxis], np.arange(len(shares))
    of_first = np.minimum(at * first.shape[1] // np.maximum(own, 1), first.shape[1] - 1)
    of_second = np.clip((at - own) * second.shape[1] // np.maximum(sweeps - own, 1), 0, second.shape[1] - 1)
    states: Ints = np.where(at < own, first[:, of_first, column], second[:, of_second, column])
    return states
