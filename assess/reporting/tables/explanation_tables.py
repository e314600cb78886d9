"""Rows on where a probability comes from."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from assess.analysis.explaining.diagnosticity import Diagnosis, ReportWeight
from assess.analysis.explaining.explain import By, ExplanationStep, TargetExplanation
from assess.analysis.explaining.variance_shares import VarianceShares
from assess.domain.number_text import count, decibans, percent
from assess.reporting.words.count_nouns import GROUPS
from assess.reporting.words.judgements import likelihood
from assess.scoring.labels import Names

STEP_COLUMNS = ("row", "after", "step dB", "left out dB", "alone dB", "what")
TEST_COLUMNS = ("indicator", "test", "speaks for", "present dB", "absent dB", "spread dB", "what its reports carry")

WIDTH_COLUMNS = ("what is judged", "known alone, takes away", "error", "known all else, leaves", "error of that")

_MOST_SOURCES = 3


def explained_title(explanation: TargetExplanation, names: Names) -> str:
    """Return the title of an explanation: its target, with the probability before and after."""
    return f"{explanation.id}: from {percent(explanation.prior)} to {likelihood(explanation.posterior, names.scale)}"


def step_rows(explanation: TargetExplanation, by: By, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield prior, steps and posterior; slight steps are one row, after the others."""
    yield "prior", percent(explanation.prior), decibans(explanation.prior_db), "", "", "log odds before any evidence"
    for way in explanation.path():
        if way.is_apart:
            step = explanation.steps[way.places[0]]
            weights = map(decibans, (step.step_db, step.without_db, step.alone_db))
            yield _label(step, by), percent(step.after), *weights, _what(step, by, names)
        else:
            others = f"{len(way.places)} others"
            yield others, "", decibans(way.step_db), "", "", "each by less than it takes to show"
    yield (
        "posterior",
        percent(explanation.posterior, names.scale),
        decibans(explanation.posterior_db),
        "",
        "",
        "log odds with all the evidence",
    )


def _label(step: ExplanationStep, by: By) -> str:
    return step.label if step.label is not None else f"no {by}"


def _what(step: ExplanationStep, by: By, names: Names) -> str:
    if by == "item":
        item = names.item(step.items[0])
        return f"{item.indicator} {item.says} of {item.about}, {names.chain(item)}"
    items = count(len(step.items), "item")
    return f"{names.source(step.label)}, {items}" if by == "source" and step.label is not None else items


def width_title(ident: str, width: VarianceShares) -> str:
    """Return the title of a table of width shares."""
    return (
        f"{ident}: whose width it is, in shares of the variance of its log odds "
        f"(standard deviation {width.deviation_db:.1f} dB)"
    )


def width_rows(width: VarianceShares, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the share of each kind of judgement, and of the sources that have most."""
    for group, share in width.groups.items():
        yield (
            GROUPS[group](),
            *(f"{value:.2f}" for value in (share.first, share.first_error, share.total, share.total_error)),
        )
    for source, (first, error) in itertools.islice(width.sources.items(), _MOST_SOURCES):
        yield f"the grade of {names.source(source)}", f"{first:.2f}", f"{error:.2f}", "", ""


def test_title(diagnosis: Diagnosis) -> str:
    """Return the title of a table of tests: the hypotheses that they tell apart."""
    return (
        f"Indicators of {diagnosis.instance} as tests of {diagnosis.first} against {diagnosis.second}; "
        f"a finding tells from a likelihood ratio of {diagnosis.cut:g}"
    )


def test_rows(diagnosis: Diagnosis) -> Iterator[tuple[str, ...]]:
    """Yield a row for each indicator, those with reports first."""
    for tested in sorted(diagnosis.tests, key=lambda t: (not t.reports, t.indicator)):
        weights = map(decibans, (tested.present_db, tested.absent_db, tested.diagnosticity_db))
        yield tested.indicator, tested.test, tested.favours or "neither", *weights, _carried(tested.reports)


def _carried(reports: Iterable[ReportWeight]) -> str:
    parts = [
        f"{r.item}: {decibans(r.report_db)}, at most {_most(r.chain_db)} through its chain, "
        f"{_most(r.origin_db)} from its origin directly"
        for r in reports
    ]
    return "; ".join(parts) or "no report"


def _most(weight_db: float | None) -> str:
    return decibans(weight_db).removeprefix("+")
