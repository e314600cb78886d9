"""The posterior of rows that many tables of a network use, where the uses are themselves uncertain.

The network consists of unconnected groups, such as one for each case. Each is solved with the rows given by the prior
and the expected counts of all other groups, which gives expected counts of its own; this is repeated until they settle.
It is expectation maximisation (Dempster, Laird and Rubin 1977) in which no group is judged by rows that it taught
itself (cavity means, as in collapsed variational inference; Asuncion et al. 2009): for one group the counts are exact,
for many the two agree. The precision of the rows is then the observed information: what the counts would tell if known,
less what their uncertainty takes away (Louis 1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assess.network.conditionals import conditionals
from assess.network.elimination import EliminationPlan
from assess.network.logs import Bools, Floats, Ints, log
from assess.network.network import Network
from assess.network.network_edit import NetworkEdit

TOLERANCE = 1e-9
"""The move of any number of a row, from one solution to the next, below which they have settled."""

MOST_STEPS = 2000
_STILL = 1e-6
_REMEMBERED = 8
_NUDGE = 1e-4
_COLUMN_CELLS = 2**21
_TINY = 1e-300

_LEAST_KNOWN = 0.01
"""The least share of the counts' information that is taken to remain when they are uncertain."""


@dataclass(frozen=True)
class DirichletRows:
    """Rows, each a Dirichlet distribution, with their numbers in one array.

    Parameters
    ----------
    alpha : float64, shape (numbers,)
        The parameters; for an exactly known row, its probabilities.
    starts : int64, shape (rows + 1,)
        The position of each row's first number, and the total.
    free : bool, shape (rows,)
        Whether each row is not exactly known.
    """

    alpha: Floats
    starts: Ints
    free: Bools

    @cached_property
    def row_of(self) -> Ints:
        """The row of each number."""
        return np.repeat(np.arange(len(self.free)), np.diff(self.starts))

    def sums(self, values: Floats) -> Floats:
        """Return the sum of each row, at each of its numbers; shape (numbers, ...)."""
        totals: Floats = np.add.reduceat(values, self.starts[:-1], axis=0)[self.row_of]
        return totals

    def means(self, counts: Floats | float = 0.0) -> Floats:
        """Return the mean of each number after so many counts of each; a row that is exactly known stays."""
        alpha = self.alpha + np.where(self.free[self.row_of], counts, 0.0)
        means: Floats = alpha / self.sums(alpha)
        return means


@dataclass(frozen=True, slots=True)
class RowUses:
    """Tables of one stack whose entries are the numbers of rows.

    Parameters
    ----------
    stack : int
    tables : int64, shape (n,)
        The tables.
    groups : int64, shape (n,)
        The group of each.
    numbers : int64, shape (n, states ...)
        The number that each entry is.
    """

    stack: int
    tables: Ints
    groups: Ints
    numbers: Ints


@dataclass(frozen=True, slots=True)
class RowPosterior:
    """The posterior of rows.

    Parameters
    ----------
    means, variances, counts : float64, shape (numbers,)
        The count of a number is how often its state is expected to have occurred.
    sizes : float64, shape (numbers,)
        The effective sample size of each number's row; infinite if exactly known.
    of_groups : float64, shape (numbers of all groups,)
        The counts of each group, from which to continue.
    steps : int
        The number of times the network was solved.
    converged : bool
        Whether the counts have settled.
    """

    means: Floats
    variances: Floats
    counts: Floats
    sizes: Floats
    of_groups: Floats
    steps: int
    converged: bool


