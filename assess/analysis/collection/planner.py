"""The collection plan of one claim or question after the other."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.analysis.collection.collection_plan import (
    IndicatorPair,
    Outcome,
    Prospect,
    SecondWitness,
    TargetPlan,
    VerificationValue,
)
from assess.analysis.collection.preposterior import NOW, Preposterior
from assess.compile.model import Compiled
from assess.compile.prospect import (
    ABSENT,
    PRESENT,
    Grade,
    Scenario,
    Word,
    same_statement,
)
from assess.domain.evidence import Evidence
from assess.domain.instances import Observable
from assess.network.information import information, outcomes_of_two
from assess.network.logs import DB, Floats
from assess.scoring.results import leading

ROUNDING = 1e-9
"""Synergy (bits) up to which it is taken as none."""

Pair = tuple[str, str]
"""Two indicators of a subject."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator on which nothing reports, what it hangs under, and what is said of looking for it."""

    observable: Observable
    under: tuple[Observable, ...]
    period: str | None
    is_gap: bool
    why: str | None
    cost: float | None


@dataclass(frozen=True)
class Planner:
    """What plans are made from.

    Parameters
    ----------
    model : Compiled
        With every indicator that is sought in its world.
    outlook : Preposterior
    sought : dict of str to Candidate
    grade, best : Grade
        Of a source that is supposed to report, and of one that verifies.
    """

    model: Compiled
    outlook: Preposterior
    sought: Mapping[str, Candidate]
    grade: Grade
    best: Grade

    def look(self, touched: Iterable[Sequence[str]]) -> None:
        """Solve the case for every single report that plans on some instances ask about."""
        reports = sorted({number for instances in touched for number in self._heard(instances)})
        nodes = dict.fromkeys(self.model.testimony.reports[number].node for number in reports)
        self.outlook.look_at([*self.sought, *nodes], self.grade)
        self.outlook.look_at(nodes, self.best)
        self.outlook.look(self.verified(number) for number in reports)

    def collections(self, touched: Mapping[str, Sequence[str]], paired: int, heard: bool) -> dict[str, TargetPlan]:
        """Return the plan of each claim or question, by the instances that it speaks of."""
        views = {name: _View(self, name) for name in touched}
        prospects = {name: views[name].prospects(self._concerned(touched[name])) for name in touched}
        pairs = {name: self._pairs(prospects[name], touched[name], paired) for name in touched}
        self.outlook.look(self.both(pair) for found in pairs.values() for pair in found)
        return {
            name: self._collection(view, prospects[name], pairs[name], self._heard(touched[name]) if heard else [])
            for name, view in views.items()
        }

    def _collection(
        self, view: _View, prospects: Sequence[Prospect], pairs: Sequence[Pair], reports: Sequence[int]
    ) -> TargetPlan:
        costed = bool(prospects) and all(p.gain_per_cost is not None for p in prospects)
        if costed:
            prospects = sorted(prospects, key=lambda p: (-(p.gain_per_cost or 0.0), p.id))
        return TargetPlan(
            id=view.name,
            kind="claim" if view.is_claim else "question",
            judged=view.states[view.judged],
            posterior=view.named(view.now),
            term=view.term(view.now[view.judged]),
            uncertainty=float(information(np.diag(view.now))),
            ordered_by="gain_per_cost" if costed else "gain",
            prospects=tuple(prospects),
            together=tuple(view.together(pairs)),
            verify=tuple(view.verifications(reports)),
            witnesses=tuple(view.witnesses(reports)),
        )

    def both(self, pair: Pair) -> Scenario:
        """Return the turn in which both indicators are reported present."""
        return Scenario(tuple(Word(node, PRESENT, self.grade) for node in sorted(pair)))

    def verified(self, number: int) -> Scenario:
        """Return the turn in which the best of sources says what a report does, in the place of its statement."""
        report = self.model.testimony.reports[number]
        says = PRESENT if self.items[report.item].says == "present" else ABSENT
        return Scenario((Word(report.node, says, self.best),), self._statements[report.statement])

    @cached_property
    def items(self) -> dict[str, Evidence]:
        """The items of the case."""
        return {item.id: item for item in self.model.layout.case.evidence}

    @cached_property
    def _statements(self) -> Mapping[str, frozenset[int]]:
        return same_statement(self.model.testimony.reports)

    def _concerned(self, instances: Sequence[str]) -> list[Candidate]:
        """Return the gaps, and what is sought on some instances."""
        return [one for one in self.sought.values() if one.is_gap or one.observable.instance in instances]

    def _heard(self, instances: Sequence[str]) -> list[int]:
        """Return the reports on some instances, and on those that they hang under."""
        around = set(self.model.world.ancestors(instances))
        return [n for n, report in enumerate(self.model.testimony.reports) if report.instance in around]

    def _pairs(self, prospects: Sequence[Prospect], instances: Sequence[str], most: int) -> list[Pair]:
        """Return the pairs of the prospects that tell most, and of those that tell most of one of several instances.

        What tells only together with another may tell nothing of the claim alone, but does of an instance.
        """
        foremost = dict.fromkeys(p.id for p in prospects[:most])
        if len(instances) > 1:
            own: dict[str, float] = {}
            for instance in instances:
                nodes = [p.id for p in prospects if p.instance == instance]
                gains = information(self.outlook.joint(instance, nodes, self.grade)).tolist()
                own |= zip(nodes, gains, strict=True)
            foremost |= dict.fromkeys(sorted(own, key=lambda node: (-own[node], node))[:most])
        return list(itertools.combinations(foremost, 2))


