"""The date of a result, for the files made from it: it comes from the case, never from a clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from assess.compile.testimony import reported_on
from assess.domain.case import Case
from assess.domain.dates import Span
from assess.scoring.results import Assessment


def date_of(result: Assessment) -> dt.datetime | None:
    """Return the start, in UTC, of the last day that a result covers: of its `as_of`, else of its newest evidence.

    None if the case has no date at all.
    """
    if result.as_of is not None:
        newest: dt.date | None = Span(result.as_of).last
    else:
        newest = max((Span(date).last for date in _dates(result.case)), default=None)
    return None if newest is None else dt.datetime.combine(newest, dt.time(), dt.UTC)


def _dates(case: Case) -> Iterator[str]:
    for item in case.evidence:
        withdrawn = (item.withdrawn.on, item.withdrawn.recorded) if item.withdrawn is not None else ()
        yield from (date for date in (reported_on(item, case), item.recorded, *withdrawn) if date is not None)
    for source in case.sources.values():
        yield from (change.recorded for change in source.changes)
