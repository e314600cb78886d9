"""The page over many cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import assess
from assess.history.portfolio import Portfolio, portfolio
from assess.reporting.report.portfolio_page import portfolio_page
from assess.scoring.score_many import score_many
from tests.history.test_portfolio import with_predictions
from tests.scoring.many_cases import write_cases


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    """Of two cases that were recorded one moved since, one is new, and one is broken."""
    folder = tmp_path_factory.mktemp("desk")
    first, second, third = (assess.load_case(path) for path in write_cases(folder, 3))
    ledger = assess.Ledger(folder / "ledger.db")
    settled = {"resolves_by": "2021", "resolved": {"outcome": True, "on": "2021-03"}}
    first = with_predictions(first, settled=settled, early={"text": "<b>Bold</b>", "resolves_by": "2021-12-31"})
    for case in (first, second):
        ledger.record(assess.score(case, draws=0))
    cases: list[assess.Case | str] = [first, second.without("e3"), third, "nobody"]
    return portfolio(score_many(cases, draws=20), "2022", ledger.path)


def test_axe_finds_nothing_on_it(made: Portfolio, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(portfolio_page(made, "desk"))
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(path.as_uri())
    assert page.locator("h2").all_text_contents() == [
        "Every case",
        "What moved since the last recording",
        "What is due",
        "Which sources carry most",
        "How good the probabilities were",
        "Not scored",
    ]
    assert page.get_by_text("<b>Bold</b>").count() == 1
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
    page.close()


def test_in_russian_no_word_of_the_program_is_english(made: Portfolio) -> None:
    page = portfolio_page(made, "desk", "ru")
    assert "<h1>Дела: desk</h1>" in page.replace(' id="top"', "")
    english = portfolio_page(made, "desk")
    for words in ("Every case", "probability", "confidence", "overdue", "last recorded", "Sources", "likely", " to "):
        assert words in english
        assert words not in page.partition("</style>")[2].partition("<script")[0]
