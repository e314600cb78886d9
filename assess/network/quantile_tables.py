"""Drawing from Beta distributions by tables of their quantiles.

A table gives the logit of a quantile as cubic pieces in the logit of the probability below it. Beyond the last piece
the relation is nearly linear: the logit of a Beta(a, b) variable has tails that fall like exp(a·y) and exp(-b·y). A
draw is within 1e-4 standard deviations of the true quantile.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from assess.network.logs import Bools, Floats

POOL = 256
"""The number of values of each distribution that draws are picked from."""

_SMALLEST, _LARGEST, _SMALLEST_SIZE = 0.03, 1e5, 0.31
_REACH = 15.0
_STEPS = 50
_LEAD = 15
_LARGEST_EXPONENT = 700.0
_NEWTON_STEPS = 20
_FARTHEST = 8.0
_SHIFTS = 4
_LEAST, _ALMOST_ONE = 2.0**-54, 1.0 - 2.0**-53
_MADE_AT_ONCE, _READ_AT_ONCE = 2048, 128


def tabulable(a: Floats, b: Floats) -> Bools:
    """Return a mask of the Beta distributions for which tables are accurate enough."""
    fit: Bools = (np.minimum(a, b) >= _SMALLEST) & (np.maximum(a, b) <= _LARGEST) & (a + b >= _SMALLEST_SIZE)
    return fit


class QuantileTables:
    """Tables of the quantiles of some Beta distributions.

    Parameters
    ----------
    a, b : float64, shape (tables,)
        Parameters for which `tabulable` holds.
    """

    def __init__(self, a: Floats, b: Floats) -> None:
        self._nodes, self._slopes = np.empty((2, 2 * _STEPS + 1, len(a)))
        for first in range(0, len(a), _MADE_AT_ONCE):
            some = slice(first, first + _MADE_AT_ONCE)
            self._nodes[:, some], self._slopes[:, some] = _nodes_and_slopes(a[some], b[some])

    def at(self, below: Floats) -> Floats:
        """Return the quantiles of each distribution.

        Parameters
        ----------
        below : float64, shape (n,)
            The probability below each quantile.

        Returns
        -------
        float64, shape (tables, n), above 0 and below 1
        """
        below = np.clip(below, _LEAST, _ALMOST_ONE)
        place = (np.log(below) - np.log1p(-below)) * (_STEPS / _REACH) + _STEPS
        first = np.clip(np.floor(place).astype(np.intp), 0, 2 * _STEPS - 1)
        inner = np.clip(place, 0.0, 2.0 * _STEPS)
        along, beyond = (inner - first)[:, np.newaxis], (place - inner)[:, np.newaxis]
        rest = 1.0 - along
        last = first + 1
        quantiles = np.empty((self._nodes.shape[1], len(below)))
        for start in range(0, len(quantiles), _READ_AT_ONCE):
            some = slice(start, start + _READ_AT_ONCE)
            nodes, slopes = self._nodes[:, some], self._slopes[:, some]
            logit = nodes[first] * (rest**2 * (1.0 + 2.0 * along))
            logit += nodes[last] * (along**2 * (1.0 + 2.0 * rest))
            logit += slopes[first] * (rest**2 * along + np.minimum(beyond, 0.0))
            logit += slopes[last] * (np.maximum(beyond, 0.0) - along**2 * rest)
            np.exp(np.negative(np.maximum(logit, -_LARGEST_EXPONENT, out=logit), out=logit), out=logit)
            logit += 1.0
            quantiles[some] = np.divide(1.0, logit, out=logit).T
        return np.minimum(quantiles, _ALMOST_ONE, out=quantiles)

    def pool(self, rng: np.random.Generator) -> Floats:
        """Return `POOL` draws from each distribution, in order: one from each of `POOL` equally probable intervals.

        Returns
        -------
        float64, shape (tables, POOL)
        """
        return self.at((np.arange(POOL) + rng.random(POOL)) / POOL)


def _nodes_and_slopes(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the logits of quantiles at even steps of the logit of the probability below, and their rise over a step.

    Notes
    -----
    The slope of a quantile is 1 over the density there (Steinbrecher and Shaw 2008). It is integrated by the
    Runge-Kutta method from the far tails, whose small errors fade inwards, to the median.
    """
    # A Beta(b, a) variable is 1 minus a Beta(a, b) variable, so that the upper half of one is the lower of the other.
    with np.errstate(over="ignore", under="ignore"):
        values, rates = _lower_half(np.concatenate((a, b)), np.concatenate((b, a)))
    lower, upper = np.split(values, 2, axis=1)
    rising, falling = np.split(rates * (_REACH / _STEPS), 2, axis=1)
    middle = (lower[-1:] - upper[-1:]) / 2.0
    nodes = np.concatenate((lower[:-1], middle, -upper[-2::-1])) + (np.log(a) - np.log(b))
    return nodes, np.concatenate((rising, falling[-2::-1]))


