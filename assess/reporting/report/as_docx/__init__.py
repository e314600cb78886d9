"""A report as a Word document, with contents, bookmarks, internal links, and footnotes for its sources."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assess.domain.quoting import clean
from assess.reporting.figures.rendering import pictures
from assess.reporting.report.answer_cells import GridCell
from assess.reporting.report.as_docx.answer_bars import add_bars
from assess.reporting.report.as_docx.footnotes import Footnotes
from assess.reporting.report.as_docx.sheet_setup import saved, set_up
from assess.reporting.report.as_docx.word_elements import (
    add_field,
    add_link,
    bookmarked,
    close_field,
    describe,
    element,
    keep_whole,
    open_field,
    rule_rows,
)
from assess.reporting.report.imprint import Imprint
from assess.reporting.report.mentions import Note, See
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Command,
    Figure,
    Grid,
    Paragraph,
    Point,
    Ruler,
    Stacks,
    Tiles,
)
from assess.reporting.report.tree import Section, anchors, contents_of, grown
from assess.reporting.report.typesetting import TEXT_WIDTH, layout, one_line
from assess.reporting.words import page_frame as words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as WordParagraph

_WIDEST, _TALLEST = 150.0, 225.0
"""Of a picture on a page, in millimetres."""
_CELL_PADDING = 3.9
"""Of a cell of a table, on both sides together, in millimetres."""
_NARROWER = 0.94
"""Letters of the body beside those that columns are measured for."""
_SHADES = ("FFFFFF", "EEF4F9", "D3E5F3", "A8CDEA")
_HATCH = "D5DBE1"


def document(blocks: Iterable[Block], imprint: Imprint) -> bytes:
    """Return blocks as the bytes of a Word document, with headings, lists and tables in Word's own styles.

    Parameters
    ----------
    blocks : iterable of Block
        The first is the title.
    imprint : Imprint
    """
    import docx

    word = docx.Document()
    root = grown(blocks)
    set_up(word, clean(root.heading.text), imprint)
    _Typist(word, root).write()
    return saved(word)


class _Typist:
    """Writes the sections of a report into a document.

    Parameters
    ----------
    word : Document
    root : Section
    """

    def __init__(self, word: Document, root: Section) -> None:
        self._word, self._root = word, root
        self._bookmarks = {anchor: f"_a{place}" for place, anchor in enumerate(sorted(anchors(root)), 1)}
        self._unset = set(self._bookmarks)
        self._footnotes = Footnotes(word)

    def write(self) -> None:
        """Write everything: the title, the first chapter, the contents and the rest."""
        self._headed(self._root, 0)
        for place, chapter in enumerate(self._root.sections):
            if place == 1:
                self._contents()
            for section in chapter.walk():
                self._headed(section, section.heading.level - 1)
        self._footnotes.close()

    def _headed(self, section: Section, level: int) -> None:
        heading = section.heading
        text = f"{heading.text}: {heading.aside}" if heading.aside else heading.text
        paragraph = self._word.add_heading("", level)
        name, number = self._bookmark(section.id)
        with bookmarked(paragraph, name, number):
            paragraph.add_run(one_line(text))
        if heading.see:
            self._see(self._word.add_paragraph(), heading.see)
        for block in section.blocks:
            self._add(block)

    def _bookmark(self, anchor: str) -> tuple[str, int]:
        """Return the bookmark of an anchor with its number; no name if it has none, or has been set before."""
        if anchor not in self._unset:
            return "", 0
        self._unset.remove(anchor)
        name = self._bookmarks[anchor]
        return name, int(name.removeprefix("_a"))

    def _contents(self) -> None:
        """Write the contents as a field that lists the headings, with fields for page numbers, filled on opening."""
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Mm, Pt

        listed = contents_of(self._root)
        deepest = max(section.heading.level for section in listed) - 1
        self._word.add_paragraph().add_run(words.CONTENTS()).bold = True
        for place, section in enumerate(listed):
            paragraph = self._word.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.left_indent = Mm(5.0 * (section.heading.level - 2))
            if place == 0:
                open_field(paragraph, f'TOC \\o "1-{deepest}" \\h \\z \\u')
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            add_link(paragraph, one_line(section.heading.text), self._bookmarks[section.id])
            paragraph.add_run("\t")
            add_field(paragraph, f"PAGEREF {self._bookmarks[section.id]} \\h", "")
            if place == len(listed) - 1:
                close_field(paragraph)

    def _add(self, block: Block) -> None:
        match block:
            case Paragraph(text):
                self._word.add_paragraph(one_line(text))
            case Bullets(points):
                for point in points:
                    self._point(point)
            case Grid():
                self._table(block)
            case Stacks() if block.is_single:
                if block.draw is not None:
                    self._picture(Figure(block.draw))
                self._table(block.grid())
            case Stacks():
                self._caption(block.caption)
                add_bars(self._word, block, self._linked)
                self._gap()
            case Tiles():
                self._table(block.grid(), [[None, *cells] for _, cells in block.rows])
            case Command(text):
                self._word.add_paragraph().add_run(clean(text)).font.name = "Consolas"
            case Ruler():
                pass
            case Figure():
                self._picture(block)

    def _point(self, point: Point) -> None:
        item = self._word.add_paragraph(style="List Bullet")
        name, number = self._bookmark(point.anchor)
        with bookmarked(item, name, number):
            if point.lead:
                item.add_run(one_line(point.lead)).bold = True
                item.add_run(": ")
            item.add_run(one_line(point.text))
        self._footnotes.mention(item, point.notes)
        if point.see:
            item.add_run(" ")
            self._see(item, point.see)

    def _see(self, paragraph: WordParagraph, groups: Iterable[See]) -> None:
        """Add links to whatever a section or a point rests on, and to whatever rests on it."""
        for number, group in enumerate(groups):
            paragraph.add_run(f"{'. ' if number else ''}{one_line(group.label)}: ")
            for place, (text, anchor) in enumerate(group.links):
                paragraph.add_run(", " if place else "")
                self._linked(paragraph, one_line(text), anchor)

    def _linked(self, paragraph: WordParagraph, text: str, anchor: str) -> None:
        if anchor in self._bookmarks:
            add_link(paragraph, text, self._bookmarks[anchor])
        else:
            paragraph.add_run(text)

    def _table(self, grid: Grid, tiles: Sequence[Sequence[GridCell | None]] = ()) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt

        if grid.caption:
            self._caption(grid.caption)
        laid = layout(grid, padding=_CELL_PADDING)
        table = self._word.add_table(rows=len(laid.lines), cols=len(laid.widths), style="Light Shading")
        table.autofit = False
        rule_rows(table)
        for column, width in zip(table.columns, laid.widths, strict=True):
            column.width = Mm(width)
        for number, (made, line) in enumerate(zip(table.rows, laid.lines, strict=True)):
            keep_whole(made, is_head=number == 0)
            for place, (cell, text) in enumerate(zip(made.cells, line, strict=True)):
                cell.width = Mm(laid.widths[place])
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                link = grid.links[number - 1] if grid.links and number and place == 0 else ""
                notes = grid.notes[number - 1] if grid.notes and number and place == 0 else ()
                self._cell(paragraph, text, link, notes)
                for run in paragraph.runs:
                    run.font.size = Pt(laid.size * _NARROWER)
                    run.bold = number == 0
                if place in laid.right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if tiles and number:
                    _shade(cell, tiles[number - 1][place])
        self._gap()

    def _gap(self) -> None:
        """Leave space under a table."""
        from docx.shared import Pt

        gap = self._word.add_paragraph()
        gap.paragraph_format.space_after = Pt(0)
        gap.paragraph_format.line_spacing = Pt(9)

    def _cell(self, paragraph: WordParagraph, text: str, link: str, notes: Iterable[Note]) -> None:
        self._linked(paragraph, text, link)
        self._footnotes.mention(paragraph, notes)

    def _caption(self, text: str) -> None:
        """Add a caption, kept on the page of the table or figure under it."""
        self._word.add_paragraph(one_line(text), style="Caption").paragraph_format.keep_with_next = True

    def _picture(self, figure: Figure) -> None:
        from docx.shared import Mm

        for picture in pictures(figure.draw):
            self._caption(f"{picture.title}.")
            shape = self._word.add_paragraph().add_run().add_picture(io.BytesIO(picture.png()), width=Mm(_WIDEST))
            if shape.height > Mm(_TALLEST):
                shape.width, shape.height = round(shape.width * Mm(_TALLEST) / shape.height), Mm(_TALLEST)
            describe(shape, picture.alt)


def _shade(cell: _Cell, tile: GridCell | None) -> None:
    """Shade a cell by how far its answer moved; hatch it if nothing is reported there."""
    fill = _SHADES[0 if tile is None else tile.shade]
    is_direct = tile is None or tile.is_direct
    pattern = {"val": "clear", "color": "auto"} if is_direct else {"val": "thinDiagStripe", "color": _HATCH}
    cell._tc.get_or_add_tcPr().append(element("shd", fill=fill, **pattern))


__all__ = ["document"]
