"""The figure of the reliability of each source, before and after the evidence."""

from __future__ import annotations

from dataclasses import dataclass

from assess.analysis.rankings import countries_of_sources, sources_by_items
from assess.domain.number_text import percent
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.forest import whiskers
from assess.reporting.figures.strip import Axis, Line, strip
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.source_sentences import RELIABILITY
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.leading import unmoved
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: P(reliable) before and after, with its 50 % and 90 % intervals, and its scored items."""

    id: str
    name: str
    grade: str
    prior: float
    posterior: float
    moved: bool
    interval_50: Range | None
    interval: Range | None
    as_origin: int
    as_relay: int


def source_rows(result: Assessment) -> list[SourceRow]:
    """Return the sources through which scored items came, those with the most items first."""
    names = Names(result)
    return [
        SourceRow(
            id=source.id,
            name=names.source(source.id),
            grade=names.grade(source.id),
            prior=source.prior,
            posterior=source.posterior,
            moved=not unmoved(source.prior, source.posterior),
            interval_50=source.interval_50,
            interval=source.interval,
            as_origin=source.as_origin,
            as_relay=source.as_relay,
        )
        for source in sources_by_items(result)
        if source.items_through
    ]


def sources(result: Assessment, most: int | None = None, country: str | None = None) -> Chart:
    """Draw the reliability of each source before and after the evidence.

    Parameters
    ----------
    result : Assessment
    most : int, optional
        The most sources to draw, those through which most items come; all if left out.
    country : str, optional
        The code of a country, to draw only those who said or passed on something about it.

    Raises
    ------
    AssessError
        If no item is scored (E823).
    """
    every = source_rows(result)
    if country is not None:
        countries = countries_of_sources(result)
        every = [row for row in every if country in countries.get(row.id, ())]
    if not every:
        nothing_to_draw("sources", "no item is scored", "add one under evidence")
    rows = every[:most]
    caption = figure_labels.SOURCES_CAPTION()
    if len(rows) < len(every):
        caption = f"{caption} {figure_sentences.foremost_sources(len(rows), len(every))}"
    lines = [_line(row) for row in rows]
    farthest = max(rows, key=lambda row: abs(row.posterior - row.prior))
    return finished(
        strip(lines, Axis(figure_labels.RELIABLE_AXIS()), whiskers),
        "sources",
        figure_sentences.moved_from(RELIABILITY(source=farthest.name), farthest.prior, farthest.posterior),
        caption,
        [line.said for line in lines],
        key=figure_labels.SOURCES_KEY(),
    )


def _line(row: SourceRow) -> Line:
    through = figure_sentences.items_through(row.as_origin, row.as_relay)
    said = figure_sentences.source(row.name, row.prior, row.posterior, row.interval, through)
    values = {"probability": row.posterior}
    return Line(row, said, row.name, f"{row.grade}; {through}", percent(row.posterior), values=values)
