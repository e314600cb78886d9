"""Means of products of functions of one variable each, on a solved network.

Only the cliques from the variables of a product to the last of their component are worked again: what lies below them
contributes 1, given the variables above. What a further factor changes lies on the way from its own variables, so that
the messages of the products are worked out once for all factors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.network.elimination import EliminationPlan
from assess.network.logs import Floats, Ints
from assess.network.queries import Averaged, SolvedNetwork
from assess.network.solve import spread

Product = Mapping[int, Floats]
"""By variable: the value of a function of it in each state, shape (states,); the functions are multiplied."""

_AT_ONCE = 2**21
"""Entries that a table may have for the products that are worked at once."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """What a clique passes up for some products, shape (states ..., some), and for all others, (states ..., 1)."""

    columns: Ints
    values: Floats
    others: Floats | None


def expectations(solution: SolvedNetwork | Averaged, products: Sequence[Product]) -> Floats:
    """Return the mean of each of some products, shape (products,).

    Parameters
    ----------
    solution : Solution or Conditionals
        Of one column.
    products : sequence of dict of int to float64, shape (states,)
    """
    means: Floats = expectations_with(solution, products, [{}])[0]
    return means


def expectations_with(
    solution: SolvedNetwork | Averaged, products: Sequence[Product], factors: Sequence[Product]
) -> Floats:
    """Return the mean of each of some products times each of some others, shape (factors, products).

    Parameters
    ----------
    solution : Solution or Conditionals
        Of one column.
    products, factors : sequence of dict of int to float64, shape (states,)
    """
    if isinstance(solution, Averaged):
        both = [_multiplied(product, factor) for factor in factors for product in products]
        by_pair = solution.average(lambda solved: [product_mean(solved, each) for each in both])
        return np.array(by_pair).reshape(len(factors), len(products))
    at_once = max(1, _AT_ONCE // solution.plan.largest_cells)
    means = np.ones((len(factors), len(products)))
    for first in range(0, len(products), at_once):
        chosen = slice(first, first + at_once)
        chunk = _Products(solution, products[chosen])
        for row, factor in enumerate(factors):
            means[row, chosen] = chunk.times(factor)
    return means


def _multiplied(product: Product, factor: Product) -> Product:
    return {**product, **{v: product[v] * f if v in product else f for v, f in factor.items()}}


def product_mean(solution: SolvedNetwork, product: Product) -> Floats:
    """Return the mean of one product in each column of a solution, shape (batch,)."""
    plan = solution.plan
    messages: dict[int, list[tuple[int, Floats]]] = {}
    mean = np.ones(1)
    for variable in _above(plan, product):
        table = solution.conditional(variable)
        clique, states = plan.clique(variable), table.ndim - 1
        if variable in product:
            table = table * product[variable].reshape(-1, *(1,) * states)
        for child, message in messages.get(variable, ()):
            axes = tuple(map(clique.index, plan.clique(child)[1:]))
            table = table * spread(message[np.newaxis], axes, states)[0]
        if plan.parent[variable] < 0:
            mean = mean * table.sum(axis=0)
        else:
            messages.setdefault(plan.parent[variable], []).append((variable, table.sum(axis=0)))
    return mean


def _above(plan: EliminationPlan, variables: Iterable[int]) -> list[int]:
    """Return some variables and all whose cliques theirs pass messages to, in the order of elimination."""
    above: set[int] = set()
    for variable in variables:
        at = variable
        while at >= 0 and at not in above:
            above.add(at)
            at = plan.parent[at]
    return sorted(above, key=plan.position.__getitem__)


class _Products:
    def __init__(self, solution: SolvedNetwork, products: Sequence[Product]) -> None:
        self._solution, self._count = solution, len(products)
        by_variable: dict[int, list[int]] = {}
        for column, product in enumerate(products):
            for variable in product:
                by_variable.setdefault(variable, []).append(column)
        self._own = {
            variable: _Sums(np.array(columns), np.array([products[k][variable] for k in columns]).T, None)
            for variable, columns in by_variable.items()
        }
        self._messages: dict[int, _Sums] = {}
        self._below: dict[int, list[int]] = {}
        for variable in _above(solution.plan, by_variable):
            self._messages[variable] = self._message(variable, {}, {})
            into = solution.plan.parent[variable]
            if into >= 0:
                self._below.setdefault(into, []).append(variable)
        self._roots = [variable for variable in self._messages if solution.plan.parent[variable] < 0]

    def times(self, factor: Product) -> Floats:
        """Return the means of the products times another, shape (products,)."""
        changed: dict[int, _Sums] = {}
        for variable in _above(self._solution.plan, factor):
            changed[variable] = self._message(variable, factor, changed)
        means = np.ones(self._count)
        plan = self._solution.plan
        for root in dict.fromkeys((*self._roots, *(v for v in changed if plan.parent[v] < 0))):
            message = changed.get(root) or self._messages[root]
            mean = np.ones(self._count)
            if message.others is not None:
                mean[:] = message.others
            mean[message.columns] = message.values
            means *= mean
        return means

    def _arrivals(self, variable: int, changed: Mapping[int, _Sums]) -> Iterator[tuple[tuple[int, ...], _Sums]]:
        plan = self._solution.plan
        if variable in self._own:
            yield (0,), self._own[variable]
        clique = plan.clique(variable)
        for child in dict.fromkeys(
            (*self._below.get(variable, ()), *(c for c in changed if plan.parent[c] == variable))
        ):
            yield tuple(map(clique.index, plan.clique(child)[1:])), changed.get(child) or self._messages[child]

    def _message(self, variable: int, factor: Product, changed: Mapping[int, _Sums]) -> _Sums:
        arrivals = list(self._arrivals(variable, changed))
        table = self._solution.conditional(variable)
        states = table.ndim - 1
        if variable in factor:
            table = table * factor[variable].reshape(-1, *(1,) * states)
        columns = np.zeros(0, dtype=np.int64)
        for _, message in arrivals:
            if len(message.columns) and not np.array_equal(columns, message.columns):
                columns = np.union1d(columns, message.columns) if len(columns) else message.columns
        others = table
        for axes, message in arrivals:
            if len(columns):
                table = table * spread(_among(columns, message)[np.newaxis], axes, states)[0]
            if message.others is not None:
                others = others * spread(message.others[np.newaxis], axes, states)[0]
        left = others.sum(axis=0) if factor else None
        values = table.sum(axis=0) if len(columns) else np.zeros((*table.shape[1:-1], 0))
        return _Sums(columns, values, left)


def _among(columns: Ints, message: _Sums) -> Floats:
    """Return a message for the given products."""
    if len(message.columns) == len(columns):
        return message.values
    every = np.ones((*message.values.shape[:-1], len(columns)))
    if message.others is not None:
        every[...] = message.others
    every[..., np.searchsorted(columns, message.columns)] = message.values
    return every
