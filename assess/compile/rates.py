"""Rates: rows that several nodes share as one unknown number.

A row is broken like a stick: given that no earlier state occurred, each state but the last occurs with a probability,
its share, that is a Beta variable, and the shares are independent (a row of two states has one, its first number). A
share with u uses enters the joint probability as a polynomial of degree at most u, so that a discrete variable whose
states are the Gauss-Jacobi points of its Beta, with their weights as prior, represents it exactly (Golub and Welsch
1969).

If all uses have the same parents, one variable represents a share in all rows, with points for each state of the
parents; otherwise each row has a variable of its own. A factor for each use, over the parents, the variable and the
node itself, holds the share; the rest of the row stays in the node's own table. A row that is used once, or exactly
known, stays there whole, at its mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from assess.compile.world import Node, SharedRows, World
from assess.network.logs import Bools, Floats, log
from assess.network.network import Builder, TableRows
from assess.network.quadrature import gauss_jacobi

IN_HAND = 2
"""Further uses for which the points are exact: those of a query, such as the mean and the variance of the rate."""


class Share(NamedTuple):
    """A share of a row that several nodes use, or of all rows of nodes with the same parents.

    Parameters
    ----------
    rows : SharedRows
    state : int
        The share is the probability of this state, given that no earlier one occurred.
    row : int or None
        The row, numbered by the states of the parents; None for all rows.
    uses : tuple of str
        The nodes that use it.
    """

    rows: SharedRows
    state: int
    row: int | None
    uses: tuple[str, ...]

    @property
    def points(self) -> int:
        """The number of states of the variable that represents it."""
        return (len(self.uses) + IN_HAND) // 2 + 1

    def log_points(self, means: Floats, sizes: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the logs of its points, of 1 minus these, and of their weights, each of shape (rows, points), nats.

        Parameters
        ----------
        means : float64, shape (rows, states)
        sizes : float64, shape (rows,)

        Returns
        -------
        float64, three times
            A single row if it is the share of one row.
        """
        first, rest, free = shares_of(means, sizes)
        chosen = range(len(means)) if self.row is None else (self.row,)
        values = np.empty((3, len(chosen), self.points))
        uncertain = [k for k, row in enumerate(chosen) if free[row, self.state]]
        of_each = [[float(each[chosen[k], self.state]) for k in uncertain] for each in (first, rest)]
        values[:, uncertain] = gauss_jacobi(tuple(of_each[0]), tuple(of_each[1]), self.points)
        for k in set(range(len(chosen))).difference(uncertain):
            share = known_share(means[chosen[k]], self.state)
            values[:, k] = np.array([[share], [1.0 - share], [1.0 / self.points]])
        points, others, weights = log(values)
        return points, others, weights

    def tables(self, table: Floats, sizes: Floats) -> tuple[Floats, Floats]:
        """Return the prior of the variable and the factor of each use.

        Parameters
        ----------
        table : float64, shape (states of each parent ..., states), nats
        sizes : float64, shape (states of each parent ...)

        Returns
        -------
        float64, shape (points,), or (states of each parent ..., points) of all rows, nats
        float64, shape (states of each parent ..., points, states), nats
        """
        *above, states = table.shape
        points, others, weights = self.log_points(np.exp(table).reshape(-1, states), sizes.reshape(-1))
        of_rows = np.zeros((*points.shape, states))
        of_rows[..., self.state] = points
        of_rows[..., self.state + 1 :] = others[..., np.newaxis]
        if self.row is None:
            return weights.reshape(*above, -1), of_rows.reshape(*above, -1, states)
        factor = np.zeros((sizes.size, *of_rows.shape[1:]))
        factor[self.row] = of_rows[0]
        return weights[0], factor.reshape(*above, -1, states)

    def tables_of_each(self, tables: Floats, sizes: Floats) -> tuple[Floats, Floats]:
        """Return the same for several perturbations, the last axis of all arrays."""
        count = max(tables.shape[-1], sizes.shape[-1])
        known: dict[bytes, tuple[Floats, Floats]] = {}
        each = []
        for column in range(count):
            table, size = tables[..., min(column, tables.shape[-1] - 1)], sizes[..., min(column, sizes.shape[-1] - 1)]
            key = table.tobytes() + size.tobytes()
            if key not in known:
                known[key] = self.tables(table, size)
            each.append(known[key])
        priors, factors = zip(*each, strict=True)
        return np.stack(priors, axis=-1), np.stack(factors, axis=-1)


class PlacedShare(NamedTuple):
    """A share within a network.

    Parameters
    ----------
    share : Share
    variable : int
    prior, factors : TableRows
        The prior of the variable, and the factors of the uses.
    """

    share: Share
    variable: int
    prior: TableRows
    factors: TableRows


