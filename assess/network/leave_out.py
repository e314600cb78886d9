"""What a solved network would say if one of its tables were another: for many such changes at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assess.network.logs import Floats, Ints, log_sum
from assess.network.order import Scope
from assess.network.solve import Solution, collapse, parts, spread


@dataclass(frozen=True, slots=True)
class Swaps:
    """Changes of one look; in each, one table is taken out and another put in, within one clique.

    Parameters
    ----------
    names : sequence of int
        What each is called.
    homes : sequence of tuple of int
        Variables that were planned to stand together; each holds the scope and the target.
    scopes : sequence of tuple of int
        The axes of the tables.
    take : float64, shape (n, states or 1 ...), nats
        A table, or a part of one, that entered the clique of its home itself; may hold -inf.
    put : float64, the same, nats
        What takes its place.
    targets : sequence of int, or None
        The variable of each whose distribution is wanted.
    """

    names: Sequence[int]
    homes: Sequence[Scope]
    scopes: Sequence[Scope]
    take: Floats
    put: Floats
    targets: Sequence[int] | None

    def some(self, rows: Ints) -> Swaps:
        """Return some of them."""
        chosen = rows.tolist()
        return Swaps(
            [self.names[k] for k in chosen],
            [self.homes[k] for k in chosen],
            [self.scopes[k] for k in chosen],
            self.take[rows],
            self.put[rows],
            None if self.targets is None else [self.targets[k] for k in chosen],
        )


def leave_out(solution: Solution, swaps: Swaps) -> Floats:
    """Return the log of the total after each change, by state of its target where it has one.

    Returns
    -------
    float64, shape (changes, states of the target, batch), or (changes, batch) without targets, nats
        Of the component of the network that the clique belongs to; not normalised.
    """
    plan = solution.plan
    groups: dict[tuple[int, tuple[int, ...], int | None], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, (home, scope) in enumerate(zip(swaps.homes, swaps.scopes, strict=True)):
        at = plan.home(home)
        axes = plan.axes(at, scope)
        target = None if swaps.targets is None else plan.axes(at, (swaps.targets[number],))[0]
        members, rows = groups[plan.step_of[at], axes, target]
        members.append(number)
        rows.append(plan.row_of[at])
    found: Floats | None = None
    for (step, axes, target), (members, rows) in groups.items():
        chosen = np.array(members)
        part = _group(solution, step, np.array(rows), axes, (swaps.take[chosen], swaps.put[chosen]), target)
        if found is None:
            found = np.zeros((len(swaps.names), *part.shape[1:]))
        found[chosen] = part
    return np.zeros((0, 1)) if found is None else found


def _group(
    solution: Solution,
    step: int,
    rows: Ints,
    axes: tuple[int, ...],
    tables: tuple[Floats, Floats],
    target: int | None,
) -> Floats:
    finite, count = solution.sums[step]
    dimensions = finite.ndim - 2
    take, put = (spread(table[..., np.newaxis], axes, dimensions) for table in tables)
    if count is None:
        left = finite[rows] + (put - take)
    else:
        part, none = parts(take)
        left = collapse(finite[rows] - part, count[rows] - none.astype(np.int64)) + put
    return log_sum(left, tuple(k + 1 for k in range(dimensions) if k != target))
