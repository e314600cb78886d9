"""A case as it stood on each of many days, as perturbations of one network.

On each day, items not yet reported or already withdrawn are left out, and each source has the grade that it had then.
An indicator on which nothing reports yet sums out to 1, so that one world serves for all days.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from assess.compile.dropped import Dropped
from assess.compile.model import Compiled, compile_case
from assess.compile.numbers import Numbers
from assess.compile.observation import Copying, observation_model
from assess.compile.perturbations import Perturbations
from assess.compile.regraded import Regraded
from assess.compile.testimony import reported_on
from assess.domain.case import Case
from assess.domain.dates import Span
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric
from assess.domain.source import Source
from assess.network.logs import Floats, log


def days_of(item: Evidence, case: Case) -> tuple[dt.date, dt.date]:
    """Return the day from which an item counts, and the day from which it no longer does.

    They are the first and the last possible day if it was always known, or never withdrawn. An item that is unclear, or
    was withdrawn before it was reported, never counts; the two days are then the same.
    """
    reported = reported_on(item, case)
    came = dt.date.min if reported is None else Span(reported).last
    went = dt.date.max if item.withdrawn is None else Span(item.withdrawn.on).last
    return (came, came) if item.says == "unclear" else (came, max(came, went))


def by_date(case: Case, rubric: Rubric, days: Sequence[dt.date]) -> tuple[Compiled, Perturbations]:
    """Return a compiled case with every item that it ever held, and a perturbation for each day.

    Parameters
    ----------
    case : Case
    rubric : Rubric
    days : sequence of date
        Earliest first.

    Raises
    ------
    TooEntangledError
        If the tables of the elimination would pass the memory bound.
    """
    numbers = Numbers.of(rubric)
    sources, spells = dict(case.sources), {}
    for name, source in case.sources.items():
        if source.changes:
            sources[name], spells[name] = _graded(source, numbers, days)
    ever = tuple(item.model_copy(update={"withdrawn": None}) for item in case.evidence)
    model = compile_case(case.model_copy(update={"evidence": ever, "sources": sources}), rubric)
    items = {item.id: item for item in case.evidence}
    runs: list[tuple[int, int, int]] = []
    for number, report in enumerate(model.testimony.reports):
        came, went = (bisect_left(days, day) for day in days_of(items[report.item], case))
        runs += [(number, 0, came), (number, went, len(days))] if came < went else [(number, 0, len(days))]
    uncertain = model.after.part.sources
    regraded = Regraded.in_runs((name, *spell) for name in spells if name in uncertain for spell in spells[name])
    repeated = _repeated(case, model, days)
    return model, Perturbations(len(days), sources=regraded, likelihoods=repeated, dropped=Dropped.in_runs(runs))


def _repeated(case: Case, model: Compiled, days: Sequence[dt.date]) -> dict[int, Floats]:
    """Return, by report that may be a copy, its log likelihood (nats) on each day, given what there was to copy.

    A statement may have been repeated from the day on which it was reported, even if it has been withdrawn since.
    """
    items = {item.id: item for item in case.evidence}
    said: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for report in model.testimony.reports:
        said[items[report.item].source, report.node].append(items[report.item])
    likelihoods = {}
    for number, report in enumerate(model.testimony.reports):
        item = items[report.item]
        words = [word for original in case.sources[item.source].copies for word in said[original, report.node]]
        if not words:
            continue
        alone = case.model_copy(update={"sources": {item.source: case.sources[item.source]}, "evidence": tuple(words)})
        firsts = sorted({0, *(bisect_left(days, days_of(word, case)[0]) for word in words)} - {len(days)})
        logs = []
        for first in firsts:
            known = {word.id: report.node for word in words if days_of(word, case)[0] <= days[first]}
            copying = Copying.of(alone, known)
            logs.append(
                log(
                    observation_model(
                        item,
                        report.node,
                        model.world.numbers,
                        copying,
                        case.sources[item.source],
                        report.seen == report.node,
                    ).likelihood
                )
            )
        likelihoods[number] = np.repeat(np.array(logs).T, np.diff([*firsts, len(days)]), axis=1)
    return likelihoods


def _graded(source: Source, numbers: Numbers, days: Sequence[dt.date]) -> tuple[Source, list[tuple[int, int, Floats]]]:
    """Return a source with one of its grades, and the periods with its log reliability (nats) in each.

    The grade leaves it in doubt if any of them does: only sources that are certainly reliable on all days need no
    variable.
    """
    firsts = sorted({0, *(bisect_left(days, Span(change.recorded).last) for change in source.changes)} - {len(days)})
    grades = [source.reliability_on(days[first]) for first in firsts]
    means = [numbers.reliability(grade)[0] for grade in grades]
    spells = [
        (first, last, log([mean, 1.0 - mean]))
        for first, last, mean in zip(firsts, [*firsts[1:], len(days)], means, strict=True)
    ]
    doubted = grades[means.index(min(means))]
    return source.model_copy(update={"reliability": doubted, "changes": ()}), spells
