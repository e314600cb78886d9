"""Dates as analysts know them: a year, a month or a day.

E209 not a date
    Finds:   A date, or a period after @, that is not a year, month or day.
    Matters: A scoring as of a day depends on what came before it.
    Example: published: 2017-13
    Instead: published: 2017-12
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import total_ordering
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from assess.domain.field_types import refuse
from assess.domain.quoting import quoted

HOW_TO_WRITE = "write a year, a month (2017-05) or a day (2017-05-15)"

Step = Literal["year", "month"]
MONTHS: dict[Step, int] = {"year": 12, "month": 1}

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@total_ordering
class Span:
    """The days that a written date covers.

    Parameters
    ----------
    written : str
        ``2017``, ``2017-05`` or ``2017-05-15``.

    Raises
    ------
    ValueError
        If it is not one of these, or no such day exists.

    Examples
    --------
    >>> Span("2017-02").last
    datetime.date(2017, 2, 28)
    """

    __slots__ = ("first", "last", "written")

    def __init__(self, written: str) -> None:
        match = _WRITTEN.fullmatch(written)
        if match is None:
            text = f"{written!r} is not a date"
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        self.written = written
        self.first = dt.date(year, month or 1, day or 1)
        last_month = month or 12
        self.last = dt.date(year, last_month, day or calendar.monthrange(year, last_month)[1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.first, self.last) == (other.first, other.last)

    def __lt__(self, other: Span) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __hash__(self) -> int:
        return hash((self.first, self.last))


def steps_between(earlier: str, later: str, step: Step) -> int | None:
    """Return how many steps lie between two written dates; None if they are not a whole number of steps apart.

    Examples
    --------
    >>> steps_between("2001", "2017", "year"), steps_between("2016-11", "2017-02", "month")
    (16, 3)
    >>> steps_between("2016-11", "2017-02", "year")
    """
    if len(earlier) != len(later):
        return None
    first, second = Span(earlier).first, Span(later).first
    months = 12 * (second.year - first.year) + second.month - first.month
    steps, left = divmod(months, MONTHS[step])
    return steps if steps > 0 and not left and first.day == second.day else None


def is_date(written: str) -> bool:
    """Return whether `written` is an existing date: ``2017``, ``2017-05`` or ``2017-05-15``."""
    try:
        Span(written)
    except ValueError:
        return False
    return True


def _date(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        value = str(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = value.isoformat()
    if not isinstance(value, str):
        refuse("E209", f"{quoted(value)} is not a date", HOW_TO_WRITE)
    if not is_date(value.strip()):
        refuse("E209", f"{quoted(value)} is not a date", HOW_TO_WRITE)
    return value.strip()


_WrittenDate = Annotated[
    Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | Annotated[int, Field(ge=1000, le=9999)],
    Field(description="A year, a month (2017-05) or a day (2017-05-15)."),
]
Date = Annotated[str, BeforeValidator(_date, json_schema_input_type=_WrittenDate)]
"""A written date: ``2017``, ``2017-05`` or ``2017-05-15``; kept as written."""
