"""The items that are kept but not scored, and why."""

from __future__ import annotations

from collections.abc import Iterator

from assess.reporting.report.item_pages import item_anchor
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.words import headings, notes
from assess.reporting.words.item_sentences import not_scored as said
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


def not_scored(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the items that bear on nothing."""
    if result.unscored:
        yield Heading(2, headings.NOT_SCORED(), fold=True)
        yield Paragraph(notes.NOT_SCORED())
        yield Bullets(tuple(Point(said(one, names), one.id, item_anchor(one.id)) for one in result.unscored))
