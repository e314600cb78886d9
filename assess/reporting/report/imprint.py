"""Who made a report and when, as a file says it of itself; never the date of a clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assess.domain.dates import Span
from assess.scoring.result_date import date_of
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says of itself.

    Parameters
    ----------
    author : str or None
        Who assesses.
    written : datetime or None
        When: the date of the assessment, else that which its result speaks from.
    """

    author: str | None = None
    written: dt.datetime | None = None

    @classmethod
    def of(cls, result: Assessment) -> Imprint:
        """Return the imprint of a result's report."""
        on = result.case.assessed
        return cls(
            result.case.by, date_of(result) if on is None else dt.datetime.combine(Span(on).last, dt.time(), dt.UTC)
        )
