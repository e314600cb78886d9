"""The columns of a table of reports: those that it must have, and those that only a case can honour.

E422 columns that cannot be scored in bulk
    Finds:   A table of reports without a column that every report needs; one whose credibilities or dates are
             numbers with fractions, or whose reliabilities are too many numbers; or one with values in a column that
             only a case can honour, such as period or tells.
    Matters: Bulk scores each subject and question by itself. Anything else that a row says about its report would be
             silently ignored.
    Example: subject,indicator,says,source,reliability,credibility,period
    Instead: Score the instances with periods as cases, or leave the column out if it may be ignored
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assess.compile.report_tables import SAYS, ReportTables
from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.number_text import count
from assess.domain.quoting import meant
from assess.errors import AssessError, Finding
from assess.scoring.bulk.ibis_tables import load_ibis

NEEDED = ("subject", "indicator", "says", "source", "reliability")
TYING = ("via", "statement", "event")
"""Columns whose values tie reports, or set them apart; the engine scores the instances of such reports."""
KNOWN = (*NEEDED, "question", "credibility", "date", *TYING, "via_reliability")

OF_CASES = ("period", "accuracy", "hit", "false_alarm", "search", "tells", "withdrawn", "copies", "favours")
"""Columns named like the keys of a case that tie reports together, or grade them in another way."""

ROW = "assess_row"
"""The column with the number of a row."""
FILE = "assess_file"
"""The column with the file of a row, if there are several."""
MOST_FACTORS = 2**21
"""The most rows of the table of factors, which is by indicator, word and grades."""

_NUMBER = re.compile(r"[0-9]*[.]?[0-9]+([eE][-+]?[0-9]+)?")


def report_columns(reports: Any, dated: bool, checked: bool) -> Any:
    """Return a table with the columns that a scoring reads, as text but for the subject.

    Parameters
    ----------
    reports : ibis Table
    dated : bool
        Whether dates are needed.
    checked : bool
        Whether sources are not needed, unless another column ties reports.

    Raises
    ------
    AssessError
        E422, with everything that is wrong with the columns.
    """
    needed = (*NEEDED, *(["date"] if dated else []))
    if checked and not any(name in reports.columns for name in TYING):
        needed = tuple(name for name in needed if name != "source")
        reports = reports.drop(*(name for name in ("source",) if name in reports.columns))
    findings = list(_faults(reports, needed))
    if findings:
        raise AssessError(findings)
    ibis = load_ibis()
    columns = {
        name: _filled(reports[name]).cast("string") for name in KNOWN[1:] if name in reports.columns and name != "date"
    }
    columns.setdefault("credibility", ibis.null("string"))
    if dated:
        columns["day"] = _written(reports.date)
    if "via" in columns:
        columns.setdefault("via_reliability", ibis.null("string"))
    columns |= {name: reports[name] for name in (ROW, FILE) if name in reports.columns}
    return reports.select(subject=_filled(reports.subject), **columns)


def _filled(column: Any) -> Any:
    """Return a column with null instead of empty text."""
    return column.nullif("") if column.type().is_string() else column


def _faults(reports: Any, needed: Sequence[str]) -> Iterator[Finding]:
    for name in needed:
        if name not in reports.columns:
            why = f"every report needs {', '.join(NEEDED)}"
            if name == "date":
                why = "what was known at a date needs it"
            hint = f"{why}; {meant(name, reports.columns, 'columns')}"
            yield Finding("E422", f"the table of reports has no column {name}", hint=hint)
    for name, what in (("credibility", "grades"), ("date", "dates")):
        if (name in needed or name == "credibility") and name in reports.columns and reports[name].type().is_floating():
            hint = f"write {what} as text or whole numbers; pandas keeps those of a column with gaps as 'Int64'"
            yield Finding("E422", f"the column {name} holds numbers with fractions, not {what}", hint=hint)
    held = [name for name in OF_CASES if name in reports.columns]
    if not held:
        return
    counts = reports.agg(**{name: _filled(reports[name]).count() for name in held}).to_pyarrow().to_pylist()[0]
    for name in held:
        if counts[name]:
            hint = "score these instances as cases, or leave the column out"
            yield Finding(
                "E422", f"{count(counts[name], 'report')} with a value of {name}, which only a case honours", hint=hint
            )


def numbered(reports: Any) -> Any:
    """Return a table with the number of each row, from 1, if its rows have an order: in DuckDB, from one file."""
    if "filename" in reports.columns or reports.get_backend().name != "duckdb":
        return reports
    return reports.mutate(**{ROW: load_ibis().row_number() + 1})


def with_numbers(tables: ReportTables, reports: Any) -> ReportTables:
    """Return tables that include the probabilities given as reliabilities in a table of reports.

    Raises
    ------
    AssessError
        E422 if there are too many.
    """
    ibis = load_ibis()
    columns = [reports[name] for name in ("reliability", "via_reliability") if name in reports.columns]
    texts = [reports.select(grade=column.cast("string")).distinct() for column in columns]
    if not texts:
        return tables
    strange = ibis.union(*texts, distinct=True) if len(texts) > 1 else texts[0]
    strange = strange.filter(~strange.grade.isin(tables.reliabilities))
    most = MOST_FACTORS // (len(tables.indicators) * len(SAYS) * (len(tables.credibilities) + 1))
    grades = [row["grade"] for row in strange.limit(most + 1).to_pyarrow().to_pylist()]
    if len(grades) > most:
        hint = "round the numbers, or write grades of the rubric's grading"
        raise AssessError([Finding("E422", f"more than {most:,} reliabilities that are no grades", hint=hint)])
    numbers = sorted(grade for grade in grades if _NUMBER.fullmatch(grade) and float(grade) <= 1.0)
    return tables.with_numbers(numbers) if numbers else tables


def _written(date: Any) -> Any:
    is_text = date.type().is_string() or date.type().is_integer()
    return _filled(date).cast("string" if is_text else "date")


def is_dated(day: Any) -> Any:
    """Return, for each date, whether it is a year, a month or a day, or missing."""
    if day.type().is_date():
        return load_ibis().literal(True)
    return day.isnull() | day.re_search(r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")


def known_by(day: Any, as_of: str) -> Any:
    """Return, for each date, whether it was over by the end of a year, month or day; true if it is missing.

    Raises
    ------
    AssessError
        E209 if `as_of` is not a date.
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
