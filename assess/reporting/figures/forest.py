"""Claims by country, with their intervals, against the bands of the scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from assess.analysis.rankings import claims_by_country
from assess.domain.number_text import percent
from assess.domain.quoting import UnknownTargetError
from assess.domain.scale import Scale
from assess.reporting.figures.axis import TENTHS, key, per_cent
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot, nothing_to_draw
from assess.reporting.figures.palette import BLUE
from assess.reporting.figures.strip import Strip
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A claim: probability before and after the evidence, and the 50 % and 90 % intervals of the latter."""

    country: str
    id: str
    claim: str
    prior: float
    probability: float
    interval_50: Range | None
    interval: Range | None
    term: str | None


def forest_rows(result: Assessment, ids: Iterable[str] | None = None) -> list[ForestRow]:
    """Return claims country by country, those of several countries last.

    Parameters
    ----------
    result : Assessment
    ids : iterable of str, optional
        Claims or predictions; all claims if left out.

    Raises
    ------
    UnknownTargetError
        If there is no such claim; it is a `KeyError`.
    """
    names, known = Names(result), {**result.claims, **result.predictions}
    wanted = list(result.claims if ids is None else ids)
    for ident in wanted:
        if ident not in known:
            raise UnknownTargetError(ident, list(known), "claims and predictions")
    return [
        ForestRow(
            country=", ".join(map(names.country, claim.countries)) or figure_labels.NONE_ROW["country"](),
            id=claim.id,
            claim=names.claim(claim.id),
            prior=claim.prior,
            probability=claim.probability,
            interval_50=claim.interval_50,
            interval=claim.interval,
            term=claim.term,
        )
        for claim in claims_by_country(known[ident] for ident in wanted)
    ]


def forest(result: Assessment, ids: Iterable[str] | None = None) -> Plot:
    """Draw claims by country with 50 % and 90 % intervals, ticks of the priors and the bands of the scale.

    Parameters
    ----------
    result : Assessment
    ids : iterable of str, optional
        Claims or predictions; all claims if left out.

    Raises
    ------
    AssessError
        If the case has no claims (E823).
    """
    rows = forest_rows(result, ids)
    if not rows:
        nothing_to_draw("forest", "the case states no claims", "state one under claims")
    scale = Names(result).scale
    return Plot(
        "forest",
        None,
        figure_labels.CLAIMS(),
        figure_labels.CLAIMS_CAPTION(),
        tuple(rows),
        tuple(_sentence(row, scale) for row in rows),
        lambda sheet: _draw(sheet, rows, scale),
    )


def _sentence(row: ForestRow, scale: Scale) -> str:
    return figure_sentences.claim(row.country, row.claim, row.probability, row.interval, row.prior, scale)


def _draw(sheet: Canvas, rows: Iterable[ForestRow], scale: Scale) -> None:
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, KEY)
    strip = Strip(sheet, (0.0, 1.0), TENTHS, per_cent, figure_labels.PROBABILITY_AXIS())
    strip.begin(scale)
    for country, claims in groupby(rows, lambda row: row.country):
        strip.heading(country)
        for row in claims:
            y = strip.row(row.claim, number=percent(row.probability, scale))
            whisker(strip, y, row.interval, row.interval_50, row.probability)
            prior_tick(sheet, strip.axis.at(row.prior), y)
    strip.end()


def whisker(strip: Strip, y: float, interval: Range | None, interval_50: Range | None, value: float) -> None:
    """Draw a probability as a dot with its intervals."""
    sheet, at = strip.sheet, strip.axis.at
    if interval is not None:
        sheet.line([(at(interval[0]), y), (at(interval[1]), y)], BLUE, 1.6)
    if interval_50 is not None:
        sheet.line([(at(interval_50[0]), y), (at(interval_50[1]), y)], BLUE, 6.0, 0.5)
    sheet.dot(at(value), y, 4.2, BLUE)


def prior_tick(sheet: Canvas, x: float, y: float) -> None:
    """Draw the tick of a prior probability."""
    sheet.line([(x, y - 7.5), (x, y + 7.5)], width=1.6)


def _sign_dot(sheet: Canvas, x: float, y: float) -> None:
    sheet.dot(x + 11.0, y, 4.2, BLUE)


def _sign_half(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], BLUE, 6.0, 0.5)


def _sign_wide(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], BLUE, 1.6)


def _sign_prior(sheet: Canvas, x: float, y: float) -> None:
    prior_tick(sheet, x + 11.0, y)


KEY = (
    (_sign_dot, figure_labels.PROBABILITY),
    (_sign_half, figure_labels.HALF),
    (_sign_wide, figure_labels.WIDE),
    (_sign_prior, figure_labels.PRIOR),
)
