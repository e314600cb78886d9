"""Claims that rise by degrees: each rung implies those below it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from assess.analysis.rankings import rungs
from assess.domain.number_text import percent
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.forest import ForestRow, forest_rows, whiskers
from assess.reporting.figures.strip import Axis, Line, strip
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class LadderRow(ForestRow):
    """A rung: the probability that it holds, and with it all rungs below."""

    ladder: str
    rung: int


def ladder_rows(result: Assessment, ladder: str | None = None) -> list[LadderRow]:
    """Return the rungs of every ladder, or of one, lowest first.

    Parameters
    ----------
    result : Assessment
    ladder : str, optional

    Raises
    ------
    UnknownTargetError
        If there is no such ladder; it is a `KeyError`.
    """
    every = rungs(result, ladder)
    rows = {row.id: row for row in forest_rows(result, [rung.claim.id for rung in every])}
    return [LadderRow(**asdict(rows[rung.claim.id]), ladder=rung.ladder, rung=rung.rung) for rung in every]


def ladder(result: Assessment, ladder: str | None = None) -> Chart:
    """Draw the probability of each rung of the ladders of claims.

    Parameters
    ----------
    result : Assessment
    ladder : str, optional
        The one to draw; all if left out.

    Raises
    ------
    AssessError
        If no claims share a ladder (E823).
    UnknownTargetError
        If there is no such ladder; it is a `KeyError`.
    """
    rows, scale = ladder_rows(result, ladder), Names(result).scale
    if not rows:
        nothing_to_draw("ladder", "no claims of the case share a ladder", "set ladder and rung of claims")
    lines = [
        Line(
            row,
            figure_sentences.rung(row.ladder, row.rung, row.claim, row.probability, row.interval, scale),
            f"{row.rung}. {row.claim}",
            number=percent(row.probability, scale),
            heading=row.ladder,
        )
        for row in rows
    ]
    carried = [line.said for line in lines if line.record.probability >= 0.5]
    return finished(
        strip(lines, Axis(figure_labels.PROBABILITY_AXIS()), whiskers, scale),
        "ladder",
        carried[-1] if carried else lines[0].said,
        figure_labels.LADDERS_CAPTION(),
        [line.said for line in lines],
        ladder,
        figure_labels.WHISKER_KEY(),
    )
