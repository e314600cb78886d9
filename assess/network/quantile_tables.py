"""Drawing from Beta distributions by tables of their quantiles.

A table gives the logit of a quantile as cubic pieces in the logit of the probability below it. Beyond the last piece
the relation is nearly linear: the logit of a Beta(a, b) variable has tails that fall like exp(a·y) and exp(-b·y). A
draw is within 1e-4 standard deviations of the true quantile.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from assess.network.logs import Bools, Floats, Ints

_SMALLEST, _LARGEST, _SMALLEST_SIZE = 0.03, 1e5, 0.31
_REACH = 15.0
_STEPS = 50
_PIECES = 2 * _STEPS + 2
_LEAD = 15
_LARGEST_EXPONENT = 700.0
_NEWTON_STEPS = 20
_FARTHEST = 8.0
_SHIFTS = 4
_LEAST = 2.0**-54
_MADE_AT_ONCE = 2048


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
        pieces = np.zeros((len(a), _PIECES, 4))
        for first in range(0, len(a), _MADE_AT_ONCE):
            some = slice(first, first + _MADE_AT_ONCE)
            _write_pieces(pieces[some], a[some], b[some])
        self._tables = pieces.reshape(-1)

    def log_draws(self, numbers: Ints, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return draws from some of the distributions.

        Parameters
        ----------
        numbers : int64, any shape
            The table for each draw.
        rng : numpy.random.Generator

        Returns
        -------
        float64, twice, of the same shape, nats
            The logs of the draws, and of 1 minus the draws.
        """
        above = rng.random(numbers.shape)
        np.maximum(above, _LEAST, out=above)
        share = np.divide(above, np.subtract(1.0, above), out=above)
        place = np.log(share, out=share)
        place *= _STEPS / _REACH
        place += _STEPS + 1
        cell = place.astype(np.intp)
        np.clip(cell, 0, _PIECES - 1, out=cell)
        place -= cell
        cell += numbers * _PIECES
        cell *= 4
        logit, part = np.empty_like(place), np.empty_like(place)
        self._tables.take(cell, out=logit, mode="clip")
        for power in range(1, 4):
            logit *= place
            logit += self._tables[power:].take(cell, out=part, mode="clip")
        rest = np.exp(np.negative(logit, out=part), out=part)
        log_first = np.negative(np.log1p(rest, out=rest), out=rest)
        return log_first, np.subtract(log_first, logit, out=logit)


def _write_pieces(pieces: Floats, a: Floats, b: Floats) -> None:
    """Write the coefficients of each piece, the highest power first; shape (tables, pieces, 4), 0 before.

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
    nodes = (np.concatenate((lower[:-1], middle, -upper[-2::-1])) + np.log(a) - np.log(b)).T
    slopes = np.concatenate((rising, falling[-2::-1])).T
    rise, first, last = np.diff(nodes), slopes[:, :-1], slopes[:, 1:]
    pieces[:, 0, 2], pieces[:, 0, 3] = slopes[:, 0], nodes[:, 0] - slopes[:, 0]
    pieces[:, 1:-1, 0] = first + last - 2.0 * rise
    pieces[:, 1:-1, 1] = 3.0 * rise - 2.0 * first - last
    pieces[:, 1:, 2], pieces[:, 1:, 3] = slopes, nodes


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
