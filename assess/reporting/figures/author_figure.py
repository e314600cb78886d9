"""The authors' terms against our numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assess.analysis.digest.author_differences import AuthorDifference, Side, author_differences
from assess.domain.number_text import percent, spoken
from assess.domain.scale import Scale
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.palette import VERMILION
from assess.reporting.figures.strip import Axis, Line, Panel, strip
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.judgements import SIDES
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

MOST = 8
"""Claims that are drawn, where nothing is said."""


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """A claim: the band of its author's term, and our probability.

    Parameters
    ----------
    low, high : float
        The ends of the band.
    side : {"within", "above", "below", "no evidence"}
        Where the probability lies relative to the band.
    gap : float
        How far it is from the band, in probability; 0 within it.
    """

    id: str
    claim: str
    author: str
    term: str
    low: float
    high: float
    prior: float
    probability: float
    interval: Range | None
    interval_50: Range | None
    side: Side
    gap: float
    moved: bool


def author_rows(result: Assessment) -> list[AuthorRow]:
    """Return the claims whose authors' words are read as a term, those furthest from it first.

    Parameters
    ----------
    result : Assessment
    """
    names = Names(result)
    return [_row(difference, names, names.scale) for difference in author_differences(result)]


def _row(difference: AuthorDifference, names: Names, scale: Scale) -> AuthorRow:
    claim, asserted = difference.claim, difference.claim.asserted
    assert asserted is not None
    assert asserted.term is not None
    term = scale.find(asserted.term)
    assert term is not None
    return AuthorRow(
        id=claim.id,
        claim=names.claim(claim.id),
        author=names.source(asserted.by),
        term=spoken(asserted.term, scale),
        low=term.low,
        high=term.high,
        prior=claim.prior,
        probability=claim.probability,
        interval=claim.interval,
        interval_50=claim.interval_50,
        side=difference.side,
        gap=difference.gap,
        moved=claim.moved,
    )


def authors(result: Assessment, most: int = MOST, country: str | None = None) -> Chart:
    """Draw the authors' terms as bands and our numbers as dots: within, above or below.

    Parameters
    ----------
    result : Assessment
    most : int
        How many claims to draw: those furthest from their authors' terms.
    country : str, optional
        The code of a country, to draw its claims alone.

    Raises
    ------
    AssessError
        If no claim has a term of its author (E823).
    """
    rows, names = author_rows(result), Names(result)
    if country is not None:
        rows = [row for row in rows if country in result.claims[row.id].countries]
    if not rows:
        nothing_to_draw("authors", "no claim has a term of its author", "give asserted: {by, term} of claims")
    lines = [
        Line(
            row,
            figure_sentences.against(row.claim, row.probability, SIDES[row.side](), row.term),
            row.claim,
            f"{row.author}: {row.term}",
            f"{percent(row.probability, names.scale)}, {SIDES[row.side]()}",
        )
        for row in rows[:most]
    ]
    return finished(
        strip(lines, Axis(figure_labels.PROBABILITY_AXIS(), right=560.0), _marks),
        "authors",
        lines[0].said,
        figure_labels.AUTHORS_CAPTION(),
        [line.said for line in lines],
        key=figure_labels.AUTHORS_KEY(),
    )


def _marks(panel: Panel) -> Sequence[Any]:
    return [
        panel.rule("low", "high", colour=VERMILION, strokeWidth=14, opacity=0.35),
        panel.rule("interval[0]", "interval[1]", strokeWidth=1.6),
        panel.dot("probability", full="datum.moved"),
    ]
