"""The sections on countries: what is known of each, its strongest items, and what nobody looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.analysis.digest.countries import CountryDigest
from assess.analysis.digest.question_basis import points_to
from assess.domain.evidence import Evidence
from assess.reporting.report.anchors import item_anchor
from assess.reporting.report.first_screen import stacks
from assess.reporting.report.report_blocks import Block, Grid, Heading, Paragraph
from assess.reporting.report.source_notes import item_notes
from assess.reporting.words import core_headings as heads
from assess.reporting.words.country_sentences import (
    argued,
    asked_of_each,
    document_of_all,
    items_caption,
    not_looked_for,
    place,
    place_of_item,
)
from assess.reporting.words.headings import columns
from assess.reporting.words.item_sentences import quoting
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ItemResult


def country_sections(
    result: Assessment, names: Names, countries: Sequence[CountryDigest], lead: str
) -> Iterator[Block]:
    """Yield what is known of each country; of one without a name, under the common heading.

    Parameters
    ----------
    result : Assessment
    names : Names
    countries : sequence of CountryDigest
    lead : str
        The question already answered above.
    """
    yield Heading(2, heads.COUNTRIES() if len(countries) > 1 else heads.KNOWN())
    asked = asked_of_each(countries, names)
    if asked:
        yield Paragraph(asked)
    for number, country in enumerate(countries, 1):
        code = country.country or ""
        if code:
            yield Heading(3, place(code, names), anchor=f"country-{number}", country=code)
        yield Paragraph(argued(country, names, bool(asked) or (not code and country.first.id == lead)))
        if country.bodies:
            yield stacks((country.first, *country.bodies), names)
        if country.strongest:
            yield _strongest(result, names, country)
        missing = not_looked_for(country, names)
        if missing:
            yield Paragraph(missing)


def _strongest(result: Assessment, names: Names, country: CountryDigest) -> Grid:
    document = document_of_all([names.item(item.id) for item in country.strongest], result.case)
    return Grid(
        columns(heads.ITEM_HEADS),
        tuple(_row(item, names.item(item.id), result, names, not document) for item in country.strongest),
        caption=items_caption(place(country.country, names) if country.country else "", document),
        links=tuple(item_anchor(item.id) for item in country.strongest),
        notes=tuple(item_notes(names.item(item.id), result, names) for item in country.strongest),
    )


def _row(item: ItemResult, written: Evidence, result: Assessment, names: Names, is_titled: bool) -> tuple[str, ...]:
    question = result.questions[item.instance].question
    return (
        names.worth(written),
        place_of_item(written, result.case, is_titled),
        names.in_words(question, points_to(item)),
        quoting(written.summary or names.indicator(written.indicator, written.about), written.quote),
    )
