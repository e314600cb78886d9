"""Weights of parts of the evidence, from log odds with all of it and without each part."""

from __future__ import annotations

import numpy as np

from assess.network.logs import DB, Floats

_NOTHING = 1e-9
"""Weights up to this many dB are rounding error."""


def left_out_weights(after: Floats, without: Floats) -> Floats:
    """Return what each part of the evidence weighs, towards (+) or against (-).

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
        found = DB * (after[:, np.newaxis] - without)
    found = np.where(np.isnan(found) | (np.abs(found) <= _NOTHING), 0.0, found)
    endless = np.isinf(found)
    finite = np.where(endless, 0.0, found)
    weights: Floats = np.where(endless.any(axis=1, keepdims=True), np.where(endless, np.sign(found), 0.0), finite)
    return weights


def shares(weights: Floats, belongs: Floats) -> Floats:
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
    >>> shares(np.array([[3.0, -1.0]]), np.array([[1.0, 0.0], [1.0, 1.0]])).tolist()
    [[0.75, 1.0]]
    """
    size = np.abs(weights)
    total = size.sum(axis=1, keepdims=True)
    found: Floats = size @ belongs.T / np.where(total > 0.0, total, 1.0)
    return found


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
    found: Floats = pulls / np.where(total > 0.0, total, 1.0)
    return found
