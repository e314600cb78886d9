"""The figure of what to look for next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assess.analysis.collection.collection_plan import CollectionPlan
from assess.analysis.collection.plan import plan
from assess.domain.number_text import bits
from assess.reporting.figures.chart import Chart, finished, nothing_to_draw
from assess.reporting.figures.palette import AGAINST, BLUE, FOR
from assess.reporting.figures.strip import LEFT, Axis, Line, Panel, decimals, even_steps, strip
from assess.reporting.tables.plan_tables import MOST
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


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
    """Return the indicators to look for on a claim, prediction or instance, most telling first.

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
    return _rows(sought(result, ident, grade), ident)


def sought(result: Assessment, idents: str | Iterable[str], grade: str | None = None) -> CollectionPlan:
    """Return as much of the plan for claims and questions as their figures show; otherwise as `collection`."""
    return plan(result, idents, grade, paired=0, reports=False)


def _rows(whole: CollectionPlan, ident: str) -> list[CollectionRow]:
    target, names = whole.targets[ident], Names(whole.result)
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


def collection(result: Assessment, ident: str, grade: str | None = None) -> Chart:
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
    return collection_of(sought(result, ident, grade), ident)


def collection_of(whole: CollectionPlan, ident: str) -> Chart:
    """Draw what to look for next from a plan; otherwise as `collection`."""
    rows, names, target = _rows(whole, ident), Names(whole.result), whole.targets[ident]
    judged = names.claim(ident) if target.kind == "claim" else names.answer(ident, target.judged)
    if not rows:
        nothing_to_draw("collection", f"every indicator of {ident} has a report", "name another claim")
    lines = [
        Line(
            row,
            figure_sentences.prospect(row.what, row.gain, row.if_present, row.if_absent, names.scale),
            row.what,
            figure_sentences.listed_gap(row.id) if row.is_gap else "",
            values={"zero": 0.0},
        )
        for row in rows[:MOST]
    ]
    steps = even_steps(0.0, max(row.gain for row in rows), 3)
    gain = Axis(figure_labels.GAIN_AXIS(), steps, decimals(steps), right=LEFT + 140.0)
    caption = figure_labels.COLLECTION_CAPTION(grade=whole.grade, most=bits(target.uncertainty))
    if len(rows) > len(lines):
        caption = f"{caption} {figure_sentences.more_tell(len(rows) - len(lines))}"
    return finished(
        strip(lines, gain, _marks, is_split=True),
        "collection",
        figure_labels.COLLECTION(judged=judged, what=rows[0].what),
        caption,
        [line.said for line in lines],
        ident,
        figure_labels.COLLECTION_KEY(),
    )


def _marks(panel: Panel) -> Sequence[Any]:
    import altair as alt  # slow to load

    then = Axis(figure_labels.THEN_AXIS(), (0.0, 0.5, 1.0), left=LEFT + 175.0, right=660.0)
    after = alt.layer(
        panel.rule("if_absent", "if_present", then, strokeWidth=1.4, opacity=0.5),
        panel.tick("now", then),
        panel.dot("if_absent", then, AGAINST, "false", size=50),
        panel.dot("if_present", then, FOR),
    )
    return [alt.layer(panel.rule("zero", "gain", colour=BLUE, strokeWidth=12)), after]
