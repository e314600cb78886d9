"""Claims and questions jointly with reports that ask about shared rates."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np

from assess.compile.model import Compiled
from assess.compile.prospect import Scenario, scenario_products
from assess.compile.untold import UntoldReports
from assess.network.expectations import Product, expectations
from assess.network.logs import Floats
from assess.scoring.claims import Claims


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
        self._products: dict[Scenario, list[Product]] = {}

    def asked(self, scenario: Scenario) -> list[str]:
        """Return the unreported indicators that a scenario asks about, if these share rows."""
        if scenario not in self._asked_of:
            self._asked_of[scenario] = self._reports.asked([report.node for report in scenario.reports])
        return self._asked_of[scenario]

    def joint(self, keys: Sequence[str], scenarios: Sequence[Scenario]) -> Floats:
        """Return P(state, reports of the scenario | all the evidence), shape (states, scenarios).

        Parameters
        ----------
        keys : sequence of str
            A claim, whose states are true and false; or a claim for each state.
        scenarios : sequence of Scenario
        """
        for scenario in scenarios:
            if scenario not in self._products:
                self._products[scenario] = scenario_products(self._reports, scenario, self.asked(scenario))
        products = list(itertools.chain.from_iterable(self._products[scenario] for scenario in scenarios))
        owners = np.repeat(np.arange(len(scenarios)), [len(self._products[scenario]) for scenario in scenarios])
        solution = self._model.after.conditionals
        means = self._claims.joint(keys, solution, products)
        joint = np.zeros((len(means), len(scenarios)))
        np.add.at(joint.T, owners, means.T)
        if self._conditional.isdisjoint(keys):
            return joint
        chances = np.zeros(len(scenarios))
        np.add.at(chances, owners, expectations(solution, products))
        with np.errstate(invalid="ignore"):
            conditioned: Floats = joint / joint.sum(axis=0) * chances
        return conditioned
