"""The annexes of a report: everything that its core rests on, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assess.analysis.claim_analysis import ClaimAnalysis
from assess.analysis.digest.lead_answer import lead_answer
from assess.analysis.what_if.without_sources import IfFavoured
from assess.reporting.figures.item_matrix import matrix
from assess.reporting.report.anchors import document_anchor, question_anchor
from assess.reporting.report.claim_pages import claim_pages, prediction_pages
from assess.reporting.report.cross_links import CrossLinks
from assess.reporting.report.gaps_section import gaps
from assess.reporting.report.inconsistency_count import count_beside
from assess.reporting.report.item_pages import instance_pages, not_scored
from assess.reporting.report.key_judgements import claim_table, key_judgements, prediction_table
from assess.reporting.report.method_section import method, reproduction
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.report.source_pages import if_favoured, source_pages, without_page
from assess.reporting.report.who_is_who import ladders, quantities, who_is_who
from assess.reporting.tables.claim_tables import posterior
from assess.reporting.words import core_headings, headings, opening
from assess.reporting.words.count_nouns import COVERAGE
from assess.scoring.claim_statements import author_of
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, QuestionResult


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The analyses that a report shows beside the result.

    Parameters
    ----------
    without : dict of str to dict of str to float
        By source and claim, the probability if the source had said and relayed nothing.
    favoured : sequence of IfFavoured
        The claims if their authors favoured them.
    analyses : dict of str to ClaimAnalysis
        The claims analysed closely; empty if nothing was drawn.
    """

    without: Mapping[str, Mapping[str, float]]
    favoured: Sequence[IfFavoured]
    analyses: Mapping[str, ClaimAnalysis] = field(default_factory=dict)


def annexes(result: Assessment, what_if: WhatIf) -> Iterator[Block]:
    """Yield the annexes: judgements first, then the reasons, then everything that they rest on.

    Parameters
    ----------
    result : Assessment
    what_if : WhatIf
    """
    names, links = Names(result), CrossLinks(result, what_if.analyses)
    yield from _opening(result, names)
    yield from key_judgements(result, names)
    yield from claim_table(result, names)
    yield from _map(result, names)
    yield from count_beside(result, names)
    yield from claim_pages(result, names, what_if.analyses, links)
    yield from ladders(result, names)
    yield from prediction_table(result, names)
    yield from prediction_pages(result, names, what_if.analyses, links)
    yield from source_pages(result, names, links)
    yield from without_page(result, names, what_if.without)
    yield from if_favoured(result, names, what_if.favoured)
    yield from gaps(result, names)
    yield from who_is_who(result, names)
    yield from quantities(result, names)
    yield from method(names)
    yield from instance_pages(result, names, links)
    yield from not_scored(result, names, links)
    yield from _documents(names, links)
    yield from reproduction(result)


def _opening(result: Assessment, names: Names) -> Iterator[Block]:
    yield Heading(2, core_headings.ANNEXES(), anchor="annexes")
    yield Paragraph(core_headings.ANNEXES_NOTE())
    scored = {item.source for item in result.case.evidence if item.id in result.evidence}
    yield Paragraph(opening.case_line(result, len(scored)))
    yield Paragraph(opening.caution(names.scale.scale))
    if names.case.why:
        yield Paragraph(opening.analyst(names.case.why))


def _map(result: Assessment, names: Names) -> Iterator[Block]:
    yield Heading(2, headings.HYPOTHESES())
    yield Paragraph(headings.HYPOTHESES_NOTE())
    asked_first = lead_answer(result).question
    if asked_first.items:
        yield Figure(lambda: matrix(result, asked_first.id), country=asked_first.country or "")
    for question, entry in result.rubric.questions.items():
        asked = [q for q in result.questions.values() if q.question == question]
        if not asked:
            continue
        countries = list(dict.fromkeys(q.country for q in asked))
        asked.sort(key=lambda q: countries.index(q.country))
        hypotheses = tuple(names.label(question, hypothesis) for hypothesis in entry.hypotheses)
        yield Heading(3, f"{question}: {names.asks(question)}")
        yield Grid(
            headings.map_columns(hypotheses),
            tuple(_map_row(q, names) for q in asked),
            figures=tuple(range(1, len(hypotheses) + 2)),
            caption=headings.HYPOTHESES_CAPTION(question=question),
            links=tuple(question_anchor(q.id) for q in asked),
            countries=tuple(q.country or "-" for q in asked),
        )
        meanings = [names.hypothesis(question, hypothesis) for hypothesis in entry.hypotheses]
        yield Bullets(tuple(map(Point, meanings, hypotheses)))


def _map_row(question: QuestionResult, names: Names) -> tuple[str, ...]:
    numbers = [posterior(question, hypothesis, names.scale) for hypothesis in question.posterior]
    period = f", {question.period}" if question.period else ""
    where = f"{names.subject(question.subject)}{period} ({question.id})"
    return (question.country or "-", *numbers, str(question.items), COVERAGE[question.coverage](), where)


def _documents(names: Names, links: CrossLinks) -> Iterator[Block]:
    if not names.case.documents:
        return
    yield Heading(2, headings.DOCUMENTS())
    yield Bullets(
        tuple(
            Point(
                opening.document_line(document, author_of(document, names.case)),
                ident,
                document_anchor(ident),
                see=links.of_document(ident),
            )
            for ident, document in names.case.documents.items()
        )
    )
