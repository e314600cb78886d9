"""The sections on ladders of claims, on actors, and on the quantities given in documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assess.analysis.rankings import rungs
from assess.domain.case import Case
from assess.domain.context import Actor, Quantity
from assess.reporting.report.anchors import claim_anchor
from assess.reporting.report.report_blocks import (
    Bar,
    Block,
    Bullets,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.tables.claim_tables import rung_table
from assess.reporting.words import actor_sentences as words
from assess.reporting.words import headings
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


def ladders(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield each ladder of claims, lowest rung first."""
    every = rungs(result)
    if not every:
        return
    yield Heading(2, headings.LADDERS())
    yield Paragraph(headings.LADDERS_NOTE())
    yield Grid.of(
        rung_table(every, names),
        headings.LADDERS_CAPTION(),
        links=tuple(claim_anchor(rung.claim.id) for rung in every),
        bars=tuple(Bar.of(rung.claim) for rung in every),
    )


def who_is_who(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the actors and their reported relations."""
    case = result.case
    if not case.actors:
        return
    yield Heading(2, headings.WHO(), fold=True)
    yield Paragraph(words.how_many(len(case.actors), len(case.relations)))
    yield Bullets(
        tuple(
            Point(words.actor(actor, names), ident, country=_country(actor, names))
            for ident, actor in case.actors.items()
        )
    )
    if case.relations:
        yield Heading(3, headings.RELATIONS())
        rows = [
            (r.id, r.subject, r.relation, r.object, r.when or "-", names.places(r.cites), r.note or "")
            for r in case.relations
        ]
        yield Grid(
            headings.columns(headings.RELATION_COLUMNS),
            tuple(rows),
            caption=headings.RELATIONS_CAPTION(),
            head=0,
            countries=tuple(_countries((r.subject, r.object), names, case) for r in case.relations),
        )


def quantities(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the quantities given in documents, and those that conflict."""
    case = result.case
    if not case.quantities:
        return
    yield Heading(2, headings.QUANTITIES(), fold=True)
    rows = [
        (ident, quantity.what, words.value(quantity), _dated(quantity), names.places(quantity.cites))
        for ident, quantity in case.quantities.items()
    ]
    countries = {ident: _countries((q.about,), names, case) for ident, q in case.quantities.items()}
    yield Grid(
        headings.columns(headings.QUANTITY_COLUMNS),
        tuple(rows),
        caption=headings.QUANTITIES_CAPTION(),
        head=0,
        countries=tuple(countries.values()),
    )
    conflicts = [
        Point(words.conflict(q), ident, country=countries[ident]) for ident, q in case.quantities.items() if q.conflicts
    ]
    if conflicts:
        yield Bullets(tuple(conflicts))


def _countries(actors: Iterable[str | None], names: Names, case: Case) -> str:
    """Return the countries of actors, each once; an actor that is a subject may have its country from that subject."""
    of = [_country(case.actors[actor], names) for actor in actors if actor in case.actors]
    return ", ".join(dict.fromkeys(country for country in of if country))


def _country(actor: Actor, names: Names) -> str:
    return actor.country or (names.country_of(actor.subject) if actor.subject else "")


def _dated(quantity: Quantity) -> str:
    """Return the date of a quantity; ``-`` if it has none, or is itself that date."""
    return "-" if quantity.date in (None, str(quantity.value)) else str(quantity.date)
