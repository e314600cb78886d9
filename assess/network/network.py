"""A discrete network as arrays: tables of one shape are stacked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assess.network.elimination_order import Scope
from assess.network.logs import Floats


class Stack(NamedTuple):
    """Tables of one shape over different variables.

    Parameters
    ----------
    scopes : tuple of tuple of int
        The variables of each table, in the order of its axes.
    tables : float64, shape (len(scopes), states of each axis ..., batch), nats
        The last axis is the batch: 1, or the number of solutions computed at once.
    homes : tuple of tuple of int
        A superset of each scope; the table enters a clique that contains it.
    """

    scopes: tuple[Scope, ...]
    tables: Floats
    homes: tuple[Scope, ...]

    def with_tables(self, tables: Floats) -> Stack:
        """Return the stack with other numbers, of the same shape except for the batch."""
        return self._replace(tables=tables)


class Network(NamedTuple):
    """The product of all its tables, over all its variables.

    Parameters
    ----------
    cards : tuple of int
        Number of states of each variable.
    stacks : tuple of Stack
    together : tuple of tuple of int
        Further sets of variables whose joint distribution is wanted.
    """

    cards: tuple[int, ...]
    stacks: tuple[Stack, ...]
    together: tuple[Scope, ...] = ()

    def with_stack(self, index: int, tables: Floats) -> Network:
        """Return the network with other numbers in one stack."""
        stacks = list(self.stacks)
        stacks[index] = stacks[index].with_tables(tables)
        return self._replace(stacks=tuple(stacks))

    def apart(self) -> Network:
        """Return the network without the further joint distributions that were wanted."""
        return Network(self.cards, tuple(stack._replace(homes=stack.scopes) for stack in self.stacks))


class TableRows(NamedTuple):
    """The place of tables in a network: the rows from `first` up to but not including `last` of a stack."""

    stack: int
    first: int
    last: int

    def at(self, place: int) -> TableRows:
        """Return the place of one of the tables."""
        return TableRows(self.stack, self.first + place, self.first + place + 1)


class Builder:
    """Collects variables and tables, and stacks the tables by shape.

    Examples
    --------
    >>> builder = Builder()
    >>> coin = builder.variable(2)
    >>> _ = builder.table((coin,), np.log([0.25, 0.75]))
    >>> builder.build().cards
    (2,)
    """

    def __init__(self) -> None:
        self.cards: list[int] = []
        self._piles: dict[tuple[int, ...], _Pile] = {}
        self._together: dict[Scope, None] = {}

    def variable(self, states: int) -> int:
        """Add a variable and return its number."""
        self.cards.append(states)
        return len(self.cards) - 1

    def table(self, scope: Scope, table: Floats) -> TableRows:
        """Add a table over `scope` (nats, no batch axis), and return its place."""
        return self.tables([scope], table[np.newaxis])

    def tables(self, scopes: Sequence[Scope], tables: Floats, homes: Sequence[Scope] | None = None) -> TableRows:
        """Add tables of one shape, (n, states ...), each over its scope (nats), and return their place.

        Tables of one shape are stacked in order of arrival. The variables of a home, a superset of its table's scope,
        are in ascending order, and will be together in one clique.
        """
        pile = self._piles.get(tables.shape[1:])
        if pile is None:
            pile = self._piles[tables.shape[1:]] = _Pile(len(self._piles), [], [], [])
        rows = TableRows(pile.number, len(pile.scopes), len(pile.scopes) + len(scopes))
        pile.scopes.extend(scopes)
        pile.tables.append(tables)
        pile.homes.extend(scopes if homes is None else homes)
        for home in homes or ():
            self._together[home] = None
        return rows

    def build(self) -> Network:
        """Return the network of everything added."""
        stacks = tuple(
            Stack(tuple(pile.scopes), np.concatenate(pile.tables)[..., np.newaxis], tuple(pile.homes))
            for pile in self._piles.values()
        )
        return Network(tuple(self.cards), stacks, tuple(self._together))


class _Pile(NamedTuple):
    number: int
    scopes: list[Scope]
    tables: list[Floats]
    homes: list[Scope]
