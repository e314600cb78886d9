"""Message catalogues: what extraction from the code gives, and what Babel compiles them to."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from assess.analysis.rankings import IndicatorReports
from assess.domain.language import FOLDER
from assess.history.outcomes.calibration import Group
from assess.history.portfolio import DuePrediction, PortfolioCase, PortfolioMove
from assess.history.source_weights import CarryingSource
from assess.scoring.columns import columns
from assess.scoring.results import ClaimResult, QuestionResult, Rung, SourceResult

KEYWORDS = {
    "say": (1,),
    "later": (1,),
    "say_as": ((1, "c"), 2),
    "later_as": ((1, "c"), 2),
    "say_number": (1, 2),
}
"""The functions of `assess.domain.language`, and which of their arguments are context, singular and plural."""

PACKAGE = FOLDER.parent
TEMPLATE = FOLDER / "assess.pot"
_LEFT_OUT = ('"POT-Creation', '"PO-Revision', '"Generated-By', '"Report-Msgid', '"Last-Translator', '"Language-Team')
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def speaking() -> list[Path]:
    """Return the files that say messages."""
    paths = sorted(PACKAGE.rglob("*.py"))
    users = [path for path in paths if "assess.domain.language import" in path.read_text(encoding="utf-8")]
    return [PACKAGE / "domain" / "language.py", *users]


def extracted() -> Catalog:
    """Return the messages of the code, and the headings of the columns of results that a report shows."""
    catalogue = dated(Catalog(domain="assess", project="assess", version="1", fuzzy=False))
    for path in speaking():
        for _, message, _, context in extract_from_file("python", path, keywords=KEYWORDS):
            catalogue.add(message, context=context)
    for record in (ClaimResult, QuestionResult, SourceResult):
        for column in columns(record, "report"):
            catalogue.add(column.header, context="column")
    of_portfolio = (PortfolioCase, PortfolioMove, DuePrediction, CarryingSource, Group)
    shown = [column for record in of_portfolio for column in columns(record, "shell")]
    for column in (*columns(Rung, "ladder"), *columns(IndicatorReports, "report"), *shown):
        catalogue.add("held" if column.header == "label" else column.header, context="column")
    return catalogue


def dated(catalog: Catalog) -> Catalog:
    """Return a catalogue without the time, so that the same messages are the same bytes."""
    catalog.creation_date = catalog.revision_date = _NO_DATE
    catalog.header_comment = "# Messages of assess."
    return catalog


def written(catalog: Catalog) -> str:
    file = io.BytesIO()
    write_po(file, catalog, width=120, no_location=True, ignore_obsolete=True, sort_output=True)
    lines = file.getvalue().decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith(_LEFT_OUT)) + "\n"


def po(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "assess.po"


def read(language: str) -> Catalog:
    with po(language).open("rb") as file:
        return dated(read_po(file, locale=language, domain="assess"))


def mo(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def rewrite(language: str) -> None:
    """Bring a catalogue up to date with the code; what is new in it has no translation yet."""
    catalog = read(language)
    catalog.update(extracted(), no_fuzzy_matching=True)
    po(language).write_text(written(catalog), encoding="utf-8")


def rewrite_all(languages: list[str]) -> None:
    TEMPLATE.write_text(written(extracted()), encoding="utf-8")
    for language in languages:
        rewrite(language)
