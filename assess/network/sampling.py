"""Drawing from a solved network and from its rows, and estimating shares of a variance from draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from assess.network.conditionals import Conditionals, conditionals
from assess.network.elimination import CliqueStep, EliminationPlan
from assess.network.logs import Bools, Floats, Ints
from assess.network.network import Network
from assess.network.network_edit import columns, restricted
from assess.network.queries import JointQueries

_ALMOST_ONE = 1.0 - 2.0**-53
_TINY = 1e-300


def sample_states(solution: Conditionals, count: int, rng: np.random.Generator) -> Ints:
    """Return draws of the states of all variables from their joint distribution, by backward sampling.

    Parameters
    ----------
    solution : Conditionals
        Of one batch column, for all draws, or of `count` columns, one for each draw.
    count : int
    rng : Generator

    Returns
    -------
    int64, shape (variables, count)

    Notes
    -----
    In reverse order of elimination, each variable is drawn given those, already drawn, that it was joined to (Dawid
    1992).
    """
    steps = solution.plan.steps
    states = np.zeros((len(solution.plan.position), count), dtype=np.int64)
    for step, table in zip(reversed(steps), reversed(solution.conditionals), strict=True):
        columns = table.shape[-1]
        rising = np.cumsum(table[:, :-1], axis=1).reshape(-1)
        rest = math.prod(step.cards[1:])
        place = np.arange(len(step.cliques))[:, np.newaxis] * ((step.cards[0] - 1) * rest) + _flat_index(step, states)
        if columns > 1:
            place = place * columns + np.arange(count)
        point = rng.random((len(step.cliques), count))
        drawn = np.zeros(point.shape, dtype=np.int64)
        for _ in range(step.cards[0] - 1):
            drawn += point > rising.take(place)
            place += rest * columns
        states[step.variables[:, 0]] = drawn
    return states


def sample_states_within(
    network: Network, plan: EliminationPlan, boxes: Sequence[Mapping[int, Bools]], count: int, rng: np.random.Generator
) -> Ints:
    """Return draws of the states of all variables from their joint distribution, given that one of some boxes holds.

    Parameters
    ----------
    network : Network
        Of one batch column, from which all draws are, or of `count` columns, each of which has its own.
    plan : EliminationPlan
    boxes : sequence of dict of int to bool, shape (states,)
        Boxes that exclude each other: by variable, its allowed states.
    count : int
    rng : Generator

    Returns
    -------
    int64, shape (variables, count)
        Arbitrary states if no box can hold.
    """
    point, which = rng.random(count), np.zeros(count, dtype=np.int64)
    if len(boxes) > 1:
        chances = JointQueries(plan, [[box] for box in boxes]).probabilities(conditionals(network, plan))
        rising = np.cumsum(np.broadcast_arrays(*chances), axis=0)
        which = (rising[:-1] <= point * rising[-1]).sum(axis=0)
    states = np.zeros((len(plan.position), count), dtype=np.int64)
    for number in np.unique(which).tolist():
        chosen = which == number
        within = restricted(columns(network, chosen), boxes[number])
        states[:, chosen] = sample_states(conditionals(within, plan), int(chosen.sum()), rng)
    return states


def _flat_index(step: CliqueStep, states: Ints) -> Ints:
    """Return the index of the drawn combination of the other variables' states, shape (cliques, draws)."""
    index = np.zeros((len(step.cliques), states.shape[1]), dtype=np.int64)
    for axis, card in enumerate(step.cards[1:], start=1):
        index = index * card + states[step.variables[:, axis]]
    return index


def beta(a: Floats, b: Floats, rng: np.random.Generator) -> Floats:
    """Return draws from Beta distributions, never exactly 0 or 1.

    Parameters
    ----------
    a, b : float64, shape (n, draws)
        Above 0.
    rng : Generator
    """
    drawn = rng.beta(a, b)
    return np.clip(drawn, _TINY, _ALMOST_ONE, out=drawn)


_PER_BIN = 50
_MOST_BINS = 30


def ratio_of_means(above: Floats, below: Floats) -> tuple[float, float]:
    """Return the ratio of two means over the same draws, and its standard error by linearisation.

    Parameters
    ----------
    above, below : float64, shape (draws,)
        The mean of `below` is not 0.
    """
    mean = float(below.mean())
    ratio = float(above.mean()) / mean
    return ratio, float((above - ratio * below).std()) / abs(mean) / len(above) ** 0.5


def explained_share(cause: Floats, effect: Floats) -> tuple[float, float]:
    """Return the share of the variance of `effect` that knowing `cause` removes, and its standard error.

    Parameters
    ----------
    cause, effect : float64, shape (draws,)
        Joint draws, whatever else they depend on; the variance of `effect` is not 0.

    Notes
    -----
    The variance of means over bins of similar `cause`, less what as many arbitrary bins would show (Plischke, Borgonovo
    and Smith 2013; corrected like an adjusted coefficient of determination).

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 1000)
    >>> explained_share(x, 3.0 * x)[0] > 0.99, abs(explained_share(x, np.cos(1e4 * x))[0]) < 0.05
    (True, True)
    """
    draws = len(cause)
    bins = max(1, min(_MOST_BINS, draws // _PER_BIN))
    if bins == 1 or cause.max() == cause.min():
        return 0.0, 0.0
    ordered = effect[np.argsort(cause, kind="stable")]
    within = sum(float(((part - part.mean()) ** 2).sum()) for part in np.array_split(ordered, bins))
    left = within / (draws - bins) * (draws - 1) / float(((effect - effect.mean()) ** 2).sum())
    share = 1.0 - left
    error = 2.0 * max(share, 0.0) ** 0.5 * left / draws**0.5
    return share, max(error, (2.0 * bins) ** 0.5 / draws)


def resampled(weights: Floats) -> Ints:
    """Return the draws to take so that each occurs in proportion to its weight (systematic resampling: Kitagawa 1996).

    Parameters
    ----------
    weights : float64, shape (draws,)
        0 or more, and some above 0.

    Returns
    -------
    int64, shape (draws,), rising

    Examples
    --------
    >>> resampled(np.array([1.0, 0.0, 3.0, 0.0])).tolist()
    [0, 2, 2, 2]
    """
    reached = np.cumsum(weights)
    steps = (np.arange(len(weights)) + 0.5) / len(weights) * reached[-1]
    chosen: Ints = np.minimum(np.searchsorted(reached, steps, side="right"), len(weights) - 1)
    return chosen