class RowLearner:
    """Rows and the tables that use them.

    Parameters
    ----------
    plan : EliminationPlan
    rows : DirichletRows
    uses : sequence of RowUses
        The uses, with each table once.
    """

    def __init__(self, plan: EliminationPlan, rows: DirichletRows, uses: Sequence[RowUses]) -> None:
        self._plan, self._rows, self._uses = plan, rows, uses
        count = len(rows.free)
        of_table = [used.groups.reshape(-1, *(1,) * (used.numbers.ndim - 1)) for used in uses]
        pairs = [group * count + rows.row_of[used.numbers] for group, used in zip(of_table, uses, strict=True)]
        every = np.unique(np.concatenate([pair.reshape(-1) for pair in pairs]))
        row = every % count
        lengths = np.diff(rows.starts)[row]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        self._own = [
            starts[np.searchsorted(every, pair)] + used.numbers - rows.starts[rows.row_of[used.numbers]]
            for pair, used in zip(pairs, uses, strict=True)
        ]
        self._number = np.repeat(rows.starts[row] - starts[:-1], lengths) + np.arange(starts[-1])
        self._group = np.repeat(every // count, lengths)
        self._begins, self._of = starts[:-1], np.repeat(np.arange(len(row)), lengths)

    def posterior(self, network: Network, start: Floats | None = None) -> RowPosterior:
        """Return the posterior of the rows, given everything that a network holds as known.

        Parameters
        ----------
        network : Network
            Of one column, with possible evidence.
        start : float64, shape (numbers of all groups,), optional
            The counts to begin with.

        Notes
        -----
        The steps are accelerated using the last few (Anderson 1965); a step that would leave the range of counts, or
        leads astray, is replaced by a plain one.
        """
        rows = self._rows
        own = np.zeros(len(self._number)) if start is None else start
        tried: list[Floats] = []
        moves: list[Floats] = []
        means, least, converged, step = rows.means(self._all(own)), np.inf, False, 0
        while step < MOST_STEPS and not converged:
            step += 1
            new = self._counted(network, self._cavity(own)[:, np.newaxis])[:, 0]
            after = rows.means(self._all(new))
            converged = bool(abs(after - means).max(initial=0.0) < TOLERANCE and abs(new - own).max() < _STILL)
            means = after
            distance = float(np.linalg.norm(new - own))
            if distance > 2.0 * least:
                tried, moves = [], []
            least = min(least, distance)
            tried.append(new)
            moves.append(new - own)
            del tried[:-_REMEMBERED], moves[:-_REMEMBERED]
            own = new if converged else self._further(tried, moves)
        return self._read(network, own, step, converged)

    def without(self, posterior: RowPosterior, group: int) -> RowPosterior:
        """Return the rows without one group's counts; their variances are unchanged."""
        rows, own = self._rows, np.where(self._group == group, posterior.of_groups, 0.0)
        counts = np.maximum(posterior.counts - self._all(own), 0.0)
        sizes = np.maximum(posterior.sizes - rows.sums(self._all(own)), rows.sums(rows.alpha))
        return replace(posterior, means=rows.means(counts), counts=counts, sizes=sizes)

    def _all(self, own: Floats) -> Floats:
        """Return the counts of all groups together, shape (numbers, ...)."""
        totals = np.zeros((len(self._rows.alpha), *own.shape[1:]))
        np.add.at(totals, self._number, own)
        return totals

    def _cavity(self, own: Floats) -> Floats:
        """Return the rows for each group, given by the prior and all other groups, nats."""
        rows = self._rows
        others = np.maximum(self._all(own)[self._number] - own, 0.0)
        free = rows.free[rows.row_of[self._number]]
        alpha = rows.alpha[self._number] + np.where(free, others, 0.0)
        return log(alpha / np.add.reduceat(alpha, self._begins)[self._of])

    def _counted(self, network: Network, logs: Floats) -> Floats:
        """Return the expected counts of each group under some rows, both of shape (numbers of all groups, columns)."""
        columns = logs.shape[1]
        edit = NetworkEdit(network, columns)
        for used, own in zip(self._uses, self._own, strict=True):
            edit.put(used.stack, used.tables, logs[own])
        solved = conditionals(edit.network(), self._plan)
        counts = np.zeros(logs.size)
        for used, own in zip(self._uses, self._own, strict=True):
            joint = solved.of_tables(used.stack, len(network.stacks[used.stack].scopes))[used.tables]
            flat = own[..., np.newaxis] * columns + np.arange(columns)
            counts += np.bincount(flat.reshape(-1), np.broadcast_to(joint, flat.shape).reshape(-1), len(counts))
        return counts.reshape(logs.shape)

    @staticmethod
    def _further(tried: Sequence[Floats], moves: Sequence[Floats]) -> Floats:
        """Return the counts from which the next step starts."""
        last = tried[-1]
        if len(moves) < 2:
            return last
        steps = np.stack([moves[-1] - move for move in moves[:-1]], axis=1)
        gram = steps.T @ steps
        gram += 1e-10 * np.trace(gram) * np.eye(len(gram)) + _TINY * np.eye(len(gram))
        share = np.linalg.solve(gram, steps.T @ moves[-1])
        ahead: Floats = last - np.stack([last - other for other in tried[:-1]], axis=1) @ share
        return last if ahead.min(initial=0.0) < 0.0 else ahead

    def _read(self, network: Network, own: Floats, steps: int, converged: bool) -> RowPosterior:
        rows = self._rows
        counts = self._all(own)
        means = rows.means(counts)
        free = rows.free[rows.row_of]
        all_known = rows.sums(rows.alpha + counts)
        spread = self._spread(network, own, means, all_known)
        single = means * (1.0 - means)
        size, whole = rows.sums(single), rows.sums(spread)
        sizes = np.divide(size, whole, out=np.full(len(size), np.inf), where=free & (whole > 0.0))
        sizes = np.where(np.isclose(sizes, all_known, rtol=1e-9, atol=0.0), all_known, sizes)
        known = np.isinf(sizes)
        variances = np.where(known, 0.0, spread * (1.0 - 1.0 / (np.where(known, 1.0, sizes) + 1.0)))
        return RowPosterior(means, variances, counts, sizes, own, steps, converged)

    def _spread(self, network: Network, own: Floats, means: Floats, sizes: Floats) -> Floats:
        """Return the variance of each number if its logarithm were normal, by the observed information."""
        rows = self._rows
        free, uses = rows.free[rows.row_of], rows.sums(self._all(own))
        moving = np.flatnonzero(free & (means > 0.0) & (uses > 0.0))
        moving = moving[moving != rows.starts[rows.row_of[moving]]]
        slope = self._slope(means)
        information = slope[np.ix_(moving, moving)] * sizes[moving]
        information -= self._missing(network, own, moving, means)
        information = (information + information.T) / 2.0
        scale = np.sqrt((slope.diagonal() * sizes)[moving])
        values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
        gradient = (slope[:, moving] / scale) @ vectors
        variance: Floats = (gradient**2 / np.maximum(values, _LEAST_KNOWN)).sum(axis=1)
        return np.where(free & (uses == 0.0), means * (1.0 - means) / sizes, variance)

    def _slope(self, means: Floats) -> Floats:
        """Return the derivative of each number with respect to each one's log odds against the first of its row."""
        same: Bools = self._rows.row_of[:, np.newaxis] == self._rows.row_of
        slope: Floats = np.where(same, np.diag(means) - np.outer(means, means), 0.0)
        return slope

    def _missing(self, network: Network, own: Floats, moving: Ints, means: Floats) -> Floats:
        """Return how expected counts, less those that rows of such sizes lead to, change with the rows."""
        rows = self._rows
        missing = np.zeros((len(moving), len(moving)))
        base = self._cavity(own)
        at_once = max(1, _COLUMN_CELLS // (2 * self._plan.cells))
        for first in range(0, len(moving), at_once):
            chosen = moving[first : first + at_once]
            nudges = np.where(self._number[:, np.newaxis] == chosen, _NUDGE, 0.0)
            sides = []
            for side in (nudges, -nudges):
                logs = base[:, np.newaxis] + side
                total = np.add.reduceat(np.exp(logs), self._begins, axis=0)[self._of]
                sides.append(logs - np.log(total))
            counts = self._all(self._counted(network, np.concatenate(sides, axis=1)))
            change = (counts[:, : len(chosen)] - counts[:, len(chosen) :]) / (2.0 * _NUDGE)
            expected = change - rows.sums(change) * means[:, np.newaxis]
            missing[:, first : first + at_once] = expected[moving]
        return missing
