"""Information measures: expected information, and weights of evidence by leaving it out."""

from __future__ import annotations

import numpy as np

from assess.network.logs import DB, Floats


def mutual_information(prior: Floats, present: Floats) -> Floats:
    """Return the mutual information (bits) of a state and the presence of something.

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


def information(joint: Floats) -> Floats:
    """Return the mutual information (bits) of two variables.

    Parameters
    ----------
    joint : float64, shape (states, outcomes, ...)
        Probabilities; those of each joint sum to 1.

    Returns
    -------
    float64, shape (...)
        From 0, for what is unrelated, to the entropy of the one that has less.

    Notes
    -----
    The expected gain from an experiment, which is how far the posterior is expected to lie from the prior:
    I = Σ_x Σ_y P(x, y) log2 P(x, y) / (P(x) P(y)) (Shannon 1948; Lindley 1956).

    Examples
    --------
    >>> float(information(np.array([[0.5, 0.0], [0.0, 0.5]]))), float(information(np.full((2, 2), 0.25)))
    (1.0, 0.0)
    """
    apart = joint.sum(axis=0, keepdims=True) * joint.sum(axis=1, keepdims=True)
    ratio = np.where(joint > 0.0, joint, 1.0) / np.where(joint > 0.0, apart, 1.0)
    gain: Floats = np.maximum((joint * np.log2(ratio)).sum(axis=(0, 1)), 0.0)
    return gain


def outcomes_of_two(whole: Floats, first: Floats, second: Floats, both: Floats) -> Floats:
    """Return the joint of a variable with two binary variables, from the probabilities of their first outcomes.

    Parameters
    ----------
    whole : float64, shape (states, ...)
        P(state).
    first, second : float64, the same
        P(state and the first outcome of one), and of the other.
    both : float64, the same
        P(state and the first outcome of both).

    Returns
    -------
    float64, shape (states, 4, ...)
        Both, the one alone, the other alone, neither.
    """
    apart = np.stack([both, first - both, second - both, whole - first - second + both], axis=1)
    return np.maximum(apart, 0.0)


def _entropy(present: Floats) -> Floats:
    """Return the entropy (bits) of a binary variable."""
    both = np.stack([present, 1.0 - present])
    terms = np.where(both > 0.0, both * np.log2(np.where(both > 0.0, both, 1.0)), 0.0)
    entropy: Floats = -terms.sum(axis=0)
    return entropy


_NOTHING = 1e-9
"""Weights up to this many dB are rounding error."""


def left_out_weights(after: Floats, without: Floats) -> Floats:
    """Return the weight of each part of the evidence, towards (+) or against (-).

    Parameters
    ----------
    after : float64, shape (judgements,), nats
        Log odds with all of the evidence; may be infinite.
    without : float64, shape (judgements, parts), nats
        Without each part.

    Returns
    -------
    float64, shape (judgements, parts), dB
        Finite: where parts of a judgement weigh infinitely, they count 1 and all others 0.
    """
    with np.errstate(invalid="ignore"):
        differences = DB * (after[:, np.newaxis] - without)
    differences = np.where(np.isnan(differences) | (np.abs(differences) <= _NOTHING), 0.0, differences)
    endless = np.isinf(differences)
    finite = np.where(endless, 0.0, differences)
    weights: Floats = np.where(endless.any(axis=1, keepdims=True), np.where(endless, np.sign(differences), 0.0), finite)
    return weights


def group_shares(weights: Floats, belongs: Floats) -> Floats:
    """Return the share of the absolute weight that belongs to each group.

    Parameters
    ----------
    weights : float64, shape (judgements, parts)
    belongs : float64, shape (groups, parts)
        1 where a part belongs to a group, else 0; a part may belong to several.

    Returns
    -------
    float64, shape (judgements, groups)
        0 where nothing weighs.

    Examples
    --------
    >>> group_shares(np.array([[3.0, -1.0]]), np.array([[1.0, 0.0], [1.0, 1.0]])).tolist()
    [[0.75, 1.0]]
    """
    size = np.abs(weights)
    total = size.sum(axis=1, keepdims=True)
    group_share: Floats = size @ belongs.T / np.where(total > 0.0, total, 1.0)
    return group_share


def opposed(weights: Floats, side: Floats) -> Floats:
    """Return the share of the absolute weight that pulls against a side.

    Parameters
    ----------
    weights : float64, shape (judgements, parts)
    side : float64, shape (judgements,)
        Positive for the judgement, negative against it, 0 for neither.

    Returns
    -------
    float64, shape (judgements,)
        0 where nothing weighs.
    """
    size = np.abs(weights)
    total = size.sum(axis=1)
    pulls = np.where(weights * np.sign(side)[:, np.newaxis] < 0.0, size, 0.0).sum(axis=1)
    opposed_share: Floats = pulls / np.where(total > 0.0, total, 1.0)
    return opposed_share
