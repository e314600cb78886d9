"""Deterministic tables for running counts and conjunctions: a count of many variables is a chain of small tables."""

from __future__ import annotations

import numpy as np

from assess.network.logs import Bools, Floats, log


def count_table(holds: Bools, most: int, before: int | None = None) -> Floats:
    """Return the table of a count that goes up by 1 if a variable is in one of some states.

    Parameters
    ----------
    holds : bool, shape (states,)
        The states of the variable that count.
    most : int
        The count stops there.
    before : int, optional
        The highest count so far; None for the first of a chain, which has no count before it.

    Returns
    -------
    float64, shape (before + 1, states, counts) or (states, counts), nats

    Examples
    --------
    >>> np.exp(count_table(np.array([True, False]), 1)).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    start = np.arange(1 if before is None else before + 1)
    after = np.minimum(start[:, np.newaxis] + holds, most)
    table = log(after[..., np.newaxis] == np.arange(min((before or 0) + 1, most) + 1))
    return table[0] if before is None else table


def both_table(holds: Bools) -> Floats:
    """Return the table of a variable that holds if the previous one does and another is in one of some states.

    Parameters
    ----------
    holds : bool, shape (states,)

    Returns
    -------
    float64, shape (2, states, 2), nats
        Its states, and those of the one before it, are: holds, and does not.
    """
    together = np.array([True, False])[:, np.newaxis] & holds
    return log(np.stack([together, ~together], axis=-1))
