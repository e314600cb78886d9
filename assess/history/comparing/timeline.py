"""The probabilities at each date on which the evidence, or the grade of a source, changed."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

from assess.compile.testimony import reported_on
from assess.domain.case import Case
from assess.domain.dates import Span
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.files import resolve
from assess.scoring.columns import FRAME, SPOKEN, UNSTORED, Column, Range, frame_of, plain
from assess.scoring.draws import Progress
from assess.scoring.frames import Table
from assess.scoring.results import Assessment
from assess.scoring.score import DRAWS, score
from assess.scoring.targets import Target, targets_of

FORMAT = "assess.timeline/1"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DatedProbability:
    """A probability as it would have been given on a day.

    Parameters
    ----------
    probability : float
    interval : (float, float) or None
        The 90 % interval; None where none was drawn.
    term : str or None
        The scale's word.
    """

    probability: Annotated[float, Column("probability", unit="probability beside its word")]
    interval: Annotated[Range | None, Column("90 %", unit="probability")]
    term: Annotated[str | None, Column("word", unit="word", width=20)]


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """The scoring as of one day.

    Parameters
    ----------
    as_of : str or None
        The day; None where no item has a date.
    reported, withdrawn : tuple of str
        The items that came in and went out since the point before.
    regraded : tuple of str
        The sources of which the grade is another than at the point before.
    readings : dict of str to DatedProbability
        By claim, prediction or ``instance:hypothesis``.
    scored_again : callable
        Scores the case as of that day again: thousands of results would not be held together.
    """

    as_of: Annotated[str | None, Column("as of")]
    reported: Annotated[tuple[str, ...], Column("reported", shown=FRAME)]
    withdrawn: Annotated[tuple[str, ...], Column("withdrawn", shown=FRAME)]
    regraded: Annotated[tuple[str, ...], Column("regraded", shown=FRAME)]
    readings: dict[str, DatedProbability]
    scored_again: Annotated[Callable[[], Assessment], UNSTORED] = field(repr=False, compare=False)

    @property
    def result(self) -> Assessment:
        """The scoring as of that day, made again."""
        return self.scored_again()


@dataclass(frozen=True, slots=True)
class TimelineReading:
    """A probability on one day."""

    point: TimelinePoint
    id: Annotated[str, Column("judgement", width=36)]
    reading: DatedProbability

    @property
    def changed(self) -> Annotated[tuple[str, ...], Column("what changed", width=30, shown=SPOKEN)]:
        """What came in, went out and was regraded, of which a table gives the words."""
        return (*self.point.reported, *self.point.withdrawn, *self.point.regraded)


@dataclass(frozen=True, slots=True, repr=False)
class Timeline(Displayed):
    """The probabilities of what was asked about, day by day.

    Parameters
    ----------
    case : str
    points : tuple of TimelinePoint
        The first is of the day before anything dated changed: the priors, and the items that were always known.
    last : Assessment
        The scoring as of the last of them.
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
        """Return it as plain values (``assess.timeline/1``)."""
        return {"format": FORMAT, **plain(self)}


def timeline(
    case: Case,
    ids: Iterable[str] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
) -> Timeline:
    """Return what a scoring would have given at each date on which the evidence, or the grade of a source, changed.

    An item comes in at the end of the year, month or day at which it was reported, and goes out at the end of that at
    which it was withdrawn; a source has its new grade from the end of that at which the change was recorded. Each point
    is `score` as of that day, no more and no less.

    Parameters
    ----------
    case : Case
    ids : iterable of str, optional
        Claims, predictions, instances or ``instance:hypothesis``; all claims if left out, and where there are none, all
        hypotheses.
    draws, seed : int
        As for `score`.
    progress : callable, optional
        Told, after each date, how many are scored, of how many.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    AssessError
        As `score`.
    """
    whole = resolve(case)
    days = changing_days(whole)
    dates = [str(days[0] - _DAY), *map(str, days)] if days else [None]
    before: Assessment | None = None
    points: list[TimelinePoint] = []
    targets: list[Target] = []
    for date in dates:
        result = score(whole, date, draws, seed)
        if before is None:
            wanted = list(result.claims or result.questions) if ids is None else list(ids)
            targets = list(dict.fromkeys(target for ident in wanted for target in targets_of(result, ident)))
        points.append(_point(result, before, targets, partial(score, whole, date, draws, seed)))
        before = result
        if progress is not None:
            progress(len(points), len(dates))
    assert before is not None
    return Timeline(whole.case, tuple(points), before)


def changing_days(case: Case) -> list[dt.date]:
    """Return the days, earliest first, on which an item comes in or goes out, or a source is regraded.

    An item always known never comes in.
    """
    days = set()
    for item in case.evidence:
        reported = reported_on(item, case)
        came = dt.date.min if reported is None else Span(reported).last
        went = dt.date.max if item.withdrawn is None else Span(item.withdrawn.on).last
        if item.says != "unclear" and came < went:
            days |= {came, went}
    for source in case.sources.values():
        recorded = {Span(change.recorded).last for change in source.changes}
        days |= {day for day in recorded if source.reliability_on(day) != source.reliability_on(day - _DAY)}
    return sorted(days - {dt.date.min, dt.date.max})


def _point(
    result: Assessment,
    before: Assessment | None,
    targets: Iterable[Target],
    scored_again: Callable[[], Assessment],
) -> TimelinePoint:
    last = {} if before is None else before.evidence
    return TimelinePoint(
        as_of=result.as_of,
        reported=tuple(ident for ident in result.evidence if ident not in last),
        withdrawn=tuple(ident for ident in last if ident not in result.evidence),
        regraded=() if before is None else _regraded(before, result),
        readings={target.id: _reading(result, target) for target in targets},
        scored_again=scored_again,
    )


def _regraded(before: Assessment, result: Assessment) -> tuple[str, ...]:
    then, now = (None if side.as_of is None else Span(side.as_of).last for side in (before, result))
    sources = result.case.sources.items()
    return tuple(name for name, source in sources if source.reliability_on(then) != source.reliability_on(now))


def _reading(result: Assessment, target: Target) -> DatedProbability:
    if target.instance is None or target.hypothesis is None:
        claim = {**result.claims, **result.predictions}[target.id]
        return DatedProbability(claim.probability, claim.interval, claim.term)
    question = result.questions[target.instance]
    interval = None if question.interval is None else question.interval[target.hypothesis]
    return DatedProbability(question.posterior[target.hypothesis], interval, question.term[target.hypothesis])
