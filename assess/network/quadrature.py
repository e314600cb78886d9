"""Gauss-Jacobi quadrature: a few weighted points that replace a Beta distribution in any polynomial."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from assess.network.logs import Floats

_POLISHED = 3


@lru_cache(maxsize=4096)
def gauss_jacobi(a: tuple[float, ...], b: tuple[float, ...], count: int) -> tuple[Floats, Floats, Floats]:
    """Return points and weights that give the mean of every polynomial of degree up to 2·count - 1 exactly.

    Parameters
    ----------
    a, b : tuple of float
        Parameters of some Beta distributions, above 0.
    count : int
        The number of points for each, at least 1.

    Returns
    -------
    float64, shape (distributions, count)
        The points, in rising order, in (0, 1).
    float64, shape (distributions, count)
        1 minus the points, also to full precision.
    float64, shape (distributions, count)
        The weights, which add up to 1.

    Notes
    -----
    The points are the eigenvalues of the matrix of the three-term recurrence (Golub and Welsch 1969), polished by
    Newton's method. A weight is 1 over the sum of the squares of the orthonormal polynomials at its point
    (Christoffel), which is precise even if it is tiny. 1 minus a point is a point of the mirrored distribution.

    Examples
    --------
    >>> points, rest, weights = gauss_jacobi((4.8,), (3.2,), 2)
    >>> (weights * points).sum(axis=1).round(12).tolist(), (weights * points**2).sum(axis=1).round(12).tolist()
    ([0.6], [0.386666666667])
    """
    given = len(a)
    middle, beside = _recurrence(np.array([*a, *b])[:, np.newaxis], np.array([*b, *a])[:, np.newaxis], count)
    matrices, k = np.zeros((2 * given, count, count)), np.arange(count)
    matrices[:, k, k] = middle
    matrices[:, k[1:], k[:-1]] = beside[:, :-1]  # symmetric: only what is on and below the diagonal is read
    both: Floats = np.clip(np.linalg.eigvalsh(matrices), np.finfo(float).tiny, 1.0 - 2.0**-53)
    for _ in range(_POLISHED):
        value, slope, _ = _polynomials(both, middle, beside)
        moved = both - value / slope
        both = np.where((moved > 0.0) & (moved < 1.0), moved, both)
    weights = 1.0 / _polynomials(both[:given], middle[:given], beside[:given])[2]
    weights /= weights.sum(axis=1, keepdims=True)
    points, rest = both[:given].copy(), both[given:, ::-1].copy()
    for values in (points, rest, weights):
        values.flags.writeable = False
    return points, rest, weights


def _recurrence(a: Floats, b: Floats, count: int) -> tuple[Floats, Floats]:
    """Return the coefficients of x·p_k = beside_k·p_(k+1) + middle_k·p_k + beside_(k-1)·p_(k-1), on (0, 1).

    Parameters
    ----------
    a, b : float64, shape (distributions, 1)

    Returns
    -------
    float64, shape (distributions, count), twice
    """
    k = np.arange(count, dtype=np.float64)
    total = a + b
    whole = 2.0 * k + total
    middle = np.empty((len(a), count))
    middle[:, :1] = a / total
    later, sums = k[1:], whole[:, 1:]
    middle[:, 1:] = (2.0 * later**2 + 2.0 * later * (total - 1.0) + a * (total - 2.0)) / ((sums - 2.0) * sums)
    above = k + 1.0
    top = above * (k + a) * (k + b)
    ratio = np.divide(k + total - 1.0, whole - 1.0, out=np.ones_like(whole), where=k > 0.0)
    return middle, np.sqrt(top / ((whole + 1.0) * whole**2) * ratio)


def _polynomials(points: Floats, middle: Floats, beside: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the last polynomial and its slope at some points, and the sum of the squares of all previous ones.

    All arrays have shape (distributions, count).
    """
    before, now = np.zeros_like(points), np.ones_like(points)
    slope_before, slope = np.zeros_like(points), np.zeros_like(points)
    squares = np.zeros_like(points)
    earlier = np.zeros((len(points), 1))
    for k in range(middle.shape[1]):
        here, after = middle[:, k : k + 1], beside[:, k : k + 1]
        squares += now**2
        following = ((points - here) * now - earlier * before) / after
        slope_before, slope = slope, (now + (points - here) * slope - earlier * slope_before) / after
        before, now, earlier = now, following, after
    return now, slope, squares
