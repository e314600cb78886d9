"""Assumptions where a grid is silent."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.coding import Coding
from assess.domain.number_text import count
from assess.formats.ach.grid_cells import is_blank
from assess.formats.ach.grid_numbers import words_read
from assess.formats.ach.matrix_rows import AchRow, Matrix


def assumptions(matrix: Matrix, coding: Coding, published: str | None) -> Iterator[str]:
    """Yield the assumptions that a case made from a grid rests on.

    Parameters
    ----------
    matrix : Matrix
    coding : Coding
        What its codes and words stand for.
    published : str, optional
        The date of items without one.
    """
    yield "the hypotheses exclude each other, and one of them is true"
    if matrix.priors is None:
        yield "there is no row Prior: all hypotheses are equally likely before the items"
    rows = matrix.rows
    coded = [row for row in rows if not row.has_ratios and not all(map(is_blank, row.judged))]
    if coded or any(words_read(row, coding) for row in rows):
        yield f"codes and words are the probabilities and ratios that the coding {coding.coding} reads them as"
    unstated = coding.unstated
    worth = coding.credibility[unstated]
    grade = f"{worth.reliability}{worth.credibility}"
    yield from _counted("no source: each has one of its own", [row for row in rows if not row.source])
    ungraded = [row for row in rows if not (row.grades.level or (row.grades.reliability and row.grades.accuracy))]
    yield from _counted(f"no grade, or half of one: what is missing is as in {grade}", ungraded)
    weight = coding.relevance[unstated].weight
    unweighted = [row for row in rows if row.relevance is None and not row.has_ratios]
    yield from _counted(f"codes and no relevance: the weight is {weight:g}", unweighted)
    date = f"it is {published}" if published else "known from the start"
    yield from _counted(f"no date: {date}", [row for row in rows if not row.reported])
    blank = sum(is_blank(each) for row in rows for each in row.judged)
    if blank:
        yield f"{count(blank, 'cell')} under hypotheses say{'s' if blank == 1 else ''} nothing, for or against"


def _counted(what: str, rows: list[AchRow]) -> Iterator[str]:
    if rows:
        yield f"{count(len(rows), 'item')} {'has' if len(rows) == 1 else 'have'} {what}"
