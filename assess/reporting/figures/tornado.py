"""What would move a judgement most, each thing changed alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assess.analysis.what_if.sensitivity import TargetSensitivity, sensitivity
from assess.analysis.what_if.verdicts import ROUNDING
from assess.domain.number_text import hundredths, percent, times
from assess.domain.scale import Scale
from assess.reporting.figures.axis import TENTHS, key, per_cent
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot
from assess.reporting.figures.lettering import SIZE, width_of
from assess.reporting.figures.palette import AGAINST, FOR
from assess.reporting.figures.strip import Strip
from assess.reporting.words import captions, figure_labels
from assess.reporting.words import figure_sentences as saying
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import followed

MOST = 18
"""Rows that are drawn."""
_LEAST, _MOST = 0.5, 2.0
"""What the prior odds are multiplied by."""
_NUMBER = 104.0
"""Width kept for the numbers of a row, at the least (px)."""

Kind = Literal["row", "prior", "grade", "without"]


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """A thing that is changed, and what the probability is then.

    Parameters
    ----------
    kind : {"row", "prior", "grade", "without"}
    label, low_label, high_label : str
        What is changed, and to what: downward, and upward.
    now : float
        The probability as it is.
    at_low, at_high : float or None
        With the change; None where there is none to that side.
    """

    kind: Kind
    label: str
    low_label: str
    high_label: str
    now: float
    at_low: float | None
    at_high: float | None

    @property
    def swing(self) -> float:
        """How far apart the probabilities are that it can lead to."""
        ends = [end for end in (self.now, self.at_low, self.at_high) if end is not None]
        return max(ends) - min(ends)


def tornado_rows(result: Assessment, ident: str) -> list[TornadoRow]:
    """Return what moves a judgement, the widest swing first; what does not move it is left out.

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
    told, names = sensitivity(result, [ident]).targets[ident], Names(result)
    rows = (*_prior(told), *_rows(told), *_grades(told, names), *_without(told, names))
    moving = [row for row in rows if row.swing > ROUNDING]
    return sorted(moving, key=lambda row: (-round(row.swing, 9), row.kind, row.label))


def _prior(told: TargetSensitivity) -> Iterator[TornadoRow]:
    by = {point.factor: point.then.probability for point in told.prior_odds.curve}
    yield TornadoRow(
        "prior",
        figure_labels.PRIOR_ODDS_ROW(),
        times(_LEAST),
        times(_MOST),
        told.now.probability,
        by.get(_LEAST),
        by.get(_MOST),
    )


def _rows(told: TargetSensitivity) -> Iterator[TornadoRow]:
    for row in told.rows:
        label = saying.given(row.indicator, row.state)
        ends = (row.at_low.probability, row.at_high.probability)
        yield TornadoRow("row", label, percent(row.low), percent(row.high), told.now.probability, *ends)


def _grades(told: TargetSensitivity, names: Names) -> Iterator[TornadoRow]:
    changes = {(change.source, change.direction): change for change in told.grades}
    for source in dict.fromkeys(change.source for change in told.grades):
        down, up = changes.get((source, "down")), changes.get((source, "up"))
        yield TornadoRow(
            "grade",
            saying.grade_of(names.source(source)),
            "-" if down is None else down.to,
            "-" if up is None else up.to,
            told.now.probability,
            None if down is None else down.then.probability,
            None if up is None else up.then.probability,
        )


def _without(told: TargetSensitivity, names: Names) -> Iterator[TornadoRow]:
    for out in told.sources:
        then = out.without.probability
        label = saying.without(names.source(out.source))
        yield TornadoRow("without", label, figure_labels.LEFT_OUT(), "-", told.now.probability, then, None)


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
        captions.TORNADO(judged=names.target(target)),
        captions.TORNADO_CAPTION(),
        tuple(rows),
        tuple(_told(row) for row in rows),
        lambda sheet: _draw(sheet, rows, names.scale),
    )


def _told(row: TornadoRow) -> str:
    ends = [
        f"{percent(then)} ({label})"
        for then, label in ((row.at_low, row.low_label), (row.at_high, row.high_label))
        if then is not None
    ]
    return f"{row.label}: {saying.either(ends)}"


def _draw(sheet: Canvas, rows: Sequence[TornadoRow], scale: Scale) -> None:
    meanings = [(_sign_low, figure_labels.DOWNWARD), (_sign_high, figure_labels.UPWARD), (_sign_now, figure_labels.NOW)]
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, meanings)
    if not rows:
        sheet.height = sheet.paragraph(0.0, sheet.height, figure_labels.NOTHING_MOVES(), sheet.width)
        return
    shown = rows[:MOST]
    ends = [saying.from_to([hundredths(end) for end, _ in _bars(row)]) for row in shown]
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
    said = saying.now(rows[0].now, scale)
    if len(rows) > MOST:
        said += f" {saying.more_move(len(rows) - MOST)}"
    sheet.height = sheet.paragraph(0.0, sheet.height, said, sheet.width)


def _bars(row: TornadoRow) -> list[tuple[float, str]]:
    return [(end, colour) for end, colour in ((row.at_low, AGAINST), (row.at_high, FOR)) if end is not None]


def _change(row: TornadoRow) -> str:
    if row.kind == "without":
        return ""
    return saying.either([row.low_label, row.high_label])


def _sign_low(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, AGAINST)


def _sign_high(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, FOR)


def _sign_now(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x + 11.0, y - 8.0), (x + 11.0, y + 8.0)], width=1.4)
