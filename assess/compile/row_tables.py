"""Tables for drawing rows, each broken like a stick into shares that are Beta variables.

Each share of a row that is used at most once has three possible distributions: as written, with one more count for the
share, or with one more count for the rest. These, and those of a row that a few nodes share, are picked from a pool of
values of each distribution; a row that many nodes share has too many, and is drawn directly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from assess.compile.rates import shares_of
from assess.network.logs import Bools, Floats, Ints
from assess.network.quantile_tables import POOL, QuantileTables, tabulable
from assess.network.sampling import beta

Group = str
"""The kind of judgement that a row is: ``prior``, ``indicator``, ``source`` or ``statement``."""

GROUPS: tuple[Group, ...] = ("prior", "indicator", "source", "statement")

Uses = npt.NDArray[np.uint8]
"""The use of each share in each draw, shape (rows, states - 1, draws)."""

UNUSED, PASSED_OVER, TAKEN = 0, 1, 2

_MOST_TABLES = 2**14
_MOST_NODES = 10
_AT_ONCE = 2**14


@dataclass(frozen=True, eq=False, repr=False)
class RowTable:
    """All rows with the same number of states.

    Parameters
    ----------
    means : float64, shape (rows, states)
    groups : list of str
        The group of each row.
    first, rest : float64, shape (rows, states - 1)
        Parameters of the Beta distribution of each share, before any use.
    free : bool, shape (rows, states - 1)
        The shares that are not exactly known.
    numbers : int64, shape (rows, states - 1)
        The first of the tables of each share, which has one for each way to use it; -1 if it has none.
    shared : list of int64, each (nodes, rows)
        The rows that are one unknown number shared by several nodes: the positions of each node's rows.
    """

    means: Floats
    groups: list[Group]
    first: Floats
    rest: Floats
    free: Bools
    numbers: Ints
    shared: Sequence[Ints]

    @classmethod
    def of_each(
        cls,
        means: Mapping[int, Floats],
        sizes: Mapping[int, Floats],
        groups: Mapping[int, list[Group]],
        shared: Mapping[int, Sequence[Ints]],
    ) -> tuple[QuantileTables, dict[int, RowTable]]:
        """Return quantile tables of all shares, and rows by number of states; `sizes` have shape (rows,)."""
        shares = {kind: shares_of(means[kind], sizes[kind]) for kind in means}
        chosen, betas = {}, []
        for kind, (first, rest, free) in shares.items():
            nodes: Ints = np.logical_and.reduce(tabulable(first, rest) | ~free, axis=1).astype(np.int64)
            for rows in shared[kind]:
                nodes[rows[0]] *= len(rows) if len(rows) <= _MOST_NODES else 0
                nodes[rows[1:]] = 0
            chosen[kind] = free & (nodes > 0)[:, np.newaxis]
            used_by = np.broadcast_to(nodes[:, np.newaxis], free.shape)
            betas.append(np.array([each[chosen[kind]] for each in (first, rest, used_by)]))
        tables, numbers = _tabulated(np.concatenate(betas, axis=1))
        ends = np.cumsum([of_kind.shape[1] for of_kind in betas])[:-1]
        table_of = {}
        for kind, of_kind in zip(means, np.split(numbers, ends), strict=True):
            every = np.full(chosen[kind].shape, -1)
            every[chosen[kind]] = of_kind
            every[np.logical_or.reduce(chosen[kind] & (every < 0), axis=1)] = -1
            table_of[kind] = cls(means[kind], groups[kind], *shares[kind], every, shared[kind])
        return tables, table_of

    def unused(self, draws: int) -> Uses:
        """Return uses in which no share was used."""
        return np.zeros((*self.free.shape, draws), dtype=np.uint8)

    def draw(self, uses: Uses, pool: Floats, rng: np.random.Generator) -> Floats:
        """Return draws of all rows given their uses.

        Parameters
        ----------
        uses : uint8, shape (rows, states - 1, draws)
            Uses of rows that several nodes share are added up in place.
        pool : float64, shape (tables, POOL)
            Values of each table.
        rng : numpy.random.Generator

        Returns
        -------
        float64, shape (rows, states, draws)
        """
        drawn = np.empty((*self.means.shape, uses.shape[-1]))
        drawn[self._sure] = self.means[self._sure, :, np.newaxis]
        for nodes in self.shared:
            pooled = nodes[:, self._pooled[nodes[0]]]
            uses[pooled[0]] = _way(*_counts(uses[pooled]), len(nodes))
        for state in range(self.free.shape[1]):
            for rows in _runs(self.numbers[:, state] >= 0, uses.shape[-1]):
                _break(drawn, rows, state, _picked(pool, self.numbers[rows, state], uses[rows, state], rng))
            for nodes in self._one_by_one[state]:
                taken, passed_over = _counts(uses[nodes, state])
                a = self.first[nodes[0], state, np.newaxis] + taken
                b = self.rest[nodes[0], state, np.newaxis] + passed_over
                _break(drawn, nodes[0], state, beta(a, b, rng))
            certain = self._certain[state]
            if certain.size:
                _break(drawn, certain, state, (self.first[certain, state] > 0.0).astype(float)[:, np.newaxis])
        for nodes in self.shared:
            drawn[nodes[1:]] = drawn[nodes[0]]
        return drawn

    @cached_property
    def _sure(self) -> Bools:
        sure: Bools = ~np.logical_or.reduce(self.free, axis=1)
        return sure

    @cached_property
    def _pooled(self) -> Bools:
        pooled: Bools = np.logical_or.reduce(self.numbers >= 0, axis=1)
        return pooled

    @cached_property
    def _one_by_one(self) -> list[list[Ints]]:
        """By share: the rows drawn directly, of shape (nodes, rows) for the nodes that share them."""
        alone: Bools = ~(self._pooled | self._sure)
        for nodes in self.shared:
            alone[nodes] = False
        every = [nodes[:, ~self._pooled[nodes[0]]] for nodes in self.shared]
        every.append(np.flatnonzero(alone)[np.newaxis])
        of_each = [[nodes[:, free[nodes[0]]] for nodes in every] for free in self.free.T]
        return [[nodes for nodes in of_share if nodes.size] for of_share in of_each]

    @cached_property
    def _certain(self) -> list[Ints]:
        """By share: the rows in which it is exactly known and another share is not."""
        return [np.flatnonzero(~free & ~self._sure) for free in self.free.T]

    def of_groups(self, groups: Collection[Group]) -> Bools:
        """Return a mask of the rows in some groups, shape (rows,)."""
        return np.isin(self.groups, list(groups))


def _tabulated(betas: Floats) -> tuple[QuantileTables, Ints]:
    """Return the tables of shares, and the number of each share's first table; -1 if it has none.

    If there would be very many tables, those that most shares have are made.

    Parameters
    ----------
    betas : float64, shape (3, shares)
        The parameters of each, and how many nodes use it.
    """
    distinct, place, count = np.unique(betas, axis=1, return_inverse=True, return_counts=True)
    order = np.argsort(-count, kind="stable")
    ways = [_ways(int(nodes)) for nodes in distinct[2, order]]
    ends = np.cumsum([len(each) for each in ways])
    kept = int(np.searchsorted(ends, _MOST_TABLES, side="right"))
    numbers = np.full(len(order), -1)
    numbers[order[:kept]] = np.concatenate(([0], ends))[:kept]
    taken, passed_over = np.concatenate([np.zeros((0, 2)), *ways[:kept]]).T
    first, rest, _ = np.repeat(distinct[:, order[:kept]], [len(each) for each in ways[:kept]], axis=1)
    return QuantileTables(first + taken, rest + passed_over), numbers[place.reshape(-1)]


@lru_cache
def _ways(nodes: int) -> Ints:
    """Return how often a share may be taken and passed over by a number of nodes, in the order of `_way`."""
    return np.array([(taken, passed) for taken in range(nodes + 1) for passed in range(nodes + 1 - taken)])


def _way(taken: Ints, passed_over: Ints, nodes: int) -> Ints:
    """Return the number that identifies a way to use a share; for one node it is the use itself."""
    way: Ints = taken * (nodes + 1) - taken * (taken - 1) // 2 + passed_over
    return way


def _counts(uses: Uses) -> tuple[Ints, Ints]:
    """Return how many nodes (the first axis) took a share, and how many passed it over."""
    return (uses == TAKEN).sum(axis=0), (uses == PASSED_OVER).sum(axis=0)


def _runs(chosen: Bools, draws: int) -> Iterator[slice]:
    """Yield the chosen rows in stretches small enough to be drawn quickly."""
    most = max(1, _AT_ONCE // draws)
    edges = np.flatnonzero(np.diff(chosen.astype(np.int8), prepend=0, append=0)).tolist()
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        for first in range(start, stop, most):
            yield slice(first, min(first + most, stop))


def _picked(pool: Floats, numbers: Ints, uses: Uses, rng: np.random.Generator) -> Floats:
    """Return values picked at random from the pool, shape (rows, draws)."""
    assert POOL == 1 << 8
    place = np.multiply(uses, POOL, dtype=np.intp)
    place += np.frombuffer(rng.bytes(uses.size), dtype=np.uint8).reshape(uses.shape)
    place += numbers[:, np.newaxis] * POOL
    picked: Floats = pool.reshape(-1).take(place, mode="clip")
    return picked


def _break(drawn: Floats, rows: slice | Ints, state: int, share: Floats) -> None:
    """Write the part that a share takes of the rest of a stick, and what it leaves."""
    left = 1.0 - share
    drawn[rows, state], drawn[rows, state + 1] = (
        (drawn[rows, state] * share, drawn[rows, state] * left) if state else (share, left)
    )
