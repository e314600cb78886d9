"""The boxes of claims, as queries to solved networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from assess.network.elimination import EliminationPlan
from assess.network.logs import Bools, Floats, log
from assess.network.queries import Averaged, JointQueries, SolvedNetwork, StateBox

if TYPE_CHECKING:
    from assess.network.cutset_reweighted import SolvedInLogs

AllowedStates = Mapping[str, Bools]
"""A box: by instance, a mask of its allowed states."""


def given_conditions(by_claim: Mapping[str, Floats], conditions: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return the probability of each claim given its condition, if it has one; NaN where that is impossible."""
    with np.errstate(invalid="ignore", divide="ignore"):
        given = {name: by_claim[name] / condition for name, condition in conditions.items()}
    return {name: np.minimum(given.get(name, probability), 1.0) for name, probability in by_claim.items()}


class ClaimBoxes:
    """The boxes of some claims, as queries prepared once for all solutions of one plan."""

    def __init__(self, by_claim: Mapping[str, Sequence[AllowedStates]]) -> None:
        self._by_claim = by_claim
        self.names = tuple(by_claim)
        self._prepared: list[tuple[JointQueries, Mapping[str, int]]] = []

    def probabilities(self, solution: SolvedNetwork | Averaged, nodes: Mapping[str, int]) -> dict[str, Floats]:
        """Return the probability of the boxes of each claim together, shape (batch,)."""
        values = self._queries(solution.plan, nodes).probabilities(solution)
        return dict(zip(self._by_claim, values, strict=True))

    def _queries(self, plan: EliminationPlan, nodes: Mapping[str, int]) -> JointQueries:
        for queries, of in self._prepared:
            if queries.plan is plan and of is nodes:
                return queries
        every = [by_variable(split, nodes) for split in self._by_claim.values()]
        self._prepared.append((JointQueries(plan, every), nodes))
        return self._prepared[-1][0]


def by_variable(split: Iterable[AllowedStates], nodes: Mapping[str, int]) -> list[StateBox]:
    """Return boxes by variable instead of by instance."""
    return [{nodes[i]: states for i, states in box.items()} for box in split]


def logs_of(
    split: Mapping[str, Sequence[AllowedStates]],
    joint: ClaimBoxes,
    solution: SolvedInLogs,
    nodes: Mapping[str, int],
) -> dict[str, Floats]:
    """Return the log of the probability of boxes that exclude each other, by claim; shape (batch,), nats."""
    known: dict[tuple[str, bytes], Floats] = {}
    marginals: dict[str, Floats] = {}

    def alone(instance: str, states: Bools) -> Floats:
        key = instance, states.tobytes()
        if key not in known:
            if instance not in marginals:
                marginals[instance] = solution.log_marginal(nodes[instance])
            known[key] = _log_sum(list(marginals[instance][states]))
        return known[key]

    together = joint.probabilities(solution, nodes)
    by_claim = {}
    for name, parts in split.items():
        logs = [alone(*next(iter(box.items()))) for box in parts if len(box) == 1]
        by_claim[name] = _log_sum([*logs, log(together[name])] if len(logs) < len(parts) else logs)
    return by_claim


def _log_sum(logs: Sequence[Floats]) -> Floats:
    """Return the log of a sum of exponentials, over several arrays, shape (batch,), nats."""
    return reduce(np.logaddexp, logs) if logs else np.array([-np.inf])
