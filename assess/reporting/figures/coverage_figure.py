"""Hypotheses by country, and the share of each question's indicators that items report on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Literal

from assess.analysis.rankings import direct_items
from assess.domain.quoting import UnknownTargetError
from assess.reporting.figures.cells import Cell, CellRow, cells
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.palette import DEEPEST
from assess.reporting.tables.claim_tables import posterior
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.count_nouns import items
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

State = Literal["assessed", "thin", "unmonitored"]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A question of a subject: the probability of each hypothesis, and the coverage.

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


def coverage(result: Assessment, question: str | None = None) -> Chart:
    """Draw the probability of every hypothesis by country, with the coverage of each question.

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
    rows, names = coverage_rows(result, question), Names(result)
    if not rows:
        nothing_to_draw("coverage", f"{question} is asked of no subject", "ask it under ask")
    panels = []
    for (name, text), asked in groupby(rows, lambda row: (row.question, row.text)):
        some = list(asked)
        heads = [names.in_words(name, hypothesis) for hypothesis, _ in some[0].posterior]
        panels += cells(heads, [_cells(row) for row in some], text)
    direct, bare = direct_items(result.questions[row.instance] for row in rows)
    return finished(
        panels,
        "coverage",
        figure_sentences.bear_on(direct, len(rows), len(bare)),
        figure_labels.COVERAGE_CAPTION(),
        [_sentence(row) for row in rows],
        question,
        figure_labels.COVERAGE_KEY(),
    )


def _sentence(row: CoverageRow) -> str:
    numbers = ", ".join(f"{h} {shown}" for (h, _), shown in zip(row.posterior, row.shown, strict=True))
    return figure_sentences.covered(f"{row.country}, {row.instance}", numbers, row.coverage, row.items)


def _cells(row: CoverageRow) -> CellRow:
    is_open, said = row.coverage == "unmonitored", _sentence(row)
    drawn = [
        Cell(shown, 0.0 if is_open else DEEPEST * chance, is_open=is_open, said=said)
        for shown, (_, chance) in zip(row.shown, row.posterior, strict=True)
    ]
    name = f"{row.country}  {row.subject}" + (f", {row.period}" if row.period else "")
    return CellRow(name, drawn, items(row.items), _SIGNS[row.coverage], asdict(row))


_SIGNS: dict[State, str] = {"assessed": "●", "thin": "◐", "unmonitored": "○"}
