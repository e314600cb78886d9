"""Overwriting the tables of a network, for many columns at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from assess.network.logs import Bools, Floats, Ints
from assess.network.network import Network, TableRows


def restricted(network: Network, allowed: Mapping[int, Bools]) -> Network:
    """Return the network with some variables restricted to allowed states, given by variable, shape (states,)."""
    left = dict(allowed)
    for number, stack in enumerate(network.stacks):
        tables = stack.tables
        for row, scope in enumerate(stack.scopes):
            for axis, variable in enumerate(scope):
                if variable in left:
                    tables = tables.copy() if tables is stack.tables else tables
                    np.moveaxis(tables[row], axis, 0)[~left.pop(variable)] = -np.inf
        network = network.with_stack(number, tables)
    return network


def columns(network: Network, chosen: Bools) -> Network:
    """Return the network with only the chosen columns, if it has more than one."""
    for number, stack in enumerate(network.stacks):
        if stack.tables.shape[-1] > 1:
            network = network.with_stack(number, stack.tables[..., chosen])
    return network


def changed(network: Network, places: Iterable[TableRows], change: Callable[[Floats], Floats]) -> Network:
    """Return the network with some of its tables changed, shape (tables, states ..., columns)."""
    for rows in places:
        tables = network.stacks[rows.stack].tables.copy()
        tables[rows.first : rows.last] = change(tables[rows.first : rows.last])
        network = network.with_stack(rows.stack, tables)
    return network


class NetworkEdit:
    """The tables of a network, to be overwritten.

    Parameters
    ----------
    network : Network
    count : int
        Columns.
    """

    def __init__(self, network: Network, count: int) -> None:
        self._network, self._count = network, count
        self._written: dict[int, Floats] = {}

    def put_at(self, where: TableRows, values: Floats) -> None:
        """Overwrite all tables at a place with the same values, shape (states ..., count)."""
        self.put(where.stack, slice(where.first, where.last), values)

    def put(self, stack: int, rows: slice | Ints, values: Floats) -> None:
        """Overwrite rows of a stack, shape (..., states ..., count)."""
        if stack not in self._written:
            old = self._network.stacks[stack].tables
            self._written[stack] = tables = np.empty((*old.shape[:-1], self._count))
            tables[...] = old
        self._written[stack][rows] = values

    def network(self) -> Network:
        """Return the network with the new tables."""
        network = self._network
        for stack, tables in self._written.items():
            network = network.with_stack(stack, tables)
        return network
