"""The sections on sources: their reliability, the claims without each, and the claims if authors favoured them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from assess.analysis.rankings import claims_by_move, countries_of_sources, question_countries, sources_by_items
from assess.analysis.what_if.without_sources import IfFavoured
from assess.domain.number_text import percent
from assess.reporting.figures.sources_figure import sources
from assess.reporting.report.anchors import claim_anchor, source_anchor
from assess.reporting.report.cross_links import CrossLinks
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.report.source_notes import source_note
from assess.reporting.tables.record_table import cell, figures, heading
from assess.reporting.words import headings, source_sentences
from assess.reporting.words import source_sentences as words
from assess.reporting.words.licence import moves
from assess.scoring.columns import columns
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult, SourceResult

_MOST_COLUMNS, _COLUMN_SHARE = 4, 0.1
"""Sources that have a column of their own: at most so many, through each of which such a share of the items passes."""
_MOST_NAMED = 3
_MOST_DRAWN = 60


def source_pages(result: Assessment, names: Names, links: CrossLinks) -> Iterator[Block]:
    """Yield the sources, those with the most items first, and the reasons for their grades."""
    in_order, shown = sources_by_items(result), columns(SourceResult, "report")
    yield Heading(2, headings.SOURCES())
    countries = countries_of_sources(result)
    drawn = {code: partial(sources, result, _MOST_DRAWN, code) for code in question_countries(result)}
    yield Figure(lambda: sources(result, _MOST_DRAWN), by_country=drawn)
    yield Grid(
        (headings.GRADE(), *map(heading, shown), headings.SOURCE()),
        tuple(
            (
                names.grade(source.id),
                *(cell(column, column.value(source)) for column in shown),
                f"{names.source(source.id)} ({source.id})",
            )
            for source in in_order
        ),
        figures=tuple(place + 1 for place in figures(shown)),
        caption=headings.SOURCES_CAPTION(),
        links=tuple(source_anchor(source.id) for source in in_order),
        countries=tuple(", ".join(countries.get(source.id, ())) for source in in_order),
        notes=tuple((source_note(source.id, result, names),) for source in in_order),
    )
    points = []
    for source in in_order:
        written = names.case.sources[source.id]
        sentences = [f"{written.kind}."] if written.kind else []
        sentences.append(words.favours(written.favours))
        sentences += [part for part in (written.why, written.note) if part]
        see = links.of_source(source.id)
        of = ", ".join(countries.get(source.id, ()))
        points.append(Point(" ".join(sentences), source.id, source_anchor(source.id), of, see))
    yield Bullets(tuple(points))


def without_page(result: Assessment, names: Names, without: Mapping[str, Mapping[str, float]]) -> Iterator[Block]:
    """Yield the claims without each of the main sources, and those that move without the others."""
    in_order = [source for source in sources_by_items(result) if source.id in without]
    if not result.claims or not in_order:
        return
    enough = _COLUMN_SHARE * len(result.evidence)
    shown = [source for source in in_order if source.items_through >= enough][:_MOST_COLUMNS]
    yield Heading(2, headings.WITHOUT_A_SOURCE())
    yield Paragraph(headings.WITHOUT_A_SOURCE_NOTE())
    if shown:
        yield Grid(
            headings.supposed_columns(tuple(words.WITHOUT(source=s.id) for s in shown)),
            tuple(_without_row(result.claims[claim], shown, without, names) for claim in result.claims),
            figures=tuple(range(len(shown) + 2)),
            caption=headings.WITHOUT_CAPTION(),
            links=tuple(claim_anchor(claim) for claim in result.claims),
        )
    rest = [source for source in in_order if source not in shown]
    if rest:
        yield Paragraph(headings.OTHER_SOURCES_NOTE())
        countries = countries_of_sources(result)
        yield Bullets(
            tuple(
                _moved(source, result, names, without[source.id], ", ".join(countries.get(source.id, ())))
                for source in rest
            )
        )


def _without_row(
    claim: ClaimResult, shown: Sequence[SourceResult], without: Mapping[str, Mapping[str, float]], names: Names
) -> tuple[str, ...]:
    numbers = (percent(without[source.id][claim.id]) for source in shown)
    return (percent(claim.probability, names.scale), *numbers, percent(claim.prior), _titled(claim, names))


def _titled(claim: ClaimResult, names: Names) -> str:
    text = names.claim(claim.id)
    return text if text == claim.id else f"{text} ({claim.id})"


def _moved(source: SourceResult, result: Assessment, names: Names, without: Mapping[str, float], country: str) -> Point:
    through = source.items_through
    moved = [claim for claim in claims_by_move(result, without) if moves(claim.probability, without[claim.id])]
    name = names.source(source.id)
    if not moved:
        return Point(words.unmoving(name, through), source.id, country=country)
    most = [(claim.id, claim.probability, without[claim.id]) for claim in moved[:_MOST_NAMED]]
    return Point(words.moving(name, through, most), source.id, country=country)


def if_favoured(result: Assessment, names: Names, favoured: Sequence[IfFavoured]) -> Iterator[Block]:
    """Yield the claims as they would be if their authors favoured them."""
    if not favoured:
        return
    yield Heading(2, headings.IF_FAVOURED())
    yield Paragraph(headings.IF_FAVOURED_NOTE())
    yield Bullets(tuple(_reliability(author, names) for author in favoured))
    moved = [c for c in result.claims.values() if any(moves(c.probability, author.claims[c.id]) for author in favoured)]
    if moved:
        yield Grid(
            headings.supposed_columns(tuple(source_sentences.IF_FAVOURED(source=author.source) for author in favoured)),
            tuple(
                (
                    percent(claim.probability, names.scale),
                    *(percent(author.claims[claim.id]) for author in favoured),
                    percent(claim.prior),
                    _titled(claim, names),
                )
                for claim in moved
            ),
            figures=tuple(range(len(favoured) + 2)),
            caption=headings.IF_FAVOURED_CAPTION(),
            links=tuple(claim_anchor(claim.id) for claim in moved),
        )
    if len(moved) < len(result.claims):
        yield Paragraph(source_sentences.others_still(bool(moved)))


def _reliability(author: IfFavoured, names: Names) -> Point:
    name = names.source(author.source)
    text = source_sentences.if_favoured(name, author.prior, author.posterior, author.asserts)
    return Point(text, author.source)
