"""Hypotheses by country, and how far each question was looked into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from assess.domain.quoting import UnknownTargetError
from assess.reporting.figures.axis import Sign, key
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.cells import Cell, Cells
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.palette import BLUE, DEEPEST
from assess.reporting.tables.claim_tables import posterior
from assess.reporting.words import figure_labels, figure_sentences, headings
from assess.reporting.words.count_nouns import COVERAGE, items
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

State = Literal["assessed", "thin", "unmonitored"]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A question of a subject: the probability of each hypothesis, and how far it was looked into.

    Parameters
    ----------
    question, text : str
        Of the rubric, without the subject.
    posterior : tuple of (str, float)
    shown : tuple of str
        The same as tables print them.
    """

    question: str
    text: str
    country: str
    subject: str
    period: str | None
    instance: str
    posterior: tuple[tuple[str, float], ...]
    shown: tuple[str, ...]
    coverage: State
    items: int


def coverage_rows(result: Assessment, question: str | None = None) -> list[CoverageRow]:
    """Return the instances of every question, or of one, country by country.

    Parameters
    ----------
    result : Assessment
    question : str, optional
        Of the rubric.

    Raises
    ------
    UnknownTargetError
        If the rubric has no such question; it is a `KeyError`.
    """
    names, known = Names(result), list(result.rubric.questions)
    if question is not None and question not in known:
        raise UnknownTargetError(question, known, "questions")
    rows = []
    for name in known if question is None else [question]:
        asked = [instance for instance in result.questions.values() if instance.question == name]
        countries = list(dict.fromkeys(instance.country for instance in asked))
        for instance in sorted(asked, key=lambda q: countries.index(q.country)):
            rows.append(
                CoverageRow(
                    question=name,
                    text=(result.rubric.questions[name].text or name).replace("{subject}", "…"),
                    country=instance.country or "-",
                    subject=names.subject(instance.subject),
                    period=instance.period,
                    instance=instance.id,
                    posterior=tuple(instance.posterior.items()),
                    shown=tuple(posterior(instance, hypothesis, names.scale) for hypothesis in instance.posterior),
                    coverage=instance.coverage,
                    items=instance.items,
                )
            )
    return rows


def coverage(result: Assessment, question: str | None = None) -> Plot:
    """Draw the probability of every hypothesis by country, with how far each question was looked into.

    Parameters
    ----------
    result : Assessment
    question : str, optional
        Of the rubric; all that are asked if left out.

    Raises
    ------
    AssessError
        If it is asked of nobody (E823).
    UnknownTargetError
        If the rubric has no such question; it is a `KeyError`.
    """
    rows = coverage_rows(result, question)
    if not rows:
        nothing_to_draw("coverage", f"{question} is asked of no subject", "ask it under ask")
    return Plot(
        "coverage",
        question,
        headings.HYPOTHESES(),
        figure_labels.COVERAGE_CAPTION(),
        tuple(rows),
        tuple(map(_sentence, rows)),
        lambda sheet: _draw(sheet, rows),
    )


def _sentence(row: CoverageRow) -> str:
    numbers = ", ".join(f"{h} {shown}" for (h, _), shown in zip(row.posterior, row.shown, strict=True))
    return figure_sentences.covered(f"{row.country}, {row.instance}", numbers, row.coverage, row.items)


def _draw(sheet: Canvas, rows: Sequence[CoverageRow]) -> None:
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, _KEY)
    for question, asked in groupby(rows, lambda row: (row.question, row.text)):
        some = list(asked)
        table = Cells(sheet, len(some[0].posterior), 26.0)
        table.heading(": ".join(dict.fromkeys(question)))
        table.head([hypothesis for hypothesis, _ in some[0].posterior])
        for row in some:
            name = f"{row.country}  {row.subject}" + (f", {row.period}" if row.period else "")
            x, y = table.row(name, [_cell(row, n) for n in range(len(row.posterior))], items(row.items))
            sign(sheet, x, y, row.coverage)
    sheet.height += 8.0


def _cell(row: CoverageRow, column: int) -> Cell:
    is_open = row.coverage == "unmonitored"
    return Cell(row.shown[column], BLUE, 0.0 if is_open else DEEPEST * row.posterior[column][1], is_open)


def sign(sheet: Canvas, x: float, y: float, state: State) -> None:
    """Draw how far a question was looked into: full, half or hollow."""
    sheet.ring(x, y, 5.0)
    if state == "assessed":
        sheet.dot(x, y, 5.0)
    elif state == "thin":
        sheet.box(x - 4.6, y, x + 4.6, y + 2.2)
        sheet.box(x - 3.6, y + 2.2, x + 3.6, y + 4.0)


def _sign(state: State) -> Sign:
    return lambda sheet, x, y: sign(sheet, x + 11.0, y, state)


def _sign_cell(sheet: Canvas, x: float, y: float) -> None:
    for n in range(3):
        left = x + n * 22.0 / 3
        sheet.box(left, y - 5.0, left + 22.0 / 3, y + 5.0, BLUE, DEEPEST * (n + 1) / 3)


_KEY = (
    (_sign("assessed"), COVERAGE["assessed"]),
    (_sign("thin"), COVERAGE["thin"]),
    (_sign("unmonitored"), COVERAGE["unmonitored"]),
    (_sign_cell, figure_labels.CELL),
)
