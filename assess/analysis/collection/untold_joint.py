"""Claims and questions jointly with reports that may come, read off the one solution of the case."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from assess.compile.model import Compiled
from assess.compile.prospect import Grade, Scenario, report_likelihood, scenario_products
from assess.compile.untold import UntoldReports
from assess.network.logs import Floats
from assess.network.queries import JointQueries
from assess.network.reweighted import Product, Reweighted, reweighted
from assess.scoring.claims import Claims

_ROUNDING = 1e-14
"""Share of a probability up to which a difference from it is taken as none."""
_COLUMNS = 1024
"""Cutset states that are read, for a case that was sampled."""


class UntoldJoint:
    """Claims with indicators that may be reported on, each read off the one solution of the case.

    That an indicator is present multiplies the joint distribution by a function of it, or of the rates that it shares.
    What a report says of it is a linear function of that, whatever its grade.

    Parameters
    ----------
    model : Compiled
    claims : Claims
    conditional : iterable of str
        The claims that have a condition.
    """

    def __init__(self, model: Compiled, claims: Claims, conditional: Iterable[str]) -> None:
        self._model, self._claims, self._conditional = model, claims, frozenset(conditional)
        self._reports = UntoldReports(model)
        self._asked_of: dict[tuple[str, ...], list[str]] = {}
        self._likelihoods: dict[tuple[str, Grade], Floats] = {}
        self._joint: dict[tuple[str, str | Scenario | None], tuple[Floats, float]] = {}

    def reads(self, *nodes: str) -> bool:
        """Return whether reports on indicators are read off: of a sampled case only where these share rates."""
        return self._model.method == "exact" or bool(self._asked(nodes))

    def _asked(self, nodes: tuple[str, ...]) -> list[str]:
        """Return the unreported indicators that reports ask about, if these share rows."""
        if nodes not in self._asked_of:
            self._asked_of[nodes] = self._reports.asked(nodes)
        return self._asked_of[nodes]

    def solve(self, targets: Mapping[str, Sequence[str]], events: Iterable[str | Scenario]) -> None:
        """Work events out for some targets together, but for those that were.

        Parameters
        ----------
        targets : dict of str to sequence of str
            By target: a claim, whose states are true and false; or a claim for each state.
        events : iterable of str or Scenario
            That an indicator is present, or reports of a scenario.
        """
        new = [e for e in dict.fromkeys([None, *events]) if any((target, e) not in self._joint for target in targets)]
        if not new:
            return
        products = [self._products(event) for event in new]
        owners = np.repeat(np.arange(len(new)), [len(parts) for parts in products])
        solved = self._model.after
        queries = self._claims.sides(targets.values(), solved.plan if solved.beyond else solved.conditionals.plan)
        chances = np.zeros(len(new))
        joint = np.zeros((len(queries), len(new)))
        for chosen, means, probabilities in self._weighted(list(itertools.chain.from_iterable(products)), queries):
            chances += np.bincount(owners[chosen], means, len(new))
            for row, probability in zip(joint, probabilities, strict=True):
                row += np.bincount(owners[chosen], probability, len(new))
        each, first = chances.tolist(), 0
        for target, keys in targets.items():
            rows = joint[first : first + max(2, len(keys))]
            first += len(rows)
            self._joint |= {(target, event): (rows[:, column], each[column]) for column, event in enumerate(new)}

    def _products(self, event: str | Scenario | None) -> list[Product]:
        """Return products whose means add up to the probability of an event; to 1 of none."""
        if event is None:
            name, variable = next(iter(self._model.after.part.nodes.items()))
            return [{variable: np.ones(len(self._model.world.nodes[name].states))}]
        if isinstance(event, str):
            return self._reports.products({event: np.array([1.0, 0.0])}, self._asked((event,)))
        return scenario_products(self._reports, event, self._asked(tuple(report.node for report in event.reports)))

    def _weighted(
        self, products: Sequence[Product], queries: JointQueries
    ) -> Iterator[tuple[slice, Floats, list[Floats]]]:
        """Yield the means of products, alone and times what queries ask, each of shape (some products,)."""
        sample = self._model.after.chains
        if sample is None:
            for chosen, weighted in reweighted(self._model.after.conditionals, products):
                asked = [weighted.means * probability for probability in queries.probabilities(weighted)]
                yield chosen, weighted.means, asked
            return
        columns = list(sample.thinned(_COLUMNS).columns())
        count = sum(some.stop - some.start for some, _ in columns)
        for number, product in enumerate(products):
            means, sums = np.zeros(1), [np.zeros(1) for _ in range(len(queries))]
            for some, solved in columns:
                ones = np.ones(some.stop - some.start)
                each = Reweighted(solved, [product])
                means += (each.means * ones).sum() / count
                for total, probability in zip(sums, queries.probabilities(each), strict=True):
                    total += (each.means * probability * ones).sum() / count
            yield slice(number, number + 1), means, sums

    def either(self, target: str, keys: Sequence[str], nodes: Sequence[str], grade: Grade) -> Floats:
        """Return P(state, what a report says | all the evidence), shape (states, 2, indicators).

        Parameters
        ----------
        target : str
        keys : sequence of str
            As for `solve`.
        nodes : sequence of str
            On which one report comes.
        grade : Grade
            Of the report.
        """
        self.solve({target: keys}, nodes)
        whole, _ = self._joint[target, None]
        present = np.array([self._joint[target, node][0] for node in nodes]).reshape(len(nodes), -1).T
        chance = np.array([self._joint[target, node][1] for node in nodes])
        likelihood = np.array([self._likelihood(node, grade) for node in nodes]).reshape(-1, 2, 2).transpose(1, 2, 0)
        rows = _with_either(present, whole[:, np.newaxis], likelihood)
        return self._given(keys, rows, _with_either(chance[np.newaxis], np.ones((1, 1)), likelihood))

    def joint(self, target: str, keys: Sequence[str], scenarios: Sequence[Scenario]) -> Floats:
        """Return P(state, reports of the scenario | all the evidence), shape (states, scenarios); as `either`."""
        self.solve({target: keys}, scenarios)
        rows = np.array([self._joint[target, scenario][0] for scenario in scenarios]).reshape(len(scenarios), -1).T
        return self._given(keys, rows, np.array([self._joint[target, scenario][1] for scenario in scenarios]))

    def _given(self, keys: Sequence[str], rows: Floats, chances: Floats) -> Floats:
        """Return a joint with what is reported; of a claim with a condition, so much of it as holds given that."""
        if self._conditional.isdisjoint(keys):
            return rows
        with np.errstate(invalid="ignore"):
            given: Floats = rows / rows.sum(axis=0) * chances
        return given

    def _likelihood(self, node: str, grade: Grade) -> Floats:
        """Return the probability of what is said of an indicator in each of its states, shape (states, said)."""
        if (node, grade) not in self._likelihoods:
            self._likelihoods[node, grade] = np.exp(report_likelihood(self._model, node, grade))
        return self._likelihoods[node, grade]


def _with_either(present: Floats, whole: Floats, likelihood: Floats) -> Floats:
    """Return the probability that a report says either, from those of an indicator; shape (states, said, indicators).

    Parameters
    ----------
    present : float64, shape (states, indicators)
        With the indicator present.
    whole : float64, shape (states, 1)
    likelihood : float64, shape (states of the indicator, said, indicators)
    """
    absent = whole - present
    absent[absent <= _ROUNDING * whole] = 0.0
    joint: Floats = present[:, np.newaxis] * likelihood[0] + absent[:, np.newaxis] * likelihood[1]
    return joint
