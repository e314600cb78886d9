"""Finding items that cannot all be true."""

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
"""The most networks to solve in search of a smallest conflict."""

MAX_BRANCHES = 5_000
"""The most branches to search for candidates."""


def smallest_conflict(model: Compiled) -> tuple[str, ...]:
    """Return the ids of a minimal set of items whose joint probability is zero.

    They are as few as possible, unless proving that would take more than `MAX_SOLVES` or `MAX_BRANCHES`.

    Notes
    -----
    Only items with a likelihood of exactly 0 in some state can take part. Candidates are smallest sets that hit every
    known correction set, that is, every set of items whose removal makes the rest possible (smallest unsatisfiable
    subsets by implicit hitting sets; Ignatiev et al. 2015).
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
    """Return a greedy selection: each number is kept if it is compatible with those kept before; tried in blocks."""
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
