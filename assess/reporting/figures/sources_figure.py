"""How reliable each source is held to be, before and after the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.analysis.rankings import sources_by_items
from assess.domain.number_text import percent
from assess.reporting.figures.axis import TENTHS, key, per_cent
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.forest import KEY, prior_tick, whisker
from assess.reporting.figures.strip import Strip
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: P(reliable) before and after, with its 50 % and 90 % intervals, and its scored items."""

    id: str
    name: str
    grade: str
    prior: float
    posterior: float
    interval_50: Range | None
    interval: Range | None
    as_origin: int
    as_relay: int


def source_rows(result: Assessment) -> list[SourceRow]:
    """Return the sources through which a scored item came, those of most items first."""
    names = Names(result)
    return [
        SourceRow(
            id=source.id,
            name=names.source(source.id),
            grade=names.grade(source.id),
            prior=source.prior,
            posterior=source.posterior,
            interval_50=source.interval_50,
            interval=source.interval,
            as_origin=source.as_origin,
            as_relay=source.as_relay,
        )
        for source in sources_by_items(result)
        if source.items_through
    ]


def sources(result: Assessment) -> Plot:
    """Draw the reliability of each source before and after the evidence.

    Parameters
    ----------
    result : Assessment

    Raises
    ------
    AssessError
        If no item is scored (E823).
    """
    rows = source_rows(result)
    if not rows:
        nothing_to_draw("sources", "no item is scored", "add one under evidence")
    return Plot(
        "sources",
        None,
        figure_labels.SOURCES(),
        figure_labels.SOURCES_CAPTION(),
        tuple(rows),
        tuple(map(_sentence, rows)),
        lambda sheet: _draw(sheet, rows),
    )


def _sentence(row: SourceRow) -> str:
    through = figure_sentences.items_through(row.as_origin, row.as_relay)
    return figure_sentences.source(row.name, row.prior, row.posterior, row.interval, through)


def _draw(sheet: Canvas, rows: Sequence[SourceRow]) -> None:
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, [KEY[0], *KEY[1:3], (KEY[3][0], figure_labels.BY_GRADE)])
    strip = Strip(sheet, (0.0, 1.0), TENTHS, per_cent, figure_labels.RELIABLE_AXIS())
    strip.begin()
    for row in rows:
        y = strip.row(
            row.name,
            f"{row.grade}; {figure_sentences.items_through(row.as_origin, row.as_relay)}",
            percent(row.posterior),
        )
        whisker(strip, y, row.interval, row.interval_50, row.posterior)
        prior_tick(sheet, strip.axis.at(row.prior), y)
    strip.end()
