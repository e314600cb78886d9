"""The author and date in a file's own properties, which never depend on the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assess.domain.dates import Span
from assess.scoring.result_date import date_of
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class Imprint:
    """The author and date in a file's properties.

    Parameters
    ----------
    author : str or None
        The analyst who made the assessment.
    written : datetime or None
        The date of the assessment, else the date as of which the result stands.
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
