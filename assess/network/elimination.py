"""Planning an elimination: a clique tree, scheduled by level so that cliques of one shape are computed at once.

Each variable has one clique: itself and what it is joined to when it is eliminated (Lauritzen and Spiegelhalter 1988).
The clique passes its message to that of whichever of these is eliminated first, which makes a tree for each component
of the network. A leaf has level 0, any other clique one more than the highest below it: cliques of one level do not
depend on each other. Those of one level and shape form a step, and their tables are one array; so a plan has as many
steps as the network has combinations of level and shape, however many variables there are.
"""

from __future__ import annotations

import math
import operator
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from assess.network.elimination_order import Order, Scope, eliminate
from assess.network.logs import Ints
from assess.network.network import Network
from assess.network.segments import Segments

Entries = dict[tuple[int, tuple[int, ...]], tuple[list[int], list[int]]]
"""Rows and the cliques that they enter, by source and axes."""

MAX_CELLS = 2**24
"""The memory bound: the most entries of all tables together, 128 MiB in float64. A solution makes a few copies."""


class TooLargeError(ValueError):
    """The tables of an elimination would exceed the memory bound.

    Parameters
    ----------
    scope : tuple of int
        Variables of the largest table.
    cells, bound : int
        The entries of all tables together, and the most allowed.
    """

    def __init__(self, scope: Scope, cells: int, bound: int) -> None:
        what = f"tables of {cells} entries together, the largest over {len(scope)} variables"
        super().__init__(f"{what}, pass the bound of {bound}")
        self.scope, self.cells, self.bound = scope, cells, bound


class Flow(NamedTuple):
    """Tables that enter the cliques of a step, from a stack of the network or as messages from an earlier step.

    Parameters
    ----------
    source : int
        The stack, or the step.
    rows : int64, shape (n,), or None
        The tables, sorted by the clique that they enter; None for all, in order.
    axes : tuple of int
        The axis of the clique for each axis of the table.
    into : int64, shape (m,), or None
        The cliques entered, each once; None for all, in order.
    segments : Segments or None
        The segments of rows that enter each clique; None if each takes one.
    each : int64, shape (n,)
        The clique that each of the rows enters.
    """

    source: int
    rows: Ints | None
    axes: tuple[int, ...]
    into: Ints | None
    segments: Segments | None
    each: Ints


@dataclass(frozen=True, eq=False, repr=False)
class CliqueStep:
    """Cliques of one level and shape, computed at once; axis 0 of each is the variable eliminated.

    Parameters
    ----------
    cliques : tuple of tuple of int
        Their variables, in the order of their axes.
    cards : tuple of int
        The number of states on each axis.
    tables, messages : tuple of Flow
        What enters from the network's stacks, and from earlier steps.
    """

    cliques: tuple[Scope, ...]
    cards: tuple[int, ...]
    tables: tuple[Flow, ...]
    messages: tuple[Flow, ...]

    @cached_property
    def variables(self) -> Ints:
        """The cliques as an array, shape (cliques, axes)."""
        return np.array(self.cliques, dtype=np.int64)


@dataclass(frozen=True, eq=False, repr=False)
class EliminationPlan:
    """The steps of an elimination, first to last.

    Parameters
    ----------
    steps : tuple of CliqueStep
    step_of, row_of : sequence of int
        Where each variable is eliminated: the step, and the clique within it.
    position : sequence of int
        The position of each variable in the order of elimination.
    parent : sequence of int
        The variable whose clique takes the message from each variable's clique; -1 if none does.
    root : sequence of int
        The variable eliminated last in each variable's component.
    """

    steps: tuple[CliqueStep, ...]
    step_of: Sequence[int]
    row_of: Sequence[int]
    position: Sequence[int]
    parent: Sequence[int]
    root: Sequence[int]

    def clique(self, variable: int) -> Scope:
        """Return the variables of the clique in which a variable is eliminated, itself first."""
        return self.steps[self.step_of[variable]].cliques[self.row_of[variable]]

    @property
    def largest(self) -> Scope:
        """The variables of the largest table."""
        return max(self.steps, key=lambda s: math.prod(s.cards)).cliques[0] if self.steps else ()

    @property
    def largest_cells(self) -> int:
        """The number of entries of the largest table."""
        return max((math.prod(s.cards) for s in self.steps), default=1)

    @property
    def cells(self) -> int:
        """The number of entries of all tables together."""
        return sum(len(s.cliques) * math.prod(s.cards) for s in self.steps)

    def home(self, scope: Scope) -> int:
        """Return the variable whose clique holds all of `scope`, which must have been planned for."""
        return min(scope, key=self.position.__getitem__)

    def axes(self, home: int, scope: Scope) -> tuple[int, ...]:
        """Return the axes of `scope` in the clique of `home`."""
        return tuple(map(self.clique(home).index, scope))

    def axes_above(self, variable: int) -> tuple[int, ...]:
        """Return the axes of the clique that takes a variable's message, for those that the message is over."""
        axes = self._axes_above.get(variable)
        if axes is None:
            axes = self._axes_above[variable] = self.axes(self.parent[variable], self.clique(variable)[1:])
        return axes

    @cached_property
    def _axes_above(self) -> dict[int, tuple[int, ...]]:
        return {}


