"""How often predictions came true, against how probable they were held to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assess.history.outcomes.calibration import Calibration
from assess.reporting.figures.axis import (
    TENTHS,
    Axis,
    key,
    per_cent,
    ticks,
)
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot
from assess.reporting.figures.lettering import SMALL
from assess.reporting.figures.palette import BLUE, RULE
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.count_nouns import predictions
from assess.reporting.words.gap_sentences import reported_of
from assess.scoring.columns import Range

_TALLEST = 380.0
_TABLE = 150.0
"""Width of the table beside it, px."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """Predictions of like probability: how many there are, and how many came true."""

    label: str
    count: int
    came_true: int
    probability: float
    frequency: float
    interval: Range


def calibration_rows(scores: Calibration) -> list[CalibrationRow]:
    """Return the groups by probability, the lowest first.

    Parameters
    ----------
    scores : Calibration
        As `assess.calibration` returns it.
    """
    return [
        CalibrationRow(g.label or "", g.count, g.came_true, g.probability, g.frequency, g.interval)
        for g in scores.table
    ]


def calibration(scores: Calibration) -> Plot:
    """Draw how often predictions came true, against how probable they were held to be.

    Parameters
    ----------
    scores : Calibration
        As `assess.calibration` returns it.
    """
    rows = calibration_rows(scores)
    return Plot(
        "calibration",
        None,
        figure_labels.CALIBRATION(predictions=predictions(len(scores.forecasts))),
        figure_labels.CALIBRATION_CAPTION(),
        tuple(rows),
        tuple(map(_sentence, rows)),
        lambda sheet: _draw(sheet, rows),
    )


def _sentence(row: CalibrationRow) -> str:
    return figure_sentences.held(row.probability, row.came_true, row.count, row.interval)


def _draw(sheet: Canvas, rows: Sequence[CalibrationRow]) -> None:
    meanings = [
        (_sign_group, figure_labels.ALIKE),
        (_sign_wide, figure_labels.WIDE),
        (_sign_right, figure_labels.AS_SHOULD_BE),
    ]
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, meanings)
    side, left = min(_TALLEST, sheet.width - 70.0), 52.0
    across = Axis(0.0, 1.0, left, left + side)
    top = sheet.height + 6.0
    bottom = top + side
    up = Axis(0.0, 1.0, bottom, top)
    for value in TENTHS:
        sheet.line([(left, up.at(value)), (left + side, up.at(value))], opacity=RULE / 2, beneath=True)
        sheet.line([(across.at(value), top), (across.at(value), bottom)], opacity=RULE / 2, beneath=True)
        sheet.text(left - 8.0, up.at(value) + 4.0, per_cent(value), SMALL, "end", faint=True)
    sheet.line([(left, bottom), (left + side, top)], opacity=0.6, dashes=(5.0, 4.0))
    sheet.line([(left, bottom), (left + side, bottom)], opacity=0.6)
    most = max(row.count for row in rows)
    for row in rows:
        x = across.at(row.probability)
        sheet.line([(x, up.at(row.interval[0])), (x, up.at(row.interval[1]))], BLUE, 1.6)
    for row in rows:
        x, y = across.at(row.probability), up.at(row.frequency)
        sheet.dot(x, y, 3.5 + 5.5 * (row.count / most) ** 0.5, BLUE)
    y = ticks(sheet, across, TENTHS, per_cent, bottom)
    sheet.text(left + side / 2, y + SMALL + 2.0, figure_labels.HELD_AXIS(), SMALL, "middle", faint=True)
    sheet.text(12.0, (top + bottom) / 2, figure_labels.CAME_TRUE_AXIS(), SMALL, "middle", faint=True, turned=True)
    sheet.height = y + SMALL + 12.0
    right = left + side + 28.0
    if sheet.width - right >= _TABLE:
        _table(sheet, rows, right, top)
    else:
        sheet.height = _table(sheet, rows, 12.0, sheet.height + 6.0) + 4.0


def _table(sheet: Canvas, rows: Sequence[CalibrationRow], left: float, top: float) -> float:
    """Write the size of each group and how many came true, and return where that ends."""
    heads = tuple(head() for head in figure_labels.CALIBRATION_HEADS)
    lines = [
        (figure_sentences.from_to(_NUMBER.findall(row.label)), reported_of(row.came_true, row.count)) for row in rows
    ]
    for n, line in enumerate((heads, *lines)):
        for x, text in zip((80.0, _TABLE), line, strict=True):
            sheet.text(left + x, top + SMALL + 18.0 * n, text, SMALL, "end", faint=n == 0)
    return top + 18.0 * (len(rows) + 1)


def _sign_group(sheet: Canvas, x: float, y: float) -> None:
    sheet.dot(x + 11.0, y, 5.0, BLUE)


def _sign_wide(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x + 11.0, y - 8.0), (x + 11.0, y + 8.0)], BLUE, 1.6)


def _sign_right(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], opacity=0.6, dashes=(5.0, 4.0))
