"""Texts in other languages beside a case or a rubric."""

from __future__ import annotations

from pathlib import Path

import pytest

import assess
from assess.domain.language import language
from assess.scoring.labels import Names
from tests.exactly import score
from tests.files.choir_files import RUBRIC, write

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
        assess.load_case(choir).translations.get("ru")
    assert error.value.findings == assess.check(choir)
    first, second = error.value.findings
    assert (first.code, first.line, first.column) == ("E332", 2, 10)
    assert str(first.hint).startswith("did you mean claims.made.text?")
    assert (second.code, second.line) == ("E122", 3)


OF_RUBRIC = """\
questions.origin.text: Kak voznik {subject}?
indicators.money.label: dengi
"""


def test_a_rubric_has_translations_beside_it_and_a_case_its_own_words(choir: Path) -> None:
    (choir / "rubrics/translations").mkdir()
    (choir / "rubrics/translations/ru.yaml").write_text(OF_RUBRIC, encoding="utf-8")
    (choir / "translations/ru.yaml").write_text("title: Khor\nindicators.money.label: summa\n", encoding="utf-8")
    with language("ru"):
        names = Names(score(assess.load_case(choir)))
        assert (names.title, names.question("choir/origin")) == ("Khor", "Kak voznik choir?")
    texts = assess.load_case(choir).translations["ru"]
    assert texts == {
        "title": "Khor",
        "questions.origin.text": "Kak voznik {subject}?",
        "indicators.money.label": "summa",
    }
    (choir / "translations/ru.yaml").unlink()
    assert assess.load_case(choir).translations["ru"]["indicators.money.label"] == "dengi"


@pytest.mark.parametrize("what", ["case.yaml", "rubrics/clubs.yaml"])
def test_a_text_of_nothing_beside_a_rubric_has_its_place(choir: Path, what: str) -> None:
    (choir / "rubrics/translations").mkdir()
    faulty = OF_RUBRIC + "questions:\n  origin:\n    txet: Kak?\nclaims.made.text: Khor\n"
    (choir / "rubrics/translations/ru.yaml").write_text(faulty, encoding="utf-8")
    first, second = assess.check(choir / what)
    assert (first.code, first.line, first.column) == ("E332", 5, 5)
    assert str(first.file).endswith("rubrics/translations/ru.yaml")
    assert str(first.hint).startswith("did you mean questions.origin.text?")
    assert (second.code, second.line) == ("E332", 6)


def test_versions_of_a_rubric_share_a_file_and_each_takes_what_it_has(choir: Path) -> None:
    older = RUBRIC.replace("money", "dues").replace('version: "1"', 'version: "0"')
    (choir / "rubrics/clubs@0.yaml").write_text(older, encoding="utf-8")
    (choir / "rubrics/translations").mkdir()
    texts = OF_RUBRIC + "indicators.dues.label: vznosy\n"
    (choir / "rubrics/translations/ru.yaml").write_text(texts, encoding="utf-8")
    assert "indicators.dues.label" not in assess.load_case(choir).translations["ru"]
    assert assess.load_rubric(choir / "rubrics/clubs@0.yaml").version == "0"


def test_of_a_rubric_in_the_folder_of_a_case_the_case_has_the_file(choir: Path) -> None:
    (choir / "rubrics/clubs.yaml").rename(choir / "clubs.yaml")
    (choir / "translations/ru.yaml").write_text(RUSSIAN, encoding="utf-8")
    assert assess.load_case(choir).translations["ru"]["title"] == "Khor"
    assert assess.load_rubric(choir / "clubs.yaml").rubric == "clubs"
    (choir / "case.yaml").rename(choir / "choir.yaml")
    assert assess.load_case(choir / "choir.yaml").translations["ru"]["title"] == "Khor"
