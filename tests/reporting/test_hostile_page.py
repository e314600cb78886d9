"""A case whose every text holds markup, script, a formula and marks that turn the direction of writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import assess
from assess.domain.case import Case
from assess.reporting.report.written_report import html
from assess.scoring.score import Scoring
from tests.reporting.conftest import Opened

EVIL = (
    '=HYPERLINK("https://example.org") <script>alert(1)</script><img src=x onerror=alert(2)> '
    "{{ 7 * 7 }} </style></title> \u202egnp.exe\u2066 '\"&amp; $x^2$"
)
SEEN = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} </style></title> \ufffdgnp.exe\ufffd"
TEXTS = {
    *("why", "note", "summary", "title", "text", "description", "absent_means", "role", "name", "in_text", "words"),
    *("author", "url", "aliases", "at", "country", "type", "unit", "what", "dates", "theme"),
}


def poisoned(value: Any, key: str = "") -> Any:
    """Return plain values with all that is free text turned to ill."""
    if isinstance(value, dict):
        if key == "hypotheses":
            return dict.fromkeys(value, EVIL)
        return {name: poisoned(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, key) for each in value]
    return EVIL if isinstance(value, str) and key in TEXTS else value


@pytest.fixture(scope="module")
def hostile_page(cut: Scoring, tmp_path_factory: pytest.TempPathFactory) -> Path:
    plain = cut.case.model_dump(mode="json", exclude_defaults=True)
    result = assess.score(Case.model_validate(poisoned(plain)), draws=50)
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    path.write_text(html(result), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_shown_as_text(browser: Browser, hostile_page: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    opened = Opened(context, hostile_page)
    page = opened.page
    page.get_by_role("button", name="Unfold all").click()
    assert (opened.complaints, opened.asked) == ([], [hostile_page.as_uri()])
    assert page.locator("img, iframe, object, embed, form, link, base").count() == 0
    assert page.locator("script").count() == 1
    assert SEEN in page.title()
    assert page.locator("h1").inner_text().count("<script>alert(1)</script>") == 1
    assert page.locator("body").inner_text().count(SEEN) > 200
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert not set(page.content()) & set("\u202e\u2066")
    context.close()
