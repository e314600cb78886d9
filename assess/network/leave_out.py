"""Totals and marginals of a solved network with one of its tables replaced, for many replacements at once.

A clique's belief is the sum of the logs of all tables and messages that enter it. A table that entered the clique is
replaced by subtracting its log and adding the other's: no new pass is needed (retraction of evidence: Cowell and Dawid
1992), and all replacements of one shape in cliques of one step are one array operation. Logs of -inf are counted and
subtracted separately, as in `solve`.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assess.network.elimination import EliminationPlan
from assess.network.elimination_order import Scope
from assess.network.logs import Floats, Ints, log_sum
from assess.network.solve import (
    Solution,
    divided,
    spread,
)

Shapes = tuple[tuple[int, ...], tuple[int, ...]]
"""Shapes of the tables taken out and put in, each without its first axis."""

CHUNK_CELLS = 2**17
"""Clique entries copied at once."""


class Swaps(NamedTuple):
    """Replacements of one shape, each of one table in a clique by another.

    Parameters
    ----------
    names : sequence of int
        The name of each.
    homes : sequence of tuple of int
        Sets of variables planned to be together; each contains the scope and the target.
    scopes : sequence of tuple of int
        The axes of the tables.
    take : float64, shape (n, states or 1 ...), nats
        A table, or a part of one, that directly entered the clique of its home; may contain -inf.
    put : float64, the same, nats
        The replacement.
    targets : sequence of int, or None
        The variable whose distribution is wanted, for each.
    """

    names: Sequence[int]
    homes: Sequence[Scope]
    scopes: Sequence[Scope]
    take: Floats
    put: Floats
    targets: Sequence[int] | None

    def some(self, rows: Ints) -> Swaps:
        """Return some of the replacements."""
        chosen = rows.tolist()
        return Swaps(
            [self.names[k] for k in chosen],
            [self.homes[k] for k in chosen],
            [self.scopes[k] for k in chosen],
            self.take[rows],
            self.put[rows],
            None if self.targets is None else [self.targets[k] for k in chosen],
        )


class PlacedSwaps(NamedTuple):
    """Replacements of one shape in cliques of one step.

    Parameters
    ----------
    names : list of int
    step : int
    rows : int64, shape (n,)
        The clique of each.
    roots : array of int
        The variable eliminated last in each one's component.
    target : int or None
        The axis of the clique whose distribution is wanted.
    take, put : float64, shape (n, states or 1 of each axis of the clique ..., 1), nats
    """

    names: list[int]
    step: int
    rows: Ints
    roots: array[int]
    target: int | None
    take: Floats
    put: Floats


def place_swaps(plan: EliminationPlan, every: Sequence[Swaps]) -> list[PlacedSwaps]:
    """Return changes with the cliques they are made in, and their tables laid out over these, shape by shape."""
    groups: dict[tuple[int, tuple[int, ...], int | None, Shapes], list[tuple[int, int, int]]] = defaultdict(list)
    for which, swaps in enumerate(every):
        shapes = swaps.take.shape[1:], swaps.put.shape[1:]
        for number, (home, scope) in enumerate(zip(swaps.homes, swaps.scopes, strict=True)):
            at = plan.home(home)
            place = plan.clique(at).index
            axes = tuple(map(place, scope))
            target = None if swaps.targets is None else place(swaps.targets[number])
            groups[plan.step_of[at], axes, target, shapes].append((which, number, at))
    takes, puts = [swaps.take for swaps in every], [swaps.put for swaps in every]
    placed = []
    for (step, axes, target, _), entries in groups.items():
        members: dict[int, list[int]] = defaultdict(list)
        for which, number, _ in entries:
            members[which].append(number)
        take, put = (
            np.concatenate([tables[which][some] for which, some in members.items()])[..., np.newaxis]
            for tables in (takes, puts)
        )
        names = [every[which].names[number] for which, number, _ in entries]
        rows = np.array([plan.row_of[at] for *_, at in entries])
        roots = array("q", [plan.root[at] for *_, at in entries])
        d = len(plan.steps[step].cards)
        placed.append(PlacedSwaps(names, step, rows, roots, target, spread(take, axes, d), spread(put, axes, d)))
    return placed


def leave_out(solution: Solution, swaps: PlacedSwaps) -> Floats:
    """Return the log of the total after each replacement, by state of its target if it has one.

    Returns
    -------
    float64, shape (changes, states of the target, batch), or (changes, batch) without targets, nats
        The total of the clique's component of the network, not normalised.
    """
    finite, count = solution.sums[swaps.step]
    others = tuple(k + 1 for k in range(finite.ndim - 2) if k != swaps.target)
    at_once = max(1, CHUNK_CELLS // max(1, finite[0].size))
    totals = []
    for first in range(0, len(swaps.rows), at_once):
        rows = slice(first, first + at_once)
        chosen, take, put = swaps.rows[rows], swaps.take[rows], swaps.put[rows]
        if solution.zeros:
            left = divided(finite[chosen], None if count is None else count[chosen], take) + put
        else:
            left = finite[chosen] + (put - take)
        totals.append(log_sum(left, others))
    return np.concatenate(totals)
