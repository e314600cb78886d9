"""Texts in other languages beside a case."""

from __future__ import annotations

from pathlib import Path

import pytest

import assess
from assess.domain.language import language
from assess.scoring.labels import Names
from tests.exactly import score
from tests.files.choir_files import write

RUSSIAN = """\
title: Khor
claims.made.text: Khor sozdan gosudarstvom
questions:
  origin:
    text: Kak voznik {subject}?
    hypotheses: {grown: Voznik sam, made: {text: Sozdan, label: sozdan}}
indicators.money.text: "{subject} poluchaet dengi"
subjects.choir.name: Portovy khor
"""


@pytest.fixture
def choir(tmp_path: Path) -> Path:
    write(tmp_path)
    (tmp_path / "translations").mkdir()
    return tmp_path


def test_texts_are_those_of_the_language_and_no_number_knows_them(choir: Path) -> None:
    plain = score(assess.load_case(choir))
    (choir / "translations/ru.yaml").write_text(RUSSIAN, encoding="utf-8")
    case = assess.load_case(choir)
    result = score(case.without("e2"))
    assert score(case).to_dict() == plain.to_dict()
    assert Names(result).claim("made") == "It was made"
    with language("ru"):
        names = Names(result)
        assert names.title == "Khor"
        assert names.claim("made") == "Khor sozdan gosudarstvom"
        assert names.question("choir/origin") == "Kak voznik Portovy khor?"
        assert [names.hypothesis("origin", h) for h in ("grown", "made")] == ["Voznik sam", "Sozdan"]
        assert (names.label("origin", "made"), names.label("origin", "grown")) == ("sozdan", "grown")
        assert names.indicator("money", "choir") == "Portovy khor poluchaet dengi"
        assert names.source("clerk") == "clerk"


def test_a_text_of_nothing_is_told_with_what_was_perhaps_meant(choir: Path) -> None:
    (choir / "translations/ru.yaml").write_text("claims:\n  maed: {text: Khor}\ntitle: 3\n", encoding="utf-8")
    with pytest.raises(assess.AssessError) as error:
        assess.load_case(choir)
    first, second = error.value.findings
    assert (first.code, first.line, first.column) == ("E332", 2, 10)
    assert str(first.hint).startswith("did you mean claims.made.text?")
    assert (second.code, second.line) == ("E122", 3)
