"""The sources with another reliability in each perturbation."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from assess.network.logs import Floats, Ints


def _nowhere() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Regraded:
    """The sources with another reliability, each in disjoint runs of neighbouring perturbations.

    Parameters
    ----------
    sources : tuple of str
        The source of each run.
    starts, stops : int64, shape (runs,)
        The perturbations from `starts` to `stops`, not included.
    log_reliable : float64, shape (runs, 2), nats
        Log P(reliable) and log P(unreliable).
    """

    sources: tuple[str, ...] = ()
    starts: Ints = field(default_factory=_nowhere)
    stops: Ints = field(default_factory=_nowhere)
    log_reliable: Floats = field(default_factory=lambda: np.zeros((0, 2)))

    @classmethod
    def in_runs(cls, runs: Iterable[tuple[str, int, int, Floats]]) -> Regraded:
        """Return the regrading given by runs of source, start, stop, and log P(reliable) and log P(unreliable)."""
        some = [run for run in runs if run[1] < run[2]]
        return cls(
            tuple(run[0] for run in some),
            np.array([run[1] for run in some], dtype=np.int64),
            np.array([run[2] for run in some], dtype=np.int64),
            np.array([run[3] for run in some]).reshape(-1, 2),
        )

    @classmethod
    def of(cls, tables: Mapping[str, Floats]) -> Regraded:
        """Return the regrading given by source, shape (2, perturbations), nats."""
        runs = []
        for source, table in tables.items():
            edges = [0, *(np.flatnonzero((table[:, 1:] != table[:, :-1]).any(axis=0)) + 1).tolist(), table.shape[1]]
            runs += [(source, a, b, table[:, a]) for a, b in itertools.pairwise(edges) if a < b]
        return cls.in_runs(runs)

    def some(self, first: int, last: int) -> Regraded:
        """Return the part in the perturbations from `first` up to but not including `last`."""
        starts, stops = np.maximum(self.starts, first) - first, np.minimum(self.stops, last) - first
        inside = np.flatnonzero(starts < stops)
        sources = tuple(self.sources[run] for run in inside.tolist())
        return Regraded(sources, starts[inside], stops[inside], self.log_reliable[inside])

    def runs(self) -> Iterable[tuple[str, int, int, Floats]]:
        """Return the source, start, stop and log reliability of each run."""
        return zip(self.sources, self.starts.tolist(), self.stops.tolist(), self.log_reliable, strict=True)

    def tables(self, usual: Mapping[str, Floats], count: int) -> dict[str, Floats]:
        """Return the log reliability of each of its sources in every perturbation, shape (2, count), nats.

        Parameters
        ----------
        usual : dict of str to float64, shape (2,), nats
            The reliability outside the runs.
        count : int
        """
        tables: dict[str, Floats] = {}
        for source, start, stop, log_reliable in self.runs():
            if source not in tables:
                tables[source] = np.repeat(usual[source][:, np.newaxis], count, axis=1)
            tables[source][:, start:stop] = log_reliable[:, np.newaxis]
        return tables