def plan(network: Network, bound: int = MAX_CELLS) -> EliminationPlan:
    """Return the plan for eliminating a network.

    Raises
    ------
    TooLargeError
        If its tables together would have more than `bound` entries.
    """
    cards = network.cards
    scopes = [scope for stack in network.stacks for scope in stack.scopes]
    tree = _tree(eliminate(cards, [*scopes, *network.together]))
    known: dict[tuple[int, ...], tuple[int, ...]] = {}
    shapes = [
        known.setdefault(shape, shape) for shape in (tuple([cards[v] for v in clique]) for clique in tree.cliques)
    ]
    cells = list(map(math.prod, shapes))
    if sum(cells) > bound:
        raise TooLargeError(tree.cliques[cells.index(max(cells))], sum(cells), bound)
    groups: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for variable in tree.sequence:
        groups[tree.level[variable], shapes[variable]].append(variable)
    keys = sorted(groups)
    step_of, row_of = [0] * len(cards), [0] * len(cards)
    for number, key in enumerate(keys):
        for row, variable in enumerate(groups[key]):
            step_of[variable], row_of[variable] = number, row
    from_stacks: list[Entries] = [{} for _ in keys]
    from_steps: list[Entries] = [{} for _ in keys]
    for number, stack in enumerate(network.stacks):
        for row, (scope, home) in enumerate(zip(stack.scopes, stack.homes, strict=True)):
            at = home[0] if len(home) == 1 else min(home, key=tree.position.__getitem__)
            axes = tuple(map(tree.cliques[at].index, scope))
            rows, into_rows = from_stacks[step_of[at]].setdefault((number, axes), ([], []))
            rows.append(row)
            into_rows.append(row_of[at])
    for variable, into in enumerate(tree.parent):
        if into >= 0:
            axes = tuple(map(tree.cliques[into].index, tree.cliques[variable][1:]))
            rows, into_rows = from_steps[step_of[into]].setdefault((step_of[variable], axes), ([], []))
            rows.append(row_of[variable])
            into_rows.append(row_of[into])
    stack_sizes = [len(stack.scopes) for stack in network.stacks]
    step_sizes = [len(groups[key]) for key in keys]
    steps = tuple(
        CliqueStep(
            tuple(tree.cliques[v] for v in groups[key]),
            key[1],
            _flows(from_stacks[number], stack_sizes, len(groups[key])),
            _flows(from_steps[number], step_sizes, len(groups[key])),
        )
        for number, key in enumerate(keys)
    )
    places = (array("q", each) for each in (step_of, row_of, tree.position, tree.parent, tree.root))
    return EliminationPlan(steps, *places)


class _Tree(NamedTuple):
    """The cliques of an order, and the clique to which each passes its message, as lists by variable."""

    cliques: list[Scope]
    parent: list[int]
    level: list[int]
    root: list[int]
    position: list[int]
    sequence: list[int]


def _tree(order: Order) -> _Tree:
    count = len(order.sequence)
    position, parent, level, root = [0] * count, [-1] * count, [0] * count, list(range(count))
    cliques: list[Scope] = [()] * count
    for place, variable in enumerate(order.sequence):
        position[variable] = place
    for variable in order.sequence:
        around = order.neighbours[variable]
        if len(around) > 1:
            around = tuple(sorted(around, key=position.__getitem__))
        cliques[variable] = (variable, *around)
        if around:
            parent[variable] = around[0]
            level[around[0]] = max(level[around[0]], level[variable] + 1)
    for variable in reversed(order.sequence):
        if parent[variable] >= 0:
            root[variable] = root[parent[variable]]
    return _Tree(cliques, parent, level, root, position, order.sequence)


def _flows(entries: Entries, sizes: list[int], cliques: int) -> tuple[Flow, ...]:
    flows = []
    for (source, axes), (rows, into) in entries.items():
        each, chosen = np.array(into, dtype=np.int64), np.array(rows, dtype=np.int64)
        if any(map(operator.gt, into, into[1:])):
            order = np.argsort(each, kind="stable")
            each, chosen = each[order], chosen[order]
        distinct, segments = each, None
        if len(set(into)) < len(into):
            starts = np.flatnonzero(np.concatenate(([True], each[1:] != each[:-1])))
            distinct, segments = each[starts], Segments(starts, len(each))
        size = sizes[source]
        whole = len(rows) == size and (size == 1 or bool((chosen == np.arange(size)).all()))
        part = None if len(distinct) == cliques else distinct
        flows.append(Flow(source, None if whole else chosen, axes, part, segments, each))
    return tuple(flows)
