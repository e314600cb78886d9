"""The Word document says what the page says."""

from __future__ import annotations

import io

import docx as word
import pytest

import assess
from assess.reporting.report import docx
from assess.reporting.tables.claim_tables import claim_rows
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from tests.formats.hostile import hostile_case


@pytest.fixture(scope="module")
def result() -> Assessment:
    return assess.score(assess.load_case("russia-diasporas-2017"), draws=0)


def test_its_table_of_claims_is_that_of_the_result(result: Assessment) -> None:
    document = word.Document(io.BytesIO(docx(result, with_annexes=True)))
    table = next(t for t in document.tables if "confidence" in [cell.text for cell in t.rows[0].cells])
    rows = claim_rows(result.claims.values(), Names(result))
    cells = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [row[0] for row in cells] == [f"{r['text']} ({r['id']})" for r in rows]
    assert [row[1:7] for row in cells] == [
        [r[name] for name in ("country", "probability", "interval", "term", "prior", "confidence")] for r in rows
    ]
    titles = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert titles[:2] == ["Who stood behind the founding of ARAC?", "Every question, country by country"]
    assert {"Annexes", "Key judgements", "Claims by country", "Each claim in words"} <= set(titles)
    assert document.core_properties.title == result.case.title


def test_letters_that_no_document_holds_are_shown_as_such() -> None:
    """In the texts, in the tables, and in what stands for the pictures."""
    hostile = assess.score(hostile_case(), draws=20)
    document = word.Document(io.BytesIO(docx(hostile, with_annexes=True)))
    said = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert said
    assert any("�" in text for text in said)
    assert not any("\x1b" in text for text in said)
