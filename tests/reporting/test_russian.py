"""Russian sentences, word for word, and reports in which nothing is English but what the case itself says."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.claim import Prediction
from assess.domain.language import language
from assess.domain.number_text import (
    band,
    bits,
    chance,
    decibans,
    percent,
    percent_range,
)
from assess.files import load_scale, shipped_ids
from assess.reporting.report.written_report import markdown
from assess.reporting.words import (
    actor_sentences,
    confidence_sentences,
    count_nouns,
    item_sentences,
    judgements,
    source_sentences,
)
from assess.reporting.words.judgements import verdict
from assess.scoring.confidence import Confidence, Reason
from assess.scoring.judgement_basis import reason_text
from assess.scoring.labels import Names
from assess.scoring.results import AssertedResult, SourceResult
from assess.scoring.score import Scoring, score
from tests.random_cases import random_case
from tests.reporting.made_results import assessment, claim, gappy, question
from tests.reporting.sentence_lint import faults
from tests.reporting.test_sentence_lint import CRITERIA, EXTREME, MILD, every_sentence, scale_of, without_own_texts

ICD203 = load_scale("icd203")
HEDGED = AssertedResult("author", "likely", "surely", "hedged", True, "within")


def claims(number: int) -> list[Any]:
    return [claim(asserted=HEDGED)] * number


def heard(items: int) -> Any:
    return question("club/origin", 0.5, 0.7, items=items)


@pytest.mark.parametrize(
    ("function", "values", "sentence"),
    [
        (percent, (0.449,), "45 %"),
        (percent, (0.449, ICD203), "44,9 %"),
        (percent, (0.004,), "менее 1 %"),
        (percent, (0.996,), "более 99 %"),
        (percent, (0.54999, ICD203), "чуть менее 55 %"),
        (percent_range, ((0.004, 0.06),), "от менее 1 до 6 %"),
        (decibans, (7.8123,), "+7,8"),
        (bits, (0.0001,), "менее 0,001"),
        (band, (ICD203.terms[4],), "от 55 до 80 %"),
        (judgements.likelihood, (0.68, ICD203), "вероятно (68 %)"),
        (judgements.likelihood, (0.5, ICD203), "шансы примерно равны (50 %)"),
        (judgements.likelihood, (0.5, gappy()), "50 %"),
        (
            judgements.judgement,
            (claim(0.68), "x", ICD203),
            "«x»: по нашей оценке, вероятно (68 %); априорная вероятность — 50 %.",
        ),
        (
            judgements.judgement,
            (claim(0.503), "x", ICD203),
            "«x»: по нашей оценке, шансы примерно равны (50 %); априорная вероятность — 50 %, и свидетельства её почти "
            "не меняют.",
        ),
        (
            judgements.judgement,
            (claim(0.5), "x", gappy()),
            "Что «x», оценить нельзя: свидетельств об этом нет, остаётся исходная оценка, 50 %.",
        ),
        (
            confidence_sentences.confidence,
            (Confidence("low", (Reason("few-origins", "", "low", 1), Reason("wide-interval", "", "low", 0.5))),),
            "Уверенность в этом суждении — низкая, потому что сообщает слишком мало независимых первоисточников и "
            "интервал широк.",
        ),
        (
            confidence_sentences.confidence,
            (Confidence("high", ()), "the hypothesis that leads"),
            "Уверенность в ведущей гипотезе — высокая: ни один критерий политики не говорит против.",
        ),
        (reason_text, ("one-source", EXTREME), "Если убрать s, за него говорит только исходная оценка."),
        (
            reason_text,
            ("one-source", MILD),
            "Если убрать s, остальное сдвигает шансы на 2,5 дБ в пользу этого суждения.",
        ),
        (
            reason_text,
            (
                "turns-on-source",
                EXTREME,
            ),
            "Если убрать источник: a, b, c или ещё 2 источника (любой), оно не склонялось бы ни в одну сторону или "
            "склонялось бы в другую.",
        ),
        (
            judgements.compared,
            (HEDGED, "A", "d p1", claim(), ICD203),
            "Кто утверждает: A (d p1); сказано словами «surely»; читается как вероятно (от 55 до 80 %): вероятность "
            "лежит в его пределах.",
        ),
        (
            judgements.claimant,
            (claim(asserted=HEDGED), HEDGED, "A", ICD203),
            "Утверждается с оговоркой «surely» (A) "
            "(мы читаем это так: вероятно (от 55 до 80 %)); наша оценка — 68 %, в этих пределах.",
        ),
        (
            verdict,
            (claims(5), True),
            "Утверждения с оговоркой автора, термином шкалы или близкими словами: 5; из них у 5 вероятность "
            "в пределах этого слова, у 0 — выше него и у 0 — ниже него.",
        ),
        (
            judgements.support,
            (claim(), [question("club/origin", 0.5, 0.7, items=1)]),
            "Прямо к этому относится 1 сообщение.",
        ),
        (
            judgements.support,
            (claim(), [question("club/origin", 0.5, 0.7, items=3)]),
            "Прямо к этому относятся 3 сообщения.",
        ),
        (
            judgements.support,
            (claim(), [question("club/origin", 0.5, 0.7, items=9)]),
            "Прямо к этому относятся 9 сообщений.",
        ),
        (
            source_sentences.passage,
            (SourceResult(id="s", prior=0.71, posterior=0.89, as_origin=9, as_relay=2), "A", 48),
            "Через источник «A» прошли учтённые сообщения: 11 из 48 (как первоисточник 9, как посредник 2). P(надёжен) "
            "растёт: было 71 %, стало 89 %.",
        ),
        (
            source_sentences.passage,
            (SourceResult(id="s", prior=0.86, posterior=0.86, as_origin=21, as_relay=0), "A", 21),
            "Через источник «A» прошли все учтённые сообщения: 21 (как первоисточник 21, как посредник 0). P(надёжен) "
            "остаётся 86 %: где всё идёт через один источник, ничто не может говорить ни за него, ни против.",
        ),
        (
            item_sentences.without_evidence,
            (["Кто?", "Как?"], 5),
            "Вопросы, к которым не относится ни одно свидетельство (2 из 5); их вероятности остаются априорными: Кто? "
            "Как?",
        ),
        (source_sentences.favours, ({"control": ("a", "b")},), "Считается пристрастным к гипотезам: a, b (control)."),
        (
            actor_sentences.course,
            (Prediction(made="2017", resolves_by="2019"),),
            "Сделан 2017, срок проверки 2019. Исход ещё не известен.",
        ),
    ],
)
def test_a_function_says_its_sentence(function: Callable[..., str], values: tuple[Any, ...], sentence: str) -> None:
    with language("ru"):
        assert function(*values) == sentence


@pytest.mark.parametrize(
    ("function", "nouns"),
    [
        (count_nouns.items, ("", "сообщение", "сообщения", "сообщений")),
        (count_nouns.scored_items, ("", "учтённое сообщение", "учтённых сообщения", "учтённых сообщений")),
        (count_nouns.origins, ("", "первоисточник", "первоисточника", "первоисточников")),
        (count_nouns.actors, ("", "действующее лицо", "действующих лица", "действующих лиц")),
        (count_nouns.relations, ("", "связь", "связи", "связей")),
    ],
)
def test_every_count_has_its_three_forms(function: Callable[[int], str], nouns: tuple[str, ...]) -> None:
    _, singular, paucal, plural = nouns
    with language("ru"):
        said = [function(number) for number in (0, 1, 2, 4, 5, 11, 12, 14, 20, 21, 22, 25, 111, 121)]
    assert said[0].startswith("ни од")
    forms = (
        singular,
        paucal,
        paucal,
        plural,
        plural,
        plural,
        plural,
        plural,
        singular,
        paucal,
        plural,
        plural,
        singular,
    )
    assert [text.partition(" ")[2] for text in said[1:]] == list(forms)


@pytest.mark.parametrize("ident", shipped_ids("scale"))
def test_no_sentence_breaks_the_rules(ident: str) -> None:
    of = load_scale(ident)
    with language("ru"):
        said = list(dict.fromkeys(every_sentence(of)))
        said += [reason_text(code, ground) for code in CRITERIA for ground in (EXTREME, MILD)]
    assert len(said) > 500
    assert [fault for text in said for fault in faults(text, of, "ru")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Уверенность в этом низкая, а вероятность — 60 %.", ["level and likelihood"]),
        ("С высокой уверенностью считаем: весьма вероятно (90 %).", ["level and likelihood"]),
        ("Вероятно, он пришёл.", ["word without number"]),
        ("Это маловероятно, и это 60 %.", ["word without number"]),
        ("Вероятно (60 %). Уверенность — низкая.", []),
        ("Читается как вероятно (от 55 до 80 %).", []),
        ("Весьма вероятно (чуть менее 95 %); почти исключено (менее 1 %).", []),
        ("Сказано: «вероятно, с высокой уверенностью».", []),
        ("| вероятно | 60 % | низкая |", []),
        ("| вероятно | низкая |", ["word without number"]),
    ],
)
def test_what_is_a_fault_and_what_is_none(text: str, expected: list[str]) -> None:
    assert [fault.kind for fault in faults(text, ICD203, "ru")] == expected


def own(case: Case) -> Case:
    """Return a case in which all that its analyst wrote is a digit."""
    texts = dict.fromkeys(("words", "relation", "type", "unit", "what", "url", "author"), "7")

    def numbered(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: texts[k] if k in texts and isinstance(v, str) else numbered(v) for k, v in value.items()}
        return [numbered(inner) for inner in value] if isinstance(value, list | tuple) else value

    plain = without_own_texts(case.model_dump(mode="json", exclude_defaults=True))
    return Case.model_validate(numbered(plain))


def identifiers(case: Case) -> set[str]:
    """Return everything in a case that is a name and not a text, as it stands at the start of a sentence too."""
    names: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                names.add(str(key))
                look(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                look(inner)
        else:
            names.add(str(value))

    look(case.model_dump(mode="json"))
    parts = {part for text in names for part in re.findall(r"[A-Za-z]+", text)}
    return parts | {part[:1].upper() + part[1:] for part in parts}


LATIN = re.compile(r"[A-Za-z]+")
ALLOWED = {"P", "n", "assess", "sha", "language", "ru", "report", "draws", "seed", "Own", "B"}
"""What is a sign, a command or a digest, and in the command no word of Russian."""


def test_nothing_in_the_report_of_the_shipped_case_is_english_but_what_the_case_says(cut: Scoring) -> None:
    case = own(cut.case)
    text = markdown(score(case, draws=200), language="ru", with_annexes=True)
    left = re.sub(r"sha256:\w+", "", text)
    english = set(LATIN.findall(left)) - ALLOWED - identifiers(case)
    assert english == set()
    assert faults(text, scale_of(case), "ru") == []


@pytest.mark.parametrize("seed", range(8_000, 8_010))
def test_reports_of_random_cases_keep_the_rules(seed: int) -> None:
    result = score(in_own_terms(random_case(random.Random(seed), most=10)), draws=50)
    text = markdown(result, language="ru", with_annexes=True)
    assert faults(text, scale_of(result.case), "ru") == []
    left = re.sub(r"sha256:\w+", "", text)
    assert set(LATIN.findall(left)) <= ALLOWED | identifiers(result.case)


def in_own_terms(case: Case) -> Case:
    """Return a case whose scale has terms in Russian."""
    text = case.model_dump_json(exclude_defaults=True)
    every = [term for band in scale_of(case).terms for term in (band.term, *band.also)]
    for number, term in enumerate(every):
        text = text.replace(f'"{term}"', f'"слово {number}"')
    return Case.model_validate_json(text)


def test_names_speak_the_language_of_the_moment() -> None:
    names = Names(assessment())
    said = names.chain(names.item("i2"))
    with language("ru"):
        assert (said, names.chain(names.item("i2"))) == ("clerk via author", "clerk через author")
        assert chance(Chance.model_validate({"mean": 0.7, "n": 10})) == "около 70 % (n = 10)"
