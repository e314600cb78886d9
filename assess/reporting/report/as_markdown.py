"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from assess.domain.quoting import clean
from assess.reporting.markdown import (
    escape,
    table,
    wrap,
)
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Command,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Point,
    Ruler,
)


def written(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown that reads well in a terminal too."""
    return "\n\n".join(_block(block) for block in blocks if not isinstance(block, Ruler | Figure)) + "\n"


def _block(block: Heading | Paragraph | Bullets | Grid | Command) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text):
            return wrap(escape(text))
        case Bullets(points):
            return "\n".join(wrap(_point(point), "- ", "  ") for point in points)
        case Grid(columns=columns, rows=rows, figures=figures):
            return table(columns, rows, figures)
        case Command(text):
            return f"    {clean(text)}"


def _point(point: Point) -> str:
    return f"**{escape(point.lead)}**: {escape(point.text)}" if point.lead else escape(point.text)
