"""Parts of Word documents that python-docx has no calls for: bookmarks, internal links, fields and row settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shape import InlineShape
    from docx.table import Table, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run


def element(name: str, /, **attributes: str) -> Any:
    """Return an element of WordprocessingML, its attributes in the namespace of its name."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


@contextmanager
def bookmarked(paragraph: Paragraph, name: str, number: int) -> Iterator[None]:
    """Set a bookmark around what is added to a paragraph in the block; none if the name is empty."""
    if name:
        paragraph._p.append(element("bookmarkStart", id=str(number), name=name))
    yield
    if name:
        paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_link(paragraph: Paragraph, text: str, bookmark: str) -> Run:
    """Add text that links to a bookmark."""
    from docx.shared import RGBColor

    run = paragraph.add_run(text)
    run.font.color.rgb = RGBColor(0x0A, 0x5A, 0x8A)
    link = element("hyperlink", anchor=bookmark, history="1")
    paragraph._p.replace(run._r, link)
    link.append(run._r)
    return run


def open_field(paragraph: Paragraph, instruction: str) -> None:
    """Begin a field; what follows, up to `close_field`, is shown until Word updates it."""
    for kind in ("begin", None, "separate"):
        run = paragraph.add_run()
        if kind is None:
            text = element("instrText")
            text.text = instruction
            run._r.append(text)
        else:
            run._r.append(element("fldChar", fldCharType=kind))


def close_field(paragraph: Paragraph) -> None:
    """End the field begun last."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> Run:
    """Add a field with the text to show until Word updates it."""
    open_field(paragraph, instruction)
    run = paragraph.add_run(shown)
    close_field(paragraph)
    return run


def fill_on_opening(word: Document) -> None:
    """Have all fields updated when the document is opened: only then are the pages of headings known."""
    from docx.oxml.ns import qn

    word.settings.element.find(qn("w:compat")).addprevious(element("updateFields", val="true"))


def describe(shape: InlineShape, text: str) -> None:
    """Describe a picture for those who cannot see it, and set it flush, since some programs leave room around it."""
    inline = shape._inline
    inline.docPr.set("descr", text)
    for side in "TBLR":
        inline.set(f"dist{side}", "0")


def keep_whole(row: _Row, *, is_head: bool) -> None:
    """Keep each row on one page, and repeat the heading row on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))


def rule_rows(table: Table) -> None:
    """Set a fine line under each row of a table, and format its first column like the others."""
    from docx.oxml.ns import qn

    for look in table._tbl.iter(qn("w:tblLook")):
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:noHBand"), "1")
        look.set(qn("w:val"), "0620")
    borders = element("tblBorders")
    borders.append(element("insideH", val="single", sz="4", space="0", color="D5DBE1"))
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)


def set_language(styles: Any, language: str) -> None:
    """Set the language of a document, for spelling, hyphenation and screen readers."""
    from docx.oxml.ns import qn

    for marked in styles.element.iter(qn("w:lang")):
        marked.set(qn("w:val"), language)
