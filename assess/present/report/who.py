"""Who is who, the figures that the documents give, and claims that rise by degrees. None of it carries weight."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.who import Actor, Quantity
from assess.present.figures import count, percent, percent_range
from assess.present.names import Names
from assess.present.report.blocks import Bar, Block, Bullets, Grid, Heading, Paragraph, Point
from assess.present.report.claims import claim_anchor
from assess.study.assessment import Assessment

_LONG = 10_000
"""Whole numbers from here are written in groups of three digits; years stay whole."""


def ladders(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield each ladder of claims as one rising scale: lowest rung first, each implied by the next."""
    rungs: dict[str, list[tuple[int, str]]] = {}
    for ident, claim in result.case.claims.items():
        if claim.ladder is not None and claim.rung is not None:
            rungs.setdefault(claim.ladder, []).append((claim.rung, ident))
    if not rungs:
        return
    yield Heading(2, "Claims by degrees")
    yield Paragraph("Each rung implies those below it, so that its probability can only be the same or less.")
    rows, links, bars = [], [], []
    for ladder, claims in rungs.items():
        for rung, ident in sorted(claims):
            scored = result.claims[ident]
            number = percent(scored.probability, names.scale)
            text, prior = f"{names.claim(ident)} ({ident})", percent(scored.prior)
            rows.append((ladder, str(rung), number, percent_range(scored.interval), scored.term or "-", prior, text))
            links.append(claim_anchor(ident))
            bars.append(Bar.of(scored))
    yield Grid(
        ("ladder", "rung", "probability", "90 %", "word", "prior", "claim"),
        tuple(rows),
        figures=(1, 2, 3, 5),
        caption="Claims by degrees",
        links=tuple(links),
        bars=tuple(bars),
    )


def who_is_who(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the actors with what is reported of their relations."""
    case = result.case
    if not case.actors:
        return
    yield Heading(2, "Who is who", fold=True)
    yield Paragraph(
        f"{count(len(case.actors), 'actor').capitalize()} and {count(len(case.relations), 'relation')} as the "
        "documents report them. They carry no weight."
    )
    yield Bullets(tuple(Point(_actor(actor, names), ident) for ident, actor in case.actors.items()))
    if case.relations:
        yield Heading(3, "Relations")
        rows = [
            (r.id, r.subject, r.relation, r.object, r.when or "-", names.places(r.cites), r.note or "")
            for r in case.relations
        ]
        yield Grid(
            ("relation", "from", "what is said", "to", "when", "where", "note"),
            tuple(rows),
            caption="Relations as the documents report them",
            head=0,
        )


def _actor(actor: Actor, names: Names) -> str:
    facts = [actor.type, actor.country, actor.dates]
    said = f"{actor.name} ({', '.join(fact for fact in facts if fact)})."
    if actor.aliases:
        said += f" Also {'; '.join(actor.aliases)}."
    for text in (actor.role, actor.note):
        if text:
            said += f" {text.rstrip('.')}."
    return f"{said} {names.places(actor.cites)}." if actor.cites else said


def quantities(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the figures and dates that the documents give, and those that do not go together."""
    case = result.case
    if not case.quantities:
        return
    yield Heading(2, "Figures and dates", fold=True)
    rows = [
        (ident, quantity.what, _value(quantity), _dated(quantity), names.places(quantity.cites))
        for ident, quantity in case.quantities.items()
    ]
    yield Grid(
        ("figure", "what", "value", "of", "where"), tuple(rows), caption="Figures that the documents give", head=0
    )
    conflicts = [
        Point(f"does not go together with {', '.join(q.conflicts)}. {q.note or ''}".strip(), ident)
        for ident, q in case.quantities.items()
        if q.conflicts
    ]
    if conflicts:
        yield Bullets(tuple(conflicts))


def _value(quantity: Quantity) -> str:
    if quantity.value is None:
        value = f"{quantity.low:g} to {quantity.high:g}"
    else:
        is_long = isinstance(quantity.value, int) and quantity.value >= _LONG
        value = f"{quantity.value:,}" if is_long else str(quantity.value)
    return f"{value} {quantity.unit}" if quantity.unit else value


def _dated(quantity: Quantity) -> str:
    """Return the date of a figure; none where the figure is that date."""
    return "-" if quantity.date in (None, str(quantity.value)) else str(quantity.date)
