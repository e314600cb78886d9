"""Conjugate learning of Dirichlet rows from counts that are themselves uncertain."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assess.network.logs import Floats

_NO_DOUBT = 1e-12
"""A count may differ from a whole one by this much through rounding."""


def learned_row(means: npt.ArrayLike, size: float, counts: npt.ArrayLike) -> tuple[Floats, float]:
    """Return the mean and effective sample size of a Dirichlet row after uses whose outcomes are uncertain.

    Each use came out as one of the states, or did not touch the row. For each way in which they all may have come out
    the row is the conjugate one, so that it is a mixture of Dirichlets. What is returned has the mixture's means and,
    summed over the states, its variances; of a Beta that is its mean and variance.

    Parameters
    ----------
    means : array-like of float, shape (states,)
    size : float
        Finite, above 0.
    counts : array-like of float, shape (uses, states)
        The probability that a use came out so; a use that may not have touched the row adds up to less than 1.

    Returns
    -------
    float64, shape (states,)
    float

    Notes
    -----
    Whole counts give the conjugate row itself. Uses are taken to be independent of each other, given the evidence.
    Moments as in Spiegelhalter and Lauritzen (1990) and Cowell, Dawid and Sebastiani (1996).
    """
    c = np.asarray(counts, dtype=np.float64)
    known = np.isclose(c, np.round(c), rtol=0.0, atol=_NO_DOUBT).all(axis=1)
    alpha = size * np.asarray(means, dtype=np.float64) + np.round(c[known]).sum(axis=0)
    size, doubtful = size + float(np.round(c[known]).sum()), c[~known]
    mean, spread = np.empty_like(alpha), 0.0
    for state, own in enumerate(doubtful.T):
        chances = _count_distribution(own, np.maximum(doubtful.sum(axis=1) - own, 0.0))
        came = np.arange(len(chances))
        total = size + came[:, np.newaxis] + came
        share = (alpha[state] + came[:, np.newaxis]) / total
        mean[state] = np.sum(chances * share)
        spread += float(np.sum(chances * (share * (1.0 - share) / (total + 1.0) + (share - mean[state]) ** 2)))
    if not len(doubtful) or spread == 0.0:
        return alpha / size, size + float(doubtful.sum())
    return mean, float(mean @ (1.0 - mean)) / spread - 1.0


def _count_distribution(own: Floats, others: Floats) -> Floats:
    """Return the joint distribution of the counts of one state (first axis) and of all others together (second)."""
    joint = np.zeros((len(own) + 1, len(own) + 1))
    joint[0, 0] = 1.0
    for used, (this, other) in enumerate(zip(own, others, strict=True), start=1):
        before = joint[:used, :used].copy()
        joint[:used, :used] *= max(0.0, 1.0 - this - other)
        joint[1 : used + 1, :used] += this * before
        joint[:used, 1 : used + 1] += other * before
    return joint


def step_counts(counts: npt.ArrayLike, rows: npt.ArrayLike, steps: int) -> Floats:
    """Return the expected transitions at each of several steps of a Markov chain of which only the ends were counted.

    Parameters
    ----------
    counts : array-like of float, shape (states, states)
        The joint probability of the first state and the last.
    rows : array-like of float, shape (states, states)
        P(next | now) of one step.
    steps : int

    Returns
    -------
    float64, shape (steps, states, states)
        Each adds up to what `counts` does.

    Examples
    --------
    >>> step_counts([[0.5, 0.0], [0.0, 0.5]], [[1.0, 0.0], [0.0, 1.0]], 2)[0]
    array([[0.5, 0. ],
           [0. , 0.5]])
    """
    ends, single = np.asarray(counts, dtype=np.float64), np.asarray(rows, dtype=np.float64)
    reach = [np.linalg.matrix_power(single, step) for step in range(steps + 1)]
    share = np.divide(ends, reach[steps], out=np.zeros_like(ends), where=reach[steps] > 0.0)
    return np.stack([(reach[at].T @ share @ reach[steps - 1 - at].T) * single for at in range(steps)])
