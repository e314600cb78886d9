"""The probabilities on each date on which the evidence, or the grade of a source, changed."""

from __future__ import annotations

import datetime as dt
import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

from assess.compile.case_by_date import days_of
from assess.domain.case import Case
from assess.domain.dates import Span
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.files import resolve
from assess.history.comparing.dated_readings import DatedProbability, DatedReadings
from assess.scoring.columns import FRAME, SPOKEN, UNSTORED, Column, frame_of, plain
from assess.scoring.draws import Progress
from assess.scoring.frames import Table
from assess.scoring.results import Assessment
from assess.scoring.score import DRAWS, score
from assess.scoring.targets import as_ids, targets_of

FORMAT = "assess.timeline/1"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """The scoring as of one day.

    Parameters
    ----------
    as_of : str or None
        The day; None if no item has a date.
    reported, withdrawn : tuple of str
        The items that came in and went out since the previous point.
    regraded : tuple of str
        The sources whose grade has changed since the previous point.
    readings : dict of str to DatedProbability
        By claim, prediction or ``instance:hypothesis``.
    scored_again : callable
        Scores the case as of that day again, since thousands of results cannot be kept at once.
    """

    as_of: Annotated[str | None, Column("as of")]
    reported: Annotated[tuple[str, ...], Column("reported", shown=FRAME)]
    withdrawn: Annotated[tuple[str, ...], Column("withdrawn", shown=FRAME)]
    regraded: Annotated[tuple[str, ...], Column("regraded", shown=FRAME)]
    readings: dict[str, DatedProbability]
    scored_again: Annotated[Callable[[], Assessment], UNSTORED] = field(repr=False, compare=False)

    @property
    def result(self) -> Assessment:
        """The scoring as of that day, computed again."""
        return self.scored_again()


@dataclass(frozen=True, slots=True)
class TimelineReading:
    """A probability on one day."""

    point: TimelinePoint
    id: Annotated[str, Column("judgement", width=36)]
    reading: DatedProbability

    @property
    def changed(self) -> Annotated[tuple[str, ...], Column("what changed", width=30, shown=SPOKEN)]:
        """What came in, went out and was regraded; tables put it into words."""
        return (*self.point.reported, *self.point.withdrawn, *self.point.regraded)


@dataclass(frozen=True, slots=True, repr=False)
class Timeline(Displayed):
    """The probabilities of the targets, day by day.

    Parameters
    ----------
    case : str
    points : tuple of TimelinePoint
        The first is the day before anything dated changed: the priors, and the items that were always known.
    last : Assessment
        The scoring as of the last point.
    """

    case: str
    points: tuple[TimelinePoint, ...]
    last: Annotated[Assessment, UNSTORED] = field(repr=False, compare=False)

    def _in_short(self) -> str:
        return f"Timeline of {self.case}: {count(len(self.points), 'day')}"

    def rows(self) -> list[list[TimelineReading]]:
        """Return the rows of each day."""
        return [[TimelineReading(point, *reading) for reading in point.readings.items()] for point in self.points]

    def table(self) -> Table:
        """Return one record for each reading of each day."""
        order = ("as_of", "id", ..., "reported", "withdrawn", "regraded")
        return frame_of(TimelineReading, itertools.chain.from_iterable(self.rows()), order)

    def to_dict(self) -> dict[str, Any]:
        """Return the timeline as plain values (``assess.timeline/1``)."""
        return {"format": FORMAT, **plain(self)}


def timeline(
    case: Case,
    ids: str | Iterable[str] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
) -> Timeline:
    """Return what a scoring would have given on each date on which the evidence, or the grade of a source, changed.

    An item comes in at the end of the year, month or day in which it was reported, and goes out at the end of that in
    which it was withdrawn; a source has its new grade from the end of that in which the change was recorded. Each point
    is exactly `score` as of that day; without draws, all days are solved as one batch.

    Parameters
    ----------
    case : Case
    ids : str or iterable of str, optional
        Claims, predictions, instances or ``instance:hypothesis``; by default all claims, or all hypotheses if there are
        no claims.
    draws, seed : int
        As for `score`.
    progress : callable, optional
        Called after each date with how many are scored, of how many.

    Raises
    ------
    KeyError
        If there is no such thing; the message suggests what was meant.
    AssessError
        As `score`; E413 if there are too many dates.
    """
    whole = resolve(case)
    changes = changing_days(whole)
    days = [changes[0] - _DAY, *changes] if changes else []
    dates: list[str | None] = [str(day) for day in days] if days else [None]
    first = score(whole, dates[0], draws, seed)
    wanted = list(first.claims or first.questions) if ids is None else list(as_ids(ids))
    targets = list(dict.fromkeys(target for ident in wanted for target in targets_of(first, ident)))
    readings = DatedReadings(whole, days, targets, draws, seed, progress).read()
    points = tuple(
        TimelinePoint(date, tuple(came), tuple(went), tuple(graded), read, partial(score, whole, date, draws, seed))
        for date, (came, went, graded), read in zip(dates, _events(whole, days), readings, strict=True)
    )
    return Timeline(whole.case, points, score(whole, dates[-1], draws, seed) if days else first)


def changing_days(case: Case) -> list[dt.date]:
    """Return the days, earliest first, on which an item comes in or goes out or a source is regraded.

    An item always known never comes in.
    """
    days = set()
    for item in case.evidence:
        came, went = days_of(item, case)
        if came < went:
            days |= {came, went}
    for source in case.sources.values():
        recorded = {Span(change.recorded).last for change in source.changes}
        days |= {day for day in recorded if source.reliability_on(day) != source.reliability_on(day - _DAY)}
    return sorted(days - {dt.date.min, dt.date.max})


_Events = tuple[list[str], list[str], list[str]]


def _events(case: Case, days: Sequence[dt.date]) -> list[_Events]:
    """Return the items that came in and went out, and the sources regraded, since the previous day, for each day."""
    events: list[_Events] = [([], [], []) for _ in range(max(1, len(days)))]
    for item in case.evidence:
        came, went = days_of(item, case)
        if not days:
            events[0][0].extend([item.id] if came < went else [])
            continue
        first, last = bisect_left(days, came), bisect_left(days, went)
        if first < last:
            events[first][0].append(item.id)
            if last < len(days):
                events[last][1].append(item.id)
    for name, source in case.sources.items():
        for day in sorted({bisect_left(days, Span(change.recorded).last) for change in source.changes}):
            if 0 < day < len(days) and source.reliability_on(days[day]) != source.reliability_on(days[day - 1]):
                events[day][2].append(name)
    return events
