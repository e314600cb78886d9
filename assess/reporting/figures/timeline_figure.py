"""Probabilities at each date on which the evidence changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, NoReturn

from assess.domain.number_text import percent
from assess.domain.scale import Scale
from assess.history.comparing.timeline import Timeline
from assess.reporting.figures.chart import WIDTH, Chart, finished, harmless, inline, nothing_to_draw
from assess.reporting.figures.label_widths import SIZE, wrapped
from assess.reporting.figures.palette import AGAINST, BAND, BLUE, FOR, INK
from assess.reporting.figures.strip import PERCENT
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.judgements import likelihood
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.targets import targets_of

_TALL = 84.0
FEWEST_DAYS = 2
"""The fewest days of change that make a line to draw."""
_INTERVALS = ((14, "day", 1), (84, "day", 7), (370, "month", 1), (1100, "month", 3), (3700, "year", 1))
"""Of the axis: for how many days in all, and from one mark to the next."""
_LONGEST = (10**7, "year", 5)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A claim on a day: its probability, and the items that came in or were withdrawn that day."""

    id: str
    claim: str
    as_of: str
    probability: float
    interval: Range | None
    term: str | None
    reported: tuple[str, ...]
    withdrawn: tuple[str, ...]


def timeline_rows(line: Timeline) -> list[TimelineRow]:
    """Return a row for each claim and day, claim by claim; none if no item has a date.

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


def timeline(probabilities: Timeline) -> Chart:
    """Draw probabilities at each date on which the evidence changed.

    Parameters
    ----------
    probabilities : Timeline
        As `assess.timeline` returns it.

    Raises
    ------
    AssessError
        If the items came in on a single day, or have no dates (E823).
    """
    rows = timeline_rows(probabilities)
    lines: dict[str, list[TimelineRow]] = {}
    for row in rows:
        lines.setdefault(row.id, []).append(row)
    steps = [point for point in probabilities.points if point.reported or point.withdrawn or point.regraded]
    if len(steps) < FEWEST_DAYS or not rows:
        came_at_once()
    scale = Names(probabilities.last).scale
    farthest = max(lines.values(), key=lambda line: abs(line[-1].probability - line[0].probability))
    return finished(
        [_panel(line, scale, n == len(lines)) for n, line in enumerate(lines.values(), 1)],
        "timeline",
        figure_sentences.moved_from(farthest[0].claim, farthest[0].probability, farthest[-1].probability),
        figure_labels.TIMELINE_CAPTION(),
        [_sentence(line, scale) for line in lines.values()],
        next(iter(lines)) if len(lines) == 1 else None,
        figure_labels.TIMELINE_KEY(),
    )


def came_at_once() -> NoReturn:
    """Raise an error (E823) unless evidence came in on more than one day."""
    nothing_to_draw("timeline", "the evidence came in on one day at most", "set reported of items")


def _sentence(line: Sequence[TimelineRow], scale: Scale) -> str:
    days = ", ".join(f"{row.as_of} {likelihood(row.probability, scale)}" for row in line)
    return figure_sentences.moved(line[0].claim, days, line[-1].interval)


def _panel(line: Sequence[TimelineRow], scale: Scale, is_last: bool) -> Any:
    import altair as alt  # slow to load

    first, last = line[0].as_of, line[-1].as_of
    rows = [{**asdict(row), "until": after.as_of, "said": _day(row)} for row, after in pairwise(line)]
    rows.append(
        {**asdict(line[-1]), "until": last, "said": _day(line[-1]), "number": percent(line[-1].probability, scale)}
    )
    data = alt.Chart(inline(rows))
    title = figure_labels.DAY_AXIS() if is_last else None
    long = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
    interval, step = next(each[1:] for each in (*_INTERVALS, _LONGEST) if long <= each[0])
    written = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[interval]
    axis = alt.Axis(title=title, format=written, labelOverlap=True, tickCount={"interval": interval, "step": step})
    x = alt.X(
        "as_of:T", scale=alt.Scale(type="utc", domain=[first, last], range=[30, WIDTH - 100], nice=False), axis=axis
    )
    up = alt.Axis(title=None, values=[0, 0.5, 1], labelExpr=PERCENT)
    y = alt.Y("probability:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=up)
    terms = inline({"low": term.low, "high": term.high} for term in scale.terms[::2])
    head = "\n".join(wrapped(harmless(line[0].claim), WIDTH - 40.0, SIZE, most=2))
    return alt.layer(
        alt.Chart(terms)
        .mark_rect(color=INK, opacity=BAND)
        .encode(x=alt.XValue(30), x2=alt.X2Value(WIDTH - 100), y=alt.Y("low:Q", axis=up), y2="high"),
        data.mark_area(color=BLUE, opacity=0.22, interpolate="step-after").encode(
            x=x, y=alt.Y("interval[0]:Q", title=None), y2=alt.Y2("interval[1]")
        ),
        data.mark_line(color=BLUE, strokeWidth=2.2, interpolate="step-after").encode(x=x, y=y),
        data.transform_filter("datum.reported.length")
        .mark_point(shape="triangle-up", filled=True, color=FOR, opacity=1, size=55)
        .encode(x=x, y=y, tooltip=alt.Tooltip("said:N")),
        data.transform_filter("datum.withdrawn.length")
        .mark_point(shape="triangle-down", filled=True, color=AGAINST, opacity=1, size=55)
        .encode(x=x, y=y, tooltip=alt.Tooltip("said:N")),
        data.transform_filter("isValid(datum.number)")
        .mark_text(align="right")
        .encode(x=alt.XValue(WIDTH), y=y, text=alt.Text("number:N")),
    ).properties(
        width=WIDTH, height=_TALL, title=alt.Title(text=head.split("\n"), fontSize=SIZE, fontWeight="normal", offset=4)
    )


def _day(row: TimelineRow) -> str:
    parts = [figure_sentences.reported(len(row.reported)) if row.reported else ""]
    parts.append(figure_sentences.withdrawn(len(row.withdrawn)) if row.withdrawn else "")
    return f"{row.as_of}: {percent(row.probability)}; {'; '.join(part for part in parts if part)}"
