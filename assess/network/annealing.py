"""The probability of evidence in a network beyond the bound, by annealed importance sampling (Neal 2001).

Chains over a cutset start from its prior, and the evidence is introduced by degrees. With each degree, the weight of a
chain is multiplied by the change in the probability of everything else, summed out exactly; the chain is then moved on
by a sweep. The mean of the weights is unbiased for the probability, however far the chains lag behind their target. The
number of degrees is raised until the weights agree.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from assess.network.cutset import Cutset
from assess.network.cutset_leave_out import SOUND_K, tail_shape
from assess.network.cutset_sampling import raised
from assess.network.cutset_sweeps import Sweeps, floored
from assess.network.leave_out import Swaps, leave_out, place_swaps
from assess.network.logs import Floats, Ints
from assess.network.network import Network, TableRows
from assess.network.network_edit import changed
from assess.network.solve import Solution, solve

CHAINS = 256
FEWEST_DEGREES, MOST_DEGREES = 32, 1024
CURVE = 2.0
"""The exponent that spaces the degrees, since the first evidence moves the chains most."""

LEAST = -12.0
"""The least logarithm of the evidence before the last degree (nats)."""

ENOUGH_ERROR = 0.01
"""The standard error of the logarithm of a probability (nats) at which no more degrees are tried."""


class AnnealedTotal(NamedTuple):
    """An estimate of the probability of the evidence in a network.

    Parameters
    ----------
    log_total : float, nats
    error : float, nats
        Its standard error, from the spread of the chains' weights; infinite if all of them are 0.
    log_weights : float64, shape (chains,), nats
        The weights of the chains before the last degree, by which to weight the probability given the states of each.
    solution : Solution
        The network given these states, one column per chain.
    cutset : Cutset
    states : int64, shape (variables of the cutset, chains)
        The states in which the chains ended.
    """

    log_total: float
    error: float
    log_weights: Floats
    solution: Solution
    cutset: Cutset
    states: Ints

    def under(self, network: Network) -> float:
        """Return the log probability (nats) under other numbers, those of a network of one column and the same shape.

        The chains are reweighted; NaN if few of them would carry all the weight.
        """
        logs = self.log_weights + _log_totals(self.cutset.over(network), self.states)
        total, error = _log_mean(logs)
        if np.isinf(error) or tail_shape(np.exp(logs - logs.max())) > SOUND_K:
            return math.nan
        return total

    def without(self, every: Sequence[Swaps]) -> dict[int, float]:
        """Return the log probability (nats) with a table replaced, by the name of the change.

        The chains are reweighted; changes that touch the cutset, or that no clique can hold, are left out.

        Parameters
        ----------
        every : sequence of Swaps
        """
        plan, kept = self.cutset.plan, set(self.cutset.variables)
        totals: dict[int, float] = {}
        for swaps in every:
            fits = [
                k
                for k, scope in enumerate(swaps.scopes)
                if not kept & set(scope) and set(scope) <= set(plan.clique(plan.home(scope)))
            ]
            some = swaps.some(np.array(fits, dtype=np.int64))
            for placed in place_swaps(plan, [some._replace(homes=some.scopes, targets=None)]):
                changed = leave_out(self.solution, placed)
                for name, root, of_component in zip(placed.names, placed.roots, changed, strict=True):
                    others = sum(total for variable, total in self.solution.log_roots.items() if variable != root)
                    totals[name] = _log_mean(self.log_weights + others + of_component)[0]
        return totals


def annealed(
    network: Network, cutset: Cutset, drawn: Collection[int], evidence: Sequence[TableRows], seed: Sequence[int]
) -> AnnealedTotal:
    """Return an estimate of the probability of the evidence in a network, by chains over a cutset.

    The number of degrees is raised until the standard error is at most `ENOUGH_ERROR`, or up to `MOST_DEGREES`.

    Parameters
    ----------
    network : Network
        With one column.
    cutset : Cutset
        A cutset of it.
    drawn : collection of int
        Variables of the cutset that are drawn given all others.
    evidence : sequence of TableRows
        Tables that are introduced by degrees.
    seed : sequence of int
    """
    degrees = FEWEST_DEGREES
    while True:
        estimate = _run(network, cutset, drawn, evidence, degrees, np.random.default_rng([*seed, degrees]))
        if estimate.error <= ENOUGH_ERROR or degrees == MOST_DEGREES:
            return estimate
        # The variance falls in proportion to the number of degrees; a few more are taken so as not to miss by a hair.
        wanted = 1.2 * degrees * min((estimate.error / ENOUGH_ERROR) ** 2, MOST_DEGREES)
        degrees = min(MOST_DEGREES, max(2 * degrees, math.ceil(wanted)))


def _run(
    network: Network,
    cutset: Cutset,
    drawn: Collection[int],
    evidence: Sequence[TableRows],
    degrees: int,
    rng: np.random.Generator,
) -> AnnealedTotal:
    """Return the estimate of one run with a given number of degrees."""
    soft = _softened(network, evidence)
    bare = floored(raised(soft, evidence, 0.0))
    sweeps = Sweeps(bare, cutset.over(bare), drawn, CHAINS, rng)
    log_weights, states = -sweeps.log_start, sweeps.states
    for power in (np.arange(degrees) / degrees) ** CURVE:
        tempered = floored(raised(soft, evidence, float(power)))
        held = cutset.over(tempered)
        sweeps = Sweeps(tempered, held, drawn, CHAINS, rng)
        log_weights = log_weights + _log_totals(held, states)
        sweeps.states = states
        sweeps.sweep()
        states = sweeps.states
        log_weights = log_weights - _log_totals(held, states)
    solution = solve(cutset.given(states), cutset.plan)
    return AnnealedTotal(*_log_mean(log_weights + solution.log_total), log_weights, solution, cutset, states)


def _softened(network: Network, evidence: Sequence[TableRows]) -> Network:
    """Return a network in which no evidence rules anything out, so that exclusions too come by degrees."""
    return changed(network, evidence, lambda logs: np.maximum(logs, LEAST))


def _log_totals(cutset: Cutset, states: Ints) -> Floats:
    """Return the log probability given the states of each chain, shape (chains,), nats."""
    return solve(cutset.given(states), cutset.plan).log_total


def _log_mean(log_weights: Floats) -> tuple[float, float]:
    """Return the logarithm of the mean of some weights, and its standard error (nats)."""
    largest = log_weights.max()
    if np.isneginf(largest):
        return -np.inf, np.inf
    weights = np.exp(log_weights - largest)
    mean = weights.mean()
    return float(largest + np.log(mean)), float(weights.std(ddof=1) / mean / len(weights) ** 0.5)
