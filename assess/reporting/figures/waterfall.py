"""From prior to posterior in steps of weight of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assess.analysis.explaining.explain import (
    By,
    ExplanationStep,
    TargetExplanation,
    explain,
)
from assess.domain.language import Message, figure
from assess.domain.number_text import decibans
from assess.reporting.figures.axis import even_steps, key
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot
from assess.reporting.figures.palette import AGAINST, FOR, INK
from assess.reporting.figures.strip import Strip
from assess.reporting.words import figure_labels, figure_sentences
from assess.reporting.words.count_nouns import items as number_of
from assess.reporting.words.judgements import likelihood
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.targets import followed


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
        By how much it moves them.
    probability : float or None
        After it; None of others, which do not stand where they were reported.
    """

    kind: Literal["prior", "step", "others", "posterior"]
    label: str
    text: str
    from_db: float | None
    to_db: float | None
    step_db: float | None
    probability: float | None


def waterfall_rows(result: Assessment, ident: str, by: By = "source") -> list[WaterfallRow]:
    """Return prior, steps and posterior of a claim, prediction or hypothesis; of an instance, the leading one.

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


def waterfall(result: Assessment, ident: str, by: By = "source") -> Plot:
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


def waterfall_of(result: Assessment, explanation: TargetExplanation, by: By) -> Plot:
    """Draw a waterfall from an explanation; all else as `waterfall`."""
    names = Names(result)
    rows, target = _rows(explanation, by, names), followed(result, explanation.id)
    return Plot(
        "waterfall",
        target.id,
        figure_labels.STEPS(judged=names.target(target)),
        figure_labels.STEPS_CAPTION(each=figure_labels.EACH[by](), order=figure_labels.ORDERS[by]()),
        tuple(rows),
        tuple(sentence(row, names) for row in rows),
        lambda sheet: draw_steps(sheet, rows, names, _KEY),
    )


def sentence(row: WaterfallRow, names: Names) -> str:
    """Return a row as a sentence without its full stop."""
    if row.kind in ("prior", "posterior") and row.probability is not None:
        return figure_sentences.end(row.label, row.probability, row.step_db, names.scale)
    return figure_sentences.step(row.label, row.text, row.step_db)


def draw_steps(sheet: Canvas, rows: Sequence[WaterfallRow], names: Names, meanings: Sequence[Message]) -> None:
    """Draw rows from one end to the other.

    Parameters
    ----------
    sheet : Canvas
    rows : sequence of WaterfallRow
    names : Names
    meanings : sequence of Message
        What a bar to the right, a bar to the left and an end mean.
    """
    drawings = (_sign_for, _sign_against, _sign_end)
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, tuple(zip(drawings, meanings, strict=True)))
    places = [db for row in rows for db in (row.from_db, row.to_db) if db is not None] or [0.0]
    steps = even_steps(min(0.0, *places), max(0.0, *places))
    strip = Strip(sheet, (steps[0], steps[-1]), steps, _signed, figure_labels.ODDS_AXIS(), number=52.0)
    strip.begin()
    drawn: list[tuple[WaterfallRow, float]] = []
    for row in rows:
        if row.kind == "posterior":
            strip.rule()
        drawn.append((row, _bar(strip, row, names)))
        if row.kind == "prior":
            strip.rule()
    for (before, y), (_, below) in pairwise(drawn):
        if before.to_db is not None:
            x = strip.axis.at(before.to_db)
            sheet.line([(x, y + 7.0), (x, below - 7.0)], opacity=0.45, dashes=(2.0, 2.0))
    zero = strip.axis.at(0.0)
    strip.end()
    sheet.line([(zero, drawn[0][1] - 12.0), (zero, drawn[-1][1] + 14.0)], opacity=0.5, beneath=True)


def _bar(strip: Strip, row: WaterfallRow, names: Names) -> float:
    sheet, at = strip.sheet, strip.axis.at
    is_end = row.kind in ("prior", "posterior")
    if is_end:
        assert row.probability is not None
        y = strip.row(f"{row.label}: {likelihood(row.probability, names.scale)}", "", decibans(row.to_db))
        if row.to_db is not None:
            sheet.box(at(row.to_db) - 2.5, y - 7.0, at(row.to_db) + 2.5, y + 7.0, INK)
        return y
    note = row.text if row.probability is None else figure_sentences.then(row.text, row.probability)
    y = strip.row(row.label, note, decibans(row.step_db), most=2)
    if row.from_db is not None and row.to_db is not None:
        ends = sorted((at(row.from_db), at(row.to_db)))
        colour = FOR if row.to_db >= row.from_db else AGAINST
        sheet.box(ends[0] - 0.5, y - 6.5, ends[1] + 0.5, y + 6.5, colour, 1.0 if row.kind == "step" else 0.5)
    return y


def _signed(value: float) -> str:
    return figure(f"{value:+g}") if value else "0"


def _sign_for(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, FOR)


def _sign_against(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, AGAINST)


def _sign_end(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x + 8.5, y - 6.0, x + 13.5, y + 6.0, INK)


_KEY = (figure_labels.FOR_RIGHT, figure_labels.AGAINST_LEFT, figure_labels.ENDS)
