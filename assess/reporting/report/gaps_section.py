"""The section on what is not known: unreported indicators, gaps, and claims that cannot be stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assess.analysis.rankings import IndicatorReports, question_countries, reports_by_indicator
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.tables.record_table import Texts, record_table
from assess.reporting.words import gap_sentences as words
from assess.reporting.words import headings
from assess.scoring.columns import columns
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


def gaps(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the coverage of indicators, the gaps, and the claims that the questions cannot state."""
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
    if reports_by_indicator(result):
        yield Heading(3, headings.REPORTED_ON(), fold=True)
        yield Paragraph(headings.REPORTED_ON_NOTE())
        texts: Texts = {
            "reported": lambda row: words.reported_of(row.reported, row.asked),
            "indicator": lambda row: f"{names.indicator(row.indicator)} ({row.indicator})",
        }

        def counted(country: str | None) -> Grid:
            reports = reports_by_indicator(result, country)
            table = record_table([reports], columns(IndicatorReports, "report"), texts=texts)
            return Grid.of(table, headings.REPORTED_ON_CAPTION())

        yield replace(counted(None), by_country={code: counted(code) for code in question_countries(result)})


def _gaps(result: Assessment, names: Names) -> Iterator[Point]:
    for gap in result.case.gaps:
        period = f"@{gap.period}" if gap.period else ""
        yield Point(
            words.gap(gap, names),
            f"{gap.about}/{gap.indicator}{period}",
            country=names.country_of(gap.about),
        )


def _beyond(result: Assessment, names: Names) -> Iterator[Point]:
    for ident, claim in result.case.unstated.items():
        text = words.unstated(claim.text, claim.asserted, claim.why, names)
        yield Point(text, ident, country=claim.country or "")
    for ident, prediction in names.case.predictions.items():
        if not prediction.is_stated:
            yield Point(words.unstated_prediction(prediction.text or ident, prediction, names), ident)
