"""The sections on items: those of each instance, and those that are not scored."""

from __future__ import annotations

from collections.abc import Iterator

from assess.analysis.rankings import items_by_strength
from assess.domain.language import say
from assess.domain.number_text import decibans, percent
from assess.reporting.report.anchors import item_anchor, question_anchor
from assess.reporting.report.cross_links import CrossLinks
from assess.reporting.report.report_blocks import (
    Bar,
    Block,
    Bullets,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.report.source_notes import item_notes
from assess.reporting.tables.claim_tables import hypothesis_columns, hypothesis_rows
from assess.reporting.tables.record_table import figures, heading
from assess.reporting.words import count_nouns, headings
from assess.reporting.words.confidence_sentences import confidence, confidence_figures
from assess.reporting.words.item_sentences import account, bearing, kept, kept_unscored
from assess.reporting.words.item_sentences import not_scored as reason_not_scored
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ItemResult, QuestionResult, Unscored


def instance_pages(result: Assessment, names: Names, links: CrossLinks) -> Iterator[Block]:
    """Yield the hypotheses of each instance, and its items, strongest first."""
    yield Heading(2, headings.ITEMS())
    yield Paragraph(headings.ITEMS_NOTE())
    touched = {item.instance for item in result.evidence.values()} | {unscored.instance for unscored in result.unscored}
    for question in result.questions.values():
        if question.id in touched:
            yield from _instance(result, question, names, links)
    bare = [question for question in result.questions.values() if question.id not in touched]
    if bare:
        yield Heading(3, headings.WITHOUT_ITEM(), fold=True)
        yield Paragraph(headings.WITHOUT_ITEM_NOTE())
        yield Grid(
            headings.columns(headings.WITHOUT_ITEM_COLUMNS),
            tuple(_without_item(question, names) for question in bare),
            caption=headings.WITHOUT_ITEM_CAPTION(),
            countries=tuple(question.country or "" for question in bare),
        )


def _without_item(question: QuestionResult, names: Names) -> tuple[str, ...]:
    prior = ", ".join(f"{hypothesis} {percent(p)}" for hypothesis, p in question.prior.items())
    return (say("yes") if question.moved else say("no"), prior, f"{names.question(question.id)} ({question.id})")


def _instance(result: Assessment, question: QuestionResult, names: Names, links: CrossLinks) -> Iterator[Block]:
    country = f", {question.country}" if question.country else ""
    yield Heading(
        3,
        f"{question.id}{country}: {names.question(question.id)}",
        anchor=question_anchor(question.id),
        aside=count_nouns.items(question.items),
        fold=True,
        country=question.country or "",
    )
    hypothesis, *shown = hypothesis_columns("report")
    rows = hypothesis_rows(question, names)
    yield Grid(
        (*map(heading, shown), heading(hypothesis)),
        tuple(
            (*(row[c.name] for c in shown), f"{names.label(question.question, row['hypothesis'])}: {row['meaning']}")
            for row in rows
        ),
        figures=figures(shown),
        caption=headings.INSTANCE_CAPTION(instance=question.id),
        bars=tuple(_bar(question, hypothesis) for hypothesis in question.posterior),
    )
    yield Paragraph(bearing(question))
    if question.confidence is not None:
        sentence = confidence(question.confidence, "the hypothesis that leads")
        yield Paragraph(f"{sentence} {confidence_figures(question.confidence, names.source_or_document)}".rstrip())
    items = items_by_strength(result, question.id)
    if items:
        hypotheses = tuple(question.posterior)
        yield Grid(
            headings.item_columns(tuple(names.label(question.question, h) for h in hypotheses)),
            tuple(_row(item, hypotheses, names) for item in items),
            figures=tuple(range(1, len(hypotheses) + 1)),
            caption=headings.ITEMS_CAPTION(instance=question.id),
            head=0,
            links=tuple(item_anchor(item.id) for item in items),
            notes=tuple(item_notes(names.item(item.id), result, names) for item in items),
        )
        yield Bullets(tuple(_account(item, names, links) for item in items))
    unscored = [kept(left_out) for left_out in result.unscored if left_out.instance == question.id]
    if unscored:
        yield Paragraph(kept_unscored(unscored))


def _bar(question: QuestionResult, hypothesis: str) -> Bar:
    return Bar(
        question.posterior[hypothesis],
        question.prior[hypothesis],
        question.interval[hypothesis] if question.interval else None,
        question.interval_50[hypothesis] if question.interval_50 else None,
    )


def _row(item: ItemResult, hypotheses: tuple[str, ...], names: Names) -> tuple[str, ...]:
    written = names.item(item.id)
    weights = (decibans(item.weight_db[hypothesis]) for hypothesis in hypotheses)
    return (
        item.id,
        *weights,
        names.worth(written),
        count_nouns.SAYS[written.says](),
        names.chain(written),
        names.places(written.cites),
    )


def _account(item: ItemResult, names: Names, links: CrossLinks) -> Point:
    written = names.item(item.id)
    text = account(written, item.instance.partition("/")[0], names)
    return Point(text, item.id, item_anchor(item.id), see=links.of_item(item.id))


def not_scored(result: Assessment, names: Names, links: CrossLinks) -> Iterator[Block]:
    """Yield the items that are not scored, with the reasons."""
    if result.unscored:
        yield Heading(2, headings.NOT_SCORED(), fold=True)
        yield Paragraph(headings.NOT_SCORED_NOTE())
        yield Bullets(tuple(_left_out(item, names, links) for item in result.unscored))


def _left_out(item: Unscored, names: Names, links: CrossLinks) -> Point:
    text, see = reason_not_scored(item, names), links.of_item(item.id)
    country = names.country_of(names.item(item.id).about)
    return Point(text, item.id, item_anchor(item.id), country, see)
