"""Probabilities at each date on which the evidence changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assess.domain.number_text import percent
from assess.domain.scale import Scale
from assess.history.comparing.timeline import Timeline
from assess.reporting.figures.axis import Axis, key, per_cent
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.lettering import (
    LEADING,
    SIZE,
    SMALL,
    width_of,
)
from assess.reporting.figures.palette import (
    AGAINST,
    BAND,
    BLUE,
    FOR,
    RULE,
)
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.judgements import likelihood
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.targets import targets_of

_TALL = 74.0
_MOST_EVENTS = 24
_MOST_NAMED = 6
_DAYS = ((1, 12), (7, 84))
_MONTHS = ((1, 370), (3, 1100), (12, 4400), (24, 8800), (60, 22000), (120, 10**7))
"""Days, or months, from one mark of the axis to the next, and for how many days in all that will do."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A claim on a day: its probability, and the items that came in and went out that day."""

    id: str
    claim: str
    as_of: str
    probability: float
    interval: Range | None
    term: str | None
    reported: tuple[str, ...]
    withdrawn: tuple[str, ...]


def timeline_rows(line: Timeline) -> list[TimelineRow]:
    """Return a row for each claim and day, claim by claim; none where no item has a date.

    Parameters
    ----------
    line : Timeline
        As `assess.timeline` returns it.
    """
    result = line.last
    names = Names(result)
    rows = []
    for ident in line.points[-1].readings:
        (target,) = targets_of(result, ident)
        for point in line.points:
            if point.as_of is not None:
                reading = point.readings[ident]
                numbers = (reading.probability, reading.interval, reading.term, point.reported, point.withdrawn)
                rows.append(TimelineRow(ident, names.target(target), point.as_of, *numbers))
    return rows


def timeline(probabilities: Timeline) -> Plot:
    """Draw probabilities at each date on which the evidence changed.

    Parameters
    ----------
    probabilities : Timeline
        As `assess.timeline` returns it.

    Raises
    ------
    AssessError
        If no item has a date (E823).
    """
    rows = timeline_rows(probabilities)
    if not rows:
        nothing_to_draw("timeline", "no item has a date", "set reported of items, or published of documents")
    scale = Names(probabilities.last).scale
    lines: dict[str, list[TimelineRow]] = {}
    for row in rows:
        lines.setdefault(row.id, []).append(row)
    return Plot(
        "timeline",
        next(iter(lines)) if len(lines) == 1 else None,
        figure_labels.TIMELINE(),
        figure_labels.TIMELINE_CAPTION(),
        tuple(rows),
        tuple(_sentence(line, scale) for line in lines.values()),
        lambda sheet: _draw(sheet, lines, scale),
    )


def _sentence(line: Sequence[TimelineRow], scale: Scale) -> str:
    days = ", ".join(f"{row.as_of} {likelihood(row.probability, scale)}" for row in line)
    return figure_sentences.moved(line[0].claim, days, line[-1].interval)


def _draw(sheet: Canvas, lines: Mapping[str, Sequence[TimelineRow]], scale: Scale) -> None:
    meanings = [
        (_sign_line, figure_labels.PROBABILITY),
        (_sign_tint, figure_labels.WIDE),
        (_sign_came, figure_labels.REPORTED),
        (_sign_went, figure_labels.WITHDRAWN),
    ]
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, meanings)
    first = next(iter(lines.values()))
    days = [dt.date.fromisoformat(row.as_of).toordinal() for row in first]
    span = max(1, days[-1] - days[0])
    axis = Axis(days[0] - 0.03 * span, days[-1] + 0.06 * span, 40.0, sheet.width - 58.0)
    marks = _marks(days[0], days[-1])
    for line in lines.values():
        _panel(sheet, line, days, axis, marks, scale)
    _events(sheet, first, days, axis, marks)


def _panel(
    sheet: Canvas, line: Sequence[TimelineRow], days: Sequence[int], axis: Axis, marks: Sequence[dt.date], scale: Scale
) -> None:
    top = sheet.paragraph(0.0, sheet.height + 6.0, line[0].claim, sheet.width, SIZE, most=2) + 5.0
    up = Axis(0.0, 1.0, top + _TALL, top)
    for term in scale.terms[::2]:
        sheet.box(axis.left, up.at(term.high), axis.right, up.at(term.low), opacity=BAND, beneath=True)
    for value in (0.0, 0.5, 1.0):
        sheet.text(axis.left - 6.0, up.at(value) + 4.0, per_cent(value), SMALL, "end", faint=True)
        sheet.line([(axis.left, up.at(value)), (axis.right, up.at(value))], opacity=RULE / 2, beneath=True)
    for mark in marks:
        x = axis.at(mark.toordinal())
        sheet.line([(x, top), (x, top + _TALL)], opacity=RULE / 2, beneath=True)
    ends = [axis.at(day) for day in (*days, axis.high)]
    for row, (left, right) in zip(line, pairwise(ends), strict=True):
        if row.interval is not None:
            sheet.box(left, up.at(row.interval[1]), right, up.at(row.interval[0]), BLUE, 0.22)
    path = [(x, up.at(row.probability)) for row, pair in zip(line, pairwise(ends), strict=True) for x in pair]
    sheet.line(path, BLUE, 2.2)
    sheet.number(sheet.width, path[-1][1] - 0.32, percent(line[-1].probability, scale), 66.0)
    sheet.height = top + _TALL + 4.0


