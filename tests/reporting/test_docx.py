"""The Word document says what the page says, with contents, links, footnotes and dates."""

from __future__ import annotations

import io
import re
from typing import Any

import docx as word
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

import assess
from assess.reporting.report.as_docx import document
from assess.reporting.report.imprint import Imprint
from assess.reporting.report.mentions import Note
from assess.reporting.report.report_blocks import Bullets, Heading, Point
from assess.reporting.report.written_report import docx
from assess.reporting.tables.claim_tables import claim_rows
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.score import Scoring
from tests.formats.hostile import hostile_case


@pytest.fixture(scope="module")
def result(cut: Scoring) -> Scoring:
    return assess.score(cut.case, draws=0)


@pytest.fixture(scope="module")
def whole(result: Assessment) -> Document:
    return word.Document(io.BytesIO(docx(result, with_annexes=True)))


def test_its_table_of_claims_is_that_of_the_result(result: Assessment, whole: Document) -> None:
    table = next(t for t in whole.tables if "confidence" in [cell.text for cell in t.rows[0].cells])
    rows = claim_rows(result.claims.values(), Names(result))
    cells = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [row[0] for row in cells] == [f"{r['text']} ({r['id']})" for r in rows]
    assert [[text.replace("\u00a0", " ") for text in row[1:7]] for row in cells] == [
        [r[name] for name in ("country", "probability", "interval", "term", "prior", "confidence")] for r in rows
    ]


def test_its_headings_are_in_its_contents(whole: Document) -> None:
    titles = [p.text for p in whole.paragraphs if p.style.name == "Heading 1"]
    assert titles[:2] == ["Who stood behind the founding of ARAC?", "Every question, country by country"]
    assert {"Annexes", "Key judgements", "Claims by country", "Each claim in words"} <= set(titles)
    start = next(n for n, p in enumerate(whole.paragraphs) if "TOC" in "".join(_texts(p._p, "w:instrText")))
    assert ["".join(_texts(p._p, "w:t")) for p in whole.paragraphs[start : start + len(titles)]] == titles


def test_every_link_has_its_bookmark_and_bookmarks_are_unlike(whole: Document) -> None:
    body = whole.element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"_\w{1,39}", name) for name in names)
    wanted = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    wanted |= {text.split()[1] for text in _texts(body, "w:instrText") if text.startswith("NOTEREF")}
    assert len(wanted) > 50
    assert wanted <= set(names)


def test_sources_and_documents_have_footnotes(result: Assessment) -> None:
    core = word.Document(io.BytesIO(docx(result)))
    (part,) = (rel.target_part for rel in core.part.rels.values() if rel.reltype.endswith("/footnotes"))
    written = {note.get(qn("w:id")): "".join(_texts(note, "w:t")) for note in parse_xml(part.blob)}
    marks = [mark.get(qn("w:id")) for mark in core.element.body.iter(qn("w:footnoteReference"))]
    assert marks == [str(n) for n in range(1, len(written) - 1)]
    assert written["1"].startswith(" Marintha Miles, scholar: grade C.")
    assert sum(text.startswith(" Marintha Miles, “CAP Papers 190”, 2017-07.") for text in written.values()) == 1


def test_it_says_its_title_language_and_date(result: Assessment, whole: Document) -> None:
    properties = whole.core_properties
    assert (properties.title, properties.language) == (result.case.title, "en")
    assert properties.created.date().isoformat() == properties.modified.date().isoformat() == result.case.assessed
    bare = word.Document(io.BytesIO(document([Heading(1, "T")], Imprint())))
    assert bare.core_properties.created is None


def test_rows_stay_whole_under_a_head_on_each_page_and_tables_fit(whole: Document) -> None:
    room = (210 - 2 * 20 + 1) * 36000
    for table in whole.tables:
        is_drawn = bool(list(table._tbl.iter(qn("w:drawing"))))
        assert (table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is None) == is_drawn
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width for column in table.columns) <= room


def test_the_answers_of_each_country_are_drawn_and_told_to_who_does_not_see_them(result: Assessment) -> None:
    core = word.Document(io.BytesIO(docx(result)))
    drawn = [table for table in core.tables if list(table._tbl.iter(qn("w:drawing")))]
    countries = [p.text for p in core.paragraphs if p.style.name == "Heading 2"]
    assert len(drawn) == sum(name in ("Azerbaijan", "Georgia", "Tajikistan", "Armenia") for name in countries)
    descriptions = [each.get("descr") for table in drawn for each in table._tbl.iter(qn("wp:docPr"))]
    founding = result.questions["arac/origin"]
    (founded,) = [text for text in descriptions if text.startswith("ARAC: founding: ")]
    assert founded.count(" (was ") == len(founding.posterior)
    assert all("%" in text for text in descriptions)


def test_pages_of_the_contents_are_worked_out_on_opening(whole: Document) -> None:
    assert whole.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"
    marks = {mark.get(qn("w:name")) for mark in whole.element.body.iter(qn("w:bookmarkStart"))}
    pages = [text.split()[1] for text in _texts(whole.element.body, "w:instrText") if text.startswith("PAGEREF")]
    assert len(pages) > 10
    assert set(pages) <= marks


def test_pictures_fit_the_page_and_letters_that_no_document_holds_are_shown_as_such() -> None:
    """In the texts, in the tables, and in what stands for the pictures."""
    hostile = assess.score(hostile_case(), draws=20)
    made = word.Document(io.BytesIO(docx(hostile, with_annexes=True)))
    descriptions = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert descriptions
    assert any("�" in text for text in descriptions)
    assert not any("\x1b" in text for text in descriptions)
    assert all(shape.width <= 170 * 36000 and shape.height <= 225 * 36000 for shape in made.inline_shapes)


def test_a_note_mentioned_again_leads_to_the_first() -> None:
    note = Note("n", "A source.")
    points = (Point("one", notes=(note,)), Point("two", notes=(note,)))
    made = word.Document(io.BytesIO(document([Heading(1, "T"), Bullets(points)], Imprint())))
    body = made.element.body
    assert len(list(body.iter(qn("w:footnoteReference")))) == 1
    assert [text.split()[0] for text in _texts(body, "w:instrText")] == ["NOTEREF"]


def _texts(element: Any, name: str) -> list[str]:
    return [each.text or "" for each in element.iter(qn(name))]
