"""Reports of a table that cannot be read, and instances whose reports cannot stand together.

E423 report that cannot be read
    Finds:   Rows of a table of reports without a subject, a source or a grade; with an indicator, a grade or a word
             that the rubric does not know; with a question that the indicator does not bear on; or that are silent.
    Matters: A row dropped silently is evidence suppressed.
    Example: assess bulk reports.parquet --rubric intent
    Instead: assess bulk reports.parquet --rubric intent --skip-bad     # which says how many rows it skipped

E424 instances that cannot be scored
    Finds:   Instances of a table of reports whose reports together have probability zero whatever is true, or of which
             a source speaks again under another grade, or a statement is repeated with another content.
    Matters: The first leaves no hypothesis to be probable; a source is reliable or not once for all that it says; and
             one utterance cannot be two things.
    Example: the grade of a source changes from one report to the next
    Instead: give the source the grade that it has now in all of its reports on the instance
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assess.compile.report_tables import SAYS, ReportTables
from assess.domain.number_text import count
from assess.domain.quoting import quoted
from assess.errors import Finding
from assess.files.reading import shown
from assess.scoring.bulk.grouped_sums import question_of
from assess.scoring.bulk.ibis_tables import load_ibis
from assess.scoring.bulk.report_columns import FILE, ROW

HINT = "mend them, or skip such rows with --skip-bad (skip_bad=True), which says how many"


def unreadable_reports(reports: Any, tables: ReportTables) -> Iterator[Finding]:
    """Yield a finding for each reason why reports cannot be read, with their number and an example.

    Parameters
    ----------
    reports : ibis Table
        Only the reports that cannot be read.
    tables : ReportTables
    """
    ibis = load_ibis()
    nothing = ibis.null("string")
    reasons = (
        (reports.subject.isnull(), "no subject", nothing),
        *([(reports.source.isnull(), "no source", nothing)] if "source" in reports.columns else []),
        (reports.indicator.isnull(), "no indicator", nothing),
        (~reports.indicator.isin(list(tables.indicators)), "no such indicator", reports.indicator),
        (reports.says.isnull(), "says nothing", nothing),
        (reports.says == "silent", "silence", nothing),
        (~reports.says.isin(SAYS), "no such word", reports.says),
        (~reports.reliability.isin(tables.reliabilities), "no such reliability", reports.reliability),
        (~reports.credibility.isin(tables.credibilities), "no such credibility", reports.credibility),
        (reports.reliability.isnull() & (reports.says != "unclear"), "no reliability", nothing),
        (reports.credibility.isnull() & reports.says.isin(["present", "absent"]), "no credibility", nothing),
        *(
            [
                (reports.via.notnull() & reports.via_reliability.isnull(), "no grade of a relay", reports.via),
                (
                    reports.via.notnull() & ~reports.via_reliability.isin(tables.reliabilities),
                    "no such grade of a relay",
                    reports.via_reliability,
                ),
                (reports.via == reports.source, "itself as a relay", reports.via),
            ]
            if "via" in reports.columns
            else []
        ),
        *(
            [(reports.question != question_of(reports.indicator, tables), "another question", reports.question)]
            if "question" in reports.columns
            else []
        ),
    )
    reasoned = reports.select(
        subject=reports.subject.cast("string"),
        row=reports[ROW] if ROW in reports.columns else ibis.null("int64"),
        file=reports[FILE] if FILE in reports.columns else nothing,
        reason=ibis.cases(*((test, reason) for test, reason, _ in reasons), else_="no such date"),
        value=ibis.cases(
            *((test, value) for test, _, value in reasons),
            else_=reports.day.cast("string") if "day" in reports.columns else nothing,
        ),
    )
    # The example is one report: the first, or where rows have no numbers the first of the first subject.
    first = reasoned.row if ROW in reports.columns else reasoned.subject.fill_null("") + reasoned.value.fill_null("")
    if FILE in reports.columns:
        first = reasoned.file + reasoned.row.cast("string").lpad(20, "0")
    counted = reasoned.group_by("reason").agg(
        times=reasoned.count(),
        value=reasoned.value.argmin(first),
        subject=reasoned.subject.argmin(first),
        row=reasoned.row.min() if FILE not in reports.columns else reasoned.row.argmin(first),
        file=reasoned.file.argmin(first),
    )
    for row in counted.order_by("reason").to_pyarrow().to_pylist():
        yield Finding("E423", _message(row), hint=HINT)


_REASONS = {
    "no subject": "no subject",
    "no source": "no source",
    "no indicator": "no indicator",
    "no such indicator": "an indicator that the rubric does not have",
    "says nothing": "nothing under says",
    "silence": "silent under says, which needs a chance that the source would have told: score them in a case",
    "no such word": f"something under says other than {', '.join(SAYS)}",
    "no such reliability": "a reliability that is neither of the grading nor a number from 0 to 1",
    "no grade of a relay": "no via_reliability, and a relay under via",
    "no such grade of a relay": "a via_reliability that is neither of the grading nor a number from 0 to 1",
    "itself as a relay": "the source itself under via",
    "no such credibility": "a credibility that the grading does not have",
    "no reliability": "no reliability",
    "no credibility": "no credibility, and present or absent under says",
    "another question": "a question that the indicator does not bear on",
    "no such date": "a date that is no year, month or day",
}


def _message(row: dict[str, Any]) -> str:
    what = f"{count(row['times'], 'report')} {'has' if row['times'] == 1 else 'have'} {_REASONS[row['reason']]}"
    examples = [f"such as {quoted(row['value'])}"] if row["value"] is not None else []
    examples += [f"of subject {quoted(row['subject'])}"] if row["subject"] is not None else []
    parts = [what, *([" ".join(examples)] if examples else [])]
    parts += [f"{'in' if row['times'] == 1 else 'first in'} row {row['row']}"] if row["row"] is not None else []
    parts[-1] += f" of {shown(Path(row['file']))}" if row["file"] is not None else ""
    return ", ".join(parts)


def unscored_instances(instances: Any) -> Iterator[Finding]:
    """Yield a finding for each reason why instances have no posterior, with their number and an example.

    Parameters
    ----------
    instances : ibis Table
        Those without a posterior, with the columns subject, question and how.
    """
    grouped = instances.group_by("how").agg(
        times=instances.count(), subject=instances.subject.cast("string").min(), question=instances.question.min()
    )
    for row in grouped.order_by("how").to_pyarrow().to_pylist():
        of = count(row["times"], "instance")
        why = (
            f"the reports on {of} have probability zero under every hypothesis"
            if row["how"] == "impossible"
            else f"a source has two grades of reliability in {of}"
            if row["how"] == "regraded"
            else f"one statement has two contents in {of}"
        )
        yield Finding("E424", f"{why}, such as {quoted(row['subject'])} ({row['question']})", hint=HINT)
