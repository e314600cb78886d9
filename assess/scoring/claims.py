"""Reading the probabilities of claims off solved networks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from assess.compile.claim_counts import holds_if_of
from assess.compile.model import Compiled
from assess.compile.solved import Solved
from assess.domain.boxes import Box, both, boxes, outside
from assess.domain.case import Case
from assess.domain.claim import Claim, Prediction, Proposition
from assess.network.elimination import EliminationPlan
from assess.network.logs import Bools, Floats, log
from assess.network.queries import Averaged, JointQueries, SolvedNetwork, StateBox

if TYPE_CHECKING:
    from assess.compile.perturbations import Perturbations
    from assess.network.cutset_reweighted import SolvedInLogs

_FAR = 600.0
"""Log odds (nats) up to which a probability is far from underflowing."""

AllowedStates = Mapping[str, Bools]
"""A box: by instance, a mask of its allowed states."""


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
        self._boxes = _Boxes(self._split)
        self._conditions = _Boxes({name: self._allowed(given) for name, given in self._given.items()})

    def _allowed(self, split: Iterable[Box]) -> list[AllowedStates]:
        return [
            {i: np.array([state in allowed for state in self._states[i]]) for i, allowed in box.items()}
            for box in split
        ]

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
        with np.errstate(invalid="ignore", divide="ignore"):
            by_claim |= {name: by_claim[name] / given for name, given in conditions.items()}
        return {name: np.minimum(probability, 1.0) for name, probability in by_claim.items()}, conditions

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

    def condition(self, name: str) -> list[dict[int, Bools]]:
        """Return the boxes of a claim's condition, by variable of the case with all evidence; none without one."""
        boxes_of = self._allowed(self._given.get(name, ()))
        return [{self._nodes[i]: states for i, states in box.items()} for box in boxes_of]

    def with_errors(self, solved: Solved) -> tuple[dict[str, Floats], dict[str, float]]:
        """Return the probability of each claim, shape (1,), and its Monte Carlo standard error, 0 if exact."""
        sample, nodes = solved.chains, solved.part.nodes
        if sample is None:
            return self.with_conditions(solved.exact, nodes)[0], dict.fromkeys(self._holds, 0.0)
        means = sample.by_chain(lambda column: self.reading(column, nodes))
        both = dict(zip(self._boxes.names, means, strict=False))
        given = dict(zip(self._conditions.names if self._given else (), means[len(both) :], strict=True))
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
        by_claim = dict(zip(self._boxes.names, values, strict=False))
        conditions = zip(self._conditions.names if self._given else (), values[len(by_claim) :], strict=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            by_claim |= {name: by_claim[name] / given for name, given in conditions}
        return {name: np.minimum(probability, 1.0) for name, probability in by_claim.items()}

    def log_odds(self, solution: SolvedInLogs, nodes: Mapping[str, int] | None = None) -> dict[str, Floats]:
        """Return the log odds of each claim (nats), shape (batch,), exact even if the probability is near 0 or 1.

        Parameters
        ----------
        solution, nodes
            As for `probabilities`.
        """
        for_it, against_it = (
            _logs(split, joint, solution, self._nodes if nodes is None else nodes) for split, joint in self._sides
        )
        with np.errstate(invalid="ignore"):
            return {name: for_it[name] - against_it[name] for name in self._holds}

    def sides(self, targets: Iterable[Sequence[str]], plan: EliminationPlan) -> JointQueries:
        """Return queries for the worlds in which claims hold, for solutions of the case with all its evidence.

        Parameters
        ----------
        targets : iterable of sequence of str
            Claims. For a target with several, each is asked for; for a single one, where it holds and where it fails. A
            claim's condition, if any, holds on either side.
        plan : EliminationPlan
        """
        holds, fails = (by_claim for by_claim, _ in self._sides)
        parts: list[Sequence[AllowedStates]] = []
        for names in targets:
            parts += [holds[name] for name in names] if len(names) > 1 else [holds[names[0]], fails[names[0]]]
        return JointQueries(plan, [_by_variable(split, self._nodes) for split in parts])

    @cached_property
    def _sides(self) -> list[tuple[Mapping[str, Sequence[AllowedStates]], _Boxes]]:
        """What each claim allows and what it excludes, and the boxes of both that involve several instances."""
        against = {
            name: self._allowed(outside(claim, self._states, self._given.get(name)))
            for name, claim in self._holds.items()
        }
        return [
            (split, _Boxes({name: [box for box in parts if len(box) != 1] for name, parts in split.items()}))
            for split in (self._split, against)
        ]


class _Boxes:
    """The boxes of some claims, as queries prepared once for all solutions of one plan."""

    def __init__(self, by_claim: Mapping[str, Sequence[AllowedStates]]) -> None:
        self._by_claim = by_claim
        self.names = tuple(by_claim)
        self._prepared: list[tuple[JointQueries, Mapping[str, int]]] = []

    def probabilities(self, solution: SolvedNetwork | Averaged, nodes: Mapping[str, int]) -> dict[str, Floats]:
        """Return the probability of the boxes of each claim together, shape (batch,)."""
        known = (each for each, of in self._prepared if each.plan is solution.plan and of is nodes)
        queries = next(known, None)
        if queries is None:
            queries = JointQueries(solution.plan, [_by_variable(split, nodes) for split in self._by_claim.values()])
            self._prepared.append((queries, nodes))
        return dict(zip(self._by_claim, queries.probabilities(solution), strict=True))


def _by_variable(split: Iterable[AllowedStates], nodes: Mapping[str, int]) -> list[StateBox]:
    return [{nodes[i]: states for i, states in box.items()} for box in split]


def _logs(
    split: Mapping[str, Sequence[AllowedStates]],
    joint: _Boxes,
    solution: SolvedInLogs,
    nodes: Mapping[str, int],
) -> dict[str, Floats]:
    """Return the log of the probability of boxes that exclude each other, by claim; shape (batch,), nats."""
    known: dict[tuple[str, bytes], Floats] = {}

    def alone(instance: str, states: Bools) -> Floats:
        key = instance, states.tobytes()
        if key not in known:
            known[key] = _log_sum(list(solution.log_marginal(nodes[instance])[states]))
        return known[key]

    together = joint.probabilities(solution, nodes)
    by_claim = {}
    for name, parts in split.items():
        logs = [alone(*next(iter(box.items()))) for box in parts if len(box) == 1]
        by_claim[name] = _log_sum([*logs, log(together[name])] if len(logs) < len(parts) else logs)
    return by_claim


def _log_sum(logs: Sequence[Floats]) -> Floats:
    """Return the log of a sum of exponentials, over several arrays, shape (batch,), nats."""
    if len(logs) < 2:
        return logs[0] if logs else np.array([-np.inf])
    total: Floats = np.logaddexp.reduce(np.stack(np.broadcast_arrays(*logs)), axis=0)
    return total


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
    if compiled.after.beyond is not None or all((np.abs(values) < _FAR).all() for values in odds.values()):
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
