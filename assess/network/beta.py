"""Beta distributions from two quantiles."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betaincc

from assess.network.logs import Floats

_TAIL = 0.05
_STEP = 1e-6
_ROUNDS = 100
_Z = 1.6448536269514722  # the standard normal's 95 % quantile


class NoSuchBetaError(ValueError):
    """No Beta with these quantiles was found in double precision."""


def beta_of_quantiles(low: float, high: float) -> tuple[float, float]:
    """Return (a, b) of the Beta whose 5 % and 95 % quantiles are `low` and `high`.

    Solved by Newton's method on the logarithms of a and b, from a logit-normal start.

    Parameters
    ----------
    low, high : float
        Probabilities, 0 < low < high < 1.

    Raises
    ------
    NoSuchBetaError
        If the iteration finds none, as for bands too close to 0 or 1 for double precision.

    Examples
    --------
    >>> a, b = beta_of_quantiles(0.05, 0.95)
    >>> round(a, 12), round(b, 12)
    (1.0, 1.0)
    """
    logit_low, logit_high = np.log(low) - np.log1p(-low), np.log(high) - np.log1p(-high)
    middle = 1.0 / (1.0 + np.exp(-(logit_low + logit_high) / 2.0))
    size = 1.0 / (((logit_high - logit_low) / 2.0 / _Z) ** 2 * middle * (1.0 - middle))
    for shrink in (1.0, 0.25, 4.0, 0.05, 0.01):
        start = np.log(np.array([middle, 1.0 - middle]) * size * shrink)
        found = _newton(start, low, high)
        if found is not None:
            return float(np.exp(found[0])), float(np.exp(found[1]))
    text = f"no Beta distribution with 5 % and 95 % quantiles {low!r} and {high!r} was found"
    raise NoSuchBetaError(text)


def _residual(log_ab: Floats, low: float, high: float) -> Floats:
    a, b = np.exp(log_ab)
    return np.log(np.array([betainc(a, b, low), betaincc(a, b, high)]) / _TAIL)


def _newton(at: Floats, low: float, high: float) -> Floats | None:
    nudges = _STEP * np.eye(2)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(_ROUNDS):
            value = _residual(at, low, high)
            slopes = [_residual(at + n, low, high) - _residual(at - n, low, high) for n in nudges]
            (p, r), (q, s) = np.array(slopes) / (2.0 * _STEP)
            step = np.array([q * value[1] - s * value[0], r * value[0] - p * value[1]]) / (p * s - q * r)
            if not np.isfinite(step).all():
                return None
            at = at + step * min(1.0, 1.0 / np.abs(step).max(initial=1e-300))
            if np.abs(step).max() < 1e-14:
                break
        close: bool = bool(np.abs(_residual(at, low, high)).max() < 1e-6)
    return at if close else None