def shares_in(world: World, nodes: Iterable[str]) -> list[Share]:
    """Return the shares, not exactly known, that several of some nodes use."""
    by_rows: dict[SharedRows, list[str]] = {}
    for ident in nodes:
        rows = world.nodes[ident].shares
        if rows is not None:
            by_rows.setdefault(rows, []).append(ident)
    return [share for rows, uses in by_rows.items() if len(uses) > 1 for share in _shares(world, rows, tuple(uses))]


def _shares(world: World, rows: SharedRows, uses: tuple[str, ...]) -> Iterator[Share]:
    free = free_shares(world.nodes[uses[0]])
    under_the_same = len({world.nodes[ident].parents for ident in uses}) == 1
    for state in range(free.shape[1]):
        if under_the_same and free[:, state].any():
            yield Share(rows, state, None, uses)
        elif not under_the_same:
            for row in np.flatnonzero(free[:, state]).tolist():
                yield Share(rows, state, row, uses)


def uses_of(shares: Iterable[Share]) -> dict[str, list[Share]]:
    """Return the shares that each node uses."""
    by_node: dict[str, list[Share]] = {}
    for share in shares:
        for ident in share.uses:
            by_node.setdefault(ident, []).append(share)
    return by_node


def same_rows(shares: Iterable[PlacedShare]) -> list[tuple[str, ...]]:
    """Return, for each set of shared rows, the nodes that use it."""
    return list({placed.share.rows: placed.share.uses for placed in shares}.values())


def free_shares(node: Node) -> Bools:
    """Return a mask of the shares of a node's rows that are not exactly known, shape (rows, states - 1)."""
    states = node.table.shape[-1]
    return shares_of(np.exp(node.table).reshape(-1, states), node.sizes.reshape(-1))[2]


def own_table(table: Floats, shares: Sequence[Share]) -> Floats:
    """Return the rows of a node with some shares taken out.

    Parameters
    ----------
    table : float64, shape (states of each parent ..., states), nats
    shares : sequence of Share
        The shares that the node uses.

    Returns
    -------
    float64, the same shape, nats
    """
    if not shares:
        return table
    means = np.exp(table).reshape(-1, table.shape[-1])
    taken = np.zeros((len(means), means.shape[1] - 1), dtype=bool)
    for share in shares:
        taken[slice(None) if share.row is None else share.row, share.state] = True
    left = log(means)
    for row in np.flatnonzero(taken.any(axis=1)):
        left[row] = 0.0
        for state in np.flatnonzero(~taken[row]).tolist():
            known = known_share(means[row], state)
            left[row, state] += log(known)
            left[row, state + 1 :] += log(1.0 - known)
    return left.reshape(table.shape)


def own_table_of_each(tables: Floats, shares: Sequence[Share]) -> Floats:
    """Return the rest of the rows for each perturbation (the last axis), computed once if all are alike."""
    known: dict[bytes, Floats] = {}
    each = []
    for table in np.moveaxis(tables, -1, 0):
        key = table.tobytes()
        if key not in known:
            known[key] = own_table(table, shares)
        each.append(known[key])
    return np.stack(each, axis=-1)


def write_shares(
    builder: Builder, world: World, shares: Sequence[Share], nodes: Mapping[str, int]
) -> list[PlacedShare]:
    """Add shares to a network, given the variables of the nodes."""
    placed = []
    for share in shares:
        node = world.nodes[share.uses[0]]
        weights, factor = share.tables(node.table, node.sizes)
        variable = builder.variable(share.points)
        under = tuple(nodes[parent] for parent in node.parents) if share.row is None else ()
        prior = builder.table((*under, variable), weights)
        scopes = [
            (*(nodes[parent] for parent in world.nodes[ident].parents), variable, nodes[ident]) for ident in share.uses
        ]
        factors = builder.tables(scopes, np.repeat(factor[np.newaxis], len(scopes), axis=0))
        placed.append(PlacedShare(share, variable, prior, factors))
    return placed


def shares_of(means: Floats, sizes: Floats) -> tuple[Floats, Floats, Bools]:
    """Return the Beta parameters of each share, and a mask of those not exactly known; shape (rows, states - 1)."""
    size = np.where(np.isfinite(sizes), sizes, 1.0)[:, np.newaxis]
    first = means[:, :-1] * size
    rest = _tails(means)[:, 1:] * size
    return first, rest, np.isfinite(sizes)[:, np.newaxis] & (first > 0.0) & (rest > 0.0)


def _tails(means: Floats) -> Floats:
    """Return the probability of each state or a later one."""
    tails: Floats = np.cumsum(means[..., ::-1], axis=-1)[..., ::-1]
    return tails


def known_share(means: Floats, state: int) -> float:
    """Return the mean of a share: the probability of a state, given that no earlier one occurred."""
    tail = float(_tails(means)[state])
    return float(means[state]) / tail if tail > 0.0 else 0.5
