"""How much an observation would tell."""

from __future__ import annotations

import numpy as np

from assess.network.logs import Floats


def mutual_information(prior: Floats, present: Floats) -> Floats:
    """Return how much seeing whether something is present would tell of which state holds, in bits.

    Parameters
    ----------
    prior : float64, shape (states,)
        Probabilities; sums to 1.
    present : float64, shape (n, states)
        P(present | state), for n things.

    Returns
    -------
    float64, shape (n,)
        From 0, for what is as likely under every state, to 1.

    Notes
    -----
    I = H(X) - Σ_h P(h) H(X | h), with H the entropy of present and absent (Shannon 1948).

    Examples
    --------
    >>> mutual_information(np.array([0.5, 0.5]), np.array([[1.0, 0.0], [0.3, 0.3]])).tolist()
    [1.0, 0.0]
    """
    gain = _entropy(present @ prior) - _entropy(present) @ prior
    return np.maximum(gain, 0.0)


def _entropy(present: Floats) -> Floats:
    """Return the entropy of two outcomes, bits."""
    both = np.stack([present, 1.0 - present])
    terms = np.where(both > 0.0, both * np.log2(np.where(both > 0.0, both, 1.0)), 0.0)
    entropy: Floats = -terms.sum(axis=0)
    return entropy
