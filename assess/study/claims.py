"""Claims as conditions on a network, and their probabilities."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from assess.compile.model import Compiled, Solved
from assess.domain.boxes import boxes
from assess.domain.claim import HoldsIf
from assess.network.logs import Floats


def probabilities(claims: Sequence[HoldsIf], compiled: Compiled, solved: Solved) -> list[float]:
    """Return the probability of each claim, all in one batch of solutions.

    Parameters
    ----------
    claims : sequence of holds_if
    compiled : Compiled
    solved : Solved
        The problem they are asked of.
    """
    states = {instance: compiled.world.nodes[instance].states for instance in compiled.world.instances}
    split = [boxes(claim, states) for claim in claims]
    conditions: list[Mapping[int, Floats]] = [{}]
    for box in itertools.chain.from_iterable(split):
        conditions.append({solved.part.nodes[i]: _allowed(states[i], hypotheses) for i, hypotheses in box.items()})
    logs = iter(solved.log_totals(conditions).tolist())
    total = next(logs)
    return [min(1.0, float(np.exp([next(logs) - total for _ in pieces]).sum())) for pieces in split]


def _allowed(states: Sequence[str], hypotheses: frozenset[str]) -> Floats:
    return np.array([0.0 if state in hypotheses else -np.inf for state in states])
