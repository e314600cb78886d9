"""What to collect next: what would tell most of a claim or a question."""

from __future__ import annotations

from collections.abc import Iterable

from assess.analysis.collection.collection_plan import CollectionPlan
from assess.analysis.collection.planner import Candidate, Planner
from assess.analysis.collection.preposterior import Preposterior
from assess.compile.model import Compiled
from assess.compile.prospect import (
    asked_for,
    best_grade,
    good_grade,
    read_grade,
    with_observables,
)
from assess.domain.instances import UnplacedError
from assess.domain.quoting import UnknownTargetError
from assess.scoring.claims import stated_in
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import key_claims

PAIRED = 10
"""Foremost prospects of which pairs are looked at."""


def plan(
    result: Assessment,
    ident: str | Iterable[str] | None = None,
    grade: str | None = None,
    paired: int = PAIRED,
    heard: bool = True,
) -> CollectionPlan:
    """Say which observations would tell most of claims and questions.

    Parameters
    ----------
    result : Assessment
    ident : str or iterable of str, optional
        A claim, a prediction that hypotheses state, or an instance; or several. Without it the key claims, or all
        claims where none is marked and the evidence moved none.
    grade : str, optional
        Of the source that is supposed to report: the grades of its reliability and of what it says, together. The
        second best of each where nothing is said: ``B2`` in the Admiralty code.
    paired : int
        Foremost prospects of which pairs are looked at; 0 for none.
    heard : bool
        Whether to look at the reports that there are too: what to verify, and where a second witness would tell.

    Raises
    ------
    UnknownTargetError
        If nothing is called so; it is a `KeyError`.
    ValueError
        If the grading has no such grade.

    Notes
    -----
    The source that is supposed to report is a new one; it speaks once, unrelayed, and tells a story of its own if it is
    unreliable. Every figure is that of a scoring with its report added. Looked at are the indicators of the questions
    that a claim touches without a scored item on that subject and period, and all gaps that the case lists.
    """
    model = scoring_of(result).model
    targets = _targets(result, ident)
    touched = {name: _touched(result, name) for name in targets}
    sought = {one.observable.id: one for one in _sought(model, dict.fromkeys(i for t in touched.values() for i in t))}
    model = with_observables(
        model, result.case, result.as_of, [o for one in sought.values() for o in (one.observable, *one.under)]
    )
    claims = {name: holds for name, holds in stated_in(result.case).items() if name in targets}
    instances = [name for name in targets if name not in claims]
    instances += [i for name in claims if len(touched[name]) > 1 for i in touched[name]]
    outlook = Preposterior(model, claims, dict.fromkeys(instances))
    supposed = good_grade(model) if grade is None else read_grade(grade, model.world.numbers.grading)
    planner = Planner(model, outlook, sought, supposed, best_grade(model))
    planner.look(touched.values() if heard else ())
    found = planner.collections(touched, paired, heard)
    return CollectionPlan(result.case.case, str(planner.grade), str(planner.best), found)


def _targets(result: Assessment, ident: str | Iterable[str] | None) -> tuple[str, ...]:
    if ident is None:
        return key_claims(result) or tuple(result.claims)
    wanted = (ident,) if isinstance(ident, str) else tuple(ident)
    known = [*result.claims, *result.predictions, *result.questions]
    for name in wanted:
        if name not in known:
            raise UnknownTargetError(name, known, "claims, predictions and instances")
    return wanted


def _touched(result: Assessment, name: str) -> tuple[str, ...]:
    """Return the instances that a claim, prediction or instance speaks of."""
    stated = result.claims.get(name) or result.predictions.get(name)
    return (name,) if stated is None else stated.instances


def _sought(model: Compiled, instances: Iterable[str]) -> list[Candidate]:
    """Return the gaps of a case, and the indicators of some instances on which nothing reports."""
    layout = model.layout
    gaps = {(gap.about, gap.indicator, gap.period): gap.why for gap in layout.case.gaps}
    asked = dict.fromkeys(gaps, True)
    for ident in instances:
        instance = layout.instances[ident]
        for indicator in layout.rubric.indicators:
            if layout.top_question(indicator) == instance.question:
                asked.setdefault((instance.subject, indicator, instance.period), False)
    reported = {report.node.partition("#")[0] for report in model.testimony.reports}
    found: dict[str, Candidate] = {}
    for (about, indicator, period), is_gap in asked.items():
        try:
            observable, *under = layout.observables(asked_for(about, indicator, period))
        except UnplacedError:
            continue
        at = layout.instances[observable.instance].period
        why, cost = gaps.get((about, indicator, period)), layout.rubric.indicators[indicator].cost
        if observable.id not in reported:
            found.setdefault(observable.id, Candidate(observable, tuple(under), at, is_gap, why, cost))
    return list(found.values())
