"""The columns of a table of reports: which there must be, and which would tie reports in ways that bulk cannot.

E422 columns that cannot be scored in bulk
    Finds:   A table of reports without a column that every report needs; one whose grades are numbers; or one with
             values in a column that only a case can honour, such as via or statement.
    Matters: Bulk scores each subject and question by itself, from reports that came unrelayed. What else a row says
             of its report would be left out unseen.
    Example: subject,indicator,says,source,reliability,credibility,via
    Instead: Score the instances with relays as cases, or leave the column out where its loss is meant
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.number_text import count
from assess.domain.quoting import meant
from assess.errors import AssessError, Finding
from assess.scoring.bulk.ibis_tables import load_ibis

NEEDED = ("subject", "indicator", "says", "source", "reliability")
KNOWN = (*NEEDED, "question", "credibility", "date")

OF_CASES = (
    *("via", "statement", "period", "event", "accuracy", "hit", "false_alarm", "search", "tells", "withdrawn"),
    *("copies", "favours"),
)
"""Columns named as the keys of a case that tie reports, or grade them otherwise."""


def report_columns(reports: Any, dated: bool, checked: bool) -> Any:
    """Return a table with the columns that a scoring reads, as text but for the subject.

    Parameters
    ----------
    reports : ibis Table
    dated : bool
        Whether dates are needed.
    checked : bool
        Whether sources are not.

    Raises
    ------
    AssessError
        E422, with all that is wrong with the columns.
    """
    if checked and "source" in reports.columns:
        reports = reports.drop("source")
    findings = list(_faults(reports, dated, checked))
    if findings:
        raise AssessError(findings)
    ibis = load_ibis()
    columns = {name: reports[name].cast("string") for name in KNOWN[1:] if name in reports.columns and name != "date"}
    columns.setdefault("credibility", ibis.null("string"))
    if dated:
        columns["day"] = _written(reports.date)
    return reports.select(subject=reports.subject, **columns)


def _faults(reports: Any, dated: bool, checked: bool) -> Iterator[Finding]:
    for name in (*NEEDED, *(["date"] if dated else [])):
        if not (checked and name == "source") and name not in reports.columns:
            hint = f"every report needs {', '.join(NEEDED)}; {meant(name, reports.columns, 'columns')}"
            yield Finding("E422", f"the table of reports has no column {name}", hint=hint)
    for name in ("reliability", "credibility"):
        if name in reports.columns and reports[name].type().is_floating():
            hint = "write grades of the rubric's grading"
            yield Finding("E422", f"the column {name} holds numbers with fractions, not grades", hint=hint)
    held = [name for name in OF_CASES if name in reports.columns]
    if not held:
        return
    counts = reports.agg(**{name: reports[name].count() for name in held}).to_pyarrow().to_pylist()[0]
    for name in held:
        if counts[name]:
            hint = "score these instances as cases, or leave the column out"
            yield Finding(
                "E422", f"{count(counts[name], 'report')} with a value of {name}, which only a case honours", hint=hint
            )


def _written(date: Any) -> Any:
    is_text = date.type().is_string() or date.type().is_integer()
    return date.cast("string" if is_text else "date")


def is_dated(day: Any) -> Any:
    """Return, of each date, whether it is a year, a month or a day, or there is none."""
    if day.type().is_date():
        return load_ibis().literal(True)
    return day.isnull() | day.re_search(r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")


def known_by(day: Any, as_of: str) -> Any:
    """Return, of each date, whether it was over by the end of a year, month or day; true where there is none.

    Raises
    ------
    AssessError
        E209 if `as_of` is no date.
    """
    try:
        end = Span(as_of).last
    except ValueError:
        raise AssessError([Finding("E209", f"as_of {as_of!r} is not a date", hint=HOW_TO_WRITE)]) from None
    if day.type().is_date():
        return day.isnull() | (day <= load_ibis().literal(end))
    # A month is written as its day 31, which no other day of it comes after.
    is_whole = Span(f"{end:%Y-%m}").last == end
    last = f"{end:%Y-%m}-31" if is_whole else end.isoformat()
    padded = day.length().cases((4, day + "-12-31"), (7, day + "-31"), else_=day)
    return day.isnull() | (padded <= last)
