"""Claims that rise by degrees: each rung implies those below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assess.analysis.rankings import rungs
from assess.domain.number_text import percent
from assess.domain.scale import Scale
from assess.reporting.figures.axis import TENTHS, key, per_cent
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.forest import KEY, prior_tick
from assess.reporting.figures.palette import BLUE
from assess.reporting.figures.strip import Strip
from assess.reporting.words import figure_labels, figure_sentences, headings
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A rung: the probability that it holds, and with it all below."""

    ladder: str
    rung: int
    id: str
    claim: str
    prior: float
    probability: float
    interval: Range | None
    term: str | None


def ladder_rows(result: Assessment, ladder: str | None = None) -> list[LadderRow]:
    """Return the rungs of every ladder, or of one, the lowest first.

    Parameters
    ----------
    result : Assessment
    ladder : str, optional

    Raises
    ------
    UnknownTargetError
        If there is no such ladder; it is a `KeyError`.
    """
    names, rows = Names(result), []
    for rung in rungs(result, ladder):
        claim = rung.claim
        numbers = (claim.prior, claim.probability, claim.interval, claim.term)
        rows.append(LadderRow(rung.ladder, rung.rung, claim.id, names.claim(claim.id), *numbers))
    return rows


def ladder(result: Assessment, ladder: str | None = None) -> Plot:
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
    rows = ladder_rows(result, ladder)
    if not rows:
        nothing_to_draw("ladder", "no claims of the case share a ladder", "set ladder and rung of claims")
    scale = Names(result).scale
    return Plot(
        "ladder",
        ladder,
        headings.LADDERS(),
        figure_labels.LADDERS_CAPTION(),
        tuple(rows),
        tuple(_sentence(row, scale) for row in rows),
        lambda sheet: _draw(sheet, rows, scale),
    )


def _sentence(row: LadderRow, scale: Scale) -> str:
    return figure_sentences.rung(row.ladder, row.rung, row.claim, row.probability, row.interval, scale)


def _draw(sheet: Canvas, rows: Sequence[LadderRow], scale: Scale) -> None:
    meanings = [(_sign_bar, figure_labels.AT_LEAST), (_sign_line, figure_labels.WIDE), KEY[3]]
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, meanings)
    strip = Strip(sheet, (0.0, 1.0), TENTHS, per_cent, figure_labels.PROBABILITY_AXIS())
    strip.begin(scale)
    for name, some in groupby(rows, lambda row: row.ladder):
        strip.heading(name)
        for row in some:
            at = strip.axis.at
            y = strip.row(f"{row.rung}. {row.claim}", number=percent(row.probability, scale))
            sheet.box(at(0.0), y - 7.0, at(row.probability), y + 7.0, BLUE, 0.5)
            sheet.box(at(row.probability) - 2.0, y - 7.0, at(row.probability), y + 7.0, BLUE)
            if row.interval is not None:
                sheet.line([(at(row.interval[0]), y), (at(row.interval[1]), y)], width=1.2)
            prior_tick(sheet, at(row.prior), y)
    strip.end()


def _sign_bar(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 20.0, y + 5.0, BLUE, 0.5)
    sheet.box(x + 20.0, y - 5.0, x + 22.0, y + 5.0, BLUE)


def _sign_line(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], width=1.2)
