"""Stacked bars of several questions in a Word document, two side by side, each over the key to its tints."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from assess.reporting.report.answer_cells import StackedBar
from assess.reporting.report.as_docx.word_elements import describe, keep_whole
from assess.reporting.report.report_blocks import Stacks
from assess.reporting.report.stack_drawing import stack_png, tint
from assess.reporting.report.typesetting import TEXT_WIDTH, one_line
from assess.reporting.words import page_frame as words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_FIRM = "\u00a0"
"""A space at which no line breaks, so that a key stays in one piece."""
_BESIDE = 2
_WIDTH = 81.0
"""Of a bar, in millimetres."""
_SIZE, _SMALL = 8.5, 7.0
"""Of letters, in points."""


def add_bars(word: Document, stacks: Stacks, add_name: Callable[[Paragraph, str, str], None]) -> None:
    """Add stacked bars to a document.

    Parameters
    ----------
    word : Document
    stacks : Stacks
    add_name : callable
        Adds a text to a paragraph, linked to an anchor.
    """
    from docx.shared import Mm

    pairs = [stacks.rows[at : at + _BESIDE] for at in range(0, len(stacks.rows), _BESIDE)]
    table = word.add_table(rows=len(pairs), cols=_BESIDE)
    table.autofit = False
    for made, pair in zip(table.rows, pairs, strict=True):
        keep_whole(made, is_head=False)
        for cell, row in zip(made.cells, pair, strict=False):
            cell.width = Mm(TEXT_WIDTH / _BESIDE)
            _named(cell.paragraphs[0], row, add_name)
            _drawn(cell.add_paragraph(), row)
            _keyed(cell.add_paragraph(), row)


def _named(paragraph: Paragraph, row: StackedBar, add_name: Callable[[Paragraph, str, str], None]) -> None:
    from docx.shared import Pt

    best = row.segments[row.leads]
    _close(paragraph)
    add_name(paragraph, one_line(row.name), row.link)
    paragraph.add_run(f": {one_line(best.label)} ")
    paragraph.add_run(one_line(best.written)).bold = True
    paragraph.add_run(f", {one_line(words.before(best.written_prior))}")
    for run in paragraph.runs:
        run.font.size = Pt(_SIZE)


def _drawn(paragraph: Paragraph, row: StackedBar) -> None:
    from docx.shared import Mm

    _close(paragraph)
    shape = paragraph.add_run().add_picture(io.BytesIO(stack_png(row)), width=Mm(_WIDTH))
    parts = (f"{s.label} {s.written} ({words.before(s.written_prior)})" for s in row.segments)
    describe(shape, one_line(f"{row.name}: {', '.join(parts)}"))


def _keyed(paragraph: Paragraph, row: StackedBar) -> None:
    from docx.shared import Pt, RGBColor

    paragraph.paragraph_format.space_after = Pt(4)
    for place, segment in enumerate(row.segments):
        square = paragraph.add_run(f"■{_FIRM}")
        square.font.color.rgb = RGBColor.from_string(tint(place))
        label = one_line(segment.label).replace(" ", _FIRM)
        paragraph.add_run(f"{label}  ")
    for run in paragraph.runs:
        run.font.size = Pt(_SMALL)


def _close(paragraph: Paragraph) -> None:
    """Set a paragraph close to the next."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(0)
