"""The Russian page and its figures: nothing in them is English but names and units."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from assess import plots
from assess.domain.language import language
from assess.files import load_case
from assess.reporting.figures import FIGURES, figures
from assess.reporting.report.written_report import html
from assess.scoring.score import score
from tests.reporting.drawn import CHOIR
from tests.reporting.test_russian import ALLOWED, LATIN, identifiers, own

SHOWN = {"alt", "aria-label", "title", "placeholder", "data-h", "data-all", "data-jump", "data-open", "data-fold"}
SIGNS = {"log"}
DRAWN = sorted(set(FIGURES) - {"authors", "calibration", "events"})


class Said(HTMLParser):
    """All that a page says: its text, and the attributes that are read aloud or shown."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_silent = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_silent = tag in ("style", "script")
        self.texts += [value or "" for name, value in attrs if name in SHOWN]

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            self.texts.append(data)


def test_nothing_on_the_page_of_a_case_is_english_but_its_names_and_units() -> None:
    """Figures too: what is drawn in them, and what is read aloud in their place."""
    result = score(own(load_case(CHOIR)), draws=100)
    said = " ".join(Said(html(result, language="ru")).texts).replace("\N{NO-BREAK SPACE}", " ")
    assert said.count("<") == 0
    for part in ("интервал 50 %", "вероятность, %", "логарифм шансов, дБ", "P(надёжен), %"):
        assert part in said
    left = re.sub(r"sha256:\w+", "", said)
    assert set(LATIN.findall(left)) - ALLOWED - SIGNS - identifiers(result.case) == set()
    assert not re.search(r"\d\.\d(?!\.)", re.sub(r"\d+\.\d+\.\d+", "", left))


def test_figures_stay_in_the_language_that_they_were_made_in(pytestconfig: pytest.Config) -> None:
    """The first of each kind; with ``--thorough``, all."""
    most = None if pytestconfig.getoption("--thorough") else 1
    result = score(own(load_case(CHOIR)), draws=100)
    plain = {name: [plots.svg(draw()) for draw in figures(result, name)[:most]] for name in DRAWN}
    with language("ru"):
        charts = {name: [draw() for draw in figures(result, name)[:most]] for name in DRAWN}
        within = {name: [plots.svg(plot) for plot in some] for name, some in charts.items()}
    assert {name: [plots.svg(plot) for plot in some] for name, some in charts.items()} == within
    for name, some in within.items():
        words = {word for svg in some for word in LATIN.findall(" ".join(Said(svg).texts))}
        assert words - ALLOWED - SIGNS - identifiers(result.case) == set(), name
        assert [plots.svg(draw()) for draw in figures(result, name)[:most]] == plain[name] != some
