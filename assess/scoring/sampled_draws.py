"""Draws of the rows of a sampled case.

States of all variables come from the chains, and rows from these. Given a draw of the rows, the sources are flipped a
few more times, starting from its states, and readings are averaged: not the exact probability given the rows, but one
with noise, which is removed from the spread of the draws. The correlation between readings of the first sweeps and of
the last, which share only the rows, shows how much of the spread is noise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

from assess.compile.beyond_bound import BeyondBound
from assess.network.conditionals import Conditionals
from assess.network.cutset_sampling import CutsetSample
from assess.network.cutset_sweeps import Sweeps, floored
from assess.network.logs import Floats, Ints
from assess.network.network import Network

SWEEPS = 9
"""Sweeps averaged for each draw."""

_THIRD = SWEEPS // 3

K = TypeVar("K")


def sampled_states(solution: CutsetSample, first: int, size: int, count: int, rng: np.random.Generator) -> Ints:
    """Return the states of all variables for some of `count` draws, from columns at even steps."""
    chosen = (np.arange(first, first + size) * solution.states.shape[1]) // count
    return solution.draws(chosen, rng)


def given_rows(
    beyond: BeyondBound,
    network: Network,
    states: Ints,
    read: Callable[[Conditionals], Mapping[K, Floats]],
    rng: np.random.Generator,
) -> dict[K, Floats]:
    """Return readings of a case given draws of its rows.

    Parameters
    ----------
    beyond : BeyondBound
    network : Network
        With the drawn rows, one column per draw.
    states : int64, shape (variables, draws)
        The states from which the rows were drawn.
    read : callable
        Returns readings, each of shape (..., draws).
    rng : Generator
    """
    cutset, tempered = beyond.cutset, floored(network)
    sweeps = Sweeps(tempered, cutset.over(tempered), (), states.shape[1], rng)
    sweeps.states = states[list(cutset.variables)]
    every = [read(sweeps.sweep()) for _ in range(SWEEPS)]
    first, last = _mean(every[:_THIRD]), _mean(every[-_THIRD:])
    return {key: without_noise(values, first[key], last[key]) for key, values in _mean(every).items()}


def _mean(every: list[Mapping[K, Floats]]) -> dict[K, Floats]:
    return {key: sum((np.nan_to_num(each[key]) for each in every), np.zeros(1)) / len(every) for key in every[0]}


def without_noise(values: Floats, first: Floats, last: Floats) -> Floats:
    """Return draws shrunk towards their mean by as much as noise spreads them.

    Parameters
    ----------
    values, first, last : float64, shape (n, draws)
        The means over all sweeps, and over two parts of them.
    """
    centre = values.mean(axis=-1, keepdims=True)
    spread = ((values - centre) ** 2).mean(axis=-1, keepdims=True)
    common = ((first - first.mean(axis=-1, keepdims=True)) * (last - last.mean(axis=-1, keepdims=True))).mean(
        axis=-1, keepdims=True
    )
    share = np.divide(common, spread, out=np.zeros_like(spread), where=spread > 0.0)
    drawn_in: Floats = np.clip(centre + np.sqrt(np.clip(share, 0.0, 1.0)) * (values - centre), 0.0, 1.0)
    return drawn_in
