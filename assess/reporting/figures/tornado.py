"""What would move a judgement most, each thing changed alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.analysis.what_if.sensitivity import sensitivity
from assess.analysis.what_if.swings import PRIOR_FACTORS, Swing, SwingKind, swings
from assess.domain.number_text import hundredths, percent, times
from assess.domain.scale import Scale
from assess.reporting.figures.axis import TENTHS, key, per_cent
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot
from assess.reporting.figures.lettering import SIZE, width_of
from assess.reporting.figures.palette import AGAINST, FOR
from assess.reporting.figures.strip import Strip
from assess.reporting.words import change_sentences, figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import followed

MOST = 18
"""Rows that are drawn."""
_NUMBER = 104.0
"""Width kept for the numbers of a row, at the least (px)."""


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """A change to either side, and the probabilities then.

    Parameters
    ----------
    kind : {"row", "prior", "grade", "without", "favoured"}
    label, low_label, high_label : str
        What is changed, and to what: downward, and upward.
    now : float
        The probability as it is.
    at_low, at_high : float or None
        With the change; None where there is none to that side.
    """

    kind: SwingKind
    label: str
    low_label: str
    high_label: str
    now: float
    at_low: float | None
    at_high: float | None


def tornado_rows(result: Assessment, ident: str) -> list[TornadoRow]:
    """Return the changes that move a judgement, the widest swing first.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance (its leading hypothesis is followed) or ``instance:hypothesis``.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    """
    target, names = sensitivity(result, [ident]).targets[ident], Names(result)
    now = target.now.probability
    return [
        TornadoRow(swing.kind, *_labels(swing, names), now, swing.at_low, swing.at_high) for swing in swings(target)
    ]


def _labels(swing: Swing, names: Names) -> tuple[str, str, str]:
    """Return the labels of a change: its name, and its lower and upper value."""
    match swing.kind:
        case "prior":
            return figure_labels.PRIOR_ODDS_ROW(), times(PRIOR_FACTORS[0]), times(PRIOR_FACTORS[1])
        case "row":
            indicator, state = swing.of
            return (
                figure_sentences.given(names.indicator_label(indicator), names.state(indicator, state)),
                percent(float(swing.low or 0.0)),
                percent(float(swing.high or 0.0)),
            )
        case "grade":
            return figure_sentences.grade_of(names.source(swing.of[0])), str(swing.low or "-"), str(swing.high or "-")
        case "without":
            return figure_sentences.without(names.source(swing.of[0])), figure_labels.LEFT_OUT(), "-"
        case "favoured":
            return change_sentences.favouring(names.source(swing.of[0])), "-", "-"


def tornado(result: Assessment, ident: str) -> Plot:
    """Draw what would move a judgement most, each thing changed alone.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance (its leading hypothesis is followed) or ``instance:hypothesis``.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    """
    rows, names = tornado_rows(result, ident), Names(result)
    target = followed(result, ident)
    return Plot(
        "tornado",
        target.id,
        figure_labels.TORNADO(judged=names.target(target)),
        figure_labels.TORNADO_CAPTION(),
        tuple(rows),
        tuple(_sentence(row) for row in rows),
        lambda sheet: _draw(sheet, rows, names.scale),
    )


def _sentence(row: TornadoRow) -> str:
    ends = [
        f"{percent(then)} ({label})"
        for then, label in ((row.at_low, row.low_label), (row.at_high, row.high_label))
        if then is not None
    ]
    return f"{row.label}: {figure_sentences.either(ends)}"


def _draw(sheet: Canvas, rows: Sequence[TornadoRow], scale: Scale) -> None:
    meanings = [(_sign_low, figure_labels.DOWNWARD), (_sign_high, figure_labels.UPWARD), (_sign_now, figure_labels.NOW)]
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, meanings)
    if not rows:
        sheet.height = sheet.paragraph(0.0, sheet.height, figure_labels.NOTHING_MOVES(), sheet.width)
        return
    shown = rows[:MOST]
    ends = [figure_sentences.from_to([hundredths(end) for end, _ in _bars(row)]) for row in shown]
    number = max(_NUMBER, *(width_of(text, SIZE) + 10.0 for text in ends))
    strip = Strip(sheet, (0.0, 1.0), TENTHS, per_cent, figure_labels.PROBABILITY_AXIS(), number=number)
    strip.begin(scale)
    now, top = strip.axis.at(rows[0].now), sheet.height
    for row, written in zip(shown, ends, strict=True):
        y = strip.row(row.label, _change(row), written)
        start = now
        for end, colour in sorted(_bars(row), key=lambda bar: abs(bar[0] - row.now)):
            reached = strip.axis.at(end)
            start = start if (start - now) * (reached - now) > 0.0 else now
            sheet.box(start, y - 6.5, reached, y + 6.5, colour)
            start = reached
        sheet.line([(now, y - 10.0), (now, y + 10.0)], width=1.4)
    sheet.line([(now, top), (now, sheet.height + 6.0)], opacity=0.4, beneath=True)
    strip.end()
    sentence = figure_sentences.now(rows[0].now, scale)
    if len(rows) > MOST:
        sentence += f" {figure_sentences.more_move(len(rows) - MOST)}"
    sheet.height = sheet.paragraph(0.0, sheet.height, sentence, sheet.width)


def _bars(row: TornadoRow) -> list[tuple[float, str]]:
    return [(end, colour) for end, colour in ((row.at_low, AGAINST), (row.at_high, FOR)) if end is not None]


def _change(row: TornadoRow) -> str:
    if row.kind == "without":
        return ""
    return figure_sentences.either([row.low_label, row.high_label])


def _sign_low(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, AGAINST)


def _sign_high(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, FOR)


def _sign_now(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x + 11.0, y - 8.0), (x + 11.0, y + 8.0)], width=1.4)
