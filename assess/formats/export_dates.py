"""The date of an export, and the ids in it: both come from the case, so that the same inputs give the same bytes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from assess.compile.testimony import reported_on
from assess.domain.case import Case
from assess.domain.dates import Span
from assess.scoring.results import Assessment

NAMESPACE = uuid.UUID("2d143081-b72a-4bdf-b653-f7085231554e")
"""The namespace of the ids of exported objects (UUID, version 5)."""

START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""The date of a case without any, and the earliest that other programs accept."""


def date_of(result: Assessment) -> dt.datetime:
    """Return the start of the last day that a result speaks from: its `as_of`, else the newest date of its evidence."""
    if result.as_of is not None:
        newest = Span(result.as_of).last
    else:
        newest = max((Span(date).last for date in _dates(result.case)), default=START.date())
    return max(START, dt.datetime.combine(newest, dt.time(), dt.UTC))


def _dates(case: Case) -> Iterator[str]:
    for item in case.evidence:
        withdrawn = (item.withdrawn.on, item.withdrawn.recorded) if item.withdrawn is not None else ()
        yield from (date for date in (reported_on(item, case), item.recorded, *withdrawn) if date is not None)
    for source in case.sources.values():
        yield from (change.recorded for change in source.changes)


def lasting_id(result: Assessment, kind: str, ident: str) -> str:
    """Return the id of something that a case names; it is the same in every export of the case."""
    return str(uuid.uuid5(NAMESPACE, f"{result.case.case}/{kind}/{ident}"))


def result_id(result: Assessment, kind: str, ident: str) -> str:
    """Return the id of a statement of one scoring; it changes with inputs, date, engine, draws and seed."""
    scoring = f"{result.inputs}/{result.as_of}/{result.engine}/{result.draws}/{result.seed}"
    return str(uuid.uuid5(NAMESPACE, f"{result.case.case}/{scoring}/{kind}/{ident}"))
