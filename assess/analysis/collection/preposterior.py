"""Preposterior analysis: the probabilities after possible future reports (Raiffa and Schlaifer 1961).

Every scenario of reports is a scoring of the case with those reports added; many are solved in one batch.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from assess.analysis.collection.prospects import (
    Candidate,
    IndicatorPair,
    Outcome,
    Prospect,
    SecondWitness,
    VerificationValue,
)
from assess.analysis.collection.untold_joint import UntoldJoint
from assess.compile.model import Compiled
from assess.compile.prospect import (
    ABSENT,
    PRESENT,
    Grade,
    ProspectiveReport,
    Scenario,
    either_report,
    same_statement,
    scenario_perturbations,
)
from assess.domain.claim import Proposition
from assess.domain.evidence import Evidence
from assess.network.information import information, outcomes_of_two
from assess.network.logs import DB, Floats
from assess.scoring.claims import Claims, hypotheses_of
from assess.scoring.results import leading

TRUE, FALSE = "true", "false"
"""The states of a claim."""

NOW = Scenario(())

BLOCK = 512
"""Scenarios handled at once."""

Pair = tuple[str, str]
"""Two indicators of a subject."""

DIGITS = 12
"""Decimals of bits by which prospects are ordered, so that rounding error decides nothing."""
ROUNDING = 1e-9
"""Synergy (bits) that counts as none."""


class Preposterior:
    """Claims and questions now, and after possible future reports.

    Parameters
    ----------
    model : Compiled
    claims : dict of str to Proposition
    instances : iterable of str
    grade, best : Grade
        The assumed grades of a source that would report, and of one that verifies.
    """

    def __init__(
        self, model: Compiled, claims: Mapping[str, Proposition], instances: Iterable[str], grade: Grade, best: Grade
    ) -> None:
        self.model, self.grade, self.best = model, grade, best
        self.states: dict[str, tuple[str, ...]] = dict.fromkeys(claims, (TRUE, FALSE))
        self._keys: dict[str, tuple[str, ...]] = {name: (name,) for name in claims}
        stated = dict(claims)
        for instance in instances:
            hypotheses = hypotheses_of(model, instance)
            self.states[instance] = tuple(hypotheses)
            # No id contains this mark, so no two keys coincide.
            self._keys[instance] = tuple(f"{instance}#{state}" for state in hypotheses)
            stated |= zip(self._keys[instance], hypotheses.values(), strict=True)
        self._claims = Claims(stated, model)
        self._untold = UntoldJoint(model, self._claims, [name for name, claim in claims.items() if claim.given])
        self._column: dict[Scenario, int] = {}
        self._chance = np.zeros(0)
        self._odds = {name: np.zeros((len(states), 0)) for name, states in self.states.items()}
        self.solve([NOW])

    def both(self, pair: Pair) -> Scenario:
        """Return the scenario in which both indicators are reported present."""
        return Scenario(tuple(ProspectiveReport(node, PRESENT, self.grade) for node in sorted(pair)))

    def verified(self, number: int) -> Scenario:
        """Return the scenario in which the best source says what a report says, in place of its statement."""
        report = self.model.testimony.reports[number]
        says = PRESENT if self._items[report.item].says == "present" else ABSENT
        return Scenario((ProspectiveReport(report.node, says, self.best),), self._statements[report.statement])

    @cached_property
    def _items(self) -> dict[str, Evidence]:
        return {item.id: item for item in self.model.layout.case.evidence}

    @cached_property
    def _statements(self) -> Mapping[str, frozenset[int]]:
        return same_statement(self.model.testimony.reports)

    def solve(self, scenarios: Iterable[Scenario]) -> None:
        """Solve the case for scenarios that are not solved yet, but for those that are read off what is solved."""
        new = [s for s in dict.fromkeys(scenarios) if s not in self._column and not self._is_read(s)]
        for first in range(0, len(new), BLOCK):
            self._solve_block(new[first : first + BLOCK])

    def _is_read(self, scenario: Scenario) -> bool:
        """Return whether a scenario is read off what is solved."""
        nodes = [report.node for report in scenario.reports]
        return bool(nodes) and not scenario.without and self._untold.reads(*nodes)

    def solve_reports(self, targets: Iterable[str], nodes: Iterable[str]) -> None:
        """Solve the case for reports on some indicators that are read off, for some targets together."""
        self._untold.solve(
            {target: self._keys[target] for target in targets}, [n for n in nodes if self._untold.reads(n)]
        )

    def _solve_block(self, scenarios: Sequence[Scenario]) -> None:
        batch = self.model.story_batch
        with_stories = any(scenario.without for scenario in scenarios)
        now = self.model.log_total
        for chosen, solution in batch.solutions(scenario_perturbations(self.model, scenarios), with_stories):
            size = chosen.stop - chosen.start
            with np.errstate(invalid="ignore"):
                odds = self._claims.log_odds(solution, batch.nodes)
                chance = np.exp(np.broadcast_to(solution.log_total - now, (size,)))
            self._column |= {scenario: len(self._chance) + n for n, scenario in enumerate(scenarios[chosen])}
            self._chance = np.append(self._chance, chance)
            for name, keys in self._keys.items():
                rows = np.stack([np.broadcast_to(odds[key], (size,)) for key in keys])
                both = np.concatenate([rows, -rows]) if len(keys) == 1 else rows
                self._odds[name] = np.append(self._odds[name], both, axis=1)

    def log_odds(self, target: str, scenarios: Sequence[Scenario]) -> Floats:
        """Return the log odds (nats) of each state of a target, shape (states, scenarios); NaN if impossible."""
        odds: Floats = self._odds[target][:, [self._column[scenario] for scenario in scenarios]]
        return odds

    def posterior(self, target: str, scenarios: Sequence[Scenario]) -> Floats:
        """Return the probability of each state of a target, shape (states, scenarios); NaN if impossible."""
        return np.exp(-np.logaddexp(0.0, -self.log_odds(target, scenarios)))

    def joint_with_reports(self, target: str, scenarios: Sequence[Scenario]) -> Floats:
        """Return P(state, reports of the scenario | all the evidence), shape (states, scenarios)."""
        joint = np.zeros((len(self.states[target]), len(scenarios)))
        read = np.array([self._is_read(scenario) for scenario in scenarios], dtype=bool)
        if read.any():
            joint[:, read] = self._untold.joint(target, self._keys[target], list(itertools.compress(scenarios, read)))
        solved = list(itertools.compress(scenarios, ~read))
        chances = self._chance[[self._column[scenario] for scenario in solved]]
        joint[:, ~read] = np.where(chances > 0.0, self.posterior(target, solved) * chances, 0.0)
        return joint

    def joint(self, target: str, nodes: Sequence[str], grade: Grade) -> Floats:
        """Return the joint of a target with what a report on each of some indicators says, shape (states, 2, n)."""
        read = np.array([self._untold.reads(node) for node in nodes], dtype=bool)
        joint = np.zeros((len(self.states[target]), 2, len(nodes)))
        if read.any():
            joint[:, :, read] = self._untold.either(
                target, self._keys[target], list(itertools.compress(nodes, read)), grade
            )
        if not read.all():
            scenarios = list(either_report(itertools.compress(nodes, ~read), grade))
            self.solve(scenarios)
            both = self.joint_with_reports(target, scenarios)
            joint[:, :, ~read] = both.reshape(len(joint), -1, 2).transpose(0, 2, 1)
        return joint


class TargetView:
    """One claim or question in a preposterior analysis, and the parts of its plan."""

    def __init__(self, analysis: Preposterior, name: str) -> None:
        self._analysis, self.name = analysis, name
        self.is_claim = name not in analysis.model.layout.instances
        self.states = analysis.states[name]
        self.now: Floats = self._analysis.posterior(name, [NOW])[:, 0]
        self.judged = 0 if self.is_claim else self.states.index(leading(self.named(self.now)))
        self._word = self.term(self.now[self.judged])

    def prospects(self, candidates: Sequence[Candidate], most: int | None = None) -> list[Prospect]:
        """Return what one report on each indicator would tell, most gain first, at most a given number."""
        nodes = [candidate.observable.id for candidate in candidates]
        joint = self._analysis.joint(self.name, nodes, self._analysis.grade)
        gains = information(joint).tolist()
        order = sorted(range(len(nodes)), key=lambda n: (-round(gains[n], DIGITS), nodes[n]))
        return [self._prospect(candidates[n], gains[n], joint[:, :, n]) for n in order[:most]]

    def _prospect(self, candidate: Candidate, gain: float, joint: Floats) -> Prospect:
        present, absent = (self._outcome(joint[:, says]) for says in (PRESENT, ABSENT))
        changed = [o.chance for o in (present, absent) if self._changes(o)]
        moved = [
            o.chance * abs(o.posterior[self.states[self.judged]] - float(self.now[self.judged]))
            for o in (present, absent)
            if o.posterior is not None
        ]
        observable = candidate.observable
        return Prospect(
            id=observable.id,
            instance=observable.instance,
            about=observable.subject,
            indicator=observable.indicator,
            period=candidate.period,
            why=candidate.why,
            gain=gain,
            change=sum(changed),
            shift=sum(moved),
            present=present,
            absent=absent,
            cost=candidate.cost,
            gain_per_cost=None if candidate.cost is None else gain / candidate.cost,
        )

    def _outcome(self, shares: Floats) -> Outcome:
        chance = float(shares.sum())
        if chance == 0.0:
            return Outcome(0.0, None, None)
        posterior = shares / chance
        return Outcome(chance, self.named(posterior), self.term(posterior[self.judged]))

    def _changes(self, outcome: Outcome) -> bool:
        """Return whether a claim's word, or a question's leading hypothesis, changes."""
        if outcome.posterior is None:
            return False
        if self.is_claim:
            return outcome.term != self._word
        return leading(outcome.posterior) != self.states[self.judged]

    def together(self, pairs: Sequence[Pair]) -> list[IndicatorPair]:
        """Return the pairs whose reports tell more together than separately, most synergy first."""
        if not pairs:
            return []
        nodes = list(dict.fromkeys(itertools.chain.from_iterable(pairs)))
        joint = self._analysis.joint(self.name, nodes, self._analysis.grade)
        alone = dict(zip(nodes, information(joint).tolist(), strict=True))
        at = {node: n for n, node in enumerate(nodes)}
        first, second = (joint[:, PRESENT, [at[pair[k]] for pair in pairs]] for k in (0, 1))
        both = self._analysis.joint_with_reports(self.name, [self._analysis.both(pair) for pair in pairs])
        whole = np.broadcast_to(self.now[:, np.newaxis], first.shape)
        gains = zip(pairs, information(outcomes_of_two(whole, first, second, both)).tolist(), strict=True)
        gained = ((a, b, gain, gain - alone[a] - alone[b]) for (a, b), gain in gains)
        together = [IndicatorPair(*each) for each in gained if each[-1] > ROUNDING]
        return sorted(together, key=lambda t: (-round(t.synergy, DIGITS), t.first, t.second))

    def verifications(self, reports: Sequence[int]) -> list[VerificationValue]:
        """Return the value of verifying each of some reports, most gain first."""
        asked = [self._analysis.model.testimony.reports[number] for number in reports]
        scenarios = [self._analysis.verified(number) for number in reports]
        gains = information(self._analysis.joint(self.name, [r.node for r in asked], self._analysis.best)).tolist()
        posterior = self._analysis.posterior(self.name, scenarios)
        odds = self._analysis.log_odds(self.name, [NOW, *scenarios])[self.judged]
        with np.errstate(invalid="ignore"):
            moved = (DB * (odds[1:] - odds[0])).tolist()
        verifications = [
            VerificationValue(
                item=report.item,
                instance=report.instance,
                indicator=report.node,
                posterior=None if np.isnan(posterior[0, n]) else self.named(posterior[:, n]),
                weight_db=weight if np.isfinite(weight) else None,
                gain=gain,
            )
            for n, (report, weight, gain) in enumerate(zip(asked, moved, gains, strict=True))
        ]
        return sorted(verifications, key=lambda v: (-round(v.gain, DIGITS), v.item))

    def witnesses(self, reports: Sequence[int]) -> list[SecondWitness]:
        """Return what an independent witness beside each source of some reports would tell, largest total first."""
        by_source: dict[str, dict[str, None]] = defaultdict(dict)
        for number in reports:
            report = self._analysis.model.testimony.reports[number]
            for source in report.passed:
                by_source[source][report.node] = None
        nodes = list(dict.fromkeys(node for spoken in by_source.values() for node in spoken))
        joint = self._analysis.joint(self.name, nodes, self._analysis.grade)
        gains = dict(zip(nodes, information(joint).tolist(), strict=True))
        witnesses = []
        for source, spoken in by_source.items():
            best = max(spoken, key=lambda node: (round(gains[node], DIGITS), node))
            witnesses.append(SecondWitness(source, len(spoken), best, gains[best], sum(gains[node] for node in spoken)))
        return sorted(witnesses, key=lambda w: (-round(w.total, DIGITS), w.source))

    def named(self, values: Floats) -> dict[str, float]:
        """Return values by state."""
        return dict(zip(self.states, values.tolist(), strict=True))

    def term(self, probability: float) -> str | None:
        """Return the scale's word for a probability."""
        term = self._analysis.model.world.numbers.scale.term_of(float(probability))
        return None if term is None else term.term