def _events(
    sheet: Canvas, rows: Sequence[TimelineRow], days: Sequence[int], axis: Axis, marks: Sequence[dt.date]
) -> None:
    changes = [(row, day) for row, day in zip(rows, days, strict=True) if row.reported or row.withdrawn]
    levels: list[float] = []
    top = sheet.height + 10.0
    for number, (row, day) in enumerate(changes[:_MOST_EVENTS], 1):
        x = axis.at(day)
        level = next((n for n, end in enumerate(levels) if end <= x), len(levels))
        levels[level : level + 1] = [x + 34.0]
        y = top + level * 15.0
        _arrow(sheet, x, y, row)
        sheet.text(x + 7.0, y + 4.0, str(number), SMALL)
    bottom = top + len(levels) * 15.0
    sheet.line([(axis.left, bottom), (axis.right, bottom)], opacity=0.6)
    last = axis.left - 40.0
    for mark, text in _written(marks):
        x = axis.at(mark.toordinal())
        sheet.line([(x, bottom), (x, bottom + 4.0)], opacity=0.6)
        if x - width_of(text, SMALL) / 2 > last + 6.0:
            sheet.text(x, bottom + SMALL + 5.0, text, SMALL, "middle", faint=True)
            last = x + width_of(text, SMALL) / 2
    y = bottom + SMALL * LEADING + 6.0
    sheet.text((axis.left + axis.right) / 2, y + SMALL, figure_labels.DAY_AXIS(), SMALL, "middle", faint=True)
    y += SMALL * LEADING + 8.0
    for number, (row, _) in enumerate(changes[:_MOST_EVENTS], 1):
        parts = [_items(row.reported, figure_sentences.reported), _items(row.withdrawn, figure_sentences.withdrawn)]
        text = f"{number}. {row.as_of}: {'; '.join(part for part in parts if part)}"
        y = sheet.paragraph(0.0, y, text, sheet.width, SMALL, faint=True)
    if len(changes) > _MOST_EVENTS:
        y = sheet.paragraph(
            0.0, y, figure_sentences.more_days(len(changes) - _MOST_EVENTS), sheet.width, SMALL, faint=True
        )
    sheet.height = y + 4.0


def _items(items: Sequence[str], say: Callable[[int], str]) -> str:
    if not items:
        return ""
    named = f" ({', '.join(items)})" if len(items) <= _MOST_NAMED else ""
    return f"{say(len(items))}{named}"


def _arrow(sheet: Canvas, x: float, y: float, row: TimelineRow) -> None:
    if row.reported:
        sheet.area([(x - 5.0, y + 1.0), (x + 5.0, y + 1.0), (x, y - 6.0)], FOR)
    if row.withdrawn:
        sheet.area([(x - 5.0, y + 2.0), (x + 5.0, y + 2.0), (x, y + 9.0)], AGAINST)


def _marks(first: int, last: int) -> list[dt.date]:
    """Return round days of a stretch, about a dozen at the most."""
    begin, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    long = last - first
    for step, enough in _DAYS:
        if long <= enough:
            return [dt.date.fromordinal(day) for day in range(first, last + 1, step)]
    step = next(step for step, enough in _MONTHS if long <= enough)
    months = range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month)
    marks = [dt.date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    return [day for day in marks if begin <= day]


def _written(marks: Sequence[dt.date]) -> list[tuple[dt.date, str]]:
    if all(mark.day == 1 for mark in marks):
        yearly = all(mark.month == 1 for mark in marks)
        return [(mark, str(mark.year) if yearly else f"{mark:%Y-%m}") for mark in marks]
    return [(mark, mark.isoformat()) for mark in marks]


def _sign_line(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], BLUE, 2.2)


def _sign_tint(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, BLUE, 0.22)


def _sign_came(sheet: Canvas, x: float, y: float) -> None:
    sheet.area([(x + 6.0, y + 4.0), (x + 16.0, y + 4.0), (x + 11.0, y - 3.0)], FOR)


def _sign_went(sheet: Canvas, x: float, y: float) -> None:
    sheet.area([(x + 6.0, y - 3.0), (x + 16.0, y - 3.0), (x + 11.0, y + 4.0)], AGAINST)
