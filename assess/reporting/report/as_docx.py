"""A report as a Word document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assess.domain.quoting import clean
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Command,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Ruler,
    Stacks,
    Tiles,
)

if TYPE_CHECKING:
    from docx.document import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of all that is in the file, so that the same report is the same bytes."""
_WIDE = 6
"""Columns from which a table is set smaller."""
_TEXT_WIDTH = 170.0
"""Of a page, in millimetres."""
_LONGEST = 60
"""Characters from which a text makes its column no wider."""


def document(blocks: Iterable[Block]) -> bytes:
    """Return blocks as the bytes of a Word document: headings, lists and tables in its own styles.

    Parameters
    ----------
    blocks : iterable of Block
        The first is the title.
    """
    import docx

    word = docx.Document()
    _set_up(word)
    for block in blocks:
        _add(word, block)
    return _dateless(word)


def _set_up(word: Document) -> None:
    from docx.shared import Mm, Pt

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    normal: Any = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    properties = word.core_properties
    properties.author = properties.last_modified_by = "assess"
    properties.comments = properties.keywords = ""


def _add(word: Document, block: Block) -> None:
    match block:
        case Heading(level=1, text=text):
            word.core_properties.title = clean(text)[:255]
            word.add_heading(clean(text), 0)
            _head_pages(word, clean(text))
        case Heading(level=level, text=text, aside=aside):
            word.add_heading(clean(f"{text}: {aside}" if aside else text), level - 1)
        case Paragraph(text):
            word.add_paragraph(clean(text))
        case Bullets(points):
            for point in points:
                item = word.add_paragraph(style="List Bullet")
                if point.lead:
                    item.add_run(clean(point.lead)).bold = True
                    item.add_run(": ")
                item.add_run(clean(point.text))
        case Grid():
            _table(word, block)
        case Stacks() | Tiles():
            _table(word, block.grid())
        case Command(text):
            word.add_paragraph().add_run(clean(text)).font.name = "Consolas"
        case Ruler():
            pass
        case Figure():
            _picture(word, block)


def _head_pages(word: Document, title: str) -> None:
    """Set the title over each page and its number under it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section = word.sections[0]
    section.header.paragraphs[0].text = title
    run = section.footer.paragraphs[0].add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run._r.append(element)


def _table(word: Document, grid: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    if grid.caption:
        word.add_paragraph(clean(grid.caption), style="Caption")
    order = sorted(range(len(grid.columns)), key=lambda column: column != grid.head % len(grid.columns))
    lines = [[clean(row[column]) for column in order] for row in (grid.columns, *grid.rows)]
    widths = [Mm(millimetres) for millimetres in _widths(lines)]
    right = {place for place, column in enumerate(order) if column in grid.figures}
    size = Pt(7.5 if len(order) >= _WIDE else 9)
    table = word.add_table(rows=len(lines), cols=len(order), style="Light Shading Accent 1")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (made, line) in enumerate(zip(table.rows, lines, strict=True)):
        for place, (cell, text) in enumerate(zip(made.cells, line, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size, run.bold = size, number == 0
            if place in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    word.add_paragraph()


def _widths(lines: Sequence[Sequence[str]]) -> list[float]:
    """Return the widths of columns in millimetres: longer texts get more, and no column less than its longest word."""
    wanted = []
    for column in zip(*lines, strict=True):
        word = max(len(part) for text in column for part in (text.split() or [""]))
        wanted.append(max(min(word, _LONGEST), min(max(map(len, column)), _LONGEST) ** 0.8) + 4)
    return [_TEXT_WIDTH * each / sum(wanted) for each in wanted]


def _picture(word: Document, figure: Figure) -> None:
    from docx.shared import Mm

    for picture in figure.pictures():
        word.add_paragraph(f"{clean(picture.title)}.", style="Caption")
        shape = word.add_paragraph().add_run().add_picture(io.BytesIO(picture.png()), width=Mm(_TEXT_WIDTH))
        shape._inline.docPr.set("descr", picture.alt)


def _dateless(word: Document) -> bytes:
    """Return the bytes of a document, with no date of its making."""
    import datetime as dt

    properties = word.core_properties
    properties.created = properties.modified = dt.datetime(*_EPOCH)
    made = io.BytesIO()
    word.save(made)
    final = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, before.read(entry))
    return final.getvalue()
