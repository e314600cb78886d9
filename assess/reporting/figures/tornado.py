"""The tornado chart: what would move a judgement most if changed alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assess.analysis.what_if.one_at_a_time import OneAtATime
from assess.analysis.what_if.swings import PRIOR_FACTORS, Swing, SwingKind, swings
from assess.domain.number_text import hundredths, percent, times
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.palette import AGAINST, FOR
from assess.reporting.figures.strip import Axis, Line, Panel, strip
from assess.reporting.words import change_sentences, figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import Target, followed

MOST = 8
"""Rows that are drawn, where nothing is said."""


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """A change to either side, with the resulting probabilities.

    Parameters
    ----------
    kind : {"row", "prior", "grade", "without", "favoured"}
    label, low_label, high_label : str
        What is changed, and its value at the lower and the upper end.
    now : float
        The probability as scored.
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
    """Return the changes that move a judgement, widest swing first.

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
    target = followed(result, ident)
    return _rows_among(OneAtATime(result, [target]), target, Names(result))


def _rows_among(changes: OneAtATime, target: Target, names: Names) -> list[TornadoRow]:
    return rows_of(swings(changes, target.id), changes.now(target.id).probability, names)


def rows_of(moves: Sequence[Swing], now: float, names: Names) -> list[TornadoRow]:
    """Return changes as rows, in the order given."""
    return [TornadoRow(swing.kind, *_labels(swing, names), now, swing.at_low, swing.at_high) for swing in moves]


def _labels(swing: Swing, names: Names) -> tuple[str, str, str]:
    """Return the labels of a change: its name, and its lower and upper value."""
    match swing.kind:
        case "prior":
            return figure_labels.PRIOR_ODDS_ROW(), times(PRIOR_FACTORS[0]), times(PRIOR_FACTORS[1])
        case "row":
            indicator, state = swing.of
            return (
                figure_sentences.given(names.observable(indicator), names.circumstance(indicator, state)),
                percent(float(swing.low or 0.0)),
                percent(float(swing.high or 0.0)),
            )
        case "grade":
            return figure_sentences.grade_of(names.source(swing.of[0])), str(swing.low or "-"), str(swing.high or "-")
        case "without":
            return figure_sentences.without(names.source(swing.of[0])), figure_labels.LEFT_OUT(), "-"
        case "favoured":
            return change_sentences.favouring(names.source(swing.of[0])), "-", "-"


def tornado(result: Assessment, ident: str, most: int = MOST) -> Chart:
    """Draw what would move a judgement most if changed alone.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance (its leading hypothesis is followed) or ``instance:hypothesis``.
    most : int
        Rows that are drawn.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    AssessError
        If nothing that is varied moves it (E823).
    """
    return tornado_of(result, ident, tornado_rows(result, ident), most)


def tornado_among(changes: OneAtATime, result: Assessment, target: Target) -> Chart:
    """Draw the tornado chart of one target of several; otherwise as `tornado`."""
    return tornado_of(result, target.id, _rows_among(changes, target, Names(result)))


def tornado_of(result: Assessment, ident: str, rows: Sequence[TornadoRow], most: int = MOST) -> Chart:
    """Draw a tornado chart of rows; otherwise as `tornado`."""
    names, target = Names(result), followed(result, ident)
    if not rows:
        nothing_to_draw("tornado", f"nothing that is varied moves {target.id}", "name another claim")
    lines = [_line(row) for row in rows[:most]]
    left_out = len(rows) - len(lines)
    caption = figure_labels.TORNADO_CAPTION()
    if left_out:
        caption = f"{caption} {figure_sentences.more_move(left_out)}"
    now = percent(rows[0].now, names.scale)
    return finished(
        strip(lines, Axis(figure_labels.PROBABILITY_AXIS()), _marks, names.scale),
        "tornado",
        figure_sentences.moved_most(names.target(target), now, lines[0].said),
        caption,
        [line.said for line in lines],
        target.id,
        figure_labels.TORNADO_KEY(),
    )


def _line(row: TornadoRow) -> Line:
    ends = [(row.at_low, row.low_label), (row.at_high, row.high_label)]
    reached = [
        f"{percent(then)} ({label})" if label != "-" else percent(then) for then, label in ends if then is not None
    ]
    numbers = [hundredths(then) for then, _ in ends if then is not None]
    note = "" if row.kind in ("without", "favoured") else figure_sentences.either([row.low_label, row.high_label])
    said = f"{row.label}: {figure_sentences.either(reached)}"
    return Line(row, said, row.label, note, figure_sentences.from_to(numbers), values={"bars": list(_bars(row))})


def _bars(row: TornadoRow) -> Iterator[dict[str, Any]]:
    """Yield the bars of a row; if both go to the same side, the longer begins where the shorter ends."""
    ends = [(end, colour) for end, colour in ((row.at_low, AGAINST), (row.at_high, FOR)) if end is not None]
    start = row.now
    for end, colour in sorted(ends, key=lambda bar: abs(bar[0] - row.now)):
        start = start if (start - row.now) * (end - row.now) > 0.0 else row.now
        yield {"start": start, "end": end, "colour": colour}
        start = end


def _marks(panel: Panel) -> Sequence[Any]:
    import altair as alt  # slow to load

    bars = panel.rule("bars.start", "bars.end", colour=alt.Color("bars.colour:N", scale=None), strokeWidth=13)
    return [bars.transform_flatten(["bars"]), panel.tick("now", size=20)]
