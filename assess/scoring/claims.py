"""Reading the probabilities of claims off solved networks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from assess.compile.claim_counts import holds_if_of
from assess.compile.model import Compiled
from assess.compile.solved import Solved
from assess.domain.boxes import Box, both, boxes, outside
from assess.domain.case import Case
from assess.domain.claim import Claim, Prediction, Proposition
from assess.network.elimination import EliminationPlan
from assess.network.logs import Bools, Floats
from assess.network.queries import Averaged, JointQueries, SolvedNetwork, StateBox
from assess.scoring.claim_boxes import AllowedStates, ClaimBoxes, by_variable, given_conditions, logs_of

if TYPE_CHECKING:
    from assess.compile.perturbations import Perturbations
    from assess.network.cutset_reweighted import SolvedInLogs

_NEAR_ONE = -0.1
"""The log of a probability (nats) above which 1 minus it loses a digit."""

FAR = 600.0
"""Log odds (nats) up to which a probability is far from underflowing."""


class Claims:
    """Claims as sets of hypotheses, to read off any solution of a case.

    Parameters
    ----------
    stated : dict of str to Proposition
    compiled : Compiled
    """

    def __init__(self, stated: Mapping[str, Proposition], compiled: Compiled) -> None:
        self._nodes = compiled.after.part.nodes
        self._states = {name: node.states for name, node in compiled.world.nodes.items()}
        self._holds = {name: holds_if_of(claim) for name, claim in stated.items()}
        self._given = {name: boxes(claim.given, self._states) for name, claim in stated.items() if claim.given}
        within = {
            name: both(holds, stated[name].given) if name in self._given else holds
            for name, holds in self._holds.items()
        }
        self._split = {name: self._allowed(boxes(claim, self._states)) for name, claim in within.items()}
        self._contrary: dict[str, list[AllowedStates]] = {}
        self._sides: dict[tuple[tuple[str, ...], bool], tuple[Mapping[str, Sequence[AllowedStates]], ClaimBoxes]] = {}
        self._boxes = ClaimBoxes(self._split)
        self._conditions = ClaimBoxes({name: self._allowed(given) for name, given in self._given.items()})

    def _allowed(self, split: Iterable[Box]) -> list[AllowedStates]:
        return [{i: _mask(self._states[i], allowed) for i, allowed in box.items()} for box in split]

    @property
    def instances(self) -> set[str]:
        """The variables that they involve: instances of questions and indicators, and counts of these."""
        split = {i for boxes_of in self._split.values() for box in boxes_of for i in box}
        return split | {i for boxes_of in self._given.values() for box in boxes_of for i in box}

    def probabilities(
        self,
        solution: SolvedNetwork | Averaged,
        nodes: Mapping[str, int] | None = None,
    ) -> dict[str, Floats]:
        """Return the probability of each claim, shape (batch,).

        Parameters
        ----------
        solution : Solution or Conditionals
        nodes : dict of str to int, optional
            The variable of each instance, unless the solution is that of the case with all its evidence.
        """
        return self.with_conditions(solution, nodes)[0]

    def with_conditions(
        self, solution: SolvedNetwork | Averaged, nodes: Mapping[str, int] | None = None
    ) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Return the probability of each claim, and of each one's condition, if any, like `probabilities`."""
        by_claim = self._boxes.probabilities(solution, self._nodes if nodes is None else nodes)
        conditions = self.conditions(solution, nodes)
        return given_conditions(by_claim, conditions), conditions

    def drawn(self, solution: SolvedNetwork) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Return the same as `with_conditions` in less time, but very small probabilities with fewer digits."""
        boxes_of, contrary = self._fewest
        by_claim, conditions = boxes_of.probabilities(solution, self._nodes), self.conditions(solution)
        by_claim |= {name: np.maximum(conditions.get(name, 1.0) - by_claim[name], 0.0) for name in contrary}
        return given_conditions(by_claim, conditions), conditions

    @cached_property
    def _fewest(self) -> tuple[ClaimBoxes, list[str]]:
        """The boxes of each claim, or of its contrary if those are fewer, and the claims with the latter."""
        contrary = {}
        for name, split in self._split.items():
            if len(split) > 1:
                against = self._outside(name)
                if len(against) < len(split):
                    contrary[name] = against
        return ClaimBoxes({**self._split, **contrary}), list(contrary)

    def conditions(
        self, solution: SolvedNetwork | Averaged, nodes: Mapping[str, int] | None = None
    ) -> dict[str, Floats]:
        """Return the probability of the condition of each claim that has one, shape (batch,).

        Parameters
        ----------
        solution, nodes
            As for `probabilities`.
        """
        if not self._given:
            return {}
        return self._conditions.probabilities(solution, self._nodes if nodes is None else nodes)

    def condition(self, name: str) -> list[StateBox]:
        """Return the boxes of a claim's condition, by variable of the case with all evidence; none without one."""
        return by_variable(self._allowed(self._given.get(name, ())), self._nodes)

    def with_errors(self, solved: Solved) -> tuple[dict[str, Floats], dict[str, float]]:
        """Return the probability of each claim, shape (1,), and its Monte Carlo standard error, 0 if exact."""
        sample, nodes = solved.chains, solved.part.nodes
        if sample is None:
            return self.with_conditions(solved.exact, nodes)[0], dict.fromkeys(self._holds, 0.0)
        means = sample.by_chain(lambda column: self.reading(column, nodes))
        both, given = self._apart(means)
        probabilities, errors = {}, {}
        with np.errstate(invalid="ignore", divide="ignore"):
            for name, values in both.items():
                probability, errors[name] = sample.ratio(values, given.get(name, np.ones(1)))
                probabilities[name] = np.minimum(np.array([probability]), 1.0)
        return probabilities, errors

    def reading(self, solved: SolvedNetwork, nodes: Mapping[str, int]) -> list[Floats]:
        """Return the probability of each claim jointly with its condition, and of the conditions, shape (batch,)."""
        return [*self._boxes.probabilities(solved, nodes).values(), *self.conditions(solved, nodes).values()]

    def of_reading(self, values: Sequence[Floats]) -> dict[str, Floats]:
        """Return the probability of each claim from the figures that `reading` gave, shape (batch,)."""
        return given_conditions(*self._apart(values))

    def _apart(self, values: Sequence[Floats]) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Return by claim what `reading` gave: jointly with the condition, and of the condition alone."""
        by_claim = dict(zip(self._boxes.names, values, strict=False))
        return by_claim, dict(zip(self._conditions.names, values[len(by_claim) :], strict=True))

    def log_odds(self, solution: SolvedInLogs, nodes: Mapping[str, int] | None = None) -> dict[str, Floats]:
        """Return the log odds of each claim (nats), shape (batch,), exact even if the probability is near 0 or 1.

        Parameters
        ----------
        solution, nodes
            As for `probabilities`.
        """
        nodes = self._nodes if nodes is None else nodes
        for_it = self._logs(tuple(self._holds), False, solution, nodes)
        exact = tuple(name for name, logs in for_it.items() if name in self._given or not logs.max() < _NEAR_ONE)
        against = self._logs(exact, True, solution, nodes)
        with np.errstate(invalid="ignore"):
            return {
                name: logs - (against[name] if name in against else np.log1p(-np.exp(logs)))
                for name, logs in for_it.items()
            }

    def _logs(
        self, names: tuple[str, ...], against: bool, solution: SolvedInLogs, nodes: Mapping[str, int]
    ) -> dict[str, Floats]:
        """Return the log of the probability that some claims hold, or that they fail; shape (batch,), nats."""
        known = self._sides.get((names, against))
        if known is None:
            split = {name: self._outside(name) if against else self._split[name] for name in names}
            joint = ClaimBoxes({name: [box for box in parts if len(box) != 1] for name, parts in split.items()})
            known = self._sides[names, against] = split, joint
        return logs_of(*known, solution, nodes)

    def sides(self, targets: Iterable[Sequence[str]], plan: EliminationPlan) -> JointQueries:
        """Return queries for the worlds in which claims hold, for solutions of the case with all its evidence.

        Parameters
        ----------
        targets : iterable of sequence of str
            Claims. For a target with several, each is asked for; for a single one, where it holds and where it fails. A
            claim's condition, if any, holds on either side.
        plan : EliminationPlan
        """
        parts: list[Sequence[AllowedStates]] = []
        for names in targets:
            parts += [self._split[name] for name in names]
            if len(names) == 1:
                parts.append(self._outside(names[0]))
        return JointQueries(plan, [by_variable(split, self._nodes) for split in parts])

    def _outside(self, name: str) -> list[AllowedStates]:
        """Return the boxes of what a claim excludes."""
        if name not in self._contrary:
            self._contrary[name] = self._allowed(outside(self._holds[name], self._states, self._given.get(name)))
        return self._contrary[name]


@lru_cache(maxsize=2**12)
def _mask(states: tuple[str, ...], allowed: frozenset[str]) -> Bools:
    """Return which states are allowed, shape (states,), not to be written to."""
    mask = np.array([state in allowed for state in states])
    mask.setflags(write=False)
    return mask


def stated_in(case: Case) -> dict[str, Proposition]:
    """Return the propositions of every claim of a case, and of every prediction that hypotheses express."""
    stated: dict[str, Claim | Prediction] = {**case.claims, **case.predictions}
    return {ident: claim.proposition for ident, claim in stated.items() if claim.is_stated}


def hypotheses_of(compiled: Compiled, instance: str) -> dict[str, Proposition]:
    """Return each hypothesis of an instance as a claim."""
    return {state: Proposition(({instance: (state,)},)) for state in compiled.world.nodes[instance].states}


def probabilities(
    compiled: Compiled, stated: Mapping[str, Proposition], perturbations: Perturbations, with_stories: bool = True
) -> dict[str, Floats]:
    """Return the probability of each claim under every perturbation of a case, shape (perturbations,).

    Parameters
    ----------
    compiled : Compiled
    stated : dict of str to Proposition
    perturbations : Perturbations
    with_stories : bool
        Whether stories are worked out again.
    """
    claims = Claims(stated, compiled)
    batch = compiled.story_batch.about(claims.instances, perturbations, with_stories)
    read = partial(claims.probabilities, nodes=batch.nodes)
    return _by_perturbation(read, batch.conditionals(perturbations, with_stories), stated)


def log_odds(
    compiled: Compiled, stated: Mapping[str, Proposition], perturbations: Perturbations, with_stories: bool = True
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
    odds = _by_perturbation(read, batch.conditionals(perturbations, with_stories), stated)
    if compiled.after.beyond is not None or all((np.abs(values) < FAR).all() for values in odds.values()):
        return odds
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
