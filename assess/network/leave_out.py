"""What a solved network would say if one of its tables were another: for many such changes at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assess.network.logs import Floats, Ints, log_sum
from assess.network.order import Scope
from assess.network.plan import Plan
from assess.network.solve import Solution, collapse, parts, spread


@dataclass(frozen=True, slots=True)
class Swap:
    """One table taken out and another put in, within one clique.

    Parameters
    ----------
    home : tuple of int
        Variables that were planned to stand together; holds `scope` and `target`.
    scope : tuple of int
        The axes of the tables.
    take : float64, nats
        A table, or a part of one, that entered the clique of `home` itself; may hold -inf.
    put : float64, nats
        What takes its place.
    target : int or None
        The variable whose distribution is wanted.
    """

    home: Scope
    scope: Scope
    take: Floats
    put: Floats
    target: int | None


@dataclass(frozen=True, slots=True)
class SwapGroup:
    """Swaps in cliques of one step that look alike."""

    step: int
    rows: Ints
    axes: tuple[int, ...]
    target: int | None
    take: Floats
    put: Floats
    index: Ints


def group_swaps(plan: Plan, swaps: Sequence[Swap]) -> list[SwapGroup]:
    """Sort swaps into groups that can be worked at once; `index` of a group says which swaps are in it."""
    groups: dict[tuple[int, tuple[int, ...], int | None], list[int]] = defaultdict(list)
    rows = []
    for number, swap in enumerate(swaps):
        home = plan.home(swap.home)
        axes = plan.axes(home, swap.scope)
        target = None if swap.target is None else plan.axes(home, (swap.target,))[0]
        rows.append(plan.row_of[home])
        groups[plan.step_of[home], axes, target].append(number)
    return [
        SwapGroup(
            step,
            np.array([rows[n] for n in members]),
            axes,
            target,
            np.array([swaps[n].take for n in members])[..., np.newaxis],
            np.array([swaps[n].put for n in members])[..., np.newaxis],
            np.array(members),
        )
        for (step, axes, target), members in groups.items()
    ]


def leave_out(solution: Solution, group: SwapGroup) -> Floats:
    """Return log of the total after each swap of a group, by state of its target where it has one.

    Returns
    -------
    float64, shape (swaps, states of the target, batch), or (swaps, batch) without a target, nats
        Of the component of the network that the clique belongs to; not normalised.
    """
    finite, count = solution.sums[group.step]
    dimensions = finite.ndim - 2
    put = spread(group.put, group.axes, dimensions)
    if count is None:
        left = finite[group.rows] + (put - spread(group.take, group.axes, dimensions))
    else:
        part, none = parts(spread(group.take, group.axes, dimensions))
        left = collapse(finite[group.rows] - part, count[group.rows] - none.astype(np.int64)) + put
    return log_sum(left, tuple(k + 1 for k in range(dimensions) if k != group.target))
