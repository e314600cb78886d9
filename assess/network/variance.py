"""Shares of a variance, estimated from draws."""

from __future__ import annotations

import numpy as np

from assess.network.logs import Floats

_PER_BIN = 50
_MOST_BINS = 30


def ratio_of_means(above: Floats, below: Floats) -> tuple[float, float]:
    """Return the ratio of two means over the same draws, and its standard error by linearisation.

    Parameters
    ----------
    above, below : float64, shape (draws,)
        The mean of `below` is not 0.
    """
    mean = float(below.mean())
    ratio = float(above.mean()) / mean
    return ratio, float((above - ratio * below).std()) / abs(mean) / len(above) ** 0.5


def explained_share(cause: Floats, effect: Floats) -> tuple[float, float]:
    """Return the share of the variance of `effect` that knowing `cause` takes away, and its standard error.

    Parameters
    ----------
    cause, effect : float64, shape (draws,)
        Draws of both together, however they depend on other things; the variance of `effect` is not 0.

    Notes
    -----
    The variance of the means of bins of like `cause`, less what as many bins of nothing would show (Plischke,
    Borgonovo and Smith 2013; corrected as a coefficient of determination is adjusted).

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 1000)
    >>> explained_share(x, 3.0 * x)[0] > 0.99, abs(explained_share(x, np.cos(1e4 * x))[0]) < 0.05
    (True, True)
    """
    draws = len(cause)
    bins = max(1, min(_MOST_BINS, draws // _PER_BIN))
    if bins == 1 or cause.max() == cause.min():
        return 0.0, 0.0
    ordered = effect[np.argsort(cause, kind="stable")]
    within = sum(float(((part - part.mean()) ** 2).sum()) for part in np.array_split(ordered, bins))
    left = within / (draws - bins) * (draws - 1) / float(((effect - effect.mean()) ** 2).sum())
    share = 1.0 - left
    error = 2.0 * max(share, 0.0) ** 0.5 * left / draws**0.5
    return share, max(error, (2.0 * bins) ** 0.5 / draws)
