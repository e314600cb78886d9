"""Claims by country, with their intervals, against the bands of the scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from assess.domain.scale import Scale
from assess.present.figures import percent
from assess.present.names import Names
from assess.present.plots.axis import TENTHS, key, per_cent
from assess.present.plots.palette import BLUE
from assess.present.plots.plot import Plot, nothing_to_draw
from assess.present.plots.sheet import Sheet
from assess.present.plots.strip import Strip
from assess.present.tables import by_country
from assess.present.words import captions, signs, told
from assess.study.assessment import Assessment
from assess.study.draws import Range
from assess.study.targets import UnknownTargetError


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
            country=", ".join(map(names.country, claim.countries)) or signs.NONE_ROW["country"](),
            id=claim.id,
            claim=names.claim(claim.id),
            prior=claim.prior,
            probability=claim.probability,
            interval_50=claim.interval_50,
            interval=claim.interval,
            term=claim.term,
        )
        for claim in by_country(known[ident] for ident in wanted)
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
        captions.CLAIMS(),
        captions.CLAIMS_CAPTION(),
        tuple(rows),
        tuple(_told(row, scale) for row in rows),
        lambda sheet: _draw(sheet, rows, scale),
    )


def _told(row: ForestRow, scale: Scale) -> str:
    return told.claim(row.country, row.claim, row.probability, row.interval, row.prior, scale)


def _draw(sheet: Sheet, rows: Iterable[ForestRow], scale: Scale) -> None:
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, KEY)
    strip = Strip(sheet, (0.0, 1.0), TENTHS, per_cent, signs.PROBABILITY_AXIS())
    strip.begin(scale)
    for country, claims in groupby(rows, lambda row: row.country):
        strip.heading(country)
        for row in claims:
            y = strip.row(row.claim, number=percent(row.probability, scale))
            whisker(strip, y, row.interval, row.interval_50, row.probability)
            prior_tick(sheet, strip.axis.at(row.prior), y)
    strip.end()


def whisker(strip: Strip, y: float, interval: Range | None, interval_50: Range | None, value: float) -> None:
    """Draw a probability with its intervals."""
    sheet, at = strip.sheet, strip.axis.at
    if interval is not None:
        sheet.line([(at(interval[0]), y), (at(interval[1]), y)], BLUE, 1.6)
    if interval_50 is not None:
        sheet.line([(at(interval_50[0]), y), (at(interval_50[1]), y)], BLUE, 6.0, 0.5)
    sheet.dot(at(value), y, 4.2, BLUE)


def prior_tick(sheet: Sheet, x: float, y: float) -> None:
    """Draw where a probability was before the evidence."""
    sheet.line([(x, y - 7.5), (x, y + 7.5)], width=1.6)


def _sign_dot(sheet: Sheet, x: float, y: float) -> None:
    sheet.dot(x + 11.0, y, 4.2, BLUE)


def _sign_half(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], BLUE, 6.0, 0.5)


def _sign_wide(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x, y), (x + 22.0, y)], BLUE, 1.6)


def _sign_prior(sheet: Sheet, x: float, y: float) -> None:
    prior_tick(sheet, x + 11.0, y)


KEY = (
    (_sign_dot, signs.PROBABILITY),
    (_sign_half, signs.HALF),
    (_sign_wide, signs.WIDE),
    (_sign_prior, signs.PRIOR),
)
