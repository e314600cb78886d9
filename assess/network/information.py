"""Information measures: expected information, and the weights of single statements."""

from __future__ import annotations

import numpy as np

from assess.network.logs import DB, Floats


def mutual_information(prior: Floats, present: Floats) -> Floats:
    """Return the mutual information (bits) between a state and the presence of something.

    Parameters
    ----------
    prior : float64, shape (states,)
        Probabilities; sums to 1.
    present : float64, shape (n, states)
        P(present | state), for n things.

    Returns
    -------
    float64, shape (n,)
        From 0, for what is equally likely under every state, to 1.

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
    """Return the mutual information (bits) between two variables.

    Parameters
    ----------
    joint : float64, shape (states, outcomes, ...)
        Probabilities; those of each joint sum to 1.

    Returns
    -------
    float64, shape (...)
        From 0, for independent variables, to the smaller of the two entropies.

    Notes
    -----
    The expected gain from an experiment, which is the expected divergence of the posterior from the prior:
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
    """Return the joint distribution of a variable and two binary ones, from the probabilities of first outcomes.

    Parameters
    ----------
    whole : float64, shape (states, ...)
        P(state).
    first, second : float64, the same
        P(state and the first outcome of the one), and of the other.
    both : float64, the same
        P(state and the first outcomes of both).

    Returns
    -------
    float64, shape (states, 4, ...)
        Outcomes in the order: both first, only the one, only the other, neither.
    """
    apart = np.stack([both, first - both, second - both, whole - first - second + both], axis=1)
    return np.maximum(apart, 0.0)


def _entropy(present: Floats) -> Floats:
    """Return the entropy (bits) of a binary variable."""
    both = np.stack([present, 1.0 - present])
    terms = np.where(both > 0.0, both * np.log2(np.where(both > 0.0, both, 1.0)), 0.0)
    entropy: Floats = -terms.sum(axis=0)
    return entropy


ENDLESS_DB = 100.0
"""The value used for an infinite weight of evidence, dB."""


def presence_given(odds: Floats, odds_if_present: Floats, present: Floats) -> Floats:
    """Return the probability of things given that each of some judgements holds, and that it fails.

    Parameters
    ----------
    odds : float64, shape (judgements,), nats
        Log odds of each judgement.
    odds_if_present : float64, shape (judgements, things), nats
        The same, if a thing is present; NaN if it cannot be.
    present : float64, shape (things,)
        P(present).

    Returns
    -------
    float64, shape (2, judgements, things)
        P(present | holds) and P(present | fails), by Bayes' theorem; P(present) if the judgement is certain.
    """
    chances = []
    for sign in (1.0, -1.0):
        before = -np.logaddexp(0.0, -sign * odds)[:, np.newaxis]
        with np.errstate(invalid="ignore"):
            after = -np.logaddexp(0.0, -sign * odds_if_present)
            chances.append(np.exp(after - before) * present)
    both = np.stack(chances)
    known = np.isfinite(both).all(axis=0) & np.isfinite(odds)[:, np.newaxis]
    return np.clip(np.where(known, both, present), 0.0, 1.0)


def single_weights(presence: Floats, present: Floats, likelihoods: Floats, intact: Floats) -> tuple[Floats, Floats]:
    """Return the weights of single statements towards judgements, and their expected weights against each side.

    A statement that is not intact tells a story that is as probable as the statement was beforehand.

    Parameters
    ----------
    presence : float64, shape (2, judgements, statements)
        P(indicator present | holds), P(indicator present | fails).
    present : float64, shape (statements,)
        P(indicator present).
    likelihoods : float64, shape (statements, 2)
        Those of what was said by a reliable source, if the indicator is present and if it is absent.
    intact : float64, shape (statements,)
        The probability that all sources of a statement are reliable.

    Returns
    -------
    weights : float64, shape (judgements, statements), dB
        Positive towards the judgement; infinite ones count as `ENDLESS_DB`.
    expected : float64, shape (2, judgements, statements), dB
        The expected weight of a statement on that indicator against the judgement if it holds, and for it if it fails:
        the probability of the adverse outcome, times its weight.
    """
    if_present, if_absent = likelihoods.T
    story = present * if_present + (1.0 - present) * if_absent
    said = intact * (presence * if_present + (1.0 - presence) * if_absent) + (1.0 - intact) * story
    weights, other = _ratio_db(said), _ratio_db(1.0 - said)
    expected = [
        said[side] * np.maximum(-sign * weights, 0.0) + (1.0 - said[side]) * np.maximum(-sign * other, 0.0)
        for side, sign in enumerate((1.0, -1.0))
    ]
    return weights, np.stack(expected)


def _ratio_db(chances: Floats) -> Floats:
    """Return the weight of evidence (dB) of something with one probability if a judgement holds, another if not."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = DB * (np.log(np.maximum(chances[0], 0.0)) - np.log(np.maximum(chances[1], 0.0)))
    weights: Floats = np.clip(np.where(np.isnan(ratio), 0.0, ratio), -ENDLESS_DB, ENDLESS_DB)
    return weights


def excess_against(weights: Floats, expected: Floats) -> Floats:
    """Return the share of the weight that pulls against a judgement beyond what would be expected if it held.

    Parameters
    ----------
    weights : float64, shape (judgements, statements), dB
        Positive towards the side that each judgement is on.
    expected : float64, shape (judgements, statements), dB
        The expected weight of each statement against that side if it holds.

    Returns
    -------
    float64, shape (judgements,)
        0 if nothing weighs.

    Examples
    --------
    >>> excess_against(np.array([[6.0, -2.0], [6.0, -2.0]]), np.array([[0.5, 0.5], [2.0, 1.0]])).tolist()
    [0.125, 0.0]
    """
    total = np.abs(weights).sum(axis=1)
    beyond = np.maximum(-np.minimum(weights, 0.0).sum(axis=1) - expected.sum(axis=1), 0.0)
    share: Floats = beyond / np.where(total > 0.0, total, 1.0)
    return share


def best_carried(weights: Floats, quality: Floats, enough: float) -> Floats:
    """Return the average quality of the best parts of the evidence that together weigh enough.

    Parameters
    ----------
    weights : float64, shape (judgements, parts), dB
        Not negative.
    quality : float64, shape (parts,)
    enough : float, dB
        If all parts together weigh less, the average is over all of them.

    Returns
    -------
    float64, shape (judgements,)
        Weighted by how much of each part is needed; 0 if nothing weighs.

    Examples
    --------
    >>> best_carried(np.array([[4.0, 6.0, 9.0]]), np.array([0.75, 0.5, 0.1]), 8.0).tolist()
    [0.625]
    """
    best_first = np.argsort(-quality, kind="stable")
    ordered = weights[:, best_first]
    before = np.cumsum(ordered, axis=1) - ordered
    needed = np.clip(enough - before, 0.0, ordered)
    total = needed.sum(axis=1)
    average: Floats = needed @ quality[best_first] / np.where(total > 0.0, total, 1.0)
    return average
