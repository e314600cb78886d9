"""Collection planning: the observations expected to tell most about a claim or a question."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.analysis.collection.collection_plan import CollectionPlan, TargetPlan
from assess.analysis.collection.preposterior import DIGITS, Pair, Preposterior, TargetView
from assess.analysis.collection.prospects import Candidate, Prospect
from assess.compile.model import Compiled
from assess.compile.prospect import (
    asked_for,
    best_grade,
    good_grade,
    read_grade,
    with_observables,
)
from assess.domain.instances import UnplacedError
from assess.domain.many_objects import many_objects
from assess.domain.quoting import UnknownTargetError
from assess.network.information import information
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import as_ids, asked_in, foremost_claims

PAIRED = 10
"""The number of foremost prospects whose pairs are examined."""


@many_objects()
def plan(
    result: Assessment,
    ident: str | Iterable[str] | None = None,
    grade: str | None = None,
    paired: int = PAIRED,
    reports: bool = True,
    most: int | None = None,
) -> CollectionPlan:
    """Return the observations expected to tell most about claims and questions.

    Parameters
    ----------
    result : Assessment
    ident : str or iterable of str, optional
        A claim, a prediction that hypotheses express, or an instance; or several. By default the key claims, or all
        claims if none is marked and the evidence moved none.
    grade : str, optional
        The assumed grade of the source that would report: reliability and credibility together. By default the second
        best of each: ``B2`` in the Admiralty code.
    paired : int
        The number of foremost prospects whose pairs are examined; 0 for none.
    reports : bool
        Whether to examine existing reports too: what to verify, and where a second witness would help.
    most : int, optional
        The most prospects returned for each, if none has a cost; all by default.

    Raises
    ------
    UnknownTargetError
        If there is no such thing; it is a `KeyError`.
    ValueError
        If the grading has no such grade.

    Notes
    -----
    The source that would report is a new one; it speaks once, unrelayed, and tells a story of its own if it is
    unreliable. Every figure is that of a scoring with its report added. The indicators examined are those of the
    questions that a claim touches without a scored item on that subject and period, and all gaps that the case lists.
    """
    model = scoring_of(result).model
    targets = _targets(result, ident)
    touched = {name: _touched(result, name) for name in targets}
    instances_touched = dict.fromkeys(itertools.chain.from_iterable(touched.values()))
    candidates = {candidate.observable.id: candidate for candidate in _candidates(model, instances_touched)}
    model = with_observables(
        model,
        result.case,
        result.as_of,
        [o for candidate in candidates.values() for o in (candidate.observable, *candidate.under)],
    )
    claims = {name: holds for name, holds in asked_in(result).items() if name in targets}
    instances = [name for name in targets if name not in claims]
    instances += [i for name in claims if len(touched[name]) > 1 for i in touched[name]]
    supposed = good_grade(model) if grade is None else read_grade(grade, model.world.numbers.grading)
    analysis = Preposterior(model, claims, dict.fromkeys(instances), supposed, best_grade(model))
    if any(candidate.cost is not None for candidate in candidates.values()):
        most = None
    planner = _Planner(analysis, candidates, most)
    plans = planner.plans(touched, paired, reports)
    return CollectionPlan(result.case.case, str(analysis.grade), str(analysis.best), plans, result)


def _targets(result: Assessment, ident: str | Iterable[str] | None) -> tuple[str, ...]:
    if ident is None:
        return foremost_claims(result)
    wanted = as_ids(ident)
    known = [*result.claims, *result.predictions, *result.questions]
    for name in wanted:
        if name not in known:
            raise UnknownTargetError(name, known, "claims, predictions and instances")
    return wanted


def _touched(result: Assessment, name: str) -> tuple[str, ...]:
    """Return the instances that a claim, prediction or instance involves."""
    stated = result.claims.get(name) or result.predictions.get(name)
    return (name,) if stated is None else stated.instances


def _candidates(model: Compiled, instances: Iterable[str]) -> list[Candidate]:
    """Return the gaps of a case, and the unreported indicators of some instances."""
    layout = model.layout
    gaps = {(gap.about, gap.indicator, gap.period): gap.why for gap in layout.case.gaps}
    asked = dict.fromkeys(gaps, True)
    for ident in instances:
        instance = layout.instances[ident]
        for indicator in layout.rubric.indicators:
            if layout.top_question(indicator) == instance.question:
                asked.setdefault((instance.subject, indicator, instance.period), False)
    reported = {report.node.partition("#")[0] for report in model.testimony.reports}
    candidates: dict[str, Candidate] = {}
    for (about, indicator, period), is_gap in asked.items():
        try:
            observable, *under = layout.observables(asked_for(about, indicator, period))
        except UnplacedError:
            continue
        at = layout.instances[observable.instance].period
        why, cost = gaps.get((about, indicator, period)), layout.rubric.indicators[indicator].cost
        if observable.id not in reported:
            candidates.setdefault(observable.id, Candidate(observable, tuple(under), at, is_gap, why, cost))
    return list(candidates.values())


@dataclass(frozen=True)
class _Planner:
    """Makes the plans of claims and questions from one preposterior analysis.

    Parameters
    ----------
    analysis : Preposterior
        The analysis of a model with every candidate in its world.
    candidates : dict of str to Candidate
    most : int or None
        The most prospects returned for each claim or question.
    """

    analysis: Preposterior
    candidates: Mapping[str, Candidate]
    most: int | None

    def plans(self, touched: Mapping[str, Sequence[str]], paired: int, with_reports: bool) -> dict[str, TargetPlan]:
        """Return the plan of each claim or question, given the instances that each involves."""
        views = {name: TargetView(self.analysis, name) for name in touched}
        concerned = {name: self._concerned(touched[name]) for name in touched}
        reports_on = {name: self._reports_on(touched[name]) if with_reports else [] for name in touched}
        self._solve(concerned, reports_on)
        prospects = {name: views[name].prospects(concerned[name], self.most) for name in touched}
        pairs = {name: self._pairs(prospects[name], touched[name], paired) for name in touched}
        self.analysis.solve(self.analysis.both(pair) for chosen in pairs.values() for pair in chosen)
        return {
            name: self._collection(view, prospects[name], pairs[name], reports_on[name]) for name, view in views.items()
        }

    def _solve(self, concerned: Mapping[str, Sequence[Candidate]], reports_on: Mapping[str, Sequence[int]]) -> None:
        """Solve the case for every single report that plans ask about: together those that concern the same targets."""
        analysis, reports = self.analysis, self.analysis.model.testimony.reports
        targets: dict[str, list[str]] = defaultdict(list)
        for name, candidates in concerned.items():
            nodes = [
                *(candidate.observable.id for candidate in candidates),
                *(reports[n].node for n in reports_on[name]),
            ]
            for node in dict.fromkeys(nodes):
                targets[node].append(name)
        together: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for node, names in targets.items():
            together[tuple(names)].append(node)
        for alike, asked in together.items():
            analysis.solve_reports(alike, asked)
        analysis.solve(map(analysis.verified, sorted(set(itertools.chain.from_iterable(reports_on.values())))))

    def _collection(
        self, view: TargetView, prospects: Sequence[Prospect], pairs: Sequence[Pair], reports: Sequence[int]
    ) -> TargetPlan:
        costed = bool(prospects) and all(p.gain_per_cost is not None for p in prospects)
        if costed:
            prospects = sorted(prospects, key=lambda p: (-round(p.gain_per_cost or 0.0, DIGITS), p.id))
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

    def _concerned(self, instances: Sequence[str]) -> list[Candidate]:
        """Return the gaps and the candidates on some instances."""
        return [c for c in self.candidates.values() if c.is_gap or c.observable.instance in instances]

    def _reports_on(self, instances: Sequence[str]) -> list[int]:
        """Return the reports on some instances and on their ancestors."""
        around = set(self.analysis.model.world.ancestors(instances))
        return [n for n, report in enumerate(self.analysis.model.testimony.reports) if report.instance in around]

    def _pairs(self, prospects: Sequence[Prospect], instances: Sequence[str], most: int) -> list[Pair]:
        """Return the pairs of the most telling prospects, overall and for each of several instances.

        A report that tells something about the claim only together with another does tell something about an instance.
        """
        if most == 0:
            return []
        foremost = dict.fromkeys(p.id for p in prospects[:most])
        if len(instances) > 1:
            own: dict[str, float] = {}
            for instance in instances:
                nodes = [p.id for p in prospects if p.instance == instance]
                gains = information(self.analysis.joint(instance, nodes, self.analysis.grade)).tolist()
                own |= zip(nodes, gains, strict=True)
            foremost |= dict.fromkeys(sorted(own, key=lambda node: (-round(own[node], DIGITS), node))[:most])
        return list(itertools.combinations(foremost, 2))
