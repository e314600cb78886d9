"""Reports whose sources have no others: each is a factor on its indicator alone, so that many can be left out at once.

Such a report, its source and the story that the source tells if unreliable are summed out once. Leaving it out of a
perturbation then only drops a term of a sum, and the network to solve has no source that speaks once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from assess.compile.part import StoryTable
from assess.compile.perturbations import Perturbations
from assess.compile.testimony import Testimony
from assess.network.logs import Floats, Ints
from assess.network.network import Network, TableRows
from assess.network.segments import Segments

_SURE = np.array([0.0, -np.inf])
"""Log P(reliable) and log P(unreliable) of a certainly reliable source."""
_AT_ONCE = 2**19
"""The number of varying reports times perturbations whose factors are held at once: some 20 MB."""


def leaf_reports(testimony: Testimony) -> list[int]:
    """Return the unrelayed reports that share no statement, source or rate with another."""
    statements = Counter(report.statement for report in testimony.reports)
    through = Counter(source for report in testimony.reports for source in report.chain)
    return [
        number
        for number, report in enumerate(testimony.reports)
        if report.seen == report.node
        and statements[report.statement] == 1
        and len(report.chain) < 2
        and all(through[s] == 1 for s in report.chain)
    ]


def source_summed_out(reliable: Floats, unreliable: Floats, likelihoods: Floats, stories: Floats) -> Floats:
    """Return the log probability of reports in each state of their indicators, their sources reliable or not.

    Parameters
    ----------
    reliable, unreliable : float64, nats
        Log P(reliable) and log P(unreliable) of each source; all arrays are broadcast.
    likelihoods : float64, shape (..., 2), nats
        Log likelihood of what was said by a reliable source.
    stories : float64, nats
        Log probability of what was said by an unreliable one, whatever is true.
    """
    factors: Floats = np.logaddexp(reliable + likelihoods, unreliable + stories)
    return factors


class LeafReports:
    """Reports that are factors on their indicators.

    Parameters
    ----------
    stories : StoryTable
    numbers : sequence of int
        The reports, of those that `leaf_reports` names.
    places : dict of str to TableRows
        The place of each indicator's table in the network that lacks these reports.
    """

    def __init__(self, stories: StoryTable, numbers: Sequence[int], places: Mapping[str, TableRows]) -> None:
        reports = stories.testimony.reports
        where = [places[reports[number].node] for number in numbers]
        order = sorted(range(len(numbers)), key=lambda k: (where[k].stack, where[k].first))
        self._numbers = np.array([numbers[k] for k in order], dtype=np.int64)
        ranked = [numbers[k] for k in order]
        self._likelihoods = np.array([reports[number].log_likelihood for number in ranked]).reshape(-1, 2)
        self._stories = np.array([_story(stories, number) for number in ranked])
        witnesses = stories.testimony.witnesses
        graded = [[witnesses[s].log_reliable for s in reports[number].chain] or [_SURE] for number in ranked]
        self._factors = self._mixed(np.arange(len(ranked)), np.array(graded).reshape(-1, 2))
        self._of_source = {source: row for row, number in enumerate(ranked) for source in reports[number].chain}
        at = np.array([(where[k].stack, where[k].first) for k in order], dtype=np.int64).reshape(-1, 2)
        fresh = np.ones(len(at), dtype=bool)
        fresh[1:] = (np.diff(at, axis=0) != 0).any(axis=1)
        self._starts, self._home = np.flatnonzero(fresh), np.cumsum(fresh) - 1
        self._at = at[self._starts]
        self._places = np.argsort(self._numbers)

    def _mixed(self, rows: Ints, log_reliable: Floats) -> Floats:
        """Return the log probability of reports in each state of their indicators, their sources summed out."""
        reliable, unreliable = log_reliable[:, :1], log_reliable[:, 1:]
        return source_summed_out(reliable, unreliable, self._likelihoods[rows], self._stories[rows, np.newaxis])

    def enter(self, network: Network, perturbations: Perturbations) -> Network:
        """Return a network with the factors of the reports not left out, a column for each perturbation."""
        if not len(self._numbers):
            return network
        count = perturbations.count
        sums = self._sums(perturbations)
        for number in dict.fromkeys(self._at[:, 0].tolist()):
            here = self._at[:, 0] == number
            old = network.stacks[number].tables
            tables = np.empty((*old.shape[:-1], count))
            tables[...] = old
            between = (slice(None), *(np.newaxis,) * (old.ndim - 3))
            tables[self._at[here, 1]] += sums[here][between]
            network = network.with_stack(number, tables)
        return network

    def _sums(self, perturbations: Perturbations) -> Floats:
        """Return the sum of the factors on each indicator, shape (indicators, 2, count), nats."""
        count, dropped = perturbations.count, perturbations.dropped
        rows = self._rows(dropped.reports)
        ours = rows >= 0
        rows, starts, stops = rows[ours], dropped.starts[ours], dropped.stops[ours]
        graded = [
            (self._of_source[run[0]], *run[1:]) for run in perturbations.sources.runs() if run[0] in self._of_source
        ]
        kept = np.ones(len(self._numbers), dtype=bool)
        kept[rows] = False
        kept[[run[0] for run in graded]] = False
        never = np.zeros(len(self._numbers), dtype=bool)
        never[rows[(starts == 0) & (stops == count)]] = True
        switching = np.flatnonzero(~kept & ~never)
        if count > 1 and len(switching) * count > _AT_ONCE:  # fewer of them come and go in a half
            halves = (slice(0, count // 2), slice(count // 2, count))
            return np.concatenate([self._sums(perturbations.some(half)) for half in halves], axis=-1)
        always = Segments(self._starts, len(kept)).sum(np.where(kept[:, np.newaxis], self._factors, 0.0))
        sums = np.repeat(always[..., np.newaxis], count, axis=-1)
        if len(switching):
            place = np.full(len(self._numbers), -1)
            place[switching] = np.arange(len(switching))
            values = np.repeat(self._factors[switching][..., np.newaxis], count, axis=-1)
            for row, start, stop, log_reliable in graded:
                if place[row] >= 0:
                    values[place[row], :, start:stop] = self._mixed(np.array([row]), log_reliable[np.newaxis])[
                        0, :, np.newaxis
                    ]
            for row, start, stop in zip(place[rows].tolist(), starts.tolist(), stops.tolist(), strict=True):
                if row >= 0:
                    values[row, :, start:stop] = 0.0
            homes, firsts = np.unique(self._home[switching], return_index=True)
            sums[homes] += Segments(firsts, len(values)).sum(values)
        return sums

    def _rows(self, reports: Ints) -> Ints:
        """Return the row of each report, or -1 if it is not among these."""
        ordered = self._numbers[self._places]
        place = np.minimum(np.searchsorted(ordered, reports), len(ordered) - 1)
        return np.where(ordered[place] == reports, self._places[place], -1)


def _story(stories: StoryTable, number: int) -> float:
    """Return the log probability of the story that a source tells if it is unreliable; 0 if it cannot be unreliable."""
    chain = stories.testimony.reports[number].chain
    return stories.total((chain[0], frozenset({number}))) if chain else 0.0
