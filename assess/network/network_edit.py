"""The tables of a network, written over for many columns at once."""

from __future__ import annotations

import numpy as np

from assess.network.logs import Floats, Ints
from assess.network.network import Network, TableRows


class NetworkEdit:
    """The tables of a network, to be written over.

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
        """Write all tables of a place over with the same values, shape (states ..., count)."""
        self.put(where.stack, slice(where.first, where.last), values)

    def put(self, stack: int, rows: slice | Ints, values: Floats) -> None:
        """Write rows of a stack over, shape (..., states ..., count)."""
        if stack not in self._written:
            old = self._network.stacks[stack].tables
            self._written[stack] = tables = np.empty((*old.shape[:-1], self._count))
            tables[...] = old
        self._written[stack][rows] = values

    def network(self) -> Network:
        """Return the network with what was written."""
        network = self._network
        for stack, tables in self._written.items():
            network = network.with_stack(stack, tables)
        return network
