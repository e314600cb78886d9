"""Which items cannot stand together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from assess.compile.model import Compiled
from assess.network.hitting_set import (
    Effort,
    Members,
    TooLongError,
    smallest_hitting_set,
)

MAX_SOLVES = 500
"""Networks that may be solved in search of a smallest conflict."""

MAX_BRANCHES = 5_000
"""Branches that may be searched for candidates."""


def smallest_conflict(model: Compiled) -> tuple[str, ...]:
    """Return the ids of a minimal set of items whose joint probability is zero.

    They are as few as can be, unless it takes more than `MAX_SOLVES` or `MAX_BRANCHES` to know that.

    Notes
    -----
    Only an item that something could not have said (a likelihood of exactly 0) can take part. Candidates are smallest
    sets that hit every known way out, a way out being what must be dropped from all items for the rest to stand
    (smallest unsatisfiable subsets by implicit hitting sets; Ignatiev et al. 2015).
    """
    reports = model.testimony.reports
    hard = [n for n, report in enumerate(reports) if bool(np.isneginf(report.log_likelihood).any())]

    def stands(numbers: Members) -> bool:
        return model.with_only(sorted(numbers)).is_possible

    try:
        conflict = _smallest(hard, stands)
    except TooLongError:
        everything = frozenset(hard)
        conflict = everything - _taken(hard, lambda spared: not stands(everything - spared))
    return tuple(reports[n].item for n in sorted(conflict))


def _smallest(numbers: Sequence[int], stands: Callable[[Members], bool]) -> Members:
    solves, branches = Effort(MAX_SOLVES), Effort(MAX_BRANCHES)

    def grows(base: Members, more: Members) -> bool:
        solves.spend()
        return stands(base | more)

    ways_out: list[Members] = []
    while grows(candidate := smallest_hitting_set(ways_out, branches), frozenset()):
        others = [number for number in numbers if number not in candidate]
        ways_out.append(frozenset(others) - _taken(others, partial(grows, candidate)))
    return candidate


def _taken(numbers: Sequence[int], fits: Callable[[Members], bool]) -> Members:
    """Return a greedy selection: each number is kept if it fits those before it; many are tried at a time."""
    taken: Members = frozenset()
    waiting = [numbers] if numbers else []
    while waiting:
        some = waiting.pop()
        if fits(taken.union(some)):
            taken = taken.union(some)
        elif len(some) > 1:
            half = len(some) // 2
            waiting += [some[half:], some[:half]]
    return taken