def _lower_half(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return quantiles up to the median, and their slopes, both of shape (steps + 1, n).

    Each is the distance of its logit from that of the mean.
    """
    size = a + b
    mean = a / size
    log_peak = np.log(a * (b / size) / math.tau) / 2.0 + _stirling(size) - _stirling(a) - _stirling(b)

    def log_density(at: Floats) -> Floats:
        return log_peak + a * at - size * np.log1p(mean * np.expm1(np.minimum(at, _LARGEST_EXPONENT)))

    def rate(logit: float, at: Floats) -> Floats:
        return np.exp(-abs(logit) - 2.0 * math.log1p(math.exp(-abs(logit))) - log_density(at))

    step = _REACH / _STEPS
    values, rates = np.empty((2, _LEAD + _STEPS + 1, len(a)))
    values[0] = _far_below(a, size, mean, log_peak, log_density)
    for k in range(_LEAD + _STEPS):
        logit = (k - _LEAD - _STEPS) * step
        rates[k] = rate(logit, values[k])
        second = rate(logit + step / 2.0, values[k] + rates[k] * (step / 2.0))
        third = rate(logit + step / 2.0, values[k] + second * (step / 2.0))
        fourth = rate(logit + step, values[k] + third * step)
        values[k + 1] = values[k] + (rates[k] + 2.0 * (second + third) + fourth) * (step / 6.0)
    rates[-1] = rate(0.0, values[-1])
    return values[_LEAD:], rates[_LEAD:]


def _far_below(
    a: Floats, size: Floats, mean: Floats, log_peak: Floats, log_density: Callable[[Floats], Floats]
) -> Floats:
    """Return the approximate place of the first point, by Newton's method.

    The probability below it is the density over its relative slope, while that is falling (Sampford 1953).
    """
    far = -_REACH * (1.0 + _LEAD / _STEPS)
    target = far - math.log1p(math.exp(far))
    farthest = (target + np.log(a) + size * np.log1p(-mean) - log_peak) / a
    at = np.maximum(farthest, -_FARTHEST / np.sqrt(a * (1.0 - mean)))
    for _ in range(_NEWTON_STEPS):
        relative = np.expm1(at)
        whole = 1.0 + mean * relative
        rise = -a * (1.0 - mean) * relative / whole
        fall = size * mean * (1.0 + relative) * (1.0 - mean) / whole**2
        hazard = (3.0 * rise + np.sqrt(rise**2 + 8.0 * fall)) / 4.0
        at = np.minimum(at - (log_density(at) - np.log(hazard) - target) / hazard, 0.0)
    return at


def _stirling(x: Floats) -> Floats:
    """Return the remainder of log Γ(x) beyond Stirling's formula."""
    far, left = x + _SHIFTS, np.zeros(len(x))
    for k in range(_SHIFTS):
        left += (x + k + 0.5) * np.log1p(1.0 / (x + k)) - 1.0
    return left + (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / 1680.0 / far**2) / far**2) / far**2) / far
