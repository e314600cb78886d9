"""Claims by country, with their intervals, against the bands of the scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assess.analysis.rankings import claims_by_country, claims_by_move
from assess.domain.number_text import percent
from assess.domain.quoting import UnknownTargetError
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.strip import Axis, Line, Panel, strip
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import key_claims


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A claim: its probability before and after the evidence, and the 50 % and 90 % intervals of the latter."""

    country: str
    id: str
    claim: str
    prior: float
    probability: float
    interval_50: Range | None
    interval: Range | None
    term: str | None
    moved: bool


def forest_rows(result: Assessment, ids: Iterable[str] | None = None) -> list[ForestRow]:
    """Return claims country by country, those about several countries last.

    Parameters
    ----------
    result : Assessment
    ids : iterable of str, optional
        Claims or predictions; the key claims if left out.

    Raises
    ------
    UnknownTargetError
        If there is no such claim; it is a `KeyError`.
    """
    names, known = Names(result), {**result.claims, **result.predictions}
    wanted = list(key_claims(result) if ids is None else ids)
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
            moved=claim.moved,
        )
        for claim in claims_by_country(known[ident] for ident in wanted)
    ]


def forest(result: Assessment, ids: Iterable[str] | None = None) -> Chart:
    """Draw claims by country with 50 % and 90 % intervals, ticks of the priors and the bands of the scale.

    Parameters
    ----------
    result : Assessment
    ids : iterable of str, optional
        Claims or predictions; the key claims if left out.

    Raises
    ------
    AssessError
        If the case has no claims (E823).
    """
    rows, names = forest_rows(result, ids), Names(result)
    if not rows:
        nothing_to_draw("forest", "the case states no claims", "state one under claims")
    shown = {row.id: row for row in rows}
    farthest = next(
        (
            claim.id
            for claim in claims_by_move(result, {c.id: c.prior for c in result.claims.values()})
            if claim.id in shown
        ),
        rows[0].id,
    )
    lines = [
        Line(
            row,
            figure_sentences.claim(row.country, row.claim, row.probability, row.interval, row.prior, names.scale),
            row.claim,
            number=percent(row.probability, names.scale),
            heading=row.country,
        )
        for row in rows
    ]
    return finished(
        strip(lines, Axis(figure_labels.PROBABILITY_AXIS()), whiskers, names.scale),
        "forest",
        figure_sentences.moved_from(shown[farthest].claim, shown[farthest].prior, shown[farthest].probability),
        figure_labels.CLAIMS_CAPTION(),
        [line.said for line in lines],
        key=figure_labels.WHISKER_KEY(),
    )


def whiskers(panel: Panel) -> Sequence[Any]:
    """Return probabilities as dots with intervals, over ticks of priors; hollow where no evidence bears on them."""
    return [
        panel.rule("interval[0]", "interval[1]", strokeWidth=1.6),
        panel.rule("interval_50[0]", "interval_50[1]", strokeWidth=6, opacity=0.5),
        panel.tick("prior"),
        panel.dot("probability", full="datum.moved"),
    ]
