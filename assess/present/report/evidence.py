"""The items of each instance, and the indicators that they report on."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.instances import Layout
from assess.present.figures import decibans
from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Grid, Heading, Paragraph, Point
from assess.present.tables import hypothesis_rows
from assess.present.words import bearing
from assess.study.assessment import Assessment, ItemResult, QuestionResult


def instance_pages(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield, for each instance, its hypotheses and its items, strongest first."""
    yield Heading(2, "What each answer rests on")
    yield Paragraph(
        "Items stand strongest first. Their weights, by hypothesis, are in dB. Grade: the letter of the origin, the "
        "digit of the statement, and after “via” the letters of those who passed it on."
    )
    for question in result.questions.values():
        yield from _instance(result, question, names)


def _instance(result: Assessment, question: QuestionResult, names: Names) -> Iterator[Block]:
    country = f", {question.country}" if question.country else ""
    yield Heading(3, f"{question.id}{country}: {names.question(question.id)}")
    rows = hypothesis_rows(question, names)
    yield Grid(
        ("probability", "word", "prior", "hypothesis"),
        tuple((r.probability, r.word, r.prior, f"{r.hypothesis}: {r.meaning}") for r in rows),
        figures=(0, 2),
    )
    yield Paragraph(bearing(question))
    items = [item for item in result.evidence.values() if item.instance == question.id]
    items.sort(key=lambda item: (-item.strength_db, item.id))
    if items:
        hypotheses = tuple(question.posterior)
        yield Grid(
            ("item", *(f"{h}, dB" for h in hypotheses), "grade", "says", "source", "where"),
            tuple(_row(item, hypotheses, names) for item in items),
            figures=tuple(range(1, len(hypotheses) + 1)),
        )
        yield Bullets(tuple(_account(item, names) for item in items))
    unscored = [f"{one.id} ({one.reason})" for one in result.unscored if one.instance == question.id]
    if unscored:
        yield Paragraph(f"Kept but not scored: {', '.join(unscored)}; see below.")


def _row(item: ItemResult, hypotheses: tuple[str, ...], names: Names) -> tuple[str, ...]:
    said = names.item(item.id)
    weights = (decibans(item.weight_db[hypothesis]) for hypothesis in hypotheses)
    return (item.id, *weights, names.worth(said), said.says, names.chain(said), names.places(said.cites))


def _account(item: ItemResult, names: Names) -> Point:
    said = names.item(item.id)
    event = f", event {said.event}" if said.event else ""
    on = f" on {said.about}" if said.about != item.instance.partition("/")[0] else ""
    summary = said.summary or f"{said.source} says {said.says}: {names.indicator(said.indicator, said.about)}"
    return Point(f"{summary} ({said.indicator}{on}{event})", item.id)


def reported_on(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield, for each indicator, of how many instances of its question an item reports on it."""
    layout = Layout(result.case, result.rubric)
    rows = []
    for indicator in result.rubric.indicators:
        question = layout.top_question(indicator)
        asked = [q for q in result.questions.values() if q.question == question]
        if asked:
            reported = sum(indicator not in q.unsearched for q in asked)
            rows.append((question, f"{reported} of {len(asked)}", f"{names.indicator(indicator)} ({indicator})"))
    if rows:
        yield Heading(2, "What was reported on")
        yield Paragraph(
            "Of how many of the subjects and dates that a question is asked of there is a scored item on each of its "
            "indicators. What nobody reported on changes nothing."
        )
        yield Grid(("question", "reported on", "indicator"), tuple(rows), figures=(1,))
