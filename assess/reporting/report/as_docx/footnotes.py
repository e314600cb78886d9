"""Footnotes of a Word document, which python-docx ignores and cannot write.

They form a separate part: two separators, which Word requires, and then the notes. A repeated mention of a note is a
field that refers to the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from assess.domain.quoting import clean
from assess.reporting.report.as_docx.word_elements import add_field, element
from assess.reporting.report.mentions import Note

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))
_FIRST_BOOKMARK = 1_000_000
"""Number of the first bookmark around the mark of a note, above those of headings."""


class Footnotes:
    """The footnotes of a document: one for each source or cited document, at its first mention.

    Parameters
    ----------
    word : Document
    """

    def __init__(self, word: Document) -> None:
        self._word = word
        self._numbers: dict[str, int] = {}
        self._notes: Any = element("footnotes")
        for ident, kind in _SEPARATORS:
            note = element("footnote", type=kind, id=ident)
            note.append(_paragraph(_run(element(kind))))
            self._notes.append(note)

    def mention(self, paragraph: Paragraph, notes: Iterable[Note]) -> None:
        """Add the marks of notes at the end of a paragraph, in the order of their numbers."""
        new = len(self._numbers) + 1
        for place, note in enumerate(sorted(notes, key=lambda note: self._numbers.get(note.id, new))):
            if place:
                _raised(paragraph.add_run(", "))
            known = self._numbers.get(note.id)
            if known is None:
                self._first(paragraph, note)
            else:
                _raised(add_field(paragraph, f"NOTEREF {_bookmark(known)} \\h", str(known)))

    def _first(self, paragraph: Paragraph, note: Note) -> None:
        number = self._numbers[note.id] = len(self._numbers) + 1
        ident = str(_FIRST_BOOKMARK + number)
        paragraph._p.append(element("bookmarkStart", id=ident, name=_bookmark(number)))
        run = paragraph.add_run()
        _raised(run)
        run._r.append(element("footnoteReference", id=str(number)))
        paragraph._p.append(element("bookmarkEnd", id=ident))
        text = element("t")
        text.text = f" {clean(note.text)}"
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        written = element("footnote", id=str(number))
        written.append(_paragraph(_run(element("footnoteRef"), is_raised=True), _run(text)))
        self._notes.append(written)

    def close(self) -> None:
        """Add the notes to the document, if there are any."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.oxml import serialize_part_xml
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        if self._numbers:
            package = self._word.part.package
            part = Part(PackURI("/word/footnotes.xml"), _TYPE, serialize_part_xml(self._notes), package)
            self._word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _bookmark(number: int) -> str:
    return f"_note{number}"


def _raised(run: Run) -> None:
    run.font.superscript = True


def _paragraph(*runs: Any) -> Any:
    paragraph = element("p")
    settings = element("pPr")
    settings.append(element("spacing", after="0", line="240", lineRule="auto"))
    paragraph.append(settings)
    paragraph.extend(runs)
    return paragraph


def _run(content: Any, is_raised: bool = False) -> Any:
    run, settings = element("r"), element("rPr")
    settings.append(element("sz", val="17"))
    if is_raised:
        settings.append(element("vertAlign", val="superscript"))
    run.append(settings)
    run.append(content)
    return run
