"""The start and end of a Word document: setting up its page and properties, and saving its bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from assess.domain.language import current
from assess.domain.quoting import clean
from assess.reporting.report.as_docx.word_elements import add_field, fill_on_opening, set_language
from assess.reporting.report.imprint import Imprint

if TYPE_CHECKING:
    from docx.document import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of everything in the file, so that the same report gives the same bytes."""
_LONGEST_TITLE = 255


def set_up(word: Document, title: str, imprint: Imprint) -> None:
    """Set the page, the fonts, the properties, and the header and footer of each page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(17)
    normal: Any = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.08
    heading: Any = word.styles["Heading 1"]
    heading.paragraph_format.space_before = Pt(14)
    set_language(word.styles, current())
    fill_on_opening(word)
    properties = word.core_properties
    properties.author = clean(imprint.author or "assess")[:_LONGEST_TITLE]
    properties.last_modified_by = "assess"
    properties.comments = properties.keywords = ""
    properties.title, properties.language = title[:_LONGEST_TITLE], current()
    if imprint.written is None:
        core = properties._element
        for dated in [each for each in core if each.tag.endswith(("}created", "}modified"))]:
            core.remove(dated)
    else:
        properties.created = properties.modified = imprint.written.replace(tzinfo=None)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.add_run(title).font.size = Pt(8)
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(foot, "PAGE", "1")
    foot.add_run(" / ")
    add_field(foot, "NUMPAGES", "1")


def saved(word: Document) -> bytes:
    """Return the bytes of a document, without the date on which it was made."""
    made = io.BytesIO()
    word.save(made)
    final = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, before.read(entry))
    return final.getvalue()
