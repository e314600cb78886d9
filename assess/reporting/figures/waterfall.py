"""The waterfall chart: from one probability to another in steps of weight of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assess.analysis.explaining.explain import (
    By,
    ExplanationStep,
    TargetExplanation,
    explain,
)
from assess.analysis.explaining.path import PathStep
from assess.domain.number_text import decibans
from assess.history.comparing.compare import Change
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.palette import AGAINST, FOR, INK
from assess.reporting.figures.strip import Axis, Line, Panel, decimals, even_steps, strip
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.count_nouns import items as number_of
from assess.reporting.words.judgements import likelihood
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import followed

MOST = 12
"""Changes with a step of their own."""


@dataclass(frozen=True, slots=True)
class WaterfallRow:
    """A step of the waterfall, or one of its ends.

    Parameters
    ----------
    kind : {"prior", "step", "others", "posterior"}
        Others are steps too small to show, taken together.
    label, text : str
    from_db, to_db : float or None
        Log odds before and after it (dB); None where they are not finite.
    step_db : float or None
        The change in the log odds.
    probability : float or None
        The probability after the step; None for ``others``, which are not shown in order of report.
    """

    kind: Literal["prior", "step", "others", "posterior"]
    label: str
    text: str
    from_db: float | None
    to_db: float | None
    step_db: float | None
    probability: float | None


def waterfall_rows(result: Assessment, ident: str, by: By = "source") -> list[WaterfallRow]:
    """Return the prior, steps and posterior of a claim, prediction or hypothesis; an instance's leading hypothesis.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance or ``instance:hypothesis``.
    by : {"item", "theme", "source", "country"}
        What makes a step.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    """
    (explanation,) = explain(result, followed(result, ident).id, by).targets
    return _rows(explanation, by, Names(result))


def _rows(explanation: TargetExplanation, by: By, names: Names) -> list[WaterfallRow]:
    rows = [
        WaterfallRow(
            "prior", figure_labels.PRIOR_ROW(), "", None, explanation.prior_db, explanation.prior_db, explanation.prior
        )
    ]
    for way in explanation.path():
        weights = (way.from_db, way.to_db, way.step_db)
        if way.is_apart:
            step = explanation.steps[way.places[0]]
            rows.append(WaterfallRow("step", *_named(step, by, names), *weights, step.after))
        else:
            label = figure_sentences.others(len(way.places))
            rows.append(WaterfallRow("others", label, figure_labels.SLIGHT(), *weights, None))
    end = (None, explanation.posterior_db, explanation.posterior_db, explanation.posterior)
    rows.append(WaterfallRow("posterior", figure_labels.POSTERIOR_ROW(), "", *end))
    return rows


def _named(step: ExplanationStep, by: By, names: Names) -> tuple[str, str]:
    items = number_of(len(step.items))
    if step.label is None:
        return figure_labels.NONE_ROW[by](), items
    if by == "item":
        item = names.item(step.label)
        says = figure_sentences.says(item.indicator, item.says)
        return f"{step.label}: {says}", figure_sentences.of_by(item.about, names.chain(item))
    if by == "source":
        return names.source(step.label), f"{step.label}, {items}"
    return names.country(step.label) if by == "country" else step.label, items


def waterfall(result: Assessment, ident: str, by: By = "source") -> Chart:
    """Draw how the evidence leads from the prior of a claim to its posterior, in dB.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance (its leading hypothesis is followed) or ``instance:hypothesis``.
    by : {"item", "theme", "source", "country"}
        What makes a step.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    """
    (explanation,) = explain(result, followed(result, ident).id, by).targets
    return waterfall_of(result, explanation, by)


def waterfall_of(result: Assessment, explanation: TargetExplanation, by: By) -> Chart:
    """Draw a waterfall chart from an explanation; otherwise as `waterfall`."""
    names = Names(result)
    target = followed(result, explanation.id)
    caption = figure_labels.STEPS_CAPTION(each=figure_labels.EACH[by](), order=figure_labels.ORDERS[by]())
    rows = _rows(explanation, by, names)
    return _drawn(rows, "waterfall", target.id, names.target(target), caption, figure_labels.STEPS_KEY(), names)


def shares_rows(change: Change, ident: str) -> list[WaterfallRow]:
    """Return the claim before, each change's share, the small shares taken together, and the claim after.

    Parameters
    ----------
    change : Change
    ident : str
        A claim or prediction of both sides.

    Raises
    ------
    UnknownTargetError
        If not both sides have it; it is a `KeyError`.
    AssessError
        If its change cannot be shared out (E823).
    """
    steps = change.path(ident, MOST)
    if steps is None:
        nothing_to_draw("shares", "the change has no finite shares", "see assess compare")
    return list(_shares(change, ident, steps))


def _shares(change: Change, ident: str, steps: Sequence[PathStep]) -> Iterator[WaterfallRow]:
    before, after = change.claims[ident].before, change.claims[ident].after
    assert before is not None
    assert after is not None
    contributions = change.contributions(ident)
    start, end = before.log_odds_db, after.log_odds_db
    yield WaterfallRow("prior", figure_labels.BEFORE(), "", None, start, start, before.probability)
    for step in steps:
        weights = (step.from_db, step.to_db, step.step_db, None)
        if step.is_apart:
            share = contributions[step.places[0]]
            yield WaterfallRow("step", share["id"] or share["kind"], share["kind"], *weights)
        else:
            label = figure_sentences.others(len(step.places))
            yield WaterfallRow("others", label, figure_labels.SMALLEST_SHARES(), *weights)
    yield WaterfallRow("posterior", figure_labels.AFTER(), "", None, end, end, after.probability)


def shares(change: Change, ident: str) -> Chart:
    """Draw each change's share of a claim's move, in dB.

    Parameters
    ----------
    change : Change
    ident : str
        A claim or prediction of both sides.

    Raises
    ------
    UnknownTargetError
        If not both sides have it; it is a `KeyError`.
    AssessError
        If its change cannot be shared out (E823).
    """
    names, caption = Names(change.after), figure_labels.SHARES_CAPTION()
    rows = shares_rows(change, ident)
    return _drawn(rows, "shares", ident, names.claim(ident), caption, figure_labels.SHARES_KEY(), names)


def _drawn(
    rows: Sequence[WaterfallRow], figure: str, ident: str, judged: str, caption: str, key: str, names: Names
) -> Chart:
    lines = [_line(row, names) for row in rows]
    places = [place for row in rows for place in (row.from_db, row.to_db) if place is not None]
    steps = even_steps(min(0.0, *places), max(0.0, *places)) if places else (-10.0, 0.0, 10.0)
    axis = Axis(figure_labels.ODDS_AXIS(), steps, decimals(steps, is_signed=True))
    first, last = rows[0].probability, rows[-1].probability
    title = judged if first is None or last is None else figure_sentences.moved_from(judged, first, last)
    return finished(strip(lines, axis, _marks), figure, title, caption, [line.said for line in lines], ident, key)


def _line(row: WaterfallRow, names: Names) -> Line:
    if row.kind in ("prior", "posterior") and row.probability is not None:
        said = figure_sentences.end(row.label, row.probability, row.step_db, names.scale)
        name, note, weight_db = f"{row.label}: {likelihood(row.probability, names.scale)}", "", row.to_db
    else:
        said = figure_sentences.step(row.label, row.text, row.step_db)
        note = row.text if row.probability is None else figure_sentences.then(row.text, row.probability)
        name, weight_db = row.label, row.step_db
    return Line(row, said, name, note, decibans(weight_db))


def _marks(panel: Panel) -> Sequence[Any]:
    import altair as alt  # slow to load

    is_for = alt.ColorValue(AGAINST, condition={"test": "datum.to_db >= datum.from_db", "value": FOR})
    ends = panel.tick("to_db", thickness=5.0, color=INK)
    steps = panel.rule("from_db", "to_db", colour=is_for, strokeWidth=13)
    zero = alt.Chart(alt.InlineData(values=[{"even": 0.0}])).mark_rule(opacity=0.5).encode(x=panel.axis.x("even"))
    return [
        zero,
        steps.transform_filter("isValid(datum.from_db)").encode(
            opacity=alt.OpacityValue(1.0, condition={"test": "datum.kind == 'others'", "value": 0.5})
        ),
        ends.transform_filter("!isValid(datum.from_db)"),
    ]
