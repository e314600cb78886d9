"""The items of each instance, and what nobody reported on."""

from __future__ import annotations

from collections.abc import Iterator

from assess.present.figures import decibans
from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Grid, Heading, Paragraph, Point
from assess.present.tables import hypothesis_rows
from assess.present.words import bearing
from assess.study.assessment import Assessment, ItemResult, QuestionResult


def instance_pages(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield, for each instance, its hypotheses, its items, strongest first, and what nobody reported on."""
    yield Heading(2, "What each answer rests on")
    yield Paragraph(
        "Items stand strongest first. Their weights, by hypothesis, are in dB. Grade: the letter of the origin, the "
        "digit of the statement. The grades of those who passed it on are under Sources."
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
    if question.unsearched:
        yield Paragraph(f"Nobody reported on: {', '.join(question.unsearched)}.")


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
