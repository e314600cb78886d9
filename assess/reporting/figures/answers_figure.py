"""The answers to questions as stacked bars, over those before any evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from assess.domain.number_text import percent
from assess.domain.quoting import UnknownTargetError
from assess.reporting.figures.chart import WIDTH, Chart, finished, harmless, inline, nothing_to_draw
from assess.reporting.figures.label_widths import SIZE, SMALL, width_of, wrapped
from assess.reporting.figures.palette import FAINT, INK, TINT, TINTS
from assess.reporting.words import figure_labels, figure_sentences
from assess.scoring.columns import Range
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

_LEFT = 70.0
_HEIGHT = 62.0


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer to a question: its probability before and after the evidence, and its 90 % interval."""

    instance: str
    question: str
    hypothesis: str
    answer: str
    prior: float
    probability: float
    interval: Range | None
    leads: bool
    moved: bool


def answer_rows(result: Assessment, instances: Iterable[str]) -> list[AnswerRow]:
    """Return the answers to questions, in the order of the rubric.

    Parameters
    ----------
    result : Assessment
    instances : iterable of str

    Raises
    ------
    UnknownTargetError
        If one is not asked; it is a `KeyError`.
    """
    names, rows = Names(result), []
    for instance in instances:
        if instance not in result.questions:
            raise UnknownTargetError(instance, list(result.questions), "instances")
        asked = result.questions[instance]
        for hypothesis, probability in asked.posterior.items():
            rows.append(
                AnswerRow(
                    instance=instance,
                    question=names.question(instance),
                    hypothesis=hypothesis,
                    answer=names.in_words(asked.question, hypothesis),
                    prior=asked.prior[hypothesis],
                    probability=probability,
                    interval=None if asked.interval is None else asked.interval[hypothesis],
                    leads=hypothesis == asked.leading,
                    moved=asked.moved,
                )
            )
    return rows


def answers(result: Assessment, instances: Iterable[str]) -> Chart:
    """Draw the answers to questions as stacked bars over their priors; open where no evidence bears on them.

    Parameters
    ----------
    result : Assessment
    instances : iterable of str

    Raises
    ------
    AssessError
        If none is named (E823).
    UnknownTargetError
        If one is not asked; it is a `KeyError`.
    """
    rows = answer_rows(result, instances)
    if not rows:
        nothing_to_draw("answers", "no question is named", "name an instance")
    by_instance = [list(group) for _, group in groupby(rows, lambda row: row.instance)]
    first = next(row for row in rows if row.leads)
    return finished(
        [_panel(group, len(by_instance) > 1) for group in by_instance],
        "answers",
        figure_sentences.answered(first.question, first.answer, first.probability, first.prior),
        figure_labels.ANSWERS_CAPTION(),
        [_sentence(row) for row in rows],
        rows[0].instance if len(by_instance) == 1 else None,
    )


def _sentence(row: AnswerRow) -> str:
    said = figure_sentences.answered(row.question, row.answer, row.probability, row.prior)
    return figure_sentences.with_interval(said, row.interval)


def _panel(rows: list[AnswerRow], is_named: bool) -> Any:
    import altair as alt  # slow to load

    data = []
    for bar, high in (("now", 28.0), ("before", 12.0)):
        start = 0.0
        for n, row in enumerate(rows):
            chance = row.probability if bar == "now" else row.prior
            wide = (WIDTH - _LEFT) * chance
            number = percent(chance)
            name = wrapped(harmless(row.answer), wide - 8.0, SMALL, most=1)[0] if bar == "now" and wide > 60 else ""
            data.append(
                {
                    **asdict(row),
                    "bar": bar,
                    "said": _sentence(row),
                    "start": start,
                    "end": start + chance,
                    "middle": start + chance / 2,
                    "y": 16.0 if bar == "now" else 40.0,
                    "high": high,
                    "tint": TINTS[n % len(TINTS)],
                    "number": number if wide > width_of(number, SMALL) + 4.0 else "",
                    "name": name,
                }
            )
            start += chance
    chart = alt.Chart(inline(data))
    scale = alt.Scale(domain=[0, 1], range=[_LEFT, WIDTH], nice=False)
    x, x2 = alt.X("start:Q", scale=scale, axis=None), alt.X2("end")
    middle = alt.X("middle:Q", scale=scale, axis=None)
    height = {"scale": alt.Scale(domain=[0, _HEIGHT], range=[0, _HEIGHT], nice=False), "axis": None}

    def bars(bar: str, low: float, high: float) -> Any:
        is_full = "datum.moved" if bar == "now" else "true"
        return (
            chart.transform_filter(f"datum.bar == '{bar}'")
            .mark_rect(stroke=INK, strokeOpacity=0.5, strokeWidth=0.8)
            .encode(
                x=x,
                x2=x2,
                y=alt.YValue(low),
                y2=alt.Y2Value(high),
                fill=alt.Fill("tint:N", scale=None),
                fillOpacity=alt.FillOpacityValue(0.0, condition={"test": is_full, "value": TINT}),
                strokeDash=alt.StrokeDashValue([3, 3], condition={"test": is_full, "value": [1, 0]}),
                tooltip=alt.Tooltip("said:N"),
            )
        )

    def text(name: str, bar: str, y: float, **look: Any) -> Any:
        marks = chart.transform_filter(f"datum.bar == '{bar}'").mark_text(**{"baseline": "middle", **look})
        return marks.encode(x=middle, y=alt.YValue(y), text=alt.Text(f"{name}:N"))

    labels = [
        {"label": figure_labels.NOW(), "y": 17.0},
        {"label": figure_labels.PRIOR_ROW(), "y": 46.0},
    ]
    beside = alt.Chart(inline(labels)).mark_text(align="left", baseline="middle", fontSize=SMALL)
    return alt.layer(
        bars("now", 0.0, 34.0),
        bars("before", 38.0, 54.0),
        text("number", "now", 10.0, fontWeight="bold", fontSize=SIZE),
        text("name", "now", 25.0, fontSize=SMALL),
        text("number", "before", 46.0, fontSize=SMALL, opacity=FAINT),
        beside.encode(x=alt.XValue(0), y=alt.Y("y:Q", **height), text=alt.Text("label:N")),
    ).properties(
        width=WIDTH,
        height=_HEIGHT,
        **({"title": alt.Title(text=harmless(rows[0].question), fontSize=SIZE, offset=4)} if is_named else {}),
    )
