"""The reports left out of each perturbation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from assess.network.logs import Bools, Ints


def _nothing() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Dropped:
    """The reports left out, each in disjoint runs of neighbouring perturbations.

    A report is usually left out in few runs, however many perturbations there are.

    Parameters
    ----------
    reports : int64, shape (runs,)
        Rising.
    starts, stops : int64, shape (runs,)
        The perturbations from `starts` to `stops`, not included.
    """

    reports: Ints = field(default_factory=_nothing)
    starts: Ints = field(default_factory=_nothing)
    stops: Ints = field(default_factory=_nothing)

    @classmethod
    def in_runs(cls, runs: Iterable[tuple[int, int, int]]) -> Dropped:
        """Return the reports left out in runs given as report, start and stop; empty runs are skipped.

        Examples
        --------
        >>> Dropped.in_runs([(7, 0, 2), (3, 1, 1)]).columns(7, 3).tolist()
        [True, True, False]
        """
        rows = np.array(sorted(run for run in runs if run[1] < run[2]), dtype=np.int64).reshape(-1, 3)
        return cls(*rows.T)

    @classmethod
    def of_sets(cls, sets: Iterable[Iterable[int]]) -> Dropped:
        """Return the reports left out if each perturbation leaves out one set."""
        members = [np.array(list(some), dtype=np.int64) for some in sets]
        columns = np.repeat(np.arange(len(members)), [len(some) for some in members])
        return cls._of_places(np.concatenate([_nothing(), *members]), columns)

    @classmethod
    def of(cls, masks: Mapping[int, Bools]) -> Dropped:
        """Return the reports left out if each is left out where its mask says."""
        columns = [np.flatnonzero(mask) for mask in masks.values()]
        reports = np.repeat(np.array(list(masks), dtype=np.int64), [len(places) for places in columns])
        return cls._of_places(reports, np.concatenate([_nothing(), *columns]))

    @classmethod
    def _of_places(cls, reports: Ints, columns: Ints) -> Dropped:
        order = np.lexsort((columns, reports))
        reports, columns = reports[order], columns[order]
        fresh = np.ones(len(reports), dtype=bool)
        fresh[1:] = (np.diff(reports) != 0) | (np.diff(columns) != 1)
        firsts = np.flatnonzero(fresh)
        return cls(reports[firsts], columns[firsts], columns[np.roll(firsts, -1) - 1] + 1)

    def some(self, first: int, last: int) -> Dropped:
        """Return the part in the perturbations from `first` up to but not including `last`."""
        starts, stops = np.maximum(self.starts, first) - first, np.minimum(self.stops, last) - first
        inside = starts < stops
        return Dropped(self.reports[inside], starts[inside], stops[inside])

    def __contains__(self, report: int) -> bool:
        place = int(np.searchsorted(self.reports, report))
        return place < len(self.reports) and bool(self.reports[place] == report)

    def columns(self, report: int, count: int) -> Bools:
        """Return a mask, of length `count`, of the perturbations that leave a report out."""
        mask = np.zeros(count, dtype=bool)
        place, end = (int(np.searchsorted(self.reports, report, side)) for side in ("left", "right"))
        for run in range(place, end):
            mask[self.starts[run] : self.stops[run]] = True
        return mask
