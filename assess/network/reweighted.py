"""Solved networks whose distribution is multiplied by functions, as soft evidence does.

Only the cliques from the variables of a function up to the last of their component get other conditional probabilities:
what lies below them contributes 1, given the variables above. Joint probabilities are passed down only where needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from assess.network.logs import Floats
from assess.network.queries import SolvedNetwork
from assess.network.solve import ordered, spread

Product = Mapping[int, Floats]
"""By variable: the value of a function in each of its states, shape (states,); the functions are multiplied."""

_AT_ONCE = 2**18
"""The most table entries for products computed at once: what fits the processor's caches."""


def expectations(solution: SolvedNetwork, products: Sequence[Product]) -> Floats:
    """Return the mean of each of some products, shape (products,).

    Parameters
    ----------
    solution : Solution or Conditionals
        Of one column.
    products : sequence of dict of int to float64, shape (states,)
    """
    means = np.ones(len(products))
    for chosen, weighted in reweighted(solution, products):
        means[chosen] = weighted.means
    return means


def reweighted(solution: SolvedNetwork, products: Sequence[Product]) -> Iterator[tuple[slice, Reweighted]]:
    """Yield a solved network reweighted by some products at a time, each with the positions of its products.

    Parameters
    ----------
    solution, products
        As for `expectations`.
    """
    at_once = max(1, _AT_ONCE // solution.plan.largest_cells)
    for first in range(0, len(products), at_once):
        chosen = slice(first, min(first + at_once, len(products)))
        yield chosen, Reweighted(solution, products[chosen])


class Reweighted:
    """A solved network whose columns are those of one column, each multiplied by a product.

    Parameters
    ----------
    solution : Solution or Conditionals
        Of one column.
    products : sequence of dict of int to float64, shape (states,)

    Attributes
    ----------
    plan : EliminationPlan
    means : float64, shape (products,)
        The mean of each product, or, for a single product, its mean in each column of the solution. If it is 0, so is
        every probability of the component responsible.
    """

    def __init__(self, solution: SolvedNetwork, products: Sequence[Product]) -> None:
        self.plan, self._solution = solution.plan, solution
        self._weighted: dict[int, tuple[Floats, Floats]] = {}
        self._conditionals: dict[int, Floats] = {}
        self._others: dict[int, Floats] = {}
        self._joints: dict[int, Floats] = {}
        functions: dict[int, Floats] = {}
        for column, product in enumerate(products):
            for variable, values in product.items():
                functions.setdefault(variable, np.ones((len(values), len(products))))[:, column] = values
        self.means = np.ones(len(products))
        waiting: dict[int, list[tuple[tuple[int, ...], Floats]]] = {v: [((0,), own)] for v, own in functions.items()}
        for variable in self._to_roots(functions):
            message = self._multiplied(variable, waiting.pop(variable))
            into = self.plan.parent[variable]
            if into < 0:
                self.means = self.means * message
            else:
                waiting.setdefault(into, []).append((self.plan.axes_above(variable), message))
        self._roots = {self.plan.root[variable] for variable in functions}

    def _to_roots(self, variables: Iterable[int]) -> list[int]:
        """Return some variables and all those above them in the clique tree, in the order of elimination."""
        above: set[int] = set()
        for variable in variables:
            at = variable
            while at >= 0 and at not in above:
                above.add(at)
                at = self.plan.parent[at]
        return sorted(above, key=self.plan.position.__getitem__)

    def _multiplied(self, variable: int, arrivals: Sequence[tuple[tuple[int, ...], Floats]]) -> Floats:
        """Multiply the conditional of a variable, and return what it is to be divided by: the message that goes up."""
        table = self._solution.conditional(variable)
        dimensions = table.ndim - 1
        parts = [spread(message[np.newaxis], axes, dimensions)[0] for axes, message in arrivals]
        table = table * parts[0]
        for part in parts[1:]:
            table *= part
        message: Floats = np.add.reduce(table, axis=0)
        self._weighted[variable] = table, message
        return message

    def conditional(self, variable: int) -> Floats:
        """Return the probability of a variable given the others of its clique, shape (states ..., products or 1)."""
        if variable not in self._weighted:
            return self._solution.conditional(variable)
        if variable not in self._conditionals:
            table, message = self._weighted[variable]
            table /= np.where(message > 0.0, message, 1.0)
            self._conditionals[variable] = table
        return self._conditionals[variable]

    def others(self, variable: int) -> Floats:
        """Return the joint probability of the others in a variable's clique, shape (states ..., products or 1)."""
        if self.plan.root[variable] not in self._roots:
            return self._solution.others(variable)
        down = [variable]
        while down[-1] not in self._others and self.plan.parent[down[-1]] >= 0:
            down.append(self.plan.parent[down[-1]])
        for at in reversed(down):
            if at not in self._others:
                self._others[at] = self._passed_down(at)
        return self._others[variable]

    def _passed_down(self, variable: int) -> Floats:
        into = self.plan.parent[variable]
        if into < 0:
            return np.ones(1)
        if into not in self._joints:
            self._joints[into] = self.conditional(into) * self._others[into]
        joint, axes = self._joints[into], self.plan.axes_above(variable)
        rest = tuple(k for k in range(joint.ndim - 1) if k not in axes)
        return ordered(joint.sum(axis=rest), axes, 0)

    def marginal(self, variable: int) -> Floats:
        """Return the probability of each state of a variable, shape (states, products or 1)."""
        joint = self.conditional(variable) * self.others(variable)
        marginal: Floats = joint.sum(axis=tuple(range(1, joint.ndim - 1)))
        return marginal
