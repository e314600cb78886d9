"""Claims as conditions on a network, and their probabilities."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from assess.compile.model import Compiled, Condition, Solved
from assess.domain.boxes import boxes
from assess.domain.claim import HoldsIf
from assess.network.logs import Floats


class Question:
    """Claims as conditions on a problem, all asked at once.

    Parameters
    ----------
    claims : sequence of holds_if
    compiled : Compiled
    """

    def __init__(self, claims: Sequence[HoldsIf], compiled: Compiled) -> None:
        self._states = {instance: compiled.world.nodes[instance].states for instance in compiled.world.instances}
        self._split = [boxes(claim, self._states) for claim in claims]

    def conditions(self, solved: Solved, never: float = -np.inf) -> list[Condition]:
        """Return the conditions to put on a problem, none first; `never` (nats) stands for what does not hold."""
        conditions: list[Condition] = [{}]
        for box in itertools.chain.from_iterable(self._split):
            conditions.append({solved.part.nodes[i]: self._allowed(i, h, never) for i, h in box.items()})
        return conditions

    def answers(self, logs: Floats) -> list[float]:
        """Return the probability of each claim, from the log totals of its conditions."""
        left = iter((logs[1:] - logs[0]).tolist())
        return [min(1.0, float(np.exp([next(left) for _ in pieces]).sum())) for pieces in self._split]

    def _allowed(self, instance: str, hypotheses: frozenset[str], never: float) -> Floats:
        return np.array([0.0 if state in hypotheses else never for state in self._states[instance]])


def probabilities(claims: Sequence[HoldsIf], compiled: Compiled, solved: Solved) -> list[float]:
    """Return the probability of each claim, all in one batch of solutions.

    Parameters
    ----------
    claims : sequence of holds_if
    compiled : Compiled
    solved : Solved
        The problem they are asked of.
    """
    question = Question(claims, compiled)
    return question.answers(solved.log_totals(question.conditions(solved)))
