"""The registry of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from assess.analysis.digest.lead_answer import lead_answer
from assess.analysis.explaining.explain import By, explain_each
from assess.analysis.rankings import instances_by_items
from assess.analysis.what_if.one_at_a_time import OneAtATime
from assess.domain.quoting import UnknownTargetError
from assess.history.comparing.timeline import changing_days
from assess.history.comparing.timeline import timeline as line_of
from assess.history.outcomes.calibration import calibration as calibrate
from assess.history.outcomes.outcomes import outcomes
from assess.reporting.figures.answers_figure import answers
from assess.reporting.figures.author_figure import authors
from assess.reporting.figures.chains_figure import chains
from assess.reporting.figures.chart import Chart, nothing_to_draw, unchecked
from assess.reporting.figures.collection_figure import collection_of, sought
from assess.reporting.figures.coverage_figure import coverage
from assess.reporting.figures.events_figure import events
from assess.reporting.figures.forest import forest
from assess.reporting.figures.item_matrix import matrix
from assess.reporting.figures.ladder import ladder
from assess.reporting.figures.question_grid import grid
from assess.reporting.figures.reliability_diagram import calibration
from assess.reporting.figures.sources_figure import sources
from assess.reporting.figures.timeline_figure import FEWEST_DAYS, came_at_once, timeline
from assess.reporting.figures.tornado import tornado_among
from assess.reporting.figures.waterfall import waterfall_of
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import followed, foremost_claims

_FEWEST = 2
"""Items from which an instance has a matrix, where none is named."""

Drawer = Callable[[str | None], Chart]
"""Draws a figure of one of its targets."""


@dataclass(frozen=True, slots=True)
class FigureKind:
    """An entry of the registry of figures.

    Parameters
    ----------
    shows : str
    about : str
        What may be named, and what is drawn if nothing is; empty if nothing may be named.
    each : callable or None
        Returns the targets that it draws one by one if none is named; None if one figure shows everything.
    drawer : callable
        Takes targets, which it may analyse together, and what a waterfall's steps are; returns what draws each target.
    """

    shows: str
    about: str
    each: Callable[[Assessment], Iterable[str]] | None
    drawer: Callable[[Assessment, Sequence[str | None], By], Drawer]


def _several(result: Assessment) -> list[str]:
    """Return the instances that several items bear on, those with the most items first."""
    return [ident for ident in instances_by_items(result) if result.questions[ident].items >= _FEWEST]


def _each(draw: Callable[[Assessment, str | None], Chart]) -> Callable[[Assessment, Sequence[str | None], By], Drawer]:
    return lambda result, *_: partial(draw, result)


def _named(draw: Callable[[str], Chart]) -> Drawer:
    def of(ident: str | None) -> Chart:
        assert ident is not None
        return draw(ident)

    return of


def _matrix(result: Assessment, *_: object) -> Drawer:
    return _named(partial(matrix, result))


def _waterfall(result: Assessment, idents: Sequence[str | None], by: By) -> Drawer:
    asked = {ident: [followed(result, ident)] for ident in idents if ident is not None}
    explanations = explain_each(result, asked, by)
    return _named(lambda ident: waterfall_of(result, explanations[ident].targets[0], by))


def _tornado(result: Assessment, idents: Sequence[str | None], _: By) -> Drawer:
    targets = {ident: followed(result, ident) for ident in idents if ident is not None}
    changes = OneAtATime(result, targets.values())
    return _named(lambda ident: tornado_among(changes, result, targets[ident]))


def _collection(result: Assessment, idents: Sequence[str | None], _: By) -> Drawer:
    whole = sought(result, [ident for ident in idents if ident is not None])
    return _named(lambda ident: collection_of(whole, ident))


def _forest(result: Assessment, ident: str | None) -> Chart:
    return forest(result, None if ident is None else [ident])


def _answers(result: Assessment, ident: str | None) -> Chart:
    return answers(result, [lead_answer(result).question.id if ident is None else ident])


def _whole(draw: Callable[[Assessment], Chart]) -> Callable[[Assessment, Sequence[str | None], By], Drawer]:
    return lambda result, *_: lambda _: draw(result)


def _timeline(result: Assessment, ident: str | None) -> Chart:
    if len(changing_days(result.case)) < FEWEST_DAYS:
        came_at_once()
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
        "answers as a stacked bar over those before",
        "an instance; the lead question if left out",
        None,
        _each(_answers),
    ),
    "grid": FigureKind("every question by country", "", None, _whole(grid)),
    "forest": FigureKind(
        "claims by country, with intervals, priors and words",
        "a claim; the key claims if left out",
        None,
        _each(_forest),
    ),
    "authors": FigureKind("the authors' terms against our numbers", "", None, _whole(authors)),
    "chains": FigureKind("who told whom, by weight", "a claim or instance; all if left out", None, _each(chains)),
    "waterfall": FigureKind("from prior to posterior, in dB", _CLAIM, foremost_claims, _waterfall),
    "coverage": FigureKind(
        "hypotheses by country, and how far looked into", "a question; all if left out", None, _each(coverage)
    ),
    "matrix": FigureKind(
        "items against hypotheses, in dB", "an instance; each of several items if left out", _several, _matrix
    ),
    "sources": FigureKind("reliability of each source before and after", "", None, _whole(sources)),
    "tornado": FigureKind("what would move a judgement most", _CLAIM, foremost_claims, _tornado),
    "events": FigureKind("items by the date of what they report", "", None, _whole(events)),
    "timeline": FigureKind(
        "probabilities as reports came in", "a claim; the key claims if left out", None, _each(_timeline)
    ),
    "ladder": FigureKind("claims by degrees", "a ladder; all if left out", None, _each(ladder)),
    "collection": FigureKind(
        "what to look for next, in bits",
        "a claim, prediction or instance; each key claim if left out",
        foremost_claims,
        _collection,
    ),
    "calibration": FigureKind("how often predictions came true", "", None, _each(_calibration)),
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
        The targets to draw; all that the figure is for if left out.
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

    @cache
    def drawer() -> Drawer:
        return shown.drawer(result, wanted, by)

    def drawn(ident: str | None) -> Chart:
        with unchecked():
            return drawer()(ident)

    return [partial(drawn, ident) for ident in wanted]
