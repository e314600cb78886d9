"""Claims, read off solved networks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import numpy as np

from assess.compile.model import Compiled
from assess.compile.perturbations import Perturbations
from assess.domain.boxes import Box, boxes, outside
from assess.domain.case import Case
from assess.domain.claim import HoldsIf
from assess.network.logs import Bools, Floats, log
from assess.network.queries import SolvedNetwork, probability_given
from assess.network.solve import Solution


class Claims:
    """Claims as sets of hypotheses, to be read off any solution of a case.

    Parameters
    ----------
    stated : dict of str to holds_if
    compiled : Compiled
    """

    def __init__(self, stated: Mapping[str, HoldsIf], compiled: Compiled) -> None:
        self._stated, self._nodes = dict(stated), compiled.after.part.nodes
        self._states = {instance: compiled.world.nodes[instance].states for instance in compiled.world.instances}
        self._split = {name: boxes(claim, self._states) for name, claim in stated.items()}

    @property
    def instances(self) -> set[str]:
        """The instances that they speak of."""
        return {instance for split in self._split.values() for box in split for instance in box}

    def probabilities(
        self,
        solution: SolvedNetwork,
        nodes: Mapping[str, int] | None = None,
    ) -> dict[str, Floats]:
        """Return the probability of each claim, shape (batch,).

        Parameters
        ----------
        solution : Solution or Conditionals
        nodes : dict of str to int, optional
            The variable of each instance, where the solution is not of the case with all its evidence.
        """
        reading = _Reading(solution, self._nodes if nodes is None else nodes, self._states)
        return {name: reading.of(split) for name, split in self._split.items()}

    def log_odds(self, solution: Solution, nodes: Mapping[str, int] | None = None) -> dict[str, Floats]:
        """Return the log odds of each claim (nats), shape (batch,); exact where the probability is close to 0 or 1.

        Parameters
        ----------
        solution, nodes
            As for `probabilities`.
        """
        against = {name: outside(claim, self._states) for name, claim in self._stated.items()}
        for_it, against_it = self._log(self._split, solution, nodes), self._log(against, solution, nodes)
        return {name: for_it[name] - against_it[name] for name in self._stated}

    def _log(
        self, split: Mapping[str, Iterable[Box]], solution: Solution, nodes: Mapping[str, int] | None
    ) -> dict[str, Floats]:
        at = self._nodes if nodes is None else nodes
        reading = _Reading(solution, at, self._states)
        known: dict[tuple[str, frozenset[str]], Floats] = {}

        def of(box: Box) -> Floats:
            if len(box) != 1:
                return log(reading.of_box(box))
            (key,) = box.items()
            if key not in known:
                ((instance, states),) = reading.held(box).items()
                known[key] = _log_sum(list(solution.log_marginal(at[instance])[states]))
            return known[key]

        return {name: _log_sum(list(map(of, parts))) for name, parts in split.items()}


def _log_sum(logs: Sequence[Floats]) -> Floats:
    """Return the log of a sum of exponentials, over several arrays, shape (batch,), nats."""
    if len(logs) < 2:
        return logs[0] if logs else np.array([-np.inf])
    total: Floats = np.logaddexp.reduce(np.stack(np.broadcast_arrays(*logs)), axis=0)
    return total


class _Reading:
    """One solution, and what was read off it."""

    def __init__(
        self,
        solution: SolvedNetwork,
        nodes: Mapping[str, int],
        states: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._solution, self._nodes, self._states = solution, nodes, states
        self._known: dict[str, Floats] = {}

    def of(self, split: Iterable[Box]) -> Floats:
        """Return the probability of boxes that exclude each other, shape (batch,)."""
        total: Floats = np.minimum(sum(map(self.of_box, split), np.zeros(1)), 1.0)
        return total

    def of_box(self, box: Box) -> Floats:
        """Return the probability of a box, shape (batch,)."""
        held = self.held(box)
        if len(box) != 1:
            factors = {self._nodes[i]: states.astype(np.float64) for i, states in held.items()}
            return probability_given(self._solution, factors)
        ((instance, states),) = held.items()
        if instance not in self._known:
            self._known[instance] = self._solution.marginal(self._nodes[instance])
        total: Floats = self._known[instance][states].sum(axis=0)
        return total

    def held(self, box: Box) -> dict[str, Bools]:
        """Return which states of each instance a box allows."""
        return {i: np.array([state in allowed for state in self._states[i]]) for i, allowed in box.items()}


def stated_in(case: Case) -> dict[str, HoldsIf]:
    """Return what every claim of a case says, and every prediction that hypotheses state."""
    predictions = {ident: p.holds_if for ident, p in case.predictions.items() if p.holds_if}
    return {ident: claim.holds_if for ident, claim in case.claims.items()} | predictions


def hypotheses_of(compiled: Compiled, instance: str) -> dict[str, HoldsIf]:
    """Return each hypothesis of an instance as a claim."""
    return {state: ({instance: (state,)},) for state in compiled.world.nodes[instance].states}


def probabilities(
    compiled: Compiled, stated: Mapping[str, HoldsIf], perturbations: Perturbations, with_stories: bool = True
) -> dict[str, Floats]:
    """Return the probability of each claim under every perturbation of a case, shape (perturbations,).

    Parameters
    ----------
    compiled : Compiled
    stated : dict of str to holds_if
    perturbations : Perturbations
    with_stories : bool
        Whether stories are worked out anew.
    """
    claims = Claims(stated, compiled)
    batch = compiled.story_batch.about(claims.instances, perturbations, with_stories)
    read = partial(claims.probabilities, nodes=batch.nodes)
    return _by_perturbation(read, batch.conditionals(perturbations, with_stories), stated)


def log_odds(
    compiled: Compiled, stated: Mapping[str, HoldsIf], perturbations: Perturbations, with_stories: bool = True
) -> dict[str, Floats]:
    """Return the log odds of each claim (nats) under every perturbation of a case, shape (perturbations,).

    Parameters
    ----------
    compiled, stated, perturbations, with_stories
        As for `probabilities`.
    """
    claims = Claims(stated, compiled)
    batch = compiled.story_batch.about(claims.instances, perturbations, with_stories)
    read = partial(claims.log_odds, nodes=batch.nodes)
    return _by_perturbation(read, batch.solutions(perturbations, with_stories), stated)


S = TypeVar("S")


def _by_perturbation(
    read: Callable[[S], dict[str, Floats]], solutions: Iterable[tuple[slice, S]], stated: Iterable[str]
) -> dict[str, Floats]:
    by_claim: dict[str, list[Floats]] = {name: [np.zeros(0)] for name in stated}
    for chosen, solution in solutions:
        for name, values in read(solution).items():
            by_claim[name].append(np.broadcast_to(values, (chosen.stop - chosen.start,)))
    return {name: np.concatenate(values) for name, values in by_claim.items()}
