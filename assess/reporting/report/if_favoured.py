"""What the claims would be if those who make them favoured them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.analysis.what_if.without_sources import IfFavoured
from assess.domain.number_text import percent
from assess.reporting.report.key_judgements import claim_anchor
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.words import headings, notes, source_sentences
from assess.reporting.words.licence import moves
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


def if_favoured(result: Assessment, names: Names, favoured: Sequence[IfFavoured]) -> Iterator[Block]:
    """Yield what the claims would be if those who make them also favoured them."""
    if not favoured:
        return
    yield Heading(2, headings.IF_FAVOURED())
    yield Paragraph(notes.IF_FAVOURED())
    yield Bullets(tuple(_reliability(one, names) for one in favoured))
    moved = [c for c in result.claims.values() if any(moves(c.probability, one.claims[c.id]) for one in favoured)]
    if moved:
        yield Grid(
            headings.supposed_columns(tuple(source_sentences.IF_FAVOURED(source=one.source) for one in favoured)),
            tuple(
                (
                    percent(claim.probability, names.scale),
                    *(percent(one.claims[claim.id]) for one in favoured),
                    percent(claim.prior),
                    claim.id,
                )
                for claim in moved
            ),
            figures=tuple(range(len(favoured) + 2)),
            caption=headings.IF_FAVOURED_CAPTION(),
            links=tuple(claim_anchor(claim.id) for claim in moved),
        )
    if len(moved) < len(result.claims):
        yield Paragraph(source_sentences.others_still(bool(moved)))


def _reliability(one: IfFavoured, names: Names) -> Point:
    said = source_sentences.if_favoured(names.source(one.source), one.prior, one.posterior, one.favours)
    return Point(said, one.source)
