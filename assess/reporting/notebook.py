"""The notebook views of cases, results and tables: HTML without ids, scripts and colours.

Letters and lines are in the ink of the surrounding page, light or dark; figures are drawn in place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup

from assess.analysis.collection.collection_plan import CollectionPlan
from assess.analysis.explaining.diagnosticity import Diagnosis
from assess.analysis.explaining.explain import Explanation
from assess.analysis.explaining.variance_shares import VarianceShares
from assess.analysis.what_if.sensitivity_records import Sensitivity
from assess.domain.case import Case
from assess.domain.number_text import count, plain
from assess.domain.quoting import clean
from assess.history.comparing.compare import Change
from assess.history.comparing.timeline import Timeline
from assess.reporting.figures.chart import Chart
from assess.reporting.figures.forest import forest
from assess.reporting.figures.items_figure import items
from assess.reporting.figures.rendering import pictures, svg
from assess.reporting.figures.timeline_figure import timeline as draw_timeline
from assess.reporting.figures.waterfall import shares
from assess.reporting.tables.claim_tables import claim_rows
from assess.reporting.tables.comparison_tables import ComparisonTables, timeline_table
from assess.reporting.tables.explanation_tables import (
    diagnosis_table,
    diagnosis_title,
    step_table,
    width_table,
)
from assess.reporting.tables.plan_tables import overview_table
from assess.reporting.tables.record_table import RecordTable, cell, figures
from assess.reporting.tables.sensitivity_tables import summary_table
from assess.scoring.columns import columns
from assess.scoring.frames import Table
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult, QuestionResult
from assess.scoring.targets import key_claims

MOST = 10
"""Rows that are shown of each table, and of each figure."""
_FEW = 3
"""Rows that are shown at the least of each judgement."""
_TABLE = "color:inherit;border-collapse:collapse;margin:.6em 0"
_WORDS = "text-align:left;vertical-align:top;padding:.15em .6em"
_FIGURES = "text-align:right;vertical-align:top;padding:.15em .6em;white-space:nowrap"


def html_of(value: object) -> str:
    """Return a case, a result or a table as HTML; all text is escaped."""
    faces: list[tuple[type, Callable[[Any], Markup]]] = [
        (Assessment, _assessment),
        (Change, _change),
        (Case, _case),
        (Table, _table),
        (Explanation, _explanation),
        (Diagnosis, _diagnosis),
        (VarianceShares, _variance_shares),
        (Sensitivity, _sensitivity),
        (CollectionPlan, _plan),
        (Timeline, _timeline),
    ]
    face = next(face for kind, face in faces if isinstance(value, kind))
    return f'<div style="max-width:60em">\n{face(value)}</div>'


def _assessment(result: Assessment) -> Markup:
    names = Names(result)
    counts = [count(len(result.questions), "question"), count(len(result.evidence), "scored item")]
    counts.append(f"as of {result.as_of}" if result.as_of else f"inputs {result.inputs[:19]}")
    head = _head(result.case.title or result.case.case, "; ".join(counts))
    if not result.claims:
        return head + _leaders(result, names)
    foremost = dict.fromkeys([*key_claims(result), *result.claims])
    claims = [result.claims[ident] for ident in list(foremost)[:MOST]]
    shown = columns(
        ClaimResult, "notebook", ("text", "country", "prior", "probability", "interval", "term", "confidence", ...)
    )
    rows = [tuple(row[column.name] for column in shown) for row in claim_rows(claims, names, "notebook")]
    heads = [column.header for column in shown]
    table = _grid(heads, rows, figures(shown), len(result.claims) - len(rows), 'all of them: .table("claims")')
    return head + table + _drawn(lambda: forest(result, [claim.id for claim in claims]))


def _leaders(result: Assessment, names: Names) -> Markup:
    """Return the leading hypothesis of each question, for a case that states no claims."""
    shown = columns(QuestionResult, "notebook", ("hypothesis", "prior", "posterior", "interval", "term", ...))
    rows = []
    for question in list(result.questions.values())[:MOST]:
        values = (cell(column, column.value(question, question.leading), names.scale) for column in shown)
        rows.append((names.question(question.id), *values))
    heads = ("question", "leads", *(column.header for column in shown[1:]))
    flush_right = [place + 1 for place in figures(shown)]
    return _grid(heads, rows, flush_right, len(result.questions) - len(rows), "all of them: .table()")


def _change(change: Change) -> Markup:
    tables = ComparisonTables(change, "notebook")
    inputs, moves = tables.inputs(), tables.moves()
    head = _head(
        f"What changed in {change.after.case.title or change.after.case.case}",
        f"{count(len(inputs.rows), 'change')} of the inputs; {count(len(change.moved), 'claim')} moved"
        f" or {'has' if len(change.moved) == 1 else 'have'} another word or level",
    )
    shown = _first_rows(inputs, "all of them: .inputs") + _first_rows(moves, more=len(change.slight))
    foremost = next((move.id for move in change.moved if move.id in change.attribution), None)
    return head + shown + (Markup("") if foremost is None else _drawn(lambda: shares(change, foremost)))


def _explanation(explanation: Explanation) -> Markup:
    """Return the largest steps of each target between its prior and its posterior."""
    most = max(_FEW, MOST // len(explanation.targets))
    groups = [target.rows(most) for target in explanation.targets]
    head = _head(f"Where the probability of {explanation.id} comes from", f"steps by {explanation.by}")
    table = step_table(groups, explanation.by, Names(explanation.result), "notebook")
    steps = sum(row.count for rows in groups for row in rows if row.kind == "others")
    return head + _whole(table, steps, "each step: .table()")


def _diagnosis(diagnosis: Diagnosis) -> Markup:
    return _head(diagnosis_title(diagnosis), count(len(diagnosis.tests), "indicator")) + _first_rows(
        diagnosis_table(diagnosis, "notebook")
    )


def _variance_shares(width: VarianceShares) -> Markup:
    head = _head("Whose width an interval is", f"standard deviation {width.deviation_db:.1f} dB")
    return head + _first_rows(width_table(width, "notebook"))


def _sensitivity(sensitivity: Sensitivity) -> Markup:
    table = summary_table(sensitivity.targets.values(), Names(sensitivity.result), "notebook")
    head = _head(f"What would change judgements of {sensitivity.case}", count(len(table.rows), "judgement"))
    return head + _first_rows(table, "each change alone: .table()")


def _plan(plan: CollectionPlan) -> Markup:
    """Return the foremost prospects of each target."""
    most = max(_FEW, MOST // max(1, len(plan.targets)))
    table = overview_table(plan.targets.values(), Names(plan.result), "notebook", most)
    head = _head(f"What to look for next in {plan.case}", f"if a source graded {plan.grade} reports")
    rest = sum(len(target.prospects) for target in plan.targets.values()) - len(table.rows)
    return head + _whole(table, rest, "all of them: .table()")


def _timeline(timeline: Timeline) -> Markup:
    """Return the last days, latest first."""
    table = timeline_table(timeline, "notebook")
    latest = RecordTable(table.columns, table.groups[::-1])
    head = _head(f"What was known when in {timeline.case}", count(len(timeline.points), "day"))
    return head + _first_rows(latest) + _drawn(lambda: draw_timeline(timeline))


def _case(case: Case) -> Markup:
    asked = {subject: questions for subject, questions in case.ask.items() if questions}
    counts = (
        count(len(case.subjects), "subject"),
        count(sum(map(len, asked.values())), "question"),
        count(len(case.evidence), "item"),
        count(len(case.sources), "source"),
        count(len(case.claims), "claim"),
        count(len(case.predictions), "prediction"),
    )
    about = Counter(item.about for item in case.evidence)
    rows = []
    for ident, questions in list(asked.items())[:MOST]:
        subject = case.subjects[ident]
        rows.append((subject.name or ident, subject.kind, ", ".join(questions), str(about[ident])))
    columns = ("subject", "kind", "asked", "items about it")
    return (
        _head(case.title or case.case, ", ".join(counts))
        + _grid(columns, rows, (3,), len(asked) - len(rows), "all of them: .ask")
        + _drawn(lambda: items(case, MOST))
    )


def _table(table: Table) -> Markup:
    figures = tuple(n for n, kind in enumerate(table.columns.values()) if kind in ("number", "count", "interval"))
    rows = [tuple(_plain(row[name]) for name in table.columns) for row in table[:MOST]]
    return _grid(tuple(table.columns), rows, figures, len(table) - len(rows), "all of them: .to_pandas(), .to_polars()")


def _plain(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value)


def _head(title: str, counts: str) -> Markup:
    return Markup("<p><strong>{}</strong><br>{}</p>\n").format(clean(title), clean(counts))


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]], figures: Iterable[int], rest: int, way: str) -> Markup:
    """Return a table with a line on the rows left out; empty if there are no rows."""
    if not rows:
        return Markup("")
    looks = [_FIGURES if n in figures else _WORDS for n in range(len(columns))]
    heads = Markup("").join(
        Markup('<th scope="col" style="{}">{}</th>').format(look, name)
        for look, name in zip(looks, columns, strict=True)
    )
    lines = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup('<td style="{}">{}</td>').format(look, clean(cell))
                for look, cell in zip(looks, row, strict=True)
            )
        )
        for row in rows
    )
    frame = '<table style="{}">\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>\n'
    table = Markup(frame).format(_TABLE, heads, lines)
    return table + (Markup("<p>and {} more; {}</p>\n").format(rest, way) if rest > 0 else Markup(""))


def _whole(table: RecordTable, rest: int, way: str) -> Markup:
    return _grid([column.header for column in table.columns], table.rows, figures(table.columns), rest, way)


def _first_rows(table: RecordTable, way: str = "all of them: .table()", more: int = 0) -> Markup:
    """Return the first rows of a table, and the number left out, here or elsewhere."""
    first = RecordTable(table.columns, (table.rows[:MOST],))
    return _whole(first, len(table.rows) - len(first.rows) + more, way)


def _drawn(draw: Callable[[], Chart]) -> Markup:
    """Return a figure; empty if there is nothing to draw."""
    shown = [
        Markup('<figure style="margin:0;overflow-x:auto">{}</figure>\n').format(Markup(svg(picture.chart)))
        for picture in pictures(draw)
    ]
    return Markup("").join(shown)
