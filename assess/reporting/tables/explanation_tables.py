"""Rows that explain a probability."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assess.analysis.explaining.diagnosticity import Diagnosis, IndicatorTest, ReportWeight
from assess.analysis.explaining.explain import By, ExplanationRow, TargetExplanation
from assess.analysis.explaining.rate_lessons import RateLesson
from assess.analysis.explaining.variance_shares import VarianceShareRow, VarianceShares
from assess.domain.number_text import count, decibans, percent
from assess.reporting.tables.record_table import RecordTable, Texts, record_table
from assess.reporting.words.count_nouns import GROUPS
from assess.reporting.words.judgements import likelihood
from assess.scoring.columns import View, columns
from assess.scoring.labels import Names

_MOST_SOURCES = 3
_WORDS = {
    "prior": "log odds before any evidence",
    "others": "each by less than it takes to show",
    "posterior": "log odds with all the evidence",
}


def explained_title(explanation: TargetExplanation, names: Names) -> str:
    """Return the title of an explanation: its target, with the probability before and after."""
    return f"{explanation.id}: from {percent(explanation.prior)} to {likelihood(explanation.posterior, names.scale)}"


def step_table(groups: Iterable[Iterable[ExplanationRow]], by: By, names: Names, view: View) -> RecordTable:
    """Return a table of explanations, with a group of rows for each."""

    def label(row: ExplanationRow) -> str | None:
        if row.kind == "others":
            return f"{row.count} others"
        return f"no {by}" if row.kind == "step" and row.step.label is None else row.step.label or row.kind

    def what(row: ExplanationRow) -> str:
        return _items(row, by, names) if row.kind == "step" else _WORDS[row.kind]

    def of_steps(row: ExplanationRow) -> str | None:
        return None if row.kind == "step" else ""

    texts: Texts = {
        "label": label,
        "after": lambda row: "" if row.kind == "others" else None,
        "without_db": of_steps,
        "alone_db": of_steps,
        "what": what,
    }
    order = ("of", "label", "after", "step_db", ..., "what")
    return record_table(groups, columns(ExplanationRow, view, order), names.scale, texts)


def _items(row: ExplanationRow, by: By, names: Names) -> str:
    if by == "item":
        item = names.item(row.step.items[0])
        return f"{item.indicator} {item.says} of {item.about}, {names.chain(item)}"
    items, label = count(len(row.step.items), "item"), row.step.label
    return f"{names.source(label)}, {items}" if by == "source" and label is not None else items


def lesson_table(lessons: Sequence[RateLesson], view: View) -> RecordTable:
    """Return a table of the shared rates that evidence revised, with where it did."""
    texts: Texts = {"countries": lambda lesson: ", ".join(lesson.countries) or "-"}
    return record_table([lessons], columns(RateLesson, view), texts=texts)


def width_title(ident: str, width: VarianceShares) -> str:
    """Return the title of a table of variance shares."""
    return (
        f"{ident}: whose width it is, in shares of the variance of its log odds "
        f"(standard deviation {width.deviation_db:.1f} dB)"
    )


def width_table(width: VarianceShares, view: View, names: Names | None = None) -> RecordTable:
    """Return a table of the share of each kind of judgement, and of the sources with the largest shares."""

    def what(row: VarianceShareRow) -> str:
        if row.kind == "group":
            return next(noun() for group, noun in GROUPS.items() if group == row.of)
        return f"the grade of {row.of if names is None else names.source(row.of)}"

    return record_table([width.rows(_MOST_SOURCES)], columns(VarianceShareRow, view), texts={"of": what})


def diagnosis_title(diagnosis: Diagnosis) -> str:
    """Return the title of a table of tests: the hypotheses that they distinguish."""
    return (
        f"Indicators of {diagnosis.instance} as tests of {diagnosis.first} against {diagnosis.second}; "
        f"a finding tells from a likelihood ratio of {diagnosis.cut:g}"
    )


def diagnosis_table(diagnosis: Diagnosis, view: View) -> RecordTable:
    """Return a table with a row for each indicator, those with reports first."""
    texts: Texts = {"favours": lambda test: test.favours or "neither", "reports": lambda test: _carried(test.reports)}
    return record_table([diagnosis.reported_first], columns(IndicatorTest, view), texts=texts)


def _carried(reports: Iterable[ReportWeight]) -> str:
    parts = [
        f"{r.item}: {decibans(r.report_db)}, at most {_most(r.chain_db)} through its chain, "
        f"{_most(r.origin_db)} from its origin directly"
        for r in reports
    ]
    return "; ".join(parts) or "no report"


def _most(weight_db: float | None) -> str:
    return decibans(weight_db).removeprefix("+")
