"""The core of a report: the first screen, and the sections directly after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from assess.analysis.digest.author_differences import AuthorDifference
from assess.analysis.digest.core_findings import CoreFindings
from assess.analysis.digest.lead_answer import LeadAnswer, SinceRecorded
from assess.analysis.digest.strongest_changes import LeadChanges
from assess.analysis.exact_numbers import LeaningInterval
from assess.analysis.rankings import claims_against_bands, countries_of_sources, question_countries
from assess.domain.language import capital, figure
from assess.domain.number_text import percent, spoken
from assess.reporting.figures.answers_figure import answers
from assess.reporting.figures.author_figure import authors
from assess.reporting.figures.chains_figure import chains
from assess.reporting.figures.tornado import rows_of, tornado_of
from assess.reporting.report.anchors import claim_anchor, question_anchor, source_anchor
from assess.reporting.report.country_sections import country_sections
from assess.reporting.report.first_screen import first_screen
from assess.reporting.report.report_blocks import Bar, Block, Bullets, Figure, Grid, Heading, Paragraph, Point, Stacks
from assess.reporting.report.source_notes import source_note
from assess.reporting.words import change_sentences, core_sentences, country_sentences, gap_sentences, lead_sentences
from assess.reporting.words import core_headings as heads
from assess.reporting.words.headings import columns
from assess.reporting.words.judgements import SIDES
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

_MOST_CHANGES, _MOST_DIFFERENCES, _MOST_LEANING = 8, 5, 3


def core_sections(
    result: Assessment,
    names: Names,
    lead: LeadAnswer,
    changes: LeadChanges,
    findings: CoreFindings,
    since: SinceRecorded | None,
) -> Iterator[Block]:
    """Yield the answer first, then the countries, sources, changes, authors, predictions and assumptions."""
    for block in first_screen(result, names, lead, changes, since):
        if isinstance(block, Stacks):
            yield replace(block, draw=partial(answers, result, [lead.question.id]))
        else:
            yield block
    if findings.countries:
        yield from country_sections(result, names, findings.countries, lead.question.id)
    yield from _whose_word(result, names, lead, changes, findings)
    yield from _what_changes(result, names, lead, changes, findings)
    yield from _authors(result, names, findings.differences)
    yield from _foretold(result, names)
    yield from _assumed(result, names, lead, findings)


def _whose_word(
    result: Assessment, names: Names, lead: LeadAnswer, changes: LeadChanges, findings: CoreFindings
) -> Iterator[Block]:
    if not findings.sources:
        return
    yield Heading(2, heads.WHOSE(), anchor="whose-word")
    through = lead.source.id if lead.source is not None and lead.is_foremost else ""
    spoken = [
        lead_sentences.whose_word(lead, len(result.evidence), names),
        lead_sentences.origins_of(list(result.sources.values()), through, names),
    ]
    digests = {digest.country: digest for digest in findings.countries if digest.country and digest.items}
    by_country = {code: country_sentences.whose_word(digest, names) for code, digest in digests.items()}
    yield Paragraph(" ".join(part for part in spoken if part), by_country if len(by_country) > 1 else {})
    by_author = {swing.of[0]: swing.at_low for swing in changes.swings if swing.kind == "favoured"}
    for author in changes.favoured:
        then = by_author.get(author.source)
        if then is not None:
            yield Paragraph(change_sentences.if_favoured(author, then, names), country=lead.question.country or "")
    countries = countries_of_sources(result)
    drawn = {code: partial(chains, result, None, code) for code in question_countries(result)}
    yield Figure(lambda: chains(result), by_country=drawn)
    yield Grid(
        columns(heads.SOURCE_HEADS),
        tuple(
            (
                names.grade(weight.source.id),
                str(weight.source.items_through),
                figure(f"{100.0 * weight.moves:.1f}"),
                percent(weight.answer),
                names.source(weight.source.id),
            )
            for weight in findings.sources
        ),
        figures=(1, 2, 3),
        caption=heads.SOURCES_CAPTION(),
        links=tuple(source_anchor(weight.source.id) for weight in findings.sources),
        countries=tuple(", ".join(countries.get(weight.source.id, ())) for weight in findings.sources),
        notes=tuple((source_note(weight.source.id, result, names),) for weight in findings.sources),
    )


def _what_changes(
    result: Assessment, names: Names, lead: LeadAnswer, changes: LeadChanges, findings: CoreFindings
) -> Iterator[Block]:
    shown = changes.swings[:_MOST_CHANGES]
    if not shown and not findings.collect:
        return
    yield Heading(2, heads.WHAT_CHANGES(), anchor="what-changes")
    now = changes.now
    if shown:
        table = Grid(
            columns(heads.CHANGE_HEADS),
            tuple((*change_sentences.ends(swing), change_sentences.what_changes(swing, names)) for swing in shown),
            figures=(0, 1),
            caption=heads.CHANGES_CAPTION(),
            bars=tuple(Bar(now, changes.prior, swing.reach(now)) for swing in shown),
        )
        draw = partial(tornado_of, result, lead.ident, rows_of(shown, now, names))
        yield Figure(draw, table, lead.question.country or "")
    if findings.collect:
        yield Heading(3, heads.COLLECT(), anchor="what-to-look-for")
        yield Grid(
            columns(heads.COLLECT_HEADS),
            tuple(gap_sentences.to_collect(row, result, names) for row in findings.collect),
            figures=(0, 1, 2),
            caption=heads.COLLECT_CAPTION(),
            links=tuple(
                claim_anchor(row.target.id) if row.target.kind == "claim" else question_anchor(row.target.id)
                for row in findings.collect
            ),
            countries=tuple(names.country_of(row.prospect.about) for row in findings.collect),
        )


def _authors(result: Assessment, names: Names, differences: Sequence[AuthorDifference]) -> Iterator[Block]:
    if not differences:
        return
    yield Heading(2, heads.AUTHORS(), anchor="authors")
    by_country = {
        code: [each.claim for each in differences if code in each.claim.countries]
        for code in question_countries(result)
    }
    said = {code: core_sentences.counted(claims_against_bands(claims)) for code, claims in by_country.items() if claims}
    yield Paragraph(core_sentences.counted(claims_against_bands(each.claim for each in differences)), said)
    drawn = {code: partial(authors, result, _MOST_DIFFERENCES, code) for code in said}
    yield Figure(lambda: authors(result, _MOST_DIFFERENCES), by_country=drawn)
    shown = [each for each in differences if each.gap > 0.0][:_MOST_DIFFERENCES]
    if shown:
        yield Grid(
            columns(heads.AUTHOR_HEADS),
            tuple(_difference(each, names) for each in shown),
            figures=(0,),
            caption=heads.AUTHORS_CAPTION(),
            links=tuple(claim_anchor(each.claim.id) for each in shown),
            countries=tuple(each.claim.country or "" for each in shown),
        )


def _difference(difference: AuthorDifference, names: Names) -> tuple[str, ...]:
    asserted = difference.claim.asserted
    assert asserted is not None
    assert asserted.term is not None
    return (
        percent(difference.claim.probability, names.scale),
        spoken(asserted.term, names.scale),
        SIDES[difference.side](),
        names.source(asserted.by),
        names.claim(difference.claim.id),
    )


def _foretold(result: Assessment, names: Names) -> Iterator[Block]:
    if not result.predictions:
        return
    yield Heading(2, heads.FORETOLD(), anchor="predictions")
    written = result.case.predictions
    yield Grid(
        columns(heads.PREDICTION_HEADS),
        tuple(
            (
                percent(prediction.probability, names.scale),
                written[ident].resolves_by or "-",
                core_sentences.outcome(written[ident]),
                names.claim(ident),
            )
            for ident, prediction in result.predictions.items()
        ),
        figures=(0,),
        caption=heads.PREDICTIONS_CAPTION(),
        links=tuple(claim_anchor(ident) for ident in result.predictions),
        countries=tuple(prediction.country or "" for prediction in result.predictions.values()),
    )


def _assumed(result: Assessment, names: Names, lead: LeadAnswer, findings: CoreFindings) -> Iterator[Block]:
    yield Heading(2, heads.ASSUMED(), anchor="assumptions")
    of = lead.question.country or ""
    prior = core_sentences.assumed_prior(lead.question, names)
    points = [Point(prior, heads.BEFORE_ANY_EVIDENCE(), country=of)]
    points += [
        Point(core_sentences.assumed_row(row, names), capital(names.observable(row.indicator)), country=of)
        for row in findings.rows
    ]
    by_numbers: dict[tuple[tuple[str, ...], ...], list[LeaningInterval]] = {}
    for each in findings.leaning[:_MOST_LEANING]:
        by_numbers.setdefault((each.indicators, each.priors), []).append(each)
    points += [Point(core_sentences.leans(group, names), heads.EXACTLY_KNOWN()) for group in by_numbers.values()]
    points += [
        Point(text, heads.WHAT_IS_SURPRISING(), is_overall=True)
        for text in core_sentences.surprising(findings.surprise, names)
    ]
    yield Bullets(tuple(points))
