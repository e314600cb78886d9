"""The figure of what to look for next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.analysis.collection.plan import plan
from assess.domain.language import figure
from assess.domain.number_text import bits
from assess.domain.scale import Scale
from assess.reporting.figures.axis import (
    Axis,
    even_steps,
    guides,
    key,
    per_cent,
    ticks,
)
from assess.reporting.figures.canvas import Canvas
from assess.reporting.figures.figure import Plot
from assess.reporting.figures.palette import AGAINST, BLUE, FOR
from assess.reporting.figures.strip import Strip
from assess.reporting.tables.plan_tables import MOST
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

_HALVES = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """An indicator to look for.

    Parameters
    ----------
    id, what : str
    is_gap : bool
        Whether the case lists it as a gap.
    gain : float, bits
    now : float
        Probability of what is judged.
    if_present, if_absent : float or None
        The same after such a report; None where the report cannot say so.
    """

    id: str
    what: str
    is_gap: bool
    gain: float
    now: float
    if_present: float | None
    if_absent: float | None


def collection_rows(result: Assessment, ident: str, grade: str | None = None) -> list[CollectionRow]:
    """Return the indicators to look for on a claim, prediction or instance, the most telling first.

    Parameters
    ----------
    result : Assessment
    ident : str
    grade : str, optional
        Of the source that is supposed to report; ``B2`` where nothing is said.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    """
    target = plan(result, ident, grade).targets[ident]
    names = Names(result)
    return [
        CollectionRow(
            id=row.prospect.id,
            what=names.indicator(row.prospect.indicator, row.prospect.about),
            is_gap=row.prospect.why is not None,
            gain=row.prospect.gain,
            now=target.now,
            if_present=row.if_present,
            if_absent=row.if_absent,
        )
        for row in target.rows()
    ]


def collection(result: Assessment, ident: str, grade: str | None = None) -> Plot:
    """Draw what to look for next on a claim or question.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction or an instance.
    grade : str, optional
        Of the source that is supposed to report; ``B2`` where nothing is said.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.
    """
    rows, names = collection_rows(result, ident, grade), Names(result)
    whole = plan(result, ident, grade, paired=0)
    target = whole.targets[ident]
    is_claim = target.kind == "claim"
    judged = names.claim(ident) if is_claim else names.answer(ident, target.judged)
    return Plot(
        "collection",
        ident,
        figure_labels.COLLECTION(judged=judged),
        figure_labels.COLLECTION_CAPTION(grade=whole.grade, most=bits(target.uncertainty)),
        tuple(rows),
        tuple(_sentence(row, names.scale) for row in rows),
        lambda sheet: _draw(sheet, rows, names.scale),
    )


def _sentence(row: CollectionRow, scale: Scale) -> str:
    return figure_sentences.prospect(row.what, row.gain, row.if_present, row.if_absent, scale)


def _draw(sheet: Canvas, rows: Sequence[CollectionRow], scale: Scale) -> None:
    if not rows:
        sheet.height = sheet.paragraph(0.0, sheet.height, figure_labels.NOTHING_LEFT(), sheet.width)
        return
    meanings = [
        (_sign_gain, figure_labels.GAIN),
        (_sign_present, figure_labels.IF_PRESENT),
        (_sign_absent, figure_labels.IF_ABSENT),
        (_sign_now, figure_labels.NOW),
    ]
    sheet.height = key(sheet, 0.0, sheet.height, sheet.width, meanings)
    steps = even_steps(0.0, max(row.gain for row in rows), 3)
    strip = Strip(sheet, (0.0, steps[-1]), steps, _plain, figure_labels.GAIN_AXIS(), number=0.0, share=0.4)
    whole, gap = strip.axis, 30.0
    middle = whole.left + 0.45 * (whole.right - whole.left)
    strip.axis = Axis(whole.low, whole.high, whole.left, middle - gap / 2)
    then = Axis(0.0, 1.0, middle + gap / 2, whole.right - 4.0)
    top = sheet.height + 2.0
    strip.begin()
    ticks(sheet, then, _HALVES, per_cent, top, above=True)
    first = sheet.height
    for row in rows[:MOST]:
        y = strip.row(row.what, figure_sentences.listed_gap(row.id) if row.is_gap else row.id, most=3)
        sheet.box(strip.axis.at(0.0), y - 6.0, strip.axis.at(row.gain), y + 6.0, BLUE)
        _outcomes(sheet, then, row, y)
    bottom = sheet.height + 6.0
    strip.end((then, _HALVES, per_cent, figure_labels.THEN_AXIS()))
    guides(sheet, then, _HALVES, first, bottom)
    sheet.line([(then.at(rows[0].now), first), (then.at(rows[0].now), bottom)], opacity=0.25, beneath=True)
    sentence = figure_sentences.now(rows[0].now, scale)
    if len(rows) > MOST:
        sentence += f" {figure_sentences.more_tell(len(rows) - MOST)}"
    sheet.height = sheet.paragraph(0.0, sheet.height, sentence, sheet.width)


def _outcomes(sheet: Canvas, axis: Axis, row: CollectionRow, y: float) -> None:
    now = axis.at(row.now)
    sheet.line([(now, y - 8.0), (now, y + 8.0)], width=1.4)
    known = [axis.at(then) for then in (row.if_present, row.if_absent, row.now) if then is not None]
    sheet.line([(min(known), y), (max(known), y)], opacity=0.5, width=1.4)
    if row.if_absent is not None:
        sheet.ring(axis.at(row.if_absent), y, 3.6, AGAINST)
    if row.if_present is not None:
        sheet.dot(axis.at(row.if_present), y, 4.2, FOR)


def _plain(value: float) -> str:
    return figure(f"{value:g}")


def _sign_gain(sheet: Canvas, x: float, y: float) -> None:
    sheet.box(x, y - 5.0, x + 22.0, y + 5.0, BLUE)


def _sign_present(sheet: Canvas, x: float, y: float) -> None:
    sheet.dot(x + 11.0, y, 4.2, FOR)


def _sign_absent(sheet: Canvas, x: float, y: float) -> None:
    sheet.ring(x + 11.0, y, 3.6, AGAINST)


def _sign_now(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x + 11.0, y - 8.0), (x + 11.0, y + 8.0)], width=1.4)
