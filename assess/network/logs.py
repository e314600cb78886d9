"""Sums of probabilities in log space (nats)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_TINY, _SMALL = 64, 4096
_FEW = 8
_MOST_PAIRED = 512


DB = 10.0 / math.log(10.0)
"""Decibans in a nat (Good 1950)."""


def log(values: npt.ArrayLike) -> Floats:
    """Return the natural logarithm, with -inf for 0 and no warning."""
    with np.errstate(divide="ignore"):
        return np.log(np.asarray(values, dtype=np.float64))


def log_sum(table: Floats, axes: tuple[int, ...]) -> Floats:
    """Return log Σ exp over `axes`, or -inf if all terms are -inf.

    Parameters
    ----------
    table : float64, any shape, nats
    axes : tuple of int
        The axes to sum over, counted from 0; with none, the table is returned as it is.

    Examples
    --------
    >>> float(log_sum(np.log([[0.25, 0.5]]), (1,))[0]) == float(np.log(0.75))
    True
    """
    if not axes:
        return table
    if table.size <= _SMALL:
        for axis in sorted(axes, reverse=True):
            table = _log_sum_along(table, axis)
        return table
    top = table.max(axis=axes, keepdims=True)
    np.copyto(top, 0.0, where=np.isneginf(top))
    scaled = np.exp(table - top)
    total: Floats = log(scaled.sum(axis=axes)) + np.squeeze(top, axis=axes)
    return total


def _log_sum_along(table: Floats, axis: int) -> Floats:
    """Return log Σ exp over one axis, adding few states in the order of `reduce` but vectorised over the rest."""
    states = table.shape[axis]
    if table.size < _TINY or not 1 < states <= _FEW:
        summed: Floats = np.logaddexp.reduce(table, axis=axis)
        return summed
    places: list[tuple[slice | int, ...]] = [(*(slice(None),) * axis, state) for state in range(states)]
    total: Floats = np.logaddexp(table[places[0]], table[places[1]])
    for place in places[2:]:
        np.logaddexp(total, table[place], out=total)
    return total


def of_one_length(rows: Mapping[int, Floats]) -> list[tuple[list[int], Floats]]:
    """Return named rows as arrays, one for each length, with their names.

    Examples
    --------
    >>> names, together = of_one_length({3: np.zeros(2), 5: np.zeros(2)})[0]
    >>> names, together.shape
    ([3, 5], (2, 2))
    """
    names: dict[int, list[int]] = {}
    for name, row in rows.items():
        names.setdefault(len(row), []).append(name)
    return [(alike, np.array([rows[name] for name in alike])) for alike in names.values()]


def remainders(logs: Floats) -> Floats:
    """Return log(1 - p) for each p of a distribution from the logs of the others, shape (..., states), nats."""
    states = logs.shape[-1]
    if states > _MOST_PAIRED:
        # Sums of everything before and after each state, which take linear time and memory.
        edge = np.full((*logs.shape[:-1], 1), -np.inf)
        before = np.logaddexp.accumulate(np.concatenate((edge, logs[..., :-1]), axis=-1), axis=-1)
        after = np.logaddexp.accumulate(np.concatenate((edge, logs[..., :0:-1]), axis=-1), axis=-1)
        sums: Floats = np.logaddexp(before, after[..., ::-1])
        return sums
    others = np.where(np.eye(states, dtype=bool), -np.inf, logs[..., np.newaxis, :])
    rest: Floats = np.logaddexp.reduce(others, axis=-1)
    return rest


def log_odds(logs: Floats) -> Floats:
    """Return the log odds of each state from logs that need not be normalised, shape (..., states), nats."""
    odds: Floats = logs - remainders(logs)
    return odds


def logistic(log_odds: float) -> float:
    """Return the probability for log odds (nats), with full relative precision for small ones.

    Examples
    --------
    >>> logistic(0.0), logistic(float("-inf")), logistic(-50.0) == math.exp(-50.0)
    (0.5, 0.0, True)
    """
    less = math.exp(-abs(log_odds))
    return (less if log_odds < 0.0 else 1.0) / (1.0 + less)


def logistics(log_odds: Floats) -> Floats:
    """Return the probabilities for log odds (nats), like `logistic`."""
    less = np.exp(-np.abs(log_odds))
    return np.where(log_odds < 0.0, less, 1.0) / (1.0 + less)


def log_odds_of(probability: float) -> float:
    """Return the log odds of one probability (nats); infinite for 0 and 1.

    Examples
    --------
    >>> log_odds_of(0.5), log_odds_of(0.0)
    (0.0, -inf)
    """
    if probability in (0.0, 1.0):
        return math.copysign(math.inf, probability - 0.5)
    return math.log(probability) - math.log1p(-probability)
