"""The report as a PDF: short, tagged, with contents, links and footnotes, and every text as it was written."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import IndirectObject
from typer.testing import CliRunner

import assess
from assess.cli.app import app
from assess.domain.quoting import clean
from assess.errors import AssessError
from assess.files import load_scale
from assess.reporting.report.as_pdf import typeset
from assess.reporting.report.imprint import Imprint
from assess.reporting.report.mentions import Note, See
from assess.reporting.report.report_blocks import Block, Bullets, Command, Grid, Heading, Paragraph, Point
from assess.reporting.report.written_report import pdf
from assess.scoring.results import Assessment
from tests.formats.hostile import BAD, hostile_case

SCALE = load_scale("icd203")


@pytest.fixture(scope="session")
def core(shipped: Assessment) -> bytes:
    return pdf(shipped)


@pytest.fixture(scope="session")
def read(core: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(core))


@pytest.fixture(scope="session")
def texts(read: PdfReader) -> list[str]:
    """Return what each page says."""
    return [page.extract_text() for page in read.pages]


def text_of(made: bytes) -> str:
    return without_spaces(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def without_spaces(texts: Iterable[str]) -> str:
    """Return texts in one without their spaces, since a line may break anywhere."""
    return re.sub(r"\s", "", "".join(texts))


def outlined(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, list):
            yield from outlined(item)
        else:
            yield item.title


def links(read: PdfReader) -> Iterator[Any]:
    """Yield the targets of all links within a PDF: destinations, or the names of some."""
    for page in read.pages:
        for annotation in page.get("/Annots", ()):
            entry = annotation.get_object()
            if entry["/Subtype"] == "/Link":
                yield entry.get("/Dest") or entry["/A"].get_object()["/D"]


def test_the_core_has_at_most_eight_pages(read: PdfReader) -> None:
    assert 3 <= len(read.pages) <= 8
    assert all(float(page.mediabox.width) < 596 < 841 < float(page.mediabox.height) for page in read.pages)


def test_it_is_tagged_and_says_its_title_language_and_date(read: PdfReader, shipped: Assessment) -> None:
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert read.metadata.title == shipped.case.title
    assert read.metadata.creation_date.date().isoformat() == shipped.case.assessed


def test_its_bookmarks_are_its_headings_and_its_contents_list_them(read: PdfReader, texts: list[str]) -> None:
    bookmarks = list(outlined(read.outline))
    assert bookmarks[:2] == ["Who stood behind the founding of ARAC?", "Every question, country by country"]
    assert "What is assumed" in bookmarks
    assert all(heading in texts[0] for heading in bookmarks)


def test_every_link_within_has_a_target(read: PdfReader) -> None:
    names, pages = read.named_destinations, {page.indirect_reference.idnum for page in read.pages}
    targets = list(links(read))
    assert len(targets) > 20
    for target in targets:
        if isinstance(target, str):
            assert target in names
        else:
            page = target[0]
            assert isinstance(page, IndirectObject)
            assert page.idnum in pages


def test_sources_and_documents_are_described_at_the_foot(texts: list[str]) -> None:
    text = without_spaces(texts)
    assert re.sub(r"\s", "", "Marintha Miles, scholar: grade C.") in text
    assert re.sub(r"\s", "", "Marintha Miles, “CAP Papers 190”, 2017-07.") in text
    assert text.count("MarinthaMiles,“CAPPapers190”") == 1


def test_pages_are_numbered(texts: list[str]) -> None:
    total = len(texts)
    assert [f"{n} / {total}" in text for n, text in enumerate(texts, 1)] == [True] * total


SCRIPT = (
    "import sys; from tests.reporting.test_pdf import blocks_of, made; sys.stdout.buffer.write(made(blocks_of('x')))"
)


def test_two_processes_write_the_same_bytes() -> None:
    """Of any two processes the seeds of the hashes differ."""
    environment = os.environ | {"PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, env=environment)
    assert done.stdout.startswith(b"%PDF")
    assert done.stdout == made(blocks_of("x"))


def blocks_of(text: str) -> list[Block]:
    """Return a report whose every text is one."""
    note = Note("n", text)
    return [
        Heading(1, text),
        Paragraph(text),
        Heading(2, text, anchor=text),
        Bullets((Point(text, text, text, notes=(note,), see=(See(text, ((text, text),)),)),)),
        Heading(2, "Second", anchor=text),
        Grid((text, "n"), ((text, text), ("x", "1")), (1,), text, links=(text, text), notes=((note,), ())),
        Command(text),
    ]


def made(blocks: list[Block]) -> bytes:
    return typeset(blocks, SCALE, Imprint())


LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs", "Cc", "Cf"), max_codepoint=0x4FF)


@given(st.text(LETTERS, min_size=1, max_size=40).map(lambda text: f"({text})"))
def test_any_text_is_shown_as_it_is_and_does_nothing(text: str) -> None:
    shown = text_of(made([Heading(1, "T"), Paragraph(text)]))
    assert re.sub(r"\s", "", clean(text)) in shown


@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1") *bold* _it_ $x^2$ `code` <label> @ref // no /* note */ \\u{41} = no - no [x]',
        '#read("/etc/passwd") #import "@preview/x:1.0.0" #panic()',
        "Кто стоял за основанием? Хорошо «так».",
        "A" * 300,
        BAD,
    ],
)
def test_markup_is_text_in_every_field(text: str) -> None:
    shown = text_of(made(blocks_of(text)))
    assert shown.count(re.sub(r"\s", "", clean(text))[:60]) >= 7


@pytest.mark.parametrize("text", ["العربية نص", "日本語 テスト", "\U0001f600", "क्षत्रिय", "\u0378 \ue000"])
def test_letters_that_the_fonts_lack_stop_nothing(text: str) -> None:
    assert made(blocks_of(text)).startswith(b"%PDF")


def test_a_hostile_case_has_its_pdf() -> None:
    shown = pdf(assess.score(hostile_case(), draws=20), with_annexes=True)
    assert re.sub(r"\s", "", "<script>alert(1)</script>") in text_of(shown)


@pytest.mark.parametrize("of", ["heuer-iraq-1993", "fresh"])
def test_other_cases_have_a_tagged_pdf_with_their_annexes(of: str, tmp_path: Path) -> None:
    folder = of
    if of == "fresh":
        folder = str(tmp_path / "fresh")
        assert CliRunner().invoke(app, ["new", folder]).exit_code == 0
    target = tmp_path / "r.pdf"
    assert CliRunner().invoke(app, ["report", folder, "--draws", "50", "--annexes", "-o", str(target)]).exit_code == 0
    root: Any = PdfReader(target).trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_without_typst_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(AssessError, match=r"E411 this report is made by the library typst(.|\n)*assess\[pdf\]"):
        made([Heading(1, "T")])
