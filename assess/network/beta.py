"""Beta distributions: fitting one to two quantiles, and its quantiles.

SciPy has the incomplete beta function and its inverse too. They are written out here because importing scipy.special
takes three times as long as a whole scoring of the shipped case; the tests compare the two. There is no numpy here,
because files are checked without it.
"""

from __future__ import annotations

import math
from functools import lru_cache

_TAIL = 0.05
_Z = 1.6448536269514722  # the standard normal's 95 % quantile
_NUDGE = 1e-7
_NEWTON_STEPS = 80
_FRACTION_TERMS = 20_000
_TINY = 1e-300
_LARGE = 30.0
_NARROWEST = 1e11


class NoSuchBetaError(ValueError):
    """No Beta with these quantiles can be found in double precision."""


@lru_cache(maxsize=4096)
def beta_of_quantiles(low: float, high: float) -> tuple[float, float]:
    """Return the parameters (a, b) of the Beta whose 5 % and 95 % quantiles are `low` and `high`.

    Solved by Newton's method on the logarithms of a and b, from a logit-normal start.

    Parameters
    ----------
    low, high : float
        Probabilities, 0 < low < high < 1.

    Raises
    ------
    NoSuchBetaError
        If the iteration fails, as for a band too narrow, or too close to 0 or 1, for double precision.

    Examples
    --------
    >>> a, b = beta_of_quantiles(0.05, 0.95)
    >>> round(a, 12), round(b, 12)
    (1.0, 1.0)
    """
    logits = [math.log(p) - math.log1p(-p) for p in (low, high)]
    middle = 1.0 / (1.0 + math.exp(-sum(logits) / 2.0))
    size = 1.0 / (((logits[1] - logits[0]) / 2.0 / _Z) ** 2 * middle * (1.0 - middle))
    for shrink in (1.0, 0.25, 4.0, 0.05, 0.01) if size < _NARROWEST else ():
        try:
            parameters = _newton(math.log(middle * size * shrink), math.log((1.0 - middle) * size * shrink), low, high)
        except (ArithmeticError, ValueError):
            continue
        if parameters is not None:
            return parameters
    text = f"no Beta distribution with 5 % and 95 % quantiles {low!r} and {high!r} was found"
    raise NoSuchBetaError(text)


def _newton(log_a: float, log_b: float, low: float, high: float) -> tuple[float, float] | None:
    def residuals(at_a: float, at_b: float) -> tuple[float, float]:
        a, b = math.exp(at_a), math.exp(at_b)
        return math.log(tails(a, b, low)[0] / _TAIL), math.log(tails(a, b, high)[1] / _TAIL)

    for _ in range(_NEWTON_STEPS):
        lower, upper = residuals(log_a, log_b)
        by_a, by_b = residuals(log_a + _NUDGE, log_b), residuals(log_a, log_b + _NUDGE)
        p, r = (by_a[0] - lower) / _NUDGE, (by_a[1] - upper) / _NUDGE
        q, s = (by_b[0] - lower) / _NUDGE, (by_b[1] - upper) / _NUDGE
        determinant = p * s - q * r
        step_a, step_b = (q * upper - s * lower) / determinant, (r * lower - p * upper) / determinant
        largest = max(abs(step_a), abs(step_b))
        if not math.isfinite(largest):
            return None
        damping = min(1.0, 1.0 / max(largest, _TINY))
        log_a, log_b = log_a + damping * step_a, log_b + damping * step_b
        if largest < 1e-13:
            break
    if max(map(abs, residuals(log_a, log_b))) > 1e-9:
        return None
    return math.exp(log_a), math.exp(log_b)


