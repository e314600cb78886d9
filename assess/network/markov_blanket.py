"""The distribution of one variable given all others, which depends only on its own tables."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from assess.network.logs import Floats, Ints
from assess.network.network import Network


class MarkovBlanket:
    """The tables of one variable, counted by the states of the others in them.

    Identical tables are looked up together.
    """

    def __init__(self, network: Network, variable: int) -> None:
        alike: dict[tuple[int, int, bytes], list[int]] = defaultdict(list)
        for number, stack in enumerate(network.stacks):
            for row, scope in enumerate(stack.scopes):
                if variable in scope:
                    alike[number, scope.index(variable), stack.tables[row].tobytes()].append(row)
        self._groups: list[tuple[Floats, tuple[int, ...], Ints]] = []
        for (number, axis, _), rows in alike.items():
            stack = network.stacks[number]
            table = np.moveaxis(stack.tables[rows[0], ..., 0], axis, 0)
            others = np.array(
                [[v for k, v in enumerate(stack.scopes[row]) if k != axis] for row in rows], dtype=np.int64
            )
            self._groups.append((table.reshape(len(table), -1), table.shape[1:], others))

    def logs(self, states: Ints) -> Floats:
        """Return the log probability of each state given the states of all others, not normalised.

        Parameters
        ----------
        states : int64, shape (variables, columns)

        Returns
        -------
        float64, shape (states, columns), nats
        """
        columns = states.shape[1]
        total = np.zeros((len(self._groups[0][0]), columns))
        for table, cards, others in self._groups:
            entries = np.zeros((len(others), columns), dtype=np.int64)
            for axis, card in zip(others.T, cards, strict=True):
                entries = entries * card + states[axis]
            cells = (entries * columns + np.arange(columns)).ravel()
            counts = np.bincount(cells, minlength=table.shape[1] * columns).reshape(-1, columns)
            total += table @ counts
        return total
