"""The notes that describe sources and documents at the foot of a page, for formats with pages."""

from __future__ import annotations

from assess.domain.evidence import Evidence
from assess.reporting.report.anchors import document_anchor, source_anchor
from assess.reporting.report.mentions import Note
from assess.reporting.words import opening
from assess.reporting.words.source_sentences import described
from assess.scoring.claim_statements import author_of
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


def source_note(ident: str, result: Assessment, names: Names) -> Note:
    """Return the note on a source: who it is, its grade, and the reason for the grade."""
    return Note(source_anchor(ident), described(ident, result, names))


def document_note(ident: str, names: Names) -> Note:
    """Return the note on a document: its citation."""
    document = names.case.documents[ident]
    return Note(document_anchor(ident), opening.document_line(document, author_of(document, names.case)))


def item_notes(item: Evidence, result: Assessment, names: Names) -> tuple[Note, ...]:
    """Return the notes on an item: on those who said it or passed it on, and on the documents that it cites."""
    sources = dict.fromkeys((item.source, *item.via))
    documents = dict.fromkeys(cite.document for cite in item.cites if cite.document in result.case.documents)
    return (
        *(source_note(source, result, names) for source in sources),
        *(document_note(document, names) for document in documents),
    )