def tails(a: float, b: float, x: float) -> tuple[float, float]:
    """Return the Beta(a, b) probabilities below and above `x`, the smaller of them to full precision.

    Parameters
    ----------
    a, b : float
        Above 0.
    x : float
        In (0, 1).

    Raises
    ------
    ArithmeticError
        If the continued fraction does not converge, as for a + b of some 10 million or more.

    Notes
    -----
    The continued fraction of the incomplete beta function (Didonato and Morris 1992), by the method of Lentz (1976).

    Examples
    --------
    >>> tails(1.0, 1.0, 0.25)
    (0.25, 0.75)
    """
    if x > (a + 1.0) / (a + b + 2.0):
        above, below = tails(b, a, 1.0 - x)
        return below, above
    below = math.exp(_log_front(a, b, x)) * _fraction(a, b, x) / a
    return below, 1.0 - below


def _log_front(a: float, b: float, x: float) -> float:
    """Return the log of x^a (1-x)^b / B(a, b); for large a and b, by the distance from the mode (Loader 2000)."""
    if min(a, b) < _LARGE:
        return math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    mean, rest = a / (a + b), b / (a + b)
    deviance = a * math.log1p((x - mean) / mean) + b * math.log1p((mean - x) / rest)
    return deviance + math.log(a * rest / math.tau) / 2.0 + _stirling(a + b) - _stirling(a) - _stirling(b)


def _stirling(a: float) -> float:
    return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / 1680.0 / a**2) / a**2) / a**2) / a


def _fraction(a: float, b: float, x: float) -> float:
    # A denominator is 0 or no less than the last digit of 1.
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0) or _TINY)
    value = d
    for m in range(1, _FRACTION_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        c, d = 1.0 + even / c or _TINY, 1.0 / (1.0 + even * d or _TINY)
        value *= c * d
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        c, d = 1.0 + odd / c or _TINY, 1.0 / (1.0 + odd * d or _TINY)
        value *= c * d
        if abs(c * d - 1.0) < 1e-16:
            return value
    text = f"the incomplete beta function of {a!r} and {b!r} at {x!r} does not settle"
    raise ArithmeticError(text)


_SMALLEST = math.log(5e-324)
_STEPS = 200
_CLOSE = 1e-6
"""A step after which, since each step cubes the error, nothing is left to correct."""


@lru_cache(maxsize=4096)
def beta_quantile(a: float, b: float, share: float) -> float:
    """Return the value below which a Beta(a, b) variable lies with a given probability.

    Parameters
    ----------
    a, b : float
        Above 0.
    share : float
        That probability, in (0, 1).

    Notes
    -----
    Found by bracketed Halley iteration on the logarithm of the value, or of 1 minus it if that is smaller; by the
    normal approximation if a + b is too large to compute the incomplete beta function.

    Examples
    --------
    >>> round(beta_quantile(1.0, 1.0, 0.05), 12), round(beta_quantile(2.0, 1.0, 0.25), 12)
    (0.05, 0.5)
    """
    try:
        return _below_half(a, b, share) if tails(a, b, 0.5)[0] >= share else 1.0 - _below_half(b, a, 1.0 - share)
    except ArithmeticError:
        # Too large for the continued fraction, which is rare: the module is slow to load.
        from statistics import NormalDist

        mean = a / (a + b)
        return mean + NormalDist().inv_cdf(share) * math.sqrt(mean * (1.0 - mean) / (a + b + 1.0))


def _below_half(a: float, b: float, share: float) -> float:
    low, high = _SMALLEST, math.log(0.5)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    at = min(max(math.log(a / (a + b)), low), high)
    for _ in range(_STEPS):
        x = math.exp(at)
        below = tails(a, b, x)[0]
        low, high = (at, high) if below < share else (low, at)
        density = math.exp(a * at + (b - 1.0) * math.log1p(-x) - log_beta)
        # The logarithm of the share is nearly linear in that of the value.
        step = math.inf
        if below > 0.0 < density:
            slope = density / below
            newton = math.log(below / share) / slope
            step = newton / max(0.5, 1.0 - newton * (a - (b - 1.0) * x / (1.0 - x) - slope) / 2.0)
        if abs(step) < _CLOSE:
            return math.exp(at - step)
        at = at - step if low < at - step < high else (low + high) / 2.0
    return math.exp(at)
