"""Reports on unreported indicators whose rows are shared rates that evidence on other uses has moved.

Such an indicator has no children but the reports in question. Given the state of its parent, a report is a linear
function of one rate, and two reports a quadratic one: the variables that represent the rates have enough points for
either. A scenario is thus a sum of products of functions of one variable each, whose means the solved network already
gives.

A rate that only one node used has no variable. Given that node and its parent, its distribution is the conjugate one;
if the row was not used, it is the prior.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.compile.model import Compiled
from assess.compile.rates import IN_HAND, PlacedShare, free_shares
from assess.compile.world import Node, SharedRows
from assess.network.logs import Bools, Floats
from assess.network.reweighted import Product

Row = tuple[SharedRows, int]
"""Shared rows, and the number of a row among them."""


@dataclass(frozen=True)
class UntoldReports:
    """Scenarios' reports as sums of products of functions of one variable each.

    Parameters
    ----------
    compiled : Compiled
    """

    compiled: Compiled

    @cached_property
    def _placed(self) -> dict[tuple[SharedRows, int | None], PlacedShare]:
        return {(p.share.rows, p.share.row): p for p in self.compiled.after.part.tables.shares if p.share.state == 0}

    @cached_property
    def _users(self) -> dict[SharedRows, list[Node]]:
        """The nodes that use shared rows, except indicators without a report."""
        users: dict[SharedRows, list[Node]] = defaultdict(list)
        for ident, node in self.compiled.world.nodes.items():
            if node.shares is not None and ident not in self.compiled.world.unreported:
                users[node.shares].append(node)
        return users

    @cached_property
    def _numbers(self) -> dict[SharedRows, tuple[Floats, Floats, Bools]]:
        """The means, sizes and free shares of shared rows."""
        numbers = {}
        for node in self.compiled.world.nodes.values():
            if node.shares is not None and node.shares not in numbers:
                means = np.exp(node.table).reshape(-1, len(node.states))
                numbers[node.shares] = means, node.sizes.reshape(-1), free_shares(node)
        return numbers

    def asked(self, nodes: Sequence[str]) -> list[str]:
        """Return the unreported indicators that reports on some nodes ask about, if any of them shares rows.

        There are none unless one of these indicators, or an ancestor, shares rows with a reported node or with another
        of them.
        """
        world = self.compiled.world
        asked = [ident for ident in world.ancestors(nodes) if ident in world.unreported]
        rows = [world.nodes[ident].shares for ident in asked]
        return asked if any(r is not None and (r in self._users or rows.count(r) > 1) for r in rows) else []

    def products(self, likelihoods: Mapping[str, Floats], asked: Sequence[str]) -> list[Product]:
        """Return products whose means add up to the probability of reports, given all the evidence.

        Parameters
        ----------
        likelihoods : dict of str to float64, shape (2,)
            By indicator, at most two: the probability of its report in each of its states.
        asked : sequence of str
            The unreported indicators that must share their rows, as `asked` returns them.
        """
        assert len(likelihoods) <= IN_HAND
        nodes, variables = self.compiled.world.nodes, self.compiled.after.part.nodes
        reported = {variables[ident]: values for ident, values in likelihoods.items() if ident not in asked}
        above = list(dict.fromkeys(nodes[ident].parents[0] for ident in asked))
        products = []
        for states in itertools.product(*(range(len(nodes[ident].states)) for ident in above)):
            at = dict(zip(above, states, strict=True))
            chosen = {variables[i]: _only(len(nodes[i].states), state) for i, state in at.items() if i not in asked}
            of_rows: dict[Row, list[Floats]] = defaultdict(list)
            known = 1.0
            for ident in asked:
                node, row = nodes[ident], at[nodes[ident].parents[0]]
                likelihood = likelihoods.get(ident, np.ones(2))
                if ident in at:
                    likelihood = likelihood * _only(2, at[ident])
                if node.shares is None or not self._numbers[node.shares][2][row, 0]:
                    known *= float(np.exp(node.table[row]) @ likelihood)
                else:
                    of_rows[node.shares, row].append(likelihood)
            factors = [list(self._means(*key, functions)) for key, functions in of_rows.items()]
            start = _times(chosen, reported)
            for parts in itertools.product(*factors):
                product, scale = start, known
                for number, part in parts:
                    product, scale = _times(product, part), scale * number
                product = _scaled(product, scale)
                if all(values.any() for values in product.values()):
                    products.append(product)
        return products

    def _means(self, rows: SharedRows, row: int, functions: Sequence[Floats]) -> Iterator[tuple[float, Product]]:
        """Yield numbers with products whose sum has the mean of a product of linear functions of one rate."""
        placed = self._placed.get((rows, row))
        if placed is not None:
            points, others, _ = np.exp(placed.share.log_points(*self._numbers[rows][:2]))
            yield 1.0, {placed.variable: _values(points[0], others[0], functions)}
            return
        users = self._users.get(rows, [])
        means, sizes, _ = self._numbers[rows]
        a, b = (means[row] * sizes[row]).tolist()
        linear = [function.tolist() for function in functions]
        prior = _mean(a, b, linear)
        if not users:
            yield prior, {}
            return
        nodes, variables = self.compiled.world.nodes, self.compiled.after.part.nodes
        parent = users[0].parents[0]
        used = _only(len(nodes[parent].states), row)
        yield prior, {variables[parent]: 1.0 - used}
        together = self._placed.get((rows, None))
        if together is not None:
            points, others, _ = np.exp(together.share.log_points(*self._numbers[rows][:2]))
            yield 1.0, {variables[parent]: used, together.variable: _values(points[row], others[row], functions)}
        else:
            taught = np.array([_mean(a + 1.0, b, linear), _mean(a, b + 1.0, linear)])
            yield 1.0, {variables[parent]: used, variables[users[0].id]: taught}


def _only(states: int, state: int) -> Floats:
    only: Floats = np.eye(states)[state]
    return only


def _values(points: Floats, others: Floats, functions: Sequence[Floats]) -> Floats:
    """Return the product of linear functions of a rate at some points."""
    values: Floats = np.prod([first * points + second * others for first, second in functions], axis=0)
    return values


def _mean(a: float, b: float, functions: Sequence[Sequence[float]]) -> float:
    """Return the mean of a product of linear functions of a Beta variable, one function at a time."""
    if not functions:
        return 1.0
    (first, second), *others = functions
    return (first * a * _mean(a + 1.0, b, others) + second * b * _mean(a, b + 1.0, others)) / (a + b)


def _times(product: Product, other: Product) -> Product:
    return {**product, **{v: values * product[v] if v in product else values for v, values in other.items()}}


def _scaled(product: Product, by: float) -> Product:
    """Return a product times a number."""
    first = next(iter(product))
    return {**product, first: product[first] * by}
