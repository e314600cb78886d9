"""The reliability diagram: how often predictions came true against their probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assess.domain.language import figure
from assess.history.outcomes.calibration import Calibration
from assess.reporting.figures.chart import Chart, finished, inline, nothing_to_draw
from assess.reporting.figures.strip import PERCENT, TENTHS
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.count_nouns import predictions
from assess.reporting.words.gap_sentences import reported_of
from assess.scoring.columns import Range

_SIDE = 380.0


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """A group of predictions of similar probability: how many there are, and how many came true."""

    label: str
    count: int
    came_true: int
    probability: float
    frequency: float
    interval: Range


def calibration_rows(scores: Calibration) -> list[CalibrationRow]:
    """Return the groups by probability, lowest first.

    Parameters
    ----------
    scores : Calibration
        As `assess.calibration` returns it.
    """
    return [
        CalibrationRow(g.label or "", g.count, g.came_true, g.probability, g.frequency, g.interval)
        for g in scores.table
    ]


def calibration(scores: Calibration) -> Chart:
    """Draw the frequency with which predictions came true against their probability.

    Parameters
    ----------
    scores : Calibration
        As `assess.calibration` returns it.

    Raises
    ------
    AssessError
        If no prediction is settled (E823).
    """
    rows = calibration_rows(scores)
    if not rows:
        nothing_to_draw("calibration", "no prediction is settled", "settle one: assess resolve")
    return finished(
        [_panel(rows)],
        "calibration",
        figure_labels.CALIBRATION(predictions=predictions(len(scores.forecasts)), brier=figure(f"{scores.brier:.3f}")),
        figure_labels.CALIBRATION_CAPTION(),
        [_sentence(row) for row in rows],
        key=figure_labels.CALIBRATION_KEY(),
    )


def _sentence(row: CalibrationRow) -> str:
    return figure_sentences.held(row.probability, row.came_true, row.count, row.interval)


def _panel(rows: Sequence[CalibrationRow]) -> Chart:
    import altair as alt  # slow to load

    scale = alt.Scale(domain=[0, 1], nice=False)
    axis = {"values": list(TENTHS), "labelExpr": PERCENT}
    x = alt.X("probability:Q", scale=scale, axis=alt.Axis(title=figure_labels.HELD_AXIS(), **axis))
    y = alt.Y("frequency:Q", scale=scale, axis=alt.Axis(title=figure_labels.CAME_TRUE_AXIS(), **axis))
    data = inline(
        {**asdict(row), "said": _sentence(row), "number": reported_of(row.came_true, row.count)} for row in rows
    )
    groups = alt.Chart(data)
    right = alt.Chart(alt.InlineData(values=[{"probability": n, "frequency": n} for n in (0, 1)]))
    size = alt.Size("count:Q", scale=alt.Scale(type="sqrt", domainMin=0, rangeMax=220), legend=None)
    return alt.layer(
        right.mark_line(strokeDash=[5, 4], color="currentColor", strokeWidth=1, opacity=0.6).encode(x=x, y=y),
        groups.mark_rule(color="#0072B2", strokeWidth=1.6).encode(
            x=x, y=alt.Y("interval[0]:Q", scale=scale, title=None), y2=alt.Y2("interval[1]")
        ),
        groups.mark_point(filled=True, opacity=1).encode(x=x, y=y, size=size, tooltip=alt.Tooltip("said:N")),
        groups.mark_text(align="left", dx=11, fontSize=10.5).encode(x=x, y=y, text=alt.Text("number:N")),
    ).properties(width=_SIDE, height=_SIDE)
