"""Claims, read off solved networks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from assess.compile.model import Compiled
from assess.domain.boxes import Box, boxes
from assess.domain.claim import HoldsIf
from assess.network.logs import Floats, log
from assess.network.restrict import log_total_given
from assess.network.solve import Solution


class Claims:
    """Claims as sets of hypotheses, to be read off any solution of a case.

    Parameters
    ----------
    stated : dict of str to holds_if
    compiled : Compiled
    """

    def __init__(self, stated: Mapping[str, HoldsIf], compiled: Compiled) -> None:
        self._states = {instance: compiled.world.nodes[instance].states for instance in compiled.world.instances}
        self._split = {name: boxes(claim, self._states) for name, claim in stated.items()}

    def probabilities(self, solution: Solution, nodes: Mapping[str, int]) -> dict[str, Floats]:
        """Return the probability of each claim, shape (batch,).

        Parameters
        ----------
        solution : Solution
        nodes : dict of str to int
            The variable of each instance.
        """
        known: dict[str, Floats] = {}
        return {
            name: np.minimum(sum((self._box(box, solution, nodes, known) for box in split), np.zeros(1)), 1.0)
            for name, split in self._split.items()
        }

    def _box(self, box: Box, solution: Solution, nodes: Mapping[str, int], known: dict[str, Floats]) -> Floats:
        allowed = {i: np.array([state in held for state in self._states[i]]) for i, held in box.items()}
        if len(box) > 1:
            restricted = log_total_given(solution, {nodes[i]: log(held) for i, held in allowed.items()})
            return np.exp(restricted - solution.log_total)
        ((instance, held),) = allowed.items()
        if instance not in known:
            known[instance] = np.exp(solution.log_marginal(nodes[instance]))
        probability: Floats = known[instance][held].sum(axis=0)
        return probability
