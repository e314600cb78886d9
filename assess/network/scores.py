"""Scoring probabilities and likelihood ratios against outcomes; smaller is better."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assess.network.logs import Floats, log


def brier(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike) -> float:
    """Return the Brier score: the mean of (p - y)², from 0 to 1; 0.25 for always saying a half.

    Parameters
    ----------
    probabilities : array-like of float, shape (n,)
    outcomes : array-like of bool, shape (n,)
        At least one.
    """
    p, y = _paired(probabilities, outcomes)
    return float(np.mean((p - y) ** 2))


def log_score(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike) -> float:
    """Return the mean of -ln P(the outcome), nats; infinite if an outcome was held impossible."""
    p, y = _paired(probabilities, outcomes)
    return float(np.mean(-log(np.where(y == 1.0, p, 1.0 - p)))) + 0.0


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The Brier score as a sum: ``reliability - resolution + uncertainty + within``, exactly.

    Parameters
    ----------
    reliability : float
        How far frequencies lie from probabilities, bin by bin; 0 is best.
    resolution : float
        How far frequencies differ between bins; larger is better.
    uncertainty : float
        That of the outcomes themselves: base rate times one minus the base rate.
    within : float
        What the bins hide: the variance of the probabilities within them, less twice their covariance with the
        outcomes. 0 if all probabilities in a bin are equal.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float


def decomposition(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike, bins: npt.ArrayLike) -> Decomposition:
    """Return the parts of the Brier score.

    Parameters
    ----------
    probabilities : array-like of float, shape (n,)
    outcomes : array-like of bool, shape (n,)
    bins : array-like, shape (n,)
        Labels that are equal for probabilities in one bin.

    Notes
    -----
    Murphy (1973); Stephenson, Coelho and Jolliffe (2008) for probabilities that differ within a bin.
    """
    p, y = _paired(probabilities, outcomes)
    _, which, sizes = np.unique(np.asarray(bins), return_inverse=True, return_counts=True)
    forecast = np.bincount(which, p) / sizes
    frequency = np.bincount(which, y) / sizes
    base = y.mean()
    share = sizes / len(y)
    off, out = p - forecast[which], y - frequency[which]
    return Decomposition(
        reliability=float(share @ (forecast - frequency) ** 2),
        resolution=float(share @ (frequency - base) ** 2),
        uncertainty=float(base * (1.0 - base)),
        within=float(np.mean(off**2) - 2.0 * np.mean(off * out)),
    )


@dataclass(frozen=True, slots=True)
class Cllr:
    """The log-likelihood-ratio cost and its two parts, bits: 0 is perfect, 1 is the cost of saying nothing.

    Parameters
    ----------
    cost : float
        Infinite if a likelihood ratio of 0 or infinity was wrong.
    discrimination : float
        What remains of it under the best calibration that keeps the order.
    """

    cost: float
    discrimination: float

    @property
    def calibration(self) -> float:
        """The cost of bad calibration, which is the rest."""
        return self.cost - self.discrimination


def log_ratio_cost(nats: npt.ArrayLike, outcomes: npt.ArrayLike) -> Cllr:
    """Return the log-likelihood-ratio cost of weights of evidence.

    Parameters
    ----------
    nats : array-like of float, shape (n,)
        Natural logarithms of likelihood ratios, possibly infinite.
    outcomes : array-like of bool, shape (n,)
        Whether what they speak for was true; both outcomes must occur.

    Raises
    ------
    ValueError
        If all outcomes are the same.

    Notes
    -----
    Brümmer and du Preez (2006): half the mean of log2(1 + 1/LR) where it was true, plus half that of log2(1 + LR) where
    it was not.
    """
    x, y = _paired(nats, outcomes)
    if y.min() == y.max():
        text = "a log-likelihood-ratio cost needs outcomes of both kinds"
        raise ValueError(text)
    return Cllr(_cost(x, y), _cost(recalibrated(x, y), y))


def recalibrated(nats: npt.ArrayLike, outcomes: npt.ArrayLike) -> Floats:
    """Return the order-preserving log likelihood ratios that best fit the outcomes (pool adjacent violators), nats."""
    from scipy.optimize import isotonic_regression

    x, y = _paired(nats, outcomes)
    _, which, sizes = np.unique(x, return_inverse=True, return_counts=True)
    share = np.clip(isotonic_regression(np.bincount(which, y) / sizes, weights=sizes).x, 0.0, 1.0)[which]
    prior = y.mean()
    fitted: Floats = log(share) - log(1.0 - share) - (log(prior) - log(1.0 - prior))
    return fitted


def _cost(nats: Floats, outcomes: Floats) -> float:
    held = outcomes == 1.0
    so, not_so = np.logaddexp(0.0, -nats[held]), np.logaddexp(0.0, nats[~held])
    return float(so.mean() + not_so.mean()) / (2.0 * math.log(2.0))


def jeffreys(hits: int, count: int, share: float = 0.9) -> tuple[float, float]:
    """Return the equal-tailed interval of a frequency under the Jeffreys prior, Beta(1/2, 1/2).

    Parameters
    ----------
    hits, count : int
        0 <= hits <= count, count above 0.
    share : float
        The share of the posterior in the interval.

    Notes
    -----
    The lower end is 0 without hits, and the upper end 1 without misses (Brown, Cai and DasGupta 2001).
    """
    from scipy.special import betaincinv

    tail = (1.0 - share) / 2.0
    a, b = hits + 0.5, count - hits + 0.5
    low = 0.0 if hits == 0 else float(betaincinv(a, b, tail))
    high = 1.0 if hits == count else float(betaincinv(a, b, 1.0 - tail))
    return low, high


def _paired(values: npt.ArrayLike, outcomes: npt.ArrayLike) -> tuple[Floats, Floats]:
    x, y = np.asarray(values, dtype=np.float64), np.asarray(outcomes, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape or not x.size or not np.isin(y, (0.0, 1.0)).all():
        text = f"{x.shape} values and {y.shape} outcomes; each value needs one outcome, true or false"
        raise ValueError(text)
    return x, y


__all__ = [
    "Cllr",
    "Decomposition",
    "brier",
    "decomposition",
    "jeffreys",
    "log_ratio_cost",
    "log_score",
    "recalibrated",
]
