"""The registry of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assess.analysis.digest.lead_answer import lead_answer
from assess.analysis.explaining.explain import By
from assess.analysis.rankings import instances_by_items
from assess.domain.quoting import UnknownTargetError
from assess.history.comparing.timeline import timeline as line_of
from assess.history.outcomes.calibration import calibration as calibrate
from assess.history.outcomes.outcomes import outcomes
from assess.reporting.figures.answers_figure import answers
from assess.reporting.figures.author_figure import authors
from assess.reporting.figures.chains_figure import chains
from assess.reporting.figures.chart import Chart, nothing_to_draw
from assess.reporting.figures.collection_figure import collection
from assess.reporting.figures.coverage_figure import coverage
from assess.reporting.figures.events_figure import events
from assess.reporting.figures.forest import forest
from assess.reporting.figures.item_matrix import matrix
from assess.reporting.figures.ladder import ladder
from assess.reporting.figures.question_grid import grid
from assess.reporting.figures.reliability_diagram import calibration
from assess.reporting.figures.sources_figure import sources
from assess.reporting.figures.timeline_figure import timeline
from assess.reporting.figures.tornado import tornado
from assess.reporting.figures.waterfall import waterfall
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import foremost_claims

_FEWEST = 2
"""Items from which an instance has a matrix, where none is named."""


@dataclass(frozen=True, slots=True)
class FigureKind:
    """An entry of the registry of figures.

    Parameters
    ----------
    shows : str
    about : str
        What may be named, and what is taken where nothing is; empty where nothing may be.
    each : callable or None
        Returns what it is drawn of, one by one, where nothing is named; None where one figure has it all.
    draw : callable
    """

    shows: str
    about: str
    each: Callable[[Assessment], Iterable[str]] | None
    draw: Callable[[Assessment, str | None], Chart]


def _several(result: Assessment) -> list[str]:
    """Return the instances that several items bear on, those of most items first."""
    return [ident for ident in instances_by_items(result) if result.questions[ident].items >= _FEWEST]


def _named(draw: Callable[[Assessment, str], Chart]) -> Callable[[Assessment, str | None], Chart]:
    def of(result: Assessment, ident: str | None) -> Chart:
        assert ident is not None
        return draw(result, ident)

    return of


def _forest(result: Assessment, ident: str | None) -> Chart:
    return forest(result, None if ident is None else [ident])


def _answers(result: Assessment, ident: str | None) -> Chart:
    return answers(result, [lead_answer(result).question.id if ident is None else ident])


def _whole(draw: Callable[[Assessment], Chart]) -> Callable[[Assessment, str | None], Chart]:
    return lambda result, _: draw(result)


def _timeline(result: Assessment, ident: str | None) -> Chart:
    return timeline(
        line_of(result.case, [ident] if ident else foremost_claims(result) or None, result.draws, result.seed)
    )


def _calibration(result: Assessment, ident: str | None) -> Chart:
    came = outcomes([result.case], result.as_of or dt.date.today().isoformat(), 0)
    if not came.forecasts:
        nothing_to_draw("calibration", "no prediction of the case is settled", "settle one: assess resolve")
    return calibration(calibrate(came.forecasts, Names(result).scale))


_CLAIM = "a claim, prediction, instance or instance:hypothesis; each key claim if left out"

FIGURES: dict[str, FigureKind] = {
    "answers": FigureKind(
        "answers as a stacked bar over those before", "an instance; the lead question if left out", None, _answers
    ),
    "grid": FigureKind("every question by country", "", None, _whole(grid)),
    "forest": FigureKind(
        "claims by country, with intervals, priors and words", "a claim; the key claims if left out", None, _forest
    ),
    "authors": FigureKind("the authors' terms against our numbers", "", None, _whole(authors)),
    "chains": FigureKind("who told whom, by weight", "a claim or instance; all if left out", None, chains),
    "waterfall": FigureKind("from prior to posterior, in dB", _CLAIM, foremost_claims, _named(waterfall)),
    "coverage": FigureKind(
        "hypotheses by country, and how far looked into", "a question; all if left out", None, coverage
    ),
    "matrix": FigureKind(
        "items against hypotheses, in dB", "an instance; each of several items if left out", _several, _named(matrix)
    ),
    "sources": FigureKind("reliability of each source before and after", "", None, _whole(sources)),
    "tornado": FigureKind("what would move a judgement most", _CLAIM, foremost_claims, _named(tornado)),
    "events": FigureKind("items by the date of what they report", "", None, _whole(events)),
    "timeline": FigureKind("probabilities as reports came in", "a claim; the key claims if left out", None, _timeline),
    "ladder": FigureKind("claims by degrees", "a ladder; all if left out", None, ladder),
    "collection": FigureKind(
        "what to look for next, in bits",
        "a claim, prediction or instance; each key claim if left out",
        foremost_claims,
        _named(collection),
    ),
    "calibration": FigureKind("how often predictions came true", "", None, _calibration),
}


def figures(
    result: Assessment, name: str, idents: Iterable[str] | None = None, by: By = "source"
) -> list[Callable[[], Chart]]:
    """Return functions that draw a figure, one for each of its targets.

    Parameters
    ----------
    result : Assessment
    name : str
        Of the figure, as in `FIGURES`.
    idents : iterable of str, optional
        What to draw it of; all that it is for if left out.
    by : {"item", "theme", "source", "country"}
        What makes a step of a waterfall.

    Raises
    ------
    UnknownTargetError
        If there is no such figure; it is a `KeyError`.
    """
    if name not in FIGURES:
        raise UnknownTargetError(name, list(FIGURES), "figures")
    shown = FIGURES[name]
    wanted: list[str | None] = [None] if shown.each is None else [*shown.each(result)]
    if idents is not None:
        wanted = [*idents]

    def drawing(ident: str | None) -> Callable[[], Chart]:
        if name == "waterfall" and ident is not None:
            return lambda: waterfall(result, ident, by)
        return lambda: shown.draw(result, ident)

    return [drawing(ident) for ident in wanted]
