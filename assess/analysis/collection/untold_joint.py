"""Claims and questions jointly with reports that ask about shared rates."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from assess.compile.model import Compiled
from assess.compile.prospect import Scenario, scenario_products
from assess.compile.untold import UntoldReports
from assess.network.logs import Floats
from assess.network.queries import JointQueries
from assess.network.reweighted import Product, Reweighted, reweighted
from assess.scoring.claims import Claims

_COLUMNS = 1024
"""States of a cutset that are read, of a case that was sampled."""


class UntoldJoint:
    """Scenarios that ask about shared rates, each read off the one solution of the case.

    Parameters
    ----------
    model : Compiled
    claims : Claims
    conditional : iterable of str
        Those of the claims that have a condition.
    """

    def __init__(self, model: Compiled, claims: Claims, conditional: Iterable[str]) -> None:
        self._model, self._claims, self._conditional = model, claims, frozenset(conditional)
        self._reports = UntoldReports(model)
        self._asked_of: dict[Scenario, list[str]] = {}
        self._joint: dict[tuple[str, Scenario], Floats] = {}

    def asked(self, scenario: Scenario) -> list[str]:
        """Return the unreported indicators that a scenario asks about, if these share rows."""
        if scenario not in self._asked_of:
            self._asked_of[scenario] = self._reports.asked([report.node for report in scenario.reports])
        return self._asked_of[scenario]

    def solve(self, targets: Mapping[str, Sequence[str]], scenarios: Iterable[Scenario]) -> None:
        """Work scenarios out for some targets together, but for those that were.

        Parameters
        ----------
        targets : dict of str to sequence of str
            By target: a claim, whose states are true and false; or a claim for each state.
        scenarios : iterable of Scenario
        """
        new = [s for s in dict.fromkeys(scenarios) if any((target, s) not in self._joint for target in targets)]
        if not new:
            return
        products = [scenario_products(self._reports, scenario, self.asked(scenario)) for scenario in new]
        owners = np.repeat(np.arange(len(new)), [len(parts) for parts in products])
        solved = self._model.after
        queries = self._claims.sides(targets.values(), solved.plan if solved.beyond else solved.conditionals.plan)
        chances = np.zeros(len(new))
        joint = np.zeros((len(queries), len(new)))
        for chosen, means, probabilities in self._weighted(list(itertools.chain.from_iterable(products)), queries):
            np.add.at(chances, owners[chosen], means)
            for row, probability in zip(joint, probabilities, strict=True):
                np.add.at(row, owners[chosen], probability)
        first = 0
        for target, keys in targets.items():
            rows = joint[first : first + max(2, len(keys))]
            first += len(rows)
            if not self._conditional.isdisjoint(keys):
                with np.errstate(invalid="ignore"):
                    rows = rows / rows.sum(axis=0) * chances
            self._joint |= {(target, scenario): rows[:, column] for column, scenario in enumerate(new)}

    def _weighted(
        self, products: Sequence[Product], queries: JointQueries
    ) -> Iterator[tuple[slice, Floats, list[Floats]]]:
        """Yield the means of products, and of what queries ask times these, each of shape (some products,)."""
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

    def joint(self, target: str, keys: Sequence[str], scenarios: Sequence[Scenario]) -> Floats:
        """Return P(state, reports of the scenario | all the evidence), shape (states, scenarios).

        Parameters
        ----------
        target : str
        keys : sequence of str
            As for `solve`.
        scenarios : sequence of Scenario
        """
        self.solve({target: keys}, scenarios)
        return np.array([self._joint[target, scenario] for scenario in scenarios]).reshape(len(scenarios), -1).T
