"""Which items cannot stand together."""

from __future__ import annotations

import itertools

import numpy as np

from assess.compile.model import Compiled


def smallest_conflict(model: Compiled) -> tuple[str, ...]:
    """Return the ids of a smallest set of items whose joint probability is zero.

    Notes
    -----
    Only an item that something could not have said (a likelihood of exactly 0) can take part. Candidates are smallest
    sets that hit every known way out, a way out being what must be dropped from all items for the rest to stand
    (smallest unsatisfiable subsets by implicit hitting sets; Ignatiev et al. 2015).
    """
    reports = model.testimony.reports
    hard = [n for n, report in enumerate(reports) if bool(np.isneginf(report.log_likelihood).any())]

    def stands(numbers: frozenset[int]) -> bool:
        return bool(np.isfinite(model.with_only(sorted(numbers)).solution.log_total[0]))

    ways_out: list[frozenset[int]] = []
    while True:
        candidate = _smallest_hitting(ways_out)
        if not stands(candidate):
            return tuple(reports[n].item for n in sorted(candidate))
        kept = candidate
        for number in hard:
            if number not in kept and stands(kept | {number}):
                kept |= {number}
        ways_out.append(frozenset(hard) - kept)


def _smallest_hitting(sets: list[frozenset[int]]) -> frozenset[int]:
    """Return a smallest set that shares a member with each of `sets`, the first in order among equals."""
    members = sorted(frozenset().union(*sets))
    for size in range(len(members) + 1):
        for chosen in itertools.combinations(members, size):
            if all(not one.isdisjoint(chosen) for one in sets):
                return frozenset(chosen)
    return frozenset(members)
