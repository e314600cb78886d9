"""Quantiles of Beta distributions."""

from __future__ import annotations

import math
from statistics import NormalDist

from assess.network.beta import tails

_SMALLEST = math.log(5e-324)
_STEPS = 200
_CLOSE = 1e-14


def beta_quantile(a: float, b: float, share: float) -> float:
    """Return the value below which a Beta(a, b) lies with a probability.

    Parameters
    ----------
    a, b : float
        Above 0.
    share : float
        That probability, in (0, 1).

    Notes
    -----
    Found by Newton's method on the logarithm of the value, or of 1 minus it where that is the smaller, between
    bounds; by the normal curve where a + b is too large for the incomplete beta function to be worked out.

    Examples
    --------
    >>> round(beta_quantile(1.0, 1.0, 0.05), 12), round(beta_quantile(2.0, 1.0, 0.25), 12)
    (0.05, 0.5)
    """
    try:
        return _below_half(a, b, share) if tails(a, b, 0.5)[0] >= share else 1.0 - _below_half(b, a, 1.0 - share)
    except ArithmeticError:
        mean = a / (a + b)
        return mean + NormalDist().inv_cdf(share) * math.sqrt(mean * (1.0 - mean) / (a + b + 1.0))


def _below_half(a: float, b: float, share: float) -> float:
    low, high = _SMALLEST, math.log(0.5)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    at = min(max(math.log(a / (a + b)), low), high)
    for _ in range(_STEPS):
        x = math.exp(at)
        off = tails(a, b, x)[0] - share
        low, high = (at, high) if off < 0.0 else (low, at)
        slope = math.exp(a * at + (b - 1.0) * math.log1p(-x) - log_beta)
        step = off / slope if slope > 0.0 else math.inf
        if abs(step) < _CLOSE:
            break
        at = at - step if low < at - step < high else (low + high) / 2.0
    return math.exp(at)
