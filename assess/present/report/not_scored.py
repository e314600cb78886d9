"""The items that are kept but not scored, and why."""

from __future__ import annotations

from collections.abc import Iterator

from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Heading, Paragraph, Point
from assess.present.report.evidence import item_anchor
from assess.present.words import headings, notes
from assess.present.words.items import not_scored as said
from assess.study.assessment import Assessment


def not_scored(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the items that bear on nothing."""
    if result.unscored:
        yield Heading(2, headings.NOT_SCORED(), fold=True)
        yield Paragraph(notes.NOT_SCORED())
        yield Bullets(tuple(Point(said(one, names), one.id, item_anchor(one.id)) for one in result.unscored))
