"""Networks given the states of some of their variables, the cutset: smaller tables, a column for each combination."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assess.network.elimination import EliminationPlan, plan
from assess.network.elimination_order import Scope
from assess.network.logs import Floats, Ints
from assess.network.network import Network, Stack


class SlicedTables(NamedTuple):
    """Tables of one shape that share the same axes with the cutset, to be looked up by its states.

    Parameters
    ----------
    stack : int
        The stack of what is left of them in the network without the cutset.
    flat : float64, shape (states of the other axes ..., tables · states of the axes in the cutset, batch), nats
    firsts : int64, shape (tables,)
        The start of each table's entries on the second-last axis.
    places : int64, shape (tables, axes in the cutset)
        The variable of the cutset on each of these axes, by position.
    strides : tuple of int
    whole : bool
        Whether all axes are in the cutset.
    """

    stack: int
    flat: Floats
    firsts: Ints
    places: Ints
    strides: tuple[int, ...]
    whole: bool

    def at(self, states: Ints, rows: slice | Ints = slice(None)) -> Floats:
        """Return tables given the states of the cutset, shape (tables, states ..., columns), nats.

        Parameters
        ----------
        states : int64, shape (variables of the cutset, columns)
            For tables with a batch, as many columns as that or a multiple, over which the batch is repeated.
        rows : slice or int64, optional
        """
        entries = self.firsts[rows, np.newaxis]
        for axis, stride in zip(self.places[rows].T, self.strides, strict=True):
            entries = entries + stride * states[axis]
        batch = self.flat.shape[-1]
        column = 0 if batch == 1 else np.arange(states.shape[1]) % batch
        return np.moveaxis(self.flat[..., entries, column], -2, 0)


class Cutset:
    """A network given the states of a cutset.

    The variables keep their numbers. Those of the cutset are separate, each in a clique of its own.

    Parameters
    ----------
    network : Network
    variables : sequence of int
    bound : int
        The most entries of all tables of the elimination together, for one column.
    known : EliminationPlan, optional
        The plan, if one exists for a network of the same shape.

    Raises
    ------
    TooLargeError
        If they would have more entries.
    """

    def __init__(
        self, network: Network, variables: Sequence[int], bound: int, known: EliminationPlan | None = None
    ) -> None:
        self.variables = tuple(variables)
        self.cards = tuple(network.cards[v] for v in variables)
        self._place = {variable: place for place, variable in enumerate(variables)}
        stacks: list[Stack] = []
        sliced: list[SlicedTables] = []
        for stack in network.stacks:
            by_axes: dict[tuple[int, ...], list[int]] = defaultdict(list)
            for row, scope in enumerate(stack.scopes):
                by_axes[tuple(axis for axis, v in enumerate(scope) if v in self._place)].append(row)
            for axes, rows in by_axes.items():
                if axes:
                    sliced.append(self._sliced(len(stacks), network.cards, stack, axes, rows))
                    scopes = tuple(self._left(stack.scopes[row], axes) for row in rows)
                    shape = sliced[-1].flat.shape[:-2] or (network.cards[scopes[0][0]],)
                    stacks.append(Stack(scopes, np.zeros((len(rows), *shape, 1)), scopes))
                else:
                    scopes = tuple(stack.scopes[row] for row in rows)
                    stacks.append(Stack(scopes, stack.tables[rows], scopes))
        self.sliced = tuple(sliced)
        by_card: dict[int, list[int]] = defaultdict(list)
        for place, card in enumerate(self.cards):
            by_card[card].append(place)
        self._known = [(len(stacks) + k, np.array(places)) for k, places in enumerate(by_card.values())]
        for card, places in by_card.items():
            scopes = tuple((self.variables[place],) for place in places)
            stacks.append(Stack(scopes, np.zeros((len(places), card, 1)), scopes))
        self.rest = Network(network.cards, tuple(stacks))
        self.plan: EliminationPlan = known or plan(self.rest, bound)

    def _left(self, scope: Scope, axes: tuple[int, ...]) -> Scope:
        """Return the part of a scope outside the cutset, or the last variable of one wholly inside it."""
        return tuple(v for axis, v in enumerate(scope) if axis not in axes) or scope[-1:]

    def _sliced(
        self, number: int, cards: tuple[int, ...], stack: Stack, axes: tuple[int, ...], rows: list[int]
    ) -> SlicedTables:
        others = [axis for axis in range(len(stack.scopes[0])) if axis not in axes]
        last = stack.tables.ndim - 1
        tables = stack.tables[rows].transpose(*(k + 1 for k in others), 0, *(k + 1 for k in axes), last)
        sizes = tables.shape[len(others) + 1 : -1]
        strides = tuple(int(np.prod(sizes[k + 1 :], dtype=np.int64)) for k in range(len(sizes)))
        entries = int(np.prod(sizes, dtype=np.int64))
        flat = tables.reshape(*tables.shape[: len(others)], -1, tables.shape[-1])
        places = np.array([[self._place[stack.scopes[row][axis]] for axis in axes] for row in rows])
        return SlicedTables(number, flat, np.arange(len(rows)) * entries, places, strides, not others)

    def over(self, network: Network) -> Cutset:
        """Return the same cutset for a network of the same shape with other numbers."""
        return Cutset(network, self.variables, 0, self.plan)

    def given(self, states: Ints) -> Network:
        """Return the network given the states of the cutset, shape (variables of the cutset, columns)."""
        stacks = list(self.rest.stacks)
        for tables in self.sliced:
            values = tables.at(states)
            if tables.whole:
                card = stacks[tables.stack].tables.shape[1]
                values = np.repeat(values[:, np.newaxis], card, axis=1)
            stacks[tables.stack] = stacks[tables.stack].with_tables(values)
        for stack, places in self._known:
            card = stacks[stack].tables.shape[1]
            is_state = states[places, np.newaxis] == np.arange(card)[:, np.newaxis]
            stacks[stack] = stacks[stack].with_tables(np.where(is_state, 0.0, -np.inf))
        return self.rest._replace(stacks=tuple(stacks))
