"""Claims with one row of the rubric at a time at the ends of its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assess.compile.model import Compiled
from assess.compile.number_shifts import IndicatorRow, at_their_ends, distinct_uses, used_once
from assess.domain.claim import Proposition
from assess.network.logs import Floats
from assess.network.reweighted import reweighted
from assess.scoring.claims import Claims, probabilities


def probabilities_at_ends(
    model: Compiled, stated: Mapping[str, Proposition], claims: Claims, rows: Sequence[IndicatorRow]
) -> dict[str, Floats]:
    """Return the probability of each claim with each row at its low and at its high end, wherever it is used.

    The stories of unreliable sources stay as they are.

    Parameters
    ----------
    model : Compiled
    stated : dict of str to Proposition
    claims : Claims
        The same, to be read off.
    rows : sequence of IndicatorRow
        Not exactly known.

    Returns
    -------
    dict of str to float64, shape (2 * rows,)

    Notes
    -----
    The joint probability of a claim and the evidence is linear in a row that one node uses (Coupé and van der Gaag
    2002), so that all of these rows are read off the one solution of the case. Rows with several uses are
    perturbations, and so are all rows of a case that was sampled.
    """
    if model.method != "exact":
        return probabilities(model, stated, at_their_ends(model, rows), with_stories=False)
    once = used_once(model, rows)
    several = sorted(set(range(len(rows))).difference(once))
    by_claim = probabilities(model, stated, at_their_ends(model, [rows[k] for k in several]), with_stories=False)
    linear = _of_rows_used_once(model, claims, [rows[k] for k in once])
    order = np.argsort(np.concatenate([_both_ends(several), _both_ends(once)]))
    return {name: np.concatenate([by_claim[name], values])[order] for name, values in linear.items()}


def _both_ends(places: Sequence[int]) -> Floats:
    return np.array([2 * k + end for k in places for end in (0, 1)], dtype=np.float64)


def _of_rows_used_once(model: Compiled, claims: Claims, rows: Sequence[IndicatorRow]) -> dict[str, Floats]:
    nodes, solution = model.after.part.nodes, model.after.exact
    products, used = distinct_uses(model, rows)
    now = np.stack([*claims.reading(solution, nodes), np.ones(1)])
    joint = np.zeros((len(now), len(products)))
    for chosen, weighted in reweighted(solution, products):
        read = [weighted.means * figure for figure in claims.reading(weighted, nodes)]
        joint[:, chosen] = np.stack([*read, weighted.means])
    present = joint[:, len(products) - len(rows) :]
    absent = joint[:, used] - present
    mean, low, high = np.array([(row.mean, row.low, row.high) for row in rows]).reshape(-1, 3).T
    at_ends = [now + present * (end / mean - 1.0) + absent * ((1.0 - end) / (1.0 - mean) - 1.0) for end in (low, high)]
    figures = np.stack(at_ends, axis=2).reshape(len(now), -1)
    return claims.of_reading([*np.maximum(figures[:-1] / figures[-1], 0.0)])
