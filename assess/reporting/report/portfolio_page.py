"""The page over many cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assess.domain.language import ENGLISH
from assess.domain.language import language as speaking
from assess.domain.loaded_cases import case_scale
from assess.history.portfolio import Portfolio
from assess.reporting.report.as_html import page
from assess.reporting.report.report_blocks import Block, Bullets, Grid, Heading, Paragraph, Point
from assess.reporting.tables.portfolio_tables import PortfolioTables
from assess.reporting.tables.record_table import RecordTable
from assess.reporting.words import portfolio_sentences as words
from assess.reporting.words.scale_terms import check_scale
from assess.version import VERSION


def portfolio_page(portfolio: Portfolio, name: str, language: str = ENGLISH) -> str:
    """Return the page over many cases as a self-contained HTML file.

    Parameters
    ----------
    portfolio : Portfolio
        A portfolio with at least one scored case.
    name : str
        The name of the folder.
    language : str

    Raises
    ------
    AssessError
        If there is no page in that language, or it has no words for the terms of a scale (E407).
    """
    scales = [case_scale(result.case) for result in portfolio.results.values()]
    with speaking(language):
        for scale in scales:
            check_scale(scale)
        return page(_blocks(portfolio, name), scales[0], words.cited(portfolio, VERSION))


def _blocks(portfolio: Portfolio, name: str) -> Iterator[Block]:
    tables = PortfolioTables(portfolio)
    yield Heading(1, words.title(name))
    yield Paragraph(words.counted(portfolio))
    yield Heading(2, words.CASES(), anchor="cases")
    yield Paragraph(words.CASES_NOTE())
    yield Grid.of(tables.cases(), words.CASES_CAPTION())
    yield Heading(2, words.MOVED(), anchor="moved")
    if text := words.moves(portfolio):
        yield Paragraph(text)
    yield from _grid(tables.moved(), words.MOVED_CAPTION())
    yield Heading(2, words.DUE(), anchor="due")
    if not portfolio.due:
        yield Paragraph(words.NOTHING_DUE())
    yield from _grid(tables.due(), words.DUE_CAPTION())
    yield Heading(2, words.CARRYING(), anchor="sources")
    yield Paragraph(words.CARRYING_NOTE())
    yield from _grid(tables.sources(), words.CARRYING_CAPTION())
    yield Heading(2, words.CALIBRATION(), anchor="calibration")
    yield Paragraph(words.settled(portfolio.calibration))
    for grid in _grid(tables.groups(), words.CALIBRATION_CAPTION()):
        yield replace(grid, head=0)
    if portfolio.refused:
        yield Heading(2, words.REFUSED(), anchor="refused")
        yield Bullets(tuple(Point(" ".join(map(str, case.findings)), case.given) for case in portfolio.refused))


def _grid(table: RecordTable, caption: str) -> Iterator[Grid]:
    if table.rows:
        yield Grid.of(table, caption)
