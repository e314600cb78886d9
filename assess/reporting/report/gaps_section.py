"""The section on what is not known: unreported indicators, gaps, and claims that cannot be stated."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.instances import Layout
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.words import gap_sentences as words
from assess.reporting.words import headings
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


def gaps(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the coverage of indicators, the gaps, and the claims that no hypotheses can state."""
    yield Heading(2, headings.GAPS())
    yield from _reported_on(result, names)
    if result.case.gaps:
        yield Heading(3, headings.NOT_SEARCHED(), fold=True)
        yield Paragraph(headings.NOT_SEARCHED_NOTE())
        yield Bullets(tuple(_gaps(result, names)))
    beyond = list(_beyond(result, names))
    if beyond:
        yield Heading(3, headings.BEYOND(), fold=True)
        yield Bullets(tuple(beyond))


def _reported_on(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield, for each indicator, the number of instances in which an item reports on it."""
    layout = Layout(result.case, result.rubric)
    rows = []
    order = list(result.rubric.questions)
    for indicator in sorted(result.rubric.indicators, key=lambda name: order.index(layout.top_question(name))):
        question = layout.top_question(indicator)
        asked = [q for q in result.questions.values() if q.question == question]
        if asked:
            reported = sum(indicator not in q.unsearched for q in asked)
            rows.append(
                (question, words.reported_of(reported, len(asked)), f"{names.indicator(indicator)} ({indicator})")
            )
    if rows:
        yield Heading(3, headings.REPORTED_ON(), fold=True)
        yield Paragraph(headings.REPORTED_ON_NOTE())
        yield Grid(
            headings.columns(headings.REPORTED_ON_COLUMNS),
            tuple(rows),
            figures=(1,),
            caption=headings.REPORTED_ON_CAPTION(),
        )


def _gaps(result: Assessment, names: Names) -> Iterator[Point]:
    for gap in result.case.gaps:
        period = f"@{gap.period}" if gap.period else ""
        yield Point(words.gap(gap, names), f"{gap.about}/{gap.indicator}{period}")


def _beyond(result: Assessment, names: Names) -> Iterator[Point]:
    for ident, claim in result.case.unstated.items():
        yield Point(words.unstated(claim.text, claim.asserted, claim.why, names), ident)
    for ident, prediction in result.case.predictions.items():
        if not prediction.is_stated:
            yield Point(words.unstated_prediction(prediction.text or ident, prediction, names), ident)
