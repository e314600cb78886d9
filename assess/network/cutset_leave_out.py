"""Leaving out one table at a time by reweighting the states that chains over a cutset went through.

The weight of a column is the mean, within it, of the replacement over the table itself. Weights dominated by a few
columns are unreliable, which the shape of their tail reveals (Vehtari et al. 2024).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from assess.network.conditionals import Conditionals
from assess.network.cutset_sampling import CutsetSample
from assess.network.leave_out import Swaps
from assess.network.logs import Floats, Ints, log
from assess.network.queries import JointQueries

COLUMNS = 4096
"""The number of cutset states that are reweighted."""

SOUND_K = 0.7
MAX_COMBINATIONS = 64
"""The most states of the variables outside the cutset for a table to be left out."""


def left_out(sample: CutsetSample, every: Sequence[Swaps]) -> dict[int, Floats]:
    """Return, by name, the change in the log probability (nats) of each target's states when its table is left out.

    Parameters
    ----------
    sample : CutsetSample
    every : sequence of Swaps
        The swaps, with targets.

    Returns
    -------
    dict of int to float64, shape (states of the target,)
        NaN if the weights are unsound.
    """
    few = sample.thinned(COLUMNS)
    changes = [_LeftOut(few, swaps, k) for swaps in every for k in range(len(swaps.names))]
    for chosen, solved in few.columns():
        for change in changes:
            change.add(few.states[:, chosen], solved)
    return {change.name: change.result() for change in changes}


class _LeftOut:
    """One table left out, with the weights of the columns so far."""

    def __init__(self, sample: CutsetSample, swaps: Swaps, number: int) -> None:
        assert swaps.targets is not None
        self.name = swaps.names[number]
        scope, target, cards = swaps.scopes[number], swaps.targets[number], sample.network.cards
        place = {variable: k for k, variable in enumerate(sample.cutset.variables)}
        shape = tuple(cards[v] for v in scope)
        take, put = swaps.take[number], swaps.put[number]
        possible = ~np.isneginf(take)
        ratio = np.where(possible, put - np.where(possible, take, 0.0), 0.0)
        inside = [k for k, v in enumerate(scope) if v in place]
        self._others = tuple(v for v in scope if v not in place)
        order = (*inside, *(k for k, v in enumerate(scope) if v not in place))
        factors = np.exp(np.broadcast_to(ratio, shape).transpose(order))
        self._sizes = factors.shape[: len(inside)]
        self._factors = factors.reshape(math.prod(self._sizes), -1)
        self._places = [place[scope[k]] for k in inside]
        self._states = cards[target]
        self._weights: list[Floats] = []
        self._sums, self._all = np.zeros(self._states), np.zeros(self._states)
        wanted = (*self._others, target)
        home = min(wanted, key=sample.plan.position.__getitem__)
        clique = sample.plan.clique(home)
        self._home, self._queries = home, None
        self.unsound = target in place or self._factors.shape[1] > MAX_COMBINATIONS
        if set(wanted) <= set(clique):
            self._axes = [clique.index(v) for v in wanted]
        elif not self.unsound:
            boxes = [
                [{v: np.arange(cards[v]) == s for v, s in zip(wanted, states, strict=True)}]
                for states in itertools.product(*(range(cards[v]) for v in wanted))
            ]
            self._queries = JointQueries(sample.plan, boxes)

    def add(self, states: Ints, solved: Conditionals) -> None:
        """Add the weights of some columns."""
        if self.unsound:
            return
        columns = states.shape[1]
        combination = np.zeros(columns, dtype=np.int64)
        for place, size in zip(self._places, self._sizes, strict=True):
            combination = combination * size + states[place]
        joint = self._joint(solved, columns)
        weights = np.einsum("csj,cs->jc", joint, self._factors[combination], optimize=True)
        self._weights.append(weights.sum(axis=0))
        self._sums += weights.sum(axis=1)
        self._all += joint.sum(axis=(0, 1))

    def _joint(self, solved: Conditionals, columns: int) -> Floats:
        """Return the joint probability, shape (columns, combinations, states of the target)."""
        if self._queries is not None:
            values = self._queries.probabilities(solved)
            joint = np.stack([np.broadcast_to(v, (columns,)) for v in values], axis=-1)
        else:
            table = solved.conditional(self._home) * solved.others(self._home)
            others = tuple(k for k in range(table.ndim - 1) if k not in self._axes)
            summed = table.sum(axis=others) if others else table
            kept = [k for k in range(table.ndim - 1) if k not in others]
            summed = summed.transpose(summed.ndim - 1, *(kept.index(k) for k in self._axes))
            joint = np.broadcast_to(summed, (columns, *summed.shape[1:]))
        return joint.reshape(columns, -1, self._states)

    def result(self) -> Floats:
        """Return the change of the log probabilities (nats); NaN where the weights are unsound."""
        if self.unsound or tail_shape(np.concatenate(self._weights)) > SOUND_K:
            return np.full(self._states, np.nan)
        with np.errstate(invalid="ignore"):
            change: Floats = log(self._sums / self._sums.sum()) - log(self._all / self._all.sum())
        return change


def tail_shape(weights: Floats) -> float:
    """Return the shape of the generalised Pareto distribution fitted to the largest of some weights.

    Parameters
    ----------
    weights : float64, shape (draws,)
        0 or more.

    Returns
    -------
    float
        Below 0.7 a mean with these weights is reliable; -inf if the largest are all alike.

    Notes
    -----
    Fitted to the largest 3·√draws by the method of Zhang and Stephens (2009), with the prior of Vehtari et al. (2024).
    """
    count = len(weights)
    tail = int(min(0.2 * count, 3.0 * count**0.5))
    if tail < 5:
        return math.inf
    ordered = np.sort(weights)
    over = ordered[-tail:] - ordered[-tail - 1]
    if not over[-1] > 1e-12 * ordered[-1]:
        return -math.inf
    over = np.maximum(over, np.finfo(float).tiny)
    grid = 30 + int(tail**0.5)
    quartile = over[int(tail / 4 + 0.5) - 1]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        theta = 1.0 - (grid / (np.arange(1, grid + 1) - 0.5)) ** 0.5
        theta = theta / (3.0 * quartile) + 1.0 / over[-1]
        k = np.log1p(-theta[:, np.newaxis] * over).mean(axis=1)
        fit = tail * (np.log(-theta / k) - k - 1.0)
        share = 1.0 / np.exp(fit - fit[:, np.newaxis]).sum(axis=1)
    share = np.nan_to_num(share)
    if not share.sum() > 0.0:
        return math.inf
    best = float((theta * share).sum() / share.sum())
    shape = float(np.log1p(-best * over).mean())
    return (shape * tail + 0.5 * 10.0) / (tail + 10.0)