class _View:
    """One claim or question in the outlook."""

    def __init__(self, planner: Planner, name: str) -> None:
        self._planner, self._outlook, self.name = planner, planner.outlook, name
        self.is_claim = name not in planner.model.layout.instances
        self.states = self._outlook.states[name]
        self.now: Floats = self._outlook.posterior(name, [NOW])[:, 0]
        self.judged = 0 if self.is_claim else self.states.index(leading(self.named(self.now)))
        self._word = self.term(self.now[self.judged])

    def prospects(self, sought: Sequence[Candidate]) -> list[Prospect]:
        """Return what one report on each indicator would tell, the most gain first."""
        nodes = [one.observable.id for one in sought]
        joint = self._outlook.joint(self.name, nodes, self._planner.grade)
        gains = information(joint).tolist()
        found = [
            self._prospect(one, gain, joint[:, :, n]) for n, (one, gain) in enumerate(zip(sought, gains, strict=True))
        ]
        return sorted(found, key=lambda p: (-p.gain, p.id))

    def _prospect(self, one: Candidate, gain: float, joint: Floats) -> Prospect:
        present, absent = (self._outcome(joint[:, says]) for says in (PRESENT, ABSENT))
        changed = [o.chance for o in (present, absent) if self._changes(o)]
        moved = [
            o.chance * abs(o.posterior[self.states[self.judged]] - float(self.now[self.judged]))
            for o in (present, absent)
            if o.posterior is not None
        ]
        of = one.observable
        return Prospect(
            id=of.id,
            instance=of.instance,
            about=of.subject,
            indicator=of.indicator,
            period=one.period,
            why=one.why,
            gain=gain,
            change=sum(changed),
            shift=sum(moved),
            present=present,
            absent=absent,
            cost=one.cost,
            gain_per_cost=None if one.cost is None else gain / one.cost,
        )

    def _outcome(self, shares: Floats) -> Outcome:
        chance = float(shares.sum())
        if chance == 0.0:
            return Outcome(0.0, None, None)
        posterior = shares / chance
        return Outcome(chance, self.named(posterior), self.term(posterior[self.judged]))

    def _changes(self, outcome: Outcome) -> bool:
        """Say whether the word of a claim, or the leading hypothesis of a question, is another."""
        if outcome.posterior is None:
            return False
        if self.is_claim:
            return outcome.term != self._word
        return leading(outcome.posterior) != self.states[self.judged]

    def together(self, pairs: Sequence[Pair]) -> list[IndicatorPair]:
        """Return the pairs whose reports tell more together than the sum of what each tells, the most synergy first."""
        if not pairs:
            return []
        nodes = list(dict.fromkeys(itertools.chain.from_iterable(pairs)))
        joint = self._outlook.joint(self.name, nodes, self._planner.grade)
        alone = dict(zip(nodes, information(joint).tolist(), strict=True))
        at = {node: n for n, node in enumerate(nodes)}
        first, second = (joint[:, PRESENT, [at[pair[k]] for pair in pairs]] for k in (0, 1))
        both = self._outlook.shares(self.name, [self._planner.both(pair) for pair in pairs])
        whole = np.broadcast_to(self.now[:, np.newaxis], first.shape)
        gains = information(outcomes_of_two(whole, first, second, both)).tolist()
        found = [IndicatorPair(a, b, g, g - alone[a] - alone[b]) for (a, b), g in zip(pairs, gains, strict=True)]
        return sorted((t for t in found if t.synergy > ROUNDING), key=lambda t: (-t.synergy, t.first, t.second))

    def verifications(self, reports: Sequence[int]) -> list[VerificationValue]:
        """Return what it would be worth to verify each of some reports, the most gain first."""
        heard = [self._planner.model.testimony.reports[number] for number in reports]
        turns = [self._planner.verified(number) for number in reports]
        gains = information(self._outlook.joint(self.name, [r.node for r in heard], self._planner.best)).tolist()
        posterior = self._outlook.posterior(self.name, turns)
        odds = self._outlook.log_odds(self.name, [NOW, *turns])[self.judged]
        with np.errstate(invalid="ignore"):
            moved = (DB * (odds[1:] - odds[0])).tolist()
        found = [
            VerificationValue(
                item=report.item,
                instance=report.instance,
                indicator=report.node,
                posterior=None if np.isnan(posterior[0, n]) else self.named(posterior[:, n]),
                weight_db=weight if np.isfinite(weight) else None,
                gain=gain,
            )
            for n, (report, weight, gain) in enumerate(zip(heard, moved, gains, strict=True))
        ]
        return sorted(found, key=lambda v: (-v.gain, v.item))

    def witnesses(self, reports: Sequence[int]) -> list[SecondWitness]:
        """Return what an independent witness would tell beside each source of some reports, the most in all first."""
        by_source: dict[str, dict[str, None]] = defaultdict(dict)
        for number in reports:
            report = self._planner.model.testimony.reports[number]
            for source in report.passed:
                by_source[source][report.node] = None
        nodes = list(dict.fromkeys(node for spoken in by_source.values() for node in spoken))
        joint = self._outlook.joint(self.name, nodes, self._planner.grade)
        gains = dict(zip(nodes, information(joint).tolist(), strict=True))
        found = []
        for source, spoken in by_source.items():
            best = max(spoken, key=lambda node: (gains[node], node))
            found.append(SecondWitness(source, len(spoken), best, gains[best], sum(gains[node] for node in spoken)))
        return sorted(found, key=lambda w: (-w.total, w.source))

    def named(self, values: Floats) -> dict[str, float]:
        """Return values by state."""
        return dict(zip(self.states, values.tolist(), strict=True))

    def term(self, probability: float) -> str | None:
        """Return the scale's word for a probability."""
        term = self._planner.model.world.numbers.scale.term_of(float(probability))
        return None if term is None else term.term
